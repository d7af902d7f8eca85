//! The table of routes for every company of the subject.

use super::subject::Subject;
use super::{Compare, differences};
use crate::admission::Dossier;
use crate::cli::{Failure, input};
use crate::domain::{Figure, Money, Rate, Text};
use crate::exercise::{Given, Route, RouteAccount, Routes, Unit, Venture, account};
use crate::format::{Fault, nearest};
use crate::report::{Cell, Column, Comparison, ComparisonKind, Comparisons, Remark, Row, SourcedFigure};

pub(super) fn text(it: impl Into<String>, en: impl Into<String>) -> Text {
    Text { it: it.into(), en: en.into() }
}

impl Compare {
    /// Every company by every route that was asked for.
    pub(super) fn routes(&self, subject: &Subject) -> Result<Comparisons, Failure> {
        let routes = self.table_of_routes()?;
        let companies = self.companies(subject)?;
        let (mut comparisons, mut problems, mut sources) = (Vec::new(), Vec::new(), Vec::new());
        for dossier in companies {
            let name = dossier.company.id.as_ref().map_or_else(|| self.subject.clone(), ToString::to_string);
            match subject.venture(dossier, self.raise, self.years) {
                Err(problem) => problems.push(format!("{name}: {problem}")),
                Ok(venture) => {
                    let accounts = accounts(&routes, &venture, subject)?;
                    accounts.iter().for_each(|account| gather(account, &mut sources));
                    comparisons.push(comparison(&name, dossier, &routes, &accounts, &venture));
                }
            }
        }
        if !problems.is_empty() {
            return Err(Failure::Input(problems));
        }
        routes.iter().for_each(|route| prices(route, &mut sources));
        Ok(Comparisons {
            format: 1,
            kind: ComparisonKind::Routes,
            title: text("Vie al capitale a confronto", "Routes to capital compared"),
            notes: vec![how_to_read(self.years)],
            command: self.command(),
            comparisons,
            sources,
        })
    }

    fn table_of_routes(&self) -> Result<Vec<Route>, Failure> {
        let document = input::document("parameters", &self.route_table)?;
        let table: Routes = document.decode().map_err(Failure::problems)?;
        let faults = table.faults().into_iter().map(|fault| Fault { pointer: fault.pointer, detail: fault.detail });
        let problems = document.problems(faults.collect());
        if !problems.is_empty() {
            return Err(Failure::problems(problems));
        }
        let known: Vec<&str> = table.routes.iter().map(|route| route.code.as_str()).collect();
        let is_all = self.routes.iter().any(|code| code == "all");
        let is_unknown = |code: &&String| *code != "all" && !known.contains(&code.as_str());
        if let Some(code) = self.routes.iter().find(is_unknown) {
            let near = nearest(code, known.iter().copied()).map(|near| format!("; the nearest is `{near}`"));
            let near = near.unwrap_or_default();
            return Err(Failure::Input(vec![format!("no route `{code}`{near}; there are: {}", known.join(", "))]));
        }
        let asked = |route: &Route| is_all || self.routes.iter().any(|code| code == route.code.as_str());
        let first = table.routes.first().map(|route| route.code.clone());
        // What the others are compared with is always there.
        let wanted = |route: &Route| asked(route) || Some(&route.code) == first.as_ref();
        Ok(table.routes.into_iter().filter(wanted).collect())
    }

    fn companies<'a>(&self, subject: &'a Subject) -> Result<Vec<&'a Dossier>, Failure> {
        let Some(wanted) = &self.company else { return Ok(subject.companies.iter().collect()) };
        let found: Vec<&Dossier> =
            subject.companies.iter().filter(|dossier| dossier.company.id.as_ref() == Some(wanted)).collect();
        if found.is_empty() {
            let known: Vec<String> =
                subject.companies.iter().filter_map(|dossier| Some(dossier.company.id.as_ref()?.to_string())).collect();
            return Err(Failure::Input(vec![format!("no company `{wanted}`; there are: {}", known.join(", "))]));
        }
        Ok(found)
    }

    fn command(&self) -> String {
        let mut command =
            format!("borsa compare {} --routes {} --years {}", self.subject, self.routes.join(","), self.years);
        if self.route_table != "routes" {
            command.push_str(&format!(" --route-table {}", self.route_table));
        }
        if let Some(company) = &self.company {
            command.push_str(&format!(" --company {company}"));
        }
        if let Some(raise) = self.raise {
            command.push_str(&format!(" --raise {raise}"));
        }
        if let Some(rulebook) = self.rulebook.first() {
            command.push_str(&format!(" --rulebook {rulebook}"));
        }
        command
    }
}

fn accounts(routes: &[Route], venture: &Venture, subject: &Subject) -> Result<Vec<RouteAccount>, Failure> {
    let (plan, costs, credit, calendar) = (&subject.plan, &subject.costs, &subject.credit, &subject.calendar);
    let reckon = |route| account(route, venture, plan, costs, credit, calendar);
    let accounts: Option<Vec<RouteAccount>> = routes.iter().map(reckon).collect();
    accounts
        .ok_or_else(|| Failure::Input(vec!["the amounts are too large to be reckoned: give a smaller --raise".into()]))
}

fn how_to_read(years: u32) -> Text {
    text(
        format!(
            "Come si legge: la stessa società raccoglie la stessa somma per ogni via; una via chiusa è calcolata lo stesso, e dice perché è chiusa. Il costo del capitale è il tasso annuo al quale tutto ciò che si paga in {years} anni (costi annui, interessi, rimborso; per le azioni ciò che i soci si aspettano) vale oggi quanto si incassa al netto dei costi. Un intervallo vale per il suo punto medio."
        ),
        format!(
            "How to read it: the same company raises the same sum by every route; a closed route is reckoned all the same, and says why it is closed. The cost of capital is the yearly rate at which all that is paid in {years} years (yearly costs, interest, repayment; for shares what holders expect) is worth today what comes in net of costs. A range counts by its midpoint."
        ),
    )
}

fn comparison(
    name: &str,
    dossier: &Dossier,
    routes: &[Route],
    accounts: &[RouteAccount],
    venture: &Venture,
) -> Comparison {
    let title = dossier.company.name.clone().unwrap_or_else(|| name.to_owned());
    let columns = routes.iter().zip(accounts).map(|(route, account)| Column {
        code: route.code.to_string(),
        label: route.label.clone(),
        remarks: remarks(route, account),
    });
    Comparison {
        subject: name.to_owned(),
        title: text(title.clone(), title),
        columns: columns.collect(),
        rows: rows(accounts, venture),
        differences: differences::of_routes(accounts),
    }
}

fn remarks(route: &Route, account: &RouteAccount) -> Vec<Remark> {
    let remark = |it: &str, en: &str, told: Text| Remark { about: text(it, en), text: told };
    let mut remarks = vec![remark("Come funziona", "How it works", route.summary.clone())];
    remarks.extend(account.obstacles.iter().map(|obstacle| remark("Chiusa", "Closed", obstacle.text.clone())));
    remarks.push(remark("Chi decide", "Who decides", route.decided_by.clone()));
    remarks.push(remark("Come si esce", "How one leaves", route.exit.clone()));
    remarks.extend(route.undertakings.iter().map(|one| remark("Impegna a", "Binds to", one.text.clone())));
    remarks
}

fn rows(accounts: &[RouteAccount], venture: &Venture) -> Vec<Row> {
    let row = |code: &str, it: &str, en: &str, unit: Option<Unit>, cell: &dyn Fn(&RouteAccount) -> Cell| Row {
        code: code.to_owned(),
        label: text(it, en),
        unit,
        cells: accounts.iter().map(cell).collect(),
    };
    let money = |money: Money| Cell::of(Figure::of_money(money));
    let euro = Some(Unit::Euro);
    let percent = Some(Unit::Percent);
    vec![
        row("open", "Aperta", "Open to it", None, &|one| match one.obstacles.is_empty() {
            true => Cell::word("sì", "yes"),
            false => Cell::word("no", "no"),
        }),
        row("given", "In cambio di", "In return for", None, &|one| match one.given {
            Given::Equity | Given::AsAsked => Cell::word("azioni", "shares"),
            Given::Bond => Cell::word("obbligazioni", "bonds"),
            Given::Loan => Cell::word("debito", "debt"),
            Given::Gift => Cell::word("niente", "nothing"),
        }),
        row("raise", "Raccolta", "Raised", euro, &|_| money(venture.raise)),
        row("one-off", "Costi una tantum", "One-off costs", euro, &|one| money(one.totals.one_off)),
        row("one-off-percent", "In % della raccolta", "In % of the raise", percent, &|one| {
            Cell::of(one.totals.one_off_percent)
        }),
        row("net-proceeds", "Netto dei costi", "Net of costs", euro, &|one| money(one.net_proceeds)),
        row("tax-credit", "Credito d'imposta", "Tax credit", euro, &|one| {
            one.tax_credit.map_or_else(Cell::default, money)
        }),
        row("yearly", "Costi annui", "Costs a year", euro, &|one| money(one.totals.yearly)),
        row("interest", "Interessi del primo anno", "Interest of the first year", euro, &|one| {
            one.years
                .first()
                .filter(|year| !year.interest.is_zero())
                .map_or_else(Cell::default, |year| money(year.interest))
        }),
        row("price", "Prezzo del denaro", "Price of the money", percent, &|one| {
            Cell::of(one.price.and_then(in_percent))
        }),
        row("cost-of-capital", "Costo del capitale", "Cost of capital", percent, &|one| {
            Cell::of(one.cost_of_capital.and_then(in_percent))
        }),
        row("equity-given", "Quota ceduta", "Part given away", percent, &|one| Cell::of(one.equity_given)),
        row("months", "Mesi", "Months", Some(Unit::Months), &|one| Cell::of(one.totals.months)),
        row("staff-days", "Giorni di lavoro", "Days of work", Some(Unit::Days), &|one| {
            Cell::of(Some(one.totals.staff_days))
        }),
        row("days-per-year", "Giorni ogni anno", "Days every year", Some(Unit::DaysPerYear), &|one| {
            Cell::of(Some(one.totals.staff_days_per_year))
        }),
    ]
}

/// A fraction of one in hundredths.
pub(super) fn in_percent(rate: Rate) -> Option<Figure> {
    rate.scaled().checked_mul(100).map(Figure::from_scaled)
}

/// The figures behind the lines of an account, each once.
fn gather(account: &RouteAccount, sources: &mut Vec<SourcedFigure>) {
    for line in account.lines.iter().filter(|line| line.unit == Unit::Euro) {
        let value = line.rule.clone().unwrap_or_else(|| text("", ""));
        add(
            sources,
            SourcedFigure { label: line.label.clone(), value, basis: line.basis, source: line.source.clone() },
        );
    }
}

fn add(sources: &mut Vec<SourcedFigure>, one: SourcedFigure) {
    if !sources.contains(&one) {
        sources.push(one);
    }
}

/// A range in words.
fn range(low: Figure, high: Figure) -> Text {
    text(format!("da {low} a {high}"), format!("{low} to {high}"))
}

/// The other figures of a route: its price, its time, its work.
fn prices(route: &Route, sources: &mut Vec<SourcedFigure>) {
    let effort = route.effort.as_ref();
    let figures = [
        ("prezzo del denaro", "price of the money", route.price.as_ref()),
        ("cedola", "coupon", route.bond_price.as_ref()),
        ("rinuncia per l'impatto", "given up for impact", route.impact_discount.as_ref()),
        ("capitalizzazione su raccolta", "capitalisation over raise", route.capitalisation_per_raise.as_ref()),
        ("mesi", "months", effort.map(|effort| &effort.months)),
        ("giorni di lavoro", "days of work", effort.map(|effort| &effort.staff_days)),
        ("giorni ogni anno", "days every year", effort.map(|effort| &effort.days_per_year)),
    ];
    for (it, en, estimate) in figures {
        let Some(estimate) = estimate else { continue };
        let (low, high) = (estimate.low, estimate.high);
        add(
            sources,
            SourcedFigure {
                label: text(format!("{}: {it}", route.label.it), format!("{}: {en}", route.label.en)),
                value: if low == high { text(low.to_string(), low.to_string()) } else { range(low, high) },
                basis: estimate.provenance.basis,
                source: estimate.provenance.source.clone(),
            },
        );
    }
}
