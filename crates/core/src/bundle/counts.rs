//! The counts of a bundle's answers: issued codes, and refusals by reason.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The counts of answers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct AnswerCounts {
    /// How many codes were issued.
    pub issued: u64,
    /// How many requests were refused, by the stable code of the reason.
    pub reasons: BTreeMap<String, u64>,
    /// Whether the bundle of requests was cut off.
    pub cut_off: bool,
}

impl AnswerCounts {
    /// Counts one answer: an issued code where `reason` is `None`, else a refusal with this stable code.
    pub fn count(&mut self, reason: Option<&str>) {
        match reason {
            None => self.issued += 1,
            Some(reason) => *self.reasons.entry(reason.to_owned()).or_default() += 1,
        }
    }

    /// How many requests were refused.
    #[must_use]
    pub fn refused(&self) -> u64 {
        self.reasons.values().sum()
    }

    /// How many requests there were.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.issued + self.refused()
    }

    /// Whether every request got its code, and none is missing.
    #[must_use]
    pub fn is_all_issued(&self) -> bool {
        self.reasons.is_empty() && !self.cut_off
    }

    /// The reasons with their counts, the most frequent first.
    #[must_use]
    pub fn by_frequency(&self) -> Vec<(&str, u64)> {
        let mut reasons: Vec<_> = self.reasons.iter().map(|(code, count)| (code.as_str(), *count)).collect();
        reasons.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
        reasons
    }
}
