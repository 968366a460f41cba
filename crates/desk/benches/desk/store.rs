//! Databases for the desks of a benchmark.

use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use countersign_testing::postgres::{Cluster, Fsync, Login, PASSWORD};
use countersign_testing::{Desk, process};

/// The environment variable that names the folder of PostgreSQL's programs. Without it, the newest of Debian's folders is used.
const PROGRAMS: &str = "COUNTERSIGN_POSTGRES_BIN";
/// Settings of the cluster: sessions for two desks and pgbench, and a usual cache.
const SETTINGS: &str = "max_connections = 200\nshared_buffers = 256MB\nmax_wal_size = 2GB\n";
/// The statements of one activation, for pgbench. `:numbers` is how many license numbers there are.
const STATEMENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/desk/activation.pgbench");

/// A kind of ledger.
#[derive(Clone)]
pub enum Store {
    /// A file in the desk's folder.
    Sqlite,
    /// A separate cluster, in which each desk has its own database.
    Postgres(Arc<PostgresServer>),
}

/// A cluster, its programs, and how many databases it has so far.
pub struct PostgresServer {
    cluster: Cluster,
    programs: PathBuf,
    databases: AtomicUsize,
}

/// A database of a cluster.
pub struct Database {
    server: Arc<PostgresServer>,
    name: String,
}

impl Store {
    /// Starts a new cluster. Returns `None` if the server isn't installed.
    pub fn postgres() -> Option<Self> {
        let Some(programs) = programs() else {
            println!("SKIPPED: no programs of PostgreSQL; {PROGRAMS} names their folder");
            return None;
        };
        let cluster = Cluster::with_settings(&programs, Fsync::On, SETTINGS);
        Some(Self::Postgres(Arc::new(PostgresServer { cluster, programs, databases: AtomicUsize::new(0) })))
    }

    /// Returns the store's name for headings.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    /// Makes a desk. Also returns its database if that is in a cluster.
    pub fn desk(&self) -> (Desk, Option<Database>) {
        match self {
            Self::Sqlite => (Desk::new(), None),
            Self::Postgres(server) => {
                let name = format!("desk{}", server.databases.fetch_add(1, Ordering::Relaxed));
                server.cluster.create_database(&name);
                let desk = Desk::on_database(&server.cluster.url(Login::Desk(PASSWORD), &name));
                (desk, Some(Database { server: Arc::clone(server), name }))
            }
        }
    }
}

/// What a server has taken so far.
pub struct Costs {
    /// The processor time of its processes.
    pub processor: Duration,
    /// The position in its write-ahead log, in bytes.
    pub log: u64,
    /// The size of the database, in bytes.
    pub size: u64,
}

impl Database {
    /// Returns what the server has taken so far.
    pub fn costs(&self) -> Costs {
        let cluster = &self.server.cluster;
        let number = |statement: &str| cluster.sql(&self.name, statement).parse().unwrap();
        let file = std::fs::read_to_string(cluster.folder().join("data/postmaster.pid")).unwrap();
        let server = file.lines().next().unwrap().parse().unwrap();
        Costs {
            processor: process::cpu_time_with_children(server).unwrap(),
            log: number("SELECT CAST(pg_current_wal_lsn() - '0/0' AS BIGINT)"),
            size: number("SELECT pg_database_size(current_database())"),
        }
    }

    /// Returns how many transactions a second pgbench makes with the desk's statements, prepared. Returns `None` if the file of
    /// statements is missing.
    pub fn pgbench(&self, clients: usize, time: Duration, numbers: u64) -> Option<f64> {
        let statements = std::fs::read(STATEMENTS).ok()?;
        let mut command = Command::new(self.server.programs.join("pgbench"));
        command.args(["-n", "-M", "prepared", "-f", STATEMENTS, "-h", "127.0.0.1", "-U", "desk"]);
        command.env("PGPASSWORD", PASSWORD);
        command.args(["-p", &self.server.cluster.port().to_string(), "-D", &format!("numbers={numbers}")]);
        let seconds = time.as_secs().max(1).to_string();
        command.args(["-c", &clients.to_string(), "-j", "2", "-T", &seconds, &self.name]);
        assert!(!statements.is_empty(), "{STATEMENTS} is empty");
        let ran = command.output().unwrap();
        let said = String::from_utf8_lossy(&ran.stdout).into_owned();
        let rate = said.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
        assert!(ran.status.success() && rate.is_some(), "{said}{}", String::from_utf8_lossy(&ran.stderr));
        rate
    }
}

fn programs() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os(PROGRAMS) {
        return Some(named.into());
    }
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let version = |path: &PathBuf| path.parent()?.file_name()?.to_str()?.parse::<u32>().ok();
    let servers = installed.map(|entry| entry.path().join("bin"));
    servers.filter(|path| path.join("postgres").is_file()).max_by_key(version)
}
