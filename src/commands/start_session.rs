//! Starts the wizard, real or practice, and runs it on a full screen or line by line.

use std::io::IsTerminal;
use std::path::Path;

use crate::page;
use crate::terminal::{Caps, Kind, accessible};
use crate::text::{Fault, StepLine};
use crate::wizard::{self, ListedProduct, Mode, Notice, PreviousSession, Settings, State, TerminalSettings};
use countersign_core::lang::Lang;
use countersign_core::machine::Machine;
use countersign_core::profile::Profile;
use countersign_core::protocol::{Mask, Number};
use countersign_core::step::StepName;
use countersign_core::text::Line;
use countersign_keep::{ActivationState, Keep, KeepCode};
use countersign_ledger::practice::PracticeDesk;

use super::context::{self, Context};
use super::effects::{EffectRunner, NUMBER_VARIABLE, Reading};
use super::exit::{CommandError, Exit};
use super::lock::lock;
use super::product_shelf::ProductShelf;
use super::products::product_needed;
use super::switch_ui::SwitchUi;
use super::terminal_settings::terminal_settings;
use super::ui::Ui as _;
use super::worker::Worker;
use super::{event_loop, random};

/// The mask of practice numbers.
const PRACTICE_MASK: &str = "AA99999999999";

/// Runs the wizard for the installed profile, or practice if there is none. `plain`: the person asked for a session line by line.
///
/// # Errors
/// [`CommandError`] without a terminal, if another wizard is open, or if the machine can't be read.
pub fn run_wizard(context: &Context, plain: bool) -> anyhow::Result<Exit> {
    if !context.several.is_empty() {
        return run_of_several(context, plain);
    }
    let Some(profile) = &context.profile else { return run_practice(context, plain, None, false) };
    let caps = terminal_caps(plain)?;
    let machine = context.machine()?;
    let keep = context.keep(&machine, profile);
    context.require_trusted_state(&keep)?;
    let _lock = lock(keep.folder(), context.lang)?;
    let reading = context.hardware.clone().map_or(Reading::Computer, Reading::Recording);
    let lang = shown_language(context, &caps, plain);
    let settings = settings(profile.clone(), Mode::Real, &caps, lang, plain);
    let start = Start::at_product(settings, machine, keep, lang);
    run(context, &caps, start, reading, None, plain)
}

/// Runs the wizard for a product that the person chooses from the list.
fn run_of_several(context: &Context, plain: bool) -> anyhow::Result<Exit> {
    let shelf = ProductShelf::new(context);
    let Some(first) = shelf.first() else {
        return Err(product_needed(&context.several, context.lang).into());
    };
    let caps = terminal_caps(plain)?;
    let machine = context.machine()?;
    let keep = context.keep(&machine, first);
    context.require_trusted_state(&keep)?;
    let _lock = lock(keep.folder(), context.lang)?;
    let reading = context.hardware.clone().map_or(Reading::Computer, Reading::Recording);
    let lang = shown_language(context, &caps, plain);
    let settings = settings(first.clone(), Mode::Real, &caps, lang, plain);
    let (facts, _) = context::facts(machine, &keep, first);
    let products = shelf.list(&facts.machine);
    let start = Start { state: wizard::initial_list(settings, facts, products, lang), keep };
    run(context, &caps, start, reading, Some(shelf), plain)
}

/// Runs practice on a sample machine, a recorded one or this computer. `requested`: the person asked for practice.
///
/// # Errors
/// [`CommandError`] without a terminal, or if there is no such machine.
pub fn run_practice(
    context: &Context,
    plain: bool,
    sample: Option<&str>,
    requested: bool,
) -> anyhow::Result<Exit> {
    // Comes before the check of the terminal, so that a misspelt name is reported first, with and without a terminal.
    let machine = practice_machine(sample, context.hardware.as_deref())?;
    let caps = terminal_caps(plain)?;
    let desk = PracticeDesk::new(random::seed()?, Mask::parse(PRACTICE_MASK)?);
    let mut profile = desk.profile().clone();
    let lang = shown_language(context, &caps, plain);
    profile.name = StepLine::PracticeProduct.say(lang).to_owned();
    let keep = Keep::in_memory(&profile.product);
    let samples = countersign_probe::samples().iter().map(|sample| sample.name.to_owned()).collect();
    let settings = settings(profile, Mode::Practice { requested, samples }, &caps, lang, plain);
    let reading = Reading::Practice { machine: Box::new(machine.clone()), desk: Box::new(desk) };
    let start = Start::at_product(settings, machine, keep, lang);
    run(context, &caps, start, reading, None, plain)
}

/// The profile of practice.
///
/// # Errors
/// If the system has no randomness.
pub fn practice_profile() -> anyhow::Result<Profile> {
    Ok(PracticeDesk::new(random::seed()?, Mask::parse(PRACTICE_MASK)?).profile().clone())
}

/// The machine that practice starts with: the sample of that name, or the recording, or this computer.
fn practice_machine(name: Option<&str>, hardware: Option<&Path>) -> Result<Machine, CommandError> {
    if let Some(path) = hardware {
        return context::recorded(path);
    }
    let Some(name) = name else { return Ok(countersign_probe::this_computer()) };
    countersign_probe::sample(name).ok_or_else(|| {
        let names: Vec<_> = countersign_probe::samples().iter().map(|sample| sample.name).collect();
        CommandError::new(
            Fault::SampleUnknown { name: name.to_owned(), names: names.join(", ") },
            Exit::Usage,
        )
    })
}

/// What this terminal can do.
fn terminal_caps(plain: bool) -> Result<Caps, CommandError> {
    let env = |name: &str| std::env::var(name).ok();
    let (input, output) = (std::io::stdin().is_terminal(), std::io::stdout().is_terminal());
    let caps = Caps::from_env(env, input, output);
    // Scripts may use the plain form through pipes; the full screen needs a terminal.
    if caps.kind == Kind::None && !plain {
        return Err(CommandError::new(Fault::NoTerminal, Exit::Usage));
    }
    Ok(caps)
}

fn settings(profile: Profile, mode: Mode, caps: &Caps, lang: Lang, plain: bool) -> Settings {
    let sudo = countersign_probe::find_program("sudo").is_some();
    // A session by lines draws no QR over another one and compares no glyphs.
    let terminal = match caps.kind {
        Kind::Full if !goes_by_lines(plain, caps) => terminal_settings(caps, lang),
        _ => TerminalSettings::default(),
    };
    Settings { profile, mode, chinese: caps.chinese, sudo, online: cfg!(feature = "online"), terminal }
}

/// Whether the session goes line by line.
pub fn goes_by_lines(plain: bool, caps: &Caps) -> bool {
    plain || accessible(|name| std::env::var(name).ok()) || caps.kind != Kind::Full
}

/// The wanted language, if the terminal can show it.
fn shown_language(context: &Context, caps: &Caps, plain: bool) -> Lang {
    if caps.chinese || plain { context.lang } else { Lang::En }
}

/// The license number that was typed before this program started itself again as root.
fn number_typed_before(settings: &Settings) -> Option<Number> {
    let typed = std::env::var(NUMBER_VARIABLE).ok()?;
    settings.profile.mask.parse_number(&typed).ok()
}

/// What is left of the previous session of a product.
pub fn previous_session(keep: &Keep, problems: &[KeepCode]) -> PreviousSession {
    match (keep.open_session(), problems.first()) {
        (Err(code), _) | (Ok(None), Some(&code)) => PreviousSession::Problem(code),
        (Ok(Some(session)), _) => PreviousSession::Open(Box::new(session)),
        (Ok(None), None) => PreviousSession::None,
    }
}

/// The state in which a session starts, and where its product keeps its records.
struct Start {
    state: State,
    keep: Keep,
}

impl Start {
    /// Starts with the only product, or with practice.
    fn at_product(settings: Settings, machine: Machine, keep: Keep, lang: Lang) -> Self {
        let (facts, problems) = context::facts(machine, &keep, &settings.profile);
        // A saved session of root comes before a number that another user typed.
        let previous = match previous_session(&keep, &problems.all()) {
            PreviousSession::None => {
                number_typed_before(&settings).map_or(PreviousSession::None, PreviousSession::Number)
            }
            previous => previous,
        };
        Self { state: wizard::initial_state(settings, facts, previous, lang), keep }
    }
}

fn run(
    context: &Context,
    caps: &Caps,
    start: Start,
    reading: Reading,
    products: Option<ProductShelf>,
    plain: bool,
) -> anyhow::Result<Exit> {
    let Start { mut state, keep } = start;
    let lang = state.lang;
    if let Some(why) = context.unshown {
        state.notice.get_or_insert(Notice::LanguageUnshown(why.say(lang).to_owned()));
    }
    let folder = std::env::current_dir()?;
    let mut ui = if goes_by_lines(plain, caps) { SwitchUi::lines(lang) } else { SwitchUi::screens(*caps)? };
    let (worker, inbox) = Worker::new(ui.waker()?);
    let mut runner = EffectRunner { keep, products, reading, folder, worker };
    let state = event_loop::run(state, &mut runner, &mut ui, &inbox)?;
    if state.selected_product().is_some() {
        Box::new(ui).leave(&page::leaving_list(&state));
        let activated = state.products.iter().all(ListedProduct::is_activated);
        return Ok(if activated { Exit::Done } else { Exit::Negative });
    }
    // Result and exit code follow what is kept in the end, wherever the person left the session.
    let status = runner.keep.status(&state.facts.machine, &state.settings.profile);
    let open = runner.keep.load_session().ok().flatten();
    let kept = open.and_then(|session| StepName::from_number(session.step));
    Box::new(ui).leave(&page::leaving(&state, &status, kept));
    Ok(exit(&state.settings.mode, &status.state))
}

/// The exit code of a session that ends with this state of what is kept. Practice that the person asked for may be complete; practice for
/// lack of a profile never activates the machine.
const fn exit(mode: &Mode, kept: &ActivationState) -> Exit {
    match (mode, kept) {
        (Mode::Practice { requested: false, .. }, _) => Exit::Negative,
        (_, ActivationState::Activated) => Exit::Done,
        _ => Exit::Negative,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn practice_for_lack_of_a_profile_is_no_activation() {
        let practice = |requested| Mode::Practice { requested, samples: Vec::new() };
        for (mode, kept, want) in [
            (Mode::Real, ActivationState::Activated, Exit::Done),
            (Mode::Real, ActivationState::Expired, Exit::Negative),
            (practice(true), ActivationState::Activated, Exit::Done),
            (practice(true), ActivationState::NotActivated, Exit::Negative),
            (practice(false), ActivationState::Activated, Exit::Negative),
        ] {
            assert_eq!(exit(&mode, &kept), want, "{mode:?}, {kept:?}");
        }
    }
}
