//! Finds the profiles of all products on this machine.
//!
//! Each product's package puts its profile into a folder under its own name, so no package replaces another's
//! profile. Each file is checked on its own: an unusable file doesn't affect the others. This module never
//! decides what to do about a fault.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::File;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use countersign_core::profile::{Profile, ProfileError};
use rustix::fs::{CWD, Dir, Mode, OFlags};
use rustix::io::Errno;
use thiserror::Error;

use crate::profile_file::{
    self, Found, ProfileFileError, distrusted, read_beside_program, read_in, read_installed, unreadable,
};
use crate::safe_path;
use crate::trust::Owners;

/// The folder of the products' profiles. Each `*.toml` file in it is a profile.
pub const PROFILES_FOLDER: &str = "/etc/countersign/profiles.d";

/// The maximum number of profiles in the folder.
pub const PROFILE_LIMIT: usize = 64;

/// Where to look for profiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProfilePlace<'a> {
    /// `/etc/countersign/profile.toml` and `/etc/countersign/profiles.d`; without either, `profile.toml` beside the program.
    Installed,
    /// Only this file.
    File(&'a Path),
    /// Only this folder.
    Folder(&'a Path),
}

/// A profile that can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstalledProfile {
    /// The file.
    pub path: PathBuf,
    /// The parsed profile.
    pub profile: Profile,
}

/// Why an installed profile, or the folder of profiles, can't be used.
#[derive(Debug, Error)]
pub enum InstalledFault {
    /// The file or the folder fails the ownership and mode check, or can't be read.
    #[error(transparent)]
    File(#[from] ProfileFileError),
    /// The folder holds more than [`PROFILE_LIMIT`] profiles.
    #[error("{}: more than 64 profiles", safe_path(.0))]
    TooMany(PathBuf),
    /// The text is not a valid profile.
    #[error("{}: {}", safe_path(path), source.last_line())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// The first mistake in the text.
        source: ProfileError,
    },
    /// No desk has published the profile.
    #[error("{}: not published", safe_path(.0))]
    Unpublished(PathBuf),
    /// Several files are profiles of the same product. None of them is used, because they may pin different
    /// keys.
    #[error("{product}: several profiles")]
    Twice {
        /// The product.
        product: String,
        /// The files, in the order of the list.
        files: Vec<PathBuf>,
    },
}

impl InstalledFault {
    /// Returns the path of the faulty file or folder; of several files, the first.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::File(ProfileFileError::Distrusted(found)) => &found.path,
            Self::File(ProfileFileError::TooLarge(path) | ProfileFileError::Unreadable { path, .. })
            | Self::TooMany(path)
            | Self::Invalid { path, .. }
            | Self::Unpublished(path) => path,
            Self::Twice { files, .. } => files.first().map_or(Path::new(""), PathBuf::as_path),
        }
    }
}

/// A usable profile, or why the profile can't be used.
pub type ProfileResult = Result<InstalledProfile, InstalledFault>;

/// Finds the profiles of all products: `profile.toml` first, then the files of the folder in byte order of
/// their names. The list is empty if there are none.
#[must_use]
pub fn installed_profiles(place: ProfilePlace<'_>) -> Vec<ProfileResult> {
    let mut found: Vec<ProfileResult> = match place {
        ProfilePlace::File(path) => profile_file::find(Some(path)).map_or_else(failed, parsed),
        ProfilePlace::Folder(folder) => read_folder(folder)
            .unwrap_or_else(|| failed(unreadable(folder, std::io::ErrorKind::NotFound.into()))),
        ProfilePlace::Installed => {
            let alone = read_installed().map_or_else(failed, |found| found.map_or_else(Vec::new, parsed));
            alone.into_iter().chain(read_folder(Path::new(PROFILES_FOLDER)).unwrap_or_default()).collect()
        }
    };
    if found.is_empty() && place == ProfilePlace::Installed {
        found = read_beside_program().map_or_else(failed, parsed);
    }
    without_twins(found)
}

fn failed(error: ProfileFileError) -> Vec<ProfileResult> {
    vec![Err(error.into())]
}

fn parsed(found: Found) -> Vec<ProfileResult> {
    match found {
        Found::File { path, text } => vec![parse(path, &text)],
        Found::None => Vec::new(),
    }
}

fn parse(path: PathBuf, text: &str) -> ProfileResult {
    match Profile::parse(text) {
        Ok(profile) if profile.id == 0 => Err(InstalledFault::Unpublished(path)),
        Ok(profile) => Ok(InstalledProfile { path, profile }),
        Err(source) => Err(InstalledFault::Invalid { path, source }),
    }
}

/// Reads the profiles of a folder; `None` if the folder doesn't exist.
fn read_folder(path: &Path) -> Option<Vec<ProfileResult>> {
    let owners = Owners::here();
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let folder = match rustix::fs::openat(CWD, path, flags, Mode::empty()) {
        Ok(folder) => File::from(folder),
        Err(Errno::NOENT) => return None,
        Err(errno) => return Some(failed(unreadable(path, errno.into()))),
    };
    let names = match names_in(&folder, path, owners) {
        Ok(names) => names,
        Err(fault) => return Some(vec![Err(fault)]),
    };
    let read = |name: OsString| -> ProfileResult {
        let file = path.join(&name);
        match read_in(&folder, &name, &file, owners)? {
            Found::File { path, text } => parse(path, &text),
            Found::None => Err(unreadable(&file, std::io::ErrorKind::NotFound.into()).into()),
        }
    };
    Some(names.into_iter().map(read).collect())
}

/// Returns the names of the profiles in an opened folder, sorted.
fn names_in(folder: &File, path: &Path, owners: Owners) -> Result<Vec<OsString>, InstalledFault> {
    let about = folder.metadata().map_err(|error| unreadable(path, error))?;
    // Every user who can add a file here can add a product, so the sticky bit isn't enough.
    owners.check(&about).map_err(|why| distrusted(path, why))?;
    let system = |errno: Errno| unreadable(path, errno.into());
    let mut names = Vec::new();
    for entry in Dir::read_from(folder).map_err(system)? {
        let entry = entry.map_err(system)?;
        let name = entry.file_name().to_bytes();
        // Names that begin with a dot belong to editors and package managers.
        if name.starts_with(b".") || !name.ends_with(b".toml") {
            continue;
        }
        if names.len() == PROFILE_LIMIT {
            return Err(InstalledFault::TooMany(path.to_owned()));
        }
        names.push(std::ffi::OsStr::from_bytes(name).to_owned());
    }
    names.sort();
    Ok(names)
}

/// Replaces the first of several profiles of one product by a fault, and removes the others.
fn without_twins(found: Vec<ProfileResult>) -> Vec<ProfileResult> {
    let mut files: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for InstalledProfile { path, profile } in found.iter().flatten() {
        files.entry(profile.product.clone()).or_default().push(path.clone());
    }
    let kept = found.into_iter().filter_map(|one| {
        let Ok(InstalledProfile { path, profile }) = &one else { return Some(one) };
        let product = &profile.product;
        match files.get(product).map_or(&[][..], Vec::as_slice) {
            twins @ [first, _, ..] => (first == path)
                .then(|| Err(InstalledFault::Twice { product: product.clone(), files: twins.to_vec() })),
            _ => Some(one),
        }
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::net::UnixListener;

    use countersign_testing::{make_pipe, private_folder, profile_text, write_file};

    use super::*;
    use crate::trust::Distrust;

    fn profile(id: u16, product: &str) -> String {
        profile_text(id, product, "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    }

    /// Returns a product's identifier, or a word for the fault with the names of its files.
    fn shown(found: &ProfileResult) -> String {
        let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
        match found {
            Ok(found) => found.profile.product.clone(),
            Err(InstalledFault::Twice { product, files }) => {
                format!(
                    "twice {product}: {}",
                    files.iter().map(|file| name(file)).collect::<Vec<_>>().join(" ")
                )
            }
            Err(fault) => {
                let kind = match fault {
                    InstalledFault::File(ProfileFileError::Distrusted(found)) => match found.why {
                        Distrust::NotRegular => "not regular",
                        Distrust::ForeignOwner { .. } => "owner",
                        Distrust::OthersMayWrite { .. } => "writable",
                    },
                    InstalledFault::File(ProfileFileError::TooLarge(_)) => "large",
                    InstalledFault::File(ProfileFileError::Unreadable { .. }) => "unreadable",
                    InstalledFault::TooMany(_) => "too many",
                    InstalledFault::Invalid { .. } => "invalid",
                    InstalledFault::Unpublished(_) => "unpublished",
                    InstalledFault::Twice { .. } => "twice",
                };
                format!("{kind}: {}", name(fault.path()))
            }
        }
    }

    fn listed(folder: &Path) -> Vec<String> {
        installed_profiles(ProfilePlace::Folder(folder)).iter().map(shown).collect()
    }

    fn add(folder: &Path, name: &str, text: &str) {
        write_file(&folder.join(name), text);
    }

    #[test]
    fn profiles_are_sorted_by_name_and_other_files_are_ignored() {
        let home = private_folder();
        for (name, product) in [("20-b.toml", "b"), ("10-c.toml", "c"), ("Z.toml", "z"), ("é.toml", "e")] {
            add(home.path(), name, &profile(1, product));
        }
        for name in ["x.toml.dpkg-new", "README", ".hidden.toml", "toml"] {
            add(home.path(), name, "no profile");
        }
        assert_eq!(listed(home.path()), ["c", "b", "z", "e"]);
    }

    #[test]
    fn an_unusable_file_affects_no_other_profile() {
        let home = private_folder();
        let at = |name: &str| home.path().join(name);
        add(home.path(), "a.toml", &profile(1, "a"));
        add(home.path(), "b.toml", "no profile");
        add(home.path(), "c.toml", &profile(0, "c"));
        add(home.path(), "d.toml", &"#".repeat(300_000));
        add(home.path(), "e.toml", &profile(2, "e"));
        fs::set_permissions(at("e.toml"), Permissions::from_mode(0o666)).unwrap();
        symlink(at("a.toml"), at("f.toml")).unwrap();
        make_pipe(&at("g.toml"));
        let _listener = UnixListener::bind(at("h.toml")).unwrap();
        fs::create_dir(at("i.toml")).unwrap();
        add(home.path(), "j.toml", &profile(3, "j"));
        assert_eq!(
            listed(home.path()),
            [
                "a",
                "invalid: b.toml",
                "unpublished: c.toml",
                "large: d.toml",
                "writable: e.toml",
                "not regular: f.toml",
                "not regular: g.toml",
                "not regular: h.toml",
                "not regular: i.toml",
                "j",
            ]
        );
    }

    #[test]
    fn two_profiles_of_one_product_are_one_error_and_neither_is_used() {
        let home = private_folder();
        for (name, product) in
            [("1.toml", "a"), ("2.toml", "b"), ("3.toml", "a"), ("4.toml", "c"), ("5.toml", "a")]
        {
            add(home.path(), name, &profile(1, product));
        }
        assert_eq!(listed(home.path()), ["twice a: 1.toml 3.toml 5.toml", "b", "c"]);
    }

    #[test]
    fn an_unusable_folder_is_one_error() {
        let home = private_folder();
        let folder = home.path().join("profiles.d");
        let said = || installed_profiles(ProfilePlace::Folder(&folder)).iter().map(shown).collect::<Vec<_>>();
        assert_eq!(said(), ["unreadable: profiles.d"]);
        write_file(&folder, "a file");
        assert_eq!(said(), ["unreadable: profiles.d"]);
        fs::remove_file(&folder).unwrap();
        fs::create_dir(&folder).unwrap();
        assert_eq!(said(), <[&str; 0]>::default());
        for count in 0..=PROFILE_LIMIT {
            add(&folder, &format!("{count:03}.toml"), &profile(1, &format!("p{count}")));
            fs::set_permissions(&folder, Permissions::from_mode(0o755)).unwrap();
            if count == PROFILE_LIMIT - 1 {
                assert_eq!(said().len(), PROFILE_LIMIT);
            }
        }
        assert_eq!(said(), ["too many: profiles.d"]);
        for mode in [0o775, 0o777, 0o1777] {
            fs::set_permissions(&folder, Permissions::from_mode(mode)).unwrap();
            assert_eq!(said(), ["writable: profiles.d"], "{mode:o}");
        }
    }
}
