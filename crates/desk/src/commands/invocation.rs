//! The data of an invocation that every command needs.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use clap::ArgMatches;
use tokio::runtime::Runtime;

use super::cli;
use super::config_file::{ConfigFile, Database};
use super::exit::Exit;
use super::failure::Failure;
use super::permissions;
use super::system_limits;
use crate::access::Permission;
use crate::dates::now;
use crate::desk_data::read_profiles;
use crate::key_and_profile_changes::Author;
use crate::operators::Actor;
use crate::passphrase::{Passphrase, Reader};
use crate::postgres::DatabaseAddress;
use crate::profiles::Profiles;
use crate::sql::{OfficeEvent, SqlStore};
use crate::text::{DatabaseFault, DeskLine};
use crate::tokens::Tokens;
use crate::{DeskData, DeskPlace};
use countersign_core::text::{Lang, Line as _, safe_path};
use countersign_ledger::text::LedgerLine;
use countersign_ledger::{ActionRefusal, Requester, StoreError};

/// A secret that a command may need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Secret {
    /// The passphrase of the keys.
    Passphrase,
    /// The PIN of tokens.
    Pin,
}

impl Secret {
    /// Returns the name of its environment variable.
    const fn variable(self) -> &'static str {
        match self {
            Self::Passphrase => "COUNTERSIGN_PASSPHRASE",
            Self::Pin => "COUNTERSIGN_PIN",
        }
    }

    /// Returns its name among the credentials of a systemd unit.
    const fn credential(self) -> &'static str {
        match self {
            Self::Passphrase => "countersign-passphrase",
            Self::Pin => "countersign-pin",
        }
    }
}

/// The global options, the environment, the settings file and the time of an invocation.
pub(super) struct Invocation {
    /// The desk's folder and database.
    pub(super) place: DeskPlace,
    pub(super) lang: Lang,
    pub(super) json: bool,
    /// The user who runs the program, for the audit.
    pub(super) operator: String,
    /// The words of the command line that name the command, such as `licenses add`.
    pub(super) words: String,
    /// The permission that the command needs.
    pub(super) permission: Permission,
    /// The time, in seconds since 1970-01-01 UTC.
    pub(super) now: i64,
    /// The runtime on which the commands wait for the database.
    pub(super) runtime: Runtime,
    passphrase_file: Option<PathBuf>,
    pin_file: Option<PathBuf>,
    /// The passphrase, after it was read.
    passphrase: OnceLock<Option<Passphrase>>,
    /// The settings in the file of `--config`.
    pub(super) config: ConfigFile,
    /// The options with which another command reaches the same desk, as a person types them.
    pub(super) place_options: String,
}

impl Invocation {
    /// Returns the user as a requester of the ledger, with what `--verified` says.
    ///
    /// # Errors
    /// The text of `--verified` is too long.
    pub(super) fn requester(&self, args: &ArgMatches) -> Result<Requester, Failure> {
        let typed = args.get_one::<String>("verified").map_or("", String::as_str);
        Requester::of_operator(self.operator.clone(), typed).map_err(|_| {
            let refusal = ActionRefusal::ReasonTooLong;
            let what = LedgerLine::of_action_refusal(refusal).say(self.lang);
            Failure::refused(refusal.code(), what, DeskLine::of_refused_action(refusal).say(self.lang))
        })
    }

    /// Reads the options, the environment and the settings file. `lang` is the language of the command line
    /// or of the system; the file may name another language than the system's.
    ///
    /// # Errors
    /// The system gives no threads, or the settings file or an address can't be used.
    pub(super) fn new(matches: &ArgMatches, lang: Lang) -> Result<Self, Failure> {
        let runtime =
            system_limits::start_runtime().map_err(|error| Failure::system("SYSTEM-FAULT", &error, lang))?;
        let path = |name, variable| {
            matches.get_one::<PathBuf>(name).cloned().or_else(|| env(variable).map(PathBuf::from))
        };
        let config = path("config", "COUNTERSIGN_DESK_CONFIG").map(|path| ConfigFile::load(&path, lang));
        let mut config = config.transpose()?.unwrap_or_default();
        let lang = if matches.contains_id("lang") { lang } else { config.lang.map_or(lang, Lang::from) };
        let data = path("data", "COUNTERSIGN_DESK_DATA").or_else(|| config.data.take());
        let operator = ["SUDO_USER", "LOGNAME", "USER"].into_iter().find_map(env);
        let operator = operator.unwrap_or_else(system_user);
        let database = match (matches.get_one("database").cloned(), env("COUNTERSIGN_DATABASE_URL")) {
            (None, Some(url)) => Some(DatabaseAddress::parse(&url).map_err(|error| Failure {
                exit: Exit::Usage,
                ..Failure::database(DatabaseFault::of_address(&error, lang))
            })?),
            (given, _) => given.or_else(|| config.database.take().map(|Database(address)| address)),
        };
        let folder = data.unwrap_or_else(|| PathBuf::from("/var/lib/countersign-desk"));
        Ok(Self {
            place_options: place_options(matches, &folder),
            place: DeskPlace { folder, database },
            lang,
            json: cli::wants_json(matches),
            words: permissions::words(matches).join(" "),
            permission: permissions::permission_of(&permissions::words(matches))
                .unwrap_or(Permission::ManageDesk),
            passphrase: OnceLock::new(),
            passphrase_file: matches.get_one("passphrase-file").cloned(),
            pin_file: matches.get_one("pin-file").cloned(),
            operator: operator.chars().filter(|c| !c.is_control()).take(64).collect(),
            now: now(),
            runtime,
            config,
        })
    }

    /// Runs a future to its end.
    pub(super) fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    /// Runs a query of the database to its end.
    ///
    /// # Errors
    /// The database can't be read or written.
    pub(super) fn query<T>(&self, query: impl Future<Output = Result<T, StoreError>>) -> Result<T, Failure> {
        self.wait(query).map_err(|error| Failure::store(&error, self.lang))
    }

    /// Returns the desk's folder.
    pub(super) fn folder(&self) -> &Path {
        &self.place.folder
    }

    /// Opens the database, if the user may run the command.
    pub(super) fn open_store(&self) -> Result<SqlStore, Failure> {
        let store = self.wait(self.place.open()).map_err(|error| Failure::open(error, self.lang))?;
        permissions::check(&store, self)?;
        Ok(store)
    }

    /// Opens the database and the keys, which need the passphrase.
    pub(super) fn open_desk(&self) -> Result<DeskData, Failure> {
        let store = Arc::new(self.open_store()?);
        let desk = self.wait(DeskData::read(store, self.passphrase()?, Arc::new(self.tokens()?)));
        desk.map_err(|error| Failure::open(error, self.lang))
    }

    /// Returns the tokens with keys, and their PIN. This opens no connection to a token.
    ///
    /// # Errors
    /// The PIN file can't be used.
    pub(super) fn tokens(&self) -> Result<Tokens, Failure> {
        Ok(Tokens::new(self.read_secret(Secret::Pin)?))
    }

    /// Returns the user as the actor of a change, at the time of the command.
    pub(super) fn actor(&self) -> Actor {
        Actor { name: self.operator.clone(), at: self.now }
    }

    /// Records in the audit what the user did.
    ///
    /// # Errors
    /// The database can't be written.
    pub(super) fn record(&self, store: &SqlStore, event: &str, subject: &str) -> Result<(), Failure> {
        self.query(store.record_event(&self.event(event, subject)))
    }

    /// Returns an event by the operator, now.
    pub(super) fn event(&self, event: &str, subject: &str) -> OfficeEvent {
        OfficeEvent {
            at: self.now,
            operator: self.operator.clone(),
            event: event.to_owned(),
            subject: subject.to_owned(),
        }
    }

    /// Reads the published profiles. They need no passphrase.
    pub(super) fn read_profiles(&self, store: &SqlStore) -> Result<Profiles, Failure> {
        self.wait(read_profiles(store)).map_err(|error| Failure::open(error, self.lang))
    }

    /// Returns the option `--product`.
    pub(super) fn product(&self, args: &ArgMatches) -> Option<String> {
        args.get_one::<String>("product").cloned()
    }

    /// Returns the author of a change of keys or profiles.
    ///
    /// # Errors
    /// The passphrase can't be read.
    pub(super) fn author(&self) -> Result<Author<'_>, Failure> {
        Ok(Author { operator: &self.operator, now: self.now, passphrase: self.passphrase()? })
    }

    /// Returns the passphrase of the keys, from the first of: the file that the command line names, the
    /// environment, the file that the settings name, the unit's credentials (systemd.exec(5)). It is read
    /// only by a command that needs it.
    ///
    /// # Errors
    /// The file can't be used.
    pub(super) fn passphrase(&self) -> Result<Option<&str>, Failure> {
        if self.passphrase.get().is_none() {
            let _ = self.passphrase.set(self.read_secret(Secret::Passphrase)?);
        }
        Ok(self.passphrase.get().and_then(Option::as_deref))
    }

    fn read_secret(&self, secret: Secret) -> Result<Option<Passphrase>, Failure> {
        let read = |path: &PathBuf, reader| {
            let read = Passphrase::read(path, reader);
            read.map(Some).map_err(|error| Failure::secret(secret, path, &error, self.lang))
        };
        let (given, in_file) = match secret {
            Secret::Passphrase => (&self.passphrase_file, &self.config.passphrase_file),
            Secret::Pin => (&self.pin_file, &self.config.pin_file),
        };
        if let Some(path) = given {
            return read(path, Reader::Owner);
        }
        if let Some(text) = env(secret.variable()) {
            return Ok(Some(text.into()));
        }
        if let Some(path) = in_file {
            return read(path, Reader::Owner);
        }
        let folder = env("CREDENTIALS_DIRECTORY").map(PathBuf::from);
        let credential = folder.map(|folder| folder.join(secret.credential()));
        match credential.filter(|path| path.symlink_metadata().is_ok()) {
            Some(path) => read(&path, Reader::Unit),
            None => Ok(None),
        }
    }
}

/// Returns the options of the command line that name the desk: the settings file, the folder, the database. An address of a database
/// may contain a password, so it is not repeated. What the environment names holds for the next command too.
fn place_options(matches: &ArgMatches, folder: &Path) -> String {
    let config = matches.get_one::<PathBuf>("config");
    let config = config.map(|file| format!("--config {}", safe_path(file)));
    let folder =
        (config.is_none() || matches.contains_id("data")).then(|| format!("--data {}", safe_path(folder)));
    let database = matches.contains_id("database").then(|| "--database URL".to_owned());
    [config, folder, database].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn env(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Returns the user of this process if no variable names one: `root`, or `uid-1000`.
fn system_user() -> String {
    let uid = rustix::process::getuid();
    if uid.is_root() { "root".to_owned() } else { format!("uid-{}", uid.as_raw()) }
}
