//! Lines of the program `countersign-desk`: its help, its reports and its faults.

use countersign_core::text::{Lang, Line as _};
use countersign_core::{lines, sentences};
use countersign_ledger::ActionRefusal;

use crate::sql::CustomerPart;

lines! {
    /// Help, reports and faults of the program. `…Do` is what to do about the line before it.
    pub enum DeskLine in desk {
        // Help
        About, HeadCommands, HeadOptions, HeadArguments, HeadUsage, OptHelp, OptVersion, OptData, OptLang, OptJson,
        Environment,
        Init, InitProduct, InitName, InitMask, InitHost, InitDeclared, InitAssigned, InitOlder, InitSpoken, InitOnline, InitHotline,
        Organisation, Contact, Telephone, Mail, Ticket, SetCustomer, OptExpiring, OptCustomer, OptCsv,
        Licenses, Add, Import, List, Show, Release, Suspend, Resume, Revoke, Renew, Edit,
        ArgNumber, ArgNumbers, ArgImport, OptEdition, OptExpires, OptDays, OptNever, OptSeats, OptSeat, OptState, OptReason,
        AnswerCommand, ArgRequest, OptConfirm,
        OptDatabase,
        // Faults
        DeskNoneDo, DeskExistsDo,
        KeysSealed, KeysSealedDo, PassphraseWrong, PassphraseWrongDo, KeysExposedDo, KeysUnsealed, KeysUnsealedDo,
        KeysNewer, KeysNewerDo, KeysDamagedDo,
        FileUnreadableDo,
        ProfileDamagedDo,
        StoreBusy, StoreBusyDo, StoreUnconfirmed, StoreUnconfirmedDo, StoreNewerDo, StoreFull, StoreFullDo, StoreReadOnly, StoreReadOnlyDo,
        StoreDamagedDo, StoreDeniedDo, StoreFaultDo, KeyMissingDo,
        RequestInvalid, RequestInvalidDo, RequestNone, RequestNoneDo, RequestCut, RequestSlip, RequestNewer, RequestNewerDo,
        RequestSpokenCheckDo, RequestSpokenDo, RequestSpokenNumberNone, RequestSpokenNumberDo, RequestTooLong, RequestTooLongDo,
        NumberMalformedDo, NumberNotHereDo,
        ExpiryPast, ExpiryPastDo, SettingInvalidDo, SystemFaultDo,
        NotBoundDo, SeatDo, SeatsTakenDo, UnchangedDo, SuspendedDo, MoveSuspendedDo, NotSuspendedDo, RevokedDo, NoReasonDo,
        ReceiptOperatorDo, ReceiptMalformedDo, ReceiptWrongDo, ReceiptSpentDo, UsageDo, ReasonTooLongDo, CustomerTooLongDo,
        // init
        MadeKeysSealed, MadeKeysPlain, MadeBackup,
        // licenses
        ListEmpty,
        ShowState, ShowBound, ShowExpiry, ShowEdition, ShowSeats, ShowSeat, ShowRequests, ShowByWord, ShowMachine, ShowMoves, ShowHistory, ShowAudit, ShowCases,
        CaseOpen, CaseWaits, CaseClosed, Never, Issued, Refused,
        // answer
        CodeTypeIn, SchemeThree, SchemeTwo,
        WaysHeading, WayCautions, FieldsHeading, FieldOk, FieldEmpty, FieldGarbled, FieldUnread, DeclaredMark, AssignedMark, BoardMark, ChassisMark, UuidMark, OemMark, DeviceTreeMark, VersionMark, OtherMark, ByWordNoValues,
        ReportTitle,
    }
}

sentences! {
    /// Reports and faults of the program that hold values.
    pub enum DeskSentence in desk_sentence {
        // Faults
        DeskNone { path },
        DeskExists { path },
        KeysExposed { path, mode },
        KeysDamaged { detail },
        FileUnreadable { path, detail },
        ProfileDamaged { detail },
        StoreNewer { version },
        StoreDamaged { detail },
        CustomerSet { subject },
        CustomerTooLong { part },
        StoreDenied { detail },
        StoreFault { detail },
        KeyMissing { version },
        SeatsAre { seats },
        SeatHeld { seat, machine, day },
        RequestSpokenLine { line },
        RequestSpokenCheck { number },
        RequestSpokenNumber { number },
        RequestMended { lines },
        RequestConfirm { lines, name },
        RequestConfirmDo { name },
        NumberMalformed { number, example },
        NumberNotHere { number },
        SettingInvalid { detail },
        SystemFault { detail },
        // init
        Made { product, path },
        MadeNextProfile { path },
        MadeNextNumbers { options, example },
        MadeNextAnswer { options },
        MadeAssumed { setting },
        MadeAssumedOnServer { setting },
        // licenses
        AddedLine { new, known },
        ListTotal { count },
        Acted { number, act, state },
        ListEdition { edition },
        SeatsTaken { taken, seats },
        RequestCounts { answered, spent },
        SeatNumber { seat },
        AddDiffers { number, what },
        UntilDay { day },
        AfterDays { days },
        // answer
        CodeFor { number, name },
        CodeFacts { edition, scheme, expiry },
        RefusedFor { code, number, name },
        RefusedUnknownNumber { code, name },
        Differs { fields },
        WhatToDo { text },
        CaseIs { case },
        FolderSummary { path, issued, refused, other },
        FolderWrote { report },
        FolderEmpty { path },
    }
}

impl DeskLine {
    /// The name of a part of a customer.
    #[must_use]
    pub const fn of_customer_part(part: CustomerPart) -> Self {
        match part {
            CustomerPart::Organisation => Self::Organisation,
            CustomerPart::Contact => Self::Contact,
            CustomerPart::Telephone => Self::Telephone,
            CustomerPart::Mail => Self::Mail,
            CustomerPart::Ticket => Self::Ticket,
        }
    }

    /// What to do if an action on a license number was refused.
    #[must_use]
    pub const fn of_refused_action(refusal: ActionRefusal) -> Self {
        match refusal {
            ActionRefusal::NotBound => Self::NotBoundDo,
            ActionRefusal::SeatUnknown | ActionRefusal::SeatMissing => Self::SeatDo,
            ActionRefusal::SeatsTaken => Self::SeatsTakenDo,
            ActionRefusal::Unchanged => Self::UnchangedDo,
            ActionRefusal::Suspended => Self::SuspendedDo,
            ActionRefusal::MoveSuspended => Self::MoveSuspendedDo,
            ActionRefusal::NotSuspended => Self::NotSuspendedDo,
            ActionRefusal::Revoked => Self::RevokedDo,
            ActionRefusal::NoReason => Self::NoReasonDo,
            ActionRefusal::ReasonTooLong => Self::ReasonTooLongDo,
            ActionRefusal::ReceiptMalformed => Self::ReceiptMalformedDo,
            ActionRefusal::ReceiptWrong => Self::ReceiptWrongDo,
            ActionRefusal::ReceiptSpent => Self::ReceiptSpentDo,
            ActionRefusal::ReceiptOperator => Self::ReceiptOperatorDo,
        }
    }
}

/// What is wrong if a part of a customer is too long.
#[must_use]
pub fn customer_too_long(lang: Lang, part: CustomerPart) -> String {
    DeskSentence::CustomerTooLong { part: &DeskLine::of_customer_part(part).say(lang) }.say(lang)
}

/// Numbered lines as a part of a sentence: `line 9`, `lines 9 and 11`.
#[must_use]
pub fn line_list(lang: Lang, numbers: &[u8]) -> String {
    let numbers: Vec<String> = numbers.iter().map(u8::to_string).collect();
    match (lang, numbers.as_slice()) {
        (Lang::Zh, all) => format!("第 {} 行", all.join("、")),
        (Lang::En, [before @ .., last]) if !before.is_empty() => {
            format!("lines {} and {last}", before.join(", "))
        }
        (Lang::En, all) => format!("line {}", all.concat()),
    }
}
