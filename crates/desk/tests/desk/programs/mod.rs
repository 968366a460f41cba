//! The interface for programs: tokens, scopes, acts, keys, lists, the schema.

mod acts;
mod bundles;
mod details;
mod document;
mod keys;
mod lists;
mod tokens;
mod walk;

use countersign_testing::http::{self as client, Reply};
use serde_json::Value;

use crate::harness::{Desk, Server};

/// Every scope.
const ALL: [&str; 8] = [
    "numbers:read",
    "numbers:write",
    "numbers:move",
    "requests:answer",
    "requests:read",
    "cases:read",
    "cases:write",
    "statistics:read",
];

/// A program with a token.
struct Program<'a> {
    server: &'a Server,
    token: String,
}

/// Makes a token with these scopes and more options.
fn make_token(desk: &Desk, name: &str, scopes: &[&str], options: &[&str]) -> Value {
    let scopes = scopes.iter().flat_map(|scope| ["--scope", scope]);
    let args: Vec<&str> =
        ["tokens", "add", name, "--json"].into_iter().chain(scopes).chain(options.iter().copied()).collect();
    serde_json::from_str(&desk.succeed(&args)).unwrap()
}

impl<'a> Program<'a> {
    /// A program that has a token with these scopes.
    fn new(desk: &Desk, server: &'a Server, name: &str, scopes: &[&str]) -> Self {
        Self::with_token(server, make_token(desk, name, scopes, &[])["token"].as_str().unwrap())
    }

    fn with_token(server: &'a Server, token: &str) -> Self {
        Self { server, token: token.to_owned() }
    }

    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        let bearer = format!("Bearer {}", self.token);
        let headers = [&[("authorization", bearer.as_str())], headers].concat();
        client::send(&self.server.address, method, path, &headers, body).unwrap()
    }

    fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &[], "")
    }

    fn post(&self, path: &str, body: &Value) -> Reply {
        self.send("POST", path, &[("content-type", "application/json")], &body.to_string())
    }

    fn post_with_key(&self, path: &str, key: &str, body: &Value) -> Reply {
        let headers = [("content-type", "application/json"), ("idempotency-key", key)];
        self.send("POST", path, &headers, &body.to_string())
    }

    fn import(&self, path: &str, file: &str) -> Reply {
        self.send("POST", path, &[("content-type", "text/csv")], file)
    }
}

/// Checks the form of a problem. Returns its status and its code.
fn problem(reply: &Reply) -> (u16, String) {
    assert_eq!(reply.header("content-type"), Some("application/problem+json"), "{}", reply.body);
    let object = reply.json();
    let code = object["code"].as_str().unwrap().to_owned();
    assert_eq!(object["type"], format!("urn:countersign:problem:{code}"));
    assert_eq!(object["status"], reply.status);
    for member in ["title", "detail"] {
        assert!(!object[member].as_str().unwrap().is_empty(), "{object}");
    }
    (reply.status, code)
}

fn refusal(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}
