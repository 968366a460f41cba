//! The words of the session line by line.

use crate::text::{PlainLine as L, PlainSentence as S};

/// The English words.
pub fn plain(line: L) -> &'static str {
    match line {
        // Around the questions
        L::Greeting => {
            "Line by line. At every question: 0 or quit ends, 7 or repeat repeats the page, 8 or back goes back, 9 or help explains, spell spells. Where a text is asked for, type / before a number."
        }
        L::NothingTyped => "Nothing was typed. Type what is asked for, or help.",
        L::NothingBefore => "There is nothing to go back to.",
        L::NothingToSpell => "There is nothing to spell here.",
        L::Closed => "The input has ended.",
        L::SearchingForSlips => "Looking for typing errors ... this takes a few seconds at most.",
        L::LookingForFiles => "Working on files ...",
        L::HelpChoices => "What can be typed here:",
        L::HelpContact => "Stuck? Call the desk and say the number of the step.",
        L::HelpCode => {
            "The lines are asked one by one. Up to two wrong characters in a line are corrected. A line that can't be read is asked for again; the next line may be typed instead. O and 0, I, L and 1, U and V are interchangeable. repeat 3 repeats line 3, spell 3 spells it."
        }
        // What is asked
        L::AskProduct => "The product, by number or identifier",
        L::AskSession => "What to do with this session, by number",
        L::AskNext => "What to do now, by number",
        L::AskWay => "A way or another action, by number",
        L::AskManualWay => "What to do next, by number; 9 lists them",
        L::AskThisWay => "What to do about this way, by number",
        L::AskRun => "Whether to run this, by number",
        L::AskDeclare => "Whether to declare this, by number",
        L::AskRoute => "The route of the request to the desk, by number",
        L::AskRequest => "What to do with the request, by number",
        L::AskQr => "How to draw the QR, by number",
        L::AskClose => "Where to go from here, by number",
        L::NumberAsk => "License number, as on the certificate",
        L::AskReplace => "Whether to replace the file, by number",
        L::SaveFileAsk => "Path of the file to save",
        L::DoNextOffer => "fill in the next path",
        L::CodeFileAsk => "Path of the file with the code",
        L::LeaveAsTyped => "keep it as typed",
        L::NextLine => "next line",
        // Choices
        L::DoNextMachine => "use the next sample machine",
        L::DoDetails => "read out every field",
        L::DoSudo => "start again with sudo",
        L::DoShowQr => "the address, for a QR",
        L::DoShowText => "the text form",
        L::DoShowSpoken => "the lines to read out",
        L::DoSaveText => "save the text form as a file",
        L::DoSavePicture => "save the QR as a picture",
        L::DoFillPracticeCode => "fill in the practice code",
        L::DoCodeFile => "read the code from a file",
        L::DoAskAnyway => "ask the desk anyway",
        L::DoWithdraw => "withdraw the chosen way",
        L::DoDrawQr => "draw the QR",
        L::DoReadOut => "read out the lines one at a time",
        L::DoRepeat => "repeat the page",
        // The QR
        L::QrBlocksOnDark => "blocks, where the text is light on dark",
        L::QrBlocksOnLight => "blocks, where the text is dark on light",
        L::QrSignsOnDark => "blanks and number signs, where the text is light on dark",
        L::QrSignsOnLight => "blanks and number signs, where the text is dark on light",
        L::QrDrawn => "Scan this with a phone's camera. The page it opens shows the license code.",
        // Lines of a code
        L::LineUnreadable => "More than two characters are wrong.",
        L::LineStays => "Compare it and type it again.",
        L::AllRead => "These were all the lines.",
        // What pages say otherwise
        L::PracticeThis => "Practising on this computer.",
        L::NotRoot => "You are not root: some fields can't be read, and activating needs root.",
        L::OlderHere => "If you take it, step 4 follows, with the older binding selected.",
        L::OlderInPractice => {
            "This is practice. In a real session, step 4 follows, which asks the desk for the older binding over this machine's network."
        }
        L::OlderWithoutClient => {
            "This program has no network client, so it can't ask. Get the online build from your supplier and start it here: it continues this session."
        }
        L::WithdrawLater => "It can be withdrawn here later.",
        L::ReadNow => "Do this, then read the machine again.",
        L::ReadLater => {
            "Do this, then read the machine again. After a restart, start countersign again: it continues here."
        }
        L::RunAsked => "You are asked before a command runs on this machine.",
        L::NearAsk => "Is that a typing error?",
        L::DeclareCure => "Type the value on the label, not a placeholder.",
        L::PredictedRefused => {
            "The desk will refuse this request: a binding field can't be used. Go back and fix it."
        }
        L::QrImpossible => "QR-TOO-LONG: this request does not fit a QR. Use its text form.",
        L::QrAddress => {
            "The request is this address. A phone with a network opens it from a QR, and the page shows the license code:"
        }
        L::PracticeIssued => "The practice desk issued a code.",
        L::PracticeCode => "The practice desk's code:",
        L::KeepNothingLost => {
            "The code is good and still here: nothing is lost or half-written. Leave this program running, remove the cause in a second terminal, then try again."
        }
    }
}

/// The English sentences with values.
pub fn plain_sentence(sentence: S<'_>) -> String {
    match sentence {
        // What is asked
        S::Ask { step, field } => format!("{step}. {field}:"),
        S::AskDefault { step, field, default } => format!("{step}. {field} [{default}]:"),
        S::DefaultAction { action } => format!("Enter: {action}"),
        S::DefaultText { text } => format!("Enter uses {text}"),
        S::CodeLine { line } => format!("Line {line} of 7 of the code"),
        S::SpokenLine { line, at, count } => format!("Line {line}, {at} of {count}"),
        // Replies
        S::NotUnderstood { answer } => {
            format!("Not understood: {answer}. Type one of the listed numbers, or help.")
        }
        S::Refused { value, why } => format!("Refused: {value}. {why}"),
        S::LineAccepted { line } => format!("Line {line}: accepted."),
        S::LineMended { line, groups } => format!("Line {line}: corrected; {groups}."),
        S::GroupMended { group, before, now } => format!("group {group} was {before}, is {now}"),
        S::LineOther { line, other } => format!("Line {line}: accepted as line {other}."),
        S::LineRefused { line, typed, why } => format!("Line {line}: refused: {typed}. {why}"),
        S::LineLeft { line } => format!("Line {line}: kept as typed."),
        S::LineTyped { line, typed } => format!("Line {line}, as typed: {typed}"),
        S::LineMissing { count } => format!("Characters missing: {count}."),
        S::LineTooLong { count } => format!("Characters too many: {count}."),
        S::LineForeign { character } => format!("{character} is not a character of a code."),
        S::LineShown { line, groups } => format!("Line {line}: {groups}"),
        S::QrNoRoom { columns, rows, have_columns, have_rows } => format!(
            "The QR needs {columns} columns and {rows} rows, this terminal has {have_columns} and {have_rows}. Make it larger and start again, or save the QR as a picture."
        ),
        S::HelpHotline { hotline } => format!("Stuck? Call {hotline} and say the number of the step."),
        // What pages say otherwise
        S::PracticeSample { name } => format!("Practising on the sample machine \"{name}\"."),
        S::StillBad { count } => format!("Fields that still can't be used: {count}."),
        S::PracticeRefused { codes } => {
            format!("The practice desk refuses: {codes}. Go back and fix it.")
        }
        S::FileExists { path } => {
            format!("The file {path} already exists. Replace it, or go back to change the name.")
        }
        S::CodeLead { number } => format!(
            "The code for {number} has seven lines of 20 characters. Case and spaces don't matter; type ? for a character you can't read. Up to two errors in a line are corrected."
        ),
    }
}
