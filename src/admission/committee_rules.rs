//! How a committee decides, as data: who counts, who must agree, how long each step may take.
//!
//! A rule that a system does not regulate is left out, and then asks for nothing.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Threshold;
use crate::domain::Rate;

/// How the committee decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommitteeRules {
    /// Members who may vote.
    pub members: Threshold<u32>,
    /// Fewest votes for a decision, abstentions included.
    pub quorum: Threshold<u32>,
    /// Part of the yes and no votes that the yes votes must exceed.
    pub majority: Threshold<Rate>,
    /// Days after the decision within which a condition must be met.
    pub condition_days: Threshold<u32>,
    /// Whether a decision, and a condition declared met, take effect only when another member confirms them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub four_eyes: Option<Threshold<bool>>,
    /// Days from the application for which the dossier is open to everyone's comments; no decision before their end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment_days: Option<Threshold<u32>>,
    /// Days from the application within which the committee should decide. The time in which it waits for evidence does
    /// not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_days: Option<Threshold<u32>>,
    /// Days that a company has at least to answer a request for more evidence. Unanswered, the application lapses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence_days: Option<Threshold<u32>>,
    /// Days after a refusal within which the company may appeal. Without this rule a refusal is final.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appeal_days: Option<Threshold<u32>>,
    /// Fewest votes for a decision on an appeal; as at first where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appeal_quorum: Option<Threshold<u32>>,
    /// Part of the yes and no votes that the yes votes must exceed on an appeal; as at first where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appeal_majority: Option<Threshold<Rate>>,
    /// Months after a refusal before the same company may apply again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reapplication_months: Option<Threshold<u32>>,
    /// Whether a member who has voted may still declare a conflict, which strikes the vote. Where it is left out, yes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_recusal: Option<Threshold<bool>>,
}

impl CommitteeRules {
    /// Fewest votes for a decision, at first or on an appeal.
    #[must_use]
    pub fn quorum(&self, on_appeal: bool) -> u32 {
        let appeal = self.appeal_quorum.as_ref().filter(|_| on_appeal);
        appeal.unwrap_or(&self.quorum).value
    }

    /// Part of the yes and no votes that the yes votes must exceed, at first or on an appeal.
    #[must_use]
    pub fn majority(&self, on_appeal: bool) -> Rate {
        let appeal = self.appeal_majority.as_ref().filter(|_| on_appeal);
        appeal.unwrap_or(&self.majority).value
    }

    /// Whether a second member must confirm.
    #[must_use]
    pub fn asks_for_four_eyes(&self) -> bool {
        self.four_eyes.as_ref().is_some_and(|rule| rule.value)
    }

    /// Whether a vote that was cast may still be struck for a conflict.
    #[must_use]
    pub fn allows_late_recusal(&self) -> bool {
        self.late_recusal.as_ref().is_none_or(|rule| rule.value)
    }

    /// What is wrong with the rules although their form is right: the key and a sentence.
    pub(super) fn faults(&self) -> Vec<(&'static str, String)> {
        let mut faults = Vec::new();
        let members = self.members.value;
        let quorums = [("quorum", Some(&self.quorum)), ("appeal_quorum", self.appeal_quorum.as_ref())];
        for (key, quorum) in quorums.into_iter().filter_map(|(key, rule)| Some((key, rule?.value))) {
            if quorum > members {
                faults.push((key, format!("a quorum of {quorum} cannot be reached by {members} members")));
            }
        }
        let majorities = [("majority", Some(&self.majority)), ("appeal_majority", self.appeal_majority.as_ref())];
        for (key, rate) in majorities.into_iter().filter_map(|(key, rule)| Some((key, rule?.value))) {
            if rate < Rate::ZERO || rate > Rate::ONE {
                faults.push((key, format!("{rate} is no part of a whole: write a fraction from 0 to 1")));
            }
        }
        if self.asks_for_four_eyes() && members < 2 {
            faults.push(("four_eyes", "four eyes need two members at least".to_owned()));
        }
        let appeals =
            [("appeal_quorum", self.appeal_quorum.is_some()), ("appeal_majority", self.appeal_majority.is_some())];
        for (key, _) in appeals.into_iter().filter(|(_, given)| *given && self.appeal_days.is_none()) {
            faults.push((key, "there is no appeal without `appeal_days`".to_owned()));
        }
        faults
    }
}
