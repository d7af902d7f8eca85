//! The figures of the whole exchange, and of each group of its investors: who came, who was let in, who paid, who waits.

#![expect(clippy::float_arithmetic, reason = "figures for statistics; nothing of them goes back into a play")]

use std::collections::{BTreeMap, BTreeSet};

use super::measures::{Measure, Scope, Subject, Unit, count, euro, flag};
use super::measures::{admitted, failed_offer, raised, was_listed};
use crate::domain::{AccountId, Money, Quantity, Side};
use crate::engine::Stage;
use crate::projection::{CompanyView, OfferView, Standing};
use crate::scenario::{OperatorYear, operator_years};

const fn whole(
    name: &'static str,
    unit: Unit,
    label: [&'static str; 2],
    read: fn(Subject<'_>) -> Option<f64>,
) -> Measure {
    Measure { name, scope: Scope::Exchange, unit, label, read }
}

const fn group(
    name: &'static str,
    unit: Unit,
    label: [&'static str; 2],
    read: fn(Subject<'_>) -> Option<f64>,
) -> Measure {
    Measure { name, scope: Scope::Group, unit, label, read }
}

/// Every figure of groups and of the whole exchange.
pub(super) const OF_THE_WHOLE: [Measure; 27] = [
    group("put_in", Unit::Euro, ["denaro versato", "money put in"], |of| Some(euro(of.put_in()))),
    group("part_of_money", Unit::Part, ["parte del denaro raccolto", "part of the money raised"], |of| {
        part(euro(of.put_in()), of.views.placings.by_account().values().map(|&money| euro(money)).sum())
    }),
    group("taking_part", Unit::Part, ["membri che partecipano", "members who take part"], |of| {
        let givers = of.views.placings.by_account();
        let taking = of.members.iter().filter(|member| givers.contains_key(member)).count();
        part(count(taking as u64), count(of.members.len() as u64))
    }),
    whole("applications", Unit::Count, ["candidature", "applications"], |of| Some(count(of.companies.len() as u64))),
    whole("admitted", Unit::Count, ["ammesse", "admitted"], |of| Some(of.sum(admitted))),
    whole("offers", Unit::Count, ["offerte aperte", "offers opened"], |of| Some(count(of.offers().count() as u64))),
    whole("failed_offers", Unit::Count, ["offerte fallite", "offers that failed"], |of| Some(of.sum(failed_offer))),
    whole("funded_part", Unit::Part, ["offerte riuscite", "offers that were reached"], |of| {
        let reached = of.offers().filter(|offer| offer.result.is_some_and(|result| result.success)).count();
        part(count(reached as u64), count(of.offers().count() as u64))
    }),
    whole("listed", Unit::Count, ["titoli quotati", "names listed"], |of| {
        Some(of.sum(|one| Some(flag(was_listed(one)))))
    }),
    whole("delisted", Unit::Count, ["revocate", "delisted"], |of| {
        Some(of.sum(|company| Some(flag(company.stage == Stage::Delisted))))
    }),
    whole("sought", Unit::Euro, ["denaro chiesto", "money sought"], |of| Some(of.sought())),
    whole("demanded_part", Unit::Part, ["domanda su denaro chiesto", "demand over money sought"], |of| {
        part(of.offers().map(|offer| value(offer, offer.asked)).sum(), of.sought())
    }),
    whole("raised", Unit::Euro, ["denaro raccolto", "money raised"], |of| Some(of.sum(raised))),
    whole("raised_part", Unit::Part, ["raccolto su chiesto", "raised over sought"], |of| {
        part(of.sum(raised), of.sought())
    }),
    whole(
        "last_year_inflow",
        Unit::Part,
        ["afflusso dell'ultimo anno sulla media", "last year's inflow over the mean"],
        last_year_inflow,
    ),
    whole("givers", Unit::Count, ["chi ha versato", "investors who put in"], |of| {
        Some(count(of.views.placings.by_account().len() as u64))
    }),
    whole("largest_tenth_part", Unit::Part, ["parte del decimo maggiore", "part of the largest tenth"], largest_tenth),
    whole("holders", Unit::Count, ["titolari", "holders"], |of| Some(count(holders(of)))),
    whole("waiting_buyers", Unit::Count, ["compratori in attesa", "buyers who wait"], |of| {
        Some(count(waiting(of, Side::Buy)))
    }),
    whole("waiting_sellers", Unit::Count, ["venditori in attesa", "sellers who wait"], |of| {
        Some(count(waiting(of, Side::Sell)))
    }),
    whole("buyers_a_holder", Unit::Part, ["compratori in attesa per titolare", "waiting buyers a holder"], |of| {
        part(count(waiting(of, Side::Buy)), count(holders(of)))
    }),
    whole("turnover", Unit::Euro, ["controvalore scambiato", "turnover"], |of| {
        Some(of.sum(|company| Some(euro(company.trading.turnover))))
    }),
    whole("operator_income", Unit::Euro, ["entrate del gestore", "income of the operator"], |of| {
        of.operator(|year| euro(year.income()))
    }),
    whole("operator_costs", Unit::Euro, ["spese del gestore", "costs of the operator"], |of| {
        of.operator(|year| euro(year.costs))
    }),
    whole("operator_result", Unit::Euro, ["risultato del gestore", "result of the operator"], |of| {
        of.operator(|year| euro(year.result()))
    }),
    whole("break_even_members", Unit::Count, ["quotate per pareggiare", "names to break even"], |of| {
        let income = of.operator(|year| euro(year.income()))?;
        let names = of.companies.iter().filter(|company| was_listed(company)).count();
        part(count(names as u64) * of.operator(|year| euro(year.costs))?, income)
    }),
    whole("late_part", Unit::Part, ["obblighi in ritardo o mancati", "duties late or missed"], |of| {
        let standings = || of.companies.iter().flat_map(|company| &company.obligations).map(|one| one.standing);
        let late = standings().filter(|standing| matches!(standing, Standing::Late | Standing::Missed)).count();
        let due = standings().filter(|standing| *standing != Standing::Open).count();
        part(count(late as u64), count(due as u64))
    }),
];

impl<'a> Subject<'a> {
    fn sum(&self, read: impl Fn(&CompanyView) -> Option<f64>) -> f64 {
        self.companies.iter().filter_map(|company| read(company)).sum()
    }

    fn offers(&self) -> impl Iterator<Item = &'a OfferView> {
        self.companies.iter().filter_map(|company| company.offer.as_ref())
    }

    /// What all offers together were opened for, in euro.
    fn sought(&self) -> f64 {
        self.offers().map(|offer| value(offer, offer.units)).sum()
    }

    /// A figure of the operator over all years; nothing where the world says nothing of it.
    fn operator(&self, read: impl Fn(&OperatorYear) -> f64) -> Option<f64> {
        self.world.operator.as_ref()?;
        Some(operator_years(self.world, self.views).iter().map(read).sum())
    }

    /// What the members of a group have put into offers.
    fn put_in(&self) -> Money {
        let by_account = self.views.placings.by_account();
        let theirs = self.members.iter().filter_map(|member| by_account.get(member));
        theirs.fold(Money::ZERO, |sum, &money| sum.checked_add(money).unwrap_or(sum))
    }
}

/// So many units at the price of an offer.
fn value(offer: &OfferView, units: Quantity) -> f64 {
    Money::of(offer.paid_price(), units, offer.multiplier).map_or(0.0, euro)
}

/// A part of a whole; nothing where there is no whole.
fn part(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

/// What came in during the calendar year of the end, over the mean of the years before it from the first offer on.
fn last_year_inflow(of: Subject<'_>) -> Option<f64> {
    let year = |at| of.world.calendar.day(at).year();
    let last = year(of.world.ends_at);
    let mut inflow = BTreeMap::<i16, f64>::new();
    for placing in of.views.placings.iter() {
        *inflow.entry(year(placing.at)).or_default() += euro(placing.paid);
    }
    let years = last - inflow.keys().next().copied().filter(|&first| first < last)?;
    let before: f64 = inflow.iter().filter(|(year, _)| **year < last).map(|(_, money)| money).sum();
    part(inflow.get(&last).copied().unwrap_or_default() * f64::from(years), before)
}

/// What the tenth of the investors who gave most has given, of all; a tenth is at least one.
fn largest_tenth(of: Subject<'_>) -> Option<f64> {
    let mut gifts: Vec<Money> = of.views.placings.by_account().into_values().collect();
    gifts.sort_unstable_by(|one, other| other.cmp(one));
    let all: f64 = gifts.iter().map(|&money| euro(money)).sum();
    part(gifts.iter().take(gifts.len().div_ceil(10)).map(|&money| euro(money)).sum(), all)
}

/// Investors with units of anything at the end, free or reserved.
fn holders(of: Subject<'_>) -> u64 {
    let accounts = of.views.accounts.accounts.values().filter(|account| account.investor);
    let holds = |(asset, held): (&String, &crate::projection::Holding)| {
        asset != "EUR" && (held.available != "0" || held.reserved != "0")
    };
    accounts.filter(|account| account.holdings.iter().any(holds)).count() as u64
}

/// Investors with an open order of this side at the end.
fn waiting(of: Subject<'_>, side: Side) -> u64 {
    let accounts: BTreeSet<AccountId> = of.views.accounts.accounts.keys().copied().collect();
    let waits = |account: &AccountId| of.views.orders.open_of(*account).any(|order| order.request.side == side);
    accounts.iter().filter(|account| waits(account)).count() as u64
}
