//! The limits of an instrument in sentences, for whoever looks at it before an order.

use super::{Code, HoldingTerms, LockUp, Money, Quantity, Rate, SCALE, Text, Transfer};

impl HoldingTerms {
    /// What they say, one sentence a limit; none where everything is free.
    #[must_use]
    pub fn words(&self) -> Vec<Text> {
        let mut words: Vec<Text> = self.of_transfer().into_iter().collect();
        words.extend(self.person_maximum.zip(self.person_units).map(|(most, units)| of_persons(most, units)));
        words.extend(self.maximum_share.zip(self.maximum_units).map(|(part, units)| of_share(part, units)));
        words.extend(self.lock_up.as_ref().map(of_lock_up));
        words.extend(self.without_votes.then(|| {
            text(
                "Chi lo detiene non vota in assemblea.".into(),
                "Its holders have no votes in the general meeting.".into(),
            )
        }));
        words
    }

    fn of_transfer(&self) -> Option<Text> {
        let (it, en) = match self.transfer {
            Transfer::Free => return None,
            Transfer::Qualified => {
                ("Lo possono comprare solo investitori qualificati.", "Only qualified investors may buy it.")
            }
            Transfer::Institutional => (
                "Lo possono comprare solo istituzioni: banche, fondi, fondazioni.",
                "Only institutions may buy it: banks, funds, foundations.",
            ),
            Transfer::Members => {
                let names = listed(&self.members);
                return Some(text(
                    format!("Lo può comprare solo chi è ammesso: {names}."),
                    format!("Only those who are named may buy it: {names}."),
                ));
            }
            Transfer::None => (
                "Non si può cedere: resta a chi lo ha sottoscritto.",
                "It cannot be passed on: it stays with whoever subscribed to it.",
            ),
        };
        Some(text(it.to_owned(), en.to_owned()))
    }
}

fn of_persons(most: Money, units: Quantity) -> Text {
    let euro = u64::try_from(most.scaled() / i128::from(SCALE)).unwrap_or(u64::MAX);
    let units = units.units();
    text(
        format!(
            "Una persona fisica può averne al massimo per {} euro di nominale: {} titoli.",
            dotted(euro),
            dotted(units)
        ),
        format!("A natural person may hold EUR {} of nominal at most: {} units.", comma(euro), comma(units)),
    )
}

fn of_share(part: Rate, units: Quantity) -> Text {
    let (percent, units) = (percent(part), units.units());
    text(
        format!("Nessuno può averne più del {}%: {} titoli.", percent.replace('.', ","), dotted(units)),
        format!("Nobody may hold more than {percent}% of it: {} units.", comma(units)),
    )
}

fn of_lock_up(lock_up: &LockUp) -> Text {
    let (it, en) = match (lock_up.until_on, lock_up.days) {
        (Some(day), _) => (format!("fino al {day}"), format!("until {day}")),
        (None, Some(days)) => {
            (format!("per {days} giorni dalla quotazione"), format!("for {days} days from the listing on"))
        }
        (None, None) => ("dalla quotazione".to_owned(), "from the listing on".to_owned()),
    };
    if lock_up.holders.is_empty() {
        return text(
            format!("Chi lo ha sottoscritto non può venderlo {it}."),
            format!("Whoever subscribed to it may not sell it {en}."),
        );
    }
    let names = listed(&lock_up.holders);
    text(
        format!("Quanto hanno sottoscritto {names} non si può vendere {it}."),
        format!("What {names} subscribed to may not be sold {en}."),
    )
}

fn text(it: String, en: String) -> Text {
    Text { it, en }
}

fn listed(names: &[Code]) -> String {
    names.iter().map(Code::as_str).collect::<Vec<_>>().join(", ")
}

/// A part of one in percent, as a plain decimal.
fn percent(part: Rate) -> String {
    let hundredths = part.scaled();
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    let text = format!("{whole}.{rest:02}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn dotted(number: u64) -> String {
    grouped(number, '.')
}

fn comma(number: u64) -> String {
    grouped(number, ',')
}

/// Digits in groups of three.
fn grouped(number: u64, mark: char) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(mark);
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_has_its_sentence_in_both_languages() {
        let code = |text: &str| text.parse::<Code>().expect("a name");
        let terms = HoldingTerms {
            transfer: Transfer::Institutional,
            person_maximum: Some(Money::euro(100_000)),
            person_units: Some(Quantity::new(10_000)),
            maximum_share: Some("0.125".parse().expect("a rate")),
            maximum_units: Some(Quantity::new(1_250_000)),
            lock_up: Some(LockUp { until_on: None, days: Some(180), holders: vec![code("founder")] }),
            without_votes: true,
            ..HoldingTerms::default()
        };
        let (it, en): (Vec<_>, Vec<_>) = terms.words().into_iter().map(|text| (text.it, text.en)).unzip();
        assert_eq!(
            it,
            [
                "Lo possono comprare solo istituzioni: banche, fondi, fondazioni.",
                "Una persona fisica può averne al massimo per 100.000 euro di nominale: 10.000 titoli.",
                "Nessuno può averne più del 12,5%: 1.250.000 titoli.",
                "Quanto hanno sottoscritto founder non si può vendere per 180 giorni dalla quotazione.",
                "Chi lo detiene non vota in assemblea.",
            ]
        );
        assert_eq!(en[1], "A natural person may hold EUR 100,000 of nominal at most: 10,000 units.");
        assert_eq!(en[2], "Nobody may hold more than 12.5% of it: 1,250,000 units.");
        assert!(HoldingTerms::default().words().is_empty());
        let everybody = LockUp { until_on: "2027-03-01".parse().ok(), days: None, holders: Vec::new() };
        let terms = HoldingTerms { transfer: Transfer::None, lock_up: Some(everybody), ..HoldingTerms::default() };
        let en: Vec<_> = terms.words().into_iter().map(|text| text.en).collect();
        assert_eq!(
            en,
            [
                "It cannot be passed on: it stays with whoever subscribed to it.",
                "Whoever subscribed to it may not sell it until 2027-03-01.",
            ]
        );
    }
}
