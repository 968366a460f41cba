//! Reads this computer, a recording, or a sample into a [`Machine`](countersign_core::machine::Machine).
//!
//! Lives here: access to sysfs, the device tree, `PATH`, the clock, and the signs of hypervisors and containers. A read that
//! fails is a fact of the machine. Never here: parsers of bytes (`countersign-core` has them), judgements, decisions.
//!
//! | function | reads |
//! | --- | --- |
//! | [`this_computer`] | the computer that the program runs on |
//! | [`recording`] | a dump, a folder shaped like `/sys`, or `dmidecode` text |
//! | [`sample`], [`samples`] | invented machines that ship with the program |
//! | [`clock`] | the current time of a machine from a source |
//! | [`find_program`] | the path of a program on `PATH` |
//! | [`removable_media`] | USB sticks and cards, and their mount points |
//! | [`efivars_path`] | the folder of UEFI variables, which `countersign-keep` reads and writes |
//!
//! Start at `computer`: it calls `sysfs`, `device_tree`, `efi`, `network`, `tools` and `virtualization`. `file_tree` is a folder on disk or in
//! the program, and `mount_table` parses the mounts.

mod clock;
mod computer;
mod device_tree;
mod efi;
mod file_tree;
mod mount_table;
mod network;
mod recording;
mod removable_media;
mod samples;
mod sysfs;
mod tools;
mod virtualization;

#[cfg(test)]
mod tests;

use countersign_core::machine::{Clock, MachineSource};

pub use computer::this_computer;
pub use efi::efivars_path;
pub use recording::{RecordingError, recording};
pub use removable_media::{RemovableMedium, removable_media};
pub use samples::{Sample, sample, samples};
pub use tools::find_program;

/// The current clock of the computer, a recording or a sample.
#[must_use]
pub fn clock(source: &MachineSource) -> Clock {
    match source {
        MachineSource::ThisComputer => clock::of_this_computer(),
        MachineSource::Recording(_) | MachineSource::Sample(_) => clock::of_recording(),
    }
}
