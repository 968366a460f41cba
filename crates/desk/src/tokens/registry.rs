//! All tokens of this process, by the modules that reach them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::fault::TokenFault;
use super::module_thread::ModuleThread;
use super::place::TokenPlace;
use crate::passphrase::Passphrase;

/// How long a signature may take, with the wait for its turn.
const SIGNING: Duration = Duration::from_secs(5);
/// How long the check of a token may take.
const CHECK: Duration = Duration::from_secs(3);
/// How long a token may take to make a key.
const MAKING: Duration = Duration::from_secs(60);

/// The tokens of this process. A module is loaded when a key of it is used first.
#[derive(Default)]
pub struct Tokens {
    pin: Option<Passphrase>,
    modules: Mutex<BTreeMap<PathBuf, Arc<ModuleThread>>>,
}

/// A key that was found or made on a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adopted {
    /// The Ed25519 public key.
    pub key: [u8; 32],
    /// It was made, because no key had the label.
    pub made: bool,
}

impl Tokens {
    /// No token is reached yet. All take the same PIN.
    #[must_use]
    pub fn new(pin: Option<Passphrase>) -> Self {
        Self { pin, modules: Mutex::default() }
    }

    /// The Ed25519 signature of a message, verified. It takes at most 5 seconds.
    ///
    /// # Errors
    /// [`TokenFault`].
    pub async fn sign(
        &self,
        place: TokenPlace,
        key: [u8; 32],
        message: Vec<u8>,
    ) -> Result<[u8; 64], TokenFault> {
        let module = self.module(place.module())?;
        module.ask(SIGNING, move |module| module.sign(&place, &key, &message)).await
    }

    /// Checks that a key could sign now, without a signature. It takes at most 3 seconds.
    ///
    /// # Errors
    /// [`TokenFault`].
    pub async fn check(&self, place: TokenPlace, key: [u8; 32]) -> Result<(), TokenFault> {
        let module = self.module(place.module())?;
        module.ask(CHECK, move |module| module.check(&place, &key)).await
    }

    /// The key of that place, which has signed a trial. It is made if nothing on the token has its label; it never leaves the token.
    ///
    /// # Errors
    /// [`TokenFault`].
    pub async fn adopt(&self, place: TokenPlace) -> Result<Adopted, TokenFault> {
        let module = self.module(place.module())?;
        module.ask(MAKING, move |module| module.adopt(&place)).await
    }

    fn module(&self, path: &Path) -> Result<Arc<ModuleThread>, TokenFault> {
        let mut modules = self.modules.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(module) = modules.get(path) {
            return Ok(Arc::clone(module));
        }
        let module = Arc::new(ModuleThread::start(path, self.pin.clone())?);
        modules.insert(path.to_owned(), Arc::clone(&module));
        Ok(module)
    }
}
