//! What a replay has told so far: the read models, and the events that were asked for, in sentences.

use serde_json::{Value, json};

use crate::domain::{Code, Language, Seq, Text, Timestamp};
use crate::engine::Event;
use crate::projection::{Chronicle, StatementLine, Views, statement_lines};

/// An event that was asked for.
pub(super) struct Line {
    seq: Seq,
    time: Timestamp,
    event: Value,
    told: Text,
}

impl Line {
    pub(super) fn json(&self) -> Value {
        json!({"event": self.event, "told": self.told})
    }

    pub(super) fn shown(&self, language: Language) -> String {
        let told = if language == Language::It { &self.told.it } else { &self.told.en };
        format!("{:>8}  {}  {told}\n", self.seq, self.time)
    }
}

/// What was heard.
pub(super) struct Heard {
    pub(super) views: Views,
    pub(super) lines: Vec<Line>,
    /// How the balances of the account that was asked for have moved.
    pub(super) statement: Vec<StatementLine>,
    account: Option<Code>,
    chronicle: Chronicle,
    asked: Option<(u64, u64)>,
    last: Seq,
}

impl Heard {
    pub(super) fn new(asked: Option<(u64, u64)>, account: Option<Code>) -> Self {
        let (views, chronicle) = (Views::default(), Chronicle::default());
        Self { views, lines: Vec::new(), statement: Vec::new(), account, chronicle, asked, last: Seq(0) }
    }

    /// Takes in what an input has told, on the way to the moment that was asked for.
    pub(super) fn hear(&mut self, told: &[Event]) {
        told.iter().for_each(|event| self.views.fold(event));
        if let Some(account) = self.account.as_ref().and_then(|name| self.views.accounts.named(name)) {
            self.statement.extend(statement_lines(told, account));
        }
        self.hear_on(told);
    }

    /// Takes in what came after that moment: the state stays.
    pub(super) fn hear_on(&mut self, told: &[Event]) {
        for event in told {
            self.chronicle.fold(event);
            self.last = event.seq;
            if self.asked.is_some_and(|(from, to)| from <= event.seq.0 && event.seq.0 <= to) {
                self.lines.push(Line {
                    seq: event.seq,
                    time: event.time,
                    event: serde_json::to_value(event).expect("an event has string keys only"),
                    told: self.chronicle.tell(event),
                });
            }
        }
    }

    /// Whether events are asked for that have not come yet.
    pub(super) fn wants_more(&self) -> bool {
        self.asked.is_some_and(|(_, to)| self.last.0 < to)
    }
}
