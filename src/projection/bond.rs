//! A bond as its buyer sees it: what it pays, what has accrued, what it yields to who keeps it.

#![expect(clippy::float_arithmetic, reason = "a statistic that is rounded to a basis point")]
#![expect(clippy::cast_possible_truncation, reason = "the yield lies between -99% and 1000%")]

use crate::domain::{Day, Money, Price, Rate, SCALE};
use crate::issuance::Interest;

/// Yields are looked for between these, as fractions a year.
const LOWEST: f64 = -0.99;
const HIGHEST: f64 = 10.0;
/// Halvings after which the interval is far below a basis point.
const STEPS: u32 = 60;

/// A bond on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BondView {
    /// What it pays.
    pub interest: Interest,
    /// The yearly rate of the running coupon period.
    pub coupon: Rate,
    /// What is still to be paid back of one unit: what its price is a percentage of.
    pub outstanding: Money,
    /// The next coupon day; nothing from maturity on.
    pub next_coupon_on: Option<Day>,
    /// Interest accrued on one unit, which its buyer pays beside the price; nothing on overflow.
    pub accrued: Option<Money>,
    /// The yearly yield to maturity at its reference price, compounded as often as it pays coupons.
    pub yield_to_maturity: Option<Rate>,
}

impl BondView {
    /// A bond on a day, at a clean price.
    #[must_use]
    pub fn on(interest: Interest, clean: Price, day: Day) -> Self {
        Self {
            interest,
            coupon: interest.rate_on(day),
            outstanding: interest.outstanding(day),
            next_coupon_on: interest.next_coupon(day),
            accrued: interest.accrued(day),
            yield_to_maturity: yield_to_maturity(&interest, clean, day),
        }
    }

    /// The clean price in percent of what is outstanding at which a bond yields so much to maturity: the other way round. Nothing
    /// before the issue and from maturity on.
    #[must_use]
    pub fn clean_price(bond: &Interest, yearly_yield: f64, on: Day) -> Option<f64> {
        let a_year = f64::from(bond.coupons_per_year);
        let discount = |(periods, amount): (f64, f64)| amount / libm::pow(1.0 + yearly_yield / a_year, periods);
        let dirty: f64 = payments(bond, on)?.into_iter().map(discount).sum();
        Some((dirty - bond.accrued(on)?.scaled() as f64) * 100.0 / bond.outstanding(on).scaled() as f64)
    }
}

/// The yearly yield to maturity of a bond bought at a clean price and settled on this day, compounded as often as it
/// pays coupons: the rate at which all that it still pays is worth its price with the accrued interest (ICMA rule 803).
/// Rounded to 1/10,000.
///
/// Nothing before the issue, from maturity on, for a price of nothing, or where no yield from -99% to 1000% fits.
fn yield_to_maturity(bond: &Interest, clean: Price, on: Day) -> Option<Rate> {
    let payments = payments(bond, on)?;
    let outstanding = bond.outstanding(on).scaled() as f64;
    let price = outstanding * clean.scaled() as f64 / (100.0 * SCALE as f64) + bond.accrued(on)?.scaled() as f64;
    let a_year = f64::from(bond.coupons_per_year);
    let worth = |rate: f64| -> f64 {
        payments.iter().map(|&(periods, amount)| amount / libm::pow(1.0 + rate / a_year, periods)).sum()
    };
    let (mut low, mut high) = (LOWEST.max(-0.99 * a_year), HIGHEST);
    if clean.scaled() <= 0 || worth(low) < price || worth(high) > price {
        return None;
    }
    for _ in 0..STEPS {
        let middle = f64::midpoint(low, high);
        if worth(middle) > price { low = middle } else { high = middle }
    }
    Some(Rate::basis_points(libm::round(f64::midpoint(low, high) * SCALE as f64) as i64))
}

/// All that one bond still pays: after how many coupon periods, and how much in 1/10,000 of a euro.
fn payments(bond: &Interest, on: Day) -> Option<Vec<(f64, f64)>> {
    let (left, whole) = bond.days_left(on)?;
    let mut periods = left as f64 / whole as f64;
    let mut payments = Vec::new();
    let mut from = on;
    while let Some(period) = bond.period(from) {
        let repaid = bond.repaid_on(period.ends_on);
        payments.push((periods, bond.coupon(period)?.checked_add(repaid)?.scaled() as f64));
        periods += 1.0;
        from = period.ends_on;
    }
    (!payments.is_empty()).then_some(payments)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::DayCount;
    use crate::issuance::RateStep;

    fn bond(rate: &str, coupons_per_year: u8, issued_on: &str, matures_on: &str) -> Interest {
        Interest {
            nominal: Money::euro(1000),
            rate: rate.parse().expect("a rate"),
            coupons_per_year,
            day_count: DayCount::ThirtyE360,
            issued_on: issued_on.parse().expect("a day"),
            matures_on: matures_on.parse().expect("a day"),
            step: None,
            instalments: 1,
        }
    }

    fn yields(bond: &Interest, price: &str, on: &str) -> String {
        let rate = yield_to_maturity(bond, price.parse().expect("a price"), on.parse().expect("a day"));
        rate.expect("a yield").to_string()
    }

    /// The examples that a widely used spreadsheet prints for its functions YIELD and PRICE.
    #[test]
    fn published_examples() {
        let of_yield = bond("0.0575", 2, "2007-11-15", "2016-11-15");
        assert_eq!(yields(&of_yield, "95.0429", "2008-02-15"), "0.065");
        let of_price = bond("0.0575", 2, "2007-11-15", "2017-11-15");
        assert_eq!(yields(&of_price, "94.6344", "2008-02-15"), "0.065");
    }

    #[test]
    fn at_par_it_is_the_coupon_and_falls_as_the_price_rises() {
        let bond = bond("0.042", 1, "2026-07-01", "2032-07-01");
        assert_eq!(yields(&bond, "100", "2026-07-01"), "0.042");
        assert_eq!(yields(&bond, "100", "2028-07-01"), "0.042");
        let falling: Vec<_> = ["90", "98", "100", "104", "120"].map(|price| yields(&bond, price, "2027-01-15")).into();
        let mut sorted = falling.clone();
        sorted.sort_by_key(|rate| std::cmp::Reverse(rate.parse::<Rate>().expect("a rate")));
        assert_eq!(falling, sorted);
    }

    /// At par a bond yields its coupon, however its nominal is paid back; and what a step adds, its yield shows.
    #[test]
    fn instalments_and_steps_are_in_the_yield() {
        let bullet = bond("0.042", 1, "2026-07-01", "2032-07-01");
        let amortising = Interest { instalments: 5, ..bullet };
        assert_eq!(yields(&amortising, "100", "2026-07-01"), "0.042");
        assert_eq!(yields(&amortising, "100", "2030-07-01"), "0.042");
        // A discount of two points is earned sooner where the nominal comes back sooner.
        assert_eq!(yields(&bullet, "98", "2026-07-01"), "0.0459");
        assert_eq!(yields(&amortising, "98", "2026-07-01"), "0.0477");
        // And the other way round: at its own yield it is worth par, also once a part is paid back.
        let par = BondView::clean_price(&amortising, 0.042, "2030-07-01".parse().expect("a day")).expect("it lives");
        assert!((par - 100.0).abs() < 1e-6, "{par}");
        let step = RateStep { from: "2029-07-01".parse().expect("a day"), rate: "0.0445".parse().expect("a rate") };
        let stepped = Interest { step: Some(step), ..bullet };
        assert_eq!(yields(&stepped, "100", "2029-07-01"), "0.0445");
        assert_eq!(yields(&stepped, "100", "2026-07-01"), "0.0432");
    }

    #[test]
    fn nothing_where_there_is_none() {
        let bond = bond("0.042", 1, "2026-07-01", "2032-07-01");
        let on = |day: &str, price: &str| {
            yield_to_maturity(&bond, price.parse().expect("a price"), day.parse().expect("a day"))
        };
        assert_eq!(on("2032-07-01", "100"), None);
        assert_eq!(on("2026-06-30", "100"), None);
        assert_eq!(on("2027-06-30", "0"), None);
    }
}
