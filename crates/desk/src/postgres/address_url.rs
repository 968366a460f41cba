//! Parses a `postgres://` URL. An error names a part of the URL and never quotes text that may belong to a
//! password.

use std::borrow::Cow;
use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;
use std::time::Duration;

use percent_encoding::percent_decode_str;

use super::connection_options::{
    APPLICATION_NAME, AddressError, DEFAULT_CONNECT_TIMEOUT, DEFAULT_PORT, Host, Password, Place,
    PostgresAddress, Roots, SOCKET_FOLDER, Session, SslMode,
};

/// Parses the rest of the URL after `postgres://`.
pub(super) fn parse(url: &str) -> Result<PostgresAddress, AddressError> {
    let (authority, rest) = url.split_at(url.find(['/', '?']).unwrap_or(url.len()));
    // An unencoded `/` or `?` in a password ends the authority too early; then the rest has the `@`.
    let (credentials, hosts) = match authority.split_once('@') {
        Some((credentials, hosts)) => (Some(credentials), hosts),
        None => (None, authority),
    };
    if hosts.contains('@') || rest.contains('@') {
        return Err(AddressError::Credentials);
    }
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));

    let mut parts = Parts::default();
    if let Some(credentials) = credentials {
        let (user, password) = match credentials.split_once(':') {
            Some((user, password)) => (user, Some(password)),
            None => (credentials, None),
        };
        parts.user = Some(text("user", user)?).filter(|user| !user.is_empty());
        parts.password = password.map(|password| bytes("password", password)).transpose()?;
    }
    parts.hosts(hosts)?;
    if let Some(database) = path.strip_prefix('/').filter(|database| !database.is_empty()) {
        parts.database = Some(text("database", database)?);
    }
    for option in query.split('&').filter(|option| !option.is_empty()) {
        let (name, value) = option.split_once('=').ok_or(AddressError::Encoding("option"))?;
        parts.option(&text("option", name)?, value)?;
    }
    parts.finish()
}

/// The parts of a URL that were parsed so far.
#[derive(Default)]
struct Parts {
    places: Vec<Place>,
    ports: Vec<u16>,
    user: Option<String>,
    password: Option<Vec<u8>>,
    database: Option<String>,
    mode: Option<SslMode>,
    roots: Option<Roots>,
    session: Option<Session>,
    connect_timeout: Option<Duration>,
    application_name: Option<String>,
    options: Option<String>,
}

impl Parts {
    /// Parses `HOST:PORT,HOST:PORT` of the authority.
    fn hosts(&mut self, hosts: &str) -> Result<(), AddressError> {
        for host in hosts.split(',').filter(|_| !hosts.is_empty()) {
            let (name, port) = match host.strip_prefix('[') {
                Some(address) => {
                    let (address, port) = address.split_once(']').ok_or(AddressError::Host)?;
                    match port.strip_prefix(':') {
                        None if !port.is_empty() => return Err(AddressError::Host),
                        port => (address, port),
                    }
                }
                None => match host.split_once(':') {
                    Some((name, port)) => (name, Some(port)),
                    None => (host, None),
                },
            };
            self.places.push(place(name)?);
            self.ports.push(port.map_or(Ok(DEFAULT_PORT), self::port)?);
        }
        Ok(())
    }

    fn option(&mut self, name: &str, value: &str) -> Result<(), AddressError> {
        match name {
            "host" => self.places = value.split(',').map(place).collect::<Result<_, _>>()?,
            "port" => {
                let ports = text("port", value)?;
                self.ports = ports.split(',').map(port).collect::<Result<_, _>>()?;
            }
            "user" => self.user = Some(text("user", value)?),
            "password" => self.password = Some(bytes("password", value)?),
            "dbname" => self.database = Some(text("dbname", value)?),
            "sslmode" => {
                self.mode = Some(match value {
                    "disable" => SslMode::Disable,
                    "prefer" => SslMode::Prefer,
                    "require" => SslMode::Require,
                    "verify-ca" => SslMode::VerifyCa,
                    "verify-full" => SslMode::VerifyFull,
                    _ => return Err(AddressError::Value("sslmode")),
                });
            }
            "sslrootcert" => {
                self.roots = Some(match bytes("sslrootcert", value)? {
                    path if path.is_empty() => return Err(AddressError::Value("sslrootcert")),
                    path if path == b"system" => Roots::System,
                    path => Roots::File(file(path)),
                });
            }
            "target_session_attrs" => {
                self.session = Some(match value {
                    "any" => Session::Any,
                    "read-write" => Session::ReadWrite,
                    _ => return Err(AddressError::Value("target_session_attrs")),
                });
            }
            "connect_timeout" => {
                let seconds = value.parse().ok().filter(|seconds| (1..=3600).contains(seconds));
                let seconds = seconds.ok_or(AddressError::Value("connect_timeout"))?;
                self.connect_timeout = Some(Duration::from_secs(seconds));
            }
            "application_name" => self.application_name = Some(text("application_name", value)?),
            "options" => self.options = Some(text("options", value)?),
            // The option is not quoted, because it may be the part of an unencoded password after an `&`.
            _ => return Err(AddressError::UnknownOption),
        }
        Ok(())
    }

    fn finish(mut self) -> Result<PostgresAddress, AddressError> {
        if self.places.is_empty() {
            self.places.push(Place::Unix(SOCKET_FOLDER.into()));
        }
        match self.ports.len() {
            0 => self.ports = vec![DEFAULT_PORT; self.places.len()],
            1 => self.ports = vec![self.ports[0]; self.places.len()],
            count if count != self.places.len() => return Err(AddressError::Port),
            _ => {}
        }
        let several = self.places.len() > 1;
        let has_roots = self.roots.is_some();
        let hosts = self.places.into_iter().zip(self.ports).map(|(place, port)| Host {
            tls: SslMode::for_host(self.mode, &place, has_roots),
            place,
            port,
        });
        Ok(PostgresAddress {
            hosts: hosts.collect(),
            user: self.user,
            password: self.password.map(Password::new),
            database: self
                .database
                .filter(|database| !database.is_empty())
                .ok_or(AddressError::NoDatabase)?,
            roots: self.roots,
            session: self.session.unwrap_or(if several { Session::ReadWrite } else { Session::Any }),
            connect_timeout: self.connect_timeout.unwrap_or(DEFAULT_CONNECT_TIMEOUT),
            application_name: self.application_name.unwrap_or_else(|| APPLICATION_NAME.to_owned()),
            options: self.options,
        })
    }
}

/// Parses a host: a name, an IP address, or the folder of a Unix socket.
fn place(encoded: &str) -> Result<Place, AddressError> {
    let host = bytes("host", encoded)?;
    if host.starts_with(b"/") {
        return Ok(Place::Unix(file(host)));
    }
    let host = String::from_utf8(host).map_err(|_| AddressError::Encoding("host"))?;
    let odd = |sign: char| sign.is_whitespace() || sign.is_control() || matches!(sign, '/' | '@' | '[' | ']');
    if host.is_empty() || host.contains(odd) { Err(AddressError::Host) } else { Ok(Place::Tcp(host)) }
}

fn port(text: &str) -> Result<u16, AddressError> {
    text.parse().ok().filter(|port| *port != 0).ok_or(AddressError::Port)
}

fn file(path: Vec<u8>) -> PathBuf {
    std::ffi::OsString::from_vec(path).into()
}

/// Returns the bytes of a percent-encoded part. A NUL is refused, because it would end the value in the
/// protocol.
fn bytes(part: &'static str, encoded: &str) -> Result<Vec<u8>, AddressError> {
    let is_hex = |sign: Option<&u8>| sign.is_some_and(u8::is_ascii_hexdigit);
    let mut rest = encoded.as_bytes();
    while let Some(percent) = rest.iter().position(|byte| *byte == b'%') {
        if !(is_hex(rest.get(percent + 1)) && is_hex(rest.get(percent + 2))) {
            return Err(AddressError::Encoding(part));
        }
        rest = &rest[percent + 3..];
    }
    let bytes = Cow::from(percent_decode_str(encoded)).into_owned();
    if bytes.contains(&0) { Err(AddressError::Encoding(part)) } else { Ok(bytes) }
}

fn text(part: &'static str, encoded: &str) -> Result<String, AddressError> {
    String::from_utf8(bytes(part, encoded)?).map_err(|_| AddressError::Encoding(part))
}
