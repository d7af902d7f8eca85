//! Random commands for one market, and what happens when they are played.

use borsa_sociale::domain::{
    Instructions, OrderId, OrderType, Price, Quantity, SelfTradePrevention, Side, TimeInForce, Timestamp, TradingPhase,
};
use borsa_sociale::market::{AuctionRules, Happening, Market, MarketFile, NewOrder, Rules, TickTable, TieBreak};
use proptest::prelude::*;

/// One command.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Command {
    New(NewOrder),
    Cancel(OrderId),
    Replace(OrderId, Option<Price>, Option<Quantity>),
    Phase(TradingPhase),
    Time(Timestamp),
}

/// A price in 1/10,000.
pub(crate) const fn at(scaled: i64) -> Price {
    Price::from_scaled(scaled)
}

/// A market with this tick, reference price and tie-break.
pub(crate) fn market(tick: i64, reference: Option<i64>, tie_break: &[TieBreak]) -> Market {
    let file = MarketFile {
        tick: Some(at(tick)),
        reference_price: reference.map(at),
        auction: Some(AuctionRules { tie_break: Some(tie_break.to_vec()), ..AuctionRules::default() }),
        ..MarketFile::default()
    };
    let table = include_str!("../../sim-scenarios/parameters/tick-table-rts11.toml");
    let table: TickTable = toml::from_str(table).expect("the shipped table");
    Market::new(Rules::new(&file, &table).expect("rules"))
}

/// Plays commands; gives what each made happen, nothing for one that was rejected.
pub(crate) fn play(market: &mut Market, commands: &[Command]) -> Vec<Vec<Happening>> {
    let mut now = Timestamp::from_nanos(1);
    commands.iter().map(|command| step(market, &mut now, command)).collect()
}

/// Plays one command.
pub(crate) fn step(market: &mut Market, now: &mut Timestamp, command: &Command) -> Vec<Happening> {
    let mut out = Vec::new();
    // A rejection tells nothing and changes nothing: that is what is compared.
    match *command {
        Command::New(order) => drop(market.enter(*now, &order, &mut out)),
        Command::Cancel(id) => drop(market.cancel(id, &mut out)),
        Command::Replace(id, price, quantity) => drop(market.replace(id, price, quantity, &mut out)),
        Command::Phase(phase) => market.enter_phase(phase, &mut out),
        Command::Time(time) => {
            *now = time.max(*now);
            market.expire(*now, &mut out);
        }
    }
    out
}

/// A limit order until canceled.
pub(crate) fn limit(id: u64, side: Side, price: i64, units: u64) -> NewOrder {
    NewOrder {
        id: OrderId(id),
        group: 0,
        side,
        kind: OrderType::Limit,
        time_in_force: TimeInForce::GoodTillCancel,
        price: Some(at(price)),
        stop: None,
        quantity: Quantity::new(units),
        display: None,
        expires_at: None,
        instructions: Instructions::NONE,
    }
}

pub(crate) fn side() -> impl Strategy<Value = Side> {
    prop_oneof![Just(Side::Buy), Just(Side::Sell)]
}

/// Orders of every kind on a short ladder around 100, cancels, replaces, phases and time. Orders are numbered from 1.
pub(crate) fn commands() -> impl Strategy<Value = Vec<Command>> {
    prop::collection::vec(command(), 1..80).prop_map(|mut commands| {
        let news = commands.iter_mut().filter_map(|command| match command {
            Command::New(order) => Some(order),
            _ => None,
        });
        (1..).zip(news).for_each(|(id, order)| order.id = OrderId(id));
        commands
    })
}

fn command() -> impl Strategy<Value = Command> {
    let phase = prop_oneof![
        4 => Just(TradingPhase::Call),
        6 => Just(TradingPhase::Continuous),
        1 => Just(TradingPhase::TradingAtLast),
        1 => Just(TradingPhase::Closed),
    ];
    let which = (1_u64..60).prop_map(OrderId);
    let price = || prop::option::of((91_i64..=109).prop_map(at));
    let total = prop::option::of((1_u64..=20).prop_map(Quantity::new));
    prop_oneof![
        14 => new_order().prop_map(Command::New),
        2 => which.clone().prop_map(Command::Cancel),
        3 => (which, price(), total).prop_map(|(id, price, total)| Command::Replace(id, price, total)),
        2 => phase.prop_map(Command::Phase),
        1 => (1_i64..40).prop_map(|time| Command::Time(Timestamp::from_nanos(time))),
    ]
}

fn new_order() -> impl Strategy<Value = NewOrder> {
    use TimeInForce::{AtTheClose, Day, FillOrKill, GoodForAuction, GoodTillCancel, GoodTillDate, ImmediateOrCancel};
    let kind = prop_oneof![
        8 => Just(OrderType::Limit),
        2 => Just(OrderType::Market),
        2 => Just(OrderType::MarketToLimit),
        2 => Just(OrderType::Stop),
        2 => Just(OrderType::StopLimit),
    ];
    let words = prop_oneof![
        6 => Just(Day),
        4 => Just(GoodTillCancel),
        2 => Just(GoodTillDate),
        1 => prop_oneof![Just(ImmediateOrCancel), Just(FillOrKill), Just(GoodForAuction), Just(AtTheClose)],
    ];
    let display = prop_oneof![6 => Just(None), 1 => (1_u64..=6).prop_map(Some)];
    let prevention = prop_oneof![
        8 => Just(None),
        1 => prop_oneof![
            Just(SelfTradePrevention::CancelNewest),
            Just(SelfTradePrevention::CancelOldest),
            Just(SelfTradePrevention::CancelBoth),
            Just(SelfTradePrevention::Decrement),
        ].prop_map(Some),
    ];
    let numbers = (91_i64..=109, 91_i64..=109, 1_u64..=20, 1_i64..60, 0_u32..4);
    (side(), kind, words, display, prevention, numbers).prop_map(
        |(side, kind, time_in_force, display, prevention, (price, stop, units, expires, group))| {
            let limited = matches!(kind, OrderType::Limit | OrderType::StopLimit);
            let stops = matches!(kind, OrderType::Stop | OrderType::StopLimit);
            NewOrder {
                kind,
                time_in_force,
                group,
                price: limited.then_some(at(price)),
                stop: stops.then_some(at(stop)),
                display: display.filter(|_| kind == OrderType::Limit).map(Quantity::new),
                expires_at: (time_in_force == GoodTillDate).then(|| Timestamp::from_nanos(expires)),
                instructions: Instructions { self_trade_prevention: prevention, ..Instructions::NONE },
                ..limit(0, side, price, units)
            }
        },
    )
}
