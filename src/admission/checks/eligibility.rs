//! May this company offer this instrument here at all?

use super::{accounts, caps, months_after, row, scale, terms};
use crate::admission::Severity::{Blocking, Condition, Note};
use crate::admission::case::{Case, Check, Gaps, is_bond, is_by_statute, is_equity, is_start_up, percent};
use crate::admission::sources::{
    COOPERATIVE, DOCUMENT, GROWTH, SIAVS, SMALL_BONDS, SOCIAL_ENTERPRISE, SYNTHETIC, TERMS,
};
use crate::domain::{InstrumentKind, LegalForm, Rate};

/// Checks of eligibility.
pub(in crate::admission) const ELIGIBILITY: [Check; 28] = [
    row(
        "E-02",
        Blocking,
        SYNTHETIC,
        ("La società è inventata?", "Is the company invented?"),
        &["/company/synthetic"],
        is_synthetic,
    ),
    row(
        "E-05",
        Blocking,
        GROWTH,
        (
            "La società ha almeno {eligibility.minimum_age_months} mesi alla domanda?",
            "Is the company at least {eligibility.minimum_age_months} months old when it applies?",
        ),
        &["/company/founded_on", "/submitted_on"],
        is_old_enough,
    ),
    row(
        "E-10",
        Blocking,
        COOPERATIVE,
        (
            "Questo strumento si offre qui, e la forma giuridica è ammessa e lo può offrire?",
            "Is this instrument sold here, and is the legal form admitted and able to offer it?",
        ),
        &["/company/legal_form", "/instrument/kind"],
        may_offer_the_instrument,
    ),
    row(
        "E-11",
        Blocking,
        COOPERATIVE,
        ("Cooperative: lo statuto prevede lo strumento?", "Cooperatives: does the statute foresee the instrument?"),
        &["/statute/instrument_foreseen", "/company/legal_form", "/instrument/kind"],
        statute_foresees_the_instrument,
    ),
    row(
        "E-12",
        Blocking,
        GROWTH,
        ("Azioni: circolano liberamente?", "Shares: are they freely transferable?"),
        &["/statute/freely_transferable", "/instrument/kind"],
        is_transferable,
    ),
    row(
        "E-13",
        Blocking,
        TERMS,
        (
            "Il mercato è fra quelli ammessi e scambia questo tipo?",
            "Is the market an allowed one that trades this kind?",
        ),
        &["/instrument/market", "/instrument/kind"],
        market_fits,
    ),
    row(
        "E-14",
        Blocking,
        TERMS,
        (
            "L'offerta vale fra {eligibility.minimum_offer} e {eligibility.maximum_offer}, a un prezzo maggiore di zero?",
            "Is the offer worth between {eligibility.minimum_offer} and {eligibility.maximum_offer}, at a price above zero?",
        ),
        &["/instrument/price", "/instrument/units_offered", "/instrument/kind", "/instrument/nominal", "/submitted_on"],
        terms::offer_is_of_size,
    ),
    row(
        "E-15",
        Blocking,
        TERMS,
        (
            "La quantità minima va da 1 a quella offerta?",
            "Does the minimum quantity lie between 1 and the quantity offered?",
        ),
        &["/instrument/minimum_units", "/instrument/units_offered"],
        terms::minimum_is_within_the_offer,
    ),
    row(
        "E-16",
        Blocking,
        SMALL_BONDS,
        (
            "Obbligazioni: nominale multiplo di 100, cedola fra 0 e 1, cedole a intervalli di mesi interi, rate intere, un anno o più al rimborso?",
            "Bonds: nominal a multiple of 100, coupon between 0 and 1, coupons at whole months, whole instalments, a year or more to maturity?",
        ),
        &[
            "/instrument/kind",
            "/instrument/nominal",
            "/instrument/coupon",
            "/instrument/coupons_per_year",
            "/instrument/instalments",
            "/instrument/matures_on",
            "/submitted_on",
        ],
        terms::bond_is_whole,
    ),
    row(
        "E-17",
        Blocking,
        GROWTH,
        (
            "Ci sono i bilanci di esercizi consecutivi: almeno {eligibility.share_accounts} per azioni, {eligibility.bond_accounts} per obbligazioni?",
            "Are there accounts of consecutive years: at least {eligibility.share_accounts} for shares, {eligibility.bond_accounts} for bonds?",
        ),
        &["/accounts", "/accounts/*/year", "/instrument/kind"],
        accounts::accounts_are_enough,
    ),
    row(
        "E-18",
        Blocking,
        GROWTH,
        (
            "L'ultimo esercizio è chiuso, da non più di {eligibility.accounts_age_years} anni?",
            "Is the last year closed, and no more than {eligibility.accounts_age_years} years ago?",
        ),
        &["/accounts/*/year", "/submitted_on"],
        accounts::accounts_are_of_their_time,
    ),
    row(
        "E-19",
        Condition,
        GROWTH,
        ("L'ultimo bilancio è revisionato?", "Are the last accounts audited?"),
        &["/accounts/*/audited"],
        accounts::last_accounts_are_audited,
    ),
    row(
        "E-20",
        Blocking,
        GROWTH,
        (
            "Il patrimonio netto dell'ultimo bilancio è maggiore di zero?",
            "Is the equity of the last accounts above zero?",
        ),
        &["/accounts/*/equity"],
        accounts::equity_is_positive,
    ),
    row(
        "E-21",
        Blocking,
        GROWTH,
        (
            "Azioni: al pubblico va almeno il {eligibility.minimum_float%}, e non più del tutto?",
            "Shares: does at least {eligibility.minimum_float%} go to the public, and no more than all?",
        ),
        &["/float/public_share", "/instrument/kind"],
        float_is_enough,
    ),
    row(
        "E-22",
        Blocking,
        GROWTH,
        (
            "Si vogliono almeno {eligibility.minimum_holders} possessori?",
            "Are at least {eligibility.minimum_holders} holders wanted?",
        ),
        &["/instrument/minimum_holders"],
        holders_are_enough,
    ),
    row(
        "E-23",
        Condition,
        GROWTH,
        (
            "Gli amministratori indipendenti sono almeno {eligibility.independent_members}, e non più di tutti?",
            "Are at least {eligibility.independent_members} members of the board independent, and no more than all?",
        ),
        &["/governance/independent_members", "/governance/board_members"],
        board_is_independent_enough,
    ),
    row(
        "E-24",
        Condition,
        DOCUMENT,
        (
            "La squadra ha tutti i ruoli: {eligibility.team_roles}?",
            "Does the team have all roles: {eligibility.team_roles}?",
        ),
        &["/team/members/*/role"],
        team_is_complete,
    ),
    row(
        "E-25",
        Blocking,
        GROWTH,
        (
            "I ricavi dell'ultimo anno vanno da {eligibility.minimum_revenue} a {eligibility.maximum_revenue}?",
            "Does the revenue of the last year lie between {eligibility.minimum_revenue} and {eligibility.maximum_revenue}?",
        ),
        &["/accounts/*/revenue", "/accounts/*/year", "/submitted_on"],
        scale::revenue_is_of_size,
    ),
    row(
        "E-26",
        Blocking,
        SOCIAL_ENTERPRISE,
        (
            "Utili limitati: la cedola non supera {eligibility.postal_bond_rate%} più {eligibility.dividend_margin%} più {eligibility.instrument_margin%}?",
            "Capped profits: is the coupon no more than {eligibility.postal_bond_rate%} plus {eligibility.dividend_margin%} plus {eligibility.instrument_margin%}?",
        ),
        &[
            "/instrument/coupon",
            "/instrument/kind",
            "/instrument/reserved_to_banks",
            "/company/legal_form",
            "/company/impresa_sociale",
        ],
        coupon_is_within_the_cap,
    ),
    row(
        "E-27",
        Blocking,
        SIAVS,
        (
            "Start-up a vocazione sociale: settore di legge, e non più di {eligibility.siavs_maximum_age_months} mesi?",
            "Start-ups with social vocation: a sector of the law, and no more than {eligibility.siavs_maximum_age_months} months old?",
        ),
        &["/company/siavs", "/company/sector", "/company/founded_on", "/submitted_on"],
        start_up_keeps_to_its_sectors,
    ),
    row(
        "E-28",
        Note,
        COOPERATIVE,
        (
            "Quali limiti della forma giuridica il comitato deve ricordare?",
            "Which caps of the legal form should the committee bear in mind?",
        ),
        &["/company/legal_form"],
        caps_of_the_form,
    ),
    row(
        "E-29",
        Blocking,
        TERMS,
        ("La versione del formato è conosciuta?", "Is the version of the format known?"),
        &["/format"],
        format_is_known,
    ),
    row(
        "E-30",
        Blocking,
        SOCIAL_ENTERPRISE,
        (
            "Chi ha utili limitati ne distribuisce meno della metà (impresa sociale), e un dividendo entro il limite?",
            "Do those with capped profits pay out less than half (social enterprises), and a dividend within the cap?",
        ),
        &[
            "/statute/distributed_profit_share",
            "/statute/dividend_cap",
            "/company/impresa_sociale",
            "/company/prevalent_mutuality",
            "/company/legal_form",
        ],
        caps::dividend_is_within_the_cap,
    ),
    row(
        "E-31",
        Blocking,
        COOPERATIVE,
        (
            "I possessori che non sono soci hanno non più dei voti che la forma giuridica lascia loro?",
            "Do holders who are no members have no more votes than the legal form leaves them?",
        ),
        &["/instrument/votes_share", "/instrument/kind", "/company/legal_form"],
        caps::votes_are_within_the_cap,
    ),
    row(
        "E-32",
        Condition,
        COOPERATIVE,
        (
            "Nessuna persona fisica può tenere più di quanto la forma giuridica lascia a un socio?",
            "May no natural person hold more than the legal form leaves a member?",
        ),
        &["/instrument/maximum_holding", "/instrument/kind", "/company/legal_form"],
        caps::holding_is_within_the_cap,
    ),
    row(
        "E-33",
        Condition,
        GROWTH,
        (
            "Ciò che ha il maggior socio sta fuori da ciò che ha il pubblico?",
            "Is what the largest holder has no part of what the public has?",
        ),
        &["/float/largest_holder", "/float/public_share", "/instrument/kind"],
        caps::holders_add_up,
    ),
    row(
        "E-40",
        Blocking,
        GROWTH,
        (
            "Nell'ultimo anno la società ha speso almeno {eligibility.minimum_spending} (ricavi meno risultato netto)?",
            "Did the company spend at least {eligibility.minimum_spending} in its last year (revenue less net result)?",
        ),
        &["/accounts/*/revenue", "/accounts/*/net_result", "/accounts/*/year", "/submitted_on"],
        scale::spending_is_enough,
    ),
    row(
        "E-41",
        Blocking,
        DOCUMENT,
        (
            "Il settore è fra quelli ammessi: {eligibility.sectors}?",
            "Is the sector one of those admitted: {eligibility.sectors}?",
        ),
        &["/company/sector"],
        scale::sector_is_admitted,
    ),
];

fn is_synthetic(case: &Case<'_>, gaps: &mut Gaps) {
    if case.dossier.company.synthetic == Some(false) {
        gaps.add(
            "/company/synthetic",
            "La società è reale: qui può essere solo una scheda di riferimento, mai offerta né scambiata.".into(),
            "The company is real: it can only be a reference card here, never offered or traded.".into(),
        );
    }
}

fn is_old_enough(case: &Case<'_>, gaps: &mut Gaps) {
    let (Some(founded_on), Some(submitted_on)) = (case.dossier.company.founded_on, case.dossier.submitted_on) else {
        return;
    };
    let Some(minimum) = &case.rules.eligibility.minimum_age_months else { return };
    if months_after(founded_on, minimum.value) > submitted_on {
        gaps.add_by(
            &minimum.cite(),
            "/company/founded_on",
            format!("Fondata il {founded_on}: la società deve avere almeno {} mesi alla domanda.", minimum.value),
            format!(
                "Founded on {founded_on}: the company must be at least {} months old when it applies.",
                minimum.value
            ),
        );
    }
}

fn may_offer_the_instrument(case: &Case<'_>, gaps: &mut Gaps) {
    let Some(kind) = case.kind() else { return };
    if let Some(primary) = case.rules.primary.as_ref().filter(|primary| !primary.instruments.value.contains(&kind)) {
        gaps.add_by(
            &primary.instruments.cite(),
            "/instrument/kind",
            format!("Qui questo strumento non si può offrire. {}", primary.remark.it),
            format!("This instrument cannot be offered here. {}", primary.remark.en),
        );
        return;
    }
    let Some(form) = case.dossier.company.legal_form else { return };
    if form_is_not_admitted(case, form, gaps) || kind == InstrumentKind::Certificate {
        return; // anybody may be given money: the law of securities has no say in it
    }
    match case.rules.legal_form(form) {
        None => gaps.add(
            "/company/legal_form",
            "Il regolamento non conosce questa forma giuridica: la società non può offrire strumenti qui.".into(),
            "The rulebook does not know this legal form: the company cannot offer instruments here.".into(),
        ),
        Some(row) if !row.instruments.contains(&kind) => gaps.add_by(
            &row.cite(),
            "/instrument/kind",
            format!("Questa forma giuridica non può offrire questo strumento. {}", row.remark.it),
            format!("This legal form may not offer this instrument. {}", row.remark.en),
        ),
        Some(_) => {}
    }
}

/// Tells it where the system lists the legal forms that it admits, and this is none of them.
fn form_is_not_admitted(case: &Case<'_>, form: LegalForm, gaps: &mut Gaps) -> bool {
    let admitted = &case.rules.admitted_forms;
    let Some(first) = admitted.first().filter(|_| !admitted.iter().any(|row| row.form == form)) else { return false };
    let known = admitted.iter().map(|row| format!("{} ({})", row.own, row.form.title())).collect::<Vec<_>>().join(", ");
    gaps.add_by(
        &first.cite(),
        "/company/legal_form",
        format!("Il sistema ammette solo queste forme giuridiche, con quella italiana che vi corrisponde: {known}."),
        format!("The system admits these legal forms only, each with the Italian one that stands for it: {known}."),
    );
    true
}

fn statute_foresees_the_instrument(case: &Case<'_>, gaps: &mut Gaps) {
    if is_by_statute(case) && case.dossier.statute.instrument_foreseen == Some(false) {
        gaps.add(
            "/statute/instrument_foreseen",
            "Lo statuto non prevede lo strumento offerto: modificarlo in assemblea prima della domanda.".into(),
            "The statute does not foresee the instrument offered: amend it in a general meeting before applying."
                .into(),
        );
    }
}

fn is_transferable(case: &Case<'_>, gaps: &mut Gaps) {
    if is_equity(case) && case.dossier.statute.freely_transferable == Some(false) {
        gaps.add(
            "/statute/freely_transferable",
            "Lo strumento non circola liberamente: togliere la clausola di gradimento per questa categoria.".into(),
            "The instrument is not freely transferable: remove the approval clause for this class.".into(),
        );
    }
}

fn market_fits(case: &Case<'_>, gaps: &mut Gaps) {
    let Some(market) = &case.dossier.instrument.market else { return };
    if case.rules.markets.is_empty() {
        return;
    }
    let known: Vec<&str> = case.rules.markets.iter().map(|row| row.name.as_str()).collect();
    match case.rules.markets.iter().find(|row| row.name == *market) {
        None => gaps.add(
            "/instrument/market",
            format!("Il mercato `{market}` non è ammesso; scegliere fra {}.", known.join(", ")),
            format!("The market `{market}` is not allowed; choose among {}.", known.join(", ")),
        ),
        Some(row) if case.kind().is_some_and(|kind| !row.instruments.contains(&kind)) => gaps.add(
            "/instrument/market",
            format!("Sul mercato `{market}` questo tipo di strumento non è scambiato."),
            format!("This kind of instrument does not trade in the market `{market}`."),
        ),
        Some(_) => {}
    }
}

fn float_is_enough(case: &Case<'_>, gaps: &mut Gaps) {
    let Some(share) = case.dossier.float.public_share.filter(|_| is_equity(case)) else { return };
    if let Some(minimum) = case.rules.eligibility.minimum_float.as_ref().filter(|minimum| share < minimum.value) {
        gaps.add_by(
            &minimum.cite(),
            "/float/public_share",
            format!("Al pubblico va il {}: il minimo è il {}.", percent(share), percent(minimum.value)),
            format!("{} goes to the public: the minimum is {}.", percent(share), percent(minimum.value)),
        );
    } else if share > Rate::ONE {
        gaps.add(
            "/float/public_share",
            "Il flottante non può superare il 100%: scriverlo come frazione, per esempio \"0.25\".".into(),
            "The float cannot exceed 100%: write it as a fraction, such as \"0.25\".".into(),
        );
    }
}

fn holders_are_enough(case: &Case<'_>, gaps: &mut Gaps) {
    let Some(minimum) = &case.rules.eligibility.minimum_holders else { return };
    if let Some(holders) = case.dossier.instrument.minimum_holders.filter(|&holders| holders < minimum.value) {
        gaps.add_by(
            &minimum.cite(),
            "/instrument/minimum_holders",
            format!("Bastano {holders} possessori: ne servono almeno {}.", minimum.value),
            format!("{holders} holders are said to be enough: at least {} are asked for.", minimum.value),
        );
    }
}

fn board_is_independent_enough(case: &Case<'_>, gaps: &mut Gaps) {
    let governance = &case.dossier.governance;
    let Some(independent) = governance.independent_members else { return };
    let minimum = case.rules.eligibility.independent_members.as_ref();
    if let Some(minimum) = minimum.filter(|minimum| independent < minimum.value) {
        gaps.add_by(
            &minimum.cite(),
            "/governance/independent_members",
            format!("Gli amministratori indipendenti sono {independent}: nominarne almeno {}.", minimum.value),
            format!("There are {independent} independent members of the board: appoint at least {}.", minimum.value),
        );
    } else if governance.board_members.is_some_and(|members| independent > members) {
        gaps.add(
            "/governance/independent_members",
            "Gli amministratori indipendenti non possono essere più degli amministratori.".into(),
            "There cannot be more independent members than members of the board.".into(),
        );
    }
}

fn team_is_complete(case: &Case<'_>, gaps: &mut Gaps) {
    let members = &case.dossier.team.members;
    if members.is_empty() {
        return;
    }
    let Some(roles) = &case.rules.eligibility.team_roles else { return };
    for role in roles.value.iter().filter(|role| !members.iter().any(|member| member.role == Some(**role))) {
        let title = role.title();
        gaps.add_by(
            &roles.cite(),
            "/team/members",
            format!("Alla squadra manca un ruolo, da coprire prima della quotazione: {}.", title.it),
            format!("The team lacks a role, to be filled before the listing: {}.", title.en),
        );
    }
}

fn coupon_is_within_the_cap(case: &Case<'_>, gaps: &mut Gaps) {
    let instrument = &case.dossier.instrument;
    let is_open = is_bond(case) && instrument.reserved_to_banks != Some(true); // the law leaves banks out
    let Some(coupon) = instrument.coupon.filter(|_| is_open) else { return };
    let Some((cap, source)) = coupon_cap(case).filter(|(cap, _)| coupon > *cap) else { return };
    gaps.add_by(
        &source,
        "/instrument/coupon",
        format!("La cedola del {} supera il limite del {} per chi ha utili limitati.", percent(coupon), percent(cap)),
        format!(
            "The coupon of {} exceeds the cap of {} for issuers with capped profits.",
            percent(coupon),
            percent(cap)
        ),
    );
}

/// The greatest coupon of an issuer with capped profits, and its source: the rulebook's figures, else the row of its
/// legal form, or of the social cooperative where it has the qualification only.
fn coupon_cap(case: &Case<'_>) -> Option<(Rate, String)> {
    let is_capped = case.is_social_enterprise() || case.form_row().is_some_and(|row| row.capped_distribution);
    let rules = &case.rules.eligibility;
    let parts = (&rules.postal_bond_rate, &rules.dividend_margin, &rules.instrument_margin);
    if let (Some(base), Some(dividend), Some(margin)) = parts {
        let cap = [base, dividend, margin].map(|part| part.value.scaled()).iter().sum();
        return is_capped.then(|| (Rate::basis_points(cap), margin.cite()));
    }
    let social = case.rules.legal_form(LegalForm::CooperativaSociale).filter(|_| is_capped);
    let row = case.form_row().filter(|row| is_capped && row.coupon_cap.is_some()).or(social)?;
    Some((row.coupon_cap?, row.cite()))
}

fn start_up_keeps_to_its_sectors(case: &Case<'_>, gaps: &mut Gaps) {
    let company = &case.dossier.company;
    if !is_start_up(case) {
        return;
    }
    let sectors = case.rules.eligibility.siavs_sectors.as_ref();
    if let (Some(sectors), Some(sector)) = (sectors, &company.sector)
        && !sectors.value.contains(sector)
    {
        gaps.add_by(
            &sectors.cite(),
            "/company/sector",
            format!("Una start-up a vocazione sociale lavora solo nei settori di legge; `{sector}` non è fra questi."),
            format!(
                "A start-up with social vocation works in the sectors of the law only; `{sector}` is none of them."
            ),
        );
    }
    let Some(oldest) = &case.rules.eligibility.siavs_maximum_age_months else { return };
    let (Some(founded_on), Some(submitted_on)) = (company.founded_on, case.dossier.submitted_on) else { return };
    if months_after(founded_on, oldest.value) < submitted_on {
        gaps.add_by(
            &oldest.cite(),
            "/company/founded_on",
            format!("Una start-up innovativa è tale per {} mesi: rinunciare a `siavs`.", oldest.value),
            format!("An innovative start-up is one for {} months: give up `siavs`.", oldest.value),
        );
    }
}

fn caps_of_the_form(case: &Case<'_>, gaps: &mut Gaps) {
    let Some(row) = case.form_row() else { return };
    if row.voting_cap.is_some() || row.holding_cap.is_some() || row.capped_distribution {
        gaps.add_by(&row.cite(), "/company/legal_form", row.remark.it.clone(), row.remark.en.clone());
    }
}

fn format_is_known(case: &Case<'_>, gaps: &mut Gaps) {
    if let Some(format) = case.dossier.format.filter(|&format| format != 1) {
        gaps.add(
            "/format",
            format!("La versione {format} del formato non è conosciuta: scrivere `format = 1`."),
            format!("Version {format} of the format is not known: write `format = 1`."),
        );
    }
}
