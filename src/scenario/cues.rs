//! When the events of a scenario happen: at their instant, or on a day that is drawn.

use super::{Draws, Spring};
use crate::domain::{Calendar, Code, Rate, Timestamp};
use crate::engine::{Drawn, Occurrence, World};

#[expect(clippy::float_arithmetic, reason = "a draw is compared with a chance; nothing of it is kept")]
fn comes(draws: &mut Draws, chance: Rate) -> bool {
    draws.unit() * 10_000.0 < super::trader::to_f64(chance.scaled())
}

/// The events of a world that happen, each with its instant, in the order of the file.
pub(super) fn cues(world: &World) -> Vec<(Timestamp, Code)> {
    let spring = Spring::of(world);
    let when = |event: &Occurrence| match &event.drawn {
        Some(drawn) => day_drawn(drawn, &event.name, spring, &world.calendar),
        None => event.at,
    };
    world.events.iter().filter_map(|event| Some((when(event)?, event.name.clone()))).collect()
}

/// The instant that belongs to this spring and this name: what else the scenario declares shifts nothing. Nothing where it
/// does not happen at all.
fn day_drawn(drawn: &Drawn, name: &Code, spring: Spring, calendar: &Calendar) -> Option<Timestamp> {
    let mut draws = Draws::of(spring, &format!("event/{name}"), 0);
    if !comes(&mut draws, drawn.chance) {
        return None;
    }
    let days = u64::try_from(drawn.from.days_until(drawn.to)).unwrap_or(0);
    let after = i32::try_from(draws.up_to(days)).unwrap_or(0);
    let day = calendar.business_day_from(drawn.from.plus_days(after));
    Some(calendar.instant(day, drawn.time))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load;

    fn drawn(from: &str, to: &str, chance: &str) -> Drawn {
        let day = |text: &str| text.parse().expect("a day");
        let (time, chance) = ("09:15".parse().expect("a time"), chance.parse().expect("a rate"));
        Drawn { from: day(from), to: day(to), time, chance }
    }

    #[test]
    fn a_drawn_day_lies_in_its_range_and_belongs_to_seed_replication_and_name() {
        let calendar = load(None).expect("it ships").calendar;
        let name: Code = "flood".parse().expect("a code");
        let range = drawn("2026-09-01", "2026-11-30", "1");
        let on = |replication, name: &Code| {
            let spring = Spring { seed: 7, replication };
            calendar.day(day_drawn(&range, name, spring, &calendar).expect("it happens"))
        };
        let days: std::collections::BTreeSet<_> = (1..=100).map(|replication| on(replication, &name)).collect();
        assert!(days.len() > 30, "days differ by replication: {}", days.len());
        assert!(days.iter().all(|day| *day >= range.from && *day <= range.to && calendar.is_business_day(*day)));
        assert_eq!(on(3, &name), on(3, &name));
        let other: Code = "storm".parse().expect("a code");
        assert!((1..=20).any(|replication| on(replication, &name) != on(replication, &other)));
    }

    #[test]
    fn a_chance_is_the_part_of_replications_in_which_it_happens() {
        let calendar = load(None).expect("it ships").calendar;
        let name: Code = "flood".parse().expect("a code");
        let happens = |chance: &str| {
            let range = drawn("2026-09-01", "2026-09-30", chance);
            let comes = |replication| day_drawn(&range, &name, Spring { seed: 7, replication }, &calendar).is_some();
            (1..=400).filter(|&replication| comes(replication)).count()
        };
        assert_eq!((happens("0"), happens("1")), (0, 400));
        assert!((80..=120).contains(&happens("0.25")), "{}", happens("0.25"));
    }
}
