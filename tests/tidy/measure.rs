//! How long files and functions are: printed for a reader to judge, never failed on.

use super::token::{Token, item_end, tokens};

/// Something with a length in lines.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Length {
    /// Lines.
    pub(crate) lines: usize,
    /// The file, or the file with line and name of the function.
    pub(crate) name: String,
}

/// The functions of a source that have a body.
pub(crate) fn functions(path: &str, text: &str) -> Vec<Length> {
    let tokens = tokens(text);
    let starts = (0..tokens.len()).filter(|&at| tokens[at].text == "fn");
    starts.filter_map(|at| function(path, &tokens, at)).collect()
}

fn function(path: &str, tokens: &[Token<'_>], at: usize) -> Option<Length> {
    let name = tokens.get(at + 1).filter(|name| name.is_word())?;
    let last = tokens.get(item_end(tokens, at) - 1).filter(|last| last.text == "}")?;
    let first = tokens[at].line;
    Some(Length { lines: last.line - first + 1, name: format!("{path}:{first} {}", name.text) })
}

/// The ten longest, longest first.
pub(crate) fn longest(mut lengths: Vec<Length>) -> Vec<Length> {
    lengths.sort_by(|a, b| b.cmp(a));
    lengths.truncate(10);
    lengths
}
