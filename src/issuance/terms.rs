//! What one unit of an instrument is worth for each point of its price.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::InstrumentKind;

/// What kind of instrument it is, and the denomination of a bond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Share, participation share of a cooperative, or bond.
    pub kind: InstrumentKind,
    /// Nominal of one bond in whole euro, a multiple of 100; for bonds only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nominal: Option<u32>,
}

/// Why terms make no instrument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermsFault {
    /// A bond without a nominal.
    NoNominal,
    /// A nominal that is not a positive multiple of 100 euro, so that a point of price would be no whole euro.
    OddNominal,
    /// A share with a nominal: its price is in euro already.
    NominalOfShare,
}

impl fmt::Display for TermsFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoNominal => "a bond needs a nominal, because its price is a percentage of it",
            Self::OddNominal => "the nominal of a bond is a positive multiple of 100 euro",
            Self::NominalOfShare => "a share has no nominal here: its price is in euro",
        })
    }
}

impl std::error::Error for TermsFault {}

impl Terms {
    /// Euro for each point of price and each unit: 1 for shares, nominal / 100 for a bond, whose price is a percentage
    /// of the nominal. What `Money::of` takes as its multiplier.
    ///
    /// # Errors
    /// See [`TermsFault`].
    pub const fn multiplier(self) -> Result<u32, TermsFault> {
        match (!self.kind.is_in_percent(), self.nominal) {
            (true, None) => Ok(1),
            (true, Some(_)) => Err(TermsFault::NominalOfShare),
            (false, None) => Err(TermsFault::NoNominal),
            (false, Some(nominal)) if nominal == 0 || !nominal.is_multiple_of(100) => Err(TermsFault::OddNominal),
            (false, Some(nominal)) => Ok(nominal / 100),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Money, Price, Quantity};

    #[test]
    fn a_bond_is_priced_in_percent_of_its_nominal() {
        let bond = |nominal| Terms { kind: InstrumentKind::Bond, nominal };
        let multiplier = bond(Some(1000)).multiplier().expect("a bond of 1,000");
        let price: Price = "98.75".parse().expect("a price");
        assert_eq!(Money::of(price, Quantity::new(2), multiplier), Some(Money::euro(1975)));
        assert_eq!(bond(None).multiplier(), Err(TermsFault::NoNominal));
        assert_eq!(bond(Some(150)).multiplier(), Err(TermsFault::OddNominal));
        assert_eq!(bond(Some(0)).multiplier(), Err(TermsFault::OddNominal));
        assert_eq!(Terms { kind: InstrumentKind::Share, nominal: None }.multiplier(), Ok(1));
        let odd = Terms { kind: InstrumentKind::CooperativeShare, nominal: Some(100) };
        assert_eq!(odd.multiplier(), Err(TermsFault::NominalOfShare));
    }
}
