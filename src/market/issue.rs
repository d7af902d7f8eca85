//! What of an instrument's issue its market knows: what a point of price is worth, and how many units there are.

use super::Market;
use crate::domain::Quantity;

impl Market {
    /// A point of price is worth so many euro a unit from now on, because a part of the nominal is paid back. Orders that
    /// stand are not asked again: whoever reserves their money ends them before.
    pub fn revalue(&mut self, multiplier: u32) {
        self.rules = self.rules.clone().with_multiplier(multiplier);
    }

    /// So many units are listed from now on: the turnover that ends a period of the static collar is a part of them.
    pub fn count_units(&mut self, units: Quantity) {
        self.rules = self.rules.clone().with_units(units);
    }
}
