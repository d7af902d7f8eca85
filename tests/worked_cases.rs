//! Worked cases that other people published, named after their ids: the outcomes that our rulebook shares.
//!
//! Continuous cases are the 34 of flash1's conformance gate; auction cases are the Xetra and Euronext examples as open
//! tests encode them, and one of Vega. `docs/worked-cases.md` says which are decided otherwise here, and why.

mod flow;

use borsa_sociale::domain::{
    Instructions, OrderId, OrderType, Price, Quantity, Side, TimeInForce, Timestamp, TradingPhase,
};
use borsa_sociale::market::{Happening, Market, NewOrder, Rules};

/// Writes the compact notation as a flow: `B1 10@100` a buy, `i` behind it for `ioc`, `X` a cancel, `M` a replace.
fn csv(script: &str) -> String {
    let mut text = "time,action,instrument,order,side,tif,quantity,price\n".to_owned();
    for (number, line) in script.split("; ").enumerate() {
        let time = if number == 0 { "1" } else { "" };
        let (name, terms) = line.split_once(' ').unwrap_or((line, ""));
        let (letter, id) = name.split_at(1);
        let (terms, tif) = terms.strip_suffix('i').map_or((terms, ""), |terms| (terms, "ioc"));
        let (quantity, price) = terms.split_once('@').unwrap_or_default();
        let (action, side) = match letter {
            "B" => ("new", "buy"),
            "S" => ("new", "sell"),
            "X" => ("cancel", ""),
            _ => ("replace", ""),
        };
        text.push_str(&format!("{time},{action},A,{id},{side},{tif},{quantity},{price}\n"));
    }
    text
}

/// Plays a script; `trades` as `T4x1 10@100` (taker 4 with maker 1), `book` as `B2:10` for what is left of order 2.
fn case(script: &str, trades: &str, book: &str, rejected: u64) {
    let played = flow::play(&csv(script));
    let told: Vec<String> = played
        .trades
        .iter()
        .map(|line| {
            let fields: Vec<&str> = line.split(',').collect();
            let (taker, maker) = if fields[5] == "buy" { (fields[3], fields[4]) } else { (fields[4], fields[3]) };
            format!("T{taker}x{maker} {}@{}", fields[2], fields[1])
        })
        .collect();
    assert_eq!(told.join("; "), trades, "{script}");
    let open: Vec<String> = played
        .orders
        .iter()
        .map(|line| line.split(',').collect::<Vec<_>>())
        .filter(|fields| fields[4] != "0")
        .map(|fields| format!("{}:{}", fields[1], fields[4]))
        .collect();
    assert_eq!(open.join("; "), book, "{script}");
    assert_eq!(played.summary["rejected"], rejected, "{script}");
}

macro_rules! cases {
    ($($name:ident: $script:literal => $trades:literal, $book:literal, $rejected:literal;)*) => {
        $(#[test]
        fn $name() {
            case($script, $trades, $book, $rejected);
        })*
    };
}

cases! {
    cancel_middle_then_sweep: "B1 10@100; B2 10@100; B3 10@100; X2; S4 20@100i" => "T4x1 10@100; T4x3 10@100", "", 0;
    cancel_head_then_sweep: "B1 10@100; B2 10@100; B3 10@100; X1; S4 20@100i" => "T4x2 10@100; T4x3 10@100", "", 0;
    multi_level_ioc_sweep: "S1 10@102; S2 10@101; S3 10@100; B4 30@102i" => "T4x3 10@100; T4x2 10@101; T4x1 10@102", "", 0;
    modify_into_cross: "S1 10@100; B2 10@99; M2 10@100" => "T2x1 10@100", "", 0;
    partial_fill_then_cancel: "S1 10@100; B2 6@100; X1" => "T2x1 6@100", "", 0;
    full_fill_then_stale_cancel: "S1 10@100; B2 10@100; X1" => "T2x1 10@100", "", 1;
    fifo_priority: "B1 10@100; B2 10@100; S3 10@100" => "T3x1 10@100", "2:10", 0;
    deep_fifo_scattered_cancel: "B1 10@100; B2 10@100; B3 10@100; B4 10@100; B5 10@100; B6 10@100; B7 10@100; B8 10@100; X2; X5; X7; S9 50@100i" => "T9x1 10@100; T9x3 10@100; T9x4 10@100; T9x6 10@100; T9x8 10@100", "", 0;
    sweep_residual_becomes_bbo: "S1 10@100; S2 10@101; S3 10@102; B4 35@102; S5 5@102i" => "T4x1 10@100; T4x2 10@101; T4x3 10@102; T5x4 5@102", "", 0;
    // The total is 10 with 4 filled: 6 are left at the new price.
    modify_partially_filled_residual: "S1 10@100; B2 4@100; M1 10@101; B3 6@101i" => "T2x1 4@100; T3x1 6@101", "", 0;
    stale_modify_after_full_fill: "S1 10@100; B2 10@100; M1 5@101" => "T2x1 10@100", "", 1;
    // The id is used up: the second order 1 is rejected and nobody meets order 2.
    reuse_id_after_cancel: "B1 10@100; X1; S1 10@200; B2 10@200i" => "", "", 1;
    two_level_cancel_sell_priority: "B1 10@100; B2 10@100; B3 10@101; B4 10@101; X1; X4; S5 20@100i" => "T5x3 10@101; T5x2 10@100", "", 0;
    exact_multilevel_boundary: "S1 10@100; S2 20@101; S3 30@102; B4 60@102i" => "T4x1 10@100; T4x2 20@101; T4x3 30@102", "", 0;
    taker_price_both_directions: "S1 10@100; B2 10@105i; B3 10@200; S4 10@195i" => "T2x1 10@100; T4x3 10@200", "", 0;
    same_level_full_double_consume: "S1 30@9; S2 40@9; B3 100@9; S4 30@9i" => "T3x1 30@9; T3x2 40@9; T4x3 30@9", "", 0;
    post_sweep_book_health: "S1 10@100; S2 10@101; S3 10@102; B4 30@102i; S5 8@101; B6 8@101i; S7 8@103; B8 8@103i" => "T4x1 10@100; T4x2 10@101; T4x3 10@102; T6x5 8@101; T8x7 8@103", "", 0;
    price_priority_both_sides_reverse_arrival: "S1 10@105; S2 10@100; B3 10@105i; B4 10@90; B5 10@95; B6 10@92; S7 30@90i" => "T3x2 10@100; T7x5 10@95; T7x6 10@92; T7x4 10@90", "1:10", 0;
    cancel_best_level_minimal_reprobe: "B1 10@100; B2 7@99; X1; S3 7@99i" => "T3x2 7@99", "", 0;
    ioc_partial_fill_must_not_rest: "S1 10@100; B2 15@100i; S3 5@100i" => "T2x1 10@100", "", 0;
    limit_order_stops_at_own_price: "S1 5@100; S2 10@105; B3 12@102; S4 7@102i" => "T3x1 5@100; T4x3 7@102", "2:10", 0;
    partial_fill_exact_residual_drain: "S1 20@100; B2 8@100i; B3 12@100i; B4 5@100i" => "T2x1 8@100; T3x1 12@100", "", 0;
    fifo_same_price_multi_aggressor: "B1 10@100; B2 10@100; B3 10@100; B4 10@100; S5 15@100i; S6 15@100i" => "T5x1 10@100; T5x2 5@100; T6x2 5@100; T6x3 10@100", "4:10", 0;
    reuse_id_after_full_fill: "B1 10@100; S2 10@100; S1 10@200; B3 10@200i" => "T2x1 10@100", "", 1;
    cancel_never_issued_id: "X999; M999 5@100" => "", "", 2;
    stale_ops_after_cancel: "B1 10@100; X1; X1; M1 5@101" => "", "", 2;
    wide_in_domain_price_ceiling: "S1 10@200000; B2 10@200000i" => "T2x1 10@200000", "", 0;
    large_order_id_ceiling: "X2000000" => "", "", 1;
    phantom_trade_exact_exhaust: "S1 5@100; S2 5@100; B3 5@100i" => "T3x1 5@100", "2:5", 0;
    cancel_best_ask_minimal_reprobe: "S1 10@100; S2 7@101; X1; B3 7@101i" => "T3x2 7@101", "", 0;
    cancel_empties_entire_side_then_refill: "B1 10@100; X1; B2 8@95; S3 8@95i" => "T3x2 8@95", "", 0;
    modify_shared_level_sibling_survives: "B1 10@100; B2 10@100; M1 10@99; S3 10@100i" => "T3x2 10@100", "1:10", 0;
    modify_into_cross_price_improvement: "S1 10@100; B2 10@90; M2 10@105; B3 10@200; S4 10@210; M4 10@195" => "T2x1 10@100; T4x3 10@200", "", 0;
}

#[test]
fn deep_recursive_sweep_5000() {
    let sells = (1..=5_000).map(|id| format!("S{id} 1@100; ")).collect::<String>();
    let trades: Vec<String> = (1..=5_000).map(|id| format!("T5001x{id} 1@100")).collect();
    case(&format!("{sells}B5001 5000@100i"), &trades.join("; "), "", 0);
}

/// A call of orders such as `B 40@10.02`, `S 80 M`, `B 50 MTL`, numbered from 1.
struct Call {
    market: Market,
    out: Vec<Happening>,
    count: u64,
}

fn price(text: &str) -> Price {
    text.parse().expect("a price")
}

impl Call {
    fn new(reference: Option<&str>, orders: &[&str]) -> Self {
        let rules = Rules::default();
        let rules = reference.map_or(rules.clone(), |reference| rules.with_reference_price(price(reference)));
        let mut call = Self { market: Market::in_phase(rules, TradingPhase::Call), out: Vec::new(), count: 0 };
        orders.iter().for_each(|order| call.enter(order, TimeInForce::GoodTillCancel));
        call
    }

    fn enter(&mut self, order: &str, time_in_force: TimeInForce) {
        let (side, terms) = order.split_once(' ').expect("a side");
        let (quantity, kind, limit) = match (terms.strip_suffix(" MTL"), terms.strip_suffix(" M")) {
            (Some(quantity), _) => (quantity, OrderType::MarketToLimit, None),
            (_, Some(quantity)) => (quantity, OrderType::Market, None),
            _ => {
                let (quantity, limit) = terms.split_once('@').expect("a limit");
                (quantity, OrderType::Limit, Some(price(limit)))
            }
        };
        self.count += 1;
        let order = NewOrder {
            id: OrderId(self.count),
            group: 0,
            side: if side == "B" { Side::Buy } else { Side::Sell },
            kind,
            time_in_force,
            price: limit,
            stop: None,
            quantity: Quantity::new(quantity.parse().expect("a quantity")),
            display: None,
            expires_at: None,
            instructions: Instructions::NONE,
        };
        self.market.enter(Timestamp::default(), &order, &mut self.out).expect("accepted");
    }

    /// The indicative price, volume and surplus, as `199 400 ask 100`.
    fn indicative(&self) -> String {
        let Some(found) = self.market.indicative() else { return "none".to_owned() };
        let side = match found.surplus_side {
            Some(Side::Buy) => "bid",
            Some(Side::Sell) => "ask",
            None => "balanced",
        };
        format!("{} {} {side} {}", found.price, found.volume, found.surplus)
    }

    /// Uncrosses and tells the trades, as `buy-sell quantity@price`.
    fn uncross(&mut self) -> Vec<String> {
        self.out.clear();
        self.market.enter_phase(TradingPhase::Continuous, &mut self.out);
        let trade = |happening: &Happening| match happening {
            Happening::Traded { price, quantity, buy, sell, .. } => Some(format!("{buy}-{sell} {quantity}@{price}")),
            _ => None,
        };
        self.out.iter().filter_map(trade).collect()
    }

    /// What is left in the book, as `order: quantity@limit`.
    fn left(&self) -> Vec<String> {
        let limit = |price: Option<Price>| price.map_or("M".to_owned(), |price| price.to_string());
        self.market
            .open_orders()
            .map(|order| format!("{}: {}@{}", order.id, order.remaining, limit(order.price)))
            .collect()
    }
}

#[test]
fn x1_limits_that_fit() {
    let call = Call::new(None, &["B 200@202", "B 200@201", "B 300@200", "S 100@200", "S 200@198", "S 400@197"]);
    assert_eq!(call.indicative(), "200 700 balanced 0");
}

#[test]
fn x2_surplus_on_the_bid() {
    let call = Call::new(None, &["B 400@202", "B 200@201", "S 300@199", "S 200@198"]);
    assert_eq!(call.indicative(), "201 500 bid 100");
}

#[test]
fn x3_surplus_on_the_ask() {
    let call = Call::new(None, &["B 300@202", "B 200@201", "S 400@199", "S 200@198"]);
    assert_eq!(call.indicative(), "199 500 ask 100");
}

#[test]
fn x5_no_surplus_and_a_reference_price_outside() {
    for (reference, found) in
        [("202", "201 500 balanced 0"), ("198", "199 500 balanced 0"), ("200", "200 500 balanced 0")]
    {
        let call = Call::new(Some(reference), &["B 300@202", "B 200@201", "S 200@198", "S 300@199"]);
        assert_eq!(call.indicative(), found);
    }
}

#[test]
fn x6_market_orders_alone_trade_at_the_reference_price() {
    for reference in ["250", "99"] {
        let call = Call::new(Some(reference), &["B 900 M", "S 800 M"]);
        assert_eq!(call.indicative(), format!("{reference} 800 bid 100"));
    }
}

#[test]
fn x7_nothing_meets() {
    let call = Call::new(None, &["B 80@200", "B 80@199", "S 80@201"]);
    assert_eq!(call.indicative(), "none");
}

#[test]
fn x8_time_decides_at_the_same_limit() {
    let mut call = Call::new(None, &["B 300@200", "B 300@200", "S 400@200"]);
    assert_eq!(call.indicative(), "200 400 bid 200");
    assert_eq!(call.uncross(), ["1-3 300@200", "2-3 100@200"]);
}

#[test]
fn x9_market_and_limit_orders_with_surplus_on_the_ask() {
    let call = Call::new(None, &["B 250 M", "B 150@199", "B 50 M", "S 300 M", "S 200@198"]);
    assert_eq!(call.indicative(), "198 450 ask 50");
}

#[test]
fn e1_e2_market_orders_take_all_limits() {
    let call = Call::new(Some("10"), &["B 80 M", "S 40@10.02", "S 40@10.04"]);
    assert_eq!(call.indicative(), "10.04 80 balanced 0");
    let call = Call::new(Some("10"), &["B 40@9.98", "B 40@9.96", "S 80 M"]);
    assert_eq!(call.indicative(), "9.96 80 balanced 0");
}

#[test]
fn e3_market_to_limit_and_a_late_market_order() {
    let orders = ["B 50 MTL", "B 90@10.10", "B 10@9.90", "S 40 MTL", "S 100@10.08", "S 60@10.15"];
    let mut call = Call::new(Some("10"), &orders);
    assert_eq!(call.indicative(), "10.08 140 balanced 0");
    call.enter("B 20 M", TimeInForce::Day);
    assert_eq!(call.indicative(), "10.1 140 bid 20");
    assert_eq!(call.uncross(), ["1-4 40@10.1", "1-5 10@10.1", "7-5 20@10.1", "2-5 70@10.1"]);
    assert_eq!(call.left(), ["2: 20@10.1", "3: 10@9.9", "6: 60@10.15"]);
}

#[test]
fn e4_market_orders_and_market_to_limit_alone() {
    let mut call = Call::new(Some("10"), &["B 40 MTL", "S 45 M", "B 20 M"]);
    assert_eq!(call.uncross(), ["1-2 40@10", "3-2 5@10"]);
}

#[test]
fn e5_e6_e7_one_market_order_against_one_limit() {
    for (sell, found) in
        [("S 40@9.98", "10 40 balanced 0"), ("S 41@9.98", "9.98 40 ask 1"), ("S 40@10.02", "10.02 40 balanced 0")]
    {
        assert_eq!(Call::new(Some("10"), &["B 40 M", sell]).indicative(), found, "{sell}");
    }
}

#[test]
fn e8_the_rest_of_market_to_limit_becomes_a_limit() {
    let mut call = Call::new(Some("10"), &["B 50 MTL", "S 40 MTL"]);
    assert_eq!(call.uncross(), ["1-2 40@10"]);
    assert_eq!(call.left(), ["1: 10@10"]);
}

#[test]
fn e9_e10_market_to_limit_in_line_with_market_orders() {
    let mut call = Call::new(Some("10"), &["B 10 MTL", "B 10 M", "B 10 MTL", "S 10@10"]);
    assert_eq!(call.uncross(), ["1-4 10@10"]);
    assert_eq!(call.left(), ["3: 10@10"]);
    let mut call = Call::new(Some("10"), &["B 10 MTL", "B 10 M", "B 10 MTL", "S 5@10"]);
    assert_eq!(call.uncross(), ["1-4 5@10"]);
    assert_eq!(call.left(), ["1: 5@10", "3: 10@10"]);
}

#[test]
fn e11_e16_in_continuous_trading() {
    let played = flow::play(
        "time,action,instrument,order,side,type,price,quantity\n\
         1,new,A,1,sell,,10.2,100\n,new,A,2,sell,,10.3,60\n,new,A,m,buy,market,,110\n",
    );
    assert_eq!(played.trades, ["A,10.2,100,m,1,buy", "A,10.3,10,m,2,buy"]);
    let played = flow::play(
        "time,action,instrument,order,side,type,price,quantity\n\
         1,new,A,1,buy,,15,10\n,new,A,2,buy,,12,10\n,new,A,3,buy,,10,10\n,new,A,l,sell,market_to_limit,,25\n\
         ,new,A,4,buy,,15,15\n",
    );
    assert_eq!(played.trades, ["A,15,10,1,l,sell", "A,15,15,4,l,buy"]);
}

#[test]
fn vega_opening_auction() {
    let mut call = Call::new(None, &[]);
    for order in ["B 5@10000", "B 5@10000", "B 4@3000", "S 5@10000", "S 5@10001", "S 3@3000"] {
        call.enter(order, TimeInForce::GoodForAuction);
    }
    call.enter("B 1@1000", TimeInForce::GoodTillCancel);
    call.enter("S 1@11000", TimeInForce::GoodTillCancel);
    assert_eq!(call.indicative(), "10000 8 bid 2");
    assert_eq!(call.uncross(), ["1-6 3@10000", "1-4 2@10000", "2-4 3@10000"]);
    assert_eq!(call.left(), ["7: 1@1000", "8: 1@11000"]);
    assert_eq!(call.market.last(), Some(price("10000")));
}
