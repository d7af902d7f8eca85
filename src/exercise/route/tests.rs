//! The shipped routes, by hand where a hand can follow.

use super::*;
use crate::domain::{InstrumentKind, LegalForm, Money};
use crate::exercise::CompanySize;
use crate::format::{Document, library};

fn shipped<T: serde::de::DeserializeOwned + JsonSchema>(name: &str) -> T {
    let text = library::text("parameters", name).expect("it ships");
    let decoded = Document::parse(name, text.as_bytes()).and_then(|document| document.decode());
    decoded.unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn company() -> Venture {
    Venture {
        kind: InstrumentKind::Share,
        raise: Money::euro(5_000_000),
        capitalisation: Some(Money::euro(22_700_000)),
        coupon: None,
        legal_form: Some(LegalForm::Spa),
        size: CompanySize { staff: 120, turnover: Money::euro(18_000_000), assets: Money::euro(20_000_000) },
        accounts: 2,
        audited_accounts: 2,
        has_capped_profit: false,
        is_admitted: Some(true),
        starts_on: "2026-01-12".parse().expect("a day"),
        years: 5,
    }
}

fn by(code: &str, venture: &Venture) -> RouteAccount {
    let routes: Routes = shipped("routes");
    let route = routes.get(code).expect("shipped");
    let (plan, table, credit) = (shipped("exercise-plan"), shipped("listing-costs"), shipped("ipo-credit"));
    account(route, venture, &plan, &table, &credit, &shipped("calendar-target")).expect("fits")
}

#[test]
fn the_shipped_routes_are_without_fault() {
    assert_eq!(shipped::<Routes>("routes").faults(), []);
}

#[test]
fn the_market_of_small_companies_costs_what_is_published_to_the_euro() {
    let egm = by("egm", &company());
    assert_eq!(egm.totals.one_off, Money::euro(799_300));
    assert_eq!(egm.totals.one_off_percent.map(|percent| percent.to_string()), Some("15.99".into()));
    assert_eq!(egm.net_proceeds, Money::euro(4_200_700));
    assert_eq!(egm.totals.yearly, Money::euro(147_600));
    assert_eq!(egm.tax_credit, Some(Money::euro(359_650)));
    assert_eq!(egm.equity_given.map(|percent| percent.to_string()), Some("22.03".into()));
    let larger = Venture { raise: Money::euro(8_500_000), capitalisation: Some(Money::euro(34_400_000)), ..company() };
    let egm = by("egm", &larger);
    assert_eq!(egm.totals.one_off, Money::euro(1_079_600));
    assert_eq!(egm.totals.one_off_percent.map(|percent| percent.to_string()), Some("12.7".into()));
}

#[test]
fn the_social_market_adds_the_impact_work_and_its_holders_ask_less() {
    let (social, egm) = (by("borsa-sociale", &company()), by("egm", &company()));
    assert_eq!(social.totals.one_off.checked_sub(egm.totals.one_off), Some(Money::euro(30_000)));
    assert_eq!(social.price.map(|price| price.to_string()), Some("0.079".into())); // 11% less 3.1 points
    assert_eq!(egm.price.map(|price| price.to_string()), Some("0.11".into()));
    assert!(social.cost_of_capital < egm.cost_of_capital);
    assert!(social.cost_of_capital > social.price, "the costs come on top");
    assert!(social.totals.staff_days > egm.totals.staff_days);
}

#[test]
fn a_loan_is_paid_back_in_equal_parts_with_interest_on_what_is_left() {
    let loan = by("bank-loan", &Venture { raise: Money::euro(1_000_000), ..company() });
    assert_eq!(loan.totals.one_off, Money::euro(7_500 + 3_500));
    let told: Vec<_> = loan.years.iter().map(|year| (year.interest.to_string(), year.repaid.to_string())).collect();
    let expected = ["35600", "28480", "21360", "14240", "7120"].map(|interest| (interest.into(), "200000".into()));
    assert_eq!(told, expected);
    // 3.56% and 1.1% of costs over a mean life of three years.
    let rate = loan.cost_of_capital.expect("a rate").scaled();
    assert!((390..=402).contains(&rate), "{rate}");
    assert_eq!((loan.tax_credit, loan.equity_given), (None, None));
}

#[test]
fn a_gift_is_not_paid_back_and_has_no_rate() {
    let gift = by("donation", &Venture { raise: Money::euro(100_000), has_capped_profit: true, ..company() });
    assert_eq!(gift.totals.one_off, Money::euro(7_000 + 7_500));
    assert_eq!(gift.cost_of_capital, None);
    assert!(gift.years.iter().all(|year| year.total() == Some(Money::ZERO)));
    assert!(gift.obstacles.is_empty(), "{:?}", gift.obstacles);
}

#[test]
fn what_stands_in_the_way_is_told_with_who_asks_it() {
    let in_the_way = |code: &str, venture: &Venture| -> Vec<String> {
        by(code, venture).obstacles.into_iter().map(|obstacle| obstacle.text.en).collect()
    };
    let large = Venture { raise: Money::from_scaled(50_000_000_001), ..company() };
    assert_eq!(in_the_way("equity-crowdfunding", &large), ["at most 5000000 euro are raised this way"]);
    assert!(in_the_way("equity-crowdfunding", &company()).is_empty(), "five million are within the law");
    let cooperative = Venture { legal_form: Some(LegalForm::CooperativaSociale), audited_accounts: 0, ..company() };
    let told = in_the_way("egm", &cooperative);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with("open to ") && told[1] == "asks for 1 audited accounts, there are 0", "{told:?}");
    let refused = Venture { is_admitted: Some(false), ..company() };
    assert_eq!(in_the_way("borsa-sociale", &refused), ["the gate refuses the dossier"]);
}

#[test]
fn a_bond_pays_its_own_coupon_and_takes_no_part_of_the_company() {
    let bond = Venture {
        kind: InstrumentKind::Bond,
        capitalisation: None,
        coupon: Some("0.04".parse().expect("a rate")),
        ..company()
    };
    let social = by("borsa-sociale", &bond);
    assert_eq!(social.given, Given::Bond);
    assert_eq!(social.years[0].interest, Money::euro(200_000));
    assert_eq!(social.years[4].repaid, Money::euro(5_000_000));
    assert_eq!((social.equity_given, social.tax_credit), (None, None));
    let egm = by("egm", &bond);
    assert_eq!(egm.equity_given.map(|percent| percent.to_string()), Some("22.03".into()), "at the market's median");
}

#[test]
fn a_route_that_says_too_little_is_at_fault() {
    let mut routes: Routes = shipped("routes");
    routes.routes[1].price = None;
    routes.routes[1].capitalisation_per_raise = None;
    routes.routes[4].costs[0].high = "7".parse().expect("a figure");
    routes.routes[5].code = routes.routes[4].code.clone();
    let pointers: Vec<_> = routes.faults().into_iter().map(|fault| fault.pointer).collect();
    let expected =
        ["/routes/5/code", "/routes/1/price", "/routes/1/capitalisation_per_raise", "/routes/4/costs/0/high"];
    assert_eq!(pointers, expected);
}
