//! What a dossier says of who may hold its instrument, how much of it, and what may not be sold yet.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Instrument, InvestorClass};
use crate::domain::{Code, Day, HolderNature, Money, Rate, Transfer};

/// The limits of an instrument. What is not said is free.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct HoldingLimits {
    /// To whom it may pass: `free` when not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transfer: Option<Transfer>,
    /// Investors and groups of investors who may hold it, for `transfer = "members"`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Code>,
    /// Nominal of one unit in EUR, to which the instrument's `maximum_holding` refers; the price of the offer when not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nominal: Option<Money>,
    /// The largest part of the class that one investor may hold, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_share: Option<Rate>,
    /// The day on which what was subscribed to may be sold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lock_up_until: Option<Day>,
    /// Days from the listing on for which what was subscribed to may not be sold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lock_up_days: Option<u32>,
    /// Investors and groups of investors whom the lock-up binds; everybody who subscribed when nobody is named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub locked: Vec<Code>,
}

impl HoldingLimits {
    fn faults(&self) -> Vec<(String, String)> {
        let mut faults = Vec::new();
        let mut fault = |key: &str, detail: &str| faults.push((format!("/instrument/limits/{key}"), detail.to_owned()));
        if (self.transfer == Some(Transfer::Members)) == self.members.is_empty() {
            fault("members", "name those who may hold it, and set `transfer = \"members\"`");
        }
        if self.nominal.is_some_and(|nominal| nominal <= Money::ZERO) {
            fault("nominal", "a nominal is above zero");
        }
        if self.maximum_share.is_some_and(|part| part <= Rate::ZERO || part > Rate::ONE) {
            fault("maximum_share", "no part of a whole: write a fraction above 0, up to 1");
        }
        if self.lock_up_until.is_some() && self.lock_up_days.is_some() {
            fault("lock_up_days", "a lock-up ends once: leave out this or `lock_up_until`");
        }
        if self.lock_up_days == Some(0) {
            fault("lock_up_days", "a lock-up lasts for a day at least");
        }
        if !self.locked.is_empty() && self.lock_up_until.is_none() && self.lock_up_days.is_none() {
            fault("locked", "nothing is locked: set `lock_up_days` or `lock_up_until` too");
        }
        faults
    }

    /// Every investor or group that is named.
    pub fn names(&self) -> impl Iterator<Item = &Code> {
        self.members.iter().chain(&self.locked)
    }
}

impl Instrument {
    /// What contradicts itself in its limits, as pairs of a pointer into the dossier and a sentence.
    #[must_use]
    pub fn faults_of_limits(&self) -> Vec<(String, String)> {
        self.limits.as_ref().map(HoldingLimits::faults).unwrap_or_default()
    }
}

impl InvestorClass {
    /// What its members are before the limits of an instrument.
    #[must_use]
    pub const fn nature(self) -> HolderNature {
        match self {
            Self::Retail | Self::Donor => HolderNature::Person,
            Self::Sophisticated | Self::Accredited => HolderNature::QualifiedPerson,
            Self::Corporate => HolderNature::Firm,
            Self::Institutional => HolderNature::Institution,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        let limits: HoldingLimits = toml::from_str(text).expect("limits");
        let tail = |(pointer, _): (String, String)| pointer.trim_start_matches("/instrument/limits/").to_owned();
        limits.faults().into_iter().map(tail).collect()
    }

    #[test]
    fn limits_that_contradict_themselves_are_told_with_their_place() {
        let none: [&str; 0] = [];
        assert_eq!(faults(""), none);
        assert_eq!(faults("transfer = \"institutional\"\nmaximum_share = \"1\"\nlock_up_days = 180"), none);
        assert_eq!(faults("transfer = \"members\"\nmembers = [\"saver\"]"), none);
        assert_eq!(faults("transfer = \"members\""), ["members"]);
        assert_eq!(faults("members = [\"saver\"]"), ["members"]);
        assert_eq!(faults("nominal = \"0\""), ["nominal"]);
        assert_eq!(faults("maximum_share = \"0\""), ["maximum_share"]);
        assert_eq!(faults("maximum_share = \"1.0001\""), ["maximum_share"]);
        assert_eq!(faults("lock_up_until = \"2027-01-01\"\nlock_up_days = 3"), ["lock_up_days"]);
        assert_eq!(faults("lock_up_days = 0"), ["lock_up_days"]);
        assert_eq!(faults("locked = [\"saver\"]"), ["locked"]);
    }
}
