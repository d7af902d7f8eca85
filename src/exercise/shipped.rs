//! The shipped parameter files: they read, agree with each other, and say what their sources say.

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::*;
use crate::domain::{Basis, Calendar, Day, Figure, InstrumentKind, Money, Weekday, deadlines};
use crate::format::{Document, library};
use crate::ledger::Fees;

fn shipped<T: DeserializeOwned + JsonSchema>(name: &str) -> T {
    let text = library::text("parameters", name).unwrap_or_else(|| panic!("{name} is not shipped"));
    let decoded = Document::parse(name, text.as_bytes()).and_then(|document| document.decode());
    decoded.unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn plan() -> Plan {
    shipped("exercise-plan")
}

fn table() -> CostTable {
    shipped("listing-costs")
}

fn calendar() -> Calendar {
    shipped("calendar-target")
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// The market's median company, as the shipped figures tell it.
fn median(kind: InstrumentKind) -> Listing {
    let figures: MarketFigures = shipped("market-figures");
    let euro = |code| figures.get(code).map(|figure| figure.value.money()).expect("shipped");
    Listing {
        kind,
        raise: euro("egm-median-raise"),
        capitalisation: euro("egm-median-capitalisation"),
        listed_on: day("2026-10-01"),
    }
}

#[test]
fn every_file_reads_and_is_without_fault() {
    assert_eq!(plan().faults(), []);
    assert_eq!(table().faults(), []);
    assert_eq!(shipped::<IpoCredit>("ipo-credit").faults(), []);
    assert_eq!(shipped::<Obligations>("obligations").faults(), []);
    assert_eq!(shipped::<MarketFigures>("market-figures").faults(), []);
    let fees: Fees = shipped("trading-fees");
    assert!(fees.buy.rate > crate::domain::Rate::ZERO);
}

#[test]
fn what_is_written_reads_back() {
    let text = toml::to_string(&plan()).expect("serializes");
    assert_eq!(toml::from_str::<Plan>(&text).expect("reads back"), plan());
    let text = toml::to_string(&table()).expect("serializes");
    assert_eq!(toml::from_str::<CostTable>(&text).expect("reads back"), table());
}

#[test]
fn the_table_adds_up_to_what_its_source_says() {
    let sum = |recurrence: Recurrence| {
        let source = "https://pmi.it/card/guida-quotazione-pmi-mercato-egm/doc/9";
        let items = table().items;
        let items = items.iter().filter(|item| item.recurrence == recurrence && item.provenance.source == source);
        let euro: Vec<_> = items.filter(|item| item.reckoning == Reckoning::Euro).collect();
        let low: Money = euro.iter().map(|item| item.low.money()).sum();
        let high: Money = euro.iter().map(|item| item.high.money()).sum();
        (low, high)
    };
    assert_eq!(sum(Recurrence::OneOff), (Money::euro(310_000), Money::euro(380_000)));
    // The source rounds these to 125,000 and 170,000.
    assert_eq!(sum(Recurrence::Yearly), (Money::euro(122_600), Money::euro(172_600)));
}

#[test]
fn every_one_off_item_is_paid_for_some_task_and_every_task_pays_known_items() {
    let (plan, table) = (plan(), table());
    let paid = plan.cost_items();
    for item in table.items.iter().filter(|item| item.recurrence == Recurrence::OneOff) {
        assert!(paid.contains(&item.code), "no task pays {}", item.code);
    }
    for code in paid {
        assert!(table.items.iter().any(|item| item.code == *code), "the table has no {code}");
    }
}

#[test]
fn the_plan_takes_the_months_that_the_public_dates_suggest() {
    let start = day("2026-01-12");
    let ready = |kind, document: &str| {
        let tasks = schedule(&plan(), kind, start, &calendar());
        let end = tasks.iter().find(|task| task.task.as_str() == document).map(|task| task.ends_on);
        (months_between(start, end.expect("in the plan")), finish_of(&tasks).expect("there are tasks"))
    };
    let (share, share_listed) = ready(InstrumentKind::Share, "admission-document");
    let (bond, bond_listed) = ready(InstrumentKind::Bond, "information-document");
    let months = |text: &str| text.parse::<Figure>().expect("a figure");
    assert!((months("4")..=months("9")).contains(&share), "{share}");
    assert!((months("4")..=months("9")).contains(&bond), "{bond}");
    assert!(bond_listed < share_listed);
}

#[test]
fn the_months_after_the_gate_are_planned_from_its_day() {
    let preparation = "preparation".parse().expect("a code");
    let tasks =
        schedule_from(&plan(), InstrumentKind::Share, &preparation, day("2026-04-03"), &calendar(), &Slips::new());
    assert_eq!(tasks[0].task.as_str(), "team-engagement");
    assert_eq!(tasks[0].starts_on, day("2026-04-07")); // after Good Friday and Easter Monday
    assert!(tasks.iter().all(|task| task.stage.as_str() != "gate" && task.stage.as_str() != "call"));
}

#[test]
fn the_median_company_pays_a_sixth_of_what_it_raises() {
    let listing = median(InstrumentKind::Share);
    let mut sheet = Sheet::new();
    let tasks = schedule(&plan(), listing.kind, day("2026-01-12"), &calendar());
    for line in burdens(&plan(), &table(), &listing, &tasks).expect("fits") {
        sheet.add_burden(line);
    }
    // 345,000 fixed, 250,000 placing, 204,300 success fee, and 30,000 for impact, whose figures are assumed.
    let totals = sheet.totals(listing.raise);
    assert_eq!(totals.one_off, Money::euro(345_000 + 250_000 + 204_300 + 30_000));
    assert_eq!(totals.one_off_percent.map(|percent| percent.to_string()), Some("16.59".into()));
    assert_eq!(totals.yearly, Money::euro(147_600 + 10_500));
    assert!(totals.months.is_some());
    assert!(totals.staff_days > totals.months.expect("told"));

    let size = CompanySize { staff: 120, turnover: Money::euro(18_000_000), assets: Money::euro(20_000_000) };
    let credit: IpoCredit = shipped("ipo-credit");
    let (benefits, refusal) = benefits(&plan(), &table(), &listing, sheet.burdens(), &credit, &size).expect("fits");
    assert_eq!(refusal, None);
    let amount = |item: &str| benefits.iter().find(|line| line.item.as_str() == item).and_then(|line| line.amount);
    assert_eq!(amount("net-proceeds").map(|net| net.money()), Some(Money::euro(5_000_000 - 829_300)));
    // Half of 95,000 + 110,000 + 10,000 + 50,000 + 250,000 + 204,300 of advice.
    assert_eq!(amount("ipo-tax-credit").map(|credit| credit.money()), Some(Money::euro(359_650)));
    assert!(benefits.iter().any(|line| line.amount.is_none()));
}

/// The three parts of the published cost of a share listing: fixed, placing, success fee; without what impact adds.
fn published_cost(raise: i64, capitalisation: i64) -> [Money; 3] {
    let listing = Listing {
        raise: Money::euro(raise),
        capitalisation: Money::euro(capitalisation),
        ..median(InstrumentKind::Share)
    };
    let source = "https://pmi.it/card/guida-quotazione-pmi-mercato-egm/doc/9";
    let table = table();
    let once = table.items.iter().filter(|item| item.recurrence == Recurrence::OneOff);
    let published: Vec<_> = once.filter(|item| item.provenance.source == source).collect();
    [Reckoning::Euro, Reckoning::OfRaise, Reckoning::OfCapitalisation].map(|reckoning| {
        let part = published.iter().filter(|item| item.reckoning == reckoning);
        part.map(|item| item.amount(&listing).expect("fits")).sum()
    })
}

#[test]
fn the_two_published_examples_come_out_to_the_euro() {
    let share_of = |parts: [Money; 3], raise| {
        let whole: Money = parts.into_iter().sum();
        (whole, sheet::percent(whole, Money::euro(raise)).map(|percent| percent.to_string()))
    };
    let small = published_cost(5_000_000, 22_700_000);
    assert_eq!(small, [Money::euro(345_000), Money::euro(250_000), Money::euro(204_300)]);
    assert_eq!(share_of(small, 5_000_000), (Money::euro(799_300), Some("15.99".into())));
    let large = published_cost(8_500_000, 34_400_000);
    assert_eq!(large, [Money::euro(345_000), Money::euro(425_000), Money::euro(309_600)]);
    assert_eq!(share_of(large, 8_500_000), (Money::euro(1_079_600), Some("12.7".into())));
}

fn net_proceeds(table: &CostTable) -> Money {
    let listing = median(InstrumentKind::Share);
    let tasks = schedule(&plan(), listing.kind, day("2026-01-12"), &calendar());
    let lines = burdens(&plan(), table, &listing, &tasks).expect("fits");
    let size = CompanySize { staff: 1, turnover: Money::ZERO, assets: Money::ZERO };
    let (gains, _) = benefits(&plan(), table, &listing, &lines, &shipped("ipo-credit"), &size).expect("fits");
    let net = gains.iter().find(|line| line.item.as_str() == "net-proceeds").and_then(|line| line.amount);
    net.expect("told").money()
}

#[test]
fn a_burden_less_in_the_file_is_so_much_more_of_the_raise_to_the_cent() {
    let whole = table();
    let before = net_proceeds(&whole);
    let listing = median(InstrumentKind::Share);
    let mut removed = 0;
    for item in whole.items.iter().filter(|item| item.applies_to.covers(listing.kind)) {
        let mut without = whole.clone();
        without.items.retain(|other| other.code != item.code);
        let once = item.recurrence == Recurrence::OneOff;
        let saved = if once { item.amount(&listing).expect("fits") } else { Money::ZERO };
        assert_eq!(net_proceeds(&without).checked_sub(before), Some(saved), "{}", item.code);
        removed += 1;
    }
    assert!(removed > 15);
}

#[test]
fn what_another_pays_is_told_and_not_taken_off_the_raise() {
    let mut table = table();
    let verification = "impact-baseline-verification";
    let before = net_proceeds(&table);
    let item = table.items.iter_mut().find(|item| item.code.as_str() == verification).expect("shipped");
    item.paid_by = Payer::ThirdParty;
    assert_eq!(net_proceeds(&table).checked_sub(before), Some(Money::euro(7_500)));
    let listing = median(InstrumentKind::Share);
    let tasks = schedule(&plan(), listing.kind, day("2026-01-12"), &calendar());
    let mut sheet = Sheet::new();
    burdens(&plan(), &table, &listing, &tasks).expect("fits").into_iter().for_each(|line| sheet.add_burden(line));
    let totals = sheet.totals(listing.raise);
    assert_eq!(totals.one_off_of_others, Money::euro(7_500));
    assert_eq!(totals.one_off, Money::euro(829_300 - 7_500));
}

#[test]
fn every_item_says_what_it_buys_and_the_credit_comes_from_the_public() {
    let table = table();
    let unsaid: Vec<_> = table.items.iter().filter(|item| item.purpose.is_none()).map(|item| &item.code).collect();
    assert!(unsaid.is_empty(), "{unsaid:?}");
    let listing = median(InstrumentKind::Share);
    let size = CompanySize { staff: 1, turnover: Money::ZERO, assets: Money::ZERO };
    let line = shipped::<IpoCredit>("ipo-credit").entry(&listing, &size, Money::euro(1000)).expect("granted");
    assert_eq!(line.payer, Some(Payer::Public));
}

#[test]
fn the_credit_stops_at_the_cap_of_a_company_and_at_what_a_year_has() {
    let credit: IpoCredit = shipped("ipo-credit");
    let size = CompanySize { staff: 249, turnover: Money::euro(50_000_000), assets: Money::euro(43_000_001) };
    let granted = |advice: &str| {
        let advice = advice.parse().expect("money");
        credit.amount(&median(InstrumentKind::Share), &size, advice).expect("granted").to_string()
    };
    assert_eq!(granted("999999.98"), "499999.99");
    assert_eq!(granted("1000000"), "500000");
    assert_eq!(granted("1000000.02"), "500000");
    let ceilings: Vec<_> = credit.ceilings.iter().map(|one| (one.year, one.amount)).collect();
    let million = |millions: i64| Money::euro(millions * 1_000_000);
    assert_eq!(ceilings, [(2025, million(6)), (2026, million(3)), (2027, million(3))]);
    let mut short = credit.clone();
    short.ceilings.iter_mut().for_each(|ceiling| ceiling.amount = Money::euro(499_999));
    let left = short.amount(&median(InstrumentKind::Share), &size, million(2));
    assert_eq!(left, Ok(Money::euro(499_999)));
}

#[test]
fn no_two_lines_of_a_company_have_the_same_name() {
    for kind in [InstrumentKind::Share, InstrumentKind::Bond] {
        let listing = median(kind);
        let tasks = schedule(&plan(), kind, day("2026-01-12"), &calendar());
        let mut lines = burdens(&plan(), &table(), &listing, &tasks).expect("fits");
        let size = CompanySize { staff: 1, turnover: Money::ZERO, assets: Money::ZERO };
        let credit = shipped("ipo-credit");
        lines.extend(benefits(&plan(), &table(), &listing, &lines, &credit, &size).expect("fits").0);
        let names: std::collections::BTreeSet<_> = lines.iter().map(|line| &line.item).collect();
        assert_eq!(names.len(), lines.len());
    }
}

#[test]
fn a_bond_costs_less_and_gets_no_credit() {
    let listing = median(InstrumentKind::Bond);
    let tasks = schedule(&plan(), listing.kind, day("2026-01-12"), &calendar());
    let lines = burdens(&plan(), &table(), &listing, &tasks).expect("fits");
    let mut sheet = Sheet::new();
    lines.iter().cloned().for_each(|line| sheet.add_burden(line));
    assert!(sheet.totals(listing.raise).one_off < Money::euro(200_000));
    let fee = lines.iter().find(|line| line.item.as_str() == "bond-venue-placing").expect("a line");
    assert_eq!(fee.amount.map(|amount| amount.money()), Some(Money::euro(1500)));
    let placed = tasks.iter().find(|task| task.task.as_str() == "placing").map(|task| task.ends_on);
    assert_eq!(Some(fee.date), placed);
    let size = CompanySize { staff: 1, turnover: Money::ZERO, assets: Money::ZERO };
    let credit = shipped("ipo-credit");
    let (_, refusal) = benefits(&plan(), &table(), &listing, &lines, &credit, &size).expect("fits");
    assert_eq!(refusal, Some(CreditRefusal::NotEquity));
}

#[test]
fn without_a_listing_only_what_was_spent_stays() {
    let listing = Listing { raise: Money::ZERO, capitalisation: Money::ZERO, ..median(InstrumentKind::Share) };
    let tasks = schedule(&plan(), listing.kind, day("2026-01-12"), &calendar());
    let lines = burdens(&plan(), &table(), &listing, &tasks).expect("fits");
    let until = day("2026-06-20");
    let left = sunk(lines.clone(), until);
    assert!(!left.is_empty() && left.iter().all(|line| line.date <= until));
    assert!(left.iter().all(|line| line.kind != EntryKind::Yearly && line.unit != Unit::DaysPerYear));
    let spent = lines.iter().filter(|line| line.kind == EntryKind::OneOff && line.date <= until);
    assert_eq!(spent.count(), left.iter().filter(|line| line.kind == EntryKind::OneOff).count());
}

#[test]
fn the_reports_fall_due_as_the_market_asks() {
    let obligations: Obligations = shipped("obligations");
    let due =
        deadlines(&obligations.obligations, InstrumentKind::Share, day("2026-10-01"), day("2027-12-31"), &calendar());
    let due: Vec<_> = due.iter().map(|one| format!("{} {}", one.obligation, one.due_on)).collect();
    let expected = ["annual-report 2027-06-30", "half-year-report 2027-09-30"];
    assert_eq!(due, expected);
}

/// Easter Sunday after Clavius, as Knuth tells it: the golden number, the epact, the full moon, the Sunday after it.
fn easter(year: i32) -> Day {
    let golden = year % 19 + 1;
    let century = year / 100 + 1;
    let solar = 3 * century / 4 - 12;
    let lunar = (8 * century + 5) / 25 - 5;
    let sunday = 5 * year / 4 - solar - 10;
    let epact = (11 * golden + 20 + lunar - solar).rem_euclid(30);
    let epact = if (epact == 25 && golden > 11) || epact == 24 { epact + 1 } else { epact };
    let moon = if 44 - epact < 21 { 74 - epact } else { 44 - epact };
    let march = moon + 7 - (sunday + moon) % 7;
    Day::of(i16::try_from(year).expect("a year"), 3, 1).expect("a day").plus_days(march - 1)
}

#[test]
fn the_calendar_closes_at_easter_and_on_the_fixed_days() {
    let calendar = calendar();
    let mut expected = std::collections::BTreeSet::new();
    for year in 2025..=2030 {
        let easter = easter(year);
        assert_eq!(easter.weekday(), Weekday::Sunday);
        expected.extend([easter.plus_days(-2), easter.plus_days(1)]);
        let fixed = [(1, 1), (5, 1), (12, 25), (12, 26)];
        let year = i16::try_from(year).expect("a year");
        expected.extend(fixed.map(|(month, day)| Day::of(year, month, day).expect("a day")));
    }
    assert_eq!(calendar.holidays, expected);
    assert_eq!(easter(2026), day("2026-04-05"));
}

/// Thousands with commas, as people write amounts.
fn grouped(euro: Money) -> String {
    let digits = (euro.scaled() / 10_000).to_string();
    let places = digits.len();
    let comma = |place: usize| if place > 0 && (places - place).is_multiple_of(3) { "," } else { "" };
    digits.char_indices().map(|(place, digit)| format!("{}{digit}", comma(place))).collect()
}

#[test]
fn the_page_for_the_committee_says_what_the_files_say() {
    let page = include_str!("../../docs/COSTS.md");
    let row = |code: &str| page.lines().find(|line| line.contains(&format!("`{code}`")) && line.starts_with('|'));
    for item in table().items {
        let row = row(item.code.as_str()).unwrap_or_else(|| panic!("{} is not on the page", item.code));
        let percent = |figure: Figure| Figure::from_scaled(figure.scaled() * 100).to_string();
        let write =
            |figure| if item.reckoning == Reckoning::Euro { grouped(Figure::money(figure)) } else { percent(figure) };
        let (low, high) = (write(item.low), write(item.high));
        let range = if low == high { low } else { format!("{low}-{high}") };
        assert!(row.contains(&format!("| {range}")), "{row}");
        assert!(row.contains(&item.label.it) && row.contains(&item.label.en), "{row}");
        assert_eq!(row.ends_with("| sourced |"), item.provenance.basis == Basis::Sourced, "{row}");
    }
    for task in plan().tasks {
        let row = row(task.code.as_str()).unwrap_or_else(|| panic!("{} is not on the page", task.code));
        assert!(row.ends_with(&format!("| {} | {} |", task.business_days, task.staff_days)), "{row}");
    }
    for duty in plan().duties {
        let row = row(duty.code.as_str()).unwrap_or_else(|| panic!("{} is not on the page", duty.code));
        assert!(row.ends_with(&format!("| {} |", duty.days_per_year)), "{row}");
    }
    let text = library::text("rulebooks", "torino-2022").expect("shipped");
    let document = Document::parse("torino-2022", text.as_bytes()).expect("TOML");
    let rulebook: crate::admission::Rulebook = document.decode().expect("a rulebook");
    let gate = rulebook.reporting.expect("it asks for reports").duties;
    for one in shipped::<Obligations>("obligations").obligations.into_iter().chain(gate) {
        let row = row(one.code.as_str()).unwrap_or_else(|| panic!("{} is not on the page", one.code));
        assert!(row.contains(&format!("| {} months |", one.within_months)), "{row}");
    }
}

#[test]
fn the_page_names_every_route_with_its_price_and_its_months() {
    let page = include_str!("../../docs/COSTS.md");
    let range = |estimate: &Estimate, times: i64| {
        let figure = |figure: Figure| Figure::from_scaled(figure.scaled() * times).to_string();
        let (low, high) = (figure(estimate.low), figure(estimate.high));
        if low == high { low } else { format!("{low}-{high}") }
    };
    for route in shipped::<Routes>("routes").routes {
        let begins = format!("| `{}` ({}) |", route.code, route.label.it);
        let row = page.lines().find(|line| line.starts_with(&begins)).unwrap_or_else(|| panic!("{begins}"));
        let price = route.price.as_ref().map_or_else(|| "-".to_owned(), |price| range(price, 100));
        let months = route.effort.as_ref().map_or_else(|| "by the plan".to_owned(), |one| range(&one.months, 1));
        assert!(row.contains(&format!("| {price} | {months} |")), "{row}");
        assert!(row.ends_with(if route.tax_credit { "| yes |" } else { "| no |" }), "{row}");
        let parts = route.costs.iter().filter(|cost| cost.reckoning == Reckoning::OfRaise);
        for part in parts {
            let percent = |figure: Figure| Figure::from_scaled(figure.scaled() * 100);
            let told = format!("{}-{}% of the raise", percent(part.low), percent(part.high));
            assert!(row.contains(&told), "{row}: {told}");
        }
        let (low, high) = route
            .costs
            .iter()
            .filter(|cost| cost.reckoning == Reckoning::Euro && cost.recurrence == Recurrence::OneOff)
            .fold((Money::ZERO, Money::ZERO), |(low, high), cost| {
                let add = |sum: Money, figure: Figure| sum.checked_add(figure.money()).expect("fits");
                (add(low, cost.low), add(high, cost.high))
            });
        if high > Money::ZERO {
            assert!(row.contains(&format!("{}-{} EUR", grouped(low), grouped(high))), "{row}");
        }
    }
}
