//! Sessions drawn from a seed or from bytes: for long runs, and for what a fuzzer has found.
//!
//! `BORSA_LONG_RUN=10000000 cargo test --release --test market_properties long` plays so many commands; `BORSA_SEED`
//! names the first session. What is printed is enough to play a session again.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

#[cfg(test)]
use super::session;
use super::{Step, compare, rulebook, step};

/// Commands of a session that bytes spell: the naive exchange is slow.
const STEPS_MAX: usize = 200;

/// Commands of the run that `cargo test` makes.
#[cfg(test)]
const MODEST: u64 = 20_000;

/// What a strategy draws from a seed.
fn draw<S: Strategy>(strategy: &S, seed: &[u8]) -> S::Value {
    let mut bytes = [0; 32];
    bytes[..seed.len()].copy_from_slice(seed);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    strategy.new_tree(&mut runner).expect("every draw is a value").current()
}

/// Plays the session of a number; gives its commands and trades.
#[cfg(test)]
fn play_numbered(seed: u64) -> (u64, u64) {
    let (rules, steps) = draw(&session(), &seed.to_le_bytes());
    let trades = compare(&rules, &steps);
    (steps.len() as u64, trades as u64)
}

/// Plays the session that bytes spell: three for the rules, then three for each command. A fuzzer that changes, moves or
/// leaves out some of them does so with commands.
pub(crate) fn play_bytes(bytes: &[u8]) {
    let mut words = bytes.chunks_exact(3);
    let Some(first) = words.next() else { return };
    let (rules, step) = (draw(&rulebook(), first), step());
    let steps: Vec<Step> = words.take(STEPS_MAX).map(|word| draw(&step, word)).collect();
    compare(&rules, &steps);
}

#[cfg(test)]
fn asked(variable: &str, otherwise: u64) -> u64 {
    let text = std::env::var(variable).ok();
    text.map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{variable}={text} is no number")))
}

#[test]
#[expect(clippy::print_stdout, reason = "a long run tells how far it is, and from which seeds it can be played again")]
fn a_long_random_run_has_no_divergence() {
    let (wanted, first) = (asked("BORSA_LONG_RUN", MODEST), asked("BORSA_SEED", 1));
    let (mut commands, mut trades, mut seed) = (0, 0, first);
    while commands < wanted {
        let played = std::panic::catch_unwind(|| play_numbered(seed));
        let (steps, traded) = played.unwrap_or_else(|_| panic!("BORSA_SEED={seed} plays the session that differs"));
        (commands, trades, seed) = (commands + steps, trades + traded, seed + 1);
        if seed.is_multiple_of(10_000) {
            println!("{commands} commands, {trades} trades, seeds {first} to {}", seed - 1);
        }
    }
    println!("{commands} commands, {trades} trades, seeds {first} to {}, 0 divergences", seed - 1);
    assert!(trades > 0, "sessions without trades prove little");
}

#[test]
fn what_the_fuzzer_has_found_is_played_again() {
    let corpus = std::fs::read_dir("fuzz/corpus/book").expect("the corpus ships with the source");
    let files: Vec<_> = corpus.map(|entry| entry.expect("readable").path()).collect();
    assert!(files.len() > 20, "the corpus is there: {}", files.len());
    for file in files {
        let bytes = std::fs::read(&file).expect("readable");
        let played = std::panic::catch_unwind(|| play_bytes(&bytes));
        assert!(played.is_ok(), "{} is a session that differs", file.display());
    }
}
