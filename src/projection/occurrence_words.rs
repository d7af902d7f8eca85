//! What an event does, in a sentence of either language.

use crate::domain::{Code, Language, Rate, Text};
use crate::engine::Effect;

use super::chronicle::number;

/// What an effect is, for people: who it touches is told beside.
pub(super) fn told(effect: &Effect) -> Text {
    Text { it: parts(effect, Language::It).join("; "), en: parts(effect, Language::En).join("; ") }
}

/// The sentence in one language, by its parts.
fn parts(effect: &Effect, language: Language) -> Vec<String> {
    let say = |it: &str, en: &str| if language == Language::It { it.to_owned() } else { en.to_owned() };
    let percent = |rate: Rate| format!("{}%", hundredths(rate, language));
    let points = |rate: Rate| hundredths(rate, language);
    let some = |rate: Rate, it: &str, en: &str| (rate != Rate::ZERO).then(|| say(it, en).replace("{}", &percent(rate)));
    match effect {
        Effect::Crisis { return_points, attention, sellers, .. } => {
            let asked = say("tutti chiedono {} punti di rendimento in più", "everybody asks {} points of return more");
            let looks = say("l'attenzione scende al {}", "attention falls to {}").replace("{}", &percent(*attention));
            let asked = asked.replace("{}", &points(*return_points));
            let looks = (*attention != Rate::ONE).then_some(looks);
            let sold = some(*sellers, "il {} degli investitori deve vendere", "{} of the investors must sell");
            [Some(asked), looks, sold].into_iter().flatten().collect()
        }
        Effect::Scandal { trust_left, value_lost, sellers, .. } => {
            let trust = say(
                "chi rinuncia a rendimento per l'impatto rinuncia al {} di prima",
                "who gives up return for the impact gives up {} of what it did",
            );
            let lost = some(*value_lost, "i flussi di cassa valgono il {} in meno", "the cash flows are worth {} less");
            let sold = some(*sellers, "il {} degli investitori vende", "{} of the investors sell");
            [Some(trust.replace("{}", &percent(*trust_left))), lost, sold].into_iter().flatten().collect()
        }
        Effect::Result { value, .. } => {
            let (it, en) = if *value < Rate::ZERO {
                ("i flussi di cassa valgono il {} in meno", "the cash flows are worth {} less")
            } else {
                ("i flussi di cassa valgono il {} in più", "the cash flows are worth {} more")
            };
            vec![say(it, en).replace("{}", percent(*value).trim_start_matches('-'))]
        }
        Effect::DonationCut { part, groups, .. } => {
            let cut = say("chi dona mette il {} in meno", "who gives puts in {} less").replace("{}", &percent(*part));
            vec![cut + &named(groups)]
        }
        Effect::SpecialistWithdraws { instruments, .. } => {
            let names: Vec<String> = instruments.iter().map(ToString::to_string).collect();
            let all = say("lo specialista non espone più proposte", "the specialist quotes no more");
            vec![if names.is_empty() { all } else { format!("{all} ({})", names.join(", ")) }]
        }
        Effect::News { .. } => vec![say("si legge, senza altro effetto", "to be read, with no other effect")],
        Effect::LateReport { days, .. } => {
            let late = say(
                "ciò che la società deve consegnare arriva {} giorni più tardi",
                "what the company hands in comes {} days later",
            );
            vec![late.replace("{}", &days.to_string())]
        }
        Effect::Policy { return_points, .. } => {
            let (it, en) = if *return_points < Rate::ZERO {
                (
                    "gli investitori interessati chiedono {} punti di rendimento in più",
                    "the investors concerned ask {} points of return more",
                )
            } else {
                (
                    "gli investitori interessati chiedono {} punti di rendimento in meno",
                    "the investors concerned ask {} points of return less",
                )
            };
            vec![say(it, en).replace("{}", points(*return_points).trim_start_matches('-'))]
        }
    }
}

fn named(groups: &[Code]) -> String {
    let names: Vec<String> = groups.iter().map(ToString::to_string).collect();
    if names.is_empty() { String::new() } else { format!(" ({})", names.join(", ")) }
}

/// A part of 1 in hundredths, as the language writes it: `0.065` is `6,5` or `6.5`.
fn hundredths(rate: Rate, language: Language) -> String {
    let scaled = rate.scaled();
    let (whole, rest) = (scaled / 100, (scaled % 100).abs());
    let sign = if scaled < 0 && whole == 0 { "-" } else { "" };
    let text = format!("{sign}{whole}.{rest:02}");
    number(text.trim_end_matches('0').trim_end_matches('.'), language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_effect_is_told_in_the_readers_numbers() {
        let told = |effect: &str| told(&serde_json::from_str(effect).expect("an effect"));
        let crisis = told(r#"{"kind":"crisis","return_points":"0.065","attention":"0.6","recovers_days":30}"#);
        assert_eq!(crisis.it, "tutti chiedono 6,5 punti di rendimento in più; l'attenzione scende al 60%");
        assert_eq!(crisis.en, "everybody asks 6.5 points of return more; attention falls to 60%");
        let result = told(r#"{"kind":"result","company":"mine","value":"-0.005"}"#);
        assert_eq!(result.en, "the cash flows are worth 0.5% less");
        let cut = told(r#"{"kind":"donation_cut","part":"0.8","groups":["foundation"]}"#);
        assert_eq!(cut.en, "who gives puts in 80% less (foundation)");
    }
}
