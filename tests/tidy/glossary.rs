//! Whether the words of `docs/glossary.md` are words of the code.

use std::collections::BTreeSet;

use super::Fault;
use super::token::tokens;

/// Every word of the code in these sources.
pub(crate) fn words<'a>(sources: impl IntoIterator<Item = &'a str>) -> BTreeSet<&'a str> {
    let all = sources.into_iter().flat_map(tokens);
    all.filter(super::token::Token::is_word).map(|token| token.text).collect()
}

/// The code words in the first column of the glossary's tables that the code does not have.
/// `TradingPhase::{Call, Halted}` counts as three words.
pub(crate) fn strangers(path: &str, glossary: &str, code: &BTreeSet<&str>) -> Vec<Fault> {
    let rows = glossary.lines().enumerate().filter_map(|(at, line)| Some((at + 1, first_cell(line)?)));
    let named = rows.flat_map(|(line, cell)| quoted(cell).map(move |text| (line, text)));
    let each = named.flat_map(|(line, text)| {
        tokens(text).into_iter().filter(super::token::Token::is_word).map(move |token| (line, token.text))
    });
    let unknown = each.filter(|(_, word)| !code.contains(word));
    unknown.map(|(line, word)| Fault::new(path, line, format!("the code has no `{word}`"))).collect()
}

fn first_cell(line: &str) -> Option<&str> {
    line.strip_prefix('|')?.split('|').next()
}

/// The parts of a text between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}
