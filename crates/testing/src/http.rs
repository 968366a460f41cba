//! A minimal HTTP/1.1 client that returns every byte of a response.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

/// A response.
pub struct Reply {
    /// Status code, 0 where the status line has none.
    pub status: u16,
    /// Status line and headers, in lower case.
    pub head: String,
    /// The values of `Set-Cookie`, in their own case.
    pub cookies: Vec<String>,
    /// The body, as text.
    pub body: String,
}

impl Reply {
    /// The value of a header; `name` is in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{}", self.body))
    }

    /// The lines of the code on a page.
    pub fn lines(&self) -> Vec<String> {
        let Some((_, list)) = self.body.split_once("<ol class=\"code\" id=\"code\">") else {
            return Vec::new();
        };
        let (list, _) = list.split_once("</ol>").unwrap();
        list.split("<li>")
            .skip(1)
            .map(|line| {
                let groups = line.split("<span>").skip(1).map(|group| group.split('<').next().unwrap());
                groups.collect::<Vec<_>>().join(" ")
            })
            .collect()
    }
}

/// Posts a request to the interface for devices.
///
/// # Errors
/// As [`send`].
pub fn json(address: &str, body: &str) -> io::Result<Reply> {
    send(address, "POST", "/api/v1/requests", &[("content-type", "application/json")], body)
}

/// Sends one request to `address` (`HOST:PORT`) and reads the whole response.
///
/// # Errors
/// Where the connection fails, or ends before the headers do.
pub fn send(
    address: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> io::Result<Reply> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    let mut head = format!("{method} {path} HTTP/1.1\r\nhost: desk.example\r\nconnection: close\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
    stream.write_all(head.as_bytes())?;
    // A server that refuses a body by its length may hang up before all of it is sent.
    let sent = stream.write_all(body.as_bytes());
    let mut bytes = Vec::new();
    let read = stream.read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        sent.and(read)?;
        return Err(io::ErrorKind::UnexpectedEof.into());
    };
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    let cookie = |line: &str| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("set-cookie").then(|| value.to_owned())
    };
    let cookies = head.lines().filter_map(cookie).collect();
    Ok(Reply { status, head: head.to_ascii_lowercase(), cookies, body: body.to_owned() })
}
