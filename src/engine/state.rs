//! One fingerprint of all that an exchange is, for the question whether anything has changed.

use std::fmt::{self, Write};

use sha2::{Digest, Sha256};

use super::Exchange;

/// Hashes what is written to it.
struct Hashing(Sha256);

impl Write for Hashing {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}

impl Exchange {
    /// The fingerprint of the whole state: every field but the scenario, which nothing changes, the numbers and the time
    /// of the last input, room that is used again, and what can be found again at any time. It is the same on every machine: no map here lacks an order.
    pub(super) fn fingerprint(&self) -> [u8; 32] {
        let Self {
            world: _,
            run: _,
            clock: _,
            next_seq: _,
            last_input: _,
            ledger,
            register,
            agenda,
            companies,
            listings,
            orders,
            trades,
            investors,
            killed,
            occurred,
            venue: _,
            deposits: _,
            treasury,
            settling,
            moved,
            buffers: _,
            standings: _,
        } = self;
        let mut hashing = Hashing(Sha256::new());
        let whole = (ledger, register, agenda, companies, listings, orders);
        let rest = (trades, investors, killed, occurred, settling, treasury, moved.len());
        write!(hashing, "{whole:?}{rest:?}").expect("a hash takes everything");
        hashing.0.finalize().into()
    }
}
