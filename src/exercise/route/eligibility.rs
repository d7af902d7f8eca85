//! For whom a route is open, and what stands in a company's way.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Estimate, Venture};
use crate::domain::{Figure, LegalForm, Money, Provenance, Text};

/// The forms to which a route is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Forms {
    /// One of these.
    pub any_of: Vec<LegalForm>,
    /// Why.
    pub provenance: Provenance,
}

/// A thing that a route asks, yes or no.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// How many, or 1 where it is asked at all.
    pub at_least: u32,
    /// Who asks it.
    pub provenance: Provenance,
}

/// For whom a route is open; what is not said is not asked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Eligibility {
    /// Legal forms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_forms: Option<Forms>,
    /// The least that is raised this way, in euro.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_raise: Option<Estimate>,
    /// The most that is raised this way, in euro.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_raise: Option<Estimate>,
    /// Yearly accounts that must be there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accounts: Option<Asked>,
    /// Audited yearly accounts that must be there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audited_accounts: Option<Asked>,
    /// Whether profits must be capped or none be paid out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capped_profit: Option<Asked>,
    /// Whether the gate must admit the company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admission: Option<Asked>,
}

/// Why a route is closed to a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// In words.
    pub text: Text,
    /// Who asks it.
    pub source: Provenance,
}

impl Eligibility {
    /// Everything that stands in a company's way. What a dossier does not say stands in the way as well.
    pub(super) fn obstacles(&self, venture: &Venture) -> Vec<Obstacle> {
        let mut found = Vec::new();
        let mut add = |it: String, en: String, source: &Provenance| {
            found.push(Obstacle { text: Text { it, en }, source: source.clone() });
        };
        if let Some(forms) = &self.legal_forms
            && venture.legal_form.is_none_or(|form| !forms.any_of.contains(&form))
        {
            let own = venture.legal_form.map_or("-", LegalForm::title);
            let open: Vec<&str> = forms.any_of.iter().map(|form| form.title()).collect();
            let open = open.join(", ");
            add(format!("aperta a {open}, non a {own}"), format!("open to {open}, not to {own}"), &forms.provenance);
        }
        let raise = venture.raise;
        if let Some(least) = self.minimum_raise.as_ref().filter(|least| raise < least.low.money()) {
            let least_is = whole(least.low.money());
            add(
                format!("si raccolgono almeno {least_is} euro"),
                format!("at least {least_is} euro are raised this way"),
                &least.provenance,
            );
        }
        if let Some(most) = self.maximum_raise.as_ref().filter(|most| raise > most.high.money()) {
            let most_is = whole(most.high.money());
            add(
                format!("si raccolgono al massimo {most_is} euro"),
                format!("at most {most_is} euro are raised this way"),
                &most.provenance,
            );
        }
        if let Some(asked) = self.accounts.as_ref().filter(|asked| venture.accounts < asked.at_least) {
            let (has, asks) = (venture.accounts, asked.at_least);
            add(
                format!("chiede {asks} bilanci annuali, ce ne sono {has}"),
                format!("asks for {asks} yearly accounts, there are {has}"),
                &asked.provenance,
            );
        }
        if let Some(asked) = self.audited_accounts.as_ref().filter(|asked| venture.audited_accounts < asked.at_least) {
            let (has, asks) = (venture.audited_accounts, asked.at_least);
            add(
                format!("chiede {asks} bilanci certificati, ce ne sono {has}"),
                format!("asks for {asks} audited accounts, there are {has}"),
                &asked.provenance,
            );
        }
        if let Some(asked) = self.capped_profit.as_ref().filter(|_| !venture.has_capped_profit) {
            add(
                "chi dona non lo fa a chi distribuisce utili senza limiti".to_owned(),
                "nobody gives to a company that may pay out its profits freely".to_owned(),
                &asked.provenance,
            );
        }
        if let Some(asked) = self.admission.as_ref().filter(|_| venture.is_admitted == Some(false)) {
            add(
                "il cancello respinge il dossier".to_owned(),
                "the gate refuses the dossier".to_owned(),
                &asked.provenance,
            );
        }
        found
    }
}

fn whole(money: Money) -> String {
    Figure::of_money(money).map_or_else(|| money.to_string(), |figure| figure.to_string())
}
