//! Why a program gets no result, as a problem of RFC 9457: a stable code, what is wrong, what to do.

use axum::Json;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::rule::Broken;
use crate::access::Scope;
use crate::bundles::NotABundle;
use crate::import;
use crate::metrics::ProgramRefusal;
use crate::profiles::ProductFault;
use crate::request_parser::ParseError;
use crate::sql::{CustomerPart, CustomerTooLong};
use crate::text::{
    AdminSentence, DeskLine, ProgramLine as L, ProgramSentence as S, StaffLine, StaffSentence, case_refusal,
    customer_too_long,
};
use crate::web::error::{Rendered, WebError};
use crate::web::error_response;
use countersign_core::protocol::Number;
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::text::LedgerLine;
use countersign_ledger::{ActionError, ActionRefusal, CaseRefusal, License, StoreError};

/// The media type of a problem.
pub(in crate::web) const MEDIA_TYPE: &str = "application/problem+json";

/// Why a program gets no result. Texts that come from outside are already safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::web) enum Problem {
    /// An error that every page of the desk can have.
    Desk(WebError),
    TokenMissing,
    TokenInvalid,
    TokenExpired,
    ScopeLacks(Scope),
    ProductOther,
    Product(ProductFault),
    NumberUnknown,
    /// These values are not license numbers of the product. The second field is an example of a license number.
    NumbersMalformed(Vec<String>, String),
    /// These numbers exist with another license than the requested one, which is the second field.
    NumbersDiffer(Vec<(Number, License)>, License),
    /// The request is for another number than the one in the address.
    NumberOther {
        other: String,
        number: String,
    },
    Act(ActionRefusal),
    Case(CaseRefusal, String),
    OperatorUnknown(String),
    /// The operator with this name may not work on cases.
    AssigneeRole(String),
    CustomerTooLong(CustomerPart),
    RequestUnknown,
    RequestInvalid(ParseError),
    /// A parameter of the address.
    Parameter(Detail),
    /// A body that isn't JSON; holds the position at which parsing ended.
    NotJson {
        line: usize,
        column: usize,
    },
    /// A body that the schema doesn't allow.
    Body(Detail),
    /// A value that has the right format but can't be used.
    Value(Broken),
    /// A strict import that stopped, with its report.
    ImportStopped(Value),
    /// A body that is no bundle of requests.
    NotABundle(NotABundle),
    MediaType,
    KeyMalformed,
    KeyReused,
    KeyBusy,
}

/// What is wrong with a parameter or a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::web) enum Detail {
    /// The message of the library that parses it, in English.
    Library(String),
    /// It breaks this rule.
    Rule(Broken),
}

impl Detail {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Library(detail) => S::Detail { detail }.say(lang),
            Self::Rule(broken) => unchanged(lang, &broken.say(lang)),
        }
    }
}

/// The detail of a refusal, which names the rule.
fn unchanged(lang: Lang, rule: &str) -> String {
    S::RuleBroken { rule: &rule }.say(lang)
}

impl Problem {
    /// The HTTP status.
    pub(in crate::web) const fn status(&self) -> StatusCode {
        match self {
            Self::Desk(error) => error.status(),
            Self::TokenMissing | Self::TokenInvalid | Self::TokenExpired => StatusCode::UNAUTHORIZED,
            Self::ScopeLacks(_) | Self::ProductOther => StatusCode::FORBIDDEN,
            Self::NumberUnknown | Self::RequestUnknown | Self::Case(CaseRefusal::Unknown, _) => {
                StatusCode::NOT_FOUND
            }
            Self::NumbersDiffer(..) | Self::NumberOther { .. } | Self::KeyBusy => StatusCode::CONFLICT,
            Self::Act(
                ActionRefusal::NoReason | ActionRefusal::ReasonTooLong | ActionRefusal::ReceiptMalformed,
            ) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Act(_) => StatusCode::CONFLICT,
            Self::Case(
                CaseRefusal::Closed | CaseRefusal::NotClosed | CaseRefusal::OtherOpen | CaseRefusal::Changed,
                _,
            ) => StatusCode::CONFLICT,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::NotJson { .. } | Self::KeyMalformed => StatusCode::BAD_REQUEST,
            Self::Case(..)
            | Self::Product(_)
            | Self::NumbersMalformed(..)
            | Self::OperatorUnknown(_)
            | Self::AssigneeRole(_)
            | Self::CustomerTooLong(_)
            | Self::RequestInvalid(_)
            | Self::Parameter(_)
            | Self::Body(_)
            | Self::Value(_)
            | Self::ImportStopped(_)
            | Self::NotABundle(_)
            | Self::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    /// The stable code.
    pub(in crate::web) const fn code(&self) -> &'static str {
        match self {
            Self::Desk(error) => error.code(),
            Self::TokenMissing => "TOKEN-MISSING",
            Self::TokenInvalid => "TOKEN-INVALID",
            Self::TokenExpired => "TOKEN-EXPIRED",
            Self::ScopeLacks(_) => "SCOPE-LACKS",
            Self::ProductOther => "PRODUCT-OTHER",
            Self::Product(ProductFault::Unknown(_)) => "PRODUCT-UNKNOWN",
            Self::Product(ProductFault::Missing(_)) => "PRODUCT-MISSING",
            Self::NumberUnknown => "NUMBER-UNKNOWN",
            Self::NumbersMalformed(..) => "NUMBER-MALFORMED",
            Self::NumbersDiffer(..) => "LICENSE-DIFFERS",
            Self::NumberOther { .. } => "NUMBER-OTHER",
            Self::Act(refusal) => refusal.code(),
            Self::Case(refusal, _) => refusal.code(),
            Self::OperatorUnknown(_) => "OPERATOR-UNKNOWN",
            Self::AssigneeRole(_) => "ASSIGNEE-ROLE",
            Self::CustomerTooLong(_) => CustomerTooLong::CODE,
            Self::RequestUnknown => "REQUEST-UNKNOWN",
            Self::RequestInvalid(_) => "REQUEST-INVALID",
            Self::Parameter(_) => "PARAMETER-INVALID",
            Self::NotJson { .. } => "JSON-INVALID",
            Self::Body(_) => "BODY-INVALID",
            Self::Value(_) => "VALUE-INVALID",
            Self::ImportStopped(_) => "IMPORT-STOPPED",
            Self::NotABundle(fault) => fault.code(),
            Self::MediaType => "MEDIA-TYPE-OTHER",
            Self::KeyMalformed => "KEY-MALFORMED",
            Self::KeyReused => "KEY-REUSED",
            Self::KeyBusy => "KEY-BUSY",
        }
    }

    /// The refusal that is logged and counted, if the token or the key is wrong.
    pub(super) const fn refusal(&self) -> Option<ProgramRefusal> {
        match self {
            Self::TokenMissing => Some(ProgramRefusal::Missing),
            Self::TokenInvalid => Some(ProgramRefusal::Invalid),
            Self::TokenExpired => Some(ProgramRefusal::Expired),
            Self::ScopeLacks(_) => Some(ProgramRefusal::Scope),
            Self::ProductOther => Some(ProgramRefusal::Product),
            Self::KeyReused => Some(ProgramRefusal::KeyReused),
            _ => None,
        }
    }

    /// What is wrong, and what to do now.
    fn explain(&self, lang: Lang) -> (String, String) {
        let say = |what: L, next: L| (what.say(lang).to_owned(), next.say(lang).to_owned());
        let with = |what: S<'_>, next: L| (what.say(lang), next.say(lang).to_owned());
        match self {
            Self::Desk(WebError::NotFound) => say(L::NoPage, L::NoPageDo),
            Self::Desk(WebError::Method) => say(L::NoMethod, L::NoPageDo),
            Self::Desk(WebError::TooLong) => say(L::TooLong, L::TooLongDo),
            Self::Desk(error @ WebError::TooOften(_)) => {
                (error_response::explain(error, lang).0, L::WaitDo.say(lang).to_owned())
            }
            Self::Desk(error) => error_response::explain(error, lang),
            Self::TokenMissing => say(L::TokenMissing, L::TokenMissingDo),
            Self::TokenInvalid => say(L::TokenInvalid, L::TokenInvalidDo),
            Self::TokenExpired => say(L::TokenExpired, L::TokenExpiredDo),
            Self::ScopeLacks(scope) => with(S::ScopeLacks { scope }, L::ScopeLacksDo),
            Self::ProductOther => say(L::ProductOther, L::ProductOtherDo),
            Self::Product(ProductFault::Unknown(product)) => (
                AdminSentence::ProductUnknown { product }.say(lang),
                L::ProductUnknownDo.say(lang).to_owned(),
            ),
            Self::Product(ProductFault::Missing(products)) => (
                AdminSentence::ProductMissing { products: &products.join(", ") }.say(lang),
                L::ProductNamedDo.say(lang).to_owned(),
            ),
            Self::NumberUnknown => say(L::NumberUnknown, L::NumberUnknownDo),
            Self::NumbersMalformed(..) => say(L::NumbersMalformed, L::NumbersMalformedDo),
            Self::NumbersDiffer(..) => say(L::NumbersDiffer, L::NumbersDifferDo),
            Self::NumberOther { other, number } => {
                (AdminSentence::MoveOther { other, number }.say(lang), L::NumberOtherDo.say(lang).to_owned())
            }
            Self::Act(refusal) => (
                LedgerLine::of_action_refusal(*refusal).say(lang).to_owned(),
                DeskLine::of_refused_action(*refusal).say(lang).to_owned(),
            ),
            Self::Case(CaseRefusal::Unknown, case) => {
                (case_refusal(lang, CaseRefusal::Unknown, case).0, L::CaseUnknownDo.say(lang).to_owned())
            }
            Self::Case(refusal, case) => {
                let (what, next) = case_refusal(lang, *refusal, case);
                (what, next.to_owned())
            }
            Self::OperatorUnknown(name) => {
                (AdminSentence::OperatorUnknown { name }.say(lang), L::OperatorUnknownDo.say(lang).to_owned())
            }
            Self::AssigneeRole(name) => {
                (StaffSentence::CannotWork { name }.say(lang), StaffLine::CannotWorkDo.say(lang).to_owned())
            }
            Self::CustomerTooLong(part) => {
                (customer_too_long(lang, *part), DeskLine::CustomerTooLongDo.say(lang).to_owned())
            }
            Self::RequestUnknown => say(L::RequestUnknown, L::RequestUnknownDo),
            Self::RequestInvalid(error) => {
                let (what, _) = error_response::explain(&WebError::Request(error.clone()), lang);
                (what, L::RequestInvalidDo.say(lang).to_owned())
            }
            Self::Parameter(detail) => (L::ParameterInvalid.say(lang).to_owned(), detail.say(lang)),
            Self::NotJson { line, column } => with(S::BodyNotJson { line, column }, L::BodyNotJsonDo),
            Self::Body(detail) => (L::BodyInvalid.say(lang).to_owned(), detail.say(lang)),
            Self::Value(broken) => {
                (S::ValueInvalid { name: &broken.name }.say(lang), unchanged(lang, &broken.say(lang)))
            }
            Self::ImportStopped(_) => say(L::ImportStopped, L::ImportStoppedDo),
            Self::NotABundle(fault) => {
                let (what, next) = fault.say(L::BundleName.say(lang), lang);
                (what, next.to_owned())
            }
            Self::MediaType => say(L::MediaType, L::MediaTypeDo),
            Self::KeyMalformed => say(L::KeyMalformed, L::KeyMalformedDo),
            Self::KeyReused => say(L::KeyReused, L::KeyReusedDo),
            Self::KeyBusy => say(L::KeyBusy, L::KeyBusyDo),
        }
    }

    /// The single values that are wrong.
    fn errors(&self, lang: Lang) -> Option<Vec<Value>> {
        let error = |value: &str, what: String| json!({ "value": value, "code": self.code(), "what": what });
        match self {
            Self::NumbersMalformed(values, example) => Some(
                values
                    .iter()
                    .map(|value| error(value, AdminSentence::ImportNumber { example }.say(lang)))
                    .collect(),
            ),
            Self::NumbersDiffer(there, here) => Some(
                there
                    .iter()
                    .map(|(number, there)| error(number.as_str(), import::differing_parts(there, here, lang)))
                    .collect(),
            ),
            _ => None,
        }
    }

    /// The object of RFC 9457.
    pub(super) fn to_json(&self, lang: Lang) -> Value {
        let (title, detail) = self.explain(lang);
        let mut object = json!({
            "type": format!("urn:countersign:problem:{}", self.code()),
            "title": title,
            "status": self.status().as_u16(),
            "detail": detail,
            "code": self.code(),
        });
        if let Some(errors) = self.errors(lang) {
            object["errors"] = errors.into();
        }
        if let Self::ImportStopped(report) = self {
            object["report"] = report.clone();
        }
        object
    }

    /// The response.
    pub(in crate::web) fn render(&self, lang: Lang) -> Response {
        let mut response = (self.status(), Json(self.to_json(lang))).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        let challenge = match self {
            Self::TokenMissing => Some("Bearer realm=\"countersign\"".to_owned()),
            Self::TokenInvalid | Self::TokenExpired => {
                Some("Bearer realm=\"countersign\", error=\"invalid_token\"".to_owned())
            }
            Self::ScopeLacks(scope) => {
                Some(format!("Bearer realm=\"countersign\", error=\"insufficient_scope\", scope=\"{scope}\""))
            }
            _ => None,
        };
        if let Some(value) = challenge.and_then(|text| HeaderValue::from_str(&text).ok()) {
            headers.insert(WWW_AUTHENTICATE, value);
        }
        if let Self::Desk(WebError::TooOften(seconds)) = self {
            headers.insert(RETRY_AFTER, HeaderValue::from(*seconds));
        }
        response.extensions_mut().insert(Rendered);
        response
    }
}

impl From<WebError> for Problem {
    fn from(error: WebError) -> Self {
        Self::Desk(error)
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::Desk(error.into())
    }
}

impl From<ActionError> for Problem {
    fn from(error: ActionError) -> Self {
        match error {
            ActionError::Unknown => Self::NumberUnknown,
            ActionError::Refused(refusal) => Self::Act(refusal),
            ActionError::Store(error) => error.into(),
        }
    }
}

impl From<ProductFault> for Problem {
    fn from(fault: ProductFault) -> Self {
        Self::Product(fault)
    }
}

impl From<CustomerTooLong> for Problem {
    fn from(CustomerTooLong(part): CustomerTooLong) -> Self {
        Self::CustomerTooLong(part)
    }
}

/// A response without a body that carries the problem, for `error_response` to render.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
