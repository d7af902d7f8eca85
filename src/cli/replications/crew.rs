//! Work that many hands do and one takes in, in order.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;

/// Does the piece of work of every number with so many hands and takes in the results by rising number, so that what is
/// folded does not depend on the hands. A piece that panics is a failed piece, told with the panic's own words. At most a
/// few finished pieces wait: those that were done while a slower one of a lower number went on.
///
/// # Errors
/// The first that `take` makes; work that has not begun is then left.
pub(in crate::cli) fn in_order<T: Send, E>(
    numbers: RangeInclusive<u64>,
    hands: usize,
    work: impl Fn(u64) -> Result<T, String> + Sync,
    mut take: impl FnMut(u64, Result<T, String>) -> Result<(), E>,
) -> Result<(), E> {
    let (mut next, last) = (*numbers.start(), *numbers.end());
    let unclaimed = AtomicU64::new(next);
    let (done, results) = sync_channel(hands.max(1));
    thread::scope(|scope| {
        for _ in 0..hands.max(1) {
            let (done, unclaimed, work) = (done.clone(), &unclaimed, &work);
            scope.spawn(move || {
                loop {
                    let number = unclaimed.fetch_add(1, Ordering::Relaxed);
                    if number > last || done.send((number, careful(work, number))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(done);
        let mut waiting = BTreeMap::new();
        for (number, result) in &results {
            waiting.insert(number, result);
            while let Some(result) = waiting.remove(&next) {
                if let Err(error) = take(next, result) {
                    drop(results); // whoever finishes now finds nobody, and stops
                    return Err(error);
                }
                next += 1;
            }
        }
        Ok(())
    })
}

fn careful<T>(work: &(impl Fn(u64) -> Result<T, String> + Sync), number: u64) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(|| work(number))).unwrap_or_else(|panic| {
        let words = panic.downcast_ref::<String>().map(String::as_str);
        Err(words.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("it panicked").to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_whatever_the_hands() {
        for hands in [0, 1, 2, 7] {
            let mut taken = Vec::new();
            let slow_first = |number: u64| {
                number.is_multiple_of(5).then(|| thread::sleep(std::time::Duration::from_millis(3)));
                Ok(number * 10)
            };
            let came: Result<(), String> = in_order(1..=40, hands, slow_first, |number, result| {
                taken.push((number, result?));
                Ok(())
            });
            assert_eq!(came, Ok(()));
            assert_eq!(taken, (1..=40).map(|number| (number, number * 10)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_piece_that_panics_is_named_and_ends_the_work() {
        let mut taken = Vec::new();
        let work = |number: u64| if number == 3 { panic!("piece {number} is broken") } else { Ok(number) };
        let came = in_order(1..=1_000_000, 2, work, |number, result| {
            taken.push(result.map_err(|why| (number, why))?);
            Ok(())
        });
        assert_eq!(came, Err((3, "piece 3 is broken".to_owned())));
        assert_eq!(taken, [1, 2]);
    }

    #[test]
    #[expect(clippy::reversed_empty_ranges, reason = "one replication leaves none for the crew")]
    fn no_numbers_are_no_work() {
        let came: Result<(), String> = in_order(2..=1, 2, |_| Ok(()), |_, _| Err("taken".to_owned()));
        assert_eq!(came, Ok(()));
    }
}
