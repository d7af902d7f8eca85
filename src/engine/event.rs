//! What the exchange tells: facts, numbered in one log.

use serde::Serialize;

use super::{AssetName, BuyBackTerms, Condition, Effect, Held, LadderStep, OfferConditions, OwnLeft, Shortfall, Stage};
use crate::admission::{Assessment, Choice, Outcome, Piece};
use crate::domain::{
    AccountId, Aggressor, Code, Day, Figure, Giver, Holders, HoldingTerms, ImpactLinkKind, Income, InputNumber,
    InstrumentKind, LapseKind, LinkGround, LinkResult, Money, OfferTest, OrderId, OrderType, Peg, Price, Quantity,
    Rank, Rate, Said, Sanction, SelfTradePrevention, Seq, Side, Symbol, TargetStanding, Text, TimeInForce, Timestamp,
    TradeId, TradingPhase, Verdict,
};
use crate::exercise::Entry;
use crate::issuance::Interest;
use crate::ledger::{AccountKind, Fee};
use crate::market::{CollarKind, ReferenceSource};

/// One fact of the log.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Event {
    /// Gap-free from 1.
    pub seq: Seq,
    /// The input that caused it.
    pub input: InputNumber,
    /// The input's time.
    pub time: Timestamp,
    /// What happened.
    #[serde(flatten)]
    pub fact: Fact,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields carry the names of the trade; the variants say what they mean")]
pub enum Fact {
    /// The exchange begins with this scenario; what trading costs on either side.
    Opened { scenario: Code, run: uuid::Uuid, seed: u64, buy_fee: Fee, sell_fee: Fee },
    /// Something has happened that nobody in the exchange has decided; what it does, and when that is over.
    Occurred {
        event: Code,
        company: Option<Code>,
        title: Text,
        text: Option<Text>,
        effect: Box<Effect>,
        until_at: Option<Timestamp>,
        source: String,
    },
    /// What an event has done is over.
    Subsided { event: Code, company: Option<Code>, title: Text },
    /// An account of the ledger was opened, empty.
    AccountOpened { account: AccountId, name: Code, kind: AccountKind, investor: bool },
    /// Cash has come into an account from outside.
    PaidIn { account: AccountId, amount: Money },
    /// Units of an instrument have come into an account without an offer: those of a test investor.
    Issued { account: AccountId, instrument: Symbol, quantity: Quantity },
    /// What an account holds of one asset, after the input. The asset is `EUR` or an instrument. `unsettled` is what of it
    /// has not come yet, less what has not gone: available and reserved together are settled and unsettled together.
    Balance { account: AccountId, asset: AssetName, available: Held, reserved: Held, unsettled: Held },
    /// A company entered a stage of its path.
    StageEntered { company: Code, stage: Stage },
    /// The gate has judged a dossier: every finding.
    Assessed { company: Code, name: String, synthetic: bool, assessment: Assessment },
    /// Pieces of evidence were set into a dossier.
    DossierAmended { company: Code, pieces: Vec<Piece> },
    /// A dossier is open to everyone's comments.
    CommentsOpened { company: Code, closes_at: Timestamp },
    /// Somebody has commented on a dossier.
    Commented { company: Code, author: Code, text: String },
    /// The comment period is over.
    CommentsClosed { company: Code, comments: u32 },
    /// A member has declared a conflict of interest and takes no part.
    ConflictDeclared { company: Code, member: Code, reason: String },
    /// A vote does not count any more: `conflict` or `dossier_changed`.
    VoteStruck { company: Code, member: Code, reason: String },
    /// A member has asked for more evidence; the clock of the review stands until it is answered.
    EvidenceRequested {
        company: Code,
        request: u32,
        member: Code,
        pointers: Vec<String>,
        question: String,
        due_at: Timestamp,
    },
    /// A company has answered a request for evidence.
    EvidenceAnswered { company: Code, request: u32, note: String },
    /// A request for evidence was not answered in time: the application lapses.
    EvidenceMissed { company: Code, request: u32 },
    /// The committee should have decided by now.
    ReviewOverdue { company: Code },
    /// A company has withdrawn before its listing.
    Withdrawn { company: Code, reason: String },
    /// A company has appealed against a refusal: members vote again.
    Appealed { company: Code, against: u32, grounds: String },
    /// A member has moved a decision; it waits for another to confirm it.
    DecisionMoved { company: Code, member: Code, outcome: Outcome },
    /// What was moved does not stand any more: not confirmed, or moved or voted by a member in conflict.
    MotionFell { company: Code, member: Code, reason: String },
    /// A member has voted.
    VoteCast { company: Code, member: Code, choice: Choice, reason: Said },
    /// The committee has decided.
    Decided {
        company: Code,
        decision: u32,
        outcome: Outcome,
        reasons: Vec<Text>,
        conditions: Vec<Condition>,
        moved_by: Option<Code>,
        confirmed_by: Option<Code>,
        confirmation: Option<String>,
        appeal_against: Option<u32>,
    },
    /// A company has declared a condition met; it waits for a member to confirm it.
    ConditionDeclared { company: Code, condition: String, pointer: String },
    /// A member was not convinced that a condition is met: it is open again.
    ConditionNotConfirmed { company: Code, condition: String, pointer: String, member: Code, reason: String },
    /// A condition of an admission was met.
    ConditionMet {
        company: Code,
        condition: String,
        pointer: String,
        confirmed_by: Option<Code>,
        reason: Option<String>,
    },
    /// A condition of an admission was not met in time; trading is suspended until it is.
    ConditionMissed { company: Code, condition: String, pointer: String },
    /// A task of the preparation is planned.
    TaskPlanned { company: Code, task: Code, name: Text, owner: Text, starts_on: Day, ends_on: Day, staff_days: u32 },
    /// A task takes so many business days longer than planned; `total` with what it was late already.
    TaskDelayed { company: Code, task: Code, name: Text, days: u32, total: u32, cause: Said },
    /// A task of the preparation has other days, because it or one that it waits for is late.
    TaskMoved { company: Code, task: Code, starts_on: Day, ends_on: Day },
    /// A task of the preparation is done.
    TaskDone { company: Code, task: Code, documents: Vec<Text> },
    /// A company bears a burden.
    Burden { company: Code, entry: Entry },
    /// A company has a benefit.
    Benefit { company: Code, entry: Entry },
    /// An offer is open for subscription.
    OfferOpened {
        company: Code,
        instrument: Symbol,
        name: String,
        kind: InstrumentKind,
        price: Price,
        units: Quantity,
        minimum_units: Quantity,
        multiplier: u32,
        closes_at: Timestamp,
        conditions: Box<OfferConditions>,
        #[serde(skip_serializing_if = "Option::is_none")]
        limits: Option<Box<HoldingTerms>>,
    },
    /// An offer goes on beyond its last day, because too little was asked for.
    OfferExtended { company: Code, instrument: Symbol, asked: Quantity, closes_at: Timestamp },
    /// An investor has subscribed, up to a limit where the price is still to be found; the money is reserved.
    Subscribed { account: AccountId, instrument: Symbol, quantity: Quantity, limit: Option<Price>, reserved: Money },
    /// An investor was allotted units and has paid for them; the rest of the reserve is free again.
    Allotted { account: AccountId, instrument: Symbol, quantity: Quantity, paid: Money, released: Money },
    /// An offer did not reach what it had to: who asked is given everything back.
    OfferFellShort { company: Code, instrument: Symbol, test: OfferTest, needed: Figure, found: Figure, source: String },
    /// An offer is closed. Its price is the one that was found; none where it failed.
    OfferClosed {
        company: Code,
        instrument: Symbol,
        success: bool,
        price: Option<Price>,
        asked: Quantity,
        allotted: Quantity,
        raised: Money,
        holders: u32,
    },
    /// An offer that had been allotted is unwound before the listing: money and units go back.
    OfferUnwound { company: Code, instrument: Symbol, repaid: Money },
    /// An instrument is listed by force of an admission. Its ticks are given from each first price on,
    /// its static collar as a fraction of the last auction's price, or of the reference price where it does not follow, the
    /// terms of its interest where it is a bond.
    Listed {
        company: Code,
        instrument: Symbol,
        name: String,
        kind: InstrumentKind,
        market: String,
        admission: u32,
        reference_price: Price,
        units: Quantity,
        ticks: Vec<(Price, Price)>,
        collar: Option<Rate>,
        collar_follows_auctions: bool,
        lot: u64,
        multiplier: u32,
        interest: Option<Box<Interest>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        limits: Option<Box<HoldingTerms>>,
    },
    /// Units that an investor has subscribed to may not be sold before a day.
    UnitsLocked { account: AccountId, instrument: Symbol, quantity: Quantity, until_on: Day },
    /// The lock-up of an instrument has ended: all that was locked may be sold.
    LockUpEnded { instrument: Symbol, quantity: Quantity },
    /// An instrument changed its phase.
    PhaseChanged { instrument: Symbol, phase: TradingPhase, reason: Option<String> },
    /// When the next phase of an instrument is due.
    PhaseScheduled { instrument: Symbol, phase: TradingPhase, due_at: Timestamp },
    /// An order stands.
    OrderAccepted {
        order: OrderId,
        account: AccountId,
        client_order_id: Option<String>,
        instrument: Symbol,
        side: Side,
        #[serde(rename = "order_type")]
        kind: OrderType,
        time_in_force: TimeInForce,
        price: Option<Price>,
        stop: Option<Price>,
        quantity: Quantity,
        display: Option<Quantity>,
        expires: Option<Timestamp>,
        minimum_quantity: Option<Quantity>,
        post_only: bool,
        self_trade_prevention: Option<SelfTradePrevention>,
        peg: Option<Peg>,
        /// Of a buy: the most that a unit may cost, by which its money is reserved.
        bound: Option<Price>,
        /// Of a bond: the most interest that a unit may cost beside its price, reserved with it.
        interest: Money,
    },
    /// An order was changed.
    OrderReplaced { order: OrderId, instrument: Symbol, price: Option<Price>, quantity: Quantity },
    /// An order has lost quantity without a trade, because it met an order of its own account.
    OrderDecremented { order: OrderId, account: AccountId, instrument: Symbol, lost: Quantity, quantity: Quantity },
    /// A pegged order stands at another price, behind those that were there; without a price it waits outside the book.
    OrderRepriced { order: OrderId, account: AccountId, instrument: Symbol, price: Option<Price> },
    /// Pegged orders and stops have set each other off too often for one input; what still waits goes on with the next.
    CascadeStopped { instrument: Symbol },
    /// A waiting stop was triggered and entered the market.
    OrderTriggered { order: OrderId, instrument: Symbol },
    /// An order without a limit has become a limit order at this price: a market-to-limit order, or one for the opening
    /// that must not pay more.
    OrderConverted { order: OrderId, instrument: Symbol, price: Price },
    /// An account's orders were withdrawn together: so many; those that are left stand in a call that ends soon.
    MassCanceled {
        account: AccountId,
        instrument: Option<Symbol>,
        side: Option<Side>,
        orders: u64,
        left: u64,
        reason: String,
    },
    /// The kill switch was pulled for an account, or for all: so many orders end.
    Killed { account: Option<AccountId>, orders: u64 },
    /// The kill switch was released for an account, or for all.
    Restored { account: Option<AccountId> },
    /// An order, or the rest of it, was canceled.
    OrderCanceled { order: OrderId, account: AccountId, instrument: Symbol, quantity: Quantity, reason: &'static str },
    /// An order, or the rest of it, has expired.
    OrderExpired { order: OrderId, account: AccountId, instrument: Symbol, quantity: Quantity, reason: &'static str },
    /// A bond has paid its coupon to who had it settled at the end of the record day: so much a unit, so much in all.
    CouponPaid { company: Code, instrument: Symbol, due_on: Day, record_on: Day, per_unit: Money, amount: Money },
    /// A holder was paid the coupon of its units.
    CouponReceived { account: AccountId, instrument: Symbol, quantity: Quantity, amount: Money },
    /// A bond has not paid its coupon, because the issuer lacked the cash; trading is suspended.
    CouponMissed { company: Code, instrument: Symbol, due_on: Day, amount: Money, available: Money },
    /// A part of a bond's nominal is paid back on a coupon day to come: from now on trades settle on that day or later, what
    /// is `outstanding` after it is what the price is a percentage of, and a point of it is worth `multiplier` euro a unit.
    NominalReduced { company: Code, instrument: Symbol, due_on: Day, outstanding: Money, multiplier: u32 },
    /// A bond has paid a part of its nominal back to who had it settled at the end of the record day: so much a unit, so
    /// much in all, and what is left of the nominal of one unit.
    InstalmentPaid {
        company: Code,
        instrument: Symbol,
        due_on: Day,
        record_on: Day,
        per_unit: Money,
        amount: Money,
        outstanding: Money,
    },
    /// A holder was paid back a part of the nominal of its units.
    InstalmentReceived { account: AccountId, instrument: Symbol, quantity: Quantity, amount: Money },
    /// A bond has not paid a part of its nominal back, because the issuer lacked the cash; trading is suspended.
    InstalmentMissed { company: Code, instrument: Symbol, due_on: Day, amount: Money, available: Money },
    /// A bond has not paid its nominal back, because the issuer lacked the cash; trading is suspended.
    RedemptionMissed { company: Code, instrument: Symbol, due_on: Day, amount: Money, available: Money },
    /// What a bond has missed was not paid in the days of grace: it is in default, all of it is due, and trading has ended.
    /// Its holders are owed so much a unit, and so much in all.
    Defaulted {
        company: Code,
        instrument: Symbol,
        since: Day,
        rank: Rank,
        per_unit: Money,
        units: Quantity,
        claim: Money,
    },
    /// The estate of a company in default is paid out: what its assets have brought, what others get of it, what its
    /// holders get of their claim, what of that is left, and whether nothing more is to come.
    Recovered {
        company: Code,
        instrument: Symbol,
        brought: Money,
        others: Money,
        claim: Money,
        amount: Money,
        left: Money,
        closes: bool,
    },
    /// A holder was paid its part of what an estate has brought.
    RecoveryReceived { account: AccountId, instrument: Symbol, quantity: Quantity, amount: Money },
    /// A holder's claim has ended with its units; so much of it was lost.
    ClaimEnded { account: AccountId, instrument: Symbol, quantity: Quantity, loss: Money },
    /// A listed company has said that it increases its capital by so many units at a price, and when it can be subscribed.
    IncreaseAnnounced {
        company: Code,
        instrument: Symbol,
        units: Quantity,
        price: Price,
        opens_on: Day,
        closes_at: Timestamp,
        separable: bool,
    },
    /// A capital increase is open: of so many units in issue, those settled at the end of the record day have the right.
    IncreaseOpened { company: Code, instrument: Symbol, units: Quantity, in_issue: Quantity, record_on: Day },
    /// A holder of so many units may take so many of an increase before others.
    RightGiven { account: AccountId, instrument: Symbol, held: Quantity, quantity: Quantity },
    /// A capital increase is closed: what was asked, given and raised, the units that are listed now, and the free float.
    IncreaseClosed {
        company: Code,
        instrument: Symbol,
        success: bool,
        asked: Quantity,
        allotted: Quantity,
        raised: Money,
        listed: Quantity,
        free_float: Rate,
    },
    /// A listed company has announced that it buys its own units, from its own account, on these terms.
    BuyBackAnnounced { company: Code, instrument: Symbol, account: AccountId, terms: BuyBackTerms },
    /// A company's purchases of its own units have ended: what it has bought and spent, and what is left.
    BuyBackEnded { company: Code, instrument: Symbol, bought: Quantity, spent: Money, left: OwnLeft, reason: String },
    /// A company has cancelled units of its own, which go back to where they were issued from.
    TreasuryCancelled { company: Code, instrument: Symbol, account: AccountId, quantity: Quantity, left: OwnLeft },
    /// An issuer has said that it pays its bond back on this coupon day.
    BondCalled { company: Code, instrument: Symbol, paid_on: Day },
    /// Cash from a company's business was paid into its account.
    Earned { company: Code, account: AccountId, amount: Money, reason: String },
    /// A company has declared the profit of a year, and the losses before it that are still to be covered.
    ProfitDeclared { company: Code, year: i16, profit: Money, losses: Money },
    /// A company has declared a dividend: so much a unit to holders, so much a unit to its purpose, for so many units, those
    /// outside the exchange included. It is paid to who has its units settled at the end of the record day.
    DividendDeclared {
        company: Code,
        instrument: Symbol,
        number: u32,
        year: i16,
        per_unit: Money,
        to_purpose: Money,
        units: Quantity,
        amount: Money,
        record_on: Day,
        paid_on: Day,
    },
    /// A dividend was paid: so much to holders on the exchange, so much outside it, so much to the purpose.
    DividendPaid {
        company: Code,
        instrument: Symbol,
        number: u32,
        year: i16,
        per_unit: Money,
        amount: Money,
        outside: Money,
        purpose: Money,
    },
    /// A dividend was not paid, because units issued since have made it more than the cash that was reserved for it.
    DividendMissed { company: Code, instrument: Symbol, number: u32, amount: Money, available: Money },
    /// A holder was paid the dividend of its units.
    DividendReceived { account: AccountId, instrument: Symbol, quantity: Quantity, amount: Money },
    /// Tax was withheld from what a holder was just paid: of `gross` the part `taxable` is income, of which `rate` is the tax.
    TaxWithheld {
        account: AccountId,
        instrument: Symbol,
        income: Income,
        gross: Money,
        taxable: Money,
        rate: Rate,
        tax: Money,
        net: Money,
    },
    /// What was withheld for this day was paid to the treasury and has left the exchange.
    TaxPaid { account: AccountId, due_on: Day, amount: Money },
    /// An account has put into escrow what it has promised to give, or a part of it.
    Pledged { company: Code, instrument: Symbol, account: AccountId, amount: Money },
    /// An account lacks so much of what it has promised to give: it is kept back from what the instrument pays to it.
    PledgeShort { company: Code, instrument: Symbol, account: AccountId, lacking: Money },
    /// What lay in escrow has gone back: nobody has to give it.
    PledgeReturned { company: Code, instrument: Symbol, account: AccountId, amount: Money },
    /// The terms of a newly listed instrument depend on a result: what it changes, by how much, when it is looked at, and
    /// for an outcome payment who pays how much at most.
    LinkBound {
        company: Code,
        instrument: Symbol,
        kind: ImpactLinkKind,
        objective: Code,
        observed_on: Day,
        effect: Rate,
        payer: Option<Code>,
        maximum: Option<Money>,
    },
    /// The result was looked at on which the terms of an instrument depend: where the target stands, as what it counts and
    /// why, and who has to give, if anyone has.
    LinkObserved {
        company: Code,
        instrument: Symbol,
        kind: ImpactLinkKind,
        objective: Code,
        observed_on: Day,
        standing: TargetStanding,
        result: LinkResult,
        ground: LinkGround,
        giver: Option<Giver>,
    },
    /// A bond pays on other terms from now on.
    TermsChanged { company: Code, instrument: Symbol, interest: Interest },
    /// A gift that a result has made due was paid.
    Donated { instrument: Symbol, giver: Giver, from: AccountId, to: AccountId, amount: Money },
    /// Two orders have traded.
    Traded {
        trade: TradeId,
        instrument: Symbol,
        price: Price,
        quantity: Quantity,
        value: Money,
        buy_order: OrderId,
        sell_order: OrderId,
        buyer: AccountId,
        seller: AccountId,
        aggressor: Aggressor,
        /// Of a bond: the interest since its last coupon day, which the buyer pays beside the value.
        accrued: Money,
        buyer_fee: Money,
        seller_fee: Money,
        /// The day on which units and money change hands.
        settles_on: Day,
    },
    /// A trade has settled, delivery against payment; `enforced` where the exchange had to deliver the units itself.
    Settled {
        trade: TradeId,
        instrument: Symbol,
        buyer: AccountId,
        seller: AccountId,
        quantity: Quantity,
        amount: Money,
        enforced: bool,
    },
    /// A trade has not settled on a day on which it should: `account` has failed, because its `delivery` fails, or because
    /// it waits for `units` or `cash` itself. It is tried again on the next business day.
    SettlementFailed {
        trade: TradeId,
        instrument: Symbol,
        account: AccountId,
        counterparty: AccountId,
        reason: String,
        intended_on: Day,
        days: u32,
        next_on: Day,
    },
    /// What a failed day costs whoever failed, paid to the other side; what it has not got is `owed` with the next day.
    SettlementPenalty {
        trade: TradeId,
        instrument: Symbol,
        payer: AccountId,
        payee: AccountId,
        penalty: Money,
        paid: Money,
        owed: Money,
    },
    /// An account's deliveries fail up to this day, for a reason outside the exchange; without a day no longer.
    DeliveriesBlocked { account: AccountId, until_on: Option<Day> },
    /// Units that a trade had not delivered yet are about to be paid back: their buyer has them at once.
    DeliveryEnded { trade: TradeId, instrument: Symbol, buyer: AccountId, seller: AccountId, quantity: Quantity },
    /// A call has ended in its uncrossing.
    Uncrossed {
        instrument: Symbol,
        price: Option<Price>,
        volume: Quantity,
        surplus: Quantity,
        surplus_side: Option<Side>,
    },
    /// What the running call would give now.
    Indicative {
        instrument: Symbol,
        price: Option<Price>,
        volume: Quantity,
        surplus: Quantity,
        surplus_side: Option<Side>,
    },
    /// A trade would have been outside a collar at this price: it does not happen, and a call begins instead.
    Interrupted { instrument: Symbol, price: Price, collar: CollarKind },
    /// A new period of the static collar begins: it is measured from this price until enough has traded, or the last day
    /// is over. Told with what traded in the period before, and whether that had reached the threshold.
    PeriodBegan {
        instrument: Symbol,
        period: u32,
        reference_price: Price,
        turnover: Quantity,
        reached: bool,
        ends_on: Day,
    },
    /// At the close the reference price of the next day's auctions was found, and where.
    ReferenceFound { instrument: Symbol, reference_price: Price, source: ReferenceSource },
    /// Other ticks hold from now on, given from each first price on. Orders off the new grid end (`off_new_tick`).
    TicksChanged { instrument: Symbol, ticks: Vec<(Price, Price)> },
    /// A call is prolonged, because its price would be outside the band. It ends at this instant at the earliest.
    CallExtended { instrument: Symbol, price: Price, ends_at: Timestamp },
    /// Visible quantity at one price, absolute; zero removes the level.
    Level { instrument: Symbol, side: Side, price: Price, quantity: Quantity },
    /// A company has reported a measurement.
    ImpactReported {
        company: Code,
        objective: Code,
        indicator: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        unit: Option<String>,
        value: Figure,
        baseline: Option<Figure>,
        #[serde(skip_serializing_if = "Option::is_none")]
        without_offer: Option<Figure>,
        target: Option<Figure>,
        due_on: Option<Day>,
        progress: Option<Rate>,
        verified: bool,
        period_ends_on: Day,
    },
    /// A verifier has said what it found about a measurement.
    ImpactVerified {
        company: Code,
        objective: Code,
        period_ends_on: Day,
        value: Figure,
        verifier: String,
        independent: bool,
        verdict: Verdict,
    },
    /// A target stands otherwise than before, measured from the first baseline to the first target; with the part of
    /// that way which the last confirmed figure shows.
    TargetJudged { company: Code, objective: Code, standing: TargetStanding, progress: Option<Rate> },
    /// A company has restated a baseline or a target. The first figures stay what its results are held to.
    TargetRestated {
        company: Code,
        objective: Code,
        first_baseline: Option<Figure>,
        first_target: Option<Figure>,
        first_due_on: Option<Day>,
        baseline: Option<Figure>,
        target: Option<Figure>,
        due_on: Option<Day>,
        reason: String,
    },
    /// The gate's test of the mission was put to the activity of a period.
    ActivityTested {
        company: Code,
        period_ends_on: Day,
        revenue_share: Option<Rate>,
        disadvantaged_share: Option<Rate>,
        passed: bool,
        shortfalls: Vec<Shortfall>,
    },
    /// What a company owes after its listing.
    ObligationDue { company: Code, obligation: Code, name: Text, due_on: Day },
    /// A company has done what it owed in time.
    ObligationMet { company: Code, obligation: Code, due_on: Day },
    /// A company has done what it owed, after its time.
    ObligationLate { company: Code, obligation: Code, due_on: Day },
    /// A company has not done what it owed in time, nor in the days of grace.
    ObligationMissed { company: Code, obligation: Code, due_on: Day },
    /// A listed company has failed in something; what follows, step by step, until it is cured.
    LapseBegan { company: Code, lapse: u32, kind: LapseKind, subject: String, since: Day, ladder: Vec<LadderStep> },
    /// A step of a ladder has come.
    Sanctioned {
        company: Code,
        instrument: Symbol,
        lapse: u32,
        kind: LapseKind,
        subject: String,
        sanction: Sanction,
        source: String,
        next: Option<LadderStep>,
    },
    /// A company has put right what it failed in; `reached` is the last step that had come.
    LapseCured { company: Code, lapse: u32, kind: LapseKind, subject: String, reached: Option<Sanction> },
    /// An instrument has left the market for good; what its holders get, and the price if they are bought out.
    Delisted { company: Code, instrument: Symbol, reason: String, holders: Holders, price: Option<Price> },
    /// The issuer has bought back units of a holder.
    BoughtOut { account: AccountId, instrument: Symbol, quantity: Quantity, paid: Money },
    /// A command was refused; nothing else has changed.
    Rejected {
        code: String,
        message: Text,
        account: Option<AccountId>,
        instrument: Option<Symbol>,
        order: Option<OrderId>,
        client_order_id: Option<String>,
    },
}
