//! Numbers, writes, reads back and compares the inputs; the digest.
