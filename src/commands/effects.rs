//! Carries out the wizard's effects: the only place where a session acts on the outside.

use std::path::{Path, PathBuf};
use std::process::Command as Process;

use crate::page;
use crate::text::{StepLine, SystemLine, system_error};
use crate::wizard::{Effect, Facts, Msg, ReportTarget, State, ToolEnd};
use countersign_core::lang::Lang;
use countersign_core::machine::Machine;
use countersign_core::protocol::{Request, Scheme};
use countersign_core::remedy;
use countersign_core::review::Finding;
use countersign_core::text::Line;
use countersign_keep::Keep;
use countersign_ledger::practice::PracticeDesk;
use countersign_ledger::{AnswerOutcome, IncomingRequest};

use super::atomic_file;
use super::context::{self, recorded, remember_values};
use super::exit::CommandError;
use super::product_shelf::ProductShelf;
use super::random;
use super::tool_run;
use super::ui::Ui;
use super::worker::Worker;

/// The environment variable that carries the license number when the program starts itself with `sudo`. The name begins
/// with `LC_`, because `sudo` passes on only variables of the locale.
pub const NUMBER_VARIABLE: &str = "LC_COUNTERSIGN_NUMBER";

/// Carries out effects.
#[derive(Debug)]
pub struct EffectRunner {
    /// Where the product keeps its records.
    pub keep: Keep,
    /// The products, where several are installed.
    pub products: Option<ProductShelf>,
    /// Where the machine is read from.
    pub reading: Reading,
    /// Where files are written: the folder in which the program started.
    pub folder: PathBuf,
    /// Runs the jobs.
    pub worker: Worker,
}

/// Where the machine is read from.
#[derive(Debug)]
pub enum Reading {
    /// This computer.
    Computer,
    /// A recording.
    Recording(PathBuf),
    /// Practice: the machine changes only when the person pretends to have fixed it.
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
            Effect::ReadMachine => match self.read() {
                Ok(machine) => self.read_again(machine, state),
                Err(error) => msg(Msg::MachineNotRead(error.message(state.lang))),
            },
            Effect::ListProducts => self.list_products(state),
            Effect::OpenProduct(at) => self.open_product(at, state),
            Effect::DrawSecret => match random::secret() {
                Ok(secret) => msg(Msg::Secret(secret)),
                Err(error) => msg(Msg::SecretFailed(system_error(state.lang, &error))),
            },
            Effect::SaveSession(session) => {
                msg(Msg::SessionSaved(self.keep.save_session(&session).map_err(|error| error.code())))
            }
            Effect::ForgetSession => match self.keep.end_session() {
                Ok(()) => EffectResult::Nothing,
                Err(error) => msg(Msg::SessionNotForgotten(error.code())),
            },
            Effect::RememberRequest(open) => msg(Msg::RequestRemembered(self.keep.remember_request(&open))),
            Effect::Copy(text) => copied(ui.copy(&text)),
            Effect::Report(ReportTarget::Clipboard) => copied(ui.copy(&page::report(state))),
            Effect::Report(ReportTarget::File) => {
                self.write("countersign-support.txt", page::report(state).as_bytes(), state.lang)
            }
            Effect::Keep(activation) => msg(Msg::Kept(self.keep.store(&activation).map(|stored| {
                remember_values(&self.keep, &activation);
                (stored, self.facts(state.facts.machine.clone(), state))
            }))),
            Effect::Run(commands) => {
                let (end, saved) = self.run_tools(&commands, state.lang, ui);
                msg(Msg::ToolEnded(end, saved))
            }
            Effect::Sudo => msg(Msg::SudoFailed(sudo(state, ui))),
            Effect::TakeSample(sample) => self.take_sample(sample, state),
            Effect::PretendFixed(values) => {
                if let Reading::Practice { machine, .. } = &mut self.reading {
                    for (field, value) in values {
                        **machine = machine.clone().with_value(field, &value);
                    }
                    let machine = (**machine).clone();
                    return self.read_again(machine, state);
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
                self.worker.start(id, job, &self.folder, state.lang);
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
            Effect::LineByLine => {
                ui.line_by_line(state.lang);
                EffectResult::Nothing
            }
            Effect::Quit => EffectResult::Quit,
        }
    }

    fn list_products(&self, state: &State) -> EffectResult {
        let Some(products) = &self.products else { return EffectResult::Nothing };
        msg(Msg::Products(products.list(&state.facts.machine)))
    }

    fn open_product(&mut self, at: usize, state: &State) -> EffectResult {
        // If a recording is gone, the last reading stays.
        let machine = || self.read().unwrap_or_else(|_| state.facts.machine.clone());
        let opened = self.products.as_ref().and_then(|products| products.open(at, machine()));
        let Some((keep, opened)) = opened else { return EffectResult::Nothing };
        self.keep = keep;
        msg(Msg::ProductOpened(Box::new(opened)))
    }

    /// Reads the machine again.
    ///
    /// # Errors
    /// If the recording is gone or can't be understood any more.
    fn read(&self) -> Result<Machine, CommandError> {
        match &self.reading {
            Reading::Computer => Ok(countersign_probe::this_computer()),
            Reading::Recording(path) => recorded(path),
            Reading::Practice { machine, .. } => Ok((**machine).clone()),
        }
    }

    /// Hands over the terminal and runs the commands. The output of a tool that saves the old values stays on the terminal too.
    fn run_tools(&self, commands: &[remedy::Command], lang: Lang, ui: &mut dyn Ui) -> tool_run::Run {
        let places = tool_run::Places {
            sys: Path::new("/sys"),
            folder: &self.folder,
            find: &countersign_probe::find_program,
            lang,
        };
        let mut run = (ToolEnd::NotStarted, None);
        ui.hand_over(&mut || {
            run = tool_run::run(commands, &places);
            run.0.is_told_by_tool().then(|| StepLine::ToolOutputRead.say(lang).to_owned())
        });
        run
    }

    /// The message about a machine that was read again, and about what it keeps.
    fn read_again(&self, machine: Machine, state: &State) -> EffectResult {
        msg(Msg::Machine(self.facts(machine, state)))
    }

    /// The facts of a machine and of what is kept now.
    fn facts(&self, machine: Machine, state: &State) -> Box<Facts> {
        Box::new(context::facts(machine, &self.keep, &state.settings.profile).0)
    }

    fn take_sample(&mut self, sample: Option<String>, state: &State) -> EffectResult {
        let taken = match sample {
            Some(name) => countersign_probe::sample(&name),
            None => Some(countersign_probe::this_computer()),
        };
        match (&mut self.reading, taken) {
            (Reading::Practice { machine, .. }, Some(taken)) => {
                **machine = taken.clone();
                // What was practised on another machine is not kept on this one.
                self.keep = Keep::in_memory(&state.settings.profile.product);
                self.read_again(taken, state)
            }
            _ => EffectResult::Nothing,
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

fn copied(done: bool) -> EffectResult {
    msg(if done { Msg::Copied } else { Msg::NotCopied })
}

/// Replaces this process with the same program under `sudo`. Returns only if that fails, with the reason. The license
/// number goes through the environment, because other users can read a command line.
fn sudo(state: &State, ui: &mut dyn Ui) -> String {
    use std::os::unix::process::CommandExt;
    let not_there = || SystemLine::NotFound.say(state.lang).to_owned();
    let Ok(program) = std::env::current_exe() else { return not_there() };
    let Some(sudo) = countersign_probe::find_program("sudo") else { return not_there() };
    let mut again = Process::new(sudo);
    again.arg("--").arg(&program).args(std::env::args_os().skip(1));
    // `sudo` drops `ACCESSIBLE`, and the person may have switched to lines with a key.
    if ui.is_line_by_line() && !std::env::args_os().any(|arg| arg == "--plain") {
        again.arg("--plain");
    }
    if !state.products.is_empty() && state.selected_product().is_none() {
        again.arg("--product").arg(&state.settings.profile.product);
    }
    if let Some(number) = &state.draft.number {
        again.env(NUMBER_VARIABLE, number.as_str());
    }
    let mut why = String::new();
    ui.hand_over(&mut || {
        why = system_error(state.lang, &again.exec());
        None
    });
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
