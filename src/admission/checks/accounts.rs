//! Do the yearly accounts tell enough, and of a sound company?

use super::count;
use crate::admission::case::{Case, Gaps, is_bond};
use crate::admission::{Accounts, Threshold};

fn years_asked<'a>(case: &Case<'a>) -> &'a Threshold<u32> {
    let rules = &case.rules.eligibility;
    if is_bond(case) { &rules.bond_accounts } else { &rules.share_accounts }
}

/// As many years as the rulebook asks of this kind of instrument, one after the other.
pub(super) fn accounts_are_enough(case: &Case<'_>, gaps: &mut Gaps) {
    let (years, asked) = (count(case.dossier.accounts.len()), years_asked(case));
    if years > 0 && years < asked.value {
        gaps.add_by(
            &asked.cite(),
            "/accounts",
            format!("I bilanci sono {years}: ne servono {}.", asked.value),
            format!("There are accounts for {years} year(s): {} are asked for.", asked.value),
        );
    }
    let unordered =
        case.dossier.accounts.windows(2).position(
            |pair| matches!((pair[0].year, pair[1].year), (Some(earlier), Some(later)) if later != earlier + 1),
        );
    if let Some(index) = unordered {
        gaps.add(
            format!("/accounts/{}/year", index + 1),
            "Gli esercizi devono essere consecutivi, dal più vecchio al più recente.".into(),
            "The years must follow one another, oldest first.".into(),
        );
    }
}

fn last_accounts<'a>(case: &Case<'a>) -> Option<(usize, &'a Accounts)> {
    case.dossier.accounts.iter().enumerate().next_back()
}

/// An auditor signed the last ones.
pub(super) fn last_accounts_are_audited(case: &Case<'_>, gaps: &mut Gaps) {
    if let Some((index, Accounts { audited: Some(false), .. })) = last_accounts(case) {
        gaps.add(
            format!("/accounts/{index}/audited"),
            "L'ultimo bilancio non è revisionato: farlo revisionare prima della quotazione.".into(),
            "The last accounts are not audited: have them audited before the listing.".into(),
        );
    }
}

/// The company has more than it owes.
pub(super) fn equity_is_positive(case: &Case<'_>, gaps: &mut Gaps) {
    let Some((index, accounts)) = last_accounts(case) else { return };
    if let Some(equity) = accounts.equity.filter(|equity| equity.scaled() <= 0) {
        gaps.add(
            format!("/accounts/{index}/equity"),
            format!("Il patrimonio netto è {equity} EUR: la società va ricapitalizzata prima della domanda."),
            format!("The equity is EUR {equity}: the company must be recapitalised before it applies."),
        );
    }
}

/// The last year is over, and not long ago.
pub(super) fn accounts_are_of_their_time(case: &Case<'_>, gaps: &mut Gaps) {
    let (Some((index, accounts)), Some(submitted_on)) = (last_accounts(case), case.dossier.submitted_on) else {
        return;
    };
    let (Some(year), applied) = (accounts.year.map(i32::from), i32::from(submitted_on.year())) else { return };
    let age = &case.rules.eligibility.accounts_age_years;
    let pointer = format!("/accounts/{index}/year");
    if year >= applied {
        gaps.add(
            pointer,
            format!("Il bilancio {year} non può essere chiuso alla domanda del {submitted_on}."),
            format!("The accounts of {year} cannot be closed at the application of {submitted_on}."),
        );
    } else if i64::from(applied - year) > i64::from(age.value) {
        gaps.add_by(
            &age.cite(),
            pointer,
            format!("L'ultimo bilancio è del {year}: aggiungere quelli fino a {} anni prima della domanda.", age.value),
            format!("The last accounts are of {year}: add those up to {} years before the application.", age.value),
        );
    }
}
