//! A capital increase as people read it.

use crate::domain::{Day, Money, Price, Quantity, Rate, Timestamp};
use crate::engine::Fact;

/// A capital increase of a listed company.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct IncreaseView {
    /// New units offered.
    pub units: Quantity,
    /// The price of one, in euro.
    pub price: Price,
    /// The first day on which it could be subscribed.
    pub opens_on: Day,
    /// Until when.
    pub closes_at: Timestamp,
    /// Whether it stands also where less than all of it is subscribed.
    pub separable: bool,
    /// Units in issue when it opened, and the day whose holders have the right; nothing before.
    pub in_issue: Option<(Quantity, Day)>,
    /// How it ended.
    pub result: Option<IncreaseResult>,
}

/// How a capital increase ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct IncreaseResult {
    /// Whether new units were given.
    pub success: bool,
    /// Units asked.
    pub asked: Quantity,
    /// Units given.
    pub allotted: Quantity,
    /// What was paid for them, in euro.
    pub raised: Money,
    /// The free float after it.
    pub free_float: Rate,
}

/// Takes in what tells of an increase.
pub(super) fn fold(increases: &mut Vec<IncreaseView>, fact: &Fact) {
    match fact {
        Fact::IncreaseAnnounced { units, price, opens_on, closes_at, separable, .. } => increases.push(IncreaseView {
            units: *units,
            price: *price,
            opens_on: *opens_on,
            closes_at: *closes_at,
            separable: *separable,
            in_issue: None,
            result: None,
        }),
        Fact::IncreaseOpened { in_issue, record_on, .. } => {
            increases.last_mut().into_iter().for_each(|view| view.in_issue = Some((*in_issue, *record_on)));
        }
        Fact::IncreaseClosed { success, asked, allotted, raised, free_float, .. } => {
            let (success, asked, allotted) = (*success, *asked, *allotted);
            let result = IncreaseResult { success, asked, allotted, raised: *raised, free_float: *free_float };
            increases.last_mut().into_iter().for_each(|view| view.result = Some(result));
        }
        _ => {}
    }
}
