//! Is the company of the size and of the trade that the system is made for?

use super::accounts::last_accounts;
use crate::admission::Accounts;
use crate::admission::case::{Case, Gaps};
use crate::domain::Money;

/// The last year's revenue lies between the rulebook's least and most.
pub(super) fn revenue_is_of_size(case: &Case<'_>, gaps: &mut Gaps) {
    let rules = &case.rules.eligibility;
    for (index, accounts) in last_accounts(case) {
        let Some(revenue) = accounts.revenue else { continue };
        let pointer = format!("/accounts/{index}/revenue");
        if let Some(least) = case.in_euro(rules.minimum_revenue.as_ref()).filter(|least| revenue < least.euro) {
            let told = least.told();
            gaps.add_by(
                &least.cite(),
                pointer,
                format!("I ricavi dell'ultimo anno sono {revenue} EUR: il minimo è {}.", told.it),
                format!("The revenue of the last year is EUR {revenue}: the minimum is {}.", told.en),
            );
        } else if let Some(most) = case.in_euro(rules.maximum_revenue.as_ref()).filter(|most| revenue > most.euro) {
            let told = most.told();
            gaps.add_by(
                &most.cite(),
                pointer,
                format!("I ricavi dell'ultimo anno sono {revenue} EUR: il massimo è {}.", told.it),
                format!("The revenue of the last year is EUR {revenue}: the maximum is {}.", told.en),
            );
        }
    }
}

/// What the company spent in its last year: revenue less net result.
fn spending(year: &Accounts) -> Option<Money> {
    year.revenue?.checked_sub(year.net_result?)
}

/// The company spent enough in its last year.
pub(super) fn spending_is_enough(case: &Case<'_>, gaps: &mut Gaps) {
    let Some(least) = case.in_euro(case.rules.eligibility.minimum_spending.as_ref()) else { return };
    for (index, accounts) in last_accounts(case) {
        let Some(spent) = spending(accounts).filter(|spent| *spent < least.euro) else { continue };
        let told = least.told();
        gaps.add_by(
            &least.cite(),
            format!("/accounts/{index}/revenue"),
            format!("Nell'ultimo anno la società ha speso {spent} EUR: il minimo è {}.", told.it),
            format!("The company spent EUR {spent} in its last year: the minimum is {}.", told.en),
        );
    }
}

/// The company works in a sector that the system admits.
pub(super) fn sector_is_admitted(case: &Case<'_>, gaps: &mut Gaps) {
    let Some(sectors) = &case.rules.eligibility.sectors else { return };
    if let Some(sector) = case.dossier.company.sector.as_ref().filter(|sector| !sectors.value.contains(sector)) {
        let known = sectors.value.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        gaps.add_by(
            &sectors.cite(),
            "/company/sector",
            format!("Il settore `{sector}` non è ammesso; lo sono {known}."),
            format!("The sector `{sector}` is not admitted; admitted are {known}."),
        );
    }
}
