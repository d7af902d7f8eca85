//! What has befallen the market, as people read it.

use schemars::JsonSchema;
use serde::Serialize;

use super::occurrence_words::told;
use crate::domain::{Code, Text, Timestamp};
use crate::engine::{Effect, Event, Fact};

/// Something that has happened and that nobody in the exchange had decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OccurrenceView {
    /// Short name of the event.
    pub event: Code,
    /// The company that it is about, if it is about one.
    pub company: Option<Code>,
    /// What people read first.
    pub title: Text,
    /// What else they read.
    pub text: Option<Text>,
    /// What it does.
    pub effect: Effect,
    /// When it happened.
    pub at: Timestamp,
    /// When what it does is over; nothing where it stays.
    pub until_at: Option<Timestamp>,
    /// Whether it is over.
    pub is_over: bool,
    /// What it does, in words.
    pub told: Text,
    /// Where its figures come from.
    pub source: String,
}

/// Everything that has happened, oldest first.
#[derive(Debug, Clone, Default)]
pub struct Occurrences {
    /// Each event once.
    pub all: Vec<OccurrenceView>,
}

impl Occurrences {
    /// What is not over.
    pub fn running(&self) -> impl Iterator<Item = &OccurrenceView> {
        self.all.iter().filter(|one| !one.is_over)
    }

    pub(super) fn fold(&mut self, event: &Event) {
        match &event.fact {
            Fact::Occurred { event: name, company, title, text, effect, until_at, source } => {
                self.all.push(OccurrenceView {
                    event: name.clone(),
                    company: company.clone(),
                    title: title.clone(),
                    text: text.clone(),
                    effect: (**effect).clone(),
                    at: event.time,
                    until_at: *until_at,
                    is_over: false,
                    told: told(effect),
                    source: source.clone(),
                });
            }
            Fact::Subsided { event: name, .. } => {
                self.all.iter_mut().filter(|one| one.event == *name).for_each(|one| one.is_over = true);
            }
            _ => {}
        }
    }
}
