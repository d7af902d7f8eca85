//! Builds what is said in both languages.

use std::fmt::Display;

use crate::domain::{OrderType, Price, Side, Text};

/// Sentences in Italian and English that grow together.
#[derive(Debug, Default)]
pub(super) struct Sentences {
    it: String,
    en: String,
}

impl Sentences {
    /// Adds one sentence in each language.
    pub(super) fn say(&mut self, it: impl Display, en: impl Display) -> &mut Self {
        for (text, sentence) in [(&mut self.it, it.to_string()), (&mut self.en, en.to_string())] {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&sentence);
        }
        self
    }

    /// What has been said.
    pub(super) fn text(self) -> Text {
        Text { it: self.it, en: self.en }
    }
}

/// A side as an adjective of an order: `d'acquisto`, `buy`.
pub(super) const fn side_words(side: Side) -> (&'static str, &'static str) {
    match side {
        Side::Buy => ("d'acquisto", "buy"),
        Side::Sell => ("di vendita", "sell"),
    }
}

/// What an order allows: `con limite 10.5`, `without a limit`.
pub(super) fn limit_words(limit: Option<Price>, kind: Option<OrderType>) -> (String, String) {
    match (limit, kind) {
        (Some(limit), _) => (format!("con limite {limit}"), format!("with the limit {limit}")),
        (None, Some(OrderType::MarketToLimit)) => {
            ("market-to-limit ancora senza prezzo".to_owned(), "market-to-limit without a price yet".to_owned())
        }
        (None, _) => ("senza limite".to_owned(), "without a limit".to_owned()),
    }
}

/// The word of the log for a value.
pub(super) fn word(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).ok();
    value.as_ref().and_then(|value| value.as_str()).map(str::to_owned).unwrap_or_default()
}
