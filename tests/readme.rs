//! The README is played: what it shows on a terminal is what the program says now.
#![cfg(feature = "server")]

use std::fs;
use std::path::Path;
use std::process::Command;

/// One command of a picture and what the README says that it prints.
#[derive(Debug)]
struct Shown<'a> {
    command: &'a str,
    output: String,
}

/// The commands (`$ ..`) of every `console` picture of a Markdown text that shows output, in order.
fn shown(text: &str) -> Vec<Shown<'_>> {
    let mut found: Vec<Shown<'_>> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        match (inside, line.strip_prefix("$ ")) {
            (false, _) => inside = line == "```console",
            (true, _) if line == "```" => inside = false,
            (true, Some(command)) => found.push(Shown { command, output: String::new() }),
            (true, None) => {
                if let Some(last) = found.last_mut() {
                    last.output.push_str(line);
                    last.output.push('\n');
                }
            }
        }
    }
    found
}

/// Plays `borsa ..` and `cat FILE`; whatever the README puts below `runs/` lies below `scratch`.
fn play(command: &str, scratch: &Path) -> String {
    let place = |word: &str| match word.strip_prefix("runs/") {
        Some(rest) => scratch.join(rest).display().to_string(),
        None => word.to_owned(),
    };
    let words: Vec<String> = command.split_whitespace().map(place).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    match words[0].as_str() {
        "borsa" => {
            let mut borsa = Command::new(env!("CARGO_BIN_EXE_borsa"));
            let done = borsa.args(&words[1..]).current_dir(root).output().expect("the binary runs");
            let told = String::from_utf8_lossy(&done.stderr).into_owned();
            assert!(done.status.success(), "{command}: {told}");
            let printed = String::from_utf8(done.stdout).expect("text");
            printed.replace(&scratch.display().to_string(), "runs")
        }
        "cat" => fs::read_to_string(root.join(&words[1])).unwrap_or_else(|error| panic!("{command}: {error}")),
        _ => panic!("a picture of the README shows `{command}`, which this test cannot play"),
    }
}

#[test]
fn the_pictures_of_the_readme_are_true() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("a README");
    let scratch = tempfile::tempdir().expect("a scratch directory");
    let pictures = shown(&text);
    assert!(pictures.iter().any(|shown| shown.command.starts_with("borsa match")), "the README shows an auction");
    for Shown { command, output } in pictures {
        assert_eq!(play(command, scratch.path()), output, "the README's picture of `{command}` is out of date");
    }
}
