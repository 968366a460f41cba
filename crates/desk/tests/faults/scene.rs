//! A desk under the load of honest clients.

use std::path::Path;
use std::process::Command;
use std::rc::Rc;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use countersign_testing::clients::{Clients, Memory};
use countersign_testing::{Desk, Preload, ServedDesk, http};
use rusqlite::Connection;

/// The next honest client is served within this time after a fault.
const SERVED_WITHIN: Duration = Duration::from_secs(1);
/// The longest wait for a state; it is enough for a busy machine.
const DEADLINE: Duration = Duration::from_secs(60);
/// The pause between two checks of a state.
const LOOK: Duration = Duration::from_millis(10);
/// How many honest clients.
const CLIENTS: u64 = 8;

/// How many lines of the desk's log a failure shows.
const LOG_LINES: usize = 20;

/// `/readyz` reports a change within this time: it reuses its last check for a second, and a check waits up to two.
const TOLD_WITHIN: Duration = Duration::from_secs(5);

/// Scenes load the whole computer, so only one runs at a time.
static ALONE: Mutex<()> = Mutex::new(());

/// A desk and its clients.
pub struct Scene {
    // The order of the drops: the clients stop, then the desk, then its folder is removed.
    clients: Option<Clients>,
    pub memory: Arc<Memory>,
    served: Option<ServedDesk>,
    pub desk: Desk,
    serve: ServeCommand,
    _alone: MutexGuard<'static, ()>,
}

/// Makes the command that serves a desk.
pub type ServeCommand = Box<dyn Fn(&Desk) -> Command>;

/// Serves on a free port without limits on how often one source asks.
pub fn serve_command(desk: &Desk) -> Command {
    desk.serve_command("127.0.0.1:0")
}

/// Serves like [`serve_command`], with a preloaded library.
pub fn serve_with(library: &Rc<Preload>) -> ServeCommand {
    let library = Rc::clone(library);
    Box::new(move |desk| {
        let mut command = serve_command(desk);
        command.envs(library.env().iter().cloned());
        command
    })
}

/// Waits until no other test loads the computer.
pub fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Scene {
    /// A desk with that many license numbers, under load.
    pub fn new(numbers: u64) -> Self {
        Self::with(Desk::new, numbers, Box::new(serve_command))
    }

    /// Like `new`, with the given desk and command.
    pub fn with(desk: impl FnOnce() -> Desk, numbers: u64, serve: ServeCommand) -> Self {
        let alone = alone();
        let desk = desk();
        desk.add_invented_numbers(numbers);
        let served = ServedDesk::start(serve(&desk)).unwrap();
        let memory = Memory::new(&desk.profile_text(), numbers, &[served.address()]);
        let clients = Clients::start(&memory, CLIENTS);
        let scene = Self { clients: Some(clients), memory, served: Some(served), desk, serve, _alone: alone };
        scene.wait_for_answers(100);
        scene
    }

    /// The process that serves.
    pub fn served(&self) -> &ServedDesk {
        self.served.as_ref().unwrap()
    }

    /// Waits until that many more requests got a code.
    pub fn wait_for_answers(&self, count: u64) {
        let enough = self.memory.answered() + count;
        self.wait("answers", || self.memory.answered() >= enough);
    }

    /// Waits until that many more tries failed.
    pub fn wait_for_failures(&self, count: u64) {
        let enough = self.memory.failed() + count;
        self.wait("failures", || self.memory.failed() >= enough);
    }

    /// Waits for a state.
    pub fn wait(&self, what: &str, holds: impl Fn() -> bool) {
        self.wait_at_most(DEADLINE, what, holds);
    }

    fn wait_at_most(&self, limit: Duration, what: &str, holds: impl Fn() -> bool) {
        let start = Instant::now();
        while !holds() {
            assert!(
                !self.clients.as_ref().is_some_and(Clients::have_failed),
                "a client received a wrong answer"
            );
            assert!(start.elapsed() < limit, "not reached within {limit:?}: {what}");
            thread::sleep(LOOK);
        }
    }

    /// Kills the desk, and starts it again.
    pub fn kill_and_restart(&mut self) {
        self.kill_and_restart_after(|_| ());
    }

    /// Kills the desk, does something to its files, and starts it again.
    pub fn kill_and_restart_after(&mut self, meanwhile: impl FnOnce(&Desk)) {
        self.served.take().unwrap().kill();
        meanwhile(&self.desk);
        let served = ServedDesk::start((self.serve)(&self.desk)).unwrap();
        self.memory.moved_to(served.address());
        self.served = Some(served);
    }

    /// Starts another desk, directs the clients to it, and shuts the old one down in order.
    pub fn replace(&mut self) {
        let next = ServedDesk::start((self.serve)(&self.desk)).unwrap();
        self.memory.moved_to(next.address());
        let last = self.served.replace(next).unwrap();
        assert!(last.end().success());
    }

    /// Checks that the next honest client is served soon after the fault.
    pub fn assert_served_again(&self) {
        self.memory.served_within(SERVED_WITHIN);
    }

    /// Checks that `/readyz` soon reports whether the desk can write.
    pub fn assert_tells_ready(&self, ready: bool) {
        let status =
            || http::send(&self.memory.address(), "GET", "/readyz", &[], "").map(|reply| reply.status);
        let told = || status().is_ok_and(|status| (status == 200) == ready);
        self.wait_at_most(TOLD_WITHIN, "truth of /readyz", told);
    }

    /// Stops the clients. Checks that every code is still given and that the ledger is consistent.
    pub fn check(mut self) {
        self.clients.take().unwrap().stop();
        self.memory.check();
        assert!(self.served.take().unwrap().end().success());
        println!("{} codes seen, {} tries failed", self.memory.seen(), self.memory.failed());
        check_ledger(&self.desk, &self.memory.seen_numbers());
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        if let Some(served) = self.served.as_ref().filter(|_| thread::panicking()) {
            let log = served.log();
            let faults: Vec<&str> = log.lines().filter(|line| !line.contains(" INFO ")).collect();
            let last = &faults[faults.len().saturating_sub(LOG_LINES)..];
            eprintln!("the desk's last words:\n{}", last.join("\n"));
        }
    }
}

/// Checks a ledger that no desk serves: a SQLite file is intact, these numbers are bound, and no number has more bindings than seats.
pub fn check_ledger(desk: &Desk, bound: &[String]) {
    let file = desk.folder().join("ledger.db");
    if file.exists() {
        check_file(&file);
    }
    let listed = desk.run(&["licenses", "list", "--json"]).json();
    let mut taken = std::collections::BTreeMap::new();
    for one in listed["licenses"].as_array().unwrap() {
        let seats = |key: &str| one[key].as_u64().unwrap();
        assert!(seats("taken") <= seats("seats"), "{one}");
        taken.insert(one["number"].as_str().unwrap(), seats("taken"));
    }
    for number in bound {
        assert!(taken[number.as_str()] > 0, "{number} isn't bound");
    }
}

/// Checks the file of a SQLite database.
fn check_file(path: &Path) {
    let database = Connection::open(path).unwrap();
    let sound: String = database.query_row("PRAGMA integrity_check", (), |row| row.get(0)).unwrap();
    assert_eq!(sound, "ok");
    let mut broken = database.prepare("PRAGMA foreign_key_check").unwrap();
    assert!(!broken.exists(()).unwrap(), "no foreign key refers to a missing row");
}
