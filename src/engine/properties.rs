//! Random lives of a market: what must hold after every input, whatever was asked.

use std::sync::OnceLock;

use proptest::prelude::*;

use super::phase_tests::limit;
use super::{Command, Event, Exchange, Fact, Input, OrderRequest, Source, World};
use crate::audit::Auditor;
use crate::domain::{
    AccountId, InputNumber, Instructions, Money, OrderId, OrderType, Peg, Price, Quantity, SelfTradePrevention, Side,
    Symbol, TimeInForce, Timestamp, TradingPhase,
};
use crate::journal::line;
use crate::ledger::{Amount, Asset};
use crate::projection::Views;
use crate::scenario::{Chance, Play, load};

/// The shipped exercise.
pub(super) fn shipped() -> World {
    load(None).expect("the shipped scenario is sound")
}

/// The shipped exercise with limits: of the shares every second has a cap, the others a lock-up.
pub(super) fn limited() -> World {
    let mut world = shipped();
    let shares =
        world.companies.iter_mut().filter(|dossier| dossier.instrument.kind.is_some_and(|kind| kind.is_equity()));
    for (number, dossier) in shares.enumerate() {
        let text = if number % 2 == 0 {
            "maximum_share = \"0.04\""
        } else {
            "lock_up_days = 300\nlocked = [\"saver\", \"foundation\"]"
        };
        dossier.instrument.limits = Some(toml::from_str(text).expect("limits"));
    }
    world
}

/// Lets the auditor hear all that one input told, and reckon its balances.
fn audit(auditor: &mut Auditor, events: &[Event]) {
    let heard = events.iter().try_for_each(|event| auditor.take(&line(event)));
    heard.and_then(|()| auditor.close_input()).unwrap_or_else(|difference| panic!("the auditor: {difference}"));
}

/// An exchange with every instrument listed, some in a call and some in continuous trading, its views, and the auditor
/// who has heard all that it told.
#[derive(Clone)]
pub(super) struct Floor {
    pub(super) exchange: Exchange,
    pub(super) views: Views,
    /// Nobody where a test has moved money behind the exchange's back.
    pub(super) auditor: Option<Auditor>,
    pub(super) symbols: Vec<Symbol>,
}

impl Floor {
    /// The shipped exercise, played to a Wednesday in autumn on which all three shares are in continuous trading.
    pub(super) fn open() -> Self {
        static OPENED: OnceLock<Floor> = OnceLock::new();
        OPENED.get_or_init(|| Self::play(shipped(), "2026-10-14T08:30:00Z")).clone()
    }

    /// The same exercise with limits, played to the same day.
    pub(super) fn limited() -> Self {
        static OPENED: OnceLock<Floor> = OnceLock::new();
        OPENED.get_or_init(|| Self::play(limited(), "2026-10-14T08:30:00Z")).clone()
    }

    /// A world, played up to an instant.
    pub(super) fn play(world: World, until: &str) -> Self {
        let until: Timestamp = until.parse().expect("an instant");
        let (mut play, first, told) = Play::begin(world, Chance::Seed).expect("it begins");
        let mut views = Views::default();
        let mut events = Vec::new();
        let mut exchange = Exchange::open(&first, &mut events).expect("it opens");
        assert_eq!(events, told);
        let mut auditor = Auditor::default();
        events.iter().for_each(|event| views.fold(event));
        audit(&mut auditor, &events);
        while play.next_at().is_some_and(|at| at <= until) {
            let Some(input) = play.propose() else { continue };
            events.clear();
            exchange.apply(&input, &mut events);
            events.iter().for_each(|event| views.fold(event));
            audit(&mut auditor, &events);
            play.apply(&input);
        }
        let symbols = exchange.listings.iter().map(|(symbol, _)| *symbol).collect();
        Self { exchange, views, auditor: Some(auditor), symbols }
    }

    /// The input that carries a command now.
    pub(super) fn input(&self, command: Command) -> Input {
        let source = if matches!(command, Command::Timer { .. }) { Source::Driver } else { Source::Script };
        let at =
            self.exchange.next_due().filter(|_| source == Source::Driver).map_or(self.exchange.clock(), |due| due.at);
        let number = InputNumber(self.exchange.last_input().0 + 1);
        Input { number, at, source, command }
    }

    pub(super) fn apply(&mut self, command: Command) -> Vec<Event> {
        let input = self.input(command);
        let mut events = Vec::new();
        self.exchange.apply(&input, &mut events);
        self.hear(&events);
        events
    }

    /// The views and the auditor hear what one input told.
    pub(super) fn hear(&mut self, events: &[Event]) {
        events.iter().for_each(|event| self.views.fold(event));
        if let Some(auditor) = &mut self.auditor {
            audit(auditor, events);
        }
    }

    /// Everything that must hold between two inputs.
    pub(super) fn check(&self) {
        self.check_ledger();
        self.check_taxes();
        self.check_reservations();
        self.check_settlement();
        self.check_limits();
        self.check_views();
    }

    fn check_ledger(&self) {
        let ledger = &self.exchange.ledger;
        for (asset, total) in ledger.totals() {
            assert!(total.is_zero(), "{asset} is not conserved: {total:?}");
        }
        for account in ledger.accounts().iter().filter(|account| !account.kind().is_contra()) {
            for (asset, balance) in account.balances() {
                assert!(!balance.available.is_negative(), "{} owes {asset}", account.name());
                assert!(!balance.reserved.is_negative(), "{} has reserved less than nothing", account.name());
            }
        }
    }

    /// What is reserved is exactly what open orders and subscriptions need.
    fn check_reservations(&self) {
        let mut needs = std::collections::BTreeMap::<(AccountId, Asset), Amount>::new();
        let mut add = |account, asset, amount: Amount| {
            let sum = needs.entry((account, asset)).or_insert(Amount::ZERO);
            *sum = sum.checked_add(amount).expect("small");
        };
        let offers = self.exchange.companies.values().filter_map(|company| company.offer.as_ref());
        for &id in offers.flat_map(|running| &running.reservations) {
            let held = self.exchange.ledger.reservation(id).expect("an offer runs on reservations");
            add(held.account, held.asset, held.remaining);
        }
        let increases = self.exchange.companies.values().filter_map(|company| company.increase.as_ref());
        for &id in increases.flat_map(|increase| &increase.reservations) {
            let held = self.exchange.ledger.reservation(id).expect("an increase runs on reservations");
            add(held.account, held.asset, held.remaining);
        }
        let dividends = self.exchange.companies.values().flat_map(|company| &company.business.dividends);
        for held in dividends.filter_map(|declared| self.exchange.ledger.reservation(declared.reservation)) {
            add(held.account, held.asset, held.remaining);
        }
        for record in self.exchange.orders.open() {
            let fee = self.exchange.world.fees.of(record.side);
            match record.side {
                Side::Buy => add(record.account, Asset::Cash, record.need(fee).expect("small").into()),
                Side::Sell => {
                    add(record.account, Asset::Units(record.seat.instrument), Amount::from(record.remaining()));
                    if let Some(id) = record.fee_reservation {
                        let held = self.exchange.ledger.reservation(id).expect("open").remaining;
                        add(record.account, Asset::Cash, held);
                    }
                }
            }
        }
        for account in self.exchange.ledger.accounts() {
            for (asset, balance) in account.balances() {
                let need = needs.get(&(account.id(), asset)).copied().unwrap_or(Amount::ZERO);
                assert_eq!(balance.reserved, need, "{} {asset}", account.name());
            }
        }
    }

    /// Nobody holds and bids for more than its cap, and what is locked is there and free of sell orders.
    fn check_limits(&self) {
        let limited = self.exchange.listings.iter().filter(|(_, listing)| listing.holding.is_some());
        for (&symbol, listing) in limited.filter(|(_, listing)| !listing.delisted) {
            let terms = &listing.holding.as_ref().expect("limited").terms;
            for (name, &account) in &self.exchange.investors {
                let balance = self.exchange.ledger.balance(account, Asset::Units(symbol));
                let locked = i128::from(listing.locked(account).units());
                assert!(balance.available.parts() >= locked, "{name} has sold locked {symbol}");
                let group = self.exchange.world.investors.iter().find(|group| group.has_member(name));
                let Some(cap) = group.and_then(|group| terms.cap_of(&group.holder(name))) else { continue };
                let open = listing.market.open_orders().filter(|order| order.side == Side::Buy);
                let bids: u64 = open.filter(|order| order.group == account.0).map(|one| one.remaining.units()).sum();
                let most = balance.total().parts() + i128::from(bids);
                assert!(most <= i128::from(cap.units()), "{name} comes to {most} of {symbol}: the cap is {cap}");
            }
        }
    }

    /// Who folds the events alone sees the same books, orders and balances.
    fn check_views(&self) {
        for (symbol, listing) in self.exchange.listings.iter() {
            let view = &self.views.market.instruments[symbol];
            let bids: Vec<_> = view.bids.iter().map(|(price, &quantity)| (price.0, quantity)).collect();
            let asks: Vec<_> = view.asks.iter().map(|(&price, &quantity)| (price, quantity)).collect();
            assert_eq!(bids, listing.market.depth(Side::Buy, usize::MAX), "{symbol}");
            assert_eq!(asks, listing.market.depth(Side::Sell, usize::MAX), "{symbol}");
            assert_eq!(view.phase, listing.market.phase(), "{symbol}");
            assert_eq!(view.last, listing.market.last(), "{symbol}");
            if view.phase == TradingPhase::Call {
                let price = listing.market.indicative().map(|indicative| indicative.price);
                assert_eq!(view.indicative.and_then(|seen| seen.price), price, "{symbol}");
            }
            for open in listing.market.open_orders() {
                let seen = self.views.orders.get(open.id).expect("every open order was told");
                assert!(seen.status.is_open());
                assert_eq!((seen.remaining, seen.filled), (open.remaining, open.filled), "order {}", open.id);
                assert!(self.exchange.orders[open.id].reservation.is_some(), "order {}", open.id);
            }
            let standing = self.views.orders.all().filter(|order| order.request.instrument == *symbol);
            let standing = standing.filter(|order| order.status.is_open()).count();
            assert_eq!(standing, listing.market.open_orders().count(), "{symbol}");
        }
        for account in self.exchange.ledger.accounts() {
            for (asset, balance) in account.balances() {
                let (name, text) = match asset {
                    Asset::Cash => ("EUR".to_owned(), balance.available.money().to_string()),
                    Asset::Units(symbol) => (symbol.to_string(), balance.available.parts().to_string()),
                };
                let seen = self.views.accounts.holding(account.id(), &name).map(|holding| holding.available.clone());
                assert_eq!(seen.unwrap_or_else(|| "0".into()), text, "{} {name}", account.name());
            }
        }
    }
}

/// What somebody may ask, in small numbers so that orders meet.
#[derive(Debug, Clone)]
pub(super) enum Wish {
    Enter {
        investor: usize,
        symbol: usize,
        buy: bool,
        kind: OrderType,
        tif: TimeInForce,
        step: i64,
        units: u64,
        stop: i64,
        display: Option<u64>,
        asks: Instructions,
    },
    Cancel {
        back: u64,
    },
    Replace {
        back: u64,
        step: Option<i64>,
        units: Option<u64>,
    },
    CancelAll {
        investor: usize,
        buys: bool,
    },
    Kill {
        investor: usize,
    },
    Restore,
    Halt {
        symbol: usize,
    },
    Resume {
        symbol: usize,
    },
    Timer,
}

pub(super) fn wish() -> impl Strategy<Value = Wish> {
    let kind = prop_oneof![
        6 => Just(OrderType::Limit),
        1 => Just(OrderType::Market),
        1 => Just(OrderType::MarketToLimit),
        1 => Just(OrderType::Stop),
        1 => Just(OrderType::StopLimit),
    ];
    let tif = prop_oneof![
        4 => Just(TimeInForce::Day),
        4 => Just(TimeInForce::GoodTillCancel),
        1 => Just(TimeInForce::GoodTillDate),
        1 => Just(TimeInForce::ImmediateOrCancel),
        1 => Just(TimeInForce::FillOrKill),
        1 => Just(TimeInForce::GoodForAuction),
        1 => Just(TimeInForce::AtTheClose),
        1 => Just(TimeInForce::AtTheOpening),
    ];
    use SelfTradePrevention::{CancelBoth, CancelNewest, CancelOldest, Decrement};
    let mode =
        prop_oneof![1 => Just(CancelNewest), 1 => Just(CancelOldest), 1 => Just(CancelBoth), 4 => Just(Decrement)];
    let minimum = prop_oneof![8 => Just(None), 1 => (1_u64..100).prop_map(|least| Some(Quantity::new(least)))];
    let post_only = prop_oneof![8 => Just(false), 1 => Just(true)];
    let peg = prop_oneof![6 => Just(None), 1 => Just(Some(Peg::Best)), 1 => Just(Some(Peg::Mid))];
    let asks = (minimum, post_only, prop::option::of(mode), peg).prop_map(
        |(minimum_quantity, post_only, self_trade_prevention, peg)| Instructions {
            minimum_quantity,
            post_only,
            self_trade_prevention,
            peg,
        },
    );
    let enter = (
        prop_oneof![0..40_usize, Just(0)], // half of all orders from one account, so that it meets itself
        0..12_usize,
        any::<bool>(),
        kind,
        tif,
        -6..6_i64,
        1..400_u64,
        -4..4_i64,
        prop::option::of(1..20_u64),
        asks,
    )
        .prop_map(|(investor, symbol, buy, kind, tif, step, units, stop, display, asks)| Wish::Enter {
            investor,
            symbol,
            buy,
            kind,
            tif,
            step,
            units,
            stop,
            display,
            asks,
        });
    prop_oneof![
        12 => enter,
        3 => (0..30_u64).prop_map(|back| Wish::Cancel { back }),
        3 => (0..30_u64, prop::option::of(-6..6_i64), prop::option::of(1..400_u64))
            .prop_map(|(back, step, units)| Wish::Replace { back, step, units }),
        1 => (0..40_usize, any::<bool>()).prop_map(|(investor, buys)| Wish::CancelAll { investor, buys }),
        1 => (0..40_usize).prop_map(|investor| Wish::Kill { investor }),
        1 => Just(Wish::Restore),
        1 => (0..12_usize).prop_map(|symbol| Wish::Halt { symbol }),
        1 => (0..12_usize).prop_map(|symbol| Wish::Resume { symbol }),
        4 => Just(Wish::Timer),
    ]
}

impl Floor {
    pub(super) fn command(&self, wish: &Wish) -> Option<Command> {
        let symbol = |at: usize| self.symbols[at % self.symbols.len()];
        let order = |back: u64| OrderId((self.exchange.orders.len() as u64).saturating_sub(back).max(1));
        Some(match *wish {
            Wish::Enter { investor, symbol: at, buy, kind, tif, step, units, stop, display, asks } => {
                let instrument = symbol(at);
                let account = self.account(investor);
                let side = if buy { Side::Buy } else { Side::Sell };
                let limit = matches!(kind, OrderType::Limit | OrderType::StopLimit);
                let stops = matches!(kind, OrderType::Stop | OrderType::StopLimit);
                let expires = (tif == TimeInForce::GoodTillDate).then(|| self.exchange.clock().plus_seconds(3600));
                let display = display.filter(|_| kind == OrderType::Limit).map(Quantity::new);
                let order = OrderRequest {
                    client_order_id: None,
                    instrument,
                    side,
                    kind,
                    time_in_force: tif,
                    price: limit.then(|| self.price(instrument, step)),
                    stop: stops.then(|| self.price(instrument, stop)),
                    quantity: Quantity::new(units),
                    display,
                    expires,
                    instructions: asks,
                };
                Command::Enter { account, order }
            }
            Wish::Cancel { back } => Command::Cancel { account: self.owner(order(back)), order: order(back) },
            Wish::Replace { back, step, units } => {
                let order = order(back);
                let instrument = self.exchange.orders.get(order)?.seat.instrument;
                let price = step.map(|step| self.price(instrument, step));
                Command::Replace { account: self.owner(order), order, price, quantity: units.map(Quantity::new) }
            }
            Wish::CancelAll { investor, buys } => Command::CancelAll {
                account: self.account(investor),
                instrument: None,
                side: buys.then_some(Side::Buy),
                disconnected: false,
            },
            Wish::Kill { investor } => Command::Kill { account: Some(self.account(investor)) },
            Wish::Restore => Command::Restore { account: None },
            Wish::Halt { symbol: at } => Command::Halt { instrument: symbol(at), reason: "test".into() },
            Wish::Resume { symbol: at } => Command::Resume { instrument: symbol(at) },
            Wish::Timer => {
                let due = self.exchange.next_due()?;
                Command::Timer { due: due.number, draw: due.draw_up_to / 2 }
            }
        })
    }

    pub(super) fn account(&self, investor: usize) -> AccountId {
        let all = self.exchange.investors.len();
        *self.exchange.investors.values().nth(investor * 3 % all).expect("every scenario has investors")
    }

    fn owner(&self, order: OrderId) -> AccountId {
        self.exchange.orders.owner(order).unwrap_or(AccountId(2))
    }

    /// A price some ticks from the reference.
    pub(super) fn price(&self, symbol: Symbol, steps: i64) -> Price {
        let view = &self.views.market.instruments[&symbol];
        let (reference, tick) = (view.reference_price(), view.tick_at(view.reference_price()));
        let near = reference.scaled() / tick.scaled() + steps;
        Price::from_scaled(near * tick.scaled())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 40, ..ProptestConfig::default() })]

    /// Cash and units are conserved, nobody owes, what is reserved is what is needed, a rejected input changes nothing,
    /// and the views agree with the state: after every input.
    #[test]
    fn a_random_life_keeps_its_books(wishes in prop::collection::vec(wish(), 100..150)) {
        let mut floor = Floor::open();
        floor.check();
        let (mut accepted, mut traded) = (0, 0);
        for wish in wishes {
            let Some(command) = floor.command(&wish) else { continue };
            let before = floor.exchange.fingerprint();
            let events = floor.apply(command);
            let rejected = events.iter().any(|event| matches!(event.fact, Fact::Rejected { .. }));
            if rejected {
                prop_assert_eq!(events.len(), 1, "a rejected input tells its rejection alone");
                prop_assert_eq!(before, floor.exchange.fingerprint(), "a rejected input has changed something");
            }
            accepted += usize::from(!rejected);
            traded += events.iter().filter(|event| matches!(event.fact, Fact::Traded { .. })).count();
            floor.check();
        }
        prop_assert!(accepted > 20 && traded > 0, "{} accepted, {} traded", accepted, traded);
    }
}

#[test]
fn an_order_for_the_close_is_told_with_the_call_that_it_joins() {
    let mut floor = Floor::open();
    let in_phase = |floor: &Floor, symbol: &Symbol| floor.exchange.listings[symbol].market.phase();
    let continuous = |symbol: &&Symbol| in_phase(&floor, symbol) == TradingPhase::Continuous;
    let symbol = *floor.symbols.iter().find(continuous).expect("three names are in continuous trading");
    let account = floor.exchange.investor(&"foundation-1".parse().expect("a name")).expect("an investor");
    let price = Some(floor.price(symbol, -5));
    let order = OrderRequest {
        client_order_id: None,
        instrument: symbol,
        side: Side::Buy,
        kind: OrderType::Limit,
        time_in_force: TimeInForce::AtTheClose,
        price,
        stop: None,
        quantity: Quantity::new(7),
        display: None,
        expires: None,
        instructions: Instructions::NONE,
    };
    let events = floor.apply(Command::Enter { account, order });
    assert!(events.iter().any(|event| matches!(event.fact, Fact::OrderAccepted { .. })));
    while in_phase(&floor, &symbol) != TradingPhase::Call {
        let due = floor.exchange.next_due().expect("the day ends with a call");
        floor.apply(Command::Timer { due: due.number, draw: 0 });
    }
    floor.check();
    let open = floor.exchange.listings[&symbol].market.depth(Side::Buy, usize::MAX);
    assert!(open.iter().any(|&(at, _)| Some(at) == price), "the order stands in the call");
}

#[test]
fn a_call_that_goes_on_after_a_halt_is_told_anew() {
    let mut floor = Floor::open();
    let crossed = |symbol: &&Symbol| {
        let market = &floor.exchange.listings[*symbol].market;
        market.phase() == TradingPhase::Call && market.indicative().is_some()
    };
    let instrument = *floor.symbols.iter().find(crossed).expect("in some call orders cross");
    floor.apply(Command::Halt { instrument, reason: "news".to_owned() });
    floor.check();
    let events = floor.apply(Command::Resume { instrument });
    assert!(events.iter().any(|event| matches!(event.fact, Fact::Indicative { price: Some(_), .. })));
    floor.check();
}

#[test]
fn what_a_buyer_saves_on_a_better_price_is_free_at_once() {
    let mut floor = Floor::open();
    let best_ask = |(&symbol, listing): (&Symbol, &super::listing::Listing)| {
        let continuous = listing.market.phase() == TradingPhase::Continuous;
        let ask = listing.market.depth(Side::Sell, 1).first().copied().filter(|_| continuous);
        let near = |price: Price| listing.market.last().is_some_and(|last| price.scaled() * 100 < last.scaled() * 104);
        ask.filter(|&(price, _)| near(price)).map(|(price, _)| (symbol, price))
    };
    let offered = floor.exchange.listings.iter().find_map(best_ask);
    let (symbol, ask) = offered.expect("one of three continuous names has an ask");
    let account = floor.exchange.investor(&"foundation-1".parse().expect("a name")).expect("an investor");
    let cash = |floor: &Floor| floor.exchange.ledger.balance(account, Asset::Cash);
    let before = cash(&floor);
    let order = OrderRequest {
        client_order_id: None,
        instrument: symbol,
        side: Side::Buy,
        kind: OrderType::Limit,
        time_in_force: TimeInForce::Day,
        price: Some(Price::from_scaled(ask.scaled() + 100)),
        stop: None,
        quantity: Quantity::new(1),
        display: None,
        expires: None,
        instructions: Instructions::NONE,
    };
    let events = floor.apply(Command::Enter { account, order });
    let (value, fee) = events
        .iter()
        .find_map(|event| match event.fact {
            Fact::Traded { value, buyer_fee, .. } => Some((value, buyer_fee)),
            _ => None,
        })
        .expect("it trades at the ask");
    assert_eq!(Some(value), Money::of(ask, Quantity::new(1), 1));
    let spent = before.available.checked_sub(cash(&floor).available).expect("small");
    assert_eq!(spent.money(), value.checked_add(fee).expect("small"));
    assert_eq!(cash(&floor).reserved, before.reserved);
}

#[test]
fn what_self_trade_prevention_takes_from_an_order_is_free_again() {
    let mut floor = Floor::open();
    let continuous = |listing: &super::listing::Listing| listing.market.phase() == TradingPhase::Continuous;
    let best = |floor: &Floor, symbol: &Symbol, side| {
        floor.exchange.listings[symbol].market.depth(side, 1).first().map(|&(price, _)| price)
    };
    let found = floor.exchange.listings.iter().find_map(|(&symbol, listing)| {
        let (bid, ask) = best(&floor, &symbol, Side::Buy).zip(best(&floor, &symbol, Side::Sell))?;
        let inside = Price::from_scaled(bid.scaled() + floor.views.market.instruments[&symbol].tick_at(bid).scaled());
        let holder = floor.exchange.investors.values().copied().find(|&account| {
            floor.exchange.ledger.balance(account, Asset::Units(symbol)).available >= Amount::of_parts(9)
        });
        holder.filter(|_| continuous(listing) && inside < ask).map(|holder| (symbol, holder, inside))
    });
    let (instrument, account, price) = found.expect("a spread of two ticks in one of three continuous names");
    let order = |side, units| OrderRequest {
        instructions: Instructions {
            self_trade_prevention: Some(SelfTradePrevention::Decrement),
            ..Instructions::NONE
        },
        ..limit(instrument, side, price, units)
    };
    for (resting, taking, left) in [(Side::Sell, 5, 2), (Side::Buy, 7, 4)] {
        floor.apply(Command::Enter { account, order: order(resting, 3) });
        let events = floor.apply(Command::Enter { account, order: order(resting.opposite(), taking) });
        let told = events.iter().find_map(|event| match event.fact {
            Fact::OrderDecremented { lost, quantity, .. } => Some((lost.units(), quantity.units())),
            _ => None,
        });
        assert_eq!(told, Some((3, left)));
        floor.check();
        let order = OrderId(floor.exchange.orders.len() as u64);
        floor.apply(Command::Cancel { account, order });
    }
    // Now the resting order is the larger one.
    floor.apply(Command::Enter { account, order: order(Side::Sell, 9) });
    let events = floor.apply(Command::Enter { account, order: order(Side::Buy, 4) });
    assert!(
        events
            .iter()
            .any(|event| matches!(event.fact, Fact::OrderDecremented { quantity, .. } if quantity.units() == 5))
    );
    floor.check();
}
