//! Trades on their way from the day of the trade to their settlement, and what of every balance hangs on them.
//!
//! Balances of the [`Ledger`] are those of the trade: units are there and cash is gone as soon as two orders have met.
//! This register says how much of a balance has not arrived, or not left, yet: **settled is what the ledger has less what
//! is incoming plus what is outgoing.** Whatever comes in on one account goes out of another, so that over all accounts
//! what is unsettled adds up to nothing. Amounts are gross: what one trade brings never hides what another takes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Amount, Asset, Ledger};
use crate::domain::{AccountId, Day, Money, Quantity, Symbol, TradeId};

/// One trade that has not settled: delivery against payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instruction {
    /// The trade.
    pub trade: TradeId,
    /// What is delivered.
    pub instrument: Symbol,
    /// Who receives the units.
    pub buyer: AccountId,
    /// Who delivers them.
    pub seller: AccountId,
    /// How many units are still to be delivered: none once they were paid back.
    pub quantity: Quantity,
    /// What the units cost, with the interest accrued.
    pub amount: Money,
    /// What the buyer pays to the exchange.
    pub buyer_fee: Money,
    /// What the seller pays to the exchange.
    pub seller_fee: Money,
    /// The day on which it should settle.
    pub intended_on: Day,
    /// On how many business days it has failed.
    pub failed_days: u32,
    /// Penalties of those days that could not be taken yet.
    pub owed: Money,
}

/// What of a balance has not settled. Neither is ever negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OnTheWay {
    /// What has been bought, or sold for, and has not come.
    pub incoming: Amount,
    /// What has been sold, or spent, and has not gone.
    pub outgoing: Amount,
}

impl OnTheWay {
    /// What is unsettled: incoming less outgoing. Total is settled and unsettled together.
    #[must_use]
    pub fn net(self) -> Amount {
        Amount::of_parts(self.incoming.parts() - self.outgoing.parts())
    }
}

/// Why a trade that is due does not settle, and whose failure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// The seller does not deliver, for a reason outside the exchange.
    Delivery(AccountId),
    /// The seller waits for the units itself.
    Units(AccountId),
    /// Somebody waits for the cash itself.
    Cash(AccountId),
}

impl Obstacle {
    /// Who fails.
    #[must_use]
    pub const fn whose(self) -> AccountId {
        match self {
            Self::Delivery(account) | Self::Units(account) | Self::Cash(account) => account,
        }
    }

    /// Its stable word.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Delivery(_) => "delivery",
            Self::Units(_) => "units",
            Self::Cash(_) => "cash",
        }
    }
}

/// One side of an instruction: what comes to an account, or leaves it.
type Leg = (AccountId, Asset, i128);

impl Instruction {
    /// What settles: to the seller cash less its fee, to the exchange the fees, to the buyer the units. Of a trade with
    /// oneself only the fees are left.
    fn legs(&self, venue: AccountId) -> [Leg; 5] {
        let units = i128::from(self.quantity.units());
        let (amount, fees) = (self.amount.scaled(), self.buyer_fee.scaled() + self.seller_fee.scaled());
        let asset = Asset::Units(self.instrument);
        if self.buyer == self.seller {
            let nothing = (self.buyer, asset, 0);
            return [(self.buyer, Asset::Cash, -fees), (venue, Asset::Cash, fees), nothing, nothing, nothing];
        }
        [
            (self.buyer, Asset::Cash, -amount - self.buyer_fee.scaled()),
            (self.seller, Asset::Cash, amount - self.seller_fee.scaled()),
            (venue, Asset::Cash, fees),
            (self.buyer, asset, units),
            (self.seller, asset, -units),
        ]
    }
}

/// Every trade that has not settled, in the order of trading, and what each account has on the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsettled {
    venue: AccountId,
    pending: Vec<Instruction>,
    accounts: Vec<Vec<(Asset, OnTheWay)>>,
}

impl Unsettled {
    /// A register without trades; fees settle with the account of the exchange.
    #[must_use]
    pub const fn new(venue: AccountId) -> Self {
        Self { venue, pending: Vec::new(), accounts: Vec::new() }
    }

    /// Every trade that has not settled, in the order of trading.
    #[must_use]
    pub fn pending(&self) -> &[Instruction] {
        &self.pending
    }

    /// What of a balance has not settled.
    #[must_use]
    pub fn of(&self, account: AccountId, asset: Asset) -> OnTheWay {
        let held = self.accounts.get(account.0 as usize);
        held.and_then(|held| held.iter().find(|(of, _)| *of == asset)).map_or_else(OnTheWay::default, |(_, way)| *way)
    }

    /// What an account has settled of an asset: what it owns by its trades, less what has not come, with what has not
    /// gone.
    #[must_use]
    pub fn settled(&self, ledger: &Ledger, account: AccountId, asset: Asset) -> Amount {
        let total = ledger.balance(account, asset).total();
        Amount::of_parts(total.parts().saturating_sub(self.of(account, asset).net().parts()))
    }

    /// What an account owns of an asset by the trades that should settle by the end of a day, in time or late.
    #[must_use]
    pub fn due_by(&self, ledger: &Ledger, asset: Asset, day: Day) -> BTreeMap<AccountId, Amount> {
        let mut later = BTreeMap::<AccountId, i128>::new();
        for instruction in self.pending.iter().filter(|instruction| instruction.intended_on > day) {
            let legs = instruction.legs(self.venue);
            for (account, _, change) in legs.into_iter().filter(|(_, of, _)| *of == asset) {
                *later.entry(account).or_default() += change;
            }
        }
        let of = |account: &super::Account| {
            let total = account.balance(asset).total().parts();
            let due = total.saturating_sub(later.get(&account.id()).copied().unwrap_or_default());
            (due != 0).then(|| (account.id(), Amount::of_parts(due)))
        };
        ledger.accounts().iter().filter_map(of).collect()
    }

    /// Takes in a trade. Trades come in their order, and none settles before an earlier one.
    pub fn open(&mut self, instruction: Instruction) {
        for leg in instruction.legs(self.venue) {
            self.count(leg);
        }
        self.pending.push(instruction);
    }

    /// Settles everything that is due on a day, or was due before it, as far as it can: in the order of trading, and
    /// again for those that others have waited for. `delivers` says whether a seller delivers, `advances` whether the
    /// exchange advances cash. What has settled is put into `settled`; what has not stays.
    pub fn settle(
        &mut self,
        ledger: &Ledger,
        day: Day,
        delivers: impl Fn(&Instruction) -> bool,
        advances: bool,
        settled: &mut Vec<Instruction>,
    ) {
        let mut pending = std::mem::take(&mut self.pending);
        loop {
            let before = pending.len();
            pending.retain(|instruction| {
                let is_due = instruction.intended_on <= day;
                if !is_due || self.obstacle(ledger, instruction, &delivers, advances).is_some() {
                    return true;
                }
                self.close(instruction);
                settled.push(*instruction);
                false
            });
            if pending.len() == before || pending.iter().all(|instruction| instruction.intended_on > day) {
                break;
            }
        }
        self.pending = pending;
    }

    /// What keeps a trade from settling now, if anything does.
    #[must_use]
    pub fn obstacle(
        &self,
        ledger: &Ledger,
        instruction: &Instruction,
        delivers: impl Fn(&Instruction) -> bool,
        advances: bool,
    ) -> Option<Obstacle> {
        if !instruction.quantity.is_zero() && !delivers(instruction) {
            return Some(Obstacle::Delivery(instruction.seller));
        }
        let lacks = |&(account, asset, change): &Leg| {
            change < 0 && self.settled(ledger, account, asset).parts().saturating_add(change) < 0
        };
        let legs = instruction.legs(self.venue);
        let lacking = legs.iter().filter(|(_, asset, _)| !advances || *asset != Asset::Cash).find(|leg| lacks(leg));
        lacking.map(|&(account, asset, _)| match asset {
            Asset::Cash => Obstacle::Cash(account),
            Asset::Units(_) => Obstacle::Units(account),
        })
    }

    /// Notes a failed day of a trade, with what is still owed of its penalties.
    pub fn note_failure(&mut self, trade: TradeId, owed: Money) {
        if let Some(instruction) = self.pending.iter_mut().find(|instruction| instruction.trade == trade) {
            instruction.failed_days = instruction.failed_days.saturating_add(1);
            instruction.owed = owed;
        }
    }

    /// Ends the delivery of an instrument's units, because they are about to be paid back: whoever has bought them has
    /// them at once, and only what it owes for them is left to settle. Puts the trades, as they were, into `ended`.
    pub fn end_deliveries(&mut self, instrument: Symbol, ended: &mut Vec<Instruction>) {
        let mut pending = std::mem::take(&mut self.pending);
        let delivers = |one: &&mut Instruction| one.instrument == instrument && !one.quantity.is_zero();
        for instruction in pending.iter_mut().filter(delivers) {
            ended.push(*instruction);
            self.close(instruction);
            instruction.quantity = Quantity::ZERO;
            for leg in instruction.legs(self.venue) {
                self.count(leg);
            }
        }
        self.pending = pending;
    }

    /// Takes a trade's legs off the accounts.
    fn close(&mut self, instruction: &Instruction) {
        for (account, asset, change) in instruction.legs(self.venue).into_iter().filter(|(.., change)| *change != 0) {
            let side = self.side(account, asset, change);
            *side = Amount::of_parts(side.parts() - change.abs());
        }
    }

    /// Adds a leg.
    #[inline]
    fn count(&mut self, (account, asset, change): Leg) {
        if change != 0 {
            let side = self.side(account, asset, change);
            *side = Amount::of_parts(side.parts() + change.abs());
        }
    }

    /// What of an account's asset a change of this sign adds to.
    #[inline]
    fn side(&mut self, account: AccountId, asset: Asset, change: i128) -> &mut Amount {
        let place = account.0 as usize;
        if place >= self.accounts.len() {
            self.accounts.resize_with(place + 1, Vec::new);
        }
        let held = &mut self.accounts[place];
        let at = held.iter().position(|(of, _)| *of == asset).unwrap_or_else(|| {
            held.push((asset, OnTheWay::default()));
            held.len() - 1
        });
        let way = &mut held[at].1;
        if change > 0 { &mut way.incoming } else { &mut way.outgoing }
    }
}
