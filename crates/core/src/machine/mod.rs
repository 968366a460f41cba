//! What a computer says of itself: the plain facts of a [`Machine`], and the parsers that yield them.
//!
//! Lives here: SMBIOS tables, `dmidecode` text, firmware family and hypervisor by their names. A read that fails is a
//! fact too ([`Reading`]). Never here: opening files (`countersign-probe` does), or the judgement of a value (`review`).

mod compatibility;
mod dmidecode;
mod dump;
pub mod entry_point;
mod facts;
mod field;
mod firmware;
mod hypervisor;
mod platform;
mod printable;
mod recording;
pub mod table;
pub mod uuid;

#[cfg(test)]
mod tests;

pub use compatibility::compatibility_fold;
pub use dump::encode_dump;
pub use facts::{Clock, DeviceTree, EfiStore, Firmware, Machine, MachineSource, Origin, Tables};
pub use field::{Field, Reading};
pub use hypervisor::hypervisor_from_fields;
pub use platform::{Container, Family, Hypervisor, Tool};
pub use printable::{MAX_COLUMNS, printable};
pub use recording::parse_recording;
