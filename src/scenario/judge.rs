//! What a schema cannot say of a scenario: that names mean something, and that times follow each other.

mod events;

use std::collections::BTreeSet;

use super::Aim;
use crate::domain::{Code, Figure, Obligation, Timestamp};
use crate::engine::{Act, Expectation, Style, World};
use crate::exercise::SlipChance;
use crate::format::{Fault, nearest};

/// Longest name of a group of investors: its members are numbered after it.
const GROUP_NAME_MAX: usize = 40;

/// Everything that is wrong with a resolved world, by pointers into the scenario file.
pub(super) fn faults(world: &World) -> Vec<Fault> {
    let mut judge = Judge { world, names: Names::of(world), faults: Vec::new() };
    judge.head();
    judge.duties();
    judge.companies();
    judge.people();
    judge.investors();
    judge.calibration();
    judge.events();
    for (pointer, detail) in world.operator.iter().flat_map(crate::engine::Operator::faults) {
        judge.fault(&format!("/operator{pointer}"), detail);
    }
    for (index, act) in world.acts.iter().enumerate() {
        judge.act(&format!("/acts/{index}"), act);
    }
    for (index, expectation) in world.expect.iter().enumerate() {
        judge.expectation(&format!("/expect/{index}"), expectation);
    }
    judge.faults
}

/// The names that a script can use.
struct Names {
    companies: BTreeSet<String>,
    instruments: BTreeSet<String>,
    members: BTreeSet<String>,
    investors: BTreeSet<String>,
    obligations: BTreeSet<String>,
    groups: BTreeSet<String>,
    events: BTreeSet<String>,
}

impl Names {
    fn of(world: &World) -> Self {
        let symbols = world.companies.iter().filter_map(|dossier| dossier.instrument.symbol);
        let members = |group: &crate::engine::InvestorGroup| {
            let fits = group.name.as_str().len() <= GROUP_NAME_MAX;
            let count = if fits { group.count } else { 0 };
            (1..=count).map(|number| group.member(number).to_string()).collect::<Vec<_>>()
        };
        Self {
            companies: world
                .companies
                .iter()
                .filter_map(|dossier| dossier.company.id.as_ref())
                .map(ToString::to_string)
                .collect(),
            instruments: symbols.map(|symbol| symbol.to_string()).collect(),
            members: world.committee.iter().map(|member| member.name.to_string()).collect(),
            investors: world.investors.iter().flat_map(members).collect(),
            obligations: duties(world).map(|one| one.code.to_string()).collect(),
            events: world.events.iter().map(|event| event.name.to_string()).collect(),
            groups: world.investors.iter().map(|group| group.name.to_string()).collect(),
        }
    }
}

/// What a listed company owes to the market, then to the gate.
fn duties(world: &World) -> impl Iterator<Item = &Obligation> {
    let gate = world.rulebook.reporting.iter().flat_map(|reporting| &reporting.duties);
    world.obligations.obligations.iter().chain(gate)
}

struct Judge<'a> {
    world: &'a World,
    names: Names,
    faults: Vec<Fault>,
}

impl Judge<'_> {
    fn fault(&mut self, pointer: &str, detail: impl Into<String>) {
        self.faults.push(Fault { pointer: pointer.to_owned(), detail: detail.into() });
    }

    fn head(&mut self) {
        if self.world.format != 1 {
            self.fault("/format", "this program reads format 1");
        }
        if self.world.ends_at <= self.world.starts_at {
            self.fault("/ends_at", "the end must come after `starts_at`");
        }
        if i64::try_from(self.world.seed).is_err() {
            self.fault("/seed", "a seed is at most 9223372036854775807");
        }
        if i64::try_from(self.world.replication).map_or(true, |number| number == 0) {
            self.fault("/replication", "replications are numbered from 1 to 9223372036854775807");
        }
        if self.world.live.from < self.world.starts_at {
            self.fault("/live/from", "a live exchange cannot open before `starts_at`");
        }
    }

    /// A duty is stated once, and a ladder is for duties that there are.
    fn duties(&mut self) {
        let world = self.world;
        let market = &world.obligations.obligations;
        for duty in world.rulebook.reporting.iter().flat_map(|reporting| &reporting.duties) {
            if market.iter().any(|one| one.code == duty.code) {
                let detail = format!("the rulebook asks for `{}` too: a duty is stated once", duty.code);
                self.fault("/obligations", detail);
            }
        }
        for ladder in world.rulebook.sanctions.iter().flat_map(|sanctions| &sanctions.ladders) {
            for duty in &ladder.duties {
                self.known("/rulebook", "obligation", duty.as_str(), |names| &names.obligations);
            }
        }
    }

    fn companies(&mut self) {
        let (mut ids, mut symbols) = (BTreeSet::new(), BTreeSet::new());
        for (index, dossier) in self.world.companies.iter().enumerate() {
            let pointer = format!("/companies/{index}");
            match &dossier.company.id {
                None => self.fault(&pointer, "the dossier has no [company] id, by which a scenario names it"),
                Some(id) if !ids.insert(id.clone()) => self.fault(&pointer, format!("the id `{id}` is taken")),
                Some(_) => {}
            }
            if let Some(symbol) = dossier.instrument.symbol.filter(|&symbol| !symbols.insert(symbol)) {
                self.fault(&pointer, format!("the symbol {symbol} is taken"));
            }
            for (place, detail) in
                dossier.instrument.faults_of_offer().into_iter().chain(dossier.instrument.faults_of_limits())
            {
                self.fault(&pointer, format!("{place}: {detail}"));
            }
            let invited = dossier.instrument.offer.iter().flat_map(|offer| &offer.invited);
            let limited = dossier.instrument.limits.iter().flat_map(|limits| limits.names());
            for name in invited.chain(limited) {
                let is_group = self.world.investors.iter().any(|group| group.name == *name);
                if !is_group && !self.world.live.test_investors.contains(name) {
                    self.known(&pointer, "investor or group", name.as_str(), |names| &names.investors);
                }
            }
            let link = dossier.instrument.impact_link.as_ref();
            if let Some(payer) = link.and_then(|link| link.payer.as_ref()) {
                self.known(&pointer, "investor to pay for the result", payer.as_str(), |names| &names.investors);
            }
            if let Some(market) = &dossier.instrument.market
                && !self.world.markets.contains_key(market)
            {
                let known: Vec<&str> = self.world.markets.keys().map(String::as_str).collect();
                self.fault(&pointer, format!("its market `{market}` is not one of [markets]: {}", known.join(", ")));
            }
        }
    }

    fn people(&mut self) {
        for (index, member) in self.world.committee.iter().enumerate() {
            for (place, company) in member.conflicts.iter().enumerate() {
                self.company(&format!("/committee/{index}/conflicts/{place}"), company.as_str());
            }
        }
        let (mut names, mut groups) = (BTreeSet::new(), Vec::new());
        for (index, group) in self.world.investors.iter().enumerate() {
            if group.name.as_str().len() > GROUP_NAME_MAX {
                groups.push((index, format!("the name of a group has at most {GROUP_NAME_MAX} characters")));
            }
            if !names.insert(&group.name) {
                groups.push((index, format!("the group `{}` is there already", group.name)));
            }
        }
        for (index, detail) in groups {
            self.fault(&format!("/investors/{index}/name"), detail);
        }
    }

    /// Every group cites a finding that its class may stand for; quotes are for who must quote.
    fn investors(&mut self) {
        let world = self.world;
        for (index, group) in world.investors.iter().enumerate() {
            let at = |key: &str| format!("/investors/{index}/{key}");
            let codes: Vec<&str> = world.findings.findings.iter().map(|finding| finding.code.as_str()).collect();
            match world.findings.named(&group.finding) {
                None => self.fault(&at("finding"), unknown("finding", group.finding.as_str(), &codes)),
                Some(finding) if !finding.styles.contains(&group.style) => {
                    let detail = format!("the finding `{}` is not one of this style", group.finding);
                    self.fault(&at("finding"), detail);
                }
                Some(_) => {}
            }
            match (group.style == Style::LiquidityProvider, &group.quotes) {
                (true, None) => self.fault(&at("style"), "a liquidity provider needs `quotes`: its obligations"),
                (false, Some(_)) => self.fault(&at("quotes"), "only a liquidity provider has obligations to quote"),
                _ => {}
            }
        }
    }

    fn calibration(&mut self) {
        let world = self.world;
        for (index, target) in world.calibration.iter().enumerate() {
            let bounds = [target.at_least, target.at_most];
            self.measured(&format!("/calibration/{index}"), Aim::of_target(target), bounds);
        }
    }

    /// What is measured is about something that there is, by a measure that it has, and has a bound.
    fn measured(&mut self, pointer: &str, aim: Aim<'_>, [least, most]: [Option<Figure>; 2]) {
        for (key, detail) in aim.faults(self.world) {
            self.fault(&format!("{pointer}/{key}"), detail);
        }
        if least.is_none() && most.is_none() {
            self.fault(&format!("{pointer}/measure"), "a target needs `at_least`, `at_most` or both");
        }
        if least.zip(most).is_some_and(|(least, most)| least > most) {
            self.fault(&format!("{pointer}/at_most"), "`at_most` is below `at_least`");
        }
    }

    fn act(&mut self, pointer: &str, act: &Act) {
        if act.at() < self.world.starts_at {
            self.fault(&format!("{pointer}/at"), "an act cannot come before `starts_at`");
        }
        let at = |key: &str| format!("{pointer}/{key}");
        match act {
            Act::Apply { company, .. }
            | Act::OpenComments { company, .. }
            | Act::Comment { company, .. }
            | Act::AnswerEvidence { company, .. }
            | Act::Withdraw { company, .. }
            | Act::Decide { company, member: None, .. }
            | Act::Appeal { company, .. }
            | Act::MeetCondition { company, .. } => self.company(&at("company"), company.as_str()),
            Act::Vote { company, member, .. }
            | Act::DeclareConflict { company, member, .. }
            | Act::RequestEvidence { company, member, .. }
            | Act::Decide { company, member: Some(member), .. }
            | Act::Confirm { company, member, .. }
            | Act::ConfirmCondition { company, member, .. } => {
                self.company(&at("company"), company.as_str());
                self.known(&at("member"), "member of the committee", member.as_str(), |names| &names.members);
            }
            Act::Subscribe { investor, instrument, .. } => {
                self.known(&at("investor"), "investor", investor.as_str(), |names| &names.investors);
                self.instrument(&at("instrument"), &instrument.to_string());
            }
            Act::Enter { investor, instrument, .. } => {
                self.trader(&at("investor"), investor.as_str());
                self.instrument(&at("instrument"), &instrument.to_string());
            }
            Act::FailDelivery { investor, .. } => {
                self.known(&at("investor"), "investor", investor.as_str(), |names| &names.investors);
            }
            Act::Halt { instrument, .. } | Act::Resume { instrument, .. } => {
                self.instrument(&at("instrument"), &instrument.to_string());
            }
            Act::ReportActivity { company, .. }
            | Act::PayIn { company, .. }
            | Act::DeclareProfit { company, .. }
            | Act::DeclareDividend { company, .. }
            | Act::CallBond { company, .. }
            | Act::IncreaseCapital { company, .. }
            | Act::BuyBack { company, .. }
            | Act::CancelTreasury { company, .. }
            | Act::Recover { company, .. } => self.company(&at("company"), company.as_str()),
            Act::Delay { at: when, company, task, days, .. } => {
                self.company(&at("company"), company.as_str());
                self.delay(pointer, (*when, company, task), days.get());
            }
            Act::Report { company, objective, .. }
            | Act::Verify { company, objective, .. }
            | Act::Restate { company, objective, .. } => {
                self.company(&at("company"), company.as_str());
                self.objective(&at("objective"), company.as_str(), objective.as_str());
            }
            Act::Deliver { company, obligation, .. } => {
                self.company(&at("company"), company.as_str());
                self.known(&at("obligation"), "obligation", obligation.as_str(), |names| &names.obligations);
            }
        }
    }

    /// A task can be late that the plan has for the company, and whose days are not the path's or the committee's.
    fn delay(&mut self, pointer: &str, (at, company, task): (Timestamp, &Code, &Code), days: u32) {
        let world = self.world;
        let dossier = world.companies.iter().find(|dossier| dossier.company.id.as_ref() == Some(company));
        let Some(kind) = dossier.and_then(|dossier| dossier.instrument.kind) else { return };
        let preparation: Code = "preparation".parse().expect("a fixed name is a code");
        let is_early =
            |task: &&Code| world.plan.task(task).is_some_and(|one| world.plan.precedes_application(one, &preparation));
        let can_slip =
            |code: &&Code| world.plan.task(code).is_some_and(|one| one.stage == preparation) || is_early(code);
        let tasks: Vec<&str> =
            world.plan.tasks_for(kind).map(|one| &one.code).filter(can_slip).map(Code::as_str).collect();
        if !tasks.contains(&task.as_str()) {
            let detail = unknown("task of this company that can be late", task.as_str(), &tasks);
            self.fault(&format!("{pointer}/task"), detail);
        }
        let applies = world.acts.iter().filter_map(|act| match act {
            Act::Apply { at, company: of, .. } if of == company => Some(*at),
            _ => None,
        });
        if is_early(&task) && applies.min().is_some_and(|applies| applies < at) {
            let detail = "the company has applied by then: what comes before its application is late before it";
            self.fault(&format!("{pointer}/at"), detail);
        }
        if days > SlipChance::LONGEST {
            self.fault(
                &format!("{pointer}/days"),
                format!("a task is late by at most {} business days", SlipChance::LONGEST),
            );
        }
    }

    fn expectation(&mut self, pointer: &str, expectation: &Expectation) {
        let at = |key: &str| format!("{pointer}/{key}");
        match expectation {
            Expectation::Outcome { company, .. }
            | Expectation::Listed { company, .. }
            | Expectation::Sanctioned { company, .. }
            | Expectation::Resumed { company }
            | Expectation::Unsanctioned { company }
            | Expectation::Stage { company, .. }
            | Expectation::FellShort { company, .. }
            | Expectation::Sold { company, .. }
            | Expectation::Delisted { company } => {
                self.company(&at("company"), company.as_str());
            }
            Expectation::PriceMoved { instrument, at_least, at_most, from, to } => {
                self.instrument(&at("instrument"), &instrument.to_string());
                if at_least.is_none() && at_most.is_none() {
                    self.fault(pointer, "say how far the price moves: `at_least`, `at_most` or both");
                }
                if from > to {
                    self.fault(&at("to"), "the last day comes before the first");
                }
            }
            Expectation::Occurred { event, .. } => {
                self.known(&at("event"), "event", event.as_str(), |names| &names.events);
            }
            Expectation::Trades { instrument, .. }
            | Expectation::Interrupted { instrument, .. }
            | Expectation::Paid { instrument, .. }
            | Expectation::Rewarded { instrument, .. } => self.instrument(&at("instrument"), &instrument.to_string()),
            Expectation::Refused { investor, instrument, .. } | Expectation::Holds { investor, instrument, .. } => {
                self.trader(&at("investor"), investor.as_str());
                self.instrument(&at("instrument"), &instrument.to_string());
            }
            Expectation::Received { investor, instrument, .. }
            | Expectation::Withheld { investor, instrument, .. }
            | Expectation::Gave { investor, instrument, .. } => {
                self.known(&at("investor"), "investor", investor.as_str(), |names| &names.investors);
                self.instrument(&at("instrument"), &instrument.to_string());
            }
            Expectation::Remitted { .. } => {
                if self.world.tax.is_none() {
                    self.fault(pointer, "nothing is withheld: name the rules, such as `tax = \"tax-italy-2026\"`");
                }
            }
            Expectation::Measured { at_least, at_most, .. } => {
                if let Some(aim) = Aim::of_expectation(expectation) {
                    self.measured(pointer, aim, [*at_least, *at_most]);
                }
            }
            Expectation::Reported { company, objective } | Expectation::Target { company, objective, .. } => {
                self.company(&at("company"), company.as_str());
                self.objective(&at("objective"), company.as_str(), objective.as_str());
            }
        }
    }

    /// Who may hold and trade: an investor, or a company its own units.
    fn trader(&mut self, pointer: &str, name: &str) {
        if !self.names.companies.contains(name) {
            self.known(pointer, "investor or company", name, |names| &names.investors);
        }
    }

    fn company(&mut self, pointer: &str, name: &str) {
        self.known(pointer, "company", name, |names| &names.companies);
    }

    fn instrument(&mut self, pointer: &str, name: &str) {
        self.known(pointer, "instrument", name, |names| &names.instruments);
    }

    fn objective(&mut self, pointer: &str, company: &str, name: &str) {
        let dossiers = self.world.companies.iter();
        let of_company =
            dossiers.filter(|dossier| dossier.company.id.as_ref().is_some_and(|id| id.as_str() == company));
        let objectives =
            of_company.flat_map(|dossier| &dossier.objectives).filter_map(|objective| objective.code.as_ref());
        let known: Vec<&str> = objectives.map(crate::domain::Code::as_str).collect();
        if !known.is_empty() && !known.contains(&name) {
            self.fault(pointer, unknown("objective of this company", name, &known));
        }
    }

    fn known(&mut self, pointer: &str, what: &str, name: &str, of: impl Fn(&Names) -> &BTreeSet<String>) {
        let names = of(&self.names);
        if names.contains(name) {
            return;
        }
        let known: Vec<&str> = names.iter().map(String::as_str).collect();
        let detail = unknown(what, name, &known);
        self.fault(pointer, detail);
    }
}

pub(super) fn unknown(what: &str, name: &str, known: &[&str]) -> String {
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("there is no {what} `{name}`; did you mean `{near}`?"),
        None => format!("there is no {what} `{name}`"),
    }
}
