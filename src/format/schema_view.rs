//! What a JSON Schema says about one value, with its references followed.

use serde_json::Value;

use super::node::{Content, Node};
use super::texts::{self, TextType};

const DEFINITIONS: &str = "#/$defs/";

/// One schema within a root schema that holds the definitions.
#[derive(Debug, Clone, Copy)]
pub(super) struct SchemaView<'a> {
    root: &'a Value,
    schema: &'a Value,
}

impl<'a> SchemaView<'a> {
    pub(super) fn root(schema: &'a Value) -> Self {
        Self { root: schema, schema }
    }

    fn of(self, schema: &'a Value) -> Self {
        Self { root: self.root, schema }
    }

    fn get(self, key: &str) -> Option<&'a Value> {
        self.schema.get(key)
    }

    fn reference(self) -> Option<&'a str> {
        self.get("$ref")?.as_str()?.strip_prefix(DEFINITIONS)
    }

    fn referred(self) -> Option<Self> {
        let definition = self.root.get("$defs")?.get(self.reference()?)?;
        Some(self.of(definition))
    }

    /// The type of the domain that this value is written as, where it is one.
    pub(super) fn text_type(self) -> Option<&'static TextType> {
        texts::of_schema(self.reference()?)
    }

    /// This schema, or what it refers to when it says nothing of its own.
    pub(super) fn resolved(self) -> Self {
        if self.get("properties").is_some() {
            return self;
        }
        match self.referred() {
            Some(referred) => referred.resolved(),
            None => match self.get("allOf").and_then(Value::as_array).map(Vec::as_slice) {
                Some([only]) => self.of(only).resolved(),
                _ => self,
            },
        }
    }

    /// The schemas of which one must hold; none when there is no choice.
    pub(super) fn alternatives(self) -> Vec<Self> {
        let list = self.get("anyOf").or_else(|| self.get("oneOf")).and_then(Value::as_array);
        list.map_or_else(Vec::new, |list| list.iter().map(|schema| self.of(schema)).collect())
    }

    /// The words that are allowed, when only certain words are.
    pub(super) fn words(self) -> Option<Vec<&'a str>> {
        if let Some(word) = self.get("const") {
            return word.as_str().map(|word| vec![word]);
        }
        let words = |list: &'a Vec<Value>| list.iter().filter_map(Value::as_str).collect();
        if let Some(list) = self.get("enum").and_then(Value::as_array) {
            return Some(words(list));
        }
        let resolved = self.resolved();
        if !std::ptr::eq(resolved.schema, self.schema) {
            return resolved.words();
        }
        let alternatives = self.alternatives();
        let all: Option<Vec<_>> = alternatives.iter().map(|alternative| alternative.words()).collect();
        all.filter(|words| !words.is_empty()).map(|words| words.into_iter().flatten().collect())
    }

    pub(super) fn types(self) -> Vec<&'a str> {
        match self.get("type") {
            Some(Value::String(name)) => vec![name],
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether only JSON's null fits: the absence of an optional value.
    pub(super) fn is_null(self) -> bool {
        self.types() == ["null"]
    }

    /// Whether a value of this sort can be what the schema asks; says nothing of what is inside.
    pub(super) fn accepts(self, node: &Node) -> bool {
        if let Some(text_type) = self.text_type() {
            return match node.content {
                Content::Text(_) => true,
                Content::Moment(_) => text_type.is_moment,
                _ => false,
            };
        }
        let schema = self.resolved();
        let alternatives = schema.alternatives();
        if !alternatives.is_empty() {
            return alternatives.iter().any(|alternative| alternative.accepts(node));
        }
        let types = schema.types();
        let is_word = schema.get("const").or_else(|| schema.get("enum")).is_some();
        types.iter().any(|&name| name == json_type(node) || (name == "number" && json_type(node) == "integer"))
            || (types.is_empty() && (!is_word || json_type(node) == "string"))
    }

    /// What the schema asks for, in words.
    pub(super) fn expectation(self) -> String {
        if self.text_type().is_some() {
            return "a string".to_owned();
        }
        let schema = self.resolved();
        let alternatives = schema.alternatives();
        let names: Vec<String> = if alternatives.is_empty() {
            schema.types().iter().filter_map(|name| expectation(name)).map(str::to_owned).collect()
        } else {
            alternatives.iter().map(|alternative| alternative.expectation()).collect()
        };
        let mut distinct: Vec<String> = Vec::new();
        for name in names.into_iter().filter(|name| !name.is_empty()) {
            if !distinct.contains(&name) {
                distinct.push(name);
            }
        }
        distinct.join(" or ")
    }

    /// What it says about the keys of a table.
    pub(super) fn object(self) -> ObjectView<'a> {
        let mut object = ObjectView { properties: Vec::new(), required: Vec::new(), others: Others::Unsaid };
        self.collect(&mut object);
        object
    }

    fn collect(self, object: &mut ObjectView<'a>) {
        if let Some(properties) = self.get("properties").and_then(Value::as_object) {
            object.properties.extend(properties.iter().map(|(key, schema)| (key.as_str(), self.of(schema))));
        }
        if let Some(required) = self.get("required").and_then(Value::as_array) {
            object.required.extend(required.iter().filter_map(Value::as_str));
        }
        let patterns = self.get("patternProperties").and_then(Value::as_object);
        if let Some(schema) = patterns.and_then(|patterns| patterns.values().next()) {
            object.others = Others::Each(self.of(schema));
        } else if let Some(others) = self.get("additionalProperties") {
            object.others = match others {
                Value::Bool(false) => Others::Refused,
                Value::Bool(true) => Others::Unsaid,
                schema => Others::Each(self.of(schema)),
            };
        }
        if let Some(referred) = self.referred() {
            referred.collect(object);
        }
        for part in self.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            self.of(part).collect(object);
        }
    }

    /// The schema of one element of a list.
    pub(super) fn item(self, index: usize) -> Option<Self> {
        let prefix = self.get("prefixItems").and_then(Value::as_array);
        match prefix.map(|prefix| prefix.get(index)) {
            Some(schema) => schema.map(|schema| self.of(schema)),
            None => self.get("items").filter(|items| items.is_object()).map(|schema| self.of(schema)),
        }
    }

    /// Whether the list has a fixed number of elements.
    pub(super) fn is_tuple(self) -> bool {
        self.get("prefixItems").is_some()
    }

    /// A keyword whose value is a text.
    pub(super) fn word(self, keyword: &str) -> Option<&'a str> {
        self.get(keyword)?.as_str()
    }

    /// A keyword whose value counts something.
    pub(super) fn count(self, keyword: &str) -> Option<usize> {
        self.get(keyword)?.as_u64().and_then(|count| usize::try_from(count).ok())
    }

    /// The least and the greatest integer allowed.
    pub(super) fn integer_range(self) -> (i128, i128) {
        let (least, most) = match self.get("format").and_then(Value::as_str) {
            Some("uint8") => (0, i128::from(u8::MAX)),
            Some("uint16") => (0, i128::from(u16::MAX)),
            Some("uint32") => (0, i128::from(u32::MAX)),
            Some("uint64" | "uint") => (0, i128::from(u64::MAX)),
            Some("int8") => (i128::from(i8::MIN), i128::from(i8::MAX)),
            Some("int16") => (i128::from(i16::MIN), i128::from(i16::MAX)),
            Some("int32") => (i128::from(i32::MIN), i128::from(i32::MAX)),
            Some("int64" | "int") => (i128::from(i64::MIN), i128::from(i64::MAX)),
            _ => (i128::MIN, i128::MAX),
        };
        let bound = |keyword| self.get(keyword).and_then(Value::as_i64).map(i128::from);
        (
            bound("minimum").map_or(least, |bound| bound.max(least)),
            bound("maximum").map_or(most, |bound| bound.min(most)),
        )
    }
}

/// What a schema says about the keys of a table.
#[derive(Debug)]
pub(super) struct ObjectView<'a> {
    properties: Vec<(&'a str, SchemaView<'a>)>,
    required: Vec<&'a str>,
    others: Others<'a>,
}

#[derive(Debug)]
enum Others<'a> {
    Unsaid,
    Refused,
    Each(SchemaView<'a>),
}

impl<'a> ObjectView<'a> {
    /// The schema of the value under a key.
    pub(super) fn property(&self, key: &str) -> Option<SchemaView<'a>> {
        let named = self.properties.iter().find(|(name, _)| *name == key).map(|(_, schema)| *schema);
        named.or(match &self.others {
            Others::Each(schema) => Some(*schema),
            Others::Unsaid | Others::Refused => None,
        })
    }

    /// Whether keys that are not named are refused.
    pub(super) fn is_closed(&self) -> bool {
        matches!(self.others, Others::Refused)
    }

    /// The named keys.
    pub(super) fn keys(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.properties.iter().map(|(key, _)| *key)
    }

    /// The keys that must be there.
    pub(super) fn required(&self) -> &[&'a str] {
        &self.required
    }

    /// The keys whose value is one fixed word: they tell what kind of table this is.
    pub(super) fn tags(&self) -> Vec<&'a str> {
        let is_tag = |schema: &SchemaView<'_>| schema.get("const").is_some();
        self.properties.iter().filter(|(_, schema)| is_tag(schema)).map(|(key, _)| *key).collect()
    }
}

const fn json_type(node: &Node) -> &'static str {
    match node.content {
        Content::Null => "null",
        Content::Boolean(_) => "boolean",
        Content::Integer(_) => "integer",
        Content::Float(_) => "number",
        Content::Text(_) => "string",
        Content::Moment(_) => "moment", // TOML's own dates: no type of JSON
        Content::List(_) => "array",
        Content::Table(_) => "object",
    }
}

fn expectation(name: &str) -> Option<&'static str> {
    match name {
        "boolean" => Some("true or false"),
        "integer" => Some("an integer"),
        "number" => Some("a number"),
        "string" => Some("a string"),
        "array" => Some("a list"),
        "object" => Some("a table"),
        _ => None, // null: TOML has none
    }
}
