//! Loads a profile from its file, and says in both languages why a profile can't be used.
//!
//! The codes and words are those of the device program. This module never interprets the content of a
//! profile.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use countersign_core::lang::Lang;
use countersign_core::machine::printable;
use countersign_core::profile::{Profile, ProfileError};
use countersign_core::text::Line as _;
use countersign_keep::profile_file::{self, Found, ProfileFileError};
use countersign_keep::text::{ProfileLine, ProfileSentence, distrust_meaning, distrust_next_step};
use countersign_keep::{Distrust, DistrustedPath, safe_path};
use thiserror::Error;

/// Why a profile can't be loaded.
#[derive(Debug, Error)]
pub enum LoadProfileError {
    /// The file or its folder fails the check: it is not a regular file, belongs to another user, or others
    /// may write to it.
    #[error("{}: {why}", safe_path(path))]
    Distrusted {
        /// The file or folder.
        path: PathBuf,
        /// The reason.
        why: Distrust,
    },
    /// The file is larger than 256 KiB.
    #[error("{}: larger than 256 KiB", safe_path(path))]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// The file can't be read.
    #[error("{}: {source}", safe_path(path))]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: std::io::Error,
    },
    /// The text is not a valid profile.
    #[error("{}: {}", safe_path(path), source.last_line())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// The first mistake in the text.
        source: ProfileError,
    },
    /// The profile has no ID, because no desk has published it.
    #[error("{}: no id", safe_path(path))]
    Unpublished {
        /// The file.
        path: PathBuf,
    },
}

/// Reads the profile at `path`: one TOML file of at most 256 KiB. It must be a regular file. The file and its
/// folder must belong to root or to the user of this process, and nobody else may write to them (or the
/// folder has the sticky bit).
///
/// # Errors
/// [`LoadProfileError`] if the file can't be read, fails this check, or is no published profile.
pub fn load_profile(path: &Path) -> Result<Profile, LoadProfileError> {
    match profile_file::find(Some(path)) {
        Ok(Found::File { path, text }) => match Profile::parse(&text) {
            Ok(profile) if profile.id == 0 => Err(LoadProfileError::Unpublished { path }),
            Ok(profile) => Ok(profile),
            Err(source) => Err(LoadProfileError::Invalid { path, source }),
        },
        Ok(Found::None) => {
            Err(LoadProfileError::Unreadable { path: path.to_owned(), source: ErrorKind::NotFound.into() })
        }
        Err(ProfileFileError::Distrusted(found)) => {
            Err(LoadProfileError::Distrusted { path: found.path, why: found.why })
        }
        Err(ProfileFileError::TooLarge(path)) => Err(LoadProfileError::TooLarge { path }),
        Err(ProfileFileError::Unreadable { path, source }) => {
            Err(LoadProfileError::Unreadable { path, source })
        }
    }
}

impl LoadProfileError {
    /// Returns the stable code, the same as in the device program.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Distrusted { why: Distrust::NotRegular, .. } => "PROFILE-NOT-REGULAR",
            Self::Distrusted { why: Distrust::ForeignOwner { .. }, .. } => "PROFILE-OWNER",
            Self::Distrusted { why: Distrust::OthersMayWrite { .. }, .. } => "PROFILE-WRITABLE",
            Self::TooLarge { .. } => "PROFILE-TOO-LARGE",
            Self::Unreadable { source, .. } if source.kind() == ErrorKind::NotFound => "PROFILE-MISSING",
            Self::Unreadable { .. } => "PROFILE-UNREADABLE",
            Self::Invalid { source: ProfileError::NoKeys, .. } => "PROFILE-NO-KEYS",
            Self::Invalid { source: ProfileError::BadKey(_), .. } => "PROFILE-BAD-KEY",
            Self::Invalid { source: ProfileError::DuplicateKeys(..), .. } => "PROFILE-TWIN-KEYS",
            Self::Invalid { .. } => "PROFILE-SYNTAX",
            Self::Unpublished { .. } => "PROFILE-UNPUBLISHED",
        }
    }

    /// Returns what is wrong, and the next step: one sentence each.
    #[must_use]
    pub fn words(&self, lang: Lang) -> (String, String) {
        let (sentence, cure) = match self {
            Self::Distrusted { path, why } => {
                // Root installs profiles, so root is the rightful owner.
                let found = DistrustedPath { path: path.clone(), why: *why, rightful_owner: 0 };
                let why = &distrust_meaning(lang, &found);
                return (ProfileSentence::NotUsed { why }.say(lang), distrust_next_step(lang, &found));
            }
            Self::TooLarge { path } => {
                (ProfileSentence::TooLarge { path: &safe_path(path) }.say(lang), ProfileLine::AnewDo)
            }
            Self::Unreadable { path, source } => unreadable(lang, &safe_path(path), source),
            Self::Invalid { path, source } => invalid(lang, &safe_path(path), source),
            Self::Unpublished { path } => {
                let path = &safe_path(path);
                (ProfileSentence::Unpublished { path }.say(lang), ProfileLine::UnpublishedDo)
            }
        };
        (sentence, cure.say(lang).to_owned())
    }
}

fn unreadable(lang: Lang, path: &str, source: &std::io::Error) -> (String, ProfileLine) {
    let why = match source.kind() {
        ErrorKind::NotFound => {
            return (ProfileSentence::Missing { path: &path }.say(lang), ProfileLine::MissingDo);
        }
        ErrorKind::PermissionDenied => ProfileLine::Denied.say(lang).to_owned(),
        _ => printable(source.to_string().as_bytes()),
    };
    (ProfileSentence::Unreadable { path: &path, why: &why }.say(lang), ProfileLine::UnreadableDo)
}

fn invalid(lang: Lang, path: &str, source: &ProfileError) -> (String, ProfileLine) {
    let (path, why) = (&path, &source.last_line());
    match source {
        ProfileError::NoKeys => (ProfileSentence::NoKeys { path }.say(lang), ProfileLine::AnewDo),
        ProfileError::BadKey(_) => (ProfileSentence::BadKey { path, why }.say(lang), ProfileLine::AnewDo),
        ProfileError::DuplicateKeys(..) => {
            (ProfileSentence::TwinKeys { path, why }.say(lang), ProfileLine::AnewDo)
        }
        _ => (ProfileSentence::Syntax { path, why }.say(lang), ProfileLine::SyntaxDo),
    }
}
