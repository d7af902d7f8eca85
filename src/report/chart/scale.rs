//! Positions on a drawing.

use std::fmt;

/// A position or a length in tenths of a unit of the drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(in crate::report) struct Px(pub(super) i64);

impl Px {
    /// So many whole units.
    pub(super) const fn whole(units: i64) -> Self {
        Self(units * 10)
    }

    /// The sum.
    pub(super) const fn plus(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }

    /// The difference.
    pub(super) const fn minus(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl fmt::Display for Px {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let magnitude = self.0.unsigned_abs();
        match (magnitude / 10, magnitude % 10) {
            (whole, 0) => write!(f, "{sign}{whole}"),
            (whole, tenth) => write!(f, "{sign}{whole}.{tenth}"),
        }
    }
}

/// Maps values evenly onto positions.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    /// The values at both ends.
    pub(super) values: (i128, i128),
    /// Their positions.
    pub(super) ends: (Px, Px),
}

impl Scale {
    /// Where a value lies; values beyond the ends lie at the ends.
    pub(super) fn at(self, value: i128) -> Px {
        let (low, high) = self.values;
        let span = (high - low).max(1);
        let (start, end) = (i128::from(self.ends.0.0), i128::from(self.ends.1.0));
        let position = start + (value.clamp(low, high.max(low)) - low) * (end - start) / span;
        Px(i64::try_from(position).unwrap_or(self.ends.1.0))
    }
}

/// The step between marks on an axis, 1, 2 or 5 times a power of ten, so that `range` has at most `marks` of them.
pub(super) fn round_step(range: i128, marks: i128) -> i128 {
    let mut power = 1;
    loop {
        for factor in [1, 2, 5] {
            if factor * power * marks >= range {
                return factor * power;
            }
        }
        power *= 10;
    }
}

/// Words that must fit beside a drawing: cut to so many characters, with an ellipsis where there were more.
pub(super) fn shortened(text: &str, length: usize) -> String {
    if text.chars().count() <= length {
        return text.to_owned();
    }
    let cut: String = text.chars().take(length.saturating_sub(1)).collect();
    format!("{}\u{2026}", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_lie_evenly_and_never_outside() {
        let scale = Scale { values: (0, 200), ends: (Px::whole(10), Px::whole(110)) };
        assert_eq!(scale.at(100).to_string(), "60");
        assert_eq!(scale.at(1).to_string(), "10.5");
        assert_eq!(scale.at(900).to_string(), "110");
        let down = Scale { values: (0, 4), ends: (Px::whole(100), Px::whole(0)) };
        assert_eq!(down.at(1).to_string(), "75");
        assert_eq!(Px(-5).to_string(), "-0.5");
    }

    #[test]
    fn words_are_cut_between_characters() {
        assert_eq!(shortened("attività", 8), "attività");
        assert_eq!(shortened("città di Torino", 7), "città\u{2026}");
    }

    #[test]
    fn marks_are_round() {
        assert_eq!(round_step(9_700, 5), 2_000);
        assert_eq!(round_step(5, 5), 1);
        assert_eq!(round_step(0, 5), 1);
    }
}
