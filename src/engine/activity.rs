//! The order-to-trade limit: what an account sends in an instrument on a day, against what it trades.

use std::collections::BTreeMap;

use super::listings::Seat;
use super::{Exchange, Reject};
use crate::domain::{AccountId, Day};

/// What each account has sent and traded in one instrument on one day.
#[derive(Debug, Clone, Default)]
pub(super) struct DayActivity {
    day: Option<Day>,
    accounts: BTreeMap<AccountId, Activity>,
}

/// Orders, replaces and cancels that were accepted, and trades.
#[derive(Debug, Clone, Copy, Default)]
struct Activity {
    sent: u64,
    trades: u64,
}

impl DayActivity {
    /// The count of an account on this day; a new day begins at nothing.
    fn on(&mut self, day: Day, account: AccountId) -> &mut Activity {
        if self.day != Some(day) {
            self.day = Some(day);
            self.accounts.clear();
        }
        self.accounts.entry(account).or_default()
    }
}

impl Exchange {
    /// Whether an account may send one more order or replace in an instrument. Cancels count and are never refused.
    pub(super) fn check_order_to_trade(&self, account: AccountId, seat: Seat) -> Result<(), Reject> {
        let listing = &self.listings[seat];
        let Some(rule) = listing.market.rules().limits().and_then(|limits| limits.order_to_trade) else {
            return Ok(());
        };
        let activity = &listing.activity;
        let today = activity.day == Some(self.world.calendar.day(self.clock));
        let count = activity.accounts.get(&account).copied().filter(|_| today).unwrap_or_default();
        if rule.allows(count.sent, count.trades) { Ok(()) } else { Err(Reject::OrderToTrade) }
    }

    /// Counts an order, a replace or a cancel that was accepted.
    pub(super) fn count_message(&mut self, account: AccountId, seat: Seat) {
        if let Some(activity) = self.activity(account, seat) {
            activity.sent += 1;
        }
    }

    /// Counts a trade for both its accounts.
    pub(super) fn count_trade(&mut self, seat: Seat, accounts: [AccountId; 2]) {
        for account in accounts {
            if let Some(activity) = self.activity(account, seat) {
                activity.trades += 1;
            }
        }
    }

    /// The account's count of today, where the rules of the instrument ask for one.
    fn activity(&mut self, account: AccountId, seat: Seat) -> Option<&mut Activity> {
        let listing = &mut self.listings[seat];
        listing.market.rules().limits()?.order_to_trade?;
        let today = self.world.calendar.day(self.clock);
        Some(listing.activity.on(today, account))
    }
}
