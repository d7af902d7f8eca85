//! In which form an instrument is offered, as the log tells it.

use serde::Serialize;

use crate::admission::{OfferForm, Oversubscription};
use crate::domain::{AccountId, Money, PriceRange, Quantity};

/// In which form an instrument is offered, and what that asks of who subscribes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfferConditions {
    /// The form.
    pub form: OfferForm,
    /// The range of prices and its step, where the price is still to be found.
    pub range: Option<PriceRange>,
    /// Who gets what where too much is asked.
    pub oversubscription: Oversubscription,
    /// The least that one subscription may put in.
    pub minimum_ticket: Option<Money>,
    /// The most that one investor may put in.
    pub maximum_ticket: Option<Money>,
    /// Units for the public, where the offer is divided.
    pub public_units: Option<Quantity>,
    /// Most units that pass from the institutions to the public.
    pub claw_back_units: Option<Quantity>,
    /// Who may subscribe, where not everybody may.
    pub invited: Option<Vec<AccountId>>,
}

impl OfferConditions {
    /// Those of an offer at a fixed price, to everybody, in proportion.
    #[must_use]
    pub const fn fixed_price() -> Self {
        Self {
            form: OfferForm::FixedPriceOffer,
            range: None,
            oversubscription: Oversubscription::ProRata,
            minimum_ticket: None,
            maximum_ticket: None,
            public_units: None,
            claw_back_units: None,
            invited: None,
        }
    }
}
