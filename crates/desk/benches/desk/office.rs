//! An operator of the office, signed in over HTTP.

use std::time::Duration;

use countersign_testing::http::{Connection, Reply};
use countersign_testing::{Desk, ServedDesk, run_with_input};

pub const PASSWORD: &str = "correct horse battery";

/// The benchmark panics if a page takes longer than this.
const LONGEST: Duration = Duration::from_secs(60);

/// Adds an operator.
pub fn add_operator(desk: &Desk, name: &str) {
    let ran = run_with_input(&mut desk.command(&["operators", "add", name, "--password-stdin"]), PASSWORD);
    assert_eq!(ran.exit, 0, "{}", ran.err);
}

/// Returns an HTTP request that signs in and asks the desk to close the connection.
pub fn sign_in_form(name: &str, password: &str) -> String {
    let form = format!("name={name}&password={}&next=%2Foffice", password.replace(' ', "+"));
    let head = "POST /office/login HTTP/1.1\r\nhost: desk.example\r\nconnection: close";
    let kind = "content-type: application/x-www-form-urlencoded";
    format!("{head}\r\n{kind}\r\ncontent-length: {}\r\n\r\n{form}", form.len())
}

/// The browser of an operator.
pub struct Operator {
    connection: Connection,
    cookie: String,
}

impl Operator {
    /// Signs in.
    pub fn sign_in(served: &ServedDesk, name: &str) -> Self {
        let mut connection = Connection::open(served.address(), LONGEST).unwrap();
        let form = format!("name={name}&password={}&next=%2Foffice", PASSWORD.replace(' ', "+"));
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let reply = connection.send("POST", "/office/login", &[kind], &form).unwrap();
        assert_eq!(reply.status, 303, "{}", reply.body);
        let cookie = reply.cookies[0].split(';').next().unwrap().to_owned();
        Self { connection, cookie }
    }

    /// Gets a page of the office.
    pub fn get(&mut self, path: &str) -> Reply {
        let reply = self.connection.send("GET", path, &[("cookie", &self.cookie)], "").unwrap();
        assert_eq!(reply.status, 200, "{path}: {}", reply.body);
        reply
    }

    /// Searches, asserts that the page shows the text `found`, and returns the page.
    pub fn search(&mut self, query: &str, found: &str) -> Reply {
        let page = self.get(&format!("/office?q={query}"));
        assert!(page.body.contains(found), "{query} doesn't find {found}:\n{}", page.body);
        page
    }
}
