//! What happens to the desk meanwhile: one of its two processes is restarted and killed, its clock is set, its server fails over. Never
//! here: what clients notice of it.

use std::time::Duration;

use countersign_testing::ServedDesk;
use countersign_testing::postgres::{Cluster, PASSWORD};

use crate::dice::Dice;
use crate::world::World;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
/// How far the clock is set off, in turn.
const STEPS: [i64; 8] = [2 * HOUR, -2 * HOUR, DAY, 0, 40 * DAY, -40 * DAY, -5, 0];

/// A fault.
#[derive(Debug, Clone, Copy)]
enum Fault {
    Restart,
    Kill,
    Clock,
    FailOver,
}

/// Primary and standby.
pub struct Pair {
    pub primary: Cluster,
    pub standby: Cluster,
}

impl Pair {
    /// Makes a database; gives its address for whoever writes.
    pub fn database(&self, name: &str) -> String {
        self.primary.create_database(name);
        let hosts = [&self.primary, &self.standby].map(|one| format!("127.0.0.1:{}", one.port())).join(",");
        format!("postgres://desk:{PASSWORD}@{hosts}/{name}?target_session_attrs=read-write")
    }

    /// The primary dies and the standby takes its place; then a new standby is made where the primary was.
    fn fail_over(&mut self) {
        self.primary.kill();
        self.standby.promote();
        self.primary.become_standby_of(&self.standby);
        std::mem::swap(&mut self.primary, &mut self.standby);
    }
}

/// Starts the desk that serves at that place.
pub fn serve(world: &World, place: usize) -> ServedDesk {
    let mut command = world.desk.serve_command("127.0.0.1:0");
    command.args(["--per-token", "1000000000"]).envs(world.clock.env().iter().cloned());
    let served = ServedDesk::start(command).unwrap();
    served.address().clone_into(&mut world.desks.write().unwrap()[place]);
    served
}

/// Faults come in turn until the end, with a pause of about that long between two. Gives the desk that served last.
pub fn work(
    world: &World,
    mut dice: Dice,
    mut served: ServedDesk,
    mut pair: Option<&mut Pair>,
    pause: Duration,
) -> ServedDesk {
    let faults = [Fault::Kill, Fault::FailOver, Fault::Clock, Fault::Restart, Fault::Clock];
    let mut steps = STEPS.iter().cycle();
    for fault in faults.iter().cycle() {
        if !world.wait(pause / 2 + pause * u32::try_from(dice.below(100)).unwrap() / 100) {
            break;
        }
        match (fault, &mut pair) {
            (Fault::Restart, _) => {
                // Another process serves before this one ends, as for an upgrade.
                let before = std::mem::replace(&mut served, serve(world, 1));
                assert!(before.end().success(), "SIGTERM ends a desk in order");
            }
            (Fault::Kill, _) => {
                served.kill();
                served = serve(world, 1);
            }
            (Fault::Clock, _) => world.clock.set_clock_off(*steps.next().unwrap()),
            (Fault::FailOver, Some(pair)) => pair.fail_over(),
            (Fault::FailOver, None) => continue,
        }
        world.count(&format!("faults: {fault:?}"));
    }
    served
}
