//! The browser of an operator. It signs in again after its session ends. Never here: which pages are requested.

use std::io;
use std::time::Instant;

use countersign_testing::forms::{encode_form, hidden_field};
use countersign_testing::http::{self, Reply};

use crate::dice::Dice;
use crate::world::{World, pause_before_retry};

/// The password of every operator.
pub const PASSWORD: &str = "correct horse battery";

/// A browser that an operator uses.
pub struct Browser<'a> {
    world: &'a World,
    name: &'static str,
    session: Option<Session>,
}

struct Session {
    cookie: String,
    csrf: String,
}

impl<'a> Browser<'a> {
    /// Returns the browser of an operator, without a session.
    pub fn new(world: &'a World, name: &'static str) -> Self {
        Self { world, name, session: None }
    }

    /// Gets a page. Retries while the desk is unavailable.
    pub fn get(&mut self, dice: &mut Dice, path: &str) -> Reply {
        self.send_until_answered(dice, path, |address, session| {
            http::send(address, "GET", path, &[("cookie", &session.cookie)], "")
        })
    }

    /// Posts a form once. Returns `None` if the outcome is unknown.
    pub fn post(&mut self, dice: &mut Dice, path: &str, fields: &[(&str, &str)]) -> Option<Reply> {
        self.sign_in(dice);
        let session = self.session.as_ref()?;
        let form = encode_form(&[&[("csrf", session.csrf.as_str())], fields].concat());
        let headers = [("cookie", &*session.cookie), ("content-type", "application/x-www-form-urlencoded")];
        let reply = http::send(&self.world.address(dice), "POST", path, &headers, &form);
        let reply = reply.ok().filter(|reply| reply.status < 500 && reply.status != 429)?;
        if session_has_ended(&reply) {
            self.session = None;
            return None;
        }
        Some(reply)
    }

    fn send_until_answered(
        &mut self,
        dice: &mut Dice,
        what: &str,
        send: impl Fn(&str, &Session) -> io::Result<Reply>,
    ) -> Reply {
        let start = Instant::now();
        loop {
            self.sign_in(dice);
            let session = self.session.as_ref().unwrap();
            let why = match send(&self.world.address(dice), session) {
                Ok(reply) if session_has_ended(&reply) => {
                    self.session = None;
                    "session ended".to_owned()
                }
                Ok(reply) if reply.status < 500 && reply.status != 429 => return reply,
                Ok(reply) => format!("status {}", reply.status),
                Err(error) => format!("{:?}", error.kind()),
            };
            self.world.count(&format!("retry: office: {why}"));
            pause_before_retry(start, format_args!("{what} isn't shown to {}: {why}", self.name));
        }
    }

    /// Signs in if there is no session.
    fn sign_in(&mut self, dice: &mut Dice) {
        let start = Instant::now();
        while self.session.is_none() {
            let address = self.world.address(dice);
            match try_sign_in(&address, self.name) {
                Ok(Ok(session)) => {
                    self.session = Some(session);
                    self.world.count("signed in");
                }
                Ok(Err(reply)) => {
                    let transient = reply.status >= 500 || reply.status == 429;
                    assert!(transient, "{} isn't signed in: {} {}", self.name, reply.status, reply.body);
                    self.world.count(&format!("retry: sign-in: status {}", reply.status));
                }
                Err(error) => self.world.count(&format!("retry: sign-in: {:?}", error.kind())),
            }
            pause_before_retry(start, format_args!("{} isn't signed in", self.name));
        }
    }
}

/// Signs in once. Returns the session, or the response of a failed sign-in.
fn try_sign_in(address: &str, name: &str) -> io::Result<Result<Session, Reply>> {
    let form = encode_form(&[("name", name), ("password", PASSWORD), ("next", "/office")]);
    let kind = ("content-type", "application/x-www-form-urlencoded");
    let reply = http::send(address, "POST", "/office/login", &[kind], &form)?;
    if reply.status != 303 {
        return Ok(Err(reply));
    }
    let cookie = reply.cookies[0].split(';').next().unwrap().to_owned();
    let page = http::send(address, "GET", "/office/account", &[("cookie", &cookie)], "")?;
    match hidden_field(&page.body, "csrf") {
        Some(csrf) if page.status == 200 => Ok(Ok(Session { cookie, csrf })),
        // The session ends at once if the clock is set forward meanwhile.
        _ if session_has_ended(&page) => Err(io::ErrorKind::Interrupted.into()),
        _ => Ok(Err(page)),
    }
}

/// Returns whether the response asks for a new sign-in.
fn session_has_ended(reply: &Reply) -> bool {
    reply.status == 303 && reply.location.starts_with("/office/login")
        || matches!(reply.status, 401 | 403)
            && (reply.body.contains("SESSION-ENDED") || reply.body.contains("FORM-STALE"))
}
