//! The current step with its own state, and how a step is entered.

use countersign_core::step::StepName;

use super::msg::Effect;
use super::online::OnlineProgress;
use super::path_question::PathQuestion;
use super::settings::Mode;
use super::steps::context::StepContext;
use super::steps::{
    code::{self, CodeStep},
    done::DoneStep,
    fix::FixStep,
    inspect::InspectStep,
    keep::KeepStep,
    request::RequestStep,
    route::RouteStep,
    welcome::WelcomeStep,
};

/// A step with its own state. The numbers are those of [`StepName`].
#[derive(Debug, Clone)]
pub enum Step {
    /// 1
    Welcome(WelcomeStep),
    /// 2
    Inspect(InspectStep),
    /// 3
    Fix(FixStep),
    /// 4
    Route(RouteStep),
    /// 5
    Request(RequestStep),
    /// 6
    Code(Box<CodeStep>),
    /// 7
    Keep(KeepStep),
    /// 8
    Done(DoneStep),
}

impl Step {
    /// The step's name.
    #[must_use]
    pub const fn name(&self) -> StepName {
        match self {
            Self::Welcome(_) => StepName::Welcome,
            Self::Inspect(_) => StepName::Inspect,
            Self::Fix(_) => StepName::Fix,
            Self::Route(_) => StepName::Route,
            Self::Request(_) => StepName::Request,
            Self::Code(_) => StepName::Code,
            Self::Keep(_) => StepName::Keep,
            Self::Done(_) => StepName::Done,
        }
    }

    /// Enters the step of that name from this one. Returns the new step and its first effects.
    #[must_use]
    pub fn enter(&self, name: StepName, context: &mut StepContext<'_>) -> (Self, Vec<Effect>) {
        let step = match name {
            StepName::Welcome => Self::Welcome(WelcomeStep::enter(context)),
            StepName::Inspect => Self::Inspect(InspectStep),
            StepName::Fix => Self::Fix(FixStep::enter(context)),
            StepName::Route => Self::Route(RouteStep::enter(context)),
            StepName::Request => {
                let (step, effects) = RequestStep::enter(context);
                return (Self::Request(step), effects);
            }
            StepName::Code => {
                let mut step = CodeStep::enter(context, self.practice_code(context));
                let effects = code::ask_at_once(&mut step, context);
                return (Self::Code(Box::new(step)), effects.into_iter().collect());
            }
            StepName::Keep => Self::Keep(KeepStep::Working),
            StepName::Done => Self::Done(match self {
                Self::Keep(KeepStep::Kept(stored)) => DoneStep::Kept(*stored),
                _ => DoneStep::Already,
            }),
        };
        (step, Vec::new())
    }

    /// Whether the step waits for the running job.
    #[must_use]
    pub fn awaits_job(&self) -> bool {
        match self {
            Self::Request(step) => {
                let asks = step.question.as_deref().is_some_and(PathQuestion::awaits_job);
                asks || step.progress.as_ref().is_some_and(OnlineProgress::is_asking)
            }
            Self::Code(step) => {
                step.search().is_some() || step.question().is_some_and(PathQuestion::awaits_job)
            }
            _ => false,
        }
    }

    /// The code that the practice desk gave at Request.
    fn practice_code(&self, context: &StepContext<'_>) -> Option<[String; 7]> {
        match (&context.settings.mode, self) {
            (Mode::Practice { .. }, Self::Request(step)) => step.practice_answer.clone()?.ok(),
            _ => None,
        }
    }
}
