//! Begins a session, real or practice, and leads it to its end in the way this terminal allows.

use std::collections::VecDeque;
use std::io::{BufRead, IsTerminal, Read, Write};
use std::path::Path;

use crate::keep::{Keep, Lock, LockError};
use crate::lang::Lang;
use crate::ledger::practice::PracticeDesk;
use crate::machine;
use crate::page;
use crate::plain;
use crate::profile::Profile;
use crate::protocol::{Mask, Number};
use crate::terminal::{Caps, Kind, PASTE_MAX, Waker, typed};
use crate::text::{Fault, Line, PlainLine, StepLine};
use crate::wizard::{self, Action, Earlier, Effect, Mode, Msg, Setting, State, update};

use super::effects::{self, Doer, Done, Front, Reading};
use super::exit::{Exit, Refused};
use super::later::Later;
use super::world::{self, World};

/// The mask that practice uses.
const PRACTICE_MASK: &str = "AA99999999999";

/// The wizard: for the installed profile, or practice where there is none.
///
/// # Errors
/// [`Refused`] without a terminal, with another wizard open, or where the machine can't be read.
pub fn lead(world: &World, plainly: bool) -> anyhow::Result<Exit> {
    let Some(profile) = &world.profile else { return practice(world, plainly, None, false) };
    let caps = caps(plainly)?;
    let machine = world.machine()?;
    let keep = world.keep(&machine, profile);
    let _lock = lock(keep.folder())?;
    let reading = world.hardware.clone().map_or(Reading::Computer, Reading::Recording);
    let setting = setting(profile.clone(), Mode::Real, &caps);
    begin(world, &caps, setting, machine, keep, reading, plainly)
}

/// Practice, on a sample machine, a recorded one or this computer.
///
/// # Errors
/// [`Refused`] without a terminal, or for a machine that isn't there.
pub fn practice(world: &World, plainly: bool, sample: Option<&str>, asked: bool) -> anyhow::Result<Exit> {
    let caps = caps(plainly)?;
    let machine = effects::practice_machine(sample, world.hardware.as_deref())?;
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| anyhow::anyhow!("random numbers: {error}"))?;
    let desk = PracticeDesk::new(seed, Mask::parse(PRACTICE_MASK)?);
    let mut profile = desk.profile().clone();
    profile.name = StepLine::PracticeProduct.say(spoken(world, &caps, plainly)).to_owned();
    let keep = Keep::in_memory(&profile.product);
    let samples = machine::samples().iter().map(|sample| sample.name.to_owned()).collect();
    let setting = setting(profile, Mode::Practice { asked, samples }, &caps);
    let reading = Reading::Practice { machine: Box::new(machine.clone()), desk: Box::new(desk) };
    begin(world, &caps, setting, machine, keep, reading, plainly)
}

/// One wizard, or command that writes, at a time.
///
/// # Errors
/// [`Fault::LockHeld`], naming the other's terminal.
pub fn lock(folder: Option<&Path>) -> Result<Option<Lock>, Refused> {
    let Some(folder) = folder else { return Ok(None) };
    let terminal = terminal_name();
    match Lock::take(folder, terminal.as_deref()) {
        Ok(lock) => Ok(Some(lock)),
        Err(LockError::Held { pid, terminal }) => {
            let pid = pid.map_or_else(|| "?".to_owned(), |pid| pid.to_string());
            let terminal = terminal.unwrap_or_else(|| "?".to_owned());
            Err(Refused::new(Fault::LockHeld, Exit::Fault, &[("terminal", &terminal), ("pid", &pid)]))
        }
        // A folder that can't be written is no reason to stay out: Inspect says so, and what to do.
        Err(LockError::Shelf(_)) => Ok(None),
    }
}

/// The terminal's name, such as `/dev/pts/3`.
fn terminal_name() -> Option<String> {
    let path = rustix::termios::ttyname(std::io::stdin(), Vec::new()).ok()?;
    Some(path.to_string_lossy().into_owned())
}

fn caps(plainly: bool) -> Result<Caps, Refused> {
    let env = |name: &str| std::env::var(name).ok();
    let (input, output) = (std::io::stdin().is_terminal(), std::io::stdout().is_terminal());
    let caps = Caps::from_env(env, input, output);
    // Scripts may drive the plain form through pipes; the screen needs a terminal.
    if caps.kind == Kind::None && !plainly {
        return Err(Refused::new(Fault::NoTerminal, Exit::Usage, &[]));
    }
    Ok(caps)
}

fn setting(profile: Profile, mode: Mode, caps: &Caps) -> Setting {
    let sudo = std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join("sudo").is_file()));
    Setting { profile, mode, chinese: caps.chinese, sudo, online: cfg!(feature = "online") }
}

/// The language that is asked for, where it can be shown.
fn spoken(world: &World, caps: &Caps, plainly: bool) -> Lang {
    if caps.chinese || plainly { world.lang } else { Lang::En }
}

/// The license number that was typed before this program started itself again as root; an open session of root's goes
/// before it.
fn typed_before(setting: &Setting) -> Option<Number> {
    let typed = std::env::var(effects::NUMBER).ok()?;
    setting.profile.mask.number(&typed).ok()
}

fn begin(
    world: &World,
    caps: &Caps,
    setting: Setting,
    machine: machine::Machine,
    keep: Keep,
    reading: Reading,
    plainly: bool,
) -> anyhow::Result<Exit> {
    let (facts, problems) = world::facts(machine, &keep, &setting.profile);
    let lang = spoken(world, caps, plainly);
    let earlier = match (keep.session(), problems.first()) {
        (Err(code), _) | (Ok(None), Some(&code)) => Earlier::Problem(code),
        (Ok(Some(session)), _) => Earlier::Open(Box::new(session)),
        (Ok(None), None) => typed_before(&setting).map_or(Earlier::None, Earlier::Number),
    };
    let state = wizard::begin(setting, facts, earlier, lang);
    let mut doer = Doer { keep, reading, folder: std::env::current_dir()?, later: Later::default() };
    let state = if plainly || caps.kind != Kind::Full {
        line_by_line(state, &mut doer)?
    } else {
        super::full::run(state, &mut doer, caps)?
    };
    // What counts is what is kept in the end, wherever the session was left.
    let status = world::status(&doer.keep, &state.facts.machine, &state.setting.profile);
    Ok(if status.state == crate::keep::State::Activated { Exit::Done } else { Exit::Not })
}

/// Feeds one message in and carries out what follows, until nothing more follows. `true`: the session ends.
pub fn feed(mut state: State, msg: Msg, doer: &mut Doer, front: &mut dyn Front) -> (State, bool) {
    let mut waiting = VecDeque::new();
    state = take_in(state, msg, &mut waiting);
    while let Some(effect) = waiting.pop_front() {
        if matches!(effect, Effect::LookOn)
            && let Some(msg) = front.meanwhile(&state)
        {
            state = take_in(state, msg, &mut waiting);
        }
        match doer.carry_out(effect, &state, front) {
            Done::Nothing => {}
            Done::Msg(msg) => state = take_in(state, *msg, &mut waiting),
            Done::Quit => return (state, true),
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

impl Front for Lines {
    fn meanwhile(&mut self, state: &State) -> Option<Msg> {
        // Said once, before the search: whoever reads line by line would take silence for the end.
        if !self.told {
            println!("{}", PlainLine::Looking.say(state.lang));
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

fn line_by_line(mut state: State, doer: &mut Doer) -> anyhow::Result<State> {
    let mut input = std::io::stdin().lock();
    let mut out = super::paper::paper(state.lang, false);
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
        let ask = plain::ask(&state);
        for (number, label, _) in &ask.choices {
            writeln!(out, "  {number}. {label}")?;
        }
        write!(out, "{} ", ask.prompt)?;
        out.flush()?;
        let mut answer = Vec::new();
        if input.by_ref().take(PASTE_MAX as u64).read_until(b'\n', &mut answer)? == 0 {
            let (state, _) = feed(state, Msg::Act(Action::Quit), doer, &mut Lines::default());
            let closed = if state.practising() { PlainLine::ClosedPractice } else { PlainLine::Closed };
            writeln!(out, "\n{}", closed.say(state.lang))?;
            return Ok(state);
        }
        let Some(msg) = plain::message(&state, &typed(&answer)) else {
            writeln!(out, "{}", PlainLine::NotUnderstood.say(state.lang))?;
            continue;
        };
        let mut front = Lines::default();
        let (next, end) = feed(state, msg, doer, &mut front);
        state = next;
        if end {
            return Ok(state);
        }
        if front.told {
            // What came of it is said, also where it is what was said before.
            last = None;
        }
    }
}
