//! Judges whether the hardware values of a machine are fit to identify it, and finds remedies where they are not.
//!
//! Software that binds a license to a machine, and tools that inventory or enrol machines, rely on three values of SMBIOS:
//! manufacturer, model and serial number. On many machines they are blank, `To Be Filled By O.E.M.`, `Default string`,
//! `0123456789`, or the same on a whole batch. This crate finds such values, explains why they are unfit, and gives the steps
//! that correct them on this machine.
//!
//! # What it does
//!
//! 1. **Parse** the data of a machine: SMBIOS tables, `dmidecode` text, or plain values ([`machine`]).
//! 2. **Review** it: one finding per field, with a verdict and a stable code such as `SERIAL-PLACEHOLDER` ([`review`]).
//! 3. **Remedy** a finding: values from elsewhere on the machine, and the exact commands for its firmware or hypervisor
//!    ([`remedy`]).
//! 4. **Activate** offline: requests in a QR code, license codes that are short enough to type ([`protocol`]).
//!
//! The crate does no I/O and reads neither the clock nor random numbers. Any input gives a value or a typed error; no function
//! panics. `countersign-probe` reads the running computer into the types of this crate.
//!
//! # First example
//!
//! ```
//! use countersign_core::machine::{Field, Machine};
//! use countersign_core::remedy::remedies;
//! use countersign_core::review::{Policy, Verdict, review};
//! use countersign_core::text::{self, Lang};
//!
//! // A board whose maker never filled in the values of the system.
//! let mut machine = Machine::from_values("To Be Filled By O.E.M.", "To Be Filled By O.E.M.", "")
//!     .with_value(Field::BiosVendor, "American Megatrends Inc.")
//!     .with_value(Field::BoardManufacturer, "ASRock")
//!     .infer_platform();
//! machine.firmware.uefi = true;
//!
//! let policy = Policy::default();
//! let review = review(&machine, &policy);
//! assert_eq!(review.acceptable(), Some(false));
//!
//! let finding = review.finding(Field::Manufacturer).ok_or("every binding field has a finding")?;
//! assert_eq!(finding.verdict, Verdict::Placeholder);
//! assert_eq!(finding.code().as_deref(), Some("MANUFACTURER-PLACEHOLDER"));
//! println!("{}", text::review::why(Lang::En, finding));
//!
//! let remedies = remedies(&machine, &review, &policy, None);
//! let first = remedies.first().ok_or("a refused field has a remedy")?;
//! assert_eq!(first.value.as_deref(), Some("ASRock"));
//! let command = first.command.as_ref().ok_or("AMI's tool can be typed")?;
//! assert_eq!(command.shell(), "AMIDEEFIx64.efi /SM ASRock");
//! # Ok::<(), &str>(())
//! ```
//!
//! More examples in `examples/`: `review_values`, `review_smbios`, `review_dmidecode`, `list_remedies`.
//!
//! # Modules
//!
//! | module | holds |
//! | --- | --- |
//! | [`machine`] | [`Machine`](machine::Machine) and its fields; parsers of SMBIOS tables and `dmidecode` text; safe display |
//! | [`review`] | the rules, [`review()`](review::review) of a machine, [`judge_text`](review::judge_text) of one value |
//! | [`remedy`] | [`plan`](remedy::plan()): the ways for a whole machine; [`remedies`](remedy::remedies) for what review refused: values, commands, steps |
//! | [`marker`], [`assigned`] | the digests that licenses bind to, and values derived from them |
//! | [`protocol`] | the wire: requests, license codes, receipts |
//! | [`reader`] | bytes and text that people pass on: encodings, mail, HTML, rows |
//! | [`bundle`] | the requests of many machines in one file, and their answers |
//! | [`profile`] | a product's settings: number mask, desk, pinned keys, policy |
//! | [`text`] | findings, remedies and fields in words, English and Chinese |
//! | [`lang`], [`step`], [`screen_kind`] | the languages; the numbered steps of an activation session; the names of its screens |
//!
//! # Verdicts
//!
//! | verdict | meaning | refuses |
//! | --- | --- | --- |
//! | `ok` | usable | |
//! | `blank` | never set, missing, or blanks only | yes |
//! | `placeholder` | a filler such as `Default string` | yes |
//! | `malformed` | no proper text, or not in the form of the field | yes |
//! | `shared` | the same on many machines | yes; a model only warns |
//! | `unreadable` | could not be read, such as without root | leaves the answer open |
//!
//! The rules match families of fillers instead of known spellings, so that they also catch new fillers. A change of the rules
//! that changes a verdict raises [`RULES_VERSION`](review::RULES_VERSION).

pub mod assigned;
pub mod bundle;
mod digest;
pub mod lang;
pub mod machine;
pub mod marker;
mod named_enum;
pub mod profile;
pub mod protocol;
pub mod reader;
pub mod remedy;
pub mod review;
pub mod screen_kind;
pub mod step;
pub mod text;

/// Checks the example of the crate's README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
