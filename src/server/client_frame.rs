//! What a client of the stream may say.

use serde_json::Value;

use super::fields::Fields;
use super::order_form;
use super::problem::{Fault, Problem};
use crate::domain::Symbol;
use crate::engine::OrderRequest;

/// What can be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Channel {
    /// Every trade.
    Trades,
    /// Visible quantity by price.
    Book,
    /// Changes of phase.
    Phases,
    /// What a running call would give.
    Auction,
    /// The path of the companies.
    Admissions,
    /// One's own orders.
    Orders,
}

impl Channel {
    /// All of them.
    pub(super) const ALL: [Self; 6] =
        [Self::Trades, Self::Book, Self::Phases, Self::Auction, Self::Admissions, Self::Orders];

    /// Its name on the wire.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Trades => "trades",
            Self::Book => "book",
            Self::Phases => "phases",
            Self::Auction => "auction",
            Self::Admissions => "admissions",
            Self::Orders => "orders",
        }
    }
}

/// What is followed of a channel: one instrument, or all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Topic {
    /// The channel.
    pub(super) channel: Channel,
    /// Nothing: all instruments, `*` on the wire.
    pub(super) instrument: Option<Symbol>,
}

impl Topic {
    /// The instrument's name on the wire.
    pub(super) fn instrument_name(&self) -> String {
        self.instrument.map_or_else(|| "*".to_owned(), |instrument| instrument.to_string())
    }
}

/// What a client wants.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Op {
    /// To be known.
    Auth {
        /// Its token.
        token: String,
    },
    /// To follow, from now on or from an event on.
    Subscribe {
        /// What.
        topic: Topic,
        /// The first event that it has not seen.
        from_seq: Option<u64>,
    },
    /// To follow no more.
    Unsubscribe {
        /// What.
        topic: Topic,
    },
    /// To hear that someone is there.
    Ping,
    /// To enter an order.
    Order {
        /// The order.
        order: Box<OrderRequest>,
    },
    /// To withdraw an order.
    Cancel {
        /// Its public id.
        id: String,
    },
    /// To have all its orders withdrawn when the connection ends, or no longer.
    CancelOnDisconnect {
        /// Whether.
        enabled: bool,
    },
}

/// One frame of a client.
#[derive(Debug)]
pub(super) struct ClientFrame {
    /// The client's own name for it, given back with the answer; null when it gave none.
    pub(super) req_id: Value,
    /// What it wants.
    pub(super) op: Result<Op, Problem>,
}

/// Reads a frame. One that cannot be understood keeps its `req_id` where that can be read.
pub(super) fn read(text: &str) -> ClientFrame {
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => {
            let problem = Problem::malformed(format!("the frame is no JSON: {error}"));
            return ClientFrame { req_id: Value::Null, op: Err(problem) };
        }
    };
    let req_id = value.get("req_id").cloned().unwrap_or_default();
    ClientFrame { req_id, op: op(&value) }
}

fn op(value: &Value) -> Result<Op, Problem> {
    let mut fields = Fields::of(value)?;
    fields.has("req_id");
    let name = fields.text("op");
    let op = match name {
        None => None,
        Some("auth") => fields.text("token").map(|token| Op::Auth { token: token.to_owned() }),
        Some("subscribe") => {
            let from_seq = fields.whole_if("from_seq");
            topic(&mut fields).map(|topic| Op::Subscribe { topic, from_seq })
        }
        Some("unsubscribe") => topic(&mut fields).map(|topic| Op::Unsubscribe { topic }),
        Some("ping") => Some(Op::Ping),
        Some("cancel_on_disconnect") => match fields.truth_if("enabled") {
            Some(enabled) => Some(Op::CancelOnDisconnect { enabled }),
            None => {
                fields.fault("enabled", "must be `true` or `false`");
                None
            }
        },
        Some("cancel") => fields.text("id").map(|id| Op::Cancel { id: id.to_owned() }),
        Some("order") => match fields.value_if("order") {
            None => {
                fields.fault("order", "is missing");
                None
            }
            // From here on pointers are relative to the order.
            Some(order) => Some(Op::Order { order: Box::new(order_form::read(order)?) }),
        },
        Some(_) => {
            let words = "must be one of `auth`, `subscribe`, `unsubscribe`, `ping`, `order`, `cancel`, \
                         `cancel_on_disconnect`";
            return Err(Problem::unfit(vec![Fault::new("/op", words)]));
        }
    };
    fields.end()?;
    Ok(op.expect("what is missing or does not fit was told above"))
}

/// `instrument` may be left out: then it is `*`.
fn topic(fields: &mut Fields<'_>) -> Option<Topic> {
    let name = fields.text("channel");
    let channel = name.and_then(|name| Channel::ALL.into_iter().find(|channel| channel.name() == name));
    if name.is_some() && channel.is_none() {
        let words = Channel::ALL.map(|channel| format!("`{}`", channel.name())).join(", ");
        fields.fault("channel", format!("must be one of {words}"));
    }
    let instrument = match fields.text_if("instrument") {
        None | Some("*") => None,
        Some(_) => fields.parsed_if("instrument"),
    };
    if channel == Some(Channel::Admissions) && instrument.is_some() {
        fields.fault("instrument", "admissions are followed as a whole: `*`");
    }
    channel.map(|channel| Topic { channel, instrument })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::Language;

    #[test]
    fn a_subscription_is_read() {
        let frame = read(r#"{"op":"subscribe","channel":"trades","instrument":"CURA","from_seq":7,"req_id":"r1"}"#);
        assert_eq!(frame.req_id, "r1");
        let topic = Topic { channel: Channel::Trades, instrument: "CURA".parse().ok() };
        assert_eq!(frame.op.expect("fits"), Op::Subscribe { topic, from_seq: Some(7) });
        let all = read(r#"{"op":"unsubscribe","channel":"book","instrument":"*"}"#).op.expect("fits");
        assert_eq!(all, Op::Unsubscribe { topic: Topic { channel: Channel::Book, instrument: None } });
    }

    #[test]
    fn what_does_not_fit_is_told_with_its_req_id() {
        let unfit = |text: &str| {
            let frame = read(text);
            (frame.req_id, frame.op.expect_err("unfit").document(Language::En))
        };
        assert_eq!(unfit("{").1["status"], 400);
        let (req_id, document) = unfit(r#"{"op":"subscribe","channel":"tarot","req_id":3}"#);
        assert_eq!((req_id, document["errors"][0]["pointer"].clone()), (json!(3), json!("/channel")));
        assert_eq!(unfit(r#"{"op":"dance"}"#).1["errors"][0]["pointer"], "/op");
        assert_eq!(
            unfit(r#"{"op":"subscribe","channel":"book","from_seq":-1}"#).1["errors"][0]["pointer"],
            "/from_seq"
        );
        let (req_id, document) = unfit(r#"{"op":"order","req_id":"o","order":{"side":"buy"}}"#);
        assert_eq!(req_id, "o");
        assert_eq!(document["errors"][0]["pointer"], "/client_order_id");
        assert_eq!(unfit(r#"{"op":"order"}"#).1["errors"][0]["pointer"], "/order");
        assert_eq!(unfit("[]").1["errors"][0]["pointer"], "");
    }
}
