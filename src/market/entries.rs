//! The market as it stood whenever an order entered in the middle of a command: for whoever explains afterwards.
//!
//! Nobody keeps it while trading: it is asked for on a copy of the market, before a command is played again.

use super::market::Market;
use crate::domain::OrderId;

/// What a market keeps of the entries of one command.
#[derive(Debug, Clone, Default)]
pub(super) struct Entries(Vec<(OrderId, Market)>);

impl Market {
    /// Keeps from now on how the market stands whenever a stop that was set off enters, or an order that follows the book.
    pub fn keep_entries(&mut self) {
        self.entries = Some(Box::default());
    }

    /// How the market stood when an order entered in the middle of a command for the so many-th time, from 1; nothing
    /// when it did not, or nobody had asked for it to be kept.
    #[must_use]
    pub fn at_entry(&self, order: OrderId, time: usize) -> Option<&Self> {
        let Entries(kept) = self.entries.as_deref()?;
        let mut own = kept.iter().filter(|(id, _)| *id == order);
        own.nth(time.checked_sub(1)?).map(|(_, market)| market)
    }

    /// An order is about to enter in the middle of a command.
    pub(super) fn note_entry(&mut self, order: OrderId) {
        if let Some(mut entries) = self.entries.take() {
            entries.0.push((order, self.clone()));
            self.entries = Some(entries);
        }
    }
}
