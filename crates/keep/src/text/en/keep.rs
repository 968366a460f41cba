//! English words of the codes.

use crate::text::KeepLine as L;

/// Returns the English words.
pub fn keep(line: L) -> &'static str {
    match line {
        L::KeepDenied => "You may not use the folder where activations are kept.",
        L::KeepDeniedDo => "Run countersign again as root (sudo countersign).",
        L::KeepReadOnly => "The folder where activations are kept is on a read-only file system.",
        L::KeepReadOnlyDo => {
            "Mount it writable, or name another folder with --state, here and in each later command."
        }
        L::KeepFull => "The disk is full: the activation can't be kept.",
        L::KeepFullDo => "Free some space (a few kilobytes are enough), then try again.",
        L::KeepAbsent => "The folder where activations are kept can't be created.",
        L::KeepAbsentDo => "Check that the disk is mounted, or name a folder with --state.",
        L::KeepFault => "The disk failed while the activation was read or written.",
        L::KeepFaultDo => "Try again. If it fails again, look for disk errors with dmesg.",
        L::KeepNotRegular => "The state folder has a link, a pipe, a device or a folder in place of a file.",
        L::KeepNotRegularDo => "Run countersign status: it names the file. Move it away, then try again.",
        L::KeepOwner => "The state folder, or a file in it, belongs to another user, so it isn't used.",
        L::KeepOwnerDo => "Run countersign status: it gives the chown command.",
        L::KeepWritable => "Other users may write to the state folder or a file in it, so it isn't used.",
        L::KeepWritableDo => "Run countersign status: it gives the chmod command.",
        L::KeepCorrupt => "The activation file is damaged or was altered.",
        L::KeepCorruptDo => {
            "If UEFI holds a copy, it is used and the file is rewritten. If not, activate again: \
             the desk answers the same machine again."
        }
        L::KeepNewer => "The activation file was written by a newer version of this program.",
        L::KeepNewerDo => "Use the newer version. This one does not change the file.",
        L::KeepOlder => {
            "The activation file was written by an older version of this program, and is no longer read."
        }
        L::KeepOlderDo => "Run countersign to activate again: the desk answers the same machine again.",
        L::KeepDiffers => {
            "The file and UEFI hold two different licenses. The one that fits this machine is used."
        }
        L::KeepDiffersDo => "Nothing to do: once one has been verified, it is written to both.",
        L::KeepReleased => {
            "This license was given back on this machine. Its code is no longer accepted here."
        }
        L::KeepReleasedDo => "To use the machine again, make a new request and ask the desk for a new code.",
        L::KeepNothing => "No license is kept on this machine, so there is none to give back.",
        L::KeepNothingDo => "If it was activated with another profile or --state, give that one.",
        L::EfiDenied => "You may not write to UEFI: the activation would be lost on reinstall.",
        L::EfiDeniedDo => "Run countersign again as root to keep it there too.",
        L::EfiReadOnly => "UEFI can't be written here: the activation would be lost on reinstall.",
        L::EfiReadOnlyDo => {
            "As root: mount -o remount,rw /sys/firmware/efi/efivars, then try again. Some firmware \
             has a setting that forbids it."
        }
        L::EfiFull => "The firmware's storage is full: the activation would be lost on reinstall.",
        L::EfiFullDo => {
            "You can go on without it. To make room, remove old boot entries (efibootmgr) or crash dumps \
             in /sys/fs/pstore, restart, and try again."
        }
        L::EfiAbsent => {
            "This machine offers no UEFI storage: the activation is kept only on disk, and a \
             reinstall loses it."
        }
        L::EfiAbsentDo => {
            "You can go on. Keep the license number: after a reinstall the desk answers the same \
             machine again."
        }
        L::EfiFault => "The firmware failed to keep the activation; it is kept on disk.",
        L::EfiFaultDo => "You can go on. Restart the machine and run countersign again to try once more.",
        L::EfiMismatch => "The firmware reported success, but kept something else.",
        L::EfiMismatchDo => "You can go on: the disk's copy is used. A firmware update may fix it.",
        L::EfiCorrupt => "The copy in UEFI is damaged.",
        L::EfiCorruptDo => {
            "If the file is whole, it is used and the copy is rewritten. If not, activate again."
        }
        L::EfiNewer => "The copy in UEFI was written by a newer version of this program.",
        L::EfiNewerDo => "Use the newer version. This one does not change the copy.",
        L::EfiOlder => {
            "The copy in UEFI was written by an older version of this program, and is no longer read."
        }
        L::EfiOlderDo => "Nothing to do: the next activation is written in its place.",
        L::EfiOlderBinding => "The older binding is kept only on disk: a reinstall loses it.",
        L::EfiOlderBindingDo => {
            "Nothing is wrong. To have it survive a reinstall, correct the machine's fields and activate with the full binding."
        }
        L::SessionBroken => "The open session can't be read. It was moved aside, not deleted.",
        L::SessionBrokenDo => {
            "Start over: requests that were shown are still recorded, and a code for one of them is still valid."
        }
        L::SessionNewer => "The open session is from a newer version of this program. It was moved aside.",
        L::SessionNewerDo => {
            "Start over here: requests that were shown are still recorded, and a code for one of them is still valid."
        }
        L::RequestsBroken => "The list of open requests is damaged.",
        L::RequestsBrokenDo => {
            "If a code doesn't fit, make a new request and ask the desk again: it answers the same \
             machine."
        }
        L::ReleasedBroken => {
            "The list of licenses given back on this machine is damaged. The desk still has them on record."
        }
        L::ReleasedBrokenDo => {
            "Nothing to do, unless status shows a license that you gave back: then run countersign \
             release again."
        }
        L::EarlierBroken => {
            "The record of this machine's earlier values is damaged, so they can't be suggested."
        }
        L::EarlierBrokenDo => "Read the values off the label instead.",
        L::LockHeld => "Countersign is already open on this machine.",
        L::LockHeldDo => "Continue there, or end it there and start again here.",
        L::NotActivated => "This machine is not activated.",
        L::NotActivatedDo => "Run countersign to activate it.",
        L::MachineChanged => "The license is for this machine in an earlier state.",
        L::MachineChangedDo => {
            "If the firmware lost a value, put it back (step Fix of countersign shows how). If parts were \
             replaced, ask the desk to move the license."
        }
        L::LicenseExpired => "The license has expired.",
        L::LicenseExpiredDo => {
            "Ask your supplier to renew it, then ask the desk again with countersign request --new."
        }
        L::LicenseInvalid => "What is kept here is not a valid license for this product and number.",
        L::LicenseInvalidDo => "Run countersign to activate again: the desk answers the same machine again.",
        L::LicenseKeyUnknown => "The license was signed with a key that this profile doesn't pin.",
        L::LicenseKeyUnknownDo => "Install the product's current profile, or activate again.",
        L::StatusNeedsRoot => {
            "Only root may read the fields that the license is checked against, so the status is unknown."
        }
        L::StatusNeedsRootDo => "Run it as root: sudo countersign status.",
        L::StatusUnreadable => "A field that the license is checked against could not be read.",
        L::StatusUnreadableDo => {
            "Restart the machine and try again. countersign inspect shows which field it is."
        }
        L::ValuesLost => {
            "A value that the license is bound to is gone from the firmware. The board is the same, so the machine stays activated for now."
        }
        L::ValuesLostDo => {
            "Restart the machine. If the value is still gone, put it back (countersign inspect shows how), or ask again with countersign request --new --recover."
        }
        L::FirmwareMended => {
            "A field that had no proper value at activation has one now. The license is still valid."
        }
        L::FirmwareMendedDo => {
            "When convenient, ask again with countersign request --new: the license is then bound to the firmware's own value."
        }
        L::ExpiresSoon => "The license expires soon.",
        L::ExpiresSoonDo => {
            "Ask your supplier to renew it, then ask the desk again with countersign request --new."
        }
        L::ClockBehind => "This machine's clock is before a day that has already passed.",
        L::ClockBehindDo => "Set the clock (timedatectl or the firmware setup).",
        L::ClockAhead => "This machine's clock is more than 30 days after the latest day that was seen here.",
        L::ClockAheadDo => {
            "If the clock is wrong, set it (timedatectl or the firmware setup). If it is right, do nothing."
        }
        L::AnchorDiffers => {
            "The board's serial, UUID or network port differs from the one at activation. The bound values are the same."
        }
        L::AnchorDiffersDo => {
            "If the board was replaced, ask again when it suits: countersign request --new. If this disk is a copy of another machine's, ask the desk for a license of its own."
        }
    }
}
