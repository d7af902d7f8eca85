//! A public catalogue of metrics by code, and what each of them counts. Codes and short names only: definitions stay
//! with whoever publishes the catalogue.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{Basis, Day, Text};

/// A catalogue of metrics in one version, such as IRIS 5.3.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// Version of the file's format: 1.
    pub format: u32,
    /// Name with the catalogue's version, the same as the file's without `.toml`.
    pub name: String,
    /// Title for people.
    pub title: Text,
    /// Where a metric is defined: an address in which `{code}` stands for the code.
    pub link: String,
    /// Where codes and names were read.
    pub source: String,
    /// The day on which they were read.
    pub as_of: Day,
    /// Whether the catalogue itself says what each metric counts, or it is inferred here.
    pub quantities_basis: Basis,
    /// Codes that the catalogue still lists and asks not to use any more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discontinued: Vec<String>,
    /// Codes that circulate and that the catalogue does not have, each with what is known of it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub absent: BTreeMap<String, Text>,
    /// The metrics, by what they count.
    pub quantities: BTreeMap<String, CountedQuantity>,
}

/// What some metrics count, in which units, and which metrics they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CountedQuantity {
    /// Its name for people.
    pub title: Text,
    /// Words for its units, in any language, compared without regard to case; none when any unit will do.
    pub units: Vec<String>,
    /// Whether it comes in whole units only: there is no half person.
    #[serde(default)]
    pub whole: bool,
    /// Whether it is a figure at all; a policy that is there or not is none.
    #[serde(default = "yes")]
    pub figures: bool,
    /// Names of the metrics by code.
    pub metrics: BTreeMap<String, String>,
}

const fn yes() -> bool {
    true
}

impl CountedQuantity {
    /// Whether a word is one of its units.
    #[must_use]
    pub fn has_unit(&self, unit: &str) -> bool {
        let unit = unit.trim();
        self.units.iter().any(|known| known.eq_ignore_ascii_case(unit))
    }
}

impl Catalogue {
    /// The names that a code has, each with what it counts: none for an unknown code, more than one where the
    /// catalogue gives a code twice.
    pub fn metric<'a>(&'a self, code: &'a str) -> impl Iterator<Item = (&'a str, &'a CountedQuantity)> {
        let named = |quantity: &'a CountedQuantity| Some((quantity.metrics.get(code)?.as_str(), quantity));
        self.quantities.values().filter_map(named)
    }

    /// The first code that has this name.
    #[must_use]
    pub fn code_of(&self, name: &str) -> Option<&str> {
        let all = self.quantities.values().flat_map(|quantity| &quantity.metrics);
        all.filter(|(_, known)| *known == name).map(|(code, _)| code.as_str()).min()
    }

    /// What a unit may count; nothing for a word that the catalogue does not know.
    pub fn counted_in<'a>(&'a self, unit: &'a str) -> impl Iterator<Item = &'a CountedQuantity> {
        self.quantities.values().filter(move |quantity| quantity.has_unit(unit))
    }

    /// The address at which a metric is defined.
    #[must_use]
    pub fn address(&self, code: &str) -> String {
        self.link.replace("{code}", code)
    }

    /// The catalogue as a finding cites it.
    #[must_use]
    pub fn cite(&self) -> String {
        format!("{}, {} ({})", self.title.en, self.source, self.as_of)
    }

    /// What is wrong with a catalogue although its form is right, as pairs of a JSON pointer and a sentence.
    #[must_use]
    pub fn faults(&self) -> Vec<(String, String)> {
        let mut faults = Vec::new();
        let mut fault = |pointer: &str, detail: &str| faults.push((pointer.to_owned(), detail.to_owned()));
        if self.format != 1 {
            fault("/format", &format!("format {} is not known; this version reads 1", self.format));
        }
        if !self.link.contains("{code}") {
            fault("/link", "the address does not say where the code goes: write `{code}` in it");
        }
        for code in self.absent.keys().filter(|code| self.metric(code).next().is_some()) {
            fault(&format!("/absent/{code}"), "the catalogue has this code");
        }
        for (index, code) in self.discontinued.iter().enumerate() {
            if self.metric(code).next().is_none() {
                fault(&format!("/discontinued/{index}"), "the catalogue does not have this code");
            }
        }
        faults
    }
}
