//! Copies of a serving desk and desks made of them: by `backup` and `restore`, or by the tools of PostgreSQL. Never here: what a copy has
//! to hold.

use std::process::{Command, Stdio};
use std::thread;
use std::time::Instant;

use countersign_testing::{CommandOutput, Desk, PASSPHRASE, private_folder};
use tempfile::TempDir;

use crate::world::{PATIENCE, PAUSE, World, is_passing};

/// A desk made of a copy.
pub struct Restored {
    desk: Desk,
    // Its folder, where it isn't that of `desk`.
    place: TempDir,
    /// Between which moments the copy was made.
    pub made: (Instant, Instant),
}

impl Restored {
    /// A desk made of a copy of this one.
    pub fn new(world: &World) -> Self {
        let place = private_folder();
        match &world.databases {
            Some([from, to]) => {
                let env = [("COUNTERSIGN_DATABASE_URL", to.as_str()), ("COUNTERSIGN_PASSPHRASE", PASSPHRASE)];
                Self { made: copy_database(world, from, to), desk: Desk::unmade(&env), place }
            }
            None => {
                let desk = Desk::unmade(&[]);
                let made = back_up(world, &place);
                let restored = Self { desk, place, made };
                let copy = restored.place.path().join("copy");
                restored.succeed(world, &["restore", copy.to_str().unwrap()]);
                restored
            }
        }
    }

    /// Runs a command of the restored desk.
    pub fn run(&self, world: &World, args: &[&str]) -> CommandOutput {
        let start = Instant::now();
        loop {
            let mut command = self.desk.command(args);
            command.arg("--data").arg(self.place.path().join("desk")).envs(world.clock.env().iter().cloned());
            let ran: CommandOutput = command.output().unwrap().into();
            let passes = is_passing(&ran) || ran.exit == 1 && world.databases.is_some();
            if !passes {
                return ran;
            }
            assert!(start.elapsed() < PATIENCE, "{args:?} of a restored desk: {ran:?}");
            thread::sleep(PAUSE);
        }
    }

    /// Runs one that has to succeed.
    pub fn succeed(&self, world: &World, args: &[&str]) -> CommandOutput {
        let ran = self.run(world, args);
        assert_eq!(ran.exit, 0, "{args:?} of a restored desk: {ran:?}");
        ran
    }
}

/// Writes a backup into a new folder.
fn back_up(world: &World, place: &TempDir) -> (Instant, Instant) {
    let copy = place.path().join("copy");
    let began = Instant::now();
    let ran = world.run(&["backup", copy.to_str().unwrap()]);
    assert_eq!(ran.exit, 0, "{ran:?}");
    (began, Instant::now())
}

/// Copies a database into another one of the same server, which is emptied before.
fn copy_database(world: &World, from: &str, to: &str) -> (Instant, Instant) {
    let start = Instant::now();
    let program = |name: &str| Command::new(countersign_testing::postgres::programs().unwrap().join(name));
    let empties = "DROP SCHEMA public CASCADE; CREATE SCHEMA public";
    loop {
        let began = Instant::now();
        let mut psql = program("psql");
        psql.args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", to, "-c", empties, "-f", "-"]);
        let mut dump = program("pg_dump");
        let dumping =
            dump.args(["--no-owner", "--no-comments", from]).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut dumping = dumping.spawn().unwrap();
        let read = psql.stdin(dumping.stdout.take().unwrap()).output().unwrap();
        let dumped = dumping.wait_with_output().unwrap();
        if dumped.status.success() && read.status.success() {
            return (began, Instant::now());
        }
        // The server may fail over meanwhile.
        let why = [dumped.stderr, read.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
        assert!(start.elapsed() < PATIENCE, "no copy of the database: {why:?}");
        world.count("again: pg_dump");
        thread::sleep(PAUSE);
    }
}
