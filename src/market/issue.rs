//! What of an instrument's issue its market knows: what a point of price is worth, and how many units there are.

use super::Market;

impl Market {
    /// A point of price is worth so many euro a unit from now on, because a part of the nominal is paid back. Orders that
    /// stand are not asked again: whoever reserves their money ends them before.
    pub fn revalue(&mut self, multiplier: u32) {
        self.rules = self.rules.clone().with_multiplier(multiplier);
    }
}
