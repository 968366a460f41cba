//! `countersign inspect --line`: one machine as one line with tabs, for scripts of factories and inventories.
//!
//! The columns are a contract: path, acceptable, manufacturer, model, serial, their three codes, and the code of an error. Each is
//! safe to show and holds no tab, so that a line always has nine columns.

use std::path::Path;

use countersign_core::machine::{Field, printable};
use countersign_core::review::Review;

/// The code of a usable value.
const OK: &str = "OK";

/// The columns of values and codes of a machine that could not be read.
const NOTHING: [&str; 6] = [""; 6];

/// The line of a machine; `path` is `None` for this computer.
pub fn of_machine(path: Option<&Path>, review: &Review) -> String {
    let acceptable = match review.acceptable() {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unknown",
    };
    let values = Field::BINDING.map(|field| review.finding(field).map(|found| found.shown.clone()));
    let codes = Field::BINDING
        .map(|field| review.finding(field).map(|found| found.code().unwrap_or_else(|| OK.to_owned())));
    let mut columns = vec![path.map_or_else(|| "-".to_owned(), safe), acceptable.to_owned()];
    columns.extend(values.into_iter().chain(codes).map(Option::unwrap_or_default));
    columns.push(String::new());
    columns.join("\t")
}

/// The line of a path without a machine.
pub fn of_error(path: &Path, code: &str) -> String {
    format!("{}\tunknown\t{}\t{code}", safe(path), NOTHING.join("\t"))
}

/// The whole path, with escapes for what a terminal could act on or a person could not see.
pub fn safe(path: &Path) -> String {
    path.to_string_lossy().chars().map(|c| printable(c.encode_utf8(&mut [0; 4]).as_bytes())).collect()
}

#[cfg(test)]
mod tests {
    use countersign_core::machine::{Machine, Reading};
    use countersign_core::review::{Policy, review};

    use super::*;

    fn line(machine: &Machine) -> String {
        of_machine(Some(Path::new("fleet/one.bin")), &review(machine, &Policy::default()))
    }

    #[test]
    fn a_line_has_path_answer_values_and_codes() {
        let good = Machine::from_values("ASRock", "All Series", "M80-1234X");
        assert_eq!(line(&good), "fleet/one.bin\tyes\tASRock\tAll Series\tM80-1234X\tOK\tMODEL-SHARED\tOK\t");
        let bad = Machine::from_values("", "B450M", "Default string");
        assert_eq!(
            line(&bad),
            "fleet/one.bin\tno\t\tB450M\tDefault string\tMANUFACTURER-BLANK\tOK\tSERIAL-PLACEHOLDER\t"
        );
        let hidden = Machine::from_fields(
            [(Field::Manufacturer, Reading::text("ASRock")), (Field::Model, Reading::text("B450M"))]
                .into_iter()
                .chain([(Field::Serial, Reading::Denied)])
                .collect(),
            None,
        );
        assert_eq!(line(&hidden), "fleet/one.bin\tunknown\tASRock\tB450M\t\tOK\tOK\tSERIAL-UNREADABLE\t");
        let here = of_machine(None, &review(&good, &Policy::default()));
        assert!(here.starts_with("-\tyes\tASRock\t"));
    }

    #[test]
    fn a_line_has_nine_columns_for_any_firmware_values() {
        let hostile = Machine::from_values("A\tB\u{1b}[2J", "x\ny", "\u{202e}7");
        let path = "very/".repeat(60) + "a\tb\n\u{1b}[31m";
        let of_hostile = of_machine(Some(Path::new(&path)), &review(&hostile, &Policy::default()));
        for line in [of_hostile, of_error(Path::new(&path), "HARDWARE-UNKNOWN")] {
            assert_eq!(line.split('\t').count(), 9, "{line}");
            assert!(!line.contains(['\n', '\u{1b}', '\u{202e}']), "{line}");
            assert!(line.starts_with(&"very/".repeat(60)), "the path is shown completely");
        }
        assert!(of_error(Path::new("x"), "HARDWARE-EMPTY").ends_with("\tHARDWARE-EMPTY"));
    }
}
