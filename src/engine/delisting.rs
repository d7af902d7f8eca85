//! The end of a listing: orders end, the admission is revoked, holders get what the rulebook gives them.

use super::accounts::cash;
use super::tax::Paid;
use super::telling::Telling;
use super::{Exchange, Fact, Reject, Stage};
use crate::domain::{
    AccountId, BuyOutPrice, Code, Holders, Income, Money, Price, Quantity, Symbol, Text, TradingPhase,
};
use crate::issuance::{AllotmentRule, Subscription, allot};
use crate::ledger::{Amount, Asset};
use crate::market::CancelReason;

impl Exchange {
    /// Takes an instrument off the market for good, on the terms of the rulebook.
    pub(super) fn delist(
        &mut self,
        code: &Code,
        instrument: Symbol,
        reason: &str,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let terms = self.terms_of_delisting(code, instrument)?;
        self.leave_market(code, instrument, reason, terms, out)
    }

    /// Takes a bond that is paid back off the market, with the cash for it at hand. Who kept a bond beyond its delisting is
    /// paid back too.
    pub(super) fn redeem(&mut self, code: &Code, instrument: Symbol, out: &mut Telling) -> Result<(), Reject> {
        self.observe_link(instrument, out)?;
        let price = self.redemption_price(instrument);
        let listing = self.listing(instrument)?;
        let is_early = listing.debt.called_on.is_some();
        let reason = if is_early { "called by its issuer" } else { "redeemed at maturity" };
        if listing.delisted {
            return self.buy_out(code, instrument, price, out);
        }
        self.leave_market(code, instrument, reason, (Holders::BuyOut, Some(price)), out)
    }

    /// The end of a listing. Units that are not bought stay what they are: entered with their holders, who see them and
    /// can no longer trade them.
    pub(super) fn leave_market(
        &mut self,
        code: &Code,
        instrument: Symbol,
        reason: &str,
        (holders, price): (Holders, Option<Price>),
        out: &mut Telling,
    ) -> Result<(), Reject> {
        self.withdraw_all(instrument, CancelReason::Delisted, out);
        self.drop_increase(code, out)?;
        self.end_buy_back(instrument, "delisted", out)?;
        self.stop(instrument, TradingPhase::Closed, &format!("delisted: {reason}"), out)?;
        let listing = self.listing(instrument)?;
        listing.delisted = true;
        listing.scheduled = None;
        let admission = listing.admission;
        let said = Text { it: format!("Revoca dalle negoziazioni: {reason}"), en: format!("Delisting: {reason}") };
        self.register.revoke(admission, said, out.now())?;
        let (company, reason) = (code.clone(), reason.to_owned());
        out.tell(Fact::Delisted { company, instrument, reason, holders, price });
        if let Some(price) = price {
            self.buy_out(code, instrument, price, out)?;
        }
        self.enter_stage(code, Stage::Delisted, out);
        Ok(())
    }

    /// What the rulebook gives the holders, and the price if they are bought out.
    fn terms_of_delisting(&self, code: &Code, instrument: Symbol) -> Result<(Holders, Option<Price>), Reject> {
        let terms = self.world.rulebook.sanctions.as_ref().and_then(|rules| rules.delisting.as_ref());
        let Some(terms) = terms else { return Ok((Holders::Keep, None)) };
        let offered = self.companies[code].offer_price()?;
        let price = terms.price.as_ref().map(|price| match price.value {
            BuyOutPrice::Offer => offered,
            BuyOutPrice::LastTrade => self.listings[&instrument].market.last().unwrap_or(offered),
        });
        Ok((terms.holders.value, price))
    }

    /// The issuer buys back as many units as its cash pays for, in proportion to what each holder has. The units go
    /// back to where they were issued from; what is not bought stays with its holder.
    fn buy_out(&mut self, code: &Code, instrument: Symbol, price: Price, out: &mut Telling) -> Result<(), Reject> {
        self.end_deliveries(instrument, out);
        let company = &self.companies[code];
        let (payer, issuance) = (company.account, company.issuance);
        let multiplier = self.listings[&instrument].multiplier;
        let asset = Asset::Units(instrument);
        let ask = |(account, units): (AccountId, Quantity)| Subscription { account, units, at: out.now() };
        let holders: Vec<_> = self.holders(instrument).into_iter().map(ask).collect();
        let one = Money::of(price, Quantity::new(1), multiplier).ok_or(Reject::Overflow)?.scaled();
        let funds = self.ledger.balance(payer, Asset::Cash).available.money().scaled();
        let affordable = funds.checked_div(one).unwrap_or_default();
        let affordable = Quantity::new(u64::try_from(affordable).unwrap_or_default());
        for bought in allot(AllotmentRule::ProRata, affordable, Quantity::new(1), &holders) {
            let (account, quantity) = (bought.account, bought.allotted);
            let paid = Money::of(price, quantity, multiplier).ok_or(Reject::Overflow)?;
            out.tell(Fact::BoughtOut { account, instrument, quantity, paid });
            let taxable = self.premium(instrument, price, (quantity, multiplier))?;
            let premium = Paid { instrument, holder: account, income: Income::Premium, gross: paid, taxable };
            let net = self.withhold(payer, premium, out)?;
            let paid = self.kept_back(instrument, account, net, out)?;
            self.move_assets(payer, account, Asset::Cash, cash(paid))?;
            self.move_assets(account, issuance, asset, Amount::from(quantity))?;
        }
        Ok(())
    }
}
