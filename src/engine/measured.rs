//! What a listed company reports of its impact: measurements, their verification, restated targets, and the yearly test
//! of its activity.

use super::life::Life;
use super::telling::Telling;
use super::{Exchange, Fact, Reject, Shortfall};
use crate::admission::{Finding, Severity, assess};
use crate::domain::{Code, Day, Figure, LapseKind, Rate, ReportContent, TargetStanding, Verdict};
use crate::impact::{FirstTarget, Objective, progress};

/// By which name a failed test of the activity is known among the lapses.
const ACTIVITY: &str = "activity";

/// A measurement of an objective about a period.
#[derive(Debug, Clone)]
pub(super) struct Measured {
    pub(super) period_ends_on: Day,
    pub(super) value: Figure,
    /// What a verifier says of it, and whether that verifier is independent.
    pub(super) verdict: Option<(Verdict, bool)>,
}

impl Measured {
    /// Whether an independent verifier has looked at it and not rejected it.
    pub(super) fn is_verified(&self) -> bool {
        matches!(self.verdict, Some((Verdict::Confirmed | Verdict::Qualified, true)))
    }

    fn is_confirmed(&self) -> bool {
        self.verdict == Some((Verdict::Confirmed, true))
    }
}

impl Life {
    /// The last measurement of an objective, about one period or about any: a later one about the same period corrects
    /// the earlier.
    pub(super) fn measurement(&self, objective: &Code, period_ends_on: Option<Day>) -> Option<&Measured> {
        let all = self.measured.get(objective)?.iter().rev();
        all.into_iter().find(|one| period_ends_on.is_none_or(|period| one.period_ends_on == period))
    }

    /// The confirmed figures of an objective, one a period.
    fn confirmed(&self, objective: &Code) -> Vec<(Day, Figure)> {
        let mut periods: Vec<Day> =
            self.measured.get(objective).into_iter().flatten().map(|one| one.period_ends_on).collect();
        periods.sort_unstable();
        periods.dedup();
        let latest = periods.into_iter().filter_map(|period| self.measurement(objective, Some(period)));
        latest.filter(|one| one.is_confirmed()).map(|one| (one.period_ends_on, one.value)).collect()
    }
}

impl Exchange {
    /// A listed company reports where an indicator stood at the end of a period.
    pub(super) fn report_impact(
        &mut self,
        code: &Code,
        (objective, value): (&Code, Figure),
        verified: bool,
        period: Option<Day>,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let known = self.objective(code, objective)?;
        let measures = [ReportContent::Measurements, ReportContent::EveryObjective];
        let period_ends_on = self.period(code, period, &measures, out)?;
        let baseline = known.baseline.as_ref().and_then(|baseline| baseline.value);
        let target = known.target.as_ref().and_then(|target| target.value);
        let gone = baseline.zip(target).and_then(|(baseline, target)| progress(baseline, target, value));
        let indicator = known.indicator.as_ref().and_then(|indicator| indicator.name.clone());
        let due_on = known.target.as_ref().and_then(|target| target.due_on);
        let unit = known.indicator.as_ref().and_then(|indicator| indicator.unit.clone());
        let without_offer = self.without_the_offer(code, objective);
        out.tell(Fact::ImpactReported {
            company: code.clone(),
            objective: objective.clone(),
            indicator: indicator.unwrap_or_else(|| objective.to_string()),
            unit,
            value,
            baseline,
            without_offer,
            target,
            due_on,
            progress: gone,
            verified,
            period_ends_on,
        });
        let verdict = verified.then_some((Verdict::Confirmed, true));
        let measured = Measured { period_ends_on, value, verdict };
        self.life_of(code).measured.entry(objective.clone()).or_default().push(measured);
        self.judge_target(code, objective, out)
    }

    /// Where the dossier says that the indicator of an objective would stand without the offer.
    fn without_the_offer(&self, code: &Code, objective: &Code) -> Option<Figure> {
        let counterfactual = &self.dossier_of(&self.companies[code]).counterfactual;
        counterfactual.value.filter(|_| counterfactual.objective.as_ref() == Some(objective))
    }

    /// A verifier says what it found about a measurement.
    pub(super) fn verify_impact(
        &mut self,
        code: &Code,
        objective: &Code,
        period: Option<Day>,
        (verifier, independent, verdict): (&str, bool, Verdict),
        out: &mut Telling,
    ) -> Result<(), Reject> {
        self.objective(code, objective)?;
        let life = &mut self.life_of(code).measured;
        let all = life.get_mut(objective).into_iter().flatten().rev();
        let mut meant = all.filter(|one| period.is_none_or(|period| one.period_ends_on == period));
        let measured = meant.next().ok_or(Reject::UnknownMeasurement)?;
        measured.verdict = Some((verdict, independent));
        let (period_ends_on, value) = (measured.period_ends_on, measured.value);
        out.tell(Fact::ImpactVerified {
            company: code.clone(),
            objective: objective.clone(),
            period_ends_on,
            value,
            verifier: verifier.to_owned(),
            independent,
            verdict,
        });
        self.judge_target(code, objective, out)
    }

    /// Tells where the target stands, where that has changed.
    fn judge_target(&mut self, code: &Code, objective: &Code, out: &mut Telling) -> Result<(), Reject> {
        let first = first_target(self.objective(code, objective)?);
        let Some(first) = first else { return Ok(()) };
        let life = self.life_of(code);
        let confirmed = life.confirmed(objective);
        let last = confirmed.last().and_then(|(_, value)| progress(first.baseline, first.target, *value));
        let standing = first.standing(confirmed);
        let was = life.standings.insert(objective.clone(), standing).unwrap_or(TargetStanding::Open);
        if was != standing {
            let (company, objective) = (code.clone(), objective.clone());
            out.tell(Fact::TargetJudged { company, objective, standing, progress: last });
        }
        Ok(())
    }

    /// A company restates a baseline or a target. The first figures stay and go on to be what its results are held to.
    pub(super) fn restate_target(
        &mut self,
        code: &Code,
        objective: &Code,
        (baseline, target, due_on): (Option<Figure>, Option<Figure>, Option<Day>),
        reason: &str,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let known = self.objective(code, objective)?;
        let (first_baseline, first_target) = (known.baseline.as_ref(), known.target.as_ref());
        let first_baseline = first_baseline.and_then(|baseline| baseline.value);
        let first_due_on = first_target.and_then(|target| target.due_on);
        let first_target = first_target.and_then(|target| target.value);
        let changes = [baseline.is_some(), target.is_some(), due_on.is_some()];
        if !changes.contains(&true) {
            return Err(Reject::NothingRestated);
        }
        out.tell(Fact::TargetRestated {
            company: code.clone(),
            objective: objective.clone(),
            first_baseline,
            first_target,
            first_due_on,
            baseline: baseline.or(first_baseline),
            target: target.or(first_target),
            due_on: due_on.or(first_due_on),
            reason: reason.to_owned(),
        });
        Ok(())
    }

    /// A company reports its activity of a period, and the gate's test of the mission is put to it again: what the
    /// admission did not find and the new figures show is mission drift.
    pub(super) fn report_activity(
        &mut self,
        code: &Code,
        revenue_share: Option<Rate>,
        disadvantaged_share: Option<Rate>,
        period: Option<Day>,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let period_ends_on = self.period(code, period, &[ReportContent::Activity], out)?;
        let dossier = self.dossier_of(&self.companies[code]);
        let mut of_the_year = dossier.clone();
        of_the_year.business.impact_revenue_share = revenue_share;
        of_the_year.business.disadvantaged_workforce_share = disadvantaged_share;
        let known = assess(dossier, &self.world.rulebook).intentionality.findings;
        let found = assess(&of_the_year, &self.world.rulebook).intentionality.findings;
        let is_new = |finding: &&Finding| {
            finding.severity != Severity::Note && !known.iter().any(|known| known.code == finding.code)
        };
        let shortfalls: Vec<Shortfall> = found.iter().filter(is_new).map(shortfall).collect();
        let passed = shortfalls.is_empty();
        let company = code.clone();
        out.tell(Fact::ActivityTested {
            company,
            period_ends_on,
            revenue_share,
            disadvantaged_share,
            passed,
            shortfalls,
        });
        self.life_of(code).tested.insert(period_ends_on);
        if passed {
            self.cure(code, LapseKind::FailedRetest, ACTIVITY, out)
        } else {
            self.begin_lapse(code, LapseKind::FailedRetest, ACTIVITY, None, out)
        }
    }

    /// An objective of a listed company's dossier.
    fn objective(&self, code: &Code, objective: &Code) -> Result<&Objective, Reject> {
        let objectives = &self.listed_company(code)?.life.objectives;
        objectives.iter().find(|known| known.code.as_ref() == Some(objective)).ok_or(Reject::UnknownObjective)
    }

    /// The period that a report is about: the one that is named, which must be over; else that of the oldest duty of
    /// this content that is owed; else the last calendar year.
    fn period(&self, code: &Code, named: Option<Day>, content: &[ReportContent], out: &Telling) -> Result<Day, Reject> {
        let life = &self.listed_company(code)?.life;
        let today = self.world.calendar.day(out.now());
        if let Some(named) = named {
            return if named <= today { Ok(named) } else { Err(Reject::PeriodNotOver) };
        }
        let asks = |duty: &Code| {
            self.duties().any(|one| one.code == *duty && one.content.iter().any(|asked| content.contains(asked)))
        };
        let mut owed = life.owes.iter().map(|owed| &owed.deadline);
        let owed = owed.find(|deadline| deadline.period_ends_on <= today && asks(&deadline.obligation));
        let last_year = Day::of(today.year() - 1, 12, 31).expect("every year has a last day");
        Ok(owed.map_or(last_year, |deadline| deadline.period_ends_on))
    }
}

fn first_target(objective: &Objective) -> Option<FirstTarget> {
    let target = objective.target.as_ref()?;
    let baseline = objective.baseline.as_ref()?.value?;
    Some(FirstTarget { baseline, target: target.value?, due_on: target.due_on? })
}

fn shortfall(finding: &Finding) -> Shortfall {
    Shortfall { code: finding.code.clone(), text: finding.message.clone(), source: finding.source.clone() }
}
