//! An order needs an instrument that is listed by an admission in force, and whose issuer is not suspended. The one
//! place where this is asked.

use super::{Exchange, Reject};
use crate::domain::Symbol;

impl Exchange {
    /// Whether orders in this instrument may come in or change now. Cancels are always welcome.
    pub(super) fn may_trade(&self, instrument: Symbol) -> Result<(), Reject> {
        let listing = self.listings.get(&instrument).ok_or_else(|| self.not_listed(instrument))?;
        if listing.stays_with_its_holders() {
            return Err(Reject::NotTransferable);
        }
        if listing.delisted {
            return Err(Reject::Delisted);
        }
        if self.is_suspended(&listing.company) {
            return Err(Reject::Suspended);
        }
        let admission = self.register.admission(&listing.company, listing.kind, self.clock);
        admission.map(|_| ()).ok_or(Reject::Suspended)
    }

    /// Why there is no market for an instrument: a certificate stays with whoever was given it, and others are unknown.
    fn not_listed(&self, instrument: Symbol) -> Reject {
        let asks = self.companies.values().filter_map(|company| company.ask.as_ref());
        let mut asks = asks.filter(|ask| ask.symbol == instrument);
        if asks.any(|ask| !ask.kind.is_transferable()) {
            Reject::NotTransferable
        } else {
            Reject::UnknownInstrument(instrument)
        }
    }
}
