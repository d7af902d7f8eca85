//! The words of what a holder may do with an instrument: to whom it may pass, how much one may hold, until when it is
//! locked.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Code, Day, Money, Quantity, Rate};

/// To whom an instrument may pass (circolazione).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Transfer {
    /// To anybody.
    #[default]
    Free,
    /// To whoever is no small investor: every class but `retail` and `donor`.
    Qualified,
    /// To banks, funds and foundations alone: the class `institutional`.
    Institutional,
    /// To those who are named.
    Members,
    /// To nobody: whoever subscribes keeps it.
    None,
}

/// What an investor is before the limits of an instrument, and before a tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HolderNature {
    /// Nobody has said.
    Unknown,
    /// A natural person.
    Person,
    /// A natural person who understands or can bear what it does.
    QualifiedPerson,
    /// A legal person that is no institution.
    Firm,
    /// A bank, a fund, a foundation.
    Institution,
}

/// An investor as the limits of an instrument see it.
#[derive(Debug, Clone, Copy)]
pub struct Holder<'a> {
    /// Its name.
    pub name: &'a Code,
    /// The group that it belongs to.
    pub group: Option<&'a Code>,
    /// What it is.
    pub nature: HolderNature,
}

impl Holder<'_> {
    /// Whether it is one of those named, by itself or by its group.
    #[must_use]
    pub fn is_among(&self, names: &[Code]) -> bool {
        names.iter().any(|name| name == self.name || Some(name) == self.group)
    }
}

/// Until when units may not be sold (vincolo di inalienabilità), and whose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LockUp {
    /// The day on which they are free again; not known before the listing where it is counted from there.
    pub until_on: Option<Day>,
    /// Days from the listing on, where it is counted from there.
    pub days: Option<u32>,
    /// The investors and groups that are bound; everybody who subscribed where nobody is named.
    pub holders: Vec<Code>,
}

/// The limits of one instrument, with the figures that they come to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct HoldingTerms {
    /// To whom it may pass.
    pub transfer: Transfer,
    /// Those who may hold it, where they are named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Code>,
    /// The most that one natural person may hold, in euro of nominal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person_maximum: Option<Money>,
    /// So many units that is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person_units: Option<Quantity>,
    /// Where that comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person_source: Option<String>,
    /// The largest part of the class that anybody may hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_share: Option<Rate>,
    /// So many units that is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_units: Option<Quantity>,
    /// What may not be sold yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lock_up: Option<LockUp>,
    /// Whether its holders have no votes in the general meeting.
    #[serde(skip_serializing_if = "is_false")]
    pub without_votes: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that `skip_serializing_if` asks for")]
const fn is_false(told: &bool) -> bool {
    !*told
}

impl HoldingTerms {
    /// Whether they leave everything free.
    #[must_use]
    pub fn is_free(&self) -> bool {
        *self == Self::default()
    }

    /// Whether an investor may buy or subscribe.
    #[must_use]
    pub fn admits(&self, holder: &Holder<'_>) -> bool {
        match self.transfer {
            Transfer::Free | Transfer::None => true,
            Transfer::Qualified => {
                let nature = holder.nature;
                matches!(nature, HolderNature::QualifiedPerson | HolderNature::Firm | HolderNature::Institution)
            }
            Transfer::Institutional => holder.nature == HolderNature::Institution,
            Transfer::Members => holder.is_among(&self.members),
        }
    }

    /// The most units that an investor may hold, where there is a cap for it.
    #[must_use]
    pub fn cap_of(&self, holder: &Holder<'_>) -> Option<Quantity> {
        let is_person = matches!(holder.nature, HolderNature::Person | HolderNature::QualifiedPerson);
        let person = self.person_units.filter(|_| is_person);
        person.into_iter().chain(self.maximum_units).min()
    }

    /// Whether a lock-up binds an investor who has subscribed.
    #[must_use]
    pub fn locks(&self, holder: &Holder<'_>) -> bool {
        self.lock_up.as_ref().is_some_and(|lock_up| lock_up.holders.is_empty() || holder.is_among(&lock_up.holders))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Code {
        text.parse().expect("a name")
    }

    #[test]
    fn who_may_hold_is_said_by_class_or_by_name() {
        let (name, group) = (code("saver-7"), code("saver"));
        let with = |transfer, nature| {
            let terms = HoldingTerms { transfer, members: vec![code("saver")], ..HoldingTerms::default() };
            terms.admits(&Holder { name: &name, group: Some(&group), nature })
        };
        use HolderNature::{Firm, Institution, Person, QualifiedPerson, Unknown};
        let all = [Unknown, Person, QualifiedPerson, Firm, Institution];
        let told = |transfer| all.map(|nature| with(transfer, nature));
        assert_eq!(told(Transfer::Free), [true; 5]);
        assert_eq!(told(Transfer::Qualified), [false, false, true, true, true]);
        assert_eq!(told(Transfer::Institutional), [false, false, false, false, true]);
        assert_eq!(told(Transfer::Members), [true; 5], "its group is named");
        let terms = HoldingTerms { transfer: Transfer::Members, members: vec![code("saver-7")], ..Default::default() };
        assert!(terms.admits(&Holder { name: &name, group: None, nature: Unknown }));
        let other = code("saver-8");
        assert!(!terms.admits(&Holder { name: &other, group: Some(&group), nature: Unknown }));
    }

    #[test]
    fn the_lower_of_two_caps_holds_and_that_of_persons_for_persons_alone() {
        let name = code("one");
        let cap = |person: Option<u64>, all: Option<u64>, nature| {
            let terms = HoldingTerms {
                person_units: person.map(Quantity::new),
                maximum_units: all.map(Quantity::new),
                ..HoldingTerms::default()
            };
            terms.cap_of(&Holder { name: &name, group: None, nature }).map(Quantity::units)
        };
        assert_eq!(cap(Some(100), Some(300), HolderNature::Person), Some(100));
        assert_eq!(cap(Some(100), Some(80), HolderNature::QualifiedPerson), Some(80));
        assert_eq!(cap(Some(100), Some(300), HolderNature::Institution), Some(300));
        assert_eq!(cap(Some(100), None, HolderNature::Firm), None);
        assert_eq!(cap(Some(100), None, HolderNature::Unknown), None, "nobody has said that it is a person");
    }
}
