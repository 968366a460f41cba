//! The client of the provider: reads its metadata and keys, builds the address at which a sign-in begins, and
//! exchanges the code that completes it.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::DateTime;
use openidconnect::core::{CoreJwsSigningAlgorithm, CoreResponseType};
use openidconnect::{
    AuthenticationFlow, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken, IdTokenVerifier,
    IssuerUrl, LogoutRequest, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier,
    PostLogoutRedirectUrl, RedirectUrl, Scope, TokenResponse as _,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

use super::claims::Identity;
use super::http_client::HttpClient;
use super::library_errors::{code_refusal, discovery_refusal, error_code, token_refusal};
use super::library_types::{InfoClaims, Metadata, OidcClient, Token, TokenClaims};
use super::refusal::ProviderRefusal;
use super::settings::ProviderSettings;

/// The time after which the provider's metadata and keys are read again.
const KEEP: Duration = Duration::from_secs(60 * 60);
/// The minimum time between two readings because of an unknown key.
const REREAD_PAUSE: Duration = Duration::from_secs(10);
/// The maximum difference between the clocks of provider and desk, in seconds.
const CLOCK_SKEW: i64 = 60;
/// The maximum age of a token when the desk gets it, in seconds. It is short, because tokens come directly
/// from the provider.
const MAX_AGE: i64 = 10 * 60;
/// The maximum number of sign-ins that send requests to the provider at the same time. Others wait for at
/// most [`WAIT`].
const AT_ONCE: usize = 8;
const WAIT: Duration = Duration::from_secs(10);
/// The maximum length of `code` and `state`, in bytes.
const MAX_PARAMETER: usize = 4_096;

/// The accepted signature algorithms. None of them uses a shared secret.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// The provider.
#[derive(Clone)]
pub struct Provider(Arc<Inner>);

struct Inner {
    settings: ProviderSettings,
    http: HttpClient,
    known: Mutex<Known>,
    at_once: Semaphore,
}

/// The cached data of the provider.
#[derive(Default)]
struct Known {
    metadata: Option<(Arc<Metadata>, Instant)>,
    /// When the data was last read again because of an unknown key.
    reread: Option<Instant>,
}

/// The state of a sign-in that was begun. Only the desk may know it until the provider redirects the browser
/// back.
#[derive(Serialize, Deserialize)]
pub struct Begun {
    state: String,
    nonce: String,
    verifier: String,
    /// The page after the sign-in.
    pub next: String,
}

/// The parameters of the provider's response.
#[derive(Debug, Default, Deserialize)]
pub struct Returned {
    /// The authorisation code.
    pub code: Option<String>,
    /// The state that the desk chose.
    pub state: Option<String>,
    /// The issuer (RFC 9207).
    pub iss: Option<String>,
    /// The provider's own error code of its refusal.
    pub error: Option<String>,
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Provider").field(&self.0.settings.issuer).finish()
    }
}

impl Provider {
    /// The path to which the provider redirects browsers.
    pub const RETURN_PATH: &'static str = "/office/login/return";

    /// Creates the client. Sends no request yet.
    ///
    /// # Errors
    /// The file of the provider's authority can't be used.
    pub fn new(settings: ProviderSettings) -> io::Result<Self> {
        let http = HttpClient::new(settings.authority.as_deref())?;
        let (known, at_once) = (Mutex::default(), Semaphore::new(AT_ONCE));
        Ok(Self(Arc::new(Inner { settings, http, known, at_once })))
    }

    /// Returns the settings.
    #[must_use]
    pub fn settings(&self) -> &ProviderSettings {
        &self.0.settings
    }

    /// Begins a sign-in. Returns the address at the provider, and the state to store until the browser comes
    /// back.
    ///
    /// # Errors
    /// [`ProviderRefusal::Unreachable`] if the provider's metadata can't be read.
    pub async fn begin(&self, next: &str) -> Result<(String, Begun), ProviderRefusal> {
        let next = next.to_owned();
        self.in_background(move |inner| inner.begin(next)).await
    }

    /// Checks that the response belongs to the sign-in that was begun in this browser.
    ///
    /// # Errors
    /// [`ProviderRefusal::State`] if it doesn't.
    pub fn check_state(begun: &Begun, returned: &Returned) -> Result<(), ProviderRefusal> {
        let state = returned.state.as_deref().filter(|state| state.len() <= MAX_PARAMETER);
        let digest = |text: &str| Sha256::digest(text.as_bytes());
        // Digests are compared, so that the duration shows nothing about the state.
        let is_own = state.is_some_and(|state| digest(state) == digest(&begun.state));
        if is_own { Ok(()) } else { Err(ProviderRefusal::State) }
    }

    /// Completes a sign-in: exchanges the code, and verifies the token.
    ///
    /// # Errors
    /// [`ProviderRefusal`] if the sign-in is refused.
    pub async fn finish(&self, begun: Begun, returned: Returned) -> Result<Identity, ProviderRefusal> {
        Self::check_state(&begun, &returned)?;
        self.in_background(move |inner| inner.finish(begun, returned)).await
    }

    /// Returns the address at which an operator also signs out of the provider; `None` if the provider has
    /// none, or its metadata is not cached.
    #[must_use]
    pub fn sign_out_address(&self) -> Option<String> {
        let known = self.0.known.lock().unwrap_or_else(PoisonError::into_inner);
        let metadata = Arc::clone(&known.metadata.as_ref()?.0);
        drop(known);
        let end = metadata.additional_metadata().end_session_endpoint.clone()?;
        let settings = &self.0.settings;
        let back = PostLogoutRedirectUrl::new(settings.desk.path("/office/login")).ok()?;
        let request = LogoutRequest::from(end).set_client_id(ClientId::new(settings.client_id.clone()));
        Some(request.set_post_logout_redirect_uri(back).http_get_url().to_string())
    }

    /// Runs work that waits for the provider on a blocking thread, outside of the threads that serve.
    async fn in_background<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> Result<T, ProviderRefusal> + Send + 'static,
    ) -> Result<T, ProviderRefusal> {
        let busy = |_| ProviderRefusal::Unreachable("too many sign-ins ask it".to_owned());
        let place = tokio::time::timeout(WAIT, self.0.at_once.acquire()).await.map_err(busy)?;
        let inner = Arc::clone(&self.0);
        let done = tokio::task::spawn_blocking(move || work(&inner)).await;
        drop(place);
        done.unwrap_or_else(|error| Err(ProviderRefusal::Unreachable(error.to_string())))
    }
}

impl Inner {
    fn begin(&self, next: String) -> Result<(String, Begun), ProviderRefusal> {
        let client = self.client(&*self.metadata()?)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let mut request = client.authorize_url(flow, CsrfToken::new_random, Nonce::new_random);
        for scope in &self.settings.scopes {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        let (url, state, nonce) = request.set_pkce_challenge(challenge).url();
        let begun = Begun {
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
            next,
        };
        Ok((url.to_string(), begun))
    }

    fn finish(&self, begun: Begun, returned: Returned) -> Result<Identity, ProviderRefusal> {
        let metadata = self.metadata()?;
        match &returned.iss {
            Some(issuer) if issuer != self.settings.issuer.as_str() => return Err(ProviderRefusal::Issuer),
            None if metadata.additional_metadata().authorization_response_iss_parameter_supported => {
                return Err(ProviderRefusal::Issuer);
            }
            _ => {}
        }
        if let Some(error) = returned.error {
            return Err(ProviderRefusal::Refused(error_code(&error)));
        }
        let code = returned.code.filter(|code| code.len() <= MAX_PARAMETER).ok_or(ProviderRefusal::Token)?;
        let client = self.client(&metadata)?;
        let http = |request| self.http.send(request);
        let request = client.exchange_code(AuthorizationCode::new(code));
        let request = request.map_err(|error| ProviderRefusal::Unreachable(error.to_string()))?;
        let request = request.set_pkce_verifier(PkceCodeVerifier::new(begun.verifier));
        let tokens = request.request(&http).map_err(|error| code_refusal(&error))?;
        let token = tokens.id_token().ok_or(ProviderRefusal::Token)?;
        let nonce = Nonce::new(begun.nonce);
        let verified = match self.verify(token, &metadata, &nonce) {
            // The provider may have a new key.
            Err(refusal @ ProviderRefusal::Signature("unknown key" | "wrong")) => match self.read_again()? {
                Some(metadata) => self.verify(token, &metadata, &nonce)?,
                None => return Err(refusal),
            },
            verified => verified?,
        };
        let subject = verified.subject().clone();
        let mut claims = as_map(verified)?;
        if !self.settings.claims.has_role_claim(&claims) && client.user_info_url().is_some() {
            // Many providers have roles only in the user info.
            let request = client.user_info(tokens.access_token().clone(), Some(subject.clone()));
            let request = request.map_err(|error| ProviderRefusal::Unreachable(error.to_string()))?;
            let info: InfoClaims =
                request.request(&http).map_err(|_| ProviderRefusal::Unreachable("user info".to_owned()))?;
            for (name, value) in as_map(&info)? {
                claims.entry(name).or_insert(value);
            }
        }
        self.settings.claims.identity(subject.as_str(), &claims)
    }

    fn verify<'t>(
        &self,
        token: &'t Token,
        metadata: &Metadata,
        nonce: &Nonce,
    ) -> Result<&'t TokenClaims, ProviderRefusal> {
        // A client without a secret rejects all tokens that are signed with a shared secret.
        let client_id = ClientId::new(self.settings.client_id.clone());
        let now = crate::dates::now();
        let verifier =
            IdTokenVerifier::new_public_client(client_id, metadata.issuer().clone(), metadata.jwks().clone())
                .set_allowed_algs(ALGORITHMS)
                .set_time_fn(move || DateTime::from_timestamp(now - CLOCK_SKEW, 0).unwrap_or_default())
                .set_issue_time_verifier_fn(move |issued| {
                    let issued = issued.timestamp();
                    let fits = issued <= now + CLOCK_SKEW && issued >= now - MAX_AGE - CLOCK_SKEW;
                    if fits { Ok(()) } else { Err("of another time".to_owned()) }
                });
        let claims = token.claims(&verifier, nonce).map_err(|error| token_refusal(&error))?;
        // The library doesn't check `nbf`.
        let not_before = claims.additional_claims().all.get("nbf").and_then(Value::as_f64);
        #[allow(clippy::cast_precision_loss, reason = "seconds are far below 2^53")]
        let is_early = not_before.is_some_and(|begins| begins > (now + CLOCK_SKEW) as f64);
        if is_early { Err(ProviderRefusal::Time) } else { Ok(claims) }
    }

    fn client(&self, metadata: &Metadata) -> Result<OidcClient, ProviderRefusal> {
        let settings = &self.settings;
        let back = RedirectUrl::new(settings.desk.path(Provider::RETURN_PATH));
        let back = back.map_err(|error| ProviderRefusal::Unreachable(error.to_string()))?;
        let secret = settings.client_secret.as_ref().map(|secret| ClientSecret::new(secret.to_string()));
        let client_id = ClientId::new(settings.client_id.clone());
        Ok(Client::from_provider_metadata(metadata.clone(), client_id, secret).set_redirect_uri(back))
    }

    /// Returns the provider's metadata and keys. Reads them again if they are old.
    fn metadata(&self) -> Result<Arc<Metadata>, ProviderRefusal> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((metadata, read)) = &known.metadata
            && read.elapsed() < KEEP
        {
            return Ok(Arc::clone(metadata));
        }
        drop(known);
        self.read()
    }

    /// Reads metadata and keys again because of an unknown key; `None` if that was done within
    /// [`REREAD_PAUSE`].
    fn read_again(&self) -> Result<Option<Arc<Metadata>>, ProviderRefusal> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.reread.is_some_and(|last| last.elapsed() < REREAD_PAUSE) {
            return Ok(None);
        }
        known.reread = Some(Instant::now());
        drop(known);
        tracing::info!("a token has a signature of an unknown key: the provider's keys are read again");
        self.read().map(Some)
    }

    fn read(&self) -> Result<Arc<Metadata>, ProviderRefusal> {
        let issuer = IssuerUrl::new(self.settings.issuer.as_str().to_owned());
        let issuer = issuer.map_err(|error| ProviderRefusal::Unreachable(error.to_string()))?;
        let http = |request| self.http.send(request);
        let metadata = Metadata::discover(&issuer, &http).map_err(|error| discovery_refusal(&error))?;
        let metadata = Arc::new(metadata);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.metadata = Some((Arc::clone(&metadata), Instant::now()));
        Ok(metadata)
    }
}

/// Returns the claims as a map.
fn as_map(claims: &impl Serialize) -> Result<Map<String, Value>, ProviderRefusal> {
    match serde_json::to_value(claims) {
        Ok(Value::Object(claims)) => Ok(claims),
        _ => Err(ProviderRefusal::Token),
    }
}
