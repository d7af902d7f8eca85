//! How far an order would reach into the other side if it took now. Changes nothing.

use std::collections::VecDeque;

use super::continuous::allows;
use super::level::Level;
use super::market::Market;
use super::self_trade::OwnOrders;
use super::slab::{NOBODY, Slot};
use crate::domain::{Price, SelfTradePrevention, Side};

/// An order as far as taking asks about it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wish {
    /// Buy or sell.
    pub(super) side: Side,
    /// The limit; any price when empty.
    pub(super) limit: Option<Price>,
    /// The greatest price it may pay whatever its limit says.
    pub(super) ceiling: Option<Price>,
    /// Whether the collars hold for it.
    pub(super) bounded: bool,
    /// How much it wants, in units.
    pub(super) wanted: u64,
    /// Whom it must not trade with.
    pub(super) own: Option<OwnOrders>,
}

/// What would come of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reach {
    /// How much would trade, in units; hidden quantity counts.
    pub(super) units: u64,
    /// Whether a collar, or its ceiling, would stop it.
    pub(super) collar: bool,
}

/// What one level would give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    /// What trades.
    units: u64,
    /// What is lost to orders of the own group.
    lost: u64,
    /// Whether the taker ends here.
    ends: bool,
}

impl Market {
    /// How much an order would trade now.
    pub(super) fn reach(&self, wish: &Wish) -> Reach {
        let (mut units, mut wanted, mut last) = (0, wish.wanted, self.last);
        for (price, level) in self.book.levels(wish.side.opposite()) {
            if wanted == 0 || !allows(wish.side, wish.limit, price) {
                break;
            }
            if wish.bounded && !self.within_bounds(wish.ceiling, price, last) {
                return Reach { units, collar: true };
            }
            let part = match wish.own {
                None => Part { units: level.whole.min(wanted), lost: 0, ends: false },
                Some(own) => self.slice_by_slice(level, own, wanted),
            };
            units += part.units;
            wanted -= part.units + part.lost;
            if part.units > 0 {
                last = Some(price);
            }
            if part.ends {
                break;
            }
        }
        Reach { units, collar: false }
    }

    /// What a level gives to a taker that meets its orders slice by slice, those of its own group among them.
    fn slice_by_slice(&self, level: &Level, own: OwnOrders, wanted: u64) -> Part {
        let mut part = Part { units: 0, lost: 0, ends: false };
        let shown = |slot| (slot, self.book.order(slot).open, self.book.visible(slot));
        let mut queue: VecDeque<(Slot, u64, u64)> = self.row(level).map(shown).collect();
        while let Some((slot, open, shown)) = queue.pop_front().filter(|_| part.units + part.lost < wanted) {
            let left = wanted - part.units - part.lost;
            if own.hold(self.book.terms(slot)) {
                match own.mode() {
                    SelfTradePrevention::CancelNewest | SelfTradePrevention::CancelBoth => {
                        return Part { ends: true, ..part };
                    }
                    SelfTradePrevention::CancelOldest => {}
                    SelfTradePrevention::Decrement => part.lost += open.min(left),
                }
                continue;
            }
            let units = shown.min(left);
            part.units += units;
            if open > units {
                // Only an iceberg has more than it shows; its next slice queues behind.
                let open = open - units;
                let slice = self.book.rare(slot).display.map_or(open, |most| most.min(open));
                queue.push_back((slot, open, slice));
            }
        }
        part
    }

    /// The orders of a level, first come first.
    pub(super) fn row(&self, level: &Level) -> impl Iterator<Item = Slot> {
        let some = |slot| (slot != NOBODY).then_some(slot);
        std::iter::successors(some(level.head), move |&slot| some(self.book.order(slot).behind))
    }

    /// The price at which the last of so many units would trade against a side, or its worst if there are fewer.
    ///
    /// Orders that give way to the taker without costing it anything are not counted.
    pub(super) fn walk(&self, side: Side, units: u64, own: Option<OwnOrders>) -> Option<Price> {
        let gives_way = own.filter(|own| own.mode() == SelfTradePrevention::CancelOldest);
        let mut wanted = units;
        let mut worst = None;
        for (price, level) in self.book.levels(side) {
            worst = Some(price);
            let own = |own: OwnOrders| self.row(level).filter(move |&slot| own.hold(self.book.terms(slot)));
            let away = gives_way.map_or(0, |of| own(of).map(|slot| self.book.order(slot).open).sum::<u64>());
            wanted = wanted.saturating_sub(level.whole - away);
            if wanted == 0 {
                break;
            }
        }
        worst
    }
}
