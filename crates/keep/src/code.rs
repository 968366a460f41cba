//! The stable codes of this room. Each has words in `text`: what it is, and what to do now.

use std::io::ErrorKind;

use super::envelope::RecordError;
use super::storage::{StorageError, StorageKind};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal),* $(,)?) => {
        /// One thing that can be the matter with what is kept.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum KeepCode { $($(#[$doc])* $name),* }

        impl KeepCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The stable code, as in `--json` and on the screen.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }
        }
    };
}

codes! {
    /// This user may not write the state folder.
    KeepDenied = "KEEP-DENIED",
    /// The state folder is on a read-only file system.
    KeepReadOnly = "KEEP-READ-ONLY",
    /// The disk is full.
    KeepFull = "KEEP-FULL",
    /// The state folder's place does not exist.
    KeepAbsent = "KEEP-ABSENT",
    /// The disk failed.
    KeepFault = "KEEP-FAULT",
    /// The file is damaged or was altered.
    KeepCorrupt = "KEEP-CORRUPT",
    /// The file was written by a newer program.
    KeepNewer = "KEEP-NEWER",
    /// The file and the UEFI record hold different licenses.
    KeepDiffers = "KEEP-DIFFERS",
    /// The code belongs to a license that was given back here.
    KeepReleased = "KEEP-RELEASED",
    /// Nothing is kept that could be given back.
    KeepNothing = "KEEP-NOTHING",
    /// This user may not write UEFI variables.
    EfiDenied = "EFI-DENIED",
    /// UEFI variables are read-only here.
    EfiReadOnly = "EFI-READ-ONLY",
    /// The firmware's store is full.
    EfiFull = "EFI-FULL",
    /// No UEFI variables here.
    EfiAbsent = "EFI-ABSENT",
    /// The firmware failed to read or write.
    EfiFault = "EFI-FAULT",
    /// The firmware said yes, and kept something else.
    EfiMismatch = "EFI-MISMATCH",
    /// The UEFI record is damaged.
    EfiCorrupt = "EFI-CORRUPT",
    /// The UEFI record was written by a newer program.
    EfiNewer = "EFI-NEWER",
    /// The older binding is not kept in UEFI.
    EfiOlderBinding = "EFI-OLDER-BINDING",
    /// The session's file is damaged; it was set aside.
    SessionBroken = "SESSION-BROKEN",
    /// The session's file was written by a newer program; it was set aside.
    SessionNewer = "SESSION-NEWER",
    /// The list of open requests is damaged.
    RequestsBroken = "REQUESTS-BROKEN",
    /// The list of licenses given back is damaged.
    ReleasedBroken = "RELEASED-BROKEN",
    /// The earlier record of this machine is damaged.
    EarlierBroken = "EARLIER-BROKEN",
    /// Another wizard is open.
    LockHeld = "LOCK-HELD",
    /// Nothing is kept: not activated.
    NotActivated = "NOT-ACTIVATED",
    /// The machine is no longer the one the license is for.
    MachineChanged = "MACHINE-CHANGED",
    /// The license's last day is past.
    LicenseExpired = "LICENSE-EXPIRED",
    /// What is kept does not verify.
    LicenseInvalid = "LICENSE-INVALID",
    /// The license was signed with a key this profile doesn't pin.
    LicenseKeyUnknown = "LICENSE-KEY-UNKNOWN",
    /// Fields could not be read, so the license can't be checked: not root.
    StatusNeedsRoot = "STATUS-NEEDS-ROOT",
    /// Fields could not be read, even by root.
    StatusUnreadable = "STATUS-UNREADABLE",
    /// The clock stands before the day the license was issued.
    ClockBehind = "CLOCK-BEHIND",
}

impl KeepCode {
    /// The code of a storage's error at that place.
    #[must_use]
    pub const fn of_storage_error(kind: StorageKind, error: StorageError) -> Self {
        match (kind, error) {
            (StorageKind::File, StorageError::Denied) => Self::KeepDenied,
            (StorageKind::File, StorageError::ReadOnly) => Self::KeepReadOnly,
            (StorageKind::File, StorageError::Full) => Self::KeepFull,
            // The folder's place is missing, or something that is no folder stands in it.
            (
                StorageKind::File,
                StorageError::NotThere
                | StorageError::Io(ErrorKind::NotADirectory | ErrorKind::AlreadyExists),
            ) => Self::KeepAbsent,
            (StorageKind::File, StorageError::Mismatch | StorageError::Io(_)) => Self::KeepFault,
            (StorageKind::Efi, StorageError::Denied) => Self::EfiDenied,
            (StorageKind::Efi, StorageError::ReadOnly) => Self::EfiReadOnly,
            (StorageKind::Efi, StorageError::Full) => Self::EfiFull,
            (StorageKind::Efi, StorageError::NotThere) => Self::EfiAbsent,
            (StorageKind::Efi, StorageError::Mismatch) => Self::EfiMismatch,
            (StorageKind::Efi, StorageError::Io(_)) => Self::EfiFault,
        }
    }

    /// The code of a record that can't be read.
    #[must_use]
    pub const fn of_record_error(kind: StorageKind, error: RecordError) -> Self {
        match (kind, error) {
            (StorageKind::File, RecordError::Version(_)) => Self::KeepNewer,
            (StorageKind::File, _) => Self::KeepCorrupt,
            (StorageKind::Efi, RecordError::Version(_)) => Self::EfiNewer,
            (StorageKind::Efi, _) => Self::EfiCorrupt,
        }
    }
}

impl std::fmt::Display for KeepCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unlike_and_fit_to_be_read_out() {
        for (at, code) in KeepCode::ALL.iter().enumerate() {
            let text = code.as_str();
            assert!(text.chars().all(|c| c.is_ascii_uppercase() || c == '-'), "{text}");
            assert!(KeepCode::ALL[..at].iter().all(|other| other.as_str() != text), "{text}");
        }
    }
}
