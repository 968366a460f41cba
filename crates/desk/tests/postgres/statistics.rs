//! Statistics of a store on a server.

use crate::statistics_million as million;
use crate::statistics_suite as suite;
use crate::store::{Server, wait};

/// Runs the checks on a large stack. Without optimisation, the futures need more stack than a test has.
fn with_a_large_stack(checks: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(16 << 20).spawn(checks).unwrap().join().unwrap();
}

#[test]
fn statistics_on_a_server_equal_the_lists() {
    let Some(server) = Server::start() else { return };
    with_a_large_stack(move || {
        wait(async {
            suite::write(&server.store).await;
            suite::check(&server.store).await;
        });
    });
}

/// `cargo test -p countersign-desk --test postgres -- --ignored --nocapture statistics_on_a_server_count_a_million_requests`
#[test]
#[ignore = "takes minutes; it is a measurement"]
fn statistics_on_a_server_count_a_million_requests() {
    let Some(server) = Server::start() else { return };
    with_a_large_stack(move || {
        wait(suite::write(&server.store));
        // This measurement needs no searches, and their indexes are slow to fill.
        server.cluster.sql("desk", "DROP INDEX attempts_text, licenses_text");
        for statement in million::statements() {
            server.cluster.sql("desk", &statement);
        }
        server.cluster.sql("desk", "VACUUM ANALYZE");
        wait(million::print_times(&server.store));
    });
}
