//! The result of answering a bundle, as text and as JSON.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::text::BundleSentence as S;
use countersign_core::bundle::AnswerCounts;
use countersign_core::text::{BundleLine, Lang, Line as _, safe_path};
use countersign_ledger::Reason;
use countersign_ledger::text::LedgerLine;

/// The result of answering a bundle.
pub(super) struct BundleSummary {
    /// The path of the answers file.
    pub(super) answers: PathBuf,
    /// The number of answers from an earlier run.
    pub(super) taken_over: u64,
    pub(super) counts: AnswerCounts,
}

impl BundleSummary {
    pub(super) fn new(answers: PathBuf) -> Self {
        Self { answers, taken_over: 0, counts: AnswerCounts::default() }
    }

    pub(super) fn to_json(&self) -> Value {
        json!({
            "answers": self.answers.to_string_lossy(),
            "requests": self.counts.requests(),
            "issued": self.counts.issued,
            "reasons": self.counts.reasons,
            "taken-over": self.taken_over,
            "cut-off": self.counts.cut_off,
        })
    }

    /// Returns the result as text, the most frequent reason first.
    pub(super) fn to_text(&self, lang: Lang) -> String {
        let (requests, issued, refused) = (self.counts.requests(), self.counts.issued, self.counts.refused());
        let total = S::Total { requests: &requests, issued: &issued, refused: &refused }.say(lang);
        let mut lines = vec![total];
        lines.extend(self.counts.by_frequency().into_iter().map(|(code, count)| {
            let words = Reason::from_code(code).map(|reason| LedgerLine::of_reason(reason).0.say(lang));
            format!("{count:>7}  {code}  {}", words.unwrap_or_default()).trim_end().to_owned()
        }));
        if self.taken_over > 0 {
            lines.push(S::TakenOver { count: &self.taken_over }.say(lang));
        }
        if self.counts.cut_off {
            lines.push(BundleLine::CutOff.say(lang).to_owned());
        }
        lines.push(S::Answers { path: &safe_path(&self.answers) }.say(lang));
        lines.join("\n") + "\n"
    }
}
