//! What has befallen the market, as an investor reckons with it at the moment of a decision.
//!
//! An event is felt in full at first and then less from day to day, in a straight line to nothing where it is said when it
//! is over. Several add up: points of return by sum, parts by product.

#![expect(clippy::float_arithmetic, reason = "agents reckon in floats; what they send is rounded to the tick")]

use super::trader::{rate, to_f64};
use super::{Draws, Spring};
use crate::domain::{Code, Rate, Symbol, Timestamp};
use crate::engine::{Effect, InvestorGroup, Style};
use crate::projection::{OccurrenceView, Occurrences};

/// Nanoseconds of a day.
const DAY: f64 = 86_400.0 * 1e9;

/// What an investor makes of all that has happened, for one name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tidings {
    /// Points of return that it asks beyond what it asked before; below zero where it asks less.
    pub(super) asked: f64,
    /// The part that is left of what it gives up for impact.
    pub(super) trust: f64,
    /// What the cash flows are worth now, for 1 before.
    pub(super) value: f64,
    /// The part that is left of the attention to the name.
    pub(super) attention: f64,
}

impl Tidings {
    /// Nothing has happened.
    pub(super) const NONE: Self = Self { asked: 0.0, trust: 1.0, value: 1.0, attention: 1.0 };

    /// Of a company's name, for a class of investors.
    pub(super) fn of(occurrences: &Occurrences, company: &Code, is_bond: bool, class: Style, now: Timestamp) -> Self {
        let mut all = Self::NONE;
        for one in occurrences.running().filter(|one| one.company.as_ref().is_none_or(|about| about == company)) {
            all.take(one, is_bond, class, now);
        }
        all
    }

    fn take(&mut self, one: &OccurrenceView, is_bond: bool, class: Style, now: Timestamp) {
        let felt = felt(one, now);
        match &one.effect {
            Effect::Crisis { return_points, bond_points, attention, .. } => {
                let points = bond_points.filter(|_| is_bond).unwrap_or(*return_points);
                self.asked += part(points) * felt;
                self.attention *= 1.0 - (1.0 - part(*attention)) * felt;
            }
            Effect::Scandal { trust_left, value_lost, .. } => {
                self.trust *= 1.0 - (1.0 - part(*trust_left)) * felt;
                self.value *= 1.0 - part(*value_lost) * felt;
            }
            Effect::Result { value, .. } => self.value *= 1.0 + part(*value) * felt,
            Effect::Policy { return_points, styles, .. } if styles.is_empty() || styles.contains(&class) => {
                self.asked -= part(*return_points);
            }
            Effect::Policy { .. }
            | Effect::DonationCut { .. }
            | Effect::SpecialistWithdraws { .. }
            | Effect::LateReport { .. }
            | Effect::News { .. } => {}
        }
    }
}

/// The part of an event that is still felt, 1 to 0.
fn felt(one: &OccurrenceView, now: Timestamp) -> f64 {
    let days = |from: Timestamp, to: Timestamp| to_f64(to.nanos() - from.nanos()) / DAY;
    let Some(until) = one.until_at else { return 1.0 };
    let holds = match one.effect {
        Effect::Crisis { holds_days, .. } => f64::from(holds_days),
        _ => 0.0,
    };
    let recovers = days(one.at, until) - holds;
    let since = days(one.at, now) - holds;
    if recovers <= 0.0 { 1.0 } else { (1.0 - since / recovers).clamp(0.0, 1.0) }
}

fn part(rate_: Rate) -> f64 {
    rate(rate_.scaled())
}

/// The part of its budget that a group still puts in.
pub(super) fn budget(occurrences: &Occurrences, group: &InvestorGroup) -> f64 {
    let cut = |one: &OccurrenceView| match &one.effect {
        Effect::DonationCut { part, groups, .. } if concerns(groups, group) => Some(rate(part.scaled())),
        _ => None,
    };
    occurrences.running().filter_map(cut).fold(1.0, |left, cut| left * (1.0 - cut))
}

/// Whether a cut of gifts concerns a group: those that are named, else all that give.
fn concerns(named: &[Code], group: &InvestorGroup) -> bool {
    if named.is_empty() { group.gives() } else { named.contains(&group.name) }
}

/// Whether a liquidity provider of this group has stopped quoting a name.
pub(super) fn has_withdrawn(occurrences: &Occurrences, group: &InvestorGroup, symbol: Symbol) -> bool {
    occurrences.running().any(|one| match &one.effect {
        Effect::SpecialistWithdraws { groups, instruments, .. } => {
            (groups.is_empty() || groups.contains(&group.name))
                && (instruments.is_empty() || instruments.contains(&symbol))
        }
        _ => false,
    })
}

/// Whether a member of a group must sell because of an event: its own draw, the same for every play of the same seed.
/// A liquidity provider sells as it quotes.
pub(super) fn must_sell(spring: Spring, name: &Code, group: &InvestorGroup, event: &Code, effect: &Effect) -> bool {
    let sellers = rate(effect.sellers().scaled());
    sellers > 0.0
        && group.style != Style::LiquidityProvider
        && Draws::of(spring, &format!("{name}/sells/{event}"), 0).unit() < sellers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Text;

    fn view(effect: &str, until: Option<&str>) -> OccurrenceView {
        let at: Timestamp = "2027-01-01T00:00:00Z".parse().expect("an instant");
        let effect: Effect = serde_json::from_str(effect).expect("an effect");
        OccurrenceView {
            event: "event".parse().expect("a code"),
            company: effect.company().cloned(),
            title: Text { it: String::new(), en: String::new() },
            text: None,
            effect,
            at,
            until_at: until.map(|until| until.parse().expect("an instant")),
            is_over: false,
            told: Text { it: String::new(), en: String::new() },
            source: String::new(),
        }
    }

    fn tidings(all: Vec<OccurrenceView>, company: &str, at: &str) -> Tidings {
        let company: Code = company.parse().expect("a code");
        Tidings::of(&Occurrences { all }, &company, false, Style::Institutional, at.parse().expect("an instant"))
    }

    fn is_near(found: f64, wanted: f64) -> bool {
        (found - wanted).abs() < 1e-9
    }

    #[test]
    fn a_crisis_holds_and_then_fades_in_a_straight_line() {
        let effect = r#"{"kind":"crisis","return_points":"0.06","attention":"0.5","holds_days":10,"recovers_days":20}"#;
        let at = |day: &str| tidings(vec![view(effect, Some("2027-01-31T00:00:00Z"))], "any", day);
        let (held, half, over) = (at("2027-01-11T00:00:00Z"), at("2027-01-21T00:00:00Z"), at("2027-02-05T00:00:00Z"));
        assert!(is_near(held.asked, 0.06) && is_near(held.attention, 0.5), "{held:?}");
        assert!(is_near(half.asked, 0.03) && is_near(half.attention, 0.75), "{half:?}");
        assert!(is_near(over.asked, 0.0) && is_near(over.attention, 1.0), "{over:?}");
    }

    #[test]
    fn a_scandal_touches_its_company_alone_and_stays_where_no_end_is_said() {
        let effect = r#"{"kind":"scandal","company":"mine","trust_left":"0.2","value_lost":"0.1"}"#;
        let late = "2029-01-01T00:00:00Z";
        let mine = tidings(vec![view(effect, None)], "mine", late);
        assert!(is_near(mine.trust, 0.2) && is_near(mine.value, 0.9), "{mine:?}");
        assert_eq!(tidings(vec![view(effect, None)], "other", late), Tidings::NONE);
    }

    #[test]
    fn a_policy_lowers_what_its_classes_ask_and_several_events_add_up() {
        let policy = r#"{"kind":"policy","return_points":"0.01","styles":["institutional"]}"#;
        let crisis = r#"{"kind":"crisis","return_points":"0.04","recovers_days":0}"#;
        let both = vec![view(policy, None), view(crisis, Some("2027-01-01T00:00:00Z"))];
        assert!(is_near(tidings(both, "any", "2027-01-01T00:00:00Z").asked, 0.03));
        let savers = r#"{"kind":"policy","return_points":"0.01","styles":["retail"]}"#;
        assert_eq!(tidings(vec![view(savers, None)], "any", "2027-01-02T00:00:00Z"), Tidings::NONE);
    }
}
