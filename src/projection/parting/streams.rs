//! What each run tells of each company and of each account, and where that differs first.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;

use super::Story;
use crate::domain::{AccountId, Code, Seq, Timestamp};

/// Whom an event is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    /// A company, or its instrument.
    Company(Code),
    /// The owner of an account.
    Account(String),
}

/// Where two streams differ: the place in either run's log.
pub(super) type Difference = (Option<usize>, Option<usize>);

/// What only follows from other events, or says nothing of a story.
const NOISE: [&str; 9] = [
    "opened",
    "account_opened",
    "paid_in",
    "balance",
    "level",
    "indicative",
    "phase_scheduled",
    "reference_found",
    "settled",
];

/// Numbers that the exchange counts.
const COUNTED: [&str; 9] =
    ["seq", "input", "order", "trade", "buy_order", "sell_order", "decision", "admission", "appeal_against"];

/// Fields that name an account.
const ACCOUNTS: [&str; 6] = ["account", "buyer", "seller", "payer", "payee", "counterparty"];

/// Steps of a company's path that a reader wants to see.
const STEPS: [&str; 30] = [
    "occurred",
    "vote_cast",
    "decided",
    "withdrawn",
    "appealed",
    "evidence_missed",
    "condition_met",
    "condition_missed",
    "stage_entered",
    "offer_opened",
    "offer_closed",
    "offer_unwound",
    "listed",
    "interrupted",
    "coupon_paid",
    "coupon_missed",
    "instalment_missed",
    "redemption_missed",
    "bond_called",
    "defaulted",
    "recovered",
    "obligation_met",
    "obligation_late",
    "obligation_missed",
    "target_judged",
    "activity_tested",
    "lapse_began",
    "sanctioned",
    "lapse_cured",
    "delisted",
];

/// An event of a stream: what it says, and where it stands.
#[derive(Debug, Clone, Copy)]
struct Step {
    said: u64,
    at: usize,
    is_shown: bool,
}

/// The streams of one run.
#[derive(Debug, Default)]
pub(super) struct Streams {
    streams: BTreeMap<Subject, Vec<Step>>,
    subjects: BTreeMap<usize, Vec<Subject>>,
}

impl Streams {
    /// Those of a run from a place in its log on; before it there is no difference.
    pub(super) fn of(story: &Story, from: usize) -> Self {
        let mut streams = Self::default();
        let companies = &story.views.exercise.companies;
        let issuers: BTreeMap<String, Code> = companies
            .iter()
            .filter_map(|company| {
                let symbol = company.instrument.or(company.offer.as_ref().map(|offer| offer.instrument))?;
                Some((symbol.to_string(), company.code.clone()))
            })
            .collect();
        for (at, event) in story.events.iter().enumerate().skip(from) {
            let mut tree = serde_json::to_value(event).expect("an event has string keys only");
            let kind = tree["type"].as_str().unwrap_or_default().to_owned();
            if NOISE.contains(&kind.as_str()) {
                continue;
            }
            let subjects = subjects(&mut tree, &issuers, story);
            let step = Step { said: said(&mut tree), at, is_shown: STEPS.contains(&kind.as_str()) };
            for subject in &subjects {
                streams.streams.entry(subject.clone()).or_default().push(step);
            }
            streams.subjects.insert(at, subjects);
        }
        streams
    }

    fn stream(&self, subject: &Subject) -> &[Step] {
        self.streams.get(subject).map_or(&[], Vec::as_slice)
    }
}

/// Whom an event is about; its accounts get the names of their owners.
fn subjects(tree: &mut Value, issuers: &BTreeMap<String, Code>, story: &Story) -> Vec<Subject> {
    let mut subjects = Vec::new();
    let own = tree["company"].as_str().and_then(|name| name.parse().ok());
    let issuer = || issuers.get(tree["instrument"].as_str()?).cloned();
    subjects.extend(own.or_else(issuer).map(Subject::Company));
    for field in ACCOUNTS {
        let number = tree[field].as_u64().and_then(|number| u32::try_from(number).ok());
        if let Some(number) = number {
            let name = story.chronicle.name(AccountId(number));
            tree[field] = name.clone().into();
            subjects.push(Subject::Account(name));
        }
    }
    subjects
}

/// What an event says, its time included, without the numbers that the exchange counts.
fn said(tree: &mut Value) -> u64 {
    if let Value::Object(fields) = tree {
        fields.retain(|name, _| !COUNTED.contains(&name.as_str()));
    }
    let mut hash = DefaultHasher::new();
    tree.to_string().hash(&mut hash);
    hash.finish()
}

/// The first difference of a subject.
fn first(subject: &Subject, streams: &[Streams; 2]) -> Option<Difference> {
    let [a, b] = streams.each_ref().map(|streams| streams.stream(subject));
    let at =
        (0..a.len().max(b.len())).find(|&at| a.get(at).map(|step| step.said) != b.get(at).map(|step| step.said))?;
    Some((a.get(at).map(|step| step.at), b.get(at).map(|step| step.at)))
}

/// When a difference comes: at the earlier of its events.
fn when(difference: &Difference, stories: [&Story; 2]) -> Option<(Timestamp, Seq)> {
    let there = |story: &Story, at: Option<usize>| at.map(|at| (story.events[at].time, story.events[at].seq));
    there(stories[0], difference.0).into_iter().chain(there(stories[1], difference.1)).min()
}

/// How a subject came to differ: from its first difference back over those whom that is about to what differed about them
/// before, and so on; the earliest first.
pub(super) fn reasons(subject: &Subject, stories: [&Story; 2], streams: &[Streams; 2]) -> Vec<Difference> {
    let mut chain = Vec::new();
    let mut seen = BTreeSet::from([subject.clone()]);
    let mut next = first(subject, streams);
    while let Some(difference) = next {
        let now = when(&difference, stories);
        let about =
            |side: usize, at: Option<usize>| at.and_then(|at| streams[side].subjects.get(&at)).into_iter().flatten();
        let others: BTreeSet<Subject> = about(0, difference.0).chain(about(1, difference.1)).cloned().collect();
        let earlier = others.into_iter().filter(|other| !seen.contains(other)).filter_map(|other| {
            let before = first(&other, streams)?;
            let at = when(&before, stories);
            (at < now).then_some((at, other, before))
        });
        chain.push(difference);
        next = earlier.min_by(|one, other| one.0.cmp(&other.0)).map(|(_, other, before)| {
            seen.insert(other);
            before
        });
    }
    chain.reverse();
    chain
}

/// Steps of a company's path that only one of the runs tells, for each.
pub(super) fn only(company: &Code, stories: [&Story; 2], streams: &[Streams; 2]) -> [Vec<usize>; 2] {
    let subject = Subject::Company(company.clone());
    let shown = |streams: &Streams| -> Vec<Step> {
        streams.stream(&subject).iter().copied().filter(|step| step.is_shown).collect()
    };
    let [a, b] = [shown(&streams[0]), shown(&streams[1])];
    debug_assert!(a.last().is_none_or(|step| step.at < stories[0].events.len()), "streams are of their stories");
    let without = |mine: &[Step], theirs: &[Step]| {
        let theirs: BTreeSet<u64> = theirs.iter().map(|step| step.said).collect();
        mine.iter().filter(|step| !theirs.contains(&step.said)).map(|step| step.at).collect::<Vec<_>>()
    };
    [without(&a, &b), without(&b, &a)]
}
