//! Finds the input behind an event in a journal, and asks why.

use super::{Difference, Record, Replay};
use crate::domain::{AccountId, Seq};
use crate::engine::{Event, Explanation};

/// An event, everything that its input told, and why it happened.
#[derive(Debug, Clone)]
pub struct Explained {
    /// What the input told, in order.
    pub told: Vec<Event>,
    /// Why the event happened.
    pub explanation: Explanation,
}

/// Explains one event of a journal: its inputs are played again up to the one that told it. Nothing when the journal
/// has no such event. For a `reader`, see [`Explanation::of`].
///
/// # Errors
/// [`Difference`] when this engine tells other events than the one that wrote the journal.
pub fn explain(records: &[Record], seq: Seq, reader: Option<AccountId>) -> Result<Option<Explained>, Difference> {
    let mut replay = Replay::open(records)?;
    let mut inputs = 1;
    while replay.exchange().last_seq() < seq && replay.step()? {
        inputs += 1;
    }
    let told = replay.told().to_vec();
    let Some(record) = records.get(inputs - 1).filter(|_| told.iter().any(|event| event.seq == seq)) else {
        return Ok(None);
    };
    let before = match inputs {
        1 => None,
        _ => {
            let mut again = Replay::open(records)?;
            for _ in 2..inputs {
                again.step()?;
            }
            Some(again)
        }
    };
    let before = before.as_ref().map(Replay::exchange);
    let explanation = Explanation::of(before, &record.input, seq, reader);
    Ok(explanation.map(|explanation| Explained { told, explanation }))
}
