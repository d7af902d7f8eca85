//! Funds to the last unit, as exchange-core's risk cases have it: a unit too little is refused and changes nothing, the
//! exact amount is taken, and a cancel returns it whole.

use super::explain::Explanation;
use super::properties::Floor;
use super::{Command, Event, Fact, OrderRequest};
use crate::domain::{AccountId, Instructions, Money, OrderId, OrderType, Price, Quantity, Side, Symbol, TimeInForce};
use crate::ledger::{Asset, Balance, Fee};

/// A market in which orders may come in, and new investors.
struct Case {
    floor: Floor,
    symbol: Symbol,
    investors: u32,
}

impl Case {
    fn new() -> Self {
        let floor = Floor::open();
        let open = |symbol: &&Symbol| floor.exchange.listings[*symbol].market.phase().collects();
        let symbol = *floor.symbols.iter().find(open).expect("some names are in a call");
        Self { floor, symbol, investors: 0 }
    }

    /// Opens an account that holds exactly this.
    fn investor(&mut self, cash: Money, units: u64) -> AccountId {
        self.investors += 1;
        let investor: crate::domain::Code = format!("exact-{}", self.investors).parse().expect("a name");
        let units = vec![(self.symbol, Quantity::new(units))];
        self.floor.apply(Command::Allot { investor: investor.clone(), cash, units });
        self.floor.exchange.investor(&investor).expect("it was opened")
    }

    fn price(&self) -> Price {
        self.floor.exchange.listings[&self.symbol].market.reference().expect("an offer price at least")
    }

    fn enter(&mut self, account: AccountId, side: Side, units: u64) -> (Vec<Event>, Explanation) {
        let order = OrderRequest {
            client_order_id: None,
            instrument: self.symbol,
            side,
            kind: OrderType::Limit,
            time_in_force: TimeInForce::GoodTillCancel,
            price: Some(self.price()),
            stop: None,
            quantity: Quantity::new(units),
            display: None,
            expires: None,
            instructions: Instructions::NONE,
        };
        let command = Command::Enter { account, order };
        let (before, input) = (self.floor.exchange.clone(), self.floor.input(command.clone()));
        let events = self.floor.apply(command);
        let told = Explanation::of(Some(&before), &input, events[0].seq, None).expect("told");
        (events, told)
    }

    fn balance(&self, account: AccountId, asset: Asset) -> Balance {
        self.floor.exchange.ledger.balance(account, asset)
    }

    /// Cancels the order that came last.
    fn cancel_last(&mut self, account: AccountId) {
        let order = OrderId(self.floor.exchange.orders.len() as u64);
        self.floor.apply(Command::Cancel { account, order });
    }
}

fn accepted(events: &[Event]) -> bool {
    events.iter().any(|event| matches!(event.fact, Fact::OrderAccepted { .. }))
}

#[test]
fn a_bid_needs_its_money_to_the_last_part() {
    let mut case = Case::new();
    let poor = case.investor(Money::ZERO, 0);
    let (events, told) = case.enter(poor, Side::Buy, 7);
    assert!(!accepted(&events));
    let needed = told.rejection.expect("refused").numbers["needed"].parse::<Price>().expect("an amount");
    let needed = Money::from_scaled(i128::from(needed.scaled()));
    let less = needed.checked_sub(Money::from_scaled(1)).expect("above zero");

    let short = case.investor(less, 0);
    let before = case.balance(short, Asset::Cash);
    let (events, told) = case.enter(short, Side::Buy, 7);
    assert_eq!((accepted(&events), told.rejection.map(|refusal| refusal.code)), (false, Some("insufficient_funds")));
    assert_eq!(case.balance(short, Asset::Cash), before);

    let exact = case.investor(needed, 0);
    let before = case.balance(exact, Asset::Cash);
    assert!(accepted(&case.enter(exact, Side::Buy, 7).0));
    let bound = case.balance(exact, Asset::Cash);
    assert!(bound.available.is_zero() && bound.reserved.money() == needed, "{bound:?}");
    case.cancel_last(exact);
    assert_eq!(case.balance(exact, Asset::Cash), before);
}

#[test]
fn an_ask_that_cannot_pay_its_fee_tells_nothing_but_its_refusal() {
    let mut case = Case::new();
    case.floor.exchange.world.fees.sell.minimum = Money::euro(1_000_000);
    let holder = case.investor(Money::ZERO, 7);
    let (events, told) = case.enter(holder, Side::Sell, 7);
    assert_eq!(told.rejection.map(|refusal| refusal.code), Some("insufficient_funds"));
    assert_eq!(events.len(), 1, "no balance was moved: {events:?}");
}

#[test]
fn an_ask_needs_its_units_to_the_last_one() {
    let mut case = Case::new();
    let asset = Asset::Units(case.symbol);
    let short = case.investor(Money::euro(100), 6);
    let before = case.balance(short, asset);
    let (events, told) = case.enter(short, Side::Sell, 7);
    assert_eq!((accepted(&events), told.rejection.map(|refusal| refusal.code)), (false, Some("insufficient_units")));
    assert_eq!(case.balance(short, asset), before);

    let exact = case.investor(Money::euro(100), 7);
    let before = case.balance(exact, asset);
    assert!(accepted(&case.enter(exact, Side::Sell, 7).0));
    assert!(case.balance(exact, asset).available.is_zero());
    case.cancel_last(exact);
    assert_eq!(case.balance(exact, asset), before);
}

/// exchange-core's case to the unit, in euro for its money: 94,000 with 5,000 units bid at 18.5 leave 1,500; a cancel gives
/// 94,000 back; a trade at 17.5 gives the difference back at once and leaves 6,500.
#[test]
fn a_bid_that_trades_below_its_limit_keeps_the_difference() {
    let mut world = super::properties::shipped();
    (world.fees.buy, world.fees.sell) = (Fee::NONE, Fee::NONE);
    let file = world.markets.get_mut("euronext-growth-continuous").expect("shipped");
    (file.collars, file.tick, file.tick_table) = (None, Some(Price::from_scaled(100)), None);
    let mut case = Case { floor: Floor::play(world, "2026-10-14T08:30:00Z"), ..Case::new() };
    case.symbol = "PASSO".parse().expect("a symbol");
    case.floor.apply(Command::Kill { account: None });
    case.floor.apply(Command::Restore { account: None });
    let (buyer, seller) = (case.investor(Money::euro(94_000), 0), case.investor(Money::ZERO, 5_000));
    let order = |case: &Case, side, price: &str| {
        let price = price.parse().expect("a price");
        super::phase_tests::limit(case.symbol, side, price, 5_000)
    };
    let free = |case: &Case, account| case.balance(account, Asset::Cash).available.money();

    let bid = order(&case, Side::Buy, "18.5");
    case.floor.apply(Command::Enter { account: buyer, order: bid.clone() });
    assert_eq!(free(&case, buyer), Money::euro(1_500));
    case.cancel_last(buyer);
    assert_eq!(free(&case, buyer), Money::euro(94_000));

    let ask = order(&case, Side::Sell, "17.5");
    case.floor.apply(Command::Enter { account: seller, order: ask });
    case.floor.apply(Command::Enter { account: buyer, order: bid });
    assert_eq!(free(&case, buyer), Money::euro(6_500));
    assert_eq!(free(&case, seller), Money::euro(87_500));
    assert!(case.balance(buyer, Asset::Cash).reserved.is_zero());
    case.floor.check();
}
