//! Movements of the ledger, remembered so that each moved balance is told once at the end of the input.

use super::telling::Telling;
use super::{AssetName, Exchange, Fact, Held, Reject};
use crate::domain::{AccountId, Money};
use crate::ledger::{AccountKind, Amount, Asset, ReservationId};

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
        self.moved.extend([(from, asset), (to, asset)]);
        Ok(())
    }

    pub(super) fn reserve(
        &mut self,
        account: AccountId,
        asset: Asset,
        amount: Amount,
    ) -> Result<ReservationId, Reject> {
        let reservation = self.ledger.reserve(account, asset, amount)?;
        self.moved.push((account, asset));
        Ok(reservation)
    }

    /// Pays a part of a reservation to another account.
    pub(super) fn pay_reserved(&mut self, from: ReservationId, to: AccountId, amount: Amount) {
        let reserved = self.ledger.reservation(from).expect("a reservation lives as long as its order");
        self.ledger.post(from, to, amount).expect("what an order may cost at most is reserved when it enters");
        self.moved.extend([(reserved.account, reserved.asset), (to, reserved.asset)]);
    }

    /// Makes a reservation hold exactly this much from now on.
    pub(super) fn resize(&mut self, reservation: ReservationId, amount: Amount) -> Result<(), Reject> {
        let reserved = self.ledger.reservation(reservation).expect("a reservation lives as long as its order");
        self.ledger.resize(reservation, amount)?;
        self.moved.push((reserved.account, reserved.asset));
        Ok(())
    }

    /// Ends a reservation and gives back what it still held.
    pub(super) fn release(&mut self, reservation: ReservationId) -> Amount {
        let reserved = self.ledger.reservation(reservation).expect("a reservation lives as long as its order");
        self.moved.push((reserved.account, reserved.asset));
        self.ledger.void(reservation).expect("a reservation is released once")
    }

    /// Tells every balance that the input has moved, as it now stands.
    pub(super) fn tell_balances(&mut self, out: &mut Telling) {
        let mut moved = std::mem::take(&mut self.moved);
        moved.sort_unstable();
        moved.dedup();
        for &(account, asset) in &moved {
            let balance = self.ledger.balance(account, asset);
            out.tell(Fact::Balance {
                account,
                asset: AssetName::of(asset),
                available: Held::of(asset, balance.available),
                reserved: Held::of(asset, balance.reserved),
                unsettled: Held::of(asset, self.unsettled(account, asset)),
            });
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
