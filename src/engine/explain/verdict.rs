//! The gate and the committee: what was found, who voted how, what follows.

use serde::Serialize;

use super::sentences::Sentences;
use super::{Explained, Explanation, Rehearsal};
use crate::admission::{Application, Assessment, Choice, Criterion, CriterionOutcome, Outcome};
use crate::domain::{Code, Language, Rate, Said};
use crate::engine::{Event, Fact};

/// A vote on an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VoteCounted {
    /// The member, by role.
    pub member: Code,
    /// Yes, no or abstain.
    pub choice: Choice,
    /// Why.
    pub reason: Said,
}

/// An application as it stands after the input.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// Who applied.
    pub company: Code,
    /// Name of the rulebook applied.
    pub rulebook: Code,
    /// What the gate says of the dossier as a whole.
    pub gate: Outcome,
    /// What the gate found, by criterion.
    pub assessment: Assessment,
    /// The votes so far, by member.
    pub votes: Vec<VoteCounted>,
    /// Fewest votes for a decision, abstentions included.
    pub quorum: u32,
    /// Part of the yes and no votes that the yes votes must exceed.
    pub majority: Rate,
    /// Number of the decision, once there is one.
    pub decision: Option<u32>,
    /// What the committee decided, once it has.
    pub outcome: Option<Outcome>,
}

impl Rehearsal<'_> {
    pub(super) fn explain_verdict(&self, event: &Event, company: &Code, into: &mut Explanation) {
        let number = self.after.companies.get(company).and_then(|company| company.application);
        let Some(application) = number.and_then(|number| self.after.register.application(number)) else { return };
        let verdict = self.verdict(application);
        let mut because = Sentences::default();
        match &event.fact {
            Fact::VoteCast { member, choice, reason, .. } => {
                let (it, en) = choice_words(*choice);
                because.say(
                    format!("Il componente {member} ha votato {it} su {company}: {}", reason.get(Language::It)),
                    format!("Member {member} voted {en} on {company}: {}", reason.get(Language::En)),
                );
            }
            Fact::VoteStruck { member, reason, .. } => {
                let (it, en) = struck_words(reason);
                because.say(
                    format!("Il voto di {member} su {company} non conta più: {it}."),
                    format!("The vote of {member} on {company} does not count any more: {en}."),
                );
            }
            Fact::DecisionMoved { member, outcome, .. } => {
                let (it, en) = outcome_words(*outcome);
                because.say(
                    format!("Il componente {member} propone per {company}: {it}. Vale solo quando un altro componente lo conferma."),
                    format!("Member {member} moves on {company}: {en}. It takes effect only when another member confirms it."),
                );
                tell(&verdict, false, &mut because);
            }
            Fact::MotionFell { member, reason, .. } => {
                let (it, en) = struck_words(reason);
                because.say(
                    format!("La proposta su {company} cade per {member}: {it}."),
                    format!("What was moved on {company} falls by {member}: {en}."),
                );
            }
            _ => tell(&verdict, matches!(event.fact, Fact::Decided { .. }), &mut because),
        }
        into.kind = Explained::Verdict;
        into.because = because.text();
        into.verdict = Some(verdict);
    }

    fn verdict(&self, application: &Application) -> Verdict {
        let decision = application.decision.and_then(|number| self.after.register.decision(number));
        let votes = application.votes.values().map(|vote| VoteCounted {
            member: vote.member.clone(),
            choice: vote.choice,
            reason: vote.reason.clone(),
        });
        Verdict {
            company: application.issuer.clone(),
            rulebook: application.rulebook.clone(),
            gate: application.assessment.outcome(),
            assessment: application.assessment.clone(),
            votes: votes.collect(),
            quorum: application.committee.quorum(application.appeal.is_some()),
            majority: application.committee.majority(application.appeal.is_some()),
            decision: application.decision,
            outcome: decision.map(|decision| decision.outcome),
        }
    }
}

/// Why a vote was struck or a motion fell; a member's own words where it is neither of the known reasons.
fn struck_words(reason: &str) -> (&str, &str) {
    match reason {
        "conflict" => ("conflitto d'interessi", "conflict of interest"),
        "dossier_changed" => ("il dossier è cambiato", "the dossier has changed"),
        other => (other, other),
    }
}

const fn choice_words(choice: Choice) -> (&'static str, &'static str) {
    match choice {
        Choice::Yes => ("sì", "yes"),
        Choice::No => ("no", "no"),
        Choice::Abstain => ("astenuto", "abstain"),
    }
}

const fn outcome_words(outcome: Outcome) -> (&'static str, &'static str) {
    match outcome {
        Outcome::Admitted => ("ammessa", "admitted"),
        Outcome::Conditional => ("ammessa con condizioni", "admitted with conditions"),
        Outcome::Refused => ("respinta", "refused"),
    }
}

fn tell(verdict: &Verdict, decided: bool, out: &mut Sentences) {
    let company = &verdict.company;
    let (it, en) = outcome_words(verdict.gate);
    let rulebook = &verdict.rulebook;
    out.say(
        format!("Con il regolamento {rulebook} l'esame del dossier di {company} dà: {it}."),
        format!("Under the rulebook {rulebook} the gate says of the dossier of {company}: {en}."),
    );
    for criterion in Criterion::ALL {
        let result = verdict.assessment.criterion(criterion);
        let (it, en) = match result.outcome {
            CriterionOutcome::Pass => ("superata", "pass"),
            CriterionOutcome::Conditional => ("con condizioni", "conditional"),
            CriterionOutcome::Fail => ("non superata", "fail"),
        };
        let title = criterion.title();
        let codes: Vec<&str> = result.findings.iter().map(|finding| finding.code.as_str()).collect();
        let codes = if codes.is_empty() { String::new() } else { format!(" ({})", codes.join(", ")) };
        out.say(format!("{}: {it}{codes}.", title.it), format!("{}: {en}{codes}.", title.en));
    }
    if !decided {
        return;
    }
    let count = |choice| verdict.votes.iter().filter(|vote| vote.choice == choice).count();
    let (yes, no, abstain) = (count(Choice::Yes), count(Choice::No), count(Choice::Abstain));
    let (it, en) = verdict.outcome.map_or(("senza decisione", "undecided"), outcome_words);
    let (quorum, majority) = (verdict.quorum, verdict.majority);
    if verdict.gate == Outcome::Refused {
        out.say(
            format!("Chi non supera l'esame è respinta senza voto: {it}."),
            format!("What the gate refuses is refused without a vote: {en}."),
        );
    } else {
        out.say(
            format!("Voti: {yes} sì, {no} no, {abstain} astenuti, su un quorum di {quorum}; i sì devono superare {majority} dei sì e dei no. Esito: {it}."),
            format!("Votes: {yes} yes, {no} no, {abstain} abstentions, with a quorum of {quorum}; the yes votes must exceed {majority} of yes and no. Outcome: {en}."),
        );
    }
}
