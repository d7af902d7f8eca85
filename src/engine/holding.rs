//! Who may hold an instrument, how much of it, and what is locked up: the one place where these limits are asked.
//!
//! Orders and subscriptions come here before any money is reserved. A cap counts what is held and all that open buy
//! orders, waiting ones too, can still add, so that no sequence of orders leads above it.

use std::collections::BTreeMap;

use super::agenda::Due;
use super::listing::Listing;
use super::listings::Seat;
use super::preparation::{Company, RunningOffer};
use super::telling::Telling;
use super::{Exchange, Fact, Reject};
use crate::admission::{HoldingLimits, Instrument};
use crate::domain::{
    AccountId, Holder, HolderNature, HoldingTerms, InstrumentKind, LockUp, Money, Price, Quantity, Rate, SCALE, Side,
    Symbol, TimeOfDay, Timestamp, Transfer,
};
use crate::issuance::Bid;
use crate::ledger::Asset;

/// The limits of a listed instrument, and whose units are locked.
#[derive(Debug, Clone)]
pub(super) struct Holding {
    pub(super) terms: HoldingTerms,
    /// Units that may not be sold yet, by account.
    pub(super) locked: BTreeMap<AccountId, Quantity>,
}

impl Listing {
    /// Whether nobody may pass it on.
    pub(super) fn stays_with_its_holders(&self) -> bool {
        self.holding.as_ref().is_some_and(|holding| holding.terms.transfer == Transfer::None)
    }

    /// Units of an account that may not be sold yet.
    pub(super) fn locked(&self, account: AccountId) -> Quantity {
        self.holding.as_ref().and_then(|holding| holding.locked.get(&account)).copied().unwrap_or_default()
    }
}

impl Exchange {
    /// What contradicts itself in the terms of an instrument.
    pub(super) fn faults_of(&self, instrument: &Instrument) -> Vec<(String, String)> {
        let mut faults = instrument.faults_of_offer();
        faults.extend(instrument.faults_of_limits());
        for name in instrument.limits.iter().flat_map(HoldingLimits::names) {
            let is_group = self.world.investors.iter().any(|group| group.name == *name);
            let is_test = self.world.live.test_investors.contains(name);
            if !is_group && !is_test && self.investor(name).is_none() {
                let detail = format!("there is no investor or group `{name}`");
                faults.push(("/instrument/limits".to_owned(), detail));
            }
        }
        faults
    }

    /// The limits of what a company offers, at a price and for so many new units: those of the dossier, and the cap of the
    /// legal form where the dossier says none.
    pub(super) fn holding_terms(&self, company: &Company, price: Price, new: Quantity) -> Result<HoldingTerms, Reject> {
        let (dossier, ask) = (self.dossier_of(company), company.ask()?);
        let (asked, limits) = (&dossier.instrument, dossier.instrument.limits.clone().unwrap_or_default());
        let of_the_class = ask.existing.checked_add(new).ok_or(Reject::Overflow)?;
        let cap = asked.maximum_holding.map(|cap| (cap, "the dossier's `maximum_holding`".to_owned()));
        let cap = cap.or_else(|| self.cap_of_the_form(company)).filter(|_| ask.kind.is_transferable());
        let of_a_bond = asked.nominal.filter(|_| ask.kind == InstrumentKind::Bond);
        let nominal = limits.nominal.or(of_a_bond).or_else(|| Money::of(price, Quantity::new(1), ask.multiplier));
        let nominal = nominal.filter(|nominal| *nominal > Money::ZERO).ok_or(Reject::Overflow)?;
        let person_units = cap.as_ref().map(|(cap, _)| whole(cap.scaled() / nominal.scaled()));
        let is_locked = limits.lock_up_until.is_some() || limits.lock_up_days.is_some();
        Ok(HoldingTerms {
            transfer: limits.transfer.unwrap_or_default(),
            members: limits.members,
            person_maximum: cap.as_ref().map(|(cap, _)| *cap),
            person_units,
            person_source: cap.map(|(_, source)| source),
            maximum_share: limits.maximum_share,
            maximum_units: limits.maximum_share.map(|part| part_of(of_the_class, part)),
            lock_up: is_locked.then_some(LockUp {
                until_on: limits.lock_up_until,
                days: limits.lock_up_days,
                holders: limits.locked,
            }),
            without_votes: ask.kind.is_equity() && asked.votes_share == Some(Rate::ZERO),
        })
    }

    /// The cap that the law of the legal form sets for natural persons, where the instrument is a share of a cooperative.
    /// Art. 2525 c.c. leaves out instruments with administrative rights: whoever has votes in the assembly is not capped.
    fn cap_of_the_form(&self, company: &Company) -> Option<(Money, String)> {
        let dossier = self.dossier_of(company);
        let has_votes = dossier.instrument.votes_share.is_some_and(|votes| votes > Rate::ZERO);
        if dossier.instrument.kind != Some(InstrumentKind::CooperativeShare) || has_votes {
            return None;
        }
        let row = self.world.rulebook.legal_form(dossier.company.legal_form?)?;
        Some((row.holding_cap?, row.cite()))
    }

    /// The limits with which an instrument is listed now; nothing where all is free.
    pub(super) fn holding_from_today(
        &self,
        company: &Company,
        (price, units): (Price, Quantity),
        now: Timestamp,
    ) -> Result<Option<Box<Holding>>, Reject> {
        let mut terms = self.holding_terms(company, price, units)?;
        if let Some(lock_up) = &mut terms.lock_up {
            let today = self.world.calendar.day(now);
            let counted = lock_up.days.map(|days| today.plus_days(i32::try_from(days).unwrap_or(i32::MAX)));
            lock_up.until_on = lock_up.until_on.or(counted);
        }
        let holding = Holding { terms, locked: BTreeMap::new() };
        Ok((!holding.terms.is_free()).then(|| Box::new(holding)))
    }

    /// An account as limits and taxes see it.
    pub(super) fn holder(&self, account: AccountId) -> Option<Holder<'_>> {
        let name = self.ledger.account(account)?.name();
        let group = self.world.investors.iter().find(|group| group.has_member(name));
        let stranger = Holder { name, group: None, nature: HolderNature::Unknown };
        Some(group.map_or(stranger, |group| group.holder(name)))
    }

    /// Whether an account may ask for so many units more, or offer so many more. Checks, in this order: whether it may
    /// hold the instrument, its cap, the lock-up.
    pub(super) fn check_holder(
        &self,
        account: AccountId,
        seat: Seat,
        side: Side,
        more: Quantity,
    ) -> Result<(), Reject> {
        let (instrument, listing) = (seat.instrument, &self.listings[seat]);
        let Some(holding) = listing.holding.as_ref().filter(|_| !more.is_zero()) else { return Ok(()) };
        if side == Side::Sell {
            return self.check_lock(account, instrument, more);
        }
        let bidding = self.bidding(account, instrument);
        self.check_cap(&holding.terms, account, instrument, bidding.saturating_add(u128::from(more.units())))
    }

    /// Whether an offer takes this bid, as far as limits go.
    pub(super) fn check_subscriber(&self, running: &RunningOffer, bid: &Bid, instrument: Symbol) -> Result<(), Reject> {
        let asked = asked_by(running, bid.account).saturating_add(u128::from(bid.units.units()));
        self.check_cap(&running.holding, bid.account, instrument, asked)
    }

    fn check_cap(
        &self,
        terms: &HoldingTerms,
        account: AccountId,
        instrument: Symbol,
        more: u128,
    ) -> Result<(), Reject> {
        let holder = self.holder(account).ok_or(Reject::UnknownAccount)?;
        if !terms.admits(&holder) {
            return Err(Reject::NotEligible);
        }
        let fits = |cap: Quantity| self.units_of(account, instrument).saturating_add(more) <= u128::from(cap.units());
        if terms.cap_of(&holder).is_none_or(fits) { Ok(()) } else { Err(Reject::HoldingCap) }
    }

    /// Units that are there but locked: those that are not there are for the ledger to refuse.
    fn check_lock(&self, account: AccountId, instrument: Symbol, units: Quantity) -> Result<(), Reject> {
        let available = self.ledger.balance(account, Asset::Units(instrument)).available.parts();
        let left = available - i128::from(units.units());
        let locked = i128::from(self.listings[&instrument].locked(account).units());
        if (0..locked).contains(&left) { Err(Reject::UnitsLocked) } else { Ok(()) }
    }

    /// Units that an account holds, those in its sell orders included.
    fn units_of(&self, account: AccountId, instrument: Symbol) -> u128 {
        let total = self.ledger.balance(account, Asset::Units(instrument)).total().parts();
        u128::try_from(total).unwrap_or(0)
    }

    /// Units that the open buy orders of an account, and its requests in a capital increase, can still add.
    fn bidding(&self, account: AccountId, instrument: Symbol) -> u128 {
        let open = self.listings[&instrument].market.open_orders();
        let own = open.filter(|order| order.side == Side::Buy && order.group == account.0);
        let bids: u128 = own.map(|order| u128::from(order.remaining.units())).sum();
        bids.saturating_add(self.asked_of_increase(account, instrument))
    }

    /// Locks what was subscribed to, account by account, until the day of the lock-up.
    pub(super) fn begin_lock_up(
        &mut self,
        instrument: Symbol,
        allotments: &[(AccountId, Quantity, Money)],
        out: &mut Telling,
    ) {
        let terms = self.listings[&instrument].holding.as_ref().map(|holding| &holding.terms);
        let Some(until_on) = terms.and_then(|terms| terms.lock_up.as_ref()?.until_on) else { return };
        let midnight: TimeOfDay = "00:00".parse().expect("a fixed time of day");
        let at = self.world.calendar.instant(until_on, midnight);
        if at <= out.now() {
            return;
        }
        let binds = |account| {
            let holder = self.holder(account);
            holder.zip(terms).is_some_and(|(holder, terms)| terms.locks(&holder))
        };
        let mut locked = BTreeMap::<AccountId, Quantity>::new();
        for &(account, units, _) in allotments.iter().filter(|(account, ..)| binds(*account)) {
            let sum = locked.entry(account).or_default();
            *sum = sum.checked_add(units).unwrap_or(*sum);
        }
        if locked.is_empty() {
            return;
        }
        for (&account, &quantity) in &locked {
            out.tell(Fact::UnitsLocked { account, instrument, quantity, until_on });
        }
        let listing = self.listings.get_mut(&instrument).expect("it was just listed");
        listing.holding.as_mut().expect("its terms were just read").locked = locked;
        self.agenda.at(at, Due::LockUp { instrument });
    }

    /// What was locked may be sold.
    pub(super) fn end_lock_up(&mut self, instrument: Symbol, out: &mut Telling) -> Result<(), Reject> {
        let holding = self.listing(instrument)?.holding.as_mut().ok_or(Reject::WrongStage)?;
        let locked = std::mem::take(&mut holding.locked);
        let quantity = Quantity::new(locked.values().map(|units| units.units()).sum());
        out.tell(Fact::LockUpEnded { instrument, quantity });
        Ok(())
    }

    /// What a cap or a lock-up compared, by name.
    pub(super) fn numbers_of_holding(&self, account: AccountId, instrument: Symbol) -> Vec<(&'static str, String)> {
        let Some(listing) = self.listings.get(&instrument) else { return Vec::new() };
        let cap = listing.holding.as_ref().zip(self.holder(account));
        let cap = cap.and_then(|(holding, holder)| holding.terms.cap_of(&holder));
        let mut numbers = vec![
            ("held", self.units_of(account, instrument).to_string()),
            ("in_open_orders", self.bidding(account, instrument).to_string()),
            ("locked", listing.locked(account).to_string()),
        ];
        numbers.extend(cap.map(|cap| ("cap", cap.to_string())));
        numbers
    }

    /// What the cap of an offer compared, by name.
    pub(super) fn numbers_of_subscription(
        &self,
        account: AccountId,
        instrument: Symbol,
    ) -> Vec<(&'static str, String)> {
        let company = self.companies.values().find(|company| company.asks_for(instrument));
        let Some(running) = company.and_then(|company| company.offer.as_ref()) else { return Vec::new() };
        let cap = self.holder(account).and_then(|holder| running.holding.cap_of(&holder));
        let mut numbers = vec![("asked_before", asked_by(running, account).to_string())];
        numbers.extend(cap.map(|cap| ("cap", cap.to_string())));
        numbers
    }
}

/// Units that an account has asked for in an offer.
fn asked_by(running: &RunningOffer, account: AccountId) -> u128 {
    let own = running.bids.iter().filter(|bid| bid.account == account);
    own.map(|bid| u128::from(bid.units.units())).sum()
}

/// A part of so many units, rounded down.
fn part_of(units: Quantity, part: Rate) -> Quantity {
    whole(i128::from(units.units()) * i128::from(part.scaled()) / i128::from(SCALE))
}

fn whole(units: i128) -> Quantity {
    Quantity::new(u64::try_from(units.max(0)).unwrap_or(u64::MAX))
}
