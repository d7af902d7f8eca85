//! Who bears a cost, or pays for a benefit.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::Text;

/// Who pays. What somebody else pays is told, and taken neither off what the issuer raises nor counted among its costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Payer {
    /// The company that is listed or financed.
    #[default]
    Issuer,
    /// Who puts the money in.
    Investor,
    /// Who runs the exchange or the platform.
    Exchange,
    /// The State, a region, a chamber of commerce.
    Public,
    /// Somebody else: a foundation, an outcome funder, a sponsor.
    ThirdParty,
}

impl Payer {
    /// All of them, the issuer first.
    pub const ALL: [Self; 5] = [Self::Issuer, Self::Investor, Self::Exchange, Self::Public, Self::ThirdParty];

    /// Its name for people.
    #[must_use]
    pub fn title(self) -> Text {
        let (it, en) = match self {
            Self::Issuer => ("l'emittente", "the issuer"),
            Self::Investor => ("chi investe", "the investor"),
            Self::Exchange => ("la borsa o la piattaforma", "the exchange or platform"),
            Self::Public => ("il settore pubblico", "the public purse"),
            Self::ThirdParty => ("un terzo", "a third party"),
        };
        Text { it: it.to_owned(), en: en.to_owned() }
    }
}
