//! What must not change when the same session is told in another way: other units, other names, the mirror image,
//! rejected commands in between, other instruments beside it.

use borsa_sociale::domain::{Aggressor, OrderId, Price, Quantity, Side, Timestamp, TradingPhase};
use borsa_sociale::market::{Floor, Happening, Indicative, Market, NewOrder, Rules, TieBreak};
use proptest::prelude::*;

use super::session::{Command, at, commands, limit, market, play};

const RULES: [TieBreak; 5] = TieBreak::BORSA_ITALIANA;
/// The same with the last step mirrored.
const MIRRORED: [TieBreak; 5] =
    [TieBreak::MaxVolume, TieBreak::MinSurplus, TieBreak::MarketPressure, TieBreak::NearestReference, TieBreak::Lowest];
/// Prices are mirrored at half of this.
const MIRROR: i64 = 200;

/// Another way to tell a session: what becomes of prices, orders, groups and sides.
struct Telling {
    price: fn(Price) -> Price,
    id: fn(OrderId) -> OrderId,
    group: fn(u32) -> u32,
    mirrors: bool,
}

impl Telling {
    const SAME: Self = Self { price: |price| price, id: |id| id, group: |group| group, mirrors: false };

    const fn side(&self, side: Side) -> Side {
        if self.mirrors { side.opposite() } else { side }
    }

    fn command(&self, command: &Command) -> Command {
        match *command {
            Command::New(order) => Command::New(NewOrder {
                id: (self.id)(order.id),
                group: (self.group)(order.group),
                side: self.side(order.side),
                price: order.price.map(self.price),
                stop: order.stop.map(self.price),
                ..order
            }),
            Command::Cancel(id) => Command::Cancel((self.id)(id)),
            Command::Replace(id, price, total) => Command::Replace((self.id)(id), price.map(self.price), total),
            Command::Phase(_) | Command::Time(_) => command.clone(),
        }
    }

    fn happening(&self, happening: &Happening) -> Happening {
        let mut told = *happening;
        match &mut told {
            Happening::Traded { price, buy, sell, aggressor, .. } => {
                *price = (self.price)(*price);
                (*buy, *sell) = ((self.id)(*buy), (self.id)(*sell));
                if self.mirrors {
                    std::mem::swap(buy, sell);
                    *aggressor = match *aggressor {
                        Aggressor::Buy => Aggressor::Sell,
                        Aggressor::Sell => Aggressor::Buy,
                        Aggressor::Auction => Aggressor::Auction,
                    };
                }
            }
            Happening::Replaced { order, price, .. } => {
                *order = (self.id)(*order);
                *price = price.map(self.price);
            }
            Happening::Converted { order, price } => (*order, *price) = ((self.id)(*order), (self.price)(*price)),
            Happening::Uncrossed { price, surplus_side, .. } => {
                *price = (self.price)(*price);
                *surplus_side = surplus_side.map(|side| self.side(side));
            }
            Happening::Accepted { order, .. }
            | Happening::Canceled { order, .. }
            | Happening::Expired { order, .. }
            | Happening::Decremented { order, .. }
            | Happening::Triggered { order } => *order = (self.id)(*order),
            _ => {}
        }
        told
    }
}

/// What one command made happen. Trades keep their order; ends at one instant come by number and by side, which is no
/// more than a way to list them, so that they are sorted.
fn sorted(told: &[Happening]) -> (Vec<Happening>, Vec<String>) {
    let (trades, others): (Vec<_>, Vec<_>) =
        told.iter().partition(|happening| matches!(happening, Happening::Traded { .. } | Happening::Triggered { .. }));
    let mut others: Vec<String> = others.iter().map(|happening| format!("{happening:?}")).collect();
    others.sort();
    (trades, others)
}

fn same(first: &[Vec<Happening>], second: &[Vec<Happening>], telling: &Telling, commands: &[Command]) {
    assert_eq!(first.len(), second.len());
    for (number, (first, second)) in first.iter().zip(second).enumerate() {
        let told: Vec<Happening> = first.iter().map(|happening| telling.happening(happening)).collect();
        assert_eq!(sorted(&told), sorted(second), "command {number}: {:?}", commands[number]);
    }
}

fn indicative(market: &Market, telling: &Telling) -> Option<Indicative> {
    let told = market.indicative()?;
    let surplus_side = told.surplus_side.map(|side| telling.side(side));
    Some(Indicative { price: (telling.price)(told.price), surplus_side, ..told })
}

/// Plays a session and another telling of it on a market for each; both must come to the same.
fn holds(commands: &[Command], telling: &Telling, mut first: Market, mut second: Market) {
    let told = play(&mut first, commands);
    let other: Vec<Command> = commands.iter().map(|command| telling.command(command)).collect();
    let other = play(&mut second, &other);
    same(&told, &other, telling, commands);
    assert_eq!(indicative(&first, telling), second.indicative());
    let depth = |side| first.depth(side, usize::MAX).into_iter().map(|(price, units)| ((telling.price)(price), units));
    for side in [Side::Buy, Side::Sell] {
        assert_eq!(depth(side).collect::<Vec<_>>(), second.depth(telling.side(side), usize::MAX));
    }
}

/// Commands that no market accepts.
fn nonsense() -> impl Strategy<Value = Command> {
    prop_oneof![
        Just(Command::Cancel(OrderId(999))),
        Just(Command::Replace(OrderId(999), Some(at(100)), None)),
        Just(Command::New(limit(998, Side::Buy, 0, 5))),
        Just(Command::New(limit(997, Side::Sell, 100, 0))),
        Just(Command::New(NewOrder { price: None, ..limit(996, Side::Buy, 100, 5) })),
        Just(Command::New(NewOrder { display: Some(Quantity::ZERO), ..limit(995, Side::Sell, 100, 5) })),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn prices_in_other_units(commands in commands(), reference in prop::option::of(95_i64..=105)) {
        let scale = |price: Price| at(price.scaled() * 25);
        let telling = Telling { price: scale, ..Telling::SAME };
        holds(&commands, &telling, market(1, reference, &RULES), market(25, reference.map(|price| price * 25), &RULES));
    }

    #[test]
    fn orders_and_accounts_by_other_names(commands in commands(), reference in prop::option::of(95_i64..=105)) {
        let id = |id: OrderId| OrderId(1_000_003 - 7 * id.0);
        let group = |group: u32| if group == 0 { 0 } else { 90 - group };
        let telling = Telling { id, group, ..Telling::SAME };
        holds(&commands, &telling, market(1, reference, &RULES), market(1, reference, &RULES));
    }

    #[test]
    fn buyers_and_sellers_in_the_mirror(commands in commands(), reference in prop::option::of(95_i64..=105)) {
        let telling = Telling { price: |price| at(MIRROR - price.scaled()), mirrors: true, ..Telling::SAME };
        let mirrored = reference.map(|price| MIRROR - price);
        holds(&commands, &telling, market(1, reference, &RULES), market(1, mirrored, &MIRRORED));
    }

    #[test]
    fn rejected_commands_in_between(
        commands in commands(),
        nonsense in prop::collection::vec((any::<prop::sample::Index>(), nonsense()), 1..20),
    ) {
        let (mut first, mut second) = (market(1, Some(100), &RULES), market(1, Some(100), &RULES));
        let told = play(&mut first, &commands);
        let mut noisy: Vec<(bool, Command)> = commands.iter().map(|command| (true, command.clone())).collect();
        for (place, command) in nonsense {
            noisy.insert(place.index(noisy.len() + 1), (false, command));
        }
        let sent: Vec<Command> = noisy.iter().map(|(_, command)| command.clone()).collect();
        let heard = play(&mut second, &sent);
        let (mut kept, mut noise) = (Vec::new(), Vec::new());
        for ((own, _), told) in noisy.iter().zip(heard) {
            if *own { kept.push(told) } else { noise.push(told) }
        }
        prop_assert_eq!(kept, told);
        prop_assert!(noise.iter().all(Vec::is_empty));
        prop_assert!(first.open_orders().eq(second.open_orders()));
    }
}

/// Plays the commands of two instruments in the order that the choices give; what happened, by instrument.
fn interleaved(first: &[Command], second: &[Command], choices: &[bool]) -> [Vec<Vec<Happening>>; 2] {
    let mut floor = Floor::new(Rules::default());
    floor.open_markets(2);
    let mut left = [first.iter(), second.iter()];
    let mut told = [Vec::new(), Vec::new()];
    let mut choices = choices.iter().copied().chain(std::iter::repeat(true));
    while left.iter().any(|commands| commands.len() > 0) {
        let wanted = usize::from(choices.next().expect("endless"));
        let instrument = if left[wanted].len() > 0 { wanted } else { 1 - wanted };
        let command = left[instrument].next().expect("one is left");
        let now = Timestamp::from_nanos(1);
        let happened =
            floor.with(instrument, now, &mut Vec::new(), |market, _| play(market, std::slice::from_ref(command)));
        told[instrument].extend(happened);
    }
    told
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn another_instrument_beside_it(
        first in commands(),
        second in commands(),
        choices in prop::collection::vec(any::<bool>(), 160),
    ) {
        let told = interleaved(&first, &second, &choices);
        prop_assert_eq!(&told, &interleaved(&first, &second, &[]));
        let [alone, _] = interleaved(&first, &[], &[]);
        prop_assert_eq!(&told[0], &alone);
    }
}

/// A rejected command changes nothing, in whatever phase it comes.
#[test]
fn nothing_changes_by_a_command_that_is_rejected() {
    for phase in [TradingPhase::Closed, TradingPhase::Halted, TradingPhase::Suspended] {
        let mut market = market(1, None, &RULES);
        play(&mut market, &[Command::New(limit(1, Side::Buy, 100, 5)), Command::Phase(phase)]);
        let before: Vec<_> = market.open_orders().collect();
        assert_eq!(play(&mut market, &[Command::New(limit(2, Side::Sell, 100, 5))]), [Vec::new()]);
        assert_eq!(market.open_orders().collect::<Vec<_>>(), before);
    }
}
