//! Runs the tools that set fields: saves the old values first, and reads the new ones back.
//!
//! Lives here: the copies, the start of the program, the judgement of its end. Never here: which command it is, or how a free
//! tool saves and reads back (`countersign_core::remedy::tool_aids`).

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::Command as Process;

use countersign_core::lang::Lang;
use countersign_core::machine::printable;
use countersign_core::remedy::{Command, ToolAids, tool_aids};

use super::atomic_file;
use crate::text::system_error;
use crate::wizard::ToolEnd;

/// The files with the SMBIOS tables below `/sys`.
const TABLES: [&str; 2] = ["firmware/dmi/tables/smbios_entry_point", "firmware/dmi/tables/DMI"];

/// The most bytes of a tool's output that are kept.
const MOST_OUTPUT: usize = 4 * 1024 * 1024;

/// What U-Boot's tool prints if it finds no environment. It would then write a new one over the data in that place.
const NO_ENVIRONMENT: &str = "using default environment";

/// The places that a tool run needs.
pub struct Places<'a> {
    /// `/sys`.
    pub sys: &'a Path,
    /// The folder in which the folder with the copies is made.
    pub folder: &'a Path,
    /// The file that is started for a name.
    pub find: &'a dyn Fn(&str) -> Option<PathBuf>,
    /// The language of the reasons.
    pub lang: Lang,
}

/// How a tool ended, and the folder with the old values; `None` if no tool was started.
pub type Run = (ToolEnd, Option<PathBuf>);

/// Saves the old values, then runs each command and reads back, until one fails.
pub fn run(commands: &[Command], places: &Places<'_>) -> Run {
    let find = |command: &Command| command.words.first().and_then(|name| (places.find)(name));
    let Some(programs) = commands.iter().map(find).collect::<Option<Vec<_>>>() else {
        return (ToolEnd::NotStarted, None);
    };
    let saved = match save(commands, places) {
        Ok(folder) => folder,
        Err(why) => return (ToolEnd::NotSaved(why), None),
    };
    let mut ends = commands
        .iter()
        .zip(programs)
        .map(|(command, program)| judged(command, places, start(&program, &command.words)));
    let end = ends.find(|end| *end != ToolEnd::Success).unwrap_or(ToolEnd::Success);
    (end, Some(saved))
}

/// Runs the program with all words but the first.
fn start(program: &Path, words: &[String]) -> ToolEnd {
    match Process::new(program).args(words.iter().skip(1)).status() {
        Ok(status) if status.success() => ToolEnd::Success,
        Ok(status) => match status.signal() {
            Some(signal) => ToolEnd::Signal(signal),
            None => ToolEnd::Status(status.code().unwrap_or_default()),
        },
        Err(_) => ToolEnd::NotStarted,
    }
}

/// The end of a tool, judged by the value that is read back: if the value is there, a status other than 0 is a success too; if not,
/// 0 is a failure too.
fn judged(command: &Command, places: &Places<'_>, end: ToolEnd) -> ToolEnd {
    let Some((words, value)) = tool_aids(command).and_then(|aids| aids.read_back) else { return end };
    match (output(&words, places), end) {
        (Ok(printed), ToolEnd::Success | ToolEnd::Status(_)) if has_value(&printed, &value) => {
            ToolEnd::Success
        }
        (Ok(_), ToolEnd::Success) => ToolEnd::NotThere,
        (_, end) => end,
    }
}

/// Whether a line ends in that value, after a blank, a colon or nothing.
fn has_value(printed: &[u8], value: &str) -> bool {
    String::from_utf8_lossy(printed).lines().any(|line| {
        line.trim()
            .strip_suffix(value)
            .is_some_and(|before| before.is_empty() || before.ends_with([' ', ':', '\t']))
    })
}

/// Saves the SMBIOS tables, and the old values as the tools print them, in a new folder. Returns the folder, or why that failed.
fn save(commands: &[Command], places: &Places<'_>) -> Result<PathBuf, String> {
    let said = |error: io::Error| system_error(places.lang, &error);
    let folder = new_folder(places.folder).map_err(said)?;
    for table in TABLES.map(|table| places.sys.join(table)) {
        match fs::read(&table) {
            Ok(bytes) => {
                let name = table.file_name().unwrap_or_default();
                atomic_file::write(&folder.join(name), &bytes).map_err(|error| error.why(places.lang))?;
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(said(error)),
        }
    }
    for aids in commands.iter().filter_map(tool_aids) {
        save_with_tool(&aids, &folder, places)?;
    }
    Ok(folder)
}

/// Saves the old values with the tool. Commands with the same copy share it.
fn save_with_tool(aids: &ToolAids, folder: &Path, places: &Places<'_>) -> Result<(), String> {
    let file = folder.join(aids.file);
    let save = aids.save_to(&file.to_string_lossy()).filter(|_| !file.exists());
    let Some((words, by_itself)) = save else { return Ok(()) };
    let saved = match output(&words, places) {
        Ok(_) if by_itself && fs::metadata(&file).is_ok_and(|about| about.len() > 0) => Ok(()),
        Ok(_) if by_itself => Err(words.join(" ")),
        Ok(printed) => atomic_file::write(&file, &printed).map_err(|error| error.why(places.lang)),
        Err(why) => Err(why),
    };
    saved.or_else(|why| if aids.must_save { Err(why) } else { Ok(()) })
}

/// A new folder for the copies, for this user alone.
fn new_folder(within: &Path) -> io::Result<PathBuf> {
    for number in 1..1000 {
        let folder = within.join(format!("countersign-before-{number}"));
        match DirBuilder::new().mode(0o700).create(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// The output of a command that reads, or why it failed.
fn output(words: &[String], places: &Places<'_>) -> Result<Vec<u8>, String> {
    let (name, arguments) = words.split_first().ok_or_else(String::new)?;
    let program = (places.find)(name).ok_or_else(|| name.clone())?;
    let done =
        Process::new(program).args(arguments).output().map_err(|error| system_error(places.lang, &error))?;
    let complaint = String::from_utf8_lossy(&done.stderr);
    if !done.status.success() || complaint.contains(NO_ENVIRONMENT) {
        let last = complaint.lines().map(str::trim).rfind(|line| !line.is_empty());
        return Err(last.map_or_else(|| words.join(" "), |line| printable(line.as_bytes())));
    }
    Ok(done.stdout.into_iter().take(MOST_OUTPUT).collect())
}

#[cfg(test)]
mod tests;
