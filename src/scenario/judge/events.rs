//! What a schema cannot say of the events of a scenario.

use std::collections::BTreeSet;

use super::Judge;
use crate::domain::{Code, Rate};
use crate::engine::{Effect, InvestorGroup, Occurrence, Style};

impl Judge<'_> {
    /// Every event has a name of its own, one time, and means what there is.
    pub(super) fn events(&mut self) {
        let world = self.world;
        let mut names = BTreeSet::new();
        for (index, event) in world.events.iter().enumerate() {
            let pointer = format!("/events/{index}");
            if !names.insert(&event.name) {
                self.fault(&format!("{pointer}/name"), format!("the event `{}` is there already", event.name));
            }
            self.time_of(&pointer, event);
            self.effect(&format!("{pointer}/effect"), &event.effect);
        }
    }

    fn time_of(&mut self, pointer: &str, event: &Occurrence) {
        let (starts_at, zone) = (self.world.starts_at, &self.world.calendar);
        match (&event.at, &event.drawn) {
            (Some(at), None) if *at < starts_at => {
                self.fault(&format!("{pointer}/at"), "an event cannot come before `starts_at`");
            }
            (Some(_), None) => {}
            (None, Some(drawn)) => {
                if drawn.from > drawn.to {
                    self.fault(&format!("{pointer}/drawn/to"), "the last day comes before the first");
                }
                if zone.instant(drawn.from, drawn.time) < starts_at {
                    self.fault(&format!("{pointer}/drawn/from"), "an event cannot come before `starts_at`");
                }
                self.part(&format!("{pointer}/drawn/chance"), drawn.chance);
            }
            (None, None) => self.fault(pointer, "say when it happens: `at`, or `drawn` with `from` and `to`"),
            (Some(_), Some(_)) => self.fault(pointer, "it has an instant, `at`, or a day that is `drawn`, not both"),
        }
    }

    fn effect(&mut self, pointer: &str, effect: &Effect) {
        let at = |key: &str| format!("{pointer}/{key}");
        if let Some(company) = effect.company() {
            self.company(&at("company"), company.as_str());
        }
        match effect {
            Effect::Crisis { return_points, bond_points, attention, sellers, .. } => {
                self.points(&at("return_points"), *return_points);
                bond_points.iter().for_each(|points| self.points(&at("bond_points"), *points));
                self.part(&at("attention"), *attention);
                self.part(&at("sellers"), *sellers);
            }
            Effect::Scandal { trust_left, value_lost, sellers, .. } => {
                self.part(&at("trust_left"), *trust_left);
                self.part(&at("value_lost"), *value_lost);
                self.part(&at("sellers"), *sellers);
            }
            Effect::Result { value, .. } => {
                if !(-Rate::ONE.scaled()..=Rate::ONE.scaled()).contains(&value.scaled()) {
                    self.fault(&at("value"), "a part of the value, from -1 (all of it is lost) to 1 (it doubles)");
                }
            }
            Effect::DonationCut { part, groups, .. } => {
                self.part(&at("part"), *part);
                let nobody = "nobody here gives: name the `groups` whose budget is cut";
                self.groups(pointer, groups, (&InvestorGroup::gives, nobody));
            }
            Effect::SpecialistWithdraws { groups, instruments, .. } => {
                for (index, instrument) in instruments.iter().enumerate() {
                    self.instrument(&at(&format!("instruments/{index}")), &instrument.to_string());
                }
                let nobody = "there is no liquidity provider that could withdraw";
                self.groups(pointer, groups, (&|group| group.style == Style::LiquidityProvider, nobody));
            }
            Effect::LateReport { days, obligation, .. } => {
                if *days == 0 {
                    self.fault(&at("days"), "late is at least one day");
                }
                if let Some(obligation) = obligation {
                    self.known(&at("obligation"), "obligation", obligation.as_str(), |names| &names.obligations);
                }
            }
            Effect::News { .. } => {}
            Effect::Policy { return_points, .. } => self.points(&at("return_points"), *return_points),
        }
    }

    /// Groups that are named, each of which has to fit; without a name somebody has to.
    fn groups(&mut self, pointer: &str, named: &[Code], (fits, nobody): (&dyn Fn(&InvestorGroup) -> bool, &str)) {
        let world = self.world;
        for (index, group) in named.iter().enumerate() {
            self.known(&format!("{pointer}/groups/{index}"), "group of investors", group.as_str(), |names| {
                &names.groups
            });
        }
        if named.is_empty() && !world.investors.iter().any(fits) {
            self.fault(pointer, nobody);
        }
    }

    fn part(&mut self, pointer: &str, part: Rate) {
        if part < Rate::ZERO || part > Rate::ONE {
            self.fault(pointer, "a part lies between 0 and 1");
        }
    }

    /// Points of return, as a part of 1: `0.06` are six points.
    fn points(&mut self, pointer: &str, points: Rate) {
        if points.scaled().abs() > Rate::ONE.scaled() / 2 {
            self.fault(pointer, "points of return are parts of 1, at most 0.5: 0.06 are six points");
        }
    }
}
