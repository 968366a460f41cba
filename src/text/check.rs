//! What would stop a session here, in words: what each check found, and what to do.

use countersign_core::machine::{Machine, printable};
use countersign_core::protocol::binding::Predicted;
use countersign_core::protocol::license::date_at;
use countersign_core::text::{Lang, Line, listed, review};
use countersign_core::{lines, sentences};
use countersign_keep::{FreeSpace, KeepCode, StorageKind};

use super::Fault;
use crate::wizard::checks::{
    Check, KeysCheck, LocaleCheck, ProfileCheck, ProfileDoubt, QrCheck, Rights, RouteCheck, Severity,
    Telephone, TerminalCheck,
};

lines! {
    /// A check's name, or a finding without values; in `…Do`, what to do.
    pub enum CheckLine in check {
        Rights,
        Tables,
        Fields,
        File,
        Lock,
        Efi,
        Clock,
        Profile,
        Keys,
        Terminal,
        Locale,
        Qr,
        Route,
        RightsEnough,
        RightsRoot, RightsRootDo,
        TablesRead, TablesDo,
        FieldsAccepted,
        FieldsRefused, FieldsRefusedDo,
        FieldsUnknown, FieldsUnknownDo,
        FileWritable,
        EfiWritable,
        ClockWrongDo,
        ProfileMissing, ProfileOldDo,
        KeysDropped, KeysDroppedDo,
        TerminalNone, TerminalNoneDo,
        TerminalSmallDo,
        TerminalLinesUnnamed,
        LocaleWhole,
        LocaleNoChinese, LocaleNoChineseDo,
        LocaleAscii, LocaleAsciiDo,
        QrFits,
        QrSmallDo, QrSmallDoSpoken,
        QrWidthUnknownDo,
        QrTooLong, QrTooLongDo,
        RouteNotBuilt, RouteNotBuiltSpoken,
        RouteOffline, RouteOfflineSpoken,
        NoOtherWizard,
        NothingStops,
        GoesOnWithWarnings,
        SomethingStops,
        CantTell,
    }
}

sentences! {
    /// What a check found, with its values.
    pub enum CheckSentence in check_sentence {
        FileRoom { room },
        EfiRoom { room },
        ClockGood { date },
        ClockWrong { date },
        ProfileFound { name, version },
        ProfilePublished { name, version, date },
        ProfileOld { name, version, date, days },
        ProfileRules { profile, program },
        KeysPinned { ids },
        TerminalLines { term },
        TerminalScreens { term, columns, rows },
        TerminalNoSize { term },
        TerminalMono { what },
        TerminalSmall { term, columns, rows, least },
        QrSmall { need, have },
        QrWidthUnknown { need, have },
        RouteReached { desk },
    }
}

/// The name of a check.
#[must_use]
pub fn check_name(lang: Lang, check: &Check) -> &'static str {
    match check {
        Check::Rights(_) => CheckLine::Rights,
        Check::Tables(_) => CheckLine::Tables,
        Check::Fields(_) => CheckLine::Fields,
        Check::File(_) => CheckLine::File,
        Check::NoOtherWizard => CheckLine::Lock,
        Check::Efi(_) => CheckLine::Efi,
        Check::Clock(_) => CheckLine::Clock,
        Check::Profile(_) => CheckLine::Profile,
        Check::Keys(_) => CheckLine::Keys,
        Check::Terminal(_) => CheckLine::Terminal,
        Check::Locale(_) => CheckLine::Locale,
        Check::Qr(_) => CheckLine::Qr,
        Check::Route(_) => CheckLine::Route,
    }
    .say(lang)
}

/// The words of a check of that machine: its stable code, what it found, and what to do where that isn't fine.
#[must_use]
pub fn check_words(lang: Lang, check: &Check, machine: &Machine) -> (String, String, Option<String>) {
    use CheckLine as L;
    let line = |line: L| line.say(lang).to_owned();
    let (what, cure) = match check {
        Check::Rights(Rights::Enough) => (line(L::RightsEnough), None),
        Check::Rights(Rights::RootNeeded) => (line(L::RightsRoot), Some(line(L::RightsRootDo))),
        Check::Tables(_) => match review::tables_note(lang, machine) {
            Some(note) => (note.to_owned(), Some(line(L::TablesDo))),
            None => (line(L::TablesRead), None),
        },
        Check::Fields(Predicted::Accepted) => (line(L::FieldsAccepted), None),
        Check::Fields(Predicted::Refused) => (line(L::FieldsRefused), Some(line(L::FieldsRefusedDo))),
        Check::Fields(Predicted::Unknown) => (line(L::FieldsUnknown), Some(line(L::FieldsUnknownDo))),
        Check::File(Ok(FreeSpace { bytes })) => (
            bytes.map_or_else(
                || line(L::FileWritable),
                |bytes| CheckSentence::FileRoom { room: &room(bytes) }.say(lang),
            ),
            None,
        ),
        Check::Efi(Ok(FreeSpace { bytes })) => (
            bytes.map_or_else(
                || line(L::EfiWritable),
                |bytes| CheckSentence::EfiRoom { room: &room(bytes) }.say(lang),
            ),
            None,
        ),
        Check::NoOtherWizard => (line(L::NoOtherWizard), None),
        Check::File(Err(error)) => kept(lang, KeepCode::of_storage_error(StorageKind::File, *error)),
        Check::Efi(Err(error)) => kept(lang, KeepCode::of_storage_error(StorageKind::Efi, *error)),
        Check::Clock(clock) => {
            let date = date_at(clock.now);
            match check.severity() {
                Severity::Ok => (CheckSentence::ClockGood { date: &date }.say(lang), None),
                _ => (CheckSentence::ClockWrong { date: &date }.say(lang), Some(line(L::ClockWrongDo))),
            }
        }
        Check::Profile(ProfileCheck::Missing) => {
            (line(L::ProfileMissing), Some(Fault::ProfileNeeded.words(lang).1))
        }
        Check::Profile(ProfileCheck::Found { name, version, published, doubt }) => {
            profile(lang, name, *version, published.as_deref(), *doubt)
        }
        Check::Keys(KeysCheck::Pinned(ids)) => {
            (CheckSentence::KeysPinned { ids: &listed(lang, ids) }.say(lang), None)
        }
        Check::Keys(KeysCheck::LicenseKeyDropped) => (line(L::KeysDropped), Some(line(L::KeysDroppedDo))),
        Check::Terminal(terminal) => self::terminal(lang, terminal, check.severity()),
        Check::Locale(LocaleCheck::Whole) => (line(L::LocaleWhole), None),
        Check::Locale(LocaleCheck::NoChinese) => (line(L::LocaleNoChinese), Some(line(L::LocaleNoChineseDo))),
        Check::Locale(LocaleCheck::Ascii) => (line(L::LocaleAscii), Some(line(L::LocaleAsciiDo))),
        Check::Qr(QrCheck::Fits) => (line(L::QrFits), None),
        Check::Qr(QrCheck::Small { need, have, telephone }) => {
            let [need, have] = [need, have].map(|(columns, rows)| format!("{columns}x{rows}"));
            let cure = with_telephone(*telephone, L::QrSmallDoSpoken, L::QrSmallDo);
            (CheckSentence::QrSmall { need: &need, have: &have }.say(lang), Some(line(cure)))
        }
        Check::Qr(QrCheck::WidthUnknown { need, have }) => {
            let [need, have] = [need, have].map(|(columns, rows)| format!("{columns}x{rows}"));
            let what = CheckSentence::QrWidthUnknown { need: &need, have: &have }.say(lang);
            (what, Some(line(L::QrWidthUnknownDo)))
        }
        Check::Qr(QrCheck::TooLong) => (line(L::QrTooLong), Some(line(L::QrTooLongDo))),
        Check::Route(RouteCheck::NotBuilt(telephone)) => {
            (line(with_telephone(*telephone, L::RouteNotBuiltSpoken, L::RouteNotBuilt)), None)
        }
        Check::Route(RouteCheck::Offline(telephone)) => {
            (line(with_telephone(*telephone, L::RouteOfflineSpoken, L::RouteOffline)), None)
        }
        Check::Route(RouteCheck::Reached(desk)) => (CheckSentence::RouteReached { desk }.say(lang), None),
        Check::Route(RouteCheck::Failed(desk, error)) => {
            let fault = Fault::of_online(lang, error, desk);
            let (what, cure) = fault.words(lang);
            return (fault.code().to_owned(), what, Some(cure));
        }
    };
    (check.code().unwrap_or_default().to_owned(), what, cure)
}

/// The line that names the telephone, where requests go by it; else the other.
const fn with_telephone(telephone: Telephone, spoken: CheckLine, other: CheckLine) -> CheckLine {
    match telephone {
        Telephone::Offered => spoken,
        Telephone::NotOffered => other,
    }
}

/// An amount of bytes.
fn room(bytes: u64) -> String {
    if bytes < 1_000_000 { format!("{} kB", bytes / 1000) } else { format!("{} MB", bytes / 1_000_000) }
}

/// The words of a code of `keep`: its meaning, and what to do.
fn kept(lang: Lang, code: KeepCode) -> (String, Option<String>) {
    (
        countersign_keep::text::keep_meaning(lang, code),
        Some(countersign_keep::text::keep_next_step(lang, code)),
    )
}

fn profile(
    lang: Lang,
    name: &str,
    version: u16,
    published: Option<&str>,
    doubt: Option<ProfileDoubt>,
) -> (String, Option<String>) {
    let cure = Some(CheckLine::ProfileOldDo.say(lang).to_owned());
    match (doubt, published) {
        (Some(ProfileDoubt::Rules { profile, program }), _) => {
            (CheckSentence::ProfileRules { profile: &profile, program: &program }.say(lang), cure)
        }
        (Some(ProfileDoubt::Old(days)), Some(date)) => (
            CheckSentence::ProfileOld { name: &name, version: &version, date: &date, days: &days }.say(lang),
            cure,
        ),
        (_, Some(date)) => {
            (CheckSentence::ProfilePublished { name: &name, version: &version, date: &date }.say(lang), None)
        }
        (_, None) => (CheckSentence::ProfileFound { name: &name, version: &version }.say(lang), None),
    }
}

fn terminal(lang: Lang, terminal: &TerminalCheck, severity: Severity) -> (String, Option<String>) {
    let shown = |term: &str| printable(term.as_bytes());
    match terminal {
        TerminalCheck::Missing => (
            CheckLine::TerminalNone.say(lang).to_owned(),
            Some(CheckLine::TerminalNoneDo.say(lang).to_owned()),
        ),
        TerminalCheck::Lines { term } if term.is_empty() => {
            (CheckLine::TerminalLinesUnnamed.say(lang).to_owned(), None)
        }
        TerminalCheck::Lines { term } => {
            (CheckSentence::TerminalLines { term: &shown(term) }.say(lang), None)
        }
        TerminalCheck::Screens { term, size, least, colours } => {
            let term = shown(term);
            if let (Severity::Stop, Some((columns, rows))) = (severity, size) {
                let least = format!("{}x{}", least.0, least.1);
                let what =
                    CheckSentence::TerminalSmall { term: &term, columns, rows, least: &least }.say(lang);
                return (what, Some(CheckLine::TerminalSmallDo.say(lang).to_owned()));
            }
            let what = match size {
                Some((columns, rows)) => {
                    CheckSentence::TerminalScreens { term: &term, columns, rows }.say(lang)
                }
                None => CheckSentence::TerminalNoSize { term: &term }.say(lang),
            };
            let what = if *colours { what } else { CheckSentence::TerminalMono { what: &what }.say(lang) };
            (what, None)
        }
    }
}

#[cfg(test)]
mod tests {
    use countersign_core::machine::Machine;

    use super::*;

    #[test]
    fn the_telephone_is_named_only_where_requests_go_by_it() {
        let checks = |telephone| {
            [
                Check::Route(RouteCheck::NotBuilt(telephone)),
                Check::Route(RouteCheck::Offline(telephone)),
                Check::Qr(QrCheck::Small { need: (50, 30), have: (40, 12), telephone }),
            ]
        };
        for (lang, words) in [(Lang::En, ["telephone", "spoken"]), (Lang::Zh, ["电话", "口述"])] {
            for (telephone, named) in [(Telephone::Offered, true), (Telephone::NotOffered, false)] {
                for check in checks(telephone) {
                    let (_, what, cure) = check_words(lang, &check, &Machine::default());
                    let told = what + &cure.unwrap_or_default();
                    assert_eq!(words.iter().any(|word| told.contains(word)), named, "{told}");
                }
            }
        }
    }
}
