//! The state that all handlers share: the desk's data, this process's limits and settings.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::SystemTime;

use zeroize::Zeroizing;

use super::error::WebError;
use super::limits::{Limits, Rates};
use super::password_threads::PasswordThreads;
use crate::DeskData;
use crate::dates::now;
use crate::desk_data::KEYS_FILE;
use crate::profiles::NEWEST_FILE;
use countersign_core::profile::Profile;
use countersign_core::protocol::Scheme;
use countersign_ledger::{self as ledger, Answer, IncomingRequest, RequestContext, Requester};

/// How this process serves.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// A proxy stands in front and reports the source of a request (`X-Forwarded-For`). Without a proxy the sender could
    /// write anything there, so the header is ignored.
    pub behind_proxy: bool,
    /// How often one source, and one license number, may ask.
    pub rates: Rates,
    /// Cookies are sent over plain HTTP too; only for tests and trials.
    pub insecure_cookies: bool,
}

/// The folder of the desk's files, and the passphrase of its keys.
pub struct DataFolder {
    /// The folder.
    pub path: PathBuf,
    /// The passphrase, if the keys are sealed.
    pub passphrase: Option<Zeroizing<String>>,
}

/// The state of every handler. Clones share it.
#[derive(Clone)]
pub struct DeskState(Arc<Inner>);

struct Inner {
    loaded: RwLock<Loaded>,
    folder: DataFolder,
    limits: Limits,
    passwords: PasswordThreads,
    settings: Settings,
}

/// The desk's data as last read, and the file times at that moment.
struct Loaded {
    data: Arc<DeskData>,
    times: FileTimes,
}

/// When the keys and the profiles last changed.
type FileTimes = [Option<SystemTime>; 2];

impl DeskState {
    /// The state of a desk that is to be served. Drop its last clone outside of async tasks, because the ledger's store
    /// owns a runtime.
    #[must_use]
    pub fn new(data: DeskData, folder: DataFolder, settings: Settings) -> Self {
        let limits = Limits::new(settings.rates);
        let loaded = RwLock::new(Loaded { data: Arc::new(data), times: folder.file_times() });
        Self(Arc::new(Inner { loaded, folder, limits, passwords: PasswordThreads::start(), settings }))
    }

    /// Runs blocking work on the desk's data (the store blocks, and signing takes time) outside of the tasks that serve.
    ///
    /// # Errors
    /// [`WebError::Fault`] if the work panics.
    pub async fn with_data<T: Send + 'static>(
        &self,
        work: impl FnOnce(&DeskData) -> T + Send + 'static,
    ) -> Result<T, WebError> {
        let desk = self.clone();
        tokio::task::spawn_blocking(move || work(&desk.current_data())).await.map_err(|error| {
            tracing::error!(%error, "a piece of work did not end");
            WebError::Fault
        })
    }

    /// Runs work on the desk's data that hashes a password, which is bounded.
    ///
    /// # Errors
    /// [`WebError::TooOften`] if too many wait already, [`WebError::Fault`] if the work panics.
    pub async fn with_password<T: Send + 'static>(
        &self,
        work: impl FnOnce(&DeskData) -> T + Send + 'static,
    ) -> Result<T, WebError> {
        let desk = self.clone();
        self.0.passwords.run(move || work(&desk.current_data())).await
    }

    /// Asks the ledger. Whatever the answer grants is committed when this returns.
    ///
    /// # Errors
    /// [`WebError::TooOften`] if the public asks too often about one number (operators have no limit), else a fault of the
    /// desk.
    pub async fn answer(
        &self,
        request: IncomingRequest,
        requester: Requester,
        scheme: Scheme,
    ) -> Result<Answer, WebError> {
        if requester == Requester::Public {
            self.limits().count_number(request.head().number)?;
        }
        let context = RequestContext { now: now(), requester, scheme };
        let answer =
            self.with_data(move |data| ledger::answer(&*data.store, data, &request, &context)).await??;
        Ok(answer)
    }

    /// The desk's data. Reads keys and profiles again if any process has changed their files; if that fails, the old ones
    /// stay in use.
    fn current_data(&self) -> Arc<DeskData> {
        let folder = &self.0.folder;
        let times = folder.file_times();
        let data = {
            let loaded = self.0.loaded.read().unwrap_or_else(PoisonError::into_inner);
            if loaded.times == times {
                return Arc::clone(&loaded.data);
            }
            Arc::clone(&loaded.data)
        };
        match data.reload(&folder.path, folder.passphrase()) {
            Ok(reloaded) => {
                let data = Arc::new(reloaded);
                let mut loaded = self.0.loaded.write().unwrap_or_else(PoisonError::into_inner);
                *loaded = Loaded { data: Arc::clone(&data), times };
                data
            }
            Err(error) => {
                tracing::error!(%error, "keys and profiles stay as they were read before");
                data
            }
        }
    }

    fn loaded_data(&self) -> Arc<DeskData> {
        Arc::clone(&self.0.loaded.read().unwrap_or_else(PoisonError::into_inner).data)
    }

    /// Runs work on the desk's files, given the folder and the passphrase. It blocks.
    pub fn with_files<T>(&self, work: impl FnOnce(&Path, Option<&str>) -> T) -> T {
        work(&self.0.folder.path, self.0.folder.passphrase())
    }

    /// The newest published profile, as last read.
    #[must_use]
    pub fn newest_profile(&self) -> Profile {
        self.loaded_data().profiles.newest().clone()
    }

    /// The published profile with that id, as last read.
    #[must_use]
    pub fn profile(&self, id: u16) -> Option<Profile> {
        self.loaded_data().profiles.get(id).cloned()
    }

    /// The published profile with that id, or the newest if there is none.
    #[must_use]
    pub fn profile_or_newest(&self, id: u16) -> Profile {
        self.profile(id).unwrap_or_else(|| self.newest_profile())
    }

    /// Packs a typed license number by the mask of the profile with that id.
    #[must_use]
    pub fn pack(&self, profile: u16, typed: &str) -> Option<[u8; 6]> {
        self.loaded_data().pack(profile, typed)
    }

    /// This process's limits.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// How this process serves.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }
}

impl DataFolder {
    fn passphrase(&self) -> Option<&str> {
        self.passphrase.as_ref().map(|text| text.as_str())
    }

    fn file_times(&self) -> FileTimes {
        [KEYS_FILE, NEWEST_FILE].map(|name| {
            let metadata = std::fs::metadata(self.path.join(name));
            metadata.and_then(|metadata| metadata.modified()).ok()
        })
    }
}
