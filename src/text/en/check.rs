//! What would stop a session here.

use crate::text::{CheckLine as L, CheckSentence as S};

/// The English words.
pub fn check(line: L) -> &'static str {
    match line {
        L::Rights => "Rights",
        L::Tables => "SMBIOS",
        L::Fields => "Fields",
        L::File => "State folder",
        L::Lock => "Lock",
        L::Efi => "UEFI",
        L::Clock => "Clock",
        L::Profile => "Profile",
        L::Keys => "Keys",
        L::Terminal => "Terminal",
        L::Locale => "Characters",
        L::Qr => "QR",
        L::Route => "Network",
        L::RightsEnough => "This user may read the firmware's values and keep an activation.",
        L::RightsRoot => "You are not root: some fields can't be read, and activating needs root.",
        L::RightsRootDo => "Start as root: sudo countersign",
        L::TablesRead => "The firmware's tables can be read.",
        L::TablesDo => "countersign inspect shows what that means for each field.",
        L::FieldsAccepted => "The desk will accept this machine.",
        L::FieldsRefused => "The desk would refuse this machine: a binding field can't be used.",
        L::FieldsRefusedDo => "The wizard offers ways in step 3; countersign inspect shows them too.",
        L::FieldsUnknown => {
            "Can't tell whether the desk will accept this machine: a field could not be read."
        }
        L::FieldsUnknownDo => "countersign inspect shows which one.",
        L::FileWritable => "An activation can be kept in the state folder.",
        L::EfiWritable => "An activation can be kept in UEFI, which survives a reinstall.",
        L::ClockWrongDo => "Set it (date -s) before the code is entered.",
        L::ProfileMissing => "None is installed, so only practice is possible.",
        L::ProfileOldDo => "Ask the desk for the newest profile.toml.",
        L::KeysDropped => "The license kept here is signed with a key that the profile no longer pins.",
        L::KeysDroppedDo => "Make a new request: countersign request --new",
        L::TerminalNone => "There is no terminal here, so the wizard can't be shown.",
        L::TerminalNoneDo => "Start it on a terminal, or use the commands inspect, request, enter.",
        L::TerminalSmallDo => "Make it larger, or use countersign --plain.",
        L::TerminalLinesUnnamed => "TERM is not set: the wizard asks line by line.",
        L::LocaleWhole => "The terminal shows UTF-8.",
        L::LocaleNoChinese => {
            "The locale asks for Chinese, but this terminal can't show it: the program uses English."
        }
        L::LocaleNoChineseDo => "Use a terminal with Chinese characters, for example over SSH.",
        L::LocaleAscii => {
            "The locale is not UTF-8, so only ASCII is shown; values in other characters show as ?."
        }
        L::LocaleAsciiDo => "If the terminal can show UTF-8: export LANG=C.UTF-8",
        L::QrFits => "The request's QR fits this terminal.",
        L::QrSmallDo => "Make the terminal larger, or use the text or a picture file.",
        L::QrSmallDoSpoken => {
            "Make the terminal larger, or use the text, the spoken lines or a picture file."
        }
        L::QrWidthUnknownDo => {
            "Answer the wizard's question about two lines at step 5, or make the terminal larger."
        }
        L::QrTooLong => "This machine's request is too long for a QR.",
        L::QrTooLongDo => "Send the request as text or as a file.",
        L::RouteNotBuilt => "This build doesn't use the network; the request goes by phone or file.",
        L::RouteNotBuiltSpoken => {
            "This build doesn't use the network; the request goes by phone, file or telephone."
        }
        L::RouteOffline => "This machine has no network now; the request goes by phone or file.",
        L::RouteOfflineSpoken => {
            "This machine has no network now; the request goes by phone, file or telephone."
        }
        L::NoOtherWizard => "No other wizard is open.",
        L::NothingStops => "Nothing stops a session here.",
        L::GoesOnWithWarnings => "Nothing stops a session here, but look at the lines marked ?? first.",
        L::SomethingStops => "A session would stop here.",
        L::CantTell => "Nothing that was checked stops a session here, but not everything could be checked.",
    }
}

/// The English sentences with values.
pub fn check_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::FileRoom { room } => {
            format!("An activation can be kept in the state folder; {room} free.")
        }
        S::EfiRoom { room } => {
            format!("An activation can be kept in UEFI, which survives a reinstall; {room} free.")
        }
        S::ClockGood { date } => format!("It shows {date}."),
        S::ClockWrong { date } => format!("It shows {date}, which is impossible."),
        S::ProfileFound { name, version } => format!("{name}, version {version}."),
        S::ProfilePublished { name, version, date } => format!("{name}, version {version} of {date}."),
        S::ProfileOld { name, version, date, days } => {
            format!("{name}, version {version} of {date}, is {days} days old; the desk may have a newer one.")
        }
        S::ProfileRules { profile, program } => format!(
            "It was made with rules {profile}, this program has rules {program}: the desk may judge a field differently."
        ),
        S::KeysPinned { ids } => format!("The profile pins key {ids}."),
        S::TerminalLines { term } => format!("{term}: the wizard asks line by line."),
        S::TerminalScreens { term, columns, rows } => format!("{term}, {columns}x{rows}."),
        S::TerminalNoSize { term } => format!("{term}; its size is unknown."),
        S::TerminalMono { what } => format!("{what} It has no colours."),
        S::TerminalSmall { term, columns, rows, least } => {
            format!("{term} has {columns}x{rows}; the wizard needs {least}.")
        }
        S::QrSmall { need, have } => {
            format!("The request's QR needs a terminal of {need}; this one has {have}.")
        }
        S::QrWidthUnknown { need, have } => format!(
            "The width of half blocks is unknown here. If they are two columns wide, the request's QR needs {need}; this terminal has {have}."
        ),
        S::RouteReached { desk } => format!("The desk answers at {desk}."),
    }
}
