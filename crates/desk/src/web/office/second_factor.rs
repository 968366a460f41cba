//! The page of the operator's own second factor: set-up, recovery codes, change to another app, removal.

use axum::http::StatusCode;
use axum::response::Response;
use data_encoding::BASE64URL_NOPAD;
use maud::{Markup, PreEscaped, html};
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

use super::passwords;
use super::responses::Refused;
use super::session::{OfficeForm, OfficeSession};
use crate::access::{Access, Permission};
use crate::dates::now;
use crate::operators::second_factor::{RecoveryCode, SecondFactorSecret, TypedCode};
use crate::operators::{NewSecondFactor, Proposal, SecondFactorStore as _, SignInWay, password};
use crate::text::{AccessLine, SignInLine as L, SignInSentence};
use crate::web::error::WebError;
use crate::web::routes::Routes;
use crate::web::source::Source;
use countersign_core::text::Line as _;

/// The page.
pub(super) const PATH: &str = "/office/second-factor";

const OWN: Access = Access::Operator(Permission::OwnAccount);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(PATH, OWN, show)
        .post(PATH, OWN, set)
        .post("/office/second-factor/replace", OWN, replace)
        .post("/office/second-factor/codes", OWN, make_codes)
        .post("/office/second-factor/remove", OWN, remove)
}

async fn show(session: OfficeSession) -> Result<Response, WebError> {
    if session.way == SignInWay::Provider {
        let content = html! {
            h1 { (L::FactorTitle.say(session.lang())) }
            p { (L::FactorByProvider.say(session.lang())) }
        };
        return Ok(session.page(L::FactorTitle.say(session.lang()), &content));
    }
    match session.desk().store().second_factor_of(&session.operator).await? {
        Some(_) => overview(&session).await,
        None => set_up_page(&session, Proposal::First, None, StatusCode::OK).await,
    }
}

async fn set(form: OfficeForm) -> Result<Response, WebError> {
    let session = &form.session;
    let (desk, lang) = (session.desk(), session.lang());
    let key = desk.second_factor_key().await?;
    let proposed = BASE64URL_NOPAD.decode(form.field("proposal").as_bytes()).unwrap_or_default();
    let has_one = desk.store().second_factor_of(&session.operator).await?.is_some();
    let open = |proposal| {
        let secret = key.proposed(&session.operator, proposal, &proposed, now())?;
        Some((secret, proposal))
    };
    let opened = match (open(Proposal::Replacement), open(Proposal::First)) {
        (None, Some(_)) if has_one => {
            let (what, next) = (L::FactorThere.say(lang), L::FactorThereDo.say(lang));
            return Ok(session.problem(StatusCode::CONFLICT, "FACTOR-THERE", what, next));
        }
        (replacement, first) => replacement.or(first),
    };
    let Some((secret, proposal)) = opened else {
        let (what, next) = (L::FactorExpired.say(lang), L::FactorExpiredDo.say(lang));
        return Ok(session.problem(StatusCode::GONE, "FACTOR-EXPIRED", what, next));
    };
    // This isn't a guess: the holder of the session has seen the secret.
    let step = match TypedCode::parse(form.field("code")) {
        TypedCode::Digits(digits) => secret.accept(&digits, 0, now()),
        TypedCode::Recovery(_) | TypedCode::Neither => None,
    };
    let Some(step) = step else {
        let again = Some((&secret, L::CodeWrong));
        return set_up_page(session, proposal, again, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let codes = RecoveryCode::make().map_err(|error| no_random_bytes(&error))?;
    let new = NewSecondFactor {
        sealed: key.seal(&session.operator, &secret).map_err(|error| no_random_bytes(&error))?,
        step,
        recovery_digests: digests(session, &codes),
        session: session.token_digest.clone(),
    };
    if !desk.store().set_second_factor(&session.operator, &new, now()).await? {
        return Err(WebError::Fault);
    }
    Ok(codes_page(session, &codes, Some(L::FactorOn)))
}

async fn replace(source: Source, form: OfficeForm) -> Result<Response, Refused> {
    require_factor_and_password(source, &form).await?;
    Ok(set_up_page(&form.session, Proposal::Replacement, None, StatusCode::OK).await?)
}

async fn make_codes(source: Source, form: OfficeForm) -> Result<Response, Refused> {
    require_factor_and_password(source, &form).await?;
    let session = &form.session;
    let codes = RecoveryCode::make().map_err(|error| no_random_bytes(&error))?;
    let store = session.desk().store();
    if !store.replace_recovery_codes(&session.operator, &digests(session, &codes), now()).await? {
        return Ok(missing(session));
    }
    Ok(codes_page(session, &codes, None))
}

async fn remove(source: Source, form: OfficeForm) -> Result<Response, Refused> {
    let session = &form.session;
    let lang = session.lang();
    if session.desk().settings().needs_second_factor(session.role) {
        let (what, next) = (L::FactorNeeded.say(lang), L::FactorNeededDo.say(lang));
        return Ok(session.problem(StatusCode::FORBIDDEN, "FACTOR-NEEDED", what, next));
    }
    require_factor_and_password(source, &form).await?;
    let store = session.desk().store();
    if !store.remove_second_factor(&session.operator, &session.token_digest, &session.actor()).await? {
        return Ok(missing(session));
    }
    let content = html! {
        h1 { (L::FactorTitle.say(lang)) }
        p.notice.good role="status" { (L::FactorOff.say(lang)) }
        p { a.button href="/office" { (L::GoOn.say(lang)) } }
    };
    Ok(session.page(L::FactorTitle.say(lang), &content))
}

/// Refuses a form of an operator without a second factor, and one without the operator's password.
async fn require_factor_and_password(source: Source, form: &OfficeForm) -> Result<(), Refused> {
    let session = &form.session;
    if session.desk().store().second_factor_of(&session.operator).await?.is_none() {
        return Err(missing(session).into());
    }
    passwords::require_own(source, form).await
}

fn missing(session: &OfficeSession) -> Response {
    let (what, next) = (L::FactorMissing.say(session.lang()), L::FactorMissingDo.say(session.lang()));
    session.problem(StatusCode::CONFLICT, "FACTOR-NONE", what, next)
}

fn digests(session: &OfficeSession, codes: &[RecoveryCode]) -> Vec<String> {
    codes.iter().map(|code| code.digest(&session.operator)).collect()
}

fn no_random_bytes(error: &getrandom::Error) -> WebError {
    tracing::error!(%error, "the system gives no random bytes");
    WebError::Fault
}

/// The page for an operator with a second factor.
async fn overview(session: &OfficeSession) -> Result<Response, WebError> {
    let lang = session.lang();
    let left = session.desk().store().recovery_codes_left(&session.operator).await?;
    let needed = session.desk().settings().needs_second_factor(session.role);
    let content = html! {
        h1 { (L::FactorTitle.say(lang)) }
        p { span.good { "✓ " (L::FactorIsOn.say(lang)) } }
        h2 { (L::RecoveryTitle.say(lang)) }
        p { (SignInSentence::RecoveryLeft { count: &left }.say(lang)) }
        (password_form(session, "codes", L::RecoveryNewHint, L::RecoveryNewButton))
        h2 { (L::ReplaceTitle.say(lang)) }
        (password_form(session, "replace", L::ReplaceHint, L::ReplaceButton))
        @if !needed {
            h2 { (L::RemoveTitle.say(lang)) }
            (password_form(session, "remove", L::RemoveHint, L::RemoveButton))
        }
    };
    Ok(session.page(L::FactorTitle.say(lang), &content))
}

fn password_form(session: &OfficeSession, action: &str, hint: L, button: L) -> Markup {
    let lang = session.lang();
    html! {
        form.stack method="post" action={ (PATH) "/" (action) } {
            (session.csrf_field())
            (passwords::username_field(session.operator.as_str()))
            p.quiet { (hint.say(lang)) }
            label {
                (AccessLine::PasswordNow.say(lang))
                input name="password" type="password" maxlength=(password::MAX_BYTES) autocomplete="current-password" required;
            }
            button { (button.say(lang)) }
        }
    }
}

/// The page with a secret to confirm: a new secret, or the secret of a form with a wrong code.
async fn set_up_page(
    session: &OfficeSession,
    proposal: Proposal,
    again: Option<(&SecondFactorSecret, L)>,
    status: StatusCode,
) -> Result<Response, WebError> {
    let (desk, lang) = (session.desk(), session.lang());
    let (secret, notice) = match again {
        Some((secret, notice)) => (secret.clone(), Some(notice)),
        None => (SecondFactorSecret::new().map_err(|error| no_random_bytes(&error))?, None),
    };
    let key = desk.second_factor_key().await?;
    let proposal =
        key.propose(&session.operator, proposal, &secret, now()).map_err(|error| no_random_bytes(&error))?;
    let profiles = desk.data().published.profiles;
    let uri = secret.uri(profiles.site_name(), &session.operator);
    let content = html! {
        h1 { (L::FactorTitle.say(lang)) }
        @if let Some(notice) = notice { p.notice.bad role="alert" { (notice.say(lang)) } }
        @else if session.is_limited() { p.notice.warn role="status" { (L::FactorRequired.say(lang)) } }
        p { (L::FactorLead.say(lang)) }
        p { (L::FactorScan.say(lang)) }
        @if let Some(qr) = qr(&uri) { figure role="img" aria-label=(L::FactorQr.say(lang)) { (qr) } }
        dl.facts { div { dt { (L::FactorSecret.say(lang)) } dd { code #secret { (secret.text().as_str()) } } } }
        form.stack method="post" action=(PATH) {
            (session.csrf_field())
            input type="hidden" name="proposal" value=(BASE64URL_NOPAD.encode(&proposal));
            label {
                (L::FactorDigits.say(lang))
                input name="code" inputmode="numeric" maxlength="20" autocomplete="one-time-code" required;
            }
            button { (L::FactorSet.say(lang)) }
        }
    };
    Ok(session.context.page(status, L::FactorTitle.say(lang), Some(session.nav()), &content))
}

/// The QR code of an address, as SVG.
fn qr(uri: &str) -> Option<Markup> {
    let code = QrCode::with_error_correction_level(uri, EcLevel::M).ok()?;
    let drawn = code.render::<svg::Color<'_>>().min_dimensions(240, 240).build();
    let start = drawn.find("<svg")?;
    Some(PreEscaped(drawn[start..].to_owned()))
}

/// The page that shows recovery codes, once.
fn codes_page(session: &OfficeSession, codes: &[RecoveryCode], notice: Option<L>) -> Response {
    let lang = session.lang();
    let content = html! {
        h1 { (L::RecoveryTitle.say(lang)) }
        @if let Some(notice) = notice { p.notice.good role="status" { (notice.say(lang)) } }
        p { (L::RecoveryOnce.say(lang)) }
        ol.lines { @for code in codes { li { code { (code.text()) } } } }
        p { a.button href="/office" { (L::GoOn.say(lang)) } }
    };
    session.page(L::RecoveryTitle.say(lang), &content)
}
