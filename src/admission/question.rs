//! How a question of the gate is put: its words, in which cases it is asked, the figure of the rulebook that decides
//! it, and what stands in the dossier where it looks.

use serde_json::{Value, json};

use super::case::{
    Case, is_benefit, is_bond, is_by_statute, is_comparison, is_equity, is_impact_linked, is_market_failure,
    is_outcome_paid, is_start_up, percent,
};
use super::{Rulebook, TeamRole};
use crate::domain::{Language, Rate, Text};

/// A sentence in Italian and in English, as the tables hold it.
pub(super) type Wording = (&'static str, &'static str);

/// The cases in which evidence is asked for.
#[derive(Clone, Copy)]
pub(super) struct When {
    pub(super) holds: fn(&Case<'_>) -> bool,
    /// JSON pointers of all that it depends on.
    pub(super) reads: &'static [&'static str],
}

/// In every case.
pub(super) const ALWAYS: When = When { holds: |_| true, reads: &[] };
/// When a bond is offered.
pub(super) const IS_BOND: When = When { holds: is_bond, reads: &["/instrument/kind"] };
/// When shares of whatever kind are offered.
pub(super) const IS_EQUITY: When = When { holds: is_equity, reads: &["/instrument/kind"] };
/// When the company is a società benefit.
pub(super) const IS_BENEFIT: When = When { holds: is_benefit, reads: &["/company/benefit_company"] };
/// When it is none.
pub(super) const IS_NOT_BENEFIT: When = When { holds: |case| !is_benefit(case), reads: &["/company/benefit_company"] };
/// When the company is a start-up with social vocation.
pub(super) const IS_START_UP: When = When { holds: is_start_up, reads: &["/company/siavs"] };
/// When it is none.
pub(super) const IS_NO_START_UP: When = When { holds: |case| !is_start_up(case), reads: &["/company/siavs"] };
/// When a market failure is argued.
pub(super) const IS_MARKET_FAILURE: When = When { holds: is_market_failure, reads: &["/counterfactual/mode"] };
/// When a comparison with the existing model is argued.
pub(super) const IS_COMPARISON: When = When { holds: is_comparison, reads: &["/counterfactual/mode"] };
/// When the terms depend on a verified result.
pub(super) const IS_IMPACT_LINKED: When = When { holds: is_impact_linked, reads: &["/instrument/impact_link"] };
/// When a third party pays for the result.
pub(super) const IS_OUTCOME_PAID: When = When { holds: is_outcome_paid, reads: &["/instrument/impact_link/kind"] };
/// When the law asks that the statute foresee the instrument.
pub(super) const IS_BY_STATUTE: When =
    When { holds: is_by_statute, reads: &["/instrument/kind", "/company/legal_form"] };

/// Where no other check misses the accounts (`E-17`).
pub(super) const NO_ACCOUNTS_ASKED: When = When { holds: |case| !case.rules.asks("E-17"), reads: &[] };
/// Where no other check misses the figures of the accounts (`E-18`).
pub(super) const NO_FIGURES_ASKED: When = When { holds: |case| !case.rules.asks("E-18"), reads: &[] };
/// Where no other check misses the sector (`E-04`).
pub(super) const NO_SECTOR_ASKED: When = When { holds: |case| !case.rules.asks("E-04"), reads: &[] };
/// Where no other check misses the rule on profits (`I-04`).
pub(super) const NO_RULE_ON_PROFITS_ASKED: When = When { holds: |case| !case.rules.asks("I-04"), reads: &[] };

/// The words as they are.
pub(super) fn text((it, en): Wording) -> Text {
    Text { it: it.to_owned(), en: en.to_owned() }
}

/// The figures of a rulebook by section and name, as questions name them.
pub(super) fn figures(rules: &Rulebook) -> Value {
    json!({
        "eligibility": rules.eligibility,
        "intentionality": rules.intentionality,
        "measurability": rules.measurability,
        "additionality": rules.additionality,
    })
}

/// A question with the rulebook's figures in it: `{measurability.minimum_objectives}` becomes the figure, and
/// `{additionality.impact_use%}` the same as percent.
pub(super) fn asked<'f>((it, en): Wording, figures: impl Fn() -> &'f Value) -> Text {
    let put = |words: &str, language: Language| {
        let mut question = String::with_capacity(words.len());
        let mut rest = words;
        while let Some((before, key, after)) = placeholder(rest) {
            question.push_str(before);
            question.push_str(&figure(figures(), key, language));
            rest = after;
        }
        question + rest
    };
    Text { it: put(it, Language::It), en: put(en, Language::En) }
}

/// The first placeholder of a question: what stands before it, its key, what stands after it.
pub(super) fn placeholder(words: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = words.split_once('{')?;
    let (key, after) = rest.split_once('}')?;
    Some((before, key, after))
}

fn figure(figures: &Value, key: &str, language: Language) -> String {
    let (key, is_percent) = key.strip_suffix('%').map_or((key, false), |key| (key, true));
    let found = figures.pointer(&format!("/{}", key.replace('.', "/")));
    let (value, currency) = (found.and_then(|found| found.get("value")), found.and_then(|found| found.get("currency")));
    match value {
        Some(Value::String(text)) if is_percent => text.parse::<Rate>().map_or_else(|_| text.clone(), percent),
        Some(Value::Array(items)) => items.iter().map(|item| item_name(item, language)).collect::<Vec<_>>().join(", "),
        Some(value) => match (currency.map(plain), language) {
            (None, _) => plain(value),
            (Some(currency), Language::It) => format!("{} {currency}", plain(value)),
            (Some(currency), Language::En) => format!("{currency} {}", plain(value)),
        },
        None => match language {
            Language::It => "(non regolato)".to_owned(),
            Language::En => "(not regulated)".to_owned(),
        },
    }
}

fn item_name(item: &Value, language: Language) -> String {
    let role = serde_json::from_value::<TeamRole>(item.clone());
    role.map_or_else(|_| plain(item), |role| role.title().get(language).to_owned())
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The most characters that a finding shows of what it found.
const SHOWN: usize = 160;

/// What stands at a pointer, as a finding tells it: of a table its keys, of a list of tables how many and what keys.
pub(super) fn found(value: Option<&Value>) -> Option<String> {
    let whole = outline(value.filter(|value| !value.is_null())?);
    match whole.char_indices().nth(SHOWN) {
        Some((end, _)) => Some(format!("{}…", &whole[..end])),
        None => Some(whole),
    }
}

fn outline(value: &Value) -> String {
    match value {
        Value::Object(entries) => format!("{{{}}}", entries.keys().map(String::as_str).collect::<Vec<_>>().join(", ")),
        Value::Array(items) => match items.first() {
            Some(first) if first.is_object() => format!("{} × {}", items.len(), outline(first)),
            _ => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        },
        _ => plain(value),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_found_reads_as_text_and_not_as_code() {
        let cases = [
            (json!("4"), "4"),
            (json!(["one", "two"]), "one, two"),
            (json!({"low": "0.2", "high": "0.5"}), "{low, high}"),
            (json!([{"code": "a", "kind": "output"}, {"code": "b"}]), "2 × {code, kind}"),
        ];
        for (value, expected) in cases {
            assert_eq!(found(Some(&value)).as_deref(), Some(expected));
        }
        assert_eq!(found(Some(&Value::Null)), None);
        assert_eq!(found(Some(&json!("x".repeat(200)))).map(|text| text.chars().count()), Some(SHOWN + 1));
    }
}
