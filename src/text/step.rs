//! The sentences of the steps.

use countersign_core::{lines, sentences};

lines! {
    /// A sentence of a step.
    pub enum StepLine in step {
        // Around the steps
        PracticeBanner,
        NoProfile,
        PracticeThis,
        PracticeProduct,
        // 1 WELCOME
        WelcomeLead,
        ProductsAsk,
        WelcomeAsk,
        NumberIsCode,
        NumberIsRequest,
        NumberIsReceipt,
        ResumeKeys,
        // 2 INSPECT
        ValueEmpty,
        ValueUnreadable,
        ValueNoEntry,
        InspectWays,
        AcceptedWithBelow,
        AcceptedWithThese,
        SudoHelps,
        RootNeeded,
        RehearsalBoth,
        RehearsalFileOnly,
        RehearsalPractice,
        // 3 FIX
        NothingToFix,
        OlderInPractice,
        OlderWithoutClient,
        OlderHere,
        OlderLimits,
        OlderAsk,
        OlderKept,
        RunHint,
        RunAsk,
        RunWarn,
        ReadAgainHint,
        PretendFixedHint,
        WayTakeHint,
        ReadNowHint,
        DeclareCompare,
        DeclareTakeHint,
        DeclareNearAsk,
        DeclareCure,
        ChangedLead,
        // 4 ROUTE
        RouteAsk,
        RoutePhone,
        RoutePhoneMore,
        RouteFile,
        RouteFileMore,
        RouteTelephone,
        RouteTelephoneMore,
        RouteOnline,
        RouteOnlineMore,
        RouteOnlineNone,
        RouteOlder,
        RouteOlderMore,
        PredictedAccepted,
        PredictedChanged,
        PredictedRefused,
        PredictedUnknown,
        // 5 REQUEST
        RequestDrawing,
        RequestNoNumber,
        RequestAgain,
        RequestBack,
        QrLead,
        QrImpossible,
        TextLead,
        SpokenLeadNoHotline,
        OnlineOther,
        OnlineToFix,
        OnlineToNumber,
        OnlineByPhone,
        OnlineAgain,
        PracticeAsk,
        PracticeNoCode,
        PracticeIssued,
        QrKeys,
        QrKeysInBlanks,
        QrKeysWithoutBlocks,
        QrFitsAlone,
        WidthAsk,
        WidthKeys,
        // 6 CODE
        CodeWhole,
        CodeFileAsk,
        LineForeign,
        LineWrong,
        LineGood,
        PracticeCode,
        // 7 KEEP
        KeepWorking,
        KeepNothingLost,
        KeepDeniedHere,
        KeptLead,
        KeptLeadPractice,
        KeptHere,
        KeptPretended,
        NotKeptHere,
        PlaceFile,
        PlaceEfi,
        PlaceFileGood,
        PlaceEfiGood,
        // 8 DONE
        DonePaper,
        DoneStatus,
        DoneAlready,
        // On leaving
        LeftPractice,
        LeftNothing,
        DoneOlder,
        // Notices
        NoticeCopied,
        NoticeNotCopied,
        NoticeReadSame,
        NoticeReadChanged,
        NoticeToolSuccess,
        NoticeToolNotStarted,
        NoticeToolNotThere,
        ToolOutputRead,
        NoticePracticeAnswered,
        // Help, details, report
        HelpNoHotline,
        DetailsTitle,
        // Files
        SaveAsk,
        PictureForms,
        LookingForPlaces,
        LookingForAnswer,
        LookingForNames,
        WritingFile,
        ReadingFile,
        AnswerFound,
    }
}

sentences! {
    /// A sentence of a step that holds values.
    pub enum StepSentence in step_sentence {
        // Around the steps
        PracticeSample { name },
        RailPast { steps },
        RailHere { step },
        RailAhead { steps },
        ScreenTooSmall { need, have },
        // 1 WELCOME
        WelcomeExample { example },
        WelcomeKnown { number },
        DoneAskAgain { number },
        CaseOpen { case },
        NumberIsRefusal { code },
        NumberShort { count },
        NumberLong { count },
        NumberLetter { position },
        NumberDigit { position },
        NumberLiteral { position, wanted },
        ResumeOffer { number, step },
        // 2 INSPECT
        ClockInsane { date },
        // 3 FIX
        Declared { field, value },
        Recovered { field, value, source },
        Assigned { field, value },
        DeclareNear { value, source },
        BoundAssigned { field, value },
        BoundDeclared { field, value },
        BoundValues { values },
        Before { field },
        After { field },
        StillBad { count },
        // 5 REQUEST
        RequestDesk { desk },
        RequestNumber { number },
        QrTooSmall { need, have },
        SpokenLead { hotline },
        OnlineAsking { desk, seconds },
        OnlineDiffers { fields },
        OnlineCase { case },
        PracticeRefused { codes },
        // 6 CODE
        CodeLead { number },
        CodeLeft { count },
        CodeSearching { percent },
        LineMended { line, places },
        MendedPlace { typed, meant },
        LineOther { line },
        LineShort { count },
        LineLong { count },
        // 7 KEEP
        CodeMended { line, typed, meant },
        // 8 DONE
        DoneLead { product, number },
        DonePractice { product },
        // On leaving
        LeftKept { step },
        LeftNotKept { why },
        LeftRequest { name, why },
        // Notices
        NoticeWritten { path },
        NoticeWrittenPractice { path },
        NoticePretended { path },
        NoticeFileFailed { path, why },
        NoticeRequestNotRemembered { why },
        NoticeSessionNotSaved { why },
        NoticeSessionNotForgotten { why },
        NoticeToolStatus { status },
        NoticeToolSignal { signal },
        NoticeToolNotSaved { why },
        NoticeToolSaved { text, path },
        NoticeSudoFailed { why },
        // Help, details, report
        HelpTitle { step },
        HelpHotline { hotline },
        ReportTitle { product },
        // Files
        FileExists { path },
        NamesThere { names },
        NamesThereAndMore { names, more },
        OtherPaths { paths },
        AnswerNotFound { folders },
        AnswerRefused { path, code },
        AnswerForOther { path },
        NotMounted { devices, command },
    }
}

impl StepLine {
    /// The title of a route.
    #[must_use]
    pub const fn of_route(route: crate::wizard::routes::RouteKind) -> Self {
        use crate::wizard::routes::RouteKind as R;
        match route {
            R::Phone => Self::RoutePhone,
            R::File => Self::RouteFile,
            R::Telephone => Self::RouteTelephone,
            R::Online => Self::RouteOnline,
            R::Older => Self::RouteOlder,
        }
    }
}
