//! What a scenario says that a figure must come to.

use super::expectations::text;
use super::replication::{bounds, found_text, is_within};
use super::{Aim, Measure, Verdict};
use crate::domain::{Figure, Text};
use crate::engine::{Expectation, World};
use crate::projection::Views;

/// Whether a figure lies between its bounds.
pub(super) fn measured(
    expectation: &Expectation,
    (least, most): (Option<Figure>, Option<Figure>),
    world: &World,
    views: &Views,
) -> Verdict {
    let aim = Aim::of_expectation(expectation).expect("the caller has one that is a figure");
    let found = aim.figure(world, views);
    let Text { it, en } = aim.measure().map_or_else(|| text(String::new(), String::new()), Measure::title);
    let (about, bounds) = (aim.about(), bounds(least, most));
    let expected = text(format!("{}, {it}: {bounds}", about.it), format!("{}, {en}: {bounds}", about.en));
    let instead = || text(found_text(found), found_text(found));
    Verdict { expected, instead: (!is_within(found, least, most)).then(instead) }
}
