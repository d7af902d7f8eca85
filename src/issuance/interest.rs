//! The interest of a bond: its coupon days, what it pays on them, and what has accrued in between.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{Day, DayCount, Money, Quantity, Rate};

/// How often a bond pays when nobody says: once a year.
pub const YEARLY: u8 = 1;

/// What one bond pays between its issue and its maturity.
///
/// Coupon days are counted back from maturity in whole months, so that the last period is always a whole one and the
/// first may be short. Interest begins on the day of issue. Amounts are those of *one* bond, rounded half away from
/// zero to 1/10,000 of a euro: so many bonds earn exactly so many times as much, however their trades are cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Interest {
    /// Nominal of one bond in EUR.
    pub nominal: Money,
    /// Yearly rate, as a fraction.
    pub rate: Rate,
    /// Coupons a year: 1, 2, 4 or 12.
    pub coupons_per_year: u8,
    /// How days become a part of a year.
    pub day_count: DayCount,
    /// The day from which interest accrues.
    pub issued_on: Day,
    /// The day of the last coupon, on which what is left of the nominal is paid back.
    pub matures_on: Day,
    /// Another yearly rate from a day on, once a result has decided it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<RateStep>,
    /// In how many equal parts the nominal is paid back, on the last coupon days (ammortamento): 1 is all at maturity.
    #[serde(default = "at_once", skip_serializing_if = "is_at_once")]
    pub instalments: u16,
}

/// Another rate from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RateStep {
    /// Coupon periods that begin on this day or later have it.
    pub from: Day,
    /// The yearly rate, as a fraction.
    pub rate: Rate,
}

const fn at_once() -> u16 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_at_once(instalments: &u16) -> bool {
    *instalments == 1
}

/// The smallest part in which a nominal is paid back: what is outstanding stays a multiple of it, so that a point of
/// price is always worth whole euro.
const SMALLEST_INSTALMENT: i128 = 100 * crate::domain::SCALE as i128;

/// One coupon period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The coupon day before it, or that it would have had: of a short first period, a day before the issue.
    pub regular_from: Day,
    /// The first day on which interest accrues in it.
    pub begins_on: Day,
    /// Its coupon day.
    pub ends_on: Day,
}

impl Interest {
    /// Whether these terms make a bond: a coupon count that divides the year, a maturity after the issue, nothing
    /// negative.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        matches!(self.coupons_per_year, 1 | 2 | 4 | 12)
            && self.issued_on < self.matures_on
            && self.nominal > Money::ZERO
            && self.rate >= Rate::ZERO
            && self.amortises_evenly()
    }

    /// Whether the nominal can be paid back in so many equal parts: each a multiple of 100 euro, each on a coupon day of
    /// its own after the issue.
    fn amortises_evenly(&self) -> bool {
        if self.instalments <= 1 {
            return self.instalments == 1;
        }
        let parts = i128::from(self.instalments);
        let first = self.coupon_day(i32::from(self.instalments) - 1);
        self.nominal.scaled() % (parts * SMALLEST_INSTALMENT) == 0 && first > self.issued_on
    }

    /// The coupon day so many coupons before maturity.
    fn coupon_day(&self, steps: i32) -> Day {
        self.matures_on.plus_months(-(12 / i32::from(self.coupons_per_year)) * steps)
    }

    /// What is still to be paid back of one bond once the payments of this day are made: nothing from maturity on.
    #[must_use]
    pub fn outstanding(&self, day: Day) -> Money {
        let left = (0..i32::from(self.instalments)).filter(|&steps| self.coupon_day(steps) > day).count();
        let left = i128::try_from(left).expect("not more than the instalments");
        Money::from_scaled(self.nominal.scaled() / i128::from(self.instalments) * left)
    }

    /// What one bond pays back on a coupon day.
    #[must_use]
    pub fn repaid_on(&self, coupon_day: Day) -> Money {
        let before = self.outstanding(coupon_day.plus_days(-1)).scaled();
        Money::from_scaled(before - self.outstanding(coupon_day).scaled())
    }

    /// The first day after this one on which a part of the nominal is paid back, the last of them at maturity.
    #[must_use]
    pub fn next_instalment(&self, day: Day) -> Option<Day> {
        (0..i32::from(self.instalments)).rev().map(|steps| self.coupon_day(steps)).find(|&due_on| due_on > day)
    }

    /// The yearly rate of a coupon period.
    fn rate_of(&self, period: Period) -> Rate {
        self.step.filter(|step| period.begins_on >= step.from).map_or(self.rate, |step| step.rate)
    }

    /// The yearly rate on a day: that of the period in which it lies.
    #[must_use]
    pub fn rate_on(&self, day: Day) -> Rate {
        self.period(day).map_or(self.rate, |period| self.rate_of(period))
    }

    /// The period in which a day lies: a coupon day begins the next one. Nothing before the issue, and from maturity on.
    #[must_use]
    pub fn period(&self, day: Day) -> Option<Period> {
        if day < self.issued_on || day >= self.matures_on {
            return None;
        }
        let ended = (1..).find(|&steps| self.coupon_day(steps) <= day)?;
        let regular_from = self.coupon_day(ended);
        Some(Period { regular_from, begins_on: regular_from.max(self.issued_on), ends_on: self.coupon_day(ended - 1) })
    }

    /// The first coupon day after this one; nothing from maturity on.
    #[must_use]
    pub fn next_coupon(&self, day: Day) -> Option<Day> {
        self.period(day.max(self.issued_on)).map(|period| period.ends_on)
    }

    /// What one bond pays as interest at the end of a period: the rate's part of what is outstanding, of a short first
    /// period the part that its days are of a whole one. Nothing on overflow.
    #[must_use]
    pub fn coupon(&self, period: Period) -> Option<Money> {
        self.part(period, period.ends_on)
    }

    /// What has accrued on one bond since its last coupon day, up to this day and without it; zero before the issue
    /// and from maturity on. Nothing on overflow.
    #[must_use]
    pub fn accrued(&self, day: Day) -> Option<Money> {
        self.period(day).map_or(Some(Money::ZERO), |period| self.part(period, day))
    }

    /// The same for so many bonds.
    #[must_use]
    pub fn accrued_on(&self, units: Quantity, day: Day) -> Option<Money> {
        times(self.accrued(day)?, units)
    }

    /// How many days the running period still has, and how many a whole period has, as the day count has them. Nothing
    /// before the issue and from maturity on.
    #[must_use]
    pub fn days_left(&self, day: Day) -> Option<(i128, i128)> {
        let period = self.period(day)?;
        let whole = match self.day_count {
            DayCount::ActActIcma => self.days(period.regular_from, period.ends_on),
            DayCount::ThirtyE360 => 360 / i128::from(self.coupons_per_year),
        };
        Some((self.days(day, period.ends_on), whole))
    }

    /// The largest coupon that one bond still pays from this day on: the most that can have accrued on it on any day to
    /// come, which a buyer must be able to pay whose order may stand for long. Nothing on overflow.
    #[must_use]
    pub fn largest_coupon(&self, day: Day) -> Option<Money> {
        let mut largest = Money::ZERO;
        let mut from = day.max(self.issued_on);
        while let Some(period) = self.period(from) {
            largest = largest.max(self.coupon(period)?);
            from = period.ends_on;
        }
        Some(largest)
    }

    /// Interest from the beginning of a period to a day in it.
    ///
    /// ACT/ACT (ICMA rule 251.1): a coupon's worth for the days passed over the days of the whole period. 30E/360: the
    /// yearly rate for the days passed over 360.
    fn part(&self, period: Period, until: Day) -> Option<Money> {
        let passed = self.days(period.begins_on, until);
        let whole = match self.day_count {
            DayCount::ActActIcma => self.days(period.regular_from, period.ends_on) * i128::from(self.coupons_per_year),
            DayCount::ThirtyE360 => 360,
        };
        let outstanding = self.outstanding(period.begins_on).scaled();
        let yearly = outstanding.checked_mul(i128::from(self.rate_of(period).scaled()))?;
        let unit = whole.checked_mul(i128::from(crate::domain::SCALE))?;
        let product = yearly.checked_mul(passed)?;
        Some(Money::from_scaled((product + unit / 2) / unit))
    }

    fn days(&self, from: Day, until: Day) -> i128 {
        match self.day_count {
            DayCount::ActActIcma => i128::from(from.days_until(until)),
            DayCount::ThirtyE360 => i128::from(thirty_e(from, until)),
        }
    }
}

/// Days between two days when every month has thirty: the 31st counts as the 30th (30E/360, ISDA 2006 section 4.16(g)).
fn thirty_e(from: Day, until: Day) -> i32 {
    let count =
        |day: Day| 360 * i32::from(day.year()) + 30 * i32::from(day.month()) + i32::from(day.day_of_month().min(30));
    count(until) - count(from)
}

/// So many times an amount. Nothing on overflow.
#[must_use]
pub fn times(amount: Money, units: Quantity) -> Option<Money> {
    amount.scaled().checked_mul(i128::from(units.units())).map(Money::from_scaled)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn bond(rate: &str, coupons_per_year: u8, day_count: DayCount, issued_on: &str, matures_on: &str) -> Interest {
        let (rate, nominal) = (rate.parse().expect("a rate"), Money::euro(1000));
        let bond = Interest {
            nominal,
            rate,
            coupons_per_year,
            day_count,
            issued_on: day(issued_on),
            matures_on: day(matures_on),
            step: None,
            instalments: 1,
        };
        assert!(bond.is_sound());
        bond
    }

    fn accrued(bond: &Interest, on: &str) -> String {
        bond.accrued(day(on)).expect("fits").to_string()
    }

    #[test]
    fn a_regular_coupon_is_the_rate_of_the_nominal_whatever_the_year_has_of_days() {
        for day_count in [DayCount::ActActIcma, DayCount::ThirtyE360] {
            let bond = bond("0.042", 1, day_count, "2026-07-01", "2032-07-01");
            for year in 2026..2032 {
                let period = bond.period(day(&format!("{year}-09-15"))).expect("within its life");
                assert_eq!(bond.coupon(period), Some(Money::euro(42)), "{year}");
                assert_eq!(period.ends_on, day(&format!("{}-07-01", year + 1)));
            }
        }
    }

    #[test]
    fn actual_days_over_the_days_of_the_period() {
        // 71 of the 181 days from 15 November 2010 to 15 May 2011, as a spreadsheet's COUPDAYBS and COUPDAYS have them.
        let bond = bond("0.06", 2, DayCount::ActActIcma, "2009-11-15", "2011-11-15");
        let period = bond.period(day("2011-01-25")).expect("within its life");
        assert_eq!(
            (period.begins_on.days_until(day("2011-01-25")), period.begins_on.days_until(period.ends_on)),
            (71, 181)
        );
        assert_eq!(accrued(&bond, "2011-01-25"), "11.768"); // 30 x 71 / 181 = 11.76795...
        assert_eq!(accrued(&bond, "2011-05-15"), "0"); // a coupon day begins anew
        assert_eq!(accrued(&bond, "2011-11-15"), "0"); // paid back
        assert_eq!(accrued(&bond, "2009-11-14"), "0"); // not issued yet
    }

    #[test]
    fn months_of_thirty_days() {
        assert_eq!(thirty_e(day("2007-01-15"), day("2007-01-30")), 15);
        assert_eq!(thirty_e(day("2007-01-30"), day("2007-02-28")), 28);
        assert_eq!(thirty_e(day("2007-01-31"), day("2007-03-31")), 60);
        assert_eq!(thirty_e(day("2007-12-31"), day("2008-02-29")), 59);
        let bond = bond("0.05", 1, DayCount::ThirtyE360, "2026-01-15", "2032-01-15");
        assert_eq!(accrued(&bond, "2026-04-15"), "12.5"); // a quarter of 50
        assert_eq!(accrued(&bond, "2026-07-31"), "27.0833"); // 195 of 360 days
    }

    #[test]
    fn a_short_first_period_pays_its_part() {
        let bond = bond("0.042", 1, DayCount::ActActIcma, "2026-10-20", "2032-07-01");
        let first = bond.period(day("2026-10-20")).expect("begins");
        assert_eq!(
            (first.regular_from, first.begins_on, first.ends_on),
            (day("2026-07-01"), day("2026-10-20"), day("2027-07-01"))
        );
        assert_eq!(bond.coupon(first).expect("fits").to_string(), "29.2274"); // 42 x 254 / 365
        assert_eq!(bond.accrued(day("2026-10-20")), Some(Money::ZERO));
        assert_eq!(bond.largest_coupon(day("2026-10-20")), Some(Money::euro(42)), "those to come are whole ones");
    }

    #[test]
    fn coupon_days_stay_on_the_ends_of_months() {
        let bond = bond("0.04", 4, DayCount::ActActIcma, "2026-05-31", "2027-08-31");
        let mut days = vec![];
        let mut from = day("2026-05-31");
        while let Some(next) = bond.next_coupon(from) {
            days.push(next.to_string());
            from = next;
        }
        assert_eq!(days, ["2026-08-31", "2026-11-30", "2027-02-28", "2027-05-31", "2027-08-31"]);
    }

    #[test]
    fn what_accrues_never_falls_within_a_period_nor_passes_its_coupon() {
        for day_count in [DayCount::ActActIcma, DayCount::ThirtyE360] {
            for coupons_per_year in [1, 2, 4, 12] {
                let bond = bond("0.0375", coupons_per_year, day_count, "2026-02-11", "2029-01-31");
                let mut today = bond.issued_on;
                while let Some(period) = bond.period(today) {
                    let (accrued, coupon) = (bond.accrued(today), bond.coupon(period));
                    assert!(accrued <= coupon && coupon <= bond.largest_coupon(today), "{today} {day_count:?}");
                    let tomorrow = today.plus_days(1);
                    assert!(tomorrow >= period.ends_on || bond.accrued(tomorrow) >= accrued, "{today} {day_count:?}");
                    today = tomorrow;
                }
                assert_eq!(today, bond.matures_on);
            }
        }
    }

    #[test]
    fn another_rate_holds_from_the_next_period_on() {
        let plain = bond("0.04", 2, DayCount::ActActIcma, "2026-06-30", "2030-06-30");
        let step = RateStep { from: day("2028-01-01"), rate: "0.0425".parse().expect("a rate") };
        let stepped = Interest { step: Some(step), ..plain };
        let coupon = |bond: &Interest, on: &str| bond.coupon(bond.period(day(on)).expect("it lives"));
        assert_eq!(coupon(&stepped, "2028-06-29"), Some(Money::euro(20)), "the running period keeps its rate");
        assert_eq!(coupon(&stepped, "2028-06-30").expect("fits").to_string(), "21.25");
        assert_eq!(stepped.rate_on(day("2028-06-29")).to_string(), "0.04");
        assert_eq!(stepped.rate_on(day("2028-06-30")).to_string(), "0.0425");
        assert_eq!(stepped.accrued(day("2028-03-01")), plain.accrued(day("2028-03-01")));
        assert!(stepped.accrued(day("2028-09-30")) > plain.accrued(day("2028-09-30")));
        assert_eq!(stepped.largest_coupon(day("2026-06-30")).expect("fits").to_string(), "21.25");
    }

    #[test]
    fn interest_is_due_on_what_is_outstanding() {
        let bullet = bond("0.05", 1, DayCount::ActActIcma, "2026-06-30", "2032-06-30");
        let bond = Interest { instalments: 5, ..bullet };
        assert!(bond.is_sound());
        let years = 2027..=2032;
        let paid: Vec<(String, String)> = years
            .map(|year| {
                let on = day(&format!("{year}-06-30"));
                let coupon = bond.coupon(bond.period(on.plus_days(-1)).expect("it lives")).expect("fits");
                (coupon.to_string(), bond.repaid_on(on).to_string())
            })
            .collect();
        let told: Vec<(&str, &str)> = paid.iter().map(|(coupon, part)| (coupon.as_str(), part.as_str())).collect();
        assert_eq!(told, [("50", "0"), ("50", "200"), ("40", "200"), ("30", "200"), ("20", "200"), ("10", "200")]);
        assert_eq!(bond.outstanding(day("2028-06-29")), Money::euro(1000));
        assert_eq!(bond.outstanding(day("2028-06-30")), Money::euro(800));
        assert_eq!(bond.outstanding(day("2032-06-30")), Money::ZERO);
        assert_eq!(bullet.repaid_on(day("2032-06-30")), Money::euro(1000));
        assert_eq!(accrued(&bond, "2029-01-30"), "23.4521"); // 40 x 214 / 365
        let uneven = Interest { instalments: 3, ..bullet };
        assert!(!uneven.is_sound(), "1,000 in three parts is no multiple of 100 each");
        let too_many = Interest { instalments: 10, matures_on: day("2030-06-30"), ..bullet };
        assert!(!too_many.is_sound(), "ten parts need ten coupon days");
        assert!(!Interest { instalments: 0, ..bullet }.is_sound());
    }

    /// A table of payments written down year by year, without a word of this file's arithmetic.
    #[test]
    fn a_table_by_hand_gives_the_same_payments_whatever_the_parts() {
        for (nominal, rate, parts, years) in
            [(1_000_i64, "0.05", 5_u16, 7), (600, "0.04", 3, 3), (100_000, "0.035", 10, 12)]
        {
            let matures_on = day(&format!("{}-06-30", 2026 + years));
            let bullet = bond(rate, 1, DayCount::ThirtyE360, "2026-06-30", &matures_on.to_string());
            let bond = Interest { nominal: Money::euro(nominal), instalments: parts, ..bullet };
            assert!(bond.is_sound());
            let hundredths: i64 = (rate[2..].parse::<i64>().expect("digits")) * if rate.len() == 4 { 10 } else { 1 };
            let (mut left, mut paid) = (nominal, 0);
            for year in 1..=years {
                let on = day(&format!("{}-06-30", 2026 + year));
                let part = if year > years - i32::from(parts) { nominal / i64::from(parts) } else { 0 };
                let coupon = bond.coupon(bond.period(on.plus_days(-1)).expect("it lives")).expect("fits");
                assert_eq!(coupon.scaled(), i128::from(left * hundredths * 10), "{nominal} {year}");
                assert_eq!(bond.repaid_on(on), Money::euro(part), "{nominal} {year}");
                let next = (0..years).map(|at| day(&format!("{}-06-30", 2027 + at)));
                let next = next.filter(|&due_on| due_on >= on && bond.repaid_on(due_on) > Money::ZERO).min();
                assert_eq!(bond.next_instalment(on.plus_days(-1)), next);
                (left, paid) = (left - part, paid + part);
                assert_eq!(bond.outstanding(on), Money::euro(left));
            }
            assert_eq!((left, paid), (0, nominal));
            assert_eq!(bond.next_instalment(matures_on), None);
        }
    }

    #[test]
    fn terms_that_make_no_bond() {
        let sound = bond("0.04", 1, DayCount::ActActIcma, "2026-02-11", "2029-01-31");
        assert!(!Interest { coupons_per_year: 3, ..sound }.is_sound());
        assert!(!Interest { matures_on: sound.issued_on, ..sound }.is_sound());
        assert!(!Interest { rate: "-0.01".parse().expect("a rate"), ..sound }.is_sound());
        assert!(!Interest { nominal: Money::ZERO, ..sound }.is_sound());
    }
}
