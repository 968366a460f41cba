//! The browser of an operator. It keeps cookies and the CSRF token.

use std::io::Write as _;
use std::process::Stdio;

use countersign_core::protocol::Request;
use countersign_testing::forms::{encode_form, hidden_field};
use countersign_testing::http::{self as client, Reply};

use super::desk::Desk;
use super::server::Server;

/// The password of the operator `li`.
pub const PASSWORD: &str = "correct horse battery";

/// A desk with the operator `li` and more options of `init`.
pub fn desk_with_operator(options: &[&str]) -> Desk {
    let desk = Desk::new(options);
    let mut add = desk.command(&["operators", "add", "li", "--password-stdin"]);
    let mut child = add.stdin(Stdio::piped()).spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "{PASSWORD}").unwrap();
    assert!(child.wait_with_output().unwrap().status.success());
    desk
}

/// Serves a desk whose cookies work over plain HTTP.
pub fn serve_office(desk: &Desk) -> Server {
    desk.serve(&["--insecure-cookies"])
}

/// The browser of an operator, signed in.
pub struct Browser<'a> {
    server: &'a Server,
    pub cookie: String,
    pub csrf: String,
}

impl<'a> Browser<'a> {
    pub fn new(server: &'a Server) -> Self {
        Self::of(server, "li")
    }

    /// The browser of an operator with the same password.
    pub fn of(server: &'a Server, name: &str) -> Self {
        let reply = sign_in(server, name, PASSWORD, "/office");
        assert_eq!((reply.status, reply.header("location")), (303, Some("/office")), "{}", reply.body);
        let cookie = session_cookie(&reply).split(';').next().unwrap().to_owned();
        let mut browser = Self { server, cookie, csrf: String::new() };
        let page = browser.get("/office");
        browser.csrf =
            page.body.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        browser
    }

    /// The same browser at another server of the desk.
    pub fn on(self, server: &'a Server) -> Self {
        Self { server, ..self }
    }

    pub fn get(&self, path: &str) -> Reply {
        client::send(&self.server.address, "GET", path, &[("cookie", &self.cookie)], "").unwrap()
    }

    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let all: Vec<_> = [&[("csrf", self.csrf.as_str())], fields].concat();
        self.send(path, &all)
    }

    /// Posts a form and agrees to the question that the desk asks.
    pub fn post_and_agree(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let asked = self.post(path, fields);
        let agreed = hidden_field(&asked.body, "confirmed");
        let agreed =
            agreed.unwrap_or_else(|| panic!("the page asks no question: {} {}", asked.status, asked.body));
        self.post(path, &[fields, &[("confirmed", &agreed)]].concat())
    }

    pub fn send(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let headers = [("cookie", &*self.cookie), ("content-type", "application/x-www-form-urlencoded")];
        client::send(&self.server.address, "POST", path, &headers, &encode_form(fields)).unwrap()
    }

    /// The path of the newest request with the name of that request.
    pub fn request_path(&self, request: &Request) -> String {
        let found = self.get(&format!("/office?q={}", request.name())).body;
        let id = found.split("/office/requests/").nth(1).unwrap().split('"').next().unwrap();
        format!("/office/requests/{id}")
    }
}

/// Posts the sign-in form.
pub fn sign_in(server: &Server, name: &str, password: &str, next: &str) -> Reply {
    post_sign_in(server, &[], &[("name", name), ("password", password), ("next", next)])
}

/// Posts the sign-in form with that source address, as a proxy in front of the desk reports it.
pub fn sign_in_from(server: &Server, source: &str, name: &str, password: &str) -> Reply {
    post_sign_in(server, &[("x-forwarded-for", source)], &[("name", name), ("password", password)])
}

fn post_sign_in(server: &Server, headers: &[(&str, &str)], fields: &[(&str, &str)]) -> Reply {
    let form = ("content-type", "application/x-www-form-urlencoded");
    let headers = [headers, &[form]].concat();
    client::send(&server.address, "POST", "/office/login", &headers, &encode_form(fields)).unwrap()
}

/// The cookie that a response sets, with its attributes.
pub fn session_cookie(reply: &Reply) -> String {
    reply.cookies.first().unwrap().clone()
}
