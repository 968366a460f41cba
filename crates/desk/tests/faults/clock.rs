//! The wall clock of the desk's computer is changed while the desk serves.

use std::rc::Rc;

use countersign_testing::{Desk, Preload};

use crate::scene::{Scene, serve_with};

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

#[test]
#[ignore = "takes long: tests/faults/run"]
fn a_desk_serves_on_after_the_clock_is_set() {
    let clock = Rc::new(Preload::clock());
    let scene = Scene::with(Desk::new, 20_000, serve_with(&clock));
    for off in [2 * HOUR, -2 * HOUR, DAY, -DAY, 400 * DAY, -400 * DAY, 5_000 * DAY, 0] {
        clock.set_clock_off(off);
        scene.assert_served_again();
        scene.assert_tells_ready(true);
        // Some of these are earlier requests, which get their code again.
        scene.wait_for_answers(200);
    }
    scene.check();
}
