//! Movements of the ledger, remembered so that each moved balance is told once at the end of the input.

use super::telling::Telling;
use super::{AssetName, Exchange, Fact, Held, Reject};
use crate::domain::{AccountId, Money};
use crate::ledger::{AccountKind, Amount, Asset, Balance, Delivery, Reservation, ReservationId};

/// How many of the balances that moved last are looked through before one more is noted: those of one order.
const RECENT: usize = 2;

impl Exchange {
    /// Tells an account that was just opened.
    pub(super) fn tell_account(&self, account: AccountId, out: &mut Telling) {
        let opened = self.ledger.account(account).expect("opened a moment ago");
        let (name, kind) = (opened.name().clone(), opened.kind());
        out.tell(Fact::AccountOpened { account, name, kind, investor: kind == AccountKind::Participant });
    }

    pub(super) fn move_assets(
        &mut self,
        from: AccountId,
        to: AccountId,
        asset: Asset,
        amount: Amount,
    ) -> Result<(), Reject> {
        self.ledger.transfer(from, to, asset, amount)?;
        self.note_moved(from, asset);
        self.note_moved(to, asset);
        Ok(())
    }

    pub(super) fn reserve(
        &mut self,
        account: AccountId,
        asset: Asset,
        amount: Amount,
    ) -> Result<ReservationId, Reject> {
        let reservation = self.ledger.reserve(account, asset, amount)?;
        self.note_moved(account, asset);
        Ok(reservation)
    }

    /// Pays a part of a reservation to another account.
    pub(super) fn pay_reserved(&mut self, from: ReservationId, to: AccountId, amount: Amount) {
        let posted = self.ledger.post(from, to, amount);
        let Reservation { account, asset, .. } = posted.expect("what an order may cost at most is reserved");
        self.note_moved(account, asset);
        self.note_moved(to, asset);
    }

    /// Books one trade.
    pub(super) fn exchange_assets(&mut self, delivery: &Delivery, units: Asset) {
        let moved = self.ledger.deliver(delivery);
        let [buyer, seller] = moved.expect("what an order may cost at most is reserved");
        let cash = Asset::Cash;
        let venue = delivery.venue;
        self.moved.extend([(buyer, cash), (buyer, units), (seller, cash), (seller, units), (venue, cash)]);
    }

    /// Makes a reservation hold exactly this much from now on.
    pub(super) fn resize(&mut self, reservation: ReservationId, amount: Amount) -> Result<(), Reject> {
        let Reservation { account, asset, .. } = self.ledger.resize(reservation, amount)?;
        self.note_moved(account, asset);
        Ok(())
    }

    /// Ends a reservation and gives back what it still held.
    pub(super) fn release(&mut self, reservation: ReservationId) -> Amount {
        let ended = self.ledger.void(reservation).expect("a reservation is released once");
        self.note_moved(ended.account, ended.asset);
        ended.remaining
    }

    /// Notes that a balance has moved. What has just moved is not noted again; the rest is for the end of the input.
    #[inline]
    pub(super) fn note_moved(&mut self, account: AccountId, asset: Asset) {
        if !self.moved.iter().rev().take(RECENT).any(|&noted| noted == (account, asset)) {
            self.moved.push((account, asset));
        }
    }

    /// Tells every balance that the input has moved, as it now stands.
    pub(super) fn tell_balances(&mut self, out: &mut Telling) {
        let mut moved = std::mem::take(&mut self.moved);
        if moved.len() > 1 {
            moved.sort_unstable();
            moved.dedup();
        }
        for &(account, asset) in &moved {
            let Balance { available, reserved } = self.ledger.balance(account, asset);
            let amounts = [available, reserved, self.unsettled(account, asset)];
            let [available, reserved, unsettled] = Held::of_each(asset, amounts);
            out.tell(Fact::Balance { account, asset: AssetName::of(asset), available, reserved, unsettled });
        }
        moved.clear();
        self.moved = moved;
    }
}

impl From<Reject> for super::GenesisError {
    fn from(reject: Reject) -> Self {
        Self::World(reject.to_string())
    }
}

/// Money as an amount of the ledger; both count in 1/10,000 of a euro.
pub(super) fn cash(money: Money) -> Amount {
    Amount::of_parts(money.scaled())
}
