//! How the balances of an account moved, line by line, and why.

use serde::Serialize;

use crate::domain::{AccountId, InputNumber, Money, Seq, Timestamp};
use crate::engine::{AssetName, Event, Fact, Held};

/// A balance of an account, as an input left it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatementLine {
    /// The event that told it.
    pub seq: Seq,
    /// The input that moved it.
    pub input: InputNumber,
    /// Its time.
    pub time: Timestamp,
    /// What moved it, where the account was told of it.
    pub cause: Option<&'static str>,
    /// `EUR` or an instrument.
    pub asset: AssetName,
    /// Free to use.
    pub available: Held,
    /// Bound to open orders and subscriptions.
    pub reserved: Held,
    /// What of both has not come yet, less what has not gone.
    pub unsettled: Held,
    /// Of a balance of cash: what was withheld as tax from what the input has paid to the account, if anything was.
    pub tax: Option<Money>,
}

/// The balances of an account that one input has moved. `told` is all that it told.
pub fn statement_lines(told: &[Event], account: AccountId) -> impl Iterator<Item = StatementLine> + '_ {
    told.iter().filter_map(move |event| line(told, event, account))
}

fn line(told: &[Event], event: &Event, account: AccountId) -> Option<StatementLine> {
    let Fact::Balance { account: of, asset, available, reserved, unsettled } = &event.fact else { return None };
    let (seq, input, time) = (event.seq, event.input, event.time);
    (*of == account).then(|| StatementLine {
        seq,
        input,
        time,
        cause: cause(told, account),
        asset: *asset,
        available: *available,
        reserved: *reserved,
        unsettled: *unsettled,
        tax: tax(told, account).filter(|_| matches!(available, Held::Cash(_))),
    })
}

/// What was withheld from an account in one input; nothing where nothing was.
fn tax(told: &[Event], account: AccountId) -> Option<Money> {
    let own = told.iter().filter_map(|event| match event.fact {
        Fact::TaxWithheld { account: of, tax, .. } if of == account => Some(tax),
        _ => None,
    });
    Some(own.sum()).filter(|sum: &Money| !sum.is_zero())
}

/// What moved an account's balances in one input: the first of its own events.
fn cause(told: &[Event], account: AccountId) -> Option<&'static str> {
    let word = |event: &Event| match &event.fact {
        Fact::AccountOpened { account: of, .. } if *of == account => Some("opened"),
        Fact::Subscribed { account: of, .. } if *of == account => Some("subscribed"),
        Fact::Allotted { account: of, .. } if *of == account => Some("allotted"),
        Fact::CouponReceived { account: of, .. } if *of == account => Some("coupon"),
        Fact::InstalmentReceived { account: of, .. } if *of == account => Some("instalment"),
        Fact::RecoveryReceived { account: of, .. } if *of == account => Some("recovery"),
        Fact::ClaimEnded { account: of, .. } if *of == account => Some("claim_ended"),
        Fact::DividendReceived { account: of, .. } if *of == account => Some("dividend"),
        Fact::Pledged { account: of, .. } if *of == account => Some("pledged"),
        Fact::PledgeReturned { account: of, .. } if *of == account => Some("pledge_returned"),
        Fact::Donated { from, to, .. } if [*from, *to].contains(&account) => Some("donated"),
        Fact::Traded { buyer, seller, .. } if [*buyer, *seller].contains(&account) => Some("traded"),
        Fact::Settled { buyer, seller, .. } if [*buyer, *seller].contains(&account) => Some("settled"),
        Fact::SettlementPenalty { payer, payee, .. } if [*payer, *payee].contains(&account) => Some("penalty"),
        Fact::DeliveryEnded { buyer, seller, .. } if [*buyer, *seller].contains(&account) => Some("delivery_ended"),
        Fact::BoughtOut { account: of, .. } if *of == account => Some("bought_out"),
        Fact::OrderAccepted { account: of, .. } if *of == account => Some("order_accepted"),
        Fact::OrderCanceled { account: of, .. } if *of == account => Some("order_canceled"),
        Fact::OrderExpired { account: of, .. } if *of == account => Some("order_expired"),
        Fact::OrderDecremented { account: of, .. } if *of == account => Some("order_decremented"),
        Fact::OrderReplaced { .. } => Some("order_replaced"),
        Fact::Earned { account: of, .. } if *of == account => Some("earned"),
        Fact::TaxPaid { account: of, .. } if *of == account => Some("tax_paid"),
        _ => None,
    };
    let words = || told.iter().filter_map(word);
    words().find(|word| ["traded", "bought_out"].contains(word)).or_else(|| words().next())
}
