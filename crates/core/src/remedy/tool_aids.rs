//! What a free tool that sets a field can do besides: print or save the old values, and print the new one.
//!
//! The program saves the old values before it runs such a tool, and reads back afterwards: `ipmitool fru edit` ends with status 1
//! where it set a value of another length.

use super::command::Command;

/// The reading commands that belong to a writing one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToolAids {
    /// Saves or prints the old values. `None` where the SMBIOS tables have all of them.
    pub save: Option<Vec<String>>,
    /// The name of the file for the old values. The command writes it itself where the file is its last argument, `FILE`.
    pub file: &'static str,
    /// Whether the write waits for this copy. A vendor partition that was never written has nothing to copy.
    pub must_save: bool,
    /// Prints the value after the write, and what it must print. `None` for a tool that can't.
    pub read_back: Option<(Vec<String>, String)>,
}

/// Stands in [`ToolAids::save`] for the file.
const FILE: &str = "FILE";

impl ToolAids {
    /// The command that saves the old values to that path, and whether it writes the file itself; else what it prints is to be kept.
    #[must_use]
    pub fn save_to(&self, path: &str) -> Option<(Vec<String>, bool)> {
        let save = self.save.as_ref()?;
        let word = |word: &String| if word == FILE { path.to_owned() } else { word.clone() };
        Some((save.iter().map(word).collect(), save.last().is_some_and(|last| last == FILE)))
    }
}

/// The reading commands for that command; `None` for a tool that is not free.
#[must_use]
pub fn tool_aids(command: &Command) -> Option<ToolAids> {
    let words: Vec<&str> = command.words.iter().map(String::as_str).collect();
    let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    Some(match words.as_slice() {
        ["ipmitool", "fru", "edit", id, "field", .., value] => ToolAids {
            save: Some(own(&["ipmitool", "fru", "read", id, FILE])),
            file: "fru.bin",
            must_save: true,
            read_back: Some((own(&["ipmitool", "fru", "print", id]), (*value).to_owned())),
        },
        ["vpd", "-i", region, "-s", pair] => {
            let (key, value) = pair.split_once('=')?;
            ToolAids {
                save: Some(own(&["vpd", "-i", region, "-l"])),
                file: "vpd.txt",
                must_save: true,
                read_back: Some((own(&["vpd", "-i", region, "-g", key]), value.to_owned())),
            }
        }
        ["fw_setenv", key, value] => ToolAids {
            save: Some(own(&["fw_printenv"])),
            file: "u-boot-environment.txt",
            must_save: true,
            read_back: Some((own(&["fw_printenv", key]), format!("{key}={value}"))),
        },
        ["vendor_storage", "-w", id, "-t", kind, "-i", _] => {
            // How it prints a value is not documented, so its status decides.
            ToolAids {
                save: Some(own(&["vendor_storage", "-r", id, "-t", kind])),
                file: "vendor-storage.txt",
                must_save: false,
                read_back: None,
            }
        }
        ["smbios-sys-info", "--service-tag", set] => ToolAids {
            save: None,
            file: "",
            must_save: false,
            read_back: Some((
                own(&["smbios-sys-info", "--service-tag"]),
                set.strip_prefix("--set=")?.to_owned(),
            )),
        },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::command::CommandLocation;
    use super::*;

    fn aids(words: &[&str]) -> Option<ToolAids> {
        tool_aids(&Command::new(CommandLocation::Here, words, true))
    }

    #[test]
    fn each_free_writer_saves_first_and_reads_back_its_own_value() {
        for (words, save, back, expected) in [
            (
                &["ipmitool", "fru", "edit", "0", "field", "p", "4", "QTF 80"][..],
                Some("ipmitool fru read 0 FILE"),
                "ipmitool fru print 0",
                "QTF 80",
            ),
            (
                &["vpd", "-i", "RO_VPD", "-s", "serial_number=A=B"],
                Some("vpd -i RO_VPD -l"),
                "vpd -i RO_VPD -g serial_number",
                "A=B",
            ),
            (&["fw_setenv", "serial#", "SN1"], Some("fw_printenv"), "fw_printenv serial#", "serial#=SN1"),
            (
                &["smbios-sys-info", "--service-tag", "--set=35K213X"],
                None,
                "smbios-sys-info --service-tag",
                "35K213X",
            ),
        ] {
            let aids = aids(words).unwrap();
            assert_eq!(aids.save.map(|words| words.join(" ")).as_deref(), save);
            let (command, value) = aids.read_back.unwrap();
            assert_eq!((command.join(" ").as_str(), value.as_str()), (back, expected));
        }
        let vendor = aids(&["vendor_storage", "-w", "VENDOR_SN_ID", "-t", "string", "-i", "SN1"]).unwrap();
        let read = vendor.save.map(|words| words.join(" "));
        assert_eq!(read.as_deref(), Some("vendor_storage -r VENDOR_SN_ID -t string"));
        assert!(!vendor.must_save && vendor.read_back.is_none());
        assert_eq!(aids(&["amidelnx_26_64", "/SS", "SN1"]), None);
        assert_eq!(aids(&[]), None);
    }
}
