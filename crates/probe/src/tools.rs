//! Which programs that a remedy may name are on `PATH`.

use std::ffi::OsStr;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use countersign_core::machine::Tool;

/// The tools on that `PATH`.
pub fn on_path(path: &OsStr) -> Vec<Tool> {
    Tool::ALL.into_iter().filter(|tool| first(path, *tool).is_some_and(|file| is_it(*tool, &file))).collect()
}

/// The file that the shell would start for the name of the tool.
fn first(path: &OsStr, tool: Tool) -> Option<PathBuf> {
    std::env::split_paths(path)
        // A relative entry depends on the current folder.
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(tool.program()))
        .find(|file| {
            std::fs::metadata(file).is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
        })
}

/// Whether the file is that tool: Linux has a checksum program `sum` too, beside Supermicro's.
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
    fn finds_programs_and_not_the_checksum_tool_of_the_system() {
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
    }
}
