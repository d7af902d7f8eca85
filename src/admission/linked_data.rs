//! A dossier as linked data (JSON-LD), in the terms of the Common Impact Data Standard where it has one, so that other
//! tools of that standard can read it. Its terms are linked, none of its text is copied.

use serde_json::{Map, Value, json};

use super::{Counterfactual, Dossier};
use crate::domain::Day;
use crate::impact::{Catalogue, HowMuch, Indicator, Objective};

/// Where the standard defines the short names that are used here.
pub const CONTEXT: &str = "https://ontology.commonapproach.org/contexts/cidsContext.jsonld";

/// The dossier as one document: a context and a graph whose nodes point at each other. What is not said is not there.
/// Codes of a catalogue become the addresses at which that catalogue defines them.
#[must_use]
pub fn linked_data(dossier: &Dossier, catalogue: Option<&Catalogue>) -> Value {
    let graph = Graph { dossier, catalogue };
    let mut nodes = vec![graph.organization(), graph.model()];
    for (index, objective) in dossier.objectives.iter().enumerate() {
        nodes.extend(graph.objective(index, objective));
    }
    json!({ "@context": CONTEXT, "@graph": nodes })
}

struct Graph<'a> {
    dossier: &'a Dossier,
    catalogue: Option<&'a Catalogue>,
}

/// One node of the graph; only what is said goes in.
struct Node(Map<String, Value>);

impl Node {
    fn new(kind: &str, id: String) -> Self {
        let mut entries = Map::new();
        entries.insert("@type".to_owned(), json!(kind));
        entries.insert("@id".to_owned(), json!(id));
        Self(entries)
    }

    /// Adds a value under a term, unless there is none.
    fn say(mut self, term: &str, value: Option<impl Into<Value>>) -> Self {
        if let Some(value) = value {
            self.0.insert(term.to_owned(), value.into());
        }
        self
    }

    /// Adds a list under a term, unless it is empty.
    fn list(self, term: &str, items: Vec<Value>) -> Self {
        let some = (!items.is_empty()).then_some(Value::Array(items));
        self.say(term, some)
    }

    fn end(self) -> Value {
        Value::Object(self.0)
    }
}

fn text(value: Option<&impl ToString>) -> Option<String> {
    value.map(ToString::to_string)
}

/// The beginning of a day, as the standard writes an instant.
fn instant(day: Option<Day>) -> Option<String> {
    day.map(|day| format!("{day}T00:00:00Z"))
}

fn names(items: &[String]) -> Vec<Value> {
    items.iter().map(|item| json!(item)).collect()
}

impl Graph<'_> {
    /// The name of a node: the company's short name and a path below it.
    fn id(&self, path: &str) -> String {
        let company = self.dossier.company.id.as_ref().map_or("company", |id| id.as_str());
        format!("urn:borsa-sociale:{company}{path}")
    }

    fn organization(&self) -> Value {
        let company = &self.dossier.company;
        let indices = 0..self.dossier.objectives.len();
        let each = |kind: &str| indices.clone().map(|at| json!(self.id(&format!("/{kind}/{at}")))).collect();
        Node::new("cids:Organization", self.id(""))
            .say("hasLegalName", company.name.clone())
            .say("hasDescription", company.description.clone())
            .say("hasPurpose", self.dossier.statute.impact_clause.clone())
            .say("hasCatchmentArea", company.territory.clone())
            .say("addressLocality", company.municipality.clone())
            .say("numberOfEmployees", self.dossier.accounts.last().and_then(|accounts| accounts.staff))
            .say("hasImpactModel", Some(self.id("/model")))
            .list("hasOutcome", each("outcome"))
            .list("hasIndicator", each("indicator"))
            .end()
    }

    /// The theory of change.
    fn model(&self) -> Value {
        let theory = &self.dossier.theory_of_change;
        let part = |kind: &str, items: &[String]| {
            items.iter().map(|item| json!({ "@type": kind, "hasName": item })).collect::<Vec<_>>()
        };
        Node::new("cids:ImpactModel", self.id("/model"))
            .say("forOrganization", Some(self.id("")))
            .say("hasDescription", theory.problem.clone())
            .list("hasActivity", part("cids:Activity", &theory.activities))
            .list("hasOutput", part("cids:Output", &theory.outputs))
            .list("hasOutcome", part("cids:Outcome", &theory.outcomes))
            .list("hasImpactRisk", part("cids:ImpactRisk", &theory.risks))
            .list("hasExpectation", names(&theory.assumptions))
            .end()
    }

    /// The nodes of one objective: outcome, stakeholder outcome, indicator, target and reports.
    fn objective(&self, at: usize, objective: &Objective) -> Vec<Value> {
        let themes = objective.sdgs.iter().map(|goal| json!(format!("https://metadata.un.org/sdg/{goal}"))).collect();
        let outcome = Node::new("cids:Outcome", self.id(&format!("/outcome/{at}")))
            .say("hasIdentifier", text(objective.code.as_ref()))
            .say("hasName", objective.description.clone())
            .say("forOrganization", Some(self.id("")))
            .list("forTheme", themes)
            .list("hasIndicator", vec![json!(self.id(&format!("/indicator/{at}")))])
            .end();
        let stakeholders = objective
            .stakeholders
            .iter()
            .map(|name| json!({ "@type": "cids:Stakeholder", "hasName": name }))
            .collect::<Vec<_>>();
        let experienced = Node::new("cids:StakeholderOutcome", self.id(&format!("/stakeholder-outcome/{at}")))
            .say("forOutcome", Some(self.id(&format!("/outcome/{at}"))))
            .list("forStakeholder", stakeholders)
            .say("isUnderserved", objective.is_underserved)
            .say("intendedImpact", Some("positive"))
            .say("hasComment", objective.negative_externalities.clone())
            .list("hasHowMuch", self.how_much(at, objective))
            .end();
        let told = [outcome, experienced, self.indicator(at, objective)].into_iter();
        told.chain(self.target(at, objective)).chain(self.reports(at, objective)).collect()
    }

    fn indicator(&self, at: usize, objective: &Objective) -> Value {
        let silent = Indicator::default();
        let indicator = objective.indicator.as_ref().unwrap_or(&silent);
        let address = |code: &String| {
            self.catalogue.filter(|known| known.metric(code).next().is_some()).map(|known| known.address(code))
        };
        let measure = |value: Option<String>| value.map(|value| measure(&value));
        let baseline = objective.baseline.as_ref().and_then(|baseline| text(baseline.value.as_ref()));
        Node::new("cids:Indicator", self.id(&format!("/indicator/{at}")))
            .say("hasIdentifier", indicator.code.clone())
            .say("hasCode", indicator.code.as_ref().and_then(address))
            .say("hasName", indicator.name.clone())
            .say("hasDescription", indicator.definition.clone())
            .say("unitDescription", indicator.unit.clone())
            .say("forOutcome", Some(self.id(&format!("/outcome/{at}"))))
            .say("hasBaseline", measure(baseline))
            .end()
    }

    /// Where the indicator shall stand, from the day of the promise to the day it is due.
    fn target(&self, at: usize, objective: &Objective) -> Option<Value> {
        let target = objective.target.as_ref()?;
        let node = Node::new("cids:Target", self.id(&format!("/indicator/{at}/target")))
            .say("forIndicator", Some(self.id(&format!("/indicator/{at}"))))
            .say("value", text(target.value.as_ref()).map(|value| measure(&value)))
            .say("startedAtTime", instant(target.declared_on))
            .say("endedAtTime", instant(target.due_on));
        Some(node.end())
    }

    /// What has been measured, the baseline first.
    fn reports(&self, at: usize, objective: &Objective) -> Vec<Value> {
        let first = objective.baseline.as_ref().map(|baseline| (baseline.value, baseline.measured_on));
        let later = objective.measurements.iter().map(|measured| (measured.value, measured.measured_on));
        let report = |(number, (value, day)): (usize, (Option<_>, Option<_>))| {
            Node::new("cids:IndicatorReport", self.id(&format!("/indicator/{at}/report/{number}")))
                .say("forIndicator", Some(self.id(&format!("/indicator/{at}"))))
                .say("value", text(value.as_ref()).map(|value| measure(&value)))
                .say("endedAtTime", instant(day))
                .say("hasComment", objective.evidence.clone())
                .end()
        };
        first.into_iter().chain(later).enumerate().map(report).collect()
    }

    /// Scale, depth and duration, with the counterfactual where this objective is the one compared.
    fn how_much(&self, at: usize, objective: &Objective) -> Vec<Value> {
        let silent = HowMuch::default();
        let much = objective.how_much.as_ref().unwrap_or(&silent);
        let for_indicator = || Some(self.id(&format!("/indicator/{at}")));
        let dimension = |kind: &str, term: &str, value: Option<Value>| {
            value.map(|value| {
                Node::new(&format!("cids:{kind}"), self.id(&format!("/how-much/{at}/{kind}")))
                    .say("forIndicator", for_indicator())
                    .say(term, Some(value))
                    .end()
            })
        };
        let compared = &self.dossier.counterfactual;
        let is_compared = compared.objective.is_some() && compared.objective == objective.code;
        let scale = dimension("ImpactScale", "value", text(much.scale.as_ref()).map(|value| measure(&value)));
        let depth = dimension("ImpactDepth", "hasDescription", much.depth.clone().map(Value::from));
        let months = much.duration_months.map(|months| measure(&months.to_string()));
        let duration = dimension("ImpactDuration", "value", months);
        let counterfactual = is_compared.then(|| self.counterfactual(compared));
        [scale, depth, duration, counterfactual].into_iter().flatten().collect()
    }

    fn counterfactual(&self, compared: &Counterfactual) -> Value {
        Node::new("cids:Counterfactual", self.id("/counterfactual"))
            .say("hasDescription", compared.description.clone())
            .say("hasComment", compared.evidence.clone())
            .say("hasCatchmentArea", compared.territory.clone())
            .say("value", text(compared.value.as_ref()).map(|value| measure(&value)))
            .end()
    }
}

/// A figure as the standard writes it.
fn measure(value: &str) -> Value {
    json!({ "@type": "i72:Measure", "hasNumericalValue": value })
}
