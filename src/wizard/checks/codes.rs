//! The result of each check, and its stable name and codes. These are a contract with scripts: add, never rename.

use countersign_core::machine::{Clock, Tables};
use countersign_core::protocol::binding::Predicted;
use countersign_keep::{KeepCode, StorageKind};

use super::{
    Check, KeysCheck, LocaleCheck, ProfileCheck, ProfileDoubt, QrCheck, Rights, RouteCheck, Severity,
    TerminalCheck,
};

impl Check {
    /// The result of the check.
    #[must_use]
    pub fn severity(&self) -> Severity {
        use Severity as S;
        match self {
            Self::Rights(Rights::RootNeeded) | Self::File(Err(_)) | Self::Profile(ProfileCheck::Missing) => {
                S::Stop
            }
            Self::Terminal(TerminalCheck::Screens { size: Some(size), least, .. })
                if size.0 < least.0 || size.1 < least.1 =>
            {
                S::Stop
            }
            Self::Tables(Tables::Denied) | Self::Fields(Predicted::Unknown) => S::Unknown,
            Self::Tables(Tables::None | Tables::Empty | Tables::Damaged)
            | Self::Fields(Predicted::Refused)
            | Self::Efi(Err(_))
            | Self::Clock(Clock { implausible: true, .. })
            | Self::Profile(ProfileCheck::Found { doubt: Some(_), .. })
            | Self::Keys(KeysCheck::LicenseKeyDropped)
            | Self::Terminal(TerminalCheck::Missing)
            | Self::Locale(LocaleCheck::NoChinese | LocaleCheck::Ascii)
            | Self::Qr(QrCheck::Small { .. } | QrCheck::WidthUnknown { .. } | QrCheck::TooLong)
            | Self::Route(RouteCheck::Failed(..)) => S::Warning,
            Self::Rights(Rights::Enough)
            | Self::Tables(Tables::Read)
            | Self::Fields(Predicted::Accepted)
            | Self::NoOtherWizard
            | Self::File(Ok(_))
            | Self::Efi(Ok(_))
            | Self::Clock(_)
            | Self::Profile(_)
            | Self::Keys(_)
            | Self::Terminal(_)
            | Self::Locale(LocaleCheck::Whole)
            | Self::Qr(QrCheck::Fits)
            | Self::Route(_) => S::Ok,
        }
    }

    /// The stable name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Rights(_) => "rights",
            Self::Tables(_) => "smbios",
            Self::Fields(_) => "fields",
            Self::File(_) => "state",
            Self::NoOtherWizard => "lock",
            Self::Efi(_) => "uefi",
            Self::Clock(_) => "clock",
            Self::Profile(_) => "profile",
            Self::Keys(_) => "keys",
            Self::Terminal(_) => "terminal",
            Self::Locale(_) => "locale",
            Self::Qr(_) => "qr",
            Self::Route(_) => "route",
        }
    }

    /// The stable code of what the check found; `None` for a route that failed, because its error has its own code.
    #[must_use]
    pub fn code(&self) -> Option<&'static str> {
        Some(match self {
            Self::Rights(Rights::Enough) => "RIGHTS-OK",
            Self::Rights(Rights::RootNeeded) => "RIGHTS-ROOT",
            Self::Tables(Tables::Read) => "SMBIOS-OK",
            Self::Tables(Tables::Denied) => "SMBIOS-DENIED",
            Self::Tables(Tables::None) => "SMBIOS-NONE",
            Self::Tables(Tables::Empty) => "SMBIOS-EMPTY",
            Self::Tables(Tables::Damaged) => "SMBIOS-DAMAGED",
            Self::Fields(Predicted::Accepted) => "FIELDS-OK",
            Self::Fields(Predicted::Refused) => "FIELDS-REFUSED",
            Self::Fields(Predicted::Unknown) => "FIELDS-UNKNOWN",
            Self::File(Ok(_)) => "KEEP-OK",
            Self::NoOtherWizard => "LOCK-FREE",
            Self::File(Err(error)) => KeepCode::of_storage_error(StorageKind::File, *error).as_str(),
            Self::Efi(Ok(_)) => "EFI-OK",
            Self::Efi(Err(error)) => KeepCode::of_storage_error(StorageKind::Efi, *error).as_str(),
            Self::Clock(Clock { implausible: true, .. }) => "CLOCK-WRONG",
            Self::Clock(_) => "CLOCK-OK",
            Self::Profile(ProfileCheck::Found { doubt: None, .. }) => "PROFILE-OK",
            Self::Profile(ProfileCheck::Found { doubt: Some(ProfileDoubt::Old(_)), .. }) => "PROFILE-OLD",
            Self::Profile(ProfileCheck::Found { doubt: Some(ProfileDoubt::Rules { .. }), .. }) => {
                "RULES-DIFFER"
            }
            Self::Profile(ProfileCheck::Missing) => "PROFILE-NEEDED",
            Self::Keys(KeysCheck::Pinned(_)) => "KEYS-OK",
            Self::Keys(KeysCheck::LicenseKeyDropped) => KeepCode::LicenseKeyUnknown.as_str(),
            Self::Terminal(TerminalCheck::Missing) => "TERMINAL-NONE",
            Self::Terminal(TerminalCheck::Lines { .. }) => "TERMINAL-LINES",
            Self::Terminal(_) if self.severity() == Severity::Stop => "TERMINAL-SMALL",
            Self::Terminal(_) => "TERMINAL-OK",
            Self::Locale(LocaleCheck::Whole) => "LOCALE-OK",
            Self::Locale(LocaleCheck::NoChinese) => "LOCALE-CHINESE",
            Self::Locale(LocaleCheck::Ascii) => "LOCALE-ASCII",
            Self::Qr(QrCheck::Fits) => "QR-OK",
            Self::Qr(QrCheck::Small { .. }) => "QR-SMALL",
            Self::Qr(QrCheck::WidthUnknown { .. }) => "QR-WIDTH-UNKNOWN",
            Self::Qr(QrCheck::TooLong) => "QR-TOO-LONG",
            Self::Route(RouteCheck::NotBuilt(_)) => "ROUTE-NOT-BUILT",
            Self::Route(RouteCheck::Offline(_)) => "ROUTE-OFFLINE",
            Self::Route(RouteCheck::Reached(_)) => "ROUTE-OK",
            Self::Route(RouteCheck::Failed(..)) => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use countersign_keep::{FreeSpace, StorageError};

    use super::*;
    use crate::wizard::checks::Telephone;

    fn all() -> Vec<Check> {
        let room = Ok(FreeSpace { bytes: Some(1) });
        let profile = |doubt| {
            let name = "Example OS".to_owned();
            Check::Profile(ProfileCheck::Found { name, version: 1, published: None, doubt })
        };
        let screens = |size| {
            let term = "xterm".to_owned();
            Check::Terminal(TerminalCheck::Screens { term, size, least: (40, 12), colours: true })
        };
        let desk = || "https://desk.example".to_owned();
        vec![
            Check::Rights(Rights::Enough),
            Check::Rights(Rights::RootNeeded),
            Check::Tables(Tables::Read),
            Check::Tables(Tables::None),
            Check::Tables(Tables::Denied),
            Check::Tables(Tables::Empty),
            Check::Tables(Tables::Damaged),
            Check::Fields(Predicted::Accepted),
            Check::Fields(Predicted::Refused),
            Check::Fields(Predicted::Unknown),
            Check::File(room),
            Check::File(Err(StorageError::Full)),
            Check::NoOtherWizard,
            Check::Efi(room),
            Check::Efi(Err(StorageError::NotThere)),
            Check::Clock(Clock::at(1_800_000_000)),
            Check::Clock(Clock::at(0)),
            profile(None),
            profile(Some(ProfileDoubt::Old(400))),
            profile(Some(ProfileDoubt::Rules { profile: 2, program: 3 })),
            Check::Profile(ProfileCheck::Missing),
            Check::Keys(KeysCheck::Pinned(vec![0])),
            Check::Keys(KeysCheck::LicenseKeyDropped),
            Check::Terminal(TerminalCheck::Missing),
            Check::Terminal(TerminalCheck::Lines { term: "dumb".to_owned() }),
            screens(Some((40, 12))),
            screens(Some((39, 12))),
            Check::Locale(LocaleCheck::Whole),
            Check::Locale(LocaleCheck::NoChinese),
            Check::Locale(LocaleCheck::Ascii),
            Check::Qr(QrCheck::Fits),
            Check::Qr(QrCheck::Small { need: (50, 30), have: (40, 12), telephone: Telephone::Offered }),
            Check::Qr(QrCheck::WidthUnknown { need: (90, 47), have: (80, 24) }),
            Check::Qr(QrCheck::TooLong),
            Check::Route(RouteCheck::NotBuilt(Telephone::Offered)),
            Check::Route(RouteCheck::Offline(Telephone::NotOffered)),
            Check::Route(RouteCheck::Reached(desk())),
        ]
    }

    #[test]
    fn each_finding_has_a_unique_code_that_matches_its_severity() {
        let mut codes = BTreeSet::new();
        for check in all() {
            let code = check.code().unwrap();
            assert!(codes.insert(code), "{code} is not unique");
            let fine = code.ends_with("-OK")
                || ["LOCK-FREE", "TERMINAL-LINES", "ROUTE-NOT-BUILT", "ROUTE-OFFLINE"].contains(&code);
            assert_eq!(fine, check.severity() == Severity::Ok, "{code}");
        }
    }

    #[test]
    fn only_rights_folder_profile_or_screen_size_stop_a_session() {
        let stops = all().into_iter().filter(|check| check.severity() == Severity::Stop);
        let codes: Vec<_> = stops.filter_map(|check| check.code()).collect();
        assert_eq!(codes, ["RIGHTS-ROOT", "KEEP-FULL", "PROFILE-NEEDED", "TERMINAL-SMALL"]);
    }
}
