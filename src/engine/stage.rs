//! The stages of a company's path.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a company stands on its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Has handed in a dossier (candidatura).
    Applied,
    /// Admitted, prepares the listing (preparazione).
    Preparing,
    /// Its offer is open (offerta).
    Offering,
    /// Its instrument is listed (quotata).
    Listed,
    /// The committee said no (respinta).
    Refused,
    /// Its offer failed and everything was given back (offerta non riuscita).
    OfferFailed,
    /// Evidence or a condition did not come in time, so that the application or the admission lapsed before the listing
    /// (decaduta).
    Lapsed,
    /// The company has taken its application or its offer back (ritirata).
    Withdrawn,
    /// Its instrument has left the market for good (revocata).
    Delisted,
    /// It has the money, for which nothing is listed (finanziata).
    Funded,
    /// Its bond was not paid, and all of it has fallen due (insolvente).
    Defaulted,
}
