//! The saved session: what of a state is saved after each step, and how a session goes on from it.

use countersign_core::machine::MachineSource;
use countersign_core::profile::Profile;
use countersign_core::protocol::{Marker, Request, line};
use countersign_core::review::Verdict;
use countersign_core::step::StepName;
use countersign_keep::{SavedQrView, Session};

use super::draft::{BindingFields, Draft};
use super::routes::RouteKind;
use super::state::State;
use super::step::Step;
use super::steps::code::LINE_MAX;

/// The session to save.
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
        way: draft.way.clone(),
        case: draft.case.clone(),
        log: state.log.clone(),
        marker2: state.facts.marker2.map(|marker| marker.0),
        before: draft.initial_fields.as_ref().map(|fields| fields.clone().map(|(shown, _)| shown)),
        verdicts_before: draft
            .initial_fields
            .iter()
            .flatten()
            .map(|(_, verdict)| verdict.name().to_owned())
            .collect(),
        started: state.started,
        hardware: match &state.facts.machine.source {
            MachineSource::Recording(path) => Some(path.display().to_string()),
            MachineSource::ThisComputer | MachineSource::Sample(_) => None,
        },
        qr: saved_qr(state),
    }
}

/// What is saved of how the QR is drawn: the choices on this terminal, or else those on another one.
pub(super) fn saved_qr(state: &State) -> Option<SavedQrView> {
    let terminal = &state.settings.terminal;
    let elsewhere = state.saved_qr.as_ref().filter(|saved| saved.terminal != terminal.name);
    state.qr.saved(terminal).or_else(|| elsewhere.cloned())
}

/// The draft of a saved session. Values that this profile doesn't accept are left out, and so is a way that was chosen for another
/// machine than the one with that scheme 2 marker.
#[must_use]
pub fn to_draft(session: &Session, profile: &Profile, marker2: Option<Marker>) -> Draft {
    let mut lines: [String; 7] = Default::default();
    for (slot, line) in lines.iter_mut().zip(&session.lines) {
        slot.extend(line::cleaned(line).take(LINE_MAX));
    }
    Draft {
        number: session.number.as_deref().and_then(|number| profile.mask.parse_number(number).ok()),
        way: session.way_for(marker2),
        request: session.request.as_deref().and_then(|bytes| Request::decode(bytes).ok()),
        route: session.route.as_deref().and_then(RouteKind::from_name),
        lines,
        initial_fields: initial_fields(session),
        case: session.case.clone(),
        activation: None,
        clock_behind: false,
        mended: Vec::new(),
        saved_in: None,
    }
}

/// The binding fields of the first inspection, if the session has all of them.
fn initial_fields(session: &Session) -> Option<BindingFields> {
    let verdict = |at: usize| {
        let name = session.verdicts_before.get(at)?;
        Verdict::ALL.into_iter().find(|verdict| verdict.name() == name)
    };
    let [a, b, c] = session.before.clone()?;
    Some([(a, verdict(0)?), (b, verdict(1)?), (c, verdict(2)?)])
}

/// The step to go on at: not beyond what the draft holds, and never Keep, because a draft holds no activation.
#[must_use]
pub fn resume_step(session: &Session, draft: &Draft) -> StepName {
    if draft.number.is_none() {
        return StepName::Welcome;
    }
    match StepName::from_number(session.step).unwrap_or(StepName::Welcome) {
        StepName::Code | StepName::Keep | StepName::Done if draft.request.is_some() => StepName::Code,
        StepName::Code | StepName::Keep | StepName::Done => StepName::Request,
        earlier => earlier,
    }
}
