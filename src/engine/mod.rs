//! Where the rooms meet and state changes: commands in, events out.
//!
//! [`Exchange::apply`] is the only function that changes anything. It reads no clock, draws nothing at random and does
//! no input or output: time, draws and identity come in with the input.

mod accounts;
mod activity;
mod agenda;
mod amortisation;
#[cfg(test)]
mod amortisation_tests;
mod arrears;
mod behaviour;
mod bond;
#[cfg(test)]
mod bond_tests;
mod buffers;
mod business;
mod buy_back;
#[cfg(test)]
mod buy_back_tests;
mod command;
mod committee;
mod conditions;
mod default;
#[cfg(test)]
mod default_tests;
mod delay;
#[cfg(test)]
mod delay_tests;
mod delisting;
mod departure;
mod dividend;
#[cfg(test)]
mod dividend_tests;
mod early_call;
mod entitlement;
#[cfg(test)]
mod entitlement_tests;
mod event;
mod exchange;
mod explain;
mod forked;
#[cfg(test)]
mod funds_tests;
mod hearing;
mod held;
mod holding;
#[cfg(test)]
mod holding_tests;
mod increase;
#[cfg(test)]
mod increase_tests;
#[cfg(test)]
mod interruption_tests;
#[cfg(test)]
mod ladder_tests;
mod lapse;
mod life;
#[cfg(test)]
mod limit_tests;
mod link;
#[cfg(test)]
mod link_tests;
mod listing;
mod listings;
#[cfg(test)]
mod long_life;
mod measured;
mod news;
mod occurrence;
mod offer_conditions;
#[cfg(test)]
mod offer_tests;
mod offering;
#[cfg(test)]
mod opening_tests;
mod operator;
mod order_entry;
mod order_record;
mod orders;
mod own_told;
mod own_units;
mod particulars;
#[cfg(test)]
mod peg_tests;
mod period;
#[cfg(test)]
mod period_tests;
#[cfg(test)]
mod phase_tests;
mod phases;
mod placing;
mod position;
mod preparation;
#[cfg(test)]
mod procedure_tests;
#[cfg(test)]
mod properties;
mod published;
mod reject;
mod reject_italian;
mod running_call;
mod settlement;
mod settlement_run;
#[cfg(test)]
mod settlement_tests;
mod stage;
mod standing;
#[cfg(test)]
mod state;
mod tax;
#[cfg(test)]
mod tax_tests;
mod telling;
mod tick_change;
#[cfg(test)]
mod tick_change_tests;
mod trade_days;
mod venue_fees;
mod withdrawal;
#[cfg(test)]
mod withdrawal_tests;
mod world;

pub use agenda::NextDue;
pub use behaviour::{
    Arrival, CalibrationTarget, EmpiricalFinding, FindingFigure, Findings, MarketReturn, Quoting, Style,
};
pub use command::{Command, Input, OrderRequest, Source};
pub use event::{Event, Fact};
pub use exchange::{Exchange, GenesisError};
pub use explain::{
    Cause, Check, CheckStage, Ending, Explained, Explanation, Fill, LapseTold, Party, Refusal, Role, Standing, Verdict,
    VoteCounted,
};
pub use forked::{Forked, LeftOut};
pub use held::{AssetName, Held};
pub use occurrence::{Drawn, Effect, Occurrence};
pub use offer_conditions::OfferConditions;
pub use operator::{Operator, OperatorCost};
pub use own_told::{BuyBackTerms, OwnLeft};
pub use particulars::{Condition, LadderStep, Shortfall};
pub use position::{
    AccountPosition, AdmissionPosition, ApplicationPosition, BookPosition, LapsePosition, Position, SettlementPosition,
};
pub use reject::Reject;
pub use stage::Stage;
pub use world::{Act, Expectation, InvestorGroup, Live, Member, Path, World, first, is_first};

/// Raised whenever the same inputs would tell other events than before: a journal names the rules it was written by.
pub const ENGINE_RULES: u32 = 5;
