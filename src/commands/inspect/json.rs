//! A review as JSON.

use serde_json::{Value, json};

use countersign_core::lang::Lang;
use countersign_core::machine::{Field, Machine};
use countersign_core::remedy::{Plan, Remedy};
use countersign_core::review::{self, Finding, Note, Review};
use countersign_core::text::{remedy as remedy_words, review as words};

/// The JSON object of one machine. With `all` each field has its raw bytes in hexadecimal, and fields without an entry are
/// listed too.
pub fn object(
    lang: Lang,
    machine: &Machine,
    review: &Review,
    remedies: &[Remedy],
    plan: &Plan,
    all: bool,
) -> Value {
    let fields: Vec<Value> = Field::ALL
        .into_iter()
        .filter_map(|name| match review.finding(name) {
            Some(finding) => Some(field(lang, machine, finding, remedies, all)),
            None => all.then(|| json!({ "name": name.name(), "value": "", "verdict": null, "raw": null })),
        })
        .collect();
    json!({
        "acceptable": review.acceptable(),
        "fields": fields,
        "notes": notes(lang, review, str::to_owned),
        "headline": words::headline(lang, review),
        "ways": plan.ways.iter().map(|way| remedy_words::way_to_json(lang, way)).collect::<Vec<_>>(),
        "rules": review::RULES_VERSION,
    })
}

fn field(lang: Lang, machine: &Machine, finding: &Finding, remedies: &[Remedy], all: bool) -> Value {
    let remedies: Vec<_> = remedies
        .iter()
        .filter(|remedy| remedy.field == finding.field)
        .map(|remedy| remedy_words::to_json(lang, remedy))
        .collect();
    let code = finding.code();
    let reason = code.as_ref().map(|_| words::reason(lang, finding.verdict, finding.kind));
    let mut object = json!({
        "name": finding.field.name(),
        "value": finding.shown,
        "origin": finding.origin.name(),
        "verdict": finding.verdict.name(),
        "code": code,
        "reason": reason,
        "remedies": remedies,
    });
    if let (true, Some(object)) = (all, object.as_object_mut()) {
        let raw = machine.raw_bytes(finding.field).map(|bytes| data_encoding::HEXLOWER.encode(&bytes));
        object.insert("raw".to_owned(), json!(raw));
    }
    object
}

/// The notes of a review. `show_serial` says how a serial appears.
pub fn notes(lang: Lang, review: &Review, show_serial: impl Fn(&str) -> String) -> Vec<Value> {
    let one = |note: &Note| json!({ "code": note.code(), "text": words::note(lang, note, &show_serial) });
    review.notes.iter().map(one).collect()
}
