//! A file to be filled in, in TOML: what is said stands there, and every other key of the schema waits behind a `#`.

use serde_json::{Map, Value};

use super::schema_view::SchemaView;

/// What people read beside the keys.
pub struct Margin<'a> {
    /// What is asked at a pointer, one line each; places in lists are `*` in it.
    pub asked: &'a dyn Fn(&str) -> Vec<String>,
    /// How a list of allowed words begins: `one of`.
    pub one_of: &'a str,
    /// Whether the schema's own words, which are English, stand where nothing is asked.
    pub describes: bool,
}

/// Writes a sheet for the files of a schema. What `said` says stands there as keys; keys without a value are told in the
/// first entry of their list, each with an example behind a `#`. Notes stand behind `##`.
#[must_use]
pub fn sheet(schema: &Value, said: &Value, margin: &Margin<'_>) -> String {
    let mut writer = Writer { margin, text: String::new() };
    writer.table(SchemaView::root(schema), &Place::default(), said);
    writer.text
}

/// Where a table stands.
#[derive(Debug, Clone, Default)]
struct Place {
    /// Its name in brackets; empty for the file itself.
    header: String,
    /// What its keys begin with, where it is written as dotted keys.
    prefix: String,
    /// Its pointer, with `*` for places in lists.
    pointer: String,
    /// Whether it is an entry of a list, and not the first.
    is_next: bool,
}

impl Place {
    fn pointer_of(&self, key: &str) -> String {
        format!("{}/{key}", self.pointer)
    }

    /// A table of its own below this one.
    fn below(&self, key: &str) -> Self {
        let header = if self.header.is_empty() { key.to_owned() } else { format!("{}.{key}", self.header) };
        Self { header, prefix: String::new(), pointer: self.pointer_of(key), is_next: self.is_next }
    }

    /// A table that is written as dotted keys of this one.
    fn within(&self, key: &str) -> Self {
        Self { prefix: format!("{}{key}.", self.prefix), pointer: self.pointer_of(key), ..self.clone() }
    }

    /// An entry of the list that stands here.
    fn entry(self, index: usize) -> Self {
        Self { pointer: format!("{}/*", self.pointer), is_next: index > 0, ..self }
    }

    fn is_in_list(&self) -> bool {
        self.pointer.contains('*')
    }
}

/// How a value is written.
enum Form<'a> {
    /// As a key with a value.
    Value,
    /// As a table.
    Table,
    /// As a table for each entry.
    Tables(SchemaView<'a>),
}

struct Writer<'a> {
    margin: &'a Margin<'a>,
    text: String,
}

impl Writer<'_> {
    /// The keys of a table, then the tables below it: TOML wants them in this order.
    fn table(&mut self, view: SchemaView<'_>, place: &Place, said: &Value) {
        let mut later = Vec::new();
        for (key, view) in members(view) {
            let value = said.get(key).unwrap_or(&Value::Null);
            match form(view) {
                Form::Table if !place.header.is_empty() => {
                    let within = place.within(key);
                    if !place.is_next {
                        self.notes(view, &within.pointer);
                    }
                    self.table(view, &within, value);
                }
                Form::Tables(item) if !place.is_in_list() && place.prefix.is_empty() => {
                    later.push((key, view, Some(item), value))
                }
                Form::Table => later.push((key, view, None, value)),
                Form::Tables(_) | Form::Value => self.key(view, place, key, value),
            }
        }
        for (key, view, item, value) in later {
            let below = place.below(key);
            self.text.push('\n');
            self.notes(view, &below.pointer);
            match item {
                None => self.section(view, &below, ("[", "]"), value),
                Some(item) => self.entries(item, &below, value),
            }
        }
    }

    fn entries(&mut self, item: SchemaView<'_>, place: &Place, said: &Value) {
        let blank = Value::Null;
        let entries = said.as_array().filter(|list| !list.is_empty());
        for (index, entry) in entries.map_or(std::slice::from_ref(&blank), Vec::as_slice).iter().enumerate() {
            if index > 0 {
                self.text.push('\n');
            }
            self.section(item, &place.clone().entry(index), ("[[", "]]"), entry);
        }
    }

    fn section(&mut self, view: SchemaView<'_>, place: &Place, (open, close): (&str, &str), said: &Value) {
        self.text.push_str(&format!("{open}{}{close}\n", place.header));
        self.table(view, place, said);
    }

    /// What is asked of a table or of a key, or else what it is.
    fn notes(&mut self, view: SchemaView<'_>, pointer: &str) {
        let asked = (self.margin.asked)(pointer);
        let described = view.word("description").filter(|_| asked.is_empty() && self.margin.describes);
        asked.iter().for_each(|line| self.note(line));
        described.into_iter().flat_map(str::lines).for_each(|line| self.note(line.trim()));
    }

    fn note(&mut self, line: &str) {
        self.text.push_str(&format!("## {line}\n"));
    }

    fn key(&mut self, view: SchemaView<'_>, place: &Place, key: &str, said: &Value) {
        let is_said = !said.is_null() && said.as_array().is_none_or(|list| !list.is_empty());
        if place.is_next && !is_said {
            return;
        }
        if !place.is_next {
            self.notes(view, &place.pointer_of(key));
            if let Some(words) = present(view).words() {
                self.note(&format!("{}: {}", self.margin.one_of, words.join(", ")));
            }
        }
        let (mark, value) = if is_said { ("", said.clone()) } else { ("#", example(view)) };
        let value = toml::Value::try_from(value).expect("a value without null is TOML");
        self.text.push_str(&format!("{mark}{}{key} = {value}\n", place.prefix));
    }
}

/// The keys of a table.
fn members<'a>(view: SchemaView<'a>) -> Vec<(&'a str, SchemaView<'a>)> {
    let object = present(view).resolved().object();
    let keys: Vec<&str> = object.keys().collect();
    keys.into_iter().filter_map(|key| Some((key, object.property(key)?))).collect()
}

fn form(view: SchemaView<'_>) -> Form<'_> {
    let view = present(view);
    match view.resolved().item(0) {
        _ if is_table(view) => Form::Table,
        Some(item) if is_table(present(item)) => Form::Tables(item),
        _ => Form::Value,
    }
}

fn is_table(view: SchemaView<'_>) -> bool {
    view.text_type().is_none() && view.resolved().object().keys().next().is_some()
}

/// What a value is when it is there.
fn present(view: SchemaView<'_>) -> SchemaView<'_> {
    if view.text_type().is_some() {
        return view;
    }
    let alternatives = view.resolved().alternatives();
    let mut some = alternatives.into_iter().filter(|alternative| !alternative.is_null());
    match (some.next(), some.next()) {
        (Some(only), None) => present(only),
        _ => view,
    }
}

/// A value that fits, for who has none yet.
fn example(view: SchemaView<'_>) -> Value {
    let view = present(view);
    if let Some(text_type) = view.text_type() {
        return text_type.example.into();
    }
    if let Some(word) = view.words().and_then(|words| words.first().copied()) {
        return word.into();
    }
    let resolved = view.resolved();
    if let Some(item) = resolved.item(0) {
        return Value::Array(vec![example(item)]);
    }
    if is_table(view) {
        return members(view)
            .into_iter()
            .map(|(key, view)| (key.to_owned(), example(view)))
            .collect::<Map<_, _>>()
            .into();
    }
    match resolved.types().first() {
        Some(&"boolean") => true.into(),
        Some(&"integer") => 1.into(),
        _ => "...".into(),
    }
}
