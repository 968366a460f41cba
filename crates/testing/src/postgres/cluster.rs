//! A cluster of its own: a temporary folder, a free port, a Unix socket, users and certificates. It is gone when it is dropped.

use std::fmt::Write as _;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::PASSWORD;
use super::authority::{Authority, ServerCertificate};
use super::server::{Server, command, hand_over, programs, run};

/// Whether what is written reaches the disk before it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fsync {
    /// As a server is run.
    On,
    /// Faster, for a test that loses no power.
    Off,
}

/// Who signs in, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Login<'a> {
    /// The user `trusted`, without a password.
    Trusted,
    /// The user `desk`, with that password.
    Desk(&'a str),
}

/// A cluster and its server.
pub struct Cluster {
    // Fields are dropped in this order: the server ends before its folder goes.
    server: Option<Server>,
    programs: PathBuf,
    port: u16,
    place: TempDir,
    sync: Fsync,
    settings: String,
}

impl Cluster {
    /// A running cluster; `None` where the server's programs aren't named.
    pub fn start(sync: Fsync) -> Option<Self> {
        Some(Self::with_settings(&programs()?, sync, ""))
    }

    /// A running cluster of the server whose programs are there, with more lines of `postgresql.conf`.
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

    /// The folder of a cluster that has no data yet.
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

    /// Writes a file of the data folder.
    fn write(&self, name: &str, text: &str) {
        let path = self.data().join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        hand_over(&path);
    }

    /// Settings that only the start of the server reads.
    fn write_settings(&self) {
        let mut text = format!(
            "listen_addresses = '127.0.0.1'\nport = {}\nunix_socket_directories = '{}'\n",
            self.port,
            self.socket().display()
        );
        text += "max_connections = 100\nshared_buffers = 16MB\nwal_level = replica\nhot_standby = on\n";
        text += "logging_collector = off\nlog_destination = stderr\nlog_min_messages = info\n";
        writeln!(text, "cluster_name = 'port-{}'", self.port).unwrap();
        if self.sync == Fsync::Off {
            text += "fsync = off\nfull_page_writes = off\n";
        }
        // Of two lines for one parameter the last counts.
        text += &self.settings;
        self.write("postgresql.conf", &text);
    }

    /// Starts the server: at first on a free port, later on the same one.
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
                // Somebody may have taken the port meanwhile.
                Err(log) => {
                    assert!(first && attempt < 3 && log.0.contains("Address already in use"), "{}", log.0)
                }
            }
        }
    }

    fn server(&self) -> &Server {
        self.server.as_ref().expect("a running server")
    }

    /// The port of TCP, and of the socket's name.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Where a test may put files beside the cluster.
    pub fn folder(&self) -> &Path {
        self.place.path()
    }

    /// Makes a database that `desk` owns, with a schema that all may use.
    pub fn create_database(&self, name: &str) {
        self.sql("postgres", &format!("CREATE DATABASE {name} OWNER desk"));
        self.sql(name, "GRANT ALL ON SCHEMA public TO PUBLIC");
    }

    /// The URL of a database by TCP, without options.
    pub fn url(&self, login: Login<'_>, database: &str) -> String {
        self.url_of_host(login, "127.0.0.1", database)
    }

    /// The same with that host's name.
    pub fn url_of_host(&self, login: Login<'_>, host: &str, database: &str) -> String {
        let user = match login {
            Login::Trusted => "trusted".to_owned(),
            Login::Desk(password) => format!("desk:{password}"),
        };
        format!("postgres://{user}@{host}:{}/{database}", self.port)
    }

    /// The URL of a database by the Unix socket.
    pub fn socket_url(&self, database: &str) -> String {
        let socket = self.socket().display().to_string().replace('/', "%2F");
        format!("postgres://trusted@{socket}:{}/{database}", self.port)
    }

    /// What a statement of the administrator prints.
    pub fn sql(&self, database: &str, statement: &str) -> String {
        let (socket, port) = (self.socket().display().to_string(), self.port.to_string());
        let arguments = ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-h", &socket];
        let rest = ["-p", &port, "-d", database, "-c", statement];
        run(&self.programs.join("psql"), arguments.into_iter().chain(rest)).trim_end().to_owned()
    }

    /// Sets a parameter and has the server read it.
    pub fn set(&self, name: &str, value: &str) {
        self.sql("postgres", &format!("ALTER SYSTEM SET {name} = '{value}'"));
        self.reload();
    }

    /// Has the server read its files, and waits until it has. Sessions read them before their next statement.
    pub fn reload(&self) {
        let end = self.server().log_end();
        self.server().reload();
        self.server().wait_for("received SIGHUP", end);
        // The line is written before the files are read; this connection is taken after.
        self.sql("postgres", "SELECT");
    }

    /// Speaks TLS with that certificate.
    pub fn use_certificate(&self, server: &ServerCertificate) {
        self.write("server.crt", &server.certificate);
        self.write("server.key", &server.key);
        self.set("ssl", "on");
    }

    /// An authority of its own.
    pub fn authority(&self, name: &str) -> Authority {
        Authority::new(self.folder(), name)
    }

    /// Ends the server in order, and starts it again.
    pub fn restart(&mut self) {
        self.stop();
        self.start_server();
    }

    /// Ends the server in order.
    pub fn stop(&mut self) {
        self.server.take().expect("a running server").stop();
    }

    /// Kills the server and its sessions at once.
    pub fn kill(&mut self) {
        self.server.take().expect("a running server").kill();
    }

    /// Starts the server after it was stopped or killed.
    pub fn start_again(&mut self) {
        assert!(self.server.is_none(), "the server runs");
        self.start_server();
    }

    /// Stops the server's processes where they are: the kernel takes connections, and nobody answers.
    pub fn freeze(&self) {
        self.server().freeze();
    }

    /// Lets them go on.
    pub fn thaw(&self) {
        self.server().thaw();
    }

    /// Where the server's log ends now.
    pub fn log_end(&self) -> usize {
        self.server().log_end()
    }

    /// Waits for a text that the server logs after that place. Gives the log from there on.
    pub fn wait_for_log(&self, text: &str, after: usize) -> String {
        self.server().wait_for(text, after)
    }

    /// A standby that each commit of this server waits for.
    pub fn synchronous_standby(&self) -> Self {
        let mut standby = Self::place(&self.programs, self.sync, &self.settings);
        let mut copy = command(&self.programs.join("pg_basebackup"));
        copy.args(["-U", "postgres", "-X", "stream", "-c", "fast", "-R", "--no-sync", "-h"])
            .arg(self.socket());
        let done = copy.args(["-p", &self.port.to_string(), "-D"]).arg(standby.data()).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        standby.start_server();
        // A standby is known by the name of its cluster.
        let end = self.log_end();
        self.set("synchronous_standby_names", &format!("\"port-{}\"", standby.port));
        self.wait_for_log("is now a synchronous standby", end);
        standby
    }

    /// Makes a standby a primary that takes writes, and waits for no standby of its own.
    pub fn promote(&self) {
        assert_eq!(self.sql("postgres", "SELECT pg_promote(true, 60)"), "t");
        self.set("synchronous_standby_names", "");
    }
}
