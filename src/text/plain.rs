//! The words of the session line by line: its questions, its replies, and what pages say otherwise there.

use countersign_core::{lines, sentences};

lines! {
    /// A sentence of the session line by line.
    pub enum PlainLine in plain {
        // Around the questions
        Greeting,
        NothingTyped,
        NothingBefore,
        NothingToSpell,
        Closed,
        SearchingForSlips,
        LookingForFiles,
        HelpChoices,
        HelpContact,
        HelpCode,
        // What is asked
        AskProduct,
        AskSession,
        AskNext,
        AskWay,
        AskThisWay,
        AskManualWay,
        AskRun,
        AskDeclare,
        AskRoute,
        AskRequest,
        AskQr,
        AskClose,
        NumberAsk,
        CodeFileAsk,
        SaveFileAsk,
        AskReplace,
        LeaveAsTyped,
        NextLine,
        // Choices
        DoNextMachine,
        DoDetails,
        DoSudo,
        DoShowQr,
        DoShowText,
        DoShowSpoken,
        DoSaveText,
        DoSavePicture,
        DoFillPracticeCode,
        DoCodeFile,
        DoNextOffer,
        DoAskAnyway,
        DoWithdraw,
        DoDrawQr,
        DoReadOut,
        DoRepeat,
        // The QR
        QrBlocksOnDark,
        QrBlocksOnLight,
        QrSignsOnDark,
        QrSignsOnLight,
        QrDrawn,
        // Lines of a code
        LineUnreadable,
        LineStays,
        AllRead,
        // What pages say otherwise
        PracticeThis,
        NotRoot,
        OlderHere,
        OlderInPractice,
        OlderWithoutClient,
        WithdrawLater,
        ReadNow,
        ReadLater,
        RunAsked,
        NearAsk,
        DeclareCure,
        PredictedRefused,
        QrImpossible,
        QrAddress,
        PracticeIssued,
        PracticeCode,
        KeepNothingLost,
    }
}

sentences! {
    /// A sentence of the session line by line that holds values.
    pub enum PlainSentence in plain_sentence {
        // What is asked
        Ask { step, field },
        AskDefault { step, field, default },
        DefaultAction { action },
        DefaultText { text },
        CodeLine { line },
        SpokenLine { line, at, count },
        // Replies
        NotUnderstood { answer },
        Refused { value, why },
        LineAccepted { line },
        LineMended { line, groups },
        GroupMended { group, before, now },
        LineOther { line, other },
        LineRefused { line, typed, why },
        LineLeft { line },
        LineTyped { line, typed },
        LineMissing { count },
        LineTooLong { count },
        LineForeign { character },
        LineShown { line, groups },
        QrNoRoom { columns, rows, have_columns, have_rows },
        HelpHotline { hotline },
        // What pages say otherwise
        PracticeSample { name },
        StillBad { count },
        PracticeRefused { codes },
        CodeLead { number },
        FileExists { path },
    }
}
