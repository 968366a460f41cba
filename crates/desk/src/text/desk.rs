//! Lines of the program `countersign-desk`: its help, its reports and its faults.

use countersign_core::lines;

lines! {
    /// Help, reports and faults of the program. `…Do` is what to do about the line before it.
    pub enum DeskLine in desk {
        // Help
        About, HeadCommands, HeadOptions, HeadArguments, HeadUsage, OptHelp, OptVersion, OptData, OptLang, OptJson,
        Environment,
        Init, InitProduct, InitName, InitMask, InitHost, InitDeclared, InitOlder, InitSpoken, InitOnline, InitHotline,
        Licenses, Add, Import, List, Show, Release, Suspend, Resume, Revoke,
        ArgNumber, ArgNumbers, ArgImport, OptEdition, OptExpires, OptDays, OptState, OptReason,
        AnswerCommand, ArgRequest,
        Serve, ServeMore, OptListen, OptDatabase, OptTlsCert, OptTlsKey, OptBehindProxy, OptPerSource, OptPerNumber,
        // Faults
        DeskNone, DeskNoneDo, DeskExists, DeskExistsDo,
        KeysSealed, KeysSealedDo, PassphraseWrong, PassphraseWrongDo, KeysExposed, KeysExposedDo,
        KeysNewer, KeysNewerDo, KeysDamaged, KeysDamagedDo,
        FileUnreadable, FileUnreadableDo,
        ProfileDamaged, ProfileDamagedDo,
        StoreBusy, StoreBusyDo, StoreFull, StoreFullDo, StoreReadOnly, StoreReadOnlyDo,
        StoreDamaged, StoreDamagedDo, StoreFault, StoreFaultDo, KeyMissing, KeyMissingDo,
        RequestInvalid, RequestInvalidDo, RequestNone, RequestNoneDo, RequestCut, RequestSlip, RequestNewer, RequestNewerDo,
        RequestSpokenLine, RequestSpokenCheck, RequestSpokenDo, RequestMended, RequestTooLong, RequestTooLongDo,
        NumberMalformed, NumberMalformedDo, NumberNotHere, NumberNotHereDo,
        ExpiryPast, ExpiryPastDo, ImportLine, ImportLineDo, SettingInvalid, SettingInvalidDo, SystemFault, SystemFaultDo,
        ActRefusedDo, UsageDo,
        ServingInTheOpen, TlsFiles, TlsFilesDo, ListenFailed, ListenFailedDo,
        // init
        Made, MadeKeysSealed, MadeKeysPlain, MadeNextProfile, MadeNextNumbers, MadeNextAnswer, MadeBackup, MadeAssumed,
        // licenses
        AddedLine, Imported, ListEmpty, ListTotal, Acted,
        ShowState, ShowBound, ShowExpiry, ListEdition, ShowEdition, ShowMachine, ShowDeclared, ShowMoves, ShowHistory, ShowAudit, ShowCases,
        CaseOpen, CaseClosed, Never, UntilDay, AfterDays, Issued, Refused,
        // answer
        CodeFor, CodeTypeIn, CodeFacts, SchemeThree, SchemeTwo, RefusedFor, RefusedUnknownNumber,
        Differs, WhatToDo, FieldsHeading, FieldOk, FieldEmpty, DeclaredMark, CaseIs, ByWordNoValues, RunAtHost, OrSay,
        FolderSummary, FolderWrote, FolderEmpty, FolderNotRequest, ReportTitle,
        // serve
        Serving, Served,
    }
}
