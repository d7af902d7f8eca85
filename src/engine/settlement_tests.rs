//! From trade to settlement: what must hold at every number of the log, and worked cases of single days.

use proptest::prelude::*;

use super::phase_tests::{limit, refused, symbol};
use super::properties::{Floor, Wish, shipped, wish};
use super::{Command, Event, Fact};
use crate::domain::{AccountId, Code, Day, Money, Price, Quantity, Side, TradingPhase};
use crate::ledger::{AccountKind, Amount, Asset};

/// A share that trades continuously all day.
const SHARE: &str = "PASSO";

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn money(text: &str) -> Money {
    text.parse().expect("money")
}

impl Floor {
    /// What must hold of settled and unsettled between two inputs.
    pub(super) fn check_settlement(&self) {
        let (ledger, unsettled) = (&self.exchange.ledger, &self.exchange.settling.unsettled);
        let mut sums = std::collections::BTreeMap::<Asset, i128>::new();
        let mut ways = std::collections::BTreeMap::<(AccountId, Asset), i128>::new();
        for one in unsettled.pending() {
            let units = i128::from(one.quantity.units());
            let (fees, amount) = (one.buyer_fee.scaled() + one.seller_fee.scaled(), one.amount.scaled());
            let mut add = |account, asset, change: i128| *ways.entry((account, asset)).or_default() += change;
            add(one.buyer, Asset::Cash, -amount - one.buyer_fee.scaled());
            add(one.seller, Asset::Cash, amount - one.seller_fee.scaled());
            add(self.exchange.venue, Asset::Cash, fees);
            add(one.buyer, Asset::Units(one.instrument), units);
            add(one.seller, Asset::Units(one.instrument), -units);
        }
        for account in ledger.accounts() {
            for (asset, balance) in account.balances() {
                let way = unsettled.of(account.id(), asset);
                assert!(!way.incoming.is_negative() && !way.outgoing.is_negative(), "{} {asset}", account.name());
                let expected = ways.get(&(account.id(), asset)).copied().unwrap_or_default();
                assert_eq!(way.net().parts(), expected, "{} {asset}", account.name());
                *sums.entry(asset).or_default() += way.net().parts();
                let settled = unsettled.settled(ledger, account.id(), asset);
                assert_eq!(settled.parts() + way.net().parts(), balance.total().parts());
                let may_owe = account.kind() != AccountKind::Participant;
                assert!(may_owe || !settled.is_negative(), "{} has settled {settled} of {asset}", account.name());
                let name = super::AssetName::of(asset).to_string();
                let seen = self.views.accounts.holding(account.id(), &name).map(|holding| holding.unsettled.clone());
                let text = match asset {
                    Asset::Cash => way.net().money().to_string(),
                    Asset::Units(_) => way.net().parts().to_string(),
                };
                assert_eq!(seen.unwrap_or_else(|| "0".to_owned()), text, "{} {asset}", account.name());
            }
        }
        assert!(sums.values().all(|sum| *sum == 0), "what is unsettled adds up to nothing: {sums:?}");
    }

    pub(super) fn investor_with(&mut self, name: &str, cash: Money, units: &[(&str, u64)]) -> AccountId {
        let investor: Code = name.parse().expect("a name");
        let units = units.iter().map(|(what, units)| (symbol(what), Quantity::new(*units))).collect();
        self.apply(Command::Allot { investor: investor.clone(), cash, units });
        self.exchange.investor(&investor).expect("it was opened")
    }

    /// Plays timers until the first of these events; all that the last of them told.
    pub(super) fn until(&mut self, mut found: impl FnMut(&Event) -> bool) -> Vec<Event> {
        for _ in 0..20_000 {
            let due = self.exchange.next_due().expect("the agenda goes on");
            let events = self.apply(Command::Timer { due: due.number, draw: 0 });
            if events.iter().any(&mut found) {
                return events;
            }
        }
        panic!("it never happened");
    }

    /// Plays timers until a share trades continuously on a day.
    fn open_on(&mut self, instrument: &str, wanted: &str) {
        let wanted = day(wanted);
        while self.today() < wanted
            || self.exchange.listings[&symbol(instrument)].market.phase() != TradingPhase::Continuous
        {
            let due = self.exchange.next_due().expect("the agenda goes on");
            self.apply(Command::Timer { due: due.number, draw: 0 });
        }
        assert_eq!(self.today(), wanted, "{instrument} trades on this day");
    }

    fn today(&self) -> Day {
        self.exchange.world.calendar.day(self.exchange.clock())
    }

    /// The next day on which something settles, settled; all that was told.
    fn settle_next(&mut self) -> Vec<Event> {
        self.until(|event| matches!(event.fact, Fact::Settled { .. } | Fact::SettlementFailed { .. }))
    }

    pub(super) fn settled(&self, account: AccountId, asset: Asset) -> Amount {
        self.exchange.settling.unsettled.settled(&self.exchange.ledger, account, asset)
    }

    fn unsettled_units(&self, account: AccountId, instrument: &str) -> i128 {
        self.exchange.settling.unsettled.of(account, Asset::Units(symbol(instrument))).net().parts()
    }
}

/// The exercise on a Wednesday with an empty book, and a share in continuous trading.
fn empty() -> Floor {
    emptied(Floor::open())
}

fn emptied(mut floor: Floor) -> Floor {
    floor.apply(Command::Kill { account: None });
    floor.apply(Command::Restore { account: None });
    floor
}

fn reference(floor: &Floor) -> Price {
    floor.exchange.listings[&symbol(SHARE)].market.reference().expect("an offer price at least")
}

/// Sells units from one to the other at the reference price, alone in the book; the day on which they settle.
fn trade(floor: &mut Floor, seller: AccountId, buyer: AccountId, units: u64) -> Day {
    let price = reference(floor);
    let mut told = Vec::new();
    for (account, side) in [(seller, Side::Sell), (buyer, Side::Buy)] {
        told = floor.apply(Command::Enter { account, order: limit(symbol(SHARE), side, price, units) });
        assert_eq!(refused(&told), None);
    }
    floor.check();
    let settles = told.iter().find_map(|event| match event.fact {
        Fact::Traded { buyer: to, seller: from, settles_on, .. } if (from, to) == (seller, buyer) => Some(settles_on),
        _ => None,
    });
    settles.expect("the two have met")
}

#[test]
fn a_trade_settles_two_business_days_later_and_says_so_before() {
    let mut floor = empty();
    floor.open_on(SHARE, "2026-10-15"); // a Thursday: Friday, and over the weekend Monday
    let mut floor = emptied(floor);
    let seller = floor.investor_with("case-seller", Money::ZERO, &[(SHARE, 100)]);
    let buyer = floor.investor_with("case-buyer", Money::euro(10_000), &[]);
    assert_eq!(trade(&mut floor, seller, buyer, 100), day("2026-10-19"));
    let share = Asset::Units(symbol(SHARE));
    assert_eq!((floor.unsettled_units(buyer, SHARE), floor.unsettled_units(seller, SHARE)), (100, -100));
    assert_eq!(floor.settled(buyer, share), Amount::ZERO);
    assert_eq!(floor.settled(seller, share), Amount::of_parts(100));
    assert_eq!(floor.settled(buyer, Asset::Cash).money(), Money::euro(10_000));
    assert_eq!(floor.settled(seller, Asset::Cash).money(), Money::ZERO);
    let told = floor.until(|event| matches!(event.fact, Fact::Settled { buyer: to, .. } if to == buyer));
    floor.check();
    assert_eq!(told[0].time.to_string(), "2026-10-19T14:00:00.000000000Z"); // 16:00 in Torino
    assert!(floor.exchange.settling.unsettled.pending().is_empty());
    assert_eq!(floor.settled(buyer, share), Amount::of_parts(100));
    let cash = floor.exchange.ledger.balance(seller, Asset::Cash).available;
    assert_eq!(floor.settled(seller, Asset::Cash), cash);
    assert!(!cash.is_zero());
}

#[test]
fn over_easter_and_over_the_switch_to_one_day() {
    let mut floor = Floor::play(shipped(), "2027-03-24T12:00:00Z");
    let seller = floor.investor_with("case-seller", Money::ZERO, &[(SHARE, 1_000)]);
    let buyer = floor.investor_with("case-buyer", Money::euro(100_000), &[]);
    let mut on = |wanted: &str, settles: &str| {
        floor.open_on(SHARE, wanted);
        floor.apply(Command::Kill { account: None });
        floor.apply(Command::Restore { account: None });
        assert_eq!(trade(&mut floor, seller, buyer, 10), day(settles), "{wanted}");
    };
    on("2027-03-25", "2027-03-31"); // Thursday before Good Friday
    on("2027-03-30", "2027-04-01"); // Tuesday after Easter Monday
}

#[test]
fn the_last_trade_of_a_longer_cycle_and_the_first_of_a_shorter_settle_together() {
    let mut world = shipped();
    world.settlement.cycles[1].from = day("2026-10-19"); // a Monday, as 11 October 2027 is
    let mut floor = Floor::play(world, "2026-10-16T06:00:00Z");
    let seller = floor.investor_with("case-seller", Money::ZERO, &[(SHARE, 100)]);
    let middle = floor.investor_with("case-middle", Money::euro(10_000), &[]);
    let buyer = floor.investor_with("case-buyer", Money::euro(10_000), &[]);
    floor.open_on(SHARE, "2026-10-16");
    let mut floor = emptied(floor);
    assert_eq!(trade(&mut floor, seller, middle, 100), day("2026-10-20"));
    floor.open_on(SHARE, "2026-10-19");
    let mut floor = emptied(floor);
    // What was bought on Friday is sold on Monday, before it has settled: both settle on Tuesday, in their order.
    assert_eq!(trade(&mut floor, middle, buyer, 100), day("2026-10-20"));
    let told = floor.settle_next();
    let told = if told.iter().any(|event| concerns(event, middle)) { told } else { floor.settle_next() };
    floor.check();
    let settled: Vec<AccountId> = told
        .iter()
        .filter_map(|event| match event.fact {
            Fact::Settled { buyer, seller, .. } if [buyer, seller].contains(&middle) => Some(buyer),
            _ => None,
        })
        .collect();
    assert_eq!((settled, floor.today()), (vec![middle, buyer], day("2026-10-20")));
}

fn concerns(event: &Event, account: AccountId) -> bool {
    matches!(event.fact, Fact::Settled { buyer, seller, .. } if [buyer, seller].contains(&account))
}

#[test]
fn a_failed_delivery_costs_a_penalty_a_day_and_holds_up_who_has_sold_on() {
    let mut floor = empty();
    let seller = floor.investor_with("case-seller", Money::euro(1_000), &[(SHARE, 50_000)]);
    let middle = floor.investor_with("case-middle", Money::euro(1_000_000), &[]);
    let buyer = floor.investor_with("case-buyer", Money::euro(1_000_000), &[]);
    assert_eq!(trade(&mut floor, seller, middle, 40_000), day("2026-10-16"));
    assert_eq!(trade(&mut floor, middle, buyer, 40_000), day("2026-10-16"));
    let told = floor.apply(Command::FailDelivery { account: seller, days: 4 });
    assert!(
        matches!(told[0].fact, Fact::DeliveriesBlocked { until_on: Some(until), .. } if until == day("2026-10-19"))
    );
    let price = reference(&floor);
    // 25 millionths of what 40,000 units are worth, half a cent up.
    let cents = (price.scaled() * 40_000 * 25 + 50_000_000) / 100_000_000;
    let penalty = Money::from_scaled(i128::from(cents) * 100);
    assert!(penalty >= money("0.01"));
    let cash = |floor: &Floor, account| floor.exchange.ledger.balance(account, Asset::Cash).total().money();
    let before = [seller, middle, buyer].map(|account| cash(&floor, account));
    for (failed_on, days) in [("2026-10-16", 1), ("2026-10-19", 2)] {
        let told = floor.until(|event| matches!(event.fact, Fact::SettlementFailed { .. }));
        assert_eq!(floor.today(), day(failed_on));
        let failed: Vec<_> = told
            .iter()
            .filter_map(|event| match &event.fact {
                Fact::SettlementFailed { account, counterparty, reason, days, .. } => {
                    Some((*account, *counterparty, reason.as_str(), *days))
                }
                _ => None,
            })
            .collect();
        assert_eq!(failed, [(seller, middle, "delivery", days), (middle, buyer, "units", days)]);
        for event in &told {
            if let Fact::SettlementPenalty { penalty: of_day, paid, owed, .. } = event.fact {
                assert_eq!((of_day, paid, owed), (penalty, penalty, Money::ZERO));
            }
        }
        floor.check();
    }
    // On Tuesday nothing holds it up any more: the whole chain settles.
    let told = floor.settle_next();
    assert_eq!(floor.today(), day("2026-10-20"));
    assert!(!told.iter().any(|event| matches!(event.fact, Fact::SettlementFailed { .. })));
    floor.check();
    let twice = penalty.checked_add(penalty).expect("small");
    let after = [seller, middle, buyer].map(|account| cash(&floor, account));
    assert_eq!(after[0].checked_add(twice), Some(before[0]));
    assert_eq!(after[1], before[1], "what the middle pays it has received");
    assert_eq!(before[2].checked_add(twice), Some(after[2]));
    assert_eq!(floor.settled(buyer, Asset::Units(symbol(SHARE))), Amount::of_parts(40_000));
}

#[test]
fn after_so_many_days_the_exchange_delivers_itself() {
    let mut floor = empty();
    floor.exchange.world.settlement.fails.enforced_after = 2;
    let seller = floor.investor_with("case-seller", Money::ZERO, &[(SHARE, 100)]);
    let buyer = floor.investor_with("case-buyer", Money::euro(10_000), &[]);
    trade(&mut floor, seller, buyer, 100);
    floor.apply(Command::FailDelivery { account: seller, days: 200 });
    for _ in 0..2 {
        floor.until(|event| matches!(event.fact, Fact::SettlementFailed { .. }));
    }
    let told = floor.settle_next();
    assert!(
        told.iter().any(|event| matches!(event.fact, Fact::Settled { buyer: to, enforced: true, .. } if to == buyer))
    );
    floor.check();
    let told = floor.apply(Command::FailDelivery { account: seller, days: 0 });
    assert!(matches!(told[0].fact, Fact::DeliveriesBlocked { until_on: None, .. }));
}

#[test]
fn a_penalty_that_cannot_be_paid_is_owed_until_the_cash_is_there() {
    let mut floor = empty();
    let seller = floor.investor_with("case-seller", Money::ZERO, &[(SHARE, 50_000)]);
    let buyer = floor.investor_with("case-buyer", Money::euro(1_000_000), &[]);
    trade(&mut floor, seller, buyer, 50_000);
    floor.apply(Command::FailDelivery { account: seller, days: 4 });
    let mut owed_before = Money::ZERO;
    for _ in 0..2 {
        let told = floor.until(|event| matches!(event.fact, Fact::SettlementFailed { .. }));
        let of_seller = told.iter().find_map(|event| match event.fact {
            Fact::SettlementPenalty { payer, penalty, paid, owed, .. } if payer == seller => {
                Some((penalty, paid, owed))
            }
            _ => None,
        });
        let (penalty, paid, owed) = of_seller.expect("told");
        assert_eq!(paid, Money::ZERO, "the proceeds have not settled, and there is nothing else");
        assert_eq!(owed_before.checked_add(penalty), Some(owed));
        owed_before = owed;
        floor.check();
    }
}

#[test]
fn where_only_what_has_settled_may_trade_the_rest_waits() {
    let mut floor = empty();
    floor.exchange.world.settlement.unsettled.trading = false;
    let seller = floor.investor_with("case-seller", Money::euro(5), &[(SHARE, 100)]);
    let buyer = floor.investor_with("case-buyer", Money::euro(10_000), &[(SHARE, 5)]);
    trade(&mut floor, seller, buyer, 100);
    let price = reference(&floor);
    let enter = |floor: &mut Floor, account, side, units| {
        let told = floor.apply(Command::Enter { account, order: limit(symbol(SHARE), side, price, units) });
        floor.check();
        refused(&told).map(str::to_owned)
    };
    assert_eq!(enter(&mut floor, buyer, Side::Sell, 6).as_deref(), Some("unsettled_units"));
    assert_eq!(enter(&mut floor, buyer, Side::Sell, 106).as_deref(), Some("insufficient_units"));
    assert_eq!(enter(&mut floor, buyer, Side::Sell, 5), None);
    assert_eq!(enter(&mut floor, seller, Side::Buy, 1).as_deref(), Some("unsettled_funds"));
    floor.until(|event| concerns(event, buyer));
    floor.open_on(SHARE, "2026-10-19");
    floor.check();
    assert_eq!(enter(&mut floor, buyer, Side::Sell, 100), None);
    assert_eq!(enter(&mut floor, seller, Side::Buy, 1), None);
}

#[test]
fn what_was_bought_may_be_sold_before_it_has_come() {
    let mut floor = empty();
    let seller = floor.investor_with("case-seller", Money::euro(10), &[(SHARE, 100)]);
    let middle = floor.investor_with("case-middle", Money::euro(1_000), &[]);
    trade(&mut floor, seller, middle, 100);
    trade(&mut floor, middle, seller, 100);
    floor.settle_next();
    floor.check();
    assert_eq!(floor.settled(seller, Asset::Units(symbol(SHARE))), Amount::of_parts(100));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2, max_shrink_iters: 40, ..ProptestConfig::default() })]

    /// Random trades over many days on which deliveries fail: what is unsettled adds up to nothing, nobody has settled
    /// less than nothing, and the register is what the balances say. Then, with nothing in the way, all of it settles.
    #[test]
    fn whatever_fails_the_register_is_right_and_everything_settles_in_the_end(
        wishes in prop::collection::vec((wish(), 0..24_u32, 0..40_usize), 60..90),
        trading in any::<bool>(),
    ) {
        let mut floor = Floor::open();
        floor.exchange.world.settlement.unsettled.trading = trading;
        let (mut traded, mut settled) = (floor.exchange.settling.unsettled.pending().len(), 0);
        let mut count = |told: &[Event]| {
            traded += told.iter().filter(|event| matches!(event.fact, Fact::Traded { .. })).count();
            settled += told.iter().filter(|event| matches!(event.fact, Fact::Settled { .. })).count();
        };
        for (wish, chance, investor) in wishes {
            match chance {
                0 | 1 => {
                    let account = *floor.exchange.investors.values().nth(investor * 3).expect("an investor");
                    floor.apply(Command::FailDelivery { account, days: chance + 3 });
                }
                2 | 3 => {
                    let today = floor.today();
                    while floor.today() == today {
                        count(&floor.apply(floor.command(&Wish::Timer).expect("the agenda goes on")));
                        floor.check_settlement();
                    }
                }
                _ => {
                    let Some(command) = floor.command(&wish) else { continue };
                    count(&floor.apply(command));
                }
            }
            floor.check();
        }
        for account in floor.exchange.investors.values().copied().collect::<Vec<_>>() {
            floor.apply(Command::FailDelivery { account, days: 0 });
        }
        for instrument in floor.symbols.clone() {
            count(&floor.apply(Command::Halt { instrument, reason: "the end".to_owned() }));
        }
        while !floor.exchange.settling.unsettled.pending().is_empty() {
            count(&floor.apply(floor.command(&Wish::Timer).expect("the agenda goes on")));
        }
        floor.check();
        prop_assert!(traded > 0 && traded == settled, "{} traded, {} settled", traded, settled);
    }
}

#[test]
fn only_an_investor_can_be_made_to_fail() {
    let mut floor = empty();
    let venue = floor.exchange.venue;
    let told = floor.apply(Command::FailDelivery { account: venue, days: 1 });
    assert_eq!(refused(&told), Some("unknown_account"));
}
