//! The page of a spoken request: the license number and four lines that the operator types while the caller reads them
//! out.
//!
//! Each line is checked and corrected; a line that can't be corrected has to be read again. The page keeps what was typed: it
//! shows a correction beside the field, and keeps it marked to the end. If a line was corrected, the caller confirms the name of
//! the request. The answer is seven lines to read out.
//!
//! | route | what |
//! | --- | --- |
//! | `GET /office/spoken` | an empty form |
//! | `POST /office/spoken` | checks the form, or answers it; works without script |
//! | `POST /office/spoken/check` | the parts of the form that say how it was read, for the script that asks while the operator types |

mod page;
mod reading;

use axum::response::{IntoResponse as _, Response};

use self::reading::{Places, Reading, RequestStatus, Search, Typed};
use super::responses::answer_page;
use super::session::{OfficeForm, OfficeSession};
use crate::access::{Access, Permission};
use crate::text::OfficeLine as O;
use crate::web::error::WebError;
use crate::web::routes::Routes;
use countersign_core::protocol::spoken;
use countersign_core::protocol::{LineNumber, Scheme};
use countersign_core::text::Line as _;
use countersign_ledger::IncomingRequest;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/office/spoken", Access::Operator(Permission::AnswerRequests), show_empty_form)
        .post("/office/spoken", Access::Operator(Permission::AnswerRequests), check_or_answer)
        .post("/office/spoken/check", Access::Operator(Permission::AnswerRequests), check_parts)
}

async fn show_empty_form(session: OfficeSession) -> Result<Response, WebError> {
    let reading = read(&session, Typed::default(), Search::LineByLine).await?;
    Ok(session.page(O::SpokenTitle.say(session.lang()), &page::form(&session, &reading, false)))
}

async fn check_or_answer(form: OfficeForm) -> Result<Response, WebError> {
    let session = &form.session;
    let reading = read(session, typed(&form), Search::MostLikely).await?;
    let mut unconfirmed = false;
    if let (RequestStatus::Read(request), "answer") = (&reading.status, form.field("do")) {
        let request = IncomingRequest::Spoken((**request).clone());
        // A wrong reading passes the check once in 200,000, so the caller's screen decides.
        if reading.corrected().is_empty() || form.field("confirmed") == request.name() {
            let answer = session.desk().answer(request, session.requester(), Scheme::Three).await?;
            return answer_page(session, &answer).await;
        }
        unconfirmed = true;
    }
    Ok(session.page(O::SpokenTitle.say(session.lang()), &page::form(session, &reading, unconfirmed)))
}

async fn check_parts(form: OfficeForm) -> Result<Response, WebError> {
    let session = &form.session;
    let search = if form.field("do") == "check" { Search::MostLikely } else { Search::LineByLine };
    let reading = read(session, typed(&form), search).await?;
    Ok(page::parts(session, &reading).into_response())
}

/// What the form holds. All four lines may be pasted into its first field.
fn typed(form: &OfficeForm) -> Typed {
    let numbers = LineNumber::spoken();
    let lines = numbers.map(|number| form.field(&format!("line{}", number.get())).to_owned());
    let alone = lines.iter().skip(1).all(String::is_empty);
    let pasted = alone.then(|| lines.first().and_then(|all| spoken::find_lines(all))).flatten();
    let mended = numbers.map(|number| {
        let places = form.field(&format!("mended{}", number.get()));
        places.split(' ').filter_map(|place| place.parse().ok()).collect::<Places>()
    });
    Typed { number: form.field("number").to_owned(), lines: pasted.unwrap_or(lines), mended }
}

async fn read(session: &OfficeSession, typed: Typed, search: Search) -> Result<Reading, WebError> {
    let published = session.desk().data().published;
    // The search tries several thousand readings, so it must not block the server.
    let reading = tokio::task::spawn_blocking(move || reading::read(typed, search, &published));
    reading.await.map_err(|_| WebError::Fault)
}
