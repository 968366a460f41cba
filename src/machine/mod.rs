//! What a computer says of itself, read into a [`Machine`].
//!
//! Lives here: the readers (SMBIOS tables, sysfs, device tree, `dmidecode` text, hypervisor, EFI
//! variables, clock) and the plain facts they yield. A read that fails is a fact too ([`Reading`]).
//! Never here: any judgement whether a value is good; that is `review`.

mod clock;
mod compatible;
mod computer;
mod container;
mod device_tree;
mod dmidecode;
mod dump;
mod efi;
mod entry;
mod facts;
mod field;
mod firmware;
mod hypervisor;
mod network;
mod recording;
mod sample;
mod shown;
mod sysfs;
mod table;
mod tools;
mod tree;
mod uuid;

#[cfg(test)]
mod tests;

pub use compatible::compatible;
pub use computer::this_computer;
pub use dump::dump;
pub use efi::efivars_of;
pub use facts::{
    Clock, Container, DeviceTree, EfiStore, Family, Firmware, Hypervisor, Machine, Origin, Source, Tables,
    Tool,
};
pub use field::{Field, Reading};
pub use recording::{RecordingError, noted, recorded, recording};
pub use sample::{Sample, sample, samples};
pub use shown::{MOST_COLUMNS, shown};
