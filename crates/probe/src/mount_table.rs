//! Parses the text of `/proc/self/mountinfo` to mounts, without I/O. Never here: files, or the use of a mount.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;

/// The most mounts that are parsed.
const MAX_MOUNTS: usize = 1024;

/// One mounted file system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mount {
    /// The device as `MAJOR:MINOR`.
    pub device: String,
    /// The mount point.
    pub point: PathBuf,
    /// Whether the mount or the file system is read-only.
    pub read_only: bool,
    /// The source of the mount, such as `/dev/sdb1`.
    pub source: String,
}

/// The mounts of a table in its order. Of several mounts on one folder, only the last can be reached, so the others are left out.
pub fn parse(table: &[u8]) -> Vec<Mount> {
    let mut mounts: Vec<Mount> = Vec::new();
    for mount in table.split(|byte| *byte == b'\n').take(MAX_MOUNTS).filter_map(parse_line) {
        mounts.retain(|other| other.point != mount.point);
        mounts.push(mount);
    }
    mounts
}

/// Parses a line such as `36 35 98:0 /root /point rw,noatime master:1 - ext4 /dev/sda1 rw,errors=continue` (proc(5)).
fn parse_line(line: &[u8]) -> Option<Mount> {
    let fields: Vec<&[u8]> = line.split(|byte| *byte == b' ').collect();
    let end = fields.iter().skip(6).position(|field| *field == b"-")? + 6;
    let [device, point, options] = [2, 4, 5].map(|at| fields.get(at).copied());
    let [source, system_options] = [end + 2, end + 3].map(|at| fields.get(at).copied());
    let read_only = |options: &[u8]| options.split(|byte| *byte == b',').any(|option| option == b"ro");
    Some(Mount {
        device: String::from_utf8(device?.to_vec()).ok()?,
        point: PathBuf::from(OsString::from_vec(unescaped(point?))),
        read_only: read_only(options?) || read_only(system_options?),
        source: String::from_utf8_lossy(&unescaped(source?)).into_owned(),
    })
}

/// Decodes the kernel's escapes: `\040` is a blank, `\011` a tab, `\012` a line feed, `\134` a backslash.
fn unescaped(field: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(field.len());
    let mut rest = field;
    while let Some((first, tail)) = rest.split_first() {
        match (first, octal(tail)) {
            (b'\\', Some(byte)) => {
                bytes.push(byte);
                rest = tail.get(3..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    bytes
}

/// The byte of three octal digits.
fn octal(text: &[u8]) -> Option<u8> {
    let digits = text.first_chunk::<3>()?;
    u8::from_str_radix(std::str::from_utf8(digits).ok()?, 8).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_is_parsed_to_device_mount_point_and_access() {
        let table = b"29 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw\n\
            97 29 8:17 / /media/anna/USB\\040STICK\\134x rw,nosuid shared:5 master:2 - vfat /dev/sdb1 rw,uid=1000\n\
            98 29 11:0 / /mnt/cd ro,relatime - iso9660 /dev/sr0 ro\n\
            99 29 8:33 / /mnt/locked rw - vfat /dev/sdc1 ro\n";
        let found: Vec<_> =
            parse(table).into_iter().map(|mount| (mount.device, mount.point, mount.read_only)).collect();
        let expected = [
            ("8:2", "/", false),
            ("8:17", "/media/anna/USB STICK\\x", false),
            ("11:0", "/mnt/cd", true),
            ("8:33", "/mnt/locked", true),
        ];
        assert_eq!(found, expected.map(|(device, point, ro)| (device.to_owned(), point.into(), ro)));
    }

    #[test]
    fn the_last_of_two_mounts_on_one_folder_is_used() {
        let table = b"1 0 8:17 / /mnt rw - vfat /dev/sdb1 rw\n2 0 8:33 / /mnt rw - vfat /dev/sdc1 rw\n";
        let sources: Vec<_> = parse(table).into_iter().map(|mount| mount.source).collect();
        assert_eq!(sources, ["/dev/sdc1"]);
    }

    proptest! {
        #[test]
        fn any_bytes_make_a_table(bytes: Vec<u8>) {
            parse(&bytes);
        }

        #[test]
        fn a_truncated_line_causes_no_panic(cut in 0usize..70) {
            let line = b"97 29 8:17 / /media/a\\040b rw shared:5 - vfat /dev/sdb1 rw";
            parse(&line[..cut.min(line.len())]);
        }
    }
}
