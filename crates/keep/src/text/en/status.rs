//! English words of a status.

use crate::text::{StatusLine as L, StatusSentence as S};

/// Returns the English words.
pub fn status(line: L) -> &'static str {
    match line {
        L::Device => "the board (serial, UUID or network port)",
        L::AnchorUnreadable => "Board serial, UUID or network port: can't be read",
        L::DistrustedDo => {
            "'countersign status' names the path and the command that corrects it, on standard error."
        }
        L::LostDo => {
            "Put the values back: step Fix of countersign shows how. Then this license is valid again."
        }
        L::AnotherBoardDo => {
            "If the board was replaced, make a new request with countersign; the desk may have to move the \
             license. If this disk comes from another machine, activate this machine with a license of its own."
        }
        L::OtherValuesDo => {
            "If the values were changed by mistake, put the earlier ones back. If not, make a new \
             request with countersign: the desk decides whether it is the same machine."
        }
        L::ForEver => "It does not expire.",
        L::Nothing => "nothing",
        L::StateLost => "lost",
        L::StateMended => "has a value of its own now",
        L::StateChanged => "changed",
        L::StateUnreadable => "can't be read",
        L::Older => "Older binding: a reinstall loses it. Once the firmware is corrected, ask again.",
        L::OriginRecovered => "recovered",
        L::OriginAssigned => "assigned",
        L::OriginDeclared => "declared",
        L::RecordWhole => "yes",
        L::RecordMissing => "no",
        L::RecordNoStorage => "not on this machine",
        L::RecordReleased => "given back",
        L::RecordCorrupt => "damaged",
        L::RecordNewer => "from a newer version",
        L::RecordOlder => "from an older version",
        L::RecordUnreadable => "unreadable",
        L::RecordDiffers => "another license",
    }
}

/// Returns the English sentence with its values.
pub fn status_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Activated { number } => format!("Activated: {number}"),
        S::Until { date, days } => format!("Valid until {date} (days left: {days})."),
        S::ValuesLost { fields, date } => {
            format!(
                "The firmware lost values that the license is bound to: {fields}. The board is the same, so \
                 the machine stays activated until {date}."
            )
        }
        S::FieldNow { field, state, now } => format!("{field}: {state}. Now: {now}"),
        S::FieldBeforeAndNow { field, state, before, now } => {
            format!("{field}: {state}. Before: {before}. Now: {now}")
        }
        S::MachineChanged { fields } => {
            format!("The license is for this machine in an earlier state. Different now: {fields}.")
        }
        S::GraceOver { fields, date } => {
            format!(
                "The firmware lost values that the license is bound to, and they were not put back until {date}: {fields}."
            )
        }
        S::LicenseExpired { day } => format!("The license expired on {day}."),
        S::KeptIn { file, efi } => format!("Kept: file {file}, UEFI {efi}"),
        S::BoundInstead { fields } => format!("Not the firmware's own: {fields}"),
        S::FieldOfOrigin { field, origin } => format!("{field} ({origin})"),
    }
}
