//! Which screen of the guide shows a state. A new variant of a step's state doesn't compile here until it has its screen.

use countersign::wizard::code::{CodePhase, CodeStep};
use countersign::wizard::fix::{self, Entering, FixView};
use countersign::wizard::online::OnlineProgress;
use countersign::wizard::request::{self, RequestStep, RequestView};
use countersign::wizard::transitions::Event;
use countersign::wizard::welcome::WelcomeStep;
use countersign::wizard::{Overlay, QrRoom, Stage, State, Step, done, keep};
use countersign_core::protocol::binding::Predicted;
use countersign_core::remedy::WayKind;
pub use countersign_core::screen_kind::ScreenKind;

/// The screen that shows a state.
pub fn screen_kind(state: &State) -> ScreenKind {
    match state.overlay {
        Some(Overlay::Help) => return ScreenKind::Help,
        Some(Overlay::Details) => return ScreenKind::Details,
        None => {}
    }
    match &state.step {
        Step::Welcome(step) => of_welcome(step),
        Step::Inspect(_) => of_inspect(state),
        Step::Fix(step) => of_fix(state, &step.view),
        Step::Route(_) => ScreenKind::of_route(state.binding().verdicts),
        Step::Request(step) => of_request(state, step),
        Step::Code(step) => of_code(step),
        Step::Keep(step) => match step {
            keep::KeepStep::Working => ScreenKind::KeepWorking,
            keep::KeepStep::Failed(_) => ScreenKind::KeepFailed,
            keep::KeepStep::Kept(_) => ScreenKind::KeepKept,
        },
        Step::Done(step) => match step {
            done::DoneStep::Kept(_) => ScreenKind::DoneKept,
            done::DoneStep::Already if state.facts.asks_anew() => ScreenKind::DoneAskAgain,
            done::DoneStep::Already => ScreenKind::DoneAlready,
        },
    }
}

fn of_welcome(step: &WelcomeStep) -> ScreenKind {
    let entry = match step {
        WelcomeStep::Product(_) => return ScreenKind::WelcomeProducts,
        WelcomeStep::Session(_) => return ScreenKind::WelcomeResume,
        WelcomeStep::Number(entry) => entry,
    };
    match (entry.fault, &entry.known) {
        (Some(_), _) => ScreenKind::WelcomeFault,
        (None, Some(_)) if entry.input.value().is_empty() => ScreenKind::WelcomeKnown,
        (None, _) => ScreenKind::WelcomeNumber,
    }
}

fn of_inspect(state: &State) -> ScreenKind {
    let binding = state.binding();
    let changed = state.facts.changed_since(state.draft.number.as_ref());
    match ScreenKind::of_inspect(binding.verdicts, binding.origins) {
        ScreenKind::InspectAccepted | ScreenKind::InspectBound if changed => ScreenKind::InspectChanged,
        screen => screen,
    }
}

fn of_fix(state: &State, view: &FixView) -> ScreenKind {
    match view {
        FixView::List if state.facts.plan.ways.is_empty() => ScreenKind::FixNothing,
        FixView::List if fix::chosen_kind(&state.draft).is_some() => ScreenKind::FixListChosen,
        FixView::List => ScreenKind::FixList,
        FixView::Open(at) => of_way(state, *at),
        FixView::Declare(form) if form.entries.iter().any(|entry| entry.fault.is_some()) => {
            ScreenKind::FixDeclareFault
        }
        FixView::Declare(_) => ScreenKind::FixDeclare,
        FixView::ConfirmDeclared(form) if fix::near_miss(form, &state.facts).is_some() => {
            ScreenKind::FixDeclareNear
        }
        FixView::ConfirmDeclared(_) => ScreenKind::FixDeclareConfirm,
        FixView::ConfirmRun(_) => ScreenKind::FixRunConfirm,
        FixView::Changed(_) if state.binding().predicted() == Predicted::Accepted => ScreenKind::FixMended,
        FixView::Changed(_) => ScreenKind::FixChanged,
    }
}

fn of_way(state: &State, at: usize) -> ScreenKind {
    let Some(way) = state.facts.plan.ways.get(at) else { return ScreenKind::FixNothing };
    let entering = fix::entering(&state.settings, &state.facts, way);
    match (way.kind, entering) {
        (WayKind::ReadAgain, _) => ScreenKind::FixReadAgain,
        (WayKind::Recover, _) => ScreenKind::FixRecover,
        (WayKind::Assign, _) => ScreenKind::FixAssign,
        (WayKind::Declare, _) => ScreenKind::FixDeclare,
        (WayKind::Write, Entering::Run) => ScreenKind::FixWriteHere,
        (WayKind::Write, _) => ScreenKind::FixWrite,
        (WayKind::Older, Entering::Take) => ScreenKind::FixOlder,
        (WayKind::Older, _) => ScreenKind::FixOlderElsewhere,
    }
}

fn of_request(state: &State, step: &RequestStep) -> ScreenKind {
    if let Some(question) = &step.question {
        return match question.stage {
            Stage::Replace(_) => ScreenKind::RequestReplace,
            Stage::Typing | Stage::Looking | Stage::Completing | Stage::Working => ScreenKind::RequestSave,
        };
    }
    if step.fault.is_some() {
        return ScreenKind::RequestNone;
    }
    match (step.view, &step.progress) {
        (RequestView::Qr, _) if state.asks_block_width() => ScreenKind::RequestWidth,
        (RequestView::Qr, _) => match state.qr.look.room {
            QrRoom::WholeScreen => ScreenKind::RequestQrAlone,
            QrRoom::WithWords => ScreenKind::RequestQr,
        },
        (RequestView::Text, _) => ScreenKind::RequestText,
        (RequestView::Spoken, _) => ScreenKind::RequestSpoken,
        (RequestView::Online, None) => ScreenKind::RequestOlder,
        (RequestView::Online, Some(progress)) => match progress {
            OnlineProgress::Asking(_) => ScreenKind::RequestAsking,
            OnlineProgress::Failed(_) | OnlineProgress::Unusable(_) => ScreenKind::RequestFailed,
            OnlineProgress::Refused(_) => match request::event_after(progress) {
                Some(Event::MachineRefused) => ScreenKind::RequestRefusedMachine,
                Some(_) => ScreenKind::RequestRefusedNumber,
                None => ScreenKind::RequestRefused,
            },
        },
    }
}

fn of_code(step: &CodeStep) -> ScreenKind {
    match &step.phase {
        CodePhase::Asking { .. } => ScreenKind::CodeFile,
        CodePhase::Searching(_) => ScreenKind::CodeSearching,
        CodePhase::Typing(Some(fault)) if fault.first_line().is_some() => ScreenKind::CodeLineFault,
        CodePhase::Typing(Some(_)) => ScreenKind::CodeRefused,
        CodePhase::Typing(None) if step.unfinished().next().is_none() => ScreenKind::CodeWhole,
        CodePhase::Typing(None) => ScreenKind::CodeLines,
    }
}
