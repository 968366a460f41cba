//! Where a file can be written: removable media that are writable, then the folder where the program started.

use std::path::{Path, PathBuf};

use rustix::fs::{Access, AtFlags, CWD, StatVfsMountFlags, accessat, statvfs};

use crate::wizard::{FileNews, Places};
use countersign_core::machine::MachineSource;
use countersign_probe::{RemovableMedium, removable_media};

use super::Report;

/// Reports the places, more of them with each report.
pub fn find(source: &MachineSource, start: &Path, report: &Report<'_>) {
    let media = removable_media(source);
    let mut places = Places { folders: vec![start.to_owned()], unmounted: unmounted(&media) };
    report(FileNews::Places(places.clone()));
    let mut found = 0;
    for medium in media.iter().filter(|medium| !medium.read_only) {
        if let Some(folder) = medium.mounted.as_ref().filter(|folder| is_writable(folder)) {
            places.folders.insert(found, folder.clone());
            found += 1;
            report(FileNews::Places(places.clone()));
        }
    }
}

/// The folders of mounted media, whether or not they can be written.
pub fn mounted(media: &[RemovableMedium]) -> Vec<PathBuf> {
    media.iter().filter_map(|medium| medium.mounted.clone()).collect()
}

/// The devices that are not mounted.
pub fn unmounted(media: &[RemovableMedium]) -> Vec<String> {
    let unmounted = media.iter().filter(|medium| medium.mounted.is_none());
    unmounted.map(|medium| medium.device.clone()).collect()
}

/// Whether this user can write files there.
fn is_writable(folder: &Path) -> bool {
    let rights = accessat(CWD, folder, Access::WRITE_OK | Access::EXEC_OK, AtFlags::EACCESS);
    rights.is_ok() && statvfs(folder).is_ok_and(|system| !system.f_flag.contains(StatVfsMountFlags::RDONLY))
}
