//! Facts of a machine, in words.

use countersign_core::lines;

lines! {
    /// Facts of a machine, in words.
    pub enum FactLine in fact {
        Recording,
        Smbios,
        Firmware,
        Boot,
        Hypervisor,
        Container,
        Efi,
        Unknown,
        None,
        Writable,
        OtherEarlier,
        OtherKept,
    }
}
