//! What a computer says of itself: the plain facts of a [`Machine`], and the parsers that yield them.
//!
//! Lives here: SMBIOS tables, `dmidecode` text, firmware family and hypervisor by their names. A read that fails is a
//! fact too ([`Reading`]). Never here: opening files (`countersign-probe` does), or the judgement of a value (`review`).

mod clock;
mod compatible;
mod dmidecode;
mod dump;
pub mod entry;
mod facts;
mod field;
mod firmware;
mod hypervisor;
mod recorded;
mod shown;
pub mod table;
mod uuid;

#[cfg(test)]
mod tests;

pub use compatible::compatible;
pub use dump::dump;
pub use facts::{
    Clock, Container, DeviceTree, EfiStore, Family, Firmware, Hypervisor, Machine, Origin, Source, Tables,
    Tool,
};
pub use field::{Field, Reading};
pub use hypervisor::by_tables as hypervisor_by_tables;
pub use recorded::{conclude, noted, of_bytes, recorded};
pub use shown::{MOST_COLUMNS, shown};
