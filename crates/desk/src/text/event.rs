//! The words of the events in the audit, by their stable names.
//!
//! Events are stored by name, and the database of another version may have names that this one doesn't know. A test demands words for
//! every name that this version records.

use super::{AccessLine as A, DeskLine, OfficeLine as O, access, office};
use crate::access::Role;
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::NoteAudience;

/// The words for an event; `None` for a name that this version doesn't know.
#[must_use]
pub fn event(lang: Lang, name: &str) -> Option<&'static str> {
    let office = OFFICE.iter().find(|(known, _)| *known == name).map(|(_, line)| line.say(lang));
    office.or_else(|| ACCESS.iter().find(|(known, _)| *known == name).map(|(_, line)| line.say(lang)))
}

/// The subject of an event with its stable words in that language: the audit stores them in English. The first word is a name.
#[must_use]
pub fn event_subject(lang: Lang, name: &str, subject: &str) -> String {
    let said = |word: &str| match (lang, name) {
        (Lang::En, _) => None,
        (_, "request-answered") if word == "issued" => Some(DeskLine::Issued.say(lang)),
        (_, "note-added") => {
            NoteAudience::from_name(word).map(|audience| office::audience(audience).say(lang))
        }
        (_, "operator-added" | "operator-role") => Role::from_name(word).map(|role| access::role(lang, role)),
        _ => None,
    };
    let words = subject.split(' ').enumerate();
    let words = words.map(|(at, word)| if at == 0 { word } else { said(word).unwrap_or(word) });
    words.collect::<Vec<_>>().join(" ")
}

/// What operators do with numbers, cases, keys, profiles, programs and tokens.
const OFFICE: [(&str, O); 29] = [
    ("product-added", O::EventProductAdded),
    ("key-added", O::EventKeyAdded),
    ("key-retired", O::EventKeyRetired),
    ("profile-published", O::EventProfile),
    ("operator-added", O::EventOperatorAdded),
    ("operator-removed", O::EventOperatorRemoved),
    ("operator-password", O::EventOperatorPassword),
    ("operator-unlocked", O::EventOperatorUnlocked),
    ("numbers-imported", O::EventImported),
    ("numbers-added", O::EventNumbersAdded),
    ("requests-pruned", O::EventPruned),
    ("case-assigned", O::EventCaseAssigned),
    ("case-waits", O::EventCaseWaits),
    ("case-goes-on", O::EventCaseGoesOn),
    ("case-customer", O::EventCaseCustomer),
    ("case-closed", O::EventCaseClosed),
    ("case-reopened", O::EventCaseReopened),
    ("number-customer", O::EventNumberCustomer),
    ("second-factor-set", O::EventFactorSet),
    ("second-factor-removed", O::EventFactorRemoved),
    ("recovery-code-used", O::EventRecoveryUsed),
    ("recovery-codes-made", O::EventRecoveryMade),
    ("build-added", O::EventBuildAdded),
    ("build-removed", O::EventBuildRemoved),
    ("link-made", O::EventLinkMade),
    ("link-revoked", O::EventLinkRevoked),
    ("program-downloaded", O::EventDownloaded),
    ("token-made", O::EventTokenMade),
    ("token-revoked", O::EventTokenRevoked),
];

/// What happens at sign-ins, and what the desk records of operators and programs.
const ACCESS: [(&str, A); 19] = [
    ("operator-role", A::EventRole),
    ("sessions-ended", A::EventSessionsEnded),
    ("signed-in", A::EventSignedIn),
    ("sign-in-failed", A::EventSignInFailed),
    ("sign-in-locked", A::EventSignInLocked),
    ("signed-out", A::EventSignedOut),
    ("refused", A::EventRefused),
    ("own-password", A::EventOwnPassword),
    ("list-exported", A::EventExported),
    ("program-refused", A::EventProgramRefused),
    ("list-read", A::EventListRead),
    ("failures-left-out", A::EventLeftOut),
    ("request-answered", A::EventAnswered),
    ("note-added", A::EventCaseNoted),
    ("backup-written", A::EventBackup),
    ("backup-restored", A::EventRestored),
    ("database-copy", A::EventCopied),
    ("operator-linked", A::EventLinked),
    ("operator-unlinked", A::EventUnlinked),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    /// What stands before the arguments whose first literal is the name of an event.
    const CALLS: [&str; 5] =
        ["record(", "record_failure(", "record_failed_sign_in(", "event(", "(event, subject) = ("];

    /// What stands before the name of an event.
    const FIELDS: [&str; 3] = ["event: ", "ANSWERED: &str = ", "NOTE_ADDED: &str = "];

    fn is_name(text: &str) -> bool {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    }

    fn literals(code: &str) -> impl Iterator<Item = &str> {
        code.split('"').skip(1).step_by(2).filter(|text| is_name(text))
    }

    /// Returns the text up to the bracket that closes the arguments.
    fn arguments(code: &str) -> &str {
        let mut open = 1;
        let end = code.find(|c: char| {
            open += i32::from(c == '(') - i32::from(c == ')');
            open == 0
        });
        &code[..end.unwrap_or(code.len())]
    }

    /// Adds the names of events that a source file records.
    fn add_names(code: &str, names: &mut BTreeSet<String>) {
        for mark in CALLS {
            for (at, _) in code.match_indices(mark) {
                names.extend(literals(arguments(&code[at + mark.len()..])).next().map(str::to_owned));
            }
        }
        for mark in FIELDS {
            for (at, _) in code.match_indices(mark) {
                let value = &code[at + mark.len()..];
                names.extend(literals(value).next().filter(|_| value.starts_with('"')).map(str::to_owned));
            }
        }
        // Such a function returns one of several names.
        for (at, _) in code.match_indices("fn event(&self)") {
            let body = code[at..].split("\n    }\n").next().unwrap_or_default();
            names.extend(literals(body).map(str::to_owned));
        }
    }

    fn read(folder: &Path, names: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_dir() {
                if !["tests", "text"].contains(&name) {
                    read(&path, names);
                }
            } else if path.extension().is_some_and(|end| end == "rs") && name != "tests.rs" {
                let code = std::fs::read_to_string(&path).unwrap();
                add_names(code.split("#[cfg(test)]").next().unwrap_or_default(), names);
            }
        }
    }

    #[test]
    fn every_event_that_is_recorded_has_words() {
        let mut recorded = BTreeSet::new();
        read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut recorded);
        let known = OFFICE.iter().map(|(name, _)| *name).chain(ACCESS.iter().map(|(name, _)| *name));
        let known: BTreeSet<String> = known.map(str::to_owned).collect();
        assert_eq!(recorded, known, "the events in the sources, and those with words");
        for name in &known {
            assert!(event(Lang::En, name).is_some() && event(Lang::Zh, name).is_some(), "{name}");
        }
        assert_eq!(event(Lang::Zh, "product-added"), Some("添加产品"));
    }

    #[test]
    fn the_stable_words_of_a_subject_are_said_in_the_readers_language() {
        for (name, subject, zh) in [
            ("request-answered", "K7Q-F2M AA03220123951 issued", "K7Q-F2M AA03220123951 已发授权码"),
            ("request-answered", "K7Q-F2M AA03220123951 VALUE-SEEN", "K7Q-F2M AA03220123951 VALUE-SEEN"),
            ("note-added", "CAS-000001 customer sha256:00", "CAS-000001 给客户 sha256:00"),
            ("operator-added", "admin viewer", "admin 查看员"),
            ("operator-role", "zhou viewer -> lead", "zhou 查看员 -> 主管"),
            ("key-added", "viewer issued", "viewer issued"),
        ] {
            assert_eq!(event_subject(Lang::Zh, name, subject), zh);
            assert_eq!(event_subject(Lang::En, name, subject), subject);
        }
    }
}
