//! Do the terms of the offer hang together?

use super::{months_after, some_units};
use crate::admission::case::{Case, Gaps, is_bond};
use crate::domain::{Money, Rate, SCALE};

/// The whole offer lies between the rulebook's smallest and largest, and its price is above nothing.
pub(super) fn offer_is_of_size(case: &Case<'_>, gaps: &mut Gaps) {
    let instrument = &case.dossier.instrument;
    if instrument.price.is_some_and(|price| price.scaled() <= 0) {
        gaps.add(
            "/instrument/price",
            "Il prezzo di offerta deve essere maggiore di zero.".into(),
            "The offer price must be greater than zero.".into(),
        );
        return;
    }
    let Some(value) = instrument.offer_value() else { return };
    let rules = &case.rules.eligibility;
    if let Some(least) = case.in_euro(rules.minimum_offer.as_ref()).filter(|least| value < least.euro) {
        let told = least.told();
        gaps.add_by(
            &least.cite(),
            "/instrument/units_offered",
            format!("L'offerta vale {value} EUR: il minimo è {}.", told.it),
            format!("The offer is worth EUR {value}: the minimum is {}.", told.en),
        );
    } else if let Some(most) = case.in_euro(rules.maximum_offer.as_ref()).filter(|most| value > most.euro) {
        let told = most.told();
        gaps.add_by(
            &most.cite(),
            "/instrument/units_offered",
            format!("L'offerta vale {value} EUR: il massimo è {}.", told.it),
            format!("The offer is worth EUR {value}: the maximum is {}.", told.en),
        );
    }
}

/// The quantity below which the offer lapses is from 1 to the quantity offered.
pub(super) fn minimum_is_within_the_offer(case: &Case<'_>, gaps: &mut Gaps) {
    let instrument = &case.dossier.instrument;
    let (Some(minimum), Some(offered)) = (instrument.minimum_units, instrument.units_offered) else { return };
    if some_units(Some(minimum)).is_none() || minimum > offered {
        gaps.add(
            "/instrument/minimum_units",
            format!("La quantità minima è {minimum}: deve andare da 1 alla quantità offerta ({offered})."),
            format!("The minimum quantity is {minimum}: it must lie between 1 and the quantity offered ({offered})."),
        );
    }
}

/// A bond's nominal is a positive multiple of 100, its coupon not negative, its maturity a year or more away.
pub(super) fn bond_is_whole(case: &Case<'_>, gaps: &mut Gaps) {
    if !is_bond(case) {
        return;
    }
    let instrument = &case.dossier.instrument;
    if instrument.nominal.is_some_and(|nominal| nominal <= Money::ZERO) || nominal_is_odd(case) {
        gaps.add(
            "/instrument/nominal",
            "Il valore nominale deve essere un multiplo positivo di 100 EUR.".into(),
            "The nominal value must be a positive multiple of EUR 100.".into(),
        );
    }
    if instrument.coupon.is_some_and(|coupon| coupon < Rate::ZERO || coupon >= Rate::ONE) {
        gaps.add(
            "/instrument/coupon",
            "La cedola è una frazione del nominale fra 0 e 1: per il 4,2% scrivere \"0.042\".".into(),
            "The coupon is a fraction of the nominal between 0 and 1: for 4.2% write \"0.042\".".into(),
        );
    }
    if instrument.coupons_per_year.is_some_and(|coupons| !matches!(coupons, 1 | 2 | 4 | 12)) {
        gaps.add(
            "/instrument/coupons_per_year",
            "Le cedole all'anno sono 1, 2, 4 o 12.".into(),
            "Coupons a year are 1, 2, 4 or 12.".into(),
        );
    }
    if let (Some(matures_on), Some(submitted_on)) = (instrument.matures_on, case.dossier.submitted_on)
        && matures_on < months_after(submitted_on, 12)
    {
        gaps.add(
            "/instrument/matures_on",
            format!("Il rimborso il {matures_on} è a meno di un anno dalla domanda: allungare la durata."),
            format!("Maturity on {matures_on} is less than a year after the application: make the bond longer."),
        );
    }
    instalments_are_whole(case, gaps);
}

/// The parts in which a nominal is paid back are equal multiples of 100, and the first of them is as far away as the
/// maturity of a bond must be.
fn instalments_are_whole(case: &Case<'_>, gaps: &mut Gaps) {
    let instrument = &case.dossier.instrument;
    let Some(parts) = instrument.instalments else { return };
    let part = i128::from(parts) * 100 * i128::from(SCALE);
    let odd = part == 0 || instrument.nominal.is_some_and(|nominal| nominal.scaled() % part != 0);
    if odd {
        gaps.add(
            "/instrument/instalments",
            format!("Il valore nominale non si rimborsa in {parts} rate uguali, ciascuna multipla di 100 EUR."),
            format!("The nominal cannot be paid back in {parts} equal parts, each a multiple of EUR 100."),
        );
    } else if let (Some(matures_on), Some(submitted_on)) = (instrument.matures_on, case.dossier.submitted_on) {
        let every = 12 / i32::from(instrument.coupons_per_year.unwrap_or(1).clamp(1, 12));
        let first = matures_on.plus_months(-every * (i32::from(parts) - 1));
        if first < months_after(submitted_on, 12) {
            gaps.add(
                "/instrument/instalments",
                format!("La prima di {parts} rate cadrebbe il {first}, a meno di un anno dalla domanda."),
                format!("The first of {parts} parts would fall on {first}, less than a year after the application."),
            );
        }
    }
}

fn nominal_is_odd(case: &Case<'_>) -> bool {
    case.dossier.instrument.nominal.is_some() && case.dossier.instrument.multiplier().is_none()
}
