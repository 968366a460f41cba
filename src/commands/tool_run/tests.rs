//! Tests with small programs in place of the tools; and, run by `tests/writers/run`, with the tools themselves.

use std::os::unix::fs::PermissionsExt;

use countersign_core::machine::{Family, Field, Machine, Tool};
use countersign_core::remedy::remedy_for_value;
use countersign_core::review::{Policy, review};
use tempfile::TempDir;

use super::*;

/// The command that sets the serial of a machine of that family by that tool.
fn command(family: Family, tool: Tool, value: &str) -> Command {
    let mut machine = Machine::from_values("ASRock", "B450M Pro4", "Default string");
    machine.firmware.family = family;
    machine.tools = vec![tool];
    let judged = review(&machine, &Policy::default());
    remedy_for_value(&machine, &judged, Field::Serial, value).unwrap().command.unwrap()
}

/// A folder with those scripts, and a `/sys` with tables.
fn place(scripts: &[(&str, &str)]) -> TempDir {
    let place = tempfile::tempdir().unwrap();
    for (name, script) in scripts {
        let (path, text) = (place.path().join(name), place.path().join(format!("{name}.text")));
        fs::write(&text, format!("#!/bin/sh\ncd {}\n{script}\n", place.path().display())).unwrap();
        // `cp` writes the file. If this process wrote it, a child that another test forks meanwhile would hold the descriptor,
        // and the kernel runs no file that is open for writing (ETXTBSY).
        assert!(std::process::Command::new("cp").args([&text, &path]).status().unwrap().success());
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    fs::create_dir_all(place.path().join("sys/firmware/dmi/tables")).unwrap();
    fs::write(place.path().join("sys/firmware/dmi/tables/DMI"), "tables").unwrap();
    place
}

fn run_in(place: &Path, command: &Command) -> Run {
    run_all_in(place, std::slice::from_ref(command))
}

fn run_all_in(place: &Path, commands: &[Command]) -> Run {
    let find = |name: &str| Some(place.join(name)).filter(|path| path.is_file());
    run(commands, &Places { sys: &place.join("sys"), folder: place, find: &find, lang: Lang::En })
}

fn fru(value: &str) -> Command {
    command(Family::BmcServer, Tool::Ipmitool, value)
}

/// A script that saves on `read`, ends `edit` with that status, and prints that serial.
fn ipmitool(status: u8, serial: &str) -> String {
    format!(
        "case \"$2\" in read) echo old > \"$4\";; edit) echo ran >> ran; exit {status};; \
         print) echo \" Product Serial        : {serial}\";; esac"
    )
}

#[test]
fn the_old_values_are_saved_first_and_the_new_one_is_read_back() {
    for (status, serial, end) in [
        (0, "QTFCKJ5", ToolEnd::Success),
        // The tool ends with 1 after it has set a value of another length.
        (1, "QTFCKJ5", ToolEnd::Success),
        (1, "Default string", ToolEnd::Status(1)),
        (0, "Default string", ToolEnd::NotThere),
        (0, "XQTFCKJ5", ToolEnd::NotThere),
    ] {
        let place = place(&[("ipmitool", &ipmitool(status, serial))]);
        let (ended, saved) = run_in(place.path(), &fru("QTFCKJ5"));
        assert_eq!(ended, end, "{status} {serial}");
        let saved = saved.unwrap();
        assert_eq!(fs::read_to_string(saved.join("fru.bin")).unwrap(), "old\n");
        assert_eq!(fs::read_to_string(saved.join("DMI")).unwrap(), "tables");
        assert_eq!(fs::metadata(&saved).unwrap().permissions().mode() & 0o777, 0o700);
        let (_, again) = run_in(place.path(), &fru("QTFCKJ5"));
        assert_ne!(again.unwrap(), saved, "each run has its own copy");
    }
}

#[test]
fn several_commands_share_one_copy_of_the_original_state_and_stop_at_the_first_failure() {
    let script = "case \"$2\" in read) cat state > \"$4\";; \
                  edit) shift 6; [ \"$1\" = QTFBAD9 ] && exit 3; echo \"x $1\" >> state;; print) cat state;; esac";
    let place = place(&[("ipmitool", script)]);
    fs::write(place.path().join("state"), "old\n").unwrap();
    let (end, saved) =
        run_all_in(place.path(), &[fru("QTFCKJ1"), fru("QTFCKJ2"), fru("QTFBAD9"), fru("QTFCKJ3")]);
    assert_eq!(end, ToolEnd::Status(3));
    assert_eq!(fs::read_to_string(saved.unwrap().join("fru.bin")).unwrap(), "old\n");
    assert_eq!(fs::read_to_string(place.path().join("state")).unwrap(), "old\nx QTFCKJ1\nx QTFCKJ2\n");
    let (end, saved) =
        run_all_in(place.path(), &[fru("QTFCKJ1"), command(Family::UBoot, Tool::FwSetenv, "QTFCKJ5")]);
    assert_eq!(
        (end, saved),
        (ToolEnd::NotStarted, None),
        "a missing tool is noticed before any command runs"
    );
}

#[test]
fn a_tool_that_a_signal_ended_is_not_called_missing() {
    let script = "case \"$2\" in read) echo old > \"$4\";; edit) kill -KILL $$;; print) cat state;; esac";
    let place = place(&[("ipmitool", script)]);
    fs::write(place.path().join("state"), "old\n").unwrap();
    let (end, saved) = run_in(place.path(), &fru("QTFCKJ5"));
    assert_eq!(end, ToolEnd::Signal(9));
    assert!(end.is_told_by_tool() && saved.is_some());
    // The value may be there already.
    fs::write(place.path().join("state"), " QTFCKJ5\n").unwrap();
    assert_eq!(run_in(place.path(), &fru("QTFCKJ5")).0, ToolEnd::Signal(9));
}

#[test]
fn nothing_runs_without_a_copy() {
    for script in [
        "case \"$2\" in read) echo no BMC >&2; exit 1;; esac; echo ran >> ran",
        "case \"$2\" in read) ;; esac; [ \"$2\" = edit ] && echo ran >> ran; true",
    ] {
        let place = place(&[("ipmitool", script)]);
        let (end, saved) = run_in(place.path(), &fru("QTFCKJ5"));
        assert!(matches!(end, ToolEnd::NotSaved(_)) && saved.is_none(), "{end:?}");
        assert!(!place.path().join("ran").exists());
    }
    let environment = "echo ran >> ran";
    let none = "echo 'Warning: Bad CRC, using default environment' >&2";
    let place = place(&[("fw_setenv", environment), ("fw_printenv", none)]);
    let (end, _) = run_in(place.path(), &command(Family::UBoot, Tool::FwSetenv, "QTFCKJ5"));
    assert!(matches!(end, ToolEnd::NotSaved(why) if why.contains("Bad CRC")));
    assert!(!place.path().join("ran").exists());
}

#[test]
fn a_missing_tool_is_not_started_and_no_folder_is_created() {
    let place = place(&[]);
    assert_eq!(run_in(place.path(), &fru("QTFCKJ5")), (ToolEnd::NotStarted, None));
    assert!(!place.path().join("countersign-before-1").exists());
}

/// The folder that `tests/writers/run` made, with the tools in it.
fn writers() -> PathBuf {
    PathBuf::from(
        std::env::var_os("COUNTERSIGN_WRITERS").expect("tests/writers/run sets COUNTERSIGN_WRITERS"),
    )
}

#[test]
#[ignore = "run by tests/writers/run, with ipmitool and a simulated BMC"]
fn ipmitool_sets_a_serial_of_any_length_and_the_copy_restores_the_old_one() {
    let place = writers();
    let places = || Process::new(place.join("ipmitool"));
    let print = || String::from_utf8(places().args(["fru", "print", "0"]).output().unwrap().stdout).unwrap();
    let before = print();
    assert!(before.contains("Default string"), "{before}");
    for value in ["QTFCKJ50800080", "QTFCKJ5", "QTFCKJ5080008012345"] {
        let (end, saved) = run_in(&place, &fru(value));
        assert_eq!(end, ToolEnd::Success, "{value}");
        let after = print();
        assert!(after.contains(value), "{after}");
        // Everything else in the FRU is as before.
        let rest = |text: &str| {
            text.lines()
                .filter(|line| !line.contains("Product Serial"))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(rest(&after), rest(&before));
        let copy = saved.unwrap().join("fru.bin");
        assert_eq!(fs::metadata(&copy).unwrap().len(), 256);
        assert!(places().args(["fru", "write", "0"]).arg(copy).status().unwrap().success());
        assert_eq!(print(), before);
    }
}

#[test]
#[ignore = "run by tests/writers/run, with fw_setenv and an image of an environment"]
fn fw_setenv_sets_the_serial_and_keeps_the_rest_of_the_environment() {
    let place = writers();
    let serial = command(Family::UBoot, Tool::FwSetenv, "QTFCKJ5");
    let (end, saved) = run_in(&place, &serial);
    assert_eq!(end, ToolEnd::Success);
    let copy = fs::read_to_string(saved.unwrap().join("u-boot-environment.txt")).unwrap();
    assert!(copy.contains("bootcmd=run distro") && !copy.contains("QTFCKJ5"), "{copy}");
    let after = Process::new(place.join("fw_printenv")).output().unwrap().stdout;
    let after = String::from_utf8(after).unwrap();
    assert!(after.contains("serial#=QTFCKJ5") && after.contains("bootcmd=run distro"), "{after}");

    // An image that holds no environment is left as it is.
    let image = place.join("environment.img");
    let random = vec![0xa5; 0x4000];
    fs::write(&image, &random).unwrap();
    let (end, _) = run_in(&place, &serial);
    assert!(matches!(end, ToolEnd::NotSaved(_)), "{end:?}");
    assert_eq!(fs::read(&image).unwrap(), random);
}
