//! A desk that serves, and devices with a profile that names it.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Stdio};

use countersign_core::machine::Machine;
use rustix::process::Signal;

use countersign_testing::{Desk, Device, NUMBER, Pty, process};

pub const OPERATOR: &str = "li";
pub const PASSWORD: &str = "correct horse battery";

/// A desk that serves until this is dropped.
pub struct DeskServer {
    child: Child,
    /// `http://127.0.0.1:PORT` or `https://…`.
    pub url: String,
}

impl Drop for DeskServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl DeskServer {
    pub fn start(desk: &Desk, more: &[&str]) -> Self {
        let mut command = desk.command(&[&["serve", "--listen", "127.0.0.1:0"], more].concat());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let out = child.stdout.take().unwrap();
        process::wait_for_output(&mut child, &out);
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line).unwrap();
        let at = line.find("http").unwrap_or_else(|| panic!("{line}"));
        Self { child, url: line[at..].trim().trim_end_matches('/').to_owned() }
    }

    /// Makes the desk read its certificate again (SIGHUP).
    pub fn reload(&self) {
        process::signal(self.child.id(), Signal::HUP);
    }

    /// Host and port.
    pub fn address(&self) -> &str {
        self.url.split("//").nth(1).unwrap()
    }
}

/// A desk with an operator.
pub fn desk_with_operator(init: &[&str]) -> Desk {
    let desk = Desk::with(init, &[]);
    let mut add = desk.command(&["operators", "add", OPERATOR, "--password-stdin"]);
    let mut child = add.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "{PASSWORD}").unwrap();
    assert!(child.wait().unwrap().success());
    desk
}

/// A device that asks the desk at that address over the network.
pub fn device(machine: &Machine, desk: &Desk, interface: &str) -> Device {
    let mut device = Device::new(machine, desk);
    let text = desk.profile_text().replacen("desk = ", &format!("online = \"{interface}\"\ndesk = "), 1);
    device.with_profile(&text);
    device
}

/// The wizard at Route, on a machine that will be accepted.
pub fn at_route(device: &Device) -> Pty {
    let mut pty = device.pty_at_inspect();
    pty.send("\r");
    pty.wait_for("4 ROUTE");
    pty
}

/// Chooses the route over the network.
pub fn ask_online(pty: &mut Pty) {
    let at = pty.until("the entry of the network route", |screen| {
        let all = screen.contents();
        let line = all.lines().find(|line| line.contains("By this machine's own network"))?;
        line.trim_start_matches(['>', ' ', '\u{2502}']).chars().next()
    });
    pty.send(at.to_string());
}

/// Waits until these texts are on the screen with a lower number of seconds between them. A number itself may never be seen: two may arrive
/// in one read.
pub fn wait_for_seconds_below(most: u32, before: &str, after: &str, pty: &Pty) {
    pty.until(&format!("{before}N{after} with N below {most}"), |screen| {
        let all = screen.contents().split_whitespace().collect::<Vec<_>>().join(" ");
        let seconds = all.split_once(before)?.1.split_once(after)?.0.parse::<u32>().ok()?;
        (seconds < most).then_some(())
    });
}

/// Waits until the code was kept, ends the session, and checks the status.
pub fn finish_kept(mut pty: Pty, device: &Device) {
    pty.wait_for("The code is genuine and was kept.");
    pty.send("\r");
    pty.wait_for("8 DONE");
    pty.send("\r");
    assert_eq!(pty.end(), 0);
    let status = device.run(&["status", "--json"]);
    assert_eq!((status.exit, status.json()["number"].as_str()), (0, Some(NUMBER)), "{status:#?}");
}
