//! 5 REQUEST: what the desk needs, as QR, text or spoken lines; or a request to the desk over the network.

use std::path::Path;

use countersign_core::protocol::spoken::SpokenRequest;
use countersign_core::protocol::{Nonce, Platform, Request, Scheme, Secret, Surroundings};
use countersign_core::text::safe_path;
use countersign_keep::OpenRequest;
use tui_input::InputRequest;

use super::code;
use super::context::{Outcome, StepContext};
use crate::wizard::action::Action;
use crate::wizard::file_task::{FileKind, FileNews, FileTask};
use crate::wizard::job::Job;
use crate::wizard::msg::Effect;
use crate::wizard::notice::{Notice, reason};
use crate::wizard::online::{self, ASK_SECONDS, DeskAnswer, OnlineProgress};
use crate::wizard::path_question::{Answer, PathQuestion, Purpose};
use crate::wizard::routes::RouteKind;
use crate::wizard::settings::Mode;
use crate::wizard::transitions::Event;

/// The step's own state.
#[derive(Debug, Clone)]
pub struct RequestStep {
    /// The current view.
    pub view: RequestView,
    /// The practice desk's answer: a code's lines, or the codes of a refusal.
    pub practice_answer: Option<Result<[String; 7], Vec<String>>>,
    /// The progress of asking over the network, once it began.
    pub progress: Option<OnlineProgress>,
    /// The seconds that the desk has left to answer.
    pub seconds_left: u32,
    /// Whether a new request was made because the desk called the last one spent. That is done once.
    pub renewed: bool,
    /// Where to save the request, while the step asks for it.
    pub question: Option<Box<PathQuestion>>,
}

/// The views of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RequestView {
    /// The QR, with words beside it.
    Qr,
    /// The text form.
    Text,
    /// Four lines to read aloud.
    Spoken,
    /// The desk is asked over the network.
    Online,
}

impl RequestStep {
    /// Starts with the view of the chosen route. The session's request, or else another open one, is kept if number and machine are
    /// the same, because the same request gets the same code; else the effects draw a secret for a new one.
    #[must_use]
    pub fn enter(context: &mut StepContext<'_>) -> (Self, Vec<Effect>) {
        let view = match context.draft.route {
            Some(RouteKind::File) => RequestView::Text,
            Some(RouteKind::Telephone) => RequestView::Spoken,
            Some(RouteKind::Online | RouteKind::Older) => RequestView::Online,
            Some(RouteKind::Phone) | None => RequestView::Qr,
        };
        // The older binding is asked for only after the person read its limits.
        let asks_at_once = context.draft.route == Some(RouteKind::Online);
        let own = context.draft.request.clone().filter(|open| is_current(open, context));
        let open = own.or_else(|| {
            let mut requests = context.facts.open_requests.iter().rev().filter_map(OpenRequest::request);
            requests.find(|open| is_current(open, context))
        });
        context.draft.request.clone_from(&open);
        let effects = match open {
            None => vec![Effect::DrawSecret],
            Some(request) if asks_at_once => vec![ask(context, request)],
            Some(_) => Vec::new(),
        };
        let progress = asks_at_once.then_some(OnlineProgress::Asking);
        let step = Self {
            view,
            practice_answer: None,
            progress,
            seconds_left: ASK_SECONDS,
            renewed: false,
            question: None,
        };
        (step, effects)
    }
}

/// Asks the desk over the network.
fn ask(context: &mut StepContext<'_>, request: Request) -> Effect {
    let desk = context.settings.profile.api_url();
    let scheme = context.draft.route.map_or(Scheme::Three, RouteKind::scheme);
    context.start(Job::AskDesk { desk, request: Box::new(request), scheme })
}

/// The request of this machine and number with that nonce.
fn request_with(nonce: Nonce, context: &StepContext<'_>) -> Option<Request> {
    let machine = &context.facts.machine;
    let (platform, surroundings) = (Platform::of(machine), Surroundings::of(machine, &context.facts.review));
    let id = context.settings.profile.id;
    Some(context.binding().request(id, packed_number(context)?, nonce, platform, surroundings))
}

fn packed_number(context: &StepContext<'_>) -> Option<[u8; 6]> {
    context.settings.profile.mask.pack(context.draft.number.as_ref()?)
}

/// Whether the open request is for this machine and number.
fn is_current(open: &Request, context: &StepContext<'_>) -> bool {
    request_with(open.head.nonce, context).as_ref() == Some(open)
}

/// A request that was made just now.
#[derive(Debug)]
pub struct NewRequest {
    /// The request as an open one, to remember.
    pub open: OpenRequest,
    /// Asks the desk, if the step waits for its answer.
    pub ask: Option<Effect>,
}

/// Makes the request with the drawn secret. Returns `None` if there is no number or the request is too long.
#[must_use]
pub fn make_request(step: &RequestStep, context: &mut StepContext<'_>, secret: Secret) -> Option<NewRequest> {
    let nonce = secret.nonce(&context.settings.profile.product, packed_number(context)?);
    let request = request_with(nonce, context)?;
    let open = OpenRequest::new(&request, secret, context.facts.machine.clock.now).ok()?;
    let waits = step.progress == Some(OnlineProgress::Asking);
    let ask = waits.then(|| ask(context, request.clone()));
    context.draft.request = Some(request);
    context.draft.lines = Default::default();
    Some(NewRequest { open, ask })
}

/// Takes the desk's answer.
#[must_use]
pub fn desk_answered(step: &mut RequestStep, mut context: StepContext<'_>, answer: DeskAnswer) -> Outcome {
    step.progress = Some(match answer {
        DeskAnswer::Refused(refusal) if refusal.reason == online::REQUEST_SPENT && !step.renewed => {
            step.renewed = true;
            step.progress = Some(OnlineProgress::Asking);
            step.seconds_left = ASK_SECONDS;
            return Outcome::effect(Effect::DrawSecret);
        }
        DeskAnswer::Refused(refusal) => {
            if refusal.case.is_some() {
                context.draft.case.clone_from(&refusal.case);
            }
            OnlineProgress::Refused(refusal)
        }
        DeskAnswer::Failed(error) => OnlineProgress::Failed(error),
        DeskAnswer::Issued(lines) => match code::verify(&lines, &mut context) {
            Ok(outcome) => return outcome,
            Err(fault) => OnlineProgress::Unusable(fault),
        },
    });
    Outcome::stay()
}

/// The event of Enter after the desk's refusal, if another step helps.
#[must_use]
pub fn event_after(progress: &OnlineProgress) -> Option<Event> {
    match progress {
        OnlineProgress::Refused(refusal) if refusal.reason == online::MACHINE_REFUSED => {
            Some(Event::MachineRefused)
        }
        OnlineProgress::Refused(refusal) if refusal.reason == online::NUMBER_UNKNOWN => {
            Some(Event::NumberRefused)
        }
        OnlineProgress::Asking
        | OnlineProgress::Refused(_)
        | OnlineProgress::Failed(_)
        | OnlineProgress::Unusable(_) => None,
    }
}

/// Asks where to save the request.
fn ask_where(step: &mut RequestStep, context: &mut StepContext<'_>, file: FileKind) -> Outcome {
    step.question = Some(Box::new(PathQuestion::new(Purpose::Save(file))));
    let source = context.facts.machine.source.clone();
    Outcome::effect(context.start(Job::File(FileTask::FindPlaces(source))))
}

/// Takes news of the worker's work on files.
pub fn file_news(step: &mut RequestStep, context: StepContext<'_>, news: FileNews) -> Outcome {
    let Some(question) = &mut step.question else { return Outcome::stay() };
    let answer = question.news(news);
    conclude(step, context, answer)
}

/// What follows from an answer to the question where to save.
fn conclude(step: &mut RequestStep, mut context: StepContext<'_>, answer: Answer) -> Outcome {
    match answer {
        Answer::Start(task) => return Outcome::effect(context.start(Job::File(task))),
        Answer::Saved(path) => {
            context.draft.saved_in = path.parent().map(Path::to_path_buf);
            *context.notice = Some(Notice::Written(safe_path(&path)));
            step.question = None;
        }
        Answer::Failed(path, why) => {
            *context.notice = Some(Notice::FileFailed(safe_path(&path), reason(&why)))
        }
        Answer::Stay | Answer::Text(_) => {}
    }
    Outcome::stay()
}

/// Edits the path that the step asks for.
pub fn edit(step: &mut RequestStep, request: InputRequest) {
    if let Some(question) = &mut step.question {
        question.edit(request);
    }
}

/// Pastes into the path that the step asks for.
pub fn paste(step: &mut RequestStep, text: &str) {
    if let Some(question) = &mut step.question {
        question.paste(text);
    }
}

/// Closes the question where to save, or goes back in it. Returns `false` if there is none: then Back leaves the step.
pub fn back(step: &mut RequestStep) -> bool {
    let Some(question) = &mut step.question else { return false };
    if !question.back() {
        step.question = None;
    }
    true
}

/// Carries out an action of this step.
pub fn act(step: &mut RequestStep, mut context: StepContext<'_>, action: Action) -> Outcome {
    if let Some(question) = &mut step.question {
        // A request is saved, never read, so there is nothing to read here.
        let answer = question.act(action, |path| FileTask::Complete(path.display().to_string()));
        return conclude(step, context, answer);
    }
    let Some(request) = &context.draft.request else { return Outcome::stay() };
    let host = &context.settings.profile.desk;
    match action {
        Action::Next if step.view == RequestView::Online && step.progress.is_none() => {
            step.progress = Some(OnlineProgress::Asking);
            let request = request.clone();
            return Outcome::effect(ask(&mut context, request));
        }
        Action::Next if step.view == RequestView::Online => {
            return step.progress.as_ref().and_then(event_after).map_or_else(Outcome::stay, Outcome::go);
        }
        Action::Next => return Outcome::go(Event::HaveCode),
        Action::Retry => {
            step.seconds_left = ASK_SECONDS;
            step.progress = Some(OnlineProgress::Asking);
            let request = request.clone();
            return Outcome::effect(ask(&mut context, request));
        }
        // The same request without a network; the phone becomes the chosen route.
        Action::ShowQr if step.view == RequestView::Online => {
            context.draft.route = Some(RouteKind::Phone);
            *step = RequestStep {
                view: RequestView::Qr,
                practice_answer: None,
                progress: None,
                seconds_left: ASK_SECONDS,
                renewed: false,
                question: None,
            };
        }
        Action::ShowQr => step.view = RequestView::Qr,
        Action::ShowText => step.view = RequestView::Text,
        Action::ShowSpoken => step.view = RequestView::Spoken,
        Action::CopyRequest => {
            let copied = match step.view {
                RequestView::Qr => request.url(host).ok(),
                RequestView::Text => request.text().ok(),
                RequestView::Online => None,
                RequestView::Spoken => Some(SpokenRequest::of(request).lines().join("\n")),
            };
            return copied.map_or_else(Outcome::stay, |text| Outcome::effect(Effect::Copy(text)));
        }
        // Practice writes no files, because no desk would know the request.
        Action::SaveText | Action::SavePng if context.settings.mode != Mode::Real => {
            let ending = if action == Action::SaveText { "txt" } else { "png" };
            *context.notice = Some(Notice::Pretended(format!("request-{}.{ending}", request.name())));
        }
        Action::SaveText => {
            if let Ok(text) = request.text() {
                let name = request.name().to_string();
                return ask_where(step, &mut context, FileKind::RequestText { name, text });
            }
        }
        Action::SavePng => {
            if let Ok(url) = request.url(host) {
                let name = request.name().to_string();
                return ask_where(step, &mut context, FileKind::RequestPicture { name, url });
            }
        }
        Action::NewRequest => {
            step.practice_answer = None;
            return Outcome::effect(Effect::DrawSecret);
        }
        Action::AskPracticeDesk => {
            return Outcome::effect(Effect::AskPracticeDesk(Box::new(request.clone())));
        }
        _ => {}
    }
    Outcome::stay()
}
