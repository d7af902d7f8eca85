//! The rooms of the house and what each may use: the one table that `docs/ARCHITECTURE.md` explains.
//!
//! To change a line here, write a decision record in `docs/adr/`.

/// One room: a module of `src`.
pub(crate) struct Room {
    /// Its name, the first folder below `src`.
    pub(crate) name: &'static str,
    /// The other rooms that it may look into.
    pub(crate) may_use: &'static [&'static str],
    /// Plain data of other rooms that passes through it, by name: what an event, a command or a file carries.
    pub(crate) may_name: &'static [(&'static str, &'static [&'static str])],
    /// What it must not touch outside the house.
    pub(crate) never: &'static [Ban],
    /// Names inside an allowed room that stay closed to it.
    pub(crate) closed: &'static [(&'static str, &'static str)],
}

/// Something that a room must not touch.
#[derive(Clone, Copy)]
pub(crate) struct Ban {
    /// Why, in a few words.
    pub(crate) reason: &'static str,
    /// Beginnings of paths.
    pub(crate) paths: &'static [&'static str],
    /// Words wherever they stand.
    pub(crate) words: &'static [&'static str],
}

const CLOCK: Ban = Ban { reason: "time comes in as data", paths: &["std::time", "core::time"], words: &[] };
const DISK: Ban = Ban { reason: "the disk is for outer rooms", paths: &["std::fs"], words: &[] };
const STREAMS: Ban =
    Ban { reason: "the core does no input or output", paths: &["std::io", "std::env", "std::process"], words: &[] };
const SOCKETS: Ban = Ban {
    reason: "sockets belong to the server",
    paths: &["std::net", "axum", "tokio_tungstenite", "tower_http"],
    words: &[],
};
const THREADS: Ban =
    Ban { reason: "one thread owns the engine", paths: &["std::thread", "std::sync::mpsc"], words: &[] };
const ASYNC: Ban =
    Ban { reason: "only the server waits", paths: &["tokio", "futures_util"], words: &["async", "await"] };
const CHANCE: Ban =
    Ban { reason: "chance comes in as data", paths: &["rand", "rand_core", "rand_chacha", "getrandom"], words: &[] };
const ENTROPY: Ban = Ban { reason: "every draw follows from the seed", paths: &["rand", "getrandom"], words: &[] };
const FLOATS: Ban = Ban { reason: "numbers here are exact", paths: &[], words: &["f32", "f64"] };
const UNORDERED: Ban =
    Ban { reason: "iteration must have one order", paths: &[], words: &["HashMap", "HashSet", "RandomState"] };

/// What the exact, pure rooms do without.
const PURE: &[Ban] = &[CLOCK, DISK, STREAMS, SOCKETS, THREADS, ASYNC, CHANCE, FLOATS, UNORDERED];
/// What rooms around them do without: they may count in floats and write to what they are given.
const QUIET: &[Ban] = &[CLOCK, DISK, SOCKETS, THREADS, ASYNC, CHANCE, UNORDERED];

/// The rooms, inner ones first.
pub(crate) const ROOMS: &[Room] = &[
    Room { name: "domain", may_use: &[], may_name: &[], never: PURE, closed: &[] },
    Room { name: "market", may_use: &["domain"], may_name: &[], never: PURE, closed: &[] },
    Room { name: "impact", may_use: &["domain"], may_name: &[], never: PURE, closed: &[] },
    Room { name: "admission", may_use: &["domain", "impact"], may_name: &[], never: PURE, closed: &[] },
    Room { name: "ledger", may_use: &["domain"], may_name: &[], never: PURE, closed: &[] },
    Room { name: "issuance", may_use: &["domain"], may_name: &[], never: PURE, closed: &[] },
    Room { name: "exercise", may_use: &["domain"], may_name: &[], never: PURE, closed: &[] },
    Room {
        name: "format",
        may_use: &["domain", "market", "impact", "admission", "issuance", "exercise"],
        may_name: &[],
        never: QUIET,
        closed: &[],
    },
    Room {
        name: "engine",
        may_use: &["domain", "market", "impact", "admission", "ledger", "issuance", "exercise"],
        may_name: &[],
        never: PURE,
        closed: &[],
    },
    Room {
        name: "journal",
        may_use: &["domain", "engine"],
        may_name: &[],
        never: &[CLOCK, SOCKETS, ASYNC, CHANCE, FLOATS, UNORDERED],
        closed: &[],
    },
    Room { name: "audit", may_use: &["domain"], may_name: &[], never: PURE, closed: &[] },
    Room {
        name: "projection",
        may_use: &["domain", "engine"],
        may_name: &[
            ("admission", &["Assessment", "Choice", "Dossier", "Outcome", "Piece"]),
            ("exercise", &["Entry"]),
            ("issuance", &["Interest"]),
        ],
        never: QUIET,
        closed: &[("engine", "Exchange"), ("engine", "Command")],
    },
    Room {
        name: "scenario",
        may_use: &["domain", "format", "engine", "journal", "projection"],
        may_name: &[
            ("market", &["MarketFile", "Rules", "TickTable"]),
            ("impact", &["Catalogue"]),
            (
                "admission",
                &[
                    "Assessment",
                    "Choice",
                    "CriterionOutcome",
                    "Dossier",
                    "ExchangeRates",
                    "LegalForms",
                    "Outcome",
                    "Piece",
                    "ReferenceCards",
                    "Rulebook",
                    "Severity",
                    "UnfitPiece",
                    "amended",
                ],
            ),
            ("ledger", &["Fees", "SettlementRules", "TaxRules"]),
            (
                "exercise",
                &["CostTable", "Fault", "IpoCredit", "MarketFigures", "Obligations", "Plan", "Routes", "SlipChance"],
            ),
        ],
        never: &[CLOCK, SOCKETS, THREADS, ASYNC, ENTROPY, UNORDERED],
        closed: &[],
    },
    Room {
        name: "report",
        may_use: &["domain", "projection"],
        may_name: &[
            (
                "admission",
                &["Choice", "Criterion", "CriterionOutcome", "CriterionResult", "Finding", "Outcome", "Severity"],
            ),
            ("exercise", &["Entry", "EntryKind", "Payer", "Sheet", "Totals", "Unit"]),
        ],
        never: &[CLOCK, SOCKETS, THREADS, ASYNC, CHANCE, UNORDERED],
        closed: &[],
    },
    Room {
        name: "server",
        may_use: &["domain", "format", "engine", "journal", "projection", "scenario", "report"],
        may_name: &[],
        never: &[UNORDERED],
        closed: &[],
    },
    Room {
        name: "cli",
        may_use: &[
            "domain",
            "format",
            "admission",
            "market",
            "exercise",
            "scenario",
            "journal",
            "projection",
            "report",
            "server",
            "audit",
        ],
        may_name: &[("engine", &["Event", "Position"])],
        never: &[ASYNC, CHANCE, UNORDERED],
        closed: &[],
    },
];

/// The room of this name.
pub(crate) fn room(name: &str) -> Option<&'static Room> {
    ROOMS.iter().find(|room| room.name == name)
}
