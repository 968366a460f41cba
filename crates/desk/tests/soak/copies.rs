//! Copies a serving desk into another desk: with `backup` and `restore`, or with the tools of PostgreSQL. Never here: what a copy must
//! hold.

use std::process::{Command, Stdio};
use std::time::Instant;

use countersign_testing::{CommandOutput, Desk, PASSPHRASE, private_folder};
use tempfile::TempDir;

use crate::world::{World, is_transient, pause_before_retry};

/// A desk made from a copy.
pub struct Restored {
    desk: Desk,
    // Holds the restored data. `desk` has an empty folder of its own.
    folder: TempDir,
    /// The start and end of the copying.
    pub made: (Instant, Instant),
}

impl Restored {
    /// Copies the serving desk, and returns the copy as a desk.
    pub fn new(world: &World) -> Self {
        let folder = private_folder();
        match &world.databases {
            Some([from, to]) => {
                let env = [("COUNTERSIGN_DATABASE_URL", to.as_str()), ("COUNTERSIGN_PASSPHRASE", PASSPHRASE)];
                Self { made: copy_database(world, from, to), desk: Desk::unmade(&env), folder }
            }
            None => {
                let desk = Desk::unmade(&[]);
                let made = back_up(world, &folder);
                let restored = Self { desk, folder, made };
                let copy = restored.folder.path().join("copy");
                restored.succeed(world, &["restore", copy.to_str().unwrap()]);
                restored
            }
        }
    }

    /// Runs a command of the restored desk. Retries after a transient failure.
    pub fn run(&self, world: &World, args: &[&str]) -> CommandOutput {
        let start = Instant::now();
        loop {
            let mut command = self.desk.command(args);
            command
                .arg("--data")
                .arg(self.folder.path().join("desk"))
                .envs(world.clock.env().iter().cloned());
            let ran: CommandOutput = command.output().unwrap().into();
            let transient = is_transient(&ran) || ran.exit == 1 && world.databases.is_some();
            if !transient {
                return ran;
            }
            pause_before_retry(start, format_args!("{args:?} of a restored desk: {ran:?}"));
        }
    }

    /// Runs a command of the restored desk, which must succeed.
    pub fn succeed(&self, world: &World, args: &[&str]) -> CommandOutput {
        let ran = self.run(world, args);
        assert_eq!(ran.exit, 0, "{args:?} of a restored desk: {ran:?}");
        ran
    }
}

/// Writes a backup into a new folder. Returns its start and end.
fn back_up(world: &World, folder: &TempDir) -> (Instant, Instant) {
    let copy = folder.path().join("copy");
    let began = Instant::now();
    let ran = world.run(&["backup", copy.to_str().unwrap()]);
    assert_eq!(ran.exit, 0, "{ran:?}");
    (began, Instant::now())
}

/// Empties the database `to`, and copies the database `from` into it. Returns the start and end of the copying.
fn copy_database(world: &World, from: &str, to: &str) -> (Instant, Instant) {
    let start = Instant::now();
    let program = |name: &str| Command::new(countersign_testing::postgres::programs().unwrap().join(name));
    let empty_sql = "DROP SCHEMA public CASCADE; CREATE SCHEMA public";
    loop {
        let began = Instant::now();
        let mut psql = program("psql");
        psql.args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", to, "-c", empty_sql, "-f", "-"]);
        let mut dump = program("pg_dump");
        let dumping =
            dump.args(["--no-owner", "--no-comments", from]).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut dumping = dumping.spawn().unwrap();
        let read = psql.stdin(dumping.stdout.take().unwrap()).output().unwrap();
        let dumped = dumping.wait_with_output().unwrap();
        if dumped.status.success() && read.status.success() {
            return (began, Instant::now());
        }
        // The server may have failed over.
        let why = [dumped.stderr, read.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
        world.count("retry: pg_dump");
        pause_before_retry(start, format_args!("no copy of the database: {why:?}"));
    }
}
