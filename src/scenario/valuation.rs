//! How an investor comes to a price and a size: its own estimate of value, what it adds for impact, what it can pay.

#![expect(clippy::float_arithmetic, reason = "agents reckon in floats; what they send is rounded to the tick")]

use super::{Draws, Spring};
use crate::domain::{
    AccountId, Code, Instructions, InstrumentKind, Money, OrderStatus, OrderType, Price, PriceRange, Quantity, Rate,
    SCALE, Side, Symbol, TimeInForce, TradingPhase,
};
use crate::engine::{Command, InvestorGroup, OrderRequest, Style};
use crate::projection::{InstrumentView, Views};

/// What an investor sends after a decision: at most a cancel of its older order and a new one.
pub(super) struct Quote {
    pub(super) commands: Vec<Command>,
}

/// An investor at the moment of a decision.
pub(super) struct Trader<'a> {
    pub(super) spring: Spring,
    pub(super) name: &'a Code,
    pub(super) group: &'a InvestorGroup,
    pub(super) account: AccountId,
    pub(super) views: &'a Views,
}

impl Trader<'_> {
    /// Picks an instrument that takes orders and decides on it.
    pub(super) fn trade(&self, draws: &mut Draws) -> Option<Quote> {
        let takes_orders = |view: &&InstrumentView| view.phase.collects() || view.phase == TradingPhase::Continuous;
        let open: Vec<&InstrumentView> = self.views.market.instruments.values().filter(takes_orders).collect();
        let last = open.len().checked_sub(1)?;
        let view = open[usize::try_from(draws.up_to(last as u64)).ok()?];
        let (side, price) = self.wish(view, draws);
        let price = limit(price, view, side)?;
        let quantity = self.size(view, side, price, draws)?;
        let mut commands: Vec<Command> = self.standing(view.symbol);
        let order = OrderRequest {
            client_order_id: None,
            instrument: view.symbol,
            side,
            kind: OrderType::Limit,
            time_in_force: TimeInForce::GoodTillCancel,
            price: Some(price),
            stop: None,
            quantity,
            display: None,
            expires: None,
            instructions: Instructions::NONE,
        };
        commands.push(Command::Enter { account: self.account, order });
        Some(Quote { commands })
    }

    /// Cancels of the orders that the investor still has in this instrument: it never competes with itself.
    fn standing(&self, symbol: Symbol) -> Vec<Command> {
        let orders = self.views.orders.of(self.account);
        let open = orders.filter(|order| order.request.instrument == symbol && OrderStatus::is_open(order.status));
        open.map(|order| Command::Cancel { account: self.account, order: order.order }).collect()
    }

    /// The side that the investor wants and the price at which it would.
    fn wish(&self, view: &InstrumentView, draws: &mut Draws) -> (Side, f64) {
        let reference = price_to_f64(view.reference_price());
        let own = self.own_value(view, draws);
        let holds = !self.held(view.symbol).is_zero();
        match self.group.style {
            Style::ImpactFirst => {
                let premium = rate(self.group.impact_premium.scaled()) * steadiness(view);
                let leaves = holds && draws.unit() < 0.1; // a mandate that ends, not a view on the price
                let side = if leaves { Side::Sell } else { Side::Buy };
                (side, if leaves { own } else { own * (1.0 + premium) })
            }
            Style::ReturnFirst => {
                let margin = self.dispersion(view) * 0.25;
                let sells = holds && own < reference;
                if sells { (Side::Sell, own * (1.0 + margin)) } else { (Side::Buy, own * (1.0 - margin)) }
            }
            Style::Noise => {
                let side = if holds && draws.unit() < 0.5 { Side::Sell } else { Side::Buy };
                let urgency = draws.normal().abs() * self.dispersion(view);
                (side, if side == Side::Buy { reference * (1.0 + urgency) } else { reference * (1.0 - urgency) })
            }
        }
    }

    /// How far estimates of this instrument's value lie apart.
    fn dispersion(&self, view: &InstrumentView) -> f64 {
        rate(self.group.dispersion.scaled()) * steadiness(view)
    }

    /// The investor's estimate of value: its lasting view of the instrument around the issue price, and a mood of the day.
    fn own_value(&self, view: &InstrumentView, draws: &mut Draws) -> f64 {
        let dispersion = self.dispersion(view);
        let lasting = Draws::of(self.spring, &format!("{}/view/{}", self.name, view.symbol), 0).normal();
        price_to_f64(view.issue_price) * (1.0 + dispersion * lasting + 0.3 * dispersion * draws.normal())
    }

    fn held(&self, symbol: Symbol) -> Quantity {
        let holding = self.views.accounts.holding(self.account, &symbol.to_string());
        holding.and_then(|holding| holding.available.parse().ok()).unwrap_or_default()
    }

    /// Units for a ticket of the group's mean size, within what the account has.
    fn size(&self, view: &InstrumentView, side: Side, price: Price, draws: &mut Draws) -> Option<Quantity> {
        let wanted = units(ticket(self.group, draws), price, view.multiplier)?;
        let possible = match side {
            Side::Sell => self.held(view.symbol),
            Side::Buy => units(money_to_f64(cash_of(self.account, self.views)) * 0.95 - 25.0, price, view.multiplier)?,
        };
        let lots = wanted.min(possible).units() / view.lot * view.lot;
        (lots > 0).then(|| Quantity::new(lots))
    }
}

/// How much of the spread of opinions on a share remains for this instrument: a bond is anchored by its coupons and its
/// nominal. The third is assumed; with it a premium of 1.5% is about 30 basis points of yield over five years.
fn steadiness(view: &InstrumentView) -> f64 {
    if view.kind == InstrumentKind::Bond { 1.0 / 3.0 } else { 1.0 }
}

/// How many units of an offer an investor asks for, and up to which price where it is still to be found; nothing if it
/// stays away.
pub(super) fn subscription(
    group: &InvestorGroup,
    symbol: Symbol,
    account: AccountId,
    views: &Views,
    draws: &mut Draws,
) -> Option<(Quantity, Option<Price>)> {
    if draws.unit() >= rate(group.subscribes.scaled()) {
        return None;
    }
    let offers = views.exercise.companies.iter().filter_map(|company| company.offer.as_ref());
    let offer = offers.into_iter().find(|offer| offer.instrument == symbol && offer.result.is_none())?;
    if offer.conditions.invited.as_ref().is_some_and(|invited| !invited.contains(&account)) {
        return None;
    }
    let cash = money_to_f64(cash_of(account, views)) * 0.5; // the other half is for the market
    let most = offer.conditions.maximum_ticket.map_or(cash, money_to_f64);
    let euro = (ticket(group, draws) * 3.0).min(cash).min(most);
    let (limit, price) = match offer.conditions.range {
        None => (None, offer.price),
        Some(range) => {
            let limit = bid(group, price_to_f64(offer.price), range, draws)?;
            (limit, limit.unwrap_or(range.highest))
        }
    };
    let wanted = units(euro, price, offer.multiplier)?.min(offer.units);
    (!wanted.is_zero()).then_some((wanted, limit))
}

/// What an investor bids in a range around the price that the offer reckons with: its own estimate and what it adds for
/// impact, down to the step. Above the range it takes any price; below it, it stays away.
#[expect(clippy::cast_possible_truncation, reason = "a float beyond i64 saturates, which is above any range")]
fn bid(group: &InvestorGroup, reckoned: f64, range: PriceRange, draws: &mut Draws) -> Option<Option<Price>> {
    let premium = if group.style == Style::ImpactFirst { rate(group.impact_premium.scaled()) } else { 0.0 };
    let wish = reckoned * (1.0 + premium + rate(group.dispersion.scaled()) * draws.normal());
    if wish >= price_to_f64(range.highest) {
        return Some(None);
    }
    let steps = libm::floor((wish - price_to_f64(range.lowest)) / price_to_f64(range.step)) as i64;
    (steps >= 0).then(|| Some(Price::from_scaled(range.lowest.scaled() + steps * range.step.scaled())))
}

/// The size of one order in euro: lognormal around the group's mean ticket.
fn ticket(group: &InvestorGroup, draws: &mut Draws) -> f64 {
    money_to_f64(group.ticket) * libm::exp(0.5 * draws.normal() - 0.125)
}

fn cash_of(account: AccountId, views: &Views) -> Money {
    let holding = views.accounts.holding(account, "EUR");
    holding.and_then(|holding| holding.available.parse().ok()).unwrap_or_default()
}

fn rate(scaled: i64) -> f64 {
    to_f64(scaled) / 10_000.0
}

fn price_to_f64(price: Price) -> f64 {
    to_f64(price.scaled())
}

#[expect(clippy::cast_precision_loss, reason = "a decision of an agent, not an amount of the ledger")]
fn money_to_f64(money: Money) -> f64 {
    money.scaled() as f64 / 10_000.0
}

/// A whole number as a float, exact up to 2^53.
#[expect(clippy::cast_precision_loss, reason = "a decision of an agent, not an amount of the ledger")]
pub(super) fn to_f64(number: i64) -> f64 {
    number as f64
}

/// The limit that comes nearest to a wish: on the tick, not worse than wished (a buy rounds down, a sell up), and where
/// the market takes it. Nothing below one tick, and where no tick lies inside the collar.
#[expect(clippy::cast_possible_truncation, reason = "a float beyond i64 saturates and is refused by the market")]
fn limit(wish: f64, view: &InstrumentView, side: Side) -> Option<Price> {
    let tick = view.tick_at(Price::from_scaled(wish as i64)).scaled();
    let ticks = wish / to_f64(tick);
    let ticks = if side == Side::Buy { libm::floor(ticks) } else { libm::ceil(ticks) } as i64;
    let (lowest, highest) = collar_ticks(view.collar_base(), view.collar, tick);
    let ticks = if lowest <= highest { ticks.clamp(lowest, highest) } else { return None };
    (ticks > 0).then(|| Price::from_scaled(ticks.saturating_mul(tick)))
}

/// The first and the last multiple of a tick inside the collar, which is a fraction of the base to both sides.
fn collar_ticks(base: Price, collar: Option<Rate>, tick: i64) -> (i64, i64) {
    let Some(collar) = collar else { return (i64::MIN, i64::MAX) };
    let width = base.scaled().saturating_mul(collar.scaled()) / i64::from(SCALE);
    let (low, high) = (base.scaled().saturating_sub(width), base.scaled().saturating_add(width));
    (low.saturating_add(tick - 1).div_euclid(tick), high.div_euclid(tick))
}

/// Units for so many euro.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a negative or huge float saturates")]
fn units(euro: f64, price: Price, multiplier: u32) -> Option<Quantity> {
    let each = price_to_f64(price) / 10_000.0 * f64::from(multiplier);
    (each > 0.0).then(|| Quantity::new((euro / each) as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_on_a_tick_inside_the_collar() {
        let price = |text: &str| text.parse::<Price>().expect("a price");
        let collar = Some(Rate::basis_points(800));
        // 8% around 10.9 are 10.028 to 11.772: the ticks of 0.1 inside are 10.1 to 11.7.
        assert_eq!(collar_ticks(price("10.9"), collar, price("0.1").scaled()), (101, 117));
        assert_eq!(collar_ticks(price("10"), collar, price("0.1").scaled()), (92, 108), "both ends belong to it");
        assert_eq!(collar_ticks(price("10.2"), Some(Rate::ZERO), price("0.5").scaled()), (21, 20), "no tick inside");
        assert_eq!(collar_ticks(price("10"), None, 1), (i64::MIN, i64::MAX));
    }
}
