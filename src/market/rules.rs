//! The trading rules of an instrument, as data.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::limits::{self, OrderLimits};
use super::period::{self, PeriodRules};
use super::reference::{self, ReferenceRules, ReferenceSource};
use super::safeguards::{self, Extension, Interruption};
use super::schedule::Schedule;
use super::tick::{PRICE_MAX, TickBand, TickLadder, TickTable};
use super::tick_change::{self, TickChange};
use crate::domain::{Code, Price, Provenance, Quantity, Rate, SCALE, Text};

/// A market file: the trading rules of a segment. Every key may be left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MarketFile {
    /// Version of this file's format: 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<u32>,
    /// Its name, as other files call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Code>,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Text>,
    /// Which segment it rules: `equity`, `bonds`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segment: Option<Code>,
    /// One tick for all prices; 0.0001 without it and without `tick_table`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tick: Option<Price>,
    /// Ticks that grow with the price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tick_table: Option<TickBand>,
    /// From which days on other ticks hold, rising.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tick_change: Option<Vec<TickChange>>,
    /// Quantities are multiples of this; 1 without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 1_000_000_000_000_u64))]
    pub lot: Option<u64>,
    /// The reference price before the first trade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference_price: Option<Price>,
    /// How an auction finds its price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auction: Option<AuctionRules>,
    /// How far prices may go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collars: Option<Collars>,
    /// Whether a trade outside the collars interrupts trading by a call; without it the taker is cut off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interruption: Option<Interruption>,
    /// Whether a call is prolonged whose price would leave a band.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<Extension>,
    /// How the reference price of the next day's auctions is found at the close; without it they refer to the last trade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<ReferenceRules>,
    /// When the price that the static collar is measured from is found anew, where it is measured from a period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<PeriodRules>,
    /// How small and how large orders may be, and how many may come without a trade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<OrderLimits>,
    /// Which phase begins when, through the week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Schedule>,
    /// Where the values come from, group by group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<MarketSources>,
}

/// Where the values of a market file come from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MarketSources {
    /// Of `tick` or `tick_table`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tick: Option<Provenance>,
    /// Of `lot`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Provenance>,
    /// Of `reference_price`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference_price: Option<Provenance>,
    /// Of `auction`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auction: Option<Provenance>,
    /// Of `collars`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collars: Option<Provenance>,
    /// Of `interruption`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interruption: Option<Provenance>,
    /// Of `extension`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<Provenance>,
    /// Of `reference`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Provenance>,
    /// Of `period`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Provenance>,
    /// Of `limits`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<Provenance>,
    /// Of `schedule`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Provenance>,
}

/// How an auction finds its price.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuctionRules {
    /// What decides among the candidate prices, in this order; `max_volume` must come first. What is still equal after
    /// the last rule is decided for the higher price. Without it: the list of Borsa Italiana.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tie_break: Option<Vec<TieBreak>>,
    /// So many seconds before the earliest end of a call orders can no longer be canceled or changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_cancel_seconds: Option<u32>,
}

/// One rule that keeps some of the candidate prices of an auction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TieBreak {
    /// Those at which most trades.
    MaxVolume,
    /// Those that leave least behind.
    MinSurplus,
    /// The highest if there is surplus on the buy side only, the lowest if on the sell side only.
    MarketPressure,
    /// Those nearest to the reference price; all when there is none.
    NearestReference,
    /// The highest.
    Highest,
    /// The lowest.
    Lowest,
}

impl TieBreak {
    /// The list of Borsa Italiana, and of a market without rules of its own.
    pub const BORSA_ITALIANA: [Self; 5] =
        [Self::MaxVolume, Self::MinSurplus, Self::MarketPressure, Self::NearestReference, Self::Highest];
}

/// How far prices may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Collars {
    /// Fraction of the reference price: a limit outside is rejected, nothing trades outside.
    #[serde(default, rename = "static", skip_serializing_if = "Option::is_none")]
    pub fixed: Option<Rate>,
    /// Fraction of the last trade: a taker stops before a trade outside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dynamic: Option<Rate>,
    /// Which price the static collar is measured from.
    #[serde(default, skip_serializing_if = "is_fixed")]
    pub measured_from: CollarBase,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_fixed(base: &CollarBase) -> bool {
    matches!(base, CollarBase::ReferencePrice)
}

impl Collars {
    /// Whether there is any.
    #[inline]
    pub(super) const fn are_set(&self) -> bool {
        self.fixed.is_some() || self.dynamic.is_some()
    }
}

/// Which price the static collar is measured from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CollarBase {
    /// The market's `reference_price`, which stays; the last trade where there is none.
    #[default]
    ReferencePrice,
    /// The price of the last auction; before the first one as `reference_price`.
    LastAuction,
    /// The reference price of a period of `[period]`, which ends when enough has traded; the first begins as
    /// `reference_price`.
    Period,
}

/// Why a market file makes no rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleError {
    /// JSON pointer to the key at fault.
    pub pointer: &'static str,
    /// What is wrong with it.
    pub message: &'static str,
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message)
    }
}

impl std::error::Error for RuleError {}

/// The trading rules of one instrument, checked.
//
// First what every order is measured by.
#[derive(Debug, Clone, PartialEq, Eq)]
#[repr(C)]
pub struct Rules {
    lot: u64,
    collars: Collars,
    reference_price: Option<Price>,
    ticks: TickLadder,
    tie_break: Vec<TieBreak>,
    interruption: Option<Interruption>,
    extension: Option<Extension>,
    cascade: Option<Vec<ReferenceSource>>,
    period: Option<PeriodRules>,
    limits: Option<OrderLimits>,
    no_cancel_seconds: u32,
    multiplier: u32,
}

impl Default for Rules {
    /// Tick 0.0001, lot 1, no reference price, no collars, the tie-break of Borsa Italiana.
    fn default() -> Self {
        Self {
            ticks: TickLadder::uniform(Price::STEP).expect("the step is above zero"),
            lot: 1,
            reference_price: None,
            tie_break: TieBreak::BORSA_ITALIANA.to_vec(),
            collars: Collars::default(),
            interruption: None,
            extension: None,
            cascade: None,
            period: None,
            limits: None,
            no_cancel_seconds: 0,
            multiplier: 1,
        }
    }
}

impl Rules {
    /// The rules that a market file states, the tick table being that of RTS 11.
    ///
    /// # Errors
    /// The first key whose value makes no rule.
    pub fn new(file: &MarketFile, table: &TickTable) -> Result<Self, RuleError> {
        let wrong = |pointer, message| Err(RuleError { pointer, message });
        if file.format.is_some_and(|format| format != 1) {
            return wrong("/format", "this program reads format 1");
        }
        let lot = file.lot.unwrap_or(1);
        if !(1..=super::QUANTITY_MAX.units()).contains(&lot) {
            return wrong("/lot", "a lot is from 1 to 1000000000000 units");
        }
        let reference_price = file.reference_price;
        if reference_price.is_some_and(|price| price <= Price::from_scaled(0) || price > PRICE_MAX) {
            return wrong("/reference_price", "a reference price is above 0 and at most 200000");
        }
        let collars = file.collars.unwrap_or_default();
        if collars.fixed.is_some_and(|rate| rate < Rate::ZERO) {
            return wrong("/collars/static", "a collar is a fraction from 0 on");
        }
        if collars.dynamic.is_some_and(|rate| rate < Rate::ZERO) {
            return wrong("/collars/dynamic", "a collar is a fraction from 0 on");
        }
        tick_change::tick_changes(file, table)?;
        safeguards::check(file)?;
        limits::check(file)?;
        period::check(file)?;
        Ok(Self {
            ticks: ticks(file.tick, file.tick_table, table)?,
            lot,
            reference_price,
            tie_break: tie_break(file)?,
            collars,
            interruption: file.interruption,
            extension: file.extension,
            cascade: reference::cascade(file)?,
            period: file.period,
            limits: file.limits,
            no_cancel_seconds: file.auction.as_ref().and_then(|auction| auction.no_cancel_seconds).unwrap_or(0),
            multiplier: 1,
        })
    }

    /// The same rules with another reference price: that of an instrument, say its offer price.
    #[must_use]
    pub fn with_reference_price(self, price: Price) -> Self {
        Self { reference_price: Some(price), ..self }
    }

    /// The same rules for an instrument of which one point of price is worth so many euro a unit.
    #[must_use]
    pub fn with_multiplier(self, multiplier: u32) -> Self {
        Self { multiplier, ..self }
    }

    /// The same rules with another grid of prices.
    #[must_use]
    pub fn with_ticks(self, ticks: TickLadder) -> Self {
        Self { ticks, ..self }
    }

    /// The same rules for an instrument of which so many units are listed.
    #[must_use]
    pub fn with_units(self, units: Quantity) -> Self {
        Self { period: self.period.map(|period| PeriodRules { units: Some(units), ..period }), ..self }
    }

    /// The grid of prices.
    #[must_use]
    pub const fn ticks(&self) -> &TickLadder {
        &self.ticks
    }

    /// Quantities are multiples of this.
    #[must_use]
    pub const fn lot(&self) -> u64 {
        self.lot
    }

    /// The reference price before the first trade.
    #[must_use]
    pub const fn reference_price(&self) -> Option<Price> {
        self.reference_price
    }

    /// What decides among an auction's candidate prices; the higher price decides what is left.
    #[must_use]
    pub fn tie_break(&self) -> &[TieBreak] {
        &self.tie_break
    }

    /// How far prices may go.
    #[must_use]
    pub const fn collars(&self) -> Collars {
        self.collars
    }

    /// The call that interrupts trading at a collar, if there is one.
    #[must_use]
    pub const fn interruption(&self) -> Option<Interruption> {
        self.interruption
    }

    /// How small and how large orders may be.
    #[must_use]
    pub const fn limits(&self) -> Option<&OrderLimits> {
        self.limits.as_ref()
    }

    /// Where the reference price of the next day comes from, the first that there is; nothing where it is the last trade.
    #[must_use]
    pub fn cascade(&self) -> Option<&[ReferenceSource]> {
        self.cascade.as_deref()
    }

    /// When the price that the static collar is measured from is found anew.
    #[must_use]
    pub const fn period(&self) -> Option<&PeriodRules> {
        self.period.as_ref()
    }

    /// Euro a unit that one point of price is worth.
    #[must_use]
    pub const fn multiplier(&self) -> u32 {
        self.multiplier
    }

    /// How long before the earliest end of a call orders can no longer be canceled or changed, in seconds.
    #[must_use]
    pub const fn no_cancel_seconds(&self) -> u32 {
        self.no_cancel_seconds
    }

    /// When a call is prolonged.
    #[must_use]
    pub const fn extension(&self) -> Option<Extension> {
        self.extension
    }
}

/// The grid of a tick, or of a band of the table.
pub(super) fn ticks(tick: Option<Price>, band: Option<TickBand>, table: &TickTable) -> Result<TickLadder, RuleError> {
    let ladder = match (tick, band) {
        (Some(_), Some(_)) => {
            return Err(RuleError { pointer: "/tick", message: "either `tick` or `tick_table`, not both" });
        }
        (None, Some(band)) => {
            table.band(band).ok_or(RuleError { pointer: "/tick_table", message: "the tick table has no such band" })?
        }
        (tick, None) => TickLadder::uniform(tick.unwrap_or(Price::STEP))
            .ok_or(RuleError { pointer: "/tick", message: "a tick is above 0" })?,
    };
    match ladder.lowest() {
        Some(_) => Ok(ladder),
        None => Err(RuleError { pointer: "/tick", message: "a tick is at most 200000" }),
    }
}

fn tie_break(file: &MarketFile) -> Result<Vec<TieBreak>, RuleError> {
    let Some(rules) = file.auction.as_ref().and_then(|auction| auction.tie_break.as_ref()) else {
        return Ok(TieBreak::BORSA_ITALIANA.to_vec());
    };
    if rules.first() != Some(&TieBreak::MaxVolume) {
        let message = "the first rule must be `max_volume`: any other would leave a crossed book";
        return Err(RuleError { pointer: "/auction/tie_break", message });
    }
    Ok(rules.clone())
}

/// The prices from `base` less `rate` to `base` plus `rate`, both ends included, in 1/10,000 rounded inwards.
pub(super) fn band(base: Price, rate: Rate) -> (i64, i64) {
    let (base, rate, one) = (i128::from(base.scaled()), i128::from(rate.scaled()), i128::from(SCALE));
    let low = (base * (one - rate)).max(0);
    let high = base * (one + rate);
    let low = (low + one - 1) / one;
    let clamp = |value: i128| i64::try_from(value).unwrap_or(i64::MAX);
    (clamp(low), clamp(high / one))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(text: &str) -> Result<Rules, RuleError> {
        let table = include_str!("../../sim-scenarios/parameters/tick-table-rts11.toml");
        let file: MarketFile = toml::from_str(text).expect("the form of a market file");
        Rules::new(&file, &toml::from_str(table).expect("the shipped table"))
    }

    #[test]
    fn an_empty_file_makes_the_rules_of_a_market_without_rules() {
        assert_eq!(rules(""), Ok(Rules::default()));
        assert_eq!(rules("[auction]\n[collars]\n[provenance]"), Ok(Rules::default()), "every key is optional");
    }

    #[test]
    fn a_key_that_makes_no_rule_is_named() {
        let cases = [
            ("format = 2", "/format"),
            ("tick = \"0\"", "/tick"),
            ("tick = \"200001\"", "/tick"),
            ("tick = \"1\"\ntick_table = \"rts11-band-1\"", "/tick"),
            ("lot = 0", "/lot"),
            ("lot = 1000000000001", "/lot"),
            ("reference_price = \"0\"", "/reference_price"),
            ("reference_price = \"200001\"", "/reference_price"),
            ("[collars]\nstatic = \"-0.1\"", "/collars/static"),
            ("[collars]\ndynamic = \"-0.1\"", "/collars/dynamic"),
            ("[interruption]\ncall_seconds = 120", "/interruption"),
            ("[collars]\ndynamic = \"0.1\"\n[interruption]\ncall_seconds = 0", "/interruption/call_seconds"),
            ("[extension]\nband = \"-0.1\"\nseconds = 60\nmost = 1", "/extension/band"),
            ("[extension]\nband = \"0.1\"\nseconds = 0\nmost = 1", "/extension/seconds"),
            ("[limits]\nmaximum_quantity = \"0\"", "/limits/maximum_quantity"),
            ("[limits]\nminimum_quantity = \"9\"\nmaximum_quantity = \"8\"", "/limits/maximum_quantity"),
            ("[limits]\nminimum_value = \"9\"\nmaximum_value = \"8.5\"", "/limits/maximum_value"),
            ("[limits]\nminimum_value = \"-1\"", "/limits/minimum_value"),
            ("[collars]\nstatic = \"0.1\"\nmeasured_from = \"period\"", "/collars/measured_from"),
            ("[period]\nmonths = 12\nturnover = \"0.01\"", "/period"),
            ("[collars]\nmeasured_from = \"period\"\n[period]\nmonths = 0\nturnover = \"1\"", "/period/months"),
            ("[collars]\nmeasured_from = \"period\"\n[period]\nmonths = 1\nturnover = \"0\"", "/period/turnover"),
            ("[[tick_change]]\nfrom = \"2026-10-01\"", "/tick_change"),
            ("[[tick_change]]\nfrom = \"2026-10-01\"\ntick = \"0\"", "/tick_change"),
            (
                "[[tick_change]]\nfrom = \"2026-10-02\"\ntick = \"1\"\n[[tick_change]]\nfrom = \"2026-10-02\"\ntick = \"2\"",
                "/tick_change",
            ),
            ("[reference]\ncascade = []", "/reference/cascade"),
            ("[reference]\ncascade = [\"previous\", \"last_trade\"]", "/reference/cascade"),
            ("[auction]\ntie_break = []", "/auction/tie_break"),
            ("[auction]\ntie_break = [\"min_surplus\"]", "/auction/tie_break"),
        ];
        for (text, pointer) in cases {
            assert_eq!(rules(text).map_err(|error| error.pointer), Err(pointer), "{text}");
        }
    }

    #[test]
    fn a_band_is_rounded_inwards() {
        let price = |text: &str| text.parse::<Price>().expect("a price");
        assert_eq!(band(price("10"), Rate::basis_points(1_000)), (90_000, 110_000));
        assert_eq!(band(price("0.0003"), Rate::basis_points(5_000)), (2, 4)); // 0.00015 to 0.00045
        assert_eq!(band(price("1"), Rate::basis_points(20_000)), (0, 30_000));
    }
}
