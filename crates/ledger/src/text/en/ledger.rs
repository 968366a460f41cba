//! English words of the ledger.

use crate::text::{LedgerLine as L, LedgerSentence as S};

/// Returns the English words.
pub fn ledger(line: L) -> &'static str {
    match line {
        L::NumberUnknown => "This license number is unknown here.",
        L::NumberUnknownDo => {
            "Compare it with the certificate, character by character. If it is right, send a photo of the certificate to the desk."
        }
        L::NumberSuspended => "The desk has suspended this license number.",
        L::NumberSuspendedDo => "Call the desk: an operator can say why, and resume it.",
        L::NumberRevoked => "This license number was revoked permanently.",
        L::NumberRevokedDo => "Use another license number, or ask the seller for one.",
        L::NumberExpired => "This license number has expired.",
        L::NumberExpiredDo => "Renew the license, or use another license number.",
        L::DeviceDiffers => "This license number belongs to another machine.",
        L::DeviceDiffersDo => {
            "If the machine was replaced or repaired, ask an operator to move the number. Otherwise use the number of this machine."
        }
        L::MovesExhausted => "This machine's identity has changed more than twice within a year.",
        L::MovesExhaustedDo => {
            "An operator has to check this: say what was replaced, and ask for the number to be moved or released."
        }
        L::MachineRefused => "This machine's firmware gives no usable value for some fields.",
        L::MachineRefusedDo => {
            "At step 3, Fix, take the first way that you can carry out. The license number was not changed."
        }
        L::MachineUnreadable => "The device could not read a field that is needed.",
        L::MachineUnreadableDo => "Run countersign as root, outside of containers, and make a new request.",
        L::RecoveredNotAllowed => {
            "A value comes from another place on this machine, and this product doesn't accept that."
        }
        L::RecoveredNotAllowedDo => {
            "At the machine, take another way at step 3, Fix, and make a new request."
        }
        L::AssignedNotAllowed => {
            "A value was assigned, because the firmware has none, and this product doesn't accept that."
        }
        L::AssignedNotAllowedDo => "At the machine, take another way at step 3, Fix, and make a new request.",
        L::DeclaredNotAllowed => "A value was typed in by hand, and this product doesn't accept that.",
        L::DeclaredNotAllowedDo => "At the machine, take another way at step 3, Fix, and make a new request.",
        L::ValueSeen => "Several other machines are registered with the same values.",
        L::ValueSeenDo => "An operator has to check this: have a photo of the machine's label ready.",
        L::ProfileUnknown => "The device has a profile that this desk never published.",
        L::ProfileUnknownDo => "Copy the desk's profile.toml to the device, and make a new request.",
        L::ProfileRetired => "The device has a profile whose keys this desk no longer signs with.",
        L::ProfileRetiredDo => "Copy the desk's newest profile.toml to the device, and make a new request.",
        L::RequestSpent => {
            "This request is no longer valid: it was answered before, and something has changed since then."
        }
        L::RequestSpentDo => "Make a new request on the device: key n, or countersign request --new.",
        L::TryLater => "This machine made too many new requests today.",
        L::TryLaterDo => "Use the code of an earlier request, try again tomorrow, or call the desk.",
        L::SpokenNeedsOperator => "Only an operator can answer a request that is read out on the telephone.",
        L::SpokenNeedsOperatorDo => "Call the desk, or send the request by phone camera or as a file.",
        L::SpokenNotOffered => "This product doesn't accept requests by telephone.",
        L::SpokenNotOfferedDo => "Send the request by phone camera or as a file.",
        L::OlderNotOffered => "This product doesn't offer the older binding.",
        L::OlderNotOfferedDo => "At the machine, take another way at step 3, Fix, and make a new request.",
        L::OlderUnbacked => {
            "The older binding needs a board serial, a UUID or a network port; this machine has none."
        }
        L::OlderUnbackedDo => "At the machine, take another way at step 3, Fix, and make a new request.",
        L::GrantFirst => "First use: bound to this machine when issued.",
        L::GrantRebound => "Used before and released since: bound to this machine when issued.",
        L::GrantAnotherSeat => "Another machine on this number: it got a seat when issued.",
        L::GrantMoved => "Moved by an operator: bound to this machine when issued.",
        L::GrantSameRequest => "The same request as before: the same code.",
        L::GrantTermsChanged => {
            "The same request as before; its license or the desk's key has changed, so the code is new."
        }
        L::GrantSameDevice => "The machine that this number belongs to, with a new request.",
        L::GrantMovedUp => "The same machine; its older binding is replaced by the full one.",
        L::GrantIdentityChanged => "The same machine; a changed part of its identity was noted.",
        L::NoteRulesDiffer => {
            "RULES-DIFFER: the device judged these fields by other rules. The desk's result counts."
        }
        L::NoteNeverDown => {
            "NEVER-DOWN: the number already has the full binding, and doesn't go back to the older one."
        }
        L::NoteBoundByWord => {
            "BOUND-BY-WORD: a machine of this number was registered by telephone, without its values. Only the boards can be compared."
        }
        L::NoteValueSeen => "VALUE-SEEN: several other machines are registered with the same values.",
        L::Board => "Board (serial, UUID or network port)",
        L::StateUnused => "unused",
        L::StateBound => "in use",
        L::StateExpired => "expired",
        L::StateSuspended => "suspended",
        L::StateRevoked => "revoked",
        L::SeatsFullDo => {
            "Ask an operator to release the seat of a machine that is out of use, or to add a seat."
        }
        L::ActionNotBound => "It isn't bound to a machine, so there is nothing to release or to move.",
        L::ActionSeatUnknown => "No machine has that seat.",
        L::ActionSeatMissing => "Several machines use this number: give the seat.",
        L::ActionSeatsTaken => "More machines use this number than it would have seats: release some first.",
        L::ActionUnchanged => "Nothing would change: the license already has these terms.",
        L::ActionSuspended => "It is already suspended.",
        L::ActionMoveSuspended => "It is suspended, and a suspended number can't be moved.",
        L::ActionNotSuspended => "It isn't suspended, so there is nothing to resume.",
        L::ActionRevoked => "It was revoked, and can't be restored.",
        L::ActionNoReason => "A reason is required.",
        L::ActionReasonTooLong => "The reason has more than 200 characters.",
        L::ActionReceiptMalformed => "This line is not a receipt, or a part of it is wrong.",
        L::ActionReceiptWrong => "This receipt fits no request that was ever answered for this number.",
        L::ActionReceiptSpent => {
            "This receipt is no longer valid: it was used, the number was released, or the machine has changed since."
        }
        L::ActionReceiptOperator => {
            "Other requests were answered for this machine too, so the receipt alone doesn't prove who gave it back. An operator decides, with a reason."
        }
        L::ActionReleaseByReceipt => "released by receipt",
        L::ActionMove => "moved",
        L::ActionRelease => "released",
        L::ActionSuspend => "suspended",
        L::ActionResume => "resumed",
        L::ActionRevoke => "revoked",
        L::ActionRenew => "renewed",
        L::ActionEdit => "edited",
        L::ActionVerify => "answered after verification",
    }
}

/// Returns the English sentence with its values.
pub fn ledger_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::SeatsFull { seats } => {
            format!("All {seats} seats of this license number are taken by other machines.")
        }
        S::NoteProfileStale { device, newest } => format!(
            "PROFILE-STALE: the device has version {device} of its profile, the newest is version {newest}. Copy the new one there when you can."
        ),
    }
}
