//! Opens an exchange in its directory: plays the exercise up, or goes on from the journal.

use std::fs::File;
use std::io::{self, BufWriter};
use std::time::Duration;

use super::board::Told;
use super::clock::real_now;
use super::directory::{Directory, DirectoryError};
use super::live::{Notice, ServeError};
use super::tokens::INVESTORS_MIN;
use crate::domain::{Code, Symbol, Timestamp};
use crate::engine::{Command, Fact, Input, Source, World};
use crate::journal::Journal;
use crate::scenario::{Chance, Play};

/// How often the progress is told.
const TELL_EVERY: Duration = Duration::from_millis(100);

/// An exchange that is being opened.
pub(super) struct Opening {
    pub(super) play: Play,
    pub(super) journal: Journal<BufWriter<File>>,
    pub(super) told: Vec<Told>,
}

impl From<DirectoryError> for ServeError {
    fn from(error: DirectoryError) -> Self {
        Self::Environment(error.to_string())
    }
}

fn disk(error: io::Error) -> ServeError {
    ServeError::Environment(format!("the journal cannot be written: {error}"))
}

/// Nobody can compute from a published seed what decides the market of a live exchange.
fn chance() -> Chance {
    Chance::Outside(Box::new(|| getrandom::u64().expect("the operating system gives random bits")))
}

impl Opening {
    /// Begins a new exchange, or goes on with the one that the directory holds.
    pub(super) fn of(
        directory: &Directory,
        world: World,
        named: bool,
        tell: &mut dyn FnMut(Notice),
    ) -> Result<Self, ServeError> {
        match directory.recover()? {
            None => Self::begin(directory, world),
            Some(recovered) => {
                if recovered.torn_bytes > 0 {
                    let bytes = recovered.torn_bytes;
                    tell(Notice::Note(format!(
                        "the last input in the journal was cut short and was never acknowledged: {bytes} bytes removed"
                    )));
                }
                let mut told: Vec<Told> = Vec::new();
                let (play, chain) = Play::resume(&recovered.records, chance(), &mut |events| told.push(events.into()))
                    .map_err(|error| ServeError::Environment(format!("the journal cannot be gone on with: {error}")))?;
                if named && *play.world() != world {
                    let held = &play.world().name;
                    tell(Notice::Note(format!(
                        "goes on with the exchange of scenario {held} that the directory holds"
                    )));
                }
                Ok(Self { play, journal: Journal::resume(recovered.out, chain), told })
            }
        }
    }

    fn begin(directory: &Directory, world: World) -> Result<Self, ServeError> {
        let (play, genesis, events) =
            Play::begin(world, chance()).map_err(|error| ServeError::Input(vec![error.to_string()]))?;
        let mut journal = Journal::begin(directory.begin()?).map_err(disk)?;
        journal.append(&genesis).map_err(disk)?;
        drop(journal.told(&events));
        Ok(Self { play, journal, told: vec![events.into()] })
    }

    fn enact(&mut self, input: &Input) -> Result<Told, ServeError> {
        self.journal.append(input).map_err(disk)?;
        let events = self.play.apply(input);
        drop(self.journal.told(&events));
        let told: Told = events.into();
        self.told.push(Told::clone(&told));
        Ok(told)
    }

    /// Plays on to where the live exchange begins, as fast as it goes; `go_on` is asked now and then. Makes everything
    /// durable.
    pub(super) fn play_up(&mut self, go_on: &dyn Fn() -> bool, tell: &mut dyn FnMut(Notice)) -> Result<(), ServeError> {
        let (from, until) = (self.play.world().starts_at, self.play.world().live.from);
        let mut last_told = real_now();
        while self.play.next_at().is_some_and(|at| at <= until) && go_on() {
            if let Some(input) = self.play.propose() {
                self.enact(&input)?;
            }
            if last_told.elapsed() >= TELL_EVERY {
                last_told = real_now();
                tell(Notice::Playing { from, now: self.play.exchange().clock(), until });
            }
        }
        if go_on() {
            self.admit_test_investors()?;
        }
        self.journal.sync().map_err(disk)
    }

    /// Opens the accounts of the test investors that have none yet.
    fn admit_test_investors(&mut self) -> Result<(), ServeError> {
        for investor in test_investors(self.play.world()) {
            if self.play.views().accounts.named(&investor).is_some() {
                continue;
            }
            let live = &self.play.world().live;
            let (cash, each, at) = (live.cash, live.units, self.now());
            let all = self.play.views().market.instruments.values();
            let listed: Vec<Symbol> = all.filter(|view| view.delisted_at.is_none()).map(|view| view.symbol).collect();
            let units = listed.into_iter().map(|symbol| (symbol, each)).collect();
            let by: Code = "desk".parse().expect("a fixed name is a code");
            let command = Command::Allot { investor: investor.clone(), cash, units };
            let input = self.play.number(at, Source::Outside(by), command);
            let told = self.enact(&input)?;
            let refused = told.iter().find_map(|event| match &event.fact {
                Fact::Rejected { message, .. } => Some(message),
                _ => None,
            });
            if let Some(message) = refused {
                return Err(ServeError::Input(vec![format!("test investor {investor}: {}", message.en)]));
            }
        }
        Ok(())
    }

    /// Where the clock of the exchange goes on: not before the live exchange begins, nor before its last input.
    pub(super) fn now(&self) -> Timestamp {
        self.play.exchange().clock().max(self.play.world().live.from)
    }
}

/// The test investors of a world; a few more where it names too few.
pub(super) fn test_investors(world: &World) -> Vec<Code> {
    let mut investors = world.live.test_investors.clone();
    for number in 1.. {
        if investors.len() >= INVESTORS_MIN {
            break;
        }
        let name: Code = format!("test-investor-{number}").parse().expect("a short name is a code");
        if !investors.contains(&name) {
            investors.push(name);
        }
    }
    investors
}
