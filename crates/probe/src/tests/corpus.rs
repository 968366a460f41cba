//! Dumps of real machines, from outside the repository.

use std::path::{Path, PathBuf};

use super::*;

/// The folder of recorded machines. Where it doesn't exist, prints that the test is skipped.
fn recorded() -> Option<PathBuf> {
    let shared = countersign_testing::shared();
    let folder = shared.join("machines/raw");
    if folder.join("manifest.tsv").is_file() {
        return Some(folder);
    }
    countersign_testing::skipped(format_args!("no recorded machines in {}", folder.display()));
    None
}

/// The lines of the manifest, split into columns.
fn manifest(folder: &Path) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(folder.join("manifest.tsv")).unwrap();
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_string).collect()).collect()
}

/// Reads a machine of the manifest. A pair of sysfs files is laid out as a folder first.
fn read_line(folder: &Path, line: &[String]) -> Machine {
    let file = folder.join(&line[1]);
    if line[2] == "-" {
        return recording(&file).unwrap();
    }
    let sys = tempfile::tempdir().unwrap();
    let tables = sys.path().join("firmware/dmi/tables");
    std::fs::create_dir_all(&tables).unwrap();
    std::fs::copy(file, tables.join("DMI")).unwrap();
    std::fs::copy(folder.join(&line[2]), tables.join("smbios_entry_point")).unwrap();
    recording(sys.path()).unwrap()
}

/// A reading in the form of the manifest: the words of `dmidecode`, dots for bytes outside ASCII.
fn rendered(field: Field, reading: &Reading) -> String {
    match reading {
        Reading::NoStructure => "\\N".to_string(),
        Reading::NotSet => "Not Specified".to_string(),
        Reading::Value(bytes) => {
            let text: String = bytes
                .iter()
                .map(|byte| if (0x20..0x7f).contains(byte) { char::from(*byte) } else { '.' })
                .collect();
            match (field, text.replace(['-', '0'], "").as_str(), text.replace(['-', 'f'], "").as_str()) {
                (Field::Uuid, "", _) => "Not Settable".to_string(),
                (Field::Uuid, _, "") => "Not Present".to_string(),
                (Field::Uuid, ..) => text.to_uppercase(),
                _ => text,
            }
        }
        other => format!("{other:?}"),
    }
}

#[test]
fn recorded_machines_parse_as_their_manifest_says() {
    let Some(folder) = recorded() else { return };
    let columns = [
        (8, Field::Manufacturer),
        (9, Field::Model),
        (10, Field::Serial),
        (11, Field::Uuid),
        (12, Field::BoardManufacturer),
        (13, Field::BoardModel),
        (14, Field::BoardSerial),
        (15, Field::ChassisSerial),
    ];
    let lines = manifest(&folder);
    assert_eq!(lines.len(), 43);
    for line in lines {
        let machine = read_line(&folder, &line);
        assert_eq!(machine.tables, Tables::Read, "{}", line[1]);
        for (column, field) in columns {
            assert_eq!(rendered(field, machine.reading(field)), line[column], "{field:?} of {}", line[1]);
        }
    }
}

#[test]
fn cut_and_changed_recordings_still_parse() {
    let Some(folder) = recorded() else { return };
    for line in manifest(&folder) {
        let bytes = std::fs::read(folder.join(&line[1])).unwrap();
        for step in 1..60usize {
            let at = step * bytes.len() / 60;
            let _ = read_bytes(&bytes[..at]);
            for value in [0, 1, 3, 4, 0x7f, 0xff] {
                let mut changed = bytes.clone();
                changed[at] = value;
                let _ = read_bytes(&changed);
            }
        }
    }
}
