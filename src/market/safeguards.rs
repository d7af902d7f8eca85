//! What a market does when prices run away, as data: calls that interrupt, calls that are prolonged.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rules::{MarketFile, RuleError};
use crate::domain::Rate;

/// The call that interrupts continuous trading before a trade outside the collars (asta di volatilità).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Interruption {
    /// How long the call lasts at least, in seconds.
    #[schemars(range(min = 1))]
    pub call_seconds: u32,
    /// It ends at an instant drawn from so many seconds after that, so that nobody can aim at it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub random_end_seconds: u32,
}

/// When and how a call is prolonged because its price would leave a band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// Fraction of the auction's reference price: beyond it a call does not end at once.
    pub band: Rate,
    /// How much longer the call lasts at least, in seconds.
    #[schemars(range(min = 1))]
    pub seconds: u32,
    /// It then ends at an instant drawn from so many seconds after that.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub random_end_seconds: u32,
    /// How often one call is prolonged at most; after that it ends at whatever price it has.
    #[schemars(range(min = 1))]
    pub most: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_zero(value: &u32) -> bool {
    *value == 0
}

/// Whether the tables of a market file make rules.
///
/// # Errors
/// The first key whose value makes none.
pub(super) fn check(file: &MarketFile) -> Result<(), RuleError> {
    let wrong = |pointer, message| Err(RuleError { pointer, message });
    let collars = file.collars.unwrap_or_default();
    if let Some(interruption) = file.interruption {
        if collars.fixed.is_none() && collars.dynamic.is_none() {
            return wrong("/interruption", "an interruption needs `[collars]` that set it off");
        }
        if interruption.call_seconds == 0 {
            return wrong("/interruption/call_seconds", "a call lasts at least one second");
        }
    }
    if let Some(extension) = file.extension {
        if extension.band < Rate::ZERO {
            return wrong("/extension/band", "a band is a fraction from 0 on");
        }
        if extension.seconds == 0 {
            return wrong("/extension/seconds", "a call is prolonged by at least one second");
        }
        if extension.most == 0 {
            return wrong("/extension/most", "a call is prolonged at least once; leave the table out for never");
        }
    }
    Ok(())
}
