//! Faults of the network: each has its own message, and one key leads to the route without a network.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};

use crate::desk_server::{DeskServer, ask_online, at_route, device, finish_kept, wait_for_seconds_below};
use countersign_testing::{Desk, Device, Pty, good_machine, read_qr};

/// A certificate authority, the certificate that it signed for this address, and its key; as files.
struct Certificates {
    issuer: CertifiedIssuer<'static, KeyPair>,
    authority: PathBuf,
    certificate: PathBuf,
    key: PathBuf,
}

impl Certificates {
    fn new(folder: &std::path::Path, name: &str) -> Self {
        std::fs::create_dir_all(folder).unwrap();
        let mut authority = CertificateParams::new(Vec::new()).unwrap();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
        let path = folder.join("authority.pem");
        std::fs::write(&path, authority.pem()).unwrap();
        let made = Self {
            issuer: authority,
            authority: path,
            certificate: folder.join("desk.pem"),
            key: folder.join("desk.key"),
        };
        made.renew(name);
        made
    }

    /// Signs a certificate for that name, in place of the earlier one.
    fn renew(&self, name: &str) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        std::fs::write(&self.certificate, certificate.pem()).unwrap();
        std::fs::write(&self.key, key.serialize_pem()).unwrap();
    }

    fn serve(&self, desk: &Desk) -> DeskServer {
        let path = |path: &PathBuf| path.to_str().unwrap().to_owned();
        let (certificate, key) = (path(&self.certificate), path(&self.key));
        DeskServer::start(desk, &["--tls-cert", &certificate, "--tls-key", &key])
    }
}

/// Asks, waits for these texts, and takes the route without a network: the QR of the same request.
fn fall_back_to_qr(device: &Device, said: &[&str]) -> Pty {
    let mut pty = at_route(device);
    ask_online(&mut pty);
    for text in said {
        pty.wait_for(text);
    }
    pty.wait_for("Enter shows the QR instead");
    pty.send("\r");
    pty.until("QR that can be read", read_qr);
    pty
}

#[test]
fn a_trusted_certificate_is_accepted() {
    let desk = Desk::new();
    let home = tempfile::tempdir().unwrap();
    let certificates = Certificates::new(home.path(), "127.0.0.1");
    let served = certificates.serve(&desk);
    assert!(served.url.starts_with("https://"), "{}", served.url);
    let mut device = device(&good_machine(), &desk, &served.url);
    device.set_env("SSL_CERT_FILE", certificates.authority.to_str().unwrap());
    let mut pty = at_route(&device);
    ask_online(&mut pty);
    finish_kept(pty, &device);
}

#[test]
fn an_untrusted_certificate_is_named() {
    let desk = Desk::new();
    let home = tempfile::tempdir().unwrap();
    let [ours, theirs] =
        ["ours", "theirs"].map(|name| Certificates::new(&home.path().join(name), "127.0.0.1"));
    let served = theirs.serve(&desk);
    let mut device = device(&good_machine(), &desk, &served.url);
    device.set_env("SSL_CERT_FILE", ours.authority.to_str().unwrap());
    let mut pty = fall_back_to_qr(&device, &["ONLINE-CERTIFICATE: ", "can't prove that it is the desk"]);
    // The route without a network leads to the same activation.
    let issued = desk.issue(&device.request(countersign_testing::NUMBER));
    pty.send("\r");
    pty.wait_for("6 CODE");
    pty.send(format!("\x1b[200~{}\x1b[201~", issued.text()));
    pty.wait_for("All seven lines are complete.");
    pty.send("\r");
    finish_kept(pty, &device);
}

#[test]
fn a_renewed_certificate_is_accepted_without_a_restart() {
    let desk = Desk::new();
    let home = tempfile::tempdir().unwrap();
    let certificates = Certificates::new(home.path(), "desk.example.org");
    let served = certificates.serve(&desk);
    let mut device = device(&good_machine(), &desk, &served.url);
    device.set_env("SSL_CERT_FILE", certificates.authority.to_str().unwrap());
    let mut pty = at_route(&device);
    ask_online(&mut pty);
    pty.wait_for("ONLINE-CERTIFICATE: ");
    // A certificate for the right name, by the same authority; the desk reloads it and continues to serve.
    certificates.renew("127.0.0.1");
    served.reload();
    // SIGHUP may reach the desk after the first request does.
    for _ in 0..100 {
        let before = pty.bytes().len();
        pty.send("r");
        pty.wait_written("Asking the desk", before);
        pty.wait_gone("Asking the desk");
        if pty.screen().contains("The code is genuine and was kept.") {
            break;
        }
    }
    finish_kept(pty, &device);
}

#[test]
fn a_refused_connection_is_named() {
    let desk = Desk::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    fall_back_to_qr(
        &device(&good_machine(), &desk, &url),
        &["ONLINE-UNREACHABLE: ", "nothing answers there"],
    );
}

#[test]
fn an_unknown_host_name_is_named() {
    let desk = Desk::new();
    // A label has at most 63 characters, so that no name server is asked.
    let url = format!("https://{}.invalid", "a".repeat(64));
    fall_back_to_qr(&device(&good_machine(), &desk, &url), &["ONLINE-NAME: "]);
}

#[test]
fn a_captive_portal_is_named() {
    let desk = Desk::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let portal = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut seen = [0; 8192];
        let _ = stream.read(&mut seen);
        let page = "<html><form>Room number?</form></html>";
        let head =
            format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n", page.len());
        stream.write_all(format!("{head}{page}").as_bytes()).unwrap();
        // The connection stays open until the other side has read the page.
        let _ = stream.read(&mut seen);
    });
    fall_back_to_qr(
        &device(&good_machine(), &desk, &url),
        &["ONLINE-PORTAL: ", "Sign in to the network first"],
    );
    portal.join().unwrap();
}

#[test]
fn a_refusing_proxy_is_named() {
    for variable in ["HTTPS_PROXY", "ALL_PROXY"] {
        let desk = Desk::new();
        let proxy = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = proxy.local_addr().unwrap();
        std::thread::spawn(move || {
            let (mut stream, _) = proxy.accept().unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        });
        let mut device = device(&good_machine(), &desk, "https://desk.example.org");
        device.set_env(variable, &format!("http://{address}"));
        fall_back_to_qr(&device, &["ONLINE-PROXY: ", "Check HTTPS_PROXY"]);
    }
}

#[test]
fn a_desk_of_no_proxy_is_asked_without_the_proxy() {
    let desk = Desk::new();
    let mut device = device(&good_machine(), &desk, "https://desk.invalid");
    // Nothing listens there, so a try of the proxy would be another fault.
    device.set_env("HTTPS_PROXY", "http://127.0.0.1:1");
    device.set_env("NO_PROXY", "desk.invalid");
    fall_back_to_qr(&device, &["ONLINE-NAME: "]);
}

#[test]
fn a_silent_desk_times_out_and_the_wait_can_be_cancelled() {
    let desk = Desk::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let device = device(&good_machine(), &desk, &url);
    // The session works while it waits: help opens and closes, and the QR can be chosen.
    let mut pty = at_route(&device);
    ask_online(&mut pty);
    pty.wait_for("Asking the desk at");
    // The seconds count down.
    wait_for_seconds_below(19, "At most ", " seconds more", &pty);
    pty.send("?");
    pty.wait_for("The request holds the license number");
    pty.send("\x1b");
    pty.wait_gone("The request holds the license number");
    pty.send("g");
    pty.until("QR that can be read", read_qr);
    pty.send("q");
    assert_eq!(pty.end(), 3);
    fall_back_to_qr(
        &same_profile_without_a_session(&device),
        &["ONLINE-TIMEOUT: ", "the same request gets the same code"],
    );
    drop(listener);
}

/// A machine with the same profile and no open session.
fn same_profile_without_a_session(device: &Device) -> Device {
    let desk = Desk::new();
    let mut other = Device::new(&good_machine(), &desk);
    let text = std::fs::read_to_string(device.profile()).unwrap();
    other.with_profile(&text);
    other
}
