//! Many orders withdrawn at once: by their owner, by a lost connection, by the kill switch.

use std::collections::BTreeSet;

use super::telling::Telling;
use super::{Exchange, Fact, Reject};
use crate::domain::{AccountId, OrderId, Side, Symbol};
use crate::market::CancelReason;

/// Whom the kill switch holds.
#[derive(Debug, Clone, Default)]
pub(super) struct KillSwitch {
    all: bool,
    accounts: BTreeSet<AccountId>,
}

impl Exchange {
    /// Whether the kill switch lets an account send orders.
    pub(super) fn check_killed(&self, account: AccountId) -> Result<(), Reject> {
        let held = self.killed.all || self.killed.accounts.contains(&account);
        if held { Err(Reject::Killed) } else { Ok(()) }
    }

    /// Withdraws an account's orders, or those in an instrument or of a side. Those in a call that ends soon stay; where
    /// only such an instrument is asked about, it is refused.
    pub(super) fn cancel_all(
        &mut self,
        account: AccountId,
        (instrument, side): (Option<Symbol>, Option<Side>),
        reason: CancelReason,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        if let Some(instrument) = instrument {
            self.is_own(account, instrument)?;
            self.listings.get(&instrument).ok_or(Reject::UnknownInstrument(instrument))?;
            self.check_withdrawal(instrument)?;
        } else {
            self.known_account(account)?;
        }
        let open = self.open_orders(Some(account), instrument, side);
        let (bound, free): (Vec<_>, Vec<_>) =
            open.into_iter().partition(|(symbol, _)| self.check_withdrawal(*symbol).is_err());
        let (orders, left) = (count(&free), count(&bound));
        let word = reason.code().to_owned();
        out.tell(Fact::MassCanceled { account, instrument, side, orders, left, reason: word });
        self.withdraw(&free, reason, out);
        for (symbol, _) in free {
            self.count_message(account, self.seat(symbol)?);
        }
        Ok(())
    }

    /// Pulls the kill switch for an account, or for all.
    pub(super) fn kill(&mut self, account: Option<AccountId>, out: &mut Telling) -> Result<(), Reject> {
        let fresh = match account {
            Some(account) => {
                self.known_account(account)?;
                self.killed.accounts.insert(account)
            }
            None => !std::mem::replace(&mut self.killed.all, true),
        };
        if !fresh {
            return Err(Reject::KillState);
        }
        let open = self.open_orders(account, None, None);
        out.tell(Fact::Killed { account, orders: count(&open) });
        self.withdraw(&open, CancelReason::Killed, out);
        Ok(())
    }

    /// Releases the kill switch for an account; for all, also for those for whom it was pulled one by one.
    pub(super) fn restore(&mut self, account: Option<AccountId>, out: &mut Telling) -> Result<(), Reject> {
        let held = match account {
            Some(account) => self.killed.accounts.remove(&account),
            None => {
                let before = std::mem::take(&mut self.killed);
                before.all || !before.accounts.is_empty()
            }
        };
        if !held {
            return Err(Reject::KillState);
        }
        out.tell(Fact::Restored { account });
        Ok(())
    }

    /// Open orders by instrument, each instrument's by their numbers.
    fn open_orders(
        &self,
        account: Option<AccountId>,
        instrument: Option<Symbol>,
        side: Option<Side>,
    ) -> Vec<(Symbol, Vec<OrderId>)> {
        let asked = self.listings.iter().filter(|(symbol, _)| instrument.is_none_or(|asked| asked == **symbol));
        let orders = asked.map(|(&symbol, listing)| {
            let open = listing.market.open_orders();
            let own = open.filter(|order| account.is_none_or(|account| order.group == account.0));
            let wanted = own.filter(|order| side.is_none_or(|side| order.side == side));
            (symbol, wanted.map(|order| order.id).collect::<Vec<_>>())
        });
        orders.filter(|(_, orders)| !orders.is_empty()).collect()
    }

    /// Ends every order in an instrument.
    pub(super) fn withdraw_all(&mut self, instrument: Symbol, reason: CancelReason, out: &mut Telling) {
        let open = self.open_orders(None, Some(instrument), None);
        self.withdraw(&open, reason, out);
    }

    /// Ends what a company has open in its own units, because it may no longer buy them.
    pub(super) fn withdraw_own(&mut self, account: AccountId, instrument: Symbol, out: &mut Telling) {
        let open = self.open_orders(Some(account), Some(instrument), None);
        self.withdraw(&open, CancelReason::Withdrawn, out);
    }

    fn withdraw(&mut self, orders: &[(Symbol, Vec<OrderId>)], reason: CancelReason, out: &mut Telling) {
        for (symbol, orders) in orders {
            let mut happenings = Vec::with_capacity(orders.len());
            let listing = self.listings.get_mut(symbol).expect("an order stands in a listed instrument");
            listing.market.withdraw(orders, reason, &mut happenings).expect("they are open");
            self.settle(*symbol, &happenings, out);
        }
    }
}

fn count(orders: &[(Symbol, Vec<OrderId>)]) -> u64 {
    orders.iter().map(|(_, orders)| orders.len() as u64).sum()
}
