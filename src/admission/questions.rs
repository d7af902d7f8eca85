//! What the gate asks, as data: so that a company can read the questions before it writes, and a page can print them.

use serde::Serialize;

use super::question::{asked, figures, text};
use super::{Criterion, Rulebook, Severity};
use crate::domain::Text;

/// One question of the gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Question {
    /// Stable code; several questions may share one.
    pub code: &'static str,
    /// The criterion to which it belongs.
    pub criterion: Criterion,
    /// How much the answer usually weighs; under a rulebook that weighs the code otherwise, how much it weighs there.
    pub severity: Severity,
    /// JSON pointers of all that the answer may depend on, with what lies below them; `*` stands for every element of
    /// a list.
    pub reads: Vec<&'static str>,
    /// The question; without a rulebook a figure is its key between braces, followed by `%` where it is told in percent.
    pub asks: Text,
    /// On what it rests.
    pub source: &'static str,
}

/// All questions by criterion and code; with a rulebook those that it asks, with its figures in them and its weights.
#[must_use]
pub fn questions(rules: Option<&Rulebook>) -> Vec<Question> {
    let figures = rules.map(figures);
    let asks = |words| match &figures {
        Some(figures) => asked(words, || figures),
        None => text(words),
    };
    let weight = |code: &str, usual| rules.and_then(|rules| rules.severities.get(code).copied()).unwrap_or(usual);
    let of = |criterion: Criterion| {
        let (evidence, checks) = criterion.tables();
        let pieces = evidence.iter().map(|piece| Question {
            code: piece.code,
            criterion,
            severity: weight(piece.code, piece.severity),
            reads: [&[piece.pointer], piece.when.reads].concat(),
            asks: asks(piece.asks),
            source: piece.source,
        });
        let checks = checks.iter().map(|check| Question {
            code: check.code,
            criterion,
            severity: weight(check.code, check.severity),
            reads: check.reads.to_vec(),
            asks: asks(check.asks),
            source: check.source,
        });
        let is_asked = |question: &Question| rules.is_none_or(|rules| rules.asks(question.code));
        let mut all: Vec<Question> = pieces.chain(checks).filter(is_asked).collect();
        all.sort_by_key(|question| question.code);
        all
    };
    Criterion::ALL.into_iter().flat_map(of).collect()
}
