//! What must be known of a company to reckon its routes.

use crate::domain::{Day, InstrumentKind, LegalForm, Money, Rate};
use crate::exercise::CompanySize;

/// A company that looks for money, and what it would list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Venture {
    /// What its dossier asks to list.
    pub kind: InstrumentKind,
    /// How much it looks for, in euro, above zero.
    pub raise: Money,
    /// The value of the whole company with the raise in it, where the dossier offers shares.
    pub capitalisation: Option<Money>,
    /// The coupon of the bond that it offers.
    pub coupon: Option<Rate>,
    /// Its legal form, where it says it.
    pub legal_form: Option<LegalForm>,
    /// How large it is, for the tax credit.
    pub size: CompanySize,
    /// Yearly accounts that it shows.
    pub accounts: u32,
    /// Those of them that an auditor has signed.
    pub audited_accounts: u32,
    /// Whether its statute caps or forbids the distribution of profits.
    pub has_capped_profit: bool,
    /// Whether the gate admits it, on conditions or without; nothing where it was not asked.
    pub is_admitted: Option<bool>,
    /// The day on which it begins.
    pub starts_on: Day,
    /// Years over which the money is reckoned, 1 to 30.
    pub years: u32,
}

/// What the company pays in one year for the money it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Yearly {
    /// The year, from 1.
    pub year: u32,
    /// Costs of being there.
    pub costs: Money,
    /// Interest.
    pub interest: Money,
    /// What is paid back, or for a share what its holders expect to have by then.
    pub repaid: Money,
}

impl Yearly {
    /// All of it.
    #[must_use]
    pub fn total(&self) -> Option<Money> {
        self.costs.checked_add(self.interest)?.checked_add(self.repaid)
    }
}
