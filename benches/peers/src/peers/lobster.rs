//! lobster: two ordered maps of queues over an arena, orders found by a hash map. It has no change of an order.

use std::cell::RefCell;

use lobster::{FillMetadata, OrderBook, OrderEvent, OrderType, Side};

use crate::engines::Engine;
use crate::workload::{Answers, Command, Kind, Workload};

/// A book for each instrument, with room for twice the orders that are to rest; queues as by its defaults.
pub(crate) struct Lobster {
    /// It cannot be looked into order by order, so it is emptied to be counted.
    books: RefCell<Vec<OrderBook>>,
}

/// Room in a new queue: the default of the crate.
const QUEUE: usize = 10;

const fn side(buys: bool) -> Side {
    if buys { Side::Bid } else { Side::Ask }
}

/// The fills that the book reports of a command.
fn fills(event: &OrderEvent) -> &[FillMetadata] {
    match event {
        OrderEvent::PartiallyFilled { fills, .. } | OrderEvent::Filled { fills, .. } => fills,
        OrderEvent::Unfilled { .. } | OrderEvent::Placed { .. } | OrderEvent::Canceled { .. } => &[],
    }
}

impl Engine for Lobster {
    const NAME: &'static str = "lobster 0.7.0";

    fn new(workload: &Workload) -> Self {
        let room = 2 * workload.shape.target as usize;
        let books = (0..workload.shape.instruments).map(|_| OrderBook::new(room, QUEUE, false)).collect();
        Self { books: RefCell::new(books) }
    }

    fn play(&mut self, command: &Command, answers: &mut Answers) {
        let &Command { kind, buys, instrument, id, price, quantity, .. } = command;
        let book = &mut self.books.get_mut()[instrument as usize];
        let (id, side, qty) = (u128::from(id), side(buys), u64::from(quantity));
        if matches!(kind, Kind::Cancel | Kind::Reprice | Kind::Reduce) {
            book.execute(OrderType::Cancel { id });
        }
        let event = match kind {
            Kind::Cancel => return,
            Kind::Market => book.execute(OrderType::Market { id, side, qty }),
            Kind::Limit | Kind::Reprice | Kind::Reduce => {
                book.execute(OrderType::Limit { id, side, qty, price: price.unsigned_abs() })
            }
        };
        for fill in fills(&event) {
            let maker = u64::try_from(fill.order_2).expect("a number of the workload");
            answers.fill(maker, fill.price, fill.qty);
        }
    }

    fn count(&self, answers: &mut Answers) {
        for book in self.books.borrow_mut().iter_mut() {
            for side in [Side::Bid, Side::Ask] {
                let all = book.execute(OrderType::Market { id: 0, side, qty: u64::MAX });
                fills(&all).iter().for_each(|fill| answers.rest(fill.price, fill.qty));
            }
        }
    }
}
