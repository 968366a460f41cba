//! What a command works on: language, profile, machine, and where state is kept.

use std::path::{Path, PathBuf};

use crate::text::{CommandLine, CommandSentence, Fault};
use crate::wizard::{Facts, Kept};
use countersign_core::lang::Lang;
use countersign_core::machine::Machine;
use countersign_core::profile::Profile;
use countersign_core::review;
use countersign_keep::{self as keep, Activation, Keep, KeepCode, STATE_FOLDER};
use countersign_probe::RecordingError;

use super::cli::{AnswerLanguage, Cli};
use super::exit::{CommandError, Exit};
use super::products::{Product, Products, product_needed};
use super::stderr;

/// What a command works on.
#[derive(Debug, Clone)]
pub struct Context {
    /// The language.
    pub lang: Lang,
    /// Why it isn't the language that `--lang` asks for.
    pub unshown: Option<CommandLine>,
    /// The profile of the only product, or of the chosen one.
    pub profile: Option<Profile>,
    /// All products, if there are several and none is chosen.
    pub several: Vec<Product>,
    /// A recorded machine instead of this computer.
    pub hardware: Option<PathBuf>,
    /// Where state is kept.
    pub state: PathBuf,
    state_given: bool,
}

impl Context {
    /// Finds the profile and the state folder.
    ///
    /// # Errors
    /// [`CommandError`] if the profile can't be used.
    pub fn new(cli: &Cli, language: AnswerLanguage) -> Result<Self, CommandError> {
        let context = Self::without_profile(cli, language);
        Ok(match Products::find(cli, language.lang)? {
            Products::None => context,
            Products::One(profile) => context.of_product(*profile),
            Products::Several(several) => Self { several, ..context },
        })
    }

    /// This context for the product with the given profile.
    #[must_use]
    pub fn of_product(&self, profile: Profile) -> Self {
        Self { profile: Some(profile), several: Vec::new(), ..self.clone() }
    }

    /// This context without a product.
    #[must_use]
    pub fn of_no_product(&self) -> Self {
        Self { profile: None, several: Vec::new(), ..self.clone() }
    }

    /// Refuses if several products are installed and none is chosen.
    ///
    /// # Errors
    /// [`Fault::ProductNeeded`], or the fault of the first profile if none can be used.
    pub fn require_choice(&self) -> Result<(), CommandError> {
        if self.several.is_empty() { Ok(()) } else { Err(product_needed(&self.several, self.lang)) }
    }

    /// Makes a context without a profile: finds the state folder only.
    #[must_use]
    pub fn without_profile(cli: &Cli, language: AnswerLanguage) -> Self {
        Self {
            lang: language.lang,
            unshown: language.unshown,
            profile: None,
            several: Vec::new(),
            hardware: cli.hardware.first().cloned(),
            state: cli.state.clone().unwrap_or_else(|| STATE_FOLDER.into()),
            state_given: cli.state.is_some(),
        }
    }

    /// The profile, for commands that need one.
    ///
    /// # Errors
    /// [`Fault::ProfileNeeded`].
    pub fn profile(&self) -> Result<&Profile, CommandError> {
        self.profile.as_ref().ok_or_else(|| CommandError::new(Fault::ProfileNeeded, Exit::Fault))
    }

    /// Reads the machine.
    ///
    /// # Errors
    /// [`CommandError`] if `--hardware` names no machine.
    pub fn machine(&self) -> Result<Machine, CommandError> {
        self.hardware.as_deref().map_or_else(|| Ok(countersign_probe::this_computer()), recorded)
    }

    /// Where a product keeps its records, for commands that write there.
    ///
    /// # Errors
    /// [`Fault::StateNeeded`] for a recorded machine without `--state`; [`Fault::State`] if the state folder can't be trusted.
    pub fn keep_to_write(&self, machine: &Machine, profile: &Profile) -> Result<Keep, CommandError> {
        if self.hardware.is_some() && !self.state_given {
            return Err(CommandError::new(Fault::StateNeeded, Exit::Usage));
        }
        let keep = self.keep(machine, profile);
        self.require_trusted_state(&keep)?;
        Ok(keep)
    }

    /// Refuses a state folder that can't be trusted, and names what is wrong with it.
    ///
    /// # Errors
    /// [`Fault::State`].
    pub fn require_trusted_state(&self, keep: &Keep) -> Result<(), CommandError> {
        let found = keep.folder().and_then(keep::distrusted_path);
        found.map_or(Ok(()), |found| Err(CommandError::of_distrusted_state(&found, self.lang)))
    }

    /// Where a product keeps its records: in memory for a recorded machine without `--state`.
    #[must_use]
    pub fn keep(&self, machine: &Machine, profile: &Profile) -> Keep {
        if self.hardware.is_some() && !self.state_given {
            return Keep::in_memory(&profile.product);
        }
        let efivars = countersign_probe::efivars_path(&machine.source);
        Keep::on_disk(&self.state, efivars.as_deref(), &profile.product)
    }
}

/// The problems with what is kept, as they were met when the facts were read. Reading again may give other problems.
#[derive(Debug, Clone, Copy)]
pub struct KeptProblems {
    /// With the values of an earlier activation.
    pub earlier: Option<KeepCode>,
    /// With the list of open requests.
    pub requests: Option<KeepCode>,
}

impl KeptProblems {
    /// All of them.
    pub fn all(self) -> Vec<KeepCode> {
        self.earlier.into_iter().chain(self.requests).collect()
    }
}

/// The facts of a machine and of what it keeps, and the problems with what is kept.
#[must_use]
pub fn facts(machine: Machine, keep: &Keep, profile: &Profile) -> (Facts, KeptProblems) {
    let review = review::review(&machine, &profile.policy);
    let (earlier, problem) = keep.earlier_values(&machine, &review);
    let open = keep.open_requests();
    let problems = KeptProblems { earlier: problem, requests: open.problem };
    let kept = Kept {
        loaded: keep.load(),
        earlier,
        open_requests: open.list,
        rehearsal: keep.check_writable(),
        network: has_network(),
    };
    (Facts::of(machine, review, profile, kept), problems)
}

/// Whether this computer has a route to other networks. A build without a client for a network needs none.
fn has_network() -> bool {
    #[cfg(feature = "online")]
    return crate::online::has_network();
    #[cfg(not(feature = "online"))]
    return false;
}

/// Says on standard error what a new code improves, or that this machine is activated already and needs no new request.
/// Standard output and the exit code stay as scripts expect.
pub fn say_if_activated(context: &Context, facts: &Facts) {
    let Some(license) = &facts.status.license else { return };
    if facts.moves_up() {
        stderr::line(CommandSentence::MovesUp { number: &license.number }.say(context.lang));
    } else if facts.status.state == keep::ActivationState::Activated && !facts.asks_anew() {
        stderr::line(CommandSentence::ActivatedAlready { number: &license.number }.say(context.lang));
    }
}

/// Remembers the values that a license was bound to, so that Fix offers them if the firmware loses them.
pub fn remember_values(keep: &Keep, activation: &Activation) {
    // If this fails, Fix has one suggestion less; the activation itself holds the values too.
    let _ = keep.remember_earlier_values(activation);
}

/// The recorded machine at that path.
///
/// # Errors
/// [`CommandError`] if there is none, or it can't be read or understood.
pub fn recorded(path: &Path) -> Result<Machine, CommandError> {
    countersign_probe::recording(path).map_err(|error| {
        let path = error.path().display().to_string();
        let fault = match &error {
            RecordingError::NotFound(_) => Fault::HardwareNotFound { path },
            RecordingError::Denied(_) => Fault::HardwareDenied { path },
            RecordingError::Empty(_) => Fault::HardwareEmpty { path },
            RecordingError::TooLarge(_) => Fault::HardwareTooLarge { path },
            RecordingError::Unknown(_) => Fault::HardwareUnknown { path },
            RecordingError::NotUnderstood(_, line) if line.text.is_empty() => Fault::HardwareCut { path },
            RecordingError::NotUnderstood(_, line) => {
                Fault::HardwareNotUnderstood { path, line: line.number.to_string(), text: line.text.clone() }
            }
            RecordingError::Broken(_) => Fault::HardwareBroken { path },
        };
        CommandError::new(fault, Exit::Fault)
    })
}
