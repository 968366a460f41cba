//! The session that each screen of the guide is taken from: mostly a view that has a snapshot too.

use countersign::wizard::online::{DeskAnswer, DeskRefusal, NetworkFault, OnlineError};
use countersign::wizard::{Key, Msg, update};

use super::super::rig::Rig;
use super::super::views::{VIEWS, View, view};
use super::super::{machines, script};
use super::ScreenKind;

fn refused() -> Rig {
    Rig::real(machines::refused())
}

fn sound() -> Rig {
    Rig::real(machines::sound())
}

fn with_tool() -> Rig {
    Rig::real(machines::with_tool())
}

/// A session in which the news of the worker waits.
fn waiting() -> Rig {
    Rig { news_waits: true, ..sound() }
}

/// A session in the usual build of the device program, which has no network client.
fn older_elsewhere() -> Rig {
    let mut rig = Rig::online(machines::refused(), None);
    rig.state.settings.online = false;
    rig
}

fn unreachable() -> Rig {
    let answer = DeskAnswer::Failed(OnlineError::Unreachable(NetworkFault::Refused));
    Rig::online(machines::sound(), Some(Some(answer)))
}

fn refused_online(reason: &str) -> Rig {
    let refusal =
        DeskRefusal { reason: reason.to_owned(), findings: Vec::new(), differs: Vec::new(), case: None };
    Rig::online(machines::sound(), Some(Some(DeskAnswer::Refused(refusal))))
}

fn unknown_number() -> Rig {
    refused_online("NUMBER-UNKNOWN")
}

fn differs() -> Rig {
    refused_online("DEVICE-DIFFERS")
}

/// Sessions that have no snapshot.
pub const MORE: &[View] = &[
    view(
        "guide",
        "fix-nothing",
        refused,
        "AA03220123951<enter><enter><firmware model H310M-R8><firmware serial BR80G1234567>r<esc>",
    ),
    view("guide", "fix-older-elsewhere", older_elsewhere, "AA03220123951<enter><enter>3"),
    view("guide", "request-failed", unreachable, "AA03220123951<enter><enter>4"),
    view("guide", "request-refused-number", unknown_number, "AA03220123951<enter><enter>4"),
    view(
        "guide",
        "done-ask-again",
        refused,
        "AA03220123951<enter><enter>1<enter><enter><enter><paste><enter><enter>\
         <firmware model H310M-R8><firmware serial BR80G1234567><restart>",
    ),
    view("guide", "route-unreachable", unreachable, "AA03220123951<enter><enter>"),
    view("guide", "route-unknown", unknown_number, "AA03220123951<enter><enter>"),
    view("guide", "route-differs", differs, "AA03220123951<enter><enter>"),
    view("guide", "code-disk-full", sound, "AA03220123951<enter><enter><enter><enter><paste><disk full>"),
    view("guide", "number-sound", sound, "AA03220123951"),
    view("guide", "number-refused", refused, "AA03220123951"),
    view("guide", "list-chosen", refused, "AA03220123951<enter><enter>1<enter><esc>"),
    view("guide", "write-here", with_tool, "AA03220123951<enter><enter>2"),
    view("guide", "code-file", sound, "AA03220123951<enter><enter><enter><enter><f2>"),
    view(
        "guide",
        "code-wrong",
        sound,
        "AA03220123951<enter><enter><enter><enter><paste><up><up><up><up><c-u><wrong 3>",
    ),
    view("guide", "code-another", sound, "AA03220123951<enter><enter><enter><enter><paste another>"),
    view("guide", "code-worse", sound, "AA03220123951<enter><enter><enter><enter><worse>"),
    view("guide", "code-searching", waiting, "AA03220123951<enter><enter><enter><enter><worse><enter>"),
];

/// The step and the name of the view.
const fn view_of(kind: ScreenKind) -> Option<(&'static str, &'static str)> {
    use ScreenKind as K;
    Some(match kind {
        K::WelcomeProducts => ("1-welcome", "products"),
        K::WelcomeNumber => ("1-welcome", "number"),
        K::WelcomeFault => ("1-welcome", "fault"),
        K::WelcomeResume => ("1-welcome", "resume"),
        K::WelcomeKnown => ("1-welcome", "changed"),
        K::InspectAccepted => ("2-inspect", "sound"),
        K::InspectRefused => ("2-inspect", "refused"),
        K::InspectUnreadable => ("2-inspect", "unreadable"),
        K::InspectBound => ("2-inspect", "recovered"),
        K::InspectChanged => ("2-inspect", "changed"),
        K::Details => ("2-inspect", "details"),
        K::FixList => ("3-fix", "list-recover"),
        K::FixListChosen => ("guide", "list-chosen"),
        K::FixRecover => ("3-fix", "recover"),
        K::FixAssign => ("3-fix", "assign"),
        K::FixDeclare => ("3-fix", "declare"),
        K::FixDeclareFault => ("3-fix", "declare-fault"),
        K::FixDeclareConfirm => ("3-fix", "declare-confirm"),
        K::FixDeclareNear => ("3-fix", "declare-near"),
        K::FixWrite => ("3-fix", "write"),
        K::FixWriteHere => ("guide", "write-here"),
        K::FixRunConfirm => ("3-fix", "confirm"),
        K::FixReadAgain => ("3-fix", "read-again"),
        K::FixOlder => ("3-fix", "older"),
        K::FixOlderElsewhere => ("guide", "fix-older-elsewhere"),
        K::FixChanged => ("3-fix", "changed"),
        K::FixMended => ("3-fix", "all-good"),
        K::FixNothing => ("guide", "fix-nothing"),
        K::RouteAccepted => ("4-route", "online"),
        K::RouteRefused => ("4-route", "older"),
        K::RequestNone => ("5-request", "secret-failed"),
        K::RequestQr => ("5-request", "qr"),
        K::RequestQrAlone => ("5-request", "qr-alone"),
        K::RequestWidth => ("5-request", "width-asked"),
        K::RequestText => ("5-request", "text"),
        K::RequestSave => ("5-request", "save"),
        K::RequestReplace => ("5-request", "save-replace"),
        K::RequestSpoken => ("5-request", "spoken"),
        K::RequestOlder => ("5-request", "older"),
        K::RequestAsking => ("5-request", "online-asking"),
        K::RequestFailed => ("guide", "request-failed"),
        K::RequestRefused => ("5-request", "online-differs"),
        K::RequestRefusedMachine => ("5-request", "online-refused"),
        K::RequestRefusedNumber => ("guide", "request-refused-number"),
        K::CodeLines => ("6-code", "empty"),
        K::CodeWhole => ("6-code", "whole"),
        K::CodeLineFault => ("6-code", "lines"),
        K::CodeRefused => ("6-code", "refused"),
        K::CodeSearching => ("guide", "code-searching"),
        K::KeepWorking => return None,
        K::CodeFile => ("guide", "code-file"),
        K::KeepFailed => ("7-keep", "failed"),
        K::KeepKept => ("7-keep", "kept"),
        K::DoneKept => ("8-done", "kept"),
        K::DoneAlready => ("8-done", "already"),
        K::DoneAskAgain => ("guide", "done-ask-again"),
        K::Help => ("help", "request"),
    })
}

/// The view of a screen.
pub fn view_for(kind: ScreenKind) -> Option<&'static View> {
    let (step, name) = view_of(kind)?;
    VIEWS.iter().chain(MORE).find(|view| (view.step, view.name) == (step, name))
}

/// A session at a screen.
pub fn scene(kind: ScreenKind) -> Rig {
    match view_for(kind) {
        Some(view) => view.rig(),
        // It lasts a moment only: the state before its effects.
        None => {
            let mut rig = script::play(sound(), "AA03220123951<enter><enter><enter><enter><paste>");
            (rig.state, _) = update(rig.state, Msg::Key(Key::Enter));
            rig
        }
    }
}
