//! The sheet to take along.

use crate::text::{SheetLine as L, SheetSentence as S};

/// The English words.
pub fn sheet(line: L) -> &'static str {
    match line {
        L::TitleAlone => "Countersign: activation sheet",
        L::Number => "License number",
        L::Request => "Request",
        L::Desk => "Desk",
        L::Hotline => "Hotline",
        L::Case => "Case",
        L::Printed => "Printed on",
        L::RequestLead => "Scan the QR: a phone with a network shows the code. Or send the desk this text:",
        L::RequestNone => {
            "No request is open on this machine. Make one first: countersign request --number N. Then print the sheet again."
        }
        L::QrElsewhere => "The QR can't be drawn here. Use countersign report --sheet=html.",
        L::Code => "Room for the code",
        L::CodeDo => "Write the seven lines of the answer here. Type them at step 6 of countersign.",
        L::Machine => "The values of this machine",
    }
}

/// The English sentences with values.
pub fn sheet_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Title { product } => format!("{product}: activation sheet"),
        S::Page { number, of } => format!("page {number} of {of}"),
        S::WayTaken { way } => format!("Way taken: {way}"),
        S::WayTakenOthers { way, others } => format!("Way taken: {way}. Other ways: {others}"),
        S::LogEarlier { count, command } => {
            format!("Entries before these: {count}. The whole log: {command}")
        }
    }
}
