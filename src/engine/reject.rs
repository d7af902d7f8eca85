//! Why a command is refused: stable, append-only codes. The first check that fails is told.

use std::fmt;

use super::reject_italian;
use crate::domain::{ReportContent, Symbol, Text};
use crate::exercise::SlipChance;
use crate::{admission, issuance, ledger, market};

/// Why a command was refused. Nothing but the sequence number has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reject {
    /// A second genesis.
    AlreadyOpen,
    /// The input's time is before the clock of the exchange.
    TimeFell,
    /// A timer that is not the next one due, or not in its window.
    NotDue,
    /// A timer or genesis sent from outside.
    NotForOutside,
    /// No company of this name takes part.
    UnknownCompany,
    /// No instrument of this symbol is listed.
    UnknownInstrument(Symbol),
    /// The issuer's admission is not in force.
    Suspended,
    /// No account of this number.
    UnknownAccount,
    /// No open order of this number.
    UnknownOrder,
    /// The order is another account's.
    NotOwner,
    /// The order has ended.
    OrderEnded,
    /// The company is not at the stage where this can be done.
    WrongStage,
    /// Not a member of the committee.
    NotAMember,
    /// The register of admissions refuses it.
    Register(admission::RegisterReject),
    /// A piece of evidence does not go into the dossier.
    UnfitPiece(admission::UnfitPiece),
    /// The dossier has no such objective.
    UnknownObjective,
    /// The company owes no such thing now.
    UnknownObligation,
    /// The plan has no such task for the company, or it is done.
    UnknownTask,
    /// The task would be late by more than the exchange reckons with.
    DelayTooLong,
    /// What is delivered lacks a part that was asked for.
    ReportIncomplete(ReportContent),
    /// The period is not over.
    PeriodNotOver,
    /// Nothing was measured that could be verified.
    UnknownMeasurement,
    /// A restatement that changes nothing.
    NothingRestated,
    /// The instrument has left the market for good.
    Delisted,
    /// The offer is not open.
    OfferClosed,
    /// A name that is taken.
    NameTaken,
    /// A value overflows.
    Overflow,
    /// An order without a limit in a call without a collar: its cost has no bound.
    Unbounded,
    /// The instrument is halted already, or is not.
    HaltState,
    /// The kill switch holds the account.
    Killed,
    /// The kill switch holds the account already, or does not.
    KillState,
    /// A cancel or a replace shortly before the end of a call.
    NoCancelPeriod,
    /// More orders, replaces and cancels of the account today than its trades allow.
    OrderToTrade,
    /// The profit of the year was not declared, or was declared before.
    ProfitState,
    /// The day of payment is too near: it leaves no record day.
    PaymentTooSoon,
    /// The dividend cannot be declared.
    Dividend(issuance::DividendFault),
    /// The bond cannot be called by its issuer, or was called before.
    CallState,
    /// The bond cannot be called so soon.
    CallTooSoon,
    /// A bond is called for a coupon day before its maturity, and this is none.
    NoCouponDay,
    /// The company's bond is not in default.
    NotInDefault,
    /// What an estate pays is either an amount or a part of the claim.
    RecoveryTerms,
    /// A capital increase of the company runs already.
    IncreaseState,
    /// Holders have fewer days to use their right than the law gives them.
    TermTooShort,
    /// The company buys back already.
    BuyBackState,
    /// The terms of a programme of purchases of own units.
    BuyBack(issuance::BuyBackFault),
    /// A company enters an order in its own units without a programme that lets it.
    NoBuyBack,
    /// An order of a company in its own units that is not a plain one, or in a phase from which it keeps away.
    BuyBackOrder,
    /// A price outside the programme, or above what others pay.
    BuyBackPrice,
    /// More units than the programme, or the volume of the last days, leaves.
    BuyBackVolume,
    /// The scenario has no event of this name.
    UnknownEvent,
    /// The event has happened already.
    EventState,
    /// An amount that must be above zero.
    NoAmount,
    /// The instrument stays with whoever subscribed to it.
    NotTransferable,
    /// The instrument is not for an investor of this kind.
    NotEligible,
    /// With what is held and what open orders may add, more than one may hold.
    HoldingCap,
    /// The units are there and locked up.
    UnitsLocked,
    /// The rules of the market refuse it.
    Market(market::Reject),
    /// The offer refuses the subscription.
    Subscription(issuance::SubscriptionRefusal),
    /// What it needs is there and has not settled.
    Unsettled(ledger::Asset),
    /// The ledger refuses it.
    Ledger(ledger::Refusal),
}

impl Reject {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::AlreadyOpen => "already_open",
            Self::TimeFell => "time_fell",
            Self::NotDue => "not_due",
            Self::NotForOutside => "not_for_outside",
            Self::UnknownCompany => "unknown_company",
            Self::UnknownInstrument(_) => "unknown_instrument",
            Self::Suspended => "issuer_suspended",
            Self::UnknownAccount => "unknown_account",
            Self::UnknownOrder => "unknown_order",
            Self::NotOwner => "not_owner",
            Self::OrderEnded => "order_ended",
            Self::WrongStage => "wrong_stage",
            Self::NotAMember => "not_a_member",
            Self::Register(reject) => reject.code(),
            Self::UnfitPiece(_) => "unfit_piece",
            Self::UnknownObjective => "unknown_objective",
            Self::UnknownObligation => "unknown_obligation",
            Self::UnknownTask => "unknown_task",
            Self::DelayTooLong => "delay_too_long",
            Self::ReportIncomplete(_) => "report_incomplete",
            Self::PeriodNotOver => "period_not_over",
            Self::UnknownMeasurement => "unknown_measurement",
            Self::NothingRestated => "nothing_restated",
            Self::Delisted => "delisted",
            Self::OfferClosed => "offer_closed",
            Self::NameTaken => "name_taken",
            Self::Overflow => "overflow",
            Self::Unbounded => "unbounded_cost",
            Self::HaltState => "halt_state",
            Self::Killed => "killed",
            Self::KillState => "kill_state",
            Self::NoCancelPeriod => "no_cancel_period",
            Self::OrderToTrade => "order_to_trade",
            Self::ProfitState => "profit_state",
            Self::PaymentTooSoon => "payment_too_soon",
            Self::Dividend(fault) => fault.code(),
            Self::CallState => "call_state",
            Self::CallTooSoon => "call_too_soon",
            Self::NoCouponDay => "no_coupon_day",
            Self::NotInDefault => "not_in_default",
            Self::RecoveryTerms => "recovery_terms",
            Self::IncreaseState => "increase_state",
            Self::TermTooShort => "term_too_short",
            Self::BuyBackState => "buy_back_state",
            Self::BuyBack(fault) => fault.code(),
            Self::NoBuyBack => "no_buy_back",
            Self::BuyBackOrder => "buy_back_order",
            Self::BuyBackPrice => "buy_back_price",
            Self::BuyBackVolume => "buy_back_volume",
            Self::UnknownEvent => "unknown_event",
            Self::EventState => "event_state",
            Self::NoAmount => "no_amount",
            Self::NotTransferable => "not_transferable",
            Self::NotEligible => "not_eligible",
            Self::HoldingCap => "holding_cap",
            Self::UnitsLocked => "units_locked",
            Self::Market(reject) => reject.code(),
            Self::Subscription(refusal) => refusal.code(),
            Self::Unsettled(ledger::Asset::Cash) => "unsettled_funds",
            Self::Unsettled(ledger::Asset::Units(_)) => "unsettled_units",
            Self::Ledger(refusal) => refusal.code(),
        }
    }

    /// The sentence in both languages.
    #[must_use]
    pub fn text(&self) -> Text {
        Text { it: reject_italian::sentence(self), en: self.to_string() }
    }
}

impl fmt::Display for Reject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AlreadyOpen => f.write_str("the exchange is open already"),
            Self::TimeFell => f.write_str("the time lies before the exchange's clock"),
            Self::NotDue => f.write_str("this timer is not due now"),
            Self::NotForOutside => f.write_str("only the driver sends this"),
            Self::UnknownCompany => f.write_str("no company of this name takes part"),
            Self::UnknownInstrument(symbol) => write!(f, "no instrument {symbol} is listed"),
            Self::Suspended => {
                f.write_str("the issuer is suspended or its admission is not in force; orders may only be canceled")
            }
            Self::UnknownAccount => f.write_str("no such account"),
            Self::UnknownOrder => f.write_str("no such order"),
            Self::NotOwner => f.write_str("the order is not yours"),
            Self::OrderEnded => f.write_str("the order has ended"),
            Self::WrongStage => f.write_str("the company is not at the stage where this can be done"),
            Self::NotAMember => f.write_str("not a member of the committee"),
            Self::Register(reject) => reject.fmt(f),
            Self::UnfitPiece(unfit) => write!(f, "a piece does not fit the dossier at {unfit}"),
            Self::UnknownObjective => f.write_str("the dossier has no such objective"),
            Self::UnknownObligation => f.write_str("the company does not owe this now"),
            Self::UnknownTask => f.write_str(
                "the plan has no such task for this company, or it is done: name one that is still to be done",
            ),
            Self::DelayTooLong => {
                write!(f, "a task is late by at most {} business days, all its delays together", SlipChance::LONGEST)
            }
            Self::ReportIncomplete(content) => f.write_str(lacking(*content)),
            Self::PeriodNotOver => f.write_str("the period is not over: report about one that is"),
            Self::UnknownMeasurement => f.write_str("nothing was measured here: report a measurement first"),
            Self::NothingRestated => f.write_str("a restatement gives a baseline, a target or a day due"),
            Self::Delisted => {
                f.write_str("the instrument has left the market for good; its units stay with their holders")
            }
            Self::OfferClosed => f.write_str("the offer is not open"),
            Self::NameTaken => f.write_str("an account of this name exists"),
            Self::Overflow => f.write_str("the value is too large to count"),
            Self::Unbounded => f.write_str("an order without a limit has no bound of cost here: give it a limit"),
            Self::HaltState => f.write_str("the instrument is not in the state to halt or to resume"),
            Self::Killed => f.write_str("the kill switch holds the account: orders can only be canceled"),
            Self::KillState => f.write_str("the kill switch is not in the state to be pulled or released"),
            Self::NoCancelPeriod => {
                f.write_str("shortly before the end of a call orders can no longer be canceled or changed")
            }
            Self::OrderToTrade => {
                f.write_str("the account has sent too many orders for its trades of today: orders can only be canceled")
            }
            Self::ProfitState => {
                f.write_str("the profit of a year is declared once, and before a dividend is declared out of it")
            }
            Self::PaymentTooSoon => {
                f.write_str("the record day of that day is over: name a day further ahead")
            }
            Self::Dividend(fault) => fault.fmt(f),
            Self::CallState => f.write_str("the terms of the bond have no early call, or it was called before"),
            Self::CallTooSoon => f.write_str(
                "the bond cannot be paid back so soon: its terms name a later day, or a result that is not known by then",
            ),
            Self::NoCouponDay => f.write_str("a bond is called for one of its coupon days before its maturity: name one"),
            Self::NotInDefault => f.write_str("the company's bond is not in default: nothing is to be recovered"),
            Self::RecoveryTerms => f.write_str(
                "say either `amount`, from 0 on, with the claims of others, or `rate`, from 0 to 1, without them",
            ),
            Self::IncreaseState => f.write_str("a capital increase of the company runs already: wait for its close"),
            Self::TermTooShort => {
                f.write_str("holders have at least fourteen days to use their right: name a later last day")
            }
            Self::BuyBackState => f.write_str("the company buys its own units already: wait for the end of that programme"),
            Self::BuyBack(fault) => fault.fmt(f),
            Self::NoBuyBack => f.write_str(
                "a company buys its own units while a programme runs that it has announced (`buy_back`), and sells them \
                 after its end where the meeting has said from which price on",
            ),
            Self::BuyBackOrder => f.write_str(
                "a company's order in its own units is a plain limit order that ends with the day, is cancelled and not \
                 changed, and keeps away from calls where the instrument also trades continuously",
            ),
            Self::BuyBackPrice => f.write_str(
                "the price lies outside what the meeting has set, or above both the last trade and the best bid of others",
            ),
            Self::BuyBackVolume => f.write_str(
                "with what is bought and what its open orders may add, this is more than the programme leaves, or more \
                 than a quarter of the average volume of the 20 days before: ask for less",
            ),
            Self::UnknownEvent => f.write_str("the scenario declares no event of this name"),
            Self::EventState => f.write_str("the event has happened already: it happens once"),
            Self::NoAmount => f.write_str("an amount that is paid in is more than nothing"),
            Self::NotTransferable => {
                f.write_str("the instrument cannot be passed on: it stays with whoever subscribed to it")
            }
            Self::NotEligible => {
                f.write_str("the instrument is not for an investor of this kind: its limits say who may buy it")
            }
            Self::HoldingCap => f.write_str(
                "with what is held and what open orders may add, this is more than one may hold: ask for less, or \
                 cancel an order",
            ),
            Self::UnitsLocked => f.write_str("the units are locked up: they may be sold once the lock-up has ended"),
            Self::Market(reject) => reject.fmt(f),
            Self::Subscription(refusal) => refusal.fmt(f),
            Self::Unsettled(ledger::Asset::Cash) => f.write_str(
                "the cash is there and has not settled: wait for the settlement of what was sold, or ask for less",
            ),
            Self::Unsettled(ledger::Asset::Units(_)) => {
                f.write_str("the units are there and have not settled: wait for their settlement, or ask for fewer")
            }
            Self::Ledger(refusal) => refusal.fmt(f),
        }
    }
}

/// What a delivery lacks, and how to complete it.
const fn lacking(content: ReportContent) -> &'static str {
    match content {
        ReportContent::Measurements => "the report is about a period without a measurement: report one first",
        ReportContent::EveryObjective => "an objective has no measurement for the period: report it first",
        ReportContent::Activity => "the activity of the period was not reported: report the share of revenue first",
        ReportContent::Verification => {
            "a measurement of the period has no verdict of an independent verifier, or a rejection: have it verified first"
        }
    }
}

impl From<market::Reject> for Reject {
    fn from(reject: market::Reject) -> Self {
        Self::Market(reject)
    }
}

impl From<admission::RegisterReject> for Reject {
    fn from(reject: admission::RegisterReject) -> Self {
        Self::Register(reject)
    }
}

impl From<admission::UnfitPiece> for Reject {
    fn from(unfit: admission::UnfitPiece) -> Self {
        Self::UnfitPiece(unfit)
    }
}

impl From<ledger::Refusal> for Reject {
    fn from(refusal: ledger::Refusal) -> Self {
        Self::Ledger(refusal)
    }
}
