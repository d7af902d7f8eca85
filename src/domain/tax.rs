//! The words of a tax that is withheld: on what, and which law taxes the instrument.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a holder has from an instrument, as the tax law sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Income {
    /// Coupons of a bond (interessi).
    Interest,
    /// What a bond pays back beyond its issue price (premi, scarto di emissione).
    Premium,
    /// Dividends of a share (utili).
    Dividend,
}

/// As what an instrument is taxed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaxClass {
    /// As securities of companies are.
    #[default]
    Ordinary,
    /// As government bonds are, such as the titoli di solidarietà of banks (art. 77 D.Lgs. 117/2017).
    GovernmentBond,
}
