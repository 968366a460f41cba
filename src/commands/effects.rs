//! Carries out the wizard's effects: the only place where a session meets the outside.

use std::path::{Path, PathBuf};
use std::process::Command as Process;

use crate::page;
use crate::wizard::{Effect, FileKind, Msg, ReportTarget, State, ToolEnd};
use countersign_core::lang::Lang;
use countersign_core::machine::Machine;
use countersign_core::protocol::{Request, Scheme};
use countersign_core::remedy;
use countersign_core::review::Finding;
use countersign_keep::{Keep, KeepError};
use countersign_ledger::practice::PracticeDesk;
use countersign_ledger::{AnswerOutcome, IncomingRequest};

use super::atomic_file;
use super::context::remember_values;
use super::qr_pictures::{qr_png, qr_svg};
use super::random;
use super::tool_run;
use super::ui::Ui;
use super::worker::Worker;

/// The environment variable with the license number when the program starts itself with `sudo`, which passes only
/// variables of the locale on.
pub const NUMBER_VARIABLE: &str = "LC_COUNTERSIGN_NUMBER";

/// The bytes of a file that are searched for a code.
const CODE_FILE_MAX: u64 = 64 * 1024;

/// Carries out effects.
#[derive(Debug)]
pub struct EffectRunner {
    /// Where the product keeps its records.
    pub keep: Keep,
    /// Where the machine is read from.
    pub reading: Reading,
    /// Where files are written: the folder in which the program started.
    pub folder: PathBuf,
    /// Does the jobs.
    pub worker: Worker,
}

/// Where the machine is read from.
#[derive(Debug)]
pub enum Reading {
    /// This computer.
    Computer,
    /// A recording.
    Recording(PathBuf),
    /// Practice: the machine changes only when the person pretends so.
    Practice {
        /// The machine as it is now.
        machine: Box<Machine>,
        /// The built-in desk.
        desk: Box<PracticeDesk>,
    },
}

/// What an effect leads to.
#[derive(Debug)]
pub enum EffectResult {
    /// Nothing.
    Nothing,
    /// A message for the wizard.
    Msg(Box<Msg>),
    /// The session ends.
    Quit,
}

fn msg(msg: Msg) -> EffectResult {
    EffectResult::Msg(Box::new(msg))
}

impl EffectRunner {
    /// Carries out one effect.
    pub fn carry_out(&mut self, effect: Effect, state: &State, ui: &mut dyn Ui) -> EffectResult {
        match effect {
            Effect::ReadMachine => msg(Msg::Machine(Box::new(self.read(state)))),
            Effect::DrawSecret => match random::secret() {
                Ok(secret) => msg(Msg::Secret(secret)),
                Err(error) => msg(Msg::SessionNotSaved(format!("{error:#}"))),
            },
            Effect::SaveSession(session) => save_result(self.keep.save_session(&session), state.lang),
            Effect::ForgetSession => save_result(self.keep.end_session(), state.lang),
            Effect::RememberRequest(open) => {
                self.keep.remember_request(&open);
                EffectResult::Nothing
            }
            Effect::Copy(text) => copied(ui.copy(&text)),
            Effect::Report(ReportTarget::Clipboard) => copied(ui.copy(&page::report(state))),
            Effect::Report(ReportTarget::File) => {
                self.write("countersign-report.txt", page::report(state).as_bytes(), state.lang)
            }
            Effect::WriteFile(FileKind::RequestText { name, text }) => {
                self.write(&format!("request-{name}.txt"), text.as_bytes(), state.lang)
            }
            Effect::WriteFile(FileKind::RequestPictures { name, url }) => {
                self.write_pictures(&name, &url, state.lang)
            }
            Effect::ReadFile(path) => read_file(&path, state.lang),
            Effect::Keep(activation) => {
                let stored = self.keep.store(&activation);
                if stored.is_ok() {
                    remember_values(&self.keep, &activation);
                }
                msg(Msg::Kept(stored))
            }
            Effect::Run(commands) => {
                let (end, saved) = self.run_tools(&commands, ui);
                msg(Msg::ToolEnded(end, saved))
            }
            Effect::Sudo => msg(Msg::SudoFailed(sudo(state, ui))),
            Effect::TakeSample(sample) => self.take_sample(sample),
            Effect::PretendFixed(values) => {
                if let Reading::Practice { machine, .. } = &mut self.reading {
                    for (field, value) in values {
                        **machine = machine.clone().with_value(field, &value);
                    }
                    return msg(Msg::Machine(machine.clone()));
                }
                EffectResult::Nothing
            }
            Effect::AskPracticeDesk(request) => match &mut self.reading {
                Reading::Practice { desk, machine } => {
                    msg(Msg::PracticeAnswered(ask_practice_desk(desk, *request, machine.clock.now)))
                }
                Reading::Computer | Reading::Recording(_) => EffectResult::Nothing,
            },
            Effect::StartJob(id, job) => {
                self.worker.start(id, job);
                EffectResult::Nothing
            }
            Effect::CancelJob => {
                self.worker.cancel();
                EffectResult::Nothing
            }
            Effect::Suspend => {
                ui.suspend();
                EffectResult::Nothing
            }
            Effect::Quit => EffectResult::Quit,
        }
    }

    /// Reads the machine again. If a recording is gone, the last reading stays.
    fn read(&self, state: &State) -> Machine {
        match &self.reading {
            Reading::Computer => countersign_probe::this_computer(),
            Reading::Recording(path) => {
                countersign_probe::recording(path).unwrap_or_else(|_| state.facts.machine.clone())
            }
            Reading::Practice { machine, .. } => (**machine).clone(),
        }
    }

    /// Hands the terminal over and runs the commands; what a tool prints while it saves the old values stays there too.
    fn run_tools(&self, commands: &[remedy::Command], ui: &mut dyn Ui) -> tool_run::Run {
        let places = tool_run::Places {
            sys: Path::new("/sys"),
            folder: &self.folder,
            find: &countersign_probe::find_program,
        };
        let mut run = (ToolEnd::Failed, None);
        ui.hand_over(&mut || run = tool_run::run(commands, &places));
        run
    }

    fn take_sample(&mut self, sample: Option<String>) -> EffectResult {
        let taken = match sample {
            Some(name) => countersign_probe::sample(&name),
            None => Some(countersign_probe::this_computer()),
        };
        match (&mut self.reading, taken) {
            (Reading::Practice { machine, .. }, Some(taken)) => {
                **machine = taken;
                msg(Msg::Machine(machine.clone()))
            }
            _ => EffectResult::Nothing,
        }
    }

    /// Writes the QR of an address as PNG, and as SVG beside it.
    fn write_pictures(&self, name: &str, url: &str, lang: Lang) -> EffectResult {
        let pictures = qr_png(url).and_then(|png| Ok((png, qr_svg(url)?)));
        let (png, svg) = match pictures {
            Ok(pictures) => pictures,
            Err(error) => return msg(Msg::FileFailed(self.folder.clone(), format!("{error:#}"))),
        };
        match self.write(&format!("request-{name}.svg"), svg.as_bytes(), lang) {
            EffectResult::Msg(written) if matches!(*written, Msg::Written(_)) => {}
            failed => return failed,
        }
        let path = self.folder.join(format!("request-{name}.png"));
        match atomic_file::write(&path, &png) {
            Ok(()) => msg(Msg::PicturesWritten(path)),
            Err(error) => msg(Msg::FileFailed(path, error.why(lang))),
        }
    }

    fn write(&self, name: &str, bytes: &[u8], lang: Lang) -> EffectResult {
        let path = self.folder.join(name);
        match atomic_file::write(&path, bytes) {
            Ok(()) => msg(Msg::Written(path)),
            Err(error) => msg(Msg::FileFailed(path, error.why(lang))),
        }
    }
}

fn save_result(result: Result<(), KeepError>, lang: Lang) -> EffectResult {
    match result {
        Ok(()) => EffectResult::Nothing,
        Err(error) => msg(Msg::SessionNotSaved(countersign_keep::text::keep_meaning(lang, error.code()))),
    }
}

fn copied(done: bool) -> EffectResult {
    if done { msg(Msg::Copied) } else { EffectResult::Nothing }
}

fn read_file(path: &Path, lang: Lang) -> EffectResult {
    match atomic_file::read_text(path, CODE_FILE_MAX) {
        Ok(text) => msg(Msg::FileRead(text)),
        Err(error) => msg(Msg::FileFailed(path.to_owned(), error.why(lang))),
    }
}

/// Replaces this program by itself under `sudo`. Returns only if that fails, with the reason. The license number goes
/// through the environment, because other users can read a command line.
fn sudo(state: &State, ui: &mut dyn Ui) -> String {
    use std::os::unix::process::CommandExt;
    let Ok(program) = std::env::current_exe() else { return String::from("no path to this program") };
    let Some(sudo) = countersign_probe::find_program("sudo") else { return String::from("no sudo on PATH") };
    let mut again = Process::new(sudo);
    again.arg("--").arg(&program).args(std::env::args_os().skip(1));
    if let Some(number) = &state.draft.number {
        again.env(NUMBER_VARIABLE, number.as_str());
    }
    let mut why = String::new();
    ui.hand_over(&mut || why = again.exec().to_string());
    why
}

/// The built-in desk's answer: a code's lines, or the codes of its refusal.
fn ask_practice_desk(desk: &PracticeDesk, request: Request, now: i64) -> Result<[String; 7], Vec<String>> {
    let answer = desk
        .answer(&IncomingRequest::Full(request), Scheme::Three, now)
        .map_err(|error| vec![error.to_string()])?;
    match answer.outcome {
        AnswerOutcome::Issued { code, .. } => Ok(code.lines()),
        AnswerOutcome::Refused(refusal) => {
            let mut codes: Vec<_> = answer.findings.iter().filter_map(Finding::code).collect();
            codes.insert(0, refusal.reason.code().to_owned());
            Err(codes)
        }
    }
}
