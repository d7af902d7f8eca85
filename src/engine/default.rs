//! The default of a bond: all of it falls due, trading ends, and what the company's estate brings is paid by rank.

use super::accounts::cash;
use super::arrears::{Debt, Owed};
use super::telling::Telling;
use super::{Exchange, Fact, Reject, Stage};
use crate::domain::{Code, Holders, Money, Quantity, Rank, Rate, SCALE, Symbol};
use crate::issuance::{RankedClaim, pay_by_rank, share_out, times};
use crate::ledger::{Amount, Asset};

/// What a delisting says of its reason.
const DEFAULT: &str = "default: what was due was not paid within the days of grace";

/// A cent, in 1/10,000 of a euro.
const CENT: i128 = SCALE as i128 / 100;

/// What an estate has for its creditors.
#[derive(Debug, Clone)]
pub(super) struct Estate<'a> {
    /// What its assets have brought beyond the cash of the account.
    pub(super) amount: Option<Money>,
    /// Or which part of the holders' claim is paid, whatever it takes.
    pub(super) rate: Option<Rate>,
    /// Claims of others, outside the exchange.
    pub(super) outside: &'a [RankedClaim],
    /// Whether nothing more is to come.
    pub(super) closes: bool,
}

impl Exchange {
    /// A bond is in default: what is outstanding falls due with what was missed and the interest accrued, and trading ends.
    /// The claim goes with the units from now on.
    pub(super) fn declare_default(&mut self, instrument: Symbol, out: &mut Telling) -> Result<(), Reject> {
        let today = self.world.calendar.day(out.now());
        let listing = self.listing(instrument)?;
        let (company, interest) = (listing.company.clone(), listing.interest.ok_or(Reject::WrongStage)?);
        let (arrears, delisted) = (std::mem::take(&mut listing.debt.arrears), listing.delisted);
        let missed = arrears.iter().try_fold(Money::ZERO, |sum, due| sum.checked_add(due.per_unit));
        let is_ripe = arrears.iter().any(|due| due.owed == Owed::Redemption);
        let accelerated = || interest.accrued(today)?.checked_add(interest.outstanding(today));
        let rest = if is_ripe { Some(Money::ZERO) } else { accelerated() };
        let per_unit = missed.zip(rest).and_then(|(missed, rest)| missed.checked_add(rest)).ok_or(Reject::Overflow)?;
        let units = self.holders(instrument).iter().map(|(_, units)| units.units()).sum();
        let units = Quantity::new(units);
        let claim = times(per_unit, units).ok_or(Reject::Overflow)?;
        let since = arrears.first().map_or(today, |due| due.due_on);
        self.listing(instrument)?.debt = Debt { claim: Some(claim), ..Debt::default() };
        if !delisted {
            self.leave_market(&company, instrument, DEFAULT, (Holders::Keep, None), out)?;
        }
        let rank = self.rank_of(&company);
        self.enter_stage(&company, Stage::Defaulted, out);
        out.tell(Fact::Defaulted { company, instrument, since, rank, per_unit, units, claim });
        Ok(())
    }

    fn rank_of(&self, code: &Code) -> Rank {
        self.dossier_of(&self.companies[code]).instrument.rank.unwrap_or_default()
    }

    /// Pays what the estate of a company in default brings: to the holders by the rank of their bond, beside the claims of
    /// others. Checks, in this order: the company and its default, the amounts.
    pub(super) fn recover(&mut self, code: &Code, estate: &Estate<'_>, out: &mut Telling) -> Result<(), Reject> {
        let company = self.companies.get(code).ok_or(Reject::UnknownCompany)?;
        let (instrument, issuer) = (company.ask()?.symbol, company.account);
        let listing = self.listings.get(&instrument).ok_or(Reject::NotInDefault)?;
        let claim = listing.debt.claim.ok_or(Reject::NotInDefault)?;
        let available = self.ledger.balance(issuer, Asset::Cash).available.money();
        let (brought, amount, others) = self.parts_of(code, estate, (claim, available))?;
        self.end_deliveries(instrument, out);
        let holders = self.holders(instrument);
        self.move_assets(self.deposits, issuer, Asset::Cash, cash(brought))?;
        self.move_assets(issuer, self.deposits, Asset::Cash, cash(others))?;
        let left = claim.checked_sub(amount).ok_or(Reject::Overflow)?;
        let company = code.clone();
        out.tell(Fact::Recovered { company, instrument, brought, others, claim, amount, left, closes: estate.closes });
        let shares = share_out(amount, &holders).ok_or(Reject::Overflow)?;
        for (&(account, quantity), &(_, amount)) in holders.iter().zip(&shares) {
            out.tell(Fact::RecoveryReceived { account, instrument, quantity, amount });
            let amount = self.kept_back(instrument, account, amount, out)?;
            self.move_assets(issuer, account, Asset::Cash, cash(amount))?;
        }
        if estate.closes { self.end_claims(code, instrument, left, out) } else { self.go_on_owing(instrument, left) }
    }

    /// What comes in, what the holders get of it and what others get, in whole cents.
    fn parts_of(
        &self,
        code: &Code,
        estate: &Estate<'_>,
        (claim, available): (Money, Money),
    ) -> Result<(Money, Money, Money), Reject> {
        if let (Some(rate), None) = (estate.rate, estate.amount) {
            if rate < Rate::ZERO || rate > Rate::ONE || !estate.outside.is_empty() {
                return Err(Reject::RecoveryTerms);
            }
            let product = claim.scaled().checked_mul(i128::from(rate.scaled())).ok_or(Reject::Overflow)?;
            let amount = product / i128::from(SCALE);
            let amount = Money::from_scaled(amount - amount % CENT);
            let lacking = amount.checked_sub(available).unwrap_or_default().max(Money::ZERO);
            return Ok((lacking, amount, Money::ZERO));
        }
        let brought = estate.amount.filter(|&brought| brought >= Money::ZERO && estate.rate.is_none());
        let brought = brought.ok_or(Reject::RecoveryTerms)?;
        let whole = available.checked_add(brought).ok_or(Reject::Overflow)?;
        let mut claims = vec![RankedClaim { rank: self.rank_of(code), amount: claim }];
        claims.extend_from_slice(estate.outside);
        let paid = pay_by_rank(whole, &claims).ok_or(Reject::RecoveryTerms)?;
        let others = paid[1..].iter().try_fold(Money::ZERO, |sum, &one| sum.checked_add(one));
        Ok((brought, paid[0], others.ok_or(Reject::Overflow)?))
    }

    fn go_on_owing(&mut self, instrument: Symbol, left: Money) -> Result<(), Reject> {
        self.listing(instrument)?.debt.claim = Some(left);
        Ok(())
    }

    /// Nothing more is to come: the units are no more, and each holder is told what it has lost, to the cent.
    fn end_claims(&mut self, code: &Code, instrument: Symbol, left: Money, out: &mut Telling) -> Result<(), Reject> {
        self.listing(instrument)?.debt.claim = None;
        self.listing(instrument)?.debt.is_over = true;
        let issuance = self.companies[code].issuance;
        let holders = self.holders(instrument);
        let losses = share_out(left, &holders).ok_or(Reject::Overflow)?;
        for ((account, quantity), (_, loss)) in holders.into_iter().zip(losses) {
            out.tell(Fact::ClaimEnded { account, instrument, quantity, loss });
            self.move_assets(account, issuance, Asset::Units(instrument), Amount::from(quantity))?;
        }
        Ok(())
    }
}
