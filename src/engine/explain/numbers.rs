//! What a check compared, by name.

use std::collections::BTreeMap;

use crate::domain::{AccountId, OrderId, Price, Quantity, Side, Timestamp};
use crate::engine::accounts::cash;
use crate::engine::order_record::OrderRecord;
use crate::engine::{Command, Exchange, Input, OrderRequest, Reject};
use crate::ledger::{Amount, Asset, Refusal};
use crate::market::{self, Market, PRICE_MAX, QUANTITY_MAX};

type Numbers = BTreeMap<&'static str, String>;

/// What a command asks of a market.
#[derive(Clone, Copy, Default)]
struct Terms {
    side: Option<Side>,
    price: Option<Price>,
    stop: Option<Price>,
    quantity: Option<Quantity>,
    display: Option<Quantity>,
    minimum: Option<Quantity>,
    expires: Option<Timestamp>,
}

impl Terms {
    const fn of(request: &OrderRequest) -> Self {
        Self {
            side: Some(request.side),
            price: request.price,
            stop: request.stop,
            quantity: Some(request.quantity),
            display: request.display,
            minimum: request.instructions.minimum_quantity,
            expires: request.expires,
        }
    }
}

impl Exchange {
    /// The numbers behind a rejection, on the exchange as it stood when it was refused.
    pub(super) fn numbers(&self, reject: &Reject, input: &Input) -> Numbers {
        let mut numbers = Numbers::new();
        match (&input.command, reject) {
            (_, Reject::TimeFell) => {
                numbers.insert("time", input.at.to_string());
                numbers.insert("clock", self.clock.to_string());
            }
            (Command::Enter { order, .. }, Reject::Market(reject)) => {
                if let Some(listing) = self.listings.get(&order.instrument) {
                    of_market(*reject, &listing.market, Terms::of(order), input.at, &mut numbers);
                }
            }
            (Command::Replace { order, price, quantity, .. }, Reject::Market(reject)) => {
                let side = self.orders.get(*order).map(|record| record.side);
                let terms = Terms { side, price: *price, quantity: *quantity, ..Terms::default() };
                if let Some(market) = self.market_of(*order) {
                    of_market(*reject, market, terms, input.at, &mut numbers);
                }
            }
            (Command::Enter { account, order }, Reject::Ledger(refusal)) => {
                let (bound, multiplier) = (self.bound_of(*account, order), self.multiplier(order));
                if let Some(seat) = self.listings.seat(order.instrument) {
                    let interest = self.listings[seat].largest_coupon;
                    let record = OrderRecord::of(*account, (seat, order), bound, multiplier, interest, input.at);
                    self.of_funds(*refusal, &record, &mut numbers);
                }
            }
            (Command::Replace { order, price, quantity, .. }, Reject::Ledger(refusal)) => {
                if let Some(record) = self.orders.get(*order) {
                    self.of_funds(*refusal, &record.changed(*price, *quantity), &mut numbers);
                }
            }
            (Command::Enter { order, .. }, Reject::Unbounded) => {
                numbers.insert("quantity", order.quantity.to_string());
                if let Some(listing) = self.listings.get(&order.instrument) {
                    of_band(&listing.market, &mut numbers);
                }
            }
            (Command::Enter { account, .. } | Command::Replace { account, .. }, Reject::Unsettled(asset)) => {
                self.of_unsettled(*account, *asset, &mut numbers);
            }
            (Command::Subscribe { account, quantity, .. }, Reject::Unsettled(asset)) => {
                numbers.insert("quantity", quantity.to_string());
                self.of_unsettled(*account, *asset, &mut numbers);
            }
            (Command::Subscribe { account, quantity, .. }, Reject::Ledger(_)) => {
                numbers.insert("quantity", quantity.to_string());
                self.of_cash(*account, &mut numbers);
            }
            (Command::Enter { account, order }, Reject::HoldingCap | Reject::UnitsLocked) => {
                numbers.insert("quantity", order.quantity.to_string());
                numbers.extend(self.numbers_of_holding(*account, order.instrument));
            }
            (Command::Replace { account, order, quantity, .. }, Reject::HoldingCap | Reject::UnitsLocked) => {
                numbers.extend(quantity.map(|quantity| ("quantity", quantity.to_string())));
                let instrument = self.orders.get(*order).map(|record| record.seat.instrument);
                numbers.extend(instrument.into_iter().flat_map(|symbol| self.numbers_of_holding(*account, symbol)));
            }
            (Command::Subscribe { account, instrument, quantity, .. }, Reject::HoldingCap) => {
                numbers.insert("quantity", quantity.to_string());
                numbers.extend(self.numbers_of_subscription(*account, *instrument));
            }
            (Command::Subscribe { quantity, .. }, Reject::Subscription(_)) => {
                numbers.insert("quantity", quantity.to_string());
            }
            _ => {}
        }
        numbers
    }

    fn market_of(&self, order: OrderId) -> Option<&Market> {
        let record = self.orders.get(order)?;
        Some(&self.listings[record.seat].market)
    }

    fn bound_of(&self, account: AccountId, request: &OrderRequest) -> Option<Price> {
        let order = super::super::order_entry::new_order(self.next_order(), account, request);
        self.listings.get(&request.instrument)?.market.worst_price(&order)
    }

    fn multiplier(&self, request: &OrderRequest) -> u32 {
        self.listings.get(&request.instrument).map_or(1, |listing| listing.multiplier)
    }

    /// What an order needs of the account, what it holds already, and what is free.
    fn of_funds(&self, refusal: Refusal, record: &OrderRecord, numbers: &mut Numbers) {
        let fee = self.world.fees.of(record.side);
        let held = |reservation| self.ledger.reservation(reservation).map(|held| held.remaining);
        let (need, held) = match (record.side, refusal) {
            (Side::Buy, _) => (record.need(fee).map(cash), record.reservation.and_then(held)),
            (Side::Sell, Refusal::InsufficientUnits) => {
                (Some(Amount::from(record.remaining())), record.reservation.and_then(held))
            }
            (Side::Sell, _) => (record.fee_gap(fee).map(cash), record.fee_reservation.and_then(held)),
        };
        let asset = match refusal {
            Refusal::InsufficientUnits => Asset::Units(record.seat.instrument),
            _ => Asset::Cash,
        };
        let text = |amount: Amount| match asset {
            Asset::Cash => amount.money().to_string(),
            Asset::Units(_) => amount.parts().to_string(),
        };
        numbers.extend(need.map(|need| ("needed", text(need))));
        numbers.insert("held", text(held.unwrap_or(Amount::ZERO)));
        numbers.insert("available", text(self.ledger.balance(record.account, asset).available));
        numbers.extend(record.bound.map(|bound| ("bound", bound.to_string())));
        numbers.insert("quantity", record.remaining().to_string());
    }

    /// What is free, and what has not come yet.
    fn of_unsettled(&self, account: AccountId, asset: Asset, numbers: &mut Numbers) {
        let text = |amount: Amount| match asset {
            Asset::Cash => amount.money().to_string(),
            Asset::Units(_) => amount.parts().to_string(),
        };
        numbers.insert("available", text(self.ledger.balance(account, asset).available));
        numbers.insert("incoming", text(self.settling.unsettled.of(account, asset).incoming));
    }

    fn of_cash(&self, account: AccountId, numbers: &mut Numbers) {
        numbers.insert("available", self.ledger.balance(account, Asset::Cash).available.money().to_string());
    }
}

/// What a check of the market looked at.
fn of_market(reject: market::Reject, market: &Market, terms: Terms, now: Timestamp, numbers: &mut Numbers) {
    use market::Reject as R;
    match reject {
        R::PriceTooLow | R::PriceTooHigh | R::PriceOffTick => of_tick(market, "price", terms.price, numbers),
        R::StopTooLow | R::StopTooHigh | R::StopOffTick => of_tick(market, "stop", terms.stop, numbers),
        R::PriceOutsideCollar => {
            numbers.extend(terms.price.map(|price| ("price", price.to_string())));
            of_band(market, numbers);
        }
        R::QuantityNotPositive | R::QuantityTooLarge | R::QuantityOffLot | R::QuantityNotWhole => {
            numbers.extend(terms.quantity.map(|quantity| ("quantity", quantity.to_string())));
            numbers.insert("lot", market.rules().lot().to_string());
            numbers.insert("highest", QUANTITY_MAX.to_string());
        }
        R::QuantityBelowMinimum | R::QuantityAboveMaximum | R::ValueBelowMinimum | R::ValueAboveMaximum => {
            numbers.extend(terms.quantity.map(|quantity| ("quantity", quantity.to_string())));
            let worth = terms.quantity.and_then(|quantity| market.worth(quantity, terms.price));
            numbers.extend(worth.map(|worth| ("value", worth.to_string())));
            of_limits(market, numbers);
        }
        R::DisplayInvalid => {
            numbers.extend(terms.display.map(|display| ("display", display.to_string())));
            numbers.insert("lot", market.rules().lot().to_string());
        }
        R::ExpiresReached => {
            numbers.extend(terms.expires.map(|expires| ("expires", expires.to_string())));
            numbers.insert("time", now.to_string());
        }
        R::MinimumQuantityInvalid => {
            numbers.extend(terms.minimum.map(|minimum| ("minimum_quantity", minimum.to_string())));
            numbers.extend(terms.quantity.map(|quantity| ("quantity", quantity.to_string())));
            numbers.insert("lot", market.rules().lot().to_string());
        }
        R::NotAtLast => {
            numbers.extend(terms.price.map(|price| ("price", price.to_string())));
            numbers.insert("last", market.last().map_or_else(none, |last| last.to_string()));
        }
        R::NoOppositePrice | R::BookFull | R::WouldTrade => {
            numbers.extend(terms.price.map(|price| ("price", price.to_string())));
            numbers.extend(terms.quantity.map(|quantity| ("quantity", quantity.to_string())));
            let best = terms.side.and_then(|side| market.depth(side.opposite(), 1).first().copied());
            numbers.insert("opposite", best.map_or_else(none, |(price, _)| price.to_string()));
        }
        _ => {
            let phase = serde_json::to_value(market.phase()).ok();
            let word = phase.as_ref().and_then(serde_json::Value::as_str);
            numbers.extend(word.map(|word| ("phase", word.to_owned())));
        }
    }
}

fn none() -> String {
    "none".to_owned()
}

/// A price, the tick in force there, the valid prices around it and the ends of the grid.
fn of_tick(market: &Market, name: &'static str, price: Option<Price>, numbers: &mut Numbers) {
    let ticks = market.rules().ticks();
    if let Some(price) = price {
        numbers.insert(name, price.to_string());
        let inside = price.clamp(Price::STEP, PRICE_MAX);
        numbers.insert("tick", ticks.tick_at(inside).to_string());
        numbers.extend(ticks.at_or_below(inside).map(|below| ("valid_below", below.to_string())));
        numbers.extend(ticks.at_or_above(inside).map(|above| ("valid_above", above.to_string())));
    }
    numbers.extend(ticks.lowest().map(|lowest| ("lowest", lowest.to_string())));
    numbers.insert("highest", PRICE_MAX.to_string());
}

/// The static collar: where it is measured from, and its ends.
fn of_band(market: &Market, numbers: &mut Numbers) {
    let table = market.price_table();
    numbers.extend(table.collar_low.map(|low| ("collar_low", low.to_string())));
    numbers.extend(table.collar_high.map(|high| ("collar_high", high.to_string())));
    numbers.extend(market.rules().collars().fixed.map(|rate| ("collar", rate.to_string())));
}

/// The limits of the market on single orders.
fn of_limits(market: &Market, numbers: &mut Numbers) {
    let limits = market.rules().limits().copied().unwrap_or_default();
    numbers.extend(limits.minimum_quantity.map(|least| ("minimum_quantity", least.to_string())));
    numbers.extend(limits.maximum_quantity.map(|most| ("maximum_quantity", most.to_string())));
    numbers.extend(limits.minimum_value.map(|least| ("minimum_value", least.to_string())));
    numbers.extend(limits.maximum_value.map(|most| ("maximum_value", most.to_string())));
}
