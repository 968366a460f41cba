//! The open session, kept after each step: reboots and dropped links are part of the job.
//!
//! It is the file storage's alone. One that can't be made out is set aside under another name, so that it
//! can still be looked at, and named; it is never lost in silence.

use serde::{Deserialize, Serialize};

use super::code::KeepCode;
use super::envelope::{self, RecordError, RecordKind};
use super::keep::Keep;
use super::loaded::KeepError;
use super::storage::{StorageError, StorageKind};

/// The most characters of a text in a session.
const TEXT_LIMIT: usize = 1024;

/// The most entries of a list in a session.
const LIST_LIMIT: usize = 64;

/// What a session has come to. The verdicts are codes, as `review` names them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    /// The step, 1 to 8.
    pub step: u8,
    /// The license number, as it was accepted by the mask.
    pub number: Option<String>,
    /// The open request, encoded.
    #[serde(with = "envelope::bytes")]
    pub request: Option<Vec<u8>>,
    /// The route that was chosen, by its stable name.
    pub route: Option<String>,
    /// The code lines as typed so far.
    pub lines: Vec<String>,
    /// Manufacturer, model and serial as declared.
    pub declared: [Option<String>; 3],
    /// What firmware showed for them when the session first looked.
    pub before: Option<[String; 3]>,
    /// The codes review gave them then; an empty one for an accepted value.
    pub verdicts_before: Vec<String>,
    /// When it began, in seconds since 1970-01-01 UTC.
    pub started: i64,
    /// The `--hardware` it was begun with.
    pub hardware: Option<String>,
}

impl Session {
    fn from_file(bytes: &[u8]) -> Result<Self, RecordError> {
        let session: Self = envelope::decode_json(RecordKind::Session, bytes)?;
        let texts = session
            .lines
            .iter()
            .chain(&session.verdicts_before)
            .chain(session.before.iter().flatten())
            .chain(session.declared.iter().flatten())
            .chain([&session.number, &session.route, &session.hardware].into_iter().flatten());
        let fits = texts.clone().all(|text| text.chars().count() <= TEXT_LIMIT)
            && session.lines.len() <= LIST_LIMIT
            && session.verdicts_before.len() <= LIST_LIMIT
            && (1..=8).contains(&session.step);
        drop(texts);
        if fits { Ok(session) } else { Err(RecordError::Invalid) }
    }
}

impl Keep {
    fn session_name(&self) -> String {
        self.file_name("session", "json")
    }

    /// The session that was left open.
    ///
    /// # Errors
    /// [`KeepCode::SessionBroken`] or [`KeepCode::SessionNewer`] for one that can't be made out: it was set
    /// aside as `session-….broken`. A storage's own code where the file can't be read.
    pub fn load_session(&self) -> Result<Option<Session>, KeepCode> {
        let name = self.session_name();
        let bytes = match self.file.read(&name) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return Ok(None),
            Err(error) => return Err(KeepCode::of_storage_error(StorageKind::File, error)),
        };
        Session::from_file(&bytes).map(Some).map_err(|error| {
            let aside = self.file.write(&self.file_name("session", "broken"), &bytes);
            if aside.is_ok() {
                // Where it stays, it is named again the next time: nothing is lost.
                let _ = self.file.remove(&name);
            }
            match error {
                RecordError::Version(_) => KeepCode::SessionNewer,
                _ => KeepCode::SessionBroken,
            }
        })
    }

    /// Keeps the session, in place of what was kept.
    ///
    /// # Errors
    /// Where the state folder can't be written; the session goes on without.
    pub fn save_session(&self, session: &Session) -> Result<(), KeepError> {
        let bytes = envelope::encode_json(RecordKind::Session, session).ok_or(KeepError::Unencodable)?;
        let written = self.file.write(&self.session_name(), &bytes);
        written.map_err(|error| KeepError::Storage(StorageKind::File, error))
    }

    /// Ends the session: nothing is left to go on with.
    ///
    /// # Errors
    /// Where the file can't be removed.
    pub fn end_session(&self) -> Result<(), KeepError> {
        let removed: Result<(), StorageError> = self.file.remove(&self.session_name());
        removed.map_err(|error| KeepError::Storage(StorageKind::File, error))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::super::{MemoryStorage, Storage};
    use super::*;

    fn session() -> Session {
        Session {
            step: 5,
            number: Some("AA03220123951".into()),
            request: Some(vec![1, 2, 3]),
            route: Some("phone".into()),
            lines: vec!["ABCDE".into()],
            declared: [None, None, Some("S1".into())],
            before: Some(["ASRock".into(), String::new(), "To Be Filled By O.E.M.".into()]),
            verdicts_before: vec![String::new(), "MODEL-BLANK".into(), "SERIAL-PLACEHOLDER".into()],
            started: 1_700_000_000,
            hardware: None,
        }
    }

    #[test]
    fn a_session_goes_on_where_it_was_left() {
        let keep = Keep::in_memory("p");
        assert_eq!(keep.load_session(), Ok(None));
        keep.save_session(&session()).unwrap();
        assert_eq!(keep.load_session(), Ok(Some(session())));
        keep.end_session().unwrap();
        assert_eq!(keep.load_session(), Ok(None));
    }

    #[test]
    fn a_broken_session_is_set_aside_and_named_once() {
        let file = Arc::new(MemoryStorage::new());
        let keep = Keep::on_storages(Box::new(file.clone()), None, "p");
        keep.save_session(&session()).unwrap();
        let whole = file.read(&keep.session_name()).unwrap().unwrap();
        let newer = String::from_utf8(whole.clone()).unwrap().replace("\"version\": 1", "\"version\": 4");
        let no_step = Session { step: 9, ..session() };
        for (bytes, code) in [
            (whole[..90].to_vec(), KeepCode::SessionBroken),
            (newer.into_bytes(), KeepCode::SessionNewer),
            (envelope::encode_json(RecordKind::Session, &no_step).unwrap(), KeepCode::SessionBroken),
        ] {
            file.write(&keep.session_name(), &bytes).unwrap();
            assert_eq!(keep.load_session(), Err(code));
            assert_eq!(file.read(&keep.file_name("session", "broken")), Ok(Some(bytes)));
            assert_eq!(keep.load_session(), Ok(None));
        }
    }

    proptest! {
        #[test]
        fn any_file_is_a_session_or_set_aside(bytes: Vec<u8>) {
            let file = Arc::new(MemoryStorage::new());
            let keep = Keep::on_storages(Box::new(file.clone()), None, "p");
            file.write(&keep.session_name(), &bytes).unwrap();
            prop_assert_eq!(keep.load_session(), Err(KeepCode::SessionBroken));
        }
    }
}
