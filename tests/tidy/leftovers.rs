//! What must not stay behind in the tree: half-done work, unsigned exceptions, paths of one machine.

use super::Fault;
use super::token::{Token, reads, tokens};

/// Words that say that something is still to be done; written in two halves so that this file does not say them.
const UNFINISHED: [&str; 2] = [concat!("FIX", "ME"), concat!("XX", "X")];
/// Macros of work that is not done.
const MACROS: [&str; 3] = ["todo", "unimplemented", "dbg"];
/// Folders at the root of a machine that no other machine has.
const MACHINE: [&str; 5] =
    [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/tm", "p/"), concat!("/Us", "ers/")];

/// Half-done work and unsigned exceptions in one Rust source. Tests are held to it too, save for `unwrap`.
pub(crate) fn in_source(path: &str, text: &str) -> Vec<Fault> {
    let tokens = tokens(text);
    let product = path.starts_with("src/");
    let at = |at: usize| leftover(&tokens, at, product).map(|what| Fault::new(path, tokens[at].line, what));
    (0..tokens.len()).filter_map(at).collect()
}

fn leftover(tokens: &[Token<'_>], at: usize, product: bool) -> Option<String> {
    let token = tokens[at];
    let starts = |words: &[&str]| reads(tokens, at, words);
    if MACROS.contains(&token.text) && starts(&[token.text, "!"]) {
        return Some(format!("{} is a leftover: what is not built is absent", token.text));
    }
    if starts(&["#", "[", "ignore"]) {
        return Some("an ignored test proves nothing".into());
    }
    let inner = usize::from(starts(&["#", "!"]));
    if reads(tokens, at + 1 + inner, &["[", "allow", "("]) && token.text == "#" {
        return Some("an exception is signed with expect and its reason, not with allow".into());
    }
    if product && !token.test && starts(&[".", "unwrap", "(", ")"]) {
        return Some("say why this cannot fail (expect), or handle it".into());
    }
    None
}

/// Words of unfinished work and paths of one machine, in a text of any kind, comments included.
pub(crate) fn in_text(path: &str, text: &str) -> Vec<Fault> {
    let per_line = |(at, line): (usize, &str)| {
        let unfinished = UNFINISHED.iter().filter(|word| has_word(line, word));
        let said = unfinished.map(|word| format!("{word} is a leftover: finish it or take it out"));
        let machine = MACHINE.iter().filter(|folder| names_folder(line, folder));
        let named = machine.map(|folder| format!("{folder} is a path of one machine"));
        said.chain(named).map(|what| Fault::new(path, at + 1, what)).collect::<Vec<_>>()
    };
    text.lines().enumerate().flat_map(per_line).collect()
}

/// Whether the word stands alone in the line.
fn has_word(line: &str, word: &str) -> bool {
    let part_of_word = |c: Option<char>| c.is_some_and(|c| c == '_' || c.is_alphanumeric());
    line.match_indices(word).any(|(at, _)| {
        !part_of_word(line[..at].chars().next_back()) && !part_of_word(line[at + word.len()..].chars().next())
    })
}

/// Whether a path from the root begins here; `https://example.org/home/` is an address and no such path.
fn names_folder(line: &str, folder: &str) -> bool {
    let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | '}' | ')' | '$' | '~' | '*');
    line.match_indices(folder).any(|(at, _)| !line[..at].chars().next_back().is_some_and(goes_on))
}
