//! Currencies in which a rule of some exchange in the world counts. The ledger and the market know the euro only.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A currency by its ISO 4217 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    /// Euro.
    #[default]
    Eur,
    /// Pound sterling.
    Gbp,
    /// United States dollar.
    Usd,
    /// Canadian dollar.
    Cad,
    /// Brazilian real.
    Brl,
    /// Indian rupee. A lakh is 100,000, a crore 10,000,000.
    Inr,
    /// South African rand.
    Zar,
    /// Jamaican dollar.
    Jmd,
    /// Mauritian rupee.
    Mur,
}

impl Currency {
    /// Its ISO 4217 code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Eur => "EUR",
            Self::Gbp => "GBP",
            Self::Usd => "USD",
            Self::Cad => "CAD",
            Self::Brl => "BRL",
            Self::Inr => "INR",
            Self::Zar => "ZAR",
            Self::Jmd => "JMD",
            Self::Mur => "MUR",
        }
    }

    /// Whether it is the euro, in which dossiers count.
    #[must_use]
    pub const fn is_euro(self) -> bool {
        matches!(self, Self::Eur)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_currency_is_written_as_its_code() {
        for currency in [Currency::Eur, Currency::Inr, Currency::Mur, Currency::Jmd] {
            let written = serde_json::to_value(currency).expect("a word");
            assert_eq!(written, currency.code());
        }
    }
}
