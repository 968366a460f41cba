//! Injects faults: restarts and kills one of the desk's two processes, sets its clock, and makes its database server fail over. Never here:
//! what clients see of a fault.

use std::sync::atomic::Ordering;
use std::time::Duration;

use countersign_testing::ServedDesk;
use countersign_testing::postgres::{Cluster, PASSWORD};

use crate::dice::Dice;
use crate::upkeep::PRUNED_DAYS;
use crate::world::World;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
/// The offsets of the clock from the real time in seconds, in the order in which they are set.
const CLOCK_OFFSETS: [i64; 8] = [2 * HOUR, -2 * HOUR, DAY, 0, 40 * DAY, -40 * DAY, -5, 0];

/// A fault.
#[derive(Debug, Clone, Copy)]
enum Fault {
    Restart,
    Kill,
    Clock,
    FailOver,
}

/// A primary server and its standby.
pub struct Pair {
    pub primary: Cluster,
    pub standby: Cluster,
}

impl Pair {
    /// Creates a database. Returns its URL, which leads to the server that accepts writes.
    pub fn database(&self, name: &str) -> String {
        self.primary.create_database(name);
        let hosts = [&self.primary, &self.standby].map(|one| format!("127.0.0.1:{}", one.port())).join(",");
        format!("postgres://desk:{PASSWORD}@{hosts}/{name}?target_session_attrs=read-write")
    }

    /// Kills the primary and promotes the standby. The killed server then becomes the new standby.
    fn fail_over(&mut self) {
        self.primary.kill();
        self.standby.promote();
        self.primary.become_standby_of(&self.standby);
        std::mem::swap(&mut self.primary, &mut self.standby);
    }
}

/// Starts the process at an index of [`World::desks`].
pub fn serve(world: &World, index: usize) -> ServedDesk {
    let mut command = world.desk.serve_command("127.0.0.1:0");
    command.args(["--per-token", "1000000000"]).envs(world.clock.env().iter().cloned());
    let served = ServedDesk::start(command).unwrap();
    served.address().clone_into(&mut world.desks.write().unwrap()[index]);
    served
}

/// Injects one fault after the other until the soak ends, with a pause of half to one and a half times `pause` before each. Returns the
/// process that serves last.
pub fn work(
    world: &World,
    mut dice: Dice,
    mut served: ServedDesk,
    mut pair: Option<&mut Pair>,
    pause: Duration,
) -> ServedDesk {
    let faults = [Fault::Kill, Fault::FailOver, Fault::Clock, Fault::Restart, Fault::Clock];
    let mut offsets = CLOCK_OFFSETS.iter().cycle();
    for fault in faults.iter().cycle() {
        if !world.wait(pause / 2 + pause * u32::try_from(dice.below(100)).unwrap() / 100) {
            break;
        }
        match (fault, &mut pair) {
            (Fault::Restart, _) => {
                // The new process serves before the old one ends, as in an upgrade.
                let before = std::mem::replace(&mut served, serve(world, 1));
                assert!(before.end().success(), "a desk exits with 0 after SIGTERM");
            }
            (Fault::Kill, _) => {
                served.kill();
                served = serve(world, 1);
            }
            (Fault::Clock, _) => {
                let offset = *offsets.next().unwrap();
                if offset >= PRUNED_DAYS * DAY {
                    world.prunes_all.store(true, Ordering::SeqCst);
                }
                world.clock.set_clock_off(offset);
            }
            (Fault::FailOver, Some(pair)) => pair.fail_over(),
            (Fault::FailOver, None) => continue,
        }
        world.count(&format!("faults: {fault:?}"));
    }
    served
}
