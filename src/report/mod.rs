//! The listing exercise on paper: HTML, JSON, CSV.
//!
//! [`Report::of`] gathers what is to be said from the read models; [`to_html`] and [`to_json`] only write it down, byte
//! for byte the same for the same run.

mod chart;
mod comparison;
mod content;
mod html;
mod json;
mod lines;
mod minutes;
mod numerals;
mod ownership;
mod payments;
mod replications;
mod trades;
mod work;
mod years;

pub use comparison::{
    Cell, Column, Comparison, ComparisonKind, Comparisons, Difference, Remark, Row, SourcedFigure, comparisons_to_html,
    comparisons_to_text,
};
pub use content::{CalibrationLine, CompanyReport, Edition, Expected, Report, Summary};
pub use html::{PartingEdition, minutes_to_html, parting_to_html, to_html};
pub use json::{report_schema, to_json};
pub use minutes::Minutes;
pub use ownership::{HolderClass, Ownership};
pub use payments::Payment;
pub use replications::{ReplicationFile, Spread, figure, replications_to_html};
pub use trades::trades_csv;
pub use work::OwnerWork;
pub use years::Year;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;
