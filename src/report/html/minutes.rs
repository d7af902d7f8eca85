//! The minutes as a page that prints on A4 and needs nothing else. Every line has its number in the log.

use askama::Template;

use super::procedure::blocks;
use super::quote::Quote;
use super::words::Words;
use crate::domain::{Code, Language, Said, Seq, Timestamp};
use crate::projection::{Mark, Procedure, Sitting};
use crate::report::minutes::Minutes;
use crate::report::numerals::Numerals;

/// The minutes as one HTML page in one language.
///
/// # Panics
/// Never: writing to a string cannot fail.
#[must_use]
pub fn minutes_to_html(minutes: &Minutes, language: Language) -> String {
    Page::of(minutes, language).render().expect("a string takes every text")
}

#[derive(Debug, Template)]
#[template(path = "minutes/minutes.html", whitespace = "minimize")]
struct Page<'a> {
    w: Words,
    title: &'a str,
    rulebook: &'a str,
    rulebook_title: &'a str,
    engine: &'a str,
    digest: &'a str,
    rules: Vec<String>,
    seats: Vec<(String, String)>,
    applications: Vec<ApplicationPart>,
}

/// One application: its head, and what happened in blocks.
#[derive(Debug)]
struct ApplicationPart {
    id: String,
    name: String,
    attempt: u32,
    outcome: &'static str,
    class: &'static str,
    received: String,
    blocks: Vec<Block>,
}

/// What belongs together, as a table.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) title: String,
    /// What is to be said before the lines, or instead of them.
    pub(super) note: String,
    /// Who or what the lines are about.
    pub(super) about: &'static str,
    pub(super) lines: Vec<Line>,
}

/// One step.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) seq: Seq,
    pub(super) at: String,
    pub(super) who: String,
    pub(super) tag: String,
    pub(super) class: String,
    pub(super) text: Quote,
    /// What stands small below the text.
    pub(super) small: Quote,
}

/// What every block needs to write itself down.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clerk<'a> {
    pub(super) w: Words,
    pub(super) numerals: Numerals,
    pub(super) sitting: &'a Sitting,
}

impl Clerk<'_> {
    pub(super) fn at(self, at: Timestamp) -> String {
        self.numerals.instant(at, &self.sitting.zone)
    }

    /// A line that says who did something, and what.
    pub(super) fn line(self, mark: Mark, who: impl Into<String>, text: Quote) -> Line {
        Line {
            seq: mark.seq,
            at: self.at(mark.at),
            who: who.into(),
            tag: String::new(),
            class: String::new(),
            text,
            small: Quote::own(""),
        }
    }

    /// Words of the page.
    pub(super) fn own(self, words: impl Into<String>) -> Quote {
        Quote::own(words)
    }

    /// Words that somebody has written.
    pub(super) fn written(self, words: &str) -> Quote {
        Quote::written(words, &self.sitting.phrases, self.w)
    }

    /// What somebody has said.
    pub(super) fn said(self, said: &Said) -> Quote {
        Quote::said(said, &self.sitting.phrases, self.w)
    }

    /// A seat by what it stands for; its name where it is no seat.
    pub(super) fn seat(self, name: &Code) -> String {
        let seat = self.sitting.seats.iter().find(|seat| seat.name == *name);
        seat.map_or_else(|| name.to_string(), |seat| seat.role.get(self.w.language).to_owned())
    }
}

impl Line {
    pub(super) fn tagged(mut self, tag: impl Into<String>, class: impl Into<String>) -> Self {
        self.tag = tag.into();
        self.class = class.into();
        self
    }

    pub(super) fn with(self, small: impl Into<String>) -> Self {
        self.with_quote(Quote::own(small))
    }

    pub(super) fn with_quote(mut self, small: Quote) -> Self {
        self.small = small;
        self
    }
}

impl<'a> Page<'a> {
    fn of(minutes: &'a Minutes, language: Language) -> Self {
        let sitting = &minutes.sitting;
        let clerk = Clerk { w: Words { language }, numerals: Numerals::of(language), sitting };
        let seat = |seat: &crate::projection::Seat| (seat.role.get(language).to_owned(), seat.name.to_string());
        Self {
            w: clerk.w,
            title: sitting.title.get(language),
            rulebook: sitting.rulebook.as_str(),
            rulebook_title: sitting.rulebook_title.get(language),
            engine: &minutes.engine,
            digest: &minutes.digest,
            rules: rules(clerk),
            seats: sitting.seats.iter().map(seat).collect(),
            applications: minutes.applications.iter().map(|procedure| part(procedure, clerk)).collect(),
        }
    }
}

/// By which rules the committee decides, in sentences.
fn rules(clerk: Clerk<'_>) -> Vec<String> {
    let Clerk { w, numerals, sitting } = clerk;
    let [quorum, appeal_quorum] = sitting.quorum;
    let [majority, appeal_majority] = sitting.majority.map(|rate| numerals.rate(rate));
    let mut rules = vec![match w.language {
        Language::It => {
            format!("Servono almeno {quorum} voti; i sì devono superare il {majority} dei sì e dei no.")
        }
        Language::En => format!("At least {quorum} votes; the yes votes must exceed {majority} of yes and no."),
    }];
    if sitting.four_eyes {
        let rule = w.say(
            "Una delibera, e una condizione dichiarata soddisfatta, valgono solo quando un altro componente le conferma.",
            "A decision, and a condition declared met, take effect only when another member confirms them.",
        );
        rules.push(rule.to_owned());
    }
    if let Some(days) = sitting.appeal_days {
        rules.push(match w.language {
            Language::It => format!(
                "Riesame di un rifiuto entro {days} giorni, con almeno {appeal_quorum} voti e più del {appeal_majority}; è definitivo."
            ),
            Language::En => format!(
                "Appeal against a refusal within {days} days, with at least {appeal_quorum} votes and more than {appeal_majority}; it is final."
            ),
        });
    }
    rules
}

fn part(procedure: &Procedure, clerk: Clerk<'_>) -> ApplicationPart {
    use crate::admission::Outcome;
    use crate::projection::EndWord;
    let w = clerk.w;
    let last = procedure.decisions.last().filter(|_| !procedure.is_pending());
    let (outcome, class) = match (&procedure.end, last.map(|decision| decision.outcome)) {
        (Some(end), _) if end.how == EndWord::Withdrawn => (w.say("Ritirata", "Withdrawn"), "abstain"),
        (Some(_), _) => (w.say("Decaduta", "Lapsed"), "missed"),
        (None, Some(Outcome::Admitted)) => (w.outcome(Some(Outcome::Admitted)), "admitted"),
        (None, Some(Outcome::Conditional)) => (w.outcome(Some(Outcome::Conditional)), "conditional"),
        (None, Some(Outcome::Refused)) => (w.outcome(Some(Outcome::Refused)), "refused"),
        (None, None) => (w.outcome(None), "pending"),
    };
    let received = (clerk.at(procedure.received.at), procedure.received.seq);
    ApplicationPart {
        id: format!("{}-{}", procedure.company, procedure.attempt),
        name: procedure.name.clone(),
        attempt: procedure.attempt,
        outcome,
        class,
        received: match w.language {
            Language::It => format!("Candidatura ricevuta il {}, n. {} del registro", received.0, received.1),
            Language::En => format!("Application received on {}, no. {} of the log", received.0, received.1),
        },
        blocks: blocks(procedure, clerk),
    }
}
