//! Carries out what the wizard asks for. The only place where a session meets the outside.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command as Process;

use anyhow::Context;

use crate::keep::{Activation, Keep, KeepError};
use crate::lang::Lang;
use crate::ledger::practice::PracticeDesk;
use crate::ledger::{Answered, Asked};
use crate::machine::{self, Machine};
use crate::protocol::{Nonce, Request, Scheme, qr};
use crate::remedy::{self, Earlier};
use crate::review::Finding;
use crate::terminal::Waker;
use crate::text::{self, Fault, Line as _, StepLine};
use crate::wizard::{Effect, FileKind, Msg, ReportTo, State, ToolEnd};

use super::exit::{Exit, Refused};
use super::later::Later;
use super::world;

/// Where a license number outlives a start through `sudo`, which lets no variables through by itself but those of the
/// locale.
pub const NUMBER: &str = "LC_COUNTERSIGN_NUMBER";

/// The most of a file that is looked at for a code.
const LIMIT: u64 = 64 * 1024;

/// The terminal's part in an effect.
pub trait Front {
    /// Hands text to the terminal's clipboard; `false` where there is none.
    fn copy(&mut self, text: &str) -> bool;
    /// Lets another program have the terminal while `run` runs.
    fn hand_over(&mut self, run: &mut dyn FnMut());
    /// Stops the process until the shell takes it up again.
    fn suspend(&mut self);
    /// In the midst of long work: shows how it stands, and says what happened meanwhile.
    fn meanwhile(&mut self, state: &State) -> Option<Msg>;
    /// Something takes its time. Says so, or gives what wakes the session when it is done.
    fn waiting(&mut self, what: &str) -> Option<Waker>;
}

/// What effects work on.
#[derive(Debug)]
pub struct Doer {
    /// Where the product keeps its things.
    pub keep: Keep,
    /// Where the machine is read from.
    pub reading: Reading,
    /// Where files are written: the folder the program was started in.
    pub folder: PathBuf,
    /// What is under way beside the session.
    pub later: Later,
}

/// Where the machine is read from.
#[derive(Debug)]
pub enum Reading {
    /// This computer.
    Computer,
    /// A recorded one.
    Recording(PathBuf),
    /// Practice: it changes only as one pretends, and the desk is built in.
    Practice {
        /// The machine as pretended.
        machine: Box<Machine>,
        /// The built-in desk.
        desk: Box<PracticeDesk>,
    },
}

/// What doing an effect leads to.
#[derive(Debug)]
pub enum Done {
    /// Nothing to say.
    Nothing,
    /// A message for the wizard.
    Msg(Box<Msg>),
    /// The session is to end.
    Quit,
}

fn msg(msg: Msg) -> Done {
    Done::Msg(Box::new(msg))
}

impl Doer {
    /// Carries out one effect.
    pub fn carry_out(&mut self, effect: Effect, state: &State, front: &mut dyn Front) -> Done {
        match effect {
            Effect::ReadMachine => msg(Msg::Machine(Box::new(self.read(state)))),
            Effect::DrawNonce => match nonce() {
                Ok(nonce) => msg(Msg::Nonce(nonce)),
                Err(error) => msg(Msg::SessionNotKept(format!("{error:#}"))),
            },
            Effect::SaveSession(session) => self.told(self.keep.save_session(&session), state.lang),
            Effect::ForgetSession => self.told(self.keep.end_session(), state.lang),
            Effect::RememberRequest(open) => {
                self.keep.remember_request(&open);
                Done::Nothing
            }
            Effect::Copy(text) => copied(front.copy(&text)),
            Effect::Report(ReportTo::Clipboard) => copied(front.copy(&crate::page::report(state))),
            Effect::Report(ReportTo::File) => {
                self.write("countersign-report.txt", crate::page::report(state).as_bytes())
            }
            Effect::WriteFile(FileKind::RequestText { name, text }) => {
                self.write(&format!("request-{name}.txt"), text.as_bytes())
            }
            Effect::WriteFile(FileKind::RequestPng { name, url }) => match png(&url) {
                Ok(bytes) => self.write(&format!("request-{name}.png"), &bytes),
                Err(error) => msg(Msg::FileFailed(self.folder.clone(), format!("{error:#}"))),
            },
            Effect::ReadFile(path) => read_file(&path),
            Effect::LookOn => msg(Msg::LookOn),
            Effect::Keep(activation) => {
                let stored = self.keep.store(&activation);
                if stored.is_ok() {
                    remember(&self.keep, &activation);
                }
                msg(Msg::Kept(stored))
            }
            Effect::Run(command) => msg(Msg::Ran(run(&command, front))),
            Effect::Sudo => msg(Msg::SudoFailed(sudo(state, front))),
            Effect::PractiseOn(sample) => self.practise_on(sample),
            Effect::PractiseFix(field, value) => {
                if let Reading::Practice { machine, .. } = &mut self.reading {
                    **machine = machine.clone().with(field, &value);
                    return msg(Msg::Machine(machine.clone()));
                }
                Done::Nothing
            }
            Effect::PractiseAsk(request) => match &mut self.reading {
                Reading::Practice { desk, machine } => {
                    msg(Msg::Practised(practised(desk, *request, machine.clock.now)))
                }
                Reading::Computer | Reading::Recording(_) => Done::Nothing,
            },
            Effect::AskDesk(request, scheme) => {
                let profile = &state.setting.profile;
                let said = StepLine::OnlineAsking.fill(state.lang, &[("desk", &profile.interface())]);
                let waker = front.waiting(&said);
                self.later.ask(profile.interface(), *request, scheme, waker).map_or(Done::Nothing, msg)
            }
            Effect::Suspend => {
                front.suspend();
                Done::Nothing
            }
            Effect::Quit => Done::Quit,
        }
    }

    fn told(&self, result: Result<(), KeepError>, lang: Lang) -> Done {
        match result {
            Ok(()) => Done::Nothing,
            Err(error) => msg(Msg::SessionNotKept(text::keep_what(lang, error.code()))),
        }
    }

    /// Reads the machine again; a recording that is gone meanwhile leaves the last reading.
    fn read(&self, state: &State) -> Machine {
        match &self.reading {
            Reading::Computer => machine::this_computer(),
            Reading::Recording(path) => {
                machine::recording(path).unwrap_or_else(|_| state.facts.machine.clone())
            }
            Reading::Practice { machine, .. } => (**machine).clone(),
        }
    }

    fn practise_on(&mut self, sample: Option<String>) -> Done {
        let taken = match sample {
            Some(name) => machine::sample(&name),
            None => Some(machine::this_computer()),
        };
        match (&mut self.reading, taken) {
            (Reading::Practice { machine, .. }, Some(taken)) => {
                **machine = taken;
                msg(Msg::Machine(machine.clone()))
            }
            _ => Done::Nothing,
        }
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Done {
        let path = self.folder.join(name);
        match super::whole::write(&path, bytes) {
            Ok(()) => msg(Msg::Written(path)),
            Err(error) => msg(Msg::FileFailed(path, error.to_string())),
        }
    }
}

fn copied(done: bool) -> Done {
    if done { msg(Msg::Copied) } else { Done::Nothing }
}

fn read_file(path: &Path) -> Done {
    let read = || -> std::io::Result<String> {
        let mut bytes = Vec::new();
        super::whole::open(path)?.take(LIMIT).read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    match read() {
        Ok(text) => msg(Msg::FileRead(text)),
        Err(error) => msg(Msg::FileFailed(path.to_owned(), error.to_string())),
    }
}

fn run(command: &remedy::Command, front: &mut dyn Front) -> ToolEnd {
    let Some((program, arguments)) = command.words.split_first() else { return ToolEnd::Failed };
    let mut end = ToolEnd::Failed;
    front.hand_over(&mut || {
        end = match Process::new(program).args(arguments).status() {
            Ok(status) if status.success() => ToolEnd::Well,
            Ok(status) => status.code().map_or(ToolEnd::Failed, ToolEnd::Status),
            Err(_) => ToolEnd::Failed,
        };
    });
    end
}

/// Starts this program again under `sudo`, in its place; comes back only with the reason why not. The license number goes
/// along in the environment, which others don't see as they would the command line.
fn sudo(state: &State, front: &mut dyn Front) -> String {
    use std::os::unix::process::CommandExt;
    let Ok(program) = std::env::current_exe() else { return String::from("no path to this program") };
    let mut again = Process::new("sudo");
    again.arg("--").arg(&program).args(std::env::args_os().skip(1));
    if let Some(number) = &state.draft.number {
        again.env(NUMBER, number.as_str());
    }
    let mut why = String::new();
    front.hand_over(&mut || why = again.exec().to_string());
    why
}

/// What the built-in desk says: a code's lines, or the codes of its refusal.
fn practised(desk: &PracticeDesk, request: Request, now: i64) -> Result<[String; 7], Vec<String>> {
    let answer =
        desk.answer(&Asked::Full(request), Scheme::Three, now).map_err(|error| vec![error.to_string()])?;
    match answer.verdict {
        Answered::Issued { code, .. } => Ok(code.lines()),
        Answered::Refused(refusal) => {
            let mut codes: Vec<_> = answer.findings.iter().filter_map(Finding::code).collect();
            codes.insert(0, refusal.reason.code().to_owned());
            Err(codes)
        }
    }
}

/// Remembers the values a license was bound to: what Fix offers first after a BIOS flash that lost them.
pub fn remember(keep: &Keep, activation: &Activation) {
    if let Some(values) = activation.values.clone() {
        // Without it Fix has one suggestion less; the activation itself holds the values too.
        let _ = keep.remember_earlier(&Earlier { values });
    }
}

/// Four random bytes from the system.
///
/// # Errors
/// Where the system has none.
pub fn nonce() -> anyhow::Result<Nonce> {
    let mut nonce = [0; 4];
    getrandom::fill(&mut nonce).context("random numbers")?;
    Ok(nonce)
}

/// The QR of an address as a PNG file.
///
/// # Errors
/// Where the address fits no QR.
pub fn png(url: &str) -> anyhow::Result<Vec<u8>> {
    const SCALE: usize = 8;
    const QUIET: usize = 4;
    let symbol = qr::qr(url).map_err(|error| anyhow::anyhow!("{error}"))?;
    let side = (symbol.size + 2 * QUIET) * SCALE;
    let dark = |x, y| symbol.is_dark(x / SCALE, y / SCALE, (QUIET, QUIET));
    let pixels: Vec<u8> =
        (0..side * side).map(|at| if dark(at % side, at / side) { 0 } else { 255 }).collect();
    let mut bytes = Vec::new();
    let length = u32::try_from(side)?;
    let mut encoder = png::Encoder::new(&mut bytes, length, length);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header()?.write_image_data(&pixels)?;
    Ok(bytes)
}

/// Why something was not kept, as a refusal.
#[must_use]
pub fn not_kept(error: KeepError, lang: Lang) -> Refused {
    let code = error.code();
    let with = [
        ("code", code.as_str()),
        ("what", &*text::keep_what(lang, code)),
        ("cure", &*text::keep_cure(lang, code)),
    ];
    Refused::new(Fault::NotKept, Exit::Fault, &with)
}

/// The machine that practice begins with: a sample by its name, or the one asked for on the command line.
///
/// # Errors
/// [`Fault::SampleUnknown`].
pub fn practice_machine(name: Option<&str>, hardware: Option<&Path>) -> Result<Machine, Refused> {
    if let Some(path) = hardware {
        return world::recorded(path);
    }
    let Some(name) = name else { return Ok(machine::this_computer()) };
    machine::sample(name).ok_or_else(|| {
        let names: Vec<_> = machine::samples().iter().map(|sample| sample.name).collect();
        Refused::new(Fault::SampleUnknown, Exit::Usage, &[("name", name), ("names", &names.join(", "))])
    })
}
