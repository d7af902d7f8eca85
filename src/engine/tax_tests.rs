//! Taxes withheld: by the nature of the holder, to the cent, and nothing lost on the way to the treasury.

use super::bond_tests::{cash, investor, timers};
use super::properties::{Floor, shipped};
use super::{Command, Event, Fact, World};
use crate::admission::InvestorClass;
use crate::domain::{AccountId, Code, Income, InstrumentKind, Money, Quantity, Rate, Symbol, TaxClass, Timestamp};
use crate::format::library;
use crate::ledger::{Asset, TaxRules};
use crate::scenario::load;

/// The rules that ship.
pub(super) fn rules() -> TaxRules {
    let text = library::text("parameters", "tax-italy-2026").expect("it ships");
    toml::from_str(&text).expect("it is sound")
}

impl Floor {
    /// What lies in the account of taxes is what is due on the tax days to come.
    pub(super) fn check_taxes(&self) {
        let Some(treasury) = &self.exchange.treasury else {
            assert_eq!(self.views.taxes.withheld(), Money::ZERO);
            return;
        };
        let lies = self.exchange.ledger.balance(treasury.account, Asset::Cash).total().money();
        assert_eq!(lies, treasury.to_come());
        let (withheld, remitted) = (self.views.taxes.withheld(), self.views.taxes.remitted());
        assert_eq!(withheld.checked_sub(remitted), Some(lies), "withheld, and not yet paid to the treasury");
    }
}

/// The exercise with taxes, bonds that pay every month, and funds that are institutions. Others have told nothing.
fn taxed() -> World {
    let mut world = shipped();
    world.tax = Some(rules());
    let bonds = world.companies.iter_mut().filter(|dossier| dossier.instrument.kind == Some(InstrumentKind::Bond));
    bonds.for_each(|dossier| dossier.instrument.coupons_per_year = Some(12));
    let classes = [InvestorClass::Institutional, InvestorClass::Corporate, InvestorClass::Retail];
    for (group, class) in world.investors.iter_mut().zip(classes.into_iter().cycle()) {
        group.class = Some(class);
    }
    world
}

fn class_of(floor: &Floor, account: AccountId) -> Option<InvestorClass> {
    let name = floor.exchange.ledger.account(account).expect("it was paid").name();
    let groups = &floor.exchange.world.investors;
    groups.iter().find(|group| group.has_member(name)).and_then(|group| group.class)
}

/// Every tax that was told, after what each says of itself is held to the rule.
fn taxes(events: &[Event]) -> Vec<(AccountId, Money, Money)> {
    let told = events.iter().filter_map(|event| match event.fact {
        Fact::TaxWithheld { account, gross, taxable, rate, tax, net, .. } => {
            assert_eq!(tax.checked_add(net), Some(gross));
            assert_eq!(taxable.share(rate), Some(tax));
            assert_eq!(tax.scaled() % 100, 0, "whole cents");
            Some((account, gross, tax))
        }
        _ => None,
    });
    told.collect()
}

#[test]
fn persons_are_paid_their_coupon_net_and_companies_and_institutions_gross() {
    let mut floor = Floor::play(taxed(), "2026-10-14T08:30:00Z");
    let is_bond = |symbol: &&Symbol| floor.exchange.listings[*symbol].interest.is_some();
    let bond = *floor.symbols.iter().find(is_bond).expect("the exercise lists bonds");
    let stranger = investor(&mut floor, "no-class", Money::ZERO, vec![(bond, Quantity::new(7))]);
    let of_the_bond = |event: &Event| matches!(event.fact, Fact::CouponPaid { instrument, .. } if instrument == bond);
    let (before, events) = timers(&mut floor, of_the_bond);
    floor.check();
    let taxed = taxes(&events);
    let mut seen = [false; 3];
    for event in &events {
        let Fact::CouponReceived { account, amount, instrument, .. } = event.fact else { continue };
        if instrument != bond {
            continue;
        }
        let tax = taxed.iter().find(|(of, ..)| *of == account).map(|(_, _, tax)| *tax);
        let class = class_of(&floor, account);
        let rate = match class {
            Some(InvestorClass::Institutional | InvestorClass::Corporate) => None,
            _ => Some(Rate::basis_points(2_600)),
        };
        assert_eq!(tax, rate.and_then(|rate| amount.share(rate)), "{class:?}");
        let net = amount.checked_sub(tax.unwrap_or_default());
        assert_eq!(cash(&floor, account).checked_sub(cash(&before, account)), net, "{class:?}");
        let place = [Some(InvestorClass::Institutional), Some(InvestorClass::Retail), None];
        place.iter().zip(&mut seen).filter(|(one, _)| **one == class).for_each(|(_, seen)| *seen = true);
    }
    assert_eq!(seen, [true; 3], "one of each held the bond");
    assert!(taxed.iter().any(|(of, ..)| *of == stranger), "whoever has told nothing is taken for a person");
    // What the issuer has paid is what holders and treasury have got.
    let issuer = floor.exchange.companies[&floor.exchange.listings[&bond].company].account;
    let gross: Money = coupons(&events, bond).sum();
    assert_eq!(cash(&before, issuer).checked_sub(cash(&floor, issuer)), Some(gross));
}

fn coupons(events: &[Event], bond: Symbol) -> impl Iterator<Item = Money> + '_ {
    events.iter().filter_map(move |event| match event.fact {
        Fact::CouponReceived { instrument, amount, .. } if instrument == bond => Some(amount),
        _ => None,
    })
}

#[test]
fn what_is_withheld_in_a_month_leaves_on_the_sixteenth_of_the_next() {
    let mut floor = Floor::play(taxed(), "2026-10-14T08:30:00Z");
    let mut told = Vec::new();
    play(&mut floor, "2026-12-15T22:00:00Z", &mut told);
    let calendar = &floor.exchange.world.calendar;
    let of_november: Vec<Event> = told.iter().filter(|event| calendar.day(event.time).month() == 11).cloned().collect();
    let withheld: Money = taxes(&of_november).iter().map(|(_, _, tax)| *tax).sum();
    assert!(withheld > Money::ZERO);
    let treasury = floor.exchange.treasury.as_ref().expect("the world is taxed").account;
    let before = cash(&floor, treasury);
    let (_, last) = timers(&mut floor, |event| matches!(event.fact, Fact::TaxPaid { .. }));
    let paid = last.iter().find_map(|event| match event.fact {
        Fact::TaxPaid { amount, due_on, account } => Some((amount, due_on.to_string(), account)),
        _ => None,
    });
    assert_eq!(paid, Some((withheld, "2026-12-16".to_owned(), treasury)));
    assert_eq!(cash(&floor, treasury).checked_add(withheld), Some(before));
    floor.check();
}

#[test]
fn a_dividend_is_paid_net_out_of_what_was_reserved_for_it() {
    let mut floor = Floor::play(taxed(), "2026-10-14T08:30:00Z");
    let company: Code = "passo-lieve".parse().expect("a code");
    let (reason, amount) = ("business".to_owned(), Money::euro(3_000_000));
    floor.apply(Command::PayIn { company: company.clone(), amount, reason });
    floor.apply(Command::DeclareProfit { company: company.clone(), year: 2025, profit: amount, losses: Money::ZERO });
    let (per_unit, paid_on) = ("0.0137".parse().expect("money"), "2026-10-28".parse().expect("a day"));
    floor.apply(Command::DeclareDividend { company: company.clone(), year: 2025, per_unit, paid_on });
    let issuer = floor.exchange.companies[&company].account;
    let (before, events) = timers(&mut floor, |event| matches!(event.fact, Fact::DividendPaid { .. }));
    floor.check();
    let taxed = taxes(&events);
    let (mut gross, mut gross_paid) = (Money::ZERO, 0);
    for event in &events {
        let Fact::DividendReceived { account, amount, .. } = event.fact else { continue };
        gross = gross.checked_add(amount).expect("small");
        let tax = taxed.iter().find(|(of, ..)| *of == account).map(|(_, _, tax)| *tax).unwrap_or_default();
        let is_person = class_of(&floor, account) == Some(InvestorClass::Retail);
        assert_eq!(Some(tax), amount.share(if is_person { Rate::basis_points(2_600) } else { Rate::ZERO }));
        gross_paid += u32::from(tax.is_zero());
        assert_eq!(cash(&floor, account).checked_sub(cash(&before, account)), amount.checked_sub(tax));
    }
    assert!(gross_paid > 0 && !taxed.is_empty(), "some are taxed, some are not");
    let outside = events.iter().find_map(|event| match event.fact {
        Fact::DividendPaid { outside, .. } => Some(outside),
        _ => None,
    });
    let left = cash(&before, issuer).checked_sub(cash(&floor, issuer));
    assert_eq!(left, gross.checked_add(outside.expect("told")), "the issuer pays what it has declared");
}

/// The bond that is paid back in four parts, sold to persons at 98 percent of its nominal.
fn below_par(taxed_as: Option<TaxClass>) -> World {
    let mut world = load(Some("rate-e-insolvenza")).expect("it ships");
    world.tax = Some(rules());
    world.investors.iter_mut().for_each(|group| group.class = Some(InvestorClass::Retail));
    for dossier in &mut world.companies {
        dossier.instrument.price = Some("98".parse().expect("a price"));
        dossier.instrument.taxed_as = taxed_as;
    }
    // What was raised is less: the business brings the rest.
    for act in &mut world.acts {
        if let super::Act::PayIn { amount, .. } = act {
            *amount = amount.checked_add(Money::euro(200_000)).expect("small");
        }
    }
    world
}

/// Sum of the taxes on one sort of income of an instrument.
fn sum(events: &[Event], of: (&str, Income)) -> Money {
    let own = events.iter().filter_map(|event| match event.fact {
        Fact::TaxWithheld { instrument, income, tax, .. } if (instrument.to_string().as_str(), income) == of => {
            Some(tax)
        }
        _ => None,
    });
    own.sum()
}

#[test]
fn what_a_bond_pays_back_beyond_its_issue_price_is_taxed_part_by_part() {
    for (taxed_as, premium, interest) in [
        // Of 4,000,000 paid back 2% are a premium: 80,000, of which 26% are 20,800. Coupons of 900,000: 234,000.
        (None, "20800", "234000"),
        // At 12.5%: 10,000 and 112,500.
        (Some(TaxClass::GovernmentBond), "10000", "112500"),
    ] {
        let mut floor = Floor::play(below_par(taxed_as), "2026-12-01T08:30:00Z");
        let mut told = Vec::new();
        play(&mut floor, "2032-07-20T08:00:00Z", &mut told);
        assert!(!taxes(&told).is_empty());
        let of = |income| sum(&told, ("RATA-32", income)).to_string();
        assert_eq!((of(Income::Premium), of(Income::Interest)), (premium.to_owned(), interest.to_owned()));
        // Part by part: a quarter of the premium each.
        let parts = told.iter().filter(|event| {
            matches!(&event.fact, Fact::TaxWithheld { income: Income::Premium, instrument, taxable, .. }
                if instrument.to_string() == "RATA-32" && *taxable == Money::euro(20_000))
        });
        assert_eq!(parts.count(), 4);
        floor.check();
    }
}

/// Timers, with the acts of the script that pay cash in.
fn play(floor: &mut Floor, until: &str, told: &mut Vec<Event>) {
    let until: Timestamp = until.parse().expect("an instant");
    let acts = floor.exchange.world.acts.clone();
    let mut pay_ins = acts.into_iter().filter_map(|act| match act {
        super::Act::PayIn { at, company, amount, reason } => Some((at, Command::PayIn { company, amount, reason })),
        _ => None,
    });
    let mut next_act = pay_ins.next();
    while let Some(due) = floor.exchange.next_due().filter(|due| due.at <= until) {
        if let Some((_, command)) = next_act.take_if(|(at, _)| *at < due.at) {
            told.extend(floor.apply(command));
            next_act = pay_ins.next();
            continue;
        }
        told.extend(floor.apply(Command::Timer { due: due.number, draw: 0 }));
    }
}
