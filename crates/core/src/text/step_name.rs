//! Words of the wizard's screens that the desk's telephone guide repeats.

use crate::step::StepName;

lines! {
    /// Names of the steps.
    pub enum StepNameLine in step_name {
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

sentences! {
    /// The line with the name of the request.
    pub enum StepNameSentence in step_name_sentence {
        RequestName { name },
    }
}

impl From<StepName> for StepNameLine {
    fn from(step: StepName) -> Self {
        use StepName as S;
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
