//! Numbers and days as people of one language write them, from exact decimals.

use crate::domain::{Day, Figure, Language, Money, Price, Rate, Timestamp, Zone};

/// Keeps a number and its unit on one line.
const NO_BREAK: char = '\u{a0}';
const MONTHS: [[&str; 2]; 12] = [
    ["gen", "Jan"],
    ["feb", "Feb"],
    ["mar", "Mar"],
    ["apr", "Apr"],
    ["mag", "May"],
    ["giu", "Jun"],
    ["lug", "Jul"],
    ["ago", "Aug"],
    ["set", "Sep"],
    ["ott", "Oct"],
    ["nov", "Nov"],
    ["dic", "Dec"],
];

/// Writes numbers, money and days in one language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numerals {
    language: Language,
}

impl Numerals {
    /// In this language.
    pub(super) const fn of(language: Language) -> Self {
        Self { language }
    }

    /// So many 1/10,000 with at least `decimals` decimals, and more where the value has them.
    pub(super) fn scaled(self, scaled: i128, decimals: usize) -> String {
        let sign = if scaled < 0 { "\u{2212}" } else { "" };
        let magnitude = scaled.unsigned_abs();
        let fraction = format!("{:04}", magnitude % 10_000);
        let needed = fraction.trim_end_matches('0').len().max(decimals);
        let whole = self.grouped(magnitude / 10_000);
        if needed == 0 {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}{}{}", self.point(), &fraction[..needed])
        }
    }

    /// A count.
    pub(super) fn count(self, count: impl Into<u128>) -> String {
        self.grouped(count.into())
    }

    /// An amount of euro, rounded half away from zero to the cent: `1.234,56 EUR`, `EUR 1,234.56`.
    pub(super) fn euro(self, money: Money) -> String {
        let amount = self.amount(money);
        match self.language {
            Language::It => format!("{amount}{NO_BREAK}EUR"),
            Language::En => format!("EUR{NO_BREAK}{amount}"),
        }
    }

    /// An amount of euro, rounded half away from zero to the cent, without the currency.
    pub(super) fn amount(self, money: Money) -> String {
        self.scaled(rounded(money.scaled(), 100), 2)
    }

    /// An amount of euro, rounded half away from zero to the euro, without the currency.
    pub(super) fn whole_euro(self, money: Money) -> String {
        self.scaled(rounded(money.scaled(), 10_000), 0)
    }

    /// A price with so many decimals, and more where it has them.
    pub(super) fn price(self, price: Price, decimals: usize) -> String {
        self.scaled(i128::from(price.scaled()), decimals)
    }

    /// A sentence in which large or broken numbers stand as plain decimals (`12345`, `0.8`), with those numbers as the
    /// language writes them. What is no such number stays: years, days, addresses, codes.
    pub(super) fn sentence(self, text: &str) -> String {
        let word = |word: &str| {
            let end = word.trim_end_matches(['%', ',', ';', ':', '.', ')']);
            let number = end.trim_start_matches(['(', '+']);
            let is_broken = number.contains('.');
            let is_large = number.len() > 4;
            match crate::domain::parse_scaled(number) {
                Ok(scaled) if is_broken || is_large => word.replacen(number, &self.scaled(scaled, 0), 1),
                _ => word.to_owned(),
            }
        };
        text.split(' ').map(word).collect::<Vec<_>>().join(" ")
    }

    /// A figure with as many decimals as it has.
    pub(super) fn figure(self, figure: Figure) -> String {
        self.scaled(i128::from(figure.scaled()), 0)
    }

    /// Hundredths, with their sign: `6,9%`, `6.9%`.
    pub(super) fn percent(self, percent: Figure) -> String {
        format!("{}%", self.figure(percent))
    }

    /// Hundredths for a column of them: always with two decimals.
    pub(super) fn aligned_percent(self, percent: Figure) -> String {
        format!("{}%", self.scaled(i128::from(percent.scaled()), 2))
    }

    /// A fraction of one, as hundredths.
    pub(super) fn rate(self, rate: Rate) -> String {
        format!("{}%", self.scaled(i128::from(rate.scaled()) * 100, 0))
    }

    /// A day: `12 gen 2026`, `12 Jan 2026`.
    pub(super) fn day(self, day: Day) -> String {
        let (_, month, number) = parts(day);
        format!("{number}{NO_BREAK}{}{NO_BREAK}{}", self.month_name(month), day.year())
    }

    /// The day of an instant in a zone.
    pub(super) fn instant(self, at: Timestamp, zone: &Zone) -> String {
        self.day(zone.day(at))
    }

    /// A month of a year: `gen 2026`.
    pub(super) fn month(self, day: Day) -> String {
        format!("{}{NO_BREAK}{}", self.month_name(parts(day).1), day.year())
    }

    /// The short name of a month, 1 to 12.
    pub(super) fn month_name(self, month: usize) -> &'static str {
        MONTHS[(month - 1) % 12][usize::from(self.language == Language::En)]
    }

    const fn point(self) -> char {
        match self.language {
            Language::It => ',',
            Language::En => '.',
        }
    }

    fn grouped(self, whole: u128) -> String {
        let separator = match self.language {
            Language::It => '.',
            Language::En => ',',
        };
        let digits = whole.to_string();
        let mut text = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push(separator);
            }
            text.push(digit);
        }
        text
    }
}

/// To the next multiple of `unit`, half away from zero.
const fn rounded(scaled: i128, unit: i128) -> i128 {
    (scaled + unit / 2 * scaled.signum()) / unit * unit
}

/// How many decimals the finest of some prices has, at least two.
pub(super) fn decimals(prices: impl Iterator<Item = Price>) -> usize {
    let needed = |price: Price| match price.scaled() {
        scaled if scaled % 100 == 0 => 2,
        scaled if scaled % 10 == 0 => 3,
        _ => 4,
    };
    prices.map(needed).max().unwrap_or(2)
}

/// `part` in percent of `whole`, to the tenth of a percent, half away from zero; nothing of nothing.
pub(super) fn percent_of(part: i128, whole: i128) -> Option<Figure> {
    if whole <= 0 {
        return None;
    }
    let doubled = part.checked_mul(2_000)?; // twice the tenths of a percent
    let tenths = doubled.checked_add(whole * part.signum())? / whole.checked_mul(2)?;
    i64::try_from(tenths.checked_mul(1_000)?).ok().map(Figure::from_scaled)
}

/// Year, month from 1 and day of the month.
pub(super) fn parts(day: Day) -> (i16, usize, usize) {
    let text = day.to_string();
    let mut numbers = text.rsplit('-').map(|part| part.parse::<usize>().expect("a day prints as digits"));
    let number = numbers.next().expect("a day has three parts");
    let month = numbers.next().expect("a day has three parts");
    (day.year(), month, number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_own_separators() {
        let money: Money = "-1234567.5".parse().expect("money");
        assert_eq!(Numerals::of(Language::It).euro(money), "\u{2212}1.234.567,50\u{a0}EUR");
        assert_eq!(Numerals::of(Language::En).euro(money), "EUR\u{a0}\u{2212}1,234,567.50");
        let price: Price = "3.4025".parse().expect("a price");
        assert_eq!(Numerals::of(Language::It).price(price, 2), "3,4025");
        assert_eq!(Numerals::of(Language::En).figure("8.30".parse().expect("a figure")), "8.3");
        assert_eq!(Numerals::of(Language::It).rate("0.125".parse().expect("a rate")), "12,5%");
        assert_eq!(Numerals::of(Language::It).count(1_000_u64), "1.000");
        assert_eq!(Numerals::of(Language::It).count(0_u64), "0");
    }

    #[test]
    fn parts_are_told_in_percent_to_the_tenth() {
        let percent = |part, whole| percent_of(part, whole).map(|percent| percent.to_string());
        assert_eq!(percent(1, 3).as_deref(), Some("33.3"));
        assert_eq!(percent(-1, 16).as_deref(), Some("-6.3")); // -6.25
        assert_eq!(percent(1, 0), None);
    }

    #[test]
    fn large_money_keeps_every_digit() {
        let money = Money::from_scaled(90_071_992_547_409_930_100); // beyond what a binary float can hold
        assert_eq!(Numerals::of(Language::En).amount(money), "9,007,199,254,740,993.01");
    }

    #[test]
    fn money_is_rounded_half_away_from_zero() {
        let money = |text: &str| text.parse::<Money>().expect("money");
        let english = Numerals::of(Language::En);
        assert_eq!(english.amount(money("0.005")), "0.01");
        assert_eq!(english.amount(money("-0.0049")), "0.00");
        assert_eq!(english.whole_euro(money("1234.5")), "1,235");
        assert_eq!(english.whole_euro(money("-1234.5")), "\u{2212}1,235");
    }

    #[test]
    fn numbers_in_a_sentence_follow_the_language_and_nothing_else_does() {
        let italian = Numerals::of(Language::It);
        assert_eq!(
            italian.sentence("50% di 600708.07 euro, al massimo 500000 euro"),
            "50% di 600.708,07 euro, al massimo 500.000 euro"
        );
        assert_eq!(italian.sentence("fra 0.8 e 1% della raccolta"), "fra 0,8 e 1% della raccolta");
        for kept in ["del 2023-09-30, nel 2026", "art. 2526", "https://a.example/1.5", "M-10 (112/2017)"] {
            assert_eq!(italian.sentence(kept), kept);
        }
    }

    #[test]
    fn a_day_is_told_by_the_name_of_its_month() {
        let day: Day = "2026-09-01".parse().expect("a day");
        assert_eq!(Numerals::of(Language::It).day(day), "1\u{a0}set\u{a0}2026");
        assert_eq!(Numerals::of(Language::En).month(day), "Sep\u{a0}2026");
        assert_eq!(parts(day), (2026, 9, 1));
    }
}
