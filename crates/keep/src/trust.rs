//! Decides whether a file or folder may be used, by its type, its owner, and who else may write to it.
//!
//! The decision uses the metadata of an opened file or folder. This module never opens one.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;

use thiserror::Error;

/// The mode bits that let the group and others write.
const OTHERS_WRITE: u32 = 0o022;

/// The sticky bit: only the owner of an entry, or of the folder, can remove or rename the entry.
const STICKY: u32 = 0o1000;

/// Why a file or folder isn't used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
pub enum Distrust {
    /// A link, a pipe, a device, a socket or a folder in place of a regular file.
    #[error("not a regular file")]
    NotRegular,
    /// A user other than root and this user owns it. The owner may write to it at any time.
    #[error("owned by user {owner}")]
    ForeignOwner {
        /// The owner's user ID.
        owner: u32,
    },
    /// Its group or all users may write to it.
    #[error("others may write to it (mode {mode:04o})")]
    OthersMayWrite {
        /// The permission bits.
        mode: u32,
    },
}

/// A path that isn't used, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DistrustedPath {
    /// The path.
    pub path: PathBuf,
    /// The reason.
    pub why: Distrust,
    /// The ID of the user that should own it.
    pub rightful_owner: u32,
}

/// The users that may own the used files: root, the user that runs the program, and optionally one more.
#[derive(Debug, Clone, Copy)]
pub(super) struct Owners {
    user: u32,
    also: Option<u32>,
}

impl Owners {
    /// Root, and the effective user of this process.
    pub fn here() -> Self {
        Self { user: rustix::process::geteuid().as_raw(), also: None }
    }

    /// Adds a user.
    pub const fn and(self, user: u32) -> Self {
        Self { also: Some(user), ..self }
    }

    /// The user that runs the program.
    pub const fn user(self) -> u32 {
        self.user
    }

    /// Checks only the owner, for example of a link, which has no mode of its own.
    pub fn check_owner(self, about: &Metadata) -> Result<(), Distrust> {
        let owner = about.uid();
        if owner == 0 || owner == self.user || Some(owner) == self.also {
            Ok(())
        } else {
            Err(Distrust::ForeignOwner { owner })
        }
    }

    /// Checks the owner and the mode of a file, or of a folder in which only the owner may add entries.
    pub fn check(self, about: &Metadata) -> Result<(), Distrust> {
        self.check_owner(about)?;
        if about.mode() & OTHERS_WRITE == 0 { Ok(()) } else { Err(others_may_write(about)) }
    }

    /// Checks a folder in which others may add entries but not replace them. The sticky bit is enough.
    pub fn check_shared_folder(self, about: &Metadata) -> Result<(), Distrust> {
        self.check_owner(about)?;
        let safe = about.mode() & OTHERS_WRITE == 0 || about.mode() & STICKY != 0;
        if safe { Ok(()) } else { Err(others_may_write(about)) }
    }
}

fn others_may_write(about: &Metadata) -> Distrust {
    Distrust::OthersMayWrite { mode: about.mode() & 0o7777 }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;

    use countersign_testing::private_folder;

    use super::*;

    #[test]
    fn owner_and_mode_decide_about_trust() {
        let home = private_folder();
        let with_mode = |mode: u32| {
            fs::set_permissions(home.path(), Permissions::from_mode(mode)).unwrap();
            fs::metadata(home.path()).unwrap()
        };
        let own = Owners::here();
        for mode in [0o700, 0o750, 0o755, 0o555] {
            assert_eq!(own.check(&with_mode(mode)), Ok(()), "{mode:o}");
        }
        for mode in [0o770, 0o777, 0o702, 0o1777] {
            assert_eq!(own.check(&with_mode(mode)), Err(Distrust::OthersMayWrite { mode }), "{mode:o}");
            let shared = if mode == 0o1777 { Ok(()) } else { Err(Distrust::OthersMayWrite { mode }) };
            assert_eq!(own.check_shared_folder(&with_mode(mode)), shared, "{mode:o}");
        }
        // The same folder is checked for another user.
        let about = with_mode(0o755);
        let owner = about.uid();
        let other = Owners { user: owner + 1, also: None };
        let expected = if owner == 0 { Ok(()) } else { Err(Distrust::ForeignOwner { owner }) };
        assert_eq!(other.check(&about), expected);
        assert_eq!(other.and(owner).check(&about), Ok(()));
    }
}
