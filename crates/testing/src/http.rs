//! A minimal HTTP/1.1 client: one request per connection with the complete response, or many requests on one [`Connection`].

use std::io::{self, Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::time::Duration;

use rustix::net::{AddressFamily, SocketType, bind, connect, socket};
use serde_json::{Value, json};

/// A response.
pub struct Reply {
    /// Status code; 0 where the status line has none.
    pub status: u16,
    /// Status line and headers, in lower case.
    pub head: String,
    /// The values of `Set-Cookie`, with case unchanged.
    pub cookies: Vec<String>,
    /// The value of `Location`, with case unchanged; empty where there is none.
    pub location: String,
    /// The body, as text.
    pub body: String,
}

impl Reply {
    /// Parses a response; `None` if its head isn't complete.
    fn parse(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&bytes[..end]);
        let body = &bytes[end + 4..];
        let in_pieces = head.to_ascii_lowercase().contains("\r\ntransfer-encoding: chunked");
        let body = if in_pieces { unchunked(body) } else { body.to_vec() };
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        let values = |wanted: &str| -> Vec<String> {
            let named = |line: &str| {
                let (name, value) = line.split_once(": ")?;
                name.eq_ignore_ascii_case(wanted).then(|| value.to_owned())
            };
            head.lines().filter_map(named).collect()
        };
        let (cookies, location) = (values("set-cookie"), values("location").pop().unwrap_or_default());
        let body = String::from_utf8_lossy(&body).into_owned();
        Some(Self { status, head: head.to_ascii_lowercase(), cookies, location, body })
    }

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

/// Decodes a chunked body (RFC 9112, section 7.1), up to the first incomplete chunk.
fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let length =
            std::str::from_utf8(&rest[..end]).ok().and_then(|hex| usize::from_str_radix(hex, 16).ok());
        let Some(chunk) = length.and_then(|length| rest.get(end + 2..end + 2 + length)) else { break };
        body.extend_from_slice(chunk);
        rest = rest.get(end + 4 + chunk.len()..).unwrap_or_default();
    }
    body
}

/// Posts a JSON body to the interface for devices.
///
/// # Errors
/// The errors of [`send`].
pub fn json(address: &str, body: &str) -> io::Result<Reply> {
    send(address, "POST", "/api/v1/requests", &[("content-type", "application/json")], body)
}

/// Sends one request to `address` (`HOST:PORT`) and reads the whole response.
///
/// # Errors
/// If the connection fails, or ends within the headers.
pub fn send(
    address: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> io::Result<Reply> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    let mut head = format!("{method} {path} HTTP/1.1\r\nconnection: close\r\n");
    if !headers.iter().any(|(name, _)| *name == "host") {
        head.push_str("host: desk.example\r\n");
    }
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
    stream.write_all(head.as_bytes())?;
    // A server that refuses a body by its length may close the connection before all of the body is sent.
    let sent = stream.write_all(body.as_bytes());
    let mut bytes = Vec::new();
    let read = stream.read_to_end(&mut bytes);
    let Some(reply) = Reply::parse(&bytes) else {
        sent.and(read)?;
        return Err(io::ErrorKind::UnexpectedEof.into());
    };
    Ok(reply)
}

/// Presses the button of a phone page, and follows the redirect to the page of the answer like a browser.
///
/// # Errors
/// The errors of [`send`].
pub fn press(address: &str, path: &str, headers: &[(&str, &str)]) -> io::Result<Reply> {
    let asked = send(address, "POST", path, headers, "")?;
    match asked.header("location") {
        Some(answer) if asked.status == 303 => send(address, "GET", answer, headers, ""),
        _ => Ok(asked),
    }
}

/// A connection that is kept open.
pub struct Connection {
    stream: TcpStream,
    received: Vec<u8>,
}

impl Connection {
    /// Connects to `HOST:PORT`. `patience` is the time-out of each read and write.
    ///
    /// # Errors
    /// If the connection fails.
    pub fn open(address: &str, patience: Duration) -> io::Result<Self> {
        Self::over(TcpStream::connect(address)?, patience)
    }

    /// Like [`Connection::open`], from another address of this computer, such as one of 127.0.0.0/8.
    ///
    /// # Errors
    /// If the connection fails.
    pub fn open_from(source: IpAddr, address: &str, patience: Duration) -> io::Result<Self> {
        Self::over(stream_from(source, address)?, patience)
    }

    fn over(stream: TcpStream, patience: Duration) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(patience))?;
        stream.set_write_timeout(Some(patience))?;
        Ok(Self { stream, received: Vec::new() })
    }

    /// Sends a request and reads its response.
    ///
    /// # Errors
    /// If the connection ends or times out; [`io::ErrorKind::InvalidData`] if this happens within the response. After an error, the
    /// connection can't be used.
    pub fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> io::Result<Reply> {
        let mut text = format!("{method} {path} HTTP/1.1\r\nhost: desk.example\r\n");
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str(&format!("content-length: {}\r\n\r\n{body}", body.len()));
        self.stream.write_all(text.as_bytes())?;
        self.received.clear();
        let mut bytes = [0; 16 * 1024];
        loop {
            let count = match self.stream.read(&mut bytes) {
                Ok(count) if count > 0 => count,
                _ if !self.received.is_empty() => return Err(io::ErrorKind::InvalidData.into()),
                Ok(_) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Err(error) => return Err(error),
            };
            self.received.extend_from_slice(&bytes[..count]);
            if is_whole(&self.received) {
                return Reply::parse(&self.received).ok_or(io::ErrorKind::InvalidData.into());
            }
        }
    }

    /// Sends a request to the interface for devices.
    ///
    /// # Errors
    /// The errors of [`Connection::send`].
    pub fn ask(&mut self, request: &str) -> io::Result<Reply> {
        let body = json!({ "request": request }).to_string();
        self.send("POST", "/api/v1/requests", &[("content-type", "application/json")], &body)
    }
}

/// Connects a stream to `HOST:PORT` from this address of this computer.
///
/// # Errors
/// If it can't be connected.
pub fn stream_from(source: IpAddr, address: &str) -> io::Result<TcpStream> {
    let to: SocketAddr = address.parse().map_err(io::Error::other)?;
    let family = if to.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
    let socket = socket(family, SocketType::STREAM, None)?;
    bind(&socket, &SocketAddr::new(source, 0))?;
    connect(&socket, &to)?;
    Ok(socket.into())
}

/// Whether these bytes hold a complete response with a content length.
#[must_use]
pub fn is_whole(bytes: &[u8]) -> bool {
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&bytes[..end]);
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("content-length").then(|| value.parse::<usize>().unwrap())
    });
    bytes.len() >= end + 4 + length.unwrap_or_else(|| panic!("the response has no length: {head}"))
}
