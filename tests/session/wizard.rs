//! Parts of the wizard besides the activation: practice, files, the way back.

use std::fs;

use countersign_testing::{Desk, Device, NUMBER, Pty, bad_machine, good_machine};

#[test]
fn practice_keeps_nothing_and_shows_this() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let mut practice = Pty::spawn(&device.bare_command(&["practice", "clean"]), (80, 24));
    practice.wait_for("1 WELCOME");
    practice.send(format!("{NUMBER}\r"));
    practice.wait_for("It writes no file except the report, if you save it.");
    // A Chinese input method sends keys as full-width characters.
    practice.send("ｗ");
    practice.wait_for("Practice or not, this file is real.");
    let files =
        || fs::read_dir(device.work()).unwrap().map(|one| one.unwrap().file_name()).collect::<Vec<_>>();
    assert_eq!(files(), ["countersign-support.txt"]);
    practice.send("\r");
    practice.wait_for("4 ROUTE");
    practice.send("\r");
    practice.wait_for("5 REQUEST");
    for key in ["s", "p"] {
        practice.send(key);
        practice.wait_for("Practice: no file was written.");
    }
    practice.send("a\r");
    practice.wait_for("6 CODE");
    practice.send("\x06\r");
    practice.wait_for("This is practice: nothing was kept.");
    practice.wait_for("pretended");
    assert!(!practice.screen().contains(" kept\n"), "{}", practice.screen());
    practice.send("\r");
    practice.wait_for("8 DONE");
    practice.send("\r");
    assert_eq!(practice.end(), 0);
    assert_eq!(files(), ["countersign-support.txt"], "only the requested file is written");

    // In plain mode, the text at the end of the input doesn't promise a kept session either.
    let ran = countersign_testing::run_with_input(
        &mut device.bare_command(&["practice", "clean", "--plain"]),
        &format!("{NUMBER}\n"),
    );
    assert!(
        ran.out.contains("This was practice: nothing is kept.") && !ran.out.contains("session is kept"),
        "{ran:#?}"
    );
}

#[test]
fn a_session_writes_the_files_it_is_asked_for() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let request = device.request(NUMBER);
    let mut session = device.pty(&[]);
    session.wait_for("1 WELCOME");
    session.send(format!("{NUMBER}\r\r2"));
    session.wait_for("5 REQUEST");
    session.send("s");
    session.wait_for("/work/request-");
    session.send("\r");
    session.wait_for("Written:");
    session.send("p");
    session.wait_for(".png");
    session.send("\r");
    session.until("the picture", |_| {
        fs::read_dir(device.work())
            .unwrap()
            .any(|one| one.unwrap().path().extension() == Some("png".as_ref()))
            .then_some(())
    });
    let text = fs::read_dir(device.work()).unwrap().map(|one| one.unwrap().path());
    let text = text.into_iter().find(|path| path.extension() == Some("txt".as_ref())).unwrap();
    assert!(fs::read_to_string(text).unwrap().starts_with("[COUNTERSIGN REQUEST "));
    assert!(request.starts_with("HTTPS://"));
}

#[test]
fn back_from_route_leads_to_the_previous_step() {
    let desk = Desk::new();
    // From Fix to Route, although the machine is refused: back to Fix.
    let device = Device::new(&bad_machine(), &desk);
    let mut session = device.pty(&[]);
    session.wait_for("1 WELCOME");
    session.send(format!("{NUMBER}\r"));
    session.wait_for("2 INSPECT");
    session.send("\r");
    session.wait_for("3 FIX");
    session.send("a");
    session.wait_for("4 ROUTE");
    session.send("\x1b");
    session.wait_for("3 FIX");
    session.send("\x1b");
    session.wait_for("2 INSPECT");
    session.hang_up();
    // Straight from Inspect: back to Inspect.
    let device = Device::new(&good_machine(), &desk);
    let mut session = device.pty(&[]);
    session.wait_for("1 WELCOME");
    session.send(format!("{NUMBER}\r"));
    session.wait_for("2 INSPECT");
    session.send("\r");
    session.wait_for("4 ROUTE");
    session.send("\x1b");
    session.wait_for("2 INSPECT");
    session.hang_up();
}

/// The name of the request on the screen.
fn request_name(session: &Pty) -> String {
    session.until("a request", |screen| {
        let text = screen.contents();
        let (_, rest) = text.split_once("Request: ")?;
        Some(rest.split_whitespace().next()?.to_owned())
    })
}

#[test]
fn a_request_that_no_storage_takes_is_told_and_goes_on_until_a_restart() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    device.request(NUMBER);
    let list = device.state_file("requests-");
    fs::remove_dir_all(device.efivars()).unwrap();
    // A folder in place of the list: all else can be written.
    let block = || {
        fs::remove_file(&list).unwrap();
        fs::create_dir_all(list.join("in the way")).unwrap();
    };
    let unblock = || fs::remove_dir_all(&list).unwrap();

    let mut session = device.pty_at_inspect();
    block();
    session.send("\r");
    session.wait_for("4 ROUTE");
    session.send("1");
    session.wait_for("5 REQUEST");
    session.send("n");
    session.wait_for("REQUEST-NOT-KEPT: ");
    let first = request_name(&session);
    session.send("\r");
    session.wait_for("6 CODE");
    session.send("\x03");
    session.wait_for(&format!("A code for the request {first} is not accepted any more."));
    session.end();

    // A code for that request would be refused, so the session goes on with a new one, not at Code.
    unblock();
    let mut session = device.pty(&[]);
    session.wait_for("kept at 6 CODE");
    session.send("\r");
    session.wait_for("5 REQUEST");
    let second = request_name(&session);
    assert_ne!(second, first);

    // The session that made a request accepts its code.
    block();
    session.send("n");
    session.wait_for("REQUEST-NOT-KEPT: ");
    // The next key removes the notice.
    session.send("t");
    let text = session.until("the text form", |screen| {
        let text = screen.contents();
        let (from, to) = (text.find("[COUNTERSIGN REQUEST")?, text.find("[END]")?);
        Some(text[from..to + 5].to_owned())
    });
    assert_ne!(request_name(&session), second);
    session.send("\r");
    session.wait_for("6 CODE");
    session.send(format!("\x1b[200~{}\x1b[201~\r", desk.issue(&text).lines.join("\r")));
    session.wait_for("7 KEEP");
    session.wait_for("The code is genuine and was kept.");
}

#[test]
fn a_recording_that_is_gone_is_not_called_unchanged() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let mut session = device.pty_at_inspect();
    fs::rename(device.hardware(), device.work().join("elsewhere")).unwrap();
    session.send("r");
    session.wait_for("HARDWARE-NOT-FOUND: There is nothing at ");
    assert!(!session.screen().contains("nothing changed"), "{}", session.screen());
}

#[test]
fn a_terminal_without_a_clipboard_says_so() {
    let desk = Desk::new();
    let mut device = Device::new(&good_machine(), &desk);
    device.set_env("TERM", "linux");
    let mut session = device.pty_at_inspect();
    session.send("c");
    session.wait_for("COPY-FAILED: this terminal takes no copy");
}

#[test]
fn a_finished_session_that_stays_on_disk_is_not_called_lost() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let issued = desk.issue(&device.request(NUMBER));
    let mut session = device.pty_at_inspect();
    session.send("\r");
    session.wait_for("4 ROUTE");
    session.send("1");
    session.wait_for("5 REQUEST");
    session.send("\r");
    session.wait_for("6 CODE");
    // A folder in place of the file: it can't be deleted as a file.
    let file = device.state_file("session-");
    fs::remove_file(&file).unwrap();
    fs::create_dir_all(file.join("in the way")).unwrap();
    session.send(format!("\x1b[200~{}\x1b[201~\r", issued.lines.join("\r")));
    session.wait_for("7 KEEP");
    session.wait_for("SESSION-NOT-REMOVED: ");
    assert!(!session.screen().contains("a restart loses"), "{}", session.screen());
}
