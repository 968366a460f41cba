//! Findings in words: the value of the field, the reason why it can't be used, the next action.

use super::field::FieldLine;
use super::line::Line;
use crate::lang::Lang;
use crate::machine::{Container, Field, Machine, MachineSource, SerialScope, Tables, ValueSource};
use crate::review::{Finding, FindingKind, Note, Part, Predicted, Review, Verdict, refuses};

lines! {
    /// Reasons, verdicts and headlines of review.
    pub enum ReviewLine in review {
        /// One word for each verdict, for a column.
        WordOk, WordBlank, WordPlaceholder, WordMalformed, WordShared, WordUnreadable,
        /// One sentence for each verdict.
        Ok, Blank, Placeholder, Malformed, Shared, Unreadable,
        /// One sentence for each kind.
        ToBeFilled, DefaultString, FieldName, NoValue, Counting, Repeated, Punctuation, BuildToken, TestWord,
        VendorFiller, FormFactor, FirmwareVendor, Missing, BadText, BadIndex, TooShort, TooLong, UuidTemplate,
        NeedsRoot, NoTables, SeenOften, SaysNothingNew, AssignedElsewhere,
        /// The next action.
        NowNothing, NowSet, NowReplace, NowRoot, NowRestart, NowWarn,
        /// Headlines.
        Accept, AcceptWarn,
        /// Notes on the serial, and on the tables as a whole.
        NoteSerialOfHost, NoteSerialOfTemplate, NoteSerialOfClones,
        TablesNone, TablesDeviceTree, TablesContainer, TablesKernelFiles, TablesNotRecorded, TablesDenied, TablesEmpty,
        TablesDamaged, RecordingDamaged,
    }
}

sentences! {
    /// Findings, headlines and notes that contain values.
    pub enum ReviewSentence in review_sentence {
        What { field, value },
        WhatEmpty { field },
        Refuse { bad },
        CantTell { fields },
        NoteSerialUuid { serial },
        NoteSystems { count },
        NoteBoards { count },
        NoteChassis { count },
    }
}

impl From<Verdict> for ReviewLine {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Ok => Self::Ok,
            Verdict::Blank => Self::Blank,
            Verdict::Placeholder => Self::Placeholder,
            Verdict::Malformed => Self::Malformed,
            Verdict::Shared => Self::Shared,
            Verdict::Unreadable => Self::Unreadable,
        }
    }
}

impl From<FindingKind> for ReviewLine {
    fn from(kind: FindingKind) -> Self {
        match kind {
            FindingKind::ToBeFilled => Self::ToBeFilled,
            FindingKind::DefaultString => Self::DefaultString,
            FindingKind::FieldName => Self::FieldName,
            FindingKind::NoValue => Self::NoValue,
            FindingKind::Counting => Self::Counting,
            FindingKind::Repeated => Self::Repeated,
            FindingKind::Punctuation => Self::Punctuation,
            FindingKind::BuildToken => Self::BuildToken,
            FindingKind::TestWord => Self::TestWord,
            FindingKind::VendorFiller => Self::VendorFiller,
            FindingKind::FormFactor => Self::FormFactor,
            FindingKind::FirmwareVendor => Self::FirmwareVendor,
            // A desk has only the text. The sentence for the verdict gives the same reason there.
            FindingKind::Empty => Self::Blank,
            FindingKind::Missing => Self::Missing,
            FindingKind::BadText => Self::BadText,
            FindingKind::BadIndex => Self::BadIndex,
            FindingKind::TooShort => Self::TooShort,
            FindingKind::TooLong => Self::TooLong,
            FindingKind::UuidTemplate => Self::UuidTemplate,
            FindingKind::NeedsRoot => Self::NeedsRoot,
            FindingKind::NoTables => Self::NoTables,
            FindingKind::SeenOften => Self::SeenOften,
            FindingKind::SaysNothingNew => Self::SaysNothingNew,
            FindingKind::AssignedElsewhere => Self::AssignedElsewhere,
        }
    }
}

/// One word for a verdict, such as "accepted".
#[must_use]
pub fn verdict_word(lang: Lang, verdict: Verdict) -> &'static str {
    let line = match verdict {
        Verdict::Ok => ReviewLine::WordOk,
        Verdict::Blank => ReviewLine::WordBlank,
        Verdict::Placeholder => ReviewLine::WordPlaceholder,
        Verdict::Malformed => ReviewLine::WordMalformed,
        Verdict::Shared => ReviewLine::WordShared,
        Verdict::Unreadable => ReviewLine::WordUnreadable,
    };
    line.say(lang)
}

/// The name of the field and its value, if it was read.
#[must_use]
pub fn what(lang: Lang, finding: &Finding) -> String {
    let field = FieldLine::from(finding.field).say(lang);
    match finding.verdict {
        Verdict::Unreadable => field.to_owned(),
        _ if finding.shown.is_empty() => ReviewSentence::WhatEmpty { field: &field }.say(lang),
        _ => ReviewSentence::What { field: &field, value: &finding.shown }.say(lang),
    }
}

/// The reason of the verdict.
#[must_use]
pub fn why(lang: Lang, finding: &Finding) -> &'static str {
    reason(lang, finding.verdict, finding.kind)
}

/// The reason of a verdict of this kind.
#[must_use]
pub fn reason(lang: Lang, verdict: Verdict, kind: Option<FindingKind>) -> &'static str {
    kind.map_or_else(|| ReviewLine::from(verdict), ReviewLine::from).say(lang)
}

/// The next action. The remedies have the details.
#[must_use]
pub fn next_action(lang: Lang, finding: &Finding) -> &'static str {
    let line = match finding.verdict {
        Verdict::Ok => ReviewLine::NowNothing,
        Verdict::Blank => ReviewLine::NowSet,
        Verdict::Shared if !finding.refuses() => ReviewLine::NowWarn,
        Verdict::Placeholder | Verdict::Malformed | Verdict::Shared => ReviewLine::NowReplace,
        Verdict::Unreadable if finding.kind == Some(FindingKind::NeedsRoot) => ReviewLine::NowRoot,
        Verdict::Unreadable => ReviewLine::NowRestart,
    };
    line.say(lang)
}

/// The answer that the desk will give, in one sentence.
#[must_use]
pub fn headline(lang: Lang, review: &Review) -> String {
    headline_of(lang, review.binding_verdicts())
}

/// Like [`headline`], from the verdicts on manufacturer, model and serial.
#[must_use]
pub fn headline_of(lang: Lang, verdicts: [Verdict; 3]) -> String {
    let fields = Field::BINDING.into_iter().zip(verdicts);
    match Predicted::of(fields.clone()) {
        Predicted::Accepted if verdicts.contains(&Verdict::Shared) => {
            ReviewLine::AcceptWarn.say(lang).to_owned()
        }
        Predicted::Accepted => ReviewLine::Accept.say(lang).to_owned(),
        Predicted::Refused => {
            let bad = fields.filter(|(field, verdict)| refuses(*field, *verdict)).count();
            ReviewSentence::Refuse { bad: &bad }.say(lang)
        }
        Predicted::Unknown => {
            let names: Vec<&str> = fields
                .filter(|(_, verdict)| *verdict == Verdict::Unreadable)
                .map(|(field, _)| FieldLine::from(field).say(lang))
                .collect();
            let comma = if lang == Lang::Zh { "、" } else { ", " };
            ReviewSentence::CantTell { fields: &names.join(comma) }.say(lang)
        }
    }
}

/// A note on the state of the tables, and where the values come from instead; `None` where the tables were read.
#[must_use]
pub fn tables_note(lang: Lang, machine: &Machine) -> Option<&'static str> {
    let recorded = matches!(machine.source, MachineSource::Recording(_));
    let line = match (machine.tables, machine.container) {
        (Tables::Read, _) => return None,
        (Tables::None, Some(Container::Oci | Container::Lxc | Container::Nspawn | Container::Other)) => {
            ReviewLine::TablesContainer
        }
        (Tables::None, None) if machine.lacks_smbios() => {
            if machine.device_tree.is_some() {
                ReviewLine::TablesDeviceTree
            } else {
                ReviewLine::TablesNone
            }
        }
        (Tables::None, None) => {
            let kernel = |field| machine.value_source(field) == Some(ValueSource::KernelFiles);
            if Field::ALL.into_iter().any(kernel) {
                ReviewLine::TablesKernelFiles
            } else {
                ReviewLine::TablesNotRecorded
            }
        }
        (Tables::Denied, _) => ReviewLine::TablesDenied,
        (Tables::Empty, _) => ReviewLine::TablesEmpty,
        (Tables::Damaged, _) if recorded => ReviewLine::RecordingDamaged,
        (Tables::Damaged, _) => ReviewLine::TablesDamaged,
    };
    Some(line.say(lang))
}

/// A note in one sentence. `held` formats the serial in the UUID, which a report may mask.
#[must_use]
pub fn note(lang: Lang, note: &Note, held: impl Fn(&str) -> String) -> String {
    match note {
        Note::SerialDiffersFromUuid { uuid_serial: serial } => {
            ReviewSentence::NoteSerialUuid { serial: &held(serial) }.say(lang)
        }
        Note::DuplicateStructures { part, count } => {
            let sentence = match part {
                Part::System => ReviewSentence::NoteSystems { count },
                Part::Board => ReviewSentence::NoteBoards { count },
                Part::Chassis => ReviewSentence::NoteChassis { count },
            };
            sentence.say(lang)
        }
        Note::SerialOfOthers(scope) => {
            let line = match scope {
                SerialScope::Host => ReviewLine::NoteSerialOfHost,
                SerialScope::Template => ReviewLine::NoteSerialOfTemplate,
                SerialScope::Clones => ReviewLine::NoteSerialOfClones,
            };
            line.say(lang).to_owned()
        }
    }
}
