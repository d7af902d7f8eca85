//! All that one rulebook says, by section: read from what it writes itself, so that nothing can be forgotten.

use serde_json::{Map, Value};

use crate::admission::Rulebook;
use crate::cli::output::{Palette, Tone, wrapped};
use crate::domain::Language;

const WIDTH: usize = 98;
/// What is told above the sections, and tables that have files of their own.
const ELSEWHERE: [&str; 6] = ["format", "name", "title", "legal_forms", "catalogue", "metrics"];

/// The sheet of a rulebook.
pub(super) fn of(rulebook: &Rulebook, language: Language, palette: Palette) -> String {
    let tree = serde_json::to_value(rulebook).expect("a rulebook has text keys");
    let sheet = Sheet { language, palette };
    let title = palette.paint(Tone::Strong, rulebook.title.get(language));
    let mut text = format!("{title}\n{}\n", rulebook.name);
    for (key, section) in tree.as_object().into_iter().flatten().filter(|(key, _)| !ELSEWHERE.contains(&key.as_str())) {
        let lines = sheet.lines(key, section);
        if !lines.is_empty() {
            text.push_str(&format!("\n{}\n{lines}", palette.paint(Tone::Strong, &format!("[{key}]"))));
        }
    }
    text
}

struct Sheet {
    language: Language,
    palette: Palette,
}

impl Sheet {
    /// What a value says, a line or more for each thing in it.
    fn lines(&self, key: &str, value: &Value) -> String {
        match value {
            Value::Object(table) if table.contains_key("basis") => self.figure(key, table),
            Value::Object(table) => match self.sentence(table) {
                Some(sentence) => wrapped(&format!("{key}: {sentence}"), 2, WIDTH - 2),
                None => table.iter().map(|(key, value)| self.lines(key, value)).collect(),
            },
            Value::Array(items) if items.iter().any(Value::is_object) => {
                items.iter().map(|item| self.lines(key, item)).collect()
            }
            value => wrapped(&format!("{key}: {}", plain(value)), 2, WIDTH - 2),
        }
    }

    fn sentence<'t>(&self, table: &'t Map<String, Value>) -> Option<&'t str> {
        let word = match self.language {
            Language::It => "it",
            Language::En => "en",
        };
        table.get(word).filter(|_| table.len() == 2)?.as_str()
    }

    /// A figure, or a row that says where it comes from.
    fn figure(&self, key: &str, table: &Map<String, Value>) -> String {
        let told = |(name, value): (&String, &Value)| {
            let words = value.as_object().and_then(|inner| self.sentence(inner)).map(str::to_owned);
            let words = words.unwrap_or_else(|| plain(value));
            if name == "value" || name == "currency" { words } else { format!("{name}: {words}") }
        };
        let own = table.iter().filter(|(name, _)| !["basis", "source", "as_of"].contains(&name.as_str()));
        let words: Vec<String> = own.map(told).collect();
        let text = |name: &str| table.get(name).map(plain).unwrap_or_default();
        let source = match (text("basis").as_str(), self.language) {
            ("sourced", Language::It) => format!("fonte: {} ({})", text("source"), text("as_of")),
            ("sourced", Language::En) => format!("source: {} ({})", text("source"), text("as_of")),
            (_, Language::It) => format!("assunto: {}", text("source")),
            (_, Language::En) => format!("assumed: {}", text("source")),
        };
        let joint = if table.contains_key("currency") && table.contains_key("value") { " " } else { "; " };
        let source = self.palette.paint(Tone::Faint, &wrapped(&source, 6, WIDTH - 6));
        format!("{}{source}", wrapped(&format!("{key}: {}", words.join(joint)), 2, WIDTH - 2))
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => "-".to_owned(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}
