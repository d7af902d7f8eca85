//! What happened in words of a person: a sentence in Italian and in English for every event of the log.

mod sentences;
mod words;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::domain::{AccountId, Code, Language, Text};
use crate::engine::{Event, Fact};

use sentences::SENTENCES;
use words::word;

/// Tells events in sentences; it knows whose accounts are whose once it has heard of them.
#[derive(Debug, Clone, Default)]
pub struct Chronicle {
    names: BTreeMap<AccountId, Code>,
}

impl Chronicle {
    /// Takes in one event.
    pub fn fold(&mut self, event: &Event) {
        if let Fact::AccountOpened { account, name, .. } = &event.fact {
            self.names.insert(*account, name.clone());
        }
    }

    /// The event in a sentence of each language. An event that has no sentence of its own is told by its name and fields.
    ///
    /// # Panics
    /// Never: an event is made of tables with text keys.
    #[must_use]
    pub fn tell(&self, event: &Event) -> Text {
        let tree = serde_json::to_value(event).expect("an event has string keys only");
        let kind = tree["type"].as_str().unwrap_or_default();
        let Some((_, it, en)) = SENTENCES.iter().find(|(name, ..)| *name == kind) else {
            let plain = plain(&tree);
            return Text { it: plain.clone(), en: plain };
        };
        let say = |language, template| Saying { chronicle: self, tree: &tree, language }.filled(template);
        Text { it: say(Language::It, it), en: say(Language::En, en) }
    }

    /// Whose an account is; its number where it was never opened.
    #[must_use]
    pub fn name(&self, account: AccountId) -> String {
        self.names.get(&account).map_or_else(|| format!("account {account}"), ToString::to_string)
    }
}

/// The type and the fields of an event that has no sentence.
fn plain(tree: &Value) -> String {
    let fields = tree.as_object().into_iter().flatten();
    let fields =
        fields.filter(|(key, value)| !["seq", "input", "time", "type"].contains(&key.as_str()) && !value.is_null());
    let told: Vec<String> = fields.map(|(key, value)| format!("{key} {}", text(value))).collect();
    format!("{}: {}", tree["type"].as_str().unwrap_or_default(), told.join(", "))
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A sentence of one language that is being filled in.
struct Saying<'a> {
    chronicle: &'a Chronicle,
    tree: &'a Value,
    language: Language,
}

impl Saying<'_> {
    /// A template with its `{fields}`; a part in square brackets stands only when all its fields have a value.
    fn filled(&self, template: &str) -> String {
        let mut told = String::new();
        for (index, part) in template.split(['[', ']']).enumerate() {
            let filled = self.part(part);
            let is_optional = index % 2 == 1;
            if !is_optional || filled.is_some() {
                told += &filled.unwrap_or_else(|| self.part_with_gaps(part));
            }
        }
        told
    }

    /// A part with all its fields; nothing when one has no value.
    fn part(&self, part: &str) -> Option<String> {
        let mut told = String::new();
        let mut rest = part;
        while let Some((before, after)) = rest.split_once('{') {
            let (field, after) = after.split_once('}')?;
            told += before;
            told += &self.field(field)?;
            rest = after;
        }
        Some(told + rest)
    }

    fn part_with_gaps(&self, part: &str) -> String {
        let mut told = String::new();
        let mut rest = part;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((field, after)) = after.split_once('}') else { break };
            told += before;
            told += &self.field(field).unwrap_or_else(|| "-".to_owned());
            rest = after;
        }
        told + rest
    }

    /// A field, by its path; `:n` is a number, `:w` a word of the trade, `:a` an account, `:t` an instant to the minute.
    fn field(&self, field: &str) -> Option<String> {
        let (path, form) = field.split_once(':').unwrap_or((field, ""));
        let value = self.tree.pointer(&format!("/{}", path.replace('.', "/")))?;
        Some(match (form, value) {
            (_, Value::Null) => return None,
            (_, Value::Array(list)) if list.is_empty() => return None,
            (_, Value::Object(both)) if both.contains_key("it") => {
                text(&both[if self.language == Language::It { "it" } else { "en" }])
            }
            (_, Value::Array(list)) => list.iter().map(|one| self.element(one)).collect::<Vec<_>>().join("; "),
            ("a", value) => self.account(value),
            ("n", value) => number(&text(value), self.language),
            ("t", value) => minute(&text(value)),
            ("w", value) => word(&text(value), self.language),
            (_, Value::Bool(yes)) => word(if *yes { "true" } else { "false" }, self.language),
            (_, value) => text(value),
        })
    }

    /// An element of a list: a sentence in both languages, something that has one, or as it is.
    fn element(&self, value: &Value) -> String {
        let own = if value.get("it").is_some() { Some(value) } else { value.get("text") };
        let language = if self.language == Language::It { "it" } else { "en" };
        own.and_then(|both| both.get(language)).map_or_else(|| text(value), text)
    }

    fn account(&self, value: &Value) -> String {
        let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
        number.map_or_else(|| text(value), |number| self.chronicle.name(AccountId(number)))
    }
}

/// A canonical decimal as the language writes it: `1.234,5` or `1,234.5`.
pub(super) fn number(canonical: &str, language: Language) -> String {
    let (group, point) = if language == Language::It { ('.', ',') } else { (',', '.') };
    let (sign, digits) = canonical.strip_prefix('-').map_or(("", canonical), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut told = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            told.push(group);
        }
        told.push(digit);
    }
    if !fraction.is_empty() {
        told.push(point);
        told += fraction;
    }
    told
}

/// An instant in UTC to the minute.
fn minute(instant: &str) -> String {
    instant.get(..16).map_or_else(|| instant.to_owned(), |minute| minute.replace('T', " "))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::{InputNumber, Seq, Timestamp};

    fn event(fact: Fact) -> Event {
        Event { seq: Seq(1), input: InputNumber(1), time: Timestamp::from_nanos(0), fact }
    }

    #[test]
    fn every_event_of_the_log_has_its_sentence_in_both_languages() {
        let formats = include_str!("../../docs/FORMATS.md");
        let (_, events) = formats.split_once("\n## Events").expect("a section on events");
        let table = events.split_once("\n## ").map_or(events, |(table, _)| table);
        let kinds = table.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
        let kinds: BTreeSet<&str> = kinds.filter(|kind| *kind != "type").collect();
        let told: BTreeSet<&str> = SENTENCES.iter().map(|(kind, ..)| *kind).collect();
        assert!(kinds.len() > 60);
        assert_eq!(told, kinds, "a line in sentences.rs for every event of docs/FORMATS.md, and for no other");
        for (kind, it, en) in SENTENCES {
            assert_ne!(it, en, "{kind} is not translated");
            let fields = |template: &str| {
                let parts = template.split('{').skip(1).filter_map(|rest| rest.split('}').next());
                parts.map(str::to_owned).collect::<BTreeSet<_>>()
            };
            assert_eq!(fields(it), fields(en), "{kind} tells other fields in the other language");
        }
    }

    #[test]
    fn a_sentence_names_accounts_and_writes_numbers_as_the_language_does() {
        let mut chronicle = Chronicle::default();
        let name: Code = "retail-1".parse().expect("a code");
        let tree = serde_json::json!({"type": "subscribed", "account": 7, "instrument": "PASSO", "quantity": "1250000", "reserved": "1234.5"});
        chronicle.names.insert(AccountId(7), name);
        let say = |language| {
            let (_, it, en) = SENTENCES.iter().find(|(kind, ..)| *kind == "subscribed").expect("a sentence");
            let template = if language == Language::It { it } else { en };
            Saying { chronicle: &chronicle, tree: &tree, language }.filled(template)
        };
        assert!(
            say(Language::It).contains("retail-1") && say(Language::It).contains("1.250.000"),
            "{}",
            say(Language::It)
        );
        assert!(
            say(Language::En).contains("1,250,000") && say(Language::En).contains("1,234.5"),
            "{}",
            say(Language::En)
        );
    }

    #[test]
    fn a_refusal_is_told_in_the_language_of_the_story() {
        let message = Text { it: "non è tuo".to_owned(), en: "not yours".to_owned() };
        let code = "not_owner".to_owned();
        let refused =
            Fact::Rejected { code, message, account: None, instrument: None, order: None, client_order_id: None };
        let told = Chronicle::default().tell(&event(refused));
        assert_eq!(told.it, "Rifiutato: non è tuo (not_owner)");
        assert_eq!(told.en, "Refused: not yours (not_owner)");
    }

    #[test]
    fn a_part_in_brackets_falls_away_without_its_value() {
        let tree = serde_json::json!({"price": null, "quantity": "5", "passed": true, "list": []});
        let chronicle = Chronicle::default();
        let filled = |template| Saying { chronicle: &chronicle, tree: &tree, language: Language::En }.filled(template);
        assert_eq!(filled("{quantity:n}[ at {price:n}]."), "5.");
        assert_eq!(filled("{quantity:n} at {price:n}, {passed}[: {list}]"), "5 at -, yes");
        let killed = chronicle.tell(&event(Fact::Killed { account: None, orders: 3 }));
        assert!(!killed.en.contains('{') && killed.en.contains('3'), "{}", killed.en);
    }
}
