//! A rejection: the check that failed, its place among the checks, and the numbers that it compared.

use std::collections::BTreeMap;

use serde::Serialize;

use super::sentences::Sentences;
use super::{Explained, Explanation, Rehearsal};
use crate::domain::Text;
use crate::engine::telling::Telling;
use crate::engine::{Command, Reject};
use crate::market;

/// Which group of checks said no. The words are stable and only added to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The input itself: its time, its hand, its timer.
    Input,
    /// Who asks.
    Account,
    /// The order that is to be canceled or changed.
    Order,
    /// The instrument.
    Instrument,
    /// Whether the issuer's admission is in force.
    Standing,
    /// The rules of the market.
    Market,
    /// Whether the cost has a bound.
    Bound,
    /// Who may hold the instrument, how much of it, and what is locked up.
    Holder,
    /// Whether the money or the units are there.
    Funds,
    /// The gate, the committee and its register.
    Gate,
    /// The offer.
    Offer,
    /// What a company may do at its stage.
    Company,
}

/// A check, and its place among the checks: the first that fails is the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Check {
    /// The group of checks.
    pub stage: Stage,
    /// Where the group comes among those of this command, from 1; empty where the command has no such list.
    pub place: Option<usize>,
    /// How many groups this command goes through.
    pub places: Option<usize>,
    /// For a check of the market: its number in the market's list of checks, from 1.
    pub number: Option<usize>,
    /// How long that list is.
    pub numbers: Option<usize>,
}

/// A rejection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// Its stable code, as in the log.
    pub code: &'static str,
    /// The check that failed.
    pub check: Check,
    /// What it says.
    pub message: Text,
    /// The numbers that it compared, by name; prices, quantities and money as on every wire.
    pub numbers: BTreeMap<&'static str, String>,
}

impl Rehearsal<'_> {
    pub(super) fn explain_refusal(&self, into: &mut Explanation) {
        let mut refused = self.before.clone();
        let mut events = Vec::new();
        let mut telling = Telling::new(&mut events, refused.next_seq, self.input);
        let Err(reject) = refused.admit(self.input, &mut telling) else { return };
        let refusal = Refusal {
            code: reject.code(),
            check: check(&reject, &self.input.command),
            message: reject.text(),
            numbers: refused.numbers(&reject, self.input),
        };
        let mut because = Sentences::default();
        tell(&refusal, &mut because);
        into.kind = Explained::Rejection;
        into.because = because.text();
        into.rejection = Some(refusal);
    }
}

const fn stage(reject: &Reject) -> Stage {
    match reject {
        Reject::AlreadyOpen | Reject::TimeFell | Reject::NotDue | Reject::NotForOutside => Stage::Input,
        Reject::UnknownAccount | Reject::NameTaken | Reject::Killed | Reject::KillState => Stage::Account,
        Reject::UnknownOrder | Reject::NotOwner | Reject::OrderEnded => Stage::Order,
        Reject::UnknownInstrument(_) | Reject::NotTransferable => Stage::Instrument,
        Reject::Suspended | Reject::Delisted | Reject::NoBuyBack => Stage::Standing,
        Reject::Market(_) | Reject::HaltState | Reject::NoCancelPeriod | Reject::OrderToTrade => Stage::Market,
        Reject::Unbounded => Stage::Bound,
        Reject::NotEligible
        | Reject::HoldingCap
        | Reject::UnitsLocked
        | Reject::BuyBackOrder
        | Reject::BuyBackPrice
        | Reject::BuyBackVolume => Stage::Holder,
        Reject::Ledger(_) | Reject::Unsettled(_) | Reject::Overflow => Stage::Funds,
        Reject::NotAMember | Reject::Register(_) | Reject::UnfitPiece(_) => Stage::Gate,
        Reject::OfferClosed | Reject::Subscription(_) => Stage::Offer,
        Reject::UnknownCompany
        | Reject::WrongStage
        | Reject::UnknownObjective
        | Reject::UnknownObligation
        | Reject::UnknownTask
        | Reject::DelayTooLong
        | Reject::ReportIncomplete(_)
        | Reject::PeriodNotOver
        | Reject::UnknownMeasurement
        | Reject::NothingRestated
        | Reject::ProfitState
        | Reject::PaymentTooSoon
        | Reject::NoAmount
        | Reject::CallState
        | Reject::CallTooSoon
        | Reject::NoCouponDay
        | Reject::NotInDefault
        | Reject::RecoveryTerms
        | Reject::IncreaseState
        | Reject::TermTooShort
        | Reject::BuyBackState
        | Reject::BuyBack(_)
        | Reject::UnknownEvent
        | Reject::EventState
        | Reject::Dividend(_) => Stage::Company,
    }
}

/// The groups of checks that a command goes through, in order, as `order_entry` has them.
const fn stages(command: &Command) -> &'static [Stage] {
    match command {
        Command::Enter { .. } => &[
            Stage::Account,
            Stage::Instrument,
            Stage::Standing,
            Stage::Market,
            Stage::Bound,
            Stage::Holder,
            Stage::Funds,
        ],
        Command::Replace { .. } => &[
            Stage::Order,
            Stage::Account,
            Stage::Instrument,
            Stage::Standing,
            Stage::Market,
            Stage::Holder,
            Stage::Funds,
        ],
        Command::Cancel { .. } => &[Stage::Order, Stage::Market],
        _ => &[],
    }
}

fn check(reject: &Reject, command: &Command) -> Check {
    let (stage, stages) = (stage(reject), stages(command));
    let place = stages.iter().position(|other| *other == stage).map(|index| index + 1);
    let all = market::Reject::ALL;
    let number = match reject {
        Reject::Market(reject) => all.iter().position(|other| other == reject).map(|index| index + 1),
        _ => None,
    };
    Check { stage, place, places: place.map(|_| stages.len()), number, numbers: number.map(|_| all.len()) }
}

fn tell(refusal: &Refusal, out: &mut Sentences) {
    let (code, message, check) = (refusal.code, &refusal.message, refusal.check);
    out.say(
        format!("Rifiutato ({code}): {}. Nient'altro è cambiato.", message.it),
        format!("Refused ({code}): {}. Nothing else has changed.", message.en),
    );
    if let Some((place, places)) = check.place.zip(check.places) {
        out.say(
            format!("Il controllo è nel gruppo {place} di {places}; quelli prima erano superati."),
            format!("The check is in group {place} of {places}; those before it were passed."),
        );
    }
    if let Some((number, numbers)) = check.number.zip(check.numbers) {
        out.say(
            format!("Tra le regole del mercato è la numero {number} di {numbers}."),
            format!("Among the rules of the market it is number {number} of {numbers}."),
        );
    }
    if !refusal.numbers.is_empty() {
        let numbers: Vec<String> = refusal.numbers.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        let numbers = numbers.join(", ");
        out.say(format!("Numeri confrontati: {numbers}."), format!("Numbers compared: {numbers}."));
    }
}
