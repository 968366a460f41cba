//! Tests of the order of a summary's lines.

use super::*;
use countersign_ledger::NoteAudience;

#[test]
fn notes_and_steps_of_one_second_keep_the_order_of_the_log() {
    let step = |event: &str, operator: &str| OfficeEvent {
        at: 9,
        operator: operator.to_owned(),
        event: event.to_owned(),
        subject: String::new(),
    };
    let note = |at, operator: &str| CaseNote {
        at,
        operator: operator.to_owned(),
        text: "called".to_owned(),
        audience: NoteAudience::Internal,
    };
    let steps = [
        step(NOTE_ADDED, "li"),
        step("case-assigned", "li"),
        step(NOTE_ADDED, "wang"),
        step("case-waits", "li"),
    ];
    let notes = [note(9, "li"), note(9, "wang"), note(9, "li"), note(30, "li")];
    assert_eq!(places(&notes, &steps), [0, 2, 4, 4], "a note without an event comes last");
}
