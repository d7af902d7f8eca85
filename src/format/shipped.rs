//! Names of shipped tables inside a file: where a schema says so, a name stands for the table that ships under it.
//!
//! The schema says so with `x-shipped-table`: the key of the parameter file whose value is meant, or nothing for the
//! whole file. What is read is always the table itself, so that a file that is written again stands alone.

use serde_json::Value;
use toml::de::DeTable;

use super::library;
use super::node::{Content, Fault, Node, join};
use super::schema_view::SchemaView;

/// The keyword of a schema that allows the name of a parameter file in place of what it holds under a key.
const KEYWORD: &str = "x-shipped-table";
/// Where such files ship.
const FOLDER: &str = "parameters";

/// The tree with each name replaced by the table that it means; nothing when the schema allows no such name.
///
/// # Errors
/// The names under which nothing ships.
pub(super) fn expanded(root: &Node, schema: &Value) -> Result<Option<Node>, Vec<Fault>> {
    if !mentions(schema) {
        return Ok(None);
    }
    let mut tree = root.clone();
    let mut faults = Vec::new();
    expand(&mut tree, SchemaView::root(schema), "", &mut faults);
    if faults.is_empty() { Ok(Some(tree)) } else { Err(faults) }
}

fn mentions(schema: &Value) -> bool {
    match schema {
        Value::Object(entries) => entries.contains_key(KEYWORD) || entries.values().any(mentions),
        Value::Array(items) => items.iter().any(mentions),
        _ => false,
    }
}

fn expand(node: &mut Node, schema: SchemaView<'_>, pointer: &str, faults: &mut Vec<Fault>) {
    let schema = schema.resolved();
    if let (Some(key), Content::Text(name)) = (schema.word(KEYWORD), &node.content) {
        match table(name, key) {
            Ok(content) => node.content = content,
            Err(detail) => faults.push(Fault { pointer: pointer.to_owned(), detail }),
        }
        return;
    }
    for alternative in schema.alternatives() {
        if !matches!(node.content, Content::Text(_)) && alternative.accepts(node) {
            expand(node, alternative, pointer, faults);
        }
    }
    match &mut node.content {
        Content::Table(entries) => {
            let object = schema.object();
            for (key, child) in entries {
                if let Some(schema) = object.property(key) {
                    expand(child, schema, &join(pointer, key), faults);
                }
            }
        }
        Content::List(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                if let Some(schema) = schema.item(index) {
                    expand(item, schema, &join(pointer, &index.to_string()), faults);
                }
            }
        }
        _ => {}
    }
}

/// What a parameter file holds under a key, or the whole of it where the key is empty.
fn table(name: &str, key: &str) -> Result<Content, String> {
    let text = library::text(FOLDER, name).ok_or_else(|| {
        let known = library::names(FOLDER).join(", ");
        format!("nothing ships in {FOLDER} as `{name}`; there are {known}, or write the table itself")
    })?;
    let file = DeTable::parse(&text).map_err(|error| format!("`{name}` cannot be read: {error}"))?;
    let root = Node::of_toml(file.get_ref());
    if key.is_empty() {
        return Ok(root.content);
    }
    root.child(key).map(|node| node.content.clone()).ok_or_else(|| format!("`{name}` has no `{key}`"))
}

#[cfg(test)]
mod tests {
    use crate::admission::Rulebook;
    use crate::format::{Document, library};

    #[test]
    fn a_rulebook_that_names_its_catalogue_has_it_whole() {
        let text = library::text("rulebooks", "torino-2022").expect("ships");
        assert!(text.contains("\ncatalogue = \"iris-5.3\"\n"));
        let rulebook: Rulebook = Document::parse("r", text.as_bytes()).expect("TOML").decode().expect("fits");
        let catalogue = rulebook.catalogue.as_ref().expect("named");
        assert_eq!(catalogue.metric("PI4060").next().map(|(name, _)| name), Some("Client Individuals: Total"));
        let written = toml::to_string(&rulebook).expect("a table");
        let again: Rulebook = Document::parse("w", written.as_bytes()).expect("TOML").decode().expect("fits");
        assert_eq!(again, rulebook);
    }

    #[test]
    fn a_name_under_which_nothing_ships_is_told_with_its_place_and_what_there_is() {
        let text = library::text("rulebooks", "torino-2022").expect("ships").replace("iris-5.3", "iris-9.9");
        let problems = Document::parse("r", text.as_bytes()).expect("TOML").decode::<Rulebook>().expect_err("no such");
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].message.contains("`iris-9.9`") && problems[0].message.contains("iris-5.3"));
        let line = text.lines().position(|line| line.starts_with("catalogue")).expect("there") + 1;
        assert_eq!(problems[0].place.line, line);
    }
}
