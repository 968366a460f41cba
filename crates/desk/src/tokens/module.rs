//! The calls into one PKCS#11 module. Its own thread makes them, one after the other (`module_thread`).

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

/// So long after a token couldn't be reached it isn't tried again: a token that is away costs nothing, and one that comes back
/// signs soon.
const PAUSE: Duration = Duration::from_secs(1);

/// What a new key signs, so that it is known to work. No license code begins like this.
const TRIAL: &[u8] = b"countersign trial of a key";

/// A module, and the tokens that it reached.
pub(super) struct Module {
    path: PathBuf,
    pin: Option<Passphrase>,
    context: Option<Pkcs11>,
    tokens: BTreeMap<String, Reached>,
}

/// What is known of a token.
enum Reached {
    /// The desk is signed in.
    Open(Box<OpenToken>),
    /// It couldn't be reached then.
    Failed(Instant, TokenFault),
    /// It refused the PIN. It isn't asked again.
    Refused(TokenFault),
}

/// A session with a token, and its keys that were found by their labels.
struct OpenToken {
    context: Pkcs11,
    session: Session,
    slot: Slot,
    keys: BTreeMap<String, (ObjectHandle, [u8; 32])>,
}

impl Module {
    /// A module in a file, not loaded yet.
    pub fn new(path: &Path, pin: Option<Passphrase>) -> Self {
        Self { path: path.to_owned(), pin, context: None, tokens: BTreeMap::new() }
    }

    /// Signs a message with the key of that place and public key. A session that was lost since its last use is opened again once.
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

    /// The key of that place; it is made if no key on the token has its label. It has signed a trial.
    pub fn adopt(&mut self, place: &TokenPlace) -> Result<Adopted, TokenFault> {
        self.with_open(place, |token| token.adopt(place.label()))
    }

    /// Works with an open token. If a session of before fails, its token is reached anew and the work is done again: an Ed25519 signature
    /// is the same each time, and a key is made only where none is.
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

    /// Ends a session that is of no use. A fault of one key says nothing about the others on its token.
    fn gave_up(&mut self, label: &str, fault: TokenFault) -> TokenFault {
        if !fault.is_of_key() && matches!(self.tokens.get(label), Some(Reached::Open(_))) {
            self.tokens.insert(label.to_owned(), Reached::Failed(Instant::now(), fault.clone()));
        }
        fault
    }

    /// The open token of that label.
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
            // Some modules see a token that came after them only when they begin anew, which no open session may outlive.
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

    /// The slot of the token of that label.
    fn find(&mut self, label: &str) -> Result<Slot, TokenFault> {
        let context = self.context()?;
        let mut found = None;
        for slot in context.get_slots_with_token()? {
            // A token that goes away meanwhile isn't the one.
            let Ok(info) = context.get_token_info(slot) else { continue };
            if info.token_initialized() && info.label().trim_end() == label && found.replace(slot).is_some() {
                return Err(TokenFault::Twins);
            }
        }
        found.ok_or(TokenFault::Away)
    }

    /// The loaded module.
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

    /// Lets the module begin anew. It stays loaded: not every module can be unloaded.
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
        // Another thread of this process has begun with it.
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

    /// The handle of the key of that label, if it has that public key.
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

    /// The private key of that label and its public key; `None` if nothing on the token has the label.
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

    /// Makes a key that never leaves the token, and gives its public key.
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
        // The standard lets a module take the curve by its identifier, by its name, or both.
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
