//! The help of the command line, and the output of commands.

use countersign_core::{lines, sentences};

lines! {
    /// A line of the help of the command line, or of the output of a command.
    pub enum CommandLine in command {
        About,
        ExitCodes,
        HeadUsage,
        HeadCommands,
        HeadOptions,
        HeadArguments,
        OptHelp,
        OptVersion,
        Hardware,
        Profile,
        State,
        Lang,
        Plain,
        Json,
        Practice,
        PracticeMachine,
        Inspect,
        InspectAll,
        InspectPaths,
        Request,
        RequestNumber,
        RequestText,
        RequestSpoken,
        RequestQr,
        RequestPng,
        RequestOut,
        RequestRecover,
        RequestAssign,
        RequestDeclare,
        RequestNew,
        Enter,
        EnterCode,
        EnterFile,
        Status,
        StatusWrite,
        StatusCondition,
        Release,
        ReleaseYes,
        Report,
        ReportFull,
        ReportNothingTried,
        ClockBehind,
        ReleaseAsk,
        ReleasedNow,
        NotRegularFile,
    }
}

sentences! {
    /// A line of the output of a command that holds values.
    pub enum CommandSentence in command_sentence {
        FleetPassed { path },
        FleetTotal { count, good, bad, open },
        QrTooWide { need, have },
        ReportTerminal { term, kind, colour, glyphs, lang },
        ReportSession { step, date, number },
        ReportRequest { date, name },
        ReportDeclared { field, value },
        RequestRefused { code, what, why },
        HelpRecover { option },
        HelpAssign { option },
        HelpDeclare { option },
        HelpInspect { command },
        HelpInspectToo { command },
        NearMiss { declared, field, value },
        Entered { number },
        ActivatedAlready { number },
        Released { number },
        ReleasedWithoutReceipt { number },
    }
}
