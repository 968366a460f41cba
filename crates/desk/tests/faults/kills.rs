//! The desk is killed under load, again and again, as a power cut or the kernel does.

use crate::count;
use crate::scene::Scene;

#[test]
fn codes_that_were_seen_outlive_kills() {
    let kills = count("COUNTERSIGN_FAULTS_KILLS", 5);
    let mut scene = Scene::new(30_000);
    for kill in 0..kills {
        // Each kill at another moment of the load.
        scene.wait_for_answers(50 + kill * 37 % 200);
        scene.kill_and_restart();
        scene.assert_served_again();
    }
    scene.check();
}
