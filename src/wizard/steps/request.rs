//! 5 REQUEST: what the desk needs, as QR, text or spoken lines; or a request to the desk over the network.

mod making;

use std::path::Path;

use countersign_core::protocol::spoken::SpokenRequest;
use countersign_core::protocol::{Request, Scheme};
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
use crate::wizard::online::{self, AskedRequest, Asking, DeskAnswer, OnlineProgress};
use crate::wizard::path_question::{Answer, PathQuestion, Purpose};
use crate::wizard::request_fault::RequestFault;
use crate::wizard::routes::RouteKind;
use crate::wizard::settings::Mode;
use crate::wizard::transitions::Event;

pub use making::{NewRequest, make_request};

/// The step's own state.
#[derive(Debug, Clone)]
pub struct RequestStep {
    /// The current view.
    pub view: RequestView,
    /// Why there is no request, after making one failed.
    pub fault: Option<RequestFault>,
    /// The practice desk's answer: a code's lines, or the codes of a refusal.
    pub practice_answer: Option<Result<[String; 7], Vec<String>>>,
    /// The progress of asking over the network, once it began.
    pub progress: Option<OnlineProgress>,
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
    /// The step with that view, before anything was asked.
    const fn showing(view: RequestView) -> Self {
        Self { view, fault: None, practice_answer: None, progress: None, question: None }
    }

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
        let own = context.draft.request.clone().filter(|open| making::is_current(open, context));
        let open = own.or_else(|| {
            let mut requests = context.facts.open_requests.iter().rev().filter_map(OpenRequest::request);
            requests.find(|open| making::is_current(open, context))
        });
        context.draft.request.clone_from(&open);
        let effects = match open {
            None => vec![Effect::DrawSecret],
            Some(request) if asks_at_once => vec![ask(context, request)],
            Some(_) => Vec::new(),
        };
        let progress = asks_at_once.then(|| asking(AskedRequest::Asked));
        (Self { progress, ..Self::showing(view) }, effects)
    }
}

/// The desk was just asked with that request.
const fn asking(request: AskedRequest) -> OnlineProgress {
    OnlineProgress::Asking(Asking::with(request))
}

/// Asks the desk over the network.
fn ask(context: &mut StepContext<'_>, request: Request) -> Effect {
    let desk = context.settings.profile.api_url();
    let scheme = context.draft.route.map_or(Scheme::Three, RouteKind::scheme);
    context.start(Job::AskDesk { desk, request: Box::new(request), scheme })
}

/// Takes the desk's answer.
#[must_use]
pub fn desk_answered(step: &mut RequestStep, mut context: StepContext<'_>, answer: DeskAnswer) -> Outcome {
    let asked =
        matches!(step.progress, Some(OnlineProgress::Asking(Asking { request: AskedRequest::Asked, .. })));
    step.progress = Some(match answer {
        DeskAnswer::Refused(refusal) if refusal.reason == online::REQUEST_SPENT && asked => {
            step.progress = Some(asking(AskedRequest::Renewed));
            context.draft.forget_request();
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
        OnlineProgress::Asking(_)
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

/// Carries out an action while there is no request.
fn act_without_request(step: &mut RequestStep, action: Action) -> Outcome {
    match (&step.fault, action) {
        (Some(RequestFault::NoNumber), Action::Next) => Outcome::go(Event::NumberMissing),
        (Some(RequestFault::NoSecret(_)), Action::Retry) => {
            step.fault = None;
            Outcome::effect(Effect::DrawSecret)
        }
        _ => Outcome::stay(),
    }
}

/// Carries out an action of this step.
pub fn act(step: &mut RequestStep, mut context: StepContext<'_>, action: Action) -> Outcome {
    if let Some(question) = &mut step.question {
        // A request is saved, never read, so there is nothing to read here.
        let answer = question.act(action, |path| FileTask::Complete(path.display().to_string()));
        return conclude(step, context, answer);
    }
    let Some(request) = &context.draft.request else { return act_without_request(step, action) };
    let host = &context.settings.profile.desk;
    match action {
        Action::Next if step.view == RequestView::Online && step.progress.is_none() => {
            step.progress = Some(asking(AskedRequest::Asked));
            let request = request.clone();
            return Outcome::effect(ask(&mut context, request));
        }
        Action::Next if step.view == RequestView::Online => {
            return step.progress.as_ref().and_then(event_after).map_or_else(Outcome::stay, Outcome::go);
        }
        Action::Next => return Outcome::go(Event::HaveCode),
        Action::Retry => {
            step.progress = Some(asking(AskedRequest::Asked));
            let request = request.clone();
            return Outcome::effect(ask(&mut context, request));
        }
        // The same request without a network; the phone becomes the chosen route.
        Action::ShowQr if step.view == RequestView::Online => {
            context.draft.route = Some(RouteKind::Phone);
            *step = RequestStep::showing(RequestView::Qr);
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
        Action::SaveText | Action::SavePicture if context.settings.mode != Mode::Real => {
            let ending = if action == Action::SaveText { "txt" } else { "png" };
            *context.notice = Some(Notice::Pretended(format!("request-{}.{ending}", request.name())));
        }
        Action::SaveText => {
            if let Ok(text) = request.text() {
                let name = request.name().to_string();
                return ask_where(step, &mut context, FileKind::RequestText { name, text });
            }
        }
        Action::SavePicture => {
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
