//! One dossier under many rulebooks: a row each, and below why they differ.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::dossiers::Applicant;
use super::table;
use super::what_if::Rules;
use crate::admission::{Assessment, Criterion, CriterionOutcome, Finding, Outcome, Rulebook, Severity, SystemCard};
use crate::cli::output::{Palette, Tone, wrapped};
use crate::domain::Language;

const WIDTH: usize = 98;

/// A dossier and what each rulebook says of it.
pub(super) struct SideBySide<'a> {
    pub(super) applicant: &'a Applicant,
    pub(super) rules: &'a [Rules],
    pub(super) assessments: &'a [Assessment],
    pub(super) language: Language,
    pub(super) palette: Palette,
}

/// Who gave the same answer, and one finding of it.
type Group<'a> = (Vec<&'a str>, &'a Finding);

/// The same answer to the same question: weight, what is said, where.
type Answer<'a> = (Severity, &'a str, &'a str);

impl SideBySide<'_> {
    fn say<'t>(&self, it: &'t str, en: &'t str) -> &'t str {
        match self.language {
            Language::It => it,
            Language::En => en,
        }
    }

    /// The whole page.
    pub(super) fn page(&self) -> String {
        let count = |outcome| self.assessments.iter().filter(|one| one.outcome() == outcome).count();
        let numbers = [Outcome::Admitted, Outcome::Conditional, Outcome::Refused]
            .map(|outcome| format!("{} {}", table::word(outcome, self.language), count(outcome)))
            .join(", ");
        let company = self.palette.paint(Tone::Strong, self.applicant.company());
        let title = self.say("regolamenti", "rulebooks");
        let mut page = format!("{company}\n{} {title}: {numbers}\n\n{}", self.rules.len(), self.head());
        let rows = self.rules.iter().zip(self.assessments).map(|(rules, assessment)| self.row(rules, assessment));
        page.push_str(&rows.collect::<String>());
        let title = self.say("Perché differiscono", "Why they differ");
        page.push_str(&format!("\n{}\n", self.palette.paint(Tone::Strong, title)));
        let codes = self.codes();
        let differing: Vec<_> = codes.iter().filter(|code| self.differs(code)).collect();
        if differing.is_empty() {
            page.push_str(self.say("  Non differiscono.\n", "  They do not.\n"));
        }
        differing.iter().for_each(|code| page.push_str(&self.difference(code)));
        let title = self.say("Uguale sotto tutti", "The same under all");
        let same: Vec<_> = codes.iter().filter(|code| !self.differs(code)).collect();
        if !same.is_empty() {
            page.push_str(&format!("\n{}\n", self.palette.paint(Tone::Strong, title)));
            same.iter().for_each(|code| page.push_str(&self.difference(code)));
        }
        page
    }

    fn head(&self) -> String {
        let criteria = match self.language {
            Language::It => ["ammiss.", "intenz.", "misur.", "addiz."],
            Language::En => ["elig.", "intent.", "measur.", "addit."],
        };
        let criteria: String = criteria.iter().map(|word| format!("{word:<9}")).collect();
        let (rulebook, country) = (self.say("regolamento", "rulebook"), self.say("paese", "country"));
        let line = format!(
            "  {rulebook:<25} {country:<8} {:<10} {criteria}{}",
            self.say("anni", "years"),
            self.say("esito", "outcome")
        );
        format!("{}\n", self.palette.paint(Tone::Faint, line.trim_end()))
    }

    fn row(&self, rules: &Rules, assessment: &Assessment) -> String {
        let (country, years) = rules.rulebook.system.as_ref().map_or_else(|| ("-".into(), "-".into()), place);
        let mut line = format!("  {:<25} {country:<8} {years:<10} ", rules.name);
        for criterion in Criterion::ALL {
            let (tone, word) = match assessment.criterion(criterion).outcome {
                CriterionOutcome::Pass => (Tone::Good, self.say("sì", "pass")),
                CriterionOutcome::Conditional => (Tone::Warning, self.say("cond.", "cond.")),
                CriterionOutcome::Fail => (Tone::Bad, self.say("no", "fail")),
            };
            let pad = " ".repeat(9 - word.chars().count());
            line.push_str(&format!("{}{pad}", self.palette.paint(tone, word)));
        }
        let tone = match assessment.outcome() {
            Outcome::Admitted => Tone::Good,
            Outcome::Conditional => Tone::Warning,
            Outcome::Refused => Tone::Bad,
        };
        format!("{line}{}\n", self.palette.paint(tone, table::word(assessment.outcome(), self.language)))
    }

    /// The codes of all that binds somewhere, in the order of the criteria.
    fn codes(&self) -> Vec<&str> {
        let binding = |criterion: Criterion| {
            let findings = self.assessments.iter().flat_map(move |one| &one.criterion(criterion).findings);
            let mut codes: Vec<&str> =
                findings.filter(|finding| finding.severity > Severity::Note).map(|one| one.code.as_str()).collect();
            codes.sort_unstable();
            codes.dedup();
            codes
        };
        Criterion::ALL.into_iter().flat_map(binding).collect()
    }

    /// All that one rulebook finds under a code, as far as it binds.
    fn answers<'a>(&'a self, assessment: &'a Assessment, code: &str) -> Vec<(Answer<'a>, &'a Finding)> {
        let binding = assessment.findings().filter(|one| one.code == code && one.severity > Severity::Note);
        let answer = |one: &'a Finding| ((one.severity, one.message.get(self.language), one.pointer.as_str()), one);
        binding.map(answer).collect()
    }

    fn differs(&self, code: &str) -> bool {
        let answer = |one| self.answers(one, code).into_iter().map(|(answer, _)| answer).collect::<Vec<_>>();
        let mut all = self.assessments.iter().map(answer);
        let first = all.next();
        all.any(|other| Some(other) != first)
    }

    /// What is found under one code, by whom; who asks it and is content; who does not ask it.
    fn difference(&self, code: &str) -> String {
        let mut groups: BTreeMap<(Reverse<Severity>, &str, &str), Group<'_>> = BTreeMap::new();
        let (mut content, mut silent) = (Vec::new(), Vec::new());
        for (rules, assessment) in self.rules.iter().zip(self.assessments) {
            let answers = self.answers(assessment, code);
            match answers.is_empty() {
                true if asks(&rules.rulebook, code) => content.push(rules.name.as_str()),
                true => silent.push(rules.name.as_str()),
                false => {}
            }
            for ((severity, message, pointer), finding) in answers {
                let group = groups.entry((Reverse(severity), message, pointer));
                group.or_insert_with(|| (Vec::new(), finding)).0.push(&rules.name);
            }
        }
        let mut text = String::new();
        for ((Reverse(severity), message, pointer), (names, finding)) in groups {
            let (tone, word) = match severity {
                Severity::Blocking => (Tone::Bad, self.say("bloccante", "blocking")),
                _ => (Tone::Warning, self.say("condizione", "condition")),
            };
            let line = self.applicant.document.place(pointer).line;
            let place = format!("{}:{line}  {pointer}", self.applicant.document.name());
            text.push_str(&format!("  {code}  {}  {place}\n", self.palette.paint(tone, word)));
            text.push_str(&wrapped(message, 8, WIDTH - 8));
            text.push_str(&self.faint(self.say("chiesto", "asked"), finding.asked.get(self.language)));
            let found = finding.found.as_deref().unwrap_or_else(|| self.say("nulla", "nothing"));
            text.push_str(&self.faint(self.say("trovato", "found"), found));
            text.push_str(&self.faint(self.say("da", "by"), &names.join(", ")));
        }
        if !content.is_empty() {
            text.push_str(&self.faint(self.say("soddisfatto per", "met for"), &content.join(", ")));
        }
        if !silent.is_empty() {
            text.push_str(&self.faint(self.say("non chiesto da", "not asked by"), &silent.join(", ")));
        }
        text
    }

    fn faint(&self, label: &str, text: &str) -> String {
        self.palette.paint(Tone::Faint, &wrapped(&format!("{label}: {text}"), 8, WIDTH - 8))
    }
}

/// Whether a check is put so that it can bind: a rulebook may weigh it as a note.
fn asks(rulebook: &Rulebook, code: &str) -> bool {
    rulebook.asks(code) && rulebook.severities.get(code) != Some(&Severity::Note)
}

/// Where and when a system worked.
pub(in crate::cli) fn place(system: &SystemCard) -> (String, String) {
    let until = system.until_year.as_ref().map(|year| year.value.to_string()).unwrap_or_default();
    (system.countries.join("/"), format!("{}-{until}", system.from_year.value))
}
