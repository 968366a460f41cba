//! Desks on PostgreSQL: the server is killed, a standby takes its place.

use countersign_testing::Desk;
use countersign_testing::postgres::{Cluster, Fsync, Login, PASSWORD};

use crate::count;
use crate::scene::{Scene, serve_command};

/// License numbers of each desk.
const NUMBERS: u64 = 30_000;

/// A new cluster; `None` if PostgreSQL isn't installed.
pub fn cluster() -> Option<Cluster> {
    Cluster::start(Fsync::On)
}

/// A desk with a database of its own.
pub fn desk_on(cluster: &Cluster) -> Desk {
    cluster.create_database("desk");
    Desk::on_database(&cluster.url(Login::Desk(PASSWORD), "desk"))
}

#[test]
#[ignore = "takes long: tests/faults/run"]
fn delivered_codes_survive_kills_of_the_server() {
    let kills = count("COUNTERSIGN_FAULTS_SERVER_KILLS", 3);
    let Some(mut cluster) = cluster() else { return };
    let scene = Scene::with(|| desk_on(&cluster), NUMBERS, Box::new(serve_command));
    for kill in 0..kills {
        scene.wait_for_answers(50 + kill * 37 % 200);
        cluster.kill();
        scene.assert_tells_ready(false);
        cluster.start_again();
        scene.assert_served_again();
        scene.assert_tells_ready(true);
    }
    scene.check();
}

#[test]
#[ignore = "takes long: tests/faults/run"]
fn delivered_codes_survive_the_loss_of_the_primary() {
    let Some(mut primary) = cluster() else { return };
    let standby = primary.synchronous_standby();
    primary.create_database("desk");
    let hosts = format!("127.0.0.1:{},127.0.0.1:{}", primary.port(), standby.port());
    let desk = || Desk::on_database(&format!("postgres://desk:{PASSWORD}@{hosts}/desk"));
    let scene = Scene::with(desk, NUMBERS, Box::new(serve_command));
    scene.wait_for_answers(500);
    primary.kill();
    scene.assert_tells_ready(false);
    standby.promote();
    scene.assert_served_again();
    scene.assert_tells_ready(true);
    scene.wait_for_answers(500);
    scene.check();
}
