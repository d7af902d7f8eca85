//! What is wrong with a parameter file although its form is right.

use std::collections::BTreeSet;
use std::fmt;

use crate::domain::Code;

/// A problem in a parameter file, with a JSON pointer to its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// JSON pointer (RFC 6901) of the value at fault.
    pub pointer: String,
    /// What is wrong.
    pub detail: String,
}

impl Fault {
    pub(super) fn new(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), detail: detail.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.pointer, self.detail)
    }
}

/// A fault when a file is of another format version than 1.
pub(super) fn format_fault(format: u32) -> Option<Fault> {
    (format != 1).then(|| Fault::new("/format", format!("format {format} is not known; this version reads 1")))
}

/// A fault for each code of a list that came before in it.
pub(super) fn repeated<'a>(list: &str, codes: impl IntoIterator<Item = &'a Code>) -> Vec<Fault> {
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    for (index, code) in codes.into_iter().enumerate() {
        if !seen.insert(code) {
            faults.push(Fault::new(format!("/{list}/{index}/code"), format!("`{code}` is there twice")));
        }
    }
    faults
}
