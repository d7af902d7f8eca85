//! What can be asked of the exchange, and the numbered input that carries it.

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use super::World;
use crate::admission::{Choice, Piece};
use crate::domain::{
    AccountId, Code, Day, Figure, InputNumber, Instructions, Money, OrderId, OrderType, Price, Quantity, Rate, Said,
    Side, Symbol, Text, TimeInForce, Timestamp, Verdict,
};
use crate::issuance::RankedClaim;

/// One numbered entry of the journal: the only thing that can change the exchange.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Gap-free from 1.
    pub number: InputNumber,
    /// When it happens. Never falls from one input to the next.
    pub at: Timestamp,
    /// Whose hand fed it.
    pub source: Source,
    /// What is asked.
    pub command: Command,
}

/// Whose hand fed an input. A replay feeds the outside hands from the journal and plays the others anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The driver: the beginning, and every timer.
    Driver,
    /// An act of the scenario's script.
    Script,
    /// A simulated member or investor, by name.
    Agent(Code),
    /// A person or a program outside, by role or participant.
    Outside(Code),
}

/// What can be asked of the exchange.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Command {
    /// The beginning: the resolved scenario in full. Only as input 1.
    Genesis {
        /// What exists, and who acts in it.
        world: Box<World>,
    },
    /// A timer of the agenda that has come due.
    Timer {
        /// Its number in the agenda.
        due: u64,
        /// What the driver has drawn, where chance decides: 0 elsewhere.
        draw: u64,
    },
    /// A company hands in its dossier.
    Apply {
        /// The company.
        company: Code,
        /// What has changed in it since the scenario, or since it applied before.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pieces: Vec<Piece>,
    },
    /// The committee opens a dossier to everyone's comments.
    OpenComments {
        /// The company.
        company: Code,
        /// For how many days; the rulebook's without it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        days: Option<u32>,
    },
    /// Somebody comments on a dossier.
    Comment {
        /// The company.
        company: Code,
        /// Who says it, by role.
        author: Code,
        /// What is said.
        text: String,
    },
    /// A member declares a conflict of interest and takes no part any more.
    DeclareConflict {
        /// The company.
        company: Code,
        /// The member, by role.
        member: Code,
        /// Why.
        reason: String,
    },
    /// A member asks for more evidence.
    RequestEvidence {
        /// The company.
        company: Code,
        /// The member, by role.
        member: Code,
        /// Which parts of the dossier it is about.
        pointers: Vec<String>,
        /// What is asked.
        question: String,
        /// How many days there are to answer; the rulebook's without it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        days: Option<u32>,
    },
    /// A company answers a request for evidence.
    AnswerEvidence {
        /// The company.
        company: Code,
        /// Number of the request in its application.
        request: u32,
        /// What goes into the dossier.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pieces: Vec<Piece>,
        /// What the company says.
        note: String,
    },
    /// A company withdraws before it is listed.
    Withdraw {
        /// The company.
        company: Code,
        /// Why.
        reason: String,
    },
    /// A member of the committee votes.
    Vote {
        /// The company voted on.
        company: Code,
        /// The member, by role.
        member: Code,
        /// Yes, no or abstain.
        choice: Choice,
        /// Why.
        reason: Said,
    },
    /// The committee counts its votes and decides; under four eyes a member moves the decision.
    Decide {
        /// The company decided on.
        company: Code,
        /// The member who moves it, by role.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        member: Option<Code>,
    },
    /// Another member confirms the decision that was moved, or does not.
    Confirm {
        /// The company decided on.
        company: Code,
        /// The member, by role.
        member: Code,
        /// Whether it is confirmed.
        confirms: bool,
        /// Why.
        reason: String,
    },
    /// A company appeals against a refusal.
    Appeal {
        /// The company.
        company: Code,
        /// On what grounds.
        grounds: String,
        /// What has changed in the dossier.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pieces: Vec<Piece>,
    },
    /// A company shows that it has met a condition of its admission.
    MeetCondition {
        /// The company.
        company: Code,
        /// Code of the finding that set the condition.
        condition: String,
        /// What of the dossier it asks about.
        pointer: String,
        /// What goes into the dossier to show it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        piece: Option<Piece>,
    },
    /// A member confirms that a condition is met, or does not.
    ConfirmCondition {
        /// The company.
        company: Code,
        /// Code of the finding that set the condition.
        condition: String,
        /// What of the dossier it asks about.
        pointer: String,
        /// The member, by role.
        member: Code,
        /// Whether it is confirmed.
        confirms: bool,
        /// Why.
        reason: String,
    },
    /// An investor subscribes to an offer.
    Subscribe {
        /// Who pays.
        account: AccountId,
        /// What is offered.
        instrument: Symbol,
        /// How many units are asked.
        quantity: Quantity,
        /// The highest price that is paid, where the price is found among the bids; any price of the range without it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        limit: Option<Price>,
    },
    /// An investor enters an order, or a company one in its own units.
    Enter {
        /// Whose order.
        account: AccountId,
        /// The order.
        order: OrderRequest,
    },
    /// An investor withdraws an order.
    Cancel {
        /// Whose order.
        account: AccountId,
        /// Which one.
        order: OrderId,
    },
    /// An investor changes an order's price, its total quantity or both.
    Replace {
        /// Whose order.
        account: AccountId,
        /// Which one.
        order: OrderId,
        /// New price, or as before.
        price: Option<Price>,
        /// New total quantity, or as before.
        quantity: Option<Quantity>,
    },
    /// An investor withdraws all its orders, or those in an instrument or of a side.
    CancelAll {
        /// Whose orders.
        account: AccountId,
        /// Only those in this instrument.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instrument: Option<Symbol>,
        /// Only those of this side.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        side: Option<Side>,
        /// Whether nobody asked but a connection ended whose owner had asked for this.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        disconnected: bool,
    },
    /// The kill switch: open orders are canceled, and new ones refused until it is released.
    Kill {
        /// Whose; everybody's without it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        account: Option<AccountId>,
    },
    /// The kill switch is released.
    Restore {
        /// For whom; for everybody without it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        account: Option<AccountId>,
    },
    /// Trading in an instrument is interrupted.
    Halt {
        /// The instrument.
        instrument: Symbol,
        /// Why, for everyone to read.
        reason: String,
    },
    /// Trading in an instrument goes on, through a call where one is due.
    Resume {
        /// The instrument.
        instrument: Symbol,
    },
    /// A company reports a measurement of one of its indicators.
    Report {
        /// The company.
        company: Code,
        /// The objective's code in the dossier.
        objective: Code,
        /// The value measured.
        value: Figure,
        /// Whether an independent verifier has confirmed it already; else its word is waited for.
        verified: bool,
        /// Last day of the period that it is about; without it that of the oldest report that is owed, or the last
        /// calendar year.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        period_ends_on: Option<Day>,
    },
    /// A verifier says what it found about the last measurement of an objective, or about that of a period.
    Verify {
        /// The company.
        company: Code,
        /// The objective's code in the dossier.
        objective: Code,
        /// Last day of the period that the measurement is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        period_ends_on: Option<Day>,
        /// Who verified: an organisation, never a person.
        verifier: String,
        /// Whether it has no other tie to the company; only then its word counts.
        independent: bool,
        /// What it found.
        verdict: Verdict,
    },
    /// A company restates a baseline or a target after its listing: at least one of the three.
    Restate {
        /// The company.
        company: Code,
        /// The objective's code in the dossier.
        objective: Code,
        /// Where the indicator stood, as it is said now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        baseline: Option<Figure>,
        /// Where it shall stand, as it is said now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        target: Option<Figure>,
        /// By when, as it is said now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due_on: Option<Day>,
        /// Why.
        reason: String,
    },
    /// A company reports its activity of a period, which the gate's test of the mission is put to again.
    ReportActivity {
        /// The company.
        company: Code,
        /// Part of the revenue that comes from the impact activity; what is missing is found missing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        revenue_share: Option<Rate>,
        /// Part of the workforce that is disadvantaged.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        disadvantaged_share: Option<Rate>,
        /// Last day of the period; without it as for a measurement.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        period_ends_on: Option<Day>,
    },
    /// An investor's deliveries fail, for a reason outside the exchange.
    FailDelivery {
        /// Whose.
        account: AccountId,
        /// On how many settlement days from now on; 0 ends it.
        days: u32,
    },
    /// A company hands in a document that it owes after listing.
    Deliver {
        /// The company.
        company: Code,
        /// Code of the obligation.
        obligation: Code,
    },
    /// A task of a company's path takes longer than planned, and what waits for it comes later.
    Delay {
        /// The company.
        company: Code,
        /// The task of the plan.
        task: Code,
        /// Business days by which it takes longer, beyond what it was late already.
        days: NonZeroU32,
        /// Why.
        cause: Said,
    },
    /// Cash from a company's business is paid into its account.
    PayIn {
        /// The company.
        company: Code,
        /// How much, in euro.
        amount: Money,
        /// What from.
        reason: String,
    },
    /// A company declares the profit of a year, on which its dividends hang.
    DeclareProfit {
        /// The company.
        company: Code,
        /// The year.
        year: i16,
        /// The profit after tax in euro; negative for a loss.
        profit: Money,
        /// Losses of earlier years that are still to be covered.
        #[serde(default)]
        losses: Money,
    },
    /// An event of the scenario happens.
    Announce {
        /// Its name.
        event: Code,
    },
    /// Something that everybody reads.
    PublishNews {
        /// The company that it is about, if it is about one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        company: Option<Code>,
        /// What people read first.
        title: Text,
        /// What else they read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<Text>,
    },
    /// A company declares a dividend out of the profit of a year.
    DeclareDividend {
        /// The company.
        company: Code,
        /// The year whose profit it comes from.
        year: i16,
        /// How much for one unit, in euro.
        per_unit: Money,
        /// The day of payment, or the business day before which it is made.
        paid_on: Day,
    },
    /// A company says that it pays its bond back early, on a coupon day.
    CallBond {
        /// The company.
        company: Code,
        /// The coupon day.
        paid_on: Day,
    },
    /// A listed company increases its capital: new units for its holders first, then for everybody, at a fixed price.
    IncreaseCapital {
        /// The company.
        company: Code,
        /// How many new units.
        units: Quantity,
        /// The price of one, in euro.
        price: Price,
        /// The first day on which it can be subscribed.
        opens_on: Day,
        /// The last day, at least fourteen days later.
        closes_on: Day,
        /// Whether it stands also where less than all of it is subscribed.
        #[serde(default)]
        separable: bool,
    },
    /// A listed company announces that it buys its own units on the market: so many at most, at prices between these, from
    /// a day to a day, as its meeting has authorised.
    BuyBack {
        /// The company.
        company: Code,
        /// How many units at most.
        units: Quantity,
        /// The highest price of one, in euro.
        price_at_most: Price,
        /// The lowest, where one is set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        price_at_least: Option<Price>,
        /// The day of the meeting, at most eighteen months before the last day; without it today.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        authorised_on: Option<Day>,
        /// The first day of purchases, later than today.
        from_on: Day,
        /// The last day.
        until_on: Day,
        /// Free reserves of the last accounts beside what is left of their profit, in euro.
        #[serde(default)]
        reserves: Money,
        /// The least price at which what was bought may be sold again; without it it can only be cancelled.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        resale_from: Option<Price>,
    },
    /// A company cancels units of its own.
    CancelTreasury {
        /// The company.
        company: Code,
        /// How many.
        units: Quantity,
    },
    /// What the estate of a company in default brings is paid out: either what its assets have brought, by rank, or a part
    /// of the holders' claim.
    Recover {
        /// The company.
        company: Code,
        /// What the assets have brought beyond the cash of the account, in euro.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        amount: Option<Money>,
        /// The part of the claim that is paid, 0 to 1.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rate: Option<Rate>,
        /// Claims of others, outside the exchange; only with an `amount`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        outside: Vec<RankedClaim>,
        /// Whether nothing more is to come.
        #[serde(default)]
        closes: bool,
    },
    /// Opens the account of a test investor and gives it cash and units, counted as issued.
    Allot {
        /// Name of the new account.
        investor: Code,
        /// Cash in euro.
        cash: Money,
        /// Units of each instrument.
        units: Vec<(Symbol, Quantity)>,
    },
}

/// An order as an investor asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderRequest {
    /// The investor's own name for it; repeated, it is the same order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_order_id: Option<String>,
    /// What to trade.
    pub instrument: Symbol,
    /// Buy or sell.
    pub side: Side,
    /// Limit, market and so on.
    #[serde(rename = "type")]
    pub kind: OrderType,
    /// How long it stands.
    pub time_in_force: TimeInForce,
    /// The limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    /// The price a stop waits for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop: Option<Price>,
    /// Units in all.
    pub quantity: Quantity,
    /// Units shown at a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display: Option<Quantity>,
    /// When a good-till-date order ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Timestamp>,
    /// What else it asks for.
    #[serde(default, skip_serializing_if = "Instructions::is_none")]
    pub instructions: Instructions,
}
