//! Which levels of a side hold orders: one bit a level, and above it one bit a word.

#[derive(Debug, Clone)]
pub(super) struct Occupied {
    levels: Vec<u64>,
    words: Vec<u64>,
}

const fn bit(at: u32) -> u64 {
    1 << (at & 63)
}

impl Occupied {
    pub(super) fn new(levels: usize) -> Self {
        let words = levels.div_ceil(64);
        Self { levels: vec![0; words], words: vec![0; words.div_ceil(64)] }
    }

    pub(super) fn set(&mut self, level: u32) {
        let word = level >> 6;
        self.levels[word as usize] |= bit(level);
        self.words[(word >> 6) as usize] |= bit(word);
    }

    pub(super) fn clear(&mut self, level: u32) {
        let word = level >> 6;
        self.levels[word as usize] &= !bit(level);
        if self.levels[word as usize] == 0 {
            self.words[(word >> 6) as usize] &= !bit(word);
        }
    }

    /// The next occupied level above one.
    pub(super) fn above(&self, level: u32) -> Option<u32> {
        let word = level >> 6;
        let rest = self.levels[word as usize] & !(bit(level) | (bit(level) - 1));
        if rest != 0 {
            return Some((word << 6) + rest.trailing_zeros());
        }
        let mut at = word >> 6;
        let mut rest = self.words[at as usize] & !(bit(word) | (bit(word) - 1));
        while rest == 0 {
            at += 1;
            rest = *self.words.get(at as usize)?;
        }
        let word = (at << 6) + rest.trailing_zeros();
        Some((word << 6) + self.levels[word as usize].trailing_zeros())
    }

    /// The next occupied level below one.
    pub(super) fn below(&self, level: u32) -> Option<u32> {
        let word = level >> 6;
        let rest = self.levels[word as usize] & (bit(level) - 1);
        if rest != 0 {
            return Some((word << 6) + 63 - rest.leading_zeros());
        }
        let mut at = word >> 6;
        let mut rest = self.words[at as usize] & (bit(word) - 1);
        while rest == 0 {
            at = at.checked_sub(1)?;
            rest = self.words[at as usize];
        }
        let word = (at << 6) + 63 - rest.leading_zeros();
        Some((word << 6) + 63 - self.levels[word as usize].leading_zeros())
    }
}
