//! The minutes of the committee (verbale): what is written down of each application.

use serde::Serialize;

use crate::domain::Code;
use crate::projection::{Procedure, Procedures, Sitting};

/// The minutes of a run or of a live exchange: one document for each application.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Minutes {
    /// Version of the format: 1.
    pub format: u32,
    /// Program and version.
    pub engine: String,
    /// Digest of the log that the numbers of the steps refer to.
    pub digest: String,
    /// Who sits, and by which rules they decide.
    pub sitting: Sitting,
    /// What happened, application by application.
    pub applications: Vec<Procedure>,
}

impl Minutes {
    /// The minutes of every application, or of those of one company.
    #[must_use]
    pub fn of(
        procedures: &Procedures,
        sitting: Sitting,
        company: Option<&Code>,
        digest: String,
        engine: String,
    ) -> Self {
        let asked = |procedure: &&Procedure| company.is_none_or(|company| procedure.company == *company);
        Self { format: 1, engine, digest, sitting, applications: procedures.all().filter(asked).cloned().collect() }
    }

    /// The minutes as JSON, with a newline at the end.
    ///
    /// # Panics
    /// Never: minutes have text keys only.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("minutes have text keys only");
        text.push('\n');
        text
    }
}
