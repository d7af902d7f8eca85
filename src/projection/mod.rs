//! Folds events into what people look at: market data, orders, accounts, the exercise.
//!
//! A projection knows events alone. It never sees the exchange and never sends a command.

mod accounts;
mod bond;
mod buy_back;
mod chronicle;
mod delays;
mod due_payments;
mod exercise;
mod identity;
mod impact_held;
#[cfg(test)]
mod impact_held_tests;
mod increase;
mod life;
mod market_data;
mod occurrence_words;
mod occurrences;
mod orders;
mod parting;
mod payments;
mod per_euro;
mod placings;
mod procedure;
mod profile;
mod refusals;
mod setting;
mod settlements;
mod statement;
mod steps;
mod subject;
mod taxes;
mod trading;
mod trading_fees;

pub use accounts::{AccountView, Accounts, Holding};
pub use bond::BondView;
pub use buy_back::{BuyBackView, OwnUnitsView};
pub use chronicle::Chronicle;
pub use delays::DelayView;
pub use due_payments::{PaymentKind, PaymentView, TransferView};
pub use exercise::{
    AuctionView, CompanyView, Exercise, ImpactView, ObligationView, OfferResult, OfferShortfall, OfferView, Standing,
    TaskView, Verification,
};
pub use identity::public_id;
pub use impact_held::{ConfirmedChange, Grade, ImpactHeld, MeasuredFrom, UnitImpact};
pub use increase::{IncreaseResult, IncreaseView};
pub use life::{ActivityView, Delisting, Imposed, LapseView, LifeView, Restated, TargetView};
pub use market_data::{Auction, InstrumentView, MarketData, TradeView};
pub use occurrences::{OccurrenceView, Occurrences};
pub use orders::{OrderView, Orders};
pub use parting::{CompanyParting, FigureParting, Pair, Parting, Story, Told};
pub use payments::{LinkView, Observed, Payments};
pub use per_euro::PerEuro;
pub use placings::{Placing, Placings};
pub use procedure::{Procedure, Procedures};
pub use profile::{Link, Profile, Promise};
pub use refusals::Refusals;
pub use setting::{Assumption, ForkNote, Setting};
pub use settlements::{SettlementView, Settlements};
pub use statement::{StatementLine, statement_lines};
pub use steps::{
    Amendment, Answer, AppealLodged, CommentMade, CommentPeriod, ConditionStep, ConditionView, ConditionWord, Conflict,
    DecisionTaken, End, EndWord, EvidenceAsked, Mark, MotionEnd, MotionMade, Reading, Seat, Sitting, Struck, VoteCast,
};
pub use taxes::{TaxLine, Taxes};
pub use trading::Trading;
pub use trading_fees::TradingFees;

use crate::engine::Event;

/// Every read model, folded together.
#[derive(Debug, Clone, Default)]
pub struct Views {
    /// Instruments, books, trades.
    pub market: MarketData,
    /// Every order ever accepted.
    pub orders: Orders,
    /// Who holds what.
    pub accounts: Accounts,
    /// What has not settled.
    pub settlements: Settlements,
    /// The companies on their path.
    pub exercise: Exercise,
    /// What instruments have paid, and what results have made due.
    pub payments: Payments,
    /// What was withheld of what instruments have paid.
    pub taxes: Taxes,
    /// What investors have put into offers.
    pub placings: Placings,
    /// What buyers and sellers have paid for trading.
    pub trading_fees: TradingFees,
    /// What happened before the committee.
    pub procedures: Procedures,
    /// What has befallen the market.
    pub occurrences: Occurrences,
    /// What was refused, and how often.
    pub refusals: Refusals,
}

impl Views {
    /// Takes in one event.
    pub fn fold(&mut self, event: &Event) {
        self.market.fold(event);
        self.orders.fold(event);
        self.accounts.fold(event);
        self.settlements.fold(event);
        self.payments.fold(event);
        self.taxes.fold(event);
        self.placings.fold(event);
        self.trading_fees.fold(event);
        self.exercise.fold(event, &self.market);
        self.procedures.fold(event);
        self.occurrences.fold(event);
        self.refusals.fold(event);
    }
}
