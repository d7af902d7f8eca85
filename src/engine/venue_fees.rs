//! What the system of the rulebook itself asks for, as lines of a company's account.

use crate::admission::{self, OwnFee, OwnFeeKind, Rulebook};
use crate::domain::{Day, Figure, Money, Text};
use crate::exercise::{Entry, EntryKind, Payer, Unit};

/// The rulebook's own fees on a raise, beside the costs of the table; none where it states none.
pub(super) fn venue_fees(rulebook: &Rulebook, raise: Money, listed_on: Day) -> Vec<Entry> {
    rulebook.own_fees(raise, listed_on).into_iter().map(|fee| line(fee, listed_on)).collect()
}

fn line(fee: OwnFee, date: Day) -> Entry {
    let (item, [it, en]) = match fee.kind {
        OwnFeeKind::Application => {
            ("system-application-fee", ["Domanda alla piattaforma", "Application to the system"])
        }
        OwnFeeKind::Listing => ("system-listing-fee", ["Ammissione alla piattaforma", "Listing on the system"]),
        OwnFeeKind::Success => ("system-success-fee", ["Commissione sulla raccolta", "Success fee of the system"]),
        OwnFeeKind::Annual => ("system-annual-fee", ["Quota annuale della piattaforma", "Yearly fee of the system"]),
    };
    let payer = match fee.payer {
        admission::Payer::Issuer => Payer::Issuer,
        admission::Payer::Investor => Payer::Investor,
        admission::Payer::Operator => Payer::Exchange,
        admission::Payer::Sponsor => Payer::ThirdParty,
    };
    Entry {
        item: item.parse().expect("a literal of lower-case letters"),
        label: Text { it: it.into(), en: en.into() },
        kind: if fee.kind == OwnFeeKind::Annual { EntryKind::Yearly } else { EntryKind::OneOff },
        amount: Figure::of_money(fee.amount),
        unit: Unit::Euro,
        date,
        basis: fee.basis,
        source: fee.source,
        payer: Some(payer),
        rule: Some(fee.rule),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Document, library};

    fn fees(name: &str, raise: i64) -> Vec<(String, String, Option<Payer>)> {
        let text = library::text("rulebooks", name).expect("it ships");
        let rulebook: Rulebook =
            Document::parse(name, text.as_bytes()).and_then(|document| document.decode()).expect("a rulebook");
        let lines = venue_fees(&rulebook, Money::euro(raise), "2026-09-01".parse().expect("a day"));
        let told = |line: Entry| (line.item.to_string(), line.amount.expect("a figure").to_string(), line.payer);
        lines.into_iter().map(told).collect()
    }

    #[test]
    fn a_system_takes_its_own_fees_from_who_pays_there() {
        assert_eq!(fees("torino-2022", 2_000_000), []);
        let spain = [("system-success-fee".into(), "100000".into(), Some(Payer::Issuer))];
        assert_eq!(fees("bolsa-social-es", 2_000_000), spain);
        let brazil = [("system-success-fee".into(), "0".into(), Some(Payer::Exchange))];
        assert_eq!(fees("bvsa-br", 20_000), brazil);
        let [(item, amount, payer)] = &fees("ssx-uk-2013", 0)[..] else { panic!("one fee") };
        assert_eq!((item.as_str(), *payer), ("system-annual-fee", Some(Payer::Issuer)));
        assert!(amount.parse::<Money>().expect("money") > Money::euro(10_000), "pounds in euro: {amount}");
    }
}
