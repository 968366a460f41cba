//! Jobs of a session: the search for typing errors and a request over the network. Keys are taken meanwhile, and
//! nothing waits for a thread.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use countersign_testing::{Desk, Device, NUMBER, Pty, good_machine, process, with_wrong_characters};
use rustix::process::Signal;

/// The signals that end a session in good order.
const ENDING: [Signal; 3] = [Signal::TERM, Signal::INT, Signal::HUP];

/// Far below the time limit of a request, 20 s.
const SOON: Duration = Duration::from_secs(10);

/// A session at Code, and lines with so many errors that a search runs to its end.
fn at_code(device: &Device, desk: &Desk) -> (Pty, Vec<String>) {
    let mut pty = device.pty_at_inspect();
    pty.send("\r");
    pty.wait_for("4 ROUTE");
    pty.send("1");
    pty.wait_for("5 REQUEST");
    let lines = spoilt(device, desk);
    pty.send("\r");
    pty.wait_for("6 CODE");
    (pty, lines)
}

/// The lines of a code for the open request, with three wrong characters each.
fn spoilt(device: &Device, desk: &Desk) -> Vec<String> {
    desk.issue(&device.request(NUMBER)).lines.iter().map(|line| with_wrong_characters(line, 3)).collect()
}

/// A session in the middle of a search.
fn searching(device: &Device, desk: &Desk) -> Pty {
    let (mut pty, lines) = at_code(device, desk);
    pty.send(format!("\x1b[200~{}\x1b[201~", lines.join("\n")));
    pty.wait_for(&lines[6][15..]);
    pty.send("\r");
    pty.wait_for("Looking for the intended code");
    pty
}

/// The line with the title of the step.
fn title(screen: &vt100::Screen) -> String {
    screen.contents().lines().next().unwrap_or_default().trim_end().to_owned()
}

/// A desk that accepts connections and sends nothing.
struct SilentDesk(TcpListener);

impl SilentDesk {
    fn new() -> Self {
        Self(TcpListener::bind("127.0.0.1:0").unwrap())
    }

    /// A device with a profile that names this desk.
    fn device(&self, desk: &Desk) -> Device {
        let mut device = Device::new(&good_machine(), desk);
        let online = format!("online = \"http://{}\"\ndesk = ", self.0.local_addr().unwrap());
        device.with_profile(&desk.profile_text().replacen("desk = ", &online, 1));
        device
    }
}

/// A session in the middle of a request over the network.
fn asking(device: &Device) -> Pty {
    let mut pty = device.pty_at_inspect();
    pty.send("\r");
    pty.wait_for("4 ROUTE");
    pty.wait_for("By this machine's own network");
    // The routes are phone, file, network.
    pty.send("3");
    pty.wait_for("Asking the desk at");
    // The client has a thread beside the one that counts the seconds.
    wait_for_threads(&pty, 3);
    pty
}

/// Waits until the program has that many threads.
fn wait_for_threads(pty: &Pty, count: u64) {
    let started = Instant::now();
    while process::status(pty.id(), "Threads") != Some(count) {
        assert!(
            started.elapsed() < SOON,
            "the program has {:?} threads",
            process::status(pty.id(), "Threads")
        );
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_key_during_a_search_is_processed_and_shown() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let mut pty = searching(&device, &desk);
    // Help opens and closes while the corner shows the progress.
    pty.send("\x1bOP");
    pty.until("help during the search", |screen| {
        (title(screen).ends_with('%') && !screen.contents().contains("Looking for")).then_some(())
    });
    pty.send("\x1b");
    pty.wait_for("Looking for the intended code");
    // Nothing is found; the search ends by itself.
    pty.wait_for("CODE-LINES: ");
    wait_for_threads(&pty, 1);
    pty.send("\x03");
    assert_eq!(pty.end(), 3);
}

#[test]
fn a_changed_line_cancels_a_search() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let mut pty = searching(&device, &desk);
    pty.send("K");
    pty.until("the count of lines again", |screen| title(screen).ends_with("/7").then_some(()));
    wait_for_threads(&pty, 1);
    // The cancelled search reports nothing, and nothing is written while nothing happens.
    let idle = pty.press("", Duration::from_millis(300));
    assert_eq!(idle.bytes, 0);
    assert!(pty.look(|screen| title(screen).ends_with("/7")), "{}", pty.screen());
    // Esc ends the next search, and the fault that was found before it is shown.
    pty.send("\r");
    pty.wait_for("Looking for the intended code");
    pty.send("\x1b");
    pty.wait_for("CODE-LINES: ");
    wait_for_threads(&pty, 1);
    pty.send("\x03");
    assert_eq!(pty.end(), 3);
}

#[test]
fn a_signal_ends_a_session_during_a_search() {
    let desk = Desk::new();
    for signal in ENDING {
        let device = Device::new(&good_machine(), &desk);
        let mut pty = searching(&device, &desk);
        let sent = Instant::now();
        pty.signal(signal);
        assert_eq!(pty.end(), 3, "{signal:?}");
        assert!(sent.elapsed() < SOON, "{signal:?}");
        assert!(pty.look(|screen| !screen.alternate_screen() && !screen.bracketed_paste()), "{signal:?}");
        resumes_at(&device, "6 CODE");
    }
}

#[test]
fn a_signal_ends_a_session_during_a_request() {
    let desk = Desk::new();
    let silent = SilentDesk::new();
    for signal in ENDING {
        let device = silent.device(&desk);
        let mut pty = asking(&device);
        let sent = Instant::now();
        pty.signal(signal);
        assert_eq!(pty.end(), 3, "{signal:?}");
        assert!(sent.elapsed() < SOON, "{signal:?}: the program doesn't wait for the desk");
        assert!(pty.look(|screen| !screen.alternate_screen() && !screen.bracketed_paste()), "{signal:?}");
        resumes_at(&device, "5 REQUEST");
    }
}

/// Asserts that the session was saved at that step.
fn resumes_at(device: &Device, title: &str) {
    let mut pty = device.pty(&[]);
    pty.wait_for(&format!("was kept at {title}."));
    pty.hang_up();
}

#[test]
fn quitting_during_a_request_does_not_wait_for_it() {
    let desk = Desk::new();
    let silent = SilentDesk::new();
    let device = silent.device(&desk);
    let mut pty = asking(&device);
    let idle = pty.press("", Duration::from_millis(300));
    assert_eq!(idle.bytes, 0, "nothing is written without an event");
    assert_eq!(process::first_child(pty.id()), None);
    let sent = Instant::now();
    pty.send("q");
    assert_eq!(pty.end(), 3);
    assert!(sent.elapsed() < SOON, "the program doesn't wait for the desk");
}

#[test]
fn the_answer_to_an_abandoned_request_is_ignored() {
    let desk = Desk::new();
    let silent = SilentDesk::new();
    let device = silent.device(&desk);
    let mut pty = asking(&device);
    // Back at Route, the desk closes, and the client gets a late answer.
    pty.send("\x1b");
    pty.wait_for("4 ROUTE");
    drop(silent);
    wait_for_threads(&pty, 1);
    assert!(pty.screen().contains("4 ROUTE"), "{}", pty.screen());
    // A new request gets its own answer.
    pty.send("3");
    pty.wait_for("ONLINE-UNREACHABLE: ");
    wait_for_threads(&pty, 1);
    pty.send("q");
    assert_eq!(pty.end(), 3);
}

#[test]
fn in_plain_mode_a_search_finishes_before_the_end_of_input_is_handled() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let lines = spoilt(&device, &desk).join("\n");
    let ran = device.run_with_input(&["--plain"], &format!("{NUMBER}\n\n1\n\n{lines}\n"));
    assert_eq!(ran.exit, 3, "{ran:#?}");
    let (_, after) = ran.out.split_once("Looking for typing errors ...").expect("a search starts");
    assert!(!after.contains("Looking for"), "the search is announced twice: {after}");
    let (result, end) = after.split_once("CODE-LINES: ").expect("the search has a result");
    assert!(
        !result.contains("6 CODE")
            && end.contains("The input has ended.")
            && end.contains("The session is kept at 6 CODE."),
        "{after}"
    );
}

#[test]
fn a_signal_ends_plain_mode_during_a_request() {
    let desk = Desk::new();
    let silent = SilentDesk::new();
    for signal in ENDING {
        let device = silent.device(&desk);
        let mut pty = device.pty(&["--plain"]);
        pty.send(format!("{NUMBER}\r\r3\r"));
        pty.wait_written("Asking the desk at", 0);
        wait_for_threads(&pty, 3);
        let sent = Instant::now();
        pty.signal(signal);
        pty.end();
        assert!(sent.elapsed() < SOON, "{signal:?}: the program doesn't wait for the desk");
    }
}
