//! Reads a JSON object field by field, so that everything that does not fit is told at its own pointer, all at once.

use std::collections::BTreeSet;
use std::str::FromStr;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::problem::{Fault, Problem};

/// A JSON object that is being read. What is asked of it is known; the rest is told as unknown at the end.
#[derive(Debug)]
pub(super) struct Fields<'a> {
    object: &'a Map<String, Value>,
    known: BTreeSet<&'static str>,
    faults: Vec<Fault>,
}

impl<'a> Fields<'a> {
    /// Begins to read a value that must be an object.
    ///
    /// # Errors
    /// A problem at the pointer of the whole document when it is no object.
    pub(super) fn of(value: &'a Value) -> Result<Self, Problem> {
        let whole = || Problem::unfit(vec![Fault::new("", format!("must be an object, not {}", kind(value)))]);
        let object = value.as_object().ok_or_else(whole)?;
        Ok(Self { object, known: BTreeSet::new(), faults: Vec::new() })
    }

    /// A field's value; nothing when it is absent or null.
    fn raw(&mut self, name: &'static str) -> Option<&'a Value> {
        self.known.insert(name);
        self.object.get(name).filter(|value| !value.is_null())
    }

    /// Notes that a field does not fit.
    pub(super) fn fault(&mut self, name: &str, detail: impl Into<String>) {
        self.faults.push(Fault::new(format!("/{}", escaped(name)), detail));
    }

    fn missing(&mut self, name: &str) {
        self.fault(name, "is missing");
    }

    /// A text that may be absent.
    pub(super) fn text_if(&mut self, name: &'static str) -> Option<&'a str> {
        let value = self.raw(name)?;
        let text = value.as_str();
        if text.is_none() {
            self.fault(name, format!("must be a string, not {}", kind(value)));
        }
        text
    }

    /// A text that must be there.
    pub(super) fn text(&mut self, name: &'static str) -> Option<&'a str> {
        if self.raw(name).is_none() {
            self.missing(name);
            return None;
        }
        self.text_if(name)
    }

    /// Something written as a text, such as a decimal or a symbol, that may be absent.
    pub(super) fn parsed_if<T: FromStr<Err: std::fmt::Display>>(&mut self, name: &'static str) -> Option<T> {
        let text = self.text_if(name)?;
        text.parse().map_err(|error: T::Err| self.fault(name, error.to_string())).ok()
    }

    /// Something written as a text that must be there.
    pub(super) fn parsed<T: FromStr<Err: std::fmt::Display>>(&mut self, name: &'static str) -> Option<T> {
        let text = self.text(name)?;
        text.parse().map_err(|error: T::Err| self.fault(name, error.to_string())).ok()
    }

    /// One of the words of a type, which must be there.
    pub(super) fn word<T: DeserializeOwned>(&mut self, name: &'static str, words: &str) -> Option<T> {
        if self.raw(name).is_none() {
            self.missing(name);
        }
        self.word_if(name, words)
    }

    /// One of the words of a type that may be absent.
    pub(super) fn word_if<T: DeserializeOwned>(&mut self, name: &'static str, words: &str) -> Option<T> {
        let text = self.text_if(name)?;
        let word = serde_json::from_value(Value::String(text.to_owned())).ok();
        if word.is_none() {
            self.fault(name, format!("must be one of {words}"));
        }
        word
    }

    /// A truth value that may be absent.
    pub(super) fn truth_if(&mut self, name: &'static str) -> Option<bool> {
        let value = self.raw(name)?;
        let truth = value.as_bool();
        if truth.is_none() {
            self.fault(name, format!("must be true or false, not {}", kind(value)));
        }
        truth
    }

    /// A whole number from zero on that may be absent.
    pub(super) fn whole_if(&mut self, name: &'static str) -> Option<u64> {
        let value = self.raw(name)?;
        let number = value.as_u64();
        if number.is_none() {
            self.fault(name, "must be a whole number from 0 on");
        }
        number
    }

    /// Whether a field stands there with a value; it counts as known.
    pub(super) fn has(&mut self, name: &'static str) -> bool {
        self.raw(name).is_some()
    }

    /// The value of a field as it stands, if it is there.
    pub(super) fn value_if(&mut self, name: &'static str) -> Option<&'a Value> {
        self.raw(name)
    }

    /// Ends the reading: every fault, and every field that nobody asked for.
    ///
    /// # Errors
    /// One problem with all faults, in the order in which they were found.
    pub(super) fn end(mut self) -> Result<(), Problem> {
        let unknown: Vec<&String> = self.object.keys().filter(|name| !self.known.contains(name.as_str())).collect();
        for name in unknown {
            let known = self.known.iter().copied();
            let near = known.min_by_key(|known| strsim::damerau_levenshtein(known, name));
            let near = near.filter(|near| strsim::damerau_levenshtein(near, name) <= 3);
            let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            self.faults.push(Fault::new(format!("/{}", escaped(name)), format!("is not a known field{hint}")));
        }
        if self.faults.is_empty() { Ok(()) } else { Err(Problem::unfit(self.faults)) }
    }
}

/// A name as a part of a JSON pointer (RFC 6901).
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// What kind of JSON a value is, for people.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::{Language, Price, Quantity, Side};

    #[test]
    fn every_fault_is_told_at_its_pointer() {
        let body = json!({"side": "bid", "price": 12.5, "quantity": "1.5", "qantity": "1", "a/b": 1});
        let mut fields = Fields::of(&body).expect("an object");
        let side: Option<Side> = fields.word("side", "`buy`, `sell`");
        let price: Option<Price> = fields.parsed_if("price");
        let quantity: Option<Quantity> = fields.parsed("quantity");
        assert!(side.is_none() && price.is_none() && quantity.is_none());
        assert!(fields.text("instrument").is_none());
        let document = fields.end().expect_err("nothing fits").document(Language::En);
        let errors = document["errors"].as_array().expect("faults").iter();
        let pointers: Vec<_> = errors.map(|error| error["pointer"].as_str().expect("a pointer")).collect();
        assert_eq!(pointers, ["/side", "/price", "/quantity", "/instrument", "/qantity", "/a~1b"]);
        assert!(document["errors"][4]["detail"].as_str().expect("a text").contains("`quantity`"));
    }

    #[test]
    fn null_is_absent() {
        let body = json!({"price": null});
        let mut fields = Fields::of(&body).expect("an object");
        assert_eq!(fields.parsed_if::<Price>("price"), None);
        assert!(fields.end().is_ok());
    }

    #[test]
    fn what_is_no_object_is_told_whole() {
        let problem = Fields::of(&json!([1])).expect_err("an array");
        assert_eq!(problem.document(Language::En)["errors"][0]["pointer"], "");
    }
}
