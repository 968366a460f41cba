//! Commands that go with a free tool that sets a field: save or print the old values, and print the new value.
//!
//! The program saves the old values before it runs such a tool, and reads the new value back afterwards. The exit status is not
//! enough: `ipmitool fru edit` exits with status 1 after it has set a value of another length.

use super::command::Command;

/// The commands that read values before and after a command that writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToolAids {
    /// The command that saves or prints the old values. `None` where the SMBIOS tables have all of them.
    pub save: Option<Vec<String>>,
    /// The name of the file for the old values. If the last word of `save` is `FILE`, the command itself writes the file.
    pub file: &'static str,
    /// Whether the value is written only after this copy succeeded. A vendor partition that was never written can't be copied.
    pub must_save: bool,
    /// The command that prints the value after the write, and the expected value. `None` for a tool that can't print it.
    pub read_back: Option<(Vec<String>, String)>,
}

/// The placeholder for the file in [`ToolAids::save`].
const FILE: &str = "FILE";

impl ToolAids {
    /// The command that saves the old values to this path, and whether it writes the file itself. Otherwise the caller writes its output
    /// to the file.
    #[must_use]
    pub fn save_to(&self, path: &str) -> Option<(Vec<String>, bool)> {
        let save = self.save.as_ref()?;
        let word = |word: &String| if word == FILE { path.to_owned() } else { word.clone() };
        Some((save.iter().map(word).collect(), save.last().is_some_and(|last| last == FILE)))
    }
}

/// The commands that go with this command; `None` for a tool that is not free.
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
            // The format of its output is not documented, so the exit status decides.
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
    fn each_free_tool_saves_the_old_value_and_reads_back_its_own() {
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
