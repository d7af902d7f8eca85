//! Numbers, writes, reads back and compares the inputs; the digest.

mod digest;
mod explain;
mod frame;
mod moment;
mod replay;
mod writer;

pub use digest::{Chain, Digest, line};
pub use explain::{Explained, explain};
pub use frame::{Damage, Reading, Record, frame, header, read};
pub use moment::{Moment, NoMoment};
pub use replay::{Difference, Replay};
pub use writer::{Journal, Sync};
