//! What a listing costs in money, as data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fault::{format_fault, repeated};
use super::{ByTime, Entry, EntryKind, Fault, Payer, ScheduledTask, Unit, lateness};
use crate::domain::{Code, Day, Figure, InstrumentKind, Money, Provenance, Rate, Scope, Text};

/// Whether an item is paid once or every year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Recurrence {
    /// Once, for the listing.
    OneOff,
    /// Every year, from the listing on.
    Yearly,
}

/// What the figures of an item are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reckoning {
    /// Euro.
    #[default]
    Euro,
    /// Fractions of the capital raised: `0.05` is five percent.
    OfRaise,
    /// Fractions of the company's capitalisation at the offer price.
    OfCapitalisation,
}

impl Reckoning {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
    fn is_euro(&self) -> bool {
        *self == Self::Euro
    }
}

/// One item of the table: from `low` to `high`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CostItem {
    /// Stable name.
    pub code: Code,
    /// The same for people.
    pub label: Text,
    /// What the money buys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Text>,
    /// Who pays it; the issuer when not given.
    #[serde(default)]
    pub paid_by: Payer,
    /// For shares, for bonds, or for both.
    #[serde(default, skip_serializing_if = "Scope::is_both")]
    pub applies_to: Scope,
    /// Once or every year.
    pub recurrence: Recurrence,
    /// What the figures are; euro when not given.
    #[serde(default, skip_serializing_if = "Reckoning::is_euro")]
    pub reckoning: Reckoning,
    /// The lower figure.
    pub low: Figure,
    /// The higher figure; the same as the lower when the source has one.
    pub high: Figure,
    /// The least that is paid when the figures are fractions, in euro.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Money>,
    /// Whether it is advice that the tax credit for listings counts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub advisory: bool,
    /// Where the figures come from.
    pub provenance: Provenance,
}

/// The table, as `listing-costs.toml` holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CostTable {
    /// Version of this file's format: 1.
    pub format: u32,
    /// What the table is called.
    pub name: Text,
    /// The items.
    pub items: Vec<CostItem>,
    /// Which of them are paid by the month, so that a late listing makes them grow; none when not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_time: Option<ByTime>,
}

/// What must be known of a listing to cost it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Listing {
    /// Share, participation share or bond.
    pub kind: InstrumentKind,
    /// Capital raised in the offer, gross.
    pub raise: Money,
    /// Value of the whole company at the offer price; nothing for a bond.
    pub capitalisation: Money,
    /// First day of trading.
    pub listed_on: Day,
}

impl CostTable {
    /// Everything that is wrong with the table: repeated codes, a range that is upside down or below zero, a fraction
    /// above one.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults: Vec<Fault> = format_fault(self.format).into_iter().collect();
        faults.extend(repeated("items", self.items.iter().map(|item| &item.code)));
        for (index, item) in self.items.iter().enumerate() {
            let one = Figure::whole(1);
            if item.low < Figure::ZERO {
                faults.push(Fault::new(format!("/items/{index}/low"), "a cost is not negative"));
            }
            if item.high < item.low {
                faults.push(Fault::new(format!("/items/{index}/high"), "the higher figure is below the lower"));
            }
            if item.reckoning != Reckoning::Euro && item.high > one {
                faults.push(Fault::new(format!("/items/{index}/high"), "a fraction is at most 1: `0.05` is 5%"));
            }
        }
        let unknown = |code: &&Code| self.items.iter().all(|item| item.code != **code);
        for (index, code) in
            self.by_time.iter().flat_map(|rule| &rule.items).enumerate().filter(|(_, code)| unknown(code))
        {
            faults.push(Fault::new(format!("/by_time/items/{index}"), format!("there is no item `{code}`")));
        }
        faults
    }

    /// How much of these lines the issuer pays once for advice that the tax credit counts.
    #[must_use]
    pub fn advisory_cost(&self, lines: &[Entry]) -> Money {
        let counts = |line: &&Entry| {
            line.kind == EntryKind::OneOff
                && line.is_paid_by_issuer()
                && self
                    .items
                    .iter()
                    .any(|item| item.advisory && (item.code == line.item || lateness::code_of(&item.code) == line.item))
        };
        lines.iter().filter(counts).filter_map(|line| line.amount).map(Figure::money).sum()
    }
}

impl CostItem {
    /// The item's cost for a listing: the midpoint of the lower and the higher amount, half away from zero to the cent,
    /// and not less than the minimum. Nothing on overflow.
    #[must_use]
    pub fn amount(&self, listing: &Listing) -> Option<Money> {
        let part = |figure: Figure, of: Money| of.share(figure.rate());
        let (low, high) = match self.reckoning {
            Reckoning::Euro => (self.low.money(), self.high.money()),
            Reckoning::OfRaise => (part(self.low, listing.raise)?, part(self.high, listing.raise)?),
            Reckoning::OfCapitalisation => {
                (part(self.low, listing.capitalisation)?, part(self.high, listing.capitalisation)?)
            }
        };
        let midpoint = low.checked_add(high)?.share(HALF)?;
        Some(self.minimum.map_or(midpoint, |minimum| midpoint.max(minimum)))
    }

    /// How the amount was taken from the figures, in words.
    #[must_use]
    pub fn rule(&self) -> Text {
        let percent = |figure: Figure| Figure::from_scaled(figure.scaled().saturating_mul(100));
        let (low, high) = match self.reckoning {
            Reckoning::Euro => (self.low, self.high),
            Reckoning::OfRaise | Reckoning::OfCapitalisation => (percent(self.low), percent(self.high)),
        };
        let (it, en) = match self.reckoning {
            Reckoning::Euro => (" euro", " euro"),
            Reckoning::OfRaise => ("% della raccolta", "% of the capital raised"),
            Reckoning::OfCapitalisation => ("% della capitalizzazione", "% of the capitalisation"),
        };
        let mut text = if low == high {
            Text { it: format!("{low}{it}"), en: format!("{low}{en}") }
        } else {
            Text {
                it: format!("punto medio fra {low} e {high}{it}"),
                en: format!("midpoint between {low} and {high}{en}"),
            }
        };
        if let Some(minimum) = self.minimum {
            text.it.push_str(&format!(", minimo {minimum} euro"));
            text.en.push_str(&format!(", at least {minimum} euro"));
        }
        text
    }
}

const HALF: Rate = Rate::basis_points(5000);

/// The cost lines of a listing, in the table's order. One-off items fall due on the last day of the scheduled task that
/// names them, and without one on the day of the listing; yearly items run from the listing on. Nothing on overflow.
#[must_use]
pub fn costs(table: &CostTable, listing: &Listing, due: impl Fn(&Code) -> Option<Day>) -> Option<Vec<Entry>> {
    let line = |item: &CostItem| {
        let (kind, date) = match item.recurrence {
            Recurrence::OneOff => (EntryKind::OneOff, due(&item.code).unwrap_or(listing.listed_on)),
            Recurrence::Yearly => (EntryKind::Yearly, listing.listed_on),
        };
        Some(Entry {
            item: item.code.clone(),
            label: item.label.clone(),
            kind,
            amount: Some(Figure::of_money(item.amount(listing)?)?),
            unit: Unit::Euro,
            date,
            basis: item.provenance.basis,
            source: item.provenance.source.clone(),
            payer: Some(item.paid_by),
            rule: Some(item.rule()),
        })
    };
    table.items.iter().filter(|item| item.applies_to.covers(listing.kind)).map(line).collect()
}

/// The day on which an item of the cost table falls due: when the last scheduled task that names it ends.
pub(super) fn due_day(plan: &super::Plan, tasks: &[ScheduledTask], item: &Code) -> Option<Day> {
    let names = |done: &&ScheduledTask| plan.task(&done.task).is_some_and(|task| task.cost_items.contains(item));
    tasks.iter().filter(names).map(|task| task.ends_on).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(text: &str) -> CostItem {
        let head = r#"
            code = "x"
            label = { it = "voce", en = "item" }
            recurrence = "one_off"
            provenance = { basis = "assumed", source = "test", as_of = "2026-01-01" }
        "#;
        toml::from_str(&format!("{head}{text}")).expect("an item")
    }

    fn listing() -> Listing {
        Listing {
            kind: InstrumentKind::Share,
            raise: Money::euro(5_000_000),
            capitalisation: Money::euro(22_700_000),
            listed_on: "2026-09-01".parse().expect("a day"),
        }
    }

    #[test]
    fn the_amount_is_the_midpoint_and_the_rule_says_so() {
        let fixed = item("low = '90000'\nhigh = '100000.01'");
        assert_eq!(fixed.amount(&listing()).map(|money| money.to_string()), Some("95000.01".into()));
        assert_eq!(fixed.rule().en, "midpoint between 90000 and 100000.01 euro");
        let placing = item("reckoning = 'of_raise'\nlow = '0.04'\nhigh = '0.06'");
        assert_eq!(placing.amount(&listing()), Some(Money::euro(250_000)));
        assert_eq!(placing.rule().it, "punto medio fra 4 e 6% della raccolta");
        let success = item("reckoning = 'of_capitalisation'\nlow = '0.008'\nhigh = '0.01'");
        assert_eq!(success.amount(&listing()), Some(Money::euro(204_300)));
        let venue = item("reckoning = 'of_raise'\nlow = '0.0001'\nhigh = '0.0001'\nminimum = '1500'");
        assert_eq!(venue.amount(&listing()), Some(Money::euro(1500)));
        assert_eq!(venue.rule().en, "0.01% of the capital raised, at least 1500 euro");
    }

    #[test]
    fn a_table_upside_down_is_at_fault() {
        let name = Text { it: String::new(), en: String::new() };
        let items = vec![item("low = '2'\nhigh = '1'"), item("reckoning = 'of_raise'\nlow = '4'\nhigh = '6'")];
        let table = CostTable { format: 2, name, items, by_time: None };
        let pointers: Vec<_> = table.faults().into_iter().map(|fault| fault.pointer).collect();
        assert_eq!(pointers, ["/format", "/items/1/code", "/items/0/high", "/items/1/high"]);
    }
}
