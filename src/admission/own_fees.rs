//! What the system of a rulebook itself asks for, as amounts in euro for one raise.

use super::{AmountThreshold, Payer, Rulebook};
use crate::domain::{Basis, Day, Money, Text};

/// Which fee of `[fees]` it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OwnFeeKind {
    /// Once, to apply.
    Application,
    /// Once, to be listed.
    Listing,
    /// Once, a part of what is raised.
    Success,
    /// Every year.
    Annual,
}

/// One fee of a system, for one raise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnFee {
    /// Which one.
    pub kind: OwnFeeKind,
    /// Who bears it.
    pub payer: Payer,
    /// Euro, to the cent.
    pub amount: Money,
    /// Whether its figure was read or assumed.
    pub basis: Basis,
    /// On what the figure rests.
    pub source: String,
    /// How the amount came from the figure.
    pub rule: Text,
}

impl Rulebook {
    /// The fees that `[fees]` states with a figure, for a raise, at the exchange rates in force on a day. A rulebook
    /// without the table has none; an amount that has no exchange rate is left out (a fault of the file tells it).
    #[must_use]
    pub fn own_fees(&self, raise: Money, on: Day) -> Vec<OwnFee> {
        let Some(fees) = &self.fees else { return Vec::new() };
        let payer = fees.paid_by.value;
        let fixed = |kind, amount: &Option<AmountThreshold>| {
            let amount = amount.as_ref()?;
            let found = self.in_euro(amount, Some(on))?;
            let (basis, source, rule) = (amount.basis, found.cite(), found.told());
            Some(OwnFee { kind, payer, amount: found.euro, basis, source, rule })
        };
        let success = fees.success.as_ref().and_then(|success| {
            let percent = Money::from_scaled(i128::from(success.value.scaled()) * 100);
            let rule =
                Text { it: format!("{percent}% della raccolta"), en: format!("{percent}% of the capital raised") };
            let amount = raise.share(success.value)?;
            let source = success.cite();
            Some(OwnFee { kind: OwnFeeKind::Success, payer, amount, basis: success.basis, source, rule })
        });
        let listed = [fixed(OwnFeeKind::Application, &fees.application), fixed(OwnFeeKind::Listing, &fees.listing)];
        listed.into_iter().chain([success, fixed(OwnFeeKind::Annual, &fees.annual)]).flatten().collect()
    }
}
