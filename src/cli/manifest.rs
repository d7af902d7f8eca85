//! The manifest of a run: what made it, and what it came to.

use serde::{Deserialize, Serialize};

use crate::journal::Digest;
use crate::projection::{Setting, Views};

/// What made a run, and what it came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    format: u32,
    engine_version: String,
    engine_commit: String,
    scenario: ScenarioSource,
    /// SHA-256 of the rulebook as JSON: the same, whether a scenario names it or carries it.
    rulebook_sha256: String,
    pub(super) seed: u64,
    /// Which of the equal plays it was, from 1.
    replication: u64,
    rng: String,
    simulated_start: String,
    simulated_end: String,
    pub(super) counts: Counts,
    pub(super) digest: String,
    /// SHA-256 of this manifest as it would be with an empty checksum, no wall time and no command line.
    checksum: String,
    wall_time_ms: u64,
    command_line: Vec<String>,
}

/// The scenario file as it was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScenarioSource {
    path: String,
    sha256: String,
}

impl ScenarioSource {
    /// The file of this name and these bytes.
    pub(super) fn of(path: &str, bytes: &[u8]) -> Self {
        Self { path: path.to_owned(), sha256: Digest::of(bytes).to_string() }
    }
}

/// How much happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Counts {
    pub(super) inputs: u64,
    pub(super) events: u64,
    companies: u64,
    listed: u64,
    orders: u64,
    pub(super) trades: u64,
    pub(super) rejected: u64,
}

impl Counts {
    /// What the views of a finished run show.
    pub(super) fn of(inputs: u64, views: &Views) -> Self {
        Self {
            inputs,
            events: views.market.last_seq.0,
            companies: views.exercise.companies.len() as u64,
            listed: views.market.instruments.len() as u64,
            orders: views.orders.all().count() as u64,
            trades: views.market.trades.len() as u64,
            rejected: views.orders.rejected(),
        }
    }
}

impl Manifest {
    /// The manifest of a run in this setting by this program.
    pub(super) fn of(
        setting: &Setting,
        rulebook: &impl Serialize,
        scenario: ScenarioSource,
        counts: Counts,
        digest: Digest,
    ) -> Self {
        let rulebook = serde_json::to_vec(rulebook).expect("a rulebook has string keys only");
        let manifest = Self {
            format: 1,
            engine_version: env!("CARGO_PKG_VERSION").into(),
            engine_commit: env!("BORSA_COMMIT").into(),
            scenario,
            rulebook_sha256: Digest::of(&rulebook).to_string(),
            seed: setting.seed,
            replication: setting.replication,
            rng: "ChaCha8, one stream for each agent and decision".into(),
            simulated_start: setting.starts_at.to_string(),
            simulated_end: setting.ends_at.to_string(),
            counts,
            digest: digest.to_string(),
            checksum: String::new(),
            wall_time_ms: 0,
            command_line: Vec::new(),
        };
        manifest.sealed()
    }

    /// The same, with what differs between two runs of the same.
    pub(super) fn told_by(self, wall_time_ms: u64, command_line: Vec<String>) -> Self {
        Self { wall_time_ms, command_line, ..self }
    }

    /// The same with its checksum.
    fn sealed(self) -> Self {
        let blank = Self { checksum: String::new(), wall_time_ms: 0, command_line: Vec::new(), ..self.clone() };
        Self { checksum: Digest::of(blank.text().as_bytes()).to_string(), ..self }
    }

    /// The file.
    pub(super) fn text(&self) -> String {
        let text = serde_json::to_string_pretty(self).expect("a manifest has string keys only");
        format!("{text}\n")
    }

    /// What is wrong with a manifest file when the run was this: `run` is made from the journal by [`Self::of`].
    ///
    /// What no journal tells (who played it, from which file, when) is taken as written and held by the checksum.
    ///
    /// # Errors
    /// The first member that differs, or that the file is not as it was written.
    pub(super) fn compare(run: &Self, file: &[u8]) -> Result<(), String> {
        let written: Self = serde_json::from_slice(file).map_err(|error| error.to_string())?;
        let expected = Self {
            engine_version: written.engine_version.clone(),
            engine_commit: written.engine_commit.clone(),
            scenario: written.scenario.clone(),
            wall_time_ms: written.wall_time_ms,
            command_line: written.command_line.clone(),
            ..run.clone()
        };
        let expected = expected.sealed();
        let members = |manifest: &Self| serde_json::to_value(manifest).expect("a manifest has string keys only");
        let (written, whole) = (members(&written), members(&expected));
        for (name, value) in whole.as_object().into_iter().flatten() {
            if written[name] != *value {
                return Err(format!("`{name}` is {}, but the run says {value}", written[name]));
            }
        }
        if file == expected.text().as_bytes() { Ok(()) } else { Err("it is not laid out as it was written".into()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run() -> Manifest {
        let counts = Counts { inputs: 5, events: 9, companies: 2, listed: 1, orders: 4, trades: 3, rejected: 0 };
        let manifest = Manifest {
            format: 1,
            engine_version: "0.1.0".into(),
            engine_commit: "c0ffee".into(),
            scenario: ScenarioSource::of("mine.toml", b"x"),
            rulebook_sha256: "ab".into(),
            seed: 7,
            replication: 1,
            rng: "ChaCha8".into(),
            simulated_start: "2026-01-12T08:00:00.000000000Z".into(),
            simulated_end: "2026-06-12T08:00:00.000000000Z".into(),
            counts,
            digest: "cd".into(),
            checksum: String::new(),
            wall_time_ms: 0,
            command_line: Vec::new(),
        };
        manifest.sealed()
    }

    #[test]
    fn who_played_it_and_when_may_differ() {
        let elsewhere = Manifest { scenario: ScenarioSource::of("theirs.toml", b"y"), ..run() };
        let written = elsewhere.sealed().told_by(12, vec!["borsa".into(), "run".into()]).text();
        assert_eq!(Manifest::compare(&run(), written.as_bytes()), Ok(()));
        assert_eq!(run().told_by(3, Vec::new()).checksum, run().checksum, "the same for two runs of the same");
    }

    #[test]
    fn what_the_run_says_otherwise_and_every_slip_is_told() {
        let sound = run().text();
        let cases = [
            ("\"format\": 1", "\"format\": 2", "`format` is 2"),
            ("\"seed\": 7", "\"seed\": 8", "`seed` is 8"),
            ("\"trades\": 3", "\"trades\": 2", "`counts`"),
            ("2026-06", "2026-07", "`simulated_end`"),
            ("ChaCha8", "ChaCha9", "`rng`"),
            ("\"ab\"", "\"aa\"", "`rulebook_sha256`"),
            ("\"cd\"", "\"cc\"", "`digest`"),
            ("c0ffee", "c0ffef", "`checksum`"),
            ("0.1.0", "0.1.1", "`checksum`"),
            ("mine.toml", "mine.tomm", "`checksum`"),
            ("  \"seed\"", " \"seed\"", "laid out"),
            ("]\n}\n", "]\n}", "laid out"),
            ("]\n}\n", "]\n}\n\n", "laid out"),
            ("\n", "\r\n", "laid out"),
            ("\"seed\": 7,\n  \"replication\": 1", "\"replication\": 1,\n  \"seed\": 7", "laid out"),
            ("\"seed\": 7", "\"seed\": 7, \"more\": 1", "unknown field"),
            ("\"seed\": 7,", "", "missing field"),
        ];
        let sound = sound.replace("\"command_line\": []", "\"command_line\": [\n    \"borsa\"\n  ]");
        assert_eq!(Manifest::compare(&run(), sound.as_bytes()), Ok(()));
        for (from, to, told) in cases {
            let damaged = sound.replace(from, to);
            assert_ne!(damaged, sound, "{from}");
            let what = Manifest::compare(&run(), damaged.as_bytes()).expect_err(from);
            assert!(what.contains(told), "{from}: {what}");
        }
    }
}
