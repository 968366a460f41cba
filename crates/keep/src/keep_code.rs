//! The stable codes of this crate. [`text`](crate::text) has the meaning and the next step of each.

use std::io::ErrorKind;

use super::envelope::RecordError;
use super::storage::{StorageError, StorageKind};
use super::trust::Distrust;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal),* $(,)?) => {
        /// A problem with a stored record, as `--json` and screens name it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum KeepCode { $($(#[$doc])* $name),* }

        impl KeepCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Returns the stable code, as in `--json` and on the screen.
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
    /// The state folder can't be created: a folder above it is missing or is not a folder.
    KeepAbsent = "KEEP-ABSENT",
    /// Reading from or writing to the disk failed.
    KeepFault = "KEEP-FAULT",
    /// A file of the state folder is a link, a pipe, a device, a socket or a folder.
    KeepNotRegular = "KEEP-NOT-REGULAR",
    /// The state folder, or a file in it, belongs to another user.
    KeepOwner = "KEEP-OWNER",
    /// Other users may write to the state folder, or to a file in it.
    KeepWritable = "KEEP-WRITABLE",
    /// The activation file is damaged or was changed.
    KeepCorrupt = "KEEP-CORRUPT",
    /// A newer program wrote the activation file.
    KeepNewer = "KEEP-NEWER",
    /// An older program wrote the activation file in a version that this program doesn't read.
    KeepOlder = "KEEP-OLDER",
    /// The file and the UEFI record hold different licenses.
    KeepDiffers = "KEEP-DIFFERS",
    /// The license was given back on this machine.
    KeepReleased = "KEEP-RELEASED",
    /// There is no license to give back.
    KeepNothing = "KEEP-NOTHING",
    /// This user may not write UEFI variables.
    EfiDenied = "EFI-DENIED",
    /// UEFI variables are read-only.
    EfiReadOnly = "EFI-READ-ONLY",
    /// The firmware's variable storage is full.
    EfiFull = "EFI-FULL",
    /// This machine has no UEFI variables.
    EfiAbsent = "EFI-ABSENT",
    /// Reading or writing a UEFI variable failed.
    EfiFault = "EFI-FAULT",
    /// The firmware reported success but stored other bytes.
    EfiMismatch = "EFI-MISMATCH",
    /// The UEFI record is damaged.
    EfiCorrupt = "EFI-CORRUPT",
    /// A newer program wrote the UEFI record.
    EfiNewer = "EFI-NEWER",
    /// An older program wrote the UEFI record in a version that this program doesn't read.
    EfiOlder = "EFI-OLDER",
    /// The older binding is not kept in UEFI.
    EfiOlderBinding = "EFI-OLDER-BINDING",
    /// The session file is damaged. It was renamed.
    SessionBroken = "SESSION-BROKEN",
    /// A newer program wrote the session file. It was renamed.
    SessionNewer = "SESSION-NEWER",
    /// The list of open requests is damaged.
    RequestsBroken = "REQUESTS-BROKEN",
    /// The tombstone is damaged.
    ReleasedBroken = "RELEASED-BROKEN",
    /// The record of earlier values is damaged.
    EarlierBroken = "EARLIER-BROKEN",
    /// Another session holds the lock.
    LockHeld = "LOCK-HELD",
    /// No activation record is stored.
    NotActivated = "NOT-ACTIVATED",
    /// The license is for an earlier state of this machine, or for another machine.
    MachineChanged = "MACHINE-CHANGED",
    /// The last day of the license is past.
    LicenseExpired = "LICENSE-EXPIRED",
    /// The stored license does not verify.
    LicenseInvalid = "LICENSE-INVALID",
    /// The license is signed with a key that the profile doesn't pin.
    LicenseKeyUnknown = "LICENSE-KEY-UNKNOWN",
    /// Only root may read fields that the license is checked against.
    StatusNeedsRoot = "STATUS-NEEDS-ROOT",
    /// Fields that the license is checked against can't be read, even by root.
    StatusUnreadable = "STATUS-UNREADABLE",
    /// A bound value is lost, and the anchor is the same.
    ValuesLost = "VALUES-LOST",
    /// A field that was bound with a value of another origin now has a firmware value of its own.
    FirmwareMended = "FIRMWARE-MENDED",
    /// The license expires within 30 days.
    ExpiresSoon = "EXPIRES-SOON",
    /// The clock is before a day that was already seen.
    ClockBehind = "CLOCK-BEHIND",
    /// The clock is more than 30 days after the latest day that was seen.
    ClockAhead = "CLOCK-AHEAD",
    /// The anchor differs, and the license doesn't depend on it.
    AnchorDiffers = "ANCHOR-DIFFERS",
}

impl KeepCode {
    /// Returns the code of a storage error.
    #[must_use]
    pub const fn of_storage_error(kind: StorageKind, error: StorageError) -> Self {
        match (kind, error) {
            (StorageKind::File, StorageError::Denied) => Self::KeepDenied,
            (StorageKind::File, StorageError::ReadOnly) => Self::KeepReadOnly,
            (StorageKind::File, StorageError::Full) => Self::KeepFull,
            // A folder above the state folder is missing, or a file has the folder's name.
            (
                StorageKind::File,
                StorageError::NotThere
                | StorageError::Io(ErrorKind::NotADirectory | ErrorKind::AlreadyExists),
            ) => Self::KeepAbsent,
            (StorageKind::File, StorageError::Mismatch | StorageError::Io(_)) => Self::KeepFault,
            (StorageKind::File, StorageError::Distrusted(why)) => Self::of_distrust(why),
            (StorageKind::Efi, StorageError::Denied) => Self::EfiDenied,
            (StorageKind::Efi, StorageError::ReadOnly) => Self::EfiReadOnly,
            (StorageKind::Efi, StorageError::Full) => Self::EfiFull,
            (StorageKind::Efi, StorageError::NotThere) => Self::EfiAbsent,
            (StorageKind::Efi, StorageError::Mismatch) => Self::EfiMismatch,
            (StorageKind::Efi, StorageError::Io(_) | StorageError::Distrusted(_)) => Self::EfiFault,
        }
    }

    /// Returns the code for a file or folder that fails the ownership and mode check.
    #[must_use]
    pub const fn of_distrust(why: Distrust) -> Self {
        match why {
            Distrust::NotRegular => Self::KeepNotRegular,
            Distrust::ForeignOwner { .. } => Self::KeepOwner,
            Distrust::OthersMayWrite { .. } => Self::KeepWritable,
        }
    }

    /// Returns the code for a record that can't be decoded.
    #[must_use]
    pub const fn of_record_error(kind: StorageKind, error: RecordError) -> Self {
        match (kind, error) {
            (StorageKind::File, RecordError::Version(_)) => Self::KeepNewer,
            (StorageKind::File, RecordError::Older(_)) => Self::KeepOlder,
            (StorageKind::File, _) => Self::KeepCorrupt,
            (StorageKind::Efi, RecordError::Version(_)) => Self::EfiNewer,
            (StorageKind::Efi, RecordError::Older(_)) => Self::EfiOlder,
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
    fn codes_are_unique_and_in_capital_letters() {
        for (at, code) in KeepCode::ALL.iter().enumerate() {
            let text = code.as_str();
            assert!(text.chars().all(|c| c.is_ascii_uppercase() || c == '-'), "{text}");
            assert!(KeepCode::ALL[..at].iter().all(|other| other.as_str() != text), "{text}");
        }
    }
}
