//! Links to the program: a page of all of them with the builds that they give, and a section on the page of a case. An operator makes a
//! link, copies it or reads it out, and revokes it. Builds can only be added by command.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use data_encoding::HEXLOWER;
use maud::{Markup, html};

use super::list_query::{AFTER, ListQuery};
use super::numbers::PAGE;
use super::session::{OfficeForm, OfficeSession};
use crate::access::{Access, Permission};
use crate::dates::now;
use crate::downloads::{
    Build, DEFAULT_DAYS, Download, DownloadLink, LinkCode, LinkOrder, LinkRefusal, LinkState, MAX_DAYS,
};
use crate::sql::Cursor;
use crate::text::downloads::megabytes;
use crate::text::{DownloadLine as L, DownloadSentence, OfficeLine as O, PhoneLine, case_refusal, office};
use crate::web::error::WebError;
use crate::web::routes::Routes;
use crate::web::state::DeskState;
use countersign_core::machine::printable;
use countersign_core::protocol::license::moment_at;
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::{CaseNumber, CaseRefusal};

/// The address of the page.
const PATH: &str = "/office/downloads";
/// How many downloads the page of a case shows.
const SHOWN: usize = 50;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(PATH, Access::Operator(Permission::See), show)
        .post(PATH, Access::Operator(Permission::HandOutProgram), make)
        .post("/office/downloads/revoke", Access::Operator(Permission::HandOutProgram), revoke)
}

async fn show(session: OfficeSession, query: ListQuery) -> Result<Response, WebError> {
    let lang = session.lang();
    let store = session.desk().store();
    let page = store.list_links(query.after().as_ref(), PAGE).await?;
    let builds = store.builds().await?;
    let title = L::OfficeTitle.say(lang);
    let content = html! {
        h1 { (title) }
        p { (L::OfficeLead.say(lang)) }
        (form(&session, &builds, None, None))
        h2 { (L::LinkLabel.say(lang)) }
        @if page.rows.is_empty() { p.quiet { (L::NoLinks.say(lang)) } } @else { (links(&session, &page.rows, true)) }
        (pages(lang, &query, page.next.as_ref()))
        h2 { (L::BuildsTitle.say(lang)) }
        @if builds.is_empty() { (no_builds(lang)) } @else { (build_table(lang, &builds)) }
    };
    Ok(session.page(title, &content))
}

/// The links to other pages of the list.
fn pages(lang: Lang, query: &ListQuery, next: Option<&Cursor>) -> Markup {
    html! {
        @if next.is_some() || query.get(AFTER).is_some() {
            nav.pages aria-label=(O::Pages.say(lang)) {
                @if query.get(AFTER).is_some() { a href=(PATH) { (O::FirstPage.say(lang)) } }
                @if let Some(next) = next {
                    a rel="next" href=(query.address(PATH, Some((AFTER, &next.to_string())))) { (O::NextPage.say(lang)) }
                }
            }
        }
    }
}

/// The section on the page of a case.
pub(super) async fn of_case(
    session: &OfficeSession,
    case: CaseNumber,
    product: Option<&str>,
) -> Result<Markup, WebError> {
    let lang = session.lang();
    let store = session.desk().store();
    let builds = store.builds().await?;
    let (made, downloads) = store.links_of_case(case, SHOWN).await?;
    Ok(html! {
        section #downloads {
            h2 { (L::MakeTitle.say(lang)) }
            @if !made.is_empty() { (links(session, &made, false)) }
            @if !downloads.is_empty() { (history(lang, &downloads)) }
            (form(session, &builds, Some(case), product))
        }
    })
}

async fn make(State(desk): State<DeskState>, form: OfficeForm) -> Result<Response, WebError> {
    let session = &form.session;
    let lang = session.lang();
    let typed = form.field("case").trim();
    let case = match (typed, typed.parse::<CaseNumber>()) {
        ("", _) => None,
        (_, Ok(case)) => Some(case),
        (_, Err(_)) => return Ok(case_unknown(session, typed)),
    };
    let days = form.field("days").trim().parse::<u16>().ok().filter(|days| (1..=MAX_DAYS).contains(days));
    let Some(days) = days else {
        let (what, next) = (L::DaysBad.say(lang), L::DaysBadDo.say(lang));
        return Ok(session.problem(StatusCode::UNPROCESSABLE_ENTITY, "DAYS-INVALID", what, next));
    };
    let order = LinkOrder {
        product: Some(form.field("product")).filter(|named| !named.is_empty()).map(str::to_owned),
        case,
        days,
        by: session.operator.as_str().to_owned(),
        at: now(),
    };
    match order.make(desk.store(), &desk.data().published.profiles).await {
        Ok(link) => Ok(back(&link)),
        Err(refusal) => refused(session, refusal),
    }
}

/// The page that says why no link is made.
fn refused(session: &OfficeSession, refusal: LinkRefusal) -> Result<Response, WebError> {
    let lang = session.lang();
    let conflict = |code: &str, what: DownloadSentence<'_>, next: L| {
        session.problem(StatusCode::CONFLICT, code, &what.say(lang), next.say(lang))
    };
    Ok(match refusal {
        // The page offers every product.
        LinkRefusal::Product(_) => session.stale_form(),
        LinkRefusal::CaseUnknown(case) => case_unknown(session, &case.to_string()),
        LinkRefusal::CaseOfProduct(case, product) => {
            let what = DownloadSentence::CaseOfProduct { case: &case, product: &product };
            conflict("PRODUCT-OTHER", what, L::CaseOfProductDo)
        }
        LinkRefusal::NoBuild(product) => {
            conflict("BUILD-NONE", DownloadSentence::NoBuildFor { product: &product }, L::NoBuildsDo)
        }
        LinkRefusal::Random(error) => {
            tracing::error!(%error, "no code for a link");
            return Err(WebError::Fault);
        }
        LinkRefusal::Store(error) => return Err(error.into()),
    })
}

async fn revoke(form: OfficeForm) -> Result<Response, WebError> {
    let session = &form.session;
    let lang = session.lang();
    let revoked = match LinkCode::read(form.field("code")) {
        Some(code) => {
            let by = session.operator.as_str();
            session.desk().store().revoke_link(&code, by, now()).await?
        }
        None => None,
    };
    Ok(match revoked {
        // Back to the page with the button.
        Some(link) if form.field("at") == "case" => back(&link),
        Some(_) => session.done(PATH),
        None => {
            let (what, next) = (L::LinkNotKnown.say(lang), L::LinkUnknownDo.say(lang));
            session.problem(StatusCode::NOT_FOUND, "LINK-UNKNOWN", what, next)
        }
    })
}

/// The page that shows a link.
fn back(link: &DownloadLink) -> Response {
    match link.case {
        Some(case) => Redirect::to(&format!("/office/cases/{case}#downloads")),
        None => Redirect::to(PATH),
    }
    .into_response()
}

fn case_unknown(session: &OfficeSession, typed: &str) -> Response {
    let case = printable(typed.as_bytes());
    let (what, _) = case_refusal(session.lang(), CaseRefusal::Unknown, &case);
    let next = O::SeeCases.say(session.lang());
    session.problem(StatusCode::NOT_FOUND, CaseRefusal::Unknown.code(), &what, next)
}

/// The form that makes a link; if there is no build, a sentence that says what to do.
fn form(
    session: &OfficeSession,
    builds: &[Build],
    case: Option<CaseNumber>,
    product: Option<&str>,
) -> Markup {
    if !session.may(Permission::HandOutProgram) {
        return html! {};
    }
    let lang = session.lang();
    if builds.is_empty() {
        return no_builds(lang);
    }
    let profiles = session.desk().data().published.profiles;
    let products = profiles.products();
    html! {
        form.filters method="post" action=(PATH) {
            (session.csrf_field())
            @if products.len() > 1 {
                label { (O::Product.say(lang)) select name="product" required {
                    @for one in &products {
                        option value=(one.product) selected[product == Some(one.product.as_str())] { (one.name) }
                    }
                } }
            }
            @match case {
                Some(case) => input type="hidden" name="case" value=(case);,
                None => label { (L::CaseLabel.say(lang)) input name="case" maxlength="16" placeholder="CAS-000042"; },
            }
            label { (L::DaysLabel.say(lang))
                input type="number" name="days" min="1" max=(MAX_DAYS) value=(DEFAULT_DAYS) required;
            }
            div.buttons { button { (L::MakeButton.say(lang)) } }
        }
    }
}

fn no_builds(lang: Lang) -> Markup {
    html! { p.quiet { (L::NoBuilds.say(lang)) " " (L::NoBuildsDo.say(lang)) } }
}

/// Links as a table, newest first.
fn links(session: &OfficeSession, all: &[DownloadLink], with_case: bool) -> Markup {
    let lang = session.lang();
    let profiles = session.desk().data().published.profiles;
    let now = now();
    let address = |link: &DownloadLink| link.address(&profiles.newest_for(Some(&link.product)).desk);
    html! {
        table.rows {
            thead { tr {
                th { (L::LinkLabel.say(lang)) } th { (O::State.say(lang)) } th { (L::GoodUntil.say(lang)) }
                th { (L::Count.say(lang)) } th { (L::LastUse.say(lang)) }
                @if with_case { th { (O::Product.say(lang)) } th { (O::Case.say(lang)) } }
                th { (O::Operator.say(lang)) }
            } }
            tbody { @for link in all {
                @let state = link.state(now);
                tr {
                    td data-label=(L::LinkLabel.say(lang)) {
                        span id={ "link-" (link.code) } { code.long { (address(link)) } }
                        @if state == LinkState::Valid { (valid_link(session, link, with_case)) }
                    }
                    td data-label=(O::State.say(lang)) {
                        span.tag.bad[state != LinkState::Valid] { (L::of_state(state).say(lang)) }
                    }
                    td data-label=(L::GoodUntil.say(lang)) { span.when { (moment_at(link.expires)) } }
                    td data-label=(L::Count.say(lang)) { (link.downloads) }
                    td data-label=(L::LastUse.say(lang)) {
                        @match link.last { Some(at) => span.when { (moment_at(at)) }, None => "–" }
                    }
                    @if with_case {
                        td data-label=(O::Product.say(lang)) { (link.product) }
                        td data-label=(O::Case.say(lang)) {
                            @match link.case { Some(case) => a href={ "/office/cases/" (case) } { (case) }, None => "–" }
                        }
                    }
                    td data-label=(O::Operator.say(lang)) { bdi { (printable(link.made_by.as_bytes())) } }
                }
            } }
        }
    }
}

/// What can be done with a link that gives something: copy it, read it out, revoke it.
fn valid_link(session: &OfficeSession, link: &DownloadLink, with_case: bool) -> Markup {
    let lang = session.lang();
    let code = link.code.as_str();
    html! {
        details {
            summary { (L::SpellTitle.say(lang)) }
            p.spelling { (office::spelled(lang, code)) }
        }
        @if session.may(Permission::HandOutProgram) { form.case-steps method="post" action="/office/downloads/revoke" {
            (session.csrf_field())
            input type="hidden" name="code" value=(code);
            @if !with_case { input type="hidden" name="at" value="case"; }
            button.small type="button" hidden data-copy={ "link-" (code) } data-done=(PhoneLine::Copied.say(lang))
                data-failed=(PhoneLine::CopyFailed.say(lang)) { (L::CopyLink.say(lang)) }
            button.small { (L::RevokeButton.say(lang)) }
        } }
    }
}

/// Downloads as a table, newest first.
fn history(lang: Lang, all: &[Download]) -> Markup {
    html! {
        h3 { (L::DownloadedTitle.say(lang)) }
        table.rows {
            thead { tr {
                @for line in [L::LinkLabel, L::Processor, L::Version] { th { (line.say(lang)) } }
                th { (O::When.say(lang)) }
            } }
            tbody { @for one in all { tr {
                td data-label=(L::LinkLabel.say(lang)) { code { (one.code) } }
                td data-label=(L::Processor.say(lang)) { (one.processor.name()) }
                td data-label=(L::Version.say(lang)) { (one.version) }
                td data-label=(O::When.say(lang)) { span.when { (moment_at(one.at)) } }
            } } }
        }
    }
}

/// Builds as a table, newest first.
fn build_table(lang: Lang, all: &[Build]) -> Markup {
    let head = [L::Processor, L::Version, L::Size, L::ProgramSum];
    html! {
        table.rows {
            thead { tr {
                @for line in head { th { (line.say(lang)) } }
                th { (O::Product.say(lang)) } th { (L::Added.say(lang)) }
            } }
            tbody { @for one in all { tr {
                td data-label=(L::Processor.say(lang)) {
                    code { (one.processor.name()) } " " span.quiet { (L::of_route(one.route).say(lang)) }
                }
                td data-label=(L::Version.say(lang)) {
                    code { (one.version) }
                    @if one.signature.is_some() { " " span.quiet { (L::Signed.say(lang)) } }
                }
                td data-label=(L::Size.say(lang)) { span.when { (megabytes(one.size)) " MB" } }
                td data-label=(L::ProgramSum.say(lang)) { code.long { (HEXLOWER.encode(&one.sha256)) } }
                td data-label=(O::Product.say(lang)) { (one.product.as_deref().unwrap_or_else(|| L::EveryProduct.say(lang))) }
                td data-label=(L::Added.say(lang)) {
                    span.when { (moment_at(one.added_at)) } " " bdi.quiet { (printable(one.added_by.as_bytes())) }
                }
            } } }
        }
    }
}
