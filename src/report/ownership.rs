//! Who holds an instrument: how many, how concentrated, of which classes of investors. Units count for their buyer from the
//! trade on, settled or not; members are counted, never named.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::numerals::percent_of;
use crate::domain::{Code, Figure, Quantity, Symbol, Text};
use crate::projection::{AccountView, Accounts, Setting};

/// Of whom we speak as the few large holders.
const LARGEST: usize = 5;

/// The holders of one instrument at the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Ownership {
    /// Investors with at least one unit.
    pub holders: usize,
    /// Units that they hold.
    pub units: Quantity,
    /// Part of the largest holder, in percent.
    pub largest_percent: Option<Figure>,
    /// Part of the five largest together, in percent.
    pub five_largest_percent: Option<Figure>,
    /// Concentration by Herfindahl and Hirschman: the sum of the squares of the parts in percent, 0 to 10,000, rounded down.
    pub concentration: Option<u32>,
    /// Units of its own that the company has: they are nobody's holding, and no part of the units above.
    #[serde(default, skip_serializing_if = "is_none")]
    pub own_units: Quantity,
    /// Classes of investors, in the order of the scenario; who belongs to none comes last.
    pub classes: Vec<HolderClass>,
}

/// A class of investors among the holders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct HolderClass {
    /// Name of the group; nothing for those of no group, such as test investors of a live exchange.
    pub group: Option<Code>,
    /// What the group stands for.
    pub title: Text,
    /// How many of it hold.
    pub holders: usize,
    /// Units that they hold.
    pub units: Quantity,
    /// Their part, in percent.
    pub percent: Option<Figure>,
}

/// Who holds an instrument; nothing while nobody does.
pub(super) fn of(instrument: Symbol, accounts: &Accounts, setting: &Setting) -> Option<Ownership> {
    let asset = instrument.to_string();
    let investors = accounts.accounts.values().filter(|account| account.investor);
    let held = investors.map(|account| (account, account.units(&asset)));
    let held: Vec<(&AccountView, u128)> = held.filter(|(_, units)| *units > 0).collect();
    let all: u128 = held.iter().map(|(_, units)| units).sum();
    let part = |units: u128| percent_of(i128::try_from(units).ok()?, i128::try_from(all).ok()?);
    let mut sizes: Vec<u128> = held.iter().map(|(_, units)| *units).collect();
    sizes.sort_unstable_by(|one, other| other.cmp(one));
    let squares = sizes.iter().try_fold(0_u128, |sum, size| sum.checked_add(size.checked_mul(*size)?));
    let concentration = squares.and_then(|sum| sum.checked_mul(10_000)?.checked_div(all.checked_mul(all)?));
    (all > 0).then(|| Ownership {
        holders: held.len(),
        units: quantity(all),
        largest_percent: sizes.first().copied().and_then(part),
        five_largest_percent: part(sizes.iter().take(LARGEST).sum()),
        concentration: concentration.and_then(|squares| u32::try_from(squares).ok()),
        own_units: quantity(accounts.own_units(instrument)),
        classes: classes(&held, setting, part),
    })
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_none(units: &Quantity) -> bool {
    units.is_zero()
}

fn classes(
    held: &[(&AccountView, u128)],
    setting: &Setting,
    part: impl Fn(u128) -> Option<Figure>,
) -> Vec<HolderClass> {
    let mut by_group: BTreeMap<usize, (usize, u128)> = BTreeMap::new();
    for (account, units) in held {
        let at = setting.groups.iter().position(|(name, _)| is_of(&account.name, name));
        let class = by_group.entry(at.unwrap_or(usize::MAX)).or_default();
        *class = (class.0 + 1, class.1 + units);
    }
    let class = |(at, (holders, units)): (usize, (usize, u128))| {
        let group = setting.groups.get(at);
        let others = || Text { it: "Altri investitori".into(), en: "Other investors".into() };
        HolderClass {
            group: group.map(|(name, _)| name.clone()),
            title: group.map_or_else(others, |(_, title)| title.clone()),
            holders,
            units: quantity(units),
            percent: part(units),
        }
    };
    by_group.into_iter().map(class).collect()
}

/// Members of a group are numbered after it: `retail-12`.
fn is_of(account: &Code, group: &Code) -> bool {
    let number = account.as_str().strip_prefix(group.as_str()).and_then(|rest| rest.strip_prefix('-'));
    number.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit()))
}

fn quantity(units: u128) -> Quantity {
    Quantity::new(u64::try_from(units).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::AccountId;
    use crate::projection::Holding;
    use crate::report::fixture;

    #[test]
    fn parts_classes_and_concentration_are_those_of_the_units() {
        let mut accounts = Accounts::default();
        let holders = [("retail-1", 50), ("retail-2", 30), ("fund-1", 20), ("retail-x", 0), ("fund-12", 0)];
        for (number, (name, units)) in (1..).zip(holders) {
            let (available, reserved) = ((units / 2).to_string(), (units - units / 2).to_string());
            let holding = Holding { available, reserved, unsettled: "0".into() };
            let name = name.parse().expect("a name");
            let holdings = [("CURA".to_owned(), holding)].into();
            accounts
                .accounts
                .insert(AccountId(number), AccountView { name, investor: true, holdings, locked: BTreeMap::new() });
        }
        let mut setting = fixture::edition().setting;
        let title = |word: &str| Text { it: word.into(), en: word.into() };
        setting.groups =
            vec![("fund".parse().expect("a name"), title("f")), ("retail".parse().expect("a name"), title("r"))];
        let found = of("CURA".parse().expect("a symbol"), &accounts, &setting).expect("held");
        let percent = |figure: Option<Figure>| figure.map(|figure| figure.to_string());
        assert_eq!((found.holders, found.units.units(), found.concentration), (3, 100, Some(3_800)));
        assert_eq!(percent(found.largest_percent).as_deref(), Some("50"));
        assert_eq!(percent(found.five_largest_percent).as_deref(), Some("100"));
        let told: Vec<_> =
            found.classes.iter().map(|one| (one.title.it.as_str(), one.holders, one.units.units())).collect();
        assert_eq!(told, [("f", 1, 20), ("r", 2, 80)]);
        assert!(of("NONE".parse().expect("a symbol"), &accounts, &setting).is_none());
    }

    #[test]
    fn a_member_is_of_the_group_that_it_is_numbered_after() {
        let code = |text: &str| text.parse::<Code>().expect("a name");
        assert!(is_of(&code("retail-12"), &code("retail")));
        assert!(!is_of(&code("retail-fund-1"), &code("retail")));
        assert!(!is_of(&code("retail"), &code("retail")));
    }
}
