//! Unsuitable servers, which the test imitates: too old, silent, or not PostgreSQL.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};

use countersign_desk::postgres::ConnectFault;

use crate::support::refusal;

/// Listens on a free port, and calls `serve` for each connection.
fn listen(serve: impl Fn(TcpStream) + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || listener.incoming().map_while(Result::ok).for_each(serve));
    address
}

fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len() + 4).unwrap();
    [&[kind][..], &length.to_be_bytes(), body].concat()
}

/// Accepts a sign-in, as a server of that version does.
fn sign_in(mut stream: &TcpStream, version: &str) -> std::io::Result<()> {
    let mut length = [0; 4];
    stream.read_exact(&mut length)?;
    let mut startup = vec![0; u32::from_be_bytes(length) as usize - 4];
    stream.read_exact(&mut startup)?;
    let reply = [
        message(b'R', &0_u32.to_be_bytes()),
        message(b'S', format!("server_version\0{version}\0").as_bytes()),
        message(b'K', &[0; 8]),
        message(b'Z', b"I"),
    ];
    stream.write_all(&reply.concat())?;
    // Reads until the desk disconnects.
    std::io::copy(&mut stream, &mut std::io::sink()).map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_too_old_is_named() {
    for version in ["14.13 (Debian 14.13-1)", "9.6.24"] {
        let old = listen(move |stream| drop(sign_in(&stream, version)));
        let fault = refusal(&format!("postgres://desk@{old}/ledger?sslmode=disable")).await;
        let shown = version.split(' ').next().unwrap().to_owned();
        assert_eq!(fault, ConnectFault::TooOld { host: old.to_string(), version: shown });
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_server_times_out() {
    let silent = listen(|stream| {
        std::io::copy(&mut &stream, &mut std::io::sink()).ok();
    });
    let fault = refusal(&format!("postgres://desk@{silent}/ledger?connect_timeout=1")).await;
    assert_eq!(fault, ConnectFault::NoAnswer { host: silent.to_string(), seconds: 1 });
    assert!(fault.may_pass());

    // A silent host doesn't hide the next host of a URL.
    let old = listen(|stream| drop(sign_in(&stream, "14.0")));
    let url = format!("postgres://desk@{silent},{old}/ledger?connect_timeout=1&sslmode=disable");
    assert!(matches!(refusal(&url).await, ConnectFault::TooOld { .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_of_another_service_is_an_error() {
    let web = listen(|mut stream| {
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n").ok();
    });
    for mode in ["disable", "prefer", "require"] {
        let fault = refusal(&format!("postgres://desk@{web}/ledger?sslmode={mode}")).await;
        let told = matches!(
            fault,
            ConnectFault::Other { .. } | ConnectFault::Unreachable { .. } | ConnectFault::NoTls { .. }
        );
        assert!(told, "{mode}: {fault:?}");
    }
}
