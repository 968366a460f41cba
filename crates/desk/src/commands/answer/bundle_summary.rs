//! What became of a bundle: how many codes, and how many refusals of each reason.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::text::{BundleLine as L, BundleSentence as S};
use countersign_core::text::{Lang, Line as _, safe_path};
use countersign_ledger::Reason;
use countersign_ledger::text::LedgerLine;

/// The counts.
pub(super) struct BundleSummary {
    /// The file of the answers.
    pub(super) answers: PathBuf,
    /// How many answers an earlier run had given.
    pub(super) taken_over: u64,
    /// Whether the bundle was cut off.
    pub(super) cut_off: bool,
    issued: u64,
    reasons: BTreeMap<String, u64>,
}

impl BundleSummary {
    pub(super) const fn new(answers: PathBuf) -> Self {
        Self { answers, taken_over: 0, cut_off: false, issued: 0, reasons: BTreeMap::new() }
    }

    /// Counts a line of answer.
    pub(super) fn count(&mut self, answer: &Value) {
        match answer["reason"].as_str() {
            None => self.issued += 1,
            Some(reason) => *self.reasons.entry(reason.to_owned()).or_default() += 1,
        }
    }

    /// How many requests there were.
    pub(super) fn requests(&self) -> u64 {
        self.issued + self.refused()
    }

    /// Whether every request got its code, and none is missing.
    pub(super) fn is_all_issued(&self) -> bool {
        self.reasons.is_empty() && !self.cut_off
    }

    fn refused(&self) -> u64 {
        self.reasons.values().sum()
    }

    pub(super) fn to_json(&self) -> Value {
        json!({
            "answers": self.answers.to_string_lossy(),
            "requests": self.requests(),
            "issued": self.issued,
            "reasons": self.reasons,
            "taken-over": self.taken_over,
            "cut-off": self.cut_off,
        })
    }

    /// The most frequent reason first.
    pub(super) fn to_text(&self, lang: Lang) -> String {
        let (requests, issued, refused) = (self.requests(), self.issued, self.refused());
        let total = S::Total { requests: &requests, issued: &issued, refused: &refused }.say(lang);
        let mut lines = vec![total];
        let mut reasons: Vec<_> = self.reasons.iter().collect();
        reasons.sort_by_key(|(code, count)| (std::cmp::Reverse(**count), *code));
        lines.extend(reasons.into_iter().map(|(code, count)| {
            let words = Reason::from_code(code).map(|reason| LedgerLine::of_reason(reason).0.say(lang));
            format!("{count:>7}  {code}  {}", words.unwrap_or_default()).trim_end().to_owned()
        }));
        if self.taken_over > 0 {
            lines.push(S::TakenOver { count: &self.taken_over }.say(lang));
        }
        if self.cut_off {
            lines.push(L::CutOff.say(lang).to_owned());
        }
        lines.push(S::Answers { path: &safe_path(&self.answers) }.say(lang));
        lines.join("\n") + "\n"
    }
}
