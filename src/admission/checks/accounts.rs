//! Do the yearly accounts tell enough, and of a sound company?

use super::count;
use crate::admission::case::{Case, Gaps, is_bond};
use crate::admission::{Accounts, Threshold};

fn years_asked<'a>(case: &Case<'a>) -> Option<&'a Threshold<u32>> {
    let rules = &case.rules.eligibility;
    if is_bond(case) { rules.bond_accounts.as_ref() } else { rules.share_accounts.as_ref() }
}

/// As many years as the rulebook asks of this kind of instrument, one after the other.
pub(super) fn accounts_are_enough(case: &Case<'_>, gaps: &mut Gaps) {
    let years = count(case.dossier.accounts.len());
    if let Some(asked) = years_asked(case).filter(|asked| years > 0 && years < asked.value) {
        gaps.add_by(
            &asked.cite(),
            "/accounts",
            format!("I bilanci sono {years}: ne servono {}.", asked.value),
            format!("There are accounts for {years} year(s): {} are asked for.", asked.value),
        );
    }
    if let Some(index) = first_beside_the_row(&case.dossier.accounts) {
        gaps.add(
            format!("/accounts/{index}/year"),
            "Gli esercizi devono essere consecutivi: manca quello prima di questo, o è detto due volte.".into(),
            "The years must follow one another: the one before this is missing, or is told twice.".into(),
        );
    }
}

/// The earliest accounts that do not follow those of the year before; nothing while a year is not said.
fn first_beside_the_row(accounts: &[Accounts]) -> Option<usize> {
    let years = accounts.iter().enumerate().map(|(index, accounts)| Some((accounts.year?, index)));
    let mut years: Vec<(u16, usize)> = years.collect::<Option<_>>()?;
    years.sort_unstable();
    let beside = |pair: &&[(u16, usize)]| pair[0].0.checked_add(1) != Some(pair[1].0);
    years.windows(2).find(beside).map(|pair| pair[1].1)
}

/// The accounts of the latest year, wherever they stand, and those that do not say of which year they are.
pub(super) fn last_accounts<'a>(case: &Case<'a>) -> impl Iterator<Item = (usize, &'a Accounts)> {
    let accounts = &case.dossier.accounts;
    let latest = accounts.iter().filter_map(|accounts| accounts.year).max();
    accounts.iter().enumerate().filter(move |(_, accounts)| accounts.year.is_none() || accounts.year == latest)
}

/// An auditor signed the last ones.
pub(super) fn last_accounts_are_audited(case: &Case<'_>, gaps: &mut Gaps) {
    for (index, _) in last_accounts(case).filter(|(_, accounts)| accounts.audited == Some(false)) {
        gaps.add(
            format!("/accounts/{index}/audited"),
            "L'ultimo bilancio non è revisionato: farlo revisionare prima della quotazione.".into(),
            "The last accounts are not audited: have them audited before the listing.".into(),
        );
    }
}

/// The company has more than it owes.
pub(super) fn equity_is_positive(case: &Case<'_>, gaps: &mut Gaps) {
    for (index, accounts) in last_accounts(case) {
        let Some(equity) = accounts.equity.filter(|equity| equity.scaled() <= 0) else { continue };
        gaps.add(
            format!("/accounts/{index}/equity"),
            format!("Il patrimonio netto è {equity} EUR: la società va ricapitalizzata prima della domanda."),
            format!("The equity is EUR {equity}: the company must be recapitalised before it applies."),
        );
    }
}

/// The last year is over, and not long ago.
pub(super) fn accounts_are_of_their_time(case: &Case<'_>, gaps: &mut Gaps) {
    let latest = case.dossier.accounts.iter().enumerate().filter_map(|(index, accounts)| Some((accounts.year?, index)));
    let (Some((year, index)), Some(submitted_on)) = (latest.max(), case.dossier.submitted_on) else { return };
    let (year, applied) = (i32::from(year), i32::from(submitted_on.year()));
    let pointer = format!("/accounts/{index}/year");
    if year >= applied {
        gaps.add(
            pointer,
            format!("Il bilancio {year} non può essere chiuso alla domanda del {submitted_on}."),
            format!("The accounts of {year} cannot be closed at the application of {submitted_on}."),
        );
    } else if let Some(age) = &case.rules.eligibility.accounts_age_years
        && i64::from(applied - year) > i64::from(age.value)
    {
        gaps.add_by(
            &age.cite(),
            pointer,
            format!("L'ultimo bilancio è del {year}: aggiungere quelli fino a {} anni prima della domanda.", age.value),
            format!("The last accounts are of {year}: add those up to {} years before the application.", age.value),
        );
    }
}
