//! The ladder of sanctions: what a company failed in, which steps the rulebook has for it, which of them came.

use serde::Serialize;

use super::sentences::Sentences;
use super::{Explained, Explanation, Rehearsal};
use crate::domain::{Code, Day, LapseKind, Sanction};
use crate::engine::lapse::Lapse;
use crate::engine::{Event, Fact, LadderStep};

/// A lapse as it stands after the input, or stood when it was cured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LapseTold {
    /// Whose.
    pub company: Code,
    /// Its number among the company's lapses.
    pub lapse: u32,
    /// What the company failed in.
    pub kind: LapseKind,
    /// Which report, condition or test.
    pub subject: String,
    /// Since when.
    pub since: Day,
    /// The steps that the rulebook has for it, each with its day and the source of the rule.
    pub ladder: Vec<LadderStep>,
    /// The last step that has come.
    pub reached: Option<Sanction>,
}

impl Rehearsal<'_> {
    /// Why a step of a ladder came, why it went away, or why trading stopped or went on with it.
    pub(super) fn explain_lapse(&self, event: &Event, into: &mut Explanation) {
        let Some((company, number)) = self.lapse_behind(event) else { return };
        let of = |exchange: &crate::engine::Exchange| {
            let lapses = exchange.companies.get(company).map(|company| company.life.lapses.clone());
            lapses.into_iter().flatten().find(|lapse| lapse.number == number)
        };
        let cured = matches!(event.fact, Fact::LapseCured { .. }) || of(&self.after).is_none();
        let Some(lapse) = of(&self.after).or_else(|| of(self.before)) else { return };
        let mut because = Sentences::default();
        tell(&lapse, company, cured, &mut because);
        if let Fact::Delisted { holders, price, .. } = &event.fact {
            let price = price.map_or_else(String::new, |price| format!(" {price}"));
            let word = super::sentences::word(holders);
            because.say(
                format!("Ai titolari il regolamento dà: {word}{price}."),
                format!("What the rulebook gives the holders: {word}{price}."),
            );
        }
        into.kind = Explained::Sanction;
        into.because = because.text();
        into.lapse = Some(told(company.clone(), lapse));
    }

    /// The lapse that an event tells of, or that another event of the same input shows to be behind it.
    fn lapse_behind<'a>(&'a self, event: &'a Event) -> Option<(&'a Code, u32)> {
        let own = |event: &'a Event| match &event.fact {
            Fact::LapseBegan { company, lapse, .. }
            | Fact::Sanctioned { company, lapse, .. }
            | Fact::LapseCured { company, lapse, .. } => Some((company, *lapse)),
            _ => None,
        };
        own(event).or_else(|| self.events.iter().filter(|other| other.seq < event.seq).rev().find_map(own))
    }
}

fn told(company: Code, lapse: Lapse) -> LapseTold {
    let Lapse { number, kind, subject, since, ladder, reached } = lapse;
    LapseTold { company, lapse: number, kind, subject, since, ladder, reached }
}

const fn kind_words(kind: LapseKind) -> (&'static str, &'static str) {
    match kind {
        LapseKind::MissedReport => ("pubblicazione non consegnata in tempo", "a publication not delivered in time"),
        LapseKind::LateVerification => ("verifica non fatta in tempo", "a verification not made in time"),
        LapseKind::FailedRetest => {
            ("l'attività non supera più l'esame", "an activity that no longer passes the test of the gate")
        }
        LapseKind::UnmetCondition => {
            ("condizione dell'ammissione non soddisfatta in tempo", "a condition of the admission not met in time")
        }
    }
}

const fn sanction_words(sanction: Sanction) -> (&'static str, &'static str) {
    match sanction {
        Sanction::Warning => ("richiamo", "warning"),
        Sanction::PublicNotice => ("avviso al pubblico", "public notice"),
        Sanction::Suspension => ("sospensione", "suspension"),
        Sanction::Delisting => ("revoca", "delisting"),
    }
}

fn tell(lapse: &Lapse, company: &Code, cured: bool, out: &mut Sentences) {
    let (it, en) = kind_words(lapse.kind);
    let (subject, since) = (&lapse.subject, lapse.since);
    out.say(
        format!("{company}, dal {since}: {it} ({subject})."),
        format!("{company}, since {since}: {en} ({subject})."),
    );
    for step in &lapse.ladder {
        let (it, en) = sanction_words(step.sanction);
        let (day, source) = (step.comes_on, &step.source);
        let came = lapse.reached >= Some(step.sanction);
        let (has, had) = if came { ("arrivato", "came") } else { ("previsto", "would come") };
        out.say(format!("{it}: {has} il {day} ({source})."), format!("{en}: {had} on {day} ({source})."));
    }
    if cured {
        out.say(
            "La mancanza è sanata: dopo una sospensione si riprende con un'asta.",
            "The lapse is cured: after a suspension trading goes on through a call.",
        );
    }
}
