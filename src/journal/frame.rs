//! The bytes of a journal: a header line, then one frame an input.
//!
//! ```text
//! header   BORSA-JOURNAL {"format":1,"engine_rules":5}\n
//! frame    length   u32 LE   bytes of the payload
//!          number   u64 LE   of the input, gap-free from 1
//!          digest   32 bytes of every event told before this input
//!          crc      u32 LE   CRC32C of the three fields above
//!          payload  JSON     the input
//!          crc      u32 LE   CRC32C of number and payload
//! ```

use std::fmt;

use super::Digest;
use crate::domain::InputNumber;
use crate::engine::{ENGINE_RULES, Input};

const FORMAT: u32 = 1;
const MAGIC: &str = "BORSA-JOURNAL ";
const HEAD: usize = 4 + 8 + 32 + 4;
const PAYLOAD_MAX: usize = 64 << 20;

/// An input read back, with what its writer knew.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The input.
    pub input: Input,
    /// Digest of every event told before it.
    pub before: Digest,
}

/// A journal read back.
#[derive(Debug)]
pub struct Reading {
    /// Every whole record.
    pub records: Vec<Record>,
    /// Where the last whole record ends. Bytes beyond it are a torn tail.
    pub end: usize,
    /// Whether bytes stand beyond the end: an input whose writing was cut short.
    pub torn: bool,
}

/// Why a journal cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// Byte offset in the file.
    pub offset: usize,
    /// The input that should stand there.
    pub input: InputNumber,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "journal damaged at byte {} (input {}): {}", self.offset, self.input, self.what)
    }
}

impl std::error::Error for Damage {}

/// The first line of a journal.
#[must_use]
pub fn header() -> Vec<u8> {
    format!("{MAGIC}{{\"format\":{FORMAT},\"engine_rules\":{ENGINE_RULES}}}\n").into_bytes()
}

/// The frame of one input.
#[must_use]
pub fn frame(input: &Input, before: &Digest) -> Vec<u8> {
    let payload = serde_json::to_vec(input).expect("an input has string keys only and no failing part");
    let length = u32::try_from(payload.len()).expect("an input is far below 4 GiB");
    let number = input.number.0.to_le_bytes();
    let mut bytes = Vec::with_capacity(HEAD + payload.len() + 4);
    bytes.extend(length.to_le_bytes());
    bytes.extend(number);
    bytes.extend(before.bytes());
    bytes.extend(crc32c::crc32c(&bytes).to_le_bytes());
    bytes.extend(&payload);
    bytes.extend(crc32c::crc32c_append(crc32c::crc32c(&number), &payload).to_le_bytes());
    bytes
}

/// Reads a whole journal.
///
/// # Errors
/// [`Damage`] in the header or before the last record; a tail that was cut short is no damage, it is told in the reading.
pub fn read(bytes: &[u8]) -> Result<Reading, Damage> {
    let head = header();
    if !bytes.starts_with(&head) {
        let what = "the header is not that of a journal of this version".to_owned();
        return Err(Damage { offset: 0, input: InputNumber(0), what });
    }
    let mut reading = Reading { records: Vec::new(), end: head.len(), torn: false };
    while reading.end < bytes.len() {
        let expected = InputNumber(reading.records.len() as u64 + 1);
        match read_frame(&bytes[reading.end..], expected) {
            Ok(Some((record, length))) => {
                reading.records.push(record);
                reading.end += length;
            }
            Ok(None) => {
                reading.torn = true;
                break;
            }
            Err(what) => return Err(Damage { offset: reading.end, input: expected, what }),
        }
    }
    Ok(reading)
}

/// The first frame of `bytes` and its length; nothing when the bytes end before it does.
fn read_frame(bytes: &[u8], expected: InputNumber) -> Result<Option<(Record, usize)>, String> {
    let Some(head) = bytes.get(..HEAD) else { return Ok(None) };
    let word = |from: usize| u32::from_le_bytes(head[from..from + 4].try_into().expect("four bytes"));
    if crc32c::crc32c(&head[..HEAD - 4]) != word(HEAD - 4) {
        return Err("the frame's head does not match its checksum".into());
    }
    let number = u64::from_le_bytes(head[4..12].try_into().expect("eight bytes"));
    if number != expected.0 {
        return Err(format!("the frame says it is input {number}"));
    }
    let length = word(0) as usize;
    if length > PAYLOAD_MAX {
        return Err(format!("a payload of {length} bytes is longer than any input"));
    }
    let Some(rest) = bytes.get(HEAD..HEAD + length + 4) else { return Ok(None) };
    let (payload, crc) = rest.split_at(length);
    let sum = crc32c::crc32c_append(crc32c::crc32c(&head[4..12]), payload);
    if crc != sum.to_le_bytes() {
        return Err("the payload does not match its checksum".into());
    }
    let input: Input = serde_json::from_slice(payload).map_err(|error| format!("the payload is no input: {error}"))?;
    if input.number != expected {
        return Err(format!("the payload says it is input {}", input.number));
    }
    let before = Digest::from_bytes(head[12..44].try_into().expect("thirty-two bytes"));
    Ok(Some((Record { input, before }, HEAD + length + 4)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Timestamp;
    use crate::engine::{Command, Source};

    fn journal() -> Vec<u8> {
        let mut bytes = header();
        for number in 1..=3 {
            let command = Command::Timer { due: number, draw: 0 };
            let at = Timestamp::from_nanos(5);
            let input = Input { number: InputNumber(number), at, source: Source::Driver, command };
            bytes.extend(frame(&input, &Digest::from_bytes([7; 32])));
        }
        bytes
    }

    #[test]
    fn what_was_written_is_read_back() {
        let reading = read(&journal()).expect("sound");
        assert_eq!(reading.records.len(), 3);
        assert_eq!(reading.records[2].input.command, Command::Timer { due: 3, draw: 0 });
        assert!(!reading.torn);
    }

    #[test]
    fn every_flipped_byte_is_found_at_its_place() {
        let sound = journal();
        for offset in 0..sound.len() {
            let mut bytes = sound.clone();
            bytes[offset] ^= 0x10;
            let damage = read(&bytes).expect_err("a flipped byte must be seen");
            assert!(damage.offset <= offset, "byte {offset} reported at {}", damage.offset);
        }
    }

    #[test]
    fn a_tail_cut_short_is_told_and_the_rest_kept() {
        let sound = journal();
        let whole = read(&sound).expect("sound").end;
        let reading = read(&sound[..whole - 1]).expect("a torn tail is no damage");
        assert!(reading.torn);
        assert_eq!(reading.records.len(), 2);
    }
}
