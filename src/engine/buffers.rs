//! Memory that one input after another uses, so that an accepted order asks for none of its own.

use crate::domain::{Price, Side};
use crate::market::Happening;

/// Empty between two inputs; what they hold on to is room.
#[derive(Debug, Clone, Default)]
pub(super) struct Buffers {
    /// What the market makes of a command.
    happenings: Vec<Happening>,
    /// Levels that a command may have changed.
    touched: Vec<(Side, Price)>,
}

impl Buffers {
    /// Room for what a command makes happen.
    pub(super) fn happenings(&mut self) -> Vec<Happening> {
        std::mem::take(&mut self.happenings)
    }

    /// Takes the room back.
    pub(super) fn keep_happenings(&mut self, mut used: Vec<Happening>) {
        used.clear();
        self.happenings = used;
    }

    /// Room for the levels that a command may have changed.
    pub(super) fn touched(&mut self) -> Vec<(Side, Price)> {
        std::mem::take(&mut self.touched)
    }

    /// Takes the room back.
    pub(super) fn keep_touched(&mut self, mut used: Vec<(Side, Price)>) {
        used.clear();
        self.touched = used;
    }
}
