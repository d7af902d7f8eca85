//! The words of the report in one language.

use crate::admission::{Choice, CriterionOutcome, Outcome, Severity};
use crate::domain::{Basis, InstrumentKind, Language, OfferTest, Text};
use crate::exercise::{Entry, EntryKind, Unit};
use crate::projection::Standing;
use crate::report::numerals::Numerals;

/// Says things in one language.
#[derive(Debug, Clone, Copy)]
pub(in crate::report) struct Words {
    pub(in crate::report) language: Language,
}

type Both = [&'static str; 2];

impl Words {
    /// One of two sentences.
    pub(in crate::report) const fn say(self, it: &'static str, en: &'static str) -> &'static str {
        match self.language {
            Language::It => it,
            Language::En => en,
        }
    }

    /// One of two sentences that were made for the occasion.
    pub(super) fn say_with(self, it: String, en: String) -> String {
        match self.language {
            Language::It => it,
            Language::En => en,
        }
    }

    /// A text in the page's language.
    pub(in crate::report) fn text(self, text: &Text) -> &str {
        text.get(self.language)
    }

    const fn of(self, [it, en]: Both) -> &'static str {
        self.say(it, en)
    }

    /// The tag of the language for browsers.
    pub(in crate::report) const fn tag(self) -> &'static str {
        self.say("it", "en")
    }

    pub(super) fn outcome(self, outcome: Option<Outcome>) -> &'static str {
        self.of(match outcome {
            Some(Outcome::Admitted) => ["Ammessa", "Admitted"],
            Some(Outcome::Conditional) => ["Ammessa con condizioni", "Admitted with conditions"],
            Some(Outcome::Refused) => ["Non ammessa", "Refused"],
            None => ["In esame", "Pending"],
        })
    }

    /// The same where there is little room.
    pub(super) fn short_outcome(self, outcome: Option<Outcome>) -> &'static str {
        match outcome {
            Some(Outcome::Conditional) => self.say("Con condizioni", "Conditional"),
            other => self.outcome(other),
        }
    }

    /// The stage that the log calls by this word; the word itself where it is new.
    pub(super) fn stage(self, word: &str) -> String {
        let stage = match word {
            "applied" => ["Candidatura", "Applied"],
            "preparing" => ["Preparazione", "Preparing"],
            "offering" => ["Offerta", "Offer"],
            "listed" => ["Quotata", "Listed"],
            "refused" => ["Respinta", "Refused"],
            "offer_failed" => ["Offerta non riuscita", "Offer failed"],
            "lapsed" => ["Decaduta", "Lapsed"],
            "withdrawn" => ["Ritirata", "Withdrawn"],
            "delisted" => ["Revocata dalle negoziazioni", "Delisted"],
            "funded" => ["Finanziata", "Funded"],
            "defaulted" => ["Insolvente", "In default"],
            other => return other.to_owned(),
        };
        self.of(stage).to_owned()
    }

    /// The sort of a line; what is a burden for directors is a gain for management.
    pub(super) fn entry_kind(self, kind: EntryKind, is_benefit: bool) -> &'static str {
        self.of(match kind {
            EntryKind::Organisational | EntryKind::Managerial if is_benefit => ["Gestione", "Management"],
            EntryKind::OneOff => ["Una tantum", "One-off"],
            EntryKind::Yearly => ["Ogni anno", "Every year"],
            EntryKind::Time => ["Tempo", "Time"],
            EntryKind::Organisational => ["Lavoro del personale", "Work of the staff"],
            EntryKind::Managerial => ["Lavoro degli amministratori", "Work of the directors"],
            EntryKind::Financial => ["Capitale", "Capital"],
            EntryKind::Tax => ["Fisco", "Tax"],
            EntryKind::Liquidity => ["Liquidità", "Liquidity"],
            EntryKind::Investors => ["Investitori", "Investors"],
            EntryKind::Visibility => ["Visibilità", "Visibility"],
            EntryKind::Impact => ["Impatto", "Impact"],
        })
    }

    /// The amount of a line with its unit; nothing where there is none.
    pub(super) fn amount(self, entry: &Entry) -> Option<String> {
        let amount = entry.amount?;
        let numerals = Numerals::of(self.language);
        let figure = numerals.figure(amount);
        let unit = self.of(match entry.unit {
            Unit::Euro => return Some(numerals.euro(amount.money())),
            Unit::Percent => return Some(numerals.percent(amount)),
            Unit::Count => return Some(figure),
            Unit::EuroPerDay => ["EUR al giorno", "EUR a day"],
            Unit::Days if figure == "1" => ["giorno", "day"],
            Unit::Days => ["giorni", "days"],
            Unit::DaysPerYear => ["giorni/anno", "days/year"],
            Unit::Months => ["mesi", "months"],
            Unit::Years => ["anni", "years"],
            Unit::BasisPoints => ["punti base", "basis points"],
        });
        Some(format!("{figure}\u{a0}{unit}"))
    }

    pub(super) fn severity(self, severity: Severity) -> &'static str {
        self.of(match severity {
            Severity::Blocking => ["bloccante", "blocking"],
            Severity::Condition => ["condizione", "condition"],
            Severity::Note => ["nota", "note"],
        })
    }

    pub(super) fn criterion_outcome(self, outcome: CriterionOutcome) -> &'static str {
        self.of(match outcome {
            CriterionOutcome::Pass => ["superato", "pass"],
            CriterionOutcome::Conditional => ["con condizioni", "conditional"],
            CriterionOutcome::Fail => ["non superato", "fail"],
        })
    }

    pub(super) fn choice(self, choice: Choice) -> &'static str {
        self.of(match choice {
            Choice::Yes => ["favorevole", "in favour"],
            Choice::No => ["contrario", "against"],
            Choice::Abstain => ["astenuto", "abstains"],
        })
    }

    pub(super) fn standing(self, standing: Standing) -> &'static str {
        self.of(match standing {
            Standing::Open => ["aperto", "open"],
            Standing::Met => ["adempiuto", "met"],
            Standing::Late => ["adempiuto in ritardo", "late"],
            Standing::Missed => ["mancato", "missed"],
        })
    }

    pub(super) fn basis(self, basis: Basis) -> &'static str {
        self.of(match basis {
            Basis::Sourced => ["fonte", "sourced"],
            Basis::Assumed => ["ipotesi", "assumed"],
            Basis::Simulated => ["simulata", "simulated"],
        })
    }

    pub(super) fn instrument(self, kind: InstrumentKind) -> &'static str {
        self.of(match kind {
            InstrumentKind::Share => ["azioni ordinarie", "ordinary shares"],
            InstrumentKind::CooperativeShare => {
                ["azioni di partecipazione cooperativa", "cooperative participation shares"]
            }
            InstrumentKind::Bond => ["obbligazioni", "bonds"],
            InstrumentKind::Certificate => ["certificati di donazione", "certificates of a gift"],
        })
    }

    /// The form of an offer, by the word that dossiers use.
    pub(super) fn offer_form(self, word: &str) -> String {
        let form = match word {
            "fixed_price_offer" => ["a prezzo fisso", "at a fixed price"],
            "all_or_nothing" => ["tutto o niente", "all or nothing"],
            "donation_to_target" => ["donazione all'obiettivo", "donation to target"],
            "book_building" => ["raccolta ordini", "book-building"],
            "uniform_price_auction" => ["asta a prezzo uniforme", "uniform-price auction"],
            "private_placement" => ["collocamento privato", "private placement"],
            other => return other.to_owned(),
        };
        self.of(form).to_owned()
    }

    /// What an offer had to reach.
    pub(super) fn offer_test(self, test: OfferTest) -> &'static str {
        self.of(match test {
            OfferTest::MinimumUnits => ["Richiesti al prezzo", "Asked for at the price"],
            OfferTest::Float => ["Flottante", "Float"],
            OfferTest::Holders => ["Assegnatari", "Holders"],
            OfferTest::InstitutionalHolders => ["Investitori istituzionali", "Institutional investors"],
            OfferTest::InstitutionalFloat => ["Flottante agli istituzionali", "Float with institutions"],
        })
    }

    /// How a result changes the terms, by the word that dossiers use.
    pub(super) fn link(self, word: &str) -> String {
        let link = match word {
            "coupon_step_down" => {
                ["la cedola scende se l'obiettivo è raggiunto", "the coupon falls when the target is reached"]
            }
            "coupon_step_up" => {
                ["la cedola sale se l'obiettivo è mancato", "the coupon rises when the target is missed"]
            }
            "donation" => [
                "l'investitore dona una parte se l'obiettivo è raggiunto",
                "the investor donates a part when the target is reached",
            ],
            "redemption_premium" => {
                ["il rimborso sale se l'obiettivo è mancato", "the redemption rises when the target is missed"]
            }
            "redemption_discount" => {
                ["il rimborso scende se l'obiettivo è raggiunto", "the redemption falls when the target is reached"]
            }
            "outcome_payment" => {
                ["un terzo paga se l'obiettivo è raggiunto", "a third party pays when the target is reached"]
            }
            "mixed_dividend" => [
                "una parte limitata degli utili va ai soci, il resto allo scopo",
                "a capped part of profit goes to holders, the rest to the purpose",
            ],
            other => return other.to_owned(),
        };
        self.of(link).to_owned()
    }
}
