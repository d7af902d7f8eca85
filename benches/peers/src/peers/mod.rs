//! Other books as engines, one file each: our commands in their words, and their fills counted.
//!
//! Each is driven by its plain interface with its defaults, from one thread. What an adapter must keep for a book, since
//! the book does not, is said in its file and costs the book the time that it takes.

mod bourse_book;
mod lobster;
mod orderbook_rs;
mod rust_ob;

pub(crate) use bourse_book::Bourse;
pub(crate) use lobster::Lobster;
pub(crate) use orderbook_rs::SkipLists;
pub(crate) use rust_ob::Decimals;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines::{Bare, Full, run};
    use crate::renewed;
    use crate::workload::{CALM, Shape, Workload};

    /// Few orders at three instruments, so that sides run empty and ended orders are named.
    fn sparse() -> Workload {
        Workload::draw(Shape { name: "sparse", instruments: 3, target: 20, distance: 4, ..CALM }, 20_000)
    }

    #[test]
    fn books_with_a_change_answer_like_the_plain_one() {
        let workload = sparse();
        for answers in
            [run::<Bare>(&workload), run::<Full>(&workload), run::<Bourse>(&workload), run::<SkipLists>(&workload)]
        {
            assert_eq!(answers.1, workload.answers);
        }
    }

    #[test]
    fn books_without_a_change_answer_like_the_plain_one_that_renews() {
        let workload = sparse();
        let expected = renewed::answers(&workload);
        assert_ne!(expected, workload.answers, "the place in the queue decides some trades");
        assert_eq!(run::<Decimals>(&workload).1, expected);
        assert_eq!(run::<Lobster>(&workload).1, expected);
    }
}
