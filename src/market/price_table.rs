//! How an auction comes to its price, for people: the table of candidates and what each rule left of it. Made when
//! somebody asks, by the same determination of the price that trading uses.

use serde::Serialize;

use super::happening::Indicative;
use super::market::Market;
use super::price_determination::{Segment, determine_before};
use super::rules::TieBreak;
use crate::domain::{Price, Quantity, Side};

/// Neighbouring candidate prices at which the same quantities are wanted: all ticks from `low` to `high`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// The lowest of these prices.
    pub low: Price,
    /// The highest of these prices.
    pub high: Price,
    /// How many valid prices these are.
    pub prices: u64,
    /// What buyers would take at each of them, in units.
    pub demand: Quantity,
    /// What sellers would give at each of them, in units.
    pub supply: Quantity,
    /// What would trade: the smaller of the two.
    pub volume: Quantity,
    /// What would be left on the larger side.
    pub surplus: Quantity,
    /// Which side that is; empty without surplus.
    pub surplus_side: Option<Side>,
}

/// What one rule of the tie-break left of the candidates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TieBreakStep {
    /// The rule.
    pub rule: TieBreak,
    /// How many prices it left.
    pub left: u64,
    /// The lowest of them.
    pub low: Option<Price>,
    /// The highest of them.
    pub high: Option<Price>,
}

/// How an auction comes to its price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PriceTable {
    /// The reference price: the last trade, else that of the rules.
    pub reference: Option<Price>,
    /// The lowest price inside the static collar, where there is one.
    pub collar_low: Option<Price>,
    /// The highest price inside the static collar, where there is one.
    pub collar_high: Option<Price>,
    /// Units to buy without a limit; part of the demand at every price.
    pub market_demand: Quantity,
    /// Units to sell without a limit; part of the supply at every price.
    pub market_supply: Quantity,
    /// How many candidate prices there were.
    pub prices: u64,
    /// The lowest of them.
    pub low: Option<Price>,
    /// The highest of them.
    pub high: Option<Price>,
    /// The candidate prices, rising.
    pub candidates: Vec<Candidate>,
    /// What each rule left, in the order of the market's rules.
    pub steps: Vec<TieBreakStep>,
    /// The rule that left one price; empty where none did, and the highest of those left was taken.
    pub decided_by: Option<TieBreak>,
    /// The price and what trades at it; empty where nothing trades.
    pub found: Option<Indicative>,
}

impl PriceTable {
    /// The same with those candidates only that were in question: those with the greatest volume. The others tell what
    /// orders would do that nobody has met, hidden quantity included.
    #[must_use]
    pub fn in_question(mut self) -> Self {
        let most = self.found.map(|found| found.volume);
        self.candidates.retain(|candidate| Some(candidate.volume) == most);
        self
    }
}

impl Market {
    /// How an auction would come to its price now.
    #[must_use]
    pub fn price_table(&self) -> PriceTable {
        let interest = self.interest();
        let (mut candidates, mut steps) = (Vec::<Candidate>::new(), Vec::new());
        let found = determine_before(&interest, self.rules.tie_break(), &mut |rule, segments| match rule {
            None => candidates = segments.iter().map(|segment| self.candidate(segment)).collect(),
            Some(rule) => steps.push(self.step(rule, segments)),
        });
        let band = self.static_band();
        PriceTable {
            reference: interest.reference,
            collar_low: band.map(|(low, _)| Price::from_scaled(low)),
            collar_high: band.map(|(_, high)| Price::from_scaled(high)),
            market_demand: Quantity::new(interest.unpriced_buy),
            market_supply: Quantity::new(interest.unpriced_sell),
            prices: candidates.iter().map(|candidate| candidate.prices).sum(),
            low: candidates.first().map(|first| first.low),
            high: candidates.last().map(|last| last.high),
            candidates,
            decided_by: steps.iter().find(|step| step.left == 1).map(|step| step.rule).filter(|_| found.is_some()),
            steps,
            found,
        }
    }

    fn candidate(&self, segment: &Segment) -> Candidate {
        Candidate {
            low: segment.low,
            high: segment.high,
            prices: self.rules.ticks().count(segment.low, segment.high),
            demand: Quantity::new(segment.demand),
            supply: Quantity::new(segment.supply),
            volume: Quantity::new(segment.volume()),
            surplus: Quantity::new(segment.surplus()),
            surplus_side: segment.surplus_side(),
        }
    }

    fn step(&self, rule: TieBreak, segments: &[Segment]) -> TieBreakStep {
        let left = segments.iter().map(|segment| self.rules.ticks().count(segment.low, segment.high)).sum();
        let (low, high) = (segments.first().map(|segment| segment.low), segments.last().map(|segment| segment.high));
        TieBreakStep { rule, left, low, high }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Timestamp, TradingPhase};
    use crate::market::tests::order;
    use crate::market::{AuctionRules, MarketFile, Rules};

    fn price(text: &str) -> Price {
        text.parse().expect("a price")
    }

    /// A call of limit orders, given as side, units and limit.
    fn call(reference: Option<&str>, orders: &[(Side, u64, &str)]) -> Market {
        let rules = Rules::default();
        let rules = reference.map_or(rules.clone(), |reference| rules.with_reference_price(price(reference)));
        let mut market = Market::in_phase(rules, TradingPhase::Call);
        for (id, &(side, units, limit)) in (1..).zip(orders) {
            let order = order(id, side, limit, units);
            market.enter(Timestamp::default(), &order, &mut Vec::new()).expect("accepted");
        }
        market
    }

    /// Xetra's second example: volume leaves the prices from 199 to 201, all with a surplus to buy.
    #[test]
    fn the_table_tells_how_market_pressure_decided() {
        use Side::{Buy, Sell};
        let market = call(None, &[(Buy, 400, "202"), (Buy, 200, "201"), (Sell, 300, "199"), (Sell, 200, "198")]);
        let table = market.price_table();
        let row = |at: &Candidate| {
            let units = [at.demand, at.supply, at.volume, at.surplus].map(Quantity::units);
            (at.low.to_string(), at.high.to_string(), at.prices, units)
        };
        let expected = [
            ("198", "198", 1, [600, 200, 200, 400]),
            ("198.0001", "198.9999", 9_999, [600, 200, 200, 400]),
            ("199", "199", 1, [600, 500, 500, 100]),
            ("199.0001", "200.9999", 19_999, [600, 500, 500, 100]),
            ("201", "201", 1, [600, 500, 500, 100]),
            ("201.0001", "201.9999", 9_999, [400, 500, 400, 100]),
            ("202", "202", 1, [400, 500, 400, 100]),
        ];
        let rows: Vec<_> = table.candidates.iter().map(row).collect();
        assert_eq!(rows, expected.map(|(low, high, count, units)| (low.to_owned(), high.to_owned(), count, units)));
        let left: Vec<(TieBreak, u64)> = table.steps.iter().map(|step| (step.rule, step.left)).collect();
        let [volume, surplus, pressure, reference, highest] = TieBreak::BORSA_ITALIANA;
        assert_eq!(left, [(volume, 20_001), (surplus, 20_001), (pressure, 1), (reference, 1), (highest, 1)]);
        assert_eq!((table.prices, table.decided_by), (40_001, Some(TieBreak::MarketPressure)));
        assert_eq!(table.found, market.indicative());
        assert_eq!(table.in_question().candidates.len(), 3);
    }

    #[test]
    fn where_no_rule_leaves_one_price_the_table_says_so() {
        let auction = Some(AuctionRules { tie_break: Some(vec![TieBreak::MaxVolume]), ..AuctionRules::default() });
        let table = toml::from_str(include_str!("../../sim-scenarios/parameters/tick-table-rts11.toml"));
        let file = MarketFile { auction, ..MarketFile::default() };
        let rules = Rules::new(&file, &table.expect("the shipped table")).expect("rules");
        let market = Market { rules, ..call(None, &[(Side::Buy, 5, "10"), (Side::Sell, 5, "9.9999")]) };
        let table = market.price_table();
        assert_eq!((table.prices, table.decided_by), (2, None));
        assert_eq!(table.found.map(|found| found.price), Some(price("10")));
    }

    #[test]
    fn where_nothing_meets_the_table_has_candidates_and_no_price() {
        let table = call(None, &[(Side::Buy, 5, "9"), (Side::Sell, 5, "10")]).price_table();
        assert_eq!((table.prices, table.found, table.decided_by), (10_001, None, None));
        assert!(call(None, &[]).price_table().candidates.is_empty());
    }
}
