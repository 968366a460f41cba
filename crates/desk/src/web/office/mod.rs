//! The back office: what operators see and do, behind a sign-in.
//!
//! Lives here: the pages under `/office`, each a thin handler over the ledger, the store and the files of keys and
//! profiles. Never here: a rule. Every form carries the session's mark ([`entry`]); nothing needs script.
//!
//! | route | what |
//! | --- | --- |
//! | `/office/login`, `/office/logout` | sign in, sign out ([`login`]) |
//! | `/office` | search, and a request to be answered ([`search`]) |
//! | `/office/numbers/N` | a license number: state, binding, acts, history ([`number`]) |
//! | `/office/requests/ID` | a request as the device showed it ([`request`]) |
//! | `/office/guide`, `/office/requests/ID/guide` | what a caller sees, and what to say ([`guide`]) |
//! | `/office/spoken` | a request by word ([`spoken`]) |
//! | `/office/import` | a file of numbers ([`import`]) |
//! | `/office/cases`, `/office/cases/CAS-N` | cases, notes, the end, the summary ([`cases`]) |
//! | `/office/audit` | what operators did ([`audit`]) |
//! | `/office/keys`, `/office/profiles/V` | what signs, what devices are told ([`books`]) |

mod audit;
mod auth;
mod cases;
mod components;
mod guide;
mod import;
mod keys_and_profiles;
mod login;
mod number;
mod request;
mod search;
mod spoken;

use axum::Router;
use axum::middleware::from_fn_with_state;

use super::limits;
use super::state::Desk;

/// The routes.
pub fn routes(desk: Desk) -> Router<Desk> {
    let login = login::routes().layer(from_fn_with_state(desk, limits::by_source));
    Router::new()
        .merge(login)
        .merge(search::routes())
        .merge(number::routes())
        .merge(request::routes())
        .merge(guide::routes())
        .merge(spoken::routes())
        .merge(import::routes())
        .merge(cases::routes())
        .merge(audit::routes())
        .merge(keys_and_profiles::routes())
}
