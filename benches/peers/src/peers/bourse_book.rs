//! bourse-book: two ordered maps by price and time, all orders and trades kept in vectors.

use bourse_book::OrderBook;
use bourse_book::types::{OrderId, Side, Status};

use crate::engines::Engine;
use crate::workload::{Answers, Command, Kind, Workload};

/// A book for each instrument. It numbers its orders itself, so the adapter keeps which number an order got; the
/// order's own number travels as its trader's.
pub(crate) struct Bourse {
    books: Vec<OrderBook>,
    numbers: Vec<OrderId>,
    /// Orders of one price and one time would be one order to it, so time moves on with every command.
    time: u64,
}

fn small(number: impl TryInto<u32>) -> u32 {
    number.try_into().ok().expect("prices and numbers of a workload fit in 32 bits")
}

fn index(id: u64) -> usize {
    usize::try_from(id).expect("order numbers fit in memory")
}

impl Engine for Bourse {
    const NAME: &'static str = "bourse-book 0.4.0";

    fn new(workload: &Workload) -> Self {
        let books = (0..workload.shape.instruments).map(|_| OrderBook::new(0, 1, true)).collect();
        Self { books, numbers: vec![OrderId::MAX; index(workload.last_id + 1)], time: 0 }
    }

    fn play(&mut self, command: &Command, answers: &mut Answers) {
        let &Command { kind, buys, instrument, id, price, quantity, .. } = command;
        let book = &mut self.books[instrument as usize];
        self.time += 1;
        book.set_time(self.time);
        let before = book.get_trades().len();
        let number = &mut self.numbers[index(id)];
        match kind {
            Kind::Limit | Kind::Market => {
                let limit = (kind == Kind::Limit).then(|| small(price));
                let entered = book.create_and_place_order(Side::from(buys), quantity, small(id), limit);
                *number = entered.expect("a price on the grid");
            }
            Kind::Cancel => book.cancel_order(*number),
            Kind::Reprice => book.modify_order(*number, Some(small(price)), None),
            Kind::Reduce => book.modify_order(*number, None, Some(quantity)),
        }
        for trade in &book.get_trades()[before..] {
            let maker = book.order(trade.passive_order_id).trader_id;
            answers.fill(u64::from(maker), u64::from(trade.price), u64::from(trade.vol));
        }
    }

    fn count(&self, answers: &mut Answers) {
        let orders = self.books.iter().flat_map(OrderBook::get_orders);
        for order in orders.filter(|order| order.status == Status::Active) {
            answers.rest(u64::from(order.price), u64::from(order.vol));
        }
    }
}
