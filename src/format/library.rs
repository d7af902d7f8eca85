//! The data that ships with the program, embedded in the binary: everything under `sim-scenarios`.

use std::borrow::Cow;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "sim-scenarios"]
struct Shipped;

/// The text of `sim-scenarios/FOLDER/NAME.toml`; an empty folder means the scenarios themselves.
#[must_use]
pub fn text(folder: &str, name: &str) -> Option<Cow<'static, str>> {
    let path = if folder.is_empty() { format!("{name}.toml") } else { format!("{folder}/{name}.toml") };
    match Shipped::get(&path)?.data {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
        Cow::Owned(bytes) => String::from_utf8(bytes).ok().map(Cow::Owned),
    }
}

/// The names (without `.toml`) of the files in a folder, in alphabetical order; an empty folder means the scenarios.
#[must_use]
pub fn names(folder: &str) -> Vec<String> {
    let name = |path: Cow<'static, str>| {
        let inside = if folder.is_empty() { &*path } else { path.strip_prefix(folder)?.strip_prefix('/')? };
        let name = inside.strip_suffix(".toml")?;
        (!name.contains('/')).then(|| name.to_owned())
    };
    let mut names: Vec<String> = Shipped::iter().filter_map(name).collect();
    names.sort();
    names
}
