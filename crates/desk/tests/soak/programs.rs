//! The requests of a program with a token. Never here: retries.

use std::io;

use countersign_testing::http::{self, Reply};

use crate::world::World;

/// The scopes of the token.
pub const SCOPES: [&str; 8] = [
    "numbers:read",
    "numbers:write",
    "numbers:move",
    "requests:read",
    "requests:answer",
    "cases:read",
    "cases:write",
    "statistics:read",
];

fn send(
    world: &World,
    address: &str,
    (method, path): (&str, &str),
    headers: &[(&str, &str)],
    body: &str,
) -> io::Result<Reply> {
    let bearer = format!("Bearer {}", world.token);
    let headers = [&[("authorization", bearer.as_str())], headers].concat();
    http::send(address, method, path, &headers, body)
}

/// Posts JSON, with the idempotency key if one is given.
pub fn post(world: &World, address: &str, path: &str, key: Option<&str>, body: &str) -> io::Result<Reply> {
    let mut headers = vec![("content-type", "application/json")];
    headers.extend(key.map(|key| ("idempotency-key", key)));
    send(world, address, ("POST", path), &headers, body)
}

/// Posts a bundle.
pub fn post_bundle(world: &World, address: &str, bundle: &str) -> io::Result<Reply> {
    send(world, address, ("POST", "/api/v1/bundles"), &[("content-type", "application/x-ndjson")], bundle)
}

/// Posts a CSV file of numbers.
pub fn import(world: &World, address: &str, file: &str) -> io::Result<Reply> {
    send(world, address, ("POST", "/api/v1/numbers/import"), &[("content-type", "text/csv")], file)
}

/// Gets a path.
pub fn get(world: &World, address: &str, path: &str) -> io::Result<Reply> {
    send(world, address, ("GET", path), &[], "")
}
