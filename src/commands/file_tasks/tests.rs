//! Tests of the file tasks on real folders.

use std::fs::{self, Permissions};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::sync::mpsc::channel;
use std::time::SystemTime;

use countersign_core::machine::MachineSource;
use countersign_testing::make_pipe;

use super::*;
use crate::wizard::Places;

/// A folder with these files and, where a name ends with a slash, folders.
fn folder(names: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in names {
        let path = folder.path().join(name);
        if name.ends_with('/') { fs::create_dir(path) } else { fs::write(path, "x") }.unwrap();
    }
    folder
}

/// The completed path, the listed names, and the number of names that are not listed.
fn completed(typed: &str, start: &Path) -> (String, Vec<String>, usize) {
    let completion = completion::complete(typed, start);
    assert_eq!(completion.asked, typed);
    (completion.text, completion.names, completion.more)
}

#[test]
fn a_path_is_completed_from_the_names_in_its_folder() {
    let home = folder(&["answer.txt", "answer-2.txt", "letters/", "letters/one.txt", ".hidden", "目录/"]);
    let told = |typed: &str| completed(typed, home.path());
    assert_eq!(told("l"), ("letters/".to_owned(), vec![], 0));
    assert_eq!(told("letters/"), ("letters/one.txt".to_owned(), vec![], 0));
    let both = ["answer-2.txt", "answer.txt"].map(str::to_owned).to_vec();
    assert_eq!(told("a"), ("answer".to_owned(), both.clone(), 0));
    assert_eq!(told("answer"), ("answer".to_owned(), both, 0));
    assert_eq!(told("answer."), ("answer.txt".to_owned(), vec![], 0));
    assert_eq!(told("目"), ("目录/".to_owned(), vec![], 0));
    // A path that doesn't exist stays as it was typed.
    assert_eq!(told("none"), ("none".to_owned(), vec![], 0));
    assert_eq!(told("none/x"), ("none/x".to_owned(), vec![], 0));
    // Hidden names only after a dot.
    assert_eq!(told("").1, ["answer-2.txt", "answer.txt", "letters/", "目录/"]);
    assert_eq!(told(".h"), (".hidden".to_owned(), vec![], 0));
    let absolute = format!("{}/let", home.path().display());
    assert_eq!(told(&absolute).0, format!("{}/letters/", home.path().display()));
}

#[test]
fn names_that_cannot_be_shown_and_pipes_are_omitted() {
    let home = folder(&["fine", "f\u{1b}[2J", "f\u{202e}x"]);
    fs::write(home.path().join(std::ffi::OsStr::from_bytes(b"f\xff")), "x").unwrap();
    make_pipe(&home.path().join("fifo"));
    symlink(home.path().join("nowhere"), home.path().join("flink")).unwrap();
    assert_eq!(completed("f", home.path()), ("fine".to_owned(), vec![], 0));
    let elsewhere = folder(&["inner/"]);
    symlink(elsewhere.path(), home.path().join("link")).unwrap();
    assert_eq!(completed("li", home.path()).0, "link/");
}

#[test]
fn some_of_many_names_are_listed_and_the_rest_are_counted() {
    let names: Vec<String> = (0..40).map(|at| format!("n{at:02}")).collect();
    let home = folder(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let (text, told, more) = completed("n", home.path());
    assert_eq!((text.as_str(), told.len(), more), ("n", 12, 28));
}

fn save_in(start: &Path, path: &str, replace: bool) -> FileNews {
    let file = FileKind::RequestText { name: "K7Q-2".to_owned(), text: "[END]\n".to_owned() };
    run(FileTask::Save { file, path: path.into(), replace }, start, Lang::En)
}

#[test]
fn a_file_is_written_by_its_name_or_into_a_folder() {
    let home = folder(&["stick/"]);
    let at = |path: &str| home.path().join(path);
    for (path, written) in [("stick", "stick/request-K7Q-2.txt"), ("stick/mine.txt", "stick/mine.txt")] {
        let news = save_in(home.path(), path, false);
        assert!(matches!(&news, FileNews::Saved(path) if *path == at(written)), "{news:?}");
        assert_eq!(fs::read(at(written)).unwrap(), b"[END]\n");
    }
    assert_eq!(fs::read_dir(at("stick")).unwrap().count(), 2, "the folder has no other files");
}

#[test]
fn an_existing_file_needs_confirmation_and_only_a_regular_file_is_replaced() {
    let home = folder(&["taken", "folder/"]);
    let at = |path: &str| home.path().join(path);
    let news = save_in(home.path(), "taken", false);
    assert!(matches!(&news, FileNews::Exists(path) if *path == at("taken")), "{news:?}");
    assert_eq!(fs::read(at("taken")).unwrap(), b"x");
    assert!(matches!(save_in(home.path(), "taken", true), FileNews::Saved(_)));
    assert_eq!(fs::read(at("taken")).unwrap(), b"[END]\n");
    make_pipe(&at("pipe"));
    symlink(at("taken"), at("link")).unwrap();
    for name in ["pipe", "link", "/dev/null"] {
        for replace in [false, true] {
            let news = save_in(home.path(), name, replace);
            let refused = matches!(&news, FileNews::Failed(_, why) if why.contains("not a regular file"));
            assert!(refused, "{name}: {news:?}");
        }
    }
    assert!(
        matches!(save_in(home.path(), "none/x", false), FileNews::Failed(_, why) if why.contains("no such file"))
    );
}

#[test]
fn a_mounted_stick_is_the_first_place_and_read_only_ones_are_not_offered() {
    let machine = folder(&["proc/", "proc/self/", "sys/", "stick/", "locked/", "denied/"]);
    let at = |path: &str| machine.path().join(path);
    let mut mounts = String::new();
    for (minor, name, options) in [(1, "denied", "rw"), (2, "locked", "ro"), (3, "stick", "rw")] {
        let disk = at("sys/devices/usb1").join(name);
        fs::create_dir_all(&disk).unwrap();
        fs::write(disk.join("removable"), "1\n").unwrap();
        fs::create_dir_all(at("sys/dev/block")).unwrap();
        symlink(&disk, at("sys/dev/block").join(format!("8:{minor}"))).unwrap();
        let point = at(name).display().to_string();
        mounts += &format!("{minor} 0 8:{minor} / {point} {options} - vfat /dev/{name} rw\n");
    }
    fs::write(at("proc/self/mountinfo"), mounts).unwrap();
    fs::set_permissions(at("denied"), Permissions::from_mode(0o555)).unwrap();
    let source = MachineSource::Recording(machine.path().to_owned());
    let news = run(FileTask::FindPlaces(source), machine.path(), Lang::En);
    let FileNews::Places(Places { mut folders, unmounted }) = news else { panic!("{news:?}") };
    // Root may write everywhere.
    folders.retain(|folder| *folder != at("denied") || !rustix::process::geteuid().is_root());
    assert_eq!((folders, unmounted), (vec![at("stick"), machine.path().to_owned()], vec![]));
}

#[test]
fn a_blocked_medium_times_out_and_keeps_the_last_result() {
    let (hold, never) = channel::<()>();
    let news = within(Duration::from_millis(50), move |report| {
        report(FileNews::Saved("first".into()));
        report(FileNews::Saved("second".into()));
        let _ = never.recv();
    });
    assert!(matches!(news, Some(FileNews::Saved(path)) if path == Path::new("second")));
    let (silent, nothing) = channel::<()>();
    let news = within(Duration::from_millis(50), move |_| {
        let _ = nothing.recv();
    });
    assert!(news.is_none());
    drop((hold, silent));
}

#[test]
fn the_two_hundred_newest_files_of_a_folder_are_looked_at_and_no_link_pipe_or_large_one() {
    let home = folder(&[".hidden", "folder/"]);
    let at = |name: &str| home.path().join(name);
    for day in 0..205_u64 {
        let file = fs::File::create(at(&format!("n{day:03}"))).unwrap();
        fs::write(at(&format!("n{day:03}")), "x").unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(86_400 * day)).unwrap();
    }
    fs::write(at("empty"), "").unwrap();
    fs::write(at("large"), vec![b'x'; usize::try_from(CODE_FILE_MAX).unwrap() + 1]).unwrap();
    symlink(at("n204"), at("link")).unwrap();
    make_pipe(&at("pipe"));
    let found = answers::newest_files(home.path());
    let names: Vec<_> = found.iter().map(|(_, path)| path.file_name().unwrap().to_owned()).collect();
    assert_eq!(names.len(), 200);
    assert_eq!((names[0].to_str(), names[199].to_str()), (Some("n204"), Some("n005")));
}
