//! Help for each step.

lines! {
    /// Help for each step.
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

impl From<crate::wizard::StepName> for HelpLine {
    fn from(step: crate::wizard::StepName) -> Self {
        use crate::wizard::StepName as S;
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
