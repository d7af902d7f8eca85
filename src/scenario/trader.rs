//! An investor at the moment of a decision: which name, which side, at which price, how much.

#![expect(clippy::float_arithmetic, reason = "agents reckon in floats; what they send is rounded to the tick")]

use super::appeal::{Appeal, appeal};
use super::attention::Attention;
use super::class::Temper;
use super::tidings::{Tidings, budget};
use super::worth::Fairness;
use super::{Draws, Spring};
use crate::domain::{
    AccountId, Code, HoldingTerms, Instructions, InstrumentKind, Money, OrderType, Price, PriceRange, Quantity, Rate,
    SCALE, Side, Symbol, TimeInForce, Timestamp, TradingPhase, Transfer,
};
use crate::engine::{Command, InvestorGroup, OrderRequest, Style};
use crate::projection::{InstrumentView, Views};

/// How often who holds for long sells all the same, because a mandate ends: a part of its decisions.
const MANDATE_ENDS: f64 = 0.1;

/// No limit at all.
const EVERYTHING: Quantity = Quantity::new(u64::MAX);

/// What investors of a world share.
#[derive(Debug, Clone)]
pub(super) struct Outlook {
    pub(super) spring: Spring,
    pub(super) fairness: Fairness,
    pub(super) attention: Attention,
    pub(super) gives_label: bool,
}

/// An investor at the moment of a decision.
pub(super) struct Trader<'a> {
    pub(super) outlook: &'a Outlook,
    pub(super) now: Timestamp,
    pub(super) name: &'a Code,
    pub(super) group: &'a InvestorGroup,
    pub(super) temper: Temper,
    pub(super) account: AccountId,
    pub(super) views: &'a Views,
}

impl Trader<'_> {
    /// Picks an instrument that takes orders and decides on it, if anybody looks at that name today: at most cancels of its
    /// older orders and a new one.
    pub(super) fn trade(&self, draws: &mut Draws) -> Option<Vec<Command>> {
        if let (Style::LiquidityProvider, Some(quoting)) = (self.temper.class, &self.group.quotes) {
            return Some(self.quote(quoting));
        }
        let takes_orders = |view: &&InstrumentView| view.phase.collects() || view.phase == TradingPhase::Continuous;
        let open: Vec<&InstrumentView> = self.views.market.instruments.values().filter(takes_orders).collect();
        let last = open.len().checked_sub(1)?;
        let view = open[usize::try_from(draws.up_to(last as u64)).ok()?];
        let today = self.outlook.fairness.day(self.now);
        let tidings = self.tidings(view);
        if draws.unit() >= self.outlook.attention.to(view.symbol, today) * tidings.attention {
            return None;
        }
        let (side, wish) = self.wish(view, tidings, draws)?;
        let price = limit(wish, view, side)?;
        let wanted = units(self.ticket(draws), price, view.multiplier)?;
        let quantity = self.within(view, side, price, wanted)?;
        let mut commands: Vec<Command> = self.standing(view.symbol);
        commands.push(self.order(view.symbol, side, price, quantity, TimeInForce::GoodTillCancel));
        Some(commands)
    }

    /// A limit order.
    pub(super) const fn order(
        &self,
        instrument: Symbol,
        side: Side,
        price: Price,
        quantity: Quantity,
        time_in_force: TimeInForce,
    ) -> Command {
        let order = OrderRequest {
            client_order_id: None,
            instrument,
            side,
            kind: OrderType::Limit,
            time_in_force,
            price: Some(price),
            stop: None,
            quantity,
            display: None,
            expires: None,
            instructions: Instructions::NONE,
        };
        Command::Enter { account: self.account, order }
    }

    /// Cancels of the orders that the investor still has in this instrument: it never competes with itself.
    pub(super) fn standing(&self, symbol: Symbol) -> Vec<Command> {
        let open = self.views.orders.open_of(self.account).filter(|order| order.request.instrument == symbol);
        open.map(|order| Command::Cancel { account: self.account, order: order.order }).collect()
    }

    /// The side that the investor wants and the price at which it would.
    fn wish(&self, view: &InstrumentView, tidings: Tidings, draws: &mut Draws) -> Option<(Side, f64)> {
        if self.must_sell(view) {
            return None; // whoever sells because it must does not buy again, and comes for that alone
        }
        let reference = price_to_f64(view.reference_price());
        let holds = !self.held(view.symbol).is_zero();
        let dispersion = self.dispersion(view);
        if self.temper.class == Style::Noise {
            let side = if holds && draws.unit() < 0.5 { Side::Sell } else { Side::Buy };
            let urgency = draws.normal().abs() * dispersion;
            return Some((
                side,
                if side == Side::Buy { reference * (1.0 + urgency) } else { reference * (1.0 - urgency) },
            ));
        }
        let appeal = appeal(view.symbol, self.views, self.outlook.gives_label, self.temper.share)?;
        let own = self.own_worth(view, (appeal, tidings), draws);
        let patience = 1.0 + dispersion * draws.normal().abs();
        let leaves = holds && draws.unit() < MANDATE_ENDS;
        if leaves {
            return Some((Side::Sell, reference / patience)); // whoever must sell takes what the market gives
        }
        Some(if own >= reference {
            (Side::Buy, own.min(reference * patience)) // no more than it takes, and never more than it is worth
        } else if holds && !self.temper.holds_long() {
            (Side::Sell, own.max(reference / patience))
        } else {
            (Side::Buy, own)
        })
    }

    /// What has befallen the issuer of a name, as the investor reckons with it.
    fn tidings(&self, view: &InstrumentView) -> Tidings {
        let is_bond = view.kind == InstrumentKind::Bond;
        Tidings::of(&self.views.occurrences, &view.issuer, is_bond, self.temper.class, self.now)
    }

    /// The size of one order in euro: lognormal around the group's mean ticket, less where its budget was cut.
    pub(super) fn ticket(&self, draws: &mut Draws) -> f64 {
        let mean = money_to_f64(self.group.ticket) * budget(&self.views.occurrences, self.group);
        mean * libm::exp(0.5 * draws.normal() - 0.125)
    }

    /// How far estimates of this instrument's value lie apart.
    fn dispersion(&self, view: &InstrumentView) -> f64 {
        rate(self.group.dispersion.scaled()) * steadiness(view)
    }

    /// What the instrument is worth to the investor: what its class makes of the cash flows, a lasting view of its own and
    /// a mood of the day.
    fn own_worth(&self, view: &InstrumentView, seen: (Appeal, Tidings), draws: &mut Draws) -> f64 {
        let dispersion = self.dispersion(view);
        let lasting = Draws::of(self.outlook.spring, &format!("{}/view/{}", self.name, view.symbol), 0).normal();
        let fair = self.temper.worth(view, seen, self.now, &self.outlook.fairness);
        fair * (1.0 + dispersion * lasting + 0.3 * dispersion * draws.normal())
    }

    fn held(&self, symbol: Symbol) -> Quantity {
        let holding = self.views.accounts.holding(self.account, &symbol.to_string());
        holding.and_then(|holding| holding.available.parse().ok()).unwrap_or_default()
    }

    /// So many of the wanted units as the account can pay for or has, in whole lots.
    pub(super) fn within(&self, view: &InstrumentView, side: Side, price: Price, wanted: Quantity) -> Option<Quantity> {
        let possible = match side {
            Side::Sell => self.held(view.symbol),
            Side::Buy => units(money_to_f64(cash_of(self.account, self.views)) * 0.95 - 25.0, price, view.multiplier)?,
        };
        let possible = possible.min(self.room(view, side)?);
        let lots = wanted.min(possible).units() / view.lot * view.lot;
        (lots > 0).then(|| Quantity::new(lots))
    }

    /// The most units that the limits of an instrument leave the investor to buy or to sell; nothing where it may not trade
    /// in it. Its own open orders go before a new one comes, so that they do not count.
    fn room(&self, view: &InstrumentView, side: Side) -> Option<Quantity> {
        let Some(limits) = &view.limits else { return Some(EVERYTHING) };
        if limits.transfer == Transfer::None {
            return None;
        }
        if side == Side::Sell {
            let locked = self.views.accounts.locked(self.account, view.symbol);
            return Some(self.held(view.symbol).checked_sub(locked).unwrap_or_default());
        }
        self.room_below_the_cap(limits, view.symbol)
    }

    /// What an investor may still add to what it holds.
    fn room_below_the_cap(&self, limits: &HoldingTerms, symbol: Symbol) -> Option<Quantity> {
        let holder = self.group.holder(self.name);
        if !limits.admits(&holder) {
            return None;
        }
        let Some(cap) = limits.cap_of(&holder) else { return Some(EVERYTHING) };
        let holding = self.views.accounts.holding(self.account, &symbol.to_string());
        let units = |text: &String| text.parse().unwrap_or(Quantity::ZERO).units();
        let held = holding.map_or(0, |holding| units(&holding.available).saturating_add(units(&holding.reserved)));
        Some(Quantity::new(cap.units().saturating_sub(held)))
    }

    /// How many units of an offer the investor asks for, and up to which price where it is still to be found; nothing if it
    /// stays away. It comes when the price is not above what a unit is worth to it, and only to a part of the offers. Who
    /// trades without a view comes without one, and a liquidity provider always: without units it could quote one side
    /// alone.
    pub(super) fn subscription(&self, symbol: Symbol, draws: &mut Draws) -> Option<(Quantity, Option<Price>)> {
        if draws.unit() >= rate(self.group.subscribes.scaled()) {
            return None;
        }
        let mut companies = self.views.exercise.companies.iter();
        let (company, offer) = companies.find_map(|company| {
            let offer = company.offer.as_ref().filter(|offer| offer.instrument == symbol && offer.result.is_none())?;
            Some((company, offer))
        })?;
        if offer.conditions.invited.as_ref().is_some_and(|invited| !invited.contains(&self.account)) {
            return None;
        }
        let has_view = !matches!(self.temper.class, Style::Noise | Style::LiquidityProvider);
        let appeal = Appeal::of_offer(company, self.outlook.gives_label);
        let is_bond = offer.kind == InstrumentKind::Bond;
        let tidings = Tidings::of(&self.views.occurrences, &company.code, is_bond, self.temper.class, self.now);
        let premium = self.outlook.fairness.premium(self.temper.gives_up(appeal, tidings, &self.outlook.fairness));
        let opinion = (1.0 + premium) * tidings.value - 1.0 + rate(self.group.dispersion.scaled()) * draws.normal();
        let (limit, price) = match offer.conditions.range {
            None if has_view && opinion < 0.0 => return None,
            None => (None, offer.price),
            Some(range) => {
                let limit = bid(price_to_f64(offer.price) * (1.0 + opinion), range)?;
                (limit, limit.unwrap_or(range.highest))
            }
        };
        let cash = money_to_f64(cash_of(self.account, self.views)) * 0.5; // the other half is for the market
        let most = offer.conditions.maximum_ticket.map_or(cash, money_to_f64);
        let euro = (self.ticket(draws) * 3.0).min(cash).min(most);
        let room = offer.limits.as_ref().map_or(Some(EVERYTHING), |limits| self.room_below_the_cap(limits, symbol))?;
        let wanted = units(euro, price, offer.multiplier)?.min(offer.units).min(room);
        (!wanted.is_zero()).then_some((wanted, limit))
    }
}

/// The bid in a range for who holds a unit to be worth so much: down to the step. Above the range any price does; below it,
/// the investor stays away.
#[expect(clippy::cast_possible_truncation, reason = "a float beyond i64 saturates, which is above any range")]
fn bid(worth: f64, range: PriceRange) -> Option<Option<Price>> {
    if worth >= price_to_f64(range.highest) {
        return Some(None);
    }
    let steps = libm::floor((worth - price_to_f64(range.lowest)) / price_to_f64(range.step)) as i64;
    (steps >= 0).then(|| Some(Price::from_scaled(range.lowest.scaled() + steps * range.step.scaled())))
}

/// How much of the spread of opinions on a share remains for this instrument: a bond is anchored by its coupons and its
/// nominal. The third is assumed.
fn steadiness(view: &InstrumentView) -> f64 {
    if view.kind == InstrumentKind::Bond { 1.0 / 3.0 } else { 1.0 }
}

/// The highest price that a market takes, in 1/10,000.
const PRICE_MAX: i64 = 200_000 * 10_000;

fn cash_of(account: AccountId, views: &Views) -> Money {
    let holding = views.accounts.holding(account, "EUR");
    holding.and_then(|holding| holding.available.parse().ok()).unwrap_or_default()
}

pub(super) fn rate(scaled: i64) -> f64 {
    to_f64(scaled) / 10_000.0
}

pub(super) fn price_to_f64(price: Price) -> f64 {
    to_f64(price.scaled())
}

#[expect(clippy::cast_precision_loss, reason = "a decision of an agent, not an amount of the ledger")]
pub(super) fn money_to_f64(money: Money) -> f64 {
    money.scaled() as f64 / 10_000.0
}

/// A whole number as a float, exact up to 2^53.
#[expect(clippy::cast_precision_loss, reason = "a decision of an agent, not an amount of the ledger")]
pub(super) fn to_f64(number: i64) -> f64 {
    number as f64
}

/// The limit that comes nearest to a wish: on the tick that is in force at the limit itself, not worse than wished (a buy
/// rounds down, a sell up), and where the market takes it. Nothing where no tick lies inside the collar.
#[expect(clippy::cast_possible_truncation, reason = "a float beyond i64 saturates and is cut to the collar")]
pub(super) fn limit(wish: f64, view: &InstrumentView, side: Side) -> Option<Price> {
    let tick = |price: i64| view.tick_at(Price::from_scaled(price)).scaled();
    // Where ticks change, the price is a multiple of both: rounding down or up never leaves the grid.
    let down = |price: i64| price - price % tick(price);
    let up = |price: i64| price + (tick(price) - price % tick(price)) % tick(price);
    let (low, high) = collar_bounds(view.collar_base(), view.collar);
    let wish = (wish as i64).clamp(low, high.max(low));
    let nearest = if side == Side::Buy { down(wish) } else { up(wish) };
    let inside = if nearest < low {
        up(low)
    } else if nearest > high {
        down(high)
    } else {
        nearest
    };
    (low <= inside && inside <= high).then(|| Price::from_scaled(inside))
}

/// The lowest and the highest price inside the collar, which is a fraction of the base to both sides, in 1/10,000.
fn collar_bounds(base: Price, collar: Option<Rate>) -> (i64, i64) {
    let Some(collar) = collar else { return (1, PRICE_MAX) };
    let width = base.scaled().saturating_mul(collar.scaled()) / i64::from(SCALE);
    (base.scaled().saturating_sub(width).max(1), base.scaled().saturating_add(width).min(PRICE_MAX))
}

/// Units for so many euro.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a negative or huge float saturates")]
pub(super) fn units(euro: f64, price: Price, multiplier: u32) -> Option<Quantity> {
    let each = price_to_f64(price) / 10_000.0 * f64::from(multiplier);
    (each > 0.0).then(|| Quantity::new((euro / each) as u64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::MarketData;
    use crate::scenario::load;

    fn price(text: &str) -> Price {
        text.parse().expect("a price")
    }

    /// A listed instrument of a run of the shipped scenario, with ticks, base and collar of its own.
    fn view(ticks: &[(&str, &str)], base: &str, collar: Option<Rate>) -> InstrumentView {
        let world = load(Some("sanzioni")).expect("it ships");
        let end = world.starts_at.plus_seconds(300 * 86_400);
        let (mut play, _, _) = crate::scenario::Play::begin(world, crate::scenario::Chance::Seed).expect("begins");
        while play.views().market.instruments.is_empty() && play.next_at().is_some_and(|at| at <= end) {
            if let Some(input) = play.propose() {
                play.apply(&input);
            }
        }
        let MarketData { instruments, .. } = &play.views().market;
        let listed = instruments.values().next().expect("one is listed").clone();
        let ticks = ticks.iter().map(|(from, tick)| (price(from), price(tick))).collect();
        InstrumentView { ticks, collar, issue_price: price(base), period_price: None, auction_price: None, ..listed }
    }

    #[test]
    fn a_limit_is_on_the_tick_at_the_limit_itself_and_inside_the_collar() {
        let view = view(&[("0", "0.002"), ("1", "0.005"), ("10", "0.05")], "9.7", Some(Rate::basis_points(800)));
        let limit = |wish: f64, side| super::limit(wish * 10_000.0, &view, side);
        // 8% around 9.7 are 8.924 to 10.476: on the ticks 8.925 to 10.45.
        assert_eq!(limit(12.0, Side::Buy), Some(price("10.45")), "cut to the collar, then on the coarser tick");
        assert_eq!(limit(12.0, Side::Sell), Some(price("10.45")));
        assert_eq!(limit(2.0, Side::Sell), Some(price("8.925")));
        assert_eq!(limit(2.0, Side::Buy), Some(price("8.925")));
        assert_eq!(limit(9.998, Side::Sell), Some(price("10")), "up over the change of ticks");
        assert_eq!(limit(10.04, Side::Buy), Some(price("10")));
        for step in 0..20_000 {
            let wish = 8.5 + f64::from(step) * 0.000_1;
            for side in [Side::Buy, Side::Sell] {
                let found = limit(wish, side).expect("ticks lie inside").scaled();
                assert_eq!(found % view.tick_at(Price::from_scaled(found)).scaled(), 0, "{wish} {side:?}");
                assert!((89_240..=104_760).contains(&found), "{wish} {side:?}");
            }
        }
    }

    #[test]
    fn where_no_tick_lies_inside_the_collar_there_is_no_limit() {
        let view = view(&[("0", "0.5")], "10.2", Some(Rate::ZERO));
        assert_eq!(limit(102_000.0, &view, Side::Buy), None);
    }
}
