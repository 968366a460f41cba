//! Lines of the mails of a case. The customer who reads a mail doesn't know the desk, so the lines have no codes and no terms of the
//! office.

use countersign_core::{lines, sentences};
use countersign_ledger::{ActionKind, Reason};

lines! {
    /// Headings, reasons and sentences of a mail. `Cause…` is a clause without a full stop, `Next…` what the customer does now.
    pub enum MailLine in mail {
        // Headings
        HeadProblem, HeadScope, HeadAnalysis, HeadWhatToDo, HeadProgress, HeadDone, HeadResult, HeadNext, HeadSummary,
        SumProblem, SumResult, SumArchive,
        // Subject and greeting
        AboutFirst, AboutProgress, AboutClosing, DearCustomer,
        // Reasons
        CauseNumberUnknown, CauseNumberSuspended, CauseNumberRevoked, CauseNumberExpired, CauseDeviceDiffers,
        CauseMovesExhausted, CauseMachineRefused, CauseMachineUnreadable, CauseRecovered, CauseAssigned, CauseDeclared,
        CauseValueSeen, CauseProfileUnknown, CauseProfileRetired, CauseRequestSpent, CauseTryLater,
        CauseSpokenNeedsOperator, CauseSpokenNotOffered, CauseOlderNotOffered, CauseOlderUnbacked,
        NextNumberUnknown, NextNumberSuspended, NextNumberRevoked, NextNumberExpired, NextDeviceDiffers,
        NextMovesExhausted, NextMachineRefused, NextMachineUnreadable, NextOtherWay, NextValueSeen, NextProfile,
        NextRequestSpent, NextTryLater, NextSpokenNeedsOperator, NextSpokenNotOffered, NextAgain,
        // Scope and analysis
        ScopeByWord, ScopeUntouched, Empty, Unread, SerialNumber, DiffersBoard,
        AnalysisFound, AnalysisFillers, AnalysisUnread, AnalysisMachineAlone, AnalysisNumberAlone, AnalysisSeats,
        SinceReleased, SinceResumed, SinceRenewed, SinceSeats,
        AnalysisSpent, NoteRulesDiffer, NoteNeverDown, NoteValueSeen, NoteValueSeenVerified, NoteBoundByWord, ActVerify,
        // Steps
        StepByWord, StepStopgap, StepMovedUp,
        PlaceBoard, PlaceChassis, PlaceUuid, PlaceOem, PlaceDeviceTree, PlaceVersion, PlaceOther,
        WaysLead, WaysAfter, WayOlder,
        // Result
        ResultOpen, ResultWaits, ResultReopened, ResultStopgap, OlderLimits, ClosedWithout, ResultBoard, EnterIt,
        // End
        Farewell, ZoneUtc,
        /// A day with its time, as a pattern of `strftime`.
        MomentPattern,
    }
}

sentences! {
    /// The sentences of a mail that hold values.
    pub enum MailSentence in mail_sentence {
        // Subject and greeting
        Subject { tag, product, about },
        SubjectWithCase { tag, product, about, case },
        Reference { ticket, case },
        ReferenceCase { case },
        DearContact { name },
        DearOrganisation { name },
        IntroFirst { product, reference },
        IntroProgress { product, reference },
        IntroSolved { product, reference },
        IntroClosed { product, reference },
        // Problem and scope
        Problem { at, number, product, cause },
        ProblemNoNumber { at, product, cause },
        ProblemShort { product, cause },
        ScopeMachine { manufacturer, model, serial },
        ScopeHypervisor { name },
        ScopeNumbers { numbers },
        ScopeMachines { machines, unsolved },
        ScopeFirst { manufacturer, model, serial },
        StepsLeftOut { count },
        AllSolved { at, machines },
        // What is wrong with fields
        FirmwareGives { what },
        MachineReports { what },
        NoValueFor { fields },
        FillerFor { fields },
        GarbledFor { fields },
        CommonFor { fields },
        UnreadFor { fields },
        // Analysis
        AnalysisBinding { product },
        AnalysisCause { cause },
        AnalysisCauseThen { cause },
        FoundEmpty { fields },
        FoundValue { fields, value, why },
        FoundOther { fields, why },
        Differs { fields },
        NoteProfileStale { device, newest },
        // Steps
        Step { when, what },
        Span { from, to },
        StepRefused { number, cause },
        StepRefusedOften { count, number, cause },
        StepShown { ways },
        StepFull { number },
        StepAnswered { number },
        StepOlder { number },
        StepNote { text },
        ActRelease { number },
        ActMove { number },
        ActMoveLater { number },
        ActSuspend { number },
        ActResume { number },
        ActRevoke { number },
        ActRenew { number, change },
        ActEdit { number, change },
        Corrected { items },
        CorrectedItem { field, before, after },
        CorrectedByWord { fields },
        ValueItem { field, value },
        Recovered { items, place },
        Assigned { items },
        Declared { items },
        Way { at, title },
        WayBest { at, title },
        WayCaution { text },
        // Result
        Solved { at, number },
        SolvedOlder { at, number },
        ClosedByDesk { at },
        ClosedBound { number },
        Archived { case, at },
        NotArchived { case },
        // End
        AgainCall { hotline, tag },
        AgainReply { tag },
        HelpCall { hotline, tag },
        HelpReply { tag },
        Times { zone },
        ZoneBeijing { offset },
        ZoneNamed { zone, offset },
        ZoneOffset { offset },
        SignatureDesk { product },
        SignatureHotline { hotline },
    }
}

impl MailLine {
    /// What an operator did that removed the reason of a refusal; `None` for an act that removes none.
    #[must_use]
    pub const fn of_removal(kind: ActionKind) -> Option<Self> {
        match kind {
            ActionKind::Release | ActionKind::ReleaseByReceipt | ActionKind::Move => {
                Some(Self::SinceReleased)
            }
            ActionKind::Resume => Some(Self::SinceResumed),
            ActionKind::Renew => Some(Self::SinceRenewed),
            ActionKind::Edit => Some(Self::SinceSeats),
            ActionKind::Suspend | ActionKind::Revoke | ActionKind::Verify => None,
        }
    }

    /// Why a request was refused, as a clause, and what the customer does now.
    #[must_use]
    pub const fn of_reason(reason: Reason) -> (Self, Self) {
        match reason {
            Reason::NumberUnknown => (Self::CauseNumberUnknown, Self::NextNumberUnknown),
            Reason::NumberSuspended => (Self::CauseNumberSuspended, Self::NextNumberSuspended),
            Reason::NumberRevoked => (Self::CauseNumberRevoked, Self::NextNumberRevoked),
            Reason::NumberExpired => (Self::CauseNumberExpired, Self::NextNumberExpired),
            Reason::DeviceDiffers => (Self::CauseDeviceDiffers, Self::NextDeviceDiffers),
            Reason::MovesExhausted => (Self::CauseMovesExhausted, Self::NextMovesExhausted),
            Reason::MachineRefused => (Self::CauseMachineRefused, Self::NextMachineRefused),
            Reason::MachineUnreadable => (Self::CauseMachineUnreadable, Self::NextMachineUnreadable),
            Reason::RecoveredNotAllowed => (Self::CauseRecovered, Self::NextOtherWay),
            Reason::AssignedNotAllowed => (Self::CauseAssigned, Self::NextOtherWay),
            Reason::DeclaredNotAllowed => (Self::CauseDeclared, Self::NextOtherWay),
            Reason::ValueSeen => (Self::CauseValueSeen, Self::NextValueSeen),
            Reason::ProfileUnknown => (Self::CauseProfileUnknown, Self::NextProfile),
            Reason::ProfileRetired => (Self::CauseProfileRetired, Self::NextProfile),
            Reason::RequestSpent => (Self::CauseRequestSpent, Self::NextRequestSpent),
            Reason::TryLater => (Self::CauseTryLater, Self::NextTryLater),
            Reason::SpokenNeedsOperator => (Self::CauseSpokenNeedsOperator, Self::NextSpokenNeedsOperator),
            Reason::SpokenNotOffered => (Self::CauseSpokenNotOffered, Self::NextSpokenNotOffered),
            Reason::OlderNotOffered => (Self::CauseOlderNotOffered, Self::NextOtherWay),
            Reason::OlderUnbacked => (Self::CauseOlderUnbacked, Self::NextOtherWay),
        }
    }
}
