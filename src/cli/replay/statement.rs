//! The statement of one account up to a moment: how its balances moved, what was withheld, and the impact of what it holds.

use serde_json::{Value, json};

use super::heard::Heard;
use crate::cli::Failure;
use crate::cli::output::word;
use crate::domain::{Code, Symbol};
use crate::format::nearest;
use crate::projection::{ImpactHeld, PerEuro, StatementLine, TaxLine};

/// A statement.
pub(super) struct Statement {
    account: Code,
    lines: Vec<StatementLine>,
    taxes: Vec<(Symbol, TaxLine)>,
    impact: Vec<ImpactHeld>,
}

impl Statement {
    /// The statement of an account by what was heard.
    pub(super) fn of(name: &Code, heard: &Heard) -> Result<Self, Failure> {
        let accounts = &heard.views.accounts;
        let Some(account) = accounts.named(name) else {
            let known = accounts.accounts.values().map(|account| account.name.as_str());
            let near = nearest(name.as_str(), known).map(|near| format!("; the nearest is `{near}`"));
            let near = near.unwrap_or_default();
            return Err(Failure::Input(vec![format!("--account {name}: no such account was opened by then{near}")]));
        };
        Ok(Self {
            account: name.clone(),
            lines: heard.statement.clone(),
            taxes: heard.views.taxes.lines(account).collect(),
            impact: heard.views.impact_of(account),
        })
    }

    /// In lines for people.
    pub(super) fn shown(&self) -> String {
        let mut text = format!("\nstatement of {}\n", self.account);
        for line in &self.lines {
            let StatementLine { seq, time, asset, available, reserved, unsettled, .. } = line;
            let (asset, cause) = (asset.to_string(), line.cause.unwrap_or("-"));
            let tax = line.tax.map(|tax| format!(", {tax} of tax withheld")).unwrap_or_default();
            text += &format!(
                "  {seq:>8}  {time}  {cause:16} {asset:12} {available:>16} reserved {reserved}, unsettled {unsettled}{tax}\n"
            );
        }
        for (instrument, TaxLine { gross, tax, net }) in &self.taxes {
            text += &format!("  tax on {instrument}: of {gross} EUR paid {tax} withheld, {net} left\n");
        }
        for one in &self.impact {
            let (objective, grade) = (&one.impact.change.objective, word(&one.impact.change.grade));
            let unit = one.impact.change.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
            let told = |amount: Option<PerEuro>| amount.map_or_else(|| "-".to_owned(), |amount| amount.to_string());
            let (of_held, of_traded) = (told(one.impact.per_euro_held), told(one.impact.per_euro_traded));
            text += &format!(
                "  impact of {} {}, {objective} ({grade}): {}{unit}, {of_held} per euro held, {of_traded} per euro traded\n",
                one.units, one.instrument, one.held
            );
        }
        text
    }

    /// As JSON, in the words of `GET /v1/account/statement`.
    pub(super) fn json(&self) -> Value {
        let tax = |(instrument, line): &(Symbol, TaxLine)| json!({"instrument": instrument, "gross": line.gross, "tax": line.tax, "net": line.net});
        let taxes: Vec<Value> = self.taxes.iter().map(tax).collect();
        json!({"account": self.account, "items": self.lines, "taxes": taxes, "impact_held": self.impact})
    }
}
