//! Target: a folder with the layout of `/sys`, a device tree or `/`. Checks all output about its machine. No link leads out of the folder.

use std::fs;
use std::path::Path;

use countersign_core::machine::{Field, Machine, encode_dump};
use countersign_probe::recording;

use crate::recording::check_machine;
use crate::{Seed, samples, sections};

/// The content of a file outside of the folder.
const SECRET: &str = "OUTSIDE-THE-FOLDER";
/// The name of that file as the target of a link.
const OUTSIDE: &str = "outside";
/// The longest file, in bytes, and the deepest path, in names.
const MAX_BYTES: usize = 16 * 1024;
const MAX_DEPTH: usize = 10;

/// Makes a folder with the files of the input, and reads it. `== NAME -> TARGET` makes a link; the target `outside` is the file outside.
pub fn check(input: &[u8]) {
    let around = tempfile::tempdir().unwrap();
    let outside = around.path().join(OUTSIDE);
    fs::write(&outside, SECRET).unwrap();
    let folder = around.path().join("folder");
    fs::create_dir(&folder).unwrap();
    for (name, bytes) in sections::split(input) {
        make(&folder, &outside, name, &bytes[..bytes.len().min(MAX_BYTES)]);
    }
    match recording(&folder) {
        Ok(machine) => {
            check_inside(&machine);
            check_machine(&machine);
        }
        Err(error) => assert_eq!(error.path(), folder, "{error}"),
    }
}

/// Makes a file or a link. Skips one that can't be made, for example below a file.
fn make(folder: &Path, outside: &Path, name: &str, bytes: &[u8]) {
    let (name, target) = name.split_once(" -> ").map_or((name, None), |(name, to)| (name, Some(to)));
    let plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.' | ':' | ',' | '@' | '+');
    let within = |path: &str| {
        let names = path.split('/').filter(|name| !name.is_empty());
        let deep = names.clone().count() <= MAX_DEPTH && path.len() <= 200;
        deep && path.chars().all(plain)
            && names.clone().count() > 0
            && names.clone().all(|name| name != ".." && name != ".")
    };
    if !within(name) || !target.is_none_or(within) {
        return;
    }
    let path = folder.join(name.trim_start_matches('/'));
    let Some(parent) = path.parent() else { return };
    // No parent is a link to a folder outside, because `outside` is a file.
    if fs::create_dir_all(parent).is_err() {
        return;
    }
    let _ = match target {
        Some(OUTSIDE) => std::os::unix::fs::symlink(outside, path),
        Some(target) => std::os::unix::fs::symlink(folder.join(target.trim_start_matches('/')), path),
        None if path.is_symlink() => Ok(()),
        None => fs::write(path, bytes),
    };
}

/// Checks that no value comes from the file outside of the folder.
fn check_inside(machine: &Machine) {
    let tree = machine.device_tree.iter();
    let tree =
        tree.flat_map(|tree| [&tree.model, &tree.serial, &tree.compatible, &tree.soc, &tree.soc_serial]);
    let fields = Field::ALL.into_iter().filter_map(|field| machine.reading(field).bytes());
    for value in fields.chain(tree.flatten().map(Vec::as_slice)) {
        let found = value.windows(SECRET.len()).any(|part| part.eq_ignore_ascii_case(SECRET.as_bytes()));
        assert!(!found, "a value from outside of the folder: {value:?}");
    }
}

/// Returns folders of each layout, and the recorded folders.
pub fn seeds() -> Vec<Seed> {
    let mut seeds: Vec<Seed> =
        [("sysfs", SYSFS), ("device-tree", DEVICE_TREE), ("whole", WHOLE), ("links", LINKS)]
            .into_iter()
            .map(|(name, text)| (name.to_owned(), text.replace('~', "\0").into_bytes()))
            .collect();
    for (name, machine) in samples::machines() {
        let dump = encode_dump(&machine);
        let (entry, table) = dump.split_at(0x20);
        let files =
            [("firmware/dmi/tables/smbios_entry_point", &entry[..24]), ("firmware/dmi/tables/DMI", table)];
        seeds.push((format!("{name}.tables"), sections::join(files)));
    }
    for (name, files) in samples::recorded_folders("machines/platforms") {
        let files = files.iter().map(|(name, bytes)| (name.as_str(), &bytes[..bytes.len().min(2_000)]));
        seeds.push((name, sections::join(files)));
    }
    seeds
}

const SYSFS: &str = "\
== class/dmi/id/sys_vendor
ASRock

== class/dmi/id/product_name
B450M Pro4

== class/dmi/id/product_serial
To Be Filled By O.E.M.

== class/dmi/id/board_serial
M80-D8018200512

== class/dmi/id/bios_vendor
American Megatrends Inc.

== class/dmi/id/product_uuid
4C4C4544-0042-3510-8056-B4C04F595A31

== class/net/eth0/address
a8:a1:59:11:22:33

== class/net/eth0/addr_assign_type
0

== class/net/eth0/type
1

== class/net/eth0/device/uevent
PCI_SLOT_NAME=0000:02:00.0

== firmware/efi/efivars/x
1
== hypervisor/type
xen
";

const DEVICE_TREE: &str = "\
== firmware/devicetree/base/model
Example Board~
== firmware/devicetree/base/serial-number
10000000abcdef01~
== firmware/devicetree/base/compatible
example,board~example,soc~
== devices/soc0/serial_number
0x1234
== bus/nvmem/devices/rockchip-otp0/cells/id@7,0
RK3588-ID-012345
";

const WHOLE: &str = "\
== proc/cpuinfo
processor : 0
Serial : 10000000abcdef01
== proc/device-tree/model
Example Board~
== sys/class/dmi/id/sys_vendor
QEMU
== proc/sysinfo
Manufacturer: IBM
";

const LINKS: &str = "\
== class/dmi/id -> devices/virtual/dmi/id
== devices/virtual/dmi/id/sys_vendor
ASRock
== devices/virtual/dmi/id/product_name -> outside
== firmware/devicetree/base/model -> outside
";
