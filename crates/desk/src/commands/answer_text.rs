//! Formats an answer as text in 80 columns, and as a license file.

use std::fmt::Write as _;

use super::text_layout::{pad, width, wrap};
use crate::presentation::{code_lines, origin_mark, shown_value, way_steps};
use crate::text::{DeskLine as L, DeskSentence, StaffLine};
use countersign_core::protocol::license::date_of;
use countersign_core::protocol::{Claims, Scheme};
use countersign_core::remedy::PlannedWay;
use countersign_core::review::{Finding, Verdict};
use countersign_core::text::{FieldLine, Lang, Line as _, remedy as remedy_text, review};
use countersign_ledger::text::{LedgerLine, ledger};
use countersign_ledger::{Answer, AnswerOutcome, GrantKind, Reason, Refusal};

/// Returns the contents of a license file: only the seven lines, as a device reads them.
pub(super) fn license_file(answer: &Answer) -> Option<String> {
    code_lines(answer).map(|lines| lines.join("\n") + "\n")
}

/// Returns the whole answer as text.
pub(super) fn answer(answer: &Answer, lang: Lang) -> String {
    let mut out = match &answer.outcome {
        AnswerOutcome::Issued { kind: how, claims, .. } => issued(answer, *how, *claims, lang),
        AnswerOutcome::Refused(refusal) => refused(answer, refusal, lang),
    };
    for note in &answer.notes {
        paragraph(&mut out, &ledger::note(lang, *note));
    }
    out
}

fn issued(answer: &Answer, how: GrantKind, claims: Claims, lang: Lang) -> String {
    let number = answer.license.as_ref().map_or("", |number| number.as_str());
    let mut out = String::new();
    paragraph(&mut out, &DeskSentence::CodeFor { number: &number, name: &answer.name }.say(lang));
    out.push('\n');
    for (at, line) in (1..).zip(code_lines(answer).unwrap_or_default()) {
        let _ = writeln!(out, "   {at}   {line}");
    }
    out.push('\n');
    paragraph(&mut out, L::CodeTypeIn.say(lang));
    paragraph(&mut out, LedgerLine::of_grant(how).say(lang));
    paragraph(&mut out, &claims_text(claims, lang));
    out
}

fn claims_text(claims: Claims, lang: Lang) -> String {
    let scheme = match claims.scheme {
        Scheme::Two => L::SchemeTwo,
        Scheme::Three => L::SchemeThree,
    };
    let expiry = claims.expires.map_or_else(
        || L::Never.say(lang).to_owned(),
        |last| DeskSentence::UntilDay { day: &date_of(last) }.say(lang),
    );
    let edition = claims.edition.0.to_string();
    DeskSentence::CodeFacts { edition: &edition, scheme: &scheme.say(lang), expiry: &expiry }.say(lang)
}

fn refused(answer: &Answer, refusal: &Refusal, lang: Lang) -> String {
    let reason = refusal.reason;
    let (what, next) = ledger::refusal(lang, refusal);
    let (code, name) = (&reason.code(), &answer.name);
    let title = match &answer.license {
        Some(number) if reason != Reason::NumberUnknown => {
            DeskSentence::RefusedFor { code, number, name }.say(lang)
        }
        _ => DeskSentence::RefusedUnknownNumber { code, name }.say(lang),
    };
    let mut out = String::new();
    paragraph(&mut out, &title);
    if let Some(case) = answer.case {
        paragraph(&mut out, &DeskSentence::CaseIs { case: &case }.say(lang));
    }
    out.push('\n');
    paragraph(&mut out, &what);
    if !refusal.differs.is_empty() {
        let fields = ledger::differences(lang, &refusal.differs);
        paragraph(&mut out, &DeskSentence::Differs { fields: &fields }.say(lang));
        if answer.spoken {
            paragraph(&mut out, StaffLine::KnownNotByWord.say(lang));
        }
    }
    paragraph(&mut out, &DeskSentence::WhatToDo { text: &next }.say(lang));
    if reason == Reason::ValueSeen {
        paragraph(&mut out, StaffLine::ValueSeenCommand.say(lang));
    }
    out.push('\n');
    paragraph(&mut out, L::FieldsHeading.say(lang));
    for finding in &answer.findings {
        field(&mut out, finding, lang);
    }
    if !answer.ways.is_empty() {
        out.push('\n');
        paragraph(&mut out, L::WaysHeading.say(lang));
    }
    for (at, one) in (1..).zip(&answer.ways) {
        way(&mut out, at, one, lang);
    }
    out
}

/// Writes one field: name, value and verdict on a line, then the reason.
fn field(out: &mut String, finding: &Finding, lang: Lang) {
    const NAME: usize = 14;
    const VALUE: usize = 36;
    let name = FieldLine::from(finding.field).say(lang);
    let shown = shown_value(lang, finding);
    let value = format!("{shown}{}", origin_mark(lang, finding.origin));
    let verdict = finding.code().unwrap_or_else(|| L::FieldOk.say(lang).to_owned());
    let _ = writeln!(out, "  {}{}", pad(name, NAME), in_columns(&value, VALUE, &verdict));
    if finding.verdict != Verdict::Ok {
        indented(out, review::why(lang, finding), 4);
    }
}

/// Writes a way with its number: title, needs, explanation, values, cautions, steps.
fn way(out: &mut String, at: usize, way: &PlannedWay, lang: Lang) {
    const INDENT: usize = 5;
    let _ = writeln!(out, "  {at}. {}", wrap(remedy_text::way_title(lang, way), INDENT, INDENT));
    paragraph_at(out, &remedy_text::way_needs(lang, way), INDENT);
    paragraph_at(out, remedy_text::way_explanation(lang, way), INDENT);
    for value in remedy_text::way_values(lang, &way.values) {
        indented(out, &value, INDENT);
    }
    if !way.cautions.is_empty() {
        paragraph_at(out, L::WayCautions.say(lang), INDENT);
    }
    for caution in &way.cautions {
        indented(out, &format!("! {}", remedy_text::step(lang, caution)), INDENT + 2);
    }
    for (number, step) in (1..).zip(way_steps(lang, way)) {
        indented(out, &format!("{number}. {}", step.text), INDENT);
        for command in step.commands {
            indented(out, remedy_text::location(lang, command.location), INDENT + 2);
            // A command isn't wrapped, so that it can be copied whole.
            for line in command.shell().lines() {
                let _ = writeln!(out, "          {line}");
            }
        }
    }
}

/// Puts two texts into columns. The second gets its own line if the first is too wide.
fn in_columns(one: &str, columns: usize, two: &str) -> String {
    if width(one) < columns {
        format!("{}{two}", pad(one, columns))
    } else {
        format!("{one}\n{}{two}", " ".repeat(16))
    }
}

fn paragraph(out: &mut String, text: &str) {
    out.push_str(&wrap(text, 0, 0));
    out.push('\n');
}

/// Writes a text with all lines indented alike.
fn paragraph_at(out: &mut String, text: &str, indent: usize) {
    out.push_str(&" ".repeat(indent));
    out.push_str(&wrap(text, indent, indent));
    out.push('\n');
}

/// Writes a text with its further lines indented more.
fn indented(out: &mut String, text: &str, indent: usize) {
    out.push_str(&" ".repeat(indent));
    out.push_str(&wrap(text, indent, indent + 2));
    out.push('\n');
}
