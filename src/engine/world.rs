//! The resolved scenario: everything that exists at the beginning, and who acts in it.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::behaviour::{CalibrationTarget, Findings, Quoting, Style};
use super::operator::Operator;
use super::{Forked, Occurrence, Stage};
use crate::admission::{Choice, Dossier, InvestorClass, Piece, ReferenceCards, Rulebook};
use crate::domain::{
    Calendar, Code, Day, Figure, Holder, HolderNature, LapseKind, Money, OfferTest, OrderType, Price, Quantity, Rate,
    Said, Sanction, Side, Symbol, TargetStanding, Text, TimeInForce, TimeOfDay, Timestamp, Translations, Verdict,
};
use crate::exercise::{CostTable, IpoCredit, Obligations, Plan};
use crate::issuance::RankedClaim;
use crate::ledger::{Fees, SettlementRules, TaxRules};
use crate::market::{MarketFile, TickTable};

/// Everything that a run needs, with no reference to another file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct World {
    /// Version of the format: 1.
    pub format: u32,
    /// Short name of the scenario.
    pub name: Code,
    /// Title for people.
    pub title: Text,
    /// What it shows, for people.
    pub description: Text,
    /// Where every random draw begins.
    pub seed: u64,
    /// Which of the equal plays this is: each number draws from streams of its own.
    #[serde(default = "first", skip_serializing_if = "is_first")]
    #[schemars(range(min = 1))]
    pub replication: u64,
    /// From which run it was forked, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forked: Option<Forked>,
    /// The simulated beginning.
    pub starts_at: Timestamp,
    /// The simulated end of a run. A live exchange stays open after it.
    pub ends_at: Timestamp,
    /// How a live exchange shows it.
    pub live: Live,
    /// The path that every company takes.
    pub path: Path,
    /// Who decides.
    pub committee: Vec<Member>,
    /// Who invests.
    pub investors: Vec<InvestorGroup>,
    /// What happens by script.
    pub acts: Vec<Act>,
    /// What befalls it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Occurrence>,
    /// What must have come true at the end.
    pub expect: Vec<Expectation>,
    /// Figures that it is meant to reproduce.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calibration: Vec<CalibrationTarget>,
    /// What is known of investors.
    pub findings: Findings,
    /// Business days and the zone of the exchange's clocks.
    pub calendar: Calendar,
    /// The rules of the gate.
    pub rulebook: Rulebook,
    /// The preparation of a listing.
    pub plan: Plan,
    /// What listing costs.
    pub costs: CostTable,
    /// The tax credit for listings.
    pub credit: IpoCredit,
    /// What a listed company owes.
    pub obligations: Obligations,
    /// What trading costs.
    pub fees: Fees,
    /// What the operator of the exchange earns and spends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<Operator>,
    /// When trades settle.
    pub settlement: SettlementRules,
    /// Which tax is withheld from what instruments pay; none when not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<TaxRules>,
    /// The tick table that market presets name.
    pub tick_table: TickTable,
    /// Market presets by name.
    pub markets: BTreeMap<String, MarketFile>,
    /// Who applies, with all that it hands in.
    pub companies: Vec<Dossier>,
    /// Real companies shown for reference, never traded.
    pub reference_cards: ReferenceCards,
    /// What its dossiers, sources and people say, in the other language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translations: Option<Translations>,
}

/// A scenario without a replication number is the first.
#[must_use]
pub const fn first() -> u64 {
    1
}

/// Whether a replication number goes without saying.
#[must_use]
pub const fn is_first(replication: &u64) -> bool {
    *replication == 1
}

/// How a live exchange shows the scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Live {
    /// A first start plays up to here before it listens.
    pub from: Timestamp,
    /// Simulated seconds a real second.
    pub speed: u32,
    /// Test investors with a token, by name.
    pub test_investors: Vec<Code>,
    /// Cash of each test investor.
    pub cash: Money,
    /// Units of each listed instrument that each test investor is given, counted as issued.
    pub units: Quantity,
}

/// Days of the path from the decision to the listing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Path {
    /// When the committee meets: members vote on every application handed in by then, and it decides.
    pub committee_meets_at: Timestamp,
    /// Time of day at which a task of the preparation ends.
    pub tasks_end_at: TimeOfDay,
    /// Time of day at which an offer opens.
    pub offer_opens_at: TimeOfDay,
    /// Business days that an offer is open.
    pub offer_days: u32,
    /// Time of day at which it closes.
    pub offer_closes_at: TimeOfDay,
    /// Business days from the end of a successful offer to the listing.
    pub listing_days: u32,
    /// Time of day of the listing, before trading.
    pub listed_at: TimeOfDay,
    /// How long the call lasts that reopens continuous trading after a halt, in seconds.
    pub reopening_call_seconds: u32,
}

/// A member of the promoting committee, by role: no person is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// Name of the seat.
    pub name: Code,
    /// What the seat stands for.
    pub role: Text,
    /// Companies on which the member may not vote.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<Code>,
}

/// A group of like investors; each has an account of its own, named after the group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InvestorGroup {
    /// Name of the group.
    pub name: Code,
    /// Whom it stands for.
    pub title: Text,
    /// Who they are before the law, as far as an offer asks; anybody when not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<InvestorClass>,
    /// How its members decide.
    pub style: Style,
    /// The finding that they stand for, by its code in the table of findings.
    pub finding: Code,
    /// How many members.
    pub count: u32,
    /// Cash of each member at the beginning.
    pub cash: Money,
    /// Mean size of an order or of a subscription, in euro.
    pub ticket: Money,
    /// Part of the offers that a member subscribes to, 0 to 1.
    pub subscribes: Rate,
    /// Mean number of decisions to trade a member takes on a business day, when every name has all attention.
    pub decisions_per_day: Rate,
    /// Spread of the members' own estimates of value around what their class holds to be fair (one standard deviation).
    pub dispersion: Rate,
    /// What a liquidity provider owes; only for that class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotes: Option<Quoting>,
    /// Where these figures come from.
    pub source: String,
}

/// Something that happens by script.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are those of the command of the same name")]
pub enum Act {
    /// A company hands in its dossier, with what has changed in it.
    Apply {
        at: Timestamp,
        company: Code,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pieces: Vec<Piece>,
    },
    /// The committee opens a dossier to comments, for these days or the rulebook's.
    OpenComments {
        at: Timestamp,
        company: Code,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        days: Option<u32>,
    },
    /// Somebody comments on a dossier, by role.
    Comment { at: Timestamp, company: Code, author: Code, text: String },
    /// A member declares a conflict of interest.
    DeclareConflict { at: Timestamp, company: Code, member: Code, reason: String },
    /// A member asks for more evidence on parts of a dossier, in these days or the rulebook's.
    RequestEvidence {
        at: Timestamp,
        company: Code,
        member: Code,
        pointers: Vec<String>,
        question: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        days: Option<u32>,
    },
    /// A company answers a request for evidence; the first of an application is number 1.
    AnswerEvidence {
        at: Timestamp,
        company: Code,
        request: u32,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pieces: Vec<Piece>,
        note: String,
    },
    /// A company withdraws before it is listed.
    Withdraw { at: Timestamp, company: Code, reason: String },
    /// A member votes on its own, before the meeting.
    Vote { at: Timestamp, company: Code, member: Code, choice: Choice, reason: Said },
    /// The committee decides, or a member moves the decision.
    Decide {
        at: Timestamp,
        company: Code,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        member: Option<Code>,
    },
    /// Another member confirms the decision that was moved, or does not.
    Confirm { at: Timestamp, company: Code, member: Code, confirms: bool, reason: String },
    /// A company appeals against a refusal, with what has changed in its dossier.
    Appeal {
        at: Timestamp,
        company: Code,
        grounds: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pieces: Vec<Piece>,
    },
    /// A company declares a condition of its admission met, with a piece of evidence where it has one.
    MeetCondition {
        at: Timestamp,
        company: Code,
        condition: String,
        pointer: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        piece: Option<Piece>,
    },
    /// A member confirms that a condition is met, or does not.
    ConfirmCondition {
        at: Timestamp,
        company: Code,
        condition: String,
        pointer: String,
        member: Code,
        confirms: bool,
        reason: String,
    },
    /// An investor subscribes to an offer.
    Subscribe {
        at: Timestamp,
        investor: Code,
        instrument: Symbol,
        quantity: Quantity,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        limit: Option<Price>,
    },
    /// An investor enters an order, or a company, named as `investor`, one in its own units.
    Enter {
        at: Timestamp,
        investor: Code,
        instrument: Symbol,
        side: Side,
        #[serde(default, rename = "type")]
        kind: OrderType,
        #[serde(default)]
        time_in_force: TimeInForce,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        price: Option<Price>,
        quantity: Quantity,
    },
    /// Trading in an instrument is interrupted.
    Halt { at: Timestamp, instrument: Symbol, reason: String },
    /// Trading in an instrument goes on.
    Resume { at: Timestamp, instrument: Symbol },
    /// A company reports a measurement.
    Report {
        at: Timestamp,
        company: Code,
        objective: Code,
        value: Figure,
        verified: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        period_ends_on: Option<Day>,
    },
    /// A verifier says what it found about a measurement.
    Verify {
        at: Timestamp,
        company: Code,
        objective: Code,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        period_ends_on: Option<Day>,
        verifier: String,
        independent: bool,
        verdict: Verdict,
    },
    /// A company restates a baseline or a target.
    Restate {
        at: Timestamp,
        company: Code,
        objective: Code,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        baseline: Option<Figure>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        target: Option<Figure>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due_on: Option<Day>,
        reason: String,
    },
    /// A company reports its activity of a period, which is tested anew.
    ReportActivity {
        at: Timestamp,
        company: Code,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        revenue_share: Option<Rate>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        disadvantaged_share: Option<Rate>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        period_ends_on: Option<Day>,
    },
    /// An investor's deliveries fail on so many settlement days from then on; 0 ends it.
    FailDelivery { at: Timestamp, investor: Code, days: u32 },
    /// A company hands in what it owes.
    Deliver { at: Timestamp, company: Code, obligation: Code },
    /// A task of a company's path takes so many business days longer than planned, and what waits for it comes later.
    Delay { at: Timestamp, company: Code, task: Code, days: NonZeroU32, cause: Said },
    /// Cash from a company's business is paid into its account.
    PayIn { at: Timestamp, company: Code, amount: Money, reason: String },
    /// A company declares the profit of a year, and what losses before it are still to be covered.
    DeclareProfit {
        at: Timestamp,
        company: Code,
        year: i16,
        profit: Money,
        #[serde(default)]
        losses: Money,
    },
    /// A company declares a dividend out of the profit of a year.
    DeclareDividend { at: Timestamp, company: Code, year: i16, per_unit: Money, paid_on: Day },
    /// A company pays its bond back early, on a coupon day.
    CallBond { at: Timestamp, company: Code, paid_on: Day },
    /// A listed company increases its capital: new units for its holders first, then for everybody, at a fixed price.
    IncreaseCapital {
        at: Timestamp,
        company: Code,
        units: Quantity,
        price: Price,
        opens_on: Day,
        closes_on: Day,
        #[serde(default)]
        separable: bool,
    },
    /// A listed company announces that it buys its own units: so many at most, at prices between these, from a day to a day.
    BuyBack {
        at: Timestamp,
        company: Code,
        units: Quantity,
        price_at_most: Price,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        price_at_least: Option<Price>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        authorised_on: Option<Day>,
        from_on: Day,
        until_on: Day,
        #[serde(default)]
        reserves: Money,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        resale_from: Option<Price>,
    },
    /// A company cancels units of its own.
    CancelTreasury { at: Timestamp, company: Code, units: Quantity },
    /// What the estate of a company in default brings is paid out: an `amount`, by rank beside the claims of others, or a
    /// `rate` of what the holders are owed.
    Recover {
        at: Timestamp,
        company: Code,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        amount: Option<Money>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rate: Option<Rate>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        outside: Vec<RankedClaim>,
        #[serde(default)]
        closes: bool,
    },
}

impl Act {
    /// When it happens.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        match self {
            Self::Apply { at, .. }
            | Self::OpenComments { at, .. }
            | Self::Comment { at, .. }
            | Self::DeclareConflict { at, .. }
            | Self::RequestEvidence { at, .. }
            | Self::AnswerEvidence { at, .. }
            | Self::Withdraw { at, .. }
            | Self::Vote { at, .. }
            | Self::Decide { at, .. }
            | Self::Confirm { at, .. }
            | Self::Appeal { at, .. }
            | Self::ConfirmCondition { at, .. }
            | Self::MeetCondition { at, .. }
            | Self::Subscribe { at, .. }
            | Self::Enter { at, .. }
            | Self::Halt { at, .. }
            | Self::Resume { at, .. }
            | Self::Report { at, .. }
            | Self::Verify { at, .. }
            | Self::Restate { at, .. }
            | Self::ReportActivity { at, .. }
            | Self::FailDelivery { at, .. }
            | Self::Delay { at, .. }
            | Self::PayIn { at, .. }
            | Self::DeclareProfit { at, .. }
            | Self::DeclareDividend { at, .. }
            | Self::CallBond { at, .. }
            | Self::IncreaseCapital { at, .. }
            | Self::BuyBack { at, .. }
            | Self::CancelTreasury { at, .. }
            | Self::Recover { at, .. }
            | Self::Deliver { at, .. } => *at,
        }
    }
}

/// What must have come true when the scenario ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "that", rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields carry the names of the trade; the variants say what they mean")]
pub enum Expectation {
    /// The committee's decision on a company.
    Outcome { company: Code, outcome: crate::admission::Outcome },
    /// A company's instrument is listed, on this day where one is said.
    Listed {
        company: Code,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<Day>,
    },
    /// An instrument has traded at least so often.
    Trades { instrument: Symbol, at_least: u64 },
    /// A company has reported on an objective.
    Reported { company: Code, objective: Code },
    /// A company has met a sanction, for this kind of lapse if one is named.
    Sanctioned {
        company: Code,
        sanction: Sanction,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lapse: Option<LapseKind>,
    },
    /// A company was suspended, cured what it had failed in, and has traded in an auction since.
    Resumed { company: Code },
    /// A company's instrument has left the market.
    Delisted { company: Code },
    /// A company stands at this stage of its path.
    Stage { company: Code, stage: Stage },
    /// A company's offer did not reach this.
    FellShort { company: Code, test: OfferTest },
    /// A company's offer was sold, at a price between these where they are said.
    Sold {
        company: Code,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at_least: Option<Price>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at_most: Option<Price>,
    },
    /// A target stands so, by the figures that were declared first.
    Target { company: Code, objective: Code, standing: TargetStanding },
    /// An investor was refused an order or a subscription with this code, or a company an order in its own units.
    Refused { investor: Code, instrument: Symbol, code: String },
    /// An investor has at least, and at most, so many units, or a company of its own.
    Holds {
        investor: Code,
        instrument: Symbol,
        at_least: Quantity,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at_most: Option<Quantity>,
    },
    /// An investor was paid so much for its units, before taxes: coupons, dividends, nominal, and what a third party pays
    /// for a result.
    Received { investor: Code, instrument: Symbol, amount: Money },
    /// An investor has given so much for a result, or put it into escrow, less what it had back.
    Gave { investor: Code, instrument: Symbol, amount: Money },
    /// The issuer has paid so much to all holders of an instrument.
    Paid { instrument: Symbol, amount: Money },
    /// A company has met no sanction, for whatever lapse.
    Unsanctioned { company: Code },
    /// The price of an instrument has moved so much from the end of one day to that of another, as a part of the first:
    /// `-0.15` is a fall by 15%.
    PriceMoved {
        instrument: Symbol,
        from: Day,
        to: Day,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at_least: Option<Rate>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at_most: Option<Rate>,
    },
    /// Trading in an instrument was interrupted at least so often by the market's own rules.
    Interrupted { instrument: Symbol, at_least: u32 },
    /// An event of the scenario has happened, by this instant where one is said.
    Occurred {
        event: Code,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<Timestamp>,
    },
    /// So much tax was withheld from what an investor was paid for its units.
    Withheld { investor: Code, instrument: Symbol, amount: Money },
    /// So much of all taxes withheld was paid to the treasury.
    Remitted { amount: Money },
    /// The issuer was given so much because a result was reached.
    Rewarded { instrument: Symbol, amount: Money },
    /// A figure of the run, of a market, a company, a group of investors or the whole exchange, lies between these.
    Measured {
        measure: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        market: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        company: Option<Code>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        group: Option<Code>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at_least: Option<Figure>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at_most: Option<Figure>,
    },
}

impl InvestorGroup {
    /// Whether its members give for good ends: they ask no return, or get nothing back.
    #[must_use]
    pub fn gives(&self) -> bool {
        self.style == Style::Philanthropic || self.class == Some(InvestorClass::Donor)
    }

    /// The name of a member, counted from 1.
    ///
    /// # Panics
    /// When the group's name is too long to be numbered: the reader refuses such a file.
    #[must_use]
    pub fn member(&self, number: u32) -> Code {
        format!("{}-{number}", self.name).parse().expect("the reader has checked the length of the name")
    }

    /// Whether an account of this name is a member's.
    #[must_use]
    pub fn has_member(&self, name: &Code) -> bool {
        let number = name.as_str().strip_prefix(self.name.as_str()).and_then(|rest| rest.strip_prefix('-'));
        let number =
            number.filter(|digits| !digits.starts_with(['0', '+'])).and_then(|digits| digits.parse::<u32>().ok());
        number.is_some_and(|number| (1..=self.count).contains(&number))
    }

    /// A member of it, before the limits of an instrument.
    #[must_use]
    pub fn holder<'a>(&'a self, name: &'a Code) -> Holder<'a> {
        let nature = self.class.map_or(HolderNature::Unknown, InvestorClass::nature);
        Holder { name, group: Some(&self.name), nature }
    }
}
