//! Files that somebody else may have prepared: links, pipes and devices, foreign owners, modes by which others may write.
//! Also what the program writes for others: reports, pictures, the run file.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::storage::{may_mount, mounted};
use super::{Refusal, refuses};
use countersign_testing::{
    CommandOutput, Desk, Device, NUMBER, Pty, file_names, good_machine, make_pipe, set_mode, write_file,
};

/// A user who owns nothing here.
const STRANGER: u32 = 12_345;

/// A device that is activated, without UEFI.
fn activated(desk: &Desk) -> Device {
    let device = Device::new(&good_machine(), desk);
    device.enter(&desk.issue(&device.request(NUMBER)));
    fs::remove_dir_all(device.efivars()).unwrap();
    device
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

/// Asserts that each command that writes to the state folder is refused with that code and cure.
#[track_caller]
fn commands_refuse(device: &Device, code: &str, cure: &str) {
    let commands: [&[&str]; 4] =
        [&["request", "--number", NUMBER], &["enter", "-"], &["release", "--yes"], &["--plain"]];
    for args in commands {
        refuses(device, &Refusal { args, input: "", exit: 1, code, cure });
    }
}

/// Asserts that the status is unverified with that code, and that standard error has the cure.
#[track_caller]
fn status_is_unverified(device: &Device, code: &str, cure: &str) {
    let ran = device.run(&["status", "--json"]);
    ran.assert_refused(1, code, cure);
    let status = ran.json();
    assert_eq!((status["state"].as_str(), status["code"].as_str()), (Some("unverified"), Some(code)));
}

#[test]
fn a_link_pipe_or_folder_in_place_of_a_record_or_the_lock_is_refused_at_once() {
    let desk = Desk::new();
    let device = activated(&desk);
    let victim = device.path("victim");
    write_file(&victim, "precious");
    let record = device.state_file("activation-");
    for file in [record.clone(), device.state_file("requests-"), device.state().join("lock")] {
        let aside = device.path("aside");
        fs::rename(&file, &aside).unwrap();
        let cure = format!("ls -ld -- {}", file.display());
        let kinds: [(&str, &dyn Fn()); 3] = [
            ("link", &|| symlink(&victim, &file).unwrap()),
            ("pipe", &|| make_pipe(&file)),
            ("folder", &|| fs::create_dir(&file).unwrap()),
        ];
        for (kind, make) in kinds {
            make();
            // A pipe's bytes can't be compared, so the device is not searched for changes.
            if kind == "pipe" {
                for args in [&["enter", "-"][..], &["request", "--number", NUMBER], &["--plain"]] {
                    device.run(args).assert_refused(1, "KEEP-NOT-REGULAR", &cure);
                }
            } else {
                commands_refuse(&device, "KEEP-NOT-REGULAR", &cure);
            }
            if file == record {
                status_is_unverified(&device, "KEEP-NOT-REGULAR", &cure);
            }
            assert_eq!(fs::read(&victim).unwrap(), b"precious", "{kind} {file:?}");
            if kind == "folder" { fs::remove_dir(&file) } else { fs::remove_file(&file) }.unwrap();
        }
        fs::rename(&aside, &file).unwrap();
    }
    assert_eq!(device.run(&["status"]).exit, 0);
}

#[test]
fn status_uses_the_uefi_record_and_leaves_an_untrusted_file_unchanged() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    device.enter(&desk.issue(&device.request(NUMBER)));
    let (record, aside) = (device.state_file("activation-"), device.path("aside"));
    let whole = fs::read(&record).unwrap();
    let goes_by_uefi = |code: &str, cure: &str| {
        let ran = device.run(&["status"]);
        assert!(ran.exit == 0 && ran.err.contains(code) && ran.err.contains(cure), "{ran:#?}");
    };
    let at = record.display();
    set_mode(&record, 0o622);
    goes_by_uefi("KEEP-WRITABLE", &format!("chmod go-w -- {at}"));
    assert_eq!(fs::read(&record).unwrap(), whole, "the record with its secret is unchanged");
    set_mode(&record, 0o600);
    if chown(&record, Some(STRANGER), None).is_ok() {
        goes_by_uefi("KEEP-OWNER", &format!("chown root -- {at}"));
        assert_eq!(fs::read(&record).unwrap(), whole, "the record with its secret is unchanged");
        chown(&record, Some(0), None).unwrap();
    }
    fs::rename(&record, &aside).unwrap();
    symlink(&aside, &record).unwrap();
    goes_by_uefi("KEEP-NOT-REGULAR", &format!("ls -ld -- {at}"));
    assert!(record.is_symlink() && fs::read(&aside).unwrap() == whole);
    fs::remove_file(&record).unwrap();
    make_pipe(&record);
    goes_by_uefi("KEEP-NOT-REGULAR", &format!("ls -ld -- {at}"));
    assert!(!record.is_file());
    fs::remove_file(&record).unwrap();
    fs::rename(&aside, &record).unwrap();
    let released = device.run(&["release", "--yes", "--json"]);
    assert!(released.json()["receipt"].is_string(), "{released:#?}");
}

#[test]
fn a_state_folder_or_record_that_others_may_write_is_refused_with_its_cure() {
    let desk = Desk::new();
    let device = activated(&desk);
    let (state, record) = (device.state(), device.state_file("activation-"));
    for (path, wrong, right) in [(&state, 0o777, 0o700), (&state, 0o770, 0o700), (&record, 0o620, 0o600)] {
        set_mode(path, wrong);
        let cure = format!("chmod go-w -- {}", path.display());
        commands_refuse(&device, "KEEP-WRITABLE", &cure);
        status_is_unverified(&device, "KEEP-WRITABLE", &cure);
        let report = device.run(&["report"]);
        assert!(report.exit == 0 && report.err.contains(&cure), "{report:#?}");
        // The cure is a command that works.
        let cured = Command::new("sh").args(["-c", &cure]).status().unwrap();
        assert!(cured.success());
        assert_eq!(device.run(&["status"]).exit, 0);
        set_mode(path, right);
    }
}

#[test]
fn a_foreign_state_folder_or_record_is_refused_with_its_cure() {
    let desk = Desk::new();
    let mut device = activated(&desk);
    let (state, record) = (device.state(), device.state_file("activation-"));
    for path in [&state, &record] {
        if chown(path, Some(STRANGER), None).is_err() {
            countersign_testing::skipped("only root gives a file to another user");
            return;
        }
        let cure = format!("chown root -- {}", path.display());
        commands_refuse(&device, "KEEP-OWNER", &cure);
        status_is_unverified(&device, "KEEP-OWNER", &cure);
        assert!(Command::new("sh").args(["-c", &cure]).status().unwrap().success());
        assert_eq!(device.run(&["status"]).exit, 0);
    }
    // A user may use a state folder of their own, but not that of a third user. The profile of root is readable to all.
    device.with_profile(&desk.profile_text());
    for (path, mode) in [(device.path(""), 0o755), (state.clone(), 0o755), (record, 0o644)] {
        set_mode(&path, mode);
    }
    for (owner, exit) in [(STRANGER + 1, 1), (STRANGER, 0)] {
        chown(&state, Some(owner), None).unwrap();
        for name in file_names(&state) {
            chown(state.join(name), Some(owner), None).unwrap();
        }
        let Ok(output) = device.command(&["status"]).uid(STRANGER).output() else {
            countersign_testing::skipped("as another user the program can't be reached");
            return;
        };
        let ran = CommandOutput::from(output);
        assert_eq!((ran.exit, ran.err.contains("KEEP-OWNER")), (exit, exit == 1), "{ran:#?}");
    }
}

#[test]
fn an_unreadable_list_of_requests_is_a_fault() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    device.request(NUMBER);
    fs::remove_dir_all(device.efivars()).unwrap();
    fs::write(device.state_file("requests-"), b"{}").unwrap();
    for args in [&["enter", "-"][..], &["request"]] {
        refuses(&device, &Refusal { args, input: "", exit: 1, code: "REQUESTS-BROKEN", cure: "new request" });
    }
    fs::remove_file(device.state_file("requests-")).unwrap();
    let none = Refusal { args: &["enter", "-"], input: "", exit: 5, code: "REQUEST-NONE", cure: "request" };
    refuses(&device, &none);
}

#[test]
fn a_profile_that_others_could_change_is_refused_with_its_cure() {
    let desk = Desk::new();
    let mut device = Device::new(&good_machine(), &desk);
    let profile = device.with_profile(&desk.profile_text());
    let folder = profile.parent().unwrap().to_owned();
    let refused = |device: &Device, code: &str, cure: &str| {
        for args in [&["status"][..], &["--plain"], &["inspect"]] {
            refuses(device, &Refusal { args, input: "", exit: 1, code, cure });
        }
    };
    for (path, wrong, right) in [(&profile, 0o666, 0o644), (&profile, 0o664, 0o644), (&folder, 0o777, 0o700)]
    {
        set_mode(path, wrong);
        refused(&device, "PROFILE-WRITABLE", &format!("chmod go-w -- {}", path.display()));
        set_mode(path, right);
    }
    // The sticky bit keeps others from replacing it, as in /tmp.
    set_mode(&folder, 0o1777);
    assert_eq!(device.run(&["status"]).exit, 3);
    set_mode(&folder, 0o700);
    for path in [&profile, &folder] {
        if chown(path, Some(STRANGER), None).is_err() {
            countersign_testing::skipped("only root gives a file to another user");
            break;
        }
        refused(&device, "PROFILE-OWNER", &format!("chown root -- {}", path.display()));
        chown(path, Some(0), None).unwrap();
    }
    let aside = device.path("aside.toml");
    fs::rename(&profile, &aside).unwrap();
    symlink(&aside, &profile).unwrap();
    refused(&device, "PROFILE-NOT-REGULAR", &format!("ls -ld -- {}", profile.display()));
    fs::remove_file(&profile).unwrap();
    make_pipe(&profile);
    let cure = format!("ls -ld -- {}", profile.display());
    device.run(&["status"]).assert_refused(1, "PROFILE-NOT-REGULAR", &cure);
    fs::remove_file(&profile).unwrap();
    fs::rename(&aside, &profile).unwrap();
    assert_eq!(device.run(&["status"]).exit, 3);
}

#[test]
fn a_profile_beside_the_program_may_belong_to_the_owner_of_the_program() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let beside = device.path("bin");
    fs::create_dir(&beside).unwrap();
    let (program, profile) = (beside.join("countersign"), beside.join("profile.toml"));
    // `cp` copies it: if this process did, a child that another test forks meanwhile would hold the copy open for writing.
    let copied = Command::new("cp").arg(countersign_testing::device_program()).arg(&program).status();
    assert!(copied.unwrap().success());
    write_file(&profile, desk.profile_text());
    set_mode(&beside, 0o755);
    if Path::new("/etc/countersign/profile.toml").exists() {
        countersign_testing::skipped("a profile is installed here");
        return;
    }
    let run = || {
        let mut command = Command::new(&program);
        command.args(["status", "--json", "--hardware"]).arg(device.hardware()).env_clear();
        CommandOutput::from(command.current_dir(device.work()).output().unwrap())
    };
    assert_eq!(run().exit, 3);
    if chown(&profile, Some(STRANGER), None).is_err() {
        countersign_testing::skipped("only root gives a file to another user");
        return;
    }
    run().assert_refused(1, "PROFILE-OWNER", "chown root -- ");
    chown(&beside, Some(STRANGER), None).unwrap();
    chown(&program, Some(STRANGER), None).unwrap();
    assert_eq!(run().exit, 3, "the owner of the program may own its profile");
}

#[test]
fn output_replaces_only_regular_files_and_names_no_temporary_file() {
    let desk = Desk::new();
    let device = activated(&desk);
    let (pipe, link, victim) =
        (device.work().join("pipe"), device.work().join("link"), device.path("victim"));
    make_pipe(&pipe);
    write_file(&victim, "precious");
    symlink(&victim, &link).unwrap();
    let before = file_names(&device.work());
    for option in ["--out", "--png"] {
        for path in ["pipe", "link", "/dev/null"] {
            for (lang, why) in [("en", "not a regular file"), ("zh", "不是普通文件")] {
                let ran = device.run(&["request", option, path, "--lang", lang]);
                ran.assert_refused(1, "FILE-WRITE", "");
                assert!(ran.err.contains(why), "{ran:#?}");
            }
        }
        let ran = device.run(&["request", option, "none/x"]);
        assert!(ran.err.contains("none/x can't be written: there is no such file or folder"), "{ran:#?}");
    }
    assert_eq!(file_names(&device.work()), before);
    assert_eq!(fs::read(&victim).unwrap(), b"precious");

    // The wizard's report.
    make_pipe(&device.work().join("countersign-support.txt"));
    let mut pty = device.pty(&[]);
    pty.wait_for("8 DONE");
    pty.send("s");
    pty.wait_for("not a regular file");
    pty.send("\x03");
    pty.end();
    // A code.
    let ran = device.run(&["enter", "--file", "pipe"]);
    ran.assert_refused(1, "FILE-READ", "");
}

#[test]
fn a_dash_means_standard_output() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let text = device.run(&["request", "--number", NUMBER]);
    let picture = device.command(&["request", "--png", "-"]).output().unwrap();
    assert!(picture.status.success() && picture.stdout.starts_with(b"\x89PNG\r\n\x1a\n"));
    assert!(picture.stdout.ends_with(b"IEND\xae\x42\x60\x82"), "the output has only the picture");
    assert_eq!(device.run(&["request", "--out", "-"]).out, text.out);
    let both = [
        &["request", "--png", "-", "--json"][..],
        &["request", "--png", "-", "--out", "-"],
        &["request", "--png", "-", "--text"],
        &["request", "--out", "-", "--json"],
        &["status", "--write-run", "-", "--json"],
    ];
    for args in both {
        refuses(&device, &Refusal { args, input: "", exit: 2, code: "OUTPUT-TWICE", cure: "file" });
    }
    let mut pty = Pty::spawn(&device.command(&["request", "--png", "-"]), (80, 24));
    pty.wait_for("PNG-TERMINAL: A terminal can't show a PNG picture.");
    assert_eq!(pty.end(), 2);
    let told: serde_json::Value = device.run(&["status", "--write-run", "-"]).json();
    assert_eq!(told["state"].as_str(), Some("not-activated"));
    assert!(!device.work().join("-").exists());
    // `--file -` reads the code from standard input.
    let code = desk.issue(&text.out).text();
    let ran = device.run_with_input(&["enter", "--file", "-"], &code);
    assert_eq!(ran.exit, 0, "{ran:#?}");
}

#[test]
fn the_run_file_is_readable_under_any_umask_and_the_exit_code_is_the_status() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let with_umask = |file: &Path| {
        let mut command = Command::new("sh");
        command.args(["-c", "umask 077; exec \"$@\"", "sh"]);
        let asked = device.command(&["status", "--json", "--write-run", &file.display().to_string()]);
        command.arg(asked.get_program()).args(asked.get_args()).current_dir(device.work()).env_clear();
        CommandOutput::from(command.output().unwrap())
    };
    let told = |file: &Path| -> serde_json::Value {
        serde_json::from_str(&fs::read_to_string(device.work().join(file)).unwrap()).unwrap()
    };
    let relative = PathBuf::from("told.json");
    let below = device.work().join("run/countersign/example-os.json");
    for (exit, state) in [(3, "not-activated"), (0, "activated")] {
        for file in [&relative, &below] {
            let ran = with_umask(file);
            assert_eq!((ran.exit, ran.err.as_str()), (exit, ""), "{ran:#?}");
            assert_eq!(told(file)["state"].as_str(), Some(state));
            assert!(!told(file).to_string().contains(NUMBER));
            assert_eq!(mode(&device.work().join(file)), 0o644);
        }
        for folder in [below.parent().unwrap(), below.ancestors().nth(2).unwrap()] {
            assert_eq!(mode(folder), 0o755, "{folder:?}");
        }
        if state == "not-activated" {
            device.enter(&desk.issue(&device.request(NUMBER)));
        }
    }
    // A device and a link are not replaced.
    symlink(device.profile(), device.work().join("link")).unwrap();
    for path in ["/dev/null", "link"] {
        let args = ["status", "--write-run", path];
        refuses(&device, &Refusal { args: &args, input: "", exit: 1, code: "FILE-WRITE", cure: "path" });
    }
    assert!(OpenOptions::new().write(true).open("/dev/null").is_ok());
}

#[test]
fn the_run_file_is_named_after_the_product_and_written_to_run() {
    let desk = Desk::new();
    let device = activated(&desk);
    if !may_mount(&device.work()) {
        return;
    }
    let status = device.command(&["status", "--write-run"]);
    let script =
        "umask 077; \"$@\"; echo $?; cd /run && stat -c '%a %n' countersign countersign/*; cat countersign/*";
    let mut shell = Command::new("sh");
    shell.args(["-c", script, "sh"]).arg(status.get_program()).args(status.get_args());
    shell.current_dir(device.work()).env("PATH", "/usr/bin:/bin");
    let own_run = ["mount -t tmpfs -o mode=0755 tmpfs /run".to_owned()];
    let ran = CommandOutput::from(mounted(&shell, &own_run).output().unwrap());
    let told = ran.out.strip_prefix("0\n755 countersign\n644 countersign/example-os.json\n");
    let told: serde_json::Value = serde_json::from_str(told.unwrap_or_else(|| panic!("{ran:#?}"))).unwrap();
    assert_eq!(told["state"].as_str(), Some("activated"));
}
