//! The directory of a live exchange: its lock, its journal, its tokens.

use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use crate::journal::{self, Damage, Record};

const LOCK: &str = "lock";
const JOURNAL: &str = "journal.borsa";

/// Why the directory cannot be used.
#[derive(Debug)]
pub(super) enum DirectoryError {
    /// Another process works in it.
    Busy(PathBuf),
    /// The disk says no.
    Disk(PathBuf, io::Error),
    /// The journal is damaged before its end.
    Damaged(PathBuf, Damage),
}

impl fmt::Display for DirectoryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy(path) => write!(f, "{}: another process runs an exchange here", path.display()),
            Self::Disk(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Damaged(path, damage) => write!(f, "{}: {damage}; nothing was changed", path.display()),
        }
    }
}

/// A directory that this process alone works in.
#[derive(Debug)]
pub(super) struct Directory {
    path: PathBuf,
    /// Held as long as the exchange runs; the system lets go of it when the process ends, however it ends.
    _lock: File,
}

/// What the journal held.
#[derive(Debug)]
pub(super) struct Recovered {
    /// Every whole input.
    pub(super) records: Vec<Record>,
    /// Bytes of an input that was cut short, now gone. It had never been acknowledged.
    pub(super) torn_bytes: u64,
    /// Open for more, at its end.
    pub(super) out: BufWriter<File>,
}

impl Directory {
    /// Makes the directory if need be and locks it.
    pub(super) fn open(path: &Path) -> Result<Self, DirectoryError> {
        let disk = |error| DirectoryError::Disk(path.to_owned(), error);
        std::fs::create_dir_all(path).map_err(disk)?;
        let lock = OpenOptions::new().create(true).append(true).open(path.join(LOCK)).map_err(disk)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: path.to_owned(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(DirectoryError::Busy(path.to_owned())),
            Err(TryLockError::Error(error)) => Err(disk(error)),
        }
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Where its journal is.
    pub(super) fn journal(&self) -> PathBuf {
        self.path.join(JOURNAL)
    }

    /// Reads the journal back and opens it for more; nothing when there is none yet, or one that was cut short before
    /// its first input.
    pub(super) fn recover(&self) -> Result<Option<Recovered>, DirectoryError> {
        let path = self.journal();
        let disk = |error| DirectoryError::Disk(path.clone(), error);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(disk(error)),
        };
        if journal::header().starts_with(&bytes) {
            return Ok(None);
        }
        let reading = journal::read(&bytes).map_err(|damage| DirectoryError::Damaged(path.clone(), damage))?;
        if reading.records.is_empty() {
            return Ok(None);
        }
        let mut file = OpenOptions::new().write(true).open(&path).map_err(disk)?;
        let end = reading.end as u64;
        if reading.torn {
            file.set_len(end).and_then(|()| file.sync_all()).map_err(disk)?;
        }
        file.seek(SeekFrom::Start(end)).map_err(disk)?;
        let torn_bytes = bytes.len() as u64 - end;
        Ok(Some(Recovered { records: reading.records, torn_bytes, out: BufWriter::new(file) }))
    }

    /// Opens a journal for its first input. The name itself is made durable.
    pub(super) fn begin(&self) -> Result<BufWriter<File>, DirectoryError> {
        let path = self.journal();
        let begin = || {
            let file = OpenOptions::new().create(true).write(true).truncate(true).open(&path)?;
            File::open(&self.path)?.sync_all()?;
            Ok(BufWriter::new(file))
        };
        begin().map_err(|error| DirectoryError::Disk(path.clone(), error))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::domain::{InputNumber, Timestamp};
    use crate::engine::{Command, Input, Source};
    use crate::journal::{Digest, frame};

    fn input(number: u64) -> Vec<u8> {
        let (at, source, command) =
            (Timestamp::from_nanos(1), Source::Driver, Command::Decide { company: code(), member: None });
        frame(&Input { number: InputNumber(number), at, source, command }, &Digest::from_bytes([0; 32]))
    }

    fn code() -> crate::domain::Code {
        "cura".parse().expect("a code")
    }

    #[test]
    fn one_process_at_a_time() {
        let place = tempfile::tempdir().expect("a directory");
        let first = Directory::open(place.path()).expect("free");
        assert!(matches!(Directory::open(place.path()), Err(DirectoryError::Busy(_))));
        drop(first);
        assert!(Directory::open(place.path()).is_ok());
    }

    #[test]
    fn a_torn_tail_is_cut_and_writing_goes_on_behind_the_last_whole_input() {
        let place = tempfile::tempdir().expect("a directory");
        let directory = Directory::open(place.path()).expect("free");
        assert!(directory.recover().expect("readable").is_none());
        let mut out = directory.begin().expect("writable");
        out.write_all(&journal::header()).expect("written");
        out.write_all(&input(1)).expect("written");
        let second = input(2);
        out.write_all(&second[..second.len() - 5]).expect("written");
        drop(out);
        let mut recovered = directory.recover().expect("a torn tail is no damage").expect("there");
        assert_eq!(recovered.records.len(), 1);
        assert_eq!(recovered.torn_bytes, second.len() as u64 - 5);
        recovered.out.write_all(&second).expect("written");
        drop(recovered);
        assert_eq!(directory.recover().expect("sound").expect("there").records.len(), 2);
    }

    #[test]
    fn damage_in_the_middle_is_told_with_its_offset_and_left_alone() {
        let place = tempfile::tempdir().expect("a directory");
        let directory = Directory::open(place.path()).expect("free");
        let mut bytes = journal::header();
        let first_end = bytes.len() + input(1).len();
        bytes.extend(input(1));
        bytes.extend(input(2));
        bytes[first_end + 60] ^= 1;
        std::fs::write(place.path().join(JOURNAL), &bytes).expect("written");
        match directory.recover() {
            Err(DirectoryError::Damaged(_, damage)) => assert_eq!(damage.offset, first_end),
            other => panic!("damage must be seen: {other:?}"),
        }
        assert_eq!(std::fs::read(place.path().join(JOURNAL)).expect("readable"), bytes);
    }
}
