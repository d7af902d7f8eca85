//! From the capital raised to what is left of it, cost by cost.

use super::scale::{Px, Scale, shortened};

const LEFT: i64 = 282;
const RIGHT: i64 = 590;
const TOP: i64 = 6;
const ROW: i64 = 16;

/// One amount on the way, in any exact unit.
#[derive(Debug, Clone)]
pub(in crate::report) struct Step {
    /// What it is.
    pub(in crate::report) label: String,
    /// The amount as it is written.
    pub(in crate::report) text: String,
    /// What it adds, or takes away when negative; of a balance, where the way stands.
    pub(in crate::report) amount: i128,
    /// Whether it says where the way stands instead of moving it.
    pub(in crate::report) is_balance: bool,
}

/// The drawing.
#[derive(Debug, Clone)]
pub(in crate::report) struct Waterfall {
    /// Height of the drawing.
    pub(in crate::report) height: Px,
    /// Where nothing lies.
    pub(in crate::report) zero: Px,
    /// Where the lowest row ends.
    pub(in crate::report) bottom: Px,
    /// The rows.
    pub(in crate::report) rows: Vec<Row>,
}

/// One row of it.
#[derive(Debug, Clone)]
pub(in crate::report) struct Row {
    pub(in crate::report) label: String,
    pub(in crate::report) text: String,
    /// How it is drawn: `balance`, `gain` or `cost`.
    pub(in crate::report) class: &'static str,
    pub(in crate::report) x: Px,
    pub(in crate::report) width: Px,
    pub(in crate::report) y: Px,
    pub(in crate::report) baseline: Px,
}

/// Draws the steps in the order given; nothing without steps.
pub(in crate::report) fn waterfall(steps: &[Step]) -> Option<Waterfall> {
    let mut stands: i128 = 0;
    let spans: Vec<(i128, i128)> = steps
        .iter()
        .map(|step| {
            let from = if step.is_balance { 0 } else { stands };
            stands = if step.is_balance { step.amount } else { stands + step.amount };
            (from.min(stands), from.max(stands))
        })
        .collect();
    let low = spans.iter().map(|span| span.0).min()?.min(0);
    let high = spans.iter().map(|span| span.1).max()?.max(low + 1);
    let scale = Scale { values: (low, high), ends: (Px::whole(LEFT), Px::whole(RIGHT)) };
    let rows = steps.iter().zip(&spans).zip(0..).map(|((step, span), index)| {
        let top = Px::whole(TOP + ROW * index);
        let x = scale.at(span.0);
        let class = match step.amount {
            _ if step.is_balance => "balance",
            ..0 => "cost",
            _ => "gain",
        };
        Row {
            label: shortened(&step.label, 48),
            text: step.text.clone(),
            class,
            x,
            width: scale.at(span.1).minus(x).max(Px::whole(1)),
            y: top.plus(Px::whole(3)),
            baseline: top.plus(Px::whole(12)),
        }
    });
    let bottom = Px::whole(TOP + ROW * i64::try_from(steps.len()).unwrap_or(0));
    Some(Waterfall { height: bottom.plus(Px::whole(6)), zero: scale.at(0), bottom, rows: rows.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(amount: i128, is_balance: bool) -> Step {
        Step { label: String::new(), text: String::new(), amount, is_balance }
    }

    #[test]
    fn costs_hang_from_what_is_left() {
        let drawn = waterfall(&[step(1000, true), step(-100, false), step(-300, false), step(600, true)]);
        let rows = drawn.expect("steps").rows;
        let ends: Vec<_> = rows.iter().map(|row| row.x.plus(row.width)).collect();
        assert_eq!(ends[0], Px::whole(RIGHT));
        assert_eq!(ends[1], ends[0]);
        assert_eq!(ends[2], rows[1].x);
        assert_eq!(ends[3], rows[2].x);
        assert_eq!(rows.iter().map(|row| row.class).collect::<Vec<_>>(), ["balance", "cost", "cost", "balance"]);
    }

    #[test]
    fn costs_without_a_raise_go_below_zero() {
        let drawn = waterfall(&[step(0, true), step(-50, false), step(-50, true)]).expect("steps");
        assert_eq!(drawn.zero, Px::whole(RIGHT));
        assert_eq!(drawn.rows[1].x, Px::whole(LEFT));
        assert!(waterfall(&[]).is_none());
    }
}
