//! `--vary`: who would pass under which figure, and at which figure each verdict changes.

use std::str::FromStr;

use serde::Serialize;
use serde_json::Value;

use super::dossiers::Applicant;
use super::rule_keys::{Kind, RuleKey};
use super::table::told;
use super::what_if::{Change, Rules, Setting, known, put, tree};
use crate::admission::{Outcome, Rulebook, assess};
use crate::cli::Failure;
use crate::cli::output::Palette;
use crate::domain::{Language, Money};

/// The most values that one question tries.
const MOST: usize = 200;

/// `KEY=VALUE,VALUE,..` or `KEY=FROM..TO..STEP`, as the command line says it.
#[derive(Debug, Clone)]
pub(super) struct Variation {
    key: String,
    values: Vec<String>,
}

impl FromStr for Variation {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Setting { key, value } = text.parse().map_err(
            |_| "write KEY=VALUE,VALUE,.. or KEY=FROM..TO..STEP, such as `additionality.impact_use=0.4..0.8..0.1`",
        )?;
        let values = match value.split("..").collect::<Vec<_>>()[..] {
            [from, to, step] => steps(from, to, step)?,
            [_] => value.split(',').map(|value| value.trim().to_owned()).collect(),
            _ => return Err(format!("`{value}`: a range is FROM..TO..STEP")),
        };
        match values.len() {
            0..=MOST => Ok(Self { key, values }),
            many => Err(format!("{many} values are too many: at most {MOST}")),
        }
    }
}

fn steps(from: &str, to: &str, step: &str) -> Result<Vec<String>, String> {
    let read = |text: &str| text.trim().parse::<Money>().map_err(|error| format!("`{text}`: {error}"));
    let (from, to, step) = (read(from)?, read(to)?, read(step)?);
    if step <= Money::ZERO || from > to {
        return Err("a range goes up from FROM to TO by a STEP above zero".to_owned());
    }
    let next = |value: &Money| value.checked_add(step).filter(|next| *next <= to);
    Ok(std::iter::successors(Some(from), next).take(MOST + 1).map(|value| value.to_string()).collect())
}

/// Where a verdict turns: the last value with the one, the first with the other.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Turn {
    last: String,
    first: String,
    from: Outcome,
    to: Outcome,
}

/// One company under every value.
#[derive(Debug, Serialize)]
struct Fate<'a> {
    dossier: &'a str,
    company: &'a str,
    outcomes: Vec<Outcome>,
    /// Every value at which the verdict turns, found between the values asked for.
    turns: Vec<Turn>,
}

/// What `--json` prints for each rulebook.
#[derive(Debug, Serialize)]
pub(super) struct Varied<'a> {
    rulebook: &'a str,
    changes: &'a [Change],
    key: String,
    /// What the rulebook itself says; null where it says nothing.
    own: Value,
    values: Vec<String>,
    companies: Vec<Fate<'a>>,
}

/// Tries every value on every company.
pub(super) fn varied<'a>(
    variation: &Variation,
    rules: &'a Rules,
    applicants: &'a [Applicant],
) -> Result<Varied<'a>, Failure> {
    let key = known(&variation.key, &rules.rulebook)?;
    let set = |value: &String| rules.with(&[Setting { key: key.name.clone(), value: value.clone() }]);
    let under: Vec<Rules> = variation.values.iter().map(set).collect::<Result<_, _>>()?;
    let scale = Scale { key: &key, tree: tree(&rules.rulebook) };
    let companies = applicants.iter().map(|applicant| {
        let outcomes: Vec<_> =
            under.iter().map(|rules| assess(&applicant.dossier, &rules.rulebook).outcome()).collect();
        let turns = scale.turns(&variation.values, &outcomes, applicant);
        Fate { dossier: applicant.document.name(), company: applicant.company(), outcomes, turns }
    });
    let own = scale.tree.pointer(&key.value_pointer()).cloned().unwrap_or_default();
    let companies = companies.collect();
    Ok(Varied {
        rulebook: &rules.name,
        changes: &rules.changes,
        key: key.name.clone(),
        own,
        values: variation.values.clone(),
        companies,
    })
}

/// The values between those asked for.
struct Scale<'a> {
    key: &'a RuleKey,
    tree: Value,
}

impl Scale<'_> {
    /// A value as a count of the smallest steps; nothing for what is no number.
    fn count(&self, value: &str) -> Option<i128> {
        match self.key.kind {
            Kind::Whole => value.parse().ok(),
            Kind::Decimal => value.parse::<Money>().ok().map(Money::scaled),
            _ => None,
        }
    }

    fn text(&self, count: i128) -> String {
        match self.key.kind {
            Kind::Whole => count.to_string(),
            _ => Money::from_scaled(count).to_string(),
        }
    }

    fn outcome(&self, count: i128, applicant: &Applicant) -> Option<Outcome> {
        let mut tree = self.tree.clone();
        put(&mut tree, self.key, &self.key.kind.read(&self.text(count)), "");
        let rulebook: Rulebook = serde_json::from_value(tree).ok()?;
        Some(assess(&applicant.dossier, &rulebook).outcome())
    }

    /// The turns between neighbouring values, in rising order.
    fn turns(&self, values: &[String], outcomes: &[Outcome], applicant: &Applicant) -> Vec<Turn> {
        let counts: Option<Vec<i128>> = values.iter().map(|value| self.count(value)).collect();
        let mut points: Vec<_> = counts.unwrap_or_default().into_iter().zip(outcomes.iter().copied()).collect();
        points.sort_by_key(|(count, _)| *count);
        points.windows(2).flat_map(|pair| self.between(pair[0], pair[1], applicant)).collect()
    }

    /// Halves the way until the first value is found at which the verdict is another, and goes on from there.
    fn between(&self, mut low: (i128, Outcome), high: (i128, Outcome), applicant: &Applicant) -> Vec<Turn> {
        let mut turns = Vec::new();
        while low.1 != high.1 {
            let (mut last, mut first) = (low.0, high);
            while first.0 - last > 1 {
                let middle = last + (first.0 - last) / 2;
                match self.outcome(middle, applicant) {
                    Some(outcome) if outcome == low.1 => last = middle,
                    Some(outcome) => first = (middle, outcome),
                    None => return turns,
                }
            }
            turns.push(Turn { last: self.text(last), first: self.text(first.0), from: low.1, to: first.1 });
            low = first;
        }
        turns
    }
}

impl Varied<'_> {
    /// The table on a terminal: companies by values, and below it where each verdict turns.
    pub(super) fn page(&self, title: &str, language: Language, palette: Palette) -> String {
        let (says, nothing) = match language {
            Language::It => ("il regolamento dice", "niente"),
            Language::En => ("the rulebook says", "nothing"),
        };
        let own = if self.own.is_null() { nothing.to_owned() } else { super::what_if::shown(&self.own) };
        let rows: Vec<_> = self.companies.iter().map(|fate| (fate.dossier, fate.outcomes.as_slice())).collect();
        let mut page = format!("{title}\n{}  ({says} {own})\n\n", self.key);
        page.push_str(&told(&self.values, &rows, language, palette));
        let turns: Vec<String> = self.companies.iter().flat_map(|fate| fate.sentences(language)).collect();
        if !turns.is_empty() {
            page.push_str(&format!("\n{}\n", turns.join("\n")));
        }
        page
    }
}

impl Fate<'_> {
    fn sentences(&self, language: Language) -> Vec<String> {
        let name = super::table::stem(self.dossier);
        let sentence = |turn: &Turn| {
            let (from, to) = (super::table::word(turn.from, language), super::table::word(turn.to, language));
            match language {
                Language::It => format!("{name}: {from} fino a {}, {to} da {}", turn.last, turn.first),
                Language::En => format!("{name}: {from} up to {}, {to} from {}", turn.last, turn.first),
            }
        };
        self.turns.iter().map(sentence).collect()
    }
}
