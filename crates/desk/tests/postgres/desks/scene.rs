//! Two desks with one database under the load of honest clients. Most clients get codes; two keep asking with refused machines.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use countersign_testing::clients::{Clients, Memory};
use countersign_testing::http::Connection;
use countersign_testing::invented::{Ask, Requests};
use countersign_testing::{Desk, ServedDesk};

use super::{alone, serve_two};
use crate::support::Cluster;

/// The longest wait for a state; it is enough for a busy machine.
const DEADLINE: Duration = Duration::from_secs(120);
/// The pause between two checks of a state.
const LOOK: Duration = Duration::from_millis(10);
/// How many clients get codes.
const CLIENTS: u64 = 8;
/// How many license numbers they use.
const NUMBERS: u64 = 20_000;
/// How many machines are refused. Each has a number of its own, after those of the other clients.
const REFUSED: u64 = 10;
/// How many clients ask for these machines.
const REFUSED_CLIENTS: usize = 2;

/// Desks and their clients.
pub struct Scene {
    // The order of the drops: the clients stop, then the desks.
    clients: Option<Clients>,
    refused: Option<Refused>,
    pub memory: Arc<Memory>,
    served: [Option<ServedDesk>; 2],
    addresses: [String; 2],
    desks: [Desk; 2],
    _alone: MutexGuard<'static, ()>,
}

impl Scene {
    /// Two desks with the empty database of that URL, under load.
    pub fn new(url: &str) -> Self {
        let alone = alone();
        let desk = Desk::on_database(url);
        desk.add_invented_numbers(NUMBERS + REFUSED);
        let served = serve_two(&desk);
        let addresses = served.each_ref().map(|one| one.address().to_owned());
        let profile = desk.profile_text();
        let memory = Memory::new(&profile, NUMBERS, &addresses.each_ref().map(String::as_str));
        let clients = Some(Clients::start(&memory, CLIENTS));
        let refused = Some(Refused::start(&profile, &addresses));
        let desks = [desk.elsewhere(), desk];
        let scene =
            Self { clients, refused, memory, served: served.map(Some), addresses, desks, _alone: alone };
        scene.wait_for_answers(100);
        scene
    }

    /// Waits until that many more requests got a code.
    pub fn wait_for_answers(&self, count: u64) {
        let enough = self.memory.answered() + count;
        let start = Instant::now();
        while self.memory.answered() < enough {
            let clients_failed = self.clients.as_ref().is_some_and(Clients::have_failed);
            assert!(
                !clients_failed && !self.refused.as_ref().unwrap().has_failed(),
                "a client received a wrong answer"
            );
            assert!(
                start.elapsed() < DEADLINE,
                "too few answers within {DEADLINE:?}: {:?}",
                self.memory.failures()
            );
            thread::sleep(LOOK);
        }
    }

    /// Ends a desk with SIGTERM, and serves it again at the same address.
    pub fn restart_desk(&mut self, at: usize) {
        assert!(self.served[at].take().unwrap().end().success());
        let served = ServedDesk::start(self.desks[at].serve_command(&self.addresses[at])).unwrap();
        self.served[at] = Some(served);
    }

    /// Stops the clients. Checks that both desks still give every code and that the ledger is consistent.
    pub fn check(mut self, cluster: &Cluster) {
        self.clients.take().unwrap().stop();
        let cases = self.refused.take().unwrap().stop();
        self.memory.check();
        println!("{} codes seen; tries that failed: {:?}", self.memory.seen(), self.memory.failures());
        assert!(self.served.iter_mut().all(|one| one.take().unwrap().end().success()));
        check_ledger(cluster, &self.memory.seen_numbers());
        assert_eq!(cluster.sql("ledger", "SELECT count(*) FROM cases"), cases.to_string());
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        if thread::panicking() {
            for served in self.served.iter().flatten() {
                let log = served.log();
                let faults: Vec<&str> = log.lines().filter(|line| !line.contains(" INFO ")).collect();
                eprintln!("a desk's last words:\n{}", faults[faults.len().saturating_sub(20)..].join("\n"));
            }
        }
    }
}

/// Clients with refused machines. They stop when this is dropped.
struct Refused {
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<BTreeMap<u64, String>>>,
}

impl Refused {
    fn start(profile: &str, desks: &[String]) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let client = |at| {
            let (stop, desks, requests) = (Arc::clone(&stop), desks.to_vec(), Requests::new(profile));
            thread::spawn(move || ask_refused(&stop, &desks, &requests, at))
        };
        let threads = (0..REFUSED_CLIENTS).map(client).collect();
        Self { stop, threads }
    }

    fn has_failed(&self) -> bool {
        self.threads.iter().any(JoinHandle::is_finished)
    }

    /// Stops the clients. Checks that all have seen the same case for each machine, and returns the number of cases.
    fn stop(mut self) -> usize {
        self.stop.store(true, Ordering::Relaxed);
        let mut cases = BTreeMap::new();
        for thread in std::mem::take(&mut self.threads) {
            for (machine, case) in thread.join().unwrap() {
                assert_eq!(
                    cases.entry(machine).or_insert_with(|| case.clone()),
                    &case,
                    "machine {machine} has more than one case"
                );
            }
        }
        cases.len()
    }
}

impl Drop for Refused {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// Asks for each machine in turn, at least once. Checks that a machine's case stays the same, and returns the case of each machine.
fn ask_refused(
    stop: &AtomicBool,
    desks: &[String],
    requests: &Requests,
    client: usize,
) -> BTreeMap<u64, String> {
    let mut cases = BTreeMap::new();
    for turn in 0.. {
        if stop.load(Ordering::Relaxed) && cases.len() as u64 == REFUSED {
            break;
        }
        let machine = turn as u64 % REFUSED;
        // No client gets a code for these machines, because a code closes the cases of its machine.
        let ask = Ask { number: NUMBERS + machine, machine: NUMBERS + machine, nonce: 0 };
        let request = requests.refused(ask).text().unwrap();
        // The two clients ask different desks for a machine, and swap the desks after each round.
        let desk = &desks[(turn / REFUSED as usize + client) % desks.len()];
        let reply = Connection::open(desk, DEADLINE).and_then(|mut desk| desk.ask(&request));
        match reply {
            Ok(reply) if reply.status == 200 => {
                let case = reply.json()["case"].as_str().unwrap().to_owned();
                assert_eq!(
                    cases.entry(machine).or_insert_with(|| case.clone()),
                    &case,
                    "machine {machine} has more than one case"
                );
            }
            Ok(reply) => assert_eq!(reply.status, 503, "{}", reply.body),
            Err(_) => thread::sleep(LOOK),
        }
    }
    cases
}

/// Checks the ledger of a server: these numbers are bound, no number has more machines than seats, no machine has two open cases,
/// every reference is valid, and the indexes match their tables.
pub fn check_ledger(cluster: &Cluster, bound: &[String]) {
    let sql = |statement: &str| cluster.sql("ledger", statement);
    for numbers in bound.chunks(1_000) {
        let unbound = format!(
            "SELECT count(*) FROM unnest('{{{}}}'::text[]) AS seen (number) WHERE NOT EXISTS
                (SELECT 1 FROM licenses JOIN bindings ON license = id WHERE licenses.number = seen.number)",
            numbers.join(",")
        );
        assert_eq!(sql(&unbound), "0", "each number with a delivered code is bound");
    }
    for (what, broken) in [
        (
            "too many machines",
            "SELECT 1 FROM licenses WHERE (SELECT count(*) FROM bindings WHERE license = id) > seats",
        ),
        (
            "two open cases",
            "SELECT 1 FROM cases JOIN case_machines ON case_id = cases.id
                WHERE closed IS NULL GROUP BY packed, marker2, marker3, reason HAVING count(*) > 1",
        ),
        ("no license", "SELECT 1 FROM bindings LEFT JOIN licenses ON license = id WHERE id IS NULL"),
        ("no license", "SELECT 1 FROM nonces LEFT JOIN licenses ON license = id WHERE id IS NULL"),
        (
            "no case",
            "SELECT 1 FROM attempts LEFT JOIN cases ON cases.id = case_id WHERE case_id IS NOT NULL AND cases.id IS NULL",
        ),
        (
            "a code without its request",
            "SELECT 1 FROM nonces WHERE NOT EXISTS
                (SELECT 1 FROM attempts WHERE attempts.name = nonces.name AND outcome = 'issued')",
        ),
    ] {
        assert_eq!(sql(&format!("SELECT count(*) FROM ({broken}) AS broken")), "0", "{what}");
    }
    sql("CREATE EXTENSION IF NOT EXISTS amcheck");
    sql("SELECT bt_index_check(index.oid, true) FROM pg_class AS index JOIN pg_am ON pg_am.oid = relam
        WHERE relkind = 'i' AND amname = 'btree' AND relpersistence = 'p'");
}
