//! Parameters of an address (`?limit=10&cursor=..`): known ones only, each told at its own pointer.

use std::collections::BTreeMap;
use std::str::FromStr;

use axum::http::Uri;

use super::problem::{Fault, Problem};

/// How many items a list has when nobody says.
const LIMIT: usize = 100;
/// How many at most.
const LIMIT_MAX: usize = 1000;

/// The parameters of one address.
#[derive(Debug, Default)]
pub(super) struct Query {
    values: BTreeMap<String, String>,
}

/// One page of a list.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Page {
    /// Items at most.
    pub(super) limit: usize,
    /// Where the page before ended.
    pub(super) cursor: Option<String>,
}

impl Query {
    /// Reads the parameters, of which only `known` may be there, each once.
    ///
    /// # Errors
    /// A problem at the pointer of a parameter that is not known or stands there twice.
    pub(super) fn of(uri: &Uri, known: &[&str]) -> Result<Self, Problem> {
        let pairs = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(uri)
            .map_err(|error| unfit("", error.to_string()))?;
        let mut query = Self::default();
        for (name, value) in pairs.0 {
            if !known.contains(&name.as_str()) {
                return Err(unfit(&name, "is not a known parameter"));
            }
            if query.values.insert(name.clone(), value).is_some() {
                return Err(unfit(&name, "stands there twice"));
            }
        }
        Ok(query)
    }

    /// A parameter as it stands.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// A parameter as a value of its type.
    ///
    /// # Errors
    /// A problem at its pointer.
    pub(super) fn parsed<T: FromStr>(&self, name: &str, what: &str) -> Result<Option<T>, Problem> {
        let parse = |text: &str| text.parse().map_err(|_| unfit(name, format!("must be {what}")));
        self.text(name).map(parse).transpose()
    }

    /// A whole number within bounds.
    ///
    /// # Errors
    /// A problem at its pointer.
    pub(super) fn whole(&self, name: &str, least: u64, most: u64) -> Result<Option<u64>, Problem> {
        let what = format!("a whole number from {least} to {most}");
        let Some(number) = self.parsed::<u64>(name, &what)? else { return Ok(None) };
        if (least..=most).contains(&number) { Ok(Some(number)) } else { Err(unfit(name, format!("must be {what}"))) }
    }

    /// `limit` and `cursor`.
    ///
    /// # Errors
    /// A problem at `/limit`.
    pub(super) fn page(&self) -> Result<Page, Problem> {
        let limit = self.whole("limit", 1, LIMIT_MAX as u64)?;
        let limit = limit.map_or(LIMIT, |limit| usize::try_from(limit).unwrap_or(LIMIT_MAX));
        Ok(Page { limit, cursor: self.text("cursor").map(str::to_owned) })
    }
}

impl Page {
    /// The cursor as a value of its type.
    ///
    /// # Errors
    /// A problem at `/cursor` when the text is none of our cursors.
    pub(super) fn after<T: FromStr>(&self) -> Result<Option<T>, Problem> {
        let parse = |text: &String| text.parse().map_err(|_| bad_cursor());
        self.cursor.as_ref().map(parse).transpose()
    }
}

/// A cursor that this list never gave.
pub(super) fn bad_cursor() -> Problem {
    unfit("cursor", "is not a cursor that this list gave")
}

/// A parameter that does not fit.
pub(super) fn unfit(name: &str, detail: impl Into<String>) -> Problem {
    Problem::unfit(vec![Fault::new(format!("/{name}"), detail)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Language;

    fn pointer(text: &str) -> String {
        let uri: Uri = text.parse().expect("an address");
        let problem = Query::of(&uri, &["limit", "cursor"]).and_then(|query| query.page()).expect_err("unfit");
        problem.document(Language::En)["errors"][0]["pointer"].as_str().expect("a pointer").to_owned()
    }

    #[test]
    fn limits_are_kept() {
        for text in ["/?limit=0", "/?limit=1001", "/?limit=ten", "/?limit=-1", "/?limit=", "/?limit=1&limit=2"] {
            assert_eq!(pointer(text), "/limit", "{text}");
        }
        assert_eq!(pointer("/?limt=5"), "/limt");
    }

    #[test]
    fn without_a_limit_there_are_a_hundred() {
        let query = Query::of(&Uri::from_static("/v1/trades"), &["limit"]).expect("fits");
        assert_eq!(query.page().expect("fits"), Page { limit: 100, cursor: None });
    }
}
