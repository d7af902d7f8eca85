//! One dossier before one rulebook, and the two kinds of question put to it: is the evidence there, and does it hold?

use std::cell::OnceCell;

use serde_json::Value;

use super::amount::Equivalent;
use super::question::{When, Wording, asked, figures, found, text};
use super::{
    AdditionalityMode, AmountThreshold, Criterion, Demand, Dossier, Finding, LegalFormRow, Rulebook, Severity, checks,
    evidence,
};
use crate::domain::{Code, ImpactLinkKind, InstrumentKind, LegalForm, Rate, Text};
use crate::impact::Objective;

/// A dossier before a rulebook.
pub(super) struct Case<'a> {
    pub(super) dossier: &'a Dossier,
    pub(super) rules: &'a Rulebook,
    /// The dossier as a tree, in which evidence is looked up by pointer.
    tree: Value,
    /// The figures of the rulebook as a tree, made once a question shows one.
    figures: OnceCell<Value>,
}

/// A piece of evidence that must be there.
pub(super) struct Evidence {
    pub(super) code: &'static str,
    pub(super) severity: Severity,
    /// JSON pointer; `*` stands for every element of a list.
    pub(super) pointer: &'static str,
    /// In which cases it is asked for.
    pub(super) when: When,
    pub(super) source: &'static str,
    /// The question.
    pub(super) asks: Wording,
    /// What is told when nothing is said there.
    pub(super) told: Wording,
}

/// A question about evidence that is there. What is missing is for [`Evidence`] to say, so a check of it passes.
pub(super) struct Check {
    pub(super) code: &'static str,
    pub(super) severity: Severity,
    pub(super) source: &'static str,
    /// The question; `{measurability.minimum_objectives}` stands for that figure of the rulebook.
    pub(super) asks: Wording,
    /// JSON pointers of all that the answer may depend on, with what lies below them; `*` stands for every element of
    /// a list.
    pub(super) reads: &'static [&'static str],
    pub(super) run: fn(&Case<'_>, &mut Gaps),
}

/// What one check found wanting.
#[derive(Default)]
pub(super) struct Gaps(Vec<Gap>);

struct Gap {
    pointer: String,
    message: Text,
    source: Option<String>,
    severity: Option<Severity>,
}

impl Gaps {
    /// Adds a gap whose source is the check's own.
    pub(super) fn add(&mut self, pointer: impl Into<String>, it: String, en: String) {
        self.0.push(Gap { pointer: pointer.into(), message: Text { it, en }, source: None, severity: None });
    }

    /// Adds a gap that rests on a threshold's source.
    pub(super) fn add_by(&mut self, source: &str, pointer: impl Into<String>, it: String, en: String) {
        self.add(pointer, it, en);
        if let Some(gap) = self.0.last_mut() {
            gap.source = Some(source.to_owned());
        }
    }

    /// Gives the last gap another weight than the check's usual one.
    pub(super) fn weighing(&mut self, severity: Severity) {
        if let Some(gap) = self.0.last_mut() {
            gap.severity = Some(severity);
        }
    }
}

impl<'a> Case<'a> {
    pub(super) fn new(dossier: &'a Dossier, rules: &'a Rulebook) -> Self {
        let tree = serde_json::to_value(dossier).expect("a dossier has only text keys");
        Self { dossier, rules, tree, figures: OnceCell::new() }
    }

    /// All findings of one criterion, in the order of their codes.
    pub(super) fn findings(&self, evidence: &[Evidence], checks: &[Check]) -> Vec<Finding> {
        let missed = evidence.iter().flat_map(|piece| self.missed(piece, evidence));
        let mut findings: Vec<Finding> = missed.chain(checks.iter().flat_map(|check| self.checked(check))).collect();
        findings.sort_by(|left, right| left.code.cmp(&right.code));
        findings
    }

    /// Where a piece of evidence is missing, unless the table that it belongs in is missing as a whole.
    pub(super) fn missed(&self, piece: &Evidence, evidence: &[Evidence]) -> Vec<Finding> {
        let is_put = |piece: &Evidence| self.rules.asks(piece.code) && (piece.when.holds)(self);
        if !is_put(piece) {
            return Vec::new();
        }
        let is_told = |pointer: &str| {
            let above = |other: &Evidence| is_under(piece.pointer, other.pointer) && is_put(other);
            evidence.iter().any(|other| above(other) && !self.has_ancestor(pointer, other.pointer))
        };
        let missing = self.missing(piece.pointer).into_iter().filter(|pointer| !is_told(pointer));
        let tell = |pointer: String| Finding {
            code: piece.code.to_owned(),
            severity: self.weight_of_all(piece, evidence),
            message: text(piece.told),
            source: self.source(piece.code, piece.source),
            asked: self.asked(piece.asks),
            found: found(self.tree.pointer(&pointer)),
            pointer,
        };
        missing.map(tell).collect()
    }

    /// What one check finds wanting.
    pub(super) fn checked(&self, check: &Check) -> Vec<Finding> {
        let mut gaps = Gaps::default();
        if self.rules.asks(check.code) {
            (check.run)(self, &mut gaps);
        }
        let tell = |gap: Gap| Finding {
            code: check.code.to_owned(),
            severity: self.weight(check.code, gap.severity.unwrap_or(check.severity)),
            message: gap.message,
            source: gap.source.unwrap_or_else(|| self.source(check.code, check.source)),
            asked: self.asked(check.asks),
            found: found(self.tree.pointer(&gap.pointer)),
            pointer: gap.pointer,
        };
        gaps.0.into_iter().map(tell).collect()
    }

    fn asked(&self, question: Wording) -> Text {
        asked(question, || self.figures.get_or_init(|| figures(self.rules)))
    }

    /// How much a missing piece weighs: as much as the heaviest that is asked in it, so that nobody fares better by
    /// leaving out the whole table.
    fn weight_of_all(&self, piece: &Evidence, evidence: &[Evidence]) -> Severity {
        let is_asked_in_it = |other: &&Evidence| {
            is_under(other.pointer, piece.pointer) && self.rules.asks(other.code) && (other.when.holds)(self)
        };
        let inside = evidence.iter().filter(is_asked_in_it).map(|other| self.weight(other.code, other.severity));
        inside.chain([self.weight(piece.code, piece.severity)]).max().unwrap_or(piece.severity)
    }

    /// On what a question rests: on the rulebook's own source where it lists its demands.
    fn source(&self, code: &str, usual: &str) -> String {
        self.rules.demand(code).map_or_else(|| usual.to_owned(), Demand::cite)
    }

    fn weight(&self, code: &str, usual: Severity) -> Severity {
        self.rules.severities.get(code).copied().unwrap_or(usual)
    }

    /// The pointers that a pattern stands for, in this dossier.
    pub(super) fn pointers(&self, pattern: &str) -> Vec<String> {
        let mut pointers = vec![String::new()];
        for segment in pattern.split('/').skip(1) {
            pointers = pointers.into_iter().flat_map(|pointer| self.step(&pointer, segment)).collect();
        }
        pointers
    }

    /// Those of them at which nothing is said.
    fn missing(&self, pattern: &str) -> Vec<String> {
        let mut pointers = self.pointers(pattern);
        pointers.retain(|pointer| !self.says(pointer));
        pointers
    }

    fn step(&self, pointer: &str, segment: &str) -> Vec<String> {
        if segment != "*" {
            return vec![format!("{pointer}/{segment}")];
        }
        let length = self.tree.pointer(pointer).and_then(Value::as_array).map_or(0, Vec::len);
        (0..length).map(|index| format!("{pointer}/{index}")).collect()
    }

    fn says(&self, pointer: &str) -> bool {
        self.tree.pointer(pointer).is_some_and(says)
    }

    /// Whether the part of `pointer` that `pattern` stands for says something.
    fn has_ancestor(&self, pointer: &str, pattern: &str) -> bool {
        let depth = pattern.split('/').count();
        self.says(&pointer.split('/').take(depth).collect::<Vec<_>>().join("/"))
    }

    /// What is offered, where it is said.
    pub(super) const fn kind(&self) -> Option<InstrumentKind> {
        self.dossier.instrument.kind
    }

    /// The rulebook's row for the company's legal form, where it is said.
    pub(super) fn form_row(&self) -> Option<&LegalFormRow> {
        self.rules.legal_form(self.dossier.company.legal_form?)
    }

    /// Whether the caps of social enterprises hold: by qualification, or by right of the legal form.
    pub(super) fn is_social_enterprise(&self) -> bool {
        self.dossier.company.impresa_sociale == Some(true)
            || self.dossier.company.legal_form == Some(LegalForm::CooperativaSociale)
    }

    /// Whether an objective has this code.
    pub(super) fn is_objective(&self, code: &Code) -> bool {
        self.dossier.objectives.iter().any(|objective| objective.code.as_ref() == Some(code))
    }

    /// The objective of this code; none when there are several, for nobody can say which is meant.
    pub(super) fn objective(&self, code: &Code) -> Option<&'a Objective> {
        let mut meant = self.dossier.objectives.iter().filter(|objective| objective.code.as_ref() == Some(code));
        meant.next().filter(|_| meant.next().is_none())
    }

    /// What an amount of the rulebook is worth in the dossier's euro on the day of the application.
    pub(super) fn in_euro(&self, amount: Option<&'a AmountThreshold>) -> Option<Equivalent<'a>> {
        self.rules.in_euro(amount?, self.dossier.submitted_on)
    }

    /// The objectives with their pointers.
    pub(super) fn objectives(&self) -> impl Iterator<Item = (String, &'a Objective)> {
        let objectives = self.dossier.objectives.iter().enumerate();
        objectives.map(|(index, objective)| (format!("/objectives/{index}"), objective))
    }
}

/// Words that stand where evidence should.
const PLACEHOLDERS: [&str; 12] =
    ["-", "--", "...", "?", "n/a", "na", "n.d.", "nd", "todo", "tbd", "to be defined", "da definire"];

/// Whether a value says something: blank texts and placeholders do not, nor lists and tables of nothing else.
fn says(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => {
            let text = text.trim().to_lowercase();
            !text.is_empty() && !PLACEHOLDERS.contains(&text.as_str())
        }
        Value::Array(items) => items.iter().any(says),
        Value::Object(entries) => !entries.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

fn is_under(pattern: &str, above: &str) -> bool {
    pattern.len() > above.len() && pattern.starts_with(above) && pattern.as_bytes()[above.len()] == b'/'
}

/// When the company is a start-up with social vocation.
pub(super) fn is_start_up(case: &Case<'_>) -> bool {
    case.dossier.company.siavs == Some(true)
}

/// When a bond is offered.
pub(super) fn is_bond(case: &Case<'_>) -> bool {
    case.kind() == Some(InstrumentKind::Bond)
}

/// When shares of whatever kind are offered.
pub(super) fn is_equity(case: &Case<'_>) -> bool {
    case.kind().is_some_and(InstrumentKind::is_equity)
}

/// When the company is a società benefit.
pub(super) fn is_benefit(case: &Case<'_>) -> bool {
    case.dossier.company.benefit_company == Some(true)
}

/// When a market failure is argued.
pub(super) fn is_market_failure(case: &Case<'_>) -> bool {
    case.dossier.counterfactual.mode == Some(AdditionalityMode::MarketFailure)
}

/// When a comparison with the existing model is argued.
pub(super) fn is_comparison(case: &Case<'_>) -> bool {
    case.dossier.counterfactual.mode == Some(AdditionalityMode::Comparison)
}

/// When the terms depend on a verified result.
pub(super) const fn is_impact_linked(case: &Case<'_>) -> bool {
    case.dossier.instrument.impact_link.is_some()
}

/// When a third party pays for the result.
pub(super) fn is_outcome_paid(case: &Case<'_>) -> bool {
    let link = case.dossier.instrument.impact_link.as_ref();
    link.is_some_and(|link| link.kind == Some(ImpactLinkKind::OutcomePayment))
}

/// When the law asks that the statute foresee the instrument.
pub(super) fn is_by_statute(case: &Case<'_>) -> bool {
    is_equity(case) && case.form_row().is_some_and(|row| row.by_statute)
}

/// A rate as people write it: `70%`, `2.5%`.
pub(super) fn percent(rate: Rate) -> String {
    let (sign, hundredths) = (if rate < Rate::ZERO { "-" } else { "" }, rate.scaled().unsigned_abs());
    let whole = format!("{sign}{}", hundredths / 100);
    match hundredths % 100 {
        0 => format!("{whole}%"),
        rest => format!("{whole}.{}%", format!("{rest:02}").trim_end_matches('0')),
    }
}

impl Criterion {
    /// What this criterion asks for, and what it asks about it.
    pub(super) const fn tables(self) -> (&'static [Evidence], &'static [Check]) {
        match self {
            Self::Eligibility => (&evidence::ELIGIBILITY, &checks::ELIGIBILITY),
            Self::Intentionality => (&evidence::INTENTIONALITY, &checks::INTENTIONALITY),
            Self::Measurability => (&evidence::MEASURABILITY, &checks::MEASURABILITY),
            Self::Additionality => (&evidence::ADDITIONALITY, &checks::ADDITIONALITY),
        }
    }

    /// Puts a case before this criterion.
    pub(super) fn findings(self, case: &Case<'_>) -> Vec<Finding> {
        let (evidence, checks) = self.tables();
        case.findings(evidence, checks)
    }
}

/// Codes that were published and ask nothing any more; a rulebook may still weigh them.
pub(super) const RETIRED: [&str; 1] = ["I-09"];

/// Whether some check has this code, or had it.
pub(super) fn is_code(code: &str) -> bool {
    let has = |criterion: Criterion| {
        let (evidence, checks) = criterion.tables();
        evidence.iter().any(|piece| piece.code == code) || checks.iter().any(|check| check.code == code)
    };
    Criterion::ALL.into_iter().any(has) || RETIRED.contains(&code)
}
