//! Appends inputs to a journal, each before it is applied.

use std::fs::File;
use std::io::{self, BufWriter, Write};

use super::{Chain, Digest, frame, header, line};
use crate::engine::{Event, Exchange, Input};

/// A place for bytes that can promise to keep them.
pub trait Sync: Write {
    /// Returns only when every byte written so far would outlive a loss of power.
    ///
    /// # Errors
    /// Whatever the device says. It must never be tried again: the bytes may be gone.
    fn sync(&mut self) -> io::Result<()>;
}

impl Sync for BufWriter<File> {
    fn sync(&mut self) -> io::Result<()> {
        self.flush()?;
        self.get_ref().sync_data()
    }
}

impl Sync for Vec<u8> {
    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A journal that is being written, and the digest of what was told.
#[derive(Debug)]
pub struct Journal<W> {
    out: W,
    chain: Chain,
}

impl<W: Sync> Journal<W> {
    /// Begins a new journal: writes its header.
    ///
    /// # Errors
    /// What the device says.
    pub fn begin(mut out: W) -> io::Result<Self> {
        out.write_all(&header())?;
        Ok(Self { out, chain: Chain::default() })
    }

    /// Goes on with a journal that was read back; `out` stands at its end, `chain` has every event told so far.
    pub const fn resume(out: W, chain: Chain) -> Self {
        Self { out, chain }
    }

    /// Appends an input.
    ///
    /// # Errors
    /// What the device says; the journal must then not be written again.
    pub fn append(&mut self, input: &Input) -> io::Result<()> {
        self.out.write_all(&frame(input, &self.chain.digest()))
    }

    /// Takes in what the input told and gives the lines.
    #[must_use]
    pub fn told(&mut self, events: &[Event]) -> Vec<String> {
        let lines: Vec<String> = events.iter().map(line).collect();
        lines.iter().for_each(|line| self.chain.take(line));
        lines
    }

    /// Makes everything appended durable.
    ///
    /// # Errors
    /// What the device says; a failed sync must end the process.
    pub fn sync(&mut self) -> io::Result<()> {
        self.out.sync()
    }

    /// The final digest.
    #[must_use]
    pub fn seal(&self, exchange: &Exchange) -> Digest {
        self.chain.seal(exchange)
    }
}
