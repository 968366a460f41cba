//! All tokens of this process, by the modules that give access to them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::fault::TokenFault;
use super::module_thread::ModuleThread;
use super::place::TokenPlace;
use crate::passphrase::Passphrase;

/// The time limit for a signature, including the wait for its turn.
const SIGNING: Duration = Duration::from_secs(5);
/// The time limit for the check of a token.
const CHECK: Duration = Duration::from_secs(3);
/// The time limit for generating a key on a token.
const MAKING: Duration = Duration::from_secs(60);

/// The tokens of this process. A module is loaded when one of its keys is first used.
#[derive(Default)]
pub struct Tokens {
    pin: Option<Passphrase>,
    modules: Mutex<BTreeMap<PathBuf, Arc<ModuleThread>>>,
}

/// A key that was found or generated on a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adopted {
    /// The Ed25519 public key.
    pub key: [u8; 32],
    /// Whether the key was generated, because no key had the label.
    pub made: bool,
}

impl Tokens {
    /// Creates the registry. All tokens have the same PIN. No token is accessed yet.
    #[must_use]
    pub fn new(pin: Option<Passphrase>) -> Self {
        Self { pin, modules: Mutex::default() }
    }

    /// Returns the verified Ed25519 signature of a message, within 5 seconds.
    ///
    /// # Errors
    /// [`TokenFault`] if the key makes no signature.
    pub async fn sign(
        &self,
        place: TokenPlace,
        key: [u8; 32],
        message: Vec<u8>,
    ) -> Result<[u8; 64], TokenFault> {
        let module = self.module(place.module())?;
        module.ask(SIGNING, move |module| module.sign(&place, &key, &message)).await
    }

    /// Checks that a key could sign now, without making a signature, within 3 seconds.
    ///
    /// # Errors
    /// [`TokenFault`] if the key can't be used.
    pub async fn check(&self, place: TokenPlace, key: [u8; 32]) -> Result<(), TokenFault> {
        let module = self.module(place.module())?;
        module.ask(CHECK, move |module| module.check(&place, &key)).await
    }

    /// Returns the key at that place, which has signed a trial. The key is generated if no object on the
    /// token has its label; it never leaves the token.
    ///
    /// # Errors
    /// [`TokenFault`] if there is no usable key and none can be generated.
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
