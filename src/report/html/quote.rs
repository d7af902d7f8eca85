//! Words that are not the report's own: of dossiers, sources, people. Each says in which language it stands where that is
//! not the language of the page, so that a screen reader speaks it rightly.

use std::fmt;

use askama::filters::{Html, HtmlSafe, escape};

use super::words::Words;
use crate::domain::{Language, Phrasebook, Said, Worded};

/// Words as a template shows them: escaped, and marked with their language where it is another one or not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quote {
    words: String,
    /// The tag of the language, empty where nobody has told it; nothing where it is the page's.
    lang: Option<&'static str>,
    /// Whether it is a name, which nobody translates.
    is_name: bool,
}

impl Quote {
    /// Words of the page itself.
    pub(super) fn own(words: impl Into<String>) -> Self {
        Self { words: words.into(), lang: None, is_name: false }
    }

    /// A name, the same in every language.
    pub(super) fn name(words: impl Into<String>) -> Self {
        Self { is_name: true, ..Self::own(words) }
    }

    /// Words that stand in a language.
    pub(super) fn of(worded: Worded, page: Words) -> Self {
        let lang = match worded.language {
            Some(language) if language == page.language => None,
            Some(Language::It) => Some("it"),
            Some(Language::En) => Some("en"),
            None => Some(""),
        };
        let lang = lang.filter(|_| has_letters(&worded.words));
        Self { words: worded.words, lang, is_name: false }
    }

    /// Words that somebody wrote, in the language of the page where the phrases have them.
    pub(super) fn written(words: &str, phrases: &Phrasebook, page: Words) -> Self {
        Self::of(phrases.say(words, page.language), page)
    }

    /// What somebody said.
    pub(super) fn said(said: &Said, phrases: &Phrasebook, page: Words) -> Self {
        match said {
            Said::Both(text) => Self::own(text.get(page.language)),
            Said::Own(words) => Self::written(words, phrases, page),
        }
    }

    /// Whether there is nothing to show.
    pub(super) const fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The bare words.
    pub(super) fn words(&self) -> &str {
        &self.words
    }

    /// Other words in the same language.
    pub(super) fn with(&self, words: &str) -> Self {
        Self { words: words.to_owned(), ..self.clone() }
    }
}

fn has_letters(words: &str) -> bool {
    words.chars().any(char::is_alphabetic)
}

impl HtmlSafe for Quote {}

impl fmt::Display for Quote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = escape(&self.words, Html).map_err(|_| fmt::Error)?;
        match (self.lang, self.is_name) {
            (Some(lang), _) => write!(f, "<span lang=\"{lang}\">{words}</span>"),
            (None, true) => write!(f, "<span translate=\"no\">{words}</span>"),
            (None, false) => write!(f, "{words}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Text, Translations};

    #[test]
    fn words_in_another_language_say_so_and_nothing_escapes() {
        let text = Text { it: "mesi & giorni".into(), en: "months & days".into() };
        let book = Phrasebook::of(Some(&Translations { format: 1, phrases: vec![text] }));
        let shown = |words: &str, language| Quote::written(words, &book, Words { language }).to_string();
        assert_eq!(shown("months & days", Language::It), "mesi &#38; giorni");
        assert_eq!(shown("<years>", Language::It), "<span lang=\"\">&#60;years&#62;</span>");
        assert_eq!(shown("42", Language::It), "42");
        let italian = Worded { words: "sì".into(), language: Some(Language::It) };
        assert_eq!(Quote::of(italian, Words { language: Language::En }).to_string(), "<span lang=\"it\">sì</span>");
        assert_eq!(Quote::name("Cura").to_string(), "<span translate=\"no\">Cura</span>");
    }
}
