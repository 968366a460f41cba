//! The state that all handlers share: the desk's data, this process's limits and settings.

mod answer_in_turn;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::downloads::Downloads;
use super::error::WebError;
use super::import_jobs::ImportJobs;
use super::limits::{Limits, Rates};
use super::newest_data::NewestData;
use super::password_threads::PasswordThreads;
use super::readiness::Readiness;
use super::statistics_cache::StatisticsCache;
use crate::DeskData;
use crate::access::Role;
use crate::case_mail::MailSettings;
use crate::operators::SecondFactorKey;
use crate::passphrase::Passphrase;
use crate::provider::Provider;
use crate::secrets::DeskSecrets;
use crate::sql::SqlStore;
use crate::statistics::{Period, Statistics};
use countersign_core::profile::Profile;
use countersign_ledger::{ProfilesAndKeys as _, StoreError};

pub use answer_in_turn::Move;
use answer_in_turn::Turns;

/// How this process serves.
#[derive(Debug, Clone)]
pub struct Settings {
    /// A proxy stands in front and reports the source of a request (`X-Forwarded-For`). Without a proxy the sender could
    /// write anything there, so the header is ignored.
    pub behind_proxy: bool,
    /// How often strangers may ask.
    pub rates: Rates,
    /// Cookies are sent over plain HTTP too; only for tests and trials.
    pub insecure_cookies: bool,
    /// The lowest role that needs a second factor; `None` if none does.
    pub second_factor_from: Option<Role>,
    /// Whether operators may sign in by password.
    pub local_sign_in: bool,
    /// The provider that signs operators in.
    pub provider: Option<Provider>,
    /// How long after SIGTERM new requests are still answered.
    pub drain: Duration,
    /// How mails of cases are written.
    pub mail: MailSettings,
}

impl Settings {
    /// Whether an operator of that role needs a second factor.
    #[must_use]
    pub fn needs_second_factor(&self, role: Role) -> bool {
        self.second_factor_from.is_some_and(|lowest| role >= lowest)
    }
}

/// What the desk needs to read and change its keys.
pub struct DeskFolder {
    /// The folder into which the newest profile is written.
    pub path: PathBuf,
    /// The passphrase, if the keys are sealed.
    pub passphrase: Option<Passphrase>,
}

/// The state of every handler. Clones share it.
#[derive(Clone)]
pub struct DeskState(Arc<Inner>);

struct Inner {
    store: Arc<SqlStore>,
    data: NewestData,
    folder: DeskFolder,
    limits: Limits,
    passwords: PasswordThreads,
    second_factor_key: tokio::sync::OnceCell<SecondFactorKey>,
    turns: Turns,
    settings: Settings,
    readiness: Readiness,
    downloads: Downloads,
    statistics: StatisticsCache,
    bundles: Arc<Semaphore>,
    imports: ImportJobs,
}

/// How many bundles are answered at the same time.
const MAX_BUNDLES: usize = 2;

impl DeskState {
    /// Creates the state of a desk.
    #[must_use]
    pub fn new(data: DeskData, folder: DeskFolder, settings: Settings) -> Self {
        Self(Arc::new(Inner {
            store: Arc::clone(&data.store),
            data: NewestData::new(data),
            folder,
            limits: Limits::new(settings.rates),
            passwords: PasswordThreads::start(),
            second_factor_key: tokio::sync::OnceCell::new(),
            turns: Turns::new(),
            settings,
            readiness: Readiness::default(),
            downloads: Downloads::default(),
            statistics: StatisticsCache::default(),
            bundles: Arc::new(Semaphore::new(MAX_BUNDLES)),
            imports: ImportJobs::default(),
        }))
    }

    /// The ledger.
    #[must_use]
    pub fn store(&self) -> &SqlStore {
        &self.0.store
    }

    /// The imports of the office.
    #[must_use]
    pub fn imports(&self) -> &ImportJobs {
        &self.0.imports
    }

    /// Takes the permit to answer one bundle; `None` while the desk answers as many bundles as the limit allows.
    #[must_use]
    pub fn bundle_permit(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.0.bundles).try_acquire_owned().ok()
    }

    /// The statistics of a period, of one product or of all, read now or from the cache.
    ///
    /// # Errors
    /// The database can't be read.
    pub(super) async fn statistics(
        &self,
        period: Period,
        product: Option<&str>,
    ) -> Result<Arc<Statistics>, StoreError> {
        self.0.statistics.read(self.store(), period, product).await
    }

    /// The threads that hash passwords.
    #[must_use]
    pub fn passwords(&self) -> &PasswordThreads {
        &self.0.passwords
    }

    /// The key that seals second factors. The first call reads it, or makes it if there is none.
    ///
    /// # Errors
    /// [`WebError::Fault`] if the desk's secrets can't be read or made.
    pub async fn second_factor_key(&self) -> Result<&SecondFactorKey, WebError> {
        let read = || async {
            let store = Arc::clone(&self.0.store);
            let secrets = self
                .with_passphrase(move |passphrase| async move {
                    DeskSecrets::read_or_make(&store, passphrase.as_deref()).await
                })
                .await?;
            let secrets = secrets.map_err(|error| {
                tracing::error!(%error, "the desk's secrets can't be used");
                WebError::Fault
            })?;
            Ok(SecondFactorKey::new(secrets.second_factor_key))
        };
        self.0.second_factor_key.get_or_try_init(read).await
    }

    /// Profiles and keys as they were read last. Every page that shows them reads them again first, if any process has changed them,
    /// and every answer uses the newest.
    #[must_use]
    pub fn data(&self) -> DeskData {
        self.0.data.get()
    }

    /// Reads profiles and keys again, if any process has changed them. If that fails, the old ones stay in use.
    pub async fn refresh(&self) {
        let last = self.data().published.generation();
        // The page itself reports that the database can't be read.
        let stale = self.store().generation().await.is_ok_and(|generation| generation != last);
        if stale && let Err(error) = self.read_again(last).await {
            tracing::error!(?error, "keys and profiles stay as they were read before");
        }
    }

    /// Reads profiles and keys again that are stale since that generation, unless another has done so meanwhile.
    async fn read_again(&self, stale: u64) -> Result<(), WebError> {
        let Some(turn) = self.0.data.turn(stale).await else { return Ok(()) };
        let desk = self.clone();
        self.with_passphrase(move |passphrase| async move {
            let tokens = Arc::clone(desk.data().published.tokens());
            match DeskData::read(Arc::clone(&desk.0.store), passphrase.as_deref(), tokens).await {
                Ok(data) => {
                    desk.0.data.replace(data, turn);
                    Ok(())
                }
                Err(error) => {
                    tracing::error!(%error, "keys and profiles can't be read");
                    Err(WebError::Fault)
                }
            }
        })
        .await?
    }

    /// Runs work that seals or opens keys, which takes a while, on a thread that doesn't serve requests.
    ///
    /// # Errors
    /// [`WebError::Fault`] if the work panics.
    pub async fn with_passphrase<T, F>(
        &self,
        work: impl FnOnce(Option<Passphrase>) -> F + Send + 'static,
    ) -> Result<T, WebError>
    where
        T: Send + 'static,
        F: Future<Output = T>,
    {
        let passphrase = self.0.folder.passphrase.clone();
        let runtime = tokio::runtime::Handle::current();
        let done = tokio::task::spawn_blocking(move || runtime.block_on(work(passphrase)));
        done.await.map_err(|error| {
            tracing::error!(%error, "a piece of work did not end");
            WebError::Fault
        })
    }

    /// Writes the newest profile into the desk's folder. A failure is only logged: the profile is published all the same.
    pub fn write_newest_profile(&self) {
        if let Err(error) = self.data().published.profiles.write_newest(&self.0.folder.path) {
            tracing::warn!(%error, "the newest profile isn't in the desk's folder");
        }
    }

    /// The newest published profile, as last read.
    #[must_use]
    pub fn newest_profile(&self) -> Profile {
        self.data().published.profiles.newest().clone()
    }

    /// The published profile with that id, as last read.
    #[must_use]
    pub fn profile(&self, id: u16) -> Option<Profile> {
        self.data().published.profiles.get(id).cloned()
    }

    /// The published profile with that id, or the newest if there is none.
    #[must_use]
    pub fn profile_or_newest(&self, id: u16) -> Profile {
        self.profile(id).unwrap_or_else(|| self.newest_profile())
    }

    /// Packs a typed license number by the mask of the profile with that id.
    #[must_use]
    pub fn pack(&self, profile: u16, typed: &str) -> Option<[u8; 6]> {
        self.data().published.pack(profile, typed)
    }

    /// Whether this process can do its work.
    #[must_use]
    pub fn readiness(&self) -> &Readiness {
        &self.0.readiness
    }

    /// The downloads under way, and the checksums of archives.
    #[must_use]
    pub fn downloads(&self) -> &Downloads {
        &self.0.downloads
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
