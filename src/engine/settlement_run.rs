//! From the trade to its settlement: the day it settles on, the settlement of a day, what fails and what that costs.

use std::collections::{BTreeMap, BTreeSet};

use super::accounts::cash;
use super::agenda::Due;
use super::telling::Telling;
use super::{Exchange, Fact, Reject};
use crate::domain::{AccountId, Day, Money, Symbol, TimeOfDay, Timestamp};
use crate::ledger::{Amount, Asset, Instruction, Obstacle, Unsettled};

/// What of the exchange's trades has not settled.
#[derive(Debug, Clone)]
pub(super) struct Settling {
    /// The trades themselves.
    pub(super) unsettled: Unsettled,
    /// Days on which something settles.
    runs: BTreeSet<Day>,
    /// Whose deliveries fail, for a reason outside the exchange, up to and with which day.
    blocked: BTreeMap<AccountId, Day>,
    /// The day of trading that runs, so that a trade does not ask the calendar.
    today: Option<TradeDay>,
}

/// A day of trading, and when its trades settle.
#[derive(Debug, Clone, Copy)]
struct TradeDay {
    from: Timestamp,
    until: Timestamp,
    day: Day,
    settles_on: Day,
}

impl Settling {
    pub(super) const fn new(venue: AccountId) -> Self {
        let unsettled = Unsettled::new(venue);
        Self { unsettled, runs: BTreeSet::new(), blocked: BTreeMap::new(), today: None }
    }

    /// The day of the trade that was opened last.
    pub(super) fn trade_day(&self) -> Option<Day> {
        self.today.map(|today| today.day)
    }
}

impl Exchange {
    /// The day on which a trade of now settles. Its settlement is put on the agenda.
    pub(super) fn settlement_day(&mut self, now: Timestamp) -> Day {
        if let Some(today) = self.settling.today.filter(|today| (today.from..today.until).contains(&now)) {
            return today.settles_on;
        }
        let calendar = &self.world.calendar;
        let midnight: TimeOfDay = "00:00".parse().expect("a fixed time of day");
        let day = calendar.day(now);
        let (from, until) = (calendar.instant(day, midnight), calendar.instant(day.plus_days(1), midnight));
        let settles_on = self.world.settlement.settles_on(day, calendar);
        self.settling.today = Some(TradeDay { from, until, day, settles_on });
        self.schedule_run(settles_on, now);
        settles_on
    }

    /// Puts the settlement of a day on the agenda, once.
    fn schedule_run(&mut self, day: Day, now: Timestamp) {
        if self.settling.runs.insert(day) {
            let at = self.world.calendar.instant(day, self.world.settlement.run.at);
            self.agenda.at(at.max(now), Due::Settlement { day });
        }
    }

    /// A participant's deliveries fail on so many settlement days from now on, for a reason outside the exchange; none
    /// ends what was said before.
    pub(super) fn fail_delivery(&mut self, account: AccountId, days: u32, out: &mut Telling) -> Result<(), Reject> {
        self.known_account(account)?;
        let calendar = &self.world.calendar;
        let today = calendar.day(out.now());
        let is_over = out.now() > calendar.instant(today, self.world.settlement.run.at);
        let first = calendar.business_day_from(today.plus_days(i32::from(is_over)));
        let until = days.checked_sub(1).map(|more| calendar.plus_business_days(first, more));
        match until {
            Some(until) => self.settling.blocked.insert(account, until),
            None => self.settling.blocked.remove(&account),
        };
        out.tell(Fact::DeliveriesBlocked { account, until_on: until });
        Ok(())
    }

    /// The settlement of a day: everything due settles in the order of trading. What cannot is told with its penalty, and
    /// tried again on the next business day.
    pub(super) fn settle_day(&mut self, day: Day, out: &mut Telling) {
        self.settling.runs.remove(&day);
        self.settling.today = None; // a later trade of this day may have to ask for another settlement
        let rules = &self.world.settlement;
        let (enforced_after, advances) = (rules.fails.enforced_after, rules.unsettled.payments);
        let Settling { unsettled, blocked, .. } = &mut self.settling;
        blocked.retain(|_, until| *until >= day);
        let delivers = |one: &Instruction| one.failed_days >= enforced_after || !blocked.contains_key(&one.seller);
        let mut settled = Vec::new();
        unsettled.settle(&self.ledger, day, delivers, advances, &mut settled);
        let due: Vec<Instruction> =
            unsettled.pending().iter().filter(|instruction| instruction.intended_on <= day).copied().collect();
        let obstacle = |one: &Instruction| unsettled.obstacle(&self.ledger, one, delivers, advances);
        let failed: Vec<(Instruction, Obstacle)> =
            due.into_iter().filter_map(|one| obstacle(&one).map(|obstacle| (one, obstacle))).collect();
        for instruction in settled {
            self.touch_unsettled(&instruction);
            let Instruction { trade, instrument, buyer, seller, quantity, amount, failed_days, .. } = instruction;
            let enforced = failed_days >= enforced_after;
            out.tell(Fact::Settled { trade, instrument, buyer, seller, quantity, amount, enforced });
        }
        let next_on = self.world.calendar.plus_business_days(day, 1);
        if !failed.is_empty() {
            self.schedule_run(next_on, out.now());
        }
        for (instruction, obstacle) in failed {
            self.tell_failure(&instruction, obstacle, next_on, out);
        }
    }

    /// A trade has not settled on a day on which it should: whoever fails pays the other side for it.
    fn tell_failure(&mut self, failed: &Instruction, obstacle: Obstacle, next_on: Day, out: &mut Telling) {
        let Instruction { trade, instrument, intended_on, .. } = *failed;
        let account = obstacle.whose();
        let counterparty = if account == failed.buyer { failed.seller } else { failed.buyer };
        let (reason, days) = (obstacle.code().to_owned(), failed.failed_days.saturating_add(1));
        out.tell(Fact::SettlementFailed {
            trade,
            instrument,
            account,
            counterparty,
            reason,
            intended_on,
            days,
            next_on,
        });
        let penalty = self.penalty(failed, obstacle);
        let amount = penalty.checked_add(failed.owed).expect("a small part of what was traded");
        let paid = amount.min(self.settled_cash(account));
        self.move_assets(account, counterparty, Asset::Cash, cash(paid)).expect("not more than is there");
        let owed = amount.checked_sub(paid).expect("the smaller of the two was paid");
        self.settling.unsettled.note_failure(trade, owed);
        out.tell(Fact::SettlementPenalty {
            trade,
            instrument,
            payer: account,
            payee: counterparty,
            penalty,
            paid,
            owed,
        });
    }

    /// What a failed day costs: a part of what the units are worth at the reference price, or of the cash that is due.
    fn penalty(&self, failed: &Instruction, obstacle: Obstacle) -> Money {
        let rules = &self.world.settlement;
        let penalty = match obstacle {
            Obstacle::Cash(_) => rules.penalty_for_cash(failed.amount),
            Obstacle::Delivery(_) | Obstacle::Units(_) => {
                let listing = &self.listings[&failed.instrument];
                let price = listing.market.reference().unwrap_or_default();
                let worth = Money::of(price, failed.quantity, listing.multiplier);
                worth.and_then(|worth| rules.penalty_for_units(listing.kind, worth))
            }
        };
        penalty.unwrap_or_default()
    }

    /// The cash that an account has free and settled: what may leave the market. Never below nothing.
    pub(super) fn settled_cash(&self, account: AccountId) -> Money {
        let free = self.ledger.balance(account, Asset::Cash).available.money();
        let incoming = self.settling.unsettled.of(account, Asset::Cash).incoming.money();
        free.checked_sub(incoming).map_or(Money::ZERO, |settled| settled.max(Money::ZERO))
    }

    /// Ends the deliveries of an instrument whose units are about to be paid back, so that none outlives its units. The
    /// buyers have them at once and are paid; what they owe for them settles on its day.
    pub(super) fn end_deliveries(&mut self, instrument: Symbol, out: &mut Telling) {
        let mut ended = Vec::new();
        self.settling.unsettled.end_deliveries(instrument, &mut ended);
        for instruction in ended {
            self.touch_unsettled(&instruction);
            let Instruction { trade, instrument, buyer, seller, quantity, .. } = instruction;
            out.tell(Fact::DeliveryEnded { trade, instrument, buyer, seller, quantity });
        }
    }

    /// What a trade has changed of what is unsettled is told with the balances.
    fn touch_unsettled(&mut self, instruction: &Instruction) {
        let units = Asset::Units(instruction.instrument);
        for account in [instruction.buyer, instruction.seller] {
            self.moved.extend([(account, Asset::Cash), (account, units)]);
        }
        self.moved.push((self.venue, Asset::Cash));
    }

    /// Whether an order may reserve this much: where the rules let only settled cash and units trade, what is on the way
    /// to the account must be left over. What it lacks altogether is for the ledger to say.
    pub(super) fn check_trading_use(&self, account: AccountId, asset: Asset, amount: Amount) -> Result<(), Reject> {
        let is_settled = self.world.settlement.unsettled.trading || self.leaves_unsettled(account, asset, amount);
        if is_settled { Ok(()) } else { Err(Reject::Unsettled(asset)) }
    }

    /// The same for cash that leaves the market.
    pub(super) fn check_payment(&self, account: AccountId, amount: Amount) -> Result<(), Reject> {
        let asset = Asset::Cash;
        let is_settled = self.world.settlement.unsettled.payments || self.leaves_unsettled(account, asset, amount);
        if is_settled { Ok(()) } else { Err(Reject::Unsettled(asset)) }
    }

    /// Whether taking this much leaves what is on the way to the account, or is for the ledger to refuse.
    pub(super) fn leaves_unsettled(&self, account: AccountId, asset: Asset, amount: Amount) -> bool {
        let free = self.ledger.balance(account, asset).available.parts();
        let left = free.saturating_sub(amount.parts());
        left < 0 || left >= self.settling.unsettled.of(account, asset).incoming.parts()
    }

    /// What of an account's asset is unsettled.
    pub(super) fn unsettled(&self, account: AccountId, asset: Asset) -> Amount {
        self.settling.unsettled.of(account, asset).net()
    }
}
