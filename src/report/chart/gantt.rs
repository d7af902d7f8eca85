//! The preparation of a listing as bars over time.

use super::super::numerals::{Numerals, parts};
use super::scale::{Px, Scale, shortened};
use crate::domain::Day;

const LEFT: i64 = 248;
const RIGHT: i64 = 716;
const TOP: i64 = 24;
const ROW: i64 = 14;

/// One stretch of time, or one day that matters.
#[derive(Debug, Clone)]
pub(in crate::report) struct Bar {
    /// What is done.
    pub(in crate::report) label: String,
    /// First day.
    pub(in crate::report) from: Day,
    /// Last day.
    pub(in crate::report) to: Day,
    /// How it is drawn: `task`, `offer` or `milestone`.
    pub(in crate::report) class: &'static str,
    /// The first and last day that were planned, where they were others.
    pub(in crate::report) planned: Option<(Day, Day)>,
}

/// The drawing.
#[derive(Debug, Clone)]
pub(in crate::report) struct Gantt {
    /// Height of the drawing.
    pub(in crate::report) height: Px,
    /// Where the lowest row ends.
    pub(in crate::report) bottom: Px,
    /// Beginnings of months: position and name.
    pub(in crate::report) months: Vec<(Px, String)>,
    /// The rows.
    pub(in crate::report) rows: Vec<Row>,
}

/// One row of it.
#[derive(Debug, Clone)]
pub(in crate::report) struct Row {
    pub(in crate::report) label: String,
    pub(in crate::report) class: &'static str,
    /// Upper edge of the bar.
    pub(in crate::report) y: Px,
    /// Where the words stand.
    pub(in crate::report) baseline: Px,
    pub(in crate::report) x: Px,
    pub(in crate::report) width: Px,
    /// Where the bar was planned: its left edge and its width.
    pub(in crate::report) planned: Option<(Px, Px)>,
}

/// Draws bars in the order given; nothing without bars.
pub(in crate::report) fn gantt(bars: &[Bar], numerals: Numerals) -> Option<Gantt> {
    let first = bars.iter().map(|bar| bar.planned.map_or(bar.from, |(from, _)| from.min(bar.from))).min()?;
    let last = bars.iter().map(|bar| bar.planned.map_or(bar.to, |(_, to)| to.max(bar.to))).max()?;
    let length = i128::from(first.days_until(last)) + 1;
    let scale = Scale { values: (0, length), ends: (Px::whole(LEFT), Px::whole(RIGHT)) };
    let at = |day: Day| scale.at(i128::from(first.days_until(day)));
    let rows = bars.iter().zip(0..).map(|(bar, index)| {
        let top = Px::whole(TOP + ROW * index);
        let placed = |from: Day, to: Day| {
            let x = at(from);
            (x, at(to.plus_days(1)).minus(x).max(Px::whole(2)))
        };
        let (x, width) = placed(bar.from, bar.to);
        Row {
            label: shortened(&bar.label, 42),
            class: bar.class,
            y: top.plus(Px::whole(3)),
            baseline: top.plus(Px::whole(11)),
            x,
            width,
            planned: bar.planned.map(|(from, to)| placed(from, to)),
        }
    });
    let bottom = Px::whole(TOP + ROW * i64::try_from(bars.len()).unwrap_or(0));
    Some(Gantt {
        height: bottom.plus(Px::whole(6)),
        bottom,
        months: months(first, last, numerals).into_iter().map(|(day, name)| (at(day), name)).collect(),
        rows: rows.collect(),
    })
}

/// The first day of every month between two days; the first and every January with its year. Of more than two years,
/// every third.
pub(super) fn months(first: Day, last: Day, numerals: Numerals) -> Vec<(Day, String)> {
    let (_, _, number) = parts(first);
    let shift = i32::try_from(number).unwrap_or(1) - 1;
    let begin = first.plus_days(-shift);
    let begin = if begin < first { begin.plus_months(1) } else { begin };
    let days: Vec<Day> = (0..).map(|months| begin.plus_months(months)).take_while(|&day| day <= last).collect();
    let stride = days.len() / 16 + 1;
    let chosen = days.into_iter().enumerate().filter(|(index, _)| index % stride == 0);
    chosen
        .map(|(index, day)| {
            let (year, month, _) = parts(day);
            let name = numerals.month_name(month);
            (day, if index == 0 || month <= stride { format!("{name} {year}") } else { name.to_owned() })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Language;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn bars_span_their_days_and_months_are_marked() {
        let bar = |from, to| Bar { label: "x".into(), from: day(from), to: day(to), class: "task", planned: None };
        let bars = [bar("2026-01-12", "2026-01-31"), bar("2026-02-01", "2026-03-12")];
        let gantt = gantt(&bars, Numerals::of(Language::En)).expect("bars");
        assert_eq!(gantt.rows[0].x, Px::whole(LEFT));
        assert_eq!(gantt.rows[0].x.plus(gantt.rows[0].width), gantt.rows[1].x);
        assert_eq!(gantt.rows[1].x.plus(gantt.rows[1].width), Px::whole(RIGHT));
        let names: Vec<_> = gantt.months.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(names, ["Feb 2026", "Mar"]);
        assert!(super::gantt(&[], Numerals::of(Language::En)).is_none());
    }

    #[test]
    fn a_late_bar_keeps_the_place_where_it_was_planned() {
        let planned = Some((day("2026-01-12"), day("2026-01-21")));
        let late = Bar { label: "x".into(), from: day("2026-01-22"), to: day("2026-01-31"), class: "task", planned };
        let gantt = gantt(&[late], Numerals::of(Language::En)).expect("a bar");
        let row = &gantt.rows[0];
        let (x, width) = row.planned.expect("it was planned elsewhere");
        assert_eq!((x, x.plus(width), width), (Px::whole(LEFT), row.x, row.width));
    }

    #[test]
    fn long_times_are_marked_every_few_months() {
        let names = months(day("2026-01-01"), day("2028-12-31"), Numerals::of(Language::It));
        assert_eq!(names.len(), 12);
        assert_eq!(names[0].1, "gen 2026");
        assert_eq!(names[4].1, "gen 2027");
    }
}
