//! The texts that only the desk shows: phone pages, office, case summaries and mails, and the program `countersign-desk`. Each area
//! has an enum of lines and most have an enum of sentences that hold values. Their English words are in `en`, their Chinese words in
//! `zh`.
//!
//! | area | says |
//! | --- | --- |
//! | `phone` | the phone pages and their errors |
//! | `office`, `sign_in`, `access` | the back office, signing in, roles and permissions |
//! | `guide` | what an operator says to a caller |
//! | `staff` | what staff do about a refusal, and what they verify |
//! | `desk`, `admin`, `serve`, `upkeep` | the program: help and faults, commands for cases, operators and keys, `serve`, `database` and `prune` |
//! | `audit`, `statistics`, `downloads`, `bundle` | the commands and pages of that name |
//! | `programs` | the tokens of programs, and the refusals of their interface |
//! | `token` | keys in hardware |
//! | `case`, `mail` | a case for colleagues, and for its customer |
//! | `request`, `database` | why a text has no request, why there is no connection |
//!
//! Never here: the reason of a refused request (`countersign_ledger::text`), findings, fields and remedies (`countersign_core::text`), or
//! the decision which line to show.

pub mod en;
pub mod zh;

pub mod access;
mod admin;
mod audit;
pub mod bundle;
pub mod case;
pub mod database;
mod desk;
pub mod downloads;
mod event;
mod guide;
mod mail;
pub mod office;
pub mod phone;
pub mod programs;
mod request;
pub mod serve;
mod sign_in;
mod staff;
mod statistics;
pub mod token;
mod upkeep;

pub use access::{AccessLine, AccessSentence};
pub use admin::{
    AdminLine, AdminSentence, case_refusal, import_customer, license_change, license_part, license_value,
    profile_fault,
};
pub use audit::{AuditLine, AuditSentence, finding as audit_finding};
pub use bundle::{BundleLine, BundleSentence};
pub use case::{CaseLine, CaseSentence};
pub use database::{DatabaseFault, DatabaseLine, DatabaseSentence};
pub use desk::{DeskLine, DeskSentence, customer_too_long, line_list};
pub use downloads::{DownloadLine, DownloadSentence};
pub use event::{event, event_subject};
pub use guide::{GuideRemark, guide_words};
pub use mail::{MailLine, MailSentence};
pub use office::{OfficeLine, OfficeSentence};
pub use phone::{PhoneLine, PhoneSentence};
pub use programs::{ProgramLine, ProgramSentence};
pub use request::request_fault;
pub use serve::{ServeLine, ServeSentence};
pub use sign_in::{SignInLine, SignInSentence, provider_refusal};
pub use staff::{StaffLine, StaffSentence};
pub use statistics::{StatisticsLine, StatisticsSentence, ending_lines, platform_name};
pub use token::{TokenLine, TokenSentence};
pub use upkeep::{UpkeepLine, UpkeepSentence, check_finding};
