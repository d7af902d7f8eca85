//! The formulas against figures computed elsewhere with forty digits, and against absurd input.

use rust_decimal::Decimal;

use super::Direction;
use super::formula::*;

fn number(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

fn deductions(deadweight: &str) -> Deductions {
    Deductions {
        deadweight: number(deadweight),
        displacement: number("0.05"),
        attribution: number("0.3"),
        drop_off: number("0.25"),
    }
}

fn stream() -> OutcomeStream {
    OutcomeStream {
        quantity: number("100"),
        proxy_value: number("1000"),
        years: 3,
        discount_rate: number("0.035"),
        inputs: number("100000"),
    }
}

#[test]
fn the_social_return_agrees_with_the_oracle_to_twenty_digits() {
    // computed with forty digits outside this program; the middle row is the published oracle
    let rows = [
        ("0.1", "130093.5134197236605389806671963325", "1.300935134197236605389806671963325"),
        ("0.2", "115638.6785953099204790939263967400", "1.156386785953099204790939263967400"),
        ("0.4", "86729.00894648244035932044479755501", "0.8672900894648244035932044479755501"),
    ];
    for (deadweight, present_value, ratio) in rows {
        let found = social_return(&stream(), &deductions(deadweight)).expect("sound");
        let near = |found: Decimal, oracle: &str, unit: &str| (found - number(oracle)).abs() < number(unit);
        assert!(near(found.present_value, present_value, "0.000000000000001"), "{}", found.present_value);
        assert!(near(found.ratio, ratio, "0.00000000000000000001"), "{}", found.ratio);
        assert_eq!(found.net_ratio() + Decimal::ONE, found.ratio);
    }
}

#[test]
fn adjusted_outcomes_are_what_is_left_year_by_year() {
    // 53.2 + 39.9 + 29.925, the yearly figures of the oracle over a proxy of 1,000
    assert_eq!(adjusted_outcomes(number("100"), &deductions("0.2"), 3), Ok(number("123.025")));
    assert_eq!(adjusted_outcomes(number("100"), &deductions("1"), 3), Ok(Decimal::ZERO));
    assert_eq!(adjusted_outcomes(number("100"), &deductions("0.2"), 1), Ok(number("53.2")));
}

#[test]
fn a_cost_is_told_gross_and_adjusted() {
    assert_eq!(cost_per_outcome(number("100000"), number("300")).map(|cost| cost.round_dp(4)), Ok(number("333.3333")));
    assert_eq!(cost_per_outcome(number("123025"), number("123.025")), Ok(number("1000")));
    assert_eq!(cost_per_outcome(number("1"), Decimal::ZERO), Err(FormulaError::NotPositive("quantity")));
}

#[test]
fn the_impact_multiple_counts_risk_ownership_and_what_comes_after() {
    let terms = MultipleTerms {
        outcome_value: number("1000000"),
        risk_factor: number("0.5"),
        terminal_value: number("100000"),
        ownership_share: number("0.25"),
        investment: number("60000"),
    };
    assert_eq!(impact_multiple(&terms), Ok(number("2.5"))); // (500,000 + 100,000) / 4 / 60,000
    let terms = MultipleTerms { risk_factor: number("1.01"), ..terms };
    assert_eq!(impact_multiple(&terms), Err(FormulaError::NotAShare("risk_factor")));
}

#[test]
fn contribution_is_nothing_without_a_comparison_and_never_more_than_all() {
    let index = |observed: &str, counterfactual: Option<&str>, direction| {
        contribution_index(number(observed), counterfactual.map(number), direction)
    };
    assert_eq!(index("200", Some("150"), Direction::Increase), Ok(number("0.25")));
    assert_eq!(index("200", Some("250"), Direction::Increase), Ok(Decimal::ZERO)); // it would have gone better alone
    assert_eq!(index("30", Some("40"), Direction::Decrease), Ok(number("0.25")));
    assert_eq!(index("200", Some("0"), Direction::Increase), Ok(Decimal::ONE));
    assert_eq!(index("200", None, Direction::Increase), Ok(Decimal::ZERO));
    assert_eq!(index("0", Some("1"), Direction::Increase), Err(FormulaError::NotPositive("value")));
    assert_eq!(index("-1", Some("1"), Direction::Increase), Err(FormulaError::Negative("value")));
}

#[test]
fn absurd_input_is_an_error_and_never_a_panic() {
    let with = |change: fn(&mut OutcomeStream)| {
        let mut stream = stream();
        change(&mut stream);
        social_return(&stream, &deductions("0.2")).expect_err("absurd")
    };
    assert_eq!(with(|stream| stream.years = 0), FormulaError::Years(0));
    assert_eq!(with(|stream| stream.years = 101), FormulaError::Years(101));
    assert_eq!(with(|stream| stream.inputs = Decimal::ZERO), FormulaError::NotPositive("inputs"));
    assert_eq!(with(|stream| stream.quantity = -Decimal::ONE), FormulaError::Negative("quantity"));
    assert_eq!(with(|stream| stream.discount_rate = -Decimal::ONE), FormulaError::DiscountRate);
    assert_eq!(with(|stream| stream.quantity = Decimal::MAX), FormulaError::Overflow);
    assert_eq!(social_return(&stream(), &deductions("1.01")), Err(FormulaError::NotAShare("deadweight")));
    assert_eq!(social_return(&stream(), &deductions("-0.01")), Err(FormulaError::NotAShare("deadweight")));
}

proptest::proptest! {
    #[test]
    fn more_deadweight_never_returns_more(one in 0_i64..=10_000, other in 0_i64..=10_000, years in 1_u32..=100) {
        let (less, more) = (one.min(other), one.max(other));
        let stream = OutcomeStream { years, ..stream() };
        let value = |share: i64| {
            let deductions = Deductions { deadweight: Decimal::new(share, 4), ..deductions("0") };
            social_return(&stream, &deductions).map(|found| found.ratio)
        };
        proptest::prop_assert!(value(more).expect("sound") <= value(less).expect("sound"));
    }

    #[test]
    fn no_figures_make_the_formulas_panic(
        quantity in proptest::prelude::any::<i64>(),
        proxy in proptest::prelude::any::<i64>(),
        shares in proptest::prelude::any::<[i16; 4]>(),
        years in proptest::prelude::any::<u32>(),
        rate in proptest::prelude::any::<i32>(),
        inputs in proptest::prelude::any::<i128>(),
    ) {
        let share = |index: usize| Decimal::new(i64::from(shares[index]), 4);
        let deductions =
            Deductions { deadweight: share(0), displacement: share(1), attribution: share(2), drop_off: share(3) };
        let stream = OutcomeStream {
            quantity: Decimal::new(quantity, 4),
            proxy_value: Decimal::new(proxy, 4),
            years: years % 200,
            discount_rate: Decimal::new(i64::from(rate), 4),
            inputs: Decimal::try_from_i128_with_scale(inputs % 1_000_000_000_000_000_000_000_000, 4).expect("28 digits"),
        };
        let _ = social_return(&stream, &deductions);
        let _ = adjusted_outcomes(stream.quantity, &deductions, stream.years);
        let _ = cost_per_outcome(stream.inputs, stream.quantity);
        let _ = contribution_index(stream.quantity, Some(stream.proxy_value), Direction::Decrease);
    }
}
