//! Whether the documents list what the code writes and answers: the variants of an enum with their fields, as on the
//! wire, and the addresses of the router.

use super::token::{Token, reads, tokens};

/// The rows that a document must have for an enum: `` | `traded` | `trade`, `instrument`, ``.. with the wire's names.
pub(crate) fn rows(source: &str, name: &str) -> Vec<String> {
    let tokens = tokens(source);
    let start = (0..tokens.len()).find(|&at| reads(&tokens, at, &["enum", name, "{"]));
    let Some(start) = start else { return Vec::new() };
    let parts = parts(&tokens[start + 3..]);
    parts.into_iter().filter_map(|part| row(&part)).collect()
}

/// The rows that a document must have for the keys of a struct: `` | `seed` | ``..
pub(crate) fn keys(source: &str, name: &str) -> Vec<String> {
    let tokens = tokens(source);
    let start = (0..tokens.len()).find(|&at| reads(&tokens, at, &["struct", name, "{"]));
    let Some(start) = start else { return Vec::new() };
    let parts = parts(&tokens[start + 3..]);
    let key = |part: &Vec<Token<'_>>| {
        let (_, rest) = bare(part);
        rest.iter().find(|token| token.text != "pub").map(|token| format!("| `{}` |", token.text))
    };
    parts.iter().filter_map(key).collect()
}

/// What stands between the commas of the first level, up to the bracket that ends it.
fn parts<'a>(tokens: &[Token<'a>]) -> Vec<Vec<Token<'a>>> {
    let mut depth = 0_usize;
    let mut found = vec![Vec::new()];
    for token in tokens {
        match token.text {
            "{" | "(" | "[" | "<" => depth += 1,
            "}" | ")" | "]" | ">" if depth == 0 => break,
            "}" | ")" | "]" | ">" => depth -= 1,
            "," if depth == 0 => {
                found.push(Vec::new());
                continue;
            }
            _ => {}
        }
        found.last_mut().expect("begins with one").push(*token);
    }
    found.retain(|part| !part.is_empty());
    found
}

/// Splits the attributes in front from what they are on.
fn bare<'a, 'b>(part: &'b [Token<'a>]) -> (&'b [Token<'a>], &'b [Token<'a>]) {
    let mut at = 0;
    while reads(part, at, &["#", "["]) {
        let mut depth = 0_usize;
        at += part[at..]
            .iter()
            .position(|token| {
                match token.text {
                    "[" => depth += 1,
                    "]" => depth -= 1,
                    _ => {}
                }
                token.text == "]" && depth == 0
            })
            .map_or(1, |length| length + 1);
    }
    part.split_at(at)
}

fn row(variant: &[Token<'_>]) -> Option<String> {
    let (_, rest) = bare(variant);
    let name = snake(rest.first()?.text);
    let inside = if rest.get(1).is_some_and(|open| open.text == "{") { parts(&rest[2..]) } else { Vec::new() };
    let fields: Vec<String> = inside.iter().filter_map(|part| field(part)).map(|field| format!("`{field}`")).collect();
    Some(format!("| `{name}` | {} |", fields.join(", ")))
}

/// The name of a field on the wire: its own, or the one it is renamed to.
fn field(part: &[Token<'_>]) -> Option<String> {
    let (attributes, rest) = bare(part);
    let renamed = (0..attributes.len()).find(|&at| reads(attributes, at, &["rename", "="]));
    let renamed = renamed.and_then(|at| attributes.get(at + 2)).map(|text| text.text.trim_matches('"').to_owned());
    renamed.or_else(|| Some(rest.first()?.text.to_owned()))
}

/// The addresses in the table of calls: a method, then a text.
pub(crate) fn routes(source: &str) -> Vec<String> {
    const METHODS: [&str; 4] = ["get", "post", "patch", "delete"];
    let tokens = tokens(source);
    let starts = (0..tokens.len()).filter(|&at| METHODS.contains(&tokens[at].text));
    let texts = starts.filter_map(|at| tokens.get(at + 1)?.text.strip_prefix('"')?.strip_suffix('"'));
    texts.map(str::to_owned).collect()
}

fn snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}
