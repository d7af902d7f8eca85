//! What people say in their own words, and the same in the other language where somebody has written it down.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Day, Language, Text};

/// What somebody has said: in both languages, or in one as it was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Said {
    /// In both languages.
    Both(Text),
    /// In words of one's own, whose language nobody has told.
    Own(String),
}

impl Said {
    /// The words for a reader of this language; one's own where there are no others.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match self {
            Self::Both(text) => text.get(language),
            Self::Own(words) => words,
        }
    }

    /// Whether nothing was said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.get(Language::It).is_empty() && self.get(Language::En).is_empty()
    }
}

impl From<Text> for Said {
    fn from(text: Text) -> Self {
        Self::Both(text)
    }
}

impl From<String> for Said {
    fn from(words: String) -> Self {
        Self::Own(words)
    }
}

impl From<&str> for Said {
    fn from(words: &str) -> Self {
        Self::Own(words.to_owned())
    }
}

/// A file of translations: words that dossiers, sources and people use, each in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Translations {
    /// Version of this file's format: 1.
    pub format: u32,
    /// Each stretch of words in both languages, whole as it stands in the other files.
    pub phrases: Vec<Text>,
}

impl Translations {
    /// Everything that is wrong with the file: another format, a phrase that lacks a language or comes twice. Pairs of
    /// pointer and sentence.
    #[must_use]
    pub fn faults(&self) -> Vec<(String, String)> {
        let mut faults = Vec::new();
        if self.format != 1 {
            faults.push(("/format".to_owned(), "this program reads format 1".to_owned()));
        }
        let mut seen = BTreeMap::new();
        for (index, phrase) in self.phrases.iter().enumerate() {
            for (key, words) in [("it", &phrase.it), ("en", &phrase.en)] {
                let pointer = format!("/phrases/{index}/{key}");
                if words.trim().is_empty() {
                    faults.push((pointer, "a phrase has words in both languages".to_owned()));
                } else if let Some(first) = seen.insert((key, words.as_str()), index) {
                    faults.push((pointer, format!("phrase {} says this too: a phrase is translated once", first + 1)));
                }
            }
        }
        faults
    }
}

/// Words for a reader, and the language in which they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worded {
    /// The words.
    pub words: String,
    /// Their language; nothing where nobody has told it.
    pub language: Option<Language>,
}

/// How a source that is an assumption begins in English, and in Italian.
const ASSUMED: [&str; 2] = ["assumed: ", "ipotesi: "];

/// Finds words in the other language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Phrasebook {
    texts: Vec<Text>,
    by_words: BTreeMap<String, usize>,
}

impl Phrasebook {
    /// A book of these phrases.
    #[must_use]
    pub fn of(translations: Option<&Translations>) -> Self {
        let texts = translations.map(|file| file.phrases.clone()).unwrap_or_default();
        let both = |(at, text): (usize, &Text)| [(text.it.clone(), at), (text.en.clone(), at)];
        let by_words = texts.iter().enumerate().flat_map(both).collect();
        Self { texts, by_words }
    }

    /// Words in the language of the reader, if the book has them; else as they were written. The word before an assumption
    /// (`assumed: `) and the day after a source are no part of a phrase.
    #[must_use]
    pub fn say(&self, words: &str, language: Language) -> Worded {
        if let Some(&at) = self.by_words.get(words) {
            return Worded { words: self.texts[at].get(language).to_owned(), language: Some(language) };
        }
        if let Some(rest) = words.strip_prefix(ASSUMED[0]) {
            let begins = if language == Language::It { ASSUMED[1] } else { ASSUMED[0] };
            let rest = self.say(rest, language);
            return match rest.language {
                Some(_) => Worded { words: format!("{begins}{}", rest.words), ..rest },
                None => Worded { words: words.to_owned(), language: None },
            };
        }
        if let Some((rest, day)) = dated(words) {
            let rest = self.say(rest, language);
            return Worded { words: format!("{}{day}", rest.words), ..rest };
        }
        Worded { words: words.to_owned(), language: None }
    }
}

/// Words and the day in brackets that ends them: when a source was read.
fn dated(words: &str) -> Option<(&str, &str)> {
    let (rest, day) = words.strip_suffix(')')?.rsplit_once(" (")?;
    day.parse::<Day>().ok()?;
    Some((rest, &words[rest.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(phrases: &[(&str, &str)]) -> Translations {
        let text = |&(it, en): &(&str, &str)| Text { it: it.into(), en: en.into() };
        Translations { format: 1, phrases: phrases.iter().map(text).collect() }
    }

    #[test]
    fn words_are_found_from_either_language_and_otherwise_stay_what_they_were() {
        let book = Phrasebook::of(Some(&file(&[("mesi", "months")])));
        let said = |words: &str, language| book.say(words, language);
        let worded = |words: &str, language| Worded { words: words.into(), language };
        assert_eq!(said("months", Language::It), worded("mesi", Some(Language::It)));
        assert_eq!(said("mesi", Language::En), worded("months", Some(Language::En)));
        assert_eq!(said("assumed: months", Language::It), worded("ipotesi: mesi", Some(Language::It)));
        assert_eq!(said("assumed: months (2026-11-22)", Language::It).words, "ipotesi: mesi (2026-11-22)");
        assert_eq!(said("assumed: years", Language::It), worded("assumed: years", None));
        assert_eq!(said("Monate", Language::It), worded("Monate", None));
    }

    #[test]
    fn a_phrase_has_two_languages_and_comes_once() {
        assert_eq!(file(&[("a", "b"), ("c", "d")]).faults(), []);
        let faults = file(&[("a", "b"), ("", "d"), ("e", "b")]).faults();
        let pointers: Vec<&str> = faults.iter().map(|(pointer, _)| pointer.as_str()).collect();
        assert_eq!(pointers, ["/phrases/1/it", "/phrases/2/en"]);
    }

    #[test]
    fn what_is_said_is_read_as_a_sentence_or_as_two() {
        let own: Said = serde_json::from_str(r#""why not""#).expect("a sentence");
        assert_eq!((own.get(Language::It), own.is_empty()), ("why not", false));
        let both: Said = serde_json::from_str(r#"{"it":"perché no","en":"why not"}"#).expect("two sentences");
        assert_eq!(both.get(Language::It), "perché no");
        assert!(serde_json::from_str::<Said>(r#"{"it":"perché no"}"#).is_err());
    }
}
