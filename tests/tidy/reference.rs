//! The paths that a source names, made absolute: `super::super::engine::Event` in `src/market/book.rs` is
//! `crate::engine::Event`.

use super::token::{Token, reads};

/// One path in a source.
#[derive(Debug)]
pub(crate) struct Reference<'a> {
    /// Its parts, `crate` first when it lies in the house.
    pub(crate) segments: Vec<&'a str>,
    /// The line on which it begins.
    pub(crate) line: usize,
    /// Whether only tests compile it.
    pub(crate) test: bool,
}

/// The module that a file below `src` makes: `src/market/book.rs` makes `market::book`.
fn module_of(path: &str) -> Vec<&str> {
    let inner = path.strip_prefix("src/").unwrap_or(path).trim_end_matches(".rs");
    inner.split('/').filter(|part| !matches!(*part, "mod" | "lib" | "main")).collect()
}

/// Every path in the tokens of the file `path`, those of `use` groups one by one.
pub(crate) fn references<'a>(path: &'a str, tokens: &[Token<'a>]) -> Vec<Reference<'a>> {
    let mut found = Vec::new();
    let mut module = module_of(path);
    let mut inline: Vec<usize> = Vec::new();
    let (mut depth, mut at) = (0_usize, 0);
    while at < tokens.len() {
        let token = tokens[at];
        match token.text {
            "mod" if tokens.get(at + 2).is_some_and(|brace| brace.text == "{") => {
                module.push(tokens[at + 1].text);
                inline.push(depth);
                depth += 1;
                at += 3;
                continue;
            }
            "{" => depth += 1,
            "}" => {
                depth = depth.saturating_sub(1);
                if inline.last() == Some(&depth) {
                    inline.pop();
                    module.pop();
                }
            }
            _ => {}
        }
        let follows = at > 0 && matches!(tokens[at - 1].text, "::" | ".");
        if token.is_word() && !follows {
            let mut paths = Vec::new();
            at = follow(tokens, at, &[], &mut paths);
            found.extend(paths.into_iter().map(|segments| Reference {
                segments: absolute(&module, segments),
                line: token.line,
                test: token.test,
            }));
        } else {
            at += 1;
        }
    }
    found
}

/// Reads the path at `at`, branching at `::{..}`; gives the place after it.
fn follow<'a>(tokens: &[Token<'a>], mut at: usize, before: &[&'a str], out: &mut Vec<Vec<&'a str>>) -> usize {
    let mut path = before.to_vec();
    path.push(tokens[at].text);
    at += 1;
    while reads(tokens, at, &["::"]) {
        match tokens.get(at + 1) {
            Some(next) if next.is_word() || next.text == "*" => {
                path.push(next.text);
                at += 2;
            }
            Some(next) if next.text == "{" => return branch(tokens, at + 2, &path, out),
            _ => break,
        }
    }
    if reads(tokens, at, &["as"]) && path.len() == 1 {
        path.push("as");
    }
    out.push(path);
    at
}

/// Reads the members of a group up to its `}`; gives the place after it.
fn branch<'a>(tokens: &[Token<'a>], mut at: usize, before: &[&'a str], out: &mut Vec<Vec<&'a str>>) -> usize {
    while let Some(token) = tokens.get(at) {
        match token.text {
            "}" => return at + 1,
            "as" => at += 2,
            "*" => {
                out.push([before, &["*"]].concat());
                at += 1;
            }
            _ if token.is_word() => at = follow(tokens, at, before, out),
            _ => at += 1,
        }
    }
    at
}

fn absolute<'a>(module: &[&'a str], segments: Vec<&'a str>) -> Vec<&'a str> {
    let ups = segments.iter().take_while(|segment| **segment == "super").count();
    let base: &[&str] = match segments[0] {
        "super" => &module[..module.len().saturating_sub(ups)],
        "self" => module,
        "borsa_sociale" => &[],
        _ => return segments,
    };
    let rest = &segments[ups.max(1)..];
    [&["crate"], base, rest].concat()
}
