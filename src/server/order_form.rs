//! The order as a form: what comes in as JSON, and what goes out.

use serde_json::{Value, json};
use uuid::Uuid;

use super::fields::Fields;
use super::problem::Problem;
use crate::domain::{Instructions, OrderType, Price, Quantity};
use crate::engine::OrderRequest;
use crate::projection::{OrderView, public_id};

/// Bytes of a client order id at most.
const CLIENT_ID_MAX: usize = 128;
/// Words of `side`.
pub(super) const SIDES: &str = "`buy`, `sell`";
/// Words of `type`.
const TYPES: &str = "`limit`, `market`, `market_to_limit`, `stop`, `stop_limit`";
/// Words of `time_in_force`.
pub(super) const TIMES: &str = "`day`, `gtc`, `gtd`, `ioc`, `fok`, `gfa`, `atc`, `opg`";

/// Words of `self_trade_prevention`.
const PREVENTIONS: &str = "`cancel_newest`, `cancel_oldest`, `cancel_both`, `decrement`";

/// Words of `peg`.
const PEGS: &str = "`best`, `mid`";

/// Reads the body of an order.
///
/// # Errors
/// Every field that does not fit.
pub(super) fn read(body: &Value) -> Result<OrderRequest, Problem> {
    let mut fields = Fields::of(body)?;
    let client_order_id = client_id(&mut fields);
    let instrument = fields.parsed("instrument");
    let side = fields.word("side", SIDES);
    let kind: Option<OrderType> = fields.word("type", TYPES);
    let time_in_force = fields.word("time_in_force", TIMES);
    let pegged = fields.has("peg");
    let price = price(&mut fields, kind.filter(|_| !pegged));
    let quantity = fields.parsed("quantity");
    let stop = fields.parsed_if("stop");
    let display = fields.parsed_if("display");
    let expires = fields.parsed_if("expires");
    let instructions = instructions(&mut fields);
    fields.end()?;
    let whole = "a field that is missing or does not fit was told above";
    Ok(OrderRequest {
        client_order_id,
        instrument: instrument.expect(whole),
        side: side.expect(whole),
        kind: kind.expect(whole),
        time_in_force: time_in_force.expect(whole),
        price,
        stop,
        quantity: quantity.expect(whole),
        display,
        expires,
        instructions,
    })
}

/// What else the order asks for. A field left out, null or `false` asks for nothing.
fn instructions(fields: &mut Fields<'_>) -> Instructions {
    let minimum_quantity = fields.parsed_if("minimum_quantity");
    let post_only = fields.truth_if("post_only").unwrap_or_default();
    let self_trade_prevention = fields.word_if("self_trade_prevention", PREVENTIONS);
    let peg = fields.word_if("peg", PEGS);
    Instructions { minimum_quantity, post_only, self_trade_prevention, peg }
}

fn client_id(fields: &mut Fields<'_>) -> Option<String> {
    let id = fields.text("client_order_id")?;
    if id.is_empty() || id.len() > CLIENT_ID_MAX || id.chars().any(char::is_control) {
        fields.fault("client_order_id", format!("must be 1 to {CLIENT_ID_MAX} bytes without control characters"));
    }
    Some(id.to_owned())
}

/// A limit, which a limit order must have that follows nothing; whether others may is a rule of the market.
fn price(fields: &mut Fields<'_>, kind: Option<OrderType>) -> Option<Price> {
    if matches!(kind, Some(OrderType::Limit | OrderType::StopLimit)) {
        fields.parsed("price")
    } else {
        fields.parsed_if("price")
    }
}

/// What a change of an order asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Changes {
    /// New limit.
    pub(super) price: Option<Price>,
    /// New total.
    pub(super) quantity: Option<Quantity>,
}

/// Reads the body of a change.
///
/// # Errors
/// Every field that does not fit; a change that changes nothing.
pub(super) fn read_changes(body: &Value) -> Result<Changes, Problem> {
    let mut fields = Fields::of(body)?;
    let (priced, counted) = (fields.has("price"), fields.has("quantity"));
    let (price, quantity) = (fields.parsed_if("price"), fields.parsed_if("quantity"));
    if !priced && !counted {
        fields.fault("price", "give a new `price`, a new total `quantity` or both");
    }
    fields.end()?;
    Ok(Changes { price, quantity })
}

/// An order as its owner sees it.
pub(super) fn write(run: Uuid, view: &OrderView) -> Value {
    let request = &view.request;
    json!({
        "id": public_id(run, "order", view.order.0),
        "client_order_id": request.client_order_id,
        "instrument": request.instrument,
        "side": request.side,
        "type": request.kind,
        "time_in_force": request.time_in_force,
        "price": request.price,
        "quantity": request.quantity,
        "stop": request.stop,
        "display": request.display,
        "expires": request.expires,
        "minimum_quantity": request.instructions.minimum_quantity,
        "post_only": request.instructions.post_only,
        "self_trade_prevention": request.instructions.self_trade_prevention,
        "peg": request.instructions.peg,
        "pegged_price": view.pegged_price,
        "filled": view.filled,
        "remaining": view.remaining,
        "status": view.status,
        "reason": view.reason,
        "time": view.time,
        "seq": view.seq,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Language, Peg, SelfTradePrevention};

    fn order() -> Value {
        json!({"client_order_id": "a-1", "instrument": "CURA", "side": "buy", "type": "limit",
               "time_in_force": "day", "price": "10.50", "quantity": "100"})
    }

    fn pointers(body: &Value) -> Vec<String> {
        let document = read(body).expect_err("unfit").document(Language::En);
        let errors = document["errors"].as_array().expect("faults").iter();
        errors.map(|error| error["pointer"].as_str().expect("a pointer").to_owned()).collect()
    }

    #[test]
    fn equal_values_make_equal_orders() {
        let first = read(&order()).expect("fits");
        let mut same = order();
        same["price"] = json!("10.5");
        same["quantity"] = json!("0100");
        same["stop"] = Value::Null;
        same["post_only"] = json!(false);
        assert_eq!(read(&same).expect("fits"), first);
    }

    #[test]
    fn each_field_is_told_when_it_is_missing_or_unfit() {
        for name in ["client_order_id", "instrument", "side", "type", "time_in_force", "price", "quantity"] {
            let mut body = order();
            body.as_object_mut().expect("an object").shift_remove(name);
            assert_eq!(pointers(&body), [format!("/{name}")], "without {name}");
            body[name] = json!(7);
            assert_eq!(pointers(&body), [format!("/{name}")], "a number as {name}");
        }
        for (name, value) in [("quantity", "-5"), ("quantity", "1e3"), ("price", "ten"), ("time_in_force", "atn")] {
            let mut body = order();
            body[name] = json!(value);
            assert_eq!(pointers(&body), [format!("/{name}")], "{name} {value}");
        }
    }

    #[test]
    fn what_else_an_order_asks_for_is_read() {
        let mut body = order();
        body["minimum_quantity"] = json!("25");
        body["post_only"] = json!(true);
        body["self_trade_prevention"] = json!("decrement");
        body["peg"] = json!("best");
        let instructions = read(&body).expect("fits").instructions;
        let peg = Some(Peg::Best);
        let minimum_quantity = Some(Quantity::new(25));
        let self_trade_prevention = Some(SelfTradePrevention::Decrement);
        assert_eq!(instructions, Instructions { minimum_quantity, post_only: true, self_trade_prevention, peg });
        body["minimum_quantity"] = json!(25);
        body["post_only"] = json!("yes");
        body["self_trade_prevention"] = json!("cancel");
        body["peg"] = json!("middle");
        assert_eq!(pointers(&body), ["/minimum_quantity", "/post_only", "/self_trade_prevention", "/peg"]);
    }

    #[test]
    fn a_change_must_change_something() {
        assert!(read_changes(&json!({})).is_err());
        assert!(read_changes(&json!({"price": null})).is_err());
        assert!(read_changes(&json!({"side": "buy", "price": "1"})).is_err());
        let changes = read_changes(&json!({"quantity": "5"})).expect("fits");
        assert_eq!(changes, Changes { price: None, quantity: Some(Quantity::new(5)) });
    }
}
