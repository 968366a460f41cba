//! The data that a computer gives about itself: a [`Machine`] with its fields, and the parsers that make one.
//!
//! Lives here: parsers of SMBIOS tables (DMTF DSP0134) and of `dmidecode` text, and the inference of firmware family and
//! hypervisor. A read that fails is data too ([`Reading`]). Never here: opening files (`countersign-probe` does), or the
//! judgement of a value ([`review`](crate::review)).
//!
//! | constructor | from |
//! | --- | --- |
//! | [`Machine::from_values`] | manufacturer, model and serial as text |
//! | [`Machine::from_smbios`] | the bytes of an SMBIOS table |
//! | [`Machine::from_dmidecode`] | the text that `dmidecode` prints |
//! | [`Machine::from_recording`] | either of the two above |
//! | [`Machine::from_fields`] | the fields of an inventory |
//! | files | hold |
//! | --- | --- |
//! | `facts`, `field` | [`Machine`], its fields, and the results of reading one; start here |
//! | `table`, `entry_point`, `characteristics`, `uuid` | parsers of SMBIOS bytes |
//! | `dmidecode`, `recording`, `dump` | `dmidecode` text; a machine from any recording; a recording from a machine |
//! | `platform`, `firmware`, `hypervisor`, `serial_scope` | what is inferred |
//! | `origin`, `value_source`, `tool` | types: where a value comes from, where it was read, the programs that set it |

mod characteristics;
mod dmidecode;
mod dump;
pub mod entry_point;
mod facts;
mod field;
mod firmware;
mod hypervisor;
mod origin;
mod platform;
mod recording;
mod serial_scope;
pub mod table;
mod tool;
pub mod uuid;
mod value_source;

#[cfg(test)]
mod tests;

pub(crate) use crate::reader::is_hidden;
pub use crate::reader::{MAX_COLUMNS, compatibility_fold, is_visible, printable};
pub use dmidecode::UnknownLine;
pub use dump::encode_dump;
pub use facts::{Clock, DeviceTree, EfiStore, Firmware, Machine, MachineSource, OnboardMac, Tables};
pub use field::{Field, Reading};
pub use hypervisor::hypervisor_from_fields;
pub use origin::{Origin, SourceKind};
pub use platform::{BootMode, Container, Family, Hypervisor};
pub use recording::{RecordingFault, parse_recording};
pub use serial_scope::{SerialScope, serial_scope};
pub use tool::Tool;
pub use value_source::ValueSource;
