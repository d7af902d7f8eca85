//! A small exercise told by hand: one company is listed and trades, one may enter on a condition, one is refused.

use crate::admission::{Assessment, Choice, CriterionResult, Finding, Outcome, Severity};
use crate::domain::{
    Aggressor, Basis, Code, Figure, InputNumber, InstrumentKind, Money, OrderId, Quantity, Rate, Seq, Text, Timestamp,
    TradeId, TradingPhase, Verdict,
};
use crate::engine::{Condition, Event, Fact, OfferConditions, Stage};
use crate::exercise::{Entry, EntryKind, Unit};
use crate::projection::{Assumption, Profile, Promise, Setting, Views};
use crate::report::{CalibrationLine, Edition, Expected, Report};

/// A name that breaks a page which does not escape.
pub(super) const NAME: &str = "Cura <b>&\" Aperta";

fn text(it: &str, en: &str) -> Text {
    Text { it: it.into(), en: en.into() }
}

fn parsed<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect("a fixed value")
}

fn entry(item: &str, kind: EntryKind, amount: Option<&str>, unit: Unit, basis: Basis, source: &str) -> Entry {
    Entry {
        item: parsed(item),
        label: text(&format!("{item} it"), &format!("{item} en")),
        kind,
        amount: amount.map(parsed),
        unit,
        date: parsed("2026-06-30"),
        basis,
        source: source.into(),
        payer: None,
        rule: None,
    }
}

fn assessment(findings: Vec<Finding>) -> Assessment {
    let none = || CriterionResult::of(Vec::new());
    Assessment {
        eligibility: none(),
        intentionality: none(),
        measurability: CriterionResult::of(findings),
        additionality: none(),
    }
}

fn finding(severity: Severity) -> Finding {
    Finding {
        code: "M-03".into(),
        severity,
        message: text("Manca <il> valore iniziale", "The <baseline> is missing"),
        pointer: "/objectives/0/baseline".into(),
        source: "https://example.org/rule?a=1&b=2".into(),
        asked: text("Da dove si parte?", "Where do things stand?"),
        found: None,
    }
}

fn admitted(company: &str, stage: Stage, assessment: Assessment, outcome: Outcome) -> Vec<Fact> {
    let company = || parsed::<Code>(company);
    let (reasons, conditions) = match outcome {
        Outcome::Admitted => (vec![], vec![]),
        Outcome::Refused => (vec![text("Manca il valore", "No baseline")], vec![]),
        Outcome::Conditional => {
            let asked = Condition {
                code: "M-03".into(),
                pointer: "/objectives/0/baseline".into(),
                text: text("Misurare", "Measure"),
                due_on: parsed("2026-12-31"),
            };
            (vec![], vec![asked])
        }
    };
    let name = if company().as_str() == "cura" { NAME.to_owned() } else { company().to_string() };
    vec![
        Fact::StageEntered { company: company(), stage: Stage::Applied },
        Fact::Assessed { company: company(), name, synthetic: true, assessment },
        Fact::VoteCast {
            company: company(),
            member: parsed("research"),
            choice: Choice::Yes,
            reason: "clear & measurable".into(),
        },
        Fact::Decided {
            company: company(),
            decision: 1,
            outcome,
            reasons,
            conditions,
            moved_by: None,
            confirmed_by: None,
            confirmation: None,
            appeal_against: None,
        },
        Fact::StageEntered { company: company(), stage },
    ]
}

fn task(company: &str, task: &str, from: &str, to: &str) -> Fact {
    Fact::TaskPlanned {
        company: parsed(company),
        task: parsed(task),
        name: text("Piano", "Plan"),
        owner: text("Emittente", "Issuer"),
        starts_on: parsed(from),
        ends_on: parsed(to),
        staff_days: 12,
    }
}

fn offered() -> Vec<Fact> {
    let (company, instrument) = (|| parsed::<Code>("cura"), parsed("CURA"));
    let burden = |entry| Fact::Burden { company: company(), entry };
    let benefit = |entry| Fact::Benefit { company: company(), entry };
    vec![
        task("cura", "business-plan", "2026-03-02", "2026-05-29"),
        Fact::StageEntered { company: company(), stage: Stage::Offering },
        Fact::OfferOpened {
            company: company(),
            instrument,
            name: "Cura shares".into(),
            kind: InstrumentKind::Share,
            price: parsed("3.4"),
            units: Quantity::new(1_000_000),
            minimum_units: Quantity::new(500_000),
            multiplier: 1,
            closes_at: parsed("2026-06-12T15:00:00Z"),
            conditions: Box::new(OfferConditions::fixed_price()),
            limits: None,
        },
        Fact::OfferClosed {
            company: company(),
            instrument,
            success: true,
            price: Some(parsed("3.4")),
            asked: Quantity::new(900_000),
            allotted: Quantity::new(900_000),
            raised: Money::euro(3_060_000),
            holders: 41,
        },
        burden(entry(
            "auditor",
            EntryKind::OneOff,
            Some("30000"),
            Unit::Euro,
            Basis::Sourced,
            "https://example.org/costs",
        )),
        burden(entry("advisor", EntryKind::OneOff, Some("95000.5"), Unit::Euro, Basis::Assumed, "no public figure")),
        burden(entry(
            "auditor-yearly",
            EntryKind::Yearly,
            Some("17500"),
            Unit::Euro,
            Basis::Sourced,
            "https://example.org/costs",
        )),
        burden(entry("plan", EntryKind::Organisational, Some("12"), Unit::Days, Basis::Assumed, "no public figure")),
        burden(entry(
            "time-to-listing",
            EntryKind::Time,
            Some("5.4"),
            Unit::Months,
            Basis::Assumed,
            "no public figure",
        )),
        benefit(entry("gross-proceeds", EntryKind::Financial, Some("3060000"), Unit::Euro, Basis::Simulated, "offer")),
        benefit(entry("visibility", EntryKind::Visibility, None, Unit::Count, Basis::Sourced, "https://example.org/x")),
        Fact::StageEntered { company: company(), stage: Stage::Listed },
        Fact::Listed {
            company: company(),
            instrument,
            name: "Cura shares".into(),
            kind: InstrumentKind::Share,
            market: "vorvel-weekly".into(),
            admission: 1,
            reference_price: parsed("3.4"),
            units: Quantity::new(900_000),
            ticks: vec![(parsed("0"), parsed("0.02"))],
            collar: None,
            collar_follows_auctions: false,
            lot: 1,
            multiplier: 1,
            interest: None,
            limits: None,
        },
    ]
}

fn traded(number: u64, price: &str, aggressor: Aggressor) -> Fact {
    let (price, quantity) = (parsed(price), Quantity::new(500));
    Fact::Traded {
        trade: TradeId(number),
        instrument: parsed("CURA"),
        price,
        quantity,
        value: Money::of(price, quantity, 1).expect("fits"),
        buy_order: OrderId(2 * number),
        sell_order: OrderId(2 * number + 1),
        buyer: crate::domain::AccountId(1),
        seller: crate::domain::AccountId(2),
        aggressor,
        accrued: Money::ZERO,
        settles_on: "2026-10-16".parse().expect("a day"),
        buyer_fee: Money::ZERO,
        seller_fee: Money::ZERO,
    }
}

fn lived() -> Vec<Fact> {
    let instrument = parsed("CURA");
    let phase = |phase| Fact::PhaseChanged { instrument, phase, reason: None };
    vec![
        phase(TradingPhase::Call),
        traded(1, "3.38", Aggressor::Auction),
        Fact::Uncrossed {
            instrument,
            price: Some(parsed("3.38")),
            volume: Quantity::new(500),
            surplus: Quantity::ZERO,
            surplus_side: None,
        },
        phase(TradingPhase::Closed),
        phase(TradingPhase::Continuous),
        traded(2, "3.5", Aggressor::Buy),
        phase(TradingPhase::Closed),
        Fact::ObligationDue {
            company: parsed("cura"),
            obligation: parsed("impact-report"),
            name: text("Relazione d'impatto", "Impact report"),
            due_on: parsed("2027-04-30"),
        },
        Fact::ObligationMet {
            company: parsed("cura"),
            obligation: parsed("impact-report"),
            due_on: parsed("2027-04-30"),
        },
        Fact::ImpactReported {
            company: parsed("cura"),
            objective: parsed("home-longer"),
            indicator: "Months at home".into(),
            unit: Some("months".into()),
            value: parsed("24.5"),
            baseline: Some(parsed("21.5")),
            without_offer: Some(parsed("22.5")),
            target: Some(parsed("27")),
            due_on: Some(parsed("2029-06-30")),
            progress: Some(Rate::basis_points(5454)),
            verified: false,
            period_ends_on: parsed("2026-12-31"),
        },
        Fact::ImpactVerified {
            company: parsed("cura"),
            objective: parsed("home-longer"),
            period_ends_on: parsed("2026-12-31"),
            value: parsed("24.5"),
            verifier: "A university department".into(),
            independent: true,
            verdict: Verdict::Confirmed,
        },
    ]
}

/// The views after all of it, one fact a week.
pub(super) fn views() -> Views {
    let mut facts = vec![Fact::Opened {
        scenario: parsed("small"),
        run: uuid::Uuid::from_u128(9),
        seed: 7,
        buy_fee: Default::default(),
        sell_fee: Default::default(),
    }];
    facts.extend(admitted("cura", Stage::Preparing, assessment(vec![]), Outcome::Admitted));
    facts.extend(admitted(
        "campo",
        Stage::Preparing,
        assessment(vec![finding(Severity::Condition)]),
        Outcome::Conditional,
    ));
    facts.push(task("campo", "due-diligence", "2026-03-02", "2026-05-29"));
    facts.extend(admitted("fumo", Stage::Refused, assessment(vec![finding(Severity::Blocking)]), Outcome::Refused));
    facts.push(Fact::StageEntered { company: parsed("attesa"), stage: Stage::Applied });
    facts.extend(offered());
    facts.extend(lived());
    let start: Timestamp = parsed("2026-01-12T08:00:00Z");
    let mut views = Views::default();
    for (fact, number) in facts.into_iter().zip(1_u64..) {
        let weeks = i64::try_from(number).expect("few facts") * 7 * 86_400;
        views.fold(&Event { seq: Seq(number), input: InputNumber(number), time: start.plus_seconds(weeks), fact });
    }
    views
}

/// What was played.
pub(super) fn edition() -> Edition {
    let promise = Promise {
        objective: parsed("home-longer"),
        indicator: Some("Months at home".into()),
        unit: Some("months".into()),
        baseline: Some(parsed("21.5")),
        target: Some(parsed("27")),
        due_on: Some(parsed("2029-06-30")),
    };
    let profile = Profile {
        company: parsed("cura"),
        description: Some("Care <at> home".into()),
        legal_form: None,
        municipality: Some("Torino".into()),
        founded_on: Some(parsed("1988-04-11")),
        revenue: Some(Money::euro(92_300_000)),
        staff: Some(2610),
        promises: vec![promise],
        link: None,
    };
    Edition {
        setting: Setting {
            scenario: parsed("small"),
            title: text("Esercizio", "Exercise"),
            description: text("Una prova", "A test"),
            seed: 7,
            replication: 1,
            starts_at: parsed("2026-01-12T08:00:00Z"),
            ends_at: parsed("2027-03-31T16:00:00Z"),
            zone: parsed("CET-1CEST,M3.5.0,M10.5.0/3"),
            rulebook: parsed("torino-2022"),
            rulebook_title: text("Torino", "Turin"),
            seats: vec![(parsed("research"), text("Ricerca", "Research"))],
            groups: Vec::new(),
            profiles: vec![profile],
            assumptions: vec![Assumption {
                path: vec!["plan".into()],
                label: None,
                value: Some(Figure::whole(3).to_string()),
                source: "no figure, see https://example.org/a".into(),
            }],
            phrases: crate::domain::Phrasebook::default(),
            forked: None,
        },
        digest: "ab".repeat(32),
        engine: "borsa 0.1.0".into(),
        command: "borsa run scenario.toml".into(),
        expectations: vec![Expected { expected: text("cura è quotata", "cura is listed"), instead: None }],
        calibration: vec![CalibrationLine {
            about: text("vorvel-weekly-bonds", "vorvel-weekly-bonds"),
            market: Some("vorvel-weekly-bonds".into()),
            company: None,
            group: None,
            measure: "auctions_without_trade".into(),
            label: Text { it: "aste senza scambi".into(), en: "auctions without a trade".into() },
            wanted: "0.05 - 0.3".into(),
            found: "0.12".into(),
            met: true,
            sourced: false,
            source: "no public figure".into(),
            unmet_because: None,
        }],
    }
}

/// The report on all of it.
pub(super) fn report() -> Report {
    Report::of(&views(), edition())
}
