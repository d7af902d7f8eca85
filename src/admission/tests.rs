//! The gate before the shipped rulebooks and dossiers.

use super::*;
use crate::format::{Document, library};

fn rulebook() -> Rulebook {
    read("rulebooks", "torino-2022")
}

fn read<T: serde::de::DeserializeOwned + schemars::JsonSchema>(folder: &str, name: &str) -> T {
    let text = library::text(folder, name).expect("shipped");
    let document = Document::parse(name, text.as_bytes()).expect("TOML");
    document.decode().unwrap_or_else(|problems| panic!("{problems:#?}"))
}

#[test]
fn an_empty_dossier_is_refused_by_every_criterion() {
    let assessment = assess(&Dossier::default(), &rulebook());
    for criterion in Criterion::ALL {
        assert_eq!(assessment.criterion(criterion).outcome, CriterionOutcome::Fail, "{criterion:?}");
    }
    assert_eq!(assessment.outcome(), Outcome::Refused);
}
