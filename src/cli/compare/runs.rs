//! One scenario played under several rules, side by side.

use super::Compare;
use super::routes::text;
use super::run_rows::{self, Run};
use crate::cli::admit::{Rules, rulebook};
use crate::cli::papers::edition;
use crate::cli::run::processors;
use crate::cli::{Failure, input};
use crate::domain::Text;
use crate::format::library;
use crate::market::MarketFile;
use crate::projection::Setting;
use crate::report::{ComparisonKind, Comparisons, Report};
use crate::scenario::{self, Variant};

/// A variant under its name.
pub(super) struct Named {
    pub(super) code: String,
    pub(super) label: Text,
    pub(super) variant: Variant,
}

impl Compare {
    /// Whether it is asked what would come of other rules.
    pub(super) fn asks_for_runs(&self) -> bool {
        !self.market.is_empty() || !self.set.is_empty() || self.without_links || !self.rulebook.is_empty()
    }

    /// Plays the scenario as it is written and under every rule that was asked for.
    pub(super) fn runs(&self) -> Result<Comparisons, Failure> {
        let world = scenario::load(Some(&self.subject)).map_err(Failure::problems)?;
        let (subject, title) = (world.name.to_string(), world.title.clone());
        let variants = self.variants(Variant::as_written(world))?;
        if let Some(count) = self.replications {
            return self.paired(variants, count, self.jobs.map_or_else(processors, usize::from));
        }
        let mut runs = Vec::new();
        for Named { code, label, variant } in variants {
            let finished =
                variant.play().map_err(|error| Failure::Input(vec![format!("{code}: cannot be played: {error}")]))?;
            let (world, views) = (finished.play.world(), finished.play.views());
            let calibration = scenario::calibrate(world, views);
            let edition = edition(Setting::of(world), finished.digest, Vec::new(), &calibration);
            let report = Report::of(views, edition);
            runs.push(Run { code, label, report });
        }
        Ok(Comparisons {
            format: 1,
            kind: ComparisonKind::Runs,
            title: text("Lo stesso scenario con altre regole", "The same scenario under other rules"),
            notes: vec![text(
                "Come si legge: la prima colonna è lo scenario com'è scritto, le altre cambiano soltanto ciò che dice il loro nome. Il seme è lo stesso e ogni investitore ha la stessa sorte, finché le regole non lo portano altrove.",
                "How to read it: the first column is the scenario as it is written, the others change only what their name says. The seed is the same and every investor meets the same luck, until the rules lead it elsewhere.",
            )],
            command: self.command_of_runs(),
            comparisons: run_rows::comparisons(&subject, &title, &runs),
            sources: Vec::new(),
        })
    }

    fn variants(&self, written: Variant) -> Result<Vec<Named>, Failure> {
        let mut variants = Vec::new();
        let mut add = |code: String, label: Text, variant| variants.push(Named { code, label, variant });
        for name in names(&self.rulebook, "rulebooks") {
            let rules = rulebook(&name)?;
            add(name.clone(), rules.title.clone(), written.under(rules));
        }
        for name in names(&self.market, "markets") {
            let document = input::document("markets", &name)?;
            let market: MarketFile = document.decode().map_err(Failure::problems)?;
            let label = market.title.clone().unwrap_or_else(|| text(name.clone(), name.clone()));
            add(name, label, written.in_market(&market));
        }
        if self.without_links {
            let label = text("Senza legame all'impatto", "Without a link to the impact");
            add("without-links".into(), label, written.without_links());
        }
        if !self.set.is_empty() {
            let own = written.rulebook();
            let rules = Rules { name: own.name.to_string(), rulebook: own.clone(), changes: Vec::new() };
            let rules = rules.with(&self.set)?;
            let changes: Vec<String> = rules.changes.iter().map(ToString::to_string).collect();
            let changes = changes.join("; ");
            add("set".into(), text(changes.clone(), changes), written.under(rules.rulebook));
        }
        let first = text("Come scritto", "As written");
        variants.insert(0, Named { code: "as-written".into(), label: first, variant: written });
        Ok(variants)
    }

    pub(super) fn command_of_runs(&self) -> String {
        let mut command = format!("borsa compare {}", self.subject);
        if !self.rulebook.is_empty() {
            command.push_str(&format!(" --rulebook {}", self.rulebook.join(",")));
        }
        if !self.market.is_empty() {
            command.push_str(&format!(" --market {}", self.market.join(",")));
        }
        if self.without_links {
            command.push_str(" --without-links");
        }
        for setting in &self.set {
            command.push_str(&format!(" --set {}={}", setting.key, setting.value));
        }
        command
    }
}

/// The names asked for; `all` stands for every shipped one.
fn names(asked: &[String], folder: &str) -> Vec<String> {
    if asked.iter().any(|name| name == "all") { library::names(folder) } else { asked.to_vec() }
}
