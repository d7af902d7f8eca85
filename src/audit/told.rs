//! One line of the log, read field by field.

use serde_json::Value;

use super::Discrepancy;
use crate::domain::parse_scaled;

/// An event as it was written.
#[derive(Debug)]
pub(super) struct Told {
    value: Value,
    /// Its number.
    pub(super) seq: u64,
    /// The input that caused it.
    pub(super) input: u64,
}

type Read<T> = Result<T, Discrepancy>;

/// The greatest amount of money, in 1/10,000; price, of the same; and number of units that is read. No market of ours goes
/// so far, and within them no product of the auditor's leaves 128 bits.
const MOST_MONEY: i128 = 10_i128.pow(27);
const MOST_PRICE: i128 = 10_i128.pow(10);
const MOST_UNITS: i128 = 10_i128.pow(15);

impl Told {
    /// Reads a line. `before` is the number of the event before it.
    pub(super) fn read(line: &str, before: u64) -> Read<Self> {
        let broken = |what: String| Discrepancy { seq: before + 1, what };
        let value: Value = serde_json::from_str(line).map_err(|error| broken(format!("not JSON: {error}")))?;
        let number = |name: &str| value[name].as_u64().ok_or_else(|| broken(format!("`{name}` is no number")));
        let (seq, input) = (number("seq")?, number("input")?);
        Ok(Self { value, seq, input })
    }

    /// What happened.
    pub(super) fn kind(&self) -> &str {
        self.value["type"].as_str().unwrap_or_default()
    }

    /// A difference at this event.
    pub(super) fn differs(&self, what: String) -> Discrepancy {
        Discrepancy { seq: self.seq, what }
    }

    /// The fields of a field.
    pub(super) fn table(&self, name: &str) -> Self {
        let mut value = self.value[name].clone();
        if let Some(fields) = value.as_object_mut() {
            fields.insert("type".to_owned(), self.value["type"].clone());
        }
        Self { value, ..*self }
    }

    fn missing(&self, name: &str, wanted: &str) -> Discrepancy {
        self.differs(format!("`{}` needs `{name}`, {wanted}", self.kind()))
    }

    /// A counter: an account, an order.
    pub(super) fn number(&self, name: &str) -> Read<u64> {
        self.value[name].as_u64().ok_or_else(|| self.missing(name, "a number"))
    }

    pub(super) fn text(&self, name: &str) -> Read<&str> {
        self.value[name].as_str().ok_or_else(|| self.missing(name, "a text"))
    }

    pub(super) fn is(&self, name: &str, word: &str) -> bool {
        self.value[name] == word
    }

    /// Money, in 1/10,000.
    pub(super) fn money(&self, name: &str) -> Read<i128> {
        self.scaled(&self.value[name], name, MOST_MONEY)
    }

    /// A price, or what is reckoned by the unit, in 1/10,000.
    pub(super) fn price(&self, name: &str) -> Read<i128> {
        self.scaled(&self.value[name], name, MOST_PRICE)
    }

    /// The same where it may be null.
    pub(super) fn any_price(&self, name: &str) -> Read<Option<i128>> {
        if self.value[name].is_null() { Ok(None) } else { self.price(name).map(Some) }
    }

    /// A field of a field, in 1/10,000 of one.
    pub(super) fn part(&self, table: &str, name: &str) -> Read<i128> {
        self.scaled(&self.value[table][name], name, MOST_PRICE)
    }

    fn scaled(&self, value: &Value, name: &str, most: i128) -> Read<i128> {
        let text = value.as_str().ok_or_else(|| self.missing(name, "a decimal"))?;
        let scaled = parse_scaled(text).map_err(|error| self.differs(format!("`{name}`: `{text}`: {error}")))?;
        self.within(name, scaled, most)
    }

    /// Whole units.
    pub(super) fn units(&self, name: &str) -> Read<i128> {
        let text = self.text(name)?;
        let units = text.parse().map_err(|_| self.differs(format!("`{name}`: `{text}` are no whole units")))?;
        self.within(name, units, MOST_UNITS)
    }

    fn within(&self, name: &str, number: i128, most: i128) -> Read<i128> {
        let fits = number.unsigned_abs() <= most.unsigned_abs();
        if fits { Ok(number) } else { Err(self.differs(format!("`{name}` is out of range"))) }
    }

    /// What is held of an asset: money in 1/10,000, or whole units.
    pub(super) fn held(&self, name: &str, asset: &str) -> Read<i128> {
        if asset == super::books::CASH { self.money(name) } else { self.units(name) }
    }
}
