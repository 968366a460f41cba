//! Removable media: USB sticks, cards and USB disks, mounted or not, by `/proc/self/mountinfo` and `/sys`.
//!
//! Lives here: which block devices are removable, and their mount points. Only `/proc` and `/sys` are read, so no call waits for a
//! medium. Never here: whether a medium can be written; only a write to the medium tells this.

use std::path::{Path, PathBuf};

use countersign_core::machine::MachineSource;

use super::file_tree::FileTree;
use super::mount_table::{self, Mount};

/// The most media that are returned.
const MAX_MEDIA: usize = 16;

/// The most bytes of the mount table that are read.
const MOUNT_TABLE: u64 = 256 * 1024;

const MOUNTS: &str = "self/mountinfo";
const BLOCK_DEVICES: &str = "class/block";

/// Mount points of the system itself. A disk with one of them doesn't count as removable.
const OF_THE_SYSTEM: [&str; 5] = ["/", "/boot", "/boot/efi", "/efi", "/usr"];

/// A file system on a removable medium.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovableMedium {
    /// The device, such as `/dev/sdb1`.
    pub device: String,
    /// The mount point; `None` where the medium isn't mounted.
    pub mounted: Option<PathBuf>,
    /// Whether it is mounted read-only.
    pub read_only: bool,
}

/// The removable media of a source, the mounted media first. A sample has none.
#[must_use]
pub fn removable_media(source: &MachineSource) -> Vec<RemovableMedium> {
    match source {
        MachineSource::ThisComputer => {
            found(&FileTree::Folder("/sys".into()), &FileTree::Folder("/proc".into()))
        }
        MachineSource::Recording(path) => {
            let below = path.join("sys");
            let sys = if below.is_dir() { below } else { path.clone() };
            found(&FileTree::Folder(sys), &FileTree::Folder(path.join("proc")))
        }
        MachineSource::Sample(_) => Vec::new(),
    }
}

/// Finds the media in these two trees.
fn found(sys: &FileTree, proc: &FileTree) -> Vec<RemovableMedium> {
    let mounts = mount_table::parse(&proc.read(MOUNTS, MOUNT_TABLE).unwrap_or_default());
    let system: Vec<PathBuf> = mounts
        .iter()
        .filter(|mount| OF_THE_SYSTEM.iter().any(|point| mount.point == Path::new(point)))
        .flat_map(|mount| disks(sys, mount_device(sys, mount).as_deref()))
        .collect();
    let can_be_taken_out = |disks: &[PathBuf]| {
        !disks.is_empty() && disks.iter().all(|disk| !system.contains(disk) && is_removable(sys, disk))
    };
    let mut used: Vec<PathBuf> = Vec::new();
    let mut media: Vec<RemovableMedium> = Vec::new();
    for mount in &mounts {
        let Some(device) = mount_device(sys, mount) else { continue };
        // A device that is mounted at a second place is the same medium.
        let first = !used.contains(&device);
        used.push(device.clone());
        if first && can_be_taken_out(&disks(sys, Some(&device))) {
            media.push(RemovableMedium {
                device: mount.source.clone(),
                mounted: Some(mount.point.clone()),
                read_only: mount.read_only,
            });
        }
    }
    for name in sys.names(BLOCK_DEVICES) {
        let Some(device) = sys.real_path(&format!("{BLOCK_DEVICES}/{name}")) else { continue };
        if !used.contains(&device)
            && holds_a_file_system(sys, &device)
            && can_be_taken_out(&disks(sys, Some(&device)))
        {
            media.push(RemovableMedium { device: format!("/dev/{name}"), mounted: None, read_only: false });
        }
    }
    media.truncate(MAX_MEDIA);
    media
}

/// The folder of the mounted device in `/sys`. Some file systems, such as btrfs, don't have the number of the device; for them, the
/// name of the source is used.
fn mount_device(sys: &FileTree, mount: &Mount) -> Option<PathBuf> {
    let by_number = || sys.real_path(&format!("dev/block/{}", mount.device));
    let by_name = || {
        let name = mount.source.strip_prefix("/dev/").filter(|name| !name.contains('/'))?;
        sys.real_path(&format!("{BLOCK_DEVICES}/{name}"))
    };
    by_number().or_else(by_name)
}

/// The disks of a device: the disk of a partition, or the disks below an encrypted volume.
fn disks(sys: &FileTree, device: Option<&Path>) -> Vec<PathBuf> {
    let Some(device) = device else { return Vec::new() };
    let below = names(sys, &device.join("slaves"));
    if below.is_empty() {
        return vec![disk(sys, device)];
    }
    let real = |name: &String| sys.real_path(device.join("slaves").join(name).to_str()?);
    below.iter().filter_map(real).map(|device| disk(sys, &device)).collect()
}

/// The disk of a partition. For a whole disk, the disk itself.
fn disk(sys: &FileTree, device: &Path) -> PathBuf {
    let parent = device.parent().filter(|_| has(sys, &device.join("partition")));
    parent.unwrap_or(device).to_owned()
}

/// Whether a disk is removable: the kernel says so, it is attached by USB, or it is a card in a slot.
fn is_removable(sys: &FileTree, disk: &Path) -> bool {
    text(sys, &disk.join("removable")) == "1"
        || disk.iter().any(|part| part.to_string_lossy().starts_with("usb"))
        || text(sys, &disk.join("device/type")) == "SD"
}

/// Whether a device that isn't mounted may hold files: it has a size, no partitions and no volume above it, and is not an optical
/// drive.
fn holds_a_file_system(sys: &FileTree, device: &Path) -> bool {
    let name = device.file_name().unwrap_or_default().to_string_lossy();
    let partitioned = || {
        let inner = names(sys, device);
        inner.iter().any(|inner| inner.starts_with(&*name) && has(sys, &device.join(inner).join("partition")))
    };
    let sized = text(sys, &device.join("size")).parse().is_ok_and(|sectors: u64| sectors > 0);
    sized && !name.starts_with("sr") && names(sys, &device.join("holders")).is_empty() && !partitioned()
}

fn text(sys: &FileTree, path: &Path) -> String {
    path.to_str().and_then(|path| sys.line(path)).unwrap_or_default()
}

fn names(sys: &FileTree, path: &Path) -> Vec<String> {
    path.to_str().map(|path| sys.names(path)).unwrap_or_default()
}

fn has(sys: &FileTree, path: &Path) -> bool {
    path.to_str().is_some_and(|path| sys.has(path))
}
