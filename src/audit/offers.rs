//! Offers as their events tell them: what was subscribed, allotted, paid, given back.

use std::collections::BTreeMap;

use super::Discrepancy;
use super::books::{Books, CASH};
use super::told::Told;

/// A hundred euro in 1/10,000: a point of price is a hundredth of the nominal.
const MILLION: i128 = 1_000_000;

/// One instrument on its way to the market and on it.
#[derive(Debug, Clone, Default)]
struct Issue {
    company: String,
    multiplier: i128,
    /// Money held for each subscription, with its account, in order.
    subscribed: Vec<(u64, i128)>,
    /// Who was allotted how much for what.
    allotted: Vec<(u64, i128, i128)>,
}

/// All instruments that were ever offered.
#[derive(Debug, Clone, Default)]
pub(super) struct Offers {
    issues: BTreeMap<String, Issue>,
}

impl Offers {
    /// How many instruments there are.
    pub(super) fn len(&self) -> usize {
        self.issues.len()
    }

    /// Euro of one point of price and one unit.
    pub(super) fn multiplier(&self, told: &Told) -> Result<i128, Discrepancy> {
        self.issue(told).map(|issue| issue.multiplier)
    }

    /// The two accounts of the company that issues an instrument: its own, and the one units come from.
    pub(super) fn issuer(&self, told: &Told, books: &Books) -> Result<(u64, u64), Discrepancy> {
        let company = &self.issue(told)?.company;
        Ok((books.of_company(company, "issuer", told)?, books.of_company(company, "issuance", told)?))
    }

    fn issue(&self, told: &Told) -> Result<&Issue, Discrepancy> {
        let instrument = told.text("instrument")?;
        self.issues.get(instrument).ok_or_else(|| told.differs(format!("{instrument} was never offered")))
    }

    fn issue_mut(&mut self, told: &Told) -> Result<&mut Issue, Discrepancy> {
        let instrument = told.text("instrument")?;
        self.issues.get_mut(instrument).ok_or_else(|| told.differs(format!("{instrument} was never offered")))
    }

    pub(super) fn open(&mut self, told: &Told) -> Result<(), Discrepancy> {
        let multiplier = i128::from(told.number("multiplier")?);
        let issue = Issue { company: told.text("company")?.to_owned(), multiplier, ..Issue::default() };
        self.issues.insert(told.text("instrument")?.to_owned(), issue);
        Ok(())
    }

    /// A part of a bond's nominal is about to be paid back: a point of its price is worth less.
    pub(super) fn revalue(&mut self, told: &Told) -> Result<(), Discrepancy> {
        let (multiplier, outstanding) = (i128::from(told.number("multiplier")?), told.money("outstanding")?);
        if multiplier * MILLION != outstanding {
            return Err(told.differs(format!("a point is told as {multiplier} of {outstanding} (in 1/10,000)")));
        }
        self.issue_mut(told)?.multiplier = multiplier;
        Ok(())
    }

    /// New units of a listed instrument are offered: its allotments are counted anew.
    pub(super) fn begin_increase(&mut self, told: &Told) -> Result<(), Discrepancy> {
        self.issue_mut(told)?.allotted.clear();
        Ok(())
    }

    pub(super) fn subscribe(&mut self, told: &Told, books: &mut Books) -> Result<(), Discrepancy> {
        let (account, reserved) = (told.number("account")?, told.money("reserved")?);
        self.issue_mut(told)?.subscribed.push((account, reserved));
        books.hold(account, CASH, reserved);
        Ok(())
    }

    /// What was held for a subscription is paid or free again; units come from the issuance.
    pub(super) fn allot(&mut self, told: &Told, books: &mut Books) -> Result<(), Discrepancy> {
        let (account, units) = (told.number("account")?, told.units("quantity")?);
        let (paid, released) = (told.money("paid")?, told.money("released")?);
        let (issuer, issuance) = self.issuer(told, books)?;
        let issue = self.issue_mut(told)?;
        let held = paid + released;
        let place = issue.subscribed.iter().position(|&subscribed| subscribed == (account, held));
        let place =
            place.ok_or_else(|| told.differs(format!("account {account} has no subscription that holds {held}")))?;
        issue.subscribed.remove(place);
        issue.allotted.push((account, units, paid));
        books.hold(account, CASH, -held);
        books.give(account, issuer, CASH, paid);
        books.give(issuance, account, told.text("instrument")?, units);
        Ok(())
    }

    /// Every subscription was answered, and the sums are those of the allotments.
    pub(super) fn close(&mut self, told: &Told) -> Result<(), Discrepancy> {
        let (allotted, raised) = (told.units("allotted")?, told.money("raised")?);
        let issue = self.issue_mut(told)?;
        if let Some((account, held)) = issue.subscribed.first() {
            return Err(told.differs(format!("the offer is closed and still holds {held} of account {account}")));
        }
        let units: i128 = issue.allotted.iter().map(|&(_, units, _)| units).sum();
        let paid: i128 = issue.allotted.iter().map(|&(_, _, paid)| paid).sum();
        if (units, paid) != (allotted, raised) {
            return Err(told.differs(format!("told {allotted} units for {raised}, reckoned {units} for {paid}")));
        }
        Ok(())
    }

    /// Units go back to where they came from, money to who paid it.
    pub(super) fn unwind(&mut self, told: &Told, books: &mut Books) -> Result<(), Discrepancy> {
        let (issuer, issuance) = self.issuer(told, books)?;
        let instrument = told.text("instrument")?;
        let mut repaid = 0;
        for (account, units, paid) in std::mem::take(&mut self.issue_mut(told)?.allotted) {
            books.give(account, issuance, instrument, units);
            books.give(issuer, account, CASH, paid);
            repaid += paid;
        }
        if repaid == told.money("repaid")? { Ok(()) } else { Err(told.differs(format!("reckoned {repaid} repaid"))) }
    }
}
