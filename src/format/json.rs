//! JSON texts with the place of every key: `serde_json` says whether a text is JSON, and this walk says where what stands.

use serde_json::Value;

use super::node::{Content, Node};

/// A fault of a JSON text: its byte, and what is wrong there.
pub(super) type Slip = (usize, String);

/// Whether a text is meant as JSON: no TOML begins with a brace.
pub(super) fn is_json(name: &str, text: &str) -> bool {
    let ends_so = std::path::Path::new(name).extension().is_some_and(|end| end.eq_ignore_ascii_case("json"));
    ends_so || text.trim_start().starts_with('{')
}

/// The tree of a JSON text whose first level is an object.
///
/// # Errors
/// The first byte at which it is no JSON, or every key that an object has twice.
pub(super) fn tree(text: &str) -> Result<Node, Vec<Slip>> {
    if let Err(error) = serde_json::from_str::<Value>(text) {
        let told = error.to_string();
        let message = told.split(" at line ").next().unwrap_or_default();
        return Err(vec![(byte_of(text, error.line(), error.column()), format!("not JSON: {message}"))]);
    }
    let mut walk = Walk { text, at: 0, slips: Vec::new() };
    walk.skip_space();
    if walk.peek() != Some(b'{') {
        return Err(vec![(walk.at, "a file here is an object: it begins with `{`".to_owned())]);
    }
    let content = walk.value();
    if walk.slips.is_empty() { Ok(Node { start: 0, content }) } else { Err(walk.slips) }
}

/// The byte of a line and a column as `serde_json` counts them: from 1, and in bytes.
fn byte_of(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    before + column.saturating_sub(1)
}

/// A walk over a text that is known to be JSON; it cannot meet anything that is not.
struct Walk<'a> {
    text: &'a str,
    at: usize,
    slips: Vec<Slip>,
}

impl Walk<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// Passes over spaces and one byte of punctuation, if it stands here.
    fn passes(&mut self, byte: u8) -> bool {
        self.skip_space();
        let stands = self.peek() == Some(byte);
        self.at += usize::from(stands);
        stands
    }

    fn value(&mut self) -> Content {
        match self.peek() {
            Some(b'{') => self.object(),
            Some(b'[') => self.array(),
            Some(b'"') => Content::Text(self.string()),
            _ => self.literal(),
        }
    }

    fn object(&mut self) -> Content {
        let mut entries: Vec<(String, Node)> = Vec::new();
        self.at += 1;
        while !self.passes(b'}') {
            self.passes(b',');
            self.skip_space();
            let start = self.at;
            let key = self.string();
            self.passes(b':');
            self.skip_space();
            let content = self.value();
            if entries.iter().any(|(known, _)| *known == key) {
                self.slips.push((start, format!("the key `{key}` is there twice")));
            } else {
                entries.push((key, Node { start, content }));
            }
        }
        Content::Table(entries)
    }

    fn array(&mut self) -> Content {
        let mut items = Vec::new();
        self.at += 1;
        while !self.passes(b']') {
            self.passes(b',');
            self.skip_space();
            let start = self.at;
            items.push(Node { start, content: self.value() });
        }
        Content::List(items)
    }

    /// A string with its quotes; what it says is left to `serde_json`.
    fn string(&mut self) -> String {
        let start = self.at;
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == b'"' {
                break;
            }
        }
        self.text.get(start..self.at).and_then(|quoted| serde_json::from_str(quoted).ok()).unwrap_or_default()
    }

    fn literal(&mut self) -> Content {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')) {
            self.at += 1;
        }
        let written = self.text.get(start..self.at).unwrap_or_default();
        match serde_json::from_str::<Value>(written) {
            Ok(Value::Bool(value)) => Content::Boolean(value),
            Ok(Value::Number(_)) => {
                written.parse().map_or_else(|_| Content::Float(written.to_owned()), Content::Integer)
            }
            _ => Content::Null,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::admission::Dossier;
    use crate::format::{Document, library};

    fn problems(text: &str) -> Vec<String> {
        let told = match Document::parse("d.json", text.as_bytes()) {
            Ok(document) => document.decode::<Dossier>().err().unwrap_or_default(),
            Err(problems) => problems,
        };
        told.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_problem_has_the_line_and_the_column_of_its_key() {
        let text = "{\n  \"format\": 1,\n  \"company\": {\n    \"nàme\": \"x\", \"syntetic\": true,\n    \"founded_on\": 7\n  }\n}";
        let told = problems(text);
        assert_eq!(told.len(), 3, "{told:#?}");
        assert!(told[0].starts_with("d.json:4:5: unknown key `nàme`"), "{}", told[0]);
        assert!(told[1].starts_with("d.json:4:18: unknown key `syntetic`; the nearest valid key is `synthetic`"));
        assert!(told[2].starts_with("d.json:5:5: `founded_on` must be a string"), "{}", told[2]);
    }

    #[test]
    fn what_is_no_json_is_told_where_it_breaks() {
        let cases = [
            ("{\n  \"a\": 1,,\n}", "d.json:2:10: not JSON"),
            ("{ \"format\": 1", "d.json:1:"),
            ("[1, 2]", "d.json:1:1: a file here is an object"),
            ("{ \"format\": 1, \"format\": 2 }", "d.json:1:16: the key `format` is there twice"),
            ("", "d.json:1:"),
            ("{} x", "d.json:1:4: not JSON"),
        ];
        for (text, expected) in cases {
            let told = problems(text);
            assert!(told.len() == 1 && told[0].starts_with(expected), "{text}: {told:?}");
        }
        let deep = "[".repeat(10_000);
        assert!(problems(&format!("{{\"accounts\": {deep}"))[0].contains("not JSON"));
    }

    #[test]
    fn a_dossier_says_the_same_in_both_forms() {
        for name in library::names("dossiers") {
            let text = library::text("dossiers", &name).expect("ships");
            let read = |name: &str, text: &str| -> Dossier {
                Document::parse(name, text.as_bytes()).expect("well formed").decode().expect("fits")
            };
            let dossier = read("d.toml", &text);
            let json = serde_json::to_string_pretty(&dossier).expect("text keys");
            assert_eq!(read("d.json", &json), dossier, "{name}");
            assert_eq!(read("no-ending", &json), dossier, "{name}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "[\\[\\]{}\",:a1e.\\\\u0-9 \n-]{0,60}") {
            let _ = problems(&text);
        }
    }
}
