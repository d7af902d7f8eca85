//! Who is entitled to what an instrument pays: record days and ex days.

use super::Exchange;
use crate::domain::{AccountId, Day, Quantity, Symbol, TimeOfDay, Timestamp};
use crate::ledger::{AccountKind, Amount, Asset};

impl Exchange {
    /// The day whose end decides who is paid on `paid_on`: the business day before it.
    pub(super) fn record_day(&self, paid_on: Day) -> Day {
        self.world.settlement.record_day(paid_on, &self.world.calendar)
    }

    /// When a payment of this day is made: at its midnight, or at that of the next business day. By then everything that
    /// settles by the record day has settled, and nothing of the day itself.
    pub(super) fn payment_at(&self, paid_on: Day) -> Timestamp {
        let calendar = &self.world.calendar;
        let midnight: TimeOfDay = "00:00".parse().expect("a fixed time of day");
        calendar.instant(calendar.business_day_from(paid_on), midnight)
    }

    /// The investors who are entitled to what an instrument pays, by account, with the units for which each is: those
    /// that it has settled at the end of the record day, reserved ones included. A trade that should have settled by then
    /// and has failed counts as settled: its buyer is paid, and its seller is not (the market claim).
    ///
    /// Ask after the settlement of the record day and before the next one: at [`Self::payment_at`] of the payment.
    pub(super) fn entitled(&self, instrument: Symbol, record_on: Day) -> Vec<(AccountId, Quantity)> {
        let asset = Asset::Units(instrument);
        let held = self.settling.unsettled.due_by(&self.ledger, asset, record_on).into_iter();
        let investors = held.filter(|&(account, _)| {
            self.ledger.account(account).is_some_and(|known| known.kind() == AccountKind::Participant)
        });
        investors.filter_map(|(account, units)| Some((account, units.quantity()?))).collect()
    }

    /// Units of an instrument that are in circulation and not its company's own by the end of a record day: those to which
    /// profits and options go, in proportion (art. 2357-ter c.c., second paragraph).
    pub(super) fn with_rights(&self, issuer: AccountId, instrument: Symbol, record_on: Day) -> Option<Quantity> {
        let asset = Asset::Units(instrument);
        let held = self.settling.unsettled.due_by(&self.ledger, asset, record_on);
        let own = held.get(&issuer).copied().unwrap_or(Amount::ZERO);
        self.ledger.in_circulation(asset).checked_sub(own)?.quantity()
    }
}
