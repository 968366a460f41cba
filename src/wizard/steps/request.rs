//! 5 REQUEST: what the desk needs, as QR, text or words.

use super::route::RouteKind;
use super::{Outcome, StepContext, code};
use crate::wizard::online::{self, Said, Talk};
use crate::wizard::table::Event;
use crate::wizard::{Action, Effect, FileKind, Mode, Notice, State, Step};
use countersign_core::protocol::{Nonce, Platform, Request};
use countersign_keep::{OpenRequest, REQUEST_LIMIT};

/// The step's own state.
#[derive(Debug, Clone)]
pub struct RequestStep {
    /// Which form shows.
    pub view: RequestView,
    /// What the practice desk answered: a code's lines, or the codes of a refusal.
    pub practised: Option<Result<[String; 7], Vec<String>>>,
    /// What asking over the network has come to, once it was asked.
    pub talk: Option<Talk>,
}

/// The forms of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RequestView {
    /// The QR, with the words beside it.
    Qr,
    /// The text form.
    Text,
    /// Four lines to read out.
    Spoken,
    /// Asked over the network: how far that has come.
    Online,
}

impl RequestStep {
    /// Entered. A request is drawn anew only where the number or the machine is another than the open
    /// request's: the same request gets the same code.
    #[must_use]
    pub fn enter(state: &State) -> (Self, Vec<Effect>) {
        let view = match state.draft.route {
            Some(RouteKind::File) => RequestView::Text,
            Some(RouteKind::Telephone) => RequestView::Spoken,
            Some(RouteKind::Online | RouteKind::Older) => RequestView::Online,
            Some(RouteKind::Phone) | None => RequestView::Qr,
        };
        let open = state.draft.request.as_ref().filter(|_| fits(state));
        let effects = match open {
            None => vec![Effect::DrawNonce],
            Some(request) if asks_at_once(state) => vec![ask(request, state.draft.route)],
            Some(_) => Vec::new(),
        };
        let talk = asks_at_once(state).then_some(Talk::Asking);
        (Self { view, practised: None, talk }, effects)
    }
}

/// The older binding is asked for only after its limits were read.
fn asks_at_once(state: &State) -> bool {
    state.draft.route == Some(RouteKind::Online)
}

/// Asks over the network.
fn ask(request: &Request, route: Option<RouteKind>) -> Effect {
    Effect::AskDesk(Box::new(request.clone()), online::scheme(route))
}

/// Whether the open request is still this machine's and this number's.
fn fits(state: &State) -> bool {
    let (Some(open), Some(number)) = (&state.draft.request, &state.draft.number) else { return false };
    let Some(packed) = state.setting.profile.mask.pack(number) else { return false };
    let profile = state.setting.profile.version;
    let platform = Platform::of(&state.facts.machine);
    *open == state.binding().request(profile, packed, open.head.nonce, platform)
}

/// The nonce came: the request is made and kept among the open ones.
#[must_use]
pub fn drawn(state: &mut State, nonce: Nonce) -> Vec<Effect> {
    let Some(number) = state.draft.number.clone() else { return Vec::new() };
    let Some(packed) = state.setting.profile.mask.pack(&number) else { return Vec::new() };
    let platform = Platform::of(&state.facts.machine);
    let request = state.binding().request(state.setting.profile.version, packed, nonce, platform);
    let Ok(open) = OpenRequest::new(&request, state.facts.machine.clock.now) else { return Vec::new() };
    let waiting = matches!(&state.step, Step::Request(step) if step.talk == Some(Talk::Asking));
    let asked = waiting.then(|| ask(&request, state.draft.route));
    state.draft.request = Some(request);
    state.draft.lines = Default::default();
    state.facts.open.retain(|kept| kept.nonce != open.nonce);
    state.facts.open.push(open.clone());
    // As many as are kept: a search for slips tries the terms of each.
    let more = state.facts.open.len().saturating_sub(REQUEST_LIMIT);
    state.facts.open.drain(..more);
    // It is kept before it is asked: a code that comes is for a request that is known.
    let kept = [
        Effect::RememberRequest(Box::new(open)),
        Effect::SaveSession(Box::new(super::super::draft::session(state))),
    ];
    kept.into_iter().chain(asked).collect()
}

/// The desk answered over the network, or didn't. An answer to another request, or one that nobody waits for any
/// more, says nothing.
#[must_use]
pub fn said(step: &mut RequestStep, mut around: StepContext<'_>, nonce: Nonce, said: Said) -> Outcome {
    let asked = around.draft.request.as_ref().is_some_and(|request| request.head.nonce == nonce);
    if !asked || step.talk != Some(Talk::Asking) {
        return Outcome::stay();
    }
    step.talk = Some(match said {
        Said::Refused(refusal) => Talk::Refused(refusal),
        Said::Failed(trouble) => Talk::Failed(trouble),
        Said::Issued(lines) => match code::verify(&lines, &mut around) {
            Ok(outcome) => return outcome,
            Err(fault) => Talk::Unusable(fault),
        },
    });
    Outcome::stay()
}

/// What Enter does once the desk was asked, or nothing.
#[must_use]
pub fn after(talk: &Talk) -> Option<Event> {
    match talk {
        Talk::Refused(refusal) if refusal.reason == online::MACHINE_REFUSED => Some(Event::MachineRefused),
        Talk::Refused(refusal) if refusal.reason == online::NUMBER_UNKNOWN => Some(Event::NumberRefused),
        Talk::Asking | Talk::Refused(_) | Talk::Failed(_) | Talk::Unusable(_) => None,
    }
}

/// What the step's actions do.
pub fn act(step: &mut RequestStep, around: StepContext<'_>, action: Action) -> Outcome {
    let Some(request) = &around.draft.request else { return Outcome::stay() };
    let host = &around.setting.profile.desk;
    match action {
        Action::Next if step.view == RequestView::Online && step.talk.is_none() => {
            step.talk = Some(Talk::Asking);
            return Outcome::effect(ask(request, around.draft.route));
        }
        Action::Next if step.view == RequestView::Online => {
            return step.talk.as_ref().and_then(after).map_or_else(Outcome::stay, Outcome::go);
        }
        Action::Next => return Outcome::go(Event::HaveCode),
        Action::Retry => {
            step.talk = Some(Talk::Asking);
            return Outcome::effect(ask(request, around.draft.route));
        }
        // The way without a network: the same request, and from here on that is the way.
        Action::ShowQr if step.view == RequestView::Online => {
            around.draft.route = Some(RouteKind::Phone);
            *step = RequestStep { view: RequestView::Qr, practised: None, talk: None };
        }
        Action::ShowQr => step.view = RequestView::Qr,
        Action::ShowText => step.view = RequestView::Text,
        Action::ShowSpoken => step.view = RequestView::Spoken,
        Action::CopyRequest => {
            let copied = match step.view {
                RequestView::Qr => request.url(host).ok(),
                RequestView::Text => request.text().ok(),
                RequestView::Online => None,
                RequestView::Spoken => {
                    Some(countersign_core::protocol::spoken::SpokenRequest::of(request).lines().join("\n"))
                }
            };
            return copied.map_or_else(Outcome::stay, |text| Outcome::effect(Effect::Copy(text)));
        }
        // A request that no desk knows is not to lie about as a file.
        Action::SaveText | Action::SavePng if around.setting.mode != Mode::Real => {
            let ending = if action == Action::SaveText { "txt" } else { "png" };
            *around.notice = Some(Notice::Pretended(format!("request-{}.{ending}", request.name())));
        }
        Action::SaveText => {
            if let Ok(text) = request.text() {
                let name = request.name().to_string();
                return Outcome::effect(Effect::WriteFile(FileKind::RequestText { name, text }));
            }
        }
        Action::SavePng => {
            if let Ok(url) = request.url(host) {
                let name = request.name().to_string();
                return Outcome::effect(Effect::WriteFile(FileKind::RequestPng { name, url }));
            }
        }
        Action::PractiseAsk => return Outcome::effect(Effect::PractiseAsk(Box::new(request.clone()))),
        _ => {}
    }
    Outcome::stay()
}
