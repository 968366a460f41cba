//! Applies the results of effects to the state.

use countersign_core::protocol::Secret;
use countersign_core::protocol::binding::Predicted;
use countersign_core::step::StepName;
use countersign_keep::{KeepCode, KeepError, StorageKind, WriteReport, safe_path};

use super::draft::{Draft, binding_fields};
use super::facts::Facts;
use super::job::{JobId, JobNews};
use super::msg::{Effect, Msg};
use super::navigation::{follow, is_open, save};
use super::notice::{Notice, reason};
use super::online::OnlineProgress;
use super::products::{ListedProduct, openable};
use super::request_fault::RequestFault;
use super::routes::choices;
use super::start::opened;
use super::state::State;
use super::step::Step;
use super::steps::keep::KeepStep;
use super::steps::welcome::WelcomeStep;
use super::steps::{code, fix, request};
use super::transitions::{Event, next_step};

/// Takes the result of an effect. Other messages change nothing.
pub(super) fn on_result(state: &mut State, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Machine(read) => machine_read(state, *read),
        Msg::Products(products) => products_listed(state, products),
        Msg::ProductOpened(product) => {
            *state = opened(state, *product);
            Vec::new()
        }
        Msg::MachineNotRead(why) => notice(state, Notice::NotReadAgain(reason(&why))),
        Msg::Secret(secret) => secret_drawn(state, secret),
        Msg::SecretFailed(why) => no_request(state, RequestFault::NoSecret(reason(&why))),
        Msg::RequestRemembered(report) => request_remembered(state, report),
        Msg::SessionSaved(result) => session_saved(state, result),
        Msg::SessionNotForgotten(code) => notice(state, Notice::SessionNotForgotten(code)),
        Msg::Written(path) => notice(state, Notice::Written(safe_path(&path))),
        Msg::FileFailed(path, why) => notice(state, Notice::FileFailed(safe_path(&path), reason(&why))),
        Msg::Job(id, news) => job_news(state, id, news),
        Msg::Copied => notice(state, Notice::Copied),
        Msg::NotCopied => notice(state, Notice::NotCopied),
        Msg::Kept(result) => activation_kept(state, result),
        Msg::ToolEnded(end, saved) => {
            state.notice = Some(Notice::Tool(end, saved.as_deref().map(safe_path)));
            vec![Effect::ReadMachine]
        }
        Msg::SudoFailed(why) => notice(state, Notice::SudoFailed(reason(&why))),
        Msg::PracticeAnswered(answer) => {
            if let Step::Request(step) = &mut state.step {
                step.practice_answer = Some(answer);
                state.notice = Some(Notice::PracticeAnswered);
            }
            Vec::new()
        }
        Msg::Key(_) | Msg::Paste(_) | Msg::Act(_) | Msg::Answer(_) | Msg::Drawn(_) | Msg::Clock(_) => {
            Vec::new()
        }
    }
}

fn notice(state: &mut State, notice: Notice) -> Vec<Effect> {
    state.notice = Some(notice);
    Vec::new()
}

/// The products were listed: the list is shown, and the product that was open is selected.
fn products_listed(state: &mut State, products: Vec<ListedProduct>) -> Vec<Effect> {
    let here = state.step.name();
    if here != StepName::Welcome && next_step(here, Event::OtherProduct) != Some(StepName::Welcome) {
        return Vec::new();
    }
    let open = &state.settings.profile.product;
    let selected = openable(&products).position(|product| product == open).unwrap_or(0);
    state.step = Step::Welcome(WelcomeStep::Product(selected));
    state.draft = Draft::default();
    state.products = products;
    state.scroll.follow();
    Vec::new()
}

/// A job reports. News of any job but the current one is dropped: that job was cancelled after it sent the news.
fn job_news(state: &mut State, id: JobId, news: JobNews) -> Vec<Effect> {
    if state.jobs.current() != Some(id) {
        return Vec::new();
    }
    let (step, context) = state.step_context();
    let outcome = match (step, news) {
        (Step::Code(step), JobNews::SearchProgress(percent)) => {
            code::search_progress(step, percent);
            return Vec::new();
        }
        (Step::Request(step), JobNews::AskSecondsLeft(left)) => {
            if let Some(OnlineProgress::Asking(asking)) = &mut step.progress {
                asking.seconds_left = left;
            }
            return Vec::new();
        }
        (Step::Code(step), JobNews::SearchFinished(result)) => code::search_finished(step, context, result),
        (Step::Request(step), JobNews::DeskAnswered(answer)) => {
            request::desk_answered(step, context, *answer)
        }
        (Step::Request(step), JobNews::File(news)) => request::file_news(step, context, *news),
        (Step::Code(step), JobNews::File(news)) => code::file_news(step, context, *news),
        _ => return Vec::new(),
    };
    state.jobs.end();
    follow(state, outcome)
}

/// A secret was drawn for a new request.
fn secret_drawn(state: &mut State, secret: Secret) -> Vec<Effect> {
    let (Step::Request(step), mut context) = state.step_context() else { return Vec::new() };
    let new = match request::make_request(step, &mut context, secret) {
        Ok(new) => new,
        Err(fault) => return no_request(state, fault),
    };
    state.facts.add_open_request(new.open.clone());
    // The request is remembered before the desk is asked. If no storage takes it, this session still knows it.
    let remember = [Effect::RememberRequest(Box::new(new.open)), save(state)];
    remember.into_iter().chain(new.ask).collect()
}

/// No request was made. The step says so; if it shows an older request, it goes on with that one.
fn no_request(state: &mut State, fault: RequestFault) -> Vec<Effect> {
    let Step::Request(step) = &mut state.step else { return Vec::new() };
    if state.draft.request.is_some() {
        return notice(state, Notice::NoRequest(fault));
    }
    step.fault = Some(fault);
    Vec::new()
}

/// The session was saved, or not. The result of what the person did is told first: the next save tells the problem again.
fn session_saved(state: &mut State, result: Result<(), KeepCode>) -> Vec<Effect> {
    state.unsaved = result.err();
    if let Some(code) = state.unsaved {
        state.notice.get_or_insert(Notice::SessionNotSaved(code));
    }
    Vec::new()
}

/// The open request was remembered in these storages, or in none.
fn request_remembered(state: &mut State, report: WriteReport) -> Vec<Effect> {
    let Some(request) = &state.draft.request else { return Vec::new() };
    state.unremembered = report.lost().map(|code| (request.head.nonce, code));
    match (report.lost(), report.file.code(StorageKind::File)) {
        (Some(code), _) => notice(state, Notice::RequestNotRemembered(code)),
        // UEFI keeps the request without its secret: its license will have no receipt.
        (None, Some(code)) => notice(state, Notice::Kept(code)),
        (None, None) => Vec::new(),
    }
}

/// The activation was kept, or not.
fn activation_kept(state: &mut State, result: Result<(WriteReport, Box<Facts>), KeepError>) -> Vec<Effect> {
    let Step::Keep(step) = &mut state.step else { return Vec::new() };
    match result {
        Ok((stored, facts)) => {
            *step = KeepStep::Kept(stored);
            state.facts = *facts;
            // From here on no session is left to continue, even if the person doesn't press Enter.
            vec![Effect::ForgetSession]
        }
        Err(error) => {
            *step = KeepStep::Failed(error);
            Vec::new()
        }
    }
}

/// The machine was read: the facts are replaced, and Fix shows what changed.
fn machine_read(state: &mut State, read: Facts) -> Vec<Effect> {
    let last = binding_fields(&state.facts.review);
    if read.machine.source != state.facts.machine.source {
        // This is another machine to practise on, so only the number of the draft stays.
        let number = state.draft.number.take();
        state.draft = Draft { number, ..Draft::default() };
    }
    state.facts = state.facts.clone().read_again(read);
    let same = fix::changes(&last, &state.facts.review).is_empty();
    if !matches!(state.notice, Some(Notice::Tool(..))) && state.step.name() != StepName::Welcome {
        state.notice = Some(if same { Notice::ReadAgainSame } else { Notice::ReadAgainChanged });
    }
    if let Step::Route(step) = &mut state.step {
        // The list may be shorter now, because the older binding depends on the machine.
        let last = choices(&state.settings, &state.facts).len().saturating_sub(1);
        step.selected = step.selected.min(last);
    }
    if let Step::Fix(step) = &mut state.step {
        let before = state.draft.initial_fields.clone().unwrap_or(last);
        let changes = fix::changes(&before, &state.facts.review);
        if changes.is_empty() {
            step.view = fix::FixView::List;
        } else {
            step.view = fix::FixView::Changed(changes);
            // The view itself says so.
            state.notice = state.notice.take().filter(|notice| *notice != Notice::ReadAgainChanged);
        }
        step.selected = 0;
        if state.binding().predicted() == Predicted::Accepted {
            state.draft.forget_request();
        }
    }
    if is_open(state) { vec![save(state)] } else { Vec::new() }
}
