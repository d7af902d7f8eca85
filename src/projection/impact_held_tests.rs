//! The worked case of `docs/worked-cases.md`, and what drops out of it with the verification.

use super::{AccountView, Grade, Holding, ImpactHeld, MeasuredFrom, Views};
use crate::domain::{
    AccountId, Code, Day, Figure, InputNumber, InstrumentKind, Money, Price, Quantity, Seq, Symbol, Timestamp, Verdict,
};
use crate::engine::{Event, Fact, OfferConditions, Stage};

fn parsed<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text} is well formed"))
}

/// A company that has raised EUR 3,000,000 for 1,000,000 units at 3, whose last price is 4, and of which 10,000 units
/// were traded for EUR 35,000; three holders.
struct Case {
    views: Views,
    seq: u64,
}

const HOLDERS: [(u32, u64); 3] = [(1, 250_000), (2, 416_667), (3, 333_333)];

impl Case {
    fn new() -> Self {
        let mut case = Self { views: Views::default(), seq: 0 };
        let (company, instrument): (Code, Symbol) = (parsed("cura"), parsed("CURA"));
        case.tell(Fact::StageEntered { company: company.clone(), stage: Stage::Offering });
        case.tell(Fact::OfferOpened {
            company: company.clone(),
            instrument,
            name: "Cura shares".into(),
            kind: InstrumentKind::Share,
            price: parsed("3"),
            units: Quantity::new(1_000_000),
            minimum_units: Quantity::new(500_000),
            multiplier: 1,
            closes_at: parsed("2026-06-12T15:00:00Z"),
            conditions: Box::new(OfferConditions::fixed_price()),
            limits: None,
        });
        case.tell(Fact::OfferClosed {
            company: company.clone(),
            instrument,
            success: true,
            price: Some(parsed("3")),
            asked: Quantity::new(1_000_000),
            allotted: Quantity::new(1_000_000),
            raised: Money::euro(3_000_000),
            holders: 3,
        });
        case.tell(Fact::Listed {
            company,
            instrument,
            name: "Cura shares".into(),
            kind: InstrumentKind::Share,
            market: "vorvel-weekly".into(),
            admission: 1,
            reference_price: parsed("3"),
            units: Quantity::new(1_000_000),
            ticks: vec![(parsed("0"), parsed("0.01"))],
            collar: None,
            collar_follows_auctions: false,
            lot: 1,
            multiplier: 1,
            interest: None,
            limits: None,
        });
        let last: Price = parsed("4");
        case.views.market.instruments.get_mut(&instrument).expect("listed").last = Some(last);
        let trading = &mut case.views.exercise.companies[0].trading;
        (trading.volume, trading.turnover) = (10_000, Money::euro(35_000));
        for (number, units) in HOLDERS {
            let holding =
                Holding { available: (units - 1_000).to_string(), reserved: "1000".into(), unsettled: "0".into() };
            let view = AccountView {
                name: parsed(&format!("holder-{number}")),
                investor: true,
                holdings: [("CURA".to_owned(), holding)].into(),
                locked: std::collections::BTreeMap::new(),
            };
            case.views.accounts.accounts.insert(AccountId(number), view);
        }
        case
    }

    fn tell(&mut self, fact: Fact) {
        self.seq += 1;
        let time: Timestamp = parsed("2027-01-04T09:00:00Z");
        self.views.fold(&Event { seq: Seq(self.seq), input: InputNumber(self.seq), time, fact });
    }

    /// Beds: 100 before, 200 promised, 120 without the offer.
    fn report(&mut self, period: &str, value: &str, without_offer: Option<&str>) {
        let period_ends_on: Day = parsed(period);
        self.tell(Fact::ImpactReported {
            company: parsed("cura"),
            objective: parsed("beds"),
            indicator: "Beds".into(),
            unit: Some("beds".into()),
            value: parsed(value),
            baseline: Some(parsed("100")),
            without_offer: without_offer.map(parsed),
            target: Some(parsed("200")),
            due_on: Some(parsed("2028-12-31")),
            progress: None,
            verified: false,
            period_ends_on,
        });
    }

    fn verify(&mut self, period: &str, independent: bool, verdict: Verdict) {
        self.tell(Fact::ImpactVerified {
            company: parsed("cura"),
            objective: parsed("beds"),
            period_ends_on: parsed(period),
            value: parsed("0"),
            verifier: "A university department".into(),
            independent,
            verdict,
        });
    }

    fn of(&self, account: u32) -> ImpactHeld {
        let mut lines = self.views.impact_held(AccountId(account), parsed("CURA"));
        assert_eq!(lines.len(), 1, "one objective");
        lines.remove(0)
    }

    fn change(&self) -> (Grade, String) {
        let change = self.of(1).impact.change;
        (change.grade, change.change.to_string())
    }
}

#[test]
fn the_worked_case() {
    let mut case = Case::new();
    case.report("2026-12-31", "180", Some("120"));
    case.verify("2026-12-31", true, Verdict::Confirmed);
    let one = case.of(1);
    let change = &one.impact.change;
    assert_eq!((change.grade, change.measured_from), (Grade::Confirmed, MeasuredFrom::WithoutTheOffer));
    assert_eq!((change.reference.to_string(), change.change.to_string()), ("120".into(), "60".into()));
    assert_eq!((one.held.to_string(), one.value), ("15".into(), Some(Money::euro(1_000_000))));
    let told = [one.impact.per_euro_raised, one.impact.per_euro_held, one.impact.per_euro_traded];
    let told = told.map(|per_euro| per_euro.expect("there is money").to_string());
    assert_eq!(told, ["0.00002", "0.000015", "0.000017142857"]);
    let all: i64 = HOLDERS.iter().map(|&(account, _)| case.of(account).held.scaled()).sum();
    let short = Figure::from_scaled(change.change.scaled() - all).scaled();
    assert!((0..3).contains(&short), "parts add up to the whole, less a ten-thousandth a holder: {short}");
}

#[test]
fn without_a_confirmation_nothing_counts_and_the_grade_says_so() {
    let mut case = Case::new();
    case.report("2026-12-31", "180", None);
    assert_eq!(case.change(), (Grade::Unverified, "0".into()));
    case.verify("2026-12-31", true, Verdict::Qualified);
    assert_eq!(case.change(), (Grade::Qualified, "0".into()));
    case.verify("2026-12-31", false, Verdict::Confirmed);
    assert_eq!(case.change(), (Grade::Unverified, "0".into()), "not independent");
    case.verify("2026-12-31", true, Verdict::Confirmed);
    assert_eq!(case.change(), (Grade::Confirmed, "80".into()));
    case.verify("2026-12-31", true, Verdict::Rejected);
    assert_eq!(case.change(), (Grade::Rejected, "0".into()));
    let one = case.of(1);
    assert_eq!((one.held, one.impact.per_euro_held.map(|none| none.to_string())), (Figure::ZERO, Some("0".into())));
}

#[test]
fn the_last_confirmed_period_counts_and_a_correction_is_confirmed_anew() {
    let mut case = Case::new();
    case.report("2026-12-31", "150", None);
    case.verify("2026-12-31", true, Verdict::Confirmed);
    case.report("2027-12-31", "190", None);
    assert_eq!(case.change(), (Grade::Confirmed, "50".into()), "the later figure is not confirmed");
    case.verify("2027-12-31", true, Verdict::Confirmed);
    assert_eq!(case.change(), (Grade::Confirmed, "90".into()));
    case.report("2027-12-31", "170", None);
    assert_eq!(case.change(), (Grade::Confirmed, "50".into()), "a correction has to be confirmed anew");
    case.verify("2027-12-31", true, Verdict::Confirmed);
    assert_eq!(case.change(), (Grade::Confirmed, "70".into()));
}

#[test]
fn a_counterfactual_only_ever_takes_away() {
    let mut case = Case::new();
    case.report("2026-12-31", "180", Some("90"));
    case.verify("2026-12-31", true, Verdict::Confirmed);
    let change = case.of(1).impact.change;
    assert_eq!((change.measured_from, change.change.to_string()), (MeasuredFrom::Baseline, "80".into()));
}

#[test]
fn who_holds_nothing_has_no_part() {
    let mut case = Case::new();
    case.report("2026-12-31", "180", None);
    assert!(case.views.impact_held(AccountId(9), parsed("CURA")).is_empty());
    assert!(case.views.impact_held(AccountId(1), parsed("NONE")).is_empty());
}
