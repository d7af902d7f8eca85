//! The exercise in answers to the questions of whoever chairs the committee: what was asked, who got in and who did not, what
//! came of it, what is owed, what failed, what is to be decided next. Every answer is counted from the report itself.

use super::sanctions::{lapse_words, sanction};
use super::words::Words;
use crate::admission::Outcome;
use crate::domain::{Day, Figure, Money, TargetStanding};
use crate::exercise::{EntryKind, Payer, Unit};
use crate::projection::{LapseView, Setting, Standing};
use crate::report::content::{CompanyReport, Report};
use crate::report::numerals::{Numerals, percent_of};

/// How many answers of one kind stand on the page; the rest is counted.
const MOST: usize = 7;

/// A question and its answers.
#[derive(Debug)]
pub(super) struct Question {
    pub(super) title: &'static str,
    pub(super) answers: Vec<Answer>,
}

/// One answer: about the whole, or about a company, whose name leads to its pages.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) company: Option<(String, String)>,
    pub(super) text: String,
}

/// The questions, in the order in which a chair asks them.
pub(super) fn questions(report: &Report, words: Words) -> Vec<Question> {
    let chair = Chair { report, setting: &report.edition.setting, w: words, numerals: Numerals::of(words.language) };
    let question = |title: [&'static str; 2], answers: Vec<Answer>| Question {
        title: words.say(title[0], title[1]),
        answers: chair.bounded(answers),
    };
    vec![
        question(["Che cosa è stato chiesto", "What was asked"], chair.asked()),
        question(["Chi è entrata", "Who got in"], chair.got_in()),
        question(["Chi no, e perché", "Who did not, and why"], chair.kept_out()),
        question(["Che cosa si è raccolto", "What was raised"], chair.raised()),
        question(["Quanto è costato", "What it cost"], chair.cost()),
        question(["Che cosa ha portato", "What it brought"], chair.brought()),
        question(["Che cosa è dovuto", "What is owed"], chair.owed()),
        question(["Che cosa è andato storto", "What failed"], chair.failed()),
        question(["Che cosa decidere ora", "What to decide next"], chair.to_decide()),
    ]
}

struct Chair<'a> {
    report: &'a Report,
    setting: &'a Setting,
    w: Words,
    numerals: Numerals,
}

impl Chair<'_> {
    fn companies(&self) -> impl Iterator<Item = &CompanyReport> {
        self.report.companies.iter()
    }

    fn whole(&self, it: String, en: String) -> Answer {
        Answer { company: None, text: self.w.say_with(it, en) }
    }

    fn of(&self, company: &CompanyReport, it: String, en: String) -> Answer {
        let named = (company.view.code.to_string(), company.view.name.clone());
        Answer { company: Some(named), text: self.w.say_with(it, en) }
    }

    /// Not more than fit on the page; a word where there is nothing.
    fn bounded(&self, mut answers: Vec<Answer>) -> Vec<Answer> {
        if answers.is_empty() {
            answers.push(self.whole("Nulla.".to_owned(), "Nothing.".to_owned()));
        }
        if answers.len() > MOST {
            let more = answers.len() - MOST + 1;
            answers.truncate(MOST - 1);
            answers.push(self.whole(
                format!("E altre {more} voci, nelle pagine delle società."),
                format!("And {more} more, on the pages of the companies."),
            ));
        }
        answers
    }

    fn count(&self, counts: impl Fn(&CompanyReport) -> bool) -> usize {
        self.companies().filter(|company| counts(company)).count()
    }

    fn ends_on(&self) -> Day {
        self.setting.zone.day(self.setting.ends_at)
    }

    fn asked(&self) -> Vec<Answer> {
        let offers = self.companies().filter_map(|company| company.view.offer.as_ref());
        let worth = offers.map(|offer| {
            let of = |units| Money::of(offer.price, units, offer.multiplier).unwrap_or_default();
            (of(offer.units), of(offer.minimum_units))
        });
        let (mut opened, mut most, mut least) = (0_usize, Money::ZERO, Money::ZERO);
        for (all, minimum) in worth {
            opened += 1;
            most = most.checked_add(all).unwrap_or(most);
            least = least.checked_add(minimum).unwrap_or(least);
        }
        let applied = self.report.companies.len();
        let (most, least) = (self.numerals.euro(most), self.numerals.euro(least));
        vec![self.whole(
            format!(
                "Società candidate: {applied}. Offerte aperte: {opened}, per {most} in tutto, {least} come minimo."
            ),
            format!(
                "Companies that applied: {applied}. Offers opened: {opened}, for {most} in all, {least} at the least."
            ),
        )]
    }

    fn got_in(&self) -> Vec<Answer> {
        let admitted = self.count(|company| company.view.outcome == Some(Outcome::Admitted));
        let conditional = self.count(|company| company.view.outcome == Some(Outcome::Conditional));
        let listed = self.count(|company| company.view.instrument.is_some());
        let mut answers = vec![self.whole(
            format!("Ammesse: {admitted}; ammesse con condizioni: {conditional}; arrivate alla quotazione: {listed}."),
            format!("Admitted: {admitted}; admitted with conditions: {conditional}; listed: {listed}."),
        )];
        let funded = self.count(|company| company.stage() == "funded");
        if funded > 0 {
            answers.push(self.whole(
                format!("Finanziate da donazioni, senza quotazione: {funded}."),
                format!("Funded by gifts, without a listing: {funded}."),
            ));
        }
        answers
    }

    /// Whose way ended before the market, each with the first of its reasons.
    fn kept_out(&self) -> Vec<Answer> {
        let ended = ["refused", "offer_failed", "lapsed", "withdrawn"];
        let out = self.companies().filter(|company| ended.contains(&company.stage().as_str()));
        let answer = |company: &CompanyReport| {
            let reason = company.reasons.first().map(|reason| self.numerals.sentence(reason.get(self.w.language)));
            let more = company.reasons.len().saturating_sub(1);
            let others = match more {
                0 => String::new(),
                1 => self.w.say(" (e un altro motivo)", " (and one more reason)").to_owned(),
                _ => self.w.say_with(format!(" (e altri {more} motivi)"), format!(" (and {more} more reasons)")),
            };
            let stage = self.w.stage(&company.stage()).to_lowercase();
            let text = match reason {
                Some(reason) => format!("{stage}. {reason}{others}"),
                None => format!("{stage}."),
            };
            self.of(company, text.clone(), text)
        };
        out.map(answer).collect()
    }

    fn raised(&self) -> Vec<Answer> {
        let summary = self.report.summary();
        let results: Vec<_> = self.companies().filter_map(CompanyReport::result).collect();
        let (all, done) = (results.len(), results.iter().filter(|result| result.success).count());
        let investors: u64 = results.iter().map(|result| u64::from(result.holders)).sum();
        let (raised, investors) = (self.numerals.euro(summary.raised), self.numerals.count(investors));
        vec![self.whole(
            format!("{raised} lordi; offerte riuscite: {done} su {all}; assegnazioni a investitori: {investors}."),
            format!("{raised} gross; offers that succeeded: {done} of {all}; allotments to investors: {investors}."),
        )]
    }

    fn cost(&self) -> Vec<Answer> {
        let (numerals, totals) = (self.numerals, self.report.summary().totals);
        let percent = totals.one_off_percent.map(|percent| numerals.percent(percent)).unwrap_or_default();
        let (once, yearly) = (numerals.euro(totals.one_off), numerals.euro(totals.yearly));
        let listed = || self.companies().filter(|company| company.view.instrument.is_some());
        let mut answers = vec![self.whole(
            format!("Alle società: {once} una tantum ({percent} del raccolto) e {yearly} ogni anno da quotate."),
            format!("To the companies: {once} once ({percent} of the raise) and {yearly} in every year once listed."),
        )];
        let parts: Vec<Figure> = listed().filter_map(|company| company.totals.one_off_percent).collect();
        let months: Vec<Figure> = listed().filter_map(|company| company.totals.months).collect();
        if let (Some(low), Some(high)) = (parts.iter().min(), parts.iter().max()) {
            let (low, high) = (numerals.percent(*low), numerals.percent(*high));
            let days = numerals.figure(totals.staff_days);
            let quick = months.iter().min().map(|months| numerals.figure(*months)).unwrap_or_default();
            let slow = months.iter().max().map(|months| numerals.figure(*months)).unwrap_or_default();
            answers.push(self.whole(
                format!("Per ciascuna quotata dal {low} al {high} del raccolto, da {quick} a {slow} mesi; {days} giorni di lavoro interno in tutto."),
                format!("For each of those listed {low} to {high} of its raise, {quick} to {slow} months; {days} days of own work in all."),
            ));
        }
        answers
    }

    fn brought(&self) -> Vec<Answer> {
        let (numerals, summary) = (self.numerals, self.report.summary());
        let net = summary.raised.checked_sub(summary.totals.one_off).unwrap_or_default();
        let credits = self.companies().flat_map(|company| &company.benefits);
        let credits = credits.filter(|line| line.kind == EntryKind::Tax && line.unit == Unit::Euro);
        let credit: Money = credits.filter_map(|line| line.amount).map(Figure::money).sum();
        let (net, credit, turnover) = (numerals.euro(net), numerals.euro(credit), numerals.euro(summary.turnover));
        let trades = numerals.count(summary.trades);
        let auctions: u32 = self.companies().map(|company| company.view.trading.auctions).sum();
        let silent: u32 = self.companies().map(|company| company.view.trading.auctions_without_trade).sum();
        let verified = self.count(|company| company.view.impact.iter().any(|report| report.verified));
        let met = self.targets(&[TargetStanding::Met, TargetStanding::Late]);
        let silent = percent_of(i128::from(silent), i128::from(auctions)).map(|part| numerals.percent(part));
        let silent = silent.unwrap_or_else(|| "\u{2013}".to_owned());
        vec![
            self.whole(
                format!("{net} netti dei costi una tantum, e {credit} di credito d'imposta."),
                format!("{net} net of one-off costs, and {credit} of tax credit."),
            ),
            self.whole(
                format!("{trades} contratti per {turnover}; {silent} delle aste senza scambi."),
                format!("{trades} trades worth {turnover}; {silent} of the auctions without a trade."),
            ),
            self.whole(
                format!("Società con risultati d'impatto verificati: {verified}; obiettivi raggiunti finora: {met}."),
                format!("Companies with verified impact results: {verified}; targets reached so far: {met}."),
            ),
        ]
    }

    fn targets(&self, standings: &[TargetStanding]) -> usize {
        let targets = self.companies().flat_map(|company| &company.view.life.targets);
        targets.filter(|target| standings.contains(&target.standing)).count()
    }

    fn owed(&self) -> Vec<Answer> {
        let horizon = self.ends_on().plus_months(12);
        let due = |company: &CompanyReport| {
            let open = company.view.obligations.iter().filter(|one| one.standing == Standing::Open);
            open.filter(|one| one.due_on <= horizon).count()
        };
        let (duties, whose) = (self.companies().map(due).sum::<usize>(), self.count(|company| due(company) > 0));
        let listed = self.companies().filter(|company| company.view.instrument.is_some());
        let bonds = listed.filter(|company| company.view.offer.as_ref().is_some_and(|offer| !offer.kind.is_equity()));
        let bonds: Vec<Money> = bonds.map(CompanyReport::raised).collect();
        let (issues, nominal) = (bonds.len(), self.numerals.euro(bonds.into_iter().sum()));
        let mut answers = vec![self.whole(
            format!("Pubblicazioni entro un anno dalla fine: {duties}; società che le devono: {whose}."),
            format!("Publications within a year after the end: {duties}; companies that owe them: {whose}."),
        )];
        if issues > 0 {
            answers.push(self.whole(
                format!("Prestiti con cedole e rimborso: {issues}, per {nominal} raccolti."),
                format!("Bonds with coupons and redemption: {issues}, with {nominal} raised."),
            ));
        }
        let others = |line: &&crate::exercise::Entry| {
            line.kind == EntryKind::OneOff && line.payer.is_some_and(|payer| payer != Payer::Issuer)
        };
        let paid: Money = self
            .companies()
            .flat_map(|company| company.burdens.iter().filter(others))
            .filter_map(|line| line.amount)
            .map(Figure::money)
            .sum();
        if !paid.is_zero() {
            let paid = self.numerals.euro(paid);
            answers.push(self.whole(
                format!("{paid} di costi una tantum a carico di altri che le società."),
                format!("{paid} of one-off costs borne by others than the companies."),
            ));
        }
        answers
    }

    fn failed(&self) -> Vec<Answer> {
        let mut answers = Vec::new();
        for company in self.companies() {
            if company.result().is_some_and(|result| !result.success) {
                answers.push(self.of(company, "offerta non riuscita.".to_owned(), "its offer failed.".to_owned()));
            }
            let unpaid = company.view.payments.iter().filter(|payment| !payment.paid).count();
            if unpaid > 0 {
                let (it, en) = (format!("pagamenti mancati: {unpaid}."), format!("payments missed: {unpaid}."));
                answers.push(self.of(company, it, en));
            }
            answers.extend(company.view.life.lapses.iter().map(|lapse| self.lapsed(company, lapse)));
            let late: u32 = company.view.delays.iter().map(|delay| delay.days).sum();
            if late > 0 {
                let days = self.numerals.count(late);
                let (it, en) = (
                    format!("attività in ritardo: {days} giorni lavorativi in tutto."),
                    format!("late tasks: {days} business days in all."),
                );
                answers.push(self.of(company, it, en));
            }
        }
        let missed = self.targets(&[TargetStanding::Missed]);
        if missed > 0 {
            answers.push(self.whole(format!("Obiettivi mancati: {missed}."), format!("Targets missed: {missed}.")));
        }
        let untrue = self.report.edition.expectations.iter().filter(|one| one.instead.is_some()).count();
        if untrue > 0 {
            let (it, en) =
                ("Attese dello scenario non avverate", "Expectations of the scenario that did not come true");
            answers.push(self.whole(format!("{it}: {untrue}."), format!("{en}: {untrue}.")));
        }
        answers
    }

    fn lapsed(&self, company: &CompanyReport, lapse: &LapseView) -> Answer {
        let what = lapse_words(lapse.kind, self.w).to_lowercase();
        let gravest = lapse.sanctions.iter().map(|one| one.sanction).max();
        let came = gravest.map_or_else(String::new, |one| format!(", {}", sanction(one, self.w)));
        let cured = if lapse.cured_at.is_some() { self.w.say(", sanata", ", cured") } else { "" };
        let text = format!("{what} ({}){came}{cured}.", lapse.subject);
        self.of(company, text.clone(), text)
    }

    /// What waits for the committee: votes, conditions, the next step of an open ladder, targets that were missed.
    fn to_decide(&self) -> Vec<Answer> {
        let mut answers = Vec::new();
        for company in self.companies() {
            if company.view.outcome.is_none() {
                answers.push(self.of(company, "la candidatura.".to_owned(), "the application.".to_owned()));
            }
            for (condition, _) in company.view.conditions.iter().filter(|(_, standing)| *standing == Standing::Open) {
                let (code, day) = (&condition.code, self.numerals.day(condition.due_on));
                let (it, en) = (format!("condizione {code}, entro il {day}."), format!("condition {code}, by {day}."));
                answers.push(self.of(company, it, en));
            }
            let open = company.view.life.lapses.iter().filter(|lapse| lapse.cured_at.is_none());
            answers.extend(open.filter_map(|lapse| self.next_step(company, lapse)));
        }
        answers
    }

    fn next_step(&self, company: &CompanyReport, lapse: &LapseView) -> Option<Answer> {
        let next = lapse.ladder.get(lapse.sanctions.len())?;
        let what = lapse_words(lapse.kind, self.w).to_lowercase();
        let (step, day) = (sanction(next.sanction, self.w), self.numerals.day(next.comes_on));
        let text = self.w.say_with(
            format!("{what} ({}): se non sana, {step} il {day}.", lapse.subject),
            format!("{what} ({}): unless cured, {step} on {day}.", lapse.subject),
        );
        Some(self.of(company, text.clone(), text))
    }
}
