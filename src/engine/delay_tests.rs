//! Delays that are refused, and what a delay does to the timers of a preparation.

use super::properties::Floor;
use super::{Command, Event, Fact};
use crate::domain::Said;

/// The reference issuers while they prepare; the baseline is being measured.
fn floor() -> Floor {
    let world = crate::scenario::load(Some("obbligazioni-di-riferimento")).expect("it ships");
    Floor::play(world, "2026-03-10T12:00:00Z")
}

fn delay(floor: &mut Floor, company: &str, task: &str, days: u32) -> Vec<Event> {
    let (company, task) = (company.parse().expect("a code"), task.parse().expect("a code"));
    let days = std::num::NonZeroU32::new(days).expect("a delay has days");
    floor.apply(Command::Delay { company, task, days, cause: Said::from("test") })
}

fn refusal(events: &[Event]) -> &str {
    match &events[0].fact {
        Fact::Rejected { code, .. } => code,
        other => panic!("it was taken: {other:?}"),
    }
}

#[test]
fn what_is_done_or_is_not_the_companys_cannot_be_late() {
    let mut floor = floor();
    let mut code = |company, task, days| refusal(&delay(&mut floor, company, task, days)).to_owned();
    assert_eq!(code("nobody", "audit", 1), "unknown_company");
    assert_eq!(code("riva-quieta", "no-such-task", 1), "unknown_task");
    assert_eq!(code("riva-quieta", "governance", 1), "unknown_task", "a task of shares");
    assert_eq!(code("riva-quieta", "team-engagement", 1), "unknown_task", "it is done");
    assert_eq!(code("riva-quieta", "placing", 1), "wrong_stage", "the path says how long an offer is open");
    assert_eq!(code("riva-quieta", "dossier", 1), "wrong_stage", "it has applied");
    assert_eq!(code("riva-quieta", "kpi-baseline", 1_001), "delay_too_long");
}

#[test]
fn a_delay_moves_each_task_once_and_every_task_ends_once() {
    let mut floor = floor();
    let first = delay(&mut floor, "riva-quieta", "kpi-baseline", 5);
    let moved = first.iter().filter(|event| matches!(event.fact, Fact::TaskMoved { .. })).count();
    assert!(matches!(&first[0].fact, Fact::TaskDelayed { days: 5, total: 5, .. }), "{:?}", first[0]);
    // The baseline itself, and the ten tasks that wait for it.
    assert_eq!(moved, 11);
    let again = delay(&mut floor, "riva-quieta", "kpi-baseline", 2);
    assert!(matches!(&again[0].fact, Fact::TaskDelayed { days: 2, total: 7, .. }), "{:?}", again[0]);
    let mut done = Vec::new();
    for _ in 0..400 {
        let due = floor.exchange.next_due().expect("the agenda goes on");
        let events = floor.apply(Command::Timer { due: due.number, draw: 0 });
        assert!(!events.is_empty() || floor.exchange.next_due().is_some());
        for event in &events {
            match &event.fact {
                Fact::TaskDone { company, task, .. } if company.as_str() == "riva-quieta" => {
                    done.push(task.to_string())
                }
                Fact::OfferClosed { company, .. } if company.as_str() == "riva-quieta" => {
                    let distinct: std::collections::BTreeSet<_> = done.iter().collect();
                    assert_eq!(distinct.len(), done.len(), "{done:?}");
                    assert!(done.contains(&"roadshow".to_owned()), "{done:?}");
                    return;
                }
                _ => {}
            }
        }
    }
    panic!("the offer never closed");
}
