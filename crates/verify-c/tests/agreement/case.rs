//! One question: a profile, a recorded machine, a state folder and a clock, in a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};

use countersign_core::machine::{Machine, MachineSource, Origin, SourceKind};
use countersign_core::protocol::{Code, Mask, PinnedKey, Scheme, Terms};
use countersign_core::remedy::Source;
use countersign_keep::{Activation, ClockMemory, Keep, field_digest};
use countersign_testing::{CLOCK_VARIABLE, CommandOutput, device_program, set_mode, write_file, write_sysfs};

/// The day on which the code was issued, in days since 2020-01-01.
pub const ISSUED: u16 = 2_500;
/// The day of the question, if a case names no other.
pub const TODAY: u16 = 2_510;
/// The product of the profiles here.
pub const PRODUCT: &str = "example-os";

/// A question with its name and files.
pub struct Case {
    pub name: String,
    pub folder: PathBuf,
    day: u16,
}

impl Case {
    /// Creates a machine without a record. It was booted by UEFI.
    pub fn new(home: &Path, name: &str, profile: &str, machine: &Machine, day: u16) -> Self {
        let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let folder = home.join(&name);
        fs::create_dir(&folder).unwrap_or_else(|error| panic!("{name}: {error}"));
        set_mode(&folder, 0o755);
        let case = Self { name, folder, day };
        write_file(&case.profile(), profile);
        fs::create_dir_all(case.efivars()).unwrap();
        write_sysfs(machine, &case.machine());
        case
    }

    pub fn profile(&self) -> PathBuf {
        self.folder.join("profile.toml")
    }

    pub fn machine(&self) -> PathBuf {
        self.folder.join("sys")
    }

    pub fn efivars(&self) -> PathBuf {
        self.machine().join("firmware/efi/efivars")
    }

    pub fn state(&self) -> PathBuf {
        self.folder.join("state")
    }

    /// Returns the time of the question, in seconds since 1970-01-01 UTC.
    pub fn now(&self) -> i64 {
        seconds(self.day)
    }

    /// Opens the records of this machine, in the file and in UEFI.
    pub fn keep(&self) -> Keep {
        Keep::on_disk(&self.state(), Some(&self.efivars()), PRODUCT)
    }

    /// Returns the path of the first file in a folder with a name that begins with `prefix`.
    pub fn only(&self, folder: &Path, prefix: &str) -> PathBuf {
        let names = countersign_testing::file_names(folder);
        let mut found = names.iter().filter(|name| name.starts_with(prefix));
        let one = found.next().unwrap_or_else(|| panic!("{}: no name with {prefix} in {names:?}", self.name));
        folder.join(one)
    }

    /// Returns the path of the record in the file.
    pub fn record(&self) -> PathBuf {
        self.only(&self.state(), "activation-")
    }

    /// Returns the path of the record in UEFI.
    pub fn efi_record(&self) -> PathBuf {
        self.only(&self.efivars(), "CountersignActivation-")
    }

    /// Returns the environment variables for each program.
    pub fn env(&self) -> [(String, String); 1] {
        [(CLOCK_VARIABLE.to_owned(), self.now().to_string())]
    }

    /// Runs `countersign status`.
    pub fn status(&self, options: &[&str]) -> CommandOutput {
        let mut command = std::process::Command::new(device_program());
        command.arg("status").args(options).arg("--profile").arg(self.profile());
        command.arg("--hardware").arg(self.machine()).arg("--state").arg(self.state());
        command.env("LANG", "C.UTF-8").envs(self.env()).output().unwrap().into()
    }
}

/// Returns noon on the given day, in seconds since 1970-01-01 UTC.
pub fn seconds(day: u16) -> i64 {
    (18_262 + i64::from(day)) * 86_400 + 43_200
}

/// Returns the text of a profile with the given key.
pub fn profile(product: &str, mask: &str, key: &PinnedKey) -> String {
    let public: String = key.key.iter().map(|byte| format!("{byte:02x}")).collect();
    let id = key.id.0;
    format!(
        "id = 1\nversion = 1\nproduct = \"{product}\"\nname = \"Example OS\"\nnumber-mask = \"{mask}\"\ndesk = \"desk.example\"\n\
         rules = 3\n\n[policy]\nassigned = true\ndeclared = \"any\"\n\n[[keys]]\nid = {id}\npublic = \"{public}\"\n"
    )
}

/// Marks the machine as recorded and as read by root.
pub fn recorded(machine: Machine) -> Machine {
    Machine { source: MachineSource::Recording("machine".into()), read_as_root: true, ..machine }
}

/// Creates the record of a code for the given terms, as a device would have stored it. Verifies nothing.
pub fn record(terms: &Terms, scheme: Scheme, code: &Code, values: [&str; 3]) -> Option<Activation> {
    let two = scheme == Scheme::Two;
    let marker = if two { terms.marker2 } else { terms.marker3 }?;
    let origins = if two { [Origin::Firmware; 3] } else { terms.origins };
    let fields = countersign_core::machine::Field::BINDING;
    let digest = |at: usize| field_digest(terms.nonce, fields[at], values[at]);
    Some(Activation {
        product: terms.product.clone(),
        number_packed: terms.number,
        nonce: terms.nonce,
        scheme,
        marker,
        marker2: terms.marker2,
        anchors: [terms.marker2, None, None],
        origins,
        sources: origins.map(|origin| origin.source().map(source_of)),
        code: code.clone(),
        kept_at: seconds(ISSUED),
        digests: [digest(0), digest(1), digest(2)],
        profile_id: 1,
        sequence: 0,
        first_lost: None,
        values: None,
        secret: None,
        clock: Some(ClockMemory::beginning(ISSUED)),
    })
}

/// Returns a readable source of the given kind.
fn source_of(kind: SourceKind) -> Source {
    let names = ["board-serial", "chassis-serial", "dell-uuid", "oem-string", "soc-serial", "version", "sku"];
    let found = names.into_iter().filter_map(Source::from_name).find(|source| source.kind() == kind);
    found.unwrap_or_else(|| panic!("no source of {kind:?}"))
}

/// Returns the mask of the usual numbers.
pub fn usual_mask() -> Mask {
    Mask::parse("AA99999999999").unwrap()
}
