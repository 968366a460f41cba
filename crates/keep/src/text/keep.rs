//! The words of each code: what it means, and the next step.

use countersign_core::lines;

use crate::KeepCode;

lines! {
    /// Two lines for each code: what it means and, in `…Do`, the next step.
    pub enum KeepLine in keep {
        KeepDenied, KeepDeniedDo,
        KeepReadOnly, KeepReadOnlyDo,
        KeepFull, KeepFullDo,
        KeepAbsent, KeepAbsentDo,
        KeepFault, KeepFaultDo,
        KeepNotRegular, KeepNotRegularDo,
        KeepOwner, KeepOwnerDo,
        KeepWritable, KeepWritableDo,
        KeepCorrupt, KeepCorruptDo,
        KeepNewer, KeepNewerDo,
        KeepOlder, KeepOlderDo,
        KeepDiffers, KeepDiffersDo,
        KeepReleased, KeepReleasedDo,
        KeepNothing, KeepNothingDo,
        EfiDenied, EfiDeniedDo,
        EfiReadOnly, EfiReadOnlyDo,
        EfiFull, EfiFullDo,
        EfiAbsent, EfiAbsentDo,
        EfiFault, EfiFaultDo,
        EfiMismatch, EfiMismatchDo,
        EfiCorrupt, EfiCorruptDo,
        EfiNewer, EfiNewerDo,
        EfiOlder, EfiOlderDo,
        EfiOlderBinding, EfiOlderBindingDo,
        SessionBroken, SessionBrokenDo,
        SessionNewer, SessionNewerDo,
        RequestsBroken, RequestsBrokenDo,
        ReleasedBroken, ReleasedBrokenDo,
        EarlierBroken, EarlierBrokenDo,
        LockHeld, LockHeldDo,
        NotActivated, NotActivatedDo,
        MachineChanged, MachineChangedDo,
        LicenseExpired, LicenseExpiredDo,
        LicenseInvalid, LicenseInvalidDo,
        LicenseKeyUnknown, LicenseKeyUnknownDo,
        StatusNeedsRoot, StatusNeedsRootDo,
        StatusUnreadable, StatusUnreadableDo,
        ValuesLost, ValuesLostDo,
        FirmwareMended, FirmwareMendedDo,
        ExpiresSoon, ExpiresSoonDo,
        ClockBehind, ClockBehindDo,
        ClockAhead, ClockAheadDo,
        AnchorDiffers, AnchorDiffersDo,
    }
}

impl KeepLine {
    /// Returns the line that says what the code means.
    #[must_use]
    pub const fn meaning(code: KeepCode) -> Self {
        match code {
            KeepCode::KeepDenied => Self::KeepDenied,
            KeepCode::KeepReadOnly => Self::KeepReadOnly,
            KeepCode::KeepFull => Self::KeepFull,
            KeepCode::KeepAbsent => Self::KeepAbsent,
            KeepCode::KeepFault => Self::KeepFault,
            KeepCode::KeepNotRegular => Self::KeepNotRegular,
            KeepCode::KeepOwner => Self::KeepOwner,
            KeepCode::KeepWritable => Self::KeepWritable,
            KeepCode::KeepCorrupt => Self::KeepCorrupt,
            KeepCode::KeepNewer => Self::KeepNewer,
            KeepCode::KeepOlder => Self::KeepOlder,
            KeepCode::KeepDiffers => Self::KeepDiffers,
            KeepCode::KeepReleased => Self::KeepReleased,
            KeepCode::KeepNothing => Self::KeepNothing,
            KeepCode::EfiDenied => Self::EfiDenied,
            KeepCode::EfiReadOnly => Self::EfiReadOnly,
            KeepCode::EfiFull => Self::EfiFull,
            KeepCode::EfiAbsent => Self::EfiAbsent,
            KeepCode::EfiFault => Self::EfiFault,
            KeepCode::EfiMismatch => Self::EfiMismatch,
            KeepCode::EfiCorrupt => Self::EfiCorrupt,
            KeepCode::EfiNewer => Self::EfiNewer,
            KeepCode::EfiOlder => Self::EfiOlder,
            KeepCode::EfiOlderBinding => Self::EfiOlderBinding,
            KeepCode::SessionBroken => Self::SessionBroken,
            KeepCode::SessionNewer => Self::SessionNewer,
            KeepCode::RequestsBroken => Self::RequestsBroken,
            KeepCode::ReleasedBroken => Self::ReleasedBroken,
            KeepCode::EarlierBroken => Self::EarlierBroken,
            KeepCode::LockHeld => Self::LockHeld,
            KeepCode::NotActivated => Self::NotActivated,
            KeepCode::MachineChanged => Self::MachineChanged,
            KeepCode::LicenseExpired => Self::LicenseExpired,
            KeepCode::LicenseInvalid => Self::LicenseInvalid,
            KeepCode::LicenseKeyUnknown => Self::LicenseKeyUnknown,
            KeepCode::StatusNeedsRoot => Self::StatusNeedsRoot,
            KeepCode::StatusUnreadable => Self::StatusUnreadable,
            KeepCode::ValuesLost => Self::ValuesLost,
            KeepCode::FirmwareMended => Self::FirmwareMended,
            KeepCode::ExpiresSoon => Self::ExpiresSoon,
            KeepCode::ClockBehind => Self::ClockBehind,
            KeepCode::ClockAhead => Self::ClockAhead,
            KeepCode::AnchorDiffers => Self::AnchorDiffers,
        }
    }

    /// Returns the line with the next step.
    #[must_use]
    pub const fn next_step(code: KeepCode) -> Self {
        match code {
            KeepCode::KeepDenied => Self::KeepDeniedDo,
            KeepCode::KeepReadOnly => Self::KeepReadOnlyDo,
            KeepCode::KeepFull => Self::KeepFullDo,
            KeepCode::KeepAbsent => Self::KeepAbsentDo,
            KeepCode::KeepFault => Self::KeepFaultDo,
            KeepCode::KeepNotRegular => Self::KeepNotRegularDo,
            KeepCode::KeepOwner => Self::KeepOwnerDo,
            KeepCode::KeepWritable => Self::KeepWritableDo,
            KeepCode::KeepCorrupt => Self::KeepCorruptDo,
            KeepCode::KeepNewer => Self::KeepNewerDo,
            KeepCode::KeepOlder => Self::KeepOlderDo,
            KeepCode::KeepDiffers => Self::KeepDiffersDo,
            KeepCode::KeepReleased => Self::KeepReleasedDo,
            KeepCode::KeepNothing => Self::KeepNothingDo,
            KeepCode::EfiDenied => Self::EfiDeniedDo,
            KeepCode::EfiReadOnly => Self::EfiReadOnlyDo,
            KeepCode::EfiFull => Self::EfiFullDo,
            KeepCode::EfiAbsent => Self::EfiAbsentDo,
            KeepCode::EfiFault => Self::EfiFaultDo,
            KeepCode::EfiMismatch => Self::EfiMismatchDo,
            KeepCode::EfiCorrupt => Self::EfiCorruptDo,
            KeepCode::EfiNewer => Self::EfiNewerDo,
            KeepCode::EfiOlder => Self::EfiOlderDo,
            KeepCode::EfiOlderBinding => Self::EfiOlderBindingDo,
            KeepCode::SessionBroken => Self::SessionBrokenDo,
            KeepCode::SessionNewer => Self::SessionNewerDo,
            KeepCode::RequestsBroken => Self::RequestsBrokenDo,
            KeepCode::ReleasedBroken => Self::ReleasedBrokenDo,
            KeepCode::EarlierBroken => Self::EarlierBrokenDo,
            KeepCode::LockHeld => Self::LockHeldDo,
            KeepCode::NotActivated => Self::NotActivatedDo,
            KeepCode::MachineChanged => Self::MachineChangedDo,
            KeepCode::LicenseExpired => Self::LicenseExpiredDo,
            KeepCode::LicenseInvalid => Self::LicenseInvalidDo,
            KeepCode::LicenseKeyUnknown => Self::LicenseKeyUnknownDo,
            KeepCode::StatusNeedsRoot => Self::StatusNeedsRootDo,
            KeepCode::StatusUnreadable => Self::StatusUnreadableDo,
            KeepCode::ValuesLost => Self::ValuesLostDo,
            KeepCode::FirmwareMended => Self::FirmwareMendedDo,
            KeepCode::ExpiresSoon => Self::ExpiresSoonDo,
            KeepCode::ClockBehind => Self::ClockBehindDo,
            KeepCode::ClockAhead => Self::ClockAheadDo,
            KeepCode::AnchorDiffers => Self::AnchorDiffersDo,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use countersign_core::text::{Lang, Line};

    #[test]
    fn every_code_has_words_and_every_line_a_code() {
        assert_eq!(KeepLine::ALL.len(), 2 * KeepCode::ALL.len());
        for code in KeepCode::ALL {
            for lang in [Lang::En, Lang::Zh] {
                let (meaning, next_step) =
                    (KeepLine::meaning(*code).say(lang), KeepLine::next_step(*code).say(lang));
                assert!(!meaning.is_empty() && !next_step.is_empty() && meaning != next_step, "{code}");
            }
        }
    }
}
