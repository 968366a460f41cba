//! The route to the desk, as `doctor` tells it.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use serde_json::{Value, json};

use crate::desk_server::{DeskServer, device};
use countersign_testing::{Desk, Device, file_names, good_machine};

/// The result and the code of the route, and the exit code.
fn route(device: &Device) -> (String, String, i32) {
    let ran = device.run(&["doctor", "--json"]);
    let json = ran.json();
    let checks = json["checks"].as_array().unwrap();
    let check = checks.iter().find(|check| check["check"] == "route").unwrap();
    let text = |key: &str| check[key].as_str().unwrap().to_owned();
    (text("result"), text("code"), ran.exit)
}

#[test]
fn doctor_reaches_a_desk_without_sending_a_request() {
    let desk = Desk::new();
    let served = DeskServer::start(&desk, &[]);
    let device = device(&good_machine(), &desk, &served.url);
    assert_eq!(route(&device), ("ok".to_owned(), "ROUTE-OK".to_owned(), 0));
    assert_eq!(file_names(&device.state()), ["lock"]);
    // The desk has received none.
    let counted: Value = serde_json::from_str(&desk.succeed(&["statistics", "--json"])).unwrap();
    assert_eq!(counted["requests"], json!({ "issued": 0, "refused": 0 }));
}

#[test]
fn doctor_reports_a_wrong_server_if_there_is_a_network() {
    let desk = Desk::new();
    let portal = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", portal.local_addr().unwrap());
    let served = thread::spawn(move || {
        let (mut stream, _) = portal.accept().unwrap();
        let mut request = [0; 1024];
        let read = stream.read(&mut request).unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi").unwrap();
        String::from_utf8_lossy(&request[..read]).into_owned()
    });
    let (result, code, exit) = route(&device(&good_machine(), &desk, &url));
    let offline = (result.as_str(), code.as_str()) == ("ok", "ROUTE-OFFLINE");
    let told = (result.as_str(), code.as_str()) == ("warning", "ONLINE-PORTAL");
    assert!((offline || told) && exit == 0, "{result} {code} {exit}");
    assert!(served.join().unwrap().starts_with("GET /api/v1/requests "));
}

#[test]
fn an_unreachable_desk_does_not_make_doctor_fail() {
    let desk = Desk::new();
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (_, code, exit) = route(&device(&good_machine(), &desk, &format!("http://{closed}")));
    assert!(["ROUTE-OFFLINE", "ONLINE-UNREACHABLE"].contains(&code.as_str()) && exit == 0, "{code} {exit}");
}
