//! Self-trade prevention: what happens where an order would take from another of its own group.

use super::happening::{CancelReason, Happening};
use super::held::{Taker, Terms};
use super::market::Market;
use super::slab::Slot;
use crate::domain::{OrderId, Quantity, SelfTradePrevention};

/// Whom a taker must not trade with, and what happens instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OwnOrders {
    group: u32,
    mode: SelfTradePrevention,
}

/// How a taker comes out of meeting an order of its own group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Met {
    /// It goes on, so many units smaller.
    GoesOn {
        /// What it has lost without a trade.
        lost: u64,
    },
    /// Its rest is to be canceled.
    Ends,
}

impl OwnOrders {
    /// Those of a taker of this group; nothing where it asked for nothing or has no group.
    pub(super) const fn of(group: u32, mode: Option<SelfTradePrevention>) -> Option<Self> {
        match mode {
            Some(mode) if group != 0 => Some(Self { group, mode }),
            _ => None,
        }
    }

    /// Whether a resting order is one of them.
    #[inline]
    pub(super) const fn hold(&self, resting: &Terms) -> bool {
        resting.group == self.group
    }

    /// What happens at them.
    pub(super) const fn mode(&self) -> SelfTradePrevention {
        self.mode
    }
}

impl Market {
    /// Lets a taker that wants so many units meet a resting order of its own group; tells what becomes of the resting
    /// one. What becomes of the taker is for the caller to do.
    #[cold]
    pub(super) fn meet_own(&mut self, own: OwnOrders, resting: Slot, wanted: u64, out: &mut Vec<Happening>) -> Met {
        let open = self.book.order(resting).open;
        match own.mode {
            SelfTradePrevention::CancelNewest => Met::Ends,
            SelfTradePrevention::CancelOldest => {
                self.end_canceled(resting, CancelReason::SelfTrade, out);
                Met::GoesOn { lost: 0 }
            }
            SelfTradePrevention::CancelBoth => {
                self.end_canceled(resting, CancelReason::SelfTrade, out);
                Met::Ends
            }
            SelfTradePrevention::Decrement if open > wanted => {
                let (id, total) = (self.book.order(resting).id, self.book.terms(resting).total - wanted);
                self.book.lower(resting, total);
                out.push(decremented(id, wanted, total));
                Met::Ends
            }
            SelfTradePrevention::Decrement => {
                self.end_canceled(resting, CancelReason::SelfTrade, out);
                if open == wanted { Met::Ends } else { Met::GoesOn { lost: open } }
            }
        }
    }
}

/// Makes a taker smaller that met an order of its own group.
pub(super) fn lose(taker: &mut Taker, lost: u64, out: &mut Vec<Happening>) {
    if lost > 0 {
        taker.open -= lost;
        taker.terms.total -= lost;
        out.push(decremented(taker.id, lost, taker.terms.total));
    }
}

/// The happening of an order that goes on with a smaller total.
const fn decremented(order: OrderId, lost: u64, total: u64) -> Happening {
    Happening::Decremented { order, lost: Quantity::new(lost), quantity: Quantity::new(total) }
}
