//! Desks are restarted, and the server is killed or replaced, under load. Every code that a client has seen is given again.

use std::time::Duration;

use super::scene::Scene;
use super::{cluster, count};
use crate::support::{Fsync, PASSWORD};

/// The next honest client is served within this time after the server takes connections again.
const SERVED_WITHIN: Duration = Duration::from_secs(10);

/// How a try may fail while desks restart in order: no desk listens, or the connection is closed before the first byte of the
/// response, so that the request wasn't taken.
const NOT_TAKEN: [&str; 4] = ["ConnectionRefused", "ConnectionReset", "UnexpectedEof", "BrokenPipe"];

#[test]
fn a_rolling_restart_loses_nothing() {
    let Some((cluster, url)) = cluster(Fsync::Off) else { return };
    let mut scene = Scene::new(&url);
    for desk in [0, 1, 0, 1, 0, 1] {
        scene.restart_desk(desk);
        scene.wait_for_answers(100);
    }
    let failures = scene.memory.failures();
    assert!(failures.keys().all(|kind| NOT_TAKEN.contains(&kind.as_str())), "{failures:?}");
    scene.check(&cluster);
}

#[test]
fn delivered_codes_survive_kills_of_the_server() {
    let kills = count("COUNTERSIGN_POSTGRES_KILLS", 3);
    let Some((mut cluster, url)) = cluster(Fsync::On) else { return };
    let scene = Scene::new(&url);
    for kill in 0..kills {
        // Each kill comes at another moment of the load.
        scene.wait_for_answers(50 + kill * 37 % 200);
        cluster.kill();
        cluster.start_again();
        scene.memory.served_within(SERVED_WITHIN);
    }
    scene.check(&cluster);
}

#[test]
fn a_standby_takes_over_with_every_delivered_code() {
    let Some((mut primary, _)) = cluster(Fsync::On) else { return };
    let standby = primary.synchronous_standby();
    let hosts = format!("127.0.0.1:{},127.0.0.1:{}", primary.port(), standby.port());
    let scene =
        Scene::new(&format!("postgres://desk:{PASSWORD}@{hosts}/ledger?target_session_attrs=read-write"));
    scene.wait_for_answers(200);
    primary.kill();
    standby.promote();
    scene.memory.served_within(SERVED_WITHIN);
    scene.wait_for_answers(200);
    scene.check(&standby);
}
