//! Money in and out by year, and where it stands.

use super::scale::{Px, Scale};

const LEFT: i64 = 40;
const RIGHT: i64 = 700;
const TOP: i64 = 22;
const BOTTOM: i64 = 132;

/// One year, in any exact unit.
#[derive(Debug, Clone)]
pub(in crate::report) struct YearBar {
    /// The year.
    pub(in crate::report) name: String,
    /// What comes in.
    pub(in crate::report) comes_in: i128,
    /// What goes out, as a positive amount.
    pub(in crate::report) goes_out: i128,
    /// Where it stands at the end.
    pub(in crate::report) stands: i128,
    /// The same, written.
    pub(in crate::report) text: String,
}

/// The drawing.
#[derive(Debug, Clone)]
pub(in crate::report) struct YearsChart {
    /// Where nothing lies.
    pub(in crate::report) zero: Px,
    /// The years.
    pub(in crate::report) bars: Vec<Bar>,
    /// Where it stands, from year to year.
    pub(in crate::report) line: String,
}

/// One year of it.
#[derive(Debug, Clone)]
pub(in crate::report) struct Bar {
    pub(in crate::report) name: String,
    pub(in crate::report) text: String,
    /// The middle of its place.
    pub(in crate::report) x: Px,
    /// Left edges of the two bars.
    pub(in crate::report) in_x: Px,
    pub(in crate::report) out_x: Px,
    /// Upper edge and height of what comes in.
    pub(in crate::report) in_y: Px,
    pub(in crate::report) in_height: Px,
    /// Height of what goes out, below nothing.
    pub(in crate::report) out_height: Px,
    /// Where it stands.
    pub(in crate::report) stands_y: Px,
    /// Where the written amount stands.
    pub(in crate::report) text_y: Px,
}

/// Draws years in the order given; nothing without years.
pub(in crate::report) fn years(years: &[YearBar]) -> Option<YearsChart> {
    let high = years.iter().map(|year| year.comes_in.max(year.stands)).max()?.max(1);
    let low = years.iter().map(|year| (-year.goes_out).min(year.stands)).min()?.min(0);
    let up = Scale { values: (low, high), ends: (Px::whole(BOTTOM), Px::whole(TOP)) };
    let zero = up.at(0);
    let count = i128::try_from(years.len()).ok()?;
    let across = Scale { values: (0, count * 2), ends: (Px::whole(LEFT), Px::whole(RIGHT)) };
    let bar = |(year, at): (&YearBar, i128)| {
        let (x, stands_y) = (across.at(at * 2 + 1), up.at(year.stands));
        Bar {
            name: year.name.clone(),
            text: year.text.clone(),
            x,
            in_x: x.minus(Px::whole(26)),
            out_x: x.plus(Px::whole(2)),
            in_y: up.at(year.comes_in),
            in_height: zero.minus(up.at(year.comes_in)),
            out_height: up.at(-year.goes_out).minus(zero),
            stands_y,
            text_y: stands_y.minus(Px::whole(6)),
        }
    };
    let bars: Vec<Bar> = years.iter().zip(0..).map(bar).collect();
    let point = |(at, bar): (usize, &Bar)| format!("{}{} {}", if at == 0 { "M" } else { "L" }, bar.x, bar.stands_y);
    let line = bars.iter().enumerate().map(point).collect();
    Some(YearsChart { zero, bars, line })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_stand_on_nothing_and_the_line_goes_through_every_year() {
        let year = |comes_in, goes_out, stands| YearBar {
            name: "2026".into(),
            comes_in,
            goes_out,
            stands,
            text: String::new(),
        };
        let chart = years(&[year(100, 10, 90), year(0, 20, 70)]).expect("two years");
        let (first, second) = (&chart.bars[0], &chart.bars[1]);
        assert_eq!(first.in_y, Px::whole(TOP));
        assert_eq!(first.in_y.plus(first.in_height), chart.zero);
        assert_eq!(chart.zero.plus(second.out_height), Px::whole(BOTTOM));
        assert_eq!((second.in_height, second.stands_y > first.stands_y), (Px::whole(0), true));
        assert_eq!(chart.line.matches(['M', 'L']).count(), 2);
        assert!(years(&[]).is_none());
    }
}
