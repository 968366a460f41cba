//! A desk with a key on a token, and helpers to use it.

use std::path::Path;
use std::time::{Duration, Instant};

use countersign_testing::clients::{Memory, Try};
use countersign_testing::invented::{Ask, Requests};
use countersign_testing::{Desk, PIN, ServedDesk, SoftToken, TOKEN, http};
use serde_json::Value;

/// The label of the key.
pub const LABEL: &str = "licenses";
/// The longest wait for a state; it is enough for a busy machine.
const DEADLINE: Duration = Duration::from_secs(60);

/// A desk with access to the token, and with the PIN if it is given.
pub fn desk_with(token: &SoftToken, pin: Option<&str>) -> Desk {
    let mut env = token.env();
    env.extend(pin.map(|pin| ("COUNTERSIGN_PIN", pin.to_owned())));
    let env: Vec<(&str, &str)> = env.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let desk = Desk::unmade(&env);
    desk.make(&[], &[]);
    desk
}

/// A token, and a desk with a newest profile that pins a key on the token.
pub fn desk_on_token() -> Option<(SoftToken, Desk)> {
    let token = SoftToken::new()?;
    let desk = desk_with(&token, Some(PIN));
    add_key(&desk, &token.module(), LABEL);
    Some((token, desk))
}

/// Adds the key with that label on the token.
pub fn add_key(desk: &Desk, module: &Path, label: &str) -> String {
    desk.succeed(&add_args(module.to_str().unwrap(), TOKEN, label))
}

/// The arguments of the command that adds a key.
pub fn add_args<'a>(module: &'a str, token: &'a str, label: &'a str) -> [&'a str; 8] {
    ["keys", "add", "--pkcs11", module, "--token", token, "--label", label]
}

/// The keys as `keys list` prints them.
pub fn keys(desk: &Desk) -> Vec<Value> {
    desk.run(&["keys", "list", "--json"]).json()["keys"].as_array().unwrap().clone()
}

/// A request with the newest profile for an invented number.
pub fn request(desk: &Desk, number: u64) -> String {
    let ask = Ask { number, machine: number, nonce: 0 };
    Requests::new(&desk.profile_text()).accepted(ask).text().unwrap()
}

/// The path of the phone page of that request.
pub fn phone_path(desk: &Desk, number: u64) -> String {
    let ask = Ask { number, machine: number, nonce: 0 };
    let requests = Requests::new(&desk.profile_text());
    let url = requests.accepted(ask).url(&requests.profile().desk).unwrap();
    let (_, path) = url.split_once("/R/").or_else(|| url.split_once("/r/")).unwrap();
    format!("/R/{path}")
}

/// Serves without limits on how often one source asks.
pub fn serve(desk: &Desk) -> ServedDesk {
    ServedDesk::start(desk.serve_command("127.0.0.1:0")).unwrap()
}

/// The status and the line of `/readyz`.
pub fn ready(served: &ServedDesk) -> (u16, String) {
    let reply = http::send(served.address(), "GET", "/readyz", &[], "").unwrap();
    (reply.status, reply.body.trim_end().to_owned())
}

/// Waits until `/readyz` responds with that status and line.
pub fn wait_for_ready(served: &ServedDesk, status: u16, line: &str) {
    wait(&format!("/readyz: {line}"), || ready(served) == (status, line.to_owned()));
}

/// Waits for a state.
pub fn wait(what: &str, mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < DEADLINE, "not reached in time: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Asks for the code of a number once.
pub fn ask(memory: &Memory, number: u64) -> Result<(), String> {
    match memory.ask_alone(Ask { number, machine: number, nonce: 0 }, DEADLINE) {
        Try::Issued => Ok(()),
        Try::Failed(why) => Err(why),
    }
}

/// License numbers and cases, and how many requests the ledger has.
pub fn ledger(desk: &Desk) -> (String, i64) {
    let listed = desk.succeed(&["licenses", "list", "--json"]);
    (listed + &desk.succeed(&["cases", "list", "--all", "--json"]), attempts(desk))
}

fn attempts(desk: &Desk) -> i64 {
    let database = rusqlite::Connection::open(desk.folder().join("ledger.db")).unwrap();
    database.query_row("SELECT count(*) FROM attempts", (), |row| row.get(0)).unwrap()
}
