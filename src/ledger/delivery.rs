//! Delivery against payment: all that one trade moves, in one posting.

use super::{Amount, Asset, Ledger, Refusal, Reservation, ReservationId};
use crate::domain::{AccountId, Money, Quantity};

/// What one trade moves, out of what its two orders have reserved.
#[derive(Debug, Clone, Copy)]
pub struct Delivery {
    /// Holds the buyer's cash.
    pub cash: ReservationId,
    /// Holds the seller's units.
    pub units: ReservationId,
    /// Holds cash of the seller for a fee above its proceeds, where that can be.
    pub fee_reserve: Option<ReservationId>,
    /// What is delivered. Not negative.
    pub quantity: Quantity,
    /// What is paid for it. Not negative.
    pub amount: Money,
    /// What the buyer pays to the venue beside it. Not negative.
    pub buyer_fee: Money,
    /// What the seller pays to the venue: from the reserve for it, and the rest from what it has, proceeds included. Not negative.
    pub seller_fee: Money,
    /// Who takes the fees.
    pub venue: AccountId,
}

impl Ledger {
    /// Books one trade: units against cash, and both fees. Returns who has paid and who has delivered.
    ///
    /// No sum can leave its range here: what an account is given circulates already, and all that circulates is in range.
    ///
    /// # Errors
    /// [`Refusal::ExceedsReservation`] when less is held than is moved, [`Refusal::InsufficientFunds`] when the seller
    /// cannot pay its fee, and others of [`Refusal`]; nothing has changed.
    pub fn deliver(&mut self, delivery: &Delivery) -> Result<[AccountId; 2], Refusal> {
        let cash = self.reservations.get(delivery.cash)?;
        let units = self.reservations.get(delivery.units)?;
        let reserve = delivery.fee_reserve.map(|id| self.reservations.get(id).map(|held| (id, held))).transpose()?;
        self.account(delivery.venue).ok_or(Refusal::UnknownAccount)?;
        let (amount, quantity) = (delivery.amount.scaled(), i128::from(delivery.quantity.units()));
        let (buyer_fee, seller_fee) = (delivery.buyer_fee.scaled(), delivery.seller_fee.scaled());
        if amount < 0 || buyer_fee < 0 || seller_fee < 0 {
            return Err(Refusal::NegativeAmount);
        }
        if cash.remaining.parts() < amount + buyer_fee || units.remaining.parts() < quantity {
            return Err(Refusal::ExceedsReservation);
        }
        let reserved_fee = reserve.map_or(0, |(_, held)| held.remaining.parts().min(seller_fee));
        let proceeds = amount - (seller_fee - reserved_fee);
        let seller = self.account(units.account).ok_or(Refusal::UnknownAccount)?;
        if proceeds < 0 && seller.balance(Asset::Cash).available.parts() + proceeds < 0 {
            return Err(Refusal::InsufficientFunds);
        }
        self.spend(delivery.cash, cash, amount + buyer_fee);
        self.spend(delivery.units, units, quantity);
        if let Some((id, held)) = reserve {
            self.spend(id, held, reserved_fee);
        }
        self.credit(units.account, Asset::Cash, proceeds);
        self.credit(cash.account, units.asset, quantity);
        self.credit(delivery.venue, Asset::Cash, buyer_fee + seller_fee);
        Ok([cash.account, units.account])
    }

    /// Takes a part that is there out of a reservation.
    #[inline]
    fn spend(&mut self, id: ReservationId, held: Reservation, parts: i128) {
        if parts == 0 {
            return;
        }
        let account = &mut self.accounts[held.account.0 as usize];
        let spot = account.spot(held.asset);
        let mut balance = account.at(spot);
        balance.reserved = Amount::of_parts(balance.reserved.parts() - parts);
        account.put(spot, held.asset, balance);
        self.reservations.set_remaining(id, Amount::of_parts(held.remaining.parts() - parts));
    }

    /// Lets an account have an amount, or less than it had.
    #[inline]
    fn credit(&mut self, account: AccountId, asset: Asset, parts: i128) {
        if parts == 0 {
            return;
        }
        let account = &mut self.accounts[account.0 as usize];
        let spot = account.spot(asset);
        let mut balance = account.at(spot);
        balance.available = Amount::of_parts(balance.available.parts() + parts);
        account.put(spot, asset, balance);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Symbol;
    use crate::ledger::AccountKind;

    const PARTS: i128 = 10_000;

    /// A venue, and two traders with 100 euro and 100 units each.
    fn opened() -> (Ledger, [AccountId; 3], Asset) {
        let mut ledger = Ledger::new();
        let mut open = |name: &str, kind| ledger.open(name.parse().expect("a code"), kind);
        let [deposit, issuance] = [open("deposit", AccountKind::Deposit), open("issuance", AccountKind::Issuance)];
        let accounts = [
            open("venue", AccountKind::Exchange),
            open("one", AccountKind::Participant),
            open("two", AccountKind::Participant),
        ];
        let units = Asset::Units("CURA".parse::<Symbol>().expect("a symbol"));
        for trader in &accounts[1..] {
            ledger.transfer(deposit, *trader, Asset::Cash, Amount::of_parts(100 * PARTS)).expect("a deposit");
            ledger.transfer(issuance, *trader, units, Amount::of_parts(100)).expect("issued");
        }
        (ledger, accounts, units)
    }

    /// The same trade, one movement after the other.
    fn step_by_step(ledger: &mut Ledger, trade: &Delivery) -> Result<(), Refusal> {
        let buyer = ledger.reservation(trade.cash).ok_or(Refusal::UnknownReservation)?.account;
        let seller = ledger.reservation(trade.units).ok_or(Refusal::UnknownReservation)?.account;
        ledger.post(trade.cash, seller, trade.amount.into())?;
        ledger.post(trade.units, buyer, trade.quantity.into())?;
        ledger.post(trade.cash, trade.venue, trade.buyer_fee.into())?;
        let mut rest = Amount::from(trade.seller_fee);
        if let Some(reserve) = trade.fee_reserve {
            let held = ledger.reservation(reserve).ok_or(Refusal::UnknownReservation)?.remaining.min(rest);
            ledger.post(reserve, trade.venue, held)?;
            rest = rest.checked_sub(held).ok_or(Refusal::Overflow)?;
        }
        ledger.transfer(seller, trade.venue, Asset::Cash, rest)
    }

    proptest! {
        /// One posting moves what its movements would, also of a trade with oneself; what is refused changes nothing.
        #[test]
        fn one_posting_is_all_its_movements(
            (own, with_reserve) in any::<(bool, bool)>(),
            held in (0..=100_i128, 0..=100_i128, 0..=10_i128),
            (quantity, amount) in (0..=60_u64, 0..=60_i128),
            fees in (0..=20_i128, 0..=60_i128),
            leaves_nothing in any::<bool>(),
        ) {
            let (mut ledger, [venue, one, two], units) = opened();
            let seller = if own { one } else { two };
            let cash = ledger.reserve(one, Asset::Cash, Amount::of_parts(held.0 * PARTS / 2)).expect("covered");
            let delivers = ledger.reserve(seller, units, Amount::of_parts(held.1)).expect("covered");
            let fee = Amount::of_parts(held.2 * PARTS);
            let fee_reserve = with_reserve.then(|| ledger.reserve(seller, Asset::Cash, fee).expect("covered"));
            if leaves_nothing {
                let free = ledger.balance(seller, Asset::Cash).available;
                ledger.transfer(seller, venue, Asset::Cash, free).expect("free");
            }
            let euro = |parts: i128| Money::from_scaled(parts * PARTS);
            let trade = Delivery {
                cash,
                units: delivers,
                fee_reserve,
                quantity: Quantity::new(quantity),
                amount: euro(amount),
                buyer_fee: euro(fees.0),
                seller_fee: euro(fees.1),
                venue,
            };
            let (before, mut plain) = (ledger.clone(), ledger.clone());
            let expected = step_by_step(&mut plain, &trade);
            let done = ledger.deliver(&trade);
            prop_assert_eq!(done.map(|_| ()), expected);
            prop_assert_eq!(&ledger, if expected.is_ok() { &plain } else { &before });
            prop_assert!(ledger.totals().values().all(|total| total.is_zero()));
        }
    }
}
