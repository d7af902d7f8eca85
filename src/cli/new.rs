//! `borsa new`: begins a company of one's own, with a dossier to fill in and the exercise with that company in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Failure, input, language, output};
use crate::admission::{Dossier, Rulebook, questions};
use crate::domain::{Code, Language, Symbol};
use crate::format::{Margin, schema, sheet};
use crate::scenario;

/// The scenario that the company comes into.
const EXERCISE: &str = "esercizio-torino";
/// When it applies: within the exercise's call, which is open from 12 January to 9 February.
const APPLIES_AT: &str = "2026-02-02T09:00:00Z";
/// Letters of a symbol that is made of a name.
const LETTERS: usize = 8;

/// Begin a company of your own: a dossier to fill in, and the exercise with that company in it
#[derive(Debug, Args)]
#[command(before_help = "Examples:
  borsa new mia-impresa --lang it              a folder with dossier.toml, every question of the gate beside its key
  borsa new mia-impresa --like passo-lieve     the same, filled in as a shipped company is
  borsa admit mia-impresa/dossier.toml         what is still missing
  borsa run mia-impresa/scenario.toml          the exercise of Torino with your company in it")]
pub(super) struct New {
    /// The company's short name: small letters, digits and hyphens
    name: Code,
    /// Its full name [default: made of the short one]
    #[arg(long, value_name = "NAME")]
    title: Option<String>,
    /// The symbol of its instrument [default: made of the short name]
    #[arg(long)]
    symbol: Option<Symbol>,
    /// Fill the dossier in as this one: a file, or the name of a shipped one
    #[arg(long, value_name = "DOSSIER")]
    like: Option<String>,
    /// The language of the questions: it or en
    #[arg(long, default_value = "en", value_parser = language)]
    lang: Language,
    /// The folder to write [default: NAME]
    #[arg(long)]
    out: Option<PathBuf>,
}

impl New {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let folder = self.out.clone().unwrap_or_else(|| PathBuf::from(self.name.as_str()));
        let world = scenario::load(None).map_err(Failure::problems)?;
        let symbol = self.symbol()?;
        for company in &world.companies {
            self.check_apart(company, symbol)?;
        }
        let title = self.title.clone().unwrap_or_else(|| words(&self.name));
        let dossier = self.dossier(&title, symbol, &asked(&world.rulebook, self.lang))?;
        create(&folder)?;
        write(&folder.join("dossier.toml"), &dossier)?;
        write(&folder.join("scenario.toml"), &self.scenario(&title))?;
        output::print(&self.next(&folder))
    }

    fn symbol(&self) -> Result<Symbol, Failure> {
        if let Some(symbol) = self.symbol {
            return Ok(symbol);
        }
        let first = self.name.as_str().split('-').find(|word| word.starts_with(|c: char| c.is_ascii_lowercase()));
        let made: String = first.unwrap_or_default().chars().take(LETTERS).collect();
        let none =
            |_| Failure::Input(vec![format!("no symbol can be made of `{}`: name one with --symbol", self.name)]);
        made.to_ascii_uppercase().parse().map_err(none)
    }

    /// Names and symbols are one company's own.
    fn check_apart(&self, other: &Dossier, symbol: Symbol) -> Result<(), Failure> {
        let taken =
            |what: String, how: &str| Err(Failure::Input(vec![format!("{what} is in the exercise already: {how}")]));
        if other.company.id.as_ref() == Some(&self.name) {
            return taken(format!("a company `{}`", self.name), "name yours otherwise");
        }
        if other.instrument.symbol == Some(symbol) {
            return taken(format!("the symbol {symbol}"), "name another with --symbol");
        }
        Ok(())
    }

    /// The sheet of the dossier: only its names, or all that its model says.
    fn dossier(&self, title: &str, symbol: Symbol, asked: &Asked) -> Result<String, Failure> {
        let mut dossier = match &self.like {
            Some(model) => input::document("dossiers", model)?.decode().map_err(Failure::problems)?,
            None => Dossier::default(),
        };
        dossier.format = Some(1);
        dossier.company.id = Some(self.name.clone());
        dossier.company.name = Some(title.to_owned());
        dossier.company.synthetic = Some(true);
        dossier.instrument.symbol = Some(symbol);
        dossier.instrument.name = Some(title.to_owned());
        let said = serde_json::to_value(&dossier).expect("a dossier is JSON");
        let margin = Margin {
            asked: &|pointer| asked.get(pointer).cloned().unwrap_or_default(),
            one_of: self.either("uno fra", "one of"),
            describes: self.lang == Language::En,
        };
        Ok(format!("{}{}", self.lead(), sheet(&schema::<Dossier>(), &said, &margin)))
    }

    const fn either(&self, it: &'static str, en: &'static str) -> &'static str {
        match self.lang {
            Language::It => it,
            Language::En => en,
        }
    }

    fn lead(&self) -> String {
        let name = &self.name;
        match self.lang {
            Language::It => format!(
                "# Il dossier di {name}: quello che il documento di ammissione deve dire, in una forma che un programma controlla.\n\
                 # Una chiave dietro # non è ancora detta: si toglie il # e si scrive il vero al posto dell'esempio.\n\
                 # Dietro ## sta ciò che il vaglio chiede. Che cosa manca: borsa admit dossier.toml --lang it\n"
            ),
            Language::En => format!(
                "# The dossier of {name}: what the admission document must say, in a form that a program checks.\n\
                 # A key behind # is not said yet: take the # away and write what is true in place of the example.\n\
                 # Behind ## stands what the gate asks. What is missing: borsa admit dossier.toml\n"
            ),
        }
    }

    /// The exercise with the company in it.
    fn scenario(&self, title: &str) -> String {
        let name = &self.name;
        let text = |text: String| toml::Value::String(text).to_string();
        let it = text(format!("L'esercizio di quotazione con {title}"));
        let en = text(format!("The listing exercise with {title}"));
        let about_it = text(format!("L'esercizio di Torino, e tra le società che si candidano anche {title}."));
        let about_en = text(format!("The exercise of Torino, and {title} among the companies that apply."));
        format!(
            "#:schema borsa schema scenario\nformat = 1\nname = \"{name}\"\nextends = \"{EXERCISE}\"\n\
             title = {{ it = {it}, en = {en} }}\ndescription = {{ it = {about_it}, en = {about_en} }}\n\n\
             [add]\ncompanies = [\"dossier.toml\"]\nacts = [\n    \
             {{ at = \"{APPLIES_AT}\", do = \"apply\", company = \"{name}\" }},\n]\n"
        )
    }

    fn next(&self, folder: &Path) -> String {
        let lang = self.either(" --lang it", "");
        let folder = folder.display();
        format!(
            "written   {folder}/dossier.toml, {folder}/scenario.toml\n\
             fill in   {folder}/dossier.toml, and ask what is missing: borsa admit {folder}/dossier.toml{lang}\n\
             play      borsa run {folder}/scenario.toml\n\
             compare   borsa compare {folder}/dossier.toml\n"
        )
    }
}

/// What the gate asks, by the pointer that a question looks at first.
type Asked = BTreeMap<&'static str, Vec<String>>;

fn asked(rules: &Rulebook, language: Language) -> Asked {
    let mut asked = Asked::new();
    for question in questions(Some(rules)) {
        if let Some(&pointer) = question.reads.first() {
            asked.entry(pointer).or_default().push(format!("{}: {}", question.code, question.asks.get(language)));
        }
    }
    asked
}

/// A short name as words: `mia-impresa` is `Mia Impresa`.
fn words(name: &Code) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
    };
    name.as_str().split('-').filter(|part| !part.is_empty()).map(word).collect::<Vec<_>>().join(" ")
}

fn create(folder: &Path) -> Result<(), Failure> {
    if folder.exists() {
        return Err(Failure::Input(vec![format!("{} is there already: name another with --out", folder.display())]));
    }
    fs::create_dir_all(folder)
        .map_err(|error| Failure::Environment(format!("cannot make {}: {error}", folder.display())))
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    fs::write(path, text).map_err(|error| Failure::Environment(format!("cannot write {}: {error}", path.display())))
}

#[cfg(test)]
mod tests;
