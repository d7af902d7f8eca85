//! What is traded, and by whom it was issued.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What an instrument is (FIX 167), which decides the segment it trades in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InstrumentKind {
    /// Ordinary share of a capital company (azione ordinaria).
    Share,
    /// Participation share of a cooperative (azione di partecipazione cooperativa, L. 59/1992).
    CooperativeShare,
    /// Bond (obbligazione), quoted in percent of nominal.
    Bond,
    /// Certificate of a gift to a project, without coupon and without repayment (zero coupon, zero principal). It stays
    /// with whom it was given to and is not listed.
    Certificate,
}

impl InstrumentKind {
    /// Whether its holders own a part of the issuer.
    #[must_use]
    pub const fn is_equity(self) -> bool {
        matches!(self, Self::Share | Self::CooperativeShare)
    }

    /// Whether its price is in percent of nominal; the others are priced in euro.
    #[must_use]
    pub const fn is_in_percent(self) -> bool {
        matches!(self, Self::Bond)
    }

    /// Whether it may pass to another holder, and so be listed.
    #[must_use]
    pub const fn is_transferable(self) -> bool {
        !matches!(self, Self::Certificate)
    }
}

/// Which of the two segments, shares or bonds, something is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Shares and participation shares of cooperatives.
    Equity,
    /// Bonds.
    Bond,
    /// Both.
    #[default]
    Both,
}

impl Scope {
    /// Whether it is for an instrument of this kind.
    #[must_use]
    pub const fn covers(self, kind: InstrumentKind) -> bool {
        match self {
            Self::Equity => kind.is_equity(),
            Self::Bond => matches!(kind, InstrumentKind::Bond),
            Self::Both => true,
        }
    }

    /// For `skip_serializing_if`: what need not be written.
    #[must_use]
    pub fn is_both(&self) -> bool {
        *self == Self::Both
    }
}

/// How days become a part of a year, for the interest of a bond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DayCount {
    /// The actual days over the actual days of the coupon period (ACT/ACT, ICMA rule 251.1).
    #[default]
    ActActIcma,
    /// Months of 30 days and years of 360 (30E/360, ISDA 2006 section 4.16(g)).
    #[serde(rename = "30e_360")]
    ThirtyE360,
}

/// Italian legal form of an issuer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LegalForm {
    /// Società per azioni.
    Spa,
    /// Società a responsabilità limitata.
    Srl,
    /// Società in accomandita per azioni.
    Sapa,
    /// Società cooperativa.
    Cooperativa,
    /// Cooperativa sociale (L. 381/1991).
    CooperativaSociale,
}

impl LegalForm {
    /// Its name as Italian law writes it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Spa => "S.p.A.",
            Self::Srl => "S.r.l.",
            Self::Sapa => "S.a.p.a.",
            Self::Cooperativa => "società cooperativa",
            Self::CooperativaSociale => "cooperativa sociale",
        }
    }
}

/// Which part of society an organisation stands for: the five helices of innovation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Helix {
    /// Firms.
    Firm,
    /// Universities and research.
    Research,
    /// Public administration.
    Government,
    /// Associations, citizens, third sector.
    CivilSociety,
    /// The natural environment and who speaks for it.
    Environment,
}
