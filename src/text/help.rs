//! Help for each step.

use countersign_core::lines;

lines! {
    /// The help for a step.
    pub enum HelpLine in help {
        Welcome,
        Inspect,
        Fix,
        Route,
        Request,
        Code,
        Keep,
        Done,
    }
}

impl From<countersign_core::step::StepName> for HelpLine {
    fn from(step: countersign_core::step::StepName) -> Self {
        use countersign_core::step::StepName as S;
        match step {
            S::Welcome => Self::Welcome,
            S::Inspect => Self::Inspect,
            S::Fix => Self::Fix,
            S::Route => Self::Route,
            S::Request => Self::Request,
            S::Code => Self::Code,
            S::Keep => Self::Keep,
            S::Done => Self::Done,
        }
    }
}
