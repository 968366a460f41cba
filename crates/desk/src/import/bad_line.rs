//! A bad line of a file of license numbers: what is wrong with it, its stable code, and the words about it.

use super::columns::HeadingFault;
use crate::dates::ExpiryFault;
use crate::sql::{CustomerPart, CustomerTooLong};
use crate::text::{AdminLine as A, AdminSentence, import_customer, license_part, license_value};
use countersign_core::machine::printable;
use countersign_core::text::{Lang, Line as _, join_sentences, semicolon};
use countersign_ledger::text::LedgerLine;
use countersign_ledger::{ActionRefusal, License};

/// A bad line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// The line, counted from 1.
    pub line: usize,
    /// The text of the line, safe to show.
    pub text: String,
    /// What is wrong with it.
    pub fault: LineFault,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineFault {
    /// The number is not a license number of this product.
    Number,
    /// The edition is not a number from 0 to 15.
    Edition,
    /// The expiry can't be used.
    Expiry(ExpiryFault),
    /// The seats are not a number.
    Seats,
    /// A field of the customer is too long.
    Customer(CustomerPart),
    /// The line has more fields than there are columns.
    Fields,
    /// The first line has column titles that can't be used, so no line is read.
    Heading(HeadingFault),
    /// A quote is not closed.
    Quote,
    /// An earlier line, with this line number, has the same number with another license.
    Twice(usize),
    /// The ledger has the number with another license: the license in the ledger, and the license that the file
    /// asks for.
    Differs(License, License),
    /// The same, where the ledger refused to change it.
    NotUpdated(License, License, ActionRefusal),
    /// The line is longer than [`MAX_LINE_BYTES`](super::MAX_LINE_BYTES).
    TooLong,
    /// The file has more than [`MAX_LINES`](super::MAX_LINES) lines.
    TooMany,
}

impl LineFault {
    /// Returns the stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Number => "NUMBER-MALFORMED",
            Self::Edition => "EDITION-MALFORMED",
            Self::Expiry(fault) => fault.code(),
            Self::Seats => "SEATS-MALFORMED",
            Self::Customer(_) => CustomerTooLong::CODE,
            Self::Differs(..) | Self::NotUpdated(..) => "LICENSE-DIFFERS",
            Self::Fields => "FIELDS-TOO-MANY",
            Self::Heading(HeadingFault::Unknown(_)) => "COLUMN-UNKNOWN",
            Self::Heading(HeadingFault::Twice(_)) => "COLUMN-TWICE",
            Self::Heading(HeadingFault::NoNumber) => "COLUMN-NO-NUMBER",
            Self::Quote => "QUOTE-OPEN",
            Self::Twice(_) => "NUMBER-TWICE",
            Self::TooLong => "LINE-TOO-LONG",
            Self::TooMany => "LINES-TOO-MANY",
        }
    }
}

impl From<ExpiryFault> for LineFault {
    fn from(fault: ExpiryFault) -> Self {
        Self::Expiry(fault)
    }
}

/// Where the report of an import is read. It decides what a line names as the cure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportPlace {
    /// The output of a command.
    Command,
    /// The page of the office.
    Page,
    /// The interface for programs.
    Program,
}

impl BadLine {
    /// Returns a message about the line. `example` is a valid license number.
    #[must_use]
    pub fn message(&self, example: &str, place: ReportPlace, lang: Lang) -> String {
        let say = |line: A| line.say(lang).to_owned();
        let what = match &self.fault {
            LineFault::Number => AdminSentence::ImportNumber { example: &example }.say(lang),
            LineFault::Edition => say(A::ImportEdition),
            LineFault::Expiry(fault) => fault.message(lang).to_owned(),
            LineFault::Seats => say(A::ImportSeats),
            LineFault::Customer(part) => import_customer(lang, *part),
            LineFault::Differs(there, here) => differs(there, here, place, lang),
            LineFault::NotUpdated(there, here, refusal) => {
                let parts = differing_parts(there, here, lang);
                let why = LedgerLine::of_action_refusal(*refusal).say(lang);
                AdminSentence::ImportNotUpdated { parts: &parts, why: &why }.say(lang)
            }
            LineFault::Fields => say(A::ImportFields),
            LineFault::Heading(fault) => heading_fault(fault, lang),
            LineFault::Quote => say(A::ImportQuote),
            LineFault::Twice(before) => AdminSentence::ImportTwice { before }.say(lang),
            LineFault::TooLong => say(A::ImportTooLong),
            LineFault::TooMany => say(A::ImportTooMany),
        };
        let (line, code, text) = (&self.line, &self.fault.code(), &self.text);
        AdminSentence::ImportBad { line, code, what: &what, text }.say(lang)
    }
}

/// Returns why a first line can't be used, and the titles that can be used.
fn heading_fault(fault: &HeadingFault, lang: Lang) -> String {
    let title = |title: &str| printable(title.as_bytes());
    let what = match fault {
        HeadingFault::Unknown(one) => AdminSentence::ImportColumnUnknown { title: &title(one) }.say(lang),
        HeadingFault::Twice(one) => AdminSentence::ImportColumnTwice { title: &title(one) }.say(lang),
        HeadingFault::NoNumber => A::ImportColumnNoNumber.say(lang).to_owned(),
    };
    join_sentences(lang, &what, A::ImportColumns.say(lang))
}

/// Returns how the license in the ledger differs from another one, and what changes it.
pub fn differs(there: &License, here: &License, place: ReportPlace, lang: Lang) -> String {
    let cure = match place {
        ReportPlace::Command => commands(there, here).say(lang).to_owned(),
        ReportPlace::Page => AdminSentence::UseUpdateBox { label: &A::UpdateBox.say(lang) }.say(lang),
        ReportPlace::Program => A::UseUpdateWay.say(lang).to_owned(),
    };
    let parts = differing_parts(there, here, lang);
    AdminSentence::ImportDiffers { parts: &parts, cure: &cure }.say(lang)
}

/// Returns the commands that change a license to another one.
fn commands(there: &License, here: &License) -> A {
    let parts = there.differences(here);
    let renews = parts.iter().any(|(what, ..)| *what == "expiry");
    let edits = parts.iter().any(|(what, ..)| *what != "expiry");
    match (renews, edits) {
        (true, true) => A::UseBoth,
        (true, false) => A::UseRenew,
        (false, _) => A::UseEdit,
    }
}

/// Returns how the license in the ledger differs from another one.
pub fn differing_parts(there: &License, here: &License, lang: Lang) -> String {
    let part = |(what, there, here): &(&str, String, String)| {
        let (there, here) = (license_value(lang, there), license_value(lang, here));
        AdminSentence::DiffersPart { what: &license_part(lang, what), there: &there, here: &here }.say(lang)
    };
    there.differences(here).iter().map(part).collect::<Vec<_>>().join(semicolon(lang))
}
