//! Links to the program over HTTP: what they show, what they give, how they end.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use countersign_testing::http::{self as client, Reply};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::harness::{BAD, Browser, Desk, Server, desk_with_operator, serve_office};

/// Adds a build with the header of a program. Returns the command's output.
fn add_build(desk: &Desk, machine: u16, size: usize, more: &[&str]) -> serde_json::Value {
    let program = desk.program("program", machine, size);
    desk.run(&[&["downloads", "add", &program, "--version", "1.2.0", "--json"], more].concat()).json()
}

/// Makes a link. Returns its path.
fn link(desk: &Desk, more: &[&str]) -> String {
    let made = desk.run(&[&["downloads", "link", "--json"], more].concat()).json();
    format!("/d/{}", made["code"].as_str().unwrap())
}

/// What `downloads links --json` says of the newest link.
fn newest(desk: &Desk) -> serde_json::Value {
    desk.run(&["downloads", "links", "--json"]).json()["links"][0].clone()
}

fn browse(server: &Server, path: &str) -> Reply {
    let accept = "text/html,application/xhtml+xml,*/*;q=0.8";
    client::send(&server.address, "GET", path, &[("accept", accept)], "").unwrap()
}

/// Sends a request and reads the bytes of the answer: head and body.
fn bytes(server: &Server, method: &str, path: &str) -> (String, Vec<u8>) {
    let mut stream = TcpStream::connect(&server.address).unwrap();
    write!(stream, "{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
    let mut all = Vec::new();
    stream.read_to_end(&mut all).unwrap();
    let end = all.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    (String::from_utf8_lossy(&all[..end]).to_ascii_lowercase(), all.split_off(end + 4))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn page_and_text_list_the_builds_with_correct_checksums() {
    let desk = Desk::new(&[]);
    let signature = desk.dir.path().join("countersign.asc");
    std::fs::write(&signature, "-----BEGIN PGP SIGNATURE-----\n<b>").unwrap();
    let x86 = add_build(&desk, 62, 600_000, &["--signature", &signature.display().to_string()]);
    let arm = add_build(&desk, 183, 1_000, &[]);
    let path = link(&desk, &[]);
    let server = desk.serve(&[]);
    let page = browse(&server, &path);
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    assert!(page.body.contains("The activation program for Example OS"), "{}", page.body);
    assert!(page.body.contains("BEGIN PGP SIGNATURE") && !page.body.contains("<b>"), "{}", page.body);
    let text = server.get(&path);
    assert_eq!(text.header("content-type"), Some("text/plain; charset=utf-8"));
    assert!(text.body.lines().all(|line| line.len() <= 80), "{}", text.body);
    for (processor, build, size) in [("x86_64", &x86, 600_000), ("aarch64", &arm, 1_000)] {
        let (head, archive) = bytes(&server, "GET", &format!("{path}/{processor}"));
        assert!(head.contains(&format!("content-length: {}", archive.len())), "{head}");
        let name = format!("filename=\"countersign-example-os-{processor}.tar\"");
        assert!(head.contains(&name) && head.contains("application/x-tar"), "{head}");
        assert!(archive.len() > size);
        let sums = [hex(&Sha256::digest(&archive)), build["sha256"].as_str().unwrap().to_owned()];
        for shown in [&page.body, &text.body] {
            assert!(sums.iter().all(|sum| shown.contains(sum)), "{sums:?} {shown}");
            assert!(shown.contains(&format!("curl -fLO https://desk.example{path}/{processor}")), "{shown}");
        }
        assert_eq!(
            bytes(&server, "GET", &format!("{path}/{processor}")).1,
            archive,
            "the second download has the same bytes"
        );
    }
    let zh = browse(&server, &format!("{path}?lang=zh")).body;
    assert!(zh.contains("下载 Example OS 激活程序") && zh.contains("校验值"), "{zh}");
    assert!(server.get(&format!("{path}?lang=zh")).body.contains("有效期至"));
    // Capitals, letters that look like digits, and Debian's name of the processor work too.
    let shouted = path.to_uppercase().replace('0', "O").replace('1', "I");
    assert_eq!(bytes(&server, "GET", &format!("{shouted}/amd64")).1.len() % 512, 0);
    assert_eq!(newest(&desk)["downloads"], 5);
}

#[test]
fn a_download_is_counted_only_when_complete() {
    let desk = desk_with_operator(&[]);
    desk.answer(&desk.request(BAD, "BR80G1234567", 1));
    add_build(&desk, 62, 8_000_000, &[]);
    let path = link(&desk, &["--case", "CAS-000001"]);
    let server = serve_office(&desk);
    let whole = format!("{path}/x86_64");
    assert!(
        bytes(&server, "HEAD", &whole).0.contains("content-length: 80"),
        "HEAD gives the length of the body of GET"
    );
    // A client disconnects midway.
    let mut stream = TcpStream::connect(&server.address).unwrap();
    write!(stream, "GET {whole} HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
    stream.read_exact(&mut [0; 1_000]).unwrap();
    drop(stream);
    assert_eq!((&newest(&desk)["downloads"], &newest(&desk)["last"]), (&json!(0), &json!(null)));
    bytes(&server, "GET", &whole);
    let used = newest(&desk);
    assert!(used["downloads"] == 1 && used["last"].is_i64(), "{used}");
    // The case and the audit show the download.
    let browser = Browser::new(&server);
    let case = browser.get("/office/cases/CAS-000001").body;
    let code = path.strip_prefix("/d/").unwrap();
    assert!(case.contains(&format!("desk.example{path}")) && case.contains("Downloaded"), "{case}");
    let audit = browser.get("/office/audit").body;
    for part in ["program downloaded", "download link made", "build of the program added"] {
        assert!(audit.contains(part), "{part}: {audit}");
    }
    assert!(audit.contains(&format!("{code} x86_64 1.2.0")), "{audit}");
    // A link that is revoked during a download gives no complete archive.
    let mut stream = TcpStream::connect(&server.address).unwrap();
    write!(stream, "GET {whole} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
    stream.read_exact(&mut [0; 1_000]).unwrap();
    desk.succeed(&["downloads", "revoke", code]);
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest);
    assert!(rest.len() < 8_000_000, "{}", rest.len());
    assert_eq!(newest(&desk)["downloads"], 1);
}

#[test]
fn an_ended_link_gives_the_reason_to_people_and_programs() {
    let desk = Desk::new(&[]);
    add_build(&desk, 62, 1_000, &[]);
    let path = link(&desk, &[]);
    let server = desk.serve(&["--unknown-per-source", "3"]);
    let says = |path: &str, status: u16, code: &str| {
        let (text, page) = (server.get(path), browse(&server, path));
        assert_eq!((text.status, page.status), (status, status), "{path}: {}", text.body);
        assert!(
            text.body.starts_with(&format!("{code}: ")) && text.body.lines().count() == 2,
            "{}",
            text.body
        );
        assert!(page.body.contains(code) && page.body.contains("<h1>"), "{}", page.body);
    };
    says(&format!("{path}/i686"), 404, "BUILD-NONE");
    says(&format!("{path}/aarch64"), 404, "BUILD-NONE");
    let set =
        |what: &str| desk.database().execute_batch(&format!("UPDATE download_links SET {what}")).unwrap();
    for (what, code) in [("downloads = 1000", "LINK-USED-UP"), ("expires = 9", "LINK-EXPIRED")] {
        set(what);
        says(&path, 410, code);
        says(&format!("{path}/x86_64"), 410, code);
    }
    desk.succeed(&["downloads", "revoke", path.strip_prefix("/d/").unwrap()]);
    says(&path, 410, "LINK-REVOKED");
    assert_eq!(server.post(&path).status, 405);
    // After too many guesses, the desk doesn't even show an existing link.
    says("/d/000000000", 404, "LINK-UNKNOWN");
    let last = server.get("/d/..%2f..%2fetc/x86_64");
    assert!(last.status == 404 && last.body.starts_with("LINK-UNKNOWN: "), "{}", last.body);
    for guess in [path.as_str(), "/d/111111111"] {
        let refused = server.get(guess);
        assert!(refused.status == 429 && refused.body.starts_with("TOO-OFTEN: "), "{}", refused.body);
        assert!(refused.header("retry-after").is_some());
    }
}

#[test]
fn the_offered_build_depends_on_the_product() {
    let desk = Desk::new(&[]);
    let offline = add_build(&desk, 62, 1_000, &[])["sha256"].as_str().unwrap().to_owned();
    let online = add_build(&desk, 62, 2_000, &["--online"])["sha256"].as_str().unwrap().to_owned();
    let path = link(&desk, &[]);
    let server = desk.serve(&[]);
    assert!(server.get(&path).body.contains(&offline));
    desk.succeed(&["profiles", "publish", "--older-binding", "yes"]);
    assert!(server.get(&path).body.contains(&online), "a published profile takes effect at once");
    let (_, archive) = bytes(&server, "GET", &format!("{path}/x86_64"));
    let text = String::from_utf8_lossy(&archive);
    assert!(text.contains("older-binding = true"), "the newest profile is in the archive");
    // Removed builds are not served any more.
    for build in ["1", "2"] {
        desk.succeed(&["downloads", "remove", build]);
    }
    assert_eq!(server.get(&path).status, 404);
    assert!(server.get(&path).body.starts_with("BUILD-NONE: "));
}

#[test]
fn an_operator_makes_reads_out_and_revokes_a_link() {
    let desk = desk_with_operator(&[]);
    desk.answer(&desk.request(BAD, "BR80G1234567", 1));
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    let case = "/office/cases/CAS-000001";
    assert!(
        browser.get(case).body.contains("countersign-desk downloads add"),
        "the page names the missing build"
    );
    let make = |fields: &[(&str, &str)]| browser.post("/office/downloads", fields);
    assert!(make(&[("days", "7")]).body.contains("BUILD-NONE"));
    add_build(&desk, 62, 1_000, &[]);
    for days in ["0", "91", "x", ""] {
        let refused = make(&[("days", days)]);
        assert!(refused.status == 422 && refused.body.contains("DAYS-INVALID"), "{days}: {}", refused.body);
    }
    for unknown in ["CAS-000009", "<b>"] {
        let refused = make(&[("days", "7"), ("case", unknown)]);
        assert!(refused.status == 404 && !refused.body.contains("<b>"), "{}", refused.body);
    }
    assert_eq!(browser.send("/office/downloads", &[("days", "7"), ("csrf", "x")]).status, 403);
    let made = make(&[("days", "7"), ("case", "CAS-000001")]);
    assert_eq!((made.status, made.header("location")), (303, Some("/office/cases/cas-000001#downloads")));
    let code = newest(&desk)["code"].as_str().unwrap().to_owned();
    for page in [case, "/office/downloads"] {
        let page = browser.get(page).body;
        assert!(page.contains(&format!("desk.example/d/{code}")) && page.contains("Revoke"), "{page}");
    }
    let zh = browser.get("/office/downloads?lang=zh").body;
    assert!(zh.contains("程序下载") && zh.contains("复制链接"), "{zh}");
    let revoke = |code: &str| browser.post("/office/downloads/revoke", &[("code", code), ("at", "case")]);
    assert_eq!(revoke(&code).header("location"), Some("/office/cases/cas-000001#downloads"));
    assert!(revoke("000000000").body.contains("LINK-UNKNOWN"));
    assert_eq!(newest(&desk)["state"], "revoked");
    assert_eq!(server.get(&format!("/d/{code}")).status, 410);
}

/// The device program of this build without its symbols, as it would be shipped.
fn stripped_program(folder: &Path) -> PathBuf {
    let to = folder.join("countersign-stripped");
    let strip = Command::new("strip").arg("-o").arg(&to).arg(countersign_testing::device_program()).output();
    assert!(strip.is_ok_and(|strip| strip.status.success()), "strip, which comes with the C compiler, fails");
    to
}

/// Runs a shell script in that folder, as a person at a minimal machine does.
fn at_machine(folder: &Path, script: &str) -> Output {
    let mut command = Command::new("sh");
    command.args(["-euc", script]).current_dir(folder).env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap()).env("HOME", folder).output().unwrap()
}

#[test]
fn a_minimal_machine_downloads_checks_unpacks_and_starts_the_program() {
    let desk = Desk::new(&[]);
    let program = stripped_program(desk.dir.path());
    desk.succeed(&["downloads", "add", &program.display().to_string(), "--version", "1.2.0"]);
    let path = link(&desk, &[]);
    let server = desk.serve(&[]);
    let shown = server.get(&path).body;
    let mut downloads = 0;
    for (tool, fetch, unpack) in [
        ("curl", "curl -sfLO", "tar xf"),
        ("wget", "wget -q", "tar xf"),
        ("busybox", "busybox wget -q", "busybox tar xf"),
    ] {
        if !at_machine(desk.dir.path(), &format!("command -v {tool}")).status.success() {
            countersign_testing::skipped(format_args!("{tool} is not installed; no download by it"));
            continue;
        }
        let folder = desk.dir.path().join(tool);
        std::fs::create_dir(&folder).unwrap();
        let address = format!("http://{}{path}", server.address);
        let script = format!(
            "{fetch} {address}/$(uname -m)
            sha256sum $(uname -m) | cut -d ' ' -f 1
            {unpack} $(uname -m)
            cd countersign-example-os
            sha256sum -c SHA256SUMS >&2
            ./countersign --version
            ./countersign status --json || test $? -eq 3"
        );
        let ran = at_machine(&folder, &script);
        let (out, err) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
        assert!(ran.status.success(), "{tool}: {out}{err}");
        let mut lines = out.lines();
        let sum = lines.next().unwrap();
        assert!(shown.contains(sum), "{tool}: {sum} {shown}");
        assert!(lines.next().unwrap().starts_with("countersign "), "{tool}: {out}");
        // Without a profile, the program reports an error as JSON.
        assert!(lines.next().is_some_and(|line| line.contains("\"state\":")), "{tool}: {out}");
        downloads += 1;
    }
    assert_eq!(newest(&desk)["downloads"], downloads);
}
