//! What the exchange remembers of an order for its owner's money: the market knows nothing of it.

use super::OrderRequest;
use super::listings::Seat;
use crate::domain::{AccountId, Money, Price, Quantity, Side, Timestamp};
use crate::issuance::times;
use crate::ledger::{Fee, ReservationId};

/// An order's owner and what is reserved for it. Three lines of the cache, because most orders are cold when they are asked
/// for: a cancel reads the first, a reserve the second, and only a trade all of them.
#[derive(Debug, Clone)]
#[repr(C, align(64))]
pub(super) struct OrderRecord {
    pub(super) seat: Seat,
    /// The price at which it may stand in the book; that of a pegged order moves.
    pub(super) limit: Option<Price>,
    /// Cash of a buy; units of a sell. Nothing once the order has ended.
    pub(super) reservation: Option<ReservationId>,
    /// Cash of a sell whose least fee may exceed its first proceeds.
    pub(super) fee_reservation: Option<ReservationId>,
    pub(super) account: AccountId,
    pub(super) side: Side,
    pub(super) multiplier: u32,
    /// The most a unit of a buy may cost.
    pub(super) bound: Option<Price>,
    pub(super) quantity: Quantity,
    pub(super) filled: Quantity,
    pub(super) entered_at: Timestamp,
    /// The most interest that a unit of a bond can have accrued when it is bought.
    pub(super) interest: Money,
    /// Value traded so far, and fees charged on it.
    pub(super) value: Money,
    pub(super) charged: Money,
    /// Of a pegged order: the worst price that it may take, if it has one.
    pub(super) cap: Option<Option<Price>>,
    pub(super) expires_at: Option<Timestamp>,
}

const _: () = assert!(size_of::<OrderRecord>() == 192 && std::mem::offset_of!(OrderRecord, multiplier) == 64);

impl OrderRecord {
    /// An order that comes in, nothing reserved for it yet.
    pub(super) fn of(
        account: AccountId,
        (seat, request): (Seat, &OrderRequest),
        bound: Option<Price>,
        multiplier: u32,
        interest: Money,
        now: Timestamp,
    ) -> Self {
        Self {
            account,
            seat,
            side: request.side,
            bound,
            limit: request.price.filter(|_| request.instructions.peg.is_none()),
            cap: request.instructions.peg.map(|_| request.price),
            multiplier,
            interest,
            quantity: request.quantity,
            filled: Quantity::ZERO,
            value: Money::ZERO,
            charged: Money::ZERO,
            reservation: None,
            fee_reservation: None,
            expires_at: request.expires,
            entered_at: now,
        }
    }

    /// The same order with another limit, another total, or both.
    pub(super) fn changed(&self, price: Option<Price>, quantity: Option<Quantity>) -> Self {
        Self {
            quantity: quantity.unwrap_or(self.quantity).max(self.filled),
            limit: price.or(self.limit),
            cap: self.cap.map(|cap| price.or(cap)),
            bound: self.bound.map(|bound| price.unwrap_or(bound)),
            ..self.clone()
        }
    }

    pub(super) fn remaining(&self) -> Quantity {
        self.quantity.checked_sub(self.filled).unwrap_or_default()
    }

    /// The cash that a buy needs from now on: its rest at the bound, the most interest that can have accrued on it, and
    /// the greatest fee still to come.
    pub(super) fn need(&self, fee: Fee) -> Option<Money> {
        let rest = Money::of(self.bound?, self.remaining(), self.multiplier)?;
        let interest = times(self.interest, self.remaining())?;
        fee.due(self.value.checked_add(rest)?, self.charged)?.checked_add(rest)?.checked_add(interest)
    }

    /// The cash that a sell needs because its least fee may exceed the proceeds of a first fill of one unit.
    pub(super) fn fee_gap(&self, fee: Fee) -> Option<Money> {
        let lowest = self.cap.unwrap_or(self.limit);
        let least = Money::of(lowest.unwrap_or_default(), Quantity::new(1), self.multiplier)?;
        fee.minimum.checked_sub(least).map(|gap| gap.max(Money::ZERO))
    }
}
