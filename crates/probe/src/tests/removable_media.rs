//! Removable media of recorded trees.

use std::os::unix::fs::symlink;

use super::*;

/// A disk: its name, its path below `devices`, and its files.
type Disk = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// A folder shaped like `/`, with these disks and this mount table.
fn recorded(disks: &[Disk], mounts: &str) -> TempDir {
    let folder = folder(&[("proc/self/mountinfo", mounts.as_bytes())]);
    let sys = folder.path().join("sys");
    for (number, (name, path, files)) in disks.iter().enumerate() {
        let device = sys.join("devices").join(path).join(name);
        for (file, text) in *files {
            let path = device.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, format!("{text}\n")).unwrap();
        }
        let numbered = format!("8:{number}");
        for (table, name) in [("dev/block", numbered.as_str()), ("class/block", name)] {
            fs::create_dir_all(sys.join(table)).unwrap();
            symlink(&device, sys.join(table).join(name)).unwrap();
        }
    }
    folder
}

/// The media as text: device and mount point, with `!` before a medium that can't be written.
fn media(folder: &TempDir) -> Vec<String> {
    let one = |medium: RemovableMedium| {
        let at = medium.mounted.map_or("-".to_owned(), |point| point.display().to_string());
        format!("{}{} {at}", if medium.read_only { "!" } else { "" }, medium.device)
    };
    removable_media(&MachineSource::Recording(folder.path().to_owned())).into_iter().map(one).collect()
}

const INNER: Disk = ("sda", "pci/ata1", &[("removable", "0"), ("size", "900")]);
const SYSTEM: Disk = ("sda2", "pci/ata1/sda", &[("partition", "2"), ("size", "800")]);
const STICK: Disk = ("sdb", "pci/usb2/2-1", &[("removable", "1"), ("size", "90")]);
const ON_STICK: Disk = ("sdb1", "pci/usb2/2-1/sdb", &[("partition", "1"), ("size", "80")]);

#[test]
fn a_mounted_stick_is_found_and_the_systems_disk_is_not() {
    let mounts = "1 0 8:1 / / rw - ext4 /dev/sda2 rw\n\
        2 1 8:3 / /media/USB\\040STICK rw,nosuid shared:4 - vfat /dev/sdb1 rw\n\
        3 1 8:3 / /again rw - vfat /dev/sdb1 rw\n\
        4 1 0:22 / /proc rw - proc proc rw\n";
    assert_eq!(media(&recorded(&[INNER, SYSTEM, STICK, ON_STICK], mounts)), ["/dev/sdb1 /media/USB STICK"]);
}

#[test]
fn a_stick_that_is_not_mounted_is_listed_by_its_device() {
    let mounts = "1 0 8:1 / / rw - ext4 /dev/sda2 rw\n";
    assert_eq!(media(&recorded(&[INNER, SYSTEM, STICK, ON_STICK], mounts)), ["/dev/sdb1 -"]);
    assert_eq!(
        media(&recorded(&[INNER, SYSTEM, STICK], mounts)),
        ["/dev/sdb -"],
        "a stick without partitions is listed by its disk"
    );
    let empty = ("sdc", "pci/usb2/2-2", &[("removable", "1"), ("size", "0")][..]);
    assert!(
        media(&recorded(&[INNER, SYSTEM, empty], mounts)).is_empty(),
        "a reader without a card is not listed"
    );
}

#[test]
fn a_usb_disk_and_a_card_are_removable_although_the_kernel_denies_it() {
    let disk = ("sdb", "pci/usb2/2-1", &[("removable", "0"), ("size", "90")][..]);
    let card = ("mmcblk0", "soc/mmc0", &[("removable", "0"), ("device/type", "SD")][..]);
    let soldered = ("mmcblk1", "soc/mmc1", &[("removable", "0"), ("device/type", "MMC")][..]);
    let mounts = "1 0 8:0 / /a rw - vfat /dev/sdb rw\n2 0 8:1 / /b rw - vfat /dev/mmcblk0 rw\n\
        3 0 8:2 / /c rw - vfat /dev/mmcblk1 rw\n";
    assert_eq!(media(&recorded(&[disk, card, soldered], mounts)), ["/dev/sdb /a", "/dev/mmcblk0 /b"]);
}

#[test]
fn a_stick_with_the_running_system_is_not_offered_for_files() {
    let mounts = "1 0 8:1 / / rw - ext4 /dev/sdb1 rw\n";
    assert!(media(&recorded(&[STICK, ON_STICK], mounts)).is_empty());
    let boot = "1 0 0:30 / / rw - overlay overlay rw\n2 1 8:1 / /boot rw - vfat /dev/sdb1 rw\n";
    assert!(media(&recorded(&[STICK, ON_STICK], boot)).is_empty());
}

#[test]
fn an_encrypted_stick_and_one_without_a_device_number_are_found() {
    let volume = ("dm-0", "virtual/block", &[("size", "70"), ("removable", "0")][..]);
    let mounts = "1 0 8:2 / /media/secret rw - ext4 /dev/mapper/secret rw\n";
    let folder = recorded(&[STICK, ON_STICK, volume], mounts);
    let devices = folder.path().join("sys/devices");
    let partition = devices.join("pci/usb2/2-1/sdb/sdb1");
    fs::create_dir(devices.join("virtual/block/dm-0/slaves")).unwrap();
    symlink(&partition, devices.join("virtual/block/dm-0/slaves/sdb1")).unwrap();
    fs::create_dir_all(partition.join("holders")).unwrap();
    symlink(devices.join("virtual/block/dm-0"), partition.join("holders/dm-0")).unwrap();
    assert_eq!(media(&folder), ["/dev/mapper/secret /media/secret"]);

    let mounts = "1 0 0:41 / /media/b rw - btrfs /dev/sdb1 ro\n";
    assert_eq!(media(&recorded(&[STICK, ON_STICK], mounts)), ["!/dev/sdb1 /media/b"]);
}

#[test]
fn a_recording_without_block_devices_has_no_media() {
    assert!(media(&folder(&[("sys/class/dmi/id/sys_vendor", b"x")])).is_empty());
    assert!(removable_media(&MachineSource::Sample("clean".to_owned())).is_empty());
    // The media of this computer are read without a panic.
    assert!(removable_media(&MachineSource::ThisComputer).len() <= 16);
}
