//! The archive that a link gives: a folder with the program, its profile, its signature, checksums and a
//! README. The profile is where the program looks for it, beside the program. The archive is a plain tar
//! file: every system unpacks it, and the same build gives the same bytes.
//!
//! The program is the last file. So all bytes before it are known before the first byte is sent, and the
//! program is sent in pieces.

use std::io;

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};
use tar::{EntryType, Header};

use super::Build;

/// The block size of a tar file, in bytes.
const BLOCK: usize = 512;

/// The name of the program in the archive.
pub const PROGRAM: &str = "countersign";
/// The name of the profile. The program looks for it in its own folder.
pub const PROFILE: &str = "profile.toml";
/// The name of the checksums file.
pub const CHECKSUMS: &str = "SHA256SUMS";
/// The name of the README file.
pub const README: &str = "README.txt";

/// An archive, without the bytes of its program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archive {
    /// The file name of the archive.
    pub file_name: String,
    /// The folder in the archive.
    pub folder: String,
    /// The bytes before the program.
    pub head: Vec<u8>,
    /// The number of bytes of the program.
    pub program: u64,
    /// The bytes after the program.
    pub tail: Vec<u8>,
}

impl Archive {
    /// Creates the archive of a build for a product, with the text of its profile and a README.
    ///
    /// # Errors
    /// The I/O error if a name is too long for an archive. The names of products and signatures are never
    /// that long.
    pub fn new(build: &Build, product: &str, profile: &str, readme: &str) -> io::Result<Self> {
        let folder = format!("{PROGRAM}-{product}");
        let at = u64::try_from(build.added_at).unwrap_or_default();
        let mut files = vec![(README, readme.as_bytes()), (PROFILE, profile.as_bytes())];
        if let Some(signature) = &build.signature {
            files.push((&signature.name, &signature.bytes));
        }
        let mut checksums = checksum_line(&build.sha256, PROGRAM);
        for (name, bytes) in &files {
            checksums.push_str(&checksum_line(&Sha256::digest(bytes).into(), name));
        }
        files.push((CHECKSUMS, checksums.as_bytes()));
        let mut head = header(&format!("{folder}/"), EntryType::Directory, 0o755, 0, at)?;
        for (name, bytes) in files {
            let size = bytes.len() as u64;
            head.extend(header(&format!("{folder}/{name}"), EntryType::Regular, 0o644, size, at)?);
            head.extend_from_slice(bytes);
            head.extend(padding(size));
        }
        head.extend(header(&format!("{folder}/{PROGRAM}"), EntryType::Regular, 0o755, build.size, at)?);
        let mut tail = padding(build.size);
        tail.extend([0; 2 * BLOCK]);
        let file_name = format!("{folder}-{}.tar", build.processor.name());
        Ok(Self { file_name, folder, head, program: build.size, tail })
    }

    /// Returns the size in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.head.len() as u64 + self.program + self.tail.len() as u64
    }
}

/// Returns a line of the checksums file, in the format of `sha256sum -c`.
fn checksum_line(sha256: &[u8; 32], name: &str) -> String {
    format!("{}  {name}\n", HEXLOWER.encode(sha256))
}

/// Returns the header of an entry that belongs to root.
fn header(path: &str, kind: EntryType, mode: u32, size: u64, at: u64) -> io::Result<Vec<u8>> {
    let mut header = Header::new_ustar();
    header.set_entry_type(kind);
    header.set_path(path)?;
    header.set_mode(mode);
    header.set_uid(0);
    header.set_gid(0);
    header.set_size(size);
    header.set_mtime(at);
    header.set_cksum();
    Ok(header.as_bytes().to_vec())
}

/// Returns the padding of an entry of the given size to a whole block.
fn padding(size: u64) -> Vec<u8> {
    let over = usize::try_from(size % BLOCK as u64).unwrap_or_default();
    vec![0; (BLOCK - over) % BLOCK]
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::super::{Processor, Route, Signature};
    use super::*;

    #[test]
    fn any_reader_of_tar_files_finds_the_files_with_their_modes_and_checksums() {
        for size in [64, 511, 512, 513, 70_000] {
            let program = vec![0x7f; size];
            let build = Build {
                id: 1,
                product: None,
                processor: Processor::X86_64,
                route: Route::Offline,
                version: "1.0".to_owned(),
                size: size as u64,
                sha256: Sha256::digest(&program).into(),
                signature: Some(Signature { name: "countersign.asc".to_owned(), bytes: b"signed".to_vec() }),
                added_at: 1_764_360_000,
                added_by: "li".to_owned(),
            };
            let archive = Archive::new(&build, "example-os", "version = 1\n", "Read me\n").unwrap();
            assert_eq!(archive, Archive::new(&build, "example-os", "version = 1\n", "Read me\n").unwrap());
            let bytes = [&archive.head[..], &program, &archive.tail].concat();
            assert_eq!(bytes.len() as u64, archive.size());
            assert_eq!(bytes.len() % BLOCK, 0);
            let mut found = Vec::new();
            for entry in tar::Archive::new(&bytes[..]).entries().unwrap() {
                let mut entry = entry.unwrap();
                let mut content = Vec::new();
                entry.read_to_end(&mut content).unwrap();
                let path = entry.path().unwrap().display().to_string();
                let header = entry.header();
                assert_eq!((header.uid().unwrap(), header.mtime().unwrap()), (0, 1_764_360_000));
                found.push((path, header.mode().unwrap(), content));
            }
            let names: Vec<_> = found.iter().map(|(path, mode, _)| (path.as_str(), *mode)).collect();
            assert_eq!(
                names,
                [
                    ("countersign-example-os/", 0o755),
                    ("countersign-example-os/README.txt", 0o644),
                    ("countersign-example-os/profile.toml", 0o644),
                    ("countersign-example-os/countersign.asc", 0o644),
                    ("countersign-example-os/SHA256SUMS", 0o644),
                    ("countersign-example-os/countersign", 0o755),
                ]
            );
            assert_eq!(found[5].2, program);
            let sums = String::from_utf8(found[4].2.clone()).unwrap();
            assert_eq!(sums.lines().count(), 4);
            for line in sums.lines() {
                let (sum, name) = line.split_once("  ").unwrap();
                let (_, _, content) =
                    found.iter().find(|(path, ..)| path.ends_with(&format!("/{name}"))).unwrap();
                assert_eq!(sum, HEXLOWER.encode(&Sha256::digest(content)), "{name}");
            }
        }
    }
}
