//! Forks of a live exchange: what people did is fed again.

use super::*;
use crate::domain::{Code, OrderId, Symbol};
use crate::engine::{Command, Source};
use crate::journal::read;
use crate::scenario::load;

/// A short live exchange: after the first listing an investor from outside sells in two orders and cancels the second, then
/// asks for what it cannot pay. Calls end by chance.
fn live() -> Vec<Record> {
    let mut world = load(Some("sanzioni")).expect("it ships");
    world.ends_at = "2026-07-31T17:00:00Z".parse().expect("an instant");
    let end = world.ends_at;
    let mut draws = 7_u64;
    let chance = Chance::Outside(Box::new(move || {
        draws = draws.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        draws >> 8
    }));
    let (mut play, genesis, told) = Play::begin(world, chance).expect("a sound world");
    let mut frames = vec![(genesis, told)];
    let mut outside = visits();
    while let Some(at) = play.next_at().filter(|&at| at <= end) {
        let due = outside.first().is_some_and(|(when, _)| *when < at);
        let input = if due {
            let (at, command) = outside.remove(0);
            let command = command(&play);
            Some(play.number(at, Source::Outside(name("visitor")), command))
        } else {
            play.propose()
        };
        let Some(input) = input else { continue };
        let told = play.apply(&input);
        frames.push((input, told));
    }
    bytes(&frames)
}

type Visit = (Timestamp, Box<dyn Fn(&Play) -> Command>);

fn name(text: &str) -> Code {
    text.parse().expect("a code")
}

fn passo() -> Symbol {
    "PASSO".parse().expect("a symbol")
}

fn visits() -> Vec<Visit> {
    let at = |text: &str| text.parse::<Timestamp>().expect("an instant");
    let account = |play: &Play| play.exchange().investor(&name("visitor")).expect("it has an account");
    let enter = move |side: &'static str, price: &'static str, quantity: &'static str| {
        Box::new(move |play: &Play| {
            let order = serde_json::json!({
                "instrument": "PASSO", "side": side, "type": "limit", "time_in_force": "gtc", "price": price, "quantity": quantity
            });
            Command::Enter { account: account(play), order: serde_json::from_value(order).expect("an order") }
        }) as Box<dyn Fn(&Play) -> Command>
    };
    vec![
        (
            at("2026-07-17T10:00:00Z"),
            Box::new(|_| Command::Allot {
                investor: name("visitor"),
                cash: "1000".parse().expect("money"),
                units: vec![(passo(), "500".parse().expect("a quantity"))],
            }),
        ),
        (at("2026-07-17T10:01:00Z"), enter("sell", "4.4", "10")),
        (at("2026-07-17T10:02:00Z"), enter("sell", "4.5", "20")),
        (
            at("2026-07-17T10:03:00Z"),
            Box::new(move |play| {
                let mine = account(play);
                let last = play.views().orders.of(mine).map(|order| order.order).max().unwrap_or(OrderId(0));
                Command::Cancel { account: mine, order: last }
            }),
        ),
        (at("2026-07-17T10:04:00Z"), enter("buy", "4.4", "100000")),
    ]
}

fn bytes(frames: &[(Input, Vec<Event>)]) -> Vec<Record> {
    let mut journal = crate::journal::header();
    let mut chain = crate::journal::Chain::default();
    for (input, told) in frames {
        journal.extend(crate::journal::frame(input, &chain.digest()));
        told.iter().for_each(|event| chain.take(&line(event)));
    }
    read(&journal).expect("sound").records
}

fn forked(records: &[Record], request: &ForkRequest) -> (ForkedRun, Vec<Record>) {
    let forking = Forking::of(records, request).expect("it can be forked");
    let (mut journal, mut events) = (Vec::new(), Vec::new());
    let run = forking.play(Kept(&mut journal), &mut events, |_| {}).expect("memory");
    (run, read(&journal).expect("sound").records)
}

/// Bytes that outlive the recording.
struct Kept<'a>(&'a mut Vec<u8>);

impl Write for Kept<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Sync for Kept<'_> {
    fn sync(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn number(records: &[Record], which: usize) -> u64 {
    let outside = records.iter().filter(|record| matches!(record.input.source, Source::Outside(_)));
    outside.map(|record| record.input.number.0).nth(which).expect("it came")
}

#[test]
fn what_people_did_is_fed_again_and_chance_is_as_it_was() {
    let records = live();
    let request = ForkRequest { at: Some(Moment::After(crate::domain::Seq(100))), ..ForkRequest::default() };
    let (run, again) = forked(&records, &request);
    assert_eq!(run.fed_again.len(), 5);
    assert!(
        run.fed_again.iter().all(|one| one.refused.is_none() && one.fed_as == Some(one.input)),
        "{:?}",
        run.fed_again
    );
    let inputs = |records: &[Record]| records[1..].iter().map(|record| record.input.clone()).collect::<Vec<_>>();
    assert_eq!(inputs(&again), inputs(&records), "the draws of the live exchange too");
}

#[test]
fn an_order_keeps_its_cancel_and_a_lost_order_loses_it() {
    let records = live();
    let (first, second) = (number(&records, 1), number(&records, 2));
    let without = |input| ForkRequest { without: vec![input], ..ForkRequest::default() };
    // Without the first order the second has another number, and its cancel finds it all the same.
    let (run, again) = forked(&records, &without(first));
    let cancel = &run.fed_again[1];
    assert_eq!((run.fed_again.len(), cancel.refused.clone()), (3, None), "{:?}", run.fed_again);
    let as_in =
        |records: &[Record], number: u64| records[usize::try_from(number).expect("small") - 1].input.command.clone();
    let (before, after) = (as_in(&records, number(&records, 3)), as_in(&again, cancel.fed_as.expect("fed").0));
    let order = |command: &Command| match command {
        Command::Cancel { order, .. } => order.0,
        other => panic!("no cancel: {other:?}"),
    };
    assert_eq!(order(&after) + 1, order(&before));
    // Without the second there is nothing to cancel.
    let (run, _) = forked(&records, &without(second));
    assert_eq!(run.fed_again[0].fed_as, None);
    assert!(run.fed_again[0].refused.as_ref().is_some_and(|why| why.contains("not accepted here")));
}

#[test]
fn an_order_that_no_longer_fits_is_refused_and_told() {
    let records = live();
    let allot = number(&records, 0);
    let halt = "do = \"halt\", instrument = \"PASSO\", reason = \"what if\"".to_owned();
    let request = ForkRequest {
        at: Some(Moment::At(records[usize::try_from(allot).expect("small") - 1].input.at)),
        acts: vec![halt],
        ..ForkRequest::default()
    };
    let (run, _) = forked(&records, &request);
    let refused: Vec<bool> = run.fed_again.iter().map(|one| one.refused.is_some()).collect();
    // Both orders are refused while trading is interrupted, the cancel has no order, and the last was refused before too.
    assert_eq!(refused, [true, true, true, false], "{:?}", run.fed_again);
}

#[test]
fn an_input_of_a_person_can_be_left_out() {
    let records = live();
    let all: Vec<u64> = (1..5).map(|which| number(&records, which)).collect();
    let (run, again) = forked(&records, &ForkRequest { without: all, ..ForkRequest::default() });
    assert!(run.fed_again.is_empty());
    let left = again.iter().filter(|record| matches!(record.input.source, Source::Outside(_))).count();
    assert_eq!(left, 1, "the account is opened, and nothing is asked of it");
    let told = run.finished.play.views().accounts.named(&name("visitor"));
    assert!(told.is_some());
}
