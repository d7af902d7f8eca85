//! What befalls a market, a company or its investors, as a scenario declares it under `events`: a crisis, a scandal, a
//! new policy. The exchange tells it and changes what rules of its own it touches; what people make of it is theirs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::behaviour::Style;
use crate::domain::{Basis, Code, Day, Rate, Symbol, Text, TimeOfDay, Timestamp};

/// Seconds of a day.
const DAY: i64 = 86_400;

/// Something that happens and that nobody in the exchange has decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Occurrence {
    /// Short name of the event.
    pub name: Code,
    /// When it happens; or `drawn`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// When it may happen, where the day is drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawn: Option<Drawn>,
    /// What people read first.
    pub title: Text,
    /// What else they read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    /// What it does, to whom and for how long.
    pub effect: Effect,
    /// Whether its figures were published.
    pub basis: Basis,
    /// Where, or why they were assumed.
    pub source: String,
}

/// A day that is drawn from the seed of the scenario and the name of the event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Drawn {
    /// The first day on which it may happen.
    pub from: Day,
    /// The last one. Of the days between both each is as likely; it happens on the business day that comes next.
    pub to: Day,
    /// At which time of the day, by the exchange's clocks; before the markets open when not said.
    #[serde(default = "early", skip_serializing_if = "is_early")]
    pub time: TimeOfDay,
    /// How likely it is to happen at all, 0 to 1; it does when not said.
    #[serde(default = "whole", skip_serializing_if = "is_whole")]
    pub chance: Rate,
}

/// What an event does. Days are calendar days from the event on. Parts lie between 0 and 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "docs/SCENARIOS.md tells what each field means, in a row for each kind")]
pub enum Effect {
    /// Investors ask more return of everything, look at the market less, and some must sell.
    Crisis {
        return_points: Rate,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        bond_points: Option<Rate>,
        #[serde(default = "whole", skip_serializing_if = "is_whole")]
        attention: Rate,
        #[serde(default, skip_serializing_if = "is_nothing")]
        sellers: Rate,
        #[serde(default, skip_serializing_if = "is_zero")]
        holds_days: u32,
        recovers_days: u32,
    },
    /// Of one company something comes out: who gave up return for its impact gives up less, its business is worth less,
    /// and some of its holders leave.
    Scandal {
        company: Code,
        #[serde(default, skip_serializing_if = "is_nothing")]
        trust_left: Rate,
        #[serde(default, skip_serializing_if = "is_nothing")]
        value_lost: Rate,
        #[serde(default, skip_serializing_if = "is_nothing")]
        sellers: Rate,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        recovers_days: Option<u32>,
    },
    /// A result of one company, good or bad, that was not in its price.
    Result {
        company: Code,
        value: Rate,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        recovers_days: Option<u32>,
    },
    /// Who gives for good ends puts in less.
    DonationCut {
        part: Rate,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        groups: Vec<Code>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lasts_days: Option<u32>,
    },
    /// Liquidity providers stop quoting.
    SpecialistWithdraws {
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        groups: Vec<Code>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        instruments: Vec<Symbol>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lasts_days: Option<u32>,
    },
    /// What a company hands in from then on by script comes so many days later.
    LateReport {
        company: Code,
        days: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        obligation: Option<Code>,
    },
    /// The law changes what investors keep of their return.
    Policy {
        #[serde(default, skip_serializing_if = "is_nothing")]
        return_points: Rate,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        styles: Vec<Style>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lasts_days: Option<u32>,
    },
    /// Something to read, with no effect of its own.
    News {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        company: Option<Code>,
    },
}

impl Effect {
    /// The company that it is about, if it is about one.
    #[must_use]
    pub const fn company(&self) -> Option<&Code> {
        match self {
            Self::Scandal { company, .. } | Self::Result { company, .. } | Self::LateReport { company, .. } => {
                Some(company)
            }
            Self::News { company } => company.as_ref(),
            _ => None,
        }
    }

    /// For how many days it is felt; nothing where it stays.
    #[must_use]
    pub const fn days(&self) -> Option<u32> {
        match self {
            Self::Crisis { holds_days, recovers_days, .. } => Some(holds_days.saturating_add(*recovers_days)),
            Self::Scandal { recovers_days, .. } | Self::Result { recovers_days, .. } => *recovers_days,
            Self::DonationCut { lasts_days, .. }
            | Self::SpecialistWithdraws { lasts_days, .. }
            | Self::Policy { lasts_days, .. } => *lasts_days,
            Self::LateReport { .. } | Self::News { .. } => None,
        }
    }

    /// When an event that happens now is over; nothing where it stays.
    #[must_use]
    pub fn until(&self, now: Timestamp) -> Option<Timestamp> {
        self.days().map(|days| now.plus_seconds(i64::from(days) * DAY))
    }

    /// The part of those concerned who must sell.
    #[must_use]
    pub const fn sellers(&self) -> Rate {
        match self {
            Self::Crisis { sellers, .. } | Self::Scandal { sellers, .. } => *sellers,
            _ => Rate::ZERO,
        }
    }
}

fn early() -> TimeOfDay {
    "07:30".parse().expect("a fixed time of day")
}

fn is_early(time: &TimeOfDay) -> bool {
    *time == early()
}

const fn whole() -> Rate {
    Rate::ONE
}

fn is_whole(rate: &Rate) -> bool {
    *rate == Rate::ONE
}

fn is_nothing(rate: &Rate) -> bool {
    *rate == Rate::ZERO
}

const fn is_zero(days: &u32) -> bool {
    *days == 0
}
