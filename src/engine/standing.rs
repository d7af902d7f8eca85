//! An order needs an instrument that is listed by an admission in force, and whose issuer is not suspended. The one
//! place where this is asked.

use super::{Exchange, Reject};
use crate::domain::Symbol;

impl Exchange {
    /// Whether orders in this instrument may come in or change now. Cancels are always welcome.
    pub(super) fn may_trade(&self, instrument: Symbol) -> Result<(), Reject> {
        let listing = self.listings.get(&instrument).ok_or(Reject::UnknownInstrument(instrument))?;
        if listing.delisted {
            return Err(Reject::Delisted);
        }
        if self.is_suspended(&listing.company) {
            return Err(Reject::Suspended);
        }
        let admission = self.register.admission(&listing.company, listing.kind, self.clock);
        admission.map(|_| ()).ok_or(Reject::Suspended)
    }
}
