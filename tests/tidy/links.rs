//! Whether the documents point at files that are there.

use std::collections::BTreeSet;

use super::Fault;

/// The links of a Markdown text that name a file which is not among `files` (paths from the root of the house).
/// Addresses on the web and places within the same page are not looked at.
pub(crate) fn broken(path: &str, text: &str, files: &BTreeSet<String>) -> Vec<Fault> {
    let links = text.lines().enumerate().flat_map(|(at, line)| targets(line).map(move |target| (at + 1, target)));
    let missing = links.filter(|(_, target)| {
        let file = target.split('#').next().unwrap_or_default();
        let inside = !file.is_empty() && !file.contains(':');
        let full = resolve(path, file);
        inside && !files.contains(&full) && !files.iter().any(|known| known.starts_with(&format!("{full}/")))
    });
    missing.map(|(line, target)| Fault::new(path, line, format!("no file {target}"))).collect()
}

/// What stands between `](` and `)`.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| rest.split(')').next())
}

/// The path from the root that a link in the file `path` means.
fn resolve(path: &str, link: &str) -> String {
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}
