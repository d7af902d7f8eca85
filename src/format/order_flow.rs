//! Reads order-flow files: one command a row, in the order in which a market is to see them.
//!
//! Form is judged here, and a file with any fault of form is refused whole. Whether a command makes sense is for the
//! market to say, row by row.

use std::collections::BTreeMap;

use super::csv::{Broken, Field, Reader, text};
use super::document::{Place, Problem};
use super::shape::nearest;
use crate::domain::{
    NumberError, OrderType, Peg, SelfTradePrevention, Side, TimeInForce, Timestamp, TradingPhase, parse_scaled,
};

/// How many problems of one file are told.
const PROBLEMS_MAX: usize = 20;

/// A flow of commands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OrderFlow {
    /// The instruments, in the order in which the file first names them.
    pub instruments: Vec<String>,
    /// The orders of all instruments, in the order in which the file first names them.
    pub orders: Vec<OrderName>,
    /// The commands.
    pub rows: Vec<Row>,
}

/// The name of an order, unique within its instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderName {
    /// Index of the instrument.
    pub instrument: u32,
    /// The name as written.
    pub text: String,
}

/// One command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// When it comes.
    pub time: Timestamp,
    /// Index of the instrument; nothing when the row names none.
    pub instrument: Option<u32>,
    /// Index of the order; nothing when the row names none, or no instrument.
    pub order: Option<u32>,
    /// What it asks for.
    pub action: Action,
}

/// What a row asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// A new order.
    New(NewRow),
    /// The end of an order.
    Cancel,
    /// A new price, a new total quantity, or both.
    Replace {
        /// The new limit.
        price: Option<Number>,
        /// The new total.
        quantity: Option<Number>,
    },
    /// Another phase.
    Phase(TradingPhase),
}

/// What a row says about a new order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewRow {
    /// Buy or sell.
    pub side: Option<Side>,
    /// The type; limit when the row does not say.
    pub kind: OrderType,
    /// How long it stands; a day when the row does not say.
    pub time_in_force: TimeInForce,
    /// The limit.
    pub price: Option<Number>,
    /// The quantity.
    pub quantity: Option<Number>,
    /// What an iceberg shows.
    pub display: Option<Number>,
    /// What sets a stop off.
    pub stop: Option<Number>,
    /// When a `gtd` order ends.
    pub expires_at: Option<Timestamp>,
    /// Number of the account, from 1 in the order in which the file names them; 0 when the row names none.
    pub group: u32,
    /// The least that must trade at once.
    pub minimum_quantity: Option<Number>,
    /// Whether it may only rest.
    pub post_only: bool,
    /// What becomes of it where it would trade with an order of its account.
    pub self_trade_prevention: Option<SelfTradePrevention>,
    /// What it follows.
    pub peg: Option<Peg>,
}

/// A plain decimal, as far as any value of a market can tell it from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Number {
    /// So many 1/10,000; beyond 64 bits the nearest that fits.
    Scaled(i64),
    /// More than four decimals that are not zero.
    TooFine,
}

/// Reads a whole order-flow file.
///
/// # Errors
/// The faults of form with their places, at most twenty: an empty file, bad UTF-8, broken quoting, unknown or repeated
/// columns, no `action` column, a wrong number of fields, unknown words, malformed numbers and times, a falling time.
pub fn read(file: &str, bytes: &[u8]) -> Result<OrderFlow, Vec<Problem>> {
    let text = text(file, bytes).map_err(|problem| vec![problem])?;
    let problem = |Fault { at, message }| Problem { file: file.to_owned(), place: Place::of_byte(text, at), message };
    let mut faults = Vec::new();
    let flow = read_text(text, &mut faults);
    match (flow, faults.is_empty()) {
        (Some(flow), true) => Ok(flow),
        _ => {
            faults.sort_by_key(|fault| fault.at);
            Err(faults.into_iter().take(PROBLEMS_MAX).map(problem).collect())
        }
    }
}

/// Something wrong at a byte.
#[derive(Debug)]
struct Fault {
    at: usize,
    message: String,
}

impl From<Broken> for Fault {
    fn from(broken: Broken) -> Self {
        Self { at: broken.at, message: broken.message.to_owned() }
    }
}

/// Reads all rows; nothing when the form breaks for good, after that fault was noted.
fn read_text(text: &str, faults: &mut Vec<Fault>) -> Option<OrderFlow> {
    let mut reader = Reader::new(text);
    let mut fields = Vec::new();
    if !record(&mut reader, &mut fields, faults)? {
        faults.push(Fault { at: 0, message: "the file is empty: a flow has at least a header".to_owned() });
        return None;
    }
    let columns = Columns::new(&fields, faults)?;
    let mut names = Names::default();
    let mut rows: Vec<Row> = Vec::new();
    while faults.len() < PROBLEMS_MAX && record(&mut reader, &mut fields, faults)? {
        if fields.len() == columns.count {
            let before = rows.last().map(|row| row.time);
            rows.push(Line { fields: &fields, columns: &columns, faults }.row(before, &mut names));
        } else {
            let message = match fields.len() {
                0 => "a blank line is no command".to_owned(),
                count => format!("{count} fields where the header has {}", columns.count),
            };
            faults.push(Fault { at: reader.began, message });
        }
    }
    Some(OrderFlow { instruments: names.instruments, orders: names.orders, rows })
}

/// Reads one record; nothing when its form is broken, after that fault was noted.
fn record<'a>(reader: &mut Reader<'a>, fields: &mut Vec<Field<'a>>, faults: &mut Vec<Fault>) -> Option<bool> {
    reader.record(fields).map_err(|broken| faults.push(broken.into())).ok()
}

/// The columns that a flow may have.
#[derive(Debug, Clone, Copy)]
enum Column {
    Time,
    Action,
    Instrument,
    Order,
    Side,
    Type,
    Tif,
    Price,
    Quantity,
    Display,
    Stop,
    Expires,
    Account,
    MinimumQuantity,
    PostOnly,
    SelfTradePrevention,
    Peg,
}

/// Their names, in the order of [`Column`].
const COLUMNS: [&str; 17] = [
    "time",
    "action",
    "instrument",
    "order",
    "side",
    "type",
    "tif",
    "price",
    "quantity",
    "display",
    "stop",
    "expires",
    "account",
    "minimum_quantity",
    "post_only",
    "self_trade_prevention",
    "peg",
];

/// Which field of a row holds which column.
#[derive(Debug)]
struct Columns {
    /// The index of each of [`COLUMNS`], where the header names it.
    at: [Option<usize>; COLUMNS.len()],
    count: usize,
}

impl Columns {
    /// The columns that a header names; nothing when they do not make a flow, after the faults were noted.
    fn new(header: &[Field<'_>], faults: &mut Vec<Fault>) -> Option<Self> {
        let before = faults.len();
        let mut at = [None; COLUMNS.len()];
        for (index, field) in header.iter().enumerate() {
            let name = &*field.text;
            let known = COLUMNS.iter().position(|&column| column == name);
            let repeated = header[..index].iter().any(|earlier| earlier.text == field.text);
            let message = match known {
                _ if repeated => format!("the column `{name}` is named twice"),
                Some(column) => {
                    at[column] = Some(index);
                    continue;
                }
                None if name.starts_with("x_") => continue,
                None => unknown("column", name, &COLUMNS),
            };
            faults.push(Fault { at: field.start, message });
        }
        let columns = Self { at, count: header.len() };
        if columns.index(Column::Action).is_none() {
            faults.push(Fault { at: 0, message: "the header has no `action` column".to_owned() });
        }
        (faults.len() == before).then_some(columns)
    }

    const fn index(&self, column: Column) -> Option<usize> {
        self.at[column as usize]
    }
}

/// What to say of a word that is none of these.
fn unknown(what: &str, word: &str, words: &[&str]) -> String {
    match nearest(word, words.iter().copied()) {
        Some(near) => format!("unknown {what} `{word}`; did you mean `{near}`?"),
        None => format!("unknown {what} `{word}`; one of {}", words.join(", ")),
    }
}

/// The texts that rows name, numbered as they come.
#[derive(Debug, Default)]
struct Names {
    instruments: Vec<String>,
    instrument_numbers: BTreeMap<String, u32>,
    orders: Vec<OrderName>,
    /// For each instrument.
    order_numbers: Vec<BTreeMap<String, u32>>,
    accounts: BTreeMap<String, u32>,
}

impl Names {
    fn instrument(&mut self, text: &str) -> Option<u32> {
        if text.is_empty() {
            return None;
        }
        if let Some(&number) = self.instrument_numbers.get(text) {
            return Some(number);
        }
        let number = number_of(self.instruments.len());
        self.instruments.push(text.to_owned());
        self.instrument_numbers.insert(text.to_owned(), number);
        self.order_numbers.push(BTreeMap::new());
        Some(number)
    }

    fn order(&mut self, instrument: Option<u32>, text: &str) -> Option<u32> {
        let instrument = instrument.filter(|_| !text.is_empty())?;
        let numbers = &mut self.order_numbers[instrument as usize];
        if let Some(&number) = numbers.get(text) {
            return Some(number);
        }
        let number = number_of(self.orders.len());
        self.orders.push(OrderName { instrument, text: text.to_owned() });
        numbers.insert(text.to_owned(), number);
        Some(number)
    }

    fn account(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return 0;
        }
        if let Some(&number) = self.accounts.get(text) {
            return number;
        }
        let number = number_of(self.accounts.len()) + 1;
        self.accounts.insert(text.to_owned(), number);
        number
    }
}

fn number_of(count: usize) -> u32 {
    u32::try_from(count).expect("fewer than 2^32 names fit in memory")
}

/// One row of the file, being read.
struct Line<'a, 'b> {
    fields: &'a [Field<'b>],
    columns: &'a Columns,
    faults: &'a mut Vec<Fault>,
}

const ACTIONS: [&str; 4] = ["new", "cancel", "replace", "phase"];
const SIDES: [(&str, Side); 2] = [("buy", Side::Buy), ("sell", Side::Sell)];
const TYPES: [(&str, OrderType); 5] = [
    ("limit", OrderType::Limit),
    ("market", OrderType::Market),
    ("market_to_limit", OrderType::MarketToLimit),
    ("stop", OrderType::Stop),
    ("stop_limit", OrderType::StopLimit),
];
const TRUTHS: [(&str, bool); 2] = [("true", true), ("false", false)];
const PEGS: [(&str, Peg); 2] = [("best", Peg::Best), ("mid", Peg::Mid)];
const PREVENTIONS: [(&str, SelfTradePrevention); 4] = [
    ("cancel_newest", SelfTradePrevention::CancelNewest),
    ("cancel_oldest", SelfTradePrevention::CancelOldest),
    ("cancel_both", SelfTradePrevention::CancelBoth),
    ("decrement", SelfTradePrevention::Decrement),
];
const PHASES: [(&str, TradingPhase); 4] = [
    ("call", TradingPhase::Call),
    ("continuous", TradingPhase::Continuous),
    ("halted", TradingPhase::Halted),
    ("closed", TradingPhase::Closed),
];
const TIMES_IN_FORCE: [(&str, TimeInForce); 7] = [
    ("day", TimeInForce::Day),
    ("gtc", TimeInForce::GoodTillCancel),
    ("gtd", TimeInForce::GoodTillDate),
    ("ioc", TimeInForce::ImmediateOrCancel),
    ("fok", TimeInForce::FillOrKill),
    ("gfa", TimeInForce::GoodForAuction),
    ("atc", TimeInForce::AtTheClose),
];

impl Line<'_, '_> {
    /// The command of the row. What cannot be read is noted, and something takes its place.
    fn row(&mut self, before: Option<Timestamp>, names: &mut Names) -> Row {
        let time = self.time(before);
        let instrument = names.instrument(self.text(Column::Instrument));
        let action = self.action(names);
        let order = match action {
            Action::Phase(_) => None,
            _ => names.order(instrument, self.text(Column::Order)),
        };
        Row { time, instrument, order, action }
    }

    /// The text of a column; empty when the header does not name it.
    fn text(&self, column: Column) -> &str {
        self.columns.index(column).map_or("", |index| &self.fields[index].text)
    }

    fn fault(&mut self, column: Column, message: &str) {
        let at = self.columns.index(column).map_or(self.fields[0].start, |index| self.fields[index].start);
        self.faults.push(Fault { at, message: format!("{}: {message}", COLUMNS[column as usize]) });
    }

    fn time(&mut self, before: Option<Timestamp>) -> Timestamp {
        let time = match (self.text(Column::Time), before) {
            ("", Some(before)) => return before,
            ("", None) => Err("the first row needs a time"),
            (text, _) => match nanoseconds(text) {
                None => Err("not a whole number of nanoseconds"),
                Some(nanos) => i64::try_from(nanos).map_err(|_| "beyond 64 bits of nanoseconds"),
            },
        };
        match time.map(Timestamp::from_nanos) {
            Ok(time) if before.is_some_and(|before| time < before) => {
                self.fault(Column::Time, "earlier than the row before");
                time
            }
            Ok(time) => time,
            Err(message) => {
                self.fault(Column::Time, message);
                before.unwrap_or_default()
            }
        }
    }

    /// What the row asks for. The form of every column is judged, needed or not.
    fn action(&mut self, names: &mut Names) -> Action {
        let action = self.text(Column::Action).to_owned();
        let side = self.word(Column::Side, &SIDES);
        let time_in_force = self.word(Column::Tif, &TIMES_IN_FORCE).unwrap_or_default();
        let [price, quantity, display, stop] =
            [Column::Price, Column::Quantity, Column::Display, Column::Stop].map(|column| self.number(column));
        let expires_at = self.expires();
        let minimum_quantity = self.number(Column::MinimumQuantity);
        let post_only = self.word(Column::PostOnly, &TRUTHS).unwrap_or_default();
        let self_trade_prevention = self.word(Column::SelfTradePrevention, &PREVENTIONS);
        let peg = self.word(Column::Peg, &PEGS);
        if action == "phase" {
            if self.text(Column::Type).is_empty() {
                self.fault(Column::Type, "a phase row needs one of call, continuous, halted, closed");
            }
            return Action::Phase(self.word(Column::Type, &PHASES).unwrap_or(TradingPhase::Closed));
        }
        if !ACTIONS.contains(&&*action) {
            self.fault(Column::Action, &unknown("word", &action, &ACTIONS));
            return Action::Cancel;
        }
        let kind = self.word(Column::Type, &TYPES).unwrap_or_default();
        match &*action {
            "new" => {
                let group = names.account(self.text(Column::Account));
                Action::New(NewRow {
                    side,
                    kind,
                    time_in_force,
                    price,
                    quantity,
                    display,
                    stop,
                    expires_at,
                    group,
                    minimum_quantity,
                    post_only,
                    self_trade_prevention,
                    peg,
                })
            }
            "replace" => Action::Replace { price, quantity },
            _ => Action::Cancel,
        }
    }

    /// One of these words; nothing when the field is empty.
    fn word<T: Copy>(&mut self, column: Column, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let found = words.iter().find(|(word, _)| *word == text).map(|&(_, meaning)| meaning);
        if found.is_none() {
            let known: Vec<&str> = words.iter().map(|&(word, _)| word).collect();
            let message = unknown("word", text, &known);
            self.fault(column, &message);
        }
        found
    }

    /// A plain decimal; nothing when the field is empty.
    fn number(&mut self, column: Column) -> Option<Number> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let limit = if text.starts_with('-') { i64::MIN } else { i64::MAX };
        match parse_scaled(text) {
            Ok(scaled) => Some(Number::Scaled(i64::try_from(scaled).unwrap_or(limit))),
            Err(NumberError::TooFine) => Some(Number::TooFine),
            Err(NumberError::OutOfRange) => Some(Number::Scaled(limit)),
            Err(NumberError::Malformed) => {
                let message = format!("`{text}` is {}", NumberError::Malformed);
                self.fault(column, &message);
                None
            }
        }
    }

    /// When an order ends; an instant beyond 64 bits is as good as the last or the first.
    fn expires(&mut self) -> Option<Timestamp> {
        let text = self.text(Column::Expires);
        if text.is_empty() {
            return None;
        }
        let Some(nanos) = nanoseconds(text) else {
            self.fault(Column::Expires, "not a whole number of nanoseconds");
            return None;
        };
        let limit = if nanos < 0 { i64::MIN } else { i64::MAX };
        Some(Timestamp::from_nanos(i64::try_from(nanos).unwrap_or(limit)))
    }
}

/// A whole number: digits with at most a leading `-`. Beyond 128 bits the nearest that fits.
fn nanoseconds(text: &str) -> Option<i128> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let limit = if text.starts_with('-') { i128::MIN } else { i128::MAX };
    Some(text.parse().unwrap_or(limit))
}

#[cfg(test)]
mod tests;
