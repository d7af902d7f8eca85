//! What was asked of the exchange, and by whose hand.

use serde::Serialize;
use serde_json::Value;

use super::sentences::Sentences;
use crate::domain::InputNumber;
use crate::engine::{Input, Source};

/// The command behind an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cause {
    /// The command's word in the journal: `enter`, `cancel`, `timer`, ..
    pub command: String,
    /// Whose hand: `driver`, `script`, `agent` or `outside`.
    pub source: &'static str,
}

impl Cause {
    pub(super) fn of(input: &Input) -> Self {
        let command = serde_json::to_value(&input.command).ok();
        let word = command.as_ref().and_then(|command| command.get("do")).and_then(Value::as_str);
        let source = match input.source {
            Source::Driver => "driver",
            Source::Script => "script",
            Source::Agent(_) => "agent",
            Source::Outside(_) => "outside",
        };
        Self { command: word.unwrap_or_default().to_owned(), source }
    }

    pub(super) fn tell(&self, number: InputNumber, out: &mut Sentences) {
        let (it, en) = match self.source {
            "driver" => ("dal calendario della simulazione", "by the timetable of the simulation"),
            "script" => ("dal copione dello scenario", "by the script of the scenario"),
            "agent" => ("da un partecipante simulato", "by a simulated participant"),
            _ => ("da una persona o da un programma", "by a person or a program"),
        };
        let word = &self.command;
        out.say(
            format!("Segue dall'input {number}, comando {word}, dato {it}."),
            format!("It follows from input {number}, command {word}, given {en}."),
        );
    }
}
