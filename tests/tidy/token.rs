//! Rust source cut into words and signs: comments, documentation and the insides of texts are left out.

/// One word or sign of a source, with the line on which it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    /// The word or sign; `::` is one sign. A plain text keeps its quotes; other texts and characters are `""`.
    pub(crate) text: &'a str,
    /// Its line, from 1.
    pub(crate) line: usize,
    /// Whether it stands in code that only tests compile.
    pub(crate) test: bool,
}

impl Token<'_> {
    /// Whether this is a name or a keyword.
    pub(crate) fn is_word(&self) -> bool {
        self.text.starts_with(|first: char| first == '_' || first.is_alphabetic())
    }

    /// Whether this is a literal such as `1.5`, `1e9` or `2f64`.
    pub(crate) fn is_float(&self) -> bool {
        let digits = self.text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '_');
        let is_number = self.text.starts_with(|first: char| first.is_ascii_digit());
        is_number && (digits.starts_with(['.', 'e', 'E']) || digits.starts_with("f32") || digits.starts_with("f64"))
    }
}

/// All tokens of a source text, those below `#[cfg(test)]` marked.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut cutter = Cutter { text, at: 0, line: 1, out: Vec::new() };
    while cutter.at < text.len() {
        cutter.step();
    }
    mark_tests(&mut cutter.out);
    cutter.out
}

/// Whether the tokens at `at` read as these words and signs.
pub(crate) fn reads(tokens: &[Token<'_>], at: usize, words: &[&str]) -> bool {
    words.iter().enumerate().all(|(offset, word)| tokens.get(at + offset).is_some_and(|token| token.text == *word))
}

/// Where the block ends whose `{` is the first one from `from` on: the place after its `}`, or after a `;` before it.
pub(crate) fn item_end(tokens: &[Token<'_>], from: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(from) {
        match token.text {
            "{" => depth += 1,
            "}" if depth <= 1 => return at + 1,
            "}" => depth -= 1,
            ";" if depth == 0 => return at + 1,
            _ => {}
        }
    }
    tokens.len()
}

/// The place after the `]` of the attribute whose `#` stands at `from`.
fn attribute_end(tokens: &[Token<'_>], from: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(from) {
        match token.text {
            "[" => depth += 1,
            "]" if depth <= 1 => return at + 1,
            "]" => depth -= 1,
            _ => {}
        }
    }
    tokens.len()
}

/// Whether the attribute in front of an item lets only tests compile it.
fn is_for_tests(attribute: &[Token<'_>]) -> bool {
    let has = |word: &str| attribute.iter().any(|token| token.text == word);
    reads(attribute, 0, &["#", "[", "cfg", "("]) && has("test") && !has("not")
}

fn mark_tests(tokens: &mut [Token<'_>]) {
    let mut at = 0;
    while at < tokens.len() {
        if !reads(tokens, at, &["#", "["]) {
            at += 1;
            continue;
        }
        let end = attribute_end(tokens, at);
        if !is_for_tests(&tokens[at..end]) {
            at = end;
            continue;
        }
        let mut item = end;
        while reads(tokens, item, &["#", "["]) {
            item = attribute_end(tokens, item);
        }
        let end = item_end(tokens, item);
        tokens[at..end].iter_mut().for_each(|token| token.test = true);
        at = end;
    }
}

/// Walks over a text and keeps what is code.
struct Cutter<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    out: Vec<Token<'a>>,
}

impl<'a> Cutter<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn step(&mut self) {
        let rest = self.rest();
        let first = rest.chars().next().expect("the caller stops at the end");
        if first.is_whitespace() {
            self.skip(first.len_utf8());
        } else if rest.starts_with("//") {
            self.skip(rest.find('\n').unwrap_or(rest.len()));
        } else if rest.starts_with("/*") {
            self.skip(comment_length(rest));
        } else if let Some(length) = literal_length(rest) {
            let text = if first == '"' { &rest[..length] } else { "\"\"" };
            self.push(text, length);
        } else if first == '\'' {
            // A lifetime: the mark goes, its name goes with it.
            self.skip(1 + word_length(&rest[1..]));
        } else if first == '_' || first.is_alphabetic() {
            let raw = if rest.starts_with("r#") { 2 } else { 0 };
            let length = raw + word_length(&rest[raw..]);
            self.push(&rest[raw..length], length);
        } else if first.is_ascii_digit() {
            let length = self.number_length();
            self.push(&rest[..length], length);
        } else {
            let length = if rest.starts_with("::") { 2 } else { first.len_utf8() };
            self.push(&rest[..length], length);
        }
    }

    fn skip(&mut self, length: usize) {
        self.line += self.rest()[..length].matches('\n').count();
        self.at += length;
    }

    fn push(&mut self, text: &'a str, length: usize) {
        self.out.push(Token { text, line: self.line, test: false });
        self.skip(length);
    }

    /// Digits, a suffix, and a fraction unless this is a tuple's field (`pair.0.1`) or a range (`0..9`).
    fn number_length(&self) -> usize {
        let rest = self.rest();
        let whole = word_length(rest);
        let after_point = rest[whole..].strip_prefix('.').map(|rest| rest.chars().next());
        let is_field = self.out.last().is_some_and(|token| token.text == ".");
        match after_point {
            Some(Some(next)) if !is_field && next.is_ascii_digit() => whole + 1 + word_length(&rest[whole + 1..]),
            Some(next) if !is_field && next.is_none_or(|next| next != '.' && next != '_' && !next.is_alphabetic()) => {
                whole + 1
            }
            _ => whole,
        }
    }
}

fn word_length(text: &str) -> usize {
    text.find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(text.len())
}

/// The length of a block comment, those nested in it included.
fn comment_length(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest.starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    at
}

/// The length of a text or character literal of any kind that begins here.
fn literal_length(text: &str) -> Option<usize> {
    let prefix = text.find(|c: char| !matches!(c, 'b' | 'c' | 'r')).filter(|&length| length <= 2)?;
    let rest = &text[prefix..];
    if text[..prefix].contains('r') {
        let hashes = rest.find(|c: char| c != '#')?;
        rest[hashes..].strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        let body = prefix + hashes + 1;
        return Some(text[body..].find(&end).map_or(text.len(), |length| body + length + end.len()));
    }
    match rest.chars().next()? {
        '"' => Some(prefix + quoted_length(rest, '"')),
        '\'' => {
            let mut inner = rest[1..].chars();
            let is_character = inner.next()? == '\\' || inner.next() == Some('\'');
            is_character.then(|| prefix + quoted_length(rest, '\''))
        }
        _ => None,
    }
}

/// The length of a literal that ends at the next mark without a `\` before it.
fn quoted_length(text: &str, mark: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == mark => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}
