//! What happened on the market becomes money moved, reservations released and facts told.

use super::accounts::cash;
use super::listings::Seat;
use super::running_call::INTERRUPTION;
use super::telling::Telling;
use super::{Exchange, Fact};
use crate::domain::{AccountId, Money, OrderId, Price, Quantity, Side, Symbol, TimeInForce, TradeId};
use crate::ledger::{Amount, Asset, Delivery, Instruction};
use crate::market::Happening;

impl Exchange {
    /// Settles what one command made happen in one instrument, in the order in which it happened, then publishes the
    /// levels and the indicative price that it left.
    pub(super) fn settle(&mut self, instrument: Symbol, happenings: &[Happening], out: &mut Telling) {
        let seat = self.seat(instrument).expect("only a listed instrument trades");
        self.settle_at(seat, happenings, out);
    }

    /// The same for an instrument that was looked up before.
    pub(super) fn settle_at(&mut self, seat: Seat, happenings: &[Happening], out: &mut Telling) {
        let mut touched = self.buffers.touched();
        let mut is_interrupted = false;
        for happening in happenings {
            self.settle_one(seat, happening, &mut touched, out);
            is_interrupted |= matches!(happening, Happening::Interrupted { .. });
        }
        self.note_trades(seat, happenings, out);
        if touched.len() > 1 {
            touched.sort_unstable();
            touched.dedup();
        }
        self.publish(seat, &touched, out);
        self.buffers.keep_touched(touched);
        if is_interrupted {
            self.tell_next_phase(seat.instrument, out);
        }
    }

    /// Notes the level at which an order stands, or has stood: it may have changed.
    #[inline]
    fn touch(&self, order: OrderId, touched: &mut Vec<(Side, Price)>) {
        let record = &self.orders[order];
        if let Some(limit) = record.limit
            && touched.last() != Some(&(record.side, limit))
        {
            touched.push((record.side, limit));
        }
    }

    /// Notes the levels of the orders that have waited for the call and have come into the book with it.
    fn touch_joined(&self, seat: Seat, touched: &mut Vec<(Side, Price)>) {
        let open = self.listings[seat].market.open_orders();
        let waits = |word| matches!(word, TimeInForce::AtTheClose | TimeInForce::AtTheOpening);
        let joined = open.filter(|order| waits(order.time_in_force) && !order.waiting);
        touched.extend(joined.filter_map(|order| Some((order.side, order.price?))));
    }

    /// Gives an order another limit, and notes both levels.
    fn move_limit(&mut self, order: OrderId, limit: Option<Price>, touched: &mut Vec<(Side, Price)>) {
        self.touch(order, touched);
        self.orders[order].limit = limit;
        self.touch(order, touched);
    }

    fn settle_one(&mut self, seat: Seat, happening: &Happening, touched: &mut Vec<(Side, Price)>, out: &mut Telling) {
        let instrument = seat.instrument;
        match *happening {
            Happening::Accepted { order, .. } => self.touch(order, touched),
            Happening::Traded { buy, sell, .. } => {
                self.touch(buy, touched);
                self.touch(sell, touched);
                self.settle_trade(seat, happening, out);
            }
            Happening::Canceled { order, quantity, reason } => {
                self.touch(order, touched);
                let account = self.end_order(order);
                let reason = reason.code();
                out.tell(Fact::OrderCanceled { order, account, instrument, quantity, reason });
            }
            Happening::Expired { order, quantity, reason } => {
                self.touch(order, touched);
                let account = self.end_order(order);
                let reason = reason.code();
                out.tell(Fact::OrderExpired { order, account, instrument, quantity, reason });
            }
            Happening::Replaced { order, price, quantity, .. } => {
                let record = &mut self.orders[order];
                record.quantity = quantity;
                let limit = if record.cap.is_none() { price } else { record.limit };
                self.move_limit(order, limit, touched);
                out.tell(Fact::OrderReplaced { order, instrument, price, quantity });
            }
            Happening::Decremented { order, lost, quantity } => {
                self.touch(order, touched);
                let account = self.lower(order, quantity);
                out.tell(Fact::OrderDecremented { order, account, instrument, lost, quantity });
            }
            Happening::Repriced { order, price } => {
                self.move_limit(order, price, touched);
                let account = self.orders[order].account;
                out.tell(Fact::OrderRepriced { order, account, instrument, price });
            }
            Happening::CascadeStopped => out.tell(Fact::CascadeStopped { instrument }),
            Happening::Triggered { order } => {
                self.touch(order, touched);
                out.tell(Fact::OrderTriggered { order, instrument });
            }
            Happening::Converted { order, price } => {
                self.move_limit(order, Some(price), touched);
                self.rebound(order, price);
                out.tell(Fact::OrderConverted { order, instrument, price });
            }
            Happening::PhaseChanged { to, .. } => {
                if to.collects() {
                    self.touch_joined(seat, touched);
                }
                let interrupts = to.collects() && self.listings[seat].is_interrupted();
                let reason = interrupts.then(|| INTERRUPTION.to_owned());
                out.tell(Fact::PhaseChanged { instrument, phase: to, reason });
            }
            Happening::Interrupted { price, collar } => {
                out.tell(Fact::Interrupted { instrument, price, collar });
                self.begin_interruption(instrument, out);
            }
            Happening::ReferenceFound { price: reference_price, source } => {
                out.tell(Fact::ReferenceFound { instrument, reference_price, source });
            }
            Happening::PeriodBegan { .. } => self.tell_period(instrument, happening, out),
            Happening::Uncrossed { price, volume, surplus, surplus_side } => {
                let price = Some(price);
                out.tell(Fact::Uncrossed { instrument, price, volume, surplus, surplus_side });
            }
        }
    }

    fn settle_trade(&mut self, seat: Seat, happening: &Happening, out: &mut Telling) {
        let instrument = seat.instrument;
        let Happening::Traded { price, quantity, buy, sell, aggressor } = *happening else { return };
        let multiplier = self.orders[buy].multiplier;
        let value = Money::of(price, quantity, multiplier).expect("not above what the buyer has reserved");
        let settles_on = self.settlement_day(out.now());
        let bears_interest = self.listings[seat].interest.is_some();
        let accrued = if bears_interest { self.accrued_on(instrument, quantity, settles_on) } else { Money::ZERO };
        let amount = value.checked_add(accrued).expect("not above what the buyer has reserved");
        let buyer_fee = self.charge(buy, quantity, value);
        let seller_fee = self.charge(sell, quantity, value);
        let (buying, selling) = (&self.orders[buy], &self.orders[sell]);
        let (buyer, seller) = (buying.account, selling.account);
        let delivery = Delivery {
            cash: buying.reservation.expect("an order that trades is open"),
            units: selling.reservation.expect("an order that trades is open"),
            fee_reserve: selling.fee_reservation,
            quantity,
            amount,
            buyer_fee,
            seller_fee,
            venue: self.venue,
        };
        self.exchange_assets(&delivery, Asset::Units(instrument));
        self.trades += 1;
        self.count_trade(seat, [buyer, seller]);
        self.note_volume(seat, (price, quantity), [buyer, seller]);
        let trade = TradeId(self.trades);
        self.settling.unsettled.open(Instruction {
            trade,
            instrument,
            buyer,
            seller,
            quantity,
            amount,
            buyer_fee,
            seller_fee,
            intended_on: settles_on,
            failed_days: 0,
            owed: Money::ZERO,
        });
        out.tell(Fact::Traded {
            trade,
            instrument,
            price,
            quantity,
            value,
            buy_order: buy,
            sell_order: sell,
            buyer,
            seller,
            aggressor,
            accrued,
            buyer_fee,
            seller_fee,
            settles_on,
        });
        for order in [buy, sell] {
            self.after_fill(order);
        }
    }

    /// Notes a fill on an order, and the fee that it makes due.
    fn charge(&mut self, order: OrderId, quantity: Quantity, value: Money) -> Money {
        let record = &mut self.orders[order];
        let tariff = self.world.fees.of(record.side);
        record.filled = record.filled.checked_add(quantity).expect("not above the order's quantity");
        record.value = record.value.checked_add(value).expect("not above what was reserved");
        let fee = tariff.due(record.value, record.charged).expect("not above what was reserved");
        record.charged = record.charged.checked_add(fee).expect("not above what was reserved");
        fee
    }

    /// After a fill: a price improvement is free again at once, and a filled order keeps nothing.
    fn after_fill(&mut self, order: OrderId) {
        let record = &self.orders[order];
        if record.remaining().is_zero() {
            self.end_order(order);
        } else if let (Side::Buy, Some(bound)) = (record.side, record.bound) {
            self.rebound(order, bound);
        }
    }

    /// Makes a buy reserve no more than its rest needs at this bound.
    fn rebound(&mut self, order: OrderId, bound: Price) {
        let record = &mut self.orders[order];
        let (Side::Buy, Some(reservation)) = (record.side, record.reservation) else { return };
        record.bound = Some(bound);
        let fee = self.world.fees.of(Side::Buy);
        let need = record.need(fee).expect("less than was reserved before");
        self.resize(reservation, cash(need)).expect("a smaller reserve is always there");
    }

    /// Makes an order smaller, to a total above what is filled, and gives back what it no longer needs.
    fn lower(&mut self, order: OrderId, quantity: Quantity) -> AccountId {
        let record = &mut self.orders[order];
        record.quantity = quantity;
        let (account, rest) = (record.account, Amount::from(record.remaining()));
        match (record.side, record.bound, record.reservation) {
            (Side::Buy, Some(bound), _) => self.rebound(order, bound),
            (Side::Sell, _, Some(units)) => self.resize(units, rest).expect("a smaller reserve is always there"),
            _ => {}
        }
        account
    }

    /// Gives back all that an order still holds.
    fn end_order(&mut self, order: OrderId) -> AccountId {
        let record = &mut self.orders[order];
        let account = record.account;
        for reservation in [record.reservation.take(), record.fee_reservation.take()].into_iter().flatten() {
            self.release(reservation);
        }
        self.orders.end(order);
        account
    }
}
