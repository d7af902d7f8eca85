//! Whether a source keeps to its room.
//!
//! Code below `#[cfg(test)]` may look anywhere and use anything: a test is a driver of its own and never part of what
//! is built.

use super::Fault;
use super::house::{Ban, Room, room};
use super::reference::{Reference, references};
use super::token::{Token, tokens};

/// Everything in one source that its room must not do. Pure: a text in, faults out.
pub(crate) fn faults(path: &str, text: &str) -> Vec<Fault> {
    let tokens = tokens(text);
    let references = references(path, &tokens);
    let product = references.iter().filter(|reference| !reference.test);
    let Some(room) = room_of(path) else {
        return product.filter_map(|reference| outside(path, reference)).collect();
    };
    let looks = product.clone().filter_map(|reference| look(path, room, reference));
    let paths = product.flat_map(|reference| touches(path, room, reference));
    let words = tokens.iter().filter(|token| !token.test).flat_map(|token| speaks(path, room, token));
    let mut found: Vec<Fault> = looks.chain(paths).chain(words).collect();
    // A group such as `engine::{A, B}` is one look.
    found.dedup();
    found
}

/// The room of a file below `src`; none for `lib.rs` and `main.rs`, which only open the doors.
pub(crate) fn room_of(path: &str) -> Option<&'static Room> {
    let (folder, _) = path.strip_prefix("src/")?.split_once('/')?;
    room(folder)
}

/// `lib.rs` names rooms with `mod` alone; `main.rs` calls the command line.
fn outside(path: &str, reference: &Reference<'_>) -> Option<Fault> {
    let target = house_target(reference)?;
    let allowed = path == "src/main.rs" && target == "cli";
    (!allowed).then(|| Fault::new(path, reference.line, format!("{path} must not look into {target}")))
}

/// The first part after `crate`, when the path lies in the house.
fn house_target<'a>(reference: &Reference<'a>) -> Option<&'a str> {
    (reference.segments[0] == "crate").then(|| reference.segments.get(1).copied()).flatten()
}

fn look(path: &str, own: &Room, reference: &Reference<'_>) -> Option<Fault> {
    let target = house_target(reference)?;
    let fault =
        |what: &str| Some(Fault::new(path, reference.line, format!("room {} must not look into {what}", own.name)));
    if matches!(target, "*" | "as" | "self") {
        return fault("the whole house");
    }
    if target == own.name {
        return None;
    }
    let names = &reference.segments[2..];
    if !own.may_use.contains(&target) {
        let Some((_, data)) = own.may_name.iter().find(|(room, _)| *room == target) else { return fault(target) };
        let passes = names.first().is_some_and(|name| data.contains(name));
        return if passes { None } else { fault(&reference.segments[1..].join("::")) };
    }
    let closed = own.closed.iter().find(|(room, name)| *room == target && names.contains(name));
    closed.and_then(|(room, name)| fault(&format!("{room}::{name}")))
}

fn touches(path: &str, own: &Room, reference: &Reference<'_>) -> Vec<Fault> {
    let full = reference.segments.join("::");
    let begins = |start: &str| full == start || full.strip_prefix(start).is_some_and(|rest| rest.starts_with("::"));
    let banned = |ban: &'static Ban| ban.paths.iter().filter(|start| begins(start)).map(move |start| (start, ban));
    let found = own.never.iter().flat_map(banned);
    found.map(|(start, ban)| refusal(path, reference.line, own, start, ban)).collect()
}

fn speaks(path: &str, own: &Room, token: &Token<'_>) -> Vec<Fault> {
    let counts_in_floats = |ban: &Ban| ban.words.contains(&"f64") && token.is_float();
    let banned = own.never.iter().filter(|ban| ban.words.contains(&token.text) || counts_in_floats(ban));
    banned.map(|ban| refusal(path, token.line, own, token.text, ban)).collect()
}

fn refusal(path: &str, line: usize, own: &Room, what: &str, ban: &Ban) -> Fault {
    Fault::new(path, line, format!("room {} must not use {what}: {}", own.name, ban.reason))
}
