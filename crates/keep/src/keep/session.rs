//! The open session. It is saved, so that a reboot or a lost connection doesn't lose it.
//!
//! Only the file storage holds it. A damaged session is renamed and reported; an earlier
//! one that was renamed is replaced.

use serde::{Deserialize, Serialize};

use countersign_core::marker::Marker;
use countersign_core::protocol::binding::Way;

use super::Keep;
use super::session_log::SessionLog;
use crate::envelope::{self, RecordError, RecordKind};
use crate::keep_code::KeepCode;
use crate::storage::StorageKind;
use crate::write_report::KeepError;

/// The maximum number of characters of one text in a session.
const TEXT_LIMIT: usize = 1024;

/// The maximum number of elements of one list in a session.
const LIST_LIMIT: usize = 64;

/// An open session, saved after each step.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    /// The step, 1 to 8.
    pub step: u8,
    /// The license number, as the mask accepted it.
    pub number: Option<String>,
    /// The open request, encoded.
    #[serde(with = "envelope::bytes")]
    pub request: Option<Vec<u8>>,
    /// The stable name of the chosen route.
    pub route: Option<String>,
    /// The code lines typed so far.
    pub lines: Vec<String>,
    /// The way by which refused fields get a value to bind; [`Session::way_for`] says whether it still
    /// applies.
    pub way: Way,
    /// The scheme 2 marker of the machine for which the way was chosen.
    pub marker2: Option<[u8; 10]>,
    /// The firmware's manufacturer, model and serial when the session began.
    pub before: Option<[String; 3]>,
    /// The codes of their findings at that time; empty for a value that was accepted.
    pub verdicts_before: Vec<String>,
    /// When the session began, in seconds since 1970-01-01 UTC.
    pub started: i64,
    /// The value of `--hardware` that the session began with.
    pub hardware: Option<String>,
    /// The number of the case that the desk opened. Not written if there is none, as in files of older
    /// programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// The log of the session. Not written if it is empty, as in files of older programs.
    #[serde(default, skip_serializing_if = "SessionLog::is_empty")]
    pub log: SessionLog,
    /// How the person wants the QR code drawn, if they chose it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qr: Option<SavedQrView>,
}

/// How the person wants the QR code drawn on one kind of terminal.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedQrView {
    /// The terminal's name (`TERM`).
    pub terminal: String,
    /// The stable names of the choices.
    pub choices: Vec<String>,
}

impl Session {
    /// Returns the way if it was chosen for this machine. Otherwise returns [`Way::Firmware`], because
    /// declared values come from the label of one machine.
    #[must_use]
    pub fn way_for(&self, marker2: Option<Marker>) -> Way {
        if self.marker2 == marker2.map(|marker| marker.0) { self.way.clone() } else { Way::Firmware }
    }

    fn from_file(bytes: &[u8]) -> Result<Self, RecordError> {
        let session: Self = envelope::decode_json(RecordKind::Session, bytes)?;
        let texts = session
            .lines
            .iter()
            .chain(&session.verdicts_before)
            .chain(session.before.iter().flatten())
            .chain([&session.number, &session.route, &session.hardware, &session.case].into_iter().flatten());
        let declared = session.way.declared_values();
        let texts = texts.chain(declared.iter().flatten());
        let view = session.qr.iter().flat_map(|view| view.choices.iter().chain([&view.terminal]));
        let texts = texts.chain(view);
        let fits = texts.clone().all(|text| text.chars().count() <= TEXT_LIMIT)
            && session.lines.len() <= LIST_LIMIT
            && session.verdicts_before.len() <= LIST_LIMIT
            && session.log.is_within_limits()
            && session.qr.as_ref().is_none_or(|view| view.choices.len() <= LIST_LIMIT)
            && (1..=8).contains(&session.step);
        drop(texts);
        if fits { Ok(session) } else { Err(RecordError::Invalid) }
    }
}

impl Keep {
    /// Loads the session that was left open. Writes nothing.
    ///
    /// # Errors
    /// [`KeepCode::SessionBroken`] or [`KeepCode::SessionNewer`] if the file is damaged or from a newer
    /// program. The storage's code if the file can't be read.
    pub fn load_session(&self) -> Result<Option<Session>, KeepCode> {
        let Some(bytes) = self.session_bytes()? else { return Ok(None) };
        Session::from_file(&bytes).map(Some).map_err(code_of)
    }

    /// Loads the session that was left open, for a wizard that goes on with it and holds the lock. A file that is damaged or from a
    /// newer program is renamed to `session-….broken`, so that a new session doesn't replace it. It replaces an earlier one of that name.
    ///
    /// # Errors
    /// Those of [`load_session`](Self::load_session).
    pub fn open_session(&self) -> Result<Option<Session>, KeepCode> {
        let Some(bytes) = self.session_bytes()? else { return Ok(None) };
        Session::from_file(&bytes).map(Some).map_err(|error| {
            let aside = self.file.write(&self.broken_session_name(), &bytes);
            if aside.is_ok() {
                // If the removal fails, the next wizard reports the file again.
                let _ = self.file.remove(&self.session_name());
            }
            code_of(error)
        })
    }

    fn session_bytes(&self) -> Result<Option<Vec<u8>>, KeepCode> {
        let read = self.file.read(&self.session_name());
        read.map_err(|error| KeepCode::of_storage_error(StorageKind::File, error))
    }

    /// Saves the session in place of the previous one.
    ///
    /// # Errors
    /// [`KeepError`] if the state folder can't be written.
    pub fn save_session(&self, session: &Session) -> Result<(), KeepError> {
        let bytes = envelope::encode_json(RecordKind::Session, session).ok_or(KeepError::Unencodable)?;
        let written = self.file.write(&self.session_name(), &bytes);
        written.map_err(|error| KeepError::Storage(StorageKind::File, error))
    }

    /// Removes the session.
    ///
    /// # Errors
    /// [`KeepError`] if the file can't be removed.
    pub fn end_session(&self) -> Result<(), KeepError> {
        let removed = self.file.remove(&self.session_name());
        removed.map_err(|error| KeepError::Storage(StorageKind::File, error))
    }
}

const fn code_of(error: RecordError) -> KeepCode {
    match error {
        RecordError::Version(_) => KeepCode::SessionNewer,
        _ => KeepCode::SessionBroken,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::{MemoryStorage, Storage};

    fn session() -> Session {
        Session {
            step: 5,
            number: Some("AA03220123951".into()),
            request: Some(vec![1, 2, 3]),
            route: Some("phone".into()),
            lines: vec!["ABCDE".into()],
            way: Way::Declare([None, None, Some("S1".into())]),
            marker2: Some([7; 10]),
            before: Some(["ASRock".into(), String::new(), "To Be Filled By O.E.M.".into()]),
            verdicts_before: vec![String::new(), "MODEL-BLANK".into(), "SERIAL-PLACEHOLDER".into()],
            started: 1_700_000_000,
            hardware: None,
            case: Some("CAS-000012".into()),
            log: SessionLog::default(),
            qr: Some(SavedQrView { terminal: "xterm".into(), choices: vec!["blanks".into()] }),
        }
    }

    #[test]
    fn a_session_of_an_older_program_without_case_and_log_is_loaded() {
        let file = Arc::new(MemoryStorage::new());
        let keep = Keep::on_storages(Box::new(file.clone()), None, "p");
        let older = Session { case: None, ..session() };
        keep.save_session(&older).unwrap();
        let written = file.read(&keep.session_name()).unwrap().unwrap();
        let text = String::from_utf8(written).unwrap();
        assert!(!text.contains("case") && !text.contains("log"), "{text}");
        assert_eq!(keep.load_session(), Ok(Some(older)));
    }

    #[test]
    fn a_session_keeps_its_log() {
        let keep = Keep::in_memory("p");
        let mut log = SessionLog::default();
        log.add(1_700_000_000, crate::LogKind::Request, "7K2-QX4");
        let session = Session { log, ..session() };
        keep.save_session(&session).unwrap();
        assert_eq!(keep.load_session(), Ok(Some(session)));
    }

    #[test]
    fn a_session_without_a_view_of_the_qr_is_valid() {
        let without = Session { qr: None, ..session() };
        let bytes = envelope::encode_json(RecordKind::Session, &without).unwrap();
        assert!(!String::from_utf8(bytes.clone()).unwrap().contains("\"qr\""));
        assert_eq!(Session::from_file(&bytes).unwrap(), without);
        let crowded = SavedQrView { terminal: "t".into(), choices: vec![String::new(); LIST_LIMIT + 1] };
        let bytes =
            envelope::encode_json(RecordKind::Session, &Session { qr: Some(crowded), ..session() }).unwrap();
        assert!(Session::from_file(&bytes).is_err());
    }

    #[test]
    fn a_chosen_way_is_resumed_only_on_its_own_machine() {
        let session = session();
        assert_eq!(session.way_for(Some(Marker([7; 10]))), session.way);
        for other in [Some(Marker([8; 10])), None] {
            assert_eq!(session.way_for(other), Way::Firmware);
        }
    }

    #[test]
    fn a_saved_session_is_loaded_until_it_ends() {
        let keep = Keep::in_memory("p");
        assert_eq!(keep.load_session(), Ok(None));
        keep.save_session(&session()).unwrap();
        assert_eq!(keep.load_session(), Ok(Some(session())));
        keep.end_session().unwrap();
        assert_eq!(keep.load_session(), Ok(None));
    }

    #[test]
    fn a_damaged_session_is_set_aside_and_reported_once() {
        let file = Arc::new(MemoryStorage::new());
        let keep = Keep::on_storages(Box::new(file.clone()), None, "p");
        keep.save_session(&session()).unwrap();
        let whole = file.read(&keep.session_name()).unwrap().unwrap();
        let newer = String::from_utf8(whole.clone()).unwrap().replace("\"version\": 2", "\"version\": 4");
        let no_step = Session { step: 9, ..session() };
        for (bytes, code) in [
            (whole[..90].to_vec(), KeepCode::SessionBroken),
            (newer.into_bytes(), KeepCode::SessionNewer),
            (envelope::encode_json(RecordKind::Session, &no_step).unwrap(), KeepCode::SessionBroken),
        ] {
            file.write(&keep.session_name(), &bytes).unwrap();
            // A command that only reads leaves the file to the wizard.
            assert_eq!(keep.load_session(), Err(code));
            assert_eq!(keep.open_session(), Err(code));
            assert_eq!(file.read(&keep.file_name("session", "broken")), Ok(Some(bytes)));
            assert_eq!(keep.open_session(), Ok(None));
        }
    }

    proptest! {
        #[test]
        fn any_bytes_that_are_not_a_session_are_set_aside(bytes: Vec<u8>) {
            let file = Arc::new(MemoryStorage::new());
            let keep = Keep::on_storages(Box::new(file.clone()), None, "p");
            file.write(&keep.session_name(), &bytes).unwrap();
            prop_assert_eq!(keep.load_session(), Err(KeepCode::SessionBroken));
            prop_assert_eq!(keep.open_session(), Err(KeepCode::SessionBroken));
            prop_assert_eq!(keep.open_session(), Ok(None));
        }
    }
}
