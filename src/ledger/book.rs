//! The ledger itself: the verbs by which balances change.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::account::Spot;
use super::reservation::Reservations;
use super::{Account, AccountKind, Amount, Asset, Balance, Refusal, Reservation, ReservationId};
use crate::domain::{AccountId, Code};

/// All accounts and reservations. For every asset the balances add up to zero; see the room's own page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Ledger {
    pub(super) accounts: Vec<Account>,
    pub(super) reservations: Reservations,
}

impl Ledger {
    /// A ledger without accounts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Opens an empty account. Numbers count from 0 in the order of opening and are never used again.
    ///
    /// # Panics
    /// After 2^32 accounts.
    pub fn open(&mut self, name: Code, kind: AccountKind) -> AccountId {
        let id = AccountId(u32::try_from(self.accounts.len()).expect("fewer than 2^32 accounts"));
        self.accounts.push(Account::new(id, name, kind));
        id
    }

    /// Moves an amount from what one account has available to another. Nothing moves when the two are the same.
    ///
    /// # Errors
    /// See [`Refusal`]; nothing has changed.
    pub fn transfer(&mut self, from: AccountId, to: AccountId, asset: Asset, amount: Amount) -> Result<(), Refusal> {
        let giver = self.find(from)?;
        let taker = self.find(to)?;
        not_negative(amount)?;
        let (gives, takes) = (giver.spot(asset), taker.spot(asset));
        let left = giver.at(gives).less(amount, asset, giver.kind())?;
        if from == to || amount.is_zero() {
            return Ok(());
        }
        let got = taker.at(takes).plus(amount)?;
        self.put(from, gives, asset, left);
        self.put(to, takes, asset, got);
        Ok(())
    }

    /// Holds an amount back from what the account has available.
    ///
    /// # Errors
    /// See [`Refusal`]; nothing has changed.
    pub fn reserve(&mut self, account: AccountId, asset: Asset, amount: Amount) -> Result<ReservationId, Refusal> {
        let owner = self.find(account)?;
        not_negative(amount)?;
        let spot = owner.spot(asset);
        let held = owner.at(spot).less(amount, asset, owner.kind())?.holding(amount)?;
        if !self.reservations.has_room() {
            return Err(Refusal::Overflow);
        }
        if !amount.is_zero() {
            self.put(account, spot, asset, held);
        }
        Ok(self.reservations.insert(Reservation { account, asset, remaining: amount }))
    }

    /// Pays a part of a reservation to an account, which has it available at once. The rest stays held, even when
    /// nothing is left: a reservation ends by [`Self::void`] alone. Returns the reservation as it was.
    ///
    /// # Errors
    /// [`Refusal::ExceedsReservation`] when less is held, and others of [`Refusal`]; nothing has changed.
    pub fn post(&mut self, id: ReservationId, to: AccountId, amount: Amount) -> Result<Reservation, Refusal> {
        let before = self.reservations.get(id)?;
        let Reservation { account, asset, remaining } = before;
        let taker = self.find(to)?;
        not_negative(amount)?;
        let rest = remaining.checked_sub(amount).filter(|rest| !rest.is_negative());
        let rest = rest.ok_or(Refusal::ExceedsReservation)?;
        if amount.is_zero() {
            return Ok(before);
        }
        let minus = Amount::of_parts(-amount.parts());
        let takes = taker.spot(asset);
        if to == account {
            let balance = taker.at(takes).holding(minus)?.plus(amount)?;
            self.put(to, takes, asset, balance);
        } else {
            let got = taker.at(takes).plus(amount)?;
            let giver = self.find(account)?;
            let gives = giver.spot(asset);
            let held = giver.at(gives).holding(minus)?;
            self.put(account, gives, asset, held);
            self.put(to, takes, asset, got);
        }
        self.reservations.set_remaining(id, rest);
        Ok(before)
    }

    /// Ends a reservation: what it still held is available again. Returns the reservation as it was.
    ///
    /// # Errors
    /// [`Refusal::UnknownReservation`] when it has ended before; nothing has changed.
    pub fn void(&mut self, id: ReservationId) -> Result<Reservation, Refusal> {
        let before = self.resize(id, Amount::ZERO)?;
        self.reservations.remove(id);
        Ok(before)
    }

    /// Makes a reservation hold exactly `amount` from now on: takes the difference from what the account has
    /// available, or gives it back. Returns the reservation as it was.
    ///
    /// # Errors
    /// Refused whole when a larger amount is not available; nothing has changed.
    pub fn resize(&mut self, id: ReservationId, amount: Amount) -> Result<Reservation, Refusal> {
        let before = self.reservations.get(id)?;
        let Reservation { account, asset, remaining } = before;
        let owner = self.find(account)?;
        not_negative(amount)?;
        let more = amount.checked_sub(remaining).ok_or(Refusal::Overflow)?;
        if more.is_zero() {
            return Ok(before);
        }
        let spot = owner.spot(asset);
        let balance = owner.at(spot);
        let balance = if more.is_negative() {
            balance.plus(Amount::of_parts(-more.parts()))?
        } else {
            balance.less(more, asset, owner.kind())?
        };
        self.put(account, spot, asset, balance.holding(more)?);
        self.reservations.set_remaining(id, amount);
        Ok(before)
    }

    /// One account.
    #[must_use]
    pub fn account(&self, id: AccountId) -> Option<&Account> {
        self.accounts.get(id.0 as usize)
    }

    /// All accounts, by number.
    #[must_use]
    pub fn accounts(&self) -> &[Account] {
        &self.accounts
    }

    /// What an account holds of one asset; nothing when there is no such account.
    #[must_use]
    pub fn balance(&self, account: AccountId, asset: Asset) -> Balance {
        self.account(account).map(|account| account.balance(asset)).unwrap_or_default()
    }

    /// What a reservation holds, until it is released.
    #[must_use]
    pub fn reservation(&self, id: ReservationId) -> Option<Reservation> {
        self.reservations.get(id).ok()
    }

    /// All open reservations, in an order that depends on the history of calls alone.
    pub fn reservations(&self) -> impl Iterator<Item = (ReservationId, Reservation)> + '_ {
        self.reservations.iter()
    }

    /// The sum of all balances of each asset: zero each, or the ledger is broken.
    #[must_use]
    pub fn totals(&self) -> BTreeMap<Asset, Amount> {
        self.sums(|_| true)
    }

    /// How much of an asset is held outside the contra accounts: cash paid in, units issued.
    #[must_use]
    pub fn in_circulation(&self, asset: Asset) -> Amount {
        self.sums(|account| !account.kind().is_contra()).get(&asset).copied().unwrap_or_default()
    }

    fn sums(&self, counts: impl Fn(&Account) -> bool) -> BTreeMap<Asset, Amount> {
        let mut sums = BTreeMap::<Asset, Amount>::new();
        for (asset, balance) in self.accounts.iter().filter(|account| counts(account)).flat_map(Account::balances) {
            let sum = sums.entry(asset).or_default();
            *sum = Amount::of_parts(sum.parts().saturating_add(balance.total().parts()));
        }
        sums
    }

    fn find(&self, id: AccountId) -> Result<&Account, Refusal> {
        self.account(id).ok_or(Refusal::UnknownAccount)
    }

    /// Writes a balance at the spot of an account that `find` has just found.
    #[inline]
    fn put(&mut self, id: AccountId, spot: Spot, asset: Asset, balance: Balance) {
        self.accounts[id.0 as usize].put(spot, asset, balance);
    }
}

fn not_negative(amount: Amount) -> Result<(), Refusal> {
    if amount.is_negative() { Err(Refusal::NegativeAmount) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Money;

    fn euro(euro: i64) -> Amount {
        Money::euro(euro).into()
    }

    fn with_cash(cash: i64) -> (Ledger, AccountId, AccountId) {
        let mut ledger = Ledger::new();
        let code = |text: &str| text.parse::<Code>().expect("a code");
        let deposit = ledger.open(code("deposit"), AccountKind::Deposit);
        let one = ledger.open(code("one"), AccountKind::Participant);
        let two = ledger.open(code("two"), AccountKind::Participant);
        ledger.transfer(deposit, one, Asset::Cash, euro(cash)).expect("a deposit");
        (ledger, one, two)
    }

    #[test]
    fn a_reservation_is_drawn_down_and_the_rest_comes_back() {
        let (mut ledger, one, two) = with_cash(100);
        let id = ledger.reserve(one, Asset::Cash, euro(60)).expect("covered");
        assert_eq!(ledger.reserve(one, Asset::Cash, euro(41)), Err(Refusal::InsufficientFunds));
        ledger.post(id, two, euro(20)).expect("held");
        ledger.post(id, two, euro(15)).expect("held");
        assert_eq!(ledger.post(id, two, euro(26)), Err(Refusal::ExceedsReservation));
        assert_eq!(ledger.void(id).map(|ended| ended.remaining), Ok(euro(25)));
        assert_eq!(ledger.void(id), Err(Refusal::UnknownReservation));
        assert_eq!(ledger.balance(one, Asset::Cash), Balance { available: euro(65), reserved: Amount::ZERO });
        assert_eq!(ledger.balance(two, Asset::Cash).available, euro(35));
        assert_eq!(ledger.in_circulation(Asset::Cash), euro(100));
    }

    #[test]
    fn a_stale_number_does_not_reach_the_next_reservation() {
        let (mut ledger, one, _) = with_cash(100);
        let first = ledger.reserve(one, Asset::Cash, euro(10)).expect("covered");
        ledger.void(first).expect("open");
        let second = ledger.reserve(one, Asset::Cash, euro(20)).expect("covered");
        assert_ne!(first, second);
        assert_eq!(ledger.void(first), Err(Refusal::UnknownReservation));
        assert_eq!(ledger.reservation(second).map(|held| held.remaining), Some(euro(20)));
    }

    #[test]
    fn a_resize_is_whole_or_not_at_all() {
        let (mut ledger, one, _) = with_cash(100);
        let id = ledger.reserve(one, Asset::Cash, euro(60)).expect("covered");
        let before = ledger.clone();
        assert_eq!(ledger.resize(id, euro(101)), Err(Refusal::InsufficientFunds));
        assert_eq!(ledger, before);
        ledger.resize(id, euro(100)).expect("just covered");
        ledger.resize(id, euro(5)).expect("less");
        assert_eq!(ledger.balance(one, Asset::Cash), Balance { available: euro(95), reserved: euro(5) });
    }

    #[test]
    fn a_trade_with_oneself_moves_nothing_but_what_was_held() {
        let (mut ledger, one, _) = with_cash(100);
        let id = ledger.reserve(one, Asset::Cash, euro(60)).expect("covered");
        ledger.post(id, one, euro(60)).expect("held");
        assert_eq!(ledger.balance(one, Asset::Cash).available, euro(100));
        assert_eq!(ledger.void(id).map(|ended| ended.remaining), Ok(Amount::ZERO));
    }

    #[test]
    fn units_come_from_the_issuance_account_alone() {
        let (mut ledger, one, two) = with_cash(0);
        let units = Asset::Units("CURA".parse().expect("a symbol"));
        let issuance = ledger.open("issuance-cura".parse().expect("a code"), AccountKind::Issuance);
        assert_eq!(ledger.transfer(one, two, units, Amount::of_parts(1)), Err(Refusal::InsufficientUnits));
        ledger.transfer(issuance, two, units, Amount::of_parts(7)).expect("issued");
        assert_eq!(ledger.in_circulation(units), Amount::of_parts(7));
        assert_eq!(ledger.totals().get(&units), Some(&Amount::ZERO));
        assert_eq!(ledger.transfer(two, one, units, Amount::of_parts(-1)), Err(Refusal::NegativeAmount));
        assert_eq!(ledger.transfer(AccountId(99), one, units, Amount::ZERO), Err(Refusal::UnknownAccount));
    }

    #[test]
    fn a_snapshot_reads_back() {
        let (mut ledger, one, _) = with_cash(100);
        ledger.reserve(one, Asset::Cash, euro(60)).expect("covered");
        let text = serde_json::to_string(&ledger).expect("serializes");
        assert_eq!(serde_json::from_str::<Ledger>(&text).expect("reads back"), ledger);
    }
}
