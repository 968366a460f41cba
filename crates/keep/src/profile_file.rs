//! Finds the profile of a machine with one product, and reads a profile only if no other user could have
//! changed it. [`installed_profiles`](crate::installed_profiles) finds the profiles of several products.
//!
//! A profile pins the keys that licenses are verified with, so its writer decides which licenses are genuine.
//! It must belong to root or to the user that runs the program. Beside the program, it may also belong to the
//! program's owner. No other user may write to it or replace it in its folder.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::os::fd::AsFd;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, CWD, Mode, OFlags};
use rustix::io::Errno;
use thiserror::Error;

use crate::folder::folder_of;
use crate::regular_file::{OpenError, open_at, read_bounded};
use crate::safe_path;
use crate::trust::{Distrust, DistrustedPath, Owners};

/// Where a product's profile is installed.
pub const INSTALLED: &str = "/etc/countersign/profile.toml";

/// The maximum number of bytes of a profile. A usual profile has one or two thousand bytes.
const LIMIT: usize = 256 * 1024;

/// The profile file that was found.
#[derive(Debug)]
pub enum Found {
    /// A file.
    File {
        /// Its path.
        path: PathBuf,
        /// Its text.
        text: String,
    },
    /// No profile is installed: the session is practice.
    None,
}

/// Why a profile file can't be read.
#[derive(Debug, Error)]
pub enum ProfileFileError {
    /// The file or its folder fails the ownership and mode check.
    #[error("{}: {}", safe_path(&.0.path), .0.why)]
    Distrusted(DistrustedPath),
    /// The file is larger than 256 KiB.
    #[error("{}: larger than 256 KiB", safe_path(.0))]
    TooLarge(PathBuf),
    /// The system's error.
    #[error("{}: {source}", safe_path(path))]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
}

/// Reads the given path. Without a path, reads the first of `/etc/countersign/profile.toml` and
/// `profile.toml` beside the program.
///
/// # Errors
/// [`ProfileFileError`] if the given path or an installed file can't be read or fails the ownership and mode
/// check.
pub fn find(given: Option<&Path>) -> Result<Found, ProfileFileError> {
    if let Some(path) = given {
        return read(path, Owners::here())?.ok_or_else(|| ProfileFileError::Unreadable {
            path: path.to_owned(),
            source: io::ErrorKind::NotFound.into(),
        });
    }
    match read_installed()? {
        Some(found) => Ok(found),
        None => read_beside_program(),
    }
}

/// Reads the installed profile of a machine with one product; `None` if there is none.
pub(super) fn read_installed() -> Result<Option<Found>, ProfileFileError> {
    read(Path::new(INSTALLED), Owners::here())
}

/// Reads the profile beside the program; [`Found::None`] if there is none.
pub(super) fn read_beside_program() -> Result<Found, ProfileFileError> {
    let owners = Owners::here();
    let Ok(program) = std::env::current_exe() else { return Ok(Found::None) };
    let owners = fs::metadata(&program).map_or(owners, |about| owners.and(about.uid()));
    Ok(read(&program.with_file_name("profile.toml"), owners)?.unwrap_or(Found::None))
}

/// Reads the profile at `path`; `None` if there is none.
fn read(path: &Path, owners: Owners) -> Result<Option<Found>, ProfileFileError> {
    let name = path.file_name().ok_or_else(|| distrusted(path, Distrust::NotRegular))?;
    let folder = folder_of(path);
    let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let opened = match rustix::fs::openat(CWD, folder, flags, Mode::empty()) {
        Ok(opened) => File::from(opened),
        Err(Errno::NOENT) => return Ok(None),
        Err(errno) => return Err(unreadable(path, errno.into())),
    };
    // If there is no profile, its folder doesn't matter.
    match rustix::fs::statat(&opened, name, AtFlags::SYMLINK_NOFOLLOW) {
        Err(Errno::NOENT) => return Ok(None),
        Err(errno) => return Err(unreadable(path, errno.into())),
        Ok(_) => {}
    }
    let about = opened.metadata().map_err(|error| unreadable(path, error))?;
    owners.check_shared_folder(&about).map_err(|why| distrusted(folder, why))?;
    read_in(&opened, name, path, owners).map(Some)
}

/// Reads the profile `name` in an opened folder that was checked.
pub(super) fn read_in(
    folder: &File,
    name: &OsStr,
    path: &Path,
    owners: Owners,
) -> Result<Found, ProfileFileError> {
    let file = open_at(folder.as_fd(), Path::new(name), OFlags::RDONLY, Mode::empty(), Some(owners));
    let file = file.map_err(|error| match error {
        OpenError::Distrusted(why) => distrusted(path, why),
        OpenError::System(error) => unreadable(path, error),
    })?;
    let bytes = read_bounded(file, LIMIT).map_err(|error| unreadable(path, error))?;
    if bytes.len() > LIMIT {
        return Err(ProfileFileError::TooLarge(path.to_owned()));
    }
    // Bytes that are not text are not a valid profile. The parser reports that.
    Ok(Found::File { path: path.to_owned(), text: String::from_utf8_lossy(&bytes).into_owned() })
}

/// Creates the error for an untrusted file. Root installs profiles, so root is the rightful owner.
pub(super) fn distrusted(path: &Path, why: Distrust) -> ProfileFileError {
    ProfileFileError::Distrusted(DistrustedPath { path: path.to_owned(), why, rightful_owner: 0 })
}

pub(super) fn unreadable(path: &Path, source: io::Error) -> ProfileFileError {
    ProfileFileError::Unreadable { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use std::fs::Permissions;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use countersign_testing::{private_folder, write_file};

    use super::*;

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }

    /// Returns the result of [`find`] for the path.
    fn said(path: &Path) -> Result<String, (PathBuf, Distrust)> {
        match find(Some(path)) {
            Ok(Found::File { text, .. }) => Ok(text),
            Err(ProfileFileError::Distrusted(found)) => Err((found.path, found.why)),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_profile_that_others_may_write_or_replace_is_not_used() {
        let home = private_folder();
        let path = home.path().join("profile.toml");
        write_file(&path, "text");
        for (folder, file, distrusted) in [
            (0o700, 0o600, None),
            (0o755, 0o644, None),
            (0o1777, 0o644, None),
            (0o755, 0o664, Some((&*path, 0o664))),
            (0o755, 0o666, Some((&*path, 0o666))),
            (0o1777, 0o646, Some((&*path, 0o646))),
            (0o777, 0o644, Some((home.path(), 0o777))),
            (0o775, 0o644, Some((home.path(), 0o775))),
        ] {
            set_mode(home.path(), folder);
            set_mode(&path, file);
            let expected =
                distrusted.map(|(path, mode)| (path.to_owned(), Distrust::OthersMayWrite { mode }));
            assert_eq!(said(&path).err(), expected, "{folder:o} {file:o}");
        }
    }

    #[test]
    fn a_profile_of_another_user_is_used_only_beside_their_program() {
        let home = private_folder();
        let path = home.path().join("profile.toml");
        write_file(&path, "text");
        set_mode(&path, 0o644);
        if let Err(error) = std::os::unix::fs::chown(&path, Some(12_345), None) {
            countersign_testing::skipped(format_args!("only root gives a file to another user ({error})"));
            return;
        }
        let foreign = Distrust::ForeignOwner { owner: 12_345 };
        assert_eq!(said(&path), Err((path.clone(), foreign)));
        let beside = read(&path, Owners::here().and(12_345));
        assert!(matches!(beside, Ok(Some(Found::File { .. }))), "{beside:?}");
        // In another user's folder even root's file can be replaced later.
        std::os::unix::fs::chown(&path, Some(0), None).unwrap();
        std::os::unix::fs::chown(home.path(), Some(12_345), None).unwrap();
        assert_eq!(said(&path), Err((home.path().to_owned(), foreign)));
    }

    #[test]
    fn links_folders_and_endless_files_are_refused_as_profiles() {
        let home = private_folder();
        let at = |name: &str| home.path().join(name);
        write_file(&at("large"), vec![b'#'; LIMIT + 1]);
        set_mode(&at("large"), 0o644);
        assert!(matches!(find(Some(&at("large"))), Err(ProfileFileError::TooLarge(_))));
        symlink(at("large"), at("link")).unwrap();
        for path in [at("link"), home.path().to_owned(), PathBuf::from("/dev/zero"), PathBuf::from("/")] {
            let (named, why) = said(&path).unwrap_err();
            assert_eq!((&named, why), (&path, Distrust::NotRegular));
        }
        for path in [at("none"), at("none/profile.toml")] {
            let Err(ProfileFileError::Unreadable { source, .. }) = find(Some(&path)) else { panic!() };
            assert_eq!(source.kind(), io::ErrorKind::NotFound);
        }
    }
}
