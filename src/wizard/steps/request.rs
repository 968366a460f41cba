//! 5 REQUEST: what the desk needs, as QR, text or words.

use super::route::RouteKind;
use super::{Around, Outcome};
use crate::keep::OpenRequest;
use crate::protocol::{Nonce, Platform};
use crate::wizard::table::Event;
use crate::wizard::{Action, Effect, FileKind, State};

/// The step's own state.
#[derive(Debug, Clone)]
pub struct RequestStep {
    /// Which form shows.
    pub view: RequestView,
    /// What the practice desk answered: a code's lines, or the codes of a refusal.
    pub practised: Option<Result<[String; 7], Vec<String>>>,
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
}

impl RequestStep {
    /// Entered. A request is drawn anew only where the number or the machine is another than the open
    /// request's: the same request gets the same code.
    #[must_use]
    pub fn enter(state: &State) -> (Self, Vec<Effect>) {
        let view = match state.draft.route {
            Some(RouteKind::File) => RequestView::Text,
            Some(RouteKind::Telephone) => RequestView::Spoken,
            Some(RouteKind::Phone) | None => RequestView::Qr,
        };
        let effects = if fits(state) { Vec::new() } else { vec![Effect::DrawNonce] };
        (Self { view, practised: None }, effects)
    }
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
    let Ok(open) = OpenRequest::of(&request, state.facts.machine.clock.now) else { return Vec::new() };
    state.draft.request = Some(request);
    state.draft.lines = Default::default();
    state.facts.open.retain(|kept| kept.nonce != open.nonce);
    state.facts.open.push(open.clone());
    vec![
        Effect::RememberRequest(Box::new(open)),
        Effect::SaveSession(Box::new(super::super::draft::session(state))),
    ]
}

/// What the step's actions do.
pub fn act(step: &mut RequestStep, around: Around<'_>, action: Action) -> Outcome {
    let Some(request) = &around.draft.request else { return Outcome::stay() };
    let host = &around.setting.profile.desk;
    match action {
        Action::Next => return Outcome::go(Event::HaveCode),
        Action::ShowQr => step.view = RequestView::Qr,
        Action::ShowText => step.view = RequestView::Text,
        Action::ShowSpoken => step.view = RequestView::Spoken,
        Action::CopyRequest => {
            let copied = match step.view {
                RequestView::Qr => request.url(host).ok(),
                RequestView::Text => request.text().ok(),
                RequestView::Spoken => {
                    Some(crate::protocol::spoken::SpokenRequest::of(request).lines().join("\n"))
                }
            };
            return copied.map_or_else(Outcome::stay, |text| Outcome::effect(Effect::Copy(text)));
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
