//! A company that is like another: many projects of one kind without a dossier of their own each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::admission::{Dossier, Piece, amended};
use crate::domain::{Code, Symbol};
use crate::format::Reference;

/// A company whose dossier is another's, but for its names and the pieces that are said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Likeness {
    /// What it is like: a company of this scenario that stands before it, by its id, or a dossier (`dossiers`).
    pub of: Reference<Dossier>,
    /// Its own name in the scenario.
    pub id: Code,
    /// Its full name.
    pub name: String,
    /// The symbol of its instrument.
    pub symbol: Symbol,
    /// What else is different, written as in `pieces` of the act `apply`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<Piece>,
}

impl Likeness {
    /// The company of the scenario that it is like; nothing where it is like a dossier.
    pub(super) fn of_company<'a>(&self, known: &'a [Dossier]) -> Option<&'a Dossier> {
        let Reference::Named(name) = &self.of else { return None };
        known.iter().find(|dossier| dossier.company.id.as_ref().is_some_and(|id| id.as_str() == name))
    }

    /// Its dossier, made of its model's. It is invented, whatever the model was.
    ///
    /// # Errors
    /// Key and sentence of the first piece that does not fit.
    pub(super) fn dossier(&self, model: &Dossier) -> Result<Dossier, (String, String)> {
        let at =
            |unfit: &crate::admission::UnfitPiece| self.pieces.iter().position(|piece| piece.pointer == unfit.pointer);
        let told = |unfit: crate::admission::UnfitPiece| {
            let key = at(&unfit).map_or_else(|| "pieces".to_owned(), |at| format!("pieces/{at}"));
            (key, unfit.to_string())
        };
        let mut dossier = amended(model, &self.pieces).map_err(told)?;
        dossier.company.id = Some(self.id.clone());
        dossier.company.name = Some(self.name.clone());
        dossier.company.synthetic = Some(true);
        dossier.instrument.symbol = Some(self.symbol);
        dossier.instrument.name = Some(self.name.clone());
        Ok(dossier)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::scenario::{load, read};

    fn scenario(alike: &str) -> String {
        format!("format = 1\nname = \"mine\"\nextends = \"forme-di-offerta\"\n\n{alike}")
    }

    const LIKENESS: &str =
        "[[alike]]\nof = \"bosco-vivo\"\nid = \"orto-nuovo\"\nname = \"Orto Nuovo\"\nsymbol = \"ORTO\"\n";

    #[test]
    fn a_company_like_another_has_its_own_names_and_what_is_said_and_all_else_of_its_model() {
        let text = scenario(LIKENESS) + "pieces = [{ pointer = \"/instrument/price\", value = \"2.5\" }]\n";
        let world = read("mine.toml", text.as_bytes(), Path::new("")).expect("resolves");
        let exercise = load(None).expect("it ships");
        let model =
            exercise.companies.iter().find(|one| one.company.id.as_ref().is_some_and(|id| id.as_str() == "bosco-vivo"));
        let (model, like) = (model.expect("it is there"), world.companies.last().expect("it was added"));
        assert_eq!(like.company.id.as_ref().map(crate::domain::Code::as_str), Some("orto-nuovo"));
        assert_eq!(like.instrument.symbol.map(|symbol| symbol.to_string()).as_deref(), Some("ORTO"));
        assert_eq!(like.instrument.price.map(|price| price.to_string()).as_deref(), Some("2.5"));
        assert_eq!(
            (&like.objectives, like.instrument.units_offered),
            (&model.objectives, model.instrument.units_offered)
        );
    }

    #[test]
    fn a_likeness_that_does_not_fit_is_told_at_its_place() {
        let cases = [
            (LIKENESS.replace("bosco-vivo", "bosco-morto"), "`bosco-morto`"),
            (LIKENESS.replace("orto-nuovo", "passo-lieve"), "the id `passo-lieve` is taken"),
            (LIKENESS.replace("ORTO", "PASSO"), "the symbol PASSO is taken"),
            (
                format!("{LIKENESS}pieces = [{{ pointer = \"/instrument/prize\", value = \"2\" }}]\n"),
                "/instrument/prize",
            ),
        ];
        for (text, told) in cases {
            let problems = read("mine.toml", scenario(&text).as_bytes(), Path::new("")).expect_err(told);
            let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
            assert!(
                all.iter().any(|problem| problem.contains(told) && problem.starts_with("mine.toml:")),
                "{told}: {all:#?}"
            );
        }
    }
}
