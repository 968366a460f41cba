//! What the wizard knows: the setting of this run, the facts of the machine, the person's draft, the step.

use countersign_core::lang::Lang;
use countersign_core::machine::{Machine, Source};
use countersign_core::profile::Profile;
use countersign_core::protocol::binding::Binding;
use countersign_core::protocol::license::Day;
use countersign_core::remedy::{self, Earlier, Remedy};
use countersign_core::review::{self, Review};
use countersign_core::step::StepName;
use countersign_keep::{Activation, OpenRequest, Status};

use super::draft::Draft;
use super::steps::{
    code::CodeStep, done::DoneStep, fix::FixStep, inspect::InspectStep, keep::KeepStep, request::RequestStep,
    route::RouteStep, welcome::WelcomeStep,
};

/// The whole state of a session.
#[derive(Debug, Clone)]
pub struct State {
    /// What doesn't change while the program runs.
    pub settings: Settings,
    /// What is known of the machine and of what it keeps.
    pub facts: Facts,
    /// What the person has given so far; kept after each step.
    pub draft: Draft,
    /// Where the session stands.
    pub step: Step,
    /// What lies over the step, if anything.
    pub overlay: Option<Overlay>,
    /// A line about the last thing that happened.
    pub notice: Option<Notice>,
    /// What of the page shows, where it is longer than the screen.
    pub scroll: Scroll,
    /// The language.
    pub lang: Lang,
}

/// What of a page shows, where it is longer than the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scroll {
    /// Its beginning, or what is typed or chosen; whoever draws says which line is the first.
    Follow {
        /// The first line.
        first: u16,
    },
    /// What the person leafed to, wherever the cursor is, until the next other key.
    Manual {
        /// The first line.
        first: u16,
    },
}

impl Default for Scroll {
    fn default() -> Self {
        Self::Follow { first: 0 }
    }
}

impl Scroll {
    /// So many lines on, or back.
    #[must_use]
    pub fn by(self, lines: i16) -> Self {
        let (Self::Follow { first } | Self::Manual { first }) = self;
        Self::Manual { first: first.saturating_add_signed(lines).min(4096) }
    }

    /// The line that is wanted at the top.
    #[must_use]
    pub const fn wanted(self) -> u16 {
        match self {
            Self::Follow { .. } => 0,
            Self::Manual { first } => first,
        }
    }

    /// That line was at the top when it was drawn.
    #[must_use]
    pub const fn with_first(self, first: u16) -> Self {
        match self {
            Self::Follow { .. } => Self::Follow { first },
            Self::Manual { .. } => Self::Manual { first },
        }
    }

    /// Whether the person leafed away from what is typed or chosen.
    #[must_use]
    pub const fn is_manual(self) -> bool {
        matches!(self, Self::Manual { .. })
    }
}

/// What doesn't change while the program runs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The product.
    pub profile: Profile,
    /// A real session or practice.
    pub mode: Mode,
    /// Whether Chinese can be shown here, so that the language may be changed.
    pub chinese: bool,
    /// Whether the program could be started again with more rights (`sudo` is there).
    pub sudo: bool,
    /// Whether this program can ask the desk itself (it is built with a client).
    pub online: bool,
}

/// A real session or practice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    /// For a real desk.
    Real,
    /// CheckContext the built-in desk; nothing is kept.
    Practice {
        /// Practice was asked for; otherwise no profile was found.
        requested: bool,
        /// The machines one can practise on, the one in use first.
        samples: Vec<String>,
    },
}

/// What is known of the machine and of what it keeps.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The machine.
    pub machine: Machine,
    /// Its review.
    pub review: Review,
    /// What can be done about the findings.
    pub remedies: Vec<Remedy>,
    /// What this machine had before.
    pub earlier: Option<Earlier>,
    /// Whether an activation can be kept here.
    pub rehearsal: countersign_keep::Rehearsal,
    /// What is kept already.
    pub status: Status,
    /// The license that is kept, if one is, whatever it is worth.
    pub kept_activation: Option<Activation>,
    /// Requests whose code may still come.
    pub open_requests: Vec<OpenRequest>,
    /// Whether this computer has a network that leads anywhere.
    pub network: bool,
}

impl Facts {
    /// The facts that follow from a machine newly read.
    #[must_use]
    pub fn with_machine(self, machine: Machine, profile: &Profile) -> Self {
        let review = review::review(&machine, &profile.policy);
        let remedies = remedy::remedies(&machine, &review, &profile.policy, self.earlier.as_ref());
        Self { machine, review, remedies, ..self }
    }

    /// Today, by this machine's clock.
    #[must_use]
    pub fn today(&self) -> Day {
        countersign_core::protocol::license::day_of(self.machine.clock.now)
    }
}

impl State {
    /// The binding of this machine with the values declared so far.
    #[must_use]
    pub fn binding(&self) -> Binding {
        Binding::of(&self.facts.machine, &self.facts.review, &self.draft.declared)
    }

    /// Whether this is practice.
    #[must_use]
    pub fn is_practice(&self) -> bool {
        matches!(self.settings.mode, Mode::Practice { .. })
    }

    /// Whether the machine is a recording, so that nothing of this computer is touched.
    #[must_use]
    pub fn is_recording(&self) -> bool {
        self.facts.machine.source != Source::ThisComputer
    }
}

/// A step with what belongs to it alone.
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
    /// Its name.
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
}

/// What lies over a step until a key takes it away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlay {
    /// Help for the step.
    Help,
    /// Every field with its bytes.
    Details,
}

/// A line about the last thing that happened. `page` has the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Text was handed to the terminal's clipboard.
    Copied,
    /// A file was written there.
    Written(String),
    /// Practice: a file of that name would have been written.
    Pretended(String),
    /// A file could not be written or read: its path and the system's reason.
    FileFailed(String, String),
    /// The session could not be kept: going on after a reboot won't be offered.
    SessionNotSaved(String),
    /// Something is the matter with what is kept.
    Kept(countersign_keep::KeepCode),
    /// The machine was read again and nothing changed.
    ReadAgainSame,
    /// The machine was read again and something changed.
    ReadAgainChanged,
    /// A tool ended: its exit status.
    Tool(super::ToolEnd),
    /// The program could not be started again with `sudo`.
    SudoFailed(String),
    /// The practice desk can't answer yet.
    PracticeAnswered,
}
