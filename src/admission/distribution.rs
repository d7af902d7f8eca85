//! What the law of its form and its own statute let a company pay out, as figures for whoever declares a dividend.

use super::case::Case;
use super::checks::{dividend_cap, is_capped};
use super::{Dossier, ProfitDistribution, Rulebook};
use crate::domain::{InstrumentKind, Rate};

/// What a company may distribute, and on what that rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distribution {
    /// Whether the statute lets nothing be paid out.
    pub forbidden: bool,
    /// The part of a year's profit that what is paid out must stay below: half, for a social enterprise.
    pub below: Option<Rate>,
    /// The part of a year's profit that the statute lets be paid out.
    pub share: Option<Rate>,
    /// The most on the capital paid in: the law's cap or the statute's, whichever is lower.
    pub on_capital: Option<Rate>,
    /// Where the law's cap comes from.
    pub source: Option<String>,
}

impl Distribution {
    /// What a dossier's company may distribute under the figures of a rulebook.
    ///
    /// A social enterprise pays out less than half of its yearly profit (D.Lgs. 112/2017 art. 3), and it and a
    /// cooperative of prevalent mutuality (art. 2514 c.c.) no more than the best postal bonds and 2.5 points on the capital
    /// paid in; the participation shares of a cooperative that is no social enterprise have two points more.
    #[must_use]
    pub fn of(dossier: &Dossier, rules: &Rulebook) -> Self {
        let case = Case::new(dossier, rules);
        let statute = &dossier.statute;
        let law = dividend_cap(&case).filter(|_| is_capped(&case)).map(|(cap, source)| {
            let margin = rules.eligibility.instrument_margin.as_ref().filter(|_| is_instrument(&case));
            let points = margin.map_or(0, |margin| margin.value.scaled());
            (Rate::basis_points(cap.scaled().saturating_add(points)), source)
        });
        let cap = law.as_ref().map(|(cap, _)| *cap);
        Self {
            forbidden: statute.profit_distribution == Some(ProfitDistribution::None),
            below: case.is_social_enterprise().then(|| Rate::basis_points(Rate::ONE.scaled() / 2)),
            share: statute.distributed_profit_share,
            on_capital: cap.into_iter().chain(statute.dividend_cap).min(),
            source: law.map(|(_, source)| source),
        }
    }
}

/// Whether what is offered is a financial instrument of a cooperative beside its members' own shares.
fn is_instrument(case: &Case<'_>) -> bool {
    case.dossier.instrument.kind == Some(InstrumentKind::CooperativeShare) && !case.is_social_enterprise()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::LegalForm;

    fn rules() -> Rulebook {
        let text = crate::format::library::text("rulebooks", "torino-2022").expect("it ships");
        let document = crate::format::Document::parse("torino-2022", text.as_bytes()).expect("TOML");
        document.decode().expect("a rulebook")
    }

    fn of(change: impl Fn(&mut Dossier)) -> Distribution {
        let mut dossier = Dossier::default();
        change(&mut dossier);
        Distribution::of(&dossier, &rules())
    }

    #[test]
    fn who_is_capped_and_by_how_much() {
        let rate = |text: &str| text.parse::<Rate>().ok();
        let free = of(|dossier| dossier.company.legal_form = Some(LegalForm::Spa));
        assert_eq!((free.below, free.on_capital, free.forbidden), (None, None, false));
        let social = of(|dossier| dossier.company.impresa_sociale = Some(true));
        assert_eq!((social.below, social.on_capital), (rate("0.5"), rate("0.055")));
        assert!(social.source.is_some_and(|source| source.contains("112/2017")));
        let cooperative = of(|dossier| {
            dossier.company.legal_form = Some(LegalForm::Cooperativa);
            dossier.company.prevalent_mutuality = Some(true);
        });
        assert_eq!((cooperative.below, cooperative.on_capital), (None, rate("0.055")));
        let instrument = of(|dossier| {
            dossier.company.prevalent_mutuality = Some(true);
            dossier.instrument.kind = Some(InstrumentKind::CooperativeShare);
        });
        assert_eq!(instrument.on_capital, rate("0.075"));
        let strict = of(|dossier| {
            dossier.company.impresa_sociale = Some(true);
            dossier.statute.dividend_cap = rate("0.03");
            dossier.statute.distributed_profit_share = rate("0.2");
        });
        assert_eq!((strict.on_capital, strict.share), (rate("0.03"), rate("0.2")));
        let none = of(|dossier| dossier.statute.profit_distribution = Some(ProfitDistribution::None));
        assert!(none.forbidden);
    }
}
