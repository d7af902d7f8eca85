//! The ladder of sanctions: what a listed company has failed to do, what follows step by step, and how it is cured.

use super::agenda::Due;
use super::telling::Telling;
use super::{Exchange, Fact, LadderStep, Reject};
use crate::domain::{Code, Day, LapseKind, Sanction, Symbol, TradingPhase};

/// Something that a company has failed to do and not yet cured.
#[derive(Debug, Clone)]
pub(super) struct Lapse {
    /// Its number among the company's lapses, from 1.
    pub(super) number: u32,
    pub(super) kind: LapseKind,
    /// What it is about: a report and its period, a condition, the activity.
    pub(super) subject: String,
    pub(super) since: Day,
    pub(super) ladder: Vec<LadderStep>,
    /// The last step that has come.
    pub(super) reached: Option<Sanction>,
}

impl Lapse {
    fn suspends(&self) -> bool {
        self.reached >= Some(Sanction::Suspension)
    }

    /// Why a step of it came, for everyone to read.
    pub(super) fn reason(&self) -> String {
        let what = match self.kind {
            LapseKind::MissedReport => "was not delivered in time",
            LapseKind::LateVerification => "was not verified in time",
            LapseKind::FailedRetest => "no longer passes the test of the gate",
            LapseKind::UnmetCondition => "of the admission was not met",
        };
        let noun = if self.kind == LapseKind::UnmetCondition { "condition " } else { "" };
        format!("{noun}{} {what}", self.subject)
    }
}

impl Exchange {
    /// A listed company has failed in something: its ladder begins. What has lapsed already does not lapse again.
    pub(super) fn begin_lapse(
        &mut self,
        code: &Code,
        kind: LapseKind,
        subject: &str,
        duty: Option<&Code>,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let since = self.world.calendar.day(out.now());
        let ladder = self.ladder_from(kind, duty, since);
        let life = self.life_of(code);
        if life.lapses.iter().any(|lapse| lapse.kind == kind && lapse.subject == subject) {
            return Ok(());
        }
        life.lapses_so_far += 1;
        let number = life.lapses_so_far;
        let subject = subject.to_owned();
        let steps = ladder.clone();
        life.lapses.push(Lapse { number, kind, subject: subject.clone(), since, ladder, reached: None });
        let company = code.clone();
        out.tell(Fact::LapseBegan { company, lapse: number, kind, subject, since, ladder: steps.clone() });
        for (step, LadderStep { comes_on, .. }) in steps.into_iter().enumerate() {
            if comes_on == since {
                self.impose(code, number, step, out)?;
            } else {
                let at = self.end_of(comes_on);
                self.agenda.at(at, Due::Sanction { company: code.clone(), lapse: number, step });
            }
        }
        Ok(())
    }

    /// The steps that the rulebook has for a lapse, with their days. Without a ladder for it, an unmet condition
    /// suspends at once: the admission is not in force.
    fn ladder_from(&self, kind: LapseKind, duty: Option<&Code>, since: Day) -> Vec<LadderStep> {
        let rules = self.world.rulebook.sanctions.as_ref();
        let Some(ladder) = rules.and_then(|rules| rules.ladder(kind, duty)) else {
            let source = "an admission whose condition is overdue is not in force".to_owned();
            let step = LadderStep { sanction: Sanction::Suspension, comes_on: since, source };
            return if kind == LapseKind::UnmetCondition { vec![step] } else { Vec::new() };
        };
        let step = |step: &crate::admission::Step| {
            let days = i32::try_from(step.after_days.value).unwrap_or(i32::MAX);
            LadderStep { sanction: step.sanction, comes_on: since.plus_days(days), source: step.after_days.cite() }
        };
        ladder.steps.iter().map(step).collect()
    }

    /// A step of a ladder comes, unless the lapse was cured or the company has left the market.
    pub(super) fn impose(&mut self, code: &Code, number: u32, step: usize, out: &mut Telling) -> Result<(), Reject> {
        let Some(instrument) = self.instrument_of(code) else { return Ok(()) };
        let open = self.life_of(code).lapses.iter_mut().find(|lapse| lapse.number == number);
        let Some(lapse) = open else { return Ok(()) };
        let LadderStep { sanction, source, .. } = lapse.ladder[step].clone();
        lapse.reached = Some(sanction);
        let (kind, subject, reason) = (lapse.kind, lapse.subject.clone(), lapse.reason());
        let next = lapse.ladder.get(step + 1).cloned();
        let company = code.clone();
        out.tell(Fact::Sanctioned { company, instrument, lapse: number, kind, subject, sanction, source, next });
        match sanction {
            Sanction::Warning | Sanction::PublicNotice => Ok(()),
            Sanction::Suspension => self.suspend_for(instrument, &reason, out),
            Sanction::Delisting => self.delist(code, instrument, &reason, out),
        }
    }

    /// A company has put right what it failed in. Once no other lapse holds it, trading goes on through a call.
    pub(super) fn cure(
        &mut self,
        code: &Code,
        kind: LapseKind,
        subject: &str,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let lapses = &mut self.life_of(code).lapses;
        let Some(at) = lapses.iter().position(|lapse| lapse.kind == kind && lapse.subject == subject) else {
            return Ok(());
        };
        let cured = lapses.remove(at);
        let suspended = cured.suspends();
        let (company, lapse, reached) = (code.clone(), cured.number, cured.reached);
        out.tell(Fact::LapseCured { company, lapse, kind, subject: subject.to_owned(), reached });
        match self.instrument_of(code) {
            Some(instrument) if suspended && !self.is_suspended(code) => self.lift_suspension(instrument, out),
            _ => Ok(()),
        }
    }

    /// Whether a lapse keeps the company's instrument from trading.
    pub(super) fn is_suspended(&self, code: &Code) -> bool {
        self.companies.get(code).is_some_and(|company| company.life.lapses.iter().any(Lapse::suspends))
    }

    /// The instrument of a company that is on the market.
    fn instrument_of(&self, code: &Code) -> Option<Symbol> {
        let mut own = self.listings.iter().filter(|(_, listing)| listing.company == *code && !listing.delisted);
        own.next().map(|(&symbol, _)| symbol)
    }

    /// Suspends an instrument, unless it is suspended already.
    fn suspend_for(&mut self, instrument: Symbol, reason: &str, out: &mut Telling) -> Result<(), Reject> {
        if self.listing(instrument)?.market.phase() == TradingPhase::Suspended {
            return Ok(());
        }
        self.suspend(instrument, reason, out)?;
        self.listing(instrument)?.suspended_by_lapse = true;
        Ok(())
    }

    /// Ends a suspension that lapses alone have brought: back to the facilitator's halt, if there was one before it, else
    /// on through a call.
    fn lift_suspension(&mut self, instrument: Symbol, out: &mut Telling) -> Result<(), Reject> {
        let listing = self.listing(instrument)?;
        if !std::mem::take(&mut listing.suspended_by_lapse) {
            return Ok(());
        }
        match listing.halted_before.take() {
            Some(reason) => self.stop(instrument, TradingPhase::Halted, &reason, out),
            None => self.resume(instrument, out),
        }
    }
}
