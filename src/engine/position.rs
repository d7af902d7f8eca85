//! The whole state in a form that people read and digests cover.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{AssetName, Exchange};
use crate::domain::{
    AccountId, Code, Day, InputNumber, LapseKind, Money, OrderId, Price, Quantity, Sanction, Seq, Side, Symbol,
    Timestamp, TradeId, TradingPhase,
};
use crate::ledger::{Amount, Asset, Instruction};

/// Where everything stands after an input.
#[derive(Debug, Serialize)]
pub struct Position {
    /// The last event.
    pub seq: Seq,
    /// The last input.
    pub input: InputNumber,
    /// Its time.
    pub time: Timestamp,
    /// Every open order, by instrument.
    pub books: BTreeMap<Symbol, BookPosition>,
    /// Where trading stands, by instrument.
    pub phases: BTreeMap<Symbol, TradingPhase>,
    /// Every balance that is not zero, settled or not.
    pub accounts: Vec<AccountPosition>,
    /// Every trade that has not settled, in the order of trading.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub settlements: Vec<SettlementPosition>,
    /// Every decision of the committee.
    pub admissions: Vec<AdmissionPosition>,
    /// Every application, with what stands between it and its decision.
    pub applications: Vec<ApplicationPosition>,
    /// What has left the market for good.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub delisted: Vec<Symbol>,
    /// What listed companies failed in and have not cured.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lapses: Vec<LapsePosition>,
    /// Events of the scenario that have happened.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Code>,
}

/// The open orders of an instrument.
#[derive(Debug, Serialize)]
pub struct BookPosition {
    /// The last trade's price.
    pub last: Option<Price>,
    /// Bids, best first: price and visible quantity.
    pub bids: Vec<(Price, Quantity)>,
    /// Asks, best first: price and visible quantity.
    pub asks: Vec<(Price, Quantity)>,
    /// Orders in the order in which the market would serve them: number, side, limit, what is open.
    pub orders: Vec<(OrderId, Side, Option<Price>, Quantity)>,
}

/// What an account holds of one asset.
#[derive(Debug, Serialize)]
pub struct AccountPosition {
    /// Its number.
    pub account: AccountId,
    /// Whose it is.
    pub name: Code,
    /// `EUR` or an instrument.
    pub asset: String,
    /// Free to use.
    pub available: String,
    /// Bound to orders and subscriptions.
    pub reserved: String,
    /// What of both has not come yet, less what has not gone.
    pub unsettled: String,
}

/// A trade that has not settled.
#[derive(Debug, Serialize)]
pub struct SettlementPosition {
    /// Its number.
    pub trade: TradeId,
    /// What is delivered.
    pub instrument: Symbol,
    /// Who receives the units.
    pub buyer: AccountId,
    /// Who delivers them.
    pub seller: AccountId,
    /// How many are still to be delivered.
    pub quantity: Quantity,
    /// What is paid for them, with the interest accrued.
    pub amount: Money,
    /// When it should settle.
    pub intended_on: Day,
    /// On how many business days it has failed.
    pub failed_days: u32,
}

/// A decision in force or not.
#[derive(Debug, Serialize)]
pub struct AdmissionPosition {
    /// Its number.
    pub decision: u32,
    /// Who applied.
    pub company: Code,
    /// Admitted, conditional or refused.
    pub outcome: crate::admission::Outcome,
    /// Whether it stands now.
    pub in_force: bool,
    /// When it was taken.
    pub decided_at: Timestamp,
}

/// An application before the committee.
#[derive(Debug, Serialize)]
pub struct ApplicationPosition {
    /// Its number.
    pub application: u32,
    /// Who applied.
    pub company: Code,
    /// What the gate says of the dossier as it stands.
    pub gate: crate::admission::Outcome,
    /// Number of the decision that answers it; none while it is open.
    pub decision: Option<u32>,
    /// Number of the decision that an appeal is against.
    pub appeal_against: Option<u32>,
    /// How it ended without a decision.
    pub end: Option<crate::admission::ApplicationEnd>,
    /// Who takes no part.
    pub recused: Vec<Code>,
    /// Who has voted, and how, in the round that is on or was last.
    pub votes: Vec<(Code, crate::admission::Choice)>,
    /// Comments that came in.
    pub comments: u32,
    /// Requests for evidence that are not answered.
    pub open_requests: Vec<u32>,
    /// Who has moved a decision that is not confirmed.
    pub moved_by: Option<Code>,
}

/// A lapse that is open.
#[derive(Debug, Serialize)]
pub struct LapsePosition {
    /// Whose.
    pub company: Code,
    /// Its number among the company's lapses.
    pub lapse: u32,
    /// What the company failed in.
    pub kind: LapseKind,
    /// Which report, condition or test.
    pub subject: String,
    /// Since when.
    pub since: Day,
    /// The last step that has come.
    pub reached: Option<Sanction>,
}

impl Exchange {
    /// Where everything stands now.
    #[must_use]
    pub fn position(&self) -> Position {
        Position {
            seq: self.last_seq(),
            input: self.last_input,
            time: self.clock,
            books: self.book_positions(),
            phases: self.listings.iter().map(|(&symbol, listing)| (symbol, listing.market.phase())).collect(),
            accounts: self.account_positions(),
            settlements: self.settling.unsettled.pending().iter().map(settlement_position).collect(),
            admissions: self.admission_positions(),
            applications: self.register.applications().map(application_position).collect(),
            delisted: self.listings.iter().filter(|(_, listing)| listing.delisted).map(|(&symbol, _)| symbol).collect(),
            lapses: self.lapse_positions(),
            events: self.occurred.iter().cloned().collect(),
        }
    }

    fn book_positions(&self) -> BTreeMap<Symbol, BookPosition> {
        let book = |listing: &super::listing::Listing| BookPosition {
            last: listing.market.last(),
            bids: listing.market.depth(Side::Buy, usize::MAX),
            asks: listing.market.depth(Side::Sell, usize::MAX),
            orders: listing
                .market
                .open_orders()
                .map(|order| (order.id, order.side, order.price, order.remaining))
                .collect(),
        };
        self.listings.iter().map(|(&symbol, listing)| (symbol, book(listing))).collect()
    }

    fn account_positions(&self) -> Vec<AccountPosition> {
        let mut positions = Vec::new();
        for account in self.ledger.accounts() {
            let is_empty = |asset, balance: crate::ledger::Balance| {
                balance.total().is_zero() && self.unsettled(account.id(), asset).is_zero()
            };
            for (asset, balance) in account.balances().filter(|&(asset, balance)| !is_empty(asset, balance)) {
                let text = |amount: Amount| match asset {
                    Asset::Cash => amount.money().to_string(),
                    Asset::Units(_) => amount.parts().to_string(),
                };
                positions.push(AccountPosition {
                    account: account.id(),
                    name: account.name().clone(),
                    asset: AssetName::of(asset).to_string(),
                    available: text(balance.available),
                    reserved: text(balance.reserved),
                    unsettled: text(self.unsettled(account.id(), asset)),
                });
            }
        }
        positions
    }

    fn admission_positions(&self) -> Vec<AdmissionPosition> {
        let decisions = self.register.decisions();
        let position = |decision: &crate::admission::Decision| AdmissionPosition {
            decision: decision.number,
            company: decision.issuer.clone(),
            outcome: decision.outcome,
            in_force: decision.stands_at(self.clock),
            decided_at: decision.decided_at,
        };
        decisions.map(position).collect()
    }

    fn lapse_positions(&self) -> Vec<LapsePosition> {
        let open =
            self.companies.iter().flat_map(|(code, company)| company.life.lapses.iter().map(move |one| (code, one)));
        open.map(|(code, lapse)| LapsePosition {
            company: code.clone(),
            lapse: lapse.number,
            kind: lapse.kind,
            subject: lapse.subject.clone(),
            since: lapse.since,
            reached: lapse.reached,
        })
        .collect()
    }
}

fn settlement_position(one: &Instruction) -> SettlementPosition {
    SettlementPosition {
        trade: one.trade,
        instrument: one.instrument,
        buyer: one.buyer,
        seller: one.seller,
        quantity: one.quantity,
        amount: one.amount,
        intended_on: one.intended_on,
        failed_days: one.failed_days,
    }
}

fn application_position(application: &crate::admission::Application) -> ApplicationPosition {
    let open = (1..).zip(&application.requests).filter(|(_, request)| request.answered_at.is_none());
    ApplicationPosition {
        application: application.number,
        company: application.issuer.clone(),
        gate: application.assessment.outcome(),
        decision: application.decision,
        appeal_against: application.appeal.as_ref().map(|appeal| appeal.against),
        end: application.end,
        recused: application.recusals.keys().cloned().collect(),
        votes: application.votes.values().map(|vote| (vote.member.clone(), vote.choice)).collect(),
        comments: application.comments.as_ref().map_or(0, |period| period.comments),
        open_requests: open.map(|(number, _)| number).collect(),
        moved_by: application.motion.as_ref().map(|motion| motion.moved_by.clone()),
    }
}
