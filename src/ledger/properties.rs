//! Whatever is called in whatever order: conservation, no debts, no half-done refusal.

use proptest::prelude::*;

use super::{AccountKind, Amount, Asset, Ledger, ReservationId};
use crate::domain::AccountId;

/// A call, its arguments as indices so that many of them hit.
#[derive(Debug, Clone)]
enum Call {
    Transfer { from: u32, to: u32, units: bool, amount: i128 },
    Reserve { account: u32, units: bool, amount: i128 },
    Post { reservation: usize, to: u32, amount: i128 },
    Void { reservation: usize },
    Resize { reservation: usize, amount: i128 },
}

fn calls() -> impl Strategy<Value = Vec<Call>> {
    let account = 0..7u32;
    let amount = prop_oneof![20 => -1..60i128, 1 => Just(i128::MAX), 1 => Just(i128::MIN)];
    let call = prop_oneof![
        (account.clone(), account.clone(), any::<bool>(), amount.clone())
            .prop_map(|(from, to, units, amount)| Call::Transfer { from, to, units, amount }),
        (account.clone(), any::<bool>(), amount.clone()).prop_map(|(account, units, amount)| Call::Reserve {
            account,
            units,
            amount
        }),
        (any::<usize>(), account, amount.clone()).prop_map(|(reservation, to, amount)| Call::Post {
            reservation,
            to,
            amount
        }),
        any::<usize>().prop_map(|reservation| Call::Void { reservation }),
        (any::<usize>(), amount).prop_map(|(reservation, amount)| Call::Resize { reservation, amount }),
    ];
    prop::collection::vec(call, 0..80)
}

fn asset(units: bool) -> Asset {
    if units { Asset::Units("CURA".parse().expect("a symbol")) } else { Asset::Cash }
}

/// Two contra accounts and four others (a seventh number is unknown), with something to spend.
fn ledger() -> Ledger {
    let mut ledger = Ledger::new();
    let kinds = [AccountKind::Deposit, AccountKind::Issuance];
    for (number, kind) in kinds.into_iter().chain([AccountKind::Participant; 4]).enumerate() {
        ledger.open(format!("account-{number}").parse().expect("a code"), kind);
    }
    for account in 2..6 {
        ledger.transfer(AccountId(0), AccountId(account), Asset::Cash, Amount::of_parts(100)).expect("paid in");
        ledger.transfer(AccountId(1), AccountId(account), asset(true), Amount::of_parts(100)).expect("issued");
    }
    ledger
}

/// Makes the call; whether it was done.
fn make(ledger: &mut Ledger, known: &mut Vec<ReservationId>, call: &Call) -> bool {
    let pick = |index: usize| (!known.is_empty()).then(|| known[index % known.len()]);
    match *call {
        Call::Transfer { from, to, units, amount } => {
            ledger.transfer(AccountId(from), AccountId(to), asset(units), Amount::of_parts(amount)).is_ok()
        }
        Call::Reserve { account, units, amount } => {
            let id = ledger.reserve(AccountId(account), asset(units), Amount::of_parts(amount));
            known.extend(id.ok());
            id.is_ok()
        }
        Call::Post { reservation, to, amount } => {
            pick(reservation).is_some_and(|id| ledger.post(id, AccountId(to), Amount::of_parts(amount)).is_ok())
        }
        Call::Void { reservation } => pick(reservation).is_some_and(|id| ledger.void(id).is_ok()),
        Call::Resize { reservation, amount } => {
            pick(reservation).is_some_and(|id| ledger.resize(id, Amount::of_parts(amount)).is_ok())
        }
    }
}

proptest! {
    #[test]
    fn nothing_is_created_lost_or_owed(calls in calls()) {
        let mut ledger = ledger();
        let mut known = Vec::new();
        for call in &calls {
            let before = ledger.clone();
            if !make(&mut ledger, &mut known, call) {
                prop_assert_eq!(&ledger, &before, "a refused call changed something: {:?}", call);
            }
            prop_assert!(ledger.totals().values().all(|total| total.is_zero()));
            for account in ledger.accounts() {
                for (asset, balance) in account.balances() {
                    prop_assert!(account.kind().is_contra() || !balance.available.is_negative());
                    let held = ledger.reservations().filter(|(_, held)| (held.account, held.asset) == (account.id(), asset));
                    let held: i128 = held.map(|(_, held)| held.remaining.parts()).sum();
                    prop_assert_eq!(balance.reserved.parts(), held);
                }
            }
        }
    }

    #[test]
    fn a_void_gives_back_what_was_held_less_what_was_posted(amount in 0..=100i128, posts in prop::collection::vec(0..60i128, 0..6)) {
        let mut ledger = ledger();
        let (one, two) = (AccountId(2), AccountId(3));
        let id = ledger.reserve(one, Asset::Cash, Amount::of_parts(amount)).expect("covered");
        let posted: i128 = posts.into_iter().filter(|&post| ledger.post(id, two, Amount::of_parts(post)).is_ok()).sum();
        prop_assert_eq!(ledger.void(id).map(|ended| ended.remaining), Ok(Amount::of_parts(amount - posted)));
        prop_assert_eq!(ledger.balance(one, Asset::Cash).available.parts(), 100 - posted);
        prop_assert_eq!(ledger.balance(two, Asset::Cash).available.parts(), 100 + posted);
    }

    #[test]
    fn the_same_calls_leave_the_same_ledger(calls in calls()) {
        let play = || {
            let (mut ledger, mut known) = (ledger(), Vec::new());
            let done: Vec<bool> = calls.iter().map(|call| make(&mut ledger, &mut known, call)).collect();
            (ledger, done)
        };
        prop_assert_eq!(play(), play());
    }
}
