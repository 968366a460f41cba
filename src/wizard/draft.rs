//! What the person has given so far, and how it is kept over a restart.

use countersign_core::machine::{Field, Source};
use countersign_core::profile::Profile;
use countersign_core::protocol::binding::Declared;
use countersign_core::protocol::{Number, Request};
use countersign_core::review::{Review, Verdict};
use countersign_keep::{Activation, Session};

use super::route::RouteKind;
use super::state::{State, Step};
use countersign_core::step::StepName;

/// The three binding fields as they were shown, with their verdicts.
pub type BindingFields = [(String, Verdict); 3];

/// What the person has given so far.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// The license number.
    pub number: Option<Number>,
    /// Values read off the label.
    pub declared: Declared,
    /// The open request.
    pub request: Option<Request>,
    /// The way to the desk.
    pub route: Option<RouteKind>,
    /// The code's lines as typed.
    pub lines: [String; 7],
    /// The machine as it was first inspected.
    pub initial_fields: Option<BindingFields>,
    /// The activation, verified, until it is kept.
    pub activation: Option<Box<Activation>>,
    /// The clock stood before the issued day when the code was checked.
    pub clock_behind: bool,
    /// The lines of the code (1–7) that were put right.
    pub mended: Vec<u8>,
}

impl Draft {
    /// The request no longer fits: the number or the machine is another.
    pub fn forget_request(&mut self) {
        self.request = None;
        self.lines = Default::default();
    }

    /// Remembers the machine as it is, unless an earlier look is remembered already.
    pub fn remember_initial_fields(&mut self, review: &Review) {
        if self.initial_fields.is_none() {
            self.initial_fields = Some(binding_fields(review));
        }
    }
}

/// The binding fields of a review as they are shown.
#[must_use]
pub fn binding_fields(review: &Review) -> BindingFields {
    Field::BINDING.map(|field| {
        review
            .finding(field)
            .map_or((String::new(), Verdict::Unreadable), |finding| (finding.shown.clone(), finding.verdict))
    })
}

/// The session as it is kept.
#[must_use]
pub fn to_session(state: &State) -> Session {
    let draft = &state.draft;
    let lines = match &state.step {
        Step::Code(step) => step.texts(),
        _ => draft.lines.clone(),
    };
    Session {
        step: state.step.name() as u8,
        number: draft.number.as_ref().map(|number| number.as_str().to_owned()),
        request: draft.request.as_ref().and_then(|request| request.encode().ok()),
        route: draft.route.map(|route| route.name().to_owned()),
        lines: lines.to_vec(),
        declared: draft.declared.clone(),
        before: draft.initial_fields.as_ref().map(|before| before.clone().map(|(shown, _)| shown)),
        verdicts_before: draft
            .initial_fields
            .iter()
            .flatten()
            .map(|(_, verdict)| verdict.name().to_owned())
            .collect(),
        started: state.facts.machine.clock.now,
        hardware: match &state.facts.machine.source {
            Source::Recording(path) => Some(path.display().to_string()),
            Source::ThisComputer | Source::Sample(_) => None,
        },
    }
}

/// The draft of a kept session. What doesn't fit this profile is left out.
#[must_use]
pub fn from_session(session: &Session, profile: &Profile) -> Draft {
    let mut lines: [String; 7] = Default::default();
    for (slot, line) in lines.iter_mut().zip(&session.lines) {
        slot.extend(line.chars().take(super::code::LINE_MAX));
    }
    Draft {
        number: session.number.as_deref().and_then(|number| profile.mask.number(number).ok()),
        declared: session.declared.clone(),
        request: session.request.as_deref().and_then(|bytes| Request::decode(bytes).ok()),
        route: session.route.as_deref().and_then(RouteKind::from_name),
        lines,
        initial_fields: before_of(session),
        activation: None,
        clock_behind: false,
        mended: Vec::new(),
    }
}

/// The machine as the session first saw it, where all of it is there.
fn before_of(session: &Session) -> Option<BindingFields> {
    let verdict = |at: usize| {
        let name = session.verdicts_before.get(at)?;
        Verdict::ALL.into_iter().find(|verdict| verdict.name() == name)
    };
    let [a, b, c] = session.before.clone()?;
    Some([(a, verdict(0)?), (b, verdict(1)?), (c, verdict(2)?)])
}

/// The step a kept session can go on at: never past what its draft still holds, nor into keeping.
#[must_use]
pub fn resume_step(at: StepName, state: &State) -> StepName {
    let draft = &state.draft;
    if draft.number.is_none() {
        return StepName::Welcome;
    }
    match at {
        StepName::Code | StepName::Keep | StepName::Done if draft.request.is_some() => StepName::Code,
        StepName::Code | StepName::Keep | StepName::Done => StepName::Request,
        at => at,
    }
}
