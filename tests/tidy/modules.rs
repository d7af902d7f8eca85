//! Which files the compiler reads: from the roots along every `mod NAME;`.

use std::collections::{BTreeMap, BTreeSet};

use super::token::{Token, tokens};

/// The files that the compiler reads.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// Every file that a `mod` names, and the roots.
    pub(crate) named: BTreeSet<String>,
    /// Those of them that only tests compile.
    pub(crate) for_tests: BTreeSet<String>,
}

/// Follows `mod` from the roots (`src/lib.rs`, `tests/tidy.rs`, ..) through these sources.
pub(crate) fn tree(sources: &BTreeMap<String, String>) -> Tree {
    let mut tree = Tree::default();
    let mut open: Vec<(String, bool)> =
        sources.keys().filter(|path| is_root(path)).map(|path| (path.clone(), false)).collect();
    while let Some((path, for_tests)) = open.pop() {
        let Some(text) = sources.get(&path) else { continue };
        if for_tests {
            tree.for_tests.insert(path.clone());
        }
        for child in children(&path, &tokens(text)) {
            let found = child.files.into_iter().find(|file| sources.contains_key(file));
            open.extend(found.map(|file| (file, for_tests || child.test)));
        }
        tree.named.insert(path);
    }
    tree
}

fn is_root(path: &str) -> bool {
    let root_folder = ["tests", "benches", "examples"];
    matches!(path, "src/lib.rs" | "src/main.rs" | "build.rs")
        || path.split_once('/').is_some_and(|(folder, rest)| root_folder.contains(&folder) && !rest.contains('/'))
        || path.starts_with("src/bin/")
        || root_folder.iter().any(|folder| path.starts_with(folder) && path.ends_with("/main.rs"))
}

/// A module in a file of its own: where it may lie.
struct Child {
    files: [String; 2],
    test: bool,
}

fn children(path: &str, tokens: &[Token<'_>]) -> Vec<Child> {
    let mut found = Vec::new();
    let mut folder = folder_of(path);
    let mut inline: Vec<(usize, usize)> = Vec::new();
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        let name = tokens.get(at + 1).filter(|name| name.is_word());
        let sign = tokens.get(at + 2).map(|sign| sign.text);
        match (token.text, name, sign) {
            ("mod", Some(name), Some(";")) => {
                let files = [format!("{folder}{}.rs", name.text), format!("{folder}{}/mod.rs", name.text)];
                found.push(Child { files, test: token.test });
            }
            ("mod", Some(name), Some("{")) => {
                inline.push((depth, folder.len()));
                folder.push_str(name.text);
                folder.push('/');
            }
            ("{", ..) => depth += 1,
            ("}", ..) => {
                depth = depth.saturating_sub(1);
                if let Some((_, length)) = inline.pop_if(|(opened, _)| *opened == depth) {
                    folder.truncate(length);
                }
            }
            _ => {}
        }
    }
    found
}

/// The folder, with its `/`, in which a file's own modules lie.
fn folder_of(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    match name {
        "mod.rs" | "lib.rs" | "main.rs" => folder,
        _ if is_root(path) => folder,
        _ => format!("{folder}{}/", name.trim_end_matches(".rs")),
    }
}
