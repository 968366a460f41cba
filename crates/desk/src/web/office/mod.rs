//! The back office: the pages of operators who are signed in.
//!
//! Lives here: the pages under `/office`, each a thin handler over the ledger, the store and the files of keys and
//! profiles. Never here: a rule. Every form carries the session's CSRF token ([`session`]). No page needs script.
//!
//! | route | what |
//! | --- | --- |
//! | `/office/login`, `/office/logout` | signing in and out ([`login`]) |
//! | `/office` | the search, and a form to answer a request ([`search`]); what waits, open cases ([`start`]), charts ([`statistics`]) |
//! | `/office/numbers` | the list of license numbers ([`numbers`]) |
//! | `/office/numbers/N` | a license number: state, binding, acts, history ([`number`]) |
//! | `/office/requests` | the list of requests ([`requests`]) |
//! | `/office/requests/ID` | a request, its findings and its answer ([`request`]) |
//! | `/office/export/LIST.csv`, `.json` | a list as a file ([`export`]) |
//! | `/office/guide`, `/office/requests/ID/guide` | what a caller sees and what to say ([`guide`], [`guide_screen`], [`guide_request`], [`guide_ways`]) |
//! | `/office/spoken`, `/office/spoken/check` | a spoken request ([`spoken`]) |
//! | `/office/import` | the import of license numbers ([`import`]) |
//! | `/office/bundle` | the answer to a file with the requests of many machines ([`bundle`]) |
//! | `/office/cases` | the list of cases ([`cases`]) |
//! | `/office/cases/CAS-N` | a case, its notes and its summary ([`case`]) |
//! | `/office/cases/CAS-N/mail`, `mail.eml` | a case as a mail for its customer ([`case_mail`]) |
//! | `/office/downloads` | builds of the device program, and links to them ([`downloads`]) |
//! | `/office/login/code` | the second step of signing in ([`login_code`]) |
//! | `/office/login/provider`, `/office/login/return` | signing in by a provider ([`login_provider`]) |
//! | `/office/second-factor` | the operator's own second factor ([`second_factor`]) |
//! | `/office/operators`, `/office/operators/NAME` | who may sign in, and what each may do ([`operators`]) |
//! | `/office/account` | the operator's own password and sessions ([`account`]) |
//! | `/office/audit` | what operators did ([`audit`]) |
//! | `/office/tokens` | the tokens of programs ([`tokens`]) |
//! | `/office/keys`, `/office/profiles/V` | signing keys and profile versions ([`keys_and_profiles`]) |
//! The page of a route is in the file of its name. Other files have parts of several pages:
//!
//! | files | hold |
//! | --- | --- |
//! | `session`, `sessions`, `page_cookies` | the operator's session and its forms; sessions as a table; the cookies of pages |
//! | `done_notice` | the notice on the page after a form was carried out |
//! | `list_query`, `filters`, `export` | lists: the address, the form of filters, the list as a file |
//! | `components`, `responses`, `ask_again`, `shown_state`, `typed`, `typed_slot`, `upload`, `figure` | parts of pages, shared responses, confirmation, forms of older pages, kept input, files, charts |
//! | `case_forms`, `customer_form`, `passwords`, `provider_link`, `spoken/` | the forms of a case, a customer, a password, a link to the provider, a spoken request |

mod account;
mod ask_again;
mod audit;
mod bundle;
mod case;
mod case_forms;
mod case_mail;
mod cases;
mod components;
mod customer_form;
mod done_notice;
mod downloads;
mod export;
mod figure;
mod filters;
mod guide;
mod guide_request;
mod guide_screen;
mod guide_ways;
mod import;
mod keys_and_profiles;
mod list_query;
mod login;
mod login_code;
mod login_provider;
mod number;
mod number_forms;
mod numbers;
mod operators;
mod page_cookies;
mod passwords;
mod provider_link;
mod redirect_language;
mod request;
mod requests;
mod responses;
mod search;
mod second_factor;
mod session;
mod sessions;
mod shown_state;
mod spoken;
mod start;
mod statistics;
mod tokens;
pub(super) mod typed;
mod typed_slot;
mod upload;

use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};

use super::body_limits;
use super::routes::{RouteRow, Routes};
use super::source::limit_by_source;
use super::state::DeskState;

/// The routes. Sign-ins are limited by source; other pages count a request without a valid session ([`session`]). A redirect keeps the
/// language that the address chose.
pub fn routes(desk: DeskState) -> Routes {
    let login = sign_in().layer(from_fn_with_state(desk, limit_by_source));
    let routes = login.merge(pages().layer(DefaultBodyLimit::max(body_limits::FORM)));
    routes.layer(from_fn(redirect_language::keep_language)).layer(from_fn(typed_slot::carry))
}

/// Who may use which route.
pub fn route_rows() -> Vec<RouteRow> {
    sign_in().merge(pages()).rows().to_vec()
}

fn sign_in() -> Routes {
    login::routes().merge(login_code::routes()).merge(login_provider::routes())
}

fn pages() -> Routes {
    Routes::new()
        .merge(login::sign_out_routes())
        .merge(search::routes())
        .merge(numbers::routes())
        .merge(number::routes())
        .merge(requests::routes())
        .merge(request::routes())
        .merge(export::routes())
        .merge(guide::routes())
        .merge(spoken::routes())
        .merge(import::routes())
        .merge(bundle::routes())
        .merge(cases::routes())
        .merge(case::routes())
        .merge(case_mail::routes())
        .merge(downloads::routes())
        .merge(audit::routes())
        .merge(operators::routes())
        .merge(account::routes())
        .merge(keys_and_profiles::routes())
        .merge(tokens::routes())
        .merge(second_factor::routes())
}
