//! The desk's web server: the phone pages behind a QR, the interface `/api/v1` for devices, and the back office.
//!
//! Lives here: routes, thin handlers, the layout of every page ([`layout`]), and what holds for every response: its headers
//! ([`headers`]), its limits ([`limits`]), its errors ([`error`], [`error_response`]), its line in the log and its counts (`observe`).
//! Never here: a decision (`ledger` makes those), SQL, a sentence (those are in `text`), or state that another desk process would
//! need: the database holds all of that. Only the limits are counted in each process separately.
//!
//! | route | what |
//! | --- | --- |
//! | `GET /` | says what this site is |
//! | `GET /R/…`, `/r/…` | shows a request as the desk reads it; writes and issues nothing ([`phone`]) |
//! | `POST /R/…`, `/r/…` | asks the ledger, and redirects to the address of the answer |
//! | `GET /R/…/…`, `/r/…/…` | the license code, or the refusal, for half an hour after it was asked for (`answer_address`) |
//! | `GET /d/CODE`, `/d/CODE/PROCESSOR` | what a link to the program gives; the archive ([`downloads`]) |
//! | `POST /api/v1/requests` | the same as JSON ([`api`]) |
//! | `/api/v1/…` | the interface for programs, with a token ([`programs`]) |
//! | `/office/…` | the back office, for operators who are signed in (`office`) |
//! | `GET /healthz`, `GET /readyz` | `ok` if the ledger can be read, and written (`readiness`) |
//! | `GET /static/…` | style sheet, script and icon ([`assets`]) |
//! A handler asks the ledger for an answer by `public_answer` (the limits for strangers), then `DeskState::answer` (the newest
//! keys, the audit), then `ledger::answer`.
//!
//! | files | hold |
//! | --- | --- |
//! | `server`, `connections`, `service_manager`, `monitoring` | listening, bounds on connections, the service manager, the listener for metrics |
//! | `router`, `routes` | every route with who may use it, and the layers around them |
//! | `source`, `limits`, `keyed_rate`, `audit_limits` | who asks and how often: the layer, what is limited, one counter, what reaches the audit |
//! | `body_limits` | the longest bodies, by what they hold |
//! | `state`, `newest_data`, `public_answer` | what handlers share, profiles and keys, the answer to a stranger |
//! | `phone`, `phone_page`, `phone_answer`, `answer_address`, `ways` | the phone pages: GET shows, POST asks and redirects, GET of the answer decides again without a write |
//! | `bundle_answers` | the answers of a bundle, written while they are decided |
//! | `downloads`, `download_page` | what a link to the program gives |
//! | `audit_events`, `observe`, `log` | what is recorded: in the audit, in the log, in the metrics |
//! | `headers`, `error`, `error_response`, `layout`, `assets`, `lang`, `cookies`, `chart` | what pages have in common |
//! | `password_threads`, `statistics_cache` | work that many requests could ask for at once |

mod answer_address;
pub mod api;
pub mod assets;
mod audit_events;
mod audit_limits;
mod body_limits;
mod bundle_answers;
mod chart;
mod connections;
mod cookies;
mod download_page;
pub mod downloads;
pub mod error;
pub mod error_response;
pub mod headers;
mod import_jobs;
mod keyed_rate;
mod lang;
pub mod layout;
pub mod limits;
pub mod log;
mod monitoring;
mod newest_data;
mod observe;
mod office;
mod password_threads;
pub mod phone;
mod phone_answer;
mod phone_page;
pub mod programs;
mod public_answer;
mod readiness;
mod router;
mod routes;
mod server;
mod service_manager;
pub mod source;
pub mod state;
mod statistics_cache;
mod ways;

pub use monitoring::Monitoring;
pub use router::{route_rows, router};
pub use routes::RouteRow;
pub use server::{Listener, ServeError, TlsFiles, listen};
pub use state::{DeskFolder, DeskState, Settings};
