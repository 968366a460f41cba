//! Begins a session, real or practice, and leads it to its end in the way this terminal allows.

use std::collections::VecDeque;
use std::io::{BufRead, IsTerminal, Write};
use std::path::Path;

use crate::page;
use crate::plain;
use crate::terminal::{Caps, Kind, Waker};
use crate::text::{Fault, PlainLine, StepLine};
use crate::wizard::{self, Action, Effect, Mode, Msg, PreviousSession, Settings, State, update};
use countersign_core::lang::Lang;
use countersign_core::machine;
use countersign_core::profile::Profile;
use countersign_core::protocol::{Mask, Number};
use countersign_core::text::Line;
use countersign_keep::{Keep, Lock, LockError};
use countersign_ledger::practice::PracticeDesk;

use super::context::{self, Context};
use super::effects::{self, EffectResult, EffectRunner, Reading, Ui};
use super::exit::{CommandError, Exit};
use super::online_task::OnlineTask;

/// The mask that practice uses.
const PRACTICE_MASK: &str = "AA99999999999";

/// The wizard: for the installed profile, or practice where there is none.
///
/// # Errors
/// [`CommandError`] without a terminal, with another wizard open, or where the machine can't be read.
pub fn lead(context: &Context, plainly: bool) -> anyhow::Result<Exit> {
    let Some(profile) = &context.profile else { return practice(context, plainly, None, false) };
    let caps = caps(plainly)?;
    let machine = context.machine()?;
    let keep = context.keep(&machine, profile);
    let _lock = lock(keep.folder())?;
    let reading = context.hardware.clone().map_or(Reading::Computer, Reading::Recording);
    let settings = settings(profile.clone(), Mode::Real, &caps);
    begin(context, &caps, settings, machine, keep, reading, plainly)
}

/// Practice, on a sample machine, a recorded one or this computer.
///
/// # Errors
/// [`CommandError`] without a terminal, or for a machine that isn't there.
pub fn practice(
    context: &Context,
    plainly: bool,
    sample: Option<&str>,
    requested: bool,
) -> anyhow::Result<Exit> {
    let caps = caps(plainly)?;
    let machine = effects::practice_machine(sample, context.hardware.as_deref())?;
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| anyhow::anyhow!("random numbers: {error}"))?;
    let desk = PracticeDesk::new(seed, Mask::parse(PRACTICE_MASK)?);
    let mut profile = desk.profile().clone();
    profile.name = StepLine::PracticeProduct.say(spoken(context, &caps, plainly)).to_owned();
    let keep = Keep::in_memory(&profile.product);
    let samples = countersign_probe::samples().iter().map(|sample| sample.name.to_owned()).collect();
    let settings = settings(profile, Mode::Practice { requested, samples }, &caps);
    let reading = Reading::Practice { machine: Box::new(machine.clone()), desk: Box::new(desk) };
    begin(context, &caps, settings, machine, keep, reading, plainly)
}

/// One wizard, or command that writes, at a time.
///
/// # Errors
/// [`Fault::LockHeld`], naming the other's terminal.
pub fn lock(folder: Option<&Path>) -> Result<Option<Lock>, CommandError> {
    let Some(folder) = folder else { return Ok(None) };
    let terminal = terminal_name();
    match Lock::take(folder, terminal.as_deref()) {
        Ok(lock) => Ok(Some(lock)),
        Err(LockError::Held { pid, terminal }) => {
            let pid = pid.map_or_else(|| "?".to_owned(), |pid| pid.to_string());
            let terminal = terminal.unwrap_or_else(|| "?".to_owned());
            Err(CommandError::new(Fault::LockHeld, Exit::Fault, &[("terminal", &terminal), ("pid", &pid)]))
        }
        // A folder that can't be written is no reason to stay out: Inspect says so, and what to do.
        Err(LockError::Storage(_)) => Ok(None),
    }
}

/// The terminal's name, such as `/dev/pts/3`.
fn terminal_name() -> Option<String> {
    let path = rustix::termios::ttyname(std::io::stdin(), Vec::new()).ok()?;
    Some(path.to_string_lossy().into_owned())
}

fn caps(plainly: bool) -> Result<Caps, CommandError> {
    let env = |name: &str| std::env::var(name).ok();
    let (input, output) = (std::io::stdin().is_terminal(), std::io::stdout().is_terminal());
    let caps = Caps::from_env(env, input, output);
    // Scripts may drive the plain form through pipes; the screen needs a terminal.
    if caps.kind == Kind::None && !plainly {
        return Err(CommandError::new(Fault::NoTerminal, Exit::Usage, &[]));
    }
    Ok(caps)
}

fn settings(profile: Profile, mode: Mode, caps: &Caps) -> Settings {
    let sudo = std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join("sudo").is_file()));
    Settings { profile, mode, chinese: caps.chinese, sudo, online: cfg!(feature = "online") }
}

/// The language that is asked for, where it can be shown.
fn spoken(context: &Context, caps: &Caps, plainly: bool) -> Lang {
    if caps.chinese || plainly { context.lang } else { Lang::En }
}

/// The license number that was typed before this program started itself again as root; an open session of root's goes
/// before it.
fn typed_before(settings: &Settings) -> Option<Number> {
    let typed = std::env::var(effects::NUMBER).ok()?;
    settings.profile.mask.number(&typed).ok()
}

fn begin(
    context: &Context,
    caps: &Caps,
    settings: Settings,
    machine: machine::Machine,
    keep: Keep,
    reading: Reading,
    plainly: bool,
) -> anyhow::Result<Exit> {
    let (facts, problems) = context::facts(machine, &keep, &settings.profile);
    let lang = spoken(context, caps, plainly);
    let earlier = match (keep.session(), problems.first()) {
        (Err(code), _) | (Ok(None), Some(&code)) => PreviousSession::Problem(code),
        (Ok(Some(session)), _) => PreviousSession::Open(Box::new(session)),
        (Ok(None), None) => typed_before(&settings).map_or(PreviousSession::None, PreviousSession::Number),
    };
    let state = wizard::initial_state(settings, facts, earlier, lang);
    let mut runner =
        EffectRunner { keep, reading, folder: std::env::current_dir()?, later: OnlineTask::default() };
    let state = if plainly || caps.kind != Kind::Full {
        line_by_line(state, &mut runner)?
    } else {
        super::tui::run(state, &mut runner, caps)?
    };
    // What counts is what is kept in the end, wherever the session was left.
    let status = runner.keep.status(&state.facts.machine, &state.settings.profile);
    Ok(if status.state == countersign_keep::State::Activated { Exit::Done } else { Exit::Negative })
}

/// Feeds one message in and carries out what follows, until nothing more follows. `true`: the session ends.
pub fn feed(mut state: State, msg: Msg, runner: &mut EffectRunner, ui: &mut dyn Ui) -> (State, bool) {
    let mut waiting = VecDeque::new();
    state = take_in(state, msg, &mut waiting);
    while let Some(effect) = waiting.pop_front() {
        if matches!(effect, Effect::LookOn)
            && let Some(msg) = ui.meanwhile(&state)
        {
            state = take_in(state, msg, &mut waiting);
        }
        match runner.carry_out(effect, &state, ui) {
            EffectResult::Nothing => {}
            EffectResult::Msg(msg) => state = take_in(state, *msg, &mut waiting),
            EffectResult::Quit => return (state, true),
        }
    }
    (state, false)
}

/// The state after a message; what is to be done for it waits behind what is to be done already.
fn take_in(state: State, msg: Msg, waiting: &mut VecDeque<Effect>) -> State {
    let (state, effects) = update(state, msg);
    waiting.extend(effects);
    state
}

/// Standard output and input, line by line: nothing to hand over, no clipboard.
#[derive(Default)]
struct Lines {
    /// That a search is under way was said.
    told: bool,
}

impl Ui for Lines {
    fn meanwhile(&mut self, state: &State) -> Option<Msg> {
        // Said once, before the search: whoever reads line by line would take silence for the end.
        if !self.told {
            println!("{}", PlainLine::SearchingForSlips.say(state.lang));
            self.told = true;
        }
        None
    }

    fn copy(&mut self, _: &str) -> bool {
        false
    }

    fn hand_over(&mut self, run: &mut dyn FnMut()) {
        run();
    }

    fn suspend(&mut self) {}

    fn waiting(&mut self, what: &str) -> Option<Waker> {
        // Whoever reads line by line would otherwise see nothing for as long as it takes.
        println!("{what}");
        None
    }
}

fn line_by_line(mut state: State, runner: &mut EffectRunner) -> anyhow::Result<State> {
    let mut input = std::io::stdin().lock();
    let mut out = super::stdout::paper(state.lang, false);
    let mut last: Option<Vec<String>> = None;
    loop {
        let lines = plain::lines(&page::page(&state));
        if last.as_ref() != Some(&lines) {
            writeln!(out)?;
            for line in &lines {
                writeln!(out, "{line}")?;
            }
            last = Some(lines);
        }
        let prompt = plain::prompt(&state);
        for (number, label, _) in &prompt.choices {
            writeln!(out, "  {number}. {label}")?;
        }
        write!(out, "{} ", prompt.question)?;
        out.flush()?;
        let mut answer = String::new();
        if input.read_line(&mut answer)? == 0 {
            let (state, _) = feed(state, Msg::Act(Action::Quit), runner, &mut Lines::default());
            let closed = if state.is_practice() { PlainLine::ClosedPractice } else { PlainLine::Closed };
            writeln!(out, "\n{}", closed.say(state.lang))?;
            return Ok(state);
        }
        let Some(msg) = plain::message(&state, &answer) else {
            writeln!(out, "{}", PlainLine::NotUnderstood.say(state.lang))?;
            continue;
        };
        let mut ui = Lines::default();
        let (next, end) = feed(state, msg, runner, &mut ui);
        state = next;
        if end {
            return Ok(state);
        }
        if ui.told {
            // What came of it is said, also where it is what was said before.
            last = None;
        }
    }
}
