//! The file of statements that the benchmark gives to pgbench.

use std::process::Command;

use countersign_testing::Desk;

use crate::support::{Cluster, Fsync, Login, PASSWORD};

const STATEMENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/desk/activation.pgbench");

#[test]
fn the_statements_of_the_benchmark_fit_the_schema() {
    let Some(cluster) = Cluster::start(Fsync::Off) else { return };
    cluster.create_database("ledger");
    let desk = Desk::on_database(&cluster.url(Login::Desk(PASSWORD), "ledger"));
    let numbers = 1_000;
    desk.add_invented_numbers(numbers);
    let programs = std::env::var_os("COUNTERSIGN_POSTGRES_BIN").unwrap();
    let mut pgbench = Command::new(std::path::Path::new(&programs).join("pgbench"));
    pgbench.args(["-n", "-M", "prepared", "-f", STATEMENTS, "-t", "20", "-D", &format!("numbers={numbers}")]);
    pgbench.args(["-h", "127.0.0.1", "-U", "desk", "-p", &cluster.port().to_string(), "ledger"]);
    let ran = pgbench.env("PGPASSWORD", PASSWORD).output().unwrap();
    let said = String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success() && said.contains("actually processed: 20/20"), "{said}");
    // A second activation of the same number would only change its binding.
    let bound = cluster.sql("ledger", "SELECT COUNT(*) FROM bindings");
    assert!(bound.trim().parse::<u32>().unwrap() >= 15, "{bound}");
}
