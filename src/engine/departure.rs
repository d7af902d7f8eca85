//! A company leaves before its listing: what it was offered goes back to whoever gave it.

use super::accounts::cash;
use super::telling::Telling;
use super::{Exchange, Fact, Reject, Stage};
use crate::domain::{Code, Money, Quantity, Text};
use crate::ledger::{Amount, Asset};

impl Exchange {
    /// A company withdraws: its application, its admission, its offer. After the listing this is a matter of delisting.
    pub(super) fn withdraw_company(&mut self, code: &Code, reason: &str, out: &mut Telling) -> Result<(), Reject> {
        let company = self.companies.get(code).ok_or(Reject::UnknownCompany)?;
        let (application, decision) = (company.application.ok_or(Reject::WrongStage)?, company.decision);
        match company.stage {
            Some(Stage::Applied) => self.register.withdraw(application)?,
            Some(Stage::Preparing | Stage::Offering) => {
                let words = Text {
                    it: format!("Ritirata dalla società: {reason}"),
                    en: format!("Withdrawn by the company: {reason}"),
                };
                self.register.revoke(decision.ok_or(Reject::WrongStage)?, words, out.now())?;
            }
            _ => return Err(Reject::WrongStage),
        }
        out.tell(Fact::Withdrawn { company: code.clone(), reason: reason.to_owned() });
        self.leave(code, Stage::Withdrawn, out)
    }

    /// Ends a company's way to the market. Subscribers get their money back, also what was allotted and paid; of the costs
    /// only those spent until today stay.
    pub(super) fn leave(&mut self, code: &Code, stage: Stage, out: &mut Telling) -> Result<(), Reject> {
        let company = self.companies.get(code).ok_or(Reject::UnknownCompany)?;
        let (before, runs, allotted) = (company.stage, company.offer.is_some(), !company.allotments.is_empty());
        self.enter_stage(code, stage, out);
        if runs {
            return self.close_offer(code, 0, out);
        }
        if allotted {
            self.unwind_offer(code, out)?;
        }
        if before == Some(Stage::Applied) {
            return Ok(());
        }
        let today = self.world.calendar.day(out.now());
        self.book_raise(code, Money::ZERO, Quantity::ZERO, today, out)
    }

    /// Takes back what an offer allotted: units to the issuer, money to those who paid it.
    fn unwind_offer(&mut self, code: &Code, out: &mut Telling) -> Result<(), Reject> {
        let company = self.companies.get_mut(code).ok_or(Reject::UnknownCompany)?;
        let allotments = std::mem::take(&mut company.allotments);
        let (instrument, issuer, issuance) = (company.ask()?.symbol, company.account, company.issuance);
        let mut repaid = Money::ZERO;
        for (account, units, paid) in allotments {
            self.move_assets(account, issuance, Asset::Units(instrument), Amount::from(units))?;
            self.move_assets(issuer, account, Asset::Cash, cash(paid))?;
            repaid = repaid.checked_add(paid).ok_or(Reject::Overflow)?;
        }
        out.tell(Fact::OfferUnwound { company: code.clone(), instrument, repaid });
        self.unwind_pledges(code, out)
    }
}
