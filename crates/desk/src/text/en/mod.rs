//! English words, one file per area.

#![deny(unused_variables, reason = "each language names every value of a sentence")]

mod access;
mod admin;
mod audit;
mod bundle;
mod case;
mod database;
mod desk;
mod downloads;
mod guide;
mod mail;
mod office;
mod phone;
mod programs;
mod serve;
mod sign_in;
mod staff;
mod statistics;
mod token;
mod upkeep;

pub use access::{access, access_sentence};
pub use admin::{admin, admin_sentence};
pub use audit::{audit, audit_sentence};
pub use bundle::{bundle, bundle_sentence};
pub use case::{case, case_sentence};
pub use database::{database, database_sentence};
pub use desk::{desk, desk_sentence};
pub use downloads::{downloads, downloads_sentence};
pub use guide::{guide, guide_remark};
pub use mail::{mail, mail_sentence};
pub use office::{office, office_sentence};
pub use phone::{phone, phone_sentence};
pub use programs::{program_sentence, programs};
pub use serve::{serve, serve_sentence};
pub use sign_in::{sign_in, sign_in_sentence};
pub use staff::{staff, staff_sentence};
pub use statistics::{statistics, statistics_sentence};
pub use token::{token, token_sentence};
pub use upkeep::{upkeep, upkeep_sentence};
