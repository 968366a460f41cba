//! The answers to several requests: how many codes, and how many refusals with each reason.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use super::answer::Answer;
use crate::commands::exit::Exit;
use crate::page;
use crate::text::{RelayLine as L, RelaySentence as S};
use countersign_core::bundle::AnswerCounts;
use countersign_core::lang::Lang;
use countersign_core::text::{BundleLine, Line, safe_path};
use countersign_ledger::Reason;
use countersign_ledger::text::LedgerLine;

/// The columns of a count.
const COUNT: usize = 7;

/// The counts.
#[derive(Debug, Default)]
pub(super) struct Summary {
    issued: u64,
    refused: u64,
    open: u64,
    reasons: BTreeMap<String, Why>,
    /// The number of failures in a row after which the desk was not asked any more; `None` if that many didn't come.
    pub(super) gave_up: Option<u32>,
}

/// How often a reason came, and its text from the first time.
#[derive(Debug)]
struct Why {
    count: u64,
    what: String,
}

impl Summary {
    /// Counts an answer.
    pub(super) fn count(&mut self, answer: &Answer) {
        match answer.exit() {
            Exit::Done => self.issued += 1,
            Exit::Fault => self.open += 1,
            _ => self.refused += 1,
        }
        if let Some(told) = answer.told() {
            let first = || Why { count: 0, what: told.what.clone() };
            self.reasons.entry(told.code.clone()).or_insert_with(first).count += 1;
        }
    }

    /// The counts at the end of the answers.
    pub(super) fn counts(&self, cut_off: bool) -> AnswerCounts {
        let reasons = self.reasons.iter().map(|(code, why)| (code.clone(), why.count)).collect();
        AnswerCounts { issued: self.issued, reasons, cut_off }
    }

    /// The exit code: `Fault` if a further run may bring more codes, `Refused` if it won't, `Done` if there are all codes.
    pub(super) fn exit(&self, cut_off: bool) -> Exit {
        match (self.open, self.refused) {
            (0, 0) if !cut_off => Exit::Done,
            (0, _) => Exit::Refused,
            _ => Exit::Fault,
        }
    }

    /// The summary as lines of 80 columns, the most frequent reason first.
    pub(super) fn lines(&self, file: Option<&Path>, cut_off: bool, lang: Lang) -> Vec<String> {
        let Self { issued, refused, open, .. } = self;
        let width = page::OutputWidth::Unbounded;
        let total = S::Total { requests: &self.requests(), issued, refused, open }.say(lang);
        let mut lines = page::wrapped(&total, "", "", width);
        let mut reasons: Vec<_> = self.reasons.iter().collect();
        reasons.sort_by_key(|(code, why)| (Reverse(why.count), *code));
        let indent = " ".repeat(COUNT + 2);
        for (code, Why { count, what }) in reasons {
            // The desk's own text is about one machine.
            let words = Reason::from_code(code).map(|reason| LedgerLine::of_reason(reason).0.say(lang));
            let line = format!("{code}  {}", words.unwrap_or(what));
            lines.extend(page::wrapped(line.trim_end(), &format!("{count:>COUNT$}  "), &indent, width));
        }
        let gave_up = self.gave_up.map(|count| S::GaveUp { count: &count }.say(lang));
        let again = (self.open > 0).then(|| L::Again.say(lang).to_owned());
        let cut_off = cut_off.then(|| BundleLine::CutOff.say(lang).to_owned());
        let answers = file.map(|path| S::Answers { path: &safe_path(path) }.say(lang));
        for line in [gave_up, again, cut_off, answers].into_iter().flatten() {
            lines.extend(page::wrapped(&line, "", "", width));
        }
        lines
    }

    /// The summary as an object.
    pub(super) fn to_json(&self, file: &Path, cut_off: bool) -> Value {
        let reasons: BTreeMap<_, _> = self.reasons.iter().map(|(code, why)| (code, why.count)).collect();
        json!({
            "answers": file.to_string_lossy(),
            "requests": self.requests(),
            "issued": self.issued,
            "unanswered": self.open,
            "reasons": reasons,
            "cut-off": cut_off,
        })
    }

    const fn requests(&self) -> u64 {
        self.issued + self.refused + self.open
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::online::{Decision, Told};
    use serde_json::Map;
    use unicode_width::UnicodeWidthStr;

    fn issued() -> Answer {
        Answer::Decided(Box::new(Decision { object: Map::new(), code: Ok(Default::default()) }))
    }

    fn told(code: &str) -> Told {
        Told { code: code.to_owned(), what: "What it says, at length. ".repeat(6), cure: String::new() }
    }

    fn refused(code: &str) -> Answer {
        Answer::Decided(Box::new(Decision { object: Map::new(), code: Err(told(code)) }))
    }

    fn summary(answers: &[Answer]) -> Summary {
        let mut summary = Summary::default();
        answers.iter().for_each(|answer| summary.count(answer));
        summary
    }

    #[test]
    fn the_exit_code_shows_whether_a_further_run_is_needed() {
        let (refused, open) = (refused("MACHINE-REFUSED"), Answer::Open(told("ONLINE-NAME")));
        for (answers, cut_off, exit) in [
            (vec![], false, Exit::Done),
            (vec![issued(), issued()], false, Exit::Done),
            (vec![issued()], true, Exit::Refused),
            (vec![issued(), refused.clone()], false, Exit::Refused),
            (vec![Answer::Refused(told("LINE-MALFORMED"))], false, Exit::Refused),
            (vec![issued(), refused.clone(), open.clone()], true, Exit::Fault),
            (vec![open.clone()], false, Exit::Fault),
        ] {
            assert_eq!(summary(&answers).exit(cut_off), exit, "{answers:?}");
        }
    }

    #[test]
    fn the_most_frequent_reason_is_first_and_lines_fit() {
        let mut summary = summary(&[
            issued(),
            refused("MACHINE-REFUSED"),
            Answer::Open(told("ONLINE-TIMEOUT")),
            Answer::Open(told("ONLINE-TIMEOUT")),
            refused("NEW-REASON"),
        ]);
        summary.gave_up = Some(5);
        let path = Path::new("answers\u{1b}[2J.jsonl");
        for lang in [Lang::En, Lang::Zh] {
            let lines = summary.lines(Some(path), true, lang);
            assert!(lines.iter().all(|line| line.width() <= 80 && !line.contains('\u{1b}')), "{lines:#?}");
            let text = lines.join("\n");
            let at = |what: &str| text.find(what).unwrap_or_else(|| panic!("{what} is missing in {text}"));
            assert!(at("      2  ONLINE-TIMEOUT") < at("      1  MACHINE-REFUSED"));
            assert!(at("      1  MACHINE-REFUSED") < at("      1  NEW-REASON  What it says"));
            // A reason that the ledger knows has the ledger's text, not the text about one machine.
            let known = &text[at("MACHINE-REFUSED")..at("      1  NEW-REASON")];
            assert!(!known.contains("What it says"), "{known}");
        }
        let json = summary.to_json(path, false);
        assert_eq!(
            (&json["requests"], &json["issued"], &json["unanswered"]),
            (&json!(5), &json!(1), &json!(2))
        );
        assert_eq!(json["reasons"], json!({ "MACHINE-REFUSED": 1, "NEW-REASON": 1, "ONLINE-TIMEOUT": 2 }));
    }
}
