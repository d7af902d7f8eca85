//! `borsa admit --questions`: what a rulebook asks, before a dossier is written.

use serde::Serialize;

use super::WIDTH;
use super::what_if::Rules;
use crate::admission::{Criterion, Question, Severity, questions};
use crate::cli::output::{Palette, Tone, wrapped};
use crate::domain::Language;

/// What `--json` prints for each rulebook.
#[derive(Debug, Serialize)]
struct Asked<'a> {
    rulebook: &'a str,
    questions: Vec<Question>,
}

/// The questions of each rulebook, for a program as one JSON list.
pub(super) fn told(rules: &[Rules], language: Language, json: bool, palette: Palette) -> serde_json::Result<String> {
    let asked = rules.iter().map(|rules| Asked { rulebook: &rules.name, questions: questions(Some(&rules.rulebook)) });
    if json {
        return Ok(format!("{}\n", serde_json::to_string(&asked.collect::<Vec<_>>())?));
    }
    Ok(asked.map(|asked| page(&asked, language, palette)).collect::<Vec<_>>().join("\n"))
}

fn page(asked: &Asked<'_>, language: Language, palette: Palette) -> String {
    let title = match language {
        Language::It => "regolamento",
        Language::En => "rulebook",
    };
    let mut page = format!("{title} {}\n", asked.rulebook);
    for criterion in Criterion::ALL {
        page.push_str(&format!("\n{}\n", palette.paint(Tone::Strong, criterion.title().get(language))));
        for question in asked.questions.iter().filter(|question| question.criterion == criterion) {
            let (tone, word) = weight(question.severity, language);
            page.push_str(&format!(
                "  {}  {}  {}\n",
                question.code,
                palette.paint(tone, word),
                question.reads.join(" ")
            ));
            page.push_str(&wrapped(question.asks.get(language), 8, WIDTH - 8));
        }
    }
    page
}

/// How much a finding weighs, as a terminal shows it.
pub(super) const fn weight(severity: Severity, language: Language) -> (Tone, &'static str) {
    match (severity, language) {
        (Severity::Blocking, Language::It) => (Tone::Bad, "bloccante"),
        (Severity::Blocking, Language::En) => (Tone::Bad, "blocking"),
        (Severity::Condition, Language::It) => (Tone::Warning, "condizione"),
        (Severity::Condition, Language::En) => (Tone::Warning, "condition"),
        (Severity::Note, Language::It) => (Tone::Faint, "nota"),
        (Severity::Note, Language::En) => (Tone::Faint, "note"),
    }
}
