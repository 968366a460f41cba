//! The state in which a session starts.

use countersign_core::lang::Lang;
use countersign_core::protocol::{Number, Request};
use countersign_keep::{self as keep, KeepCode, LogKind, Session, SessionLog};

use super::draft::Draft;
use super::facts::Facts;
use super::job::Jobs;
use super::notice::Notice;
use super::products::{ListedProduct, OpenedProduct};
use super::qr_view::QrView;
use super::scroll::Scroll;
use super::session_log;
use super::settings::Settings;
use super::state::State;
use super::step::Step;
use super::steps::welcome::WelcomeStep;
use super::transitions::{Event, next_step};

/// What is left of a previous session.
#[derive(Debug, Clone)]
pub enum PreviousSession {
    /// Nothing.
    None,
    /// A saved session to go on with.
    Open(Box<Session>),
    /// A problem with what is kept, such as a broken session.
    Problem(KeepCode),
    /// The license number alone, typed before the program started itself again as root.
    Number(Number),
}

/// The state in which a session starts where several products are installed: at their list. Settings and facts are those of any of
/// them, until one is opened.
#[must_use]
pub fn initial_list(settings: Settings, facts: Facts, products: Vec<ListedProduct>, lang: Lang) -> State {
    let state = initial_state(settings, facts, PreviousSession::None, lang);
    State { products, step: Step::Welcome(WelcomeStep::Product(0)), ..state }
}

/// The state after a product was opened: its session starts on the terminal as it is.
pub(super) fn opened(state: &State, product: OpenedProduct) -> State {
    let OpenedProduct { profile, facts, previous } = product;
    let settings = Settings { profile, ..state.settings.clone() };
    State {
        products: state.products.clone(),
        jobs: state.jobs.clone(),
        qr: state.qr,
        saved_qr: state.saved_qr.clone(),
        ..initial_state(settings, facts, previous, state.lang)
    }
}

/// Whether the saved session asks anew for an activated machine: its request is still open, and is not the one whose
/// license is kept.
fn renews(previous: &PreviousSession, facts: &Facts) -> bool {
    let PreviousSession::Open(session) = previous else { return false };
    let request = session.request.as_deref().and_then(|bytes| Request::decode(bytes).ok());
    let is_kept = |request: &Request| {
        facts.kept_activation.as_ref().is_some_and(|kept| kept.nonce == request.head.nonce)
    };
    request.is_some_and(|request| facts.knows(&request) && !is_kept(&request))
}

/// The state in which a session starts: at Done if the machine is activated, at Inspect if the number is given, else at
/// Welcome, with an offer to go on with a saved session. On an activated machine it is offered if its request is still open.
#[must_use]
pub fn initial_state(settings: Settings, facts: Facts, previous: PreviousSession, lang: Lang) -> State {
    let activated = facts.status.state == keep::ActivationState::Activated && !renews(&previous, &facts);
    // A request that `countersign request` made goes on in the wizard in the same way.
    let mut draft = Draft { way: facts.last_way(), ..Draft::default() };
    let (welcome, notice) = match previous {
        PreviousSession::Open(session) if session.number.is_some() => (WelcomeStep::Session(session), None),
        PreviousSession::None | PreviousSession::Open(_) => (WelcomeStep::beginning(&facts), None),
        PreviousSession::Problem(code) => (WelcomeStep::beginning(&facts), Some(Notice::Kept(code))),
        PreviousSession::Number(number) => {
            draft.number = Some(number);
            (WelcomeStep::beginning(&facts), None)
        }
    };
    let given = draft.number.is_some().then_some(Event::NumberGiven);
    let step = Step::Welcome(welcome);
    let started = facts.machine.clock.now;
    let mut log = SessionLog::default();
    log.add(started, LogKind::Read, &session_log::finding_codes(&facts));
    let mut state = State {
        qr: QrView::of(&settings.terminal),
        saved_qr: None,
        settings,
        products: Vec::new(),
        facts,
        draft,
        step,
        overlay: None,
        notice,
        scroll: Scroll::default(),
        jobs: Jobs::default(),
        started,
        log,
        unsaved: None,
        unremembered: None,
        lang,
    };
    let event = if activated { Some(Event::AlreadyKept) } else { given };
    if let Some(to) = event.and_then(|event| next_step(state.step.name(), event)) {
        let (step, mut context) = state.step_context();
        state.step = step.enter(to, &mut context).0;
    }
    state
}
