//! Calls one PKCS#11 module. The module's thread makes the calls, one after the other (`module_thread`).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::eddsa::{EddsaParams, EddsaSignatureScheme};
use cryptoki::mechanism::{Mechanism, MechanismType};
use cryptoki::object::{Attribute, AttributeType, KeyType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::Slot;
use ed25519_dalek::{Signature, VerifyingKey};

use super::fault::{TokenFault, detail};
use super::key_attributes::{CURVE_ID, CURVE_NAME, is_ed25519, public_key};
use super::place::TokenPlace;
use super::registry::Adopted;
use crate::passphrase::Passphrase;

/// The time for which a token that failed isn't tried again. So an unavailable token costs little, and one
/// that comes back signs soon.
const PAUSE: Duration = Duration::from_secs(1);

/// The message that a new key signs as a trial. No license code begins like this.
const TRIAL: &[u8] = b"countersign trial of a key";

/// A module, and the state of its tokens.
pub(super) struct Module {
    path: PathBuf,
    pin: Option<Passphrase>,
    context: Option<Pkcs11>,
    tokens: BTreeMap<String, Reached>,
}

/// The state of a token.
enum Reached {
    /// The desk is signed in.
    Open(Box<OpenToken>),
    /// The token failed at that time.
    Failed(Instant, TokenFault),
    /// The token refused the PIN. It isn't tried again.
    Refused(TokenFault),
}

/// A session with a token, and the keys that were found by their labels.
struct OpenToken {
    context: Pkcs11,
    session: Session,
    slot: Slot,
    keys: BTreeMap<String, (ObjectHandle, [u8; 32])>,
}

impl Module {
    /// Creates the module for a file. Doesn't load it yet.
    pub fn new(path: &Path, pin: Option<Passphrase>) -> Self {
        Self { path: path.to_owned(), pin, context: None, tokens: BTreeMap::new() }
    }

    /// Signs a message with the key at that place with the given public key. A session that was lost since
    /// its last use is opened again once.
    pub fn sign(
        &mut self,
        place: &TokenPlace,
        key: &[u8; 32],
        message: &[u8],
    ) -> Result<[u8; 64], TokenFault> {
        self.with_open(place, |token| token.sign(place.label(), key, message))
    }

    /// Checks that the key can be used: the token is there, the desk is signed in, the key is found.
    pub fn check(&mut self, place: &TokenPlace, key: &[u8; 32]) -> Result<(), TokenFault> {
        self.with_open(place, |token| token.check(place.label(), key))
    }

    /// Returns the key at that place. Generates it if no key on the token has its label. The key has signed a
    /// trial.
    pub fn adopt(&mut self, place: &TokenPlace) -> Result<Adopted, TokenFault> {
        self.with_open(place, |token| token.adopt(place.label()))
    }

    /// Runs `work` with an open token. If an earlier session fails, a new session is opened and `work` runs
    /// again. This is safe: an Ed25519 signature is the same each time, and a key is generated only if there
    /// is none.
    fn with_open<T>(
        &mut self,
        place: &TokenPlace,
        work: impl Fn(&mut OpenToken) -> Result<T, TokenFault>,
    ) -> Result<T, TokenFault> {
        let label = place.token();
        let was_open = matches!(self.tokens.get(label), Some(Reached::Open(_)));
        match self.open(label).and_then(&work) {
            Err(fault) if was_open => {
                tracing::warn!(token = label, %fault, "a session with a token has ended");
                self.tokens.remove(label);
            }
            Err(fault) => return Err(self.gave_up(label, fault)),
            done => return done,
        }
        self.open(label).and_then(work).map_err(|fault| self.gave_up(label, fault))
    }

    /// Ends a session that failed. A fault of one key doesn't concern the other keys on its token.
    fn gave_up(&mut self, label: &str, fault: TokenFault) -> TokenFault {
        if !fault.is_of_key() && matches!(self.tokens.get(label), Some(Reached::Open(_))) {
            self.tokens.insert(label.to_owned(), Reached::Failed(Instant::now(), fault.clone()));
        }
        fault
    }

    /// Returns the open token with the given label.
    fn open(&mut self, label: &str) -> Result<&mut OpenToken, TokenFault> {
        match self.tokens.get(label) {
            Some(Reached::Open(_)) => {}
            Some(Reached::Refused(fault)) => return Err(fault.clone()),
            Some(Reached::Failed(at, fault)) if at.elapsed() < PAUSE => return Err(fault.clone()),
            _ => {
                let reached = match self.reach(label) {
                    Ok(open) => {
                        tracing::info!(token = label, "signed in at a token");
                        Reached::Open(Box::new(open))
                    }
                    Err(fault) if fault.is_of_pin() => Reached::Refused(fault),
                    Err(fault) => Reached::Failed(Instant::now(), fault),
                };
                self.tokens.insert(label.to_owned(), reached);
            }
        }
        match self.tokens.get_mut(label) {
            Some(Reached::Open(open)) => Ok(open),
            Some(Reached::Failed(_, fault) | Reached::Refused(fault)) => Err(fault.clone()),
            None => Err(TokenFault::Away),
        }
    }

    /// Signs in at a token.
    fn reach(&mut self, label: &str) -> Result<OpenToken, TokenFault> {
        let slot = match self.find(label) {
            // Some modules see a token that was inserted later only after they are initialised again. That
            // ends all sessions, so it is done only if none is open.
            Err(TokenFault::Away) if !self.tokens.values().any(|token| matches!(token, Reached::Open(_))) => {
                self.begin_anew();
                self.find(label)?
            }
            found => found?,
        };
        let context = self.context()?;
        if !context.get_mechanism_list(slot)?.contains(&MechanismType::EDDSA) {
            return Err(TokenFault::NoMechanism);
        }
        if context.get_token_info(slot)?.user_pin_locked() {
            return Err(TokenFault::PinLocked);
        }
        let session = context.open_rw_session(slot)?;
        let pin = self.pin.as_deref().ok_or(TokenFault::PinMissing)?;
        match session.login(UserType::User, Some(&pin.into())) {
            Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(OpenToken { context, session, slot, keys: BTreeMap::new() })
    }

    /// Returns the slot of the token with the given label.
    fn find(&mut self, label: &str) -> Result<Slot, TokenFault> {
        let context = self.context()?;
        let mut found = None;
        for slot in context.get_slots_with_token()? {
            // A token that was removed in the meantime is skipped.
            let Ok(info) = context.get_token_info(slot) else { continue };
            if info.token_initialized() && info.label().trim_end() == label && found.replace(slot).is_some() {
                return Err(TokenFault::Twins);
            }
        }
        found.ok_or(TokenFault::Away)
    }

    /// Returns the loaded module.
    fn context(&mut self) -> Result<Pkcs11, TokenFault> {
        if let Some(context) = &self.context {
            return Ok(context.clone());
        }
        let unloadable = |error: Error| TokenFault::Module(detail(&error));
        let context = Pkcs11::new(&self.path).map_err(unloadable)?;
        initialize(&context).map_err(unloadable)?;
        self.context = Some(context.clone());
        Ok(context)
    }

    /// Initialises the module again. It stays loaded, because not every module can be unloaded.
    fn begin_anew(&mut self) {
        let Some(context) = self.context.take() else { return };
        if let Err(error) = context.clone().finalize().and_then(|()| initialize(&context)) {
            tracing::warn!(detail = detail(&error), "a PKCS#11 module didn't begin anew");
            return;
        }
        self.context = Some(context);
    }
}

fn initialize(context: &Pkcs11) -> Result<(), Error> {
    match context.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
        // Another thread of this process has already initialised it.
        Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => Ok(()),
        begun => begun,
    }
}

impl OpenToken {
    fn sign(&mut self, label: &str, key: &[u8; 32], message: &[u8]) -> Result<[u8; 64], TokenFault> {
        let handle = self.key(label, key)?;
        let mechanism = Mechanism::Eddsa(EddsaParams::new(EddsaSignatureScheme::Pure));
        let signature = self.session.sign(&mechanism, handle, message)?;
        let signature: [u8; 64] = signature.try_into().map_err(|_| TokenFault::SignatureWrong)?;
        let verifying = VerifyingKey::from_bytes(key).map_err(|_| TokenFault::KeyKind)?;
        let verified = verifying.verify_strict(message, &Signature::from_bytes(&signature));
        verified.map(|()| signature).map_err(|_| TokenFault::SignatureWrong)
    }

    fn check(&mut self, label: &str, key: &[u8; 32]) -> Result<(), TokenFault> {
        self.session.get_session_info()?;
        self.keys.remove(label);
        self.key(label, key).map(|_| ())
    }

    fn adopt(&mut self, label: &str) -> Result<Adopted, TokenFault> {
        self.keys.remove(label);
        let adopted = match self.find(label)? {
            Some((_, key)) => Adopted { key, made: false },
            None => Adopted { key: self.make(label)?, made: true },
        };
        self.sign(label, &adopted.key, TRIAL)?;
        Ok(adopted)
    }

    /// Returns the handle of the key with the given label, if it has that public key.
    fn key(&mut self, label: &str, key: &[u8; 32]) -> Result<ObjectHandle, TokenFault> {
        let known = self.keys.get(label).copied();
        let found = match known {
            Some(known) => known,
            None => self.find(label)?.ok_or(TokenFault::KeyGone)?,
        };
        if found.1 != *key {
            return Err(TokenFault::KeyGone);
        }
        self.keys.insert(label.to_owned(), found);
        Ok(found.0)
    }

    /// Returns the private key with the given label, and its public key; `None` if no object on the token has
    /// the label.
    fn find(&self, label: &str) -> Result<Option<(ObjectHandle, [u8; 32])>, TokenFault> {
        let of_class = |class| {
            let template = [Attribute::Class(class), Attribute::Label(label.as_bytes().to_vec())];
            self.session.find_objects(&template)
        };
        let (private, public) = (of_class(ObjectClass::PRIVATE_KEY)?, of_class(ObjectClass::PUBLIC_KEY)?);
        match (private.as_slice(), public.as_slice()) {
            ([], []) => Ok(None),
            ([private], [public]) => {
                let kind = [AttributeType::KeyType, AttributeType::EcParams];
                let is_edwards = |attribute: &Attribute| matches!(attribute, Attribute::KeyType(kind) if *kind == KeyType::EC_EDWARDS);
                let is_curve = |attribute: &Attribute| matches!(attribute, Attribute::EcParams(curve) if is_ed25519(curve));
                let of_private = self.session.get_attributes(*private, &kind[..1])?;
                let of_public = self.session.get_attributes(*public, &kind)?;
                let is_key = of_private.iter().any(is_edwards)
                    && of_public.iter().any(is_edwards)
                    && of_public.iter().any(is_curve);
                if !is_key {
                    return Err(TokenFault::KeyKind);
                }
                let points = self.session.get_attributes(*public, &[AttributeType::EcPoint])?;
                let key = points.iter().find_map(|attribute| match attribute {
                    Attribute::EcPoint(point) => public_key(point),
                    _ => None,
                });
                Ok(Some((*private, key.ok_or(TokenFault::KeyKind)?)))
            }
            ([_], []) | ([], [_]) => Err(TokenFault::KeyKind),
            _ => Err(TokenFault::KeyTwins),
        }
    }

    /// Generates a key that never leaves the token, and returns its public key.
    fn make(&self, label: &str) -> Result<[u8; 32], TokenFault> {
        let mechanisms = self.context.get_mechanism_list(self.slot)?;
        if !mechanisms.contains(&MechanismType::ECC_EDWARDS_KEY_PAIR_GEN) {
            return Err(TokenFault::NoMechanism);
        }
        let mut id = [0; 8];
        getrandom::fill(&mut id).map_err(|error| TokenFault::Other(error.to_string()))?;
        let both =
            [Attribute::Token(true), Attribute::Label(label.as_bytes().to_vec()), Attribute::Id(id.to_vec())];
        let private = [Attribute::Private(true), Attribute::Sensitive(true)]
            .into_iter()
            .chain([Attribute::Extractable(false), Attribute::Sign(true)])
            .chain(both.clone())
            .collect::<Vec<_>>();
        // By the standard, a module may accept the curve by its identifier, by its name, or both.
        let make = |curve: &[u8]| {
            let public: Vec<Attribute> = [Attribute::Verify(true), Attribute::EcParams(curve.to_vec())]
                .into_iter()
                .chain(both.clone())
                .collect();
            self.session.generate_key_pair(&Mechanism::EccEdwardsKeyPairGen, &public, &private)
        };
        let made = make(&CURVE_ID).or_else(|error| match error {
            Error::Pkcs11(
                RvError::AttributeValueInvalid
                | RvError::DomainParamsInvalid
                | RvError::CurveNotSupported
                | RvError::TemplateInconsistent
                | RvError::FunctionFailed
                | RvError::GeneralError,
                _,
            ) => make(&CURVE_NAME),
            other => Err(other),
        });
        made?;
        self.find(label)?.map(|(_, key)| key).ok_or(TokenFault::KeyGone)
    }
}
