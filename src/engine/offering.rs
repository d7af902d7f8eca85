//! The primary market: the offer, the subscriptions, the allotment, the listing.

use std::collections::BTreeMap;

use super::accounts::cash;
use super::agenda::Due;
use super::bond::interest_of;
use super::listing::Listing;
use super::placing::{Shortfall, conditions_of};
use super::preparation::{Company, RunningOffer};
use super::telling::Telling;
use super::{Exchange, Fact, Reject, Stage};
use crate::domain::{AccountId, Basis, Code, Day, Figure, Money, Price, Quantity, Symbol, Text, TradingPhase};
use crate::exercise::{Entry, EntryKind, Unit};
use crate::issuance::{AllotmentRule, Bid, Outcome};
use crate::ledger::{Amount, Asset};
use crate::market::{CollarBase, Market, Rules};

/// What came of an offer: the price, and what each bid is given, in the order in which they came.
struct Sale {
    price: Price,
    given: Vec<Quantity>,
}

impl Exchange {
    /// Opens the offer that the dossier asks for.
    pub(super) fn open_offer(&mut self, code: &Code, application: u32, out: &mut Telling) -> Result<(), Reject> {
        let company = self.companies.get(code).ok_or(Reject::UnknownCompany)?;
        if company.has_left(application) {
            return Ok(());
        }
        let ask = company.ask()?.clone();
        let terms = self.offer_terms(company, out.now());
        let offer = self.offer_of(company, &terms, out.now())?;
        let conditions = conditions_of(&offer, &terms);
        let holding = self.holding_terms(company, offer.pricing.highest(), offer.minimum)?;
        let told = Some(holding.clone()).filter(|terms| !terms.is_free());
        let (minimum_units, closes_at) = (offer.minimum, offer.closes_at);
        let running = RunningOffer {
            offer,
            form: terms.form(),
            extension_days: terms.extension_days,
            holding,
            bids: Vec::new(),
            reservations: Vec::new(),
        };
        self.schedule_close(code, application, &running);
        self.companies.get_mut(code).expect("looked up above").offer = Some(running);
        self.enter_stage(code, Stage::Offering, out);
        out.tell(Fact::OfferOpened {
            company: code.clone(),
            instrument: ask.symbol,
            name: ask.name,
            kind: ask.kind,
            price: ask.price,
            units: ask.units,
            minimum_units,
            multiplier: ask.multiplier,
            closes_at,
            conditions: Box::new(conditions),
            limits: told.map(Box::new),
        });
        Ok(())
    }

    fn schedule_close(&mut self, code: &Code, application: u32, running: &RunningOffer) {
        let by_lot = matches!(running.offer.rule, AllotmentRule::Lottery(_));
        self.agenda.at(running.offer.closes_at, Due::OfferCloses { company: code.clone(), application, by_lot });
    }

    /// Takes a subscription, with a limit where the price is found among the bids, and reserves its money.
    pub(super) fn subscribe(
        &mut self,
        account: AccountId,
        instrument: Symbol,
        (units, limit): (Quantity, Option<Price>),
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let company = self.companies.values().find(|company| company.asks_for(instrument));
        let company = company.ok_or(Reject::UnknownInstrument(instrument))?;
        if company.offer.is_none() && company.increase.is_some() {
            let code = company.code.clone();
            return self.subscribe_increase(account, &code, (units, limit), out);
        }
        let running = company.offer.as_ref().ok_or(Reject::OfferClosed)?;
        let multiplier = company.ask()?.multiplier;
        let institution = running.offer.tranches.is_some() && self.is_institution(account);
        let bid = Bid { account, units, limit, institution, at: out.now() };
        let value = running.offer.bound(&bid, multiplier).ok_or(Reject::Overflow)?;
        let own = running.bids.iter().filter(|earlier| earlier.account == account);
        let before = own
            .map(|earlier| running.offer.bound(earlier, multiplier))
            .try_fold(Money::ZERO, |sum, bound| sum.checked_add(bound?));
        running.offer.check(&bid, value, before.ok_or(Reject::Overflow)?).map_err(Reject::Subscription)?;
        self.check_subscriber(running, &bid, instrument)?;
        let code = company.code.clone();
        self.check_payment(account, cash(value))?;
        let reservation = self.reserve(account, Asset::Cash, cash(value))?;
        let running = self.companies.get_mut(&code).and_then(|company| company.offer.as_mut());
        let running = running.expect("looked up above");
        running.bids.push(bid);
        running.reservations.push(reservation);
        out.tell(Fact::Subscribed { account, instrument, quantity: units, limit, reserved: value });
        Ok(())
    }

    /// The last day of an offer is over: it closes, or is prolonged once where too little was asked.
    pub(super) fn end_offer(
        &mut self,
        code: &Code,
        application: u32,
        draw: u64,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let company = self.companies.get(code).ok_or(Reject::UnknownCompany)?;
        if company.has_left(application) {
            return Ok(());
        }
        let running = company.offer.as_ref().ok_or(Reject::OfferClosed)?;
        if let (Some(days), Outcome::Failed { asked, .. }) =
            (running.extension_days, running.offer.close(&running.bids))
        {
            return self.extend_offer(code, application, (days, asked), out);
        }
        self.close_offer(code, draw, out)
    }

    fn extend_offer(
        &mut self,
        code: &Code,
        application: u32,
        (days, asked): (u32, Quantity),
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let closes_at = self.offer_closes_at(Some(days), out.now());
        let company = self.companies.get_mut(code).ok_or(Reject::UnknownCompany)?;
        let instrument = company.ask()?.symbol;
        let running = company.offer.as_mut().ok_or(Reject::OfferClosed)?;
        running.extension_days = None;
        running.offer.closes_at = closes_at;
        let running = running.clone();
        self.schedule_close(code, application, &running);
        out.tell(Fact::OfferExtended { company: code.clone(), instrument, asked, closes_at });
        Ok(())
    }

    /// Closes an offer: allots and takes the money, or gives everything back. The draw decides where the lot does.
    pub(super) fn close_offer(&mut self, code: &Code, draw: u64, out: &mut Telling) -> Result<(), Reject> {
        let company = self.companies.get_mut(code).ok_or(Reject::UnknownCompany)?;
        let mut running = company.offer.take().ok_or(Reject::OfferClosed)?;
        running.offer.rule = running.offer.rule.drawn(draw);
        company.issued_on = Some(self.world.calendar.day(out.now()));
        let (ask, payee, issuance) = (company.ask()?.clone(), company.account, company.issuance);
        let asked = running.bids.iter().fold(0u64, |sum, bid| sum.saturating_add(bid.units.units()));
        let sale = self.sell(code, &running, out)?;
        let mut raised = Money::ZERO;
        let mut paid_for = Vec::new();
        for (at, &reservation) in running.reservations.iter().enumerate() {
            let account = running.bids[at].account;
            let given = sale.as_ref().map_or(Quantity::ZERO, |sale| sale.given[at]);
            let price = sale.as_ref().map_or(ask.price, |sale| sale.price);
            let paid = Money::of(price, given, ask.multiplier).ok_or(Reject::Overflow)?;
            self.pay_reserved(reservation, payee, cash(paid));
            self.move_assets(issuance, account, Asset::Units(ask.symbol), Amount::from(given))?;
            let released = self.release(reservation).money();
            raised = raised.checked_add(paid).ok_or(Reject::Overflow)?;
            paid_for.extend((!given.is_zero()).then_some((account, given, paid)));
            out.tell(Fact::Allotted { account, instrument: ask.symbol, quantity: given, paid, released });
        }
        let success = sale.is_some();
        let price = sale.map(|sale| sale.price);
        let allotted = Quantity::new(paid_for.iter().map(|(_, given, _)| given.units()).sum());
        let holders = u32::try_from(by_account(&paid_for).len()).unwrap_or(u32::MAX);
        let company = self.companies.get_mut(code).expect("looked up above");
        company.allotments = paid_for;
        company.sold_at = price;
        let (company, instrument, asked) = (code.clone(), ask.symbol, Quantity::new(asked));
        out.tell(Fact::OfferClosed { company, instrument, success, price, asked, allotted, raised, holders });
        self.take_pledges(code, out)?;
        self.after_offer(code, success, raised, allotted, out)
    }

    /// What an offer gives, or nothing where it fell short: that is told with its reasons, unless the company has left.
    fn sell(&self, code: &Code, running: &RunningOffer, out: &mut Telling) -> Result<Option<Sale>, Reject> {
        let company = &self.companies[code];
        if matches!(company.stage, Some(Stage::Lapsed | Stage::Withdrawn)) {
            return Ok(None);
        }
        let ask = company.ask()?;
        let (price, allotments) = match running.offer.close(&running.bids) {
            Outcome::Failed { asked, minimum } => {
                let source = format!("the minimum of an offer of the form {}", running.form.code());
                Shortfall::of_units(minimum, asked, source).tell(code, ask, out);
                return Ok(None);
            }
            Outcome::Allotted(price, allotments) => (price, allotments),
        };
        let given: Vec<Quantity> = allotments.iter().map(|one| one.allotted).collect();
        let paid_for: Vec<_> = allotments.iter().map(|one| (one.account, one.allotted, Money::ZERO)).collect();
        let shortfalls = self.shortfalls(company, ask, &by_account(&paid_for));
        let reached = shortfalls.is_empty();
        for shortfall in shortfalls {
            shortfall.tell(code, ask, out);
        }
        Ok(reached.then_some(Sale { price, given }))
    }

    /// What follows: the listing, nothing to be listed, or nothing at all.
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
        if success && !self.companies[code].ask()?.kind.is_transferable() {
            return self.fund(code, raised, allotted, out);
        }
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

    /// A project has its money, and who gave it a certificate that stays with it: the way ends here.
    fn fund(&mut self, code: &Code, raised: Money, allotted: Quantity, out: &mut Telling) -> Result<(), Reject> {
        let today = self.world.calendar.day(out.now());
        self.book_raise(code, Money::ZERO, Quantity::ZERO, today, out)?;
        out.tell(Fact::Benefit { company: code.clone(), entry: gifts(raised, today) });
        let company = self.companies.get_mut(code).expect("it was just read");
        company.allotments.clear();
        company.allotted = allotted;
        self.enter_stage(code, Stage::Funded, out);
        Ok(())
    }

    /// Lists an instrument after its offer, by force of the company's admission.
    pub(super) fn list(&mut self, code: &Code, application: u32, out: &mut Telling) -> Result<(), Reject> {
        let company = self.companies.get_mut(code).ok_or(Reject::UnknownCompany)?;
        if company.has_left(application) {
            return Ok(());
        }
        let allotments = std::mem::take(&mut company.allotments);
        let company = &self.companies[code];
        let ask = company.ask()?.clone();
        let offer_price = company.offer_price()?;
        if self.listings.contains_key(&ask.symbol) {
            return Err(Reject::WrongStage); // what has left the market does not come back under its old name
        }
        let (units, issued_on) = (company.allotted, company.issued_on.ok_or(Reject::WrongStage)?);
        let interest = interest_of(&self.dossier_of(company).instrument, issued_on);
        let holding = self.holding_from_today(company, (offer_price, units), out.now())?;
        let limits = holding.as_ref().map(|holding| holding.terms.clone());
        let admission = self.register.admission(code, ask.kind, out.now()).ok_or(Reject::WrongStage)?;
        let file = &self.world.markets[&ask.market];
        let rules = Rules::new(file, &self.world.tick_table).expect("checked when the exchange was opened");
        let rules = rules.with_reference_price(offer_price).with_multiplier(ask.multiplier).with_units(units);
        let rules = self.with_ticks_of_today(&ask.market, rules);
        let (ticks, lot) = (rules.ticks().steps().collect(), rules.lot());
        let collar = rules.collars().fixed;
        let collar_follows_auctions = rules.collars().measured_from == CollarBase::LastAuction;
        let market = Market::in_phase(rules, TradingPhase::Closed);
        let listing = Listing::open(&admission, ask.market.clone(), market, ask.multiplier);
        let mut listing = listing.bearing(interest).ok_or(Reject::Overflow)?;
        listing.holding = holding;
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
            reference_price: offer_price,
            units,
            ticks,
            collar,
            collar_follows_auctions,
            lot,
            multiplier: ask.multiplier,
            interest: interest.map(Box::new),
            limits: limits.map(Box::new),
        });
        self.begin_lock_up(ask.symbol, &allotments, out);
        self.schedule_tick_changes(ask.symbol);
        self.begin_first_period(ask.symbol, out);
        self.schedule_phase(ask.symbol, out);
        self.schedule_coupon(ask.symbol, issued_on, out.now());
        self.schedule_instalment(ask.symbol, issued_on, out.now());
        self.begin_link(ask.symbol, out)?;
        self.begin_life(code, out)
    }

    /// The contra account of a listed instrument's units.
    pub(super) fn issuance_of(&self, instrument: Symbol) -> AccountId {
        let company: &Company = &self.companies[&self.listings[&instrument].company];
        company.issuance
    }
}

/// What was given to a project, as its benefit.
fn gifts(raised: Money, today: Day) -> Entry {
    Entry {
        item: "gifts".parse().expect("a code"),
        label: Text { it: "Donazioni ricevute".to_owned(), en: "Gifts received".to_owned() },
        kind: EntryKind::Financial,
        amount: Figure::of_money(raised),
        unit: Unit::Euro,
        date: today,
        basis: Basis::Simulated,
        source: "what the offer raised, released when its whole goal was reached".to_owned(),
        payer: None,
        rule: None,
    }
}

/// Units by account, without those who got none.
fn by_account(given: &[(AccountId, Quantity, Money)]) -> BTreeMap<AccountId, Quantity> {
    let mut holders = BTreeMap::<AccountId, Quantity>::new();
    for &(account, units, _) in given.iter().filter(|(_, units, _)| !units.is_zero()) {
        let held = holders.entry(account).or_default();
        *held = held.checked_add(units).unwrap_or(*held);
    }
    holders
}
