//! The journal on disk, for long questions: they are answered by a fresh engine beside the exchange's thread.

use std::path::PathBuf;

use tokio::sync::{Mutex, Semaphore};

use super::board::Told;
use super::problem::Problem;
use crate::domain::{AccountId, Seq};
use crate::journal::{self, Explained};
use crate::projection::Views;

/// Questions that may wait at most: beyond it, callers are told to come back.
const WAITING: usize = 16;

/// What the exchange has written down, for whoever asks why.
#[derive(Debug)]
pub(super) struct Archive {
    journal: PathBuf,
    waiting: Semaphore,
    /// One replay at a time: it must not take the processors from the market.
    turn: Mutex<()>,
}

impl Archive {
    /// The archive of the journal at a path.
    pub(super) fn new(journal: PathBuf) -> Self {
        Self { journal, waiting: Semaphore::new(WAITING), turn: Mutex::new(()) }
    }

    /// The read models as they stood after these inputs, the first of the log among them.
    ///
    /// # Errors
    /// 503 when too many ask.
    pub(super) async fn views_after(&self, told: Vec<Told>) -> Result<Views, Problem> {
        let _place = self.waiting.try_acquire().map_err(|_| Problem::busy("many questions wait: come back"))?;
        let _turn = self.turn.lock().await;
        let folded = tokio::task::spawn_blocking(move || {
            let mut views = Views::default();
            told.iter().flat_map(|told| told.iter()).for_each(|event| views.fold(event));
            views
        });
        folded.await.map_err(|error| Problem::busy(format!("the log cannot be read now: {error}")))
    }

    /// Why an event that is durable happened, as the reader may know it; nothing when the journal has no such event.
    ///
    /// # Errors
    /// 503 when too many ask, or the journal cannot be read now.
    pub(super) async fn explain(&self, seq: Seq, reader: Option<AccountId>) -> Result<Option<Explained>, Problem> {
        let _place = self.waiting.try_acquire().map_err(|_| Problem::busy("many questions wait: come back"))?;
        let _turn = self.turn.lock().await;
        let path = self.journal.clone();
        let answer = tokio::task::spawn_blocking(move || {
            let bytes = std::fs::read(&path).map_err(|error| error.to_string())?;
            // What the exchange is just writing behind the last whole input is not asked for.
            let reading = journal::read(&bytes).map_err(|damage| damage.to_string())?;
            journal::explain(&reading.records, seq, reader).map_err(|difference| difference.to_string())
        });
        let answer = answer.await.map_err(|error| error.to_string()).and_then(|answer| answer);
        answer.map_err(|what| Problem::busy(format!("the journal cannot be replayed now: {what}")))
    }
}
