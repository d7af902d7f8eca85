//! Reads the tree: what is part of the house, by path from its root with `/`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The folders that are part of the house. What a run or a build writes beside them is not.
const FOLDERS: [&str; 9] = ["src", "tests", "benches", "examples", "sim-scenarios", "docs", "web", "python", ".ci"];

/// Every Rust source.
pub(crate) fn rust() -> BTreeMap<String, String> {
    let mut all = texts();
    all.retain(|path, _| path.ends_with(".rs"));
    all
}

/// Every file of the house that is text.
pub(crate) fn texts() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = BTreeMap::new();
    for folder in FOLDERS {
        walk(root, &root.join(folder), &mut found);
    }
    for entry in fs::read_dir(root).expect("the root of the house is readable").flatten() {
        // `.git` is a file in a linked working tree.
        if entry.path().is_file() && entry.file_name() != ".git" {
            read(root, &entry.path(), &mut found);
        }
    }
    found
}

fn walk(root: &Path, folder: &Path, found: &mut BTreeMap<String, String>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(root, &path, found);
        } else {
            read(root, &path, found);
        }
    }
}

/// Pictures and the like are no text and are passed over.
fn read(root: &Path, path: &Path, found: &mut BTreeMap<String, String>) {
    let Ok(text) = fs::read_to_string(path) else { return };
    let below = path.strip_prefix(root).expect("found below the root");
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    found.insert(parts.join("/"), text);
}
