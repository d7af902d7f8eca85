//! A piece of evidence: a value that a company sets into its dossier at a JSON pointer.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Dossier;

/// One value for one place of a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Piece {
    /// JSON pointer of the place, such as `/counterfactual/capital_available`. The last part of a list's pointer may be
    /// its length or `-` to add an entry.
    pub pointer: String,
    /// What stands there from now on, written as in a dossier in JSON.
    pub value: Value,
}

/// Why a piece does not go into a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnfitPiece {
    /// Where it was meant to go.
    pub pointer: String,
    /// What is wrong.
    pub detail: String,
}

impl fmt::Display for UnfitPiece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.pointer, self.detail)
    }
}

impl std::error::Error for UnfitPiece {}

/// What says who applies: no piece may change it.
const FIXED: [&str; 3] = ["/format", "/company/id", "/company/synthetic"];

/// Whether a pointer is another or lies below it.
#[must_use]
pub fn is_within(pointer: &str, other: &str) -> bool {
    pointer.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The dossier with the pieces in their places, in the order given.
///
/// # Errors
/// [`UnfitPiece`] for the first piece whose pointer leads nowhere, that says who applies, or whose value does not have
/// the shape of a dossier there.
pub fn amended(dossier: &Dossier, pieces: &[Piece]) -> Result<Dossier, UnfitPiece> {
    let mut tree = serde_json::to_value(dossier).unwrap_or_default();
    let mut result = dossier.clone();
    for piece in pieces {
        let unfit = |detail: String| UnfitPiece { pointer: piece.pointer.clone(), detail };
        if FIXED.iter().any(|fixed| is_within(fixed, &piece.pointer) || is_within(&piece.pointer, fixed)) {
            return Err(unfit("who applies cannot be changed; hand in a part below it".to_owned()));
        }
        place(&mut tree, piece).map_err(unfit)?;
        result = serde_json::from_value(tree.clone()).map_err(|error| unfit(error.to_string()))?;
    }
    Ok(result)
}

fn place(tree: &mut Value, piece: &Piece) -> Result<(), String> {
    let mut parts = piece.pointer.strip_prefix('/').ok_or("a JSON pointer begins with `/`")?.split('/').map(unescaped);
    let mut last = parts.next().unwrap_or_default();
    let mut here = tree;
    for next in parts {
        here = child(here, &last)?;
        last = next;
    }
    *child(here, &last)? = piece.value.clone();
    Ok(())
}

fn unescaped(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}

/// The value at a part of a pointer; a key that is missing is made, and so is the entry that follows the last of a list.
fn child<'a>(here: &'a mut Value, part: &str) -> Result<&'a mut Value, String> {
    if here.is_null() {
        *here = Value::Object(Map::new());
    }
    match here {
        Value::Object(fields) => Ok(fields.entry(part.to_owned()).or_insert(Value::Null)),
        Value::Array(entries) => {
            let length = entries.len();
            let at = if part == "-" { Some(length) } else { part.parse().ok() };
            let at =
                at.filter(|&at| at <= length).ok_or_else(|| format!("the list has {length} entries, not `{part}`"))?;
            if at == length {
                entries.push(Value::Null);
            }
            Ok(&mut entries[at])
        }
        _ => Err(format!("there is nothing below which `{part}` could stand")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::format::{Document, library};

    fn dossier() -> Dossier {
        let text = library::text("dossiers", "nido-sereno").expect("shipped");
        Document::parse("nido", text.as_bytes()).and_then(|document| document.decode()).expect("reads")
    }

    fn piece(pointer: &str, value: Value) -> Piece {
        Piece { pointer: pointer.to_owned(), value }
    }

    #[test]
    fn a_piece_goes_where_its_pointer_says() {
        let pieces = [
            piece("/counterfactual/capital_available", json!("1000000")),
            piece("/objectives/-", json!({"code": "new-one"})),
            piece("/statute/impact_clause", json!("words")),
        ];
        let after = amended(&dossier(), &pieces).expect("they fit");
        let tree = serde_json::to_value(&after).expect("a dossier");
        assert_eq!(tree["counterfactual"]["capital_available"], json!("1000000"));
        assert_eq!(after.objectives.len(), dossier().objectives.len() + 1);
        assert_eq!(amended(&dossier(), &[]), Ok(dossier()));
    }

    #[test]
    fn a_piece_that_does_not_fit_is_told_at_its_pointer() {
        let cases = [
            ("/counterfactual/capital_avaliable", json!("1")),
            ("/counterfactual/capital_available", json!([1])),
            ("/objectives/99", json!({})),
            ("/company/id", json!("another")),
            ("/company", json!({"id": "another"})),
            ("/company/synthetic", json!(false)),
            ("company/sector", json!("health")),
            ("", json!({})),
            ("/instrument/symbol/deeper", json!("X")),
        ];
        for (pointer, value) in cases {
            let refused = amended(&dossier(), &[piece(pointer, value)]).expect_err(pointer);
            assert_eq!(refused.pointer, pointer);
        }
    }

    #[test]
    fn a_pointer_lies_within_itself_and_what_is_above_it() {
        assert!(is_within("/team/0", "/team") && is_within("/team", "/team"));
        assert!(!is_within("/teams", "/team") && !is_within("/team", "/team/0"));
    }
}
