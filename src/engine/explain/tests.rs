//! Every event of random lives is explained, and the numbers of an explanation are held against the log and against a
//! recount; then worked cases with exact answers.

use proptest::prelude::*;

use super::*;
use crate::domain::{
    AccountId, Aggressor, Instructions, OrderId, OrderType, Peg, Price, Quantity, Side, TimeInForce, TradingPhase,
};
use crate::engine::phase_tests::limit;
use crate::engine::properties::{Floor, wish};
use crate::engine::{Command, OrderRequest};

/// What the trades right before one came to that are of the same taker, or of the same auction: nothing else but ends of
/// orders stands between the trades of one act.
fn traded_before(events: &[Event], seq: Seq) -> Quantity {
    let key = |event: &Event| match event.fact {
        Fact::Traded { instrument, aggressor, buy_order, sell_order, .. } => {
            let taker = match aggressor {
                Aggressor::Buy => Some(buy_order),
                Aggressor::Sell => Some(sell_order),
                Aggressor::Auction => None,
            };
            Some((instrument, taker))
        }
        _ => None,
    };
    let enters = |event: &&Event| !matches!(event.fact, Fact::OrderTriggered { .. } | Fact::OrderRepriced { .. });
    let own = events.iter().find(|event| event.seq == seq).and_then(key);
    let earlier = events.iter().rev().skip_while(|event| event.seq >= seq).take_while(enters);
    let units = earlier.filter(|event| key(event) == own).map(|event| match event.fact {
        Fact::Traded { quantity, .. } => quantity.units(),
        _ => 0,
    });
    Quantity::new(units.sum())
}

fn allows(party: &Party, price: Price) -> bool {
    party.limit.is_none_or(|limit| match party.side {
        Side::Buy => price <= limit,
        Side::Sell => price >= limit,
    })
}

fn check_fill(before: &Exchange, events: &[Event], event: &Event, told: &Explanation) {
    let fill = told.fill.as_ref().expect("a trade has two sides");
    assert_eq!(fill.traded_before, traded_before(events, event.seq), "{event:?}");
    let (buy, sell) = (fill.buy.as_ref().expect("seen"), fill.sell.as_ref().expect("seen"));
    for party in [buy, sell] {
        assert!(allows(party, fill.price), "{party:?} at {}", fill.price);
        assert!(party.open_before >= fill.quantity, "{party:?}");
    }
    if fill.aggressor == Aggressor::Auction {
        return check_auction(told, fill, [buy, sell]);
    }
    let (taker, maker) = if fill.aggressor == Aggressor::Buy { (buy, sell) } else { (sell, buy) };
    assert_eq!((taker.role, maker.role), (Role::Taker, Role::Maker));
    if fill.phase == TradingPhase::Continuous {
        assert_eq!(maker.limit, Some(fill.price), "at the price of the order that stood");
    }
    let queue = maker.queue.expect("it stood in the book");
    let stood = before.listings[&fill.instrument].market.order(maker.order);
    if stood.is_some_and(|stood| stood.display.is_none()) && fill.removed_before.is_zero() {
        assert_eq!(queue.units_ahead, fill.traded_before, "what was ahead has traded: {told:?}");
    }
    let gone = fill.traded_before.units() + fill.removed_before.units();
    assert!(gone >= queue.units_ahead.units(), "{told:?}");
}

fn check_auction(told: &Explanation, fill: &Fill, parties: [&Party; 2]) {
    let table = told.auction.as_ref().expect("an auction has its table");
    let found = table.found.expect("it trades");
    assert_eq!(found.price, fill.price);
    let chosen = table.candidates.iter().find(|candidate| (candidate.low..=candidate.high).contains(&fill.price));
    let chosen = chosen.expect("the price is a candidate");
    let most = table.candidates.iter().map(|candidate| candidate.volume).max();
    assert_eq!((Some(chosen.volume), chosen.volume), (most, found.volume), "the greatest volume");
    assert_eq!(chosen.surplus, found.surplus);
    let left: Vec<u64> = std::iter::once(table.prices).chain(table.steps.iter().map(|step| step.left)).collect();
    assert!(left.is_sorted_by(|more, less| more >= less) && left.iter().all(|&left| left > 0), "{left:?}");
    let end = |price: Option<Price>| price.expect("some are left");
    assert!(table.steps.iter().all(|step| (end(step.low)..=end(step.high)).contains(&fill.price)));
    for party in parties {
        assert_eq!(party.role, Role::Auction);
        let queue = party.queue.expect("it stood in the book");
        assert!(queue.units_ahead <= fill.traded_before, "who is ahead trades first: {told:?}");
    }
}

fn check_rejection(told: &Explanation, code: &str) {
    let refusal = told.rejection.as_ref().expect("a rejection has its check");
    assert_eq!(refusal.code, code);
    let number = |name: &str| {
        let text = refusal.numbers.get(name).unwrap_or_else(|| panic!("{name}: {refusal:?}"));
        text.parse::<Price>().expect("a number")
    };
    match code {
        "price_off_tick" => assert!(number("valid_below") < number("price") && number("price") < number("valid_above")),
        "price_outside_collar" => {
            assert!(number("price") < number("collar_low") || number("price") > number("collar_high"));
        }
        "insufficient_funds" | "insufficient_units" => {
            let free = number("available").scaled() + number("held").scaled();
            assert!(number("needed").scaled() > free, "{refusal:?}");
        }
        _ => {}
    }
}

/// The place of an order, counted from the list of all open orders.
fn check_standing(after: &Exchange, told: &Explanation, order: OrderId) {
    let standing = told.standing.as_ref().expect("an entry has its place");
    let Some(listing) =
        after.listings.iter().map(|(_, listing)| listing).find(|listing| listing.market.order(order).is_some())
    else {
        assert!(standing.open.is_zero() && standing.queue.is_none(), "{standing:?}");
        return;
    };
    let own = listing.market.order(order).expect("found by it");
    assert_eq!((standing.open, standing.waiting), (own.remaining, own.waiting));
    assert_eq!(standing.queue.is_none(), own.waiting);
    let Some(queue) = standing.queue else { return };
    let sign = if own.side == Side::Buy { -1 } else { 1 };
    let rank = |price: Option<Price>, priority: u64| (price.map(|price| sign * price.scaled()), priority);
    let own_rank = rank(own.price, own.priority);
    let rivals = listing.market.open_orders().filter(|other| other.side == own.side && !other.waiting);
    let ahead: Vec<_> = rivals.filter(|other| rank(other.price, other.priority) < own_rank).collect();
    assert_eq!(queue.place, ahead.len() as u64 + 1);
    let by_slices = !listing.market.phase().collects();
    let units = ahead.iter().map(|other| match other.price == own.price && by_slices {
        true => other.visible.units(),
        false => other.remaining.units(),
    });
    assert_eq!(queue.units_ahead.units(), units.sum::<u64>());
}

/// An investor reads its own side only.
fn check_reader(before: &Exchange, input: &Input, event: &Event) {
    let Fact::Traded { buyer, seller, .. } = event.fact else { return };
    if buyer == seller {
        return;
    }
    let told = Explanation::of(Some(before), input, event.seq, Some(seller)).expect("its own trade");
    let fill = told.fill.expect("a trade");
    assert!(fill.buy.is_none() && fill.sell.is_some_and(|sell| sell.account == seller));
    if let Some(table) = told.auction {
        let volume = table.found.map(|found| found.volume);
        assert!(table.candidates.iter().all(|candidate| Some(candidate.volume) == volume));
    }
}

fn check(before: &Exchange, input: &Input, events: &[Event], after: &Exchange) {
    for event in events {
        let told = Explanation::of(Some(before), input, event.seq, None).expect("every event can be explained");
        assert_eq!((told.seq, told.input, told.time), (event.seq, event.input, event.time));
        assert!(!told.because.it.is_empty() && !told.because.en.is_empty());
        match &event.fact {
            Fact::Traded { .. } => {
                check_fill(before, events, event, &told);
                check_reader(before, input, event);
            }
            Fact::Rejected { code, .. } => check_rejection(&told, code),
            Fact::OrderAccepted { order, .. } | Fact::OrderReplaced { order, .. } => {
                check_standing(after, &told, *order);
            }
            Fact::OrderCanceled { reason, .. } => {
                assert_eq!(told.end.as_ref().map(|end| end.reason.as_str()), Some(*reason));
            }
            Fact::OrderExpired { .. } => assert!(told.end.is_some()),
            _ => {}
        }
    }
    let beyond = Seq(after.last_seq().0 + 1);
    assert_eq!(Explanation::of(Some(before), input, beyond, None), None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn every_event_of_a_random_life_is_explained(wishes in prop::collection::vec(wish(), 60..100)) {
        let mut floor = Floor::open();
        for wish in wishes {
            let Some(command) = floor.command(&wish) else { continue };
            let (before, input) = (floor.exchange.clone(), floor.input(command.clone()));
            let events = floor.apply(command);
            check(&before, &input, &events, &floor.exchange);
        }
    }
}

/// A continuous market without orders, and three investors.
struct Case {
    floor: Floor,
    symbol: Symbol,
    accounts: [AccountId; 3],
}

impl Case {
    fn new() -> Self {
        let mut floor = Floor::open();
        let in_continuous = |symbol: &&Symbol| {
            let market = &floor.exchange.listings[*symbol].market;
            market.phase() == TradingPhase::Continuous && market.rules().lot() == 1
        };
        let symbol = *floor.symbols.iter().find(in_continuous).expect("three names are in continuous trading");
        let open: Vec<OrderId> = floor.exchange.listings[&symbol].market.open_orders().map(|order| order.id).collect();
        for order in open {
            let account = floor.exchange.orders[order].account;
            floor.apply(Command::Cancel { account, order });
        }
        let holders = floor.exchange.position().accounts;
        let holds = |account: &AccountId| {
            holders
                .iter()
                .any(|held| held.account == *account && held.asset == symbol.to_string() && held.available.len() > 2)
        };
        let mut rich = floor.exchange.investors.values().copied().filter(holds);
        let mut next = || rich.next().expect("a few hold more than 99 units");
        let accounts = [next(), next(), next()];
        Self { floor, symbol, accounts }
    }

    /// So many ticks above the reference price.
    fn price(&self, ticks: i64) -> Price {
        let market = &self.floor.exchange.listings[&self.symbol].market;
        let last = market.last().expect("it has traded");
        Price::from_scaled(last.scaled() + ticks * market.rules().ticks().tick_at(last).scaled())
    }

    fn request(&self, side: Side, price: Price, units: u64) -> OrderRequest {
        OrderRequest { time_in_force: TimeInForce::GoodTillCancel, ..limit(self.symbol, side, price, units) }
    }

    /// Enters an order and explains the events that the filter keeps.
    fn enter(&mut self, who: usize, order: OrderRequest, keep: fn(&Fact) -> bool) -> Vec<Explanation> {
        let command = Command::Enter { account: self.accounts[who], order };
        let (before, input) = (self.floor.exchange.clone(), self.floor.input(command.clone()));
        let events = self.floor.apply(command);
        let kept = events.iter().filter(|event| keep(&event.fact));
        kept.map(|event| Explanation::of(Some(&before), &input, event.seq, None).expect("told")).collect()
    }
}

const fn is_trade(fact: &Fact) -> bool {
    matches!(fact, Fact::Traded { .. })
}

#[test]
fn a_taker_of_two_makers_is_told_who_was_first_and_why() {
    let mut case = Case::new();
    let (low, high) = (case.price(1), case.price(2));
    case.enter(0, case.request(Side::Sell, high, 5), is_trade);
    case.enter(1, case.request(Side::Sell, low, 3), is_trade);
    let told = case.enter(2, case.request(Side::Buy, high, 7), is_trade);
    let fills: Vec<&Fill> = told.iter().filter_map(|told| told.fill.as_ref()).collect();
    let row = |fill: &Fill| {
        let (buy, sell) = (fill.buy.as_ref().expect("seen"), fill.sell.as_ref().expect("seen"));
        let queue = sell.queue.expect("it stood");
        let units = [fill.quantity, fill.traded_before, buy.open_before, sell.open_before, queue.units_ahead];
        (fill.price, units.map(Quantity::units), queue.place)
    };
    assert_eq!(row(fills[0]), (low, [3, 0, 7, 3, 0], 1));
    assert_eq!(row(fills[1]), (high, [4, 3, 4, 5, 3], 2));
    let orders = case.floor.exchange.orders.len();
    let (first, second, taker) = (orders - 2, orders - 1, orders);
    let expected = format!(
        "In continuous trading the buy order {taker} with the limit {high} met the sell order {second}, first in its \
         queue: the price {low} was the best of its side, and at that price nobody had come earlier. The trade is at the \
         price of the order that stood in the book: {low}. When the taker came, order {second} was number 1 of its side; \
         units ahead: 0; units that the taker had traded before: 0."
    );
    assert_eq!(told[0].because.en, expected);
    assert!(told[1].because.it.contains(&format!("l'ordine {first} era al posto 2 del suo lato; unità davanti: 3")));
}

#[test]
fn a_stop_set_off_meets_the_book_as_it_stood_when_it_entered() {
    let mut case = Case::new();
    let (low, high) = (case.price(1), case.price(2));
    case.enter(0, case.request(Side::Sell, low, 3), is_trade);
    case.enter(0, case.request(Side::Sell, high, 5), is_trade);
    let stop = OrderRequest { kind: OrderType::Stop, price: None, stop: Some(low), ..case.request(Side::Buy, low, 2) };
    case.enter(1, stop, is_trade);
    let told = case.enter(2, case.request(Side::Buy, low, 3), |fact| {
        matches!(fact, Fact::Traded { .. } | Fact::OrderTriggered { .. })
    });
    assert!(told[1].because.en.contains(&format!("the last trade before it entered was at {low}")), "{:?}", told[1]);
    let fill = told[2].fill.as_ref().expect("the stop trades");
    let (buy, sell) = (fill.buy.as_ref().expect("seen"), fill.sell.as_ref().expect("seen"));
    assert_eq!((fill.price, buy.kind, fill.traded_before), (high, Some(OrderType::Stop), Quantity::ZERO));
    let queue = sell.queue.expect("it stood");
    assert_eq!(
        (queue.place, queue.units_ahead),
        (1, Quantity::ZERO),
        "what was ahead had traded when the stop entered"
    );
}

/// Another's order moves the middle; the peg that follows it takes, in an input that is not its own.
#[test]
fn an_order_that_follows_the_book_is_told_from_its_new_place() {
    let mut case = Case::new();
    let price = [1, 3, 4, 5].map(|ticks| case.price(ticks));
    let mid = |order: OrderRequest| OrderRequest {
        instructions: Instructions { peg: Some(Peg::Mid), ..Instructions::NONE },
        ..order
    };
    case.enter(0, case.request(Side::Buy, price[0], 5), is_trade);
    case.enter(0, case.request(Side::Sell, price[3], 5), is_trade);
    case.enter(1, mid(case.request(Side::Sell, price[2], 3)), is_trade);
    let waits = case.enter(2, mid(case.request(Side::Buy, price[3], 7)), is_trade);
    assert!(waits.is_empty(), "the middle is below what the seller asks at least");
    let told = case.enter(0, case.request(Side::Buy, price[1], 1), is_trade);
    let fill = told[0].fill.as_ref().expect("the middle has moved up to the seller");
    let (buy, sell) = (fill.buy.as_ref().expect("seen"), fill.sell.as_ref().expect("seen"));
    assert_eq!((fill.price, buy.role, sell.role), (price[2], Role::Taker, Role::Maker));
    assert_eq!([buy.open_before, sell.open_before, fill.quantity].map(Quantity::units), [7, 3, 3]);
    assert_eq!((buy.kind, buy.time_in_force), (Some(OrderType::Limit), Some(TimeInForce::GoodTillCancel)));
    assert_eq!(sell.queue.map(|queue| (queue.place, queue.units_ahead)), Some((1, Quantity::ZERO)));
}

#[test]
fn a_slice_of_an_iceberg_waits_for_those_that_came_before_it() {
    let mut case = Case::new();
    let at = case.price(1);
    let iceberg = OrderRequest { display: Some(Quantity::new(2)), ..case.request(Side::Sell, at, 6) };
    case.enter(0, iceberg, is_trade);
    case.enter(1, case.request(Side::Sell, at, 3), is_trade);
    let told = case.enter(2, case.request(Side::Buy, at, 7), is_trade);
    let row = |told: &Explanation| {
        let fill = told.fill.as_ref().expect("a trade");
        let queue = fill.sell.as_ref().and_then(|sell| sell.queue).expect("it stood");
        [fill.quantity, fill.traded_before, queue.units_ahead].map(Quantity::units)
    };
    assert_eq!(told.iter().map(row).collect::<Vec<_>>(), [[2, 0, 0], [3, 2, 2], [2, 5, 0]]);
    assert!(told[2].because.en.ends_with("shows a slice at a time: this slice queued behind the others."));
}

#[test]
fn a_rejection_names_its_check_and_its_numbers() {
    let mut case = Case::new();
    let rejected = |fact: &Fact| matches!(fact, Fact::Rejected { .. });
    let off = Price::from_scaled(case.price(1).scaled() + 1);
    let told = case.enter(0, case.request(Side::Buy, off, 1), rejected);
    let refusal = told[0].rejection.as_ref().expect("refused");
    let place = crate::market::Reject::ALL.iter().position(|reject| reject.code() == "price_off_tick");
    let expected = Check {
        stage: CheckStage::Market,
        place: Some(4),
        places: Some(7),
        number: place.map(|index| index + 1),
        numbers: Some(crate::market::Reject::ALL.len()),
    };
    assert_eq!((refusal.code, refusal.check), ("price_off_tick", expected));
    assert_eq!(refusal.numbers["valid_below"], case.price(1).to_string());
    assert_eq!(refusal.numbers["valid_above"], case.price(2).to_string());

    let told = case.enter(0, case.request(Side::Buy, case.price(1), 1_000_000_000), rejected);
    let refusal = told[0].rejection.as_ref().expect("refused");
    assert_eq!(
        (refusal.code, refusal.check.stage, refusal.check.place),
        ("insufficient_funds", CheckStage::Funds, Some(7))
    );
    assert!(refusal.message.it.contains("denaro disponibile"));
}

#[test]
fn a_verdict_shows_findings_and_votes() {
    let world = crate::scenario::load(None).expect("the shipped scenario is sound");
    let (mut play, _, _) = crate::scenario::Play::begin(world, crate::scenario::Chance::Seed).expect("it begins");
    let mut seen = 0;
    while seen < 3 {
        let Some(input) = play.propose() else { continue };
        let before = play.exchange().clone();
        let events = play.apply(&input);
        for event in &events {
            let Fact::Decided { company, outcome, .. } = &event.fact else { continue };
            let told = Explanation::of(Some(&before), &input, event.seq, None).expect("told");
            let verdict = told.verdict.expect("a decision has its verdict");
            assert_eq!((&verdict.company, verdict.outcome), (company, Some(*outcome)));
            let yes = verdict.votes.iter().filter(|vote| vote.choice == crate::admission::Choice::Yes).count();
            assert!(*outcome == crate::admission::Outcome::Refused || yes > 0, "{verdict:?}");
            assert!(told.because.en.contains("Measurability"));
            seen += 1;
        }
    }
}
