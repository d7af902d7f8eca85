//! The simulated investors: when they wake, what they look at, what they send.
//!
//! An investor sees what everyone sees (the projections) and its own account. Each day and each decision draws from a
//! stream of its own.

#![expect(clippy::float_arithmetic, reason = "agents reckon in floats; what they send is rounded to the tick")]

use std::collections::{BTreeSet, VecDeque};

use super::appeal::gives_label;
use super::attention::{Attention, day_number};
use super::class::Temper;
use super::tidings::must_sell;
use super::trader::{Outlook, Trader, rate, to_f64};
use super::worth::Fairness;
use super::{Draws, Proposal, Spring};
use crate::domain::{Calendar, Code, Day, Symbol, TimeOfDay, Timestamp};
use crate::engine::{Command, Effect, Event, Fact, InvestorGroup, Source, Style, World};
use crate::projection::Views;

/// When a liquidity provider enters the first quotes of a day: after the opening auction.
const FIRST_QUOTES: &str = "09:02";

/// Business days over which those who must sell begin to.
const SELLING_DAYS: u64 = 10;

/// What an investor wakes for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Purpose {
    /// To decide whether to trade.
    Trade,
    /// To decide whether to subscribe to an offer.
    Subscribe(Symbol),
    /// To sell because of what has happened, by its place among all that has.
    Sell(usize),
}

/// One simulated investor.
#[derive(Debug)]
struct Investor {
    name: Code,
    group: usize,
    temper: Temper,
}

/// All simulated investors and when each wakes next.
#[derive(Debug)]
pub(super) struct Investors {
    outlook: Outlook,
    calendar: Calendar,
    groups: Vec<InvestorGroup>,
    investors: Vec<Investor>,
    wakes: BTreeSet<(Timestamp, usize, Purpose)>,
    /// The day whose wakes have still to be drawn.
    next_day: Day,
    listed: bool,
    /// Events that have happened.
    occurred: usize,
    pending: VecDeque<(Timestamp, Proposal)>,
}

impl Investors {
    pub(super) fn of(world: &World) -> Self {
        let fairness = Fairness::of(world);
        let mut investors = Vec::new();
        for (group, description) in world.investors.iter().enumerate() {
            let members = (1..=description.count).map(|number| description.member(number));
            investors.extend(members.map(|name| {
                let temper = Temper::of(world, description, &name, &fairness);
                Investor { name, group, temper }
            }));
        }
        let (spring, attention, gives_label) = (Spring::of(world), Attention::of(world), gives_label(world));
        Self {
            outlook: Outlook { spring, fairness, attention, gives_label },
            calendar: world.calendar.clone(),
            groups: world.investors.clone(),
            investors,
            wakes: BTreeSet::new(),
            next_day: world.calendar.day(world.starts_at).plus_days(1),
            listed: false,
            occurred: 0,
            pending: VecDeque::new(),
        }
    }

    pub(super) fn next_at(&self) -> Option<Timestamp> {
        if let Some((at, _)) = self.pending.front() {
            return Some(*at);
        }
        let wake = self.wakes.first().map(|&(at, ..)| at);
        wake.into_iter().chain(self.listed.then(|| self.dawn())).min()
    }

    /// When the wakes of the next day are drawn: at its first instant.
    fn dawn(&self) -> Timestamp {
        self.calendar.instant(self.next_day, time("00:00"))
    }

    pub(super) fn propose(&mut self, views: &Views) -> Option<Proposal> {
        if let Some((_, proposal)) = self.pending.pop_front() {
            return Some(proposal);
        }
        let dawn = self.listed.then(|| self.dawn());
        match self.wakes.first() {
            Some(&(at, ..)) if dawn.is_none_or(|dawn| at < dawn) => {
                let (at, index, purpose) = self.wakes.pop_first()?;
                let proposals = self.decide(at, index, purpose, views);
                self.sell_again(at, index, purpose, views);
                self.pending.extend(proposals.into_iter().map(|proposal| (at, proposal)));
                self.pending.pop_front().map(|(_, proposal)| proposal)
            }
            _ => {
                dawn?;
                self.draw_day();
                None
            }
        }
    }

    /// Draws when each investor will wake on the next day, as a Poisson process over the hours of trading.
    fn draw_day(&mut self) {
        let day = self.next_day;
        self.next_day = day.plus_days(1);
        if !self.calendar.is_business_day(day) {
            return;
        }
        let (opening, closing) = self.hours(day);
        let hours = to_f64(closing.nanos() - opening.nanos());
        for (index, investor) in self.investors.iter().enumerate().filter(|(_, investor)| investor.temper.takes_part) {
            let group = &self.groups[investor.group];
            let decisions = rate(group.decisions_per_day.scaled());
            let mut draws = Draws::of(self.outlook.spring, &format!("{}/day", investor.name), day_number(day));
            if let (Style::LiquidityProvider, Some(quoting)) = (group.style, &group.quotes) {
                if draws.unit() >= rate(quoting.presence.scaled()) {
                    continue; // an absence that its obligations allow
                }
                self.wakes.insert((self.calendar.instant(day, time(FIRST_QUOTES)), index, Purpose::Trade));
            }
            if decisions <= 0.0 {
                continue;
            }
            let mut at = opening;
            loop {
                at = at.plus_nanos(nanos(draws.exponential(hours / decisions)));
                if at >= closing {
                    break;
                }
                self.wakes.insert((at, index, Purpose::Trade));
            }
        }
    }

    /// An offer calls every investor once, at some instant before it closes; a listing begins the days of trading.
    pub(super) fn observe(&mut self, event: &Event) {
        match &event.fact {
            Fact::OfferOpened { instrument, closes_at, .. } => {
                for (index, investor) in self.investors.iter().enumerate().filter(|(_, one)| one.temper.takes_part) {
                    let mut draws = Draws::of(self.outlook.spring, &format!("{}/offer/{instrument}", investor.name), 0);
                    let window = u64::try_from(closes_at.nanos() - event.time.nanos()).unwrap_or(0);
                    let delay = i64::try_from(draws.up_to(window.saturating_sub(1))).unwrap_or(0);
                    let at = event.time.plus_nanos(delay);
                    self.wakes.insert((at, index, Purpose::Subscribe(*instrument)));
                }
            }
            Fact::Listed { .. } if !self.listed => {
                self.listed = true;
                self.next_day = self.calendar.day(event.time).plus_days(1);
            }
            Fact::Occurred { event: name, effect, .. } => {
                self.hear(event.time, name, effect);
                self.occurred += 1;
            }
            _ => {}
        }
    }

    /// Something has happened: who must sell will, on one of the next days, and who stops quoting does so at once.
    fn hear(&mut self, now: Timestamp, name: &Code, effect: &Effect) {
        let spring = self.outlook.spring;
        let today = self.calendar.day(now);
        for (index, investor) in self.investors.iter().enumerate() {
            let group = &self.groups[investor.group];
            if must_sell(spring, &investor.name, group, name, effect) {
                let mut draws = Draws::of(spring, &format!("{}/sells/{name}", investor.name), 1);
                let after = u32::try_from(1 + draws.up_to(SELLING_DAYS - 1)).unwrap_or(1);
                let day = self.calendar.plus_business_days(today, after);
                let (opening, closing) = self.hours(day);
                let within = to_f64(closing.nanos() - opening.nanos()) * draws.unit();
                self.wakes.insert((opening.plus_nanos(nanos(within)), index, Purpose::Sell(self.occurred)));
            }
            if matches!(effect, Effect::SpecialistWithdraws { .. }) && group.style == Style::LiquidityProvider {
                self.wakes.insert((now, index, Purpose::Trade));
            }
        }
    }

    /// Who must sell and has not sold all comes again on the next business day.
    fn sell_again(&mut self, at: Timestamp, index: usize, purpose: Purpose, views: &Views) {
        let Purpose::Sell(place) = purpose else { return };
        let one = views.occurrences.all.get(place).filter(|one| !one.is_over);
        let trader = self.trader(at, index, views);
        if trader.zip(one).is_some_and(|(trader, one)| trader.has_to_sell(one)) {
            let today = self.calendar.day(at);
            let days = today.days_until(self.calendar.plus_business_days(today, 1));
            self.wakes.insert((at.plus_seconds(i64::from(days) * 86_400), index, purpose));
        }
    }

    /// An investor at the moment of a decision; nothing before it has an account.
    fn trader<'a>(&'a self, now: Timestamp, index: usize, views: &'a Views) -> Option<Trader<'a>> {
        let Investor { name, group, temper } = &self.investors[index];
        let account = views.accounts.named(name)?;
        let (outlook, group, temper) = (&self.outlook, &self.groups[*group], *temper);
        Some(Trader { outlook, now, name, group, temper, account, views })
    }

    /// When a day of trading opens and closes.
    fn hours(&self, day: Day) -> (Timestamp, Timestamp) {
        (self.calendar.instant(day, time("08:05")), self.calendar.instant(day, time("17:34")))
    }

    /// What an investor does at a wake. Its draws belong to the instant: what else it was woken for shifts none of them.
    fn decide(&self, now: Timestamp, index: usize, purpose: Purpose, views: &Views) -> Vec<Proposal> {
        let Some(trader) = self.trader(now, index, views) else { return Vec::new() };
        let (name, account) = (trader.name, trader.account);
        let commands = match purpose {
            Purpose::Subscribe(symbol) => {
                let mut draws = Draws::of(self.outlook.spring, &format!("{name}/subscribe/{symbol}"), 0);
                let asked = trader.subscription(symbol, &mut draws);
                let subscribe = |(quantity, limit)| Command::Subscribe { account, instrument: symbol, quantity, limit };
                asked.map(subscribe).into_iter().collect()
            }
            Purpose::Trade => {
                let mut draws = Draws::of(self.outlook.spring, name.as_str(), now.nanos().unsigned_abs());
                trader.trade(&mut draws).unwrap_or_default()
            }
            Purpose::Sell(place) => {
                let one = views.occurrences.all.get(place).filter(|one| !one.is_over);
                let stream = format!("{name}/sells/{place}");
                let mut draws = Draws::of(self.outlook.spring, &stream, now.nanos().unsigned_abs());
                one.map(|one| trader.sell_out(one, &mut draws)).unwrap_or_default()
            }
        };
        let source = Source::Agent(name.clone());
        commands.into_iter().map(|command| Proposal { source: source.clone(), command }).collect()
    }
}

fn time(text: &str) -> TimeOfDay {
    text.parse().expect("a fixed time of day")
}

#[expect(clippy::cast_possible_truncation, reason = "a float beyond i64 saturates, which is past any closing")]
fn nanos(nanos: f64) -> i64 {
    nanos as i64
}
