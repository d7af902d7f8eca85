//! Where two runs part: the first event that differs, then company by company what came of it and by which way.
//!
//! Numbers that the exchange counts (orders, trades, decisions) shift after the first difference and mean nothing. So runs
//! are compared by subject: what is told of a company, what of an account, without those numbers.

mod figures;
mod streams;

use serde::Serialize;

use super::{Chronicle, Views};
use crate::domain::{Code, InputNumber, Seq, Text, Timestamp};
use crate::engine::{Event, Fact, Source};

use figures::Figures;
use streams::{Difference, Streams, Subject};

/// Most steps of a company's story that are told for each run.
const STEPS_MOST: usize = 12;

/// A run as it was told, with the hands that fed it.
#[derive(Debug, Clone, Default)]
pub struct Story {
    views: Views,
    chronicle: Chronicle,
    events: Vec<Event>,
    hands: Vec<Source>,
    figures: Figures,
}

impl Story {
    /// Takes in what one input told, and whose hand fed it. Inputs come in their order.
    pub fn hear(&mut self, hand: &Source, told: &[Event]) {
        self.hands.push(hand.clone());
        for event in told {
            self.views.fold(event);
            self.chronicle.fold(event);
            self.figures.fold(event);
        }
        self.events.extend_from_slice(told);
    }

    fn told(&self, at: usize) -> Told {
        let event = &self.events[at];
        let place = usize::try_from(event.input.0).unwrap_or(usize::MAX).checked_sub(1);
        let hand = place.and_then(|place| self.hands.get(place));
        Told {
            seq: event.seq,
            input: event.input,
            time: event.time,
            by: hand.map_or_else(|| both("?", "?"), name_of),
            told: self.chronicle.tell(event),
        }
    }
}

fn both(it: &str, en: &str) -> Text {
    Text { it: it.to_owned(), en: en.to_owned() }
}

/// Whose hand it was.
fn name_of(hand: &Source) -> Text {
    match hand {
        Source::Driver => both("scadenza", "timer"),
        Source::Script => both("copione", "script"),
        Source::Agent(name) | Source::Outside(name) => both(name.as_str(), name.as_str()),
    }
}

/// An event of one of the two runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Its number in that run's log.
    pub seq: Seq,
    /// The input that caused it.
    pub input: InputNumber,
    /// When.
    pub time: Timestamp,
    /// Whose hand fed that input.
    pub by: Text,
    /// In a sentence.
    pub told: Text,
}

/// What stands at one place in either run; nothing where a run tells no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pair {
    /// In the first run.
    pub a: Option<Told>,
    /// In the second run.
    pub b: Option<Told>,
}

/// A figure that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FigureParting {
    /// Its stable name.
    pub figure: &'static str,
    /// Its name for people.
    pub name: Text,
    /// In the first run.
    pub a: Option<String>,
    /// In the second run.
    pub b: Option<String>,
}

/// What differs about one company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CompanyParting {
    /// Its name in the scenario.
    pub company: Code,
    /// The figures that differ.
    pub figures: Vec<FigureParting>,
    /// First differences, each of a subject of the one after it, up to the first about the company: how it came to it, as
    /// far as events tell.
    pub reasons: Vec<Pair>,
    /// Steps of its path that only the first run tells, at most twelve.
    pub only_a: Vec<Told>,
    /// Steps of its path that only the second run tells, at most twelve.
    pub only_b: Vec<Told>,
}

/// Where two runs part, and what of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Parting {
    /// Whether both tell the same, but for their identity.
    pub identical: bool,
    /// How many events each tells.
    pub events: [usize; 2],
    /// The first place at which they differ.
    pub first: Option<Pair>,
    /// Figures of the whole that differ.
    pub whole: Vec<FigureParting>,
    /// Companies of which a figure differs, in the order of the first run.
    pub companies: Vec<CompanyParting>,
    /// Companies of which no figure differs.
    pub same: Vec<Code>,
}

impl Parting {
    /// Compares two runs.
    #[must_use]
    pub fn of(a: &Story, b: &Story) -> Self {
        let same = |at: &usize| match (a.events.get(*at), b.events.get(*at)) {
            (Some(one), Some(other)) => alike(one, other),
            (None, None) => true,
            _ => false,
        };
        let most = a.events.len().max(b.events.len());
        let first = (0..most).find(|at| !same(at));
        let from = first.unwrap_or(most);
        let streams = [Streams::of(a, from), Streams::of(b, from)];
        let pair = |difference: &Difference| Pair {
            a: difference.0.map(|at| a.told(at)),
            b: difference.1.map(|at| b.told(at)),
        };
        let codes = codes(a, b);
        let (mut companies, mut unchanged) = (Vec::new(), Vec::new());
        for company in codes {
            let figures = figures::of_company(&company, a, b);
            if figures.is_empty() {
                unchanged.push(company);
                continue;
            }
            let reasons = streams::reasons(&Subject::Company(company.clone()), [a, b], &streams);
            let [only_a, only_b] = streams::only(&company, [a, b], &streams);
            companies.push(CompanyParting {
                company,
                figures,
                reasons: reasons.iter().map(pair).collect(),
                only_a: only_a.into_iter().take(STEPS_MOST).map(|at| a.told(at)).collect(),
                only_b: only_b.into_iter().take(STEPS_MOST).map(|at| b.told(at)).collect(),
            });
        }
        Self {
            identical: first.is_none(),
            events: [a.events.len(), b.events.len()],
            first: first.map(|at| {
                let there = |story: &Story| story.events.get(at).map(|_| story.told(at));
                Pair { a: there(a), b: there(b) }
            }),
            whole: figures::of_whole(a, b),
            companies,
            same: unchanged,
        }
    }
}

/// Every company of either run.
fn codes(a: &Story, b: &Story) -> Vec<Code> {
    let mut codes: Vec<Code> = a.views.exercise.companies.iter().map(|company| company.code.clone()).collect();
    for company in &b.views.exercise.companies {
        if !codes.contains(&company.code) {
            codes.push(company.code.clone());
        }
    }
    codes
}

/// Two events at the same place are the same, but for the identity of the run.
fn alike(one: &Event, other: &Event) -> bool {
    match (&one.fact, &other.fact) {
        (Fact::Opened { run, .. }, Fact::Opened { .. }) => {
            let mut renamed = other.clone();
            if let Fact::Opened { run: other, .. } = &mut renamed.fact {
                *other = *run;
            }
            *one == renamed
        }
        _ => one == other,
    }
}
