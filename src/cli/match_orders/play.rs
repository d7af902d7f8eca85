//! Gives the rows of an order flow to the markets, one after the other.

use sha2::{Digest, Sha256};

use crate::domain::{Instructions, OrderId, Price, Quantity, SCALE};
use crate::format::order_flow::{Action, NewRow, Number, OrderFlow, Row};
use crate::market::{Floor, Happening, Market, NewOrder, QUANTITY_MAX, Reject, Rules};

/// What happened while a flow was played.
#[derive(Debug, Default)]
pub(super) struct Played {
    /// All that happened, in order.
    pub(super) happenings: Vec<Happening>,
    /// Which row and instrument they belong to.
    pub(super) spans: Vec<Span>,
    /// The rows that were rejected, in order.
    pub(super) rejected: Vec<(usize, Reject)>,
}

/// The happenings of one row in one instrument: those after the span before, up to `end`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) row: usize,
    pub(super) instrument: usize,
    pub(super) end: usize,
}

impl Played {
    /// Each happening with its span.
    pub(super) fn told(&self) -> impl Iterator<Item = (Span, &Happening)> {
        let mut from = 0;
        self.spans.iter().flat_map(move |&span| {
            let part = &self.happenings[from..span.end];
            from = span.end;
            part.iter().map(move |happening| (span, happening))
        })
    }

    /// SHA-256, in hex, of all that happened and was rejected: for each a line of row, instrument and JSON.
    pub(super) fn digest(&self) -> String {
        let mut hash = Sha256::new();
        let mut line = Vec::new();
        let mut take = |row: usize, instrument: Option<usize>, json: serde_json::Result<()>, line: &mut Vec<u8>| {
            json.expect("happenings and rejections are plain data");
            hash.update((row as u64).to_le_bytes());
            hash.update(instrument.map_or(u64::MAX, |instrument| instrument as u64).to_le_bytes());
            hash.update(&*line);
            line.clear();
        };
        for (span, happening) in self.told() {
            let json = serde_json::to_writer(&mut line, happening);
            take(span.row, Some(span.instrument), json, &mut line);
        }
        for (row, reject) in &self.rejected {
            let json = serde_json::to_writer(&mut line, reject);
            take(*row, None, json, &mut line);
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Plays a whole flow. Every instrument begins in continuous trading.
pub(super) fn play(flow: &OrderFlow, rules: Rules) -> Played {
    let mut floor = Floor::new(rules);
    let mut used = vec![false; flow.orders.len()];
    let mut played = Played { happenings: Vec::with_capacity(flow.rows.len() * 2), ..Played::default() };
    for (row, command) in flow.rows.iter().enumerate() {
        let Played { happenings, spans, rejected } = &mut played;
        let mut told = |instrument, end| spans.push(Span { row, instrument, end });
        floor.advance(command.time, happenings, &mut told);
        let verdict = match (command.instrument, command.action) {
            (None, Action::Phase(phase)) => {
                floor.enter_phase(phase, command.time, happenings, &mut told);
                Ok(())
            }
            (None, _) => Err(Reject::InstrumentMissing),
            (Some(instrument), _) => {
                let instrument = instrument as usize;
                floor.open_markets(instrument + 1);
                let verdict = match command.action {
                    Action::Phase(phase) => {
                        floor.enter_phase_of(instrument, phase, command.time, happenings);
                        Ok(())
                    }
                    _ => floor.with(instrument, command.time, happenings, |market, out| {
                        give(market, command, &mut used, out)
                    }),
                };
                told(instrument, happenings.len());
                verdict
            }
        };
        if let Err(reject) = verdict {
            rejected.push((row, reject));
        }
    }
    played
}

/// Gives one row of an order to its market.
fn give(market: &mut Market, row: &Row, used: &mut [bool], out: &mut Vec<Happening>) -> Result<(), Reject> {
    let order = row.order.ok_or(Reject::OrderMissing)?;
    let id = OrderId(u64::from(order) + 1);
    match row.action {
        Action::New(new) => {
            if std::mem::replace(&mut used[order as usize], true) {
                return Err(Reject::RepeatedOrder);
            }
            market.enter(row.time, &new_order(id, &new)?, out)
        }
        Action::Replace { price, quantity } => {
            let quantity = quantity.map(self::quantity).transpose()?;
            let price = price.map(|price| self::price(price, Reject::PriceOffTick)).transpose()?;
            market.replace(id, price, quantity, out)
        }
        Action::Cancel | Action::Phase(_) => market.cancel(id, out),
    }
}

/// What the row asks for, as far as it can be told to a market at all.
fn new_order(id: OrderId, row: &NewRow) -> Result<NewOrder, Reject> {
    use crate::domain::OrderType::{Stop, StopLimit};
    let side = row.side.ok_or(Reject::SideMissing)?;
    let quantity = self::quantity(row.quantity.ok_or(Reject::QuantityMissing)?)?;
    let display = row.display.map(|display| self::quantity(display).map_err(|_| Reject::DisplayInvalid)).transpose()?;
    let minimum_quantity = row
        .minimum_quantity
        .map(|least| self::quantity(least).map_err(|_| Reject::MinimumQuantityInvalid))
        .transpose()?;
    let price = row.price.map(|price| self::price(price, Reject::PriceOffTick)).transpose()?;
    let stop = row.stop.filter(|_| matches!(row.kind, Stop | StopLimit));
    let stop = stop.map(|stop| self::price(stop, Reject::StopOffTick)).transpose()?;
    Ok(NewOrder {
        id,
        group: row.group,
        side,
        kind: row.kind,
        time_in_force: row.time_in_force,
        price,
        stop,
        quantity,
        display,
        expires_at: row.expires_at,
        instructions: Instructions {
            minimum_quantity,
            post_only: row.post_only,
            self_trade_prevention: row.self_trade_prevention,
            peg: row.peg,
        },
    })
}

fn price(number: Number, too_fine: Reject) -> Result<Price, Reject> {
    match number {
        Number::Scaled(scaled) => Ok(Price::from_scaled(scaled)),
        Number::TooFine => Err(too_fine),
    }
}

fn quantity(number: Number) -> Result<Quantity, Reject> {
    let Number::Scaled(scaled) = number else { return Err(Reject::QuantityNotWhole) };
    let scaled = u64::try_from(scaled).map_err(|_| Reject::QuantityNotPositive)?;
    if scaled / u64::from(SCALE) > QUANTITY_MAX.units() {
        return Err(Reject::QuantityTooLarge);
    }
    if !scaled.is_multiple_of(u64::from(SCALE)) {
        return Err(Reject::QuantityNotWhole);
    }
    Ok(Quantity::new(scaled / u64::from(SCALE)))
}
