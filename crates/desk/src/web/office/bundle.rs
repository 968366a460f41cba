//! The answer to a bundle: a file with the requests of many machines gets a file with their answers.
//!
//! The reply is the file itself, written while the requests are decided. With script the page shows the progress, the counts by reason with
//! their cases, and offers the file to save; without script, the browser saves it.

use axum::extract::{DefaultBodyLimit, Multipart};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, HeaderValue};
use axum::response::Response;
use maud::{Markup, html};

use super::session::OfficeSession;
use super::upload::Upload;
use crate::access::{Access, Permission};
use crate::text::{BundleLine as L, BundleSentence as S, OfficeLine as O};
use crate::web::body_limits;
use crate::web::bundle_answers::{self, BundleAsker, BundleRefusal};
use crate::web::error::WebError;
use crate::web::routes::Routes;
use countersign_core::machine::printable;
use countersign_core::text::{BundleLine, Line as _};

/// The name of the file of answers.
const FILE: &str = "countersign-answers.jsonl";

pub(super) const PATH: &str = "/office/bundle";

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(PATH, Access::Operator(Permission::AnswerRequests), show_form)
        .post(PATH, Access::Operator(Permission::AnswerRequests), answer)
        .layer(DefaultBodyLimit::max(body_limits::BUNDLE))
}

async fn show_form(session: OfficeSession) -> Response {
    session.page(L::OfficeTitle.say(session.lang()), &form(&session))
}

async fn answer(session: OfficeSession, form: Multipart) -> Result<Response, WebError> {
    let lang = session.lang();
    let permit = bundle_answers::permit(session.desk())?;
    let upload = Upload::read(form).await?;
    if !session.owns(upload.field("csrf")) {
        return Ok(session.stale_form());
    }
    let asker = BundleAsker { requester: session.requester(), lang, product: None };
    match bundle_answers::answer(session.desk(), permit, upload.bytes, asker) {
        Ok(mut response) => {
            let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{FILE}\""));
            response.headers_mut().insert(CONTENT_DISPOSITION, disposition.map_err(|_| WebError::Fault)?);
            Ok(response)
        }
        Err(BundleRefusal::NotABundle(fault)) => {
            let (what, next) = fault.say(&printable(upload.name.as_bytes()), lang);
            Ok(session.problem(StatusCode::UNPROCESSABLE_ENTITY, fault.code(), &what, next))
        }
        Err(BundleRefusal::Desk(error)) => Err(error),
    }
}

fn form(session: &OfficeSession) -> Markup {
    let lang = session.lang();
    let place = |name: &'static str| format!("{{{name}}}");
    let total =
        S::Total { requests: &place("requests"), issued: &place("issued"), refused: &place("refused") };
    html! {
        h1 { (L::OfficeTitle.say(lang)) }
        p { (L::OfficeLead.say(lang)) }
        form.stack method="post" action=(PATH) enctype="multipart/form-data" data-bundle {
            (session.csrf_field())
            label { (L::OfficeFile.say(lang)) input type="file" name="file" accept=".jsonl,.ndjson,.txt" required; }
            button { (L::OfficeButton.say(lang)) }
            p role="status" data-progress=(S::Progress { done: &place("done") }.say(lang)) hidden {}
            p.notice.bad role="alert" data-lost hidden { (L::OfficeLost.say(lang)) }
            p.notice.bad role="alert" data-refused hidden {}
            div data-counts hidden {
                p.notice data-total=(total.say(lang)) {}
                p.notice.bad data-cut-off hidden { (BundleLine::CutOff.say(lang)) }
                table { thead { tr {
                    th { (O::Reason.say(lang)) } th { (L::OfficeCount.say(lang)) } th { (O::Case.say(lang)) }
                } } tbody {} }
                p { a.button download=(FILE) data-save { (L::OfficeSave.say(lang)) } }
            }
        }
    }
}
