//! A separate cluster of PostgreSQL: a temporary folder, a free port, a Unix socket, users and certificates. Dropping it removes it.

use std::fmt::Write as _;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::PASSWORD;
use super::authority::{Authority, ServerCertificate};
use super::server::{Server, command, hand_over, programs, run};

/// Whether a commit waits until its data is on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fsync {
    /// A commit waits, as on a real server.
    On,
    /// A commit doesn't wait: faster, for tests without a power failure.
    Off,
}

/// The user of a connection, and the way to authenticate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Login<'a> {
    /// The user `trusted`, without a password.
    Trusted,
    /// The user `desk`, with this password.
    Desk(&'a str),
}

/// A cluster and its server.
pub struct Cluster {
    // Fields are dropped in this order: the server ends before its folder is removed.
    server: Option<Server>,
    programs: PathBuf,
    port: u16,
    place: TempDir,
    sync: Fsync,
    settings: String,
}

impl Cluster {
    /// Starts a cluster; `None` where no folder of the server's programs is configured.
    pub fn start(sync: Fsync) -> Option<Self> {
        Some(Self::with_settings(&programs()?, sync, ""))
    }

    /// Starts a cluster with the programs in this folder, and with more lines of `postgresql.conf`.
    pub fn with_settings(programs: &Path, sync: Fsync, settings: &str) -> Self {
        let mut cluster = Self::place(programs, sync, settings);
        let data = cluster.data();
        let arguments =
            ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync", "-D"];
        run(&programs.join("initdb"), arguments.iter().map(std::ffi::OsStr::new).chain([data.as_os_str()]));
        cluster.write(
            "pg_hba.conf",
            "local   all          postgres               trust\n\
             local   replication  postgres               trust\n\
             local   all          trusted                trust\n\
             local   all          desk                   scram-sha-256\n\
             host    denied       all      127.0.0.1/32  reject\n\
             host    all          trusted  127.0.0.1/32  trust\n\
             host    all          desk     127.0.0.1/32  scram-sha-256\n",
        );
        cluster.start_server();
        cluster.sql("postgres", "CREATE ROLE trusted LOGIN");
        cluster.sql("postgres", &format!("CREATE ROLE desk LOGIN PASSWORD '{PASSWORD}'"));
        cluster
    }

    /// Creates the folder of a cluster that has no data yet.
    fn place(programs: &Path, sync: Fsync, settings: &str) -> Self {
        let place = tempfile::Builder::new().prefix("countersign-pg-").tempdir().unwrap();
        hand_over(place.path());
        for name in ["socket", "data"] {
            let folder = place.path().join(name);
            fs::DirBuilder::new().mode(0o700).create(&folder).unwrap();
            hand_over(&folder);
        }
        let settings = settings.to_owned();
        Self { server: None, programs: programs.to_owned(), port: 0, place, sync, settings }
    }

    fn data(&self) -> PathBuf {
        self.place.path().join("data")
    }

    fn socket(&self) -> PathBuf {
        self.place.path().join("socket")
    }

    /// Writes a file in the data folder.
    fn write(&self, name: &str, text: &str) {
        let path = self.data().join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        hand_over(&path);
    }

    /// Writes `postgresql.conf`, with settings that the server reads at its start only.
    fn write_settings(&self) {
        let mut text = format!(
            "listen_addresses = '127.0.0.1'\nport = {}\nunix_socket_directories = '{}'\n",
            self.port,
            self.socket().display()
        );
        text += "max_connections = 100\nshared_buffers = 16MB\nwal_level = replica\nhot_standby = on\n";
        // Not in /dev/shm, where the files of a killed server would stay.
        text += "dynamic_shared_memory_type = mmap\n";
        text += "logging_collector = off\nlog_destination = stderr\nlog_min_messages = info\n";
        writeln!(text, "cluster_name = 'port-{}'", self.port).unwrap();
        if self.sync == Fsync::Off {
            text += "fsync = off\nfull_page_writes = off\n";
        }
        // Of two lines for one parameter, the server uses the last.
        text += &self.settings;
        self.write("postgresql.conf", &text);
    }

    /// Starts the server: the first time on a free port, later on the same port.
    fn start_server(&mut self) {
        let first = self.port == 0;
        for attempt in 0.. {
            if first {
                let free = TcpListener::bind("127.0.0.1:0").unwrap();
                self.port = free.local_addr().unwrap().port();
            }
            self.write_settings();
            match Server::start(&self.programs, &self.data()) {
                Ok(server) => return self.server = Some(server),
                // Another process may have taken the port in the meantime.
                Err(log) => {
                    assert!(first && attempt < 3 && log.0.contains("Address already in use"), "{}", log.0)
                }
            }
        }
    }

    fn server(&self) -> &Server {
        self.server.as_ref().expect("the server is running")
    }

    /// The TCP port, which is also in the name of the socket.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The folder of the cluster, where a test may put its own files.
    pub fn folder(&self) -> &Path {
        self.place.path()
    }

    /// Creates a database that belongs to `desk`, with a schema that all users may use.
    pub fn create_database(&self, name: &str) {
        self.sql("postgres", &format!("CREATE DATABASE {name} OWNER desk"));
        self.sql(name, "GRANT ALL ON SCHEMA public TO PUBLIC");
    }

    /// The URL of a database over TCP, without options.
    pub fn url(&self, login: Login<'_>, database: &str) -> String {
        self.url_of_host(login, "127.0.0.1", database)
    }

    /// The URL of a database over TCP with this host name, without options.
    pub fn url_of_host(&self, login: Login<'_>, host: &str, database: &str) -> String {
        let user = match login {
            Login::Trusted => "trusted".to_owned(),
            Login::Desk(password) => format!("desk:{password}"),
        };
        format!("postgres://{user}@{host}:{}/{database}", self.port)
    }

    /// The URL of a database over the Unix socket.
    pub fn socket_url(&self, database: &str) -> String {
        let socket = self.socket().display().to_string().replace('/', "%2F");
        format!("postgres://trusted@{socket}:{}/{database}", self.port)
    }

    /// Runs a statement as the administrator. Returns the output of `psql`.
    pub fn sql(&self, database: &str, statement: &str) -> String {
        let (socket, port) = (self.socket().display().to_string(), self.port.to_string());
        let arguments = ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-h", &socket];
        let rest = ["-p", &port, "-d", database, "-c", statement];
        run(&self.programs.join("psql"), arguments.into_iter().chain(rest)).trim_end().to_owned()
    }

    /// Sets a parameter and reloads the configuration.
    pub fn set(&self, name: &str, value: &str) {
        self.sql("postgres", &format!("ALTER SYSTEM SET {name} = '{value}'"));
        self.reload();
    }

    /// Reloads the server's configuration files, and waits until this is done. Sessions reload them before their next statement.
    pub fn reload(&self) {
        let end = self.server().log_end();
        self.server().reload();
        self.server().wait_for("received SIGHUP", end);
        // The server logs the line before it reads the files. It accepts this connection after that.
        self.sql("postgres", "SELECT");
    }

    /// Turns TLS on with this certificate.
    pub fn use_certificate(&self, server: &ServerCertificate) {
        self.write("server.crt", &server.certificate);
        self.write("server.key", &server.key);
        self.set("ssl", "on");
    }

    /// Creates a certificate authority in the folder of the cluster.
    pub fn authority(&self, name: &str) -> Authority {
        Authority::new(self.folder(), name)
    }

    /// Shuts the server down cleanly, and starts it again.
    pub fn restart(&mut self) {
        self.stop();
        self.start_server();
    }

    /// Shuts the server down cleanly.
    pub fn stop(&mut self) {
        self.server.take().expect("the server is running").stop();
    }

    /// Kills the server and its sessions at once. As after a crash of the computer, the shared memory that identifies it is gone too.
    pub fn kill(&mut self) {
        self.server.take().expect("the server is running").kill();
        // The seventh line has the key and the id of the memory.
        let about = fs::read_to_string(self.data().join("postmaster.pid")).unwrap();
        if let Some(id) = about.lines().nth(6).and_then(|line| line.split_whitespace().nth(1)) {
            // A later start would remove the memory too.
            let _ = Command::new("ipcrm").args(["-m", id]).stderr(Stdio::null()).status();
        }
    }

    /// Starts the server after it was stopped or killed.
    pub fn start_again(&mut self) {
        assert!(self.server.is_none(), "the server is already running");
        self.start_server();
    }

    /// Suspends the server's processes: the kernel accepts connections, but no process answers.
    pub fn freeze(&self) {
        self.server().freeze();
    }

    /// Resumes the server's processes.
    pub fn thaw(&self) {
        self.server().thaw();
    }

    /// The current number of lines in the server's log.
    pub fn log_end(&self) -> usize {
        self.server().log_end()
    }

    /// Waits for a text in the server's log after the first `after` lines. Returns the log from there on.
    pub fn wait_for_log(&self, text: &str, after: usize) -> String {
        self.server().wait_for(text, after)
    }

    /// Starts a synchronous standby: each commit of this server waits for it.
    pub fn synchronous_standby(&self) -> Self {
        let mut standby = Self::place(&self.programs, self.sync, &self.settings);
        standby.follow(self);
        standby
    }

    /// Makes a killed server a standby that each commit of another one waits for, on the port that it had. What it held is gone.
    pub fn become_standby_of(&mut self, primary: &Self) {
        assert!(self.server.is_none(), "the server runs");
        fs::remove_dir_all(self.data()).unwrap();
        fs::DirBuilder::new().mode(0o700).create(self.data()).unwrap();
        hand_over(&self.data());
        self.follow(primary);
    }

    /// Copies the data of that server, and starts as its synchronous standby.
    fn follow(&mut self, primary: &Self) {
        let mut copy = command(&self.programs.join("pg_basebackup"));
        copy.args(["-U", "postgres", "-X", "stream", "-c", "fast", "-R", "--no-sync", "-h"])
            .arg(primary.socket());
        let done = copy.args(["-p", &primary.port.to_string(), "-D"]).arg(self.data()).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        self.start_server();
        // The server identifies a standby by the name of its cluster.
        let end = primary.log_end();
        primary.set("synchronous_standby_names", &format!("\"port-{}\"", self.port));
        primary.wait_for_log("is now a synchronous standby", end);
    }

    /// Promotes a standby to a primary that accepts writes and doesn't wait for a standby.
    pub fn promote(&self) {
        assert_eq!(self.sql("postgres", "SELECT pg_promote(true, 60)"), "t");
        self.set("synchronous_standby_names", "");
    }
}
