//! Facts of a machine and of a status, in words.

lines! {
    /// Facts of a machine and of a status, in words.
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
        Device,
        Activated,
        Until,
        ForEver,
        KeptIn,
        Older,
        SlotWhole,
        SlotNone,
        SlotAbsent,
        SlotReleased,
        SlotCorrupt,
        SlotUnreadable,
        SlotDiffers,
        OtherEarlier,
        OtherKept,
    }
}
