//! What is due when: every timer of the exchange, as state that survives a restart.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::{Code, Day, Symbol, Timestamp, TradingPhase};

/// The largest number that is drawn for a lottery: the largest whole number that every reader of JSON can read.
const LOTTERY_DRAWS: u64 = (1 << 53) - 1;

/// What happens when a timer comes due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "due", rename_all = "snake_case")]
pub(super) enum Due {
    /// A task of a preparation ends.
    TaskEnds { company: Code, application: u32, task: usize },
    /// An offer opens.
    OfferOpens { company: Code, application: u32 },
    /// An offer closes; where more is asked than offered and the lot decides, on a draw.
    OfferCloses { company: Code, application: u32, by_lot: bool },
    /// An instrument is listed after its offer.
    Listing { company: Code, application: u32 },
    /// An instrument changes its phase; a call uncrosses first where its timetable says so.
    Phase { instrument: Symbol, phase: TradingPhase, uncross: bool },
    /// A call comes to its end at some instant drawn from so many nanoseconds, so that nobody can aim at it.
    CallEnds { instrument: Symbol, phase: TradingPhase, uncross: bool, within_nanos: u64 },
    /// A call with an end of its own comes to it, at some instant drawn from so many nanoseconds.
    CallOver { instrument: Symbol, number: u64, within_nanos: u64 },
    /// A period of the static collar has lasted its months.
    PeriodOver { instrument: Symbol, period: u32 },
    /// Another tick table holds: the one at this place of the list in the market's file.
    TickChange { instrument: Symbol, change: usize },
    /// Good-till-date orders end.
    Expiry { instrument: Symbol },
    /// The time for comments on an application is over.
    Comments { company: Code, application: u32 },
    /// The time to answer a request for evidence is over.
    Evidence { company: Code, application: u32, request: u32 },
    /// The committee should have decided.
    Review { company: Code, application: u32 },
    /// The trades settle that are due on this day.
    Settlement { day: Day },
    /// A bond pays the coupon of this day.
    Coupon { instrument: Symbol, due_on: Day },
    /// Trades of a bond no longer include the part of its nominal that is paid back on this day.
    Instalment { instrument: Symbol, due_on: Day },
    /// The days of grace are over for what a bond has not paid on this day.
    Grace { instrument: Symbol, due_on: Day },
    /// The capital increase of a company opens to those who have a right to it, and to everybody.
    IncreaseOpens { company: Code },
    /// The capital increase of a company closes.
    IncreaseCloses { company: Code },
    /// The last day of a company's purchases of its own units is over.
    BuyBackEnds { instrument: Symbol, number: u32 },
    /// A company pays the dividend of this number.
    Dividend { company: Code, number: usize },
    /// What was withheld for this day is paid to the treasury.
    TaxDay { due_on: Day },
    /// What was locked up of an instrument may be sold.
    LockUp { instrument: Symbol },
    /// The result is looked at on which the terms of an instrument depend.
    Observation { instrument: Symbol },
    /// The time to meet a condition is over.
    Condition { company: Code, decision: u32, code: String, pointer: String },
    /// The time to do what is owed is over.
    Obligation { company: Code, obligation: Code },
    /// What an event of the scenario has done is over.
    Subsides { event: Code },
    /// A step of a ladder comes, unless the lapse was cured.
    Sanction { company: Code, lapse: u32, step: usize },
}

impl Due {
    /// The instrument whose trading it is about.
    pub(super) const fn instrument(&self) -> Option<Symbol> {
        match self {
            Self::Phase { instrument, .. }
            | Self::CallEnds { instrument, .. }
            | Self::CallOver { instrument, .. }
            | Self::PeriodOver { instrument, .. }
            | Self::TickChange { instrument, .. }
            | Self::Expiry { instrument } => Some(*instrument),
            _ => None,
        }
    }
}

/// The next timer, as the driver needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextDue {
    /// Its number.
    pub number: u64,
    /// When it is due.
    pub at: Timestamp,
    /// The instrument whose trading it is about.
    pub instrument: Option<Symbol>,
    /// The largest number that the driver may draw for it, where chance decides: 0 where nothing is drawn.
    pub draw_up_to: u64,
}

/// Every timer, in order of time and then of number.
#[derive(Debug, Clone, Default)]
pub(super) struct Agenda {
    next: u64,
    waiting: BTreeMap<(Timestamp, u64), Due>,
}

impl Agenda {
    /// Puts a timer in.
    pub(super) fn at(&mut self, at: Timestamp, due: Due) {
        self.next += 1;
        self.waiting.insert((at, self.next), due);
    }

    /// Takes out every timer of which this is true: what it was set for comes at another time.
    pub(super) fn withdraw(&mut self, is_meant: impl Fn(&Due) -> bool) {
        self.waiting.retain(|_, due| !is_meant(due));
    }

    /// The timer that comes next.
    pub(super) fn next(&self) -> Option<NextDue> {
        let (&(at, number), due) = self.waiting.first_key_value()?;
        let draw_up_to = match due {
            Due::CallEnds { within_nanos, .. } | Due::CallOver { within_nanos, .. } => *within_nanos,
            Due::OfferCloses { by_lot: true, .. } => LOTTERY_DRAWS,
            _ => 0,
        };
        Some(NextDue { number, at, instrument: due.instrument(), draw_up_to })
    }

    /// Takes out the next timer if it has this number, is due now, and the draw lies in its range.
    pub(super) fn take(&mut self, number: u64, draw: u64, now: Timestamp) -> Option<Due> {
        let next = self.next()?;
        let fits = next.number == number && next.at == now && draw <= next.draw_up_to;
        fits.then(|| self.waiting.pop_first().map(|(_, due)| due)).flatten()
    }
}
