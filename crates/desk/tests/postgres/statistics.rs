//! Statistics of a store on a server.

use crate::statistics_million as million;
use crate::statistics_suite as suite;
use crate::store::{Server, wait};

/// Runs the checks on a large stack. Without optimisation, the futures need more stack than a test has.
fn with_a_large_stack(checks: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(16 << 20).spawn(checks).unwrap().join().unwrap();
}

#[test]
fn a_server_counts_what_its_lists_show() {
    let Some(server) = Server::start() else { return };
    with_a_large_stack(move || {
        wait(async {
            suite::write(&server.store).await;
            suite::check(&server.store).await;
        });
    });
}

/// `cargo test -p countersign-desk --test postgres -- --ignored --nocapture a_server_counts_a_million`
#[test]
#[ignore = "takes minutes; it is a measurement"]
fn a_server_counts_a_million() {
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
