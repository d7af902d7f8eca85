//! rust_ob: an ordered map of orders by price and arrival, shared with a hash map; decimals throughout. It has no change
//! of an order.

use std::cell::RefCell;

use rust_decimal::Decimal;
use rust_ob::{OrderBook, Side};

use crate::engines::Engine;
use crate::workload::{Answers, Command, Kind, Workload};

/// A book for each instrument. Prices are whole numbers of ticks, the cheapest of decimals.
pub(crate) struct Decimals {
    /// It cannot be looked into order by order, so it is emptied to be counted.
    books: RefCell<Vec<OrderBook<u64>>>,
}

const fn side(buys: bool) -> Side {
    if buys { Side::Buy } else { Side::Sell }
}

/// A whole decimal without its sign.
fn whole(number: Decimal) -> u64 {
    debug_assert_eq!(number.scale(), 0);
    u64::try_from(number.mantissa().unsigned_abs()).expect("a number of the workload")
}

/// Its report of a command names each maker with units and cost, then the taker, if anything was traded. A macro, since
/// the type of the report has no name outside the crate.
macro_rules! makers {
    ($matches:expr) => {
        $matches.iter().rev().skip(1).rev().map(|made| {
            let units = whole(made.quantity);
            (made.order, whole(made.cost) / units, units)
        })
    };
}

impl Engine for Decimals {
    const NAME: &'static str = "rust_ob 2.5.3";

    fn new(workload: &Workload) -> Self {
        let books = (0..workload.shape.instruments).map(|_| OrderBook::new()).collect();
        Self { books: RefCell::new(books) }
    }

    fn play(&mut self, command: &Command, answers: &mut Answers) {
        let &Command { kind, buys, instrument, id, price, quantity, .. } = command;
        let book = &mut self.books.get_mut()[instrument as usize];
        let (side, price, quantity) = (side(buys), Decimal::from(price), Decimal::from(quantity));
        let matches = match kind {
            Kind::Limit => book.process_limit_order(id, side, price, quantity).expect("a new number"),
            Kind::Market => book.process_market_order(id, side, quantity).expect("a new number"),
            Kind::Cancel | Kind::Reprice | Kind::Reduce => {
                // An order that has ended is not found, and that is no fault.
                let _ended = book.cancel_order(id);
                if kind == Kind::Cancel {
                    return;
                }
                book.process_limit_order(id, side, price, quantity).expect("a number that is free again")
            }
        };
        makers!(matches).for_each(|(maker, price, units)| answers.fill(maker, price, units));
    }

    fn count(&self, answers: &mut Answers) {
        for book in self.books.borrow_mut().iter_mut() {
            for side in [Side::Buy, Side::Sell] {
                let all = book.process_market_order(0, side, Decimal::from(u32::MAX)).expect("no order has number 0");
                makers!(all).for_each(|(_, price, units)| answers.rest(price, units));
            }
        }
    }
}
