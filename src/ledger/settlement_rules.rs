//! When trades settle and what follows when one does not, as data; the days that hang on it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{Calendar, Day, InstrumentKind, Money, Provenance, TimeOfDay};

/// The longest time from trade to settlement, in business days.
const LAG_MAX: u32 = 10;
/// Penalties are parts of so many of the value.
const MILLION: i128 = 1_000_000;
/// A cent in 1/10,000 of a euro.
const CENT: i128 = 100;

/// The rules of settlement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettlementRules {
    /// Version of this file's format: 1.
    pub format: u32,
    /// How long after its trade a trade settles, by the day of the trade; earliest first.
    pub cycles: Vec<Cycle>,
    /// When trades settle on their day.
    pub run: Run,
    /// What may be done with what has not settled.
    pub unsettled: UnsettledUse,
    /// What follows when a trade does not settle.
    pub fails: FailRules,
}

/// A settlement cycle, from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cycle {
    /// The first day of trading for which it holds.
    pub from: Day,
    /// Business days from the trade to its settlement, 0 to 10.
    pub lag: u32,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// The settlement of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// Time of day at which everything due settles.
    pub at: TimeOfDay,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// What may be done with what has not settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnsettledUse {
    /// Whether orders may be covered by it.
    pub trading: bool,
    /// Whether it may leave the market: pay for a subscription. Where it may, the exchange advances the cash.
    pub payments: bool,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// What follows when a trade does not settle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FailRules {
    /// Millionths of the units' value a business day, where shares are missing.
    pub equity: u32,
    /// The same for everything else, such as bonds.
    pub debt: u32,
    /// Millionths of the amount due a business day, where cash is missing.
    pub cash: u32,
    /// After so many failed business days the exchange delivers by force; at least 1.
    pub enforced_after: u32,
    /// Where these figures come from.
    pub provenance: Provenance,
}

impl SettlementRules {
    /// What a schema cannot say: each a pointer and a sentence.
    #[must_use]
    pub fn faults(&self) -> Vec<(String, String)> {
        let mut faults = Vec::new();
        let mut fault = |pointer: String, detail: &str| faults.push((pointer, detail.to_owned()));
        if self.format != 1 {
            fault("/format".to_owned(), "this version reads format 1");
        }
        if self.cycles.is_empty() {
            fault("/cycles".to_owned(), "at least one cycle says after how many business days a trade settles");
        }
        for (index, cycle) in self.cycles.iter().enumerate() {
            if cycle.lag > LAG_MAX {
                fault(format!("/cycles/{index}/lag"), "a trade settles after 10 business days at most");
            }
        }
        for (index, pair) in self.cycles.windows(2).enumerate() {
            let next = index + 1;
            if pair[1].from <= pair[0].from {
                fault(format!("/cycles/{next}/from"), "cycles follow each other: the earliest comes first");
            }
            // Else a later trade would settle before an earlier one, with units that have not come yet.
            if pair[1].lag + 1 < pair[0].lag {
                let detail = "a cycle is shorter than the one before by one business day at most: put one in between";
                fault(format!("/cycles/{next}/lag"), detail);
            }
        }
        if self.fails.enforced_after == 0 {
            fault("/fails/enforced_after".to_owned(), "a trade has at least one business day to settle late");
        }
        faults
    }

    /// The day on which a trade of this day settles: as many business days later as its cycle says. A trade on a day
    /// without business counts as one of the next business day.
    #[must_use]
    pub fn settles_on(&self, traded_on: Day, calendar: &Calendar) -> Day {
        let day = calendar.business_day_from(traded_on);
        let holds = self.cycles.iter().rev().find(|cycle| cycle.from <= day).or(self.cycles.first());
        calendar.plus_business_days(day, holds.map_or(0, |cycle| cycle.lag))
    }

    /// The record day of a payment: the business day before it. Whoever holds settled units at its end is paid.
    #[must_use]
    pub fn record_day(&self, paid_on: Day, calendar: &Calendar) -> Day {
        calendar.business_day_before(paid_on)
    }

    /// The first day of trading without a payment: trades of this day settle after the record day. With a settlement
    /// after two business days it is the business day before the record day, after one it is that day itself.
    #[must_use]
    pub fn ex_day(&self, record_on: Day, calendar: &Calendar) -> Day {
        let mut ex = calendar.business_day_from(record_on.plus_days(1));
        loop {
            let before = calendar.business_day_before(ex);
            if self.settles_on(before, calendar) <= record_on {
                return ex;
            }
            ex = before;
        }
    }

    /// What one failed business day costs whoever did not deliver units of this worth: rounded half away from zero to
    /// the cent. Nothing on overflow.
    #[must_use]
    pub fn penalty_for_units(&self, kind: InstrumentKind, worth: Money) -> Option<Money> {
        part(worth, if kind.is_equity() { self.fails.equity } else { self.fails.debt })
    }

    /// The same for whoever did not pay this amount.
    #[must_use]
    pub fn penalty_for_cash(&self, amount: Money) -> Option<Money> {
        part(amount, self.fails.cash)
    }
}

/// So many millionths of an amount that is not negative, to the cent.
fn part(amount: Money, millionths: u32) -> Option<Money> {
    let unit = MILLION * CENT;
    let cents = amount.scaled().checked_mul(i128::from(millionths))?.checked_add(unit / 2)? / unit;
    Some(Money::from_scaled(cents * CENT))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn shipped() -> (SettlementRules, Calendar) {
        let rules = include_str!("../../sim-scenarios/parameters/settlement.toml");
        let calendar = include_str!("../../sim-scenarios/parameters/calendar-target.toml");
        (toml::from_str(rules).expect("rules"), toml::from_str(calendar).expect("a calendar"))
    }

    #[test]
    fn trades_settle_after_two_business_days_and_from_october_2027_after_one() {
        let (rules, calendar) = shipped();
        assert_eq!(rules.faults(), []);
        let cases = [
            ("2026-10-14", "2026-10-16"), // a Wednesday
            ("2026-10-16", "2026-10-20"), // over a weekend
            ("2027-03-24", "2027-03-30"), // over Easter: Thursday counts, Good Friday and Monday do not
            ("2027-03-25", "2027-03-31"),
            ("2026-12-23", "2026-12-28"), // over Christmas, a Friday and a Saturday
            ("2027-10-08", "2027-10-12"), // the last Friday of T+2
            ("2027-10-11", "2027-10-12"), // the first Monday of T+1
            ("2027-10-15", "2027-10-18"),
            ("2027-10-16", "2027-10-19"), // a Saturday counts as the Monday after it
            ("2027-10-09", "2027-10-12"), // also for the cycle that holds
        ];
        for (traded, settles) in cases {
            assert_eq!(rules.settles_on(day(traded), &calendar), day(settles), "{traded}");
        }
    }

    #[test]
    fn later_trades_never_settle_earlier() {
        let (rules, calendar) = shipped();
        let days: Vec<Day> = (0..1_500).map(|days| day("2026-01-01").plus_days(days)).collect();
        assert!(
            days.windows(2)
                .all(|pair| { rules.settles_on(pair[0], &calendar) <= rules.settles_on(pair[1], &calendar) })
        );
    }

    #[test]
    fn the_ex_day_parts_the_trades_that_settle_by_the_record_day_from_those_that_do_not() {
        let (rules, calendar) = shipped();
        // Paid on Thursday 2 July: the record day is Wednesday, and trades of Tuesday settle on Thursday.
        let record = rules.record_day(day("2026-07-02"), &calendar);
        assert_eq!((record, rules.ex_day(record, &calendar)), (day("2026-07-01"), day("2026-06-30")));
        // After the change the ex day is the record day.
        let record = rules.record_day(day("2027-11-04"), &calendar);
        assert_eq!((record, rules.ex_day(record, &calendar)), (day("2027-11-03"), day("2027-11-03")));
        // Around the change: both Friday and Monday settle on Tuesday.
        assert_eq!(rules.ex_day(day("2027-10-11"), &calendar), day("2027-10-08"));
        assert_eq!(rules.ex_day(day("2027-10-12"), &calendar), day("2027-10-12"));
        for record in (0..900).map(|days| day("2026-01-05").plus_days(days)) {
            let ex = rules.ex_day(record, &calendar);
            assert!(rules.settles_on(ex, &calendar) > record, "{record}");
            assert!(rules.settles_on(calendar.business_day_before(ex), &calendar) <= record, "{record}");
        }
    }

    #[test]
    fn a_penalty_is_rounded_to_the_cent() {
        let (rules, _) = shipped();
        let money = |text: &str| text.parse::<Money>().expect("money");
        let share = |worth: &str| rules.penalty_for_units(InstrumentKind::Share, money(worth));
        assert_eq!(share("100000"), Some(money("2.5")));
        assert_eq!(share("199.9999"), Some(Money::ZERO)); // 0.00499.. euro
        assert_eq!(share("200"), Some(money("0.01"))); // exactly half a cent
        assert_eq!(rules.penalty_for_units(InstrumentKind::Bond, money("100000")), Some(money("1.5")));
        assert_eq!(rules.penalty_for_cash(money("100000")), Some(money("6.5")));
    }

    #[test]
    fn rules_that_contradict_themselves_are_told() {
        let (rules, _) = shipped();
        let told = |change: fn(&mut SettlementRules)| {
            let mut changed = rules.clone();
            change(&mut changed);
            changed.faults().into_iter().map(|(pointer, _)| pointer).collect::<Vec<_>>()
        };
        assert_eq!(told(|rules| rules.format = 2), ["/format"]);
        assert_eq!(told(|rules| rules.cycles.clear()), ["/cycles"]);
        assert_eq!(told(|rules| rules.cycles.reverse()), ["/cycles/1/from"]);
        assert_eq!(told(|rules| rules.cycles[0].lag = 3), ["/cycles/1/lag"]);
        assert_eq!(told(|rules| rules.cycles[1].lag = 11), ["/cycles/1/lag"]);
        assert_eq!(told(|rules| rules.fails.enforced_after = 0), ["/fails/enforced_after"]);
    }
}
