//! Reads this computer, a recording, or a sample into a [`Machine`](countersign_core::machine::Machine).
//!
//! Lives here: sysfs, the device tree, `PATH`, the clock, the marks of containers and hypervisors. A read that fails is
//! a fact of the machine. Never here: a decision, a judgement, or a parser of bytes (`countersign-core` has those).

mod clock;
mod computer;
mod container;
mod device_tree;
mod efi;
mod hypervisor;
mod network;
mod recording;
mod samples;
mod sysfs;
mod tools;
mod tree;

#[cfg(test)]
mod tests;

pub use computer::this_computer;
pub use efi::efivars_path;
pub use recording::{RecordingError, recording};
pub use samples::{Sample, sample, samples};
