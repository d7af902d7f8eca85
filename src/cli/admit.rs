//! `borsa admit`: puts one dossier through the gate and prints every finding.

mod dossiers;
mod export;
mod questions;
mod rule_keys;
mod side_by_side;
mod table;
mod vary;
mod what_if;

use std::path::Path;

use clap::Args;
use serde::Serialize;

use self::dossiers::Applicant;
use self::side_by_side::SideBySide;
pub(super) use self::side_by_side::place;
use self::vary::{Variation, varied};
use self::what_if::Change;
pub(super) use self::what_if::{Rules, Setting};
use super::output::{Palette, Tone, wrapped};
use super::{Failure, input, output};
use crate::admission::{
    Assessment, Criterion, CriterionOutcome, CriterionResult, Finding, Outcome, Rulebook, Severity, assess,
};
use crate::domain::{Language, Text};
use crate::format::{Document, Fault, library};

const EXAMPLES: &str = "\
Examples:
  borsa admit my-dossier.toml                          the gate of Torino, in words
  borsa admit my-dossier.toml --lang it                in Italian
  borsa admit cura-aperta --json                       a shipped dossier, for a program
  borsa admit my-dossier.toml --rulebook mine.toml     under a rulebook of your own
  borsa admit my-dossier.toml --rulebook all           under the gates of the world, and why they differ
  borsa admit my-dossier.json --json-ld                a JSON dossier as linked data (Common Impact Data Standard)
  borsa admit my-dossier.toml --set additionality.impact_use=0.8 --set severities.M-16=note
                                                       what if: other figures, other weights
  borsa admit dossiers/ --rulebook all                 a folder: who passes under which rulebook
  borsa admit all --vary intentionality.revenue_share=0.4..0.8..0.1
                                                       who of the shipped companies passes under which figure
  borsa admit --questions                              what the gate of Torino asks, before you write";

const WIDTH: usize = 96;

/// Puts one dossier through the gate and prints every finding; exit 0 whatever the outcome.
#[derive(Debug, Args)]
#[command(before_help = EXAMPLES)]
pub(super) struct Admit {
    /// The dossier: a TOML or JSON file, or the name of a shipped one. Several, a folder, or `all` shipped ones give a table.
    #[arg(value_name = "DOSSIER", required_unless_present = "questions")]
    dossiers: Vec<String>,
    /// Print what the rulebook asks, with its figures, instead of a verdict.
    #[arg(long, conflicts_with_all = ["dossiers", "vary"])]
    questions: bool,
    /// What if: another figure of the rulebook by its dotted key, or another weight; again for more.
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<Setting>,
    /// Who would pass under which figure: a table of companies by values (`V,V,..` or `FROM..TO..STEP`).
    #[arg(long, value_name = "KEY=VALUES")]
    vary: Option<Variation>,
    /// The rulebook: a TOML file, the name of a shipped one, or `all` shipped ones.
    #[arg(long, value_name = "NAME|FILE", default_value = "torino-2022")]
    rulebook: String,
    /// Print JSON instead of sentences.
    #[arg(long)]
    json: bool,
    /// Print the dossier itself as JSON-LD in terms of the Common Impact Data Standard, instead of a verdict.
    #[arg(long = "json-ld", conflicts_with_all = ["json", "questions", "vary"])]
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
    rulebook: &'a str,
    outcome: Outcome,
    criteria: Criteria<'a>,
    /// What `--set` changed in the rulebook.
    #[serde(skip_serializing_if = "<[Change]>::is_empty")]
    changes: &'a [Change],
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
        let rules = self.rules()?;
        if self.questions {
            return self.tell_questions(&rules);
        }
        let applicants = dossiers::read(&self.dossiers)?;
        if self.json_ld {
            return tell_linked_data(&applicants, &rules);
        }
        if let Some(variation) = &self.vary {
            return self.tell_variation(variation, &rules, &applicants);
        }
        let assessed: Vec<Vec<Assessment>> = applicants
            .iter()
            .map(|applicant| rules.iter().map(|rules| assess(&applicant.dossier, &rules.rulebook)).collect())
            .collect();
        if self.json {
            let pairs = applicants.iter().zip(&assessed);
            let all: Vec<_> = pairs.flat_map(|(applicant, judged)| verdicts(applicant, &rules, judged)).collect();
            return match all.as_slice() {
                [only] if self.rulebook != "all" && dossiers::is_one(&self.dossiers) => print_json(only),
                all => print_json(all),
            };
        }
        match (applicants.as_slice(), assessed.as_slice()) {
            ([applicant], [assessments]) if dossiers::is_one(&self.dossiers) => {
                self.tell_pages(applicant, &rules, assessments)
            }
            _ => self.tell_table(&applicants, &rules, &assessed),
        }
    }

    /// The page of a rulebook, or all of them side by side.
    fn tell_pages(&self, applicant: &Applicant, rules: &[Rules], assessments: &[Assessment]) -> Result<(), Failure> {
        if self.rulebook == "all" {
            let (language, palette) = (self.lang, Palette::of_stdout());
            return output::print(&SideBySide { applicant, rules, assessments, language, palette }.page());
        }
        let page = |(rules, assessment): (&Rules, &Assessment)| {
            let rulebook = &rules.title(self.changed());
            let (document, company, palette) = (&applicant.document, applicant.company(), Palette::of_stdout());
            Page { document, company, rulebook, language: self.lang, palette }.write(assessment)
        };
        output::print(&rules.iter().zip(assessments).map(page).collect::<Vec<_>>().join("\n"))
    }

    /// Companies by rulebooks.
    fn tell_table(
        &self,
        applicants: &[Applicant],
        rules: &[Rules],
        assessed: &[Vec<Assessment>],
    ) -> Result<(), Failure> {
        let outcomes: Vec<Vec<Outcome>> =
            assessed.iter().map(|all| all.iter().map(Assessment::outcome).collect()).collect();
        let names = applicants.iter().map(|applicant| applicant.document.name());
        let rows: Vec<_> = names.zip(outcomes.iter().map(Vec::as_slice)).collect();
        let columns: Vec<String> = rules.iter().map(|rules| rules.name.clone()).collect();
        let changed = rules.iter().filter(|rules| !rules.changes.is_empty());
        let mut page: String = changed.map(|rules| format!("{}\n\n", rules.title(self.changed()))).collect();
        page.push_str(&table::told(&columns, &rows, self.lang, Palette::of_stdout()));
        output::print(&page)
    }

    fn tell_variation(&self, variation: &Variation, rules: &[Rules], applicants: &[Applicant]) -> Result<(), Failure> {
        let tables = rules.iter().map(|rules| varied(variation, rules, applicants)).collect::<Result<Vec<_>, _>>()?;
        if self.json {
            return match tables.as_slice() {
                [only] if self.rulebook != "all" => print_json(only),
                all => print_json(all),
            };
        }
        let titles = rules.iter().map(|rules| rules.title(self.changed()));
        let pages = tables.iter().zip(titles).map(|(table, title)| table.page(&title, self.lang, Palette::of_stdout()));
        output::print(&pages.collect::<Vec<_>>().join("\n"))
    }

    fn tell_questions(&self, rules: &[Rules]) -> Result<(), Failure> {
        let text = questions::told(rules, self.lang, self.json, Palette::of_stdout());
        output::print(&text.map_err(|error| Failure::Environment(error.to_string()))?)
    }

    const fn changed(&self) -> &'static str {
        match self.lang {
            Language::It => "cambiato",
            Language::En => "changed",
        }
    }

    /// The rulebooks asked for, by name, with what `--set` changes.
    fn rules(&self) -> Result<Vec<Rules>, Failure> {
        let read =
            |name: String, asked: &str| Rules { name, rulebook: rulebook(asked)?, changes: Vec::new() }.with(&self.set);
        if self.rulebook == "all" {
            return library::names("rulebooks").into_iter().map(|name| read(name.clone(), &name)).collect();
        }
        let file = Path::new(&self.rulebook).file_name().and_then(|name| name.to_str()).unwrap_or(&self.rulebook);
        let name = file.strip_suffix(".toml").or_else(|| file.strip_suffix(".json")).unwrap_or(file).to_owned();
        Ok(vec![read(name, &self.rulebook)?])
    }
}

fn tell_linked_data(applicants: &[Applicant], rules: &[Rules]) -> Result<(), Failure> {
    let [applicant] = applicants else {
        return Err(Failure::Input(vec!["--json-ld: name one dossier, not several".to_owned()]));
    };
    output::print(&export::told(&applicant.dossier, rules.first().map(|rules| &rules.rulebook))?)
}

fn print_json(value: &(impl Serialize + ?Sized)) -> Result<(), Failure> {
    let text = serde_json::to_string(value).map_err(|error| Failure::Environment(error.to_string()))?;
    output::print(&format!("{text}\n"))
}

/// A rulebook by name or path, without faults.
pub(super) fn rulebook(asked: &str) -> Result<Rulebook, Failure> {
    let document = input::document("rulebooks", asked)?;
    let rulebook: Rulebook = document.decode().map_err(Failure::problems)?;
    let faults = rulebook.faults().into_iter().map(|(pointer, detail)| Fault { pointer, detail }).collect();
    match document.problems(faults) {
        problems if problems.is_empty() => Ok(rulebook),
        problems => Err(Failure::problems(problems)),
    }
}

fn verdicts<'a>(applicant: &'a Applicant, rules: &'a [Rules], assessments: &'a [Assessment]) -> Vec<Verdict<'a>> {
    let of = |result: &'a CriterionResult| CriterionVerdict {
        outcome: result.outcome,
        findings: result.findings.iter().map(|finding| placed(&applicant.document, finding)).collect(),
    };
    let verdict = |(rules, assessment): (&'a Rules, &'a Assessment)| Verdict {
        dossier: applicant.document.name(),
        company: applicant.company(),
        rulebook: &rules.name,
        outcome: assessment.outcome(),
        criteria: Criteria {
            eligibility: of(&assessment.eligibility),
            intentionality: of(&assessment.intentionality),
            measurability: of(&assessment.measurability),
            additionality: of(&assessment.additionality),
        },
        changes: &rules.changes,
    };
    rules.iter().zip(assessments).map(verdict).collect()
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

#[cfg(test)]
mod any_dossier;
