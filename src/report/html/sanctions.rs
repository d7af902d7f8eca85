//! What a listed company failed in, what followed, how its yearly tests went, and how its listing ended.

use super::quote::Quote;
use super::words::Words;
use crate::domain::{Holders, LapseKind, Sanction, TargetStanding, Verdict};
use crate::projection::{ActivityView, Delisting, LapseView, LifeView, Setting, TargetView};
use crate::report::numerals::Numerals;

/// The life after the listing, as far as it is more than duties done.
#[derive(Debug)]
pub(super) struct LifePart {
    pub(super) lapses: Vec<LapseRow>,
    pub(super) tests: Vec<TestRow>,
    /// How the listing ended, if it has.
    pub(super) ending: Option<EndingPart>,
}

#[derive(Debug)]
pub(super) struct LapseRow {
    pub(super) what: &'static str,
    pub(super) subject: String,
    pub(super) since: String,
    /// The steps that came, each with its day.
    pub(super) steps: String,
    pub(super) standing: String,
    pub(super) class: &'static str,
}

#[derive(Debug)]
pub(super) struct TestRow {
    pub(super) period: String,
    pub(super) revenue_share: String,
    pub(super) disadvantaged_share: String,
    pub(super) result: &'static str,
    pub(super) class: &'static str,
    /// What was found and had not been found at the admission.
    pub(super) found: Vec<String>,
}

/// The part of one company.
pub(super) fn life(view: &LifeView, setting: &Setting, words: Words) -> LifePart {
    LifePart {
        lapses: view.lapses.iter().map(|lapse| lapse_row(lapse, setting, words)).collect(),
        tests: view.activity.iter().map(|test| test_row(test, words)).collect(),
        ending: view.delisting.as_ref().map(|delisting| ending(delisting, view, setting, words)),
    }
}

fn lapse_row(view: &LapseView, setting: &Setting, words: Words) -> LapseRow {
    let numerals = Numerals::of(words.language);
    let day = |at| numerals.instant(at, &setting.zone);
    let step = |one: &crate::projection::Imposed| format!("{} ({})", sanction(one.sanction, words), day(one.at));
    let steps: Vec<String> = view.sanctions.iter().map(step).collect();
    let open = words.say("aperto", "open").to_owned();
    let cured = |at| format!("{} {}", words.say("sanato il", "cured on"), day(at));
    LapseRow {
        what: lapse_words(view.kind, words),
        subject: view.subject.clone(),
        since: numerals.day(view.since),
        steps: if steps.is_empty() { "\u{2013}".to_owned() } else { steps.join(", ") },
        standing: view.cured_at.map_or(open, cured),
        class: if view.cured_at.is_some() { "met" } else { "missed" },
    }
}

/// What a company failed in.
pub(super) const fn lapse_words(kind: LapseKind, words: Words) -> &'static str {
    match kind {
        LapseKind::MissedReport => words.say("Pubblicazione mancata", "Missed publication"),
        LapseKind::LateVerification => words.say("Verifica mancata", "Missed verification"),
        LapseKind::FailedRetest => words.say("Deriva della missione", "Mission drift"),
        LapseKind::UnmetCondition => words.say("Condizione non soddisfatta", "Condition not met"),
    }
}

pub(super) const fn sanction(sanction: Sanction, words: Words) -> &'static str {
    match sanction {
        Sanction::Warning => words.say("richiamo", "warning"),
        Sanction::PublicNotice => words.say("avviso al pubblico", "public notice"),
        Sanction::Suspension => words.say("sospensione", "suspension"),
        Sanction::Delisting => words.say("revoca", "delisting"),
    }
}

fn test_row(view: &ActivityView, words: Words) -> TestRow {
    let numerals = Numerals::of(words.language);
    let share = |share: Option<crate::domain::Rate>| {
        share.map_or_else(|| words.say("non detta", "not told").to_owned(), |share| numerals.rate(share))
    };
    TestRow {
        period: numerals.day(view.period_ends_on),
        revenue_share: share(view.revenue_share),
        disadvantaged_share: view
            .disadvantaged_share
            .map_or_else(|| "\u{2013}".to_owned(), |share| numerals.rate(share)),
        result: if view.passed { words.say("superato", "pass") } else { words.say("non superato", "fail") },
        class: if view.passed { "met" } else { "missed" },
        found: view.shortfalls.iter().map(|one| format!("{}: {}", one.code, one.text.get(words.language))).collect(),
    }
}

/// How a listing ended: a sentence that names the reason in its middle.
#[derive(Debug)]
pub(super) struct EndingPart {
    pub(super) before: String,
    pub(super) reason: Quote,
    pub(super) after: String,
}

fn ending(view: &Delisting, life: &LifeView, setting: &Setting, words: Words) -> EndingPart {
    let numerals = Numerals::of(words.language);
    let day = numerals.instant(view.at, &setting.zone);
    let (bought, paid) = (numerals.count(view.bought.units()), numerals.euro(view.paid));
    let after = match view.holders {
        Holders::Keep => words
            .say("I titolari tengono i loro titoli, senza mercato.", "Holders keep their units, without a market.")
            .to_owned(),
        Holders::BuyOut => words.say_with(
            format!("L'emittente ha riacquistato {bought} titoli per {paid}; gli altri restano ai titolari."),
            format!("The issuer has bought back {bought} units for {paid}; the others stay with their holders."),
        ),
    };
    EndingPart {
        before: words.say_with(format!("Revocata dalle negoziazioni il {day}"), format!("Delisted on {day}")),
        reason: reason(view, life, setting, words),
        after,
    }
}

/// Why a listing ended: by the ladder of a lapse, at maturity, or in the words of whoever ended it.
fn reason(view: &Delisting, life: &LifeView, setting: &Setting, words: Words) -> Quote {
    let delists =
        |lapse: &&LapseView| lapse.sanctions.iter().any(|one| one.sanction == Sanction::Delisting && one.at == view.at);
    if let Some(lapse) = life.lapses.iter().find(delists) {
        return Quote::own(format!("{}: {}", lapse_words(lapse.kind, words), lapse.subject));
    }
    match view.reason.as_str() {
        "redeemed at maturity" => Quote::own(words.say("rimborsata alla scadenza", "redeemed at maturity")),
        other => Quote::written(other, &setting.phrases, words),
    }
}

/// Where a target stands, with what the company says now instead.
#[derive(Debug)]
pub(super) struct StandingPart {
    pub(super) standing: &'static str,
    /// The restated target and the company's reason.
    pub(super) restated: Option<(String, Quote)>,
}

/// Where a target stands, if somebody has looked.
pub(super) fn standing(view: Option<&TargetView>, setting: &Setting, words: Words) -> Option<StandingPart> {
    let view = view?;
    let numerals = Numerals::of(words.language);
    let standing = match view.standing {
        TargetStanding::Open => words.say("aperto", "open"),
        TargetStanding::Met => words.say("raggiunto", "met"),
        TargetStanding::Late => words.say("raggiunto in ritardo", "met late"),
        TargetStanding::Missed => words.say("mancato", "missed"),
    };
    let restated = view.restated.as_ref().map(|restated| {
        let target = restated.target.map(|figure| numerals.figure(figure)).unwrap_or_default();
        (target, Quote::written(&restated.reason, &setting.phrases, words))
    });
    Some(StandingPart { standing, restated })
}

/// What a verifier said of a measurement.
pub(super) const fn verdict(verdict: Verdict, words: Words) -> &'static str {
    match verdict {
        Verdict::Confirmed => words.say("confermato", "confirmed"),
        Verdict::Qualified => words.say("verificato con riserva", "verified with reservations"),
        Verdict::Rejected => words.say("respinto dal verificatore", "rejected by the verifier"),
    }
}
