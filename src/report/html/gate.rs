//! The gate and the committee on the page.

use super::quote::Quote;
use super::sources::Sources;
use super::words::Words;
use crate::admission::{Choice, Criterion, CriterionResult, Finding};
use crate::projection::{CompanyView, Setting, Standing};
use crate::report::content::word;
use crate::report::numerals::Numerals;

/// One criterion with all that was found.
#[derive(Debug)]
pub(super) struct CriterionPart {
    pub(super) title: String,
    pub(super) outcome: &'static str,
    pub(super) class: String,
    pub(super) findings: Vec<FindingRow>,
}

#[derive(Debug)]
pub(super) struct FindingRow {
    pub(super) code: String,
    pub(super) severity: &'static str,
    pub(super) class: String,
    pub(super) message: String,
    pub(super) pointer: String,
    /// Number of its source.
    pub(super) source: usize,
}

#[derive(Debug)]
pub(super) struct ConditionRow {
    pub(super) code: String,
    pub(super) text: String,
    pub(super) due_on: String,
    pub(super) standing: &'static str,
    pub(super) class: &'static str,
}

#[derive(Debug)]
pub(super) struct VoteRow {
    pub(super) member: String,
    pub(super) role: String,
    pub(super) choice: &'static str,
    pub(super) class: String,
    pub(super) reason: Quote,
}

/// The four criteria; none before the gate has judged.
pub(super) fn criteria(view: &CompanyView, words: Words, sources: &mut Sources) -> Vec<CriterionPart> {
    let Some(assessment) = &view.assessment else { return Vec::new() };
    let part = |criterion: Criterion| {
        let result: &CriterionResult = assessment.criterion(criterion);
        CriterionPart {
            title: criterion.title().get(words.language).to_owned(),
            outcome: words.criterion_outcome(result.outcome),
            class: word(&result.outcome),
            findings: result.findings.iter().map(|finding| row(finding, words, sources)).collect(),
        }
    };
    Criterion::ALL.into_iter().map(part).collect()
}

fn row(finding: &Finding, words: Words, sources: &mut Sources) -> FindingRow {
    FindingRow {
        code: finding.code.clone(),
        severity: words.severity(finding.severity),
        class: word(&finding.severity),
        message: Numerals::of(words.language).sentence(finding.message.get(words.language)),
        pointer: finding.pointer.clone(),
        source: sources.number(&finding.source),
    }
}

/// The conditions of the admission and what became of them.
pub(super) fn conditions(view: &CompanyView, words: Words) -> Vec<ConditionRow> {
    let numerals = Numerals::of(words.language);
    let conditions = view.conditions.iter();
    conditions
        .map(|(condition, standing)| ConditionRow {
            code: condition.code.clone(),
            text: numerals.sentence(condition.text.get(words.language)),
            due_on: numerals.day(condition.due_on),
            standing: words.standing(*standing),
            class: standing_class(*standing),
        })
        .collect()
}

/// The class by which the style sheet marks where something stands.
pub(super) const fn standing_class(standing: Standing) -> &'static str {
    match standing {
        Standing::Open => "open",
        Standing::Met => "met",
        Standing::Late => "late",
        Standing::Missed => "missed",
    }
}

/// The votes, in the order in which they were cast.
pub(super) fn votes(view: &CompanyView, setting: &Setting, words: Words) -> Vec<VoteRow> {
    let votes = view.votes.iter();
    votes
        .map(|(member, choice, reason)| VoteRow {
            member: member.to_string(),
            role: setting
                .seats
                .iter()
                .find(|(seat, _)| seat == member)
                .map(|(_, role)| role.get(words.language).to_owned())
                .unwrap_or_default(),
            choice: words.choice(*choice),
            class: word(choice),
            reason: Quote::said(reason, &setting.phrases, words),
        })
        .collect()
}

/// The votes counted.
pub(super) fn tally(view: &CompanyView, words: Words) -> String {
    let count = |choice: Choice| view.votes.iter().filter(|(_, cast, _)| *cast == choice).count();
    let (yes, no, abstain) = (count(Choice::Yes), count(Choice::No), count(Choice::Abstain));
    format!(
        "{yes} {}, {no} {}, {abstain} {}",
        words.say("favorevoli", "in favour"),
        words.say("contrari", "against"),
        words.say("astenuti", "abstaining"),
    )
}
