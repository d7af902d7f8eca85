//! Sources by number, so that a table can name one in little room.

use super::quote::Quote;
use super::words::Words;
use crate::domain::Phrasebook;

/// Every source that the report has named so far, numbered from 1 in the order of first use.
#[derive(Debug, Default)]
pub(super) struct Sources {
    texts: Vec<String>,
}

/// A source as the list at the end shows it.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub(super) number: usize,
    pub(super) pieces: Vec<Piece>,
}

/// Sources that the program names itself, by a word.
const OWN: [(&str, [&str; 2]); 6] = [
    ("committee", ["la delibera del comitato", "the decision of the committee"]),
    ("offer", ["l'offerta simulata", "the simulated offer"]),
    ("plan", ["il piano di preparazione dello scenario", "the scenario's plan of the preparation"]),
    ("run", ["questa esecuzione", "this run"]),
    ("trades", ["gli scambi simulati", "the simulated trades"]),
    ("verifier", ["il verificatore", "the verifier"]),
];

/// A source in words for a reader.
pub(super) fn source(text: &str, phrases: &Phrasebook, words: Words) -> Quote {
    let own = OWN.into_iter().find(|(word, _)| *word == text);
    own.map_or_else(|| Quote::written(text, phrases, words), |(_, [it, en])| Quote::own(words.say(it, en)))
}

/// A stretch of a text, and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: Quote,
    pub(super) address: Option<String>,
}

impl Sources {
    /// The number of a source; a new one for a text not named before.
    pub(super) fn number(&mut self, text: &str) -> usize {
        let known = self.texts.iter().position(|known| known == text);
        let at = known.unwrap_or_else(|| {
            self.texts.push(text.to_owned());
            self.texts.len() - 1
        });
        at + 1
    }

    /// The list.
    pub(super) fn list(&self, phrases: &Phrasebook, words: Words) -> Vec<Source> {
        let numbered = self.texts.iter().zip(1..);
        numbered.map(|(text, number)| Source { number, pieces: pieces(&source(text, phrases, words)) }).collect()
    }
}

/// Cuts a text at its addresses, so that they can be followed.
pub(super) fn pieces(quote: &Quote) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = quote.words();
    while let Some(start) = ["https://", "http://"].iter().filter_map(|scheme| rest.find(scheme)).min() {
        let end = rest[start..].find(char::is_whitespace).map_or(rest.len(), |length| start + length);
        let address = rest[start..end].trim_end_matches([',', ';', '.', ')']);
        let end = start + address.len();
        if start > 0 {
            pieces.push(Piece { text: quote.with(&rest[..start]), address: None });
        }
        pieces.push(Piece { text: Quote::own(address), address: Some(address.to_owned()) });
        rest = &rest[end..];
    }
    if !rest.is_empty() {
        pieces.push(Piece { text: quote.with(rest), address: None });
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Language;

    #[test]
    fn a_source_has_one_number() {
        let mut sources = Sources::default();
        assert_eq!(["b", "a", "b"].map(|text| sources.number(text)), [1, 2, 1]);
        assert_eq!(
            sources
                .list(&Phrasebook::default(), Words { language: Language::En })
                .iter()
                .map(|source| source.number)
                .collect::<Vec<_>>(),
            [1, 2]
        );
    }

    #[test]
    fn addresses_are_cut_out_whole() {
        let cut = pieces(&Quote::own("see https://a.example/x?y=1, and (http://b.example)"));
        let told: Vec<_> = cut.iter().map(|piece| (piece.text.words(), piece.address.is_some())).collect();
        let expected = [
            ("see ", false),
            ("https://a.example/x?y=1", true),
            (", and (", false),
            ("http://b.example", true),
            (")", false),
        ];
        assert_eq!(told, expected);
        assert_eq!(pieces(&Quote::own("why")).len(), 1);
        assert_eq!(pieces(&Quote::own("")), []);
    }
}
