//! In which form an instrument is offered: what a dossier says of it, and what the rulebook says where it does not.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AmountThreshold, Instrument, Oversubscription, PrimaryMechanism, Rulebook};
use crate::domain::{Code, Day, InstrumentKind, Money, Price, Rate};

/// The form of an offer (modalità di offerta).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OfferForm {
    /// At one stated price, from a minimum on (offerta a prezzo fisso).
    #[default]
    FixedPriceOffer,
    /// At one stated price, and only if the whole offer is asked for (tutto o niente).
    AllOrNothing,
    /// Gifts to a project, which gets them only when the whole goal is reached; nothing is listed (donazione).
    DonationToTarget,
    /// The price is found in a range among the bids; who bids at or above it is served alike (raccolta ordini).
    BookBuilding,
    /// The price is found in a range among the bids; better bids are served first (asta a prezzo uniforme).
    UniformPriceAuction,
    /// At one stated price, for the invited only (collocamento privato).
    PrivatePlacement,
}

impl OfferForm {
    /// Whether the price is found in a range.
    #[must_use]
    pub const fn finds_its_price(self) -> bool {
        matches!(self, Self::BookBuilding | Self::UniformPriceAuction)
    }

    /// Its word in files and events.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::FixedPriceOffer => "fixed_price_offer",
            Self::AllOrNothing => "all_or_nothing",
            Self::DonationToTarget => "donation_to_target",
            Self::BookBuilding => "book_building",
            Self::UniformPriceAuction => "uniform_price_auction",
            Self::PrivatePlacement => "private_placement",
        }
    }

    /// Whether it stands only when everything is asked for.
    #[must_use]
    pub const fn is_all_or_nothing(self) -> bool {
        matches!(self, Self::AllOrNothing | Self::DonationToTarget)
    }
}

impl PrimaryMechanism {
    /// The form of offer that is usual where money is raised in this way; none where none is raised.
    #[must_use]
    pub const fn form(self) -> Option<OfferForm> {
        Some(match self {
            Self::FixedPriceOffer | Self::MinimumSubscription => OfferForm::FixedPriceOffer,
            Self::AllOrNothing => OfferForm::AllOrNothing,
            Self::DonationToTarget => OfferForm::DonationToTarget,
            Self::BookBuilding => OfferForm::BookBuilding,
            Self::UniformPriceAuction => OfferForm::UniformPriceAuction,
            Self::PrivatePlacement => OfferForm::PrivatePlacement,
            Self::LabelOnly | Self::None => return None,
        })
    }
}

/// How an instrument is offered. What is not said is as the rulebook has it, or as it always was: a fixed price, the
/// minimum of the instrument, everybody in proportion.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OfferTerms {
    /// The form of the offer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<OfferForm>,
    /// Smallest part of the offer that must be asked for, 0 to 1; the instrument's `minimum_units` hold too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_part: Option<Rate>,
    /// The lowest price of the range; the instrument's `price` lies in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lowest_price: Option<Price>,
    /// The highest price of the range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub highest_price: Option<Price>,
    /// Bids are the lowest price and a whole number of these; 0.01 when not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_step: Option<Price>,
    /// The least that one subscription may put in, in EUR.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_ticket: Option<Money>,
    /// The most that one investor may put in, in EUR.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_ticket: Option<Money>,
    /// Who gets what where too much is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oversubscription: Option<Oversubscription>,
    /// Days for which it is open, to the next business day; the scenario's when not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_days: Option<u32>,
    /// Days by which it is prolonged, once, where too little was asked by its last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension_days: Option<u32>,
    /// Who may subscribe to a private placement: investors and groups of investors by name. Without names, every
    /// investor whose class is not `retail` or `donor`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub invited: Vec<Code>,
    /// Part of the offer for the public, 0 to 1; the rest is for institutions. What one leaves goes to the other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_part: Option<Rate>,
    /// Greatest part of the offer that passes from the institutions to the public where the public asks for more than
    /// its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claw_back: Option<Rate>,
}

/// Prices between which a range has its steps when nothing is said.
const CENT: Price = Price::from_scaled(100);

impl OfferTerms {
    /// The step between two prices of the range.
    #[must_use]
    pub fn step(&self) -> Price {
        self.price_step.unwrap_or(CENT)
    }

    /// The form, where it is said or was filled in.
    #[must_use]
    pub fn form(&self) -> OfferForm {
        self.form.unwrap_or_default()
    }

    /// What contradicts itself, as pairs of a pointer below `/instrument/offer` and a sentence.
    #[must_use]
    pub fn faults(&self, kind: Option<InstrumentKind>, price: Option<Price>) -> Vec<(String, String)> {
        let mut faults = Vec::new();
        let mut fault = |key: &str, detail: &str| faults.push((format!("/instrument/offer/{key}"), detail.to_owned()));
        let parts =
            [("minimum_part", self.minimum_part), ("public_part", self.public_part), ("claw_back", self.claw_back)];
        for (key, part) in parts {
            if part.is_some_and(|part| part < Rate::ZERO || part > Rate::ONE) {
                fault(key, "no part of a whole: write a fraction from 0 to 1");
            }
        }
        if self.minimum_ticket.zip(self.maximum_ticket).is_some_and(|(least, most)| least > most) {
            fault("maximum_ticket", "less than `minimum_ticket`");
        }
        if self.campaign_days == Some(0) {
            fault("campaign_days", "an offer is open for a day at least");
        }
        let is_gift = self.form == Some(OfferForm::DonationToTarget);
        if is_gift && kind.is_some_and(InstrumentKind::is_transferable) {
            fault("form", "who donates gets a certificate: set `kind = \"certificate\"` in [instrument]");
        }
        if !self.invited.is_empty() && self.form != Some(OfferForm::PrivatePlacement) {
            fault("invited", "only a private placement invites: set `form = \"private_placement\"`");
        }
        if self.claw_back.is_some() && self.public_part.is_none() {
            fault("claw_back", "nothing is divided: set `public_part` too");
        }
        if self.public_part.is_some() && self.form == Some(OfferForm::UniformPriceAuction) {
            fault("public_part", "an auction is not divided: the better bid is served first");
        }
        faults.extend(self.faults_of_range(price));
        faults
    }

    fn faults_of_range(&self, price: Option<Price>) -> Option<(String, String)> {
        let fault = |key: &str, detail: &str| Some((format!("/instrument/offer/{key}"), detail.to_owned()));
        let finds = self.form().finds_its_price();
        let (lowest, highest) = match (self.lowest_price, self.highest_price) {
            (None, None) if !finds => return None,
            (None, _) if finds => return fault("lowest_price", "missing: this form finds its price in a range"),
            (_, None) if finds => return fault("highest_price", "missing: this form finds its price in a range"),
            (Some(lowest), Some(highest)) if finds => (lowest, highest),
            _ => return fault("form", "a range of prices is for `book_building` or `uniform_price_auction`"),
        };
        let step = self.step().scaled();
        let width = highest.scaled().checked_sub(lowest.scaled());
        if lowest <= Price::default() || highest <= lowest {
            fault("highest_price", "a range goes from a price above zero to a higher one")
        } else if step <= 0 || width.is_none_or(|width| width % step != 0) {
            fault("price_step", "from the lowest price to the highest there are no whole steps of this size")
        } else if price.is_some_and(|price| price < lowest || price > highest) {
            fault("lowest_price", "the instrument's `price` lies outside the range")
        } else {
            None
        }
    }
}

impl Instrument {
    /// What contradicts itself in the way it is offered, as pairs of a pointer into the dossier and a sentence.
    #[must_use]
    pub fn faults_of_offer(&self) -> Vec<(String, String)> {
        self.offer.as_ref().map(|terms| terms.faults(self.kind, self.price)).unwrap_or_default()
    }
}

impl Rulebook {
    /// How an instrument is offered under these rules on a day: as its dossier says, as the rulebook says where the dossier
    /// does not, and by the stricter of both where they bound: minimum, least and most of a ticket. Every form is filled in.
    #[must_use]
    pub fn offer_terms(&self, asked: Option<&OfferTerms>, on: Day) -> OfferTerms {
        let asked = asked.cloned().unwrap_or_default();
        let primary = self.primary.as_ref();
        let usual = primary.and_then(|rules| rules.mechanism.value.form());
        // A range cannot be guessed: where the dossier has none, its one price stands.
        let usual = usual.filter(|form| !form.finds_its_price() || asked.lowest_price.is_some());
        let form = asked.form.or(usual).unwrap_or_default();
        let euro = |amount: Option<&AmountThreshold>| {
            amount.and_then(|amount| amount.in_euro(&self.exchange_rates, Some(on))).map(|amount| amount.euro)
        };
        let least = euro(primary.and_then(|rules| rules.minimum_ticket.as_ref()));
        let most = euro(self.investors.as_ref().and_then(|rules| rules.per_deal_cap.as_ref()));
        let rule = primary.and_then(|rules| rules.oversubscription.as_ref()).map(|rule| rule.value);
        let by_form = (form == OfferForm::DonationToTarget).then_some(Oversubscription::FirstCome);
        let minimum = primary.and_then(|rules| rules.minimum_subscription.as_ref()).map(|part| part.value);
        let days = primary.and_then(|rules| rules.campaign_days.as_ref()).map(|days| days.value);
        let more_days = primary.and_then(|rules| rules.extension_days.as_ref()).map(|days| days.value);
        OfferTerms {
            form: Some(form),
            minimum_part: asked.minimum_part.max(minimum),
            minimum_ticket: asked.minimum_ticket.max(least),
            maximum_ticket: asked.maximum_ticket.into_iter().chain(most).min(),
            oversubscription: asked.oversubscription.or(rule).or(by_form),
            campaign_days: asked.campaign_days.or(days),
            extension_days: asked.extension_days.or(more_days),
            ..asked
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> OfferTerms {
        toml::from_str(text).expect("terms of an offer")
    }

    fn faults(text: &str) -> Vec<String> {
        let price = "2.5".parse().expect("a price");
        terms(text)
            .faults(Some(InstrumentKind::Share), Some(price))
            .into_iter()
            .map(|(pointer, _)| pointer.replace("/instrument/offer/", ""))
            .collect()
    }

    #[test]
    fn what_contradicts_itself_is_told_with_its_place() {
        let range = "form = \"book_building\"\nlowest_price = \"2\"\nhighest_price = \"3\"";
        let none: [&str; 0] = [];
        assert_eq!(faults(""), none);
        assert_eq!(faults(range), none);
        assert_eq!(faults(&format!("{range}\npublic_part = \"0.3\"\nclaw_back = \"0.1\"")), none);
        assert_eq!(faults("minimum_part = \"1.01\""), ["minimum_part"]);
        assert_eq!(faults("minimum_ticket = \"500\"\nmaximum_ticket = \"499\""), ["maximum_ticket"]);
        assert_eq!(faults("campaign_days = 0"), ["campaign_days"]);
        assert_eq!(faults("form = \"donation_to_target\""), ["form"], "a share is not a gift");
        assert_eq!(faults("invited = [\"fund\"]"), ["invited"]);
        assert_eq!(faults("claw_back = \"0.1\""), ["claw_back"]);
        assert_eq!(faults("form = \"book_building\""), ["lowest_price"]);
        assert_eq!(faults("form = \"book_building\"\nlowest_price = \"2\""), ["highest_price"]);
        assert_eq!(faults("lowest_price = \"2\"\nhighest_price = \"3\""), ["form"]);
        assert_eq!(faults(&format!("{range}\nprice_step = \"0.03\"")), ["price_step"]);
        assert_eq!(faults(&range.replace("\"2\"", "\"2.6\"")), ["lowest_price"], "the dossier's price is outside");
        assert_eq!(faults(&range.replace("\"3\"", "\"2\"")), ["highest_price"]);
        let divided = range.replace("book_building", "uniform_price_auction");
        assert_eq!(faults(&format!("{divided}\npublic_part = \"0.3\"")), ["public_part"]);
    }

    fn rulebook(name: &str) -> Rulebook {
        crate::admission::tests::read("rulebooks", name)
    }

    #[test]
    fn the_rulebook_fills_in_what_a_dossier_does_not_say() {
        let today: Day = "2026-03-02".parse().expect("a day");
        let spain = rulebook("bolsa-social-es").offer_terms(None, today);
        assert_eq!((spain.form(), spain.campaign_days), (OfferForm::AllOrNothing, Some(90)));
        let india = rulebook("india-zczp-2022").offer_terms(None, today);
        assert_eq!((india.form(), india.minimum_part), (OfferForm::FixedPriceOffer, "0.75".parse().ok()));
        let brazil = rulebook("bvsa-br").offer_terms(None, today);
        assert_eq!(
            (brazil.form(), brazil.oversubscription),
            (OfferForm::DonationToTarget, Some(Oversubscription::FirstCome))
        );
        let torino = rulebook("torino-2022").offer_terms(None, today);
        assert_eq!(torino, OfferTerms { form: Some(OfferForm::FixedPriceOffer), ..OfferTerms::default() });
        let board = rulebook("india-fpe-2023").offer_terms(None, today);
        assert_eq!(board.form(), OfferForm::FixedPriceOffer, "without a range nobody can bid");
    }

    #[test]
    fn the_stricter_bound_holds() {
        let today: Day = "2026-03-02".parse().expect("a day");
        let rules = rulebook("india-zczp-2022");
        let least = rules.offer_terms(None, today).minimum_ticket.expect("200,000 rupees");
        let asked = |text: &str| rules.offer_terms(Some(&terms(text)), today);
        assert_eq!(asked("minimum_ticket = \"1\"").minimum_ticket, Some(least));
        assert_eq!(asked("minimum_ticket = \"90000\"").minimum_ticket, Some(Money::euro(90_000)));
        assert_eq!(asked("minimum_part = \"0.9\"").minimum_part, "0.9".parse().ok());
        assert_eq!(asked("form = \"all_or_nothing\"").form(), OfferForm::AllOrNothing, "a dossier may choose");
    }
}
