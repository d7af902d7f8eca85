//! Burdens beside benefits on the page.

use super::sources::Sources;
use super::words::Words;
use crate::domain::{Basis, Figure, Money, Text};
use crate::exercise::{Entry, EntryKind, Payer, Unit};
use crate::report::chart::Step;
use crate::report::content::{CompanyReport, word};
use crate::report::numerals::Numerals;

/// In which order sorts of lines are told.
const KINDS: [EntryKind; 11] = [
    EntryKind::Financial,
    EntryKind::Tax,
    EntryKind::Investors,
    EntryKind::Liquidity,
    EntryKind::Impact,
    EntryKind::Visibility,
    EntryKind::OneOff,
    EntryKind::Yearly,
    EntryKind::Time,
    EntryKind::Organisational,
    EntryKind::Managerial,
];

/// One side of the account, in groups of a sort.
#[derive(Debug)]
pub(super) struct Account {
    pub(super) groups: Vec<Group>,
}

#[derive(Debug)]
pub(super) struct Group {
    pub(super) title: &'static str,
    pub(super) rows: Vec<LineRow>,
    /// What the lines add up to, where they can be added.
    pub(super) total: Option<String>,
}

#[derive(Debug)]
pub(super) struct LineRow {
    pub(super) label: String,
    pub(super) rule: Option<String>,
    pub(super) amount: Option<String>,
    pub(super) date: String,
    pub(super) basis: &'static str,
    pub(super) class: String,
    /// Number of its source, where it has one outside the run.
    pub(super) source: Option<usize>,
}

/// Benefits, then burdens.
pub(super) fn accounts(company: &CompanyReport, words: Words, sources: &mut Sources) -> [Account; 2] {
    let mut scribe = Scribe { company, words, sources };
    [true, false].map(|is_benefit| {
        let lines = if is_benefit { &company.benefits } else { &company.burdens };
        Account { groups: KINDS.into_iter().filter_map(|kind| scribe.group(kind, lines, is_benefit)).collect() }
    })
}

/// Writes the lines of one company.
struct Scribe<'a> {
    company: &'a CompanyReport,
    words: Words,
    sources: &'a mut Sources,
}

impl Scribe<'_> {
    fn group(&mut self, kind: EntryKind, lines: &[Entry], is_benefit: bool) -> Option<Group> {
        let lines: Vec<&Entry> = lines.iter().filter(|line| line.kind == kind).collect();
        if lines.is_empty() {
            return None;
        }
        // The days of each task stand in the table of the preparation: here they are told once.
        let (tasks, others): (Vec<&Entry>, Vec<&Entry>) =
            lines.into_iter().partition(|line| line.unit == Unit::Days && self.is_task(line));
        let mut rows: Vec<LineRow> = self.together(&tasks).into_iter().collect();
        rows.extend(others.iter().map(|line| self.row(line)));
        Some(Group { title: self.words.entry_kind(kind, is_benefit), rows, total: total(kind, &others, self.words) })
    }

    fn is_task(&self, line: &Entry) -> bool {
        self.company.view.tasks.iter().any(|task| task.code == line.item)
    }

    /// The work of all tasks as one line; nothing without tasks.
    fn together(&mut self, tasks: &[&Entry]) -> Option<LineRow> {
        let last = *tasks.last()?;
        let sum = tasks.iter().filter_map(|line| line.amount).fold(Figure::ZERO, Figure::plus);
        let all = Entry {
            label: Text { it: "Preparazione della quotazione".into(), en: "Preparation of the listing".into() },
            amount: Some(sum),
            rule: Some(Text {
                it: format!("{} attività, nella tabella della preparazione", tasks.len()),
                en: format!("{} tasks, in the table of the preparation", tasks.len()),
            }),
            ..last.clone()
        };
        Some(self.row(&all))
    }

    fn row(&mut self, line: &Entry) -> LineRow {
        let numerals = Numerals::of(self.words.language);
        let rule = line.rule.as_ref().map(|rule| rule.get(self.words.language));
        let rule =
            rule.map(|rule| if line.kind == EntryKind::Time { self.named(rule) } else { numerals.sentence(rule) });
        let paid = is_cost(line).then(|| line.payer.filter(|payer| *payer != Payer::Issuer)).flatten();
        let paid = paid.map(|payer| {
            format!("{} {}", self.words.say("a carico di:", "paid by"), payer.title().get(self.words.language))
        });
        let told: Vec<String> = rule.into_iter().chain(paid).collect();
        LineRow {
            label: line.label.get(self.words.language).to_owned(),
            rule: (!told.is_empty()).then(|| told.join("; ")),
            amount: self.words.amount(line),
            date: numerals.day(line.date),
            basis: self.words.basis(line.basis),
            class: word(&line.basis),
            source: (line.basis != Basis::Simulated).then(|| self.sources.number(&line.source)),
        }
    }

    /// A sentence with the names of tasks instead of their codes.
    fn named(&self, rule: &str) -> String {
        let name = |code: &str| {
            let task = self.company.view.tasks.iter().find(|task| task.code.as_str() == code);
            task.map_or_else(|| code.to_owned(), |task| task.name.get(self.words.language).to_owned())
        };
        let Some((before, codes)) = rule.split_once(": ") else { return rule.to_owned() };
        format!("{before}: {}", codes.split(", ").map(name).collect::<Vec<_>>().join(" → "))
    }
}

/// Costs and work add up; gross and net capital, or trades and turnover, do not.
fn total(kind: EntryKind, lines: &[&Entry], words: Words) -> Option<String> {
    let adds_up =
        matches!(kind, EntryKind::OneOff | EntryKind::Yearly | EntryKind::Organisational | EntryKind::Managerial);
    let first = lines.first()?;
    if !adds_up || lines.len() < 2 || lines.iter().any(|line| line.unit != first.unit) {
        return None;
    }
    // What others pay is told among the costs and is none of the issuer's.
    let own = lines.iter().filter(|line| !is_cost(line) || line.is_paid_by_issuer());
    let sum = own.filter_map(|line| line.amount).fold(Figure::ZERO, Figure::plus);
    words.amount(&Entry { amount: Some(sum), ..(*first).clone() })
}

fn is_cost(line: &Entry) -> bool {
    matches!(line.kind, EntryKind::OneOff | EntryKind::Yearly)
}

/// From what was raised to what is left, cost by cost, and what the tax credit gives back. Nothing before an offer has
/// ended.
pub(super) fn steps(company: &CompanyReport, words: Words) -> Vec<Step> {
    let numerals = Numerals::of(words.language);
    let Some(result) = company.result() else { return Vec::new() };
    let balance = |label: &str, amount| Step {
        label: label.to_owned(),
        text: numerals.euro(amount),
        amount: amount.scaled(),
        is_balance: true,
    };
    let move_by = |line: &Entry, sign: i128| {
        let amount = line.amount.unwrap_or_default().money().scaled() * sign;
        Step {
            label: line.label.get(words.language).to_owned(),
            text: numerals.euro(Money::from_scaled(amount)),
            amount,
            is_balance: false,
        }
    };
    let mut costs: Vec<&Entry> = company.costs().collect();
    if costs.is_empty() {
        return Vec::new();
    }
    costs.retain(|line| line.amount.is_some_and(|amount| amount != Figure::ZERO));
    costs.sort_by_key(|line| std::cmp::Reverse(line.amount));
    let net = result.raised.checked_sub(company.totals.one_off).unwrap_or_default();
    let mut steps = vec![balance(words.say("Capitale raccolto, lordo", "Capital raised, gross"), result.raised)];
    steps.extend(costs.into_iter().map(|line| move_by(line, -1)));
    steps.push(balance(words.say("Netto dei costi una tantum", "Net of one-off costs"), net));
    let credits: Vec<&Entry> = company
        .benefits
        .iter()
        .filter(|line| line.kind == EntryKind::Tax && line.unit == Unit::Euro && line.amount.is_some())
        .collect();
    let given: Money = credits.iter().filter_map(|line| line.amount).map(Figure::money).sum();
    if !credits.is_empty() {
        steps.extend(credits.into_iter().map(|line| move_by(line, 1)));
        let after = net.checked_add(given).unwrap_or(net);
        steps.push(balance(words.say("Netto, con il credito d'imposta", "Net, with the tax credit"), after));
    }
    steps
}
