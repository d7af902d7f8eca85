//! How an offer is put together from dossier, rulebook and path, and what must come of it.

use std::collections::{BTreeMap, BTreeSet};

use super::preparation::{Ask, Company};
use super::telling::Telling;
use super::{Exchange, Fact, OfferConditions, Reject};
use crate::admission::{InvestorClass, OfferForm, OfferTerms, Oversubscription};
use crate::domain::{AccountId, Code, Figure, OfferTest, PriceRange, Quantity, Rate, SCALE, Timestamp};
use crate::issuance::{AllotmentRule, Offer, Pricing, Ticket, Tranches};
use crate::ledger::Asset;

/// Something that an offer had to reach and did not.
pub(super) struct Shortfall {
    test: OfferTest,
    needed: Figure,
    found: Figure,
    source: String,
}

impl Shortfall {
    pub(super) fn of_units(needed: Quantity, found: Quantity, source: String) -> Self {
        let figure = |units: Quantity| {
            Figure::from_scaled(i64::try_from(units.units()).unwrap_or(i64::MAX).saturating_mul(i64::from(SCALE)))
        };
        Self { test: OfferTest::MinimumUnits, needed: figure(needed), found: figure(found), source }
    }

    fn of_count(test: OfferTest, needed: u32, found: u32, source: String) -> Self {
        Self { test, needed: Figure::whole(needed), found: Figure::whole(found), source }
    }

    fn of_part(test: OfferTest, needed: Rate, found: Rate, source: String) -> Self {
        let figure = |part: Rate| Figure::from_scaled(part.scaled());
        Self { test, needed: figure(needed), found: figure(found), source }
    }

    pub(super) fn tell(self, company: &Code, ask: &Ask, out: &mut Telling) {
        let (company, instrument) = (company.clone(), ask.symbol);
        let Self { test, needed, found, source } = self;
        out.tell(Fact::OfferFellShort { company, instrument, test, needed, found, source });
    }
}

impl Exchange {
    /// In which form and on which terms a company offers now.
    pub(super) fn offer_terms(&self, company: &Company, now: Timestamp) -> OfferTerms {
        let asked = self.dossier_of(company).instrument.offer.as_ref();
        self.world.rulebook.offer_terms(asked, self.world.calendar.day(now))
    }

    /// The offer that a company opens now.
    pub(super) fn offer_of(&self, company: &Company, terms: &OfferTerms, now: Timestamp) -> Result<Offer, Reject> {
        let ask = company.ask()?;
        let part = |part: Rate| part_of(ask.units, part);
        let least = terms.minimum_part.map_or(Quantity::ZERO, part);
        let minimum = if terms.form().is_all_or_nothing() { ask.units } else { ask.minimum.max(least) };
        let claw_back = terms.claw_back.map_or(Quantity::ZERO, part);
        Ok(Offer {
            pricing: pricing_of(ask, terms),
            units: ask.units,
            minimum,
            lot: Quantity::new(self.world.markets[&ask.market].lot.unwrap_or(1)),
            opens_at: now,
            closes_at: self.offer_closes_at(terms.campaign_days, now),
            rule: match terms.oversubscription {
                None | Some(Oversubscription::ProRata) => AllotmentRule::ProRata,
                Some(Oversubscription::FirstCome) => AllotmentRule::FirstCome,
                Some(Oversubscription::Lottery) => AllotmentRule::Lottery(0),
            },
            tranches: terms.public_part.map(|public| Tranches { public: part(public), claw_back }),
            ticket: Ticket { least: terms.minimum_ticket.unwrap_or_default(), most: terms.maximum_ticket },
            invited: self.invited(terms),
        })
    }

    /// When an offer closes that is open from now for so many days, or for the days of the path.
    pub(super) fn offer_closes_at(&self, days: Option<u32>, now: Timestamp) -> Timestamp {
        let (calendar, path) = (&self.world.calendar, &self.world.path);
        let today = calendar.day(now);
        let last = match days {
            Some(days) => calendar.business_day_from(today.plus_days(i32::try_from(days).unwrap_or(i32::MAX))),
            None => calendar.plus_business_days(today, path.offer_days),
        };
        calendar.instant(last, path.offer_closes_at)
    }

    /// Who may subscribe; nobody is left out where the placement is not private.
    fn invited(&self, terms: &OfferTerms) -> Option<BTreeSet<AccountId>> {
        if terms.form() != OfferForm::PrivatePlacement {
            return None;
        }
        let mut invited = BTreeSet::new();
        for group in &self.world.investors {
            let is_named = terms.invited.contains(&group.name);
            let is_qualified = terms.invited.is_empty() && group.class.is_some_and(InvestorClass::is_qualified);
            let members = (1..=group.count).map(|number| group.member(number));
            let asked = members.filter(|member| is_named || is_qualified || terms.invited.contains(member));
            invited.extend(asked.filter_map(|member| self.investor(&member)));
        }
        let others = terms.invited.iter().filter_map(|name| self.investor(name));
        invited.extend(others);
        Some(invited)
    }

    /// Whether an account belongs to an institution.
    pub(super) fn is_institution(&self, account: AccountId) -> bool {
        let groups = self.world.investors.iter();
        let mut institutions = groups.filter(|group| group.class == Some(InvestorClass::Institutional));
        institutions.any(|group| (1..=group.count).any(|number| self.investor(&group.member(number)) == Some(account)))
    }

    /// The free float of a listed company's class as it stands: units that came to the public on the exchange, without those
    /// that the company has bought back, and what the dossier leaves it of the older ones.
    pub(super) fn float_of(&self, code: &Code) -> Result<Rate, Reject> {
        let company = self.companies.get(code).ok_or(Reject::UnknownCompany)?;
        let ask = company.ask()?;
        let all = self.ledger.in_circulation(Asset::Units(ask.symbol)).parts();
        let treasury = i128::from(self.treasury(company.account, ask.symbol).units());
        Ok(float(ask, self.dossier_of(company).float.public_share, all - treasury, all))
    }

    /// What an allotment lacks of what rulebook and dossier ask of a listing: float, holders, institutions among them.
    pub(super) fn shortfalls(
        &self,
        company: &Company,
        ask: &Ask,
        given: &BTreeMap<AccountId, Quantity>,
    ) -> Vec<Shortfall> {
        let (dossier, rules) = (self.dossier_of(company), &self.world.rulebook);
        let count = |accounts: usize| u32::try_from(accounts).unwrap_or(u32::MAX);
        let mut found = Vec::new();
        let said = dossier.instrument.minimum_holders.map(|said| (said, "the dossier's `minimum_holders`".to_owned()));
        let asked = rules.eligibility.minimum_holders.as_ref().filter(|_| ask.kind.is_equity());
        let needed = said.or_else(|| asked.map(|asked| (asked.value, asked.cite())));
        if let Some((needed, source)) = needed.filter(|(needed, _)| count(given.len()) < *needed) {
            found.push(Shortfall::of_count(OfferTest::Holders, needed, count(given.len()), source));
        }
        let primary = rules.primary.as_ref();
        let institutions = || given.iter().filter(|(account, _)| self.is_institution(**account));
        if let Some(least) = primary.and_then(|rules| rules.institutional_holders.as_ref()) {
            let held_by = count(institutions().count());
            if held_by < least.value {
                found.push(Shortfall::of_count(OfferTest::InstitutionalHolders, least.value, held_by, least.cite()));
            }
        }
        let planned = dossier.float.public_share;
        let all = given.values().map(|units| i128::from(units.units())).sum();
        let theirs = institutions().map(|(_, units)| i128::from(units.units())).sum();
        let parts = [
            (OfferTest::Float, rules.eligibility.minimum_float.as_ref(), float(ask, planned, all, all)),
            (
                OfferTest::InstitutionalFloat,
                primary.and_then(|rules| rules.institutional_float.as_ref()),
                float(ask, None, theirs, all),
            ),
        ];
        for (test, least, part) in parts {
            if let Some(least) = least.filter(|least| ask.kind.is_equity() && part < least.value) {
                found.push(Shortfall::of_part(test, least.value, part, least.cite()));
            }
        }
        found
    }
}

/// What is told of an offer beside price and units.
pub(super) fn conditions_of(offer: &Offer, terms: &OfferTerms) -> OfferConditions {
    OfferConditions {
        form: terms.form(),
        range: offer.pricing.range(),
        oversubscription: terms.oversubscription.unwrap_or(Oversubscription::ProRata),
        minimum_ticket: terms.minimum_ticket,
        maximum_ticket: terms.maximum_ticket,
        public_units: offer.tranches.map(|tranches| tranches.public),
        claw_back_units: offer.tranches.map(|tranches| tranches.claw_back),
        invited: offer.invited.as_ref().map(|invited| invited.iter().copied().collect()),
    }
}

fn pricing_of(ask: &Ask, terms: &OfferTerms) -> Pricing {
    let range = terms.lowest_price.zip(terms.highest_price);
    let range = range.map(|(lowest, highest)| PriceRange { lowest, highest, step: terms.step() });
    match (terms.form(), range) {
        (OfferForm::BookBuilding, Some(range)) => Pricing::BookBuilding(range),
        (OfferForm::UniformPriceAuction, Some(range)) => Pricing::UniformAuction(range),
        _ => Pricing::Fixed(ask.price),
    }
}

/// A part of so many units, rounded up to a whole one.
fn part_of(units: Quantity, part: Rate) -> Quantity {
    let scale = i128::from(SCALE);
    let units = i128::from(units.units()) * i128::from(part.scaled().max(0));
    Quantity::new(u64::try_from((units + scale - 1) / scale).unwrap_or(u64::MAX))
}

/// The part of a class that so many units of it are, after so many were sold. Of the units from before the offer the
/// public has what the dossier's planned float leaves when all that is offered is taken off it. Rounded down.
fn float(ask: &Ask, planned: Option<Rate>, units: i128, sold: i128) -> Rate {
    let scale = i128::from(SCALE);
    let (offered, existing) = (i128::from(ask.units.units()), i128::from(ask.existing.units()));
    let planned = planned.map_or(0, |part| i128::from(part.scaled()) * (existing + offered) / scale);
    let before = (planned - offered).clamp(0, existing);
    let part = (units + before).saturating_mul(scale).checked_div(existing + sold).unwrap_or_default();
    Figure::from_scaled(i64::try_from(part).unwrap_or(i64::MAX)).rate()
}
