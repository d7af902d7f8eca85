//! Who may do what: random bearer tokens, drawn once and kept in `tokens.json`, which only its owner can read.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::domain::Code;

/// A live exchange has at least so many test investors.
pub(super) const INVESTORS_MIN: usize = 4;
/// Name of the file in the directory of the exchange.
pub(super) const FILE: &str = "tokens.json";
const RANDOM_BYTES: usize = 32;

/// Who calls.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Caller {
    /// Halts, the clock, the kill switch; never a vote.
    Admin,
    /// A seat of the promoting committee.
    Committee(Code),
    /// An investor with an account of this name.
    Investor(Code),
    /// Reads the whole log and the exercise.
    Researcher,
    /// Reads what is public.
    Observer,
}

impl Caller {
    /// The role's name in the documents.
    pub(super) const fn role(&self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Committee(_) => "committee",
            Self::Investor(_) => "investor",
            Self::Researcher => "researcher",
            Self::Observer => "observer",
        }
    }
}

/// The file `tokens.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    admin: String,
    committee: Vec<String>,
    investor: Vec<String>,
    researcher: Vec<String>,
    observer: String,
}

/// Every token, looked up by its hash, so that a lookup tells nothing by the time that it takes.
#[derive(Debug)]
pub(super) struct Tokens {
    by_hash: BTreeMap<[u8; 32], Caller>,
}

impl Tokens {
    /// Reads the tokens of a directory, or draws and writes them at the first start. Investors and seats take theirs
    /// in order.
    ///
    /// # Errors
    /// What the disk says; a file that is no list of tokens, or has too few for these people.
    pub(super) fn open(directory: &Path, investors: &[Code], seats: &[Code]) -> io::Result<Self> {
        let path = directory.join(FILE);
        let listed = match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| bad(&format!("{FILE}: {error}")))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let listed = draw(investors.len(), seats.len())?;
                write(directory, &listed)?;
                listed
            }
            Err(error) => return Err(error),
        };
        Self::assign(&listed, investors, seats)
    }

    fn assign(listed: &Listed, investors: &[Code], seats: &[Code]) -> io::Result<Self> {
        if listed.investor.len() < investors.len() || listed.committee.len() < seats.len() {
            return Err(bad(&format!("{FILE} has fewer tokens than there are investors or committee seats")));
        }
        let mut by_hash = BTreeMap::new();
        let mut give = |token: &String, caller: Caller| by_hash.insert(hash(token), caller);
        give(&listed.admin, Caller::Admin);
        give(&listed.observer, Caller::Observer);
        listed.researcher.iter().for_each(|token| drop(give(token, Caller::Researcher)));
        for (token, name) in listed.investor.iter().zip(investors) {
            give(token, Caller::Investor(name.clone()));
        }
        for (token, name) in listed.committee.iter().zip(seats) {
            give(token, Caller::Committee(name.clone()));
        }
        Ok(Self { by_hash })
    }

    /// Whose token this is.
    pub(super) fn caller(&self, token: &str) -> Option<&Caller> {
        self.by_hash.get(&hash(token))
    }
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

fn bad(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
}

fn draw(investors: usize, seats: usize) -> io::Result<Listed> {
    let several = |role: &str, count: usize| (0..count).map(|_| token(role)).collect::<io::Result<Vec<_>>>();
    Ok(Listed {
        admin: token("admin")?,
        committee: several("committee", seats.max(1))?,
        investor: several("investor", investors)?,
        researcher: several("researcher", 1)?,
        observer: token("observer")?,
    })
}

/// 256 random bits from the operating system; the prefix tells people and scanners of leaked secrets what it is.
fn token(role: &str) -> io::Result<String> {
    let mut bytes = [0; RANDOM_BYTES];
    getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("borsa-{role}-{digits}"))
}

/// Writes the file whole or not at all, readable by its owner alone from its first byte.
fn write(directory: &Path, listed: &Listed) -> io::Result<()> {
    let draft = directory.join(format!("{FILE}.new"));
    match std::fs::remove_file(&draft) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    file.write_all(&serde_json::to_vec_pretty(listed)?)?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    std::fs::rename(&draft, directory.join(FILE))?;
    File::open(directory)?.sync_all()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn names(prefix: &str, count: usize) -> Vec<Code> {
        (1..=count).map(|number| format!("{prefix}-{number}").parse().expect("a code")).collect()
    }

    #[test]
    fn tokens_are_drawn_once_and_kept_to_their_owner() {
        let directory = tempfile::tempdir().expect("a directory");
        let (investors, seats) = (names("investor", 4), names("seat", 3));
        Tokens::open(directory.path(), &investors, &seats).expect("drawn");
        let path = directory.path().join(FILE);
        let mode = std::fs::metadata(&path).expect("written").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let first = std::fs::read(&path).expect("written");
        let again = Tokens::open(directory.path(), &investors, &seats).expect("read back");
        assert_eq!(std::fs::read(&path).expect("still there"), first);
        let listed: Listed = serde_json::from_slice(&first).expect("a list");
        assert_eq!(again.caller(&listed.admin), Some(&Caller::Admin));
        assert_eq!(again.caller(&listed.investor[2]), Some(&Caller::Investor(investors[2].clone())));
        assert_eq!(again.caller(&listed.committee[1]), Some(&Caller::Committee(seats[1].clone())));
        assert_eq!(again.caller("borsa-admin-"), None);
        assert_eq!(again.by_hash.len(), 4 + 3 + 3, "no two tokens are the same");
    }

    #[test]
    fn a_broken_file_is_not_replaced() {
        let directory = tempfile::tempdir().expect("a directory");
        std::fs::write(directory.path().join(FILE), "{}").expect("written");
        let error = Tokens::open(directory.path(), &names("investor", 4), &[]).expect_err("no list");
        assert!(error.to_string().contains(FILE));
    }
}
