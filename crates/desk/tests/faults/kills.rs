//! The desk is killed repeatedly under load, as by a power failure or by the kernel, and replaced, as in an upgrade.

use countersign_testing::Desk;

use crate::count;
use crate::postgres::{cluster, desk_on};
use crate::scene::{Scene, serve_command};

/// License numbers of each desk.
const NUMBERS: u64 = 30_000;
/// How often a desk is replaced.
const REPLACED: u64 = 5;

fn kill(mut scene: Scene) {
    for kill in 0..count("COUNTERSIGN_FAULTS_KILLS", 5) {
        // Each kill comes at another moment of the load.
        scene.wait_for_answers(50 + kill * 37 % 200);
        scene.kill_and_restart();
        scene.assert_served_again();
    }
    scene.check();
}

fn replace(mut scene: Scene) {
    for _ in 0..REPLACED {
        scene.wait_for_answers(100);
        scene.replace();
        scene.assert_served_again();
    }
    scene.check();
}

#[test]
fn delivered_codes_survive_kills_of_the_desk() {
    kill(Scene::new(NUMBERS));
}

#[test]
#[ignore = "takes long: tests/faults/run"]
fn delivered_codes_survive_kills_of_the_desk_on_postgres() {
    let Some(cluster) = cluster() else { return };
    kill(Scene::with(|| desk_on(&cluster), NUMBERS, Box::new(serve_command)));
}

#[test]
#[ignore = "takes long: tests/faults/run"]
fn a_desk_is_replaced_under_load() {
    replace(Scene::with(Desk::new, NUMBERS, Box::new(serve_command)));
}

#[test]
#[ignore = "takes long: tests/faults/run"]
fn a_desk_is_replaced_under_load_on_postgres() {
    let Some(cluster) = cluster() else { return };
    replace(Scene::with(|| desk_on(&cluster), NUMBERS, Box::new(serve_command)));
}
