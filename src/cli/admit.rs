//! `borsa admit`: puts one dossier through the gate and prints every finding.

mod export;
mod questions;

use std::path::Path;

use clap::Args;
use serde::Serialize;

use super::output::{Palette, Tone, wrapped};
use super::{Failure, input, output};
use crate::admission::{
    Assessment, Criterion, CriterionOutcome, CriterionResult, Dossier, Finding, Outcome, Rulebook, Severity, assess,
};
use crate::domain::{Language, Text};
use crate::format::{Document, Fault, library};

const EXAMPLES: &str = "\
Examples:
  borsa admit my-dossier.toml                          the gate of Torino, in words
  borsa admit my-dossier.toml --lang it                in Italian
  borsa admit cura-aperta --json                       a shipped dossier, for a program
  borsa admit my-dossier.toml --rulebook mine.toml     under a rulebook of your own
  borsa admit my-dossier.toml --rulebook all --json    under every shipped rulebook: a list
  borsa admit my-dossier.json --json-ld                a JSON dossier as linked data (Common Impact Data Standard)
  borsa admit --questions                              what the gate of Torino asks, before you write";

const WIDTH: usize = 96;

/// Puts one dossier through the gate and prints every finding; exit 0 whatever the outcome.
#[derive(Debug, Args)]
#[command(before_help = EXAMPLES)]
pub(super) struct Admit {
    /// The dossier: a TOML or JSON file, or the name of a shipped one.
    #[arg(required_unless_present = "questions")]
    dossier: Option<String>,
    /// Print what the rulebook asks, with its figures, instead of a verdict.
    #[arg(long, conflicts_with = "dossier")]
    questions: bool,
    /// The rulebook: a TOML file, the name of a shipped one, or `all` shipped ones.
    #[arg(long, value_name = "NAME|FILE", default_value = "torino-2022")]
    rulebook: String,
    /// Print JSON instead of sentences.
    #[arg(long)]
    json: bool,
    /// Print the dossier itself as JSON-LD in terms of the Common Impact Data Standard, instead of a verdict.
    #[arg(long = "json-ld", conflicts_with_all = ["json", "questions"])]
    json_ld: bool,
    /// Language of the sentences: `it` or `en`.
    #[arg(long, value_name = "it|en", default_value = "en", value_parser = super::language)]
    lang: Language,
}

/// What `--json` prints for each rulebook.
#[derive(Debug, Serialize)]
struct Verdict<'a> {
    dossier: &'a str,
    company: &'a str,
    rulebook: String,
    outcome: Outcome,
    criteria: Criteria<'a>,
}

#[derive(Debug, Serialize)]
struct Criteria<'a> {
    eligibility: CriterionVerdict<'a>,
    intentionality: CriterionVerdict<'a>,
    measurability: CriterionVerdict<'a>,
    additionality: CriterionVerdict<'a>,
}

#[derive(Debug, Serialize)]
struct CriterionVerdict<'a> {
    outcome: CriterionOutcome,
    findings: Vec<PlacedFinding<'a>>,
}

/// A finding with the line of its pointer.
#[derive(Debug, Serialize)]
struct PlacedFinding<'a> {
    code: &'a str,
    severity: Severity,
    message: &'a Text,
    pointer: &'a str,
    line: usize,
    source: &'a str,
    asked: &'a Text,
    found: Option<&'a str>,
}

impl Admit {
    /// Reads, assesses, prints.
    pub(super) fn run(&self) -> Result<(), Failure> {
        let Some(dossier) = &self.dossier else { return self.tell_questions() };
        let document = input::document("dossiers", dossier)?;
        let dossier: Dossier = document.decode().map_err(Failure::problems)?;
        let rulebooks = self.rulebooks()?;
        if self.json_ld {
            return output::print(&export::told(&dossier, rulebooks.first().map(|(_, rulebook)| rulebook))?);
        }
        let assessed: Vec<_> =
            rulebooks.iter().map(|(name, rulebook)| (name.clone(), assess(&dossier, rulebook))).collect();
        let company = dossier.company.name.as_deref().unwrap_or_default();
        if !self.json {
            let palette = Palette::of_stdout();
            let pages = assessed.iter().map(|(name, assessment)| {
                Page { document: &document, company, rulebook: name, language: self.lang, palette }.write(assessment)
            });
            return output::print(&pages.collect::<Vec<_>>().join("\n"));
        }
        let verdicts: Vec<_> =
            assessed.iter().map(|(name, assessment)| verdict(&document, company, name, assessment)).collect();
        let text = match verdicts.as_slice() {
            [only] if self.rulebook != "all" => serde_json::to_string(only),
            all => serde_json::to_string(all),
        };
        output::print(&format!("{}\n", text.map_err(|error| Failure::Environment(error.to_string()))?))
    }

    fn tell_questions(&self) -> Result<(), Failure> {
        let text = questions::told(&self.rulebooks()?, self.lang, self.json, Palette::of_stdout());
        output::print(&text.map_err(|error| Failure::Environment(error.to_string()))?)
    }

    /// The rulebooks asked for, by name.
    fn rulebooks(&self) -> Result<Vec<(String, Rulebook)>, Failure> {
        if self.rulebook == "all" {
            return library::names("rulebooks").into_iter().map(|name| Ok((name.clone(), rulebook(&name)?))).collect();
        }
        let file = Path::new(&self.rulebook).file_name().and_then(|name| name.to_str()).unwrap_or(&self.rulebook);
        let name = file.strip_suffix(".toml").or_else(|| file.strip_suffix(".json")).unwrap_or(file).to_owned();
        Ok(vec![(name, rulebook(&self.rulebook)?)])
    }
}

fn rulebook(asked: &str) -> Result<Rulebook, Failure> {
    let document = input::document("rulebooks", asked)?;
    let rulebook: Rulebook = document.decode().map_err(Failure::problems)?;
    let faults = rulebook.faults().into_iter().map(|(pointer, detail)| Fault { pointer, detail }).collect();
    match document.problems(faults) {
        problems if problems.is_empty() => Ok(rulebook),
        problems => Err(Failure::problems(problems)),
    }
}

fn verdict<'a>(document: &'a Document, company: &'a str, rulebook: &str, assessment: &'a Assessment) -> Verdict<'a> {
    let of = |result: &'a CriterionResult| CriterionVerdict {
        outcome: result.outcome,
        findings: result.findings.iter().map(|finding| placed(document, finding)).collect(),
    };
    Verdict {
        dossier: document.name(),
        company,
        rulebook: rulebook.to_owned(),
        outcome: assessment.outcome(),
        criteria: Criteria {
            eligibility: of(&assessment.eligibility),
            intentionality: of(&assessment.intentionality),
            measurability: of(&assessment.measurability),
            additionality: of(&assessment.additionality),
        },
    }
}

fn placed<'a>(document: &Document, finding: &'a Finding) -> PlacedFinding<'a> {
    PlacedFinding {
        code: &finding.code,
        severity: finding.severity,
        message: &finding.message,
        pointer: &finding.pointer,
        line: document.place(&finding.pointer).line,
        source: &finding.source,
        asked: &finding.asked,
        found: finding.found.as_deref(),
    }
}

/// A verdict on a terminal.
struct Page<'a> {
    document: &'a Document,
    company: &'a str,
    rulebook: &'a str,
    language: Language,
    palette: Palette,
}

impl Page<'_> {
    fn say<'t>(&self, it: &'t str, en: &'t str) -> &'t str {
        match self.language {
            Language::It => it,
            Language::En => en,
        }
    }

    fn write(&self, assessment: &Assessment) -> String {
        let company =
            if self.company.is_empty() { self.say("(società senza nome)", "(unnamed company)") } else { self.company };
        let (tone, word) = match assessment.outcome() {
            Outcome::Admitted => (Tone::Good, self.say("AMMESSA", "ADMITTED")),
            Outcome::Conditional => (Tone::Warning, self.say("AMMESSA CON CONDIZIONI", "ADMITTED ON CONDITIONS")),
            Outcome::Refused => (Tone::Bad, self.say("RESPINTA", "REFUSED")),
        };
        let mut page = format!(
            "{}  {}\n{} {}\n\n",
            self.palette.paint(Tone::Strong, company),
            self.palette.paint(tone, word),
            self.say("regolamento", "rulebook"),
            self.rulebook
        );
        for criterion in Criterion::ALL {
            page.push_str(&self.heading(criterion, assessment.criterion(criterion)));
        }
        for criterion in Criterion::ALL {
            let findings = &assessment.criterion(criterion).findings;
            if !findings.is_empty() {
                let title = criterion.title();
                page.push_str(&format!("\n{}\n", self.palette.paint(Tone::Strong, title.get(self.language))));
                findings.iter().for_each(|finding| page.push_str(&self.finding(finding)));
            }
        }
        page
    }

    /// One line of the table of criteria.
    fn heading(&self, criterion: Criterion, result: &CriterionResult) -> String {
        let (tone, word) = match result.outcome {
            CriterionOutcome::Pass => (Tone::Good, self.say("superato", "pass")),
            CriterionOutcome::Conditional => (Tone::Warning, self.say("con condizioni", "conditional")),
            CriterionOutcome::Fail => (Tone::Bad, self.say("non superato", "fail")),
        };
        let title = criterion.title();
        let count = |severity| result.findings.iter().filter(|finding| finding.severity == severity).count();
        let (blocking, conditions) = (count(Severity::Blocking), count(Severity::Condition));
        let pad = " ".repeat(16_usize.saturating_sub(word.chars().count()));
        format!(
            "  {:<16}{}{pad}{:>3} {:<12}{:>3} {}\n",
            title.get(self.language),
            self.palette.paint(tone, word),
            blocking,
            self.say("bloccanti", "blocking"),
            conditions,
            self.say("condizioni", "conditions"),
        )
    }

    fn finding(&self, finding: &Finding) -> String {
        let (tone, word) = questions::weight(finding.severity, self.language);
        let place = format!("{}:{}", self.document.name(), self.document.place(&finding.pointer).line);
        let asked = format!("{}: {}", self.say("chiesto", "asked"), finding.asked.get(self.language));
        let found = finding.found.as_deref().unwrap_or_else(|| self.say("niente", "nothing"));
        let found = format!("{}: {found}", self.say("trovato", "found"));
        let source = format!("{}: {}", self.say("fonte", "source"), finding.source);
        format!(
            "  {}  {}  {}  {}\n{}{}{}{}",
            finding.code,
            self.palette.paint(tone, word),
            place,
            self.palette.paint(Tone::Faint, &finding.pointer),
            wrapped(finding.message.get(self.language), 8, WIDTH - 8),
            self.palette.paint(Tone::Faint, &wrapped(&asked, 8, WIDTH - 8)),
            self.palette.paint(Tone::Faint, &wrapped(&found, 8, WIDTH - 8)),
            self.palette.paint(Tone::Faint, &wrapped(&source, 8, WIDTH - 8)),
        )
    }
}
