//! Tells the program which commit it was built from, for the manifest of a run.

use std::process::Command;

fn main() {
    let git = Command::new("git").args(["rev-parse", "--short=12", "HEAD"]).output();
    let commit = git.ok().filter(|output| output.status.success());
    let commit =
        commit.map_or_else(|| "unknown".to_owned(), |output| String::from_utf8_lossy(&output.stdout).into_owned());
    println!("cargo::rustc-env=BORSA_COMMIT={}", commit.trim());
    println!("cargo::rerun-if-changed=.git/HEAD");
    println!("cargo::rerun-if-changed=.git/refs/heads");
}
