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

mod answer_address;
pub mod api;
pub mod assets;
mod audit_events;
mod audit_limits;
mod bundle_answers;
mod chart;
mod connections;
mod cookies;
mod download_page;
pub mod downloads;
pub mod error;
pub mod error_response;
pub mod headers;
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
