//! Orders in: the checks of the floor, the reservation, then the market.

use super::accounts::cash;
use super::agenda::Due;
use super::order_record::OrderRecord;
use super::telling::Telling;
use super::{Exchange, Fact, OrderRequest, Reject};
use crate::domain::{AccountId, Money, OrderId, Price, Quantity, Side, Symbol};
use crate::ledger::{AccountKind, Amount, Asset};
use crate::market::NewOrder;

impl Exchange {
    /// Enters an order. Checks, in this order: the account, the instrument, the standing of its issuer (of a company's own
    /// units: whether it may buy or sell any), the rules of the market, the bound of its cost, who may hold the instrument
    /// and how much of it (of own units: form, price and volume), the funds or units.
    pub(super) fn enter_order(
        &mut self,
        account: AccountId,
        request: &OrderRequest,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let is_own = self.is_own(account, request.instrument)?;
        self.check_killed(account)?;
        let seat = self.may_trade_still(request.instrument)?;
        if is_own {
            self.check_programme(seat, request.side, out.now())?;
        }
        let order = self.next_order();
        let new = new_order(order, account, request);
        self.check_order_to_trade(account, seat)?;
        let listing = &self.listings[seat];
        let vetted = listing.market.vet(out.now(), &new)?;
        let bound = match request.side {
            Side::Buy => Some(listing.market.worst_price(&new).ok_or(Reject::Unbounded)?),
            Side::Sell => None,
        };
        if is_own {
            self.check_own_order(seat, request, out.now())?;
        } else {
            self.check_holder(account, seat, request.side, request.quantity)?;
        }
        let mut record =
            OrderRecord::of(account, (seat, request), bound, listing.multiplier, listing.largest_coupon, out.now());
        self.reserve_for(&mut record)?;
        out.tell(accepted(order, &record, request));
        self.orders.push(record);
        let mut happenings = self.buffers.happenings();
        self.listings[seat].market.enter_vetted(&new, vetted, &mut happenings);
        self.settle_at(seat, &happenings, out);
        self.buffers.keep_happenings(happenings);
        self.schedule_expiry(order);
        self.count_message(account, seat);
        Ok(())
    }

    /// The number that the next order will have.
    pub(super) const fn next_order(&self) -> OrderId {
        OrderId(self.orders.len() as u64 + 1)
    }

    pub(super) fn known_account(&self, account: AccountId) -> Result<(), Reject> {
        let known = self.ledger.account(account).filter(|known| known.kind() == AccountKind::Participant);
        known.map(|_| ()).ok_or(Reject::UnknownAccount)
    }

    fn reserve_for(&mut self, record: &mut OrderRecord) -> Result<(), Reject> {
        let fee = self.world.fees.of(record.side);
        match record.side {
            Side::Buy => {
                let need = record.need(fee).ok_or(Reject::Overflow)?;
                self.check_trading_use(record.account, Asset::Cash, cash(need))?;
                record.reservation = Some(self.reserve(record.account, Asset::Cash, cash(need))?);
            }
            Side::Sell => {
                let gap = record.fee_gap(fee).ok_or(Reject::Overflow)?;
                let units = Amount::from(record.quantity);
                self.check_trading_use(record.account, Asset::Units(record.seat.instrument), units)?;
                self.check_trading_use(record.account, Asset::Cash, cash(gap))?;
                let reservation = self.reserve(record.account, Asset::Units(record.seat.instrument), units)?;
                record.reservation = Some(reservation);
                if !gap.is_zero() {
                    match self.reserve(record.account, Asset::Cash, cash(gap)) {
                        Ok(reservation) => record.fee_reservation = Some(reservation),
                        Err(reject) => {
                            self.release(reservation);
                            return Err(reject);
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn schedule_expiry(&mut self, order: OrderId) {
        if let Some(record) = self.orders.get(order)
            && let Some(at) = record.expires_at
        {
            self.agenda.at(at, Due::Expiry { instrument: record.seat.instrument });
        }
    }

    /// The open order of this account and number.
    fn own_open_order(&self, account: AccountId, order: OrderId) -> Result<&OrderRecord, Reject> {
        if self.orders.owner(order).ok_or(Reject::UnknownOrder)? != account {
            return Err(Reject::NotOwner);
        }
        self.orders.get(order).ok_or(Reject::OrderEnded)
    }

    pub(super) fn cancel_order(&mut self, account: AccountId, order: OrderId, out: &mut Telling) -> Result<(), Reject> {
        let seat = self.own_open_order(account, order)?.seat;
        self.check_withdrawal_at(seat)?;
        let mut happenings = self.buffers.happenings();
        self.listings[seat].market.cancel(order, &mut happenings)?;
        self.settle_at(seat, &happenings, out);
        self.buffers.keep_happenings(happenings);
        self.count_message(account, seat);
        Ok(())
    }

    /// Changes an order. The reservation goes first: where funds lack, the replace is refused whole.
    pub(super) fn replace_order(
        &mut self,
        account: AccountId,
        order: OrderId,
        price: Option<Price>,
        quantity: Option<Quantity>,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let before = self.own_open_order(account, order)?.clone();
        self.known_account(account).map_err(|_| Reject::BuyBackOrder)?;
        self.check_killed(account)?;
        let seat = before.seat;
        self.still_stands(seat)?;
        self.check_withdrawal_at(seat)?;
        self.check_order_to_trade(account, seat)?;
        self.listings[seat].market.check_replace(order, price, quantity)?;
        let mut after = before.changed(price, quantity);
        let more = after.remaining().checked_sub(before.remaining()).unwrap_or_default();
        self.check_holder(account, seat, before.side, more)?;
        self.reserve_anew(&mut after)?;
        after.limit = before.limit; // until the market tells the new one, so that both levels are published
        self.orders[order] = after;
        let mut happenings = self.buffers.happenings();
        let market = &mut self.listings[seat].market;
        market.replace(order, price, quantity, &mut happenings).expect("checked before");
        self.settle_at(seat, &happenings, out);
        self.buffers.keep_happenings(happenings);
        self.count_message(account, seat);
        Ok(())
    }

    fn reserve_anew(&mut self, record: &mut OrderRecord) -> Result<(), Reject> {
        let fee = self.world.fees.of(record.side);
        let reservation = record.reservation.expect("an open order has its reservation");
        let held = self.ledger.reservation(reservation).expect("an open order has its reservation").remaining;
        let more = |need: Amount| Amount::of_parts(need.parts().saturating_sub(held.parts()).max(0));
        if record.side == Side::Buy {
            let need = cash(record.need(fee).ok_or(Reject::Overflow)?);
            self.check_trading_use(record.account, Asset::Cash, more(need))?;
            return self.resize(reservation, need);
        }
        let units = Asset::Units(record.seat.instrument);
        self.check_trading_use(record.account, units, more(Amount::from(record.remaining())))?;
        self.resize(reservation, Amount::from(record.remaining()))?;
        let gap = if record.charged.is_zero() { record.fee_gap(fee).ok_or(Reject::Overflow)? } else { Money::ZERO };
        let result = match record.fee_reservation {
            Some(fee_reservation) => self.resize(fee_reservation, cash(gap)),
            None if gap.is_zero() => Ok(()),
            None => {
                self.reserve(record.account, Asset::Cash, cash(gap)).map(|made| record.fee_reservation = Some(made))
            }
        };
        if result.is_err() {
            self.resize(reservation, held).expect("what was held a moment ago is there");
        }
        result
    }

    /// Ends the good-till-date orders of an instrument that have come to their end.
    pub(super) fn expire_orders(&mut self, instrument: Symbol, out: &mut Telling) -> Result<(), Reject> {
        let mut happenings = self.buffers.happenings();
        let listing = self.listings.get_mut(&instrument).ok_or(Reject::UnknownInstrument(instrument))?;
        listing.market.expire(out.now(), &mut happenings);
        self.settle(instrument, &happenings, out);
        self.buffers.keep_happenings(happenings);
        Ok(())
    }
}

/// The order as the market knows it. Its group is the account, so that accounts can be told apart but not known.
pub(super) fn new_order(order: OrderId, account: AccountId, request: &OrderRequest) -> NewOrder {
    NewOrder {
        id: order,
        group: account.0,
        side: request.side,
        kind: request.kind,
        time_in_force: request.time_in_force,
        price: request.price,
        stop: request.stop,
        quantity: request.quantity,
        display: request.display,
        expires_at: request.expires,
        instructions: request.instructions,
    }
}

#[inline(always)]
fn accepted(order: OrderId, record: &OrderRecord, request: &OrderRequest) -> Fact {
    Fact::OrderAccepted {
        order,
        account: record.account,
        client_order_id: request.client_order_id.clone(),
        instrument: request.instrument,
        side: request.side,
        kind: request.kind,
        time_in_force: request.time_in_force,
        price: request.price,
        stop: request.stop,
        quantity: request.quantity,
        display: request.display,
        expires: request.expires,
        minimum_quantity: request.instructions.minimum_quantity,
        post_only: request.instructions.post_only,
        self_trade_prevention: request.instructions.self_trade_prevention,
        peg: request.instructions.peg,
        bound: record.bound,
        interest: record.interest,
    }
}
