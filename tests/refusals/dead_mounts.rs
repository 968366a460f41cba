//! A mount that never answers, such as that of a server that is gone: the wizard goes on.

use std::process::Command;

use super::storage::mounted;
use countersign_testing::{Desk, Device, NUMBER, Pty, good_machine, run_with_input};

/// The line of shell that mounts a file system whose server, this process, never answers.
fn dead(at: &std::path::Path) -> String {
    let at = at.display();
    format!("exec 9<>/dev/fuse && mount -i -t fuse -o fd=9,rootmode=40000,user_id=0,group_id=0 dead '{at}'")
}

/// A device and a mount point, if such a mount is allowed here.
fn with_mount_point(desk: &Desk) -> Option<(Device, std::path::PathBuf)> {
    let device = Device::new(&good_machine(), desk);
    let point = device.path("dead");
    std::fs::create_dir(&point).unwrap();
    let probe = mounted(Command::new("true").current_dir("/"), &[dead(&point)]).output();
    if !probe.is_ok_and(|output| output.status.success()) {
        countersign_testing::skipped(
            "no file system of a process can be mounted here (needs unshare, mount, /dev/fuse)",
        );
        return None;
    }
    Some((device, point))
}

#[test]
fn a_dead_mount_blocks_neither_keys_nor_quitting() {
    let desk = Desk::new();
    let Some((device, point)) = with_mount_point(&desk) else { return };
    let mut session = Pty::spawn(&mounted(&device.command(&[]), &[dead(&point)]), (80, 24));
    session.wait_for("1 WELCOME");
    session.send(format!("{NUMBER}\r"));
    session.wait_for("2 INSPECT");
    session.send("\r");
    session.wait_for("4 ROUTE");
    session.send("2");
    session.wait_for("s save");
    for (key, told) in [("\t", "Looking for names ..."), ("\r", "Writing the file ...")] {
        session.send("s");
        session.wait_for("/work/request-");
        // A text and a key that arrive together are a paste, so the key is sent after the text is shown.
        session.send(format!("{}/x", point.display()));
        session.wait_for("/dead/x ");
        session.send(key);
        session.wait_for(told);
        session.send("\x1b");
        session.wait_for("s save");
    }
    session.send("\r");
    session.wait_for("6 CODE");
    session.wait_for("has the code for this machine");
    session.send(format!("{}/answer.txt", point.display()));
    session.wait_for("/dead/answer.txt ");
    session.send("\r");
    session.wait_for("Reading the file ...");
    session.wait_for("FILE-FAILED:");
    session.wait_for("it doesn't answer in time");
    session.send("\x03");
    assert_eq!(session.end(), 3);
}

#[test]
fn a_dead_mount_times_out_in_plain_mode() {
    let desk = Desk::new();
    let Some((device, point)) = with_mount_point(&desk) else { return };
    let input = format!("{NUMBER}\n\n2\n\n{}/answer.txt\n", point.display());
    let ran = run_with_input(&mut mounted(&device.command(&["--plain"]), &[dead(&point)]), &input);
    assert!(ran.out.contains("it doesn't answer in time"), "{}", ran.out);
    assert_eq!(ran.exit, 3);
}
