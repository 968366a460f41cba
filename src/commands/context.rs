//! What a command works on: language, profile, machine, and where state is kept.

use std::path::{Path, PathBuf};

use crate::text::{CommandLine, CommandSentence, Fault, system_error};
use crate::wizard::Facts;
use countersign_core::lang::Lang;
use countersign_core::machine::Machine;
use countersign_core::profile::{Profile, ProfileError};
use countersign_core::remedy;
use countersign_core::review;
use countersign_keep::profile_file::{self, Found, ProfileFileError};
use countersign_keep::text::{distrust_meaning, distrust_next_step};
use countersign_keep::{self as keep, Activation, Distrust, Keep, KeepCode, STATE_FOLDER, Today};
use countersign_probe::RecordingError;

use super::cli::{AnswerLanguage, Cli};
use super::exit::{CommandError, Exit};

/// What a command works on.
#[derive(Debug)]
pub struct Context {
    /// The language.
    pub lang: Lang,
    /// Why it isn't the language that `--lang` asks for.
    pub unshown: Option<CommandLine>,
    /// The installed profile.
    pub profile: Option<Profile>,
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
        let profile = installed(cli.profile.as_deref(), language.lang)?;
        Ok(Self { profile, ..Self::without_profile(cli, language) })
    }

    /// Finds the state folder alone.
    #[must_use]
    pub fn without_profile(cli: &Cli, language: AnswerLanguage) -> Self {
        Self {
            lang: language.lang,
            unshown: language.unshown,
            profile: None,
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
    /// [`Fault::StateNeeded`] for a recorded machine without `--state`; [`Fault::State`] if the state folder isn't used.
    pub fn keep_to_write(&self, machine: &Machine, profile: &Profile) -> Result<Keep, CommandError> {
        if self.hardware.is_some() && !self.state_given {
            return Err(CommandError::new(Fault::StateNeeded, Exit::Usage));
        }
        let keep = self.keep(machine, profile);
        self.require_trusted_state(&keep)?;
        Ok(keep)
    }

    /// Refuses a state folder that isn't used, and names what is wrong with it.
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

/// The facts of a machine and of what it keeps, and the problems with what is kept.
#[must_use]
pub fn facts(machine: Machine, keep: &Keep, profile: &Profile) -> (Facts, Vec<KeepCode>) {
    let review = review::review(&machine, &profile.policy);
    let loaded = keep.load();
    let (earlier, problem) = keep.earlier_values(&machine, &review);
    let remedies = remedy::remedies(&machine, &review, &profile.policy, earlier.as_ref());
    let today = Today::of(&machine);
    let status = keep::status(&loaded, &machine, &review, profile, &today, machine.read_as_root);
    let standing = loaded.standing(&machine, &review, profile);
    let marker2 = keep::standing_marker2(standing.as_ref(), &machine, &review);
    let plan = remedy::plan(&machine, &review, &profile.policy, marker2, earlier.as_ref());
    let open = keep.open_requests();
    let problems = problem.into_iter().chain(open.problem).collect();
    let rehearsal = keep.check_writable();
    #[cfg(feature = "online")]
    let network = crate::online::has_network();
    #[cfg(not(feature = "online"))]
    let network = false;
    let facts = Facts {
        machine,
        review,
        policy: profile.policy,
        standing,
        marker2,
        remedies,
        plan,
        earlier,
        rehearsal,
        status,
        kept_activation: loaded.activation,
        open_requests: open.list,
        network,
    };
    (facts, problems)
}

/// Says on standard error if this machine is activated already, and nothing asks for a new request, or what a new code betters.
/// Standard output and the exit code
/// stay as scripts expect.
pub fn say_if_activated(context: &Context, facts: &Facts) {
    let Some(license) = &facts.status.license else { return };
    if facts.moves_up() {
        eprintln!("{}", CommandSentence::MovesUp { number: &license.number }.say(context.lang));
    } else if facts.status.state == keep::ActivationState::Activated && !facts.asks_anew() {
        eprintln!("{}", CommandSentence::ActivatedAlready { number: &license.number }.say(context.lang));
    }
}

/// The profile at the given path, else the installed one.
fn installed(given: Option<&Path>, lang: Lang) -> Result<Option<Profile>, CommandError> {
    match profile_file::find(given) {
        Ok(Found::None) => Ok(None),
        Ok(Found::File { path, text }) => match Profile::parse(&text) {
            Ok(profile) if profile.id == 0 => {
                let path = path.display().to_string();
                Err(CommandError::new(Fault::ProfileUnpublished { path }, Exit::Fault))
            }
            parsed => parsed.map(Some).map_err(|error| {
                let (path, why) = (path.display().to_string(), error.last_line());
                let fault = match error {
                    ProfileError::NoKeys => Fault::ProfileNoKeys { path },
                    ProfileError::BadKey(_) => Fault::ProfileBadKey { path, why },
                    ProfileError::DuplicateKeys(..) => Fault::ProfileTwinKeys { path, why },
                    _ => Fault::ProfileSyntax { path, why },
                };
                CommandError::new(fault, Exit::Fault)
            }),
        },
        Err(error) => Err(CommandError::new(profile_file_fault(&error, lang), Exit::Fault)),
    }
}

/// The fault of a profile file that can't be read.
fn profile_file_fault(error: &ProfileFileError, lang: Lang) -> Fault {
    match error {
        ProfileFileError::Distrusted(found) => {
            let (what, cure) = (distrust_meaning(lang, found), distrust_next_step(lang, found));
            match found.why {
                Distrust::NotRegular => Fault::ProfileNotRegular { what, cure },
                Distrust::ForeignOwner { .. } => Fault::ProfileOwner { what, cure },
                Distrust::OthersMayWrite { .. } => Fault::ProfileWritable { what, cure },
            }
        }
        ProfileFileError::TooLarge(path) => Fault::ProfileTooLarge { path: path.display().to_string() },
        ProfileFileError::Unreadable { path, source } => {
            let path = path.display().to_string();
            match source.kind() {
                std::io::ErrorKind::NotFound => Fault::ProfileMissing { path },
                _ => Fault::ProfileUnreadable { path, why: system_error(lang, source) },
            }
        }
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
/// [`CommandError`] if there is none.
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
