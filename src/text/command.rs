//! The command line's help, and what commands print.

lines! {
    /// The command line's help, and what commands print.
    pub enum CommandLine in command {
        About,
        ExitCodes,
        Hardware,
        Profile,
        State,
        Lang,
        Plain,
        Json,
        Practice,
        PracticeMachine,
        Inspect,
        Request,
        RequestNumber,
        RequestText,
        RequestSpoken,
        RequestQr,
        RequestPng,
        RequestOut,
        Enter,
        EnterCode,
        EnterFile,
        Status,
        StatusWrite,
        Release,
        ReleaseYes,
        Report,
        Entered,
        ClockBehind,
        ReleaseAsk,
        Released,
        ReleasedNow,
    }
}
