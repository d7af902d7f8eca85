//! Comma-separated values as RFC 4180 has them, strictly: quoting is whole or it is an error. Lines end with CRLF or LF.

use std::borrow::Cow;

use super::document::{Place, Problem};

/// One field of a record, with the byte at which it begins.
#[derive(Debug, Clone)]
pub(super) struct Field<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) start: usize,
}

/// What breaks the form of the text at a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) at: usize,
    pub(super) message: &'static str,
}

/// Reads a text record by record.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// The byte at which the record that was read last begins.
    pub(super) began: usize,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, at: 0, began: 0 }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Reads the next record into `fields`; false at the end of the text. A blank line has no field.
    pub(super) fn record(&mut self, fields: &mut Vec<Field<'a>>) -> Result<bool, Broken> {
        fields.clear();
        self.began = self.at;
        if self.at >= self.text.len() {
            return Ok(false);
        }
        if self.line_end()? {
            return Ok(true);
        }
        loop {
            let field = if self.byte() == Some(b'"') { self.quoted()? } else { self.plain()? };
            fields.push(field);
            if self.byte() == Some(b',') {
                self.at += 1;
            } else {
                self.line_end()?;
                return Ok(true);
            }
        }
    }

    /// Passes over the end of a line, or of the text; false when there is something else.
    fn line_end(&mut self) -> Result<bool, Broken> {
        match self.byte() {
            None => Ok(true),
            Some(b'\n') => {
                self.at += 1;
                Ok(true)
            }
            Some(b'\r') if self.text.as_bytes().get(self.at + 1) == Some(&b'\n') => {
                self.at += 2;
                Ok(true)
            }
            Some(b'\r') => Err(Broken { at: self.at, message: "a carriage return without a line feed" }),
            Some(_) => Ok(false),
        }
    }

    /// A field without quotes: up to a comma or the end of the line.
    fn plain(&mut self) -> Result<Field<'a>, Broken> {
        let start = self.at;
        let ends = |byte: &u8| matches!(byte, b',' | b'\n' | b'\r' | b'"');
        let rest = &self.text.as_bytes()[start..];
        self.at = rest.iter().position(ends).map_or(self.text.len(), |length| start + length);
        if self.byte() == Some(b'"') {
            return Err(Broken {
                at: self.at,
                message: "broken quoting: a quote inside a field that has none around it",
            });
        }
        Ok(Field { text: Cow::Borrowed(&self.text[start..self.at]), start })
    }

    /// A field in quotes, in which two quotes stand for one.
    fn quoted(&mut self) -> Result<Field<'a>, Broken> {
        let start = self.at;
        let mut from = start + 1;
        let mut text = Cow::Borrowed("");
        loop {
            let Some(length) = self.text[from..].find('"') else {
                return Err(Broken { at: start, message: "broken quoting: the quote is never closed" });
            };
            let piece = &self.text[from..from + length];
            text = if text.is_empty() { Cow::Borrowed(piece) } else { Cow::Owned(text.into_owned() + piece) };
            self.at = from + length + 1;
            match self.byte() {
                Some(b'"') => {
                    text = Cow::Owned(text.into_owned() + "\"");
                    from = self.at + 1;
                }
                None | Some(b',' | b'\n' | b'\r') => return Ok(Field { text, start }),
                Some(_) => {
                    let message = "broken quoting: after a closing quote comes a comma or the end of the line";
                    return Err(Broken { at: self.at, message });
                }
            }
        }
    }
}

/// The text of a file: UTF-8, without a byte-order mark.
pub(super) fn text<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Problem> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let valid = std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
        let place = Place::of_byte(valid, valid.len());
        Problem { file: file.to_owned(), place, message: "not UTF-8 text".to_owned() }
    })
}

/// Appends a field, in quotes where it needs them.
pub(super) fn write_field(out: &mut String, text: &str) {
    if text.contains([',', '"', '\n', '\r']) {
        out.push('"');
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str) -> Result<Vec<Vec<String>>, Broken> {
        let mut reader = Reader::new(text);
        let (mut fields, mut list) = (Vec::new(), Vec::new());
        while reader.record(&mut fields)? {
            list.push(fields.iter().map(|field| field.text.to_string()).collect());
        }
        Ok(list)
    }

    #[test]
    fn fields_are_split_and_unquoted() {
        let text = "a,\"b,\"\"c\"\"\r\n\",\r\n\"\",x y,z\nlast";
        let expected = [vec!["a", "b,\"c\"\r\n", ""], vec!["", "x y", "z"], vec!["last"]];
        assert_eq!(records(text).expect("well formed"), expected);
    }

    #[test]
    fn a_blank_line_is_a_record_without_fields() {
        let expected: [Vec<&str>; 3] = [vec!["a"], vec![], vec!["b"]];
        assert_eq!(records("a\n\nb\n").expect("well formed"), expected);
        assert_eq!(records("a\r\n\r\nb").expect("well formed"), expected);
    }

    #[test]
    fn broken_quoting_is_told_with_its_byte() {
        for (text, at) in [("a\"b", 1), ("\"a", 0), ("\"a\"b", 3), ("x,\"", 2), ("a\rb", 1), ("a\r", 1)] {
            assert_eq!(records(text).expect_err(text).at, at, "{text:?}");
        }
    }

    #[test]
    fn a_written_field_reads_back() {
        for field in ["plain", "", "a,b", "say \"so\"", "two\nlines", "\r"] {
            let mut line = String::new();
            write_field(&mut line, field);
            line.push_str(",x");
            assert_eq!(records(&line).expect("well formed"), [[field, "x"]]);
        }
    }
}
