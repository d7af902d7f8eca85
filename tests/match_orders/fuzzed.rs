//! What the fuzzer of the order flow has found is played again: any bytes are a flow, or a list of problems with places.

use super::flow;

#[test]
fn the_corpus_is_played_or_told_with_its_places() {
    let folder = std::path::Path::new("fuzz/corpus/order_flow");
    let corpus = std::fs::read_dir(folder).expect("the corpus ships with the source");
    let files: Vec<_> = corpus.map(|entry| entry.expect("readable").file_name()).collect();
    let (mut played, mut told) = (0, 0);
    for file in &files {
        let name = file.to_str().expect("plain names");
        let output = flow::run(folder, &[name, "--json"]);
        let words = String::from_utf8_lossy(&output.stderr);
        match output.status.code() {
            Some(0) => {
                let summary: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one JSON object");
                assert!(summary["commands"].is_u64(), "{name}: {summary}");
                played += 1;
            }
            Some(2) => {
                assert!(output.stdout.is_empty(), "{name}: nothing is printed of a flow that cannot be read");
                let place = words.lines().next().and_then(|line| line.split_once(&format!("{name}:")));
                assert!(
                    place.is_some_and(|(_, rest)| rest.starts_with(|c: char| c.is_ascii_digit())),
                    "{name}: {words}"
                );
                told += 1;
            }
            other => panic!("{name}: {other:?} {words}"),
        }
    }
    assert!(played > 5 && told > 20, "the corpus is there: {played} played, {told} told");
}
