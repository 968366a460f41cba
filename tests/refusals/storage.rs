//! Storage that can't be written: no permission, full, read-only, no folder, broken.
//!
//! Small and read-only disks are mounted in a namespace that ends with the program, so nothing stays mounted. Where the
//! system forbids that, the test prints SKIPPED.

use std::fs::{self, OpenOptions, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use super::{Refusal, refuses};
use countersign_testing::{
    CommandOutput, Desk, Device, NUMBER, Pty, file_names, good_machine, read_tree, set_mode, write_file,
};

/// The exit code where a mount is not allowed.
const NO_MOUNT: i32 = 77;

/// A command in a namespace with mounts, each made by a line of shell.
pub fn mounted(command: &Command, mounts: &[String]) -> Command {
    let script: String = mounts.iter().map(|mount| format!("{{ {mount}; }} || exit {NO_MOUNT}; ")).collect();
    let mut around = Command::new("unshare");
    around.args(["-r", "-m", "--", "sh", "-c", &format!("{script} exec \"$@\""), "sh"]);
    around.arg(command.get_program()).args(command.get_args()).env_clear();
    around.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    around.current_dir(command.get_current_dir().unwrap()).stdin(std::process::Stdio::null());
    around
}

/// Whether mounts are allowed here. Prints SKIPPED where they aren't.
pub fn may_mount(folder: &Path) -> bool {
    let probe = mounted(Command::new("true").current_dir("/"), &[full(folder)]).output();
    let may = probe.is_ok_and(|output| output.status.success());
    if !may {
        countersign_testing::skipped("no disk can be mounted in a namespace here (needs unshare and mount)");
    }
    may
}

/// The line of shell that mounts a full disk of one page.
fn full(at: &Path) -> String {
    let at = at.display();
    format!("mount -t tmpfs -o size=4k,mode=0700 tmpfs '{at}' && head -c 4096 /dev/zero >'{at}/ballast'")
}

/// A device with an open request, and the path of a file with its code.
fn asked(desk: &Desk) -> (Device, String) {
    let device = Device::new(&good_machine(), desk);
    let issued = desk.issue(&device.request(NUMBER));
    let file = device.work().join("code.txt");
    fs::write(&file, issued.text()).unwrap();
    (device, file.display().to_string())
}

#[test]
fn a_full_disk_is_named() {
    let desk = Desk::new();
    let (device, code) = asked(&desk);
    if !may_mount(&device.state()) {
        return;
    }
    let before = (read_tree(&device.state()), read_tree(&device.efivars()));
    let full = [full(&device.state())];
    for (lang, cure) in [("en", "Free some space"), ("zh", "空间")] {
        // UEFI still has the open request; the code is good, but can't be kept.
        let enter = device.command(&["enter", "--file", &code, "--lang", lang]);
        CommandOutput::from(mounted(&enter, &full).output().unwrap()).assert_refused(1, "KEEP-FULL", cure);
    }
    let mut pty = Pty::spawn(&mounted(&device.command(&[]), &full), (80, 24));
    pty.wait_for("1 WELCOME");
    pty.send(format!("{NUMBER}\r"));
    pty.wait_for("KEEP-FULL: The disk is full");
    drop(pty);
    assert_eq!(
        (read_tree(&device.state()), read_tree(&device.efivars())),
        before,
        "no file is written partly"
    );
    // With room again, the same code is taken.
    assert_eq!(device.run(&["enter", "--file", &code]).exit, 0);
}

#[test]
fn a_request_that_uefi_alone_keeps_says_so() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    fs::create_dir(device.state()).unwrap();
    if !may_mount(&device.state()) {
        return;
    }
    let request = device.command(&["request", "--number", NUMBER]);
    let ran = CommandOutput::from(mounted(&request, &[full(&device.state())]).output().unwrap());
    assert!(ran.exit == 0 && ran.err.contains("KEEP-FULL"), "{ran:#?}");
    device.enter(&desk.issue(&ran.out));
}

#[test]
fn a_read_only_disk_is_named() {
    let desk = Desk::new();
    let (device, code) = asked(&desk);
    if !may_mount(&device.state()) {
        return;
    }
    let at = device.state().display().to_string();
    let fixed = [format!("mount --bind '{at}' '{at}' && mount -o remount,bind,ro '{at}'")];
    for (lang, cure) in [("en", "Mount it writable"), ("zh", "")] {
        let enter = device.command(&["enter", "--file", &code, "--lang", lang]);
        CommandOutput::from(mounted(&enter, &fixed).output().unwrap()).assert_refused(
            1,
            "KEEP-READ-ONLY",
            cure,
        );
    }
    assert_eq!(device.run(&["enter", "--file", &code]).exit, 0);
    // What is kept is still read there.
    let status = mounted(&device.command(&["status"]), &fixed).output().unwrap();
    assert_eq!(CommandOutput::from(status).exit, 0);
}

#[test]
fn a_full_firmware_store_is_named_and_the_file_is_kept() {
    let desk = Desk::new();
    let (device, code) = asked(&desk);
    if !may_mount(&device.efivars()) {
        return;
    }
    let full = [full(&device.efivars())];
    let mut pty = Pty::spawn(&mounted(&device.command(&[]), &full), (80, 24));
    pty.wait_for("1 WELCOME");
    pty.send(format!("{NUMBER}\r"));
    pty.wait_for("EFI-FULL: The firmware's storage is full");
    drop(pty);
    // The file is kept, and the output explains the rest.
    let mut enter = mounted(&device.command(&["enter", "--file", &code]), &full);
    let ran = CommandOutput::from(enter.output().unwrap());
    assert_eq!(ran.exit, 0, "{ran:#?}");
    assert!(ran.out.contains("EFI-FULL") && ran.out.contains("efibootmgr"), "{}", ran.out);
    // With room again, the next status writes the copy in UEFI.
    let status = device.run(&["status", "--json"]);
    assert_eq!((status.exit, status.json()["kept"]["efi"].as_str()), (0, Some("whole")), "{status:#?}");
}

#[test]
fn missing_rights_are_named() {
    let desk = Desk::new();
    let (mut device, code) = asked(&desk);
    device.with_profile(&desk.profile_text());
    let open = |path: &Path| fs::set_permissions(path, Permissions::from_mode(0o755)).unwrap();
    open(device.work().parent().unwrap());
    let root = rustix::process::geteuid().is_root();
    if !root {
        // As for another user: the state is not readable, the UEFI variables are.
        fs::set_permissions(device.state(), Permissions::from_mode(0o000)).unwrap();
        fs::set_permissions(device.efivars(), Permissions::from_mode(0o500)).unwrap();
    }
    let lesser = |args: &[&str]| {
        let mut command = device.command(args);
        if root {
            command.uid(65534).gid(65534);
        }
        command.output().map(CommandOutput::from)
    };
    let Ok(inspect) = lesser(&["inspect"]) else {
        countersign_testing::skipped(
            "as another user the program can't be reached, so no permission can be missing",
        );
        return;
    };
    assert_eq!(inspect.exit, 0, "inspect works for every user: {inspect:#?}");
    for (lang, cure) in [("en", "as root (sudo countersign)"), ("zh", "root")] {
        let number = countersign_testing::OTHER_NUMBER;
        for args in [&["enter", "--file", &code][..], &["request", "--number", number], &["release", "--yes"]]
        {
            let ran = lesser(&[args, &["--lang", lang]].concat()).unwrap();
            ran.assert_refused(1, "KEEP-DENIED", cure);
        }
    }
    if !root {
        for folder in [device.state(), device.efivars()] {
            fs::set_permissions(folder, Permissions::from_mode(0o700)).unwrap();
        }
    }
    assert_eq!(device.run(&["enter", "--file", &code]).exit, 0);
    if root {
        // Everybody may read UEFI: the machine is activated, although the file is not readable.
        let status = lesser(&["status", "--json"]).unwrap();
        assert_eq!((status.exit, status.json()["state"].as_str()), (0, Some("activated")), "{status:#?}");
        fs::remove_dir_all(device.efivars()).unwrap();
        let status = lesser(&["status", "--json"]).unwrap();
        assert_eq!((status.exit, status.json()["state"].as_str()), (1, Some("unverified")), "{status:#?}");
    }
}

#[test]
fn a_state_folder_that_is_a_file_is_named() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    fs::write(device.state(), b"a file").unwrap();
    let request = ["request", "--number", NUMBER];
    let want = Refusal { args: &request, input: "", exit: 1, code: "KEEP-ABSENT", cure: "--state" };
    fs::remove_dir_all(device.efivars()).unwrap();
    refuses(&device, &want);
    refuses(&device, &Refusal { args: &["enter", "-"], ..want });
    assert_eq!(fs::read(device.state()).unwrap(), b"a file");
    let mut pty = device.pty(&[]);
    pty.wait_for("1 WELCOME");
    pty.send(format!("{NUMBER}\r"));
    pty.wait_for("KEEP-ABSENT: The folder where activations are kept can't be created.");
}

#[test]
fn a_failing_last_write_loses_nothing() {
    let desk = Desk::new();
    let (device, _) = asked(&desk);
    let issued = desk.issue(&device.request(NUMBER));
    // A folder in place of the file.
    device.enter(&issued);
    let file = device.state_file("activation-");
    fs::remove_file(&file).unwrap();
    fs::remove_dir_all(device.efivars()).unwrap();
    fs::create_dir(device.efivars()).unwrap();
    let mut pty = device.pty_at_inspect();
    fs::create_dir_all(file.join("inside")).unwrap();
    pty.send("\r1");
    pty.wait_beside_qr("Request:");
    pty.send("\r");
    pty.wait_for("6 CODE");
    pty.send(format!("\x1b[200~{}\x1b[201~", issued.text()));
    pty.wait_for("All seven lines are complete.");
    pty.send("\r");
    pty.wait_for("KEEP-NOT-REGULAR:");
    pty.wait_for("nothing is lost or half-written");
    assert!(!file_names(&device.efivars()).iter().any(|name| name.contains("Activation")));
    // Another fault, so that the second try has another code.
    fs::remove_dir_all(&file).unwrap();
    write_file(&file, "");
    set_mode(&file, 0o666);
    pty.send("r");
    pty.wait_for("KEEP-WRITABLE:");
    fs::remove_file(&file).unwrap();
    pty.send("r");
    pty.wait_for("The code is genuine and was kept.");
    pty.send("\x03");
    assert_eq!(pty.end(), 0, "the license is kept without a key press");
    assert!(!file_names(&device.state()).iter().any(|name| name.starts_with("session-")));
}

#[test]
fn a_broken_session_is_set_aside_and_named() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let mut pty = device.pty_at_inspect();
    pty.send("q");
    assert_eq!(pty.end(), 3);
    let file = device.state_file("session-");
    let whole = fs::read(&file).unwrap();
    let cut = &whole[..whole.len() / 2];
    for (lang, word) in [("en_US.UTF-8", "moved aside"), ("zh_CN.UTF-8", "SESSION-BROKEN")] {
        write_file(&file, cut);
        let mut command = device.command(&[]);
        let mut pty = Pty::spawn(command.env("LANG", lang), (80, 24));
        pty.wait_for("SESSION-BROKEN");
        pty.wait_for(word);
        pty.send("\x03");
        assert_eq!(pty.end(), 3);
        let aside = file.with_extension("broken");
        assert_eq!(fs::read(&aside).unwrap(), cut, "the broken session is preserved");
        assert!(!file.exists());
        fs::remove_file(aside).unwrap();
    }
    // Other damaged records are named too, and the session works.
    device.request(NUMBER);
    fs::write(device.state_file("requests-"), b"{}").unwrap();
    let mut pty = device.pty(&[]);
    pty.wait_for("REQUESTS-BROKEN");
    pty.send("\x03");
    pty.end();
}

#[test]
fn damaged_records_restore_each_other_or_are_named() {
    let desk = Desk::new();
    let (device, code) = asked(&desk);
    assert_eq!(device.run(&["enter", "--file", &code]).exit, 0);
    let file = device.state_file("activation-");
    let variable = device
        .efivars()
        .join(file_names(&device.efivars()).into_iter().find(|name| name.contains("Activation")).unwrap());
    let whole = (fs::read(&file).unwrap(), fs::read(&variable).unwrap());
    for damage in [&b""[..], &whole.0[..100], b"\xff\xff\xff\xff"] {
        for path in [&file, &variable] {
            fs::write(path, damage).unwrap();
            assert_eq!(device.run(&["status"]).exit, 0, "{path:?}");
            assert!(without_secret(&fs::read(&file).unwrap()) == without_secret(&whole.0), "{path:?}");
            assert!(fs::read(&variable).unwrap() == whole.1, "{path:?}");
        }
        // Both records damaged: none can be verified.
        fs::write(&file, damage).unwrap();
        fs::write(&variable, damage).unwrap();
        let ran = device.run(&["status"]);
        assert_eq!(ran.exit, 3, "{ran:#?}");
        assert!(ran.out.contains("KEEP-CORRUPT") && ran.out.contains("activate again"), "{}", ran.out);
        fs::write(&file, &whole.0).unwrap();
        fs::write(&variable, &whole.1).unwrap();
    }
    // Altered by hand, with another number.
    let text = String::from_utf8(whole.0.clone()).unwrap();
    let altered = text.replacen("239,", "240,", 1);
    assert_ne!(altered, text);
    fs::write(&file, altered).unwrap();
    fs::remove_file(&variable).unwrap();
    let ran = device.run(&["status"]);
    assert!(ran.exit == 3 || ran.exit == 5, "{ran:#?}");
}

/// The record in the file without its secret, which UEFI can't restore.
fn without_secret(file: &[u8]) -> serde_json::Value {
    let mut record: serde_json::Value = serde_json::from_slice(file).unwrap();
    record["check"] = serde_json::Value::Null;
    record["body"]["secret"] = serde_json::Value::Null;
    record
}

#[test]
fn unwritable_output_is_a_fault() {
    let desk = Desk::new();
    let (device, code) = asked(&desk);
    assert_eq!(device.run(&["enter", "--file", &code]).exit, 0);
    for args in [
        &["status"][..],
        &["status", "--json"],
        &["inspect"],
        &["report"],
        &["doctor"],
        &["request", "--json"],
    ] {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let ran = CommandOutput::from(device.command(args).stdout(full).output().unwrap());
        ran.assert_refused(1, "FAULT", "Try again");
    }
    // What is said on standard error has no reader: the exit code tells the result.
    for args in [&["request", "--qr"][..], &["request", "--nonsense"], &["status", "--state", "/dev/null"]] {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let told = CommandOutput::from(device.command(args).output().unwrap());
        let silent = CommandOutput::from(device.command(args).stderr(full).output().unwrap());
        assert!(!told.err.is_empty(), "{told:#?}");
        assert_eq!((silent.exit, silent.out), (told.exit, told.out), "{args:?}");
    }
    // The reader closes the pipe, as `head` does.
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let ran = CommandOutput::from(device.command(&["inspect"]).stdout(writer).output().unwrap());
    assert!(ran.exit == 1 && ran.err.is_empty(), "{ran:#?}");

    for option in ["--out", "--png"] {
        let args = ["request", option, "none/x"];
        let want =
            Refusal { args: &args, input: "", exit: 1, code: "FILE-WRITE", cure: "free space on the disk" };
        refuses(&device, &want);
        refuses(&device, &Refusal { args: &["request", option, "/dev/full"], ..want });
    }
    let args = ["status", "--write-run", "/dev/full/x"];
    refuses(&device, &Refusal { args: &args, input: "", exit: 1, code: "FILE-WRITE", cure: "permissions" });
}
