//! orderbook-rs: skip lists and concurrent maps, for many threads at once; here one thread asks.

use orderbook_rs::{DefaultOrderBook, Id, OrderBookError, Side, TimeInForce};
use pricelevel::{MatchResult, OrderUpdate, Price, Quantity};

use crate::engines::Engine;
use crate::workload::{Answers, Command, Kind, Workload};

/// A book for each instrument.
pub(crate) struct SkipLists {
    books: Vec<DefaultOrderBook>,
}

const fn side(buys: bool) -> Side {
    if buys { Side::Buy } else { Side::Sell }
}

fn count_fills(result: &MatchResult, answers: &mut Answers) {
    for trade in result.trades().as_vec() {
        let maker = trade.maker_order_id().as_u64().expect("a number of the workload");
        let price = u64::try_from(trade.price().as_u128()).expect("a price of the workload");
        answers.fill(maker, price, trade.quantity().as_u64());
    }
}

impl Engine for SkipLists {
    const NAME: &'static str = "orderbook-rs 0.15.3";

    fn new(workload: &Workload) -> Self {
        let book = |instrument: u32| DefaultOrderBook::new(&instrument.to_string());
        Self { books: (0..workload.shape.instruments).map(book).collect() }
    }

    fn play(&mut self, command: &Command, answers: &mut Answers) {
        let &Command { kind, buys, instrument, id, price, quantity, .. } = command;
        let book = &self.books[instrument as usize];
        let (order_id, price, quantity) = (Id::sequential(id), u128::from(price.unsigned_abs()), u64::from(quantity));
        match kind {
            Kind::Limit => {
                let till_canceled = TimeInForce::Gtc;
                let (_, traded) = book
                    .add_limit_order_with_result(order_id, price, quantity, side(buys), till_canceled, None)
                    .expect("an order that is accepted");
                if let Some(traded) = traded {
                    count_fills(&traded.match_result, answers);
                }
            }
            Kind::Market => match book.submit_market_order(order_id, quantity, side(buys)) {
                Ok(result) => count_fills(&result, answers),
                Err(OrderBookError::InsufficientLiquidity { .. }) => {}
                Err(other) => panic!("a market order is refused only when the other side is empty: {other}"),
            },
            Kind::Cancel => {
                book.cancel_order(order_id).expect("a cancel").expect("the order rests");
            }
            Kind::Reprice => {
                let update = OrderUpdate::UpdatePrice { order_id, new_price: Price::new(price) };
                book.update_order(update).expect("a change").expect("the order rests");
            }
            Kind::Reduce => {
                let update = OrderUpdate::UpdateQuantity { order_id, new_quantity: Quantity::new(quantity) };
                book.update_order(update).expect("a change").expect("the order rests");
            }
        }
    }

    fn count(&self, answers: &mut Answers) {
        for order in self.books.iter().flat_map(DefaultOrderBook::get_all_orders) {
            let price = u64::try_from(order.price().as_u128()).expect("a price of the workload");
            answers.rest(price, order.visible_quantity().as_u64());
        }
    }
}
