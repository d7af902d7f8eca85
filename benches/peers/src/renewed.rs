//! What a workload comes to for a book that has no change of an order.
//!
//! A change becomes a cancel and a new order with the number, the side, the limit and the open quantity of the command,
//! so less quantity costs the order its place. Other orders trade then than the workload was drawn with, and some of
//! its commands name orders that have ended: their cancel does nothing, and the new order of a change enters all the
//! same. The books are driven so to the letter, so this must be their answer to the last unit.

use crate::workload::oracle::Oracle;
use crate::workload::{Answers, Command, Kind, Workload};

/// The answers of the plain book, driven so.
pub(crate) fn answers(workload: &Workload) -> Answers {
    let mut books: Vec<Oracle> = (0..workload.shape.instruments).map(|_| Oracle::default()).collect();
    let mut answers = Answers::default();
    for command in workload.prefill.iter().chain(&workload.timed) {
        play(&mut books[command.instrument as usize], command, &mut answers);
    }
    for book in &books {
        book.count(&mut answers);
    }
    answers
}

fn play(book: &mut Oracle, command: &Command, answers: &mut Answers) {
    let &Command { kind, buys, id, price, quantity, .. } = command;
    if matches!(kind, Kind::Cancel | Kind::Reprice | Kind::Reduce) && book.orders.contains_key(&id) {
        book.end(id);
    }
    match kind {
        Kind::Cancel => {}
        Kind::Market => {
            book.take(buys, None, quantity, answers);
        }
        Kind::Limit | Kind::Reprice | Kind::Reduce => {
            let left = book.take(buys, Some(price), quantity, answers);
            if left > 0 {
                book.rest(id, buys, price, left, quantity);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workload::CALM;

    const fn command(kind: Kind, buys: bool, id: u64, quantity: u32) -> Command {
        Command { kind, buys, instrument: 0, id, price: 100, quantity, total: quantity }
    }

    fn workload(timed: Vec<Command>, last_id: u64) -> Workload {
        let answers = Answers::default();
        Workload { shape: CALM, prefill: Vec::new(), timed, answers, prices: (100, 100), last_id }
    }

    #[test]
    fn less_quantity_costs_the_place() {
        let timed = vec![
            command(Kind::Limit, true, 1, 10),
            command(Kind::Limit, true, 2, 10),
            command(Kind::Reduce, true, 1, 4),
            command(Kind::Market, false, 3, 12),
        ];
        let expected = Answers {
            trades: 2,
            volume: 12,
            value: 1_200,
            makers: 22,
            resting: 1,
            resting_units: 2,
            resting_value: 200,
        };
        assert_eq!(answers(&workload(timed, 3)), expected, "10 of the second order before 2 of the first");
    }

    #[test]
    fn the_new_order_enters_though_the_old_has_ended() {
        let timed = vec![
            command(Kind::Limit, true, 1, 10),
            command(Kind::Market, false, 2, 10),
            command(Kind::Cancel, true, 1, 10),
            command(Kind::Reprice, true, 1, 3),
        ];
        let Answers { trades, resting_units, .. } = answers(&workload(timed, 2));
        assert_eq!((trades, resting_units), (1, 3));
    }
}
