//! Standard output: data, in colour only where a person looks at it.

use std::io::{ErrorKind, IsTerminal, Write, stdout};

use super::Failure;

/// Writes data to standard output. A reader that has gone away is no failure.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut out = stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::Environment(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// The word that files use for one of an enum's values.
pub(super) fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// How words are set off on standard output.
#[derive(Debug, Clone, Copy)]
pub(super) struct Palette {
    is_coloured: bool,
}

/// What a word means to the eye.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Good,
    Warning,
    Bad,
    Strong,
    Faint,
}

impl Palette {
    /// Colours on a terminal, unless `NO_COLOR` is set or the terminal is a dumb one.
    pub(super) fn of_stdout() -> Self {
        let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self { is_coloured: stdout().is_terminal() && !is_set("NO_COLOR") && !is_dumb }
    }

    /// Without colours.
    #[cfg(test)]
    pub(super) const fn plain() -> Self {
        Self { is_coloured: false }
    }

    /// A word in its colour.
    pub(super) fn paint(self, tone: Tone, text: &str) -> String {
        let code = match tone {
            Tone::Good => "32",
            Tone::Warning => "33",
            Tone::Bad => "31",
            Tone::Strong => "1",
            Tone::Faint => "2",
        };
        if self.is_coloured { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// A text in lines of at most `width` characters, each indented.
pub(super) fn wrapped(text: &str, indent: usize, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    let indented = lines.iter().map(|line| format!("{}{line}\n", " ".repeat(indent)));
    indented.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_wrapped_by_characters_and_indented() {
        assert_eq!(wrapped("perché è così bello", 2, 10), "  perché è\n  così bello\n");
        assert_eq!(wrapped("averylongaddress.example/path b", 0, 5), "averylongaddress.example/path\nb\n");
        assert_eq!(wrapped("", 2, 10), "");
    }

    #[test]
    fn without_a_terminal_nothing_is_coloured() {
        assert_eq!(Palette::plain().paint(Tone::Bad, "refused"), "refused");
        assert_eq!(Palette { is_coloured: true }.paint(Tone::Bad, "x"), "\u{1b}[31mx\u{1b}[0m");
    }
}
