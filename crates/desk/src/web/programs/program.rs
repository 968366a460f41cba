//! A program whose token permits the route, as an argument of a handler; and the parameters of its request.

use axum::extract::{FromRequestParts, MatchedPath, Path, Query};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::problem::{Detail, Problem};
use crate::access::Access;
use crate::dates::now;
use crate::metrics;
use crate::profiles::ProductFault;
use crate::program_tokens::{ApiToken, StoredToken, TokenState};
use crate::web::audit_events;
use crate::web::error::WebError;
use crate::web::lang;
use crate::web::limits::source_block;
use crate::web::source::Source;
use crate::web::state::DeskState;
use countersign_core::machine::printable;
use countersign_core::reader::printable_whole;
use countersign_core::text::Lang;
use countersign_ledger::{ActionRefusal, LicenseId, Requester};

/// The route and the source of a request, for log and audit.
#[derive(Clone)]
struct Place {
    /// The pattern of the route.
    route: String,
    source: Source,
}

/// A program whose token permits the route.
#[derive(Clone)]
pub(super) struct Program {
    pub(super) desk: DeskState,
    pub(super) lang: Lang,
    pub(super) token: StoredToken,
    place: Place,
}

impl FromRequestParts<DeskState> for Program {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, desk: &DeskState) -> Result<Self, Problem> {
        // A handler with a body extracts the program before path and parameters, so that a stranger learns nothing about them. The body
        // extracts it again.
        if let Some(program) = parts.extensions.get::<Self>() {
            return Ok(program.clone());
        }
        let route = parts.extensions.get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
        let Ok(source) = Source::from_request_parts(parts, desk).await;
        let place = Place { route, source };
        let token = match token_of(parts, desk).await {
            Ok(token) => token,
            Err(problem) => return Err(turn_away(desk, problem, None, &place).await),
        };
        match token.state(now()) {
            TokenState::Valid => {}
            TokenState::Revoked => {
                return Err(turn_away(desk, Problem::TokenInvalid, Some(&token), &place).await);
            }
            TokenState::Expired => {
                return Err(turn_away(desk, Problem::TokenExpired, Some(&token), &place).await);
            }
        }
        let program = Self { desk: desk.clone(), lang: lang::lang_of(parts), token, place };
        // A route that isn't for programs has no scope.
        let Some(Access::Token(scope)) = parts.extensions.get::<Access>().copied() else {
            tracing::error!(path = parts.uri.path(), "a route of programs has no scope");
            return Err(WebError::Fault.into());
        };
        // Every request of a token counts, so that a program that is refused can't ask without end.
        desk.limits().count_token(program.token.id)?;
        if !program.token.may(scope) {
            return Err(program.refused(Problem::ScopeLacks(scope)).await);
        }
        desk.store().touch_token(&program.token, now()).await?;
        desk.refresh().await;
        parts.extensions.insert(program.clone());
        Ok(program)
    }
}

/// The token of a request, valid or not.
async fn token_of(parts: &Parts, desk: &DeskState) -> Result<StoredToken, Problem> {
    let header = parts.headers.get(AUTHORIZATION).ok_or(Problem::TokenMissing)?;
    let text = header.to_str().map_err(|_| Problem::TokenInvalid)?;
    let (scheme, text) = text.split_once(' ').ok_or(Problem::TokenMissing)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(Problem::TokenMissing);
    }
    let token = ApiToken::parse(text.trim()).ok_or(Problem::TokenInvalid)?;
    desk.store().token(&token.digest()).await?.ok_or(Problem::TokenInvalid)
}

/// Records that a token isn't accepted, and returns the problem to send. A client that tries tokens is limited like every stranger.
async fn turn_away(
    desk: &DeskState,
    problem: Problem,
    token: Option<&StoredToken>,
    place: &Place,
) -> Problem {
    note_refusal(desk, &problem, token, place).await;
    desk.limits().count_source(place.source.0).map_or_else(Problem::from, |()| problem)
}

/// Records a refusal in log, metrics and audit. A client without any token hasn't tried one, so the audit gets no entry.
async fn note_refusal(desk: &DeskState, problem: &Problem, token: Option<&StoredToken>, place: &Place) {
    let Some(why) = problem.refusal() else { return };
    metrics::program_refused(why);
    let (id, name) = (token.map(|token| token.id), token.map(|token| token.name.as_str()));
    tracing::warn!(code = problem.code(), token = id, program = name, route = place.route, "program refused");
    if matches!(problem, Problem::TokenMissing) {
        return;
    }
    let source = source_block(place.source.0).to_string();
    audit_events::record_refused_program(desk, token, problem.code(), &place.route, &source).await;
}

impl Program {
    /// Records a refusal, and returns it.
    pub(super) async fn refused(&self, problem: Problem) -> Problem {
        note_refusal(&self.desk, &problem, Some(&self.token), &self.place).await;
        problem
    }

    /// The name of the program in the ledger and the audit.
    pub(super) fn actor(&self) -> String {
        self.token.actor()
    }

    /// The program as a requester of the ledger.
    pub(super) fn requester(&self) -> Requester {
        Requester::Operator(self.actor())
    }

    /// The program as a requester of the ledger, with what a person has verified.
    ///
    /// # Errors
    /// The text is too long.
    pub(super) fn requester_with(&self, verified: Option<&str>) -> Result<Requester, Problem> {
        let requester = Requester::of_operator(self.actor(), verified.unwrap_or_default());
        requester.map_err(|_| Problem::Act(ActionRefusal::ReasonTooLong))
    }

    /// The product that a request is about: the product that it names, otherwise the token's.
    ///
    /// # Errors
    /// The token is for another product, or the desk has no such product.
    pub(super) async fn product(&self, named: Option<&str>) -> Result<Option<String>, Problem> {
        if let Some(named) = named {
            if !self.token.is_for(named) {
                return Err(self.refused(Problem::ProductOther).await);
            }
            let profiles = self.desk.data().published.profiles;
            if profiles.newest_of(named).is_none() {
                return Err(ProductFault::Unknown(printable(named.as_bytes())).into());
            }
        }
        Ok(named.map(str::to_owned).or_else(|| self.token.product.clone()))
    }

    /// Checks that the token is for a product. A row without a product is only for tokens of every product.
    ///
    /// # Errors
    /// The token is for another product.
    pub(super) async fn check_product(&self, product: Option<&str>) -> Result<(), Problem> {
        let fits = match product {
            Some(product) => self.token.is_for(product),
            None => self.token.product.is_none(),
        };
        if fits { Ok(()) } else { Err(self.refused(Problem::ProductOther).await) }
    }

    /// A license number of a query as the ledger writes it; if it fits no product, as it was given.
    pub(super) fn number(&self, given: Option<String>) -> Option<String> {
        let profiles = self.desk.data().published.profiles;
        given.map(|typed| {
            profiles.licenses(&typed).first().map_or(typed, |license| license.as_str().to_owned())
        })
    }

    /// The license number of an address. If it fits several products, the one that the ledger has.
    ///
    /// # Errors
    /// There is no such number, or the token is for another product.
    pub(super) async fn license(&self, typed: &str, product: Option<&str>) -> Result<LicenseId, Problem> {
        let product = self.product(product).await?;
        let mut licenses = self.desk.data().published.profiles.licenses(typed);
        let is_a_number = !licenses.is_empty();
        licenses.retain(|one| product.as_ref().is_none_or(|product| one.product == *product));
        if licenses.is_empty() && is_a_number && self.token.product.is_some() {
            return Err(self.refused(Problem::ProductOther).await);
        }
        if licenses.len() > 1 {
            let mut known = Vec::new();
            for license in &licenses {
                known.extend(self.desk.store().license_record(license).await?.map(|record| record.id));
            }
            licenses = known;
        }
        match licenses.as_slice() {
            [license] => Ok(license.clone()),
            [] if !is_a_number => Err(self.malformed(typed, product.as_deref())),
            [] => Err(Problem::NumberUnknown),
            several => {
                Err(ProductFault::Missing(several.iter().map(|one| one.product.clone()).collect()).into())
            }
        }
    }
}

impl Program {
    /// The problem of a text that fits no product's mask.
    fn malformed(&self, typed: &str, product: Option<&str>) -> Problem {
        let profiles = self.desk.data().published.profiles;
        let profile = product.and_then(|product| profiles.newest_of(product));
        let mask = profile.map_or_else(|| profiles.newest().mask.clone(), |profile| profile.mask.clone());
        Problem::NumbersMalformed(vec![printable(typed.as_bytes())], mask.example().as_str().to_owned())
    }
}

/// The parameters behind the `?` of an address.
pub(super) struct Parameters<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Parameters<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let read = Query::<T>::try_from_uri(&parts.uri);
        let invalid =
            |detail: &dyn std::fmt::Display| Problem::Parameter(Detail::Library(shown(&detail.to_string())));
        read.map(|Query(read)| Self(read)).map_err(|rejection| {
            let source = std::error::Error::source(&rejection);
            source.map_or_else(|| invalid(&rejection), |source| invalid(&source))
        })
    }
}

/// A part of an address's path.
pub(super) struct PathPart(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for PathPart {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let read = Path::<String>::from_request_parts(parts, state).await;
        read.map(|Path(part)| Self(part)).map_err(|_| WebError::NotFound.into())
    }
}

/// How many characters of a library's message are shown at most.
const MOST_OF_DETAIL: usize = 400;

/// The message of a library's error, safe to show. The message may contain what a stranger sent.
pub(super) fn shown(detail: &str) -> String {
    let start: String = detail.trim_end_matches('.').chars().take(MOST_OF_DETAIL).collect();
    printable_whole(&start)
}
