//! The device program on a recorded machine, with state in a temporary folder.

use std::fs;
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use countersign_core::machine::{Field, Machine, encode_dump};
use countersign_probe::{recording, sample};
use serde_json::Value;
use tempfile::TempDir;

use super::NUMBER;
use super::desk::{Desk, IssuedCode};
use super::files::{private_folder, set_mode, write_file};
use super::pty::Pty;

/// The environment variable that sets the clock of a recorded machine, in seconds since 1970.
pub const CLOCK_VARIABLE: &str = "COUNTERSIGN_NOW";

/// The offset of the table in a dump, and the length of its entry point.
const TABLE: usize = 0x20;
const ENTRY: usize = 0x18;

/// The output of a program, and its exit code.
#[derive(Debug)]
pub struct CommandOutput {
    /// The exit code.
    pub exit: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl CommandOutput {
    /// Standard output as one JSON object.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|_| panic!("the output is not JSON: {}\n{}", self.out, self.err))
    }

    /// Asserts a refusal: the exit code, and on standard error a line with its stable code and one sentence, and a line
    /// with the cure.
    #[track_caller]
    pub fn assert_refused(&self, exit: i32, code: &str, cure: &str) {
        let lines: Vec<&str> = self.err.lines().collect();
        assert_eq!((self.exit, lines.len()), (exit, 2), "{self:#?}");
        let what = lines[0]
            .strip_prefix(code)
            .and_then(|rest| rest.strip_prefix(": ").or_else(|| rest.strip_prefix('：')));
        let what = what.unwrap_or_else(|| panic!("the message doesn't start with {code}: {self:#?}"));
        assert!(what.ends_with(['.', '。', '！', '？', '?']), "the message is not a sentence: {what}");
        assert!(lines[1].contains(cure), "the cure {cure:?} is missing: {self:#?}");
        assert!(!self.err.contains(['\x1b', '{', '}']), "{self:#?}");
    }
}

impl From<Output> for CommandOutput {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("the output is UTF-8");
        Self {
            exit: output.status.code().expect("the program ends with an exit code"),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

/// A machine with a blank model and a placeholder serial. Its board has a model and a serial.
pub fn bad_machine() -> Machine {
    good_machine().with_value(Field::Model, "").with_value(Field::Serial, "To Be Filled By O.E.M.")
}

/// The machine of [`bad_machine`] with an acceptable model and serial.
pub fn good_machine() -> Machine {
    let machine = sample("blank-model").unwrap();
    machine.with_value(Field::Model, "H310M-R8").with_value(Field::BoardSerial, "M80F3A1C700482")
}

/// Writes the SMBIOS tables of a machine to a folder shaped like `/sys`. Other files there, such as UEFI variables, stay.
pub fn write_sysfs(machine: &Machine, folder: &Path) {
    let bytes = encode_dump(machine);
    let tables = folder.join("firmware/dmi/tables");
    fs::create_dir_all(&tables).unwrap();
    write_file(&tables.join("DMI"), &bytes[TABLE..]);
    write_file(&tables.join("smbios_entry_point"), &bytes[..ENTRY]);
    for folder in tables.ancestors().take_while(|at| at.starts_with(folder)) {
        set_mode(folder, 0o755);
    }
    let read = recording(folder).unwrap();
    for field in Field::BINDING {
        // SMBIOS tables can't hold an empty string: it reads as not set. Of a long string, the first 4096 bytes are read.
        let wanted = machine.reading(field).bytes().filter(|bytes| !bytes.is_empty()).unwrap_or_default();
        let found = read.reading(field).bytes().unwrap_or_default();
        let whole = found.len() == wanted.len() || found.len() >= 4096;
        assert!(whole && wanted.starts_with(found), "{field:?} isn't read back as written");
    }
}

/// The names of the files in a folder, sorted.
pub fn file_names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Every file below a folder with its contents, sorted by path.
pub fn read_tree(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(at) = waiting.pop() {
        for entry in fs::read_dir(&at).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.push((path.clone(), fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// Runs a program through pipes, with `input` as its standard input.
pub fn run_with_input(command: &mut Command, input: &str) -> CommandOutput {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let text = input.to_owned();
    // A program that ends early closes the pipe. The write error is ignored, because only its output counts.
    let writer = std::thread::spawn(move || drop(stdin.write_all(text.as_bytes())));
    let ran = child.wait_with_output().unwrap().into();
    writer.join().unwrap();
    ran
}

/// A recorded machine with the device program.
pub struct Device {
    dir: TempDir,
    profile: PathBuf,
    env: Vec<(String, String)>,
}

impl Device {
    /// A machine booted by UEFI, with the desk's profile.
    pub fn new(machine: &Machine, desk: &Desk) -> Self {
        let device = Self { dir: private_folder(), profile: desk.profile(), env: Vec::new() };
        fs::create_dir_all(device.efivars()).unwrap();
        fs::create_dir(device.work()).unwrap();
        for folder in [device.hardware().join("firmware/efi"), device.efivars(), device.work()] {
            set_mode(&folder, 0o755);
        }
        write_sysfs(machine, &device.hardware());
        device
    }

    /// Sets an environment variable of the program.
    pub fn set_env(&mut self, name: &str, value: &str) {
        self.env.push((name.to_owned(), value.to_owned()));
    }

    /// Sets the clock this many days ahead of the current time.
    pub fn set_clock_ahead(&mut self, days: i64) {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let then = i64::try_from(now).unwrap() + days * 86_400;
        self.set_env(CLOCK_VARIABLE, &then.to_string());
    }

    /// Replaces the profile. Returns its path.
    pub fn with_profile(&mut self, text: &str) -> PathBuf {
        self.profile = self.dir.path().join("profile.toml");
        write_file(&self.profile, text);
        self.profile.clone()
    }

    /// Replaces the SMBIOS tables of the machine.
    pub fn change_machine(&self, machine: &Machine) {
        write_sysfs(machine, &self.hardware());
    }

    /// The path of the profile.
    pub fn profile(&self) -> &Path {
        &self.profile
    }

    /// The folder shaped like `/sys`.
    pub fn hardware(&self) -> PathBuf {
        self.dir.path().join("sys")
    }

    /// The folder of the UEFI variables.
    pub fn efivars(&self) -> PathBuf {
        self.hardware().join("firmware/efi/efivars")
    }

    /// The folder of the state.
    pub fn state(&self) -> PathBuf {
        self.dir.path().join("state")
    }

    /// The only file in the state folder with a name that begins with `prefix`.
    pub fn state_file(&self, prefix: &str) -> PathBuf {
        let names = file_names(&self.state());
        let found: Vec<_> = names.iter().filter(|name| name.starts_with(prefix)).collect();
        assert_eq!(found.len(), 1, "not exactly one name with {prefix} in {names:?}");
        self.state().join(found[0])
    }

    /// The folder that the program starts in and writes requested files to.
    pub fn work(&self) -> PathBuf {
        self.dir.path().join("work")
    }

    /// Plugs in a USB stick. Returns its mount point.
    pub fn plug_in(&self) -> PathBuf {
        let stick = self.path("USB STICK");
        fs::create_dir(&stick).unwrap();
        set_mode(&stick, 0o755);
        let disk = self.hardware().join("devices/usb1/sdb");
        fs::create_dir_all(&disk).unwrap();
        fs::write(disk.join("removable"), "1\n").unwrap();
        fs::create_dir_all(self.hardware().join("dev/block")).unwrap();
        symlink(&disk, self.hardware().join("dev/block/8:16")).unwrap();
        let proc = self.hardware().join("proc/self");
        fs::create_dir_all(&proc).unwrap();
        let point = stick.display().to_string().replace(' ', "\\040");
        let mounts = format!("50 1 8:16 / {point} rw,nosuid - vfat /dev/sdb rw\n");
        fs::write(proc.join("mountinfo"), mounts).unwrap();
        stick
    }

    /// A path in the temporary folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The program with these arguments, the machine, the profile and the state folder.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = self.bare_command(args);
        command.arg("--hardware").arg(self.hardware()).arg("--profile").arg(&self.profile);
        command.arg("--state").arg(self.state());
        command
    }

    /// The program with only these arguments, in an English UTF-8 locale.
    pub fn bare_command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(crate::device_program());
        command.args(args).current_dir(self.work()).env_clear().stdin(Stdio::null());
        command.env("PATH", "/usr/bin:/bin").env("TERM", "xterm").env("LANG", "en_US.UTF-8");
        command.envs(self.env.iter().cloned());
        command
    }

    /// Runs the program through pipes, without input.
    pub fn run(&self, args: &[&str]) -> CommandOutput {
        self.command(args).output().unwrap().into()
    }

    /// Runs the program through pipes, with `input` as its standard input.
    pub fn run_with_input(&self, args: &[&str], input: &str) -> CommandOutput {
        run_with_input(&mut self.command(args), input)
    }

    /// Runs the program in a terminal of 80 columns and 24 rows.
    pub fn pty(&self, args: &[&str]) -> Pty {
        Pty::spawn(&self.command(args), (80, 24))
    }

    /// Runs the wizard in a terminal of 80 columns and 24 rows, types [`NUMBER`], and waits until it shows Inspect.
    pub fn pty_at_inspect(&self) -> Pty {
        let mut pty = self.pty(&[]);
        pty.wait_for("1 WELCOME");
        pty.send(format!("{NUMBER}\r"));
        pty.wait_for("2 INSPECT");
        pty
    }

    /// The URL of the open request. Makes a request for this number where there is none.
    pub fn request(&self, number: &str) -> String {
        let ran = self.run(&["request", "--json", "--number", number]);
        assert!(ran.exit == 0 || ran.exit == 3, "{ran:#?}");
        ran.json()["url"].as_str().unwrap().to_owned()
    }

    /// Enters a code, which must be accepted.
    pub fn enter(&self, issued: &IssuedCode) {
        let ran = self.run_with_input(&["enter", "-"], &issued.text());
        assert_eq!(ran.exit, 0, "{ran:#?}");
    }
}
