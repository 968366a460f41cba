//! Programs on `PATH`: the tools that a remedy may name, and the file of a program.

use std::ffi::OsStr;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use countersign_core::machine::Tool;

/// The tools on this `PATH`.
pub fn on_path(path: &OsStr) -> Vec<Tool> {
    let found = |tool: &Tool| first(path, tool.program()).is_some_and(|file| is_it(*tool, &file));
    Tool::ALL.into_iter().filter(found).collect()
}

/// The absolute path of a program on this process's `PATH`. Start this file and never the name: the system also searches relative
/// entries, so it could start a file in the current folder.
#[must_use]
pub fn find_program(name: &str) -> Option<PathBuf> {
    first(&std::env::var_os("PATH")?, name)
}

/// The first executable file with this name in the absolute entries of `path`.
fn first(path: &OsStr, name: &str) -> Option<PathBuf> {
    if name.is_empty() || name.contains('/') {
        return None;
    }
    std::env::split_paths(path)
        // A relative entry depends on the current folder.
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(name))
        .find(|file| {
            std::fs::metadata(file).is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
        })
}

/// Whether the file is this tool. `sum` is also the name of a checksum program in Linux.
fn is_it(tool: Tool, file: &Path) -> bool {
    let Ok(real) = std::fs::canonicalize(file) else { return false };
    let of_system = ["/bin", "/usr/bin"].iter().any(|folder| real.parent() == Some(Path::new(folder)));
    let text = real.to_string_lossy();
    tool != Tool::Sum
        || !(of_system || ["coreutils", "busybox", "toybox"].iter().any(|name| text.contains(name)))
}

#[cfg(test)]
mod tests {
    use std::fs::{Permissions, create_dir, set_permissions, write};

    use super::*;

    #[test]
    fn programs_are_found_on_the_path_but_not_the_checksum_tool_of_coreutils() {
        let folder = tempfile::tempdir().unwrap();
        let made = |place: &str, name: &str, mode: u32| {
            let place = folder.path().join(place);
            let _ = create_dir(&place);
            write(place.join(name), "").unwrap();
            set_permissions(place.join(name), Permissions::from_mode(mode)).unwrap();
        };
        made("one", "ipmitool", 0o755);
        made("one", "vpd", 0o644);
        made("coreutils", "sum", 0o755);
        made("supermicro", "sum", 0o755);
        let search = |names: &[&str]| {
            let folders = names.iter().map(|name| folder.path().join(name));
            on_path(&std::env::join_paths(folders).unwrap())
        };
        assert_eq!(search(&["one"]), [Tool::Ipmitool]);
        assert_eq!(search(&["coreutils", "supermicro"]), []);
        assert_eq!(search(&["supermicro", "coreutils"]), [Tool::Sum]);
        assert_eq!(on_path("bin:".as_ref()), []);

        // Relative entries before the absolute one don't change the result.
        let found = folder.path().join("one/ipmitool");
        let with_relative = |before: &str| format!("{before}:{}", folder.path().join("one").display());
        for before in [".", "", "bin", "./one"] {
            assert_eq!(first(with_relative(before).as_ref(), "ipmitool"), Some(found.clone()), "{before}");
        }
        for name in ["vpd", "one/ipmitool", "../one/ipmitool", ""] {
            assert_eq!(first(with_relative(".").as_ref(), name), None, "{name}");
        }
    }
}
