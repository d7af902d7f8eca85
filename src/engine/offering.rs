//! The primary market: the offer, the subscriptions, the allotment, the listing.

use super::accounts::cash;
use super::agenda::Due;
use super::bond::interest_of;
use super::listing::Listing;
use super::preparation::{Company, RunningOffer};
use super::telling::Telling;
use super::{Exchange, Fact, Reject, Stage};
use crate::domain::{AccountId, Code, Money, Quantity, Symbol, TradingPhase};
use crate::issuance::{Allotment, AllotmentRule, Offer, Outcome, Subscription};
use crate::ledger::{Amount, Asset};
use crate::market::{CollarBase, Market, Rules};

impl Exchange {
    /// Opens the offer that the dossier asks for.
    pub(super) fn open_offer(&mut self, code: &Code, application: u32, out: &mut Telling) -> Result<(), Reject> {
        let today = self.world.calendar.day(out.now());
        let last = self.world.calendar.plus_business_days(today, self.world.path.offer_days);
        let closes_at = self.world.calendar.instant(last, self.world.path.offer_closes_at);
        let company = self.companies.get_mut(code).ok_or(Reject::UnknownCompany)?;
        if company.has_left(application) {
            return Ok(());
        }
        let ask = company.ask()?.clone();
        let offer = Offer {
            price: ask.price,
            units: ask.units,
            minimum: ask.minimum,
            lot: Quantity::new(self.world.markets[&ask.market].lot.unwrap_or(1)),
            opens_at: out.now(),
            closes_at,
            rule: AllotmentRule::ProRata,
        };
        company.offer = Some(RunningOffer { offer, subscriptions: Vec::new(), reservations: Vec::new() });
        self.agenda.at(closes_at, Due::OfferCloses { company: code.clone(), application });
        self.enter_stage(code, Stage::Offering, out);
        out.tell(Fact::OfferOpened {
            company: code.clone(),
            instrument: ask.symbol,
            name: ask.name,
            kind: ask.kind,
            price: ask.price,
            units: ask.units,
            minimum_units: ask.minimum,
            multiplier: ask.multiplier,
            closes_at,
        });
        Ok(())
    }

    /// Takes a subscription and reserves its money.
    pub(super) fn subscribe(
        &mut self,
        account: AccountId,
        instrument: Symbol,
        units: Quantity,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let company = self.companies.values().find(|company| company.asks_for(instrument));
        let company = company.ok_or(Reject::UnknownInstrument(instrument))?;
        let running = company.offer.as_ref().ok_or(Reject::OfferClosed)?;
        let multiplier = company.ask()?.multiplier;
        let subscription = Subscription { account, units, at: out.now() };
        running.offer.check(&subscription).map_err(Reject::Subscription)?;
        let value = running.offer.value(units, multiplier).ok_or(Reject::Overflow)?;
        let code = company.code.clone();
        self.check_payment(account, cash(value))?;
        let reservation = self.reserve(account, Asset::Cash, cash(value))?;
        let running = self.companies.get_mut(&code).and_then(|company| company.offer.as_mut());
        let running = running.expect("looked up above");
        running.subscriptions.push(subscription);
        running.reservations.push(reservation);
        out.tell(Fact::Subscribed { account, instrument, quantity: units, reserved: value });
        Ok(())
    }

    /// The last day of an offer is over.
    pub(super) fn end_offer(&mut self, code: &Code, application: u32, out: &mut Telling) -> Result<(), Reject> {
        let company = self.companies.get(code).ok_or(Reject::UnknownCompany)?;
        if company.has_left(application) { Ok(()) } else { self.close_offer(code, out) }
    }

    /// Closes an offer: allots and takes the money, or gives everything back.
    pub(super) fn close_offer(&mut self, code: &Code, out: &mut Telling) -> Result<(), Reject> {
        let company = self.companies.get_mut(code).ok_or(Reject::UnknownCompany)?;
        let running = company.offer.take().ok_or(Reject::OfferClosed)?;
        company.issued_on = Some(self.world.calendar.day(out.now()));
        let (ask, payee, issuance) = (company.ask()?.clone(), company.account, company.issuance);
        let asked = running.subscriptions.iter().map(|subscription| subscription.units.units()).sum();
        let has_left = matches!(company.stage, Some(Stage::Lapsed | Stage::Withdrawn));
        let subscriptions = if has_left { &[] } else { running.subscriptions.as_slice() };
        let outcome = running.offer.close(subscriptions);
        let allotments = match &outcome {
            Outcome::Allotted(allotments) => allotments.as_slice(),
            Outcome::Failed { .. } => &[],
        };
        let mut raised = Money::ZERO;
        let mut paid_for = Vec::new();
        for (at, &reservation) in running.reservations.iter().enumerate() {
            let subscriber = running.subscriptions[at];
            let given = allotments.get(at).map_or(Quantity::ZERO, |allotment| allotment.allotted);
            let paid = running.offer.value(given, ask.multiplier).ok_or(Reject::Overflow)?;
            self.pay_reserved(reservation, payee, cash(paid));
            self.move_assets(issuance, subscriber.account, Asset::Units(ask.symbol), Amount::from(given))?;
            let released = self.release(reservation).money();
            raised = raised.checked_add(paid).ok_or(Reject::Overflow)?;
            let (account, instrument) = (subscriber.account, ask.symbol);
            paid_for.extend((!given.is_zero()).then_some((account, given, paid)));
            out.tell(Fact::Allotted { account, instrument, quantity: given, paid, released });
        }
        let success = matches!(outcome, Outcome::Allotted(_));
        let (allotted, holders) = (outcome.sold(), count_holders(allotments));
        self.companies.get_mut(code).expect("looked up above").allotments = paid_for;
        let (company, instrument, asked) = (code.clone(), ask.symbol, Quantity::new(asked));
        out.tell(Fact::OfferClosed { company, instrument, success, asked, allotted, raised, holders });
        self.after_offer(code, success, raised, allotted, out)
    }

    fn after_offer(
        &mut self,
        code: &Code,
        success: bool,
        raised: Money,
        allotted: Quantity,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let calendar = &self.world.calendar;
        let day = calendar.plus_business_days(calendar.day(out.now()), self.world.path.listing_days);
        let at = calendar.instant(day, self.world.path.listed_at);
        self.book_raise(code, raised, allotted, day, out)?;
        let company = &self.companies[code];
        let application = company.application.ok_or(Reject::WrongStage)?;
        if success {
            self.agenda.at(at, Due::Listing { company: code.clone(), application });
        } else if !company.has_left(application) {
            self.enter_stage(code, Stage::OfferFailed, out);
        }
        Ok(())
    }

    /// Lists an instrument after its offer, by force of the company's admission.
    pub(super) fn list(&mut self, code: &Code, application: u32, out: &mut Telling) -> Result<(), Reject> {
        let company = self.companies.get_mut(code).ok_or(Reject::UnknownCompany)?;
        if company.has_left(application) {
            return Ok(());
        }
        company.allotments.clear();
        let company = &self.companies[code];
        let ask = company.ask()?.clone();
        if self.listings.contains_key(&ask.symbol) {
            return Err(Reject::WrongStage); // what has left the market does not come back under its old name
        }
        let (units, issued_on) = (company.allotted, company.issued_on.ok_or(Reject::WrongStage)?);
        let interest = interest_of(&self.dossier_of(company).instrument, issued_on);
        let admission = self.register.admission(code, ask.kind, out.now()).ok_or(Reject::WrongStage)?;
        let file = &self.world.markets[&ask.market];
        let rules = Rules::new(file, &self.world.tick_table).expect("checked when the exchange was opened");
        let rules = rules.with_reference_price(ask.price).with_multiplier(ask.multiplier).with_units(units);
        let rules = self.with_ticks_of_today(&ask.market, rules);
        let (ticks, lot) = (rules.ticks().steps().collect(), rules.lot());
        let collar = rules.collars().fixed;
        let collar_follows_auctions = rules.collars().measured_from == CollarBase::LastAuction;
        let market = Market::in_phase(rules, TradingPhase::Closed);
        let listing = Listing::open(&admission, ask.market.clone(), market, ask.multiplier);
        let listing = listing.bearing(interest).ok_or(Reject::Overflow)?;
        let admission = listing.admission;
        self.listings.insert(ask.symbol, listing);
        self.enter_stage(code, Stage::Listed, out);
        out.tell(Fact::Listed {
            company: code.clone(),
            instrument: ask.symbol,
            name: ask.name,
            kind: ask.kind,
            market: ask.market,
            admission,
            reference_price: ask.price,
            units,
            ticks,
            collar,
            collar_follows_auctions,
            lot,
            multiplier: ask.multiplier,
            interest,
        });
        self.schedule_tick_changes(ask.symbol);
        self.begin_first_period(ask.symbol, out);
        self.schedule_phase(ask.symbol, out);
        self.schedule_coupon(ask.symbol, issued_on, out.now());
        self.begin_life(code, out)
    }

    /// The contra account of a listed instrument's units.
    pub(super) fn issuance_of(&self, instrument: Symbol) -> AccountId {
        let company: &Company = &self.companies[&self.listings[&instrument].company];
        company.issuance
    }
}

fn count_holders(allotments: &[Allotment]) -> u32 {
    let mut holders: Vec<AccountId> = allotments
        .iter()
        .filter(|allotment| !allotment.allotted.is_zero())
        .map(|allotment| allotment.account)
        .collect();
    holders.sort_unstable();
    holders.dedup();
    u32::try_from(holders.len()).unwrap_or(u32::MAX)
}
