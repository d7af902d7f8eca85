//! What a company does in its own units, over HTTP: its orders beside the acts that announce and cancel.

use super::fields::Fields;
use super::order_form::{SIDES, TIMES};
use super::problem::Problem;
use crate::domain::{AccountId, Code, Instructions, OrderType, Symbol};
use crate::engine::{Command, OrderRequest};
use crate::projection::{CompanyView, Views};

/// A company's account, and the instrument that it has offered.
pub(super) struct Own {
    account: AccountId,
    instrument: Symbol,
}

impl Own {
    /// Those of a company.
    ///
    /// # Errors
    /// 404 where it has offered nothing yet.
    pub(super) fn of(view: &CompanyView, views: &Views) -> Result<Self, Problem> {
        let found = views.accounts.named(&view.code).zip(view.offer.as_ref().map(|offer| offer.instrument));
        let (account, instrument) = found.ok_or_else(|| Problem::not_found("the company has offered nothing yet"))?;
        Ok(Self { account, instrument })
    }
}

/// Who reads the fields of an act.
pub(super) type Reader = fn(&mut Fields<'_>, &Own) -> Option<Command>;

pub(super) fn reader(act: &str) -> Option<Reader> {
    Some(match act {
        "order_own_units" => order,
        "cancel_own_orders" => cancel,
        _ => return None,
    })
}

/// A plain limit order of the company.
fn order(fields: &mut Fields<'_>, own: &Own) -> Option<Command> {
    let (side, price, quantity) = (fields.word("side", SIDES), fields.parsed("price"), fields.parsed("quantity"));
    let time_in_force = fields.word_if("time_in_force", TIMES).unwrap_or_default();
    let order = OrderRequest {
        client_order_id: None,
        instrument: own.instrument,
        side: side?,
        kind: OrderType::Limit,
        time_in_force,
        price: Some(price?),
        stop: None,
        quantity: quantity?,
        display: None,
        expires: None,
        instructions: Instructions::NONE,
    };
    Some(Command::Enter { account: own.account, order })
}

/// All its open orders.
fn cancel(_: &mut Fields<'_>, own: &Own) -> Option<Command> {
    let (account, instrument) = (own.account, Some(own.instrument));
    Some(Command::CancelAll { account, instrument, side: None, disconnected: false })
}

/// The announcement of a programme.
pub(super) fn buy_back(fields: &mut Fields<'_>, company: Code) -> Option<Command> {
    let (units, price_at_most) = (fields.parsed("units"), fields.parsed("price_at_most"));
    let (price_at_least, resale_from) = (fields.parsed_if("price_at_least"), fields.parsed_if("resale_from"));
    let (authorised_on, reserves) = (fields.parsed_if("authorised_on"), fields.parsed_if("reserves"));
    let (from_on, until_on) = (fields.parsed("from_on"), fields.parsed("until_on"));
    Some(Command::BuyBack {
        company,
        units: units?,
        price_at_most: price_at_most?,
        price_at_least,
        authorised_on,
        from_on: from_on?,
        until_on: until_on?,
        reserves: reserves.unwrap_or_default(),
        resale_from,
    })
}

/// Units of the company's own that end.
pub(super) fn cancel_treasury(fields: &mut Fields<'_>, company: Code) -> Option<Command> {
    Some(Command::CancelTreasury { company, units: fields.parsed("units")? })
}
