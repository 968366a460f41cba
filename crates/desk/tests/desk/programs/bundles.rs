//! Bundles of requests through the interface: answers line by line, one case for each reason, the limits.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use countersign_testing::http::Reply;
use serde_json::{Value, json};

use super::{ALL, Program, make_token, problem, refusal};
use crate::harness::{BAD, Browser, Desk, MACHINE, desk_with_operator, serve_office};

const HEAD: &str = "{\"countersign\":\"requests\",\"version\":1}\n";

/// A bundle of five machines, an unknown number and two wrong lines. The last three machines are refused for the same reason.
fn bundle(desk: &Desk) -> String {
    let mut text = HEAD.to_owned();
    for at in 0..6_u8 {
        let number = format!("AA0555000000{at}");
        if at < 5 {
            desk.succeed(&["licenses", "add", &number]);
        }
        let machine = if at < 2 { MACHINE } else { BAD };
        let request = desk.request_for(&number, machine, &format!("BR80G55500{at}"), at + 1);
        let host = format!("node {at} 服务器");
        let _ = writeln!(text, "{}", json!({ "host": host, "request": request.text().unwrap() }));
    }
    text + "nothing\n{\"host\":\"a\\u001b[2J\",\"request\":\"x\"}\n{\"end\":8}\n"
}

fn send(program: &Program<'_>, bundle: &str) -> Reply {
    program.send("POST", "/api/v1/bundles", &[("content-type", "application/x-ndjson")], bundle)
}

fn lines(reply: &Reply) -> Vec<Value> {
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (200, Some("application/x-ndjson")),
        "{}",
        reply.body
    );
    reply.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_bundle_gets_an_answer_for_each_line_and_a_case_for_each_reason() {
    let desk = Desk::new(&[]);
    let bundle = bundle(&desk);
    let server = desk.serve(&[]);
    let portal = Program::new(&desk, &server, "portal", &ALL);
    let answers = lines(&send(&portal, &bundle));
    assert_eq!(answers[0]["countersign"], "answers");
    let reasons: Vec<_> = answers[1..9].iter().map(|one| one["reason"].as_str()).collect();
    let machine = Some("MACHINE-REFUSED");
    let number = Some("NUMBER-UNKNOWN");
    let wrong = [Some("LINE-MALFORMED"), Some("HOST-MALFORMED")];
    assert_eq!(reasons, [None, None, machine, machine, machine, number, wrong[0], wrong[1]]);
    assert_eq!((&answers[1]["host"], &answers[1]["line"]), (&json!("node 0 服务器"), &json!(2)));
    assert_eq!((&answers[8]["host"], &answers[8]["line"]), (&json!(null), &json!(9)));
    let counts = json!({
        "issued": 2, "cut-off": false,
        "reasons": { "MACHINE-REFUSED": 3, "NUMBER-UNKNOWN": 1, "LINE-MALFORMED": 1, "HOST-MALFORMED": 1 },
    });
    assert_eq!(answers[9], json!({ "end": 8, "counts": counts }));
    let cases: Vec<_> = answers[3..6].iter().map(|one| one["case"].as_str().unwrap()).collect();
    assert_eq!(cases, [cases[0]; 3], "all machines share one case");
    let case = portal.get(&format!("/api/v1/cases/{}", cases[0])).json();
    assert_eq!((&case["machines"], &case["unsolved"], &case["left_out"]), (&json!(3), &json!(3), &json!(0)));
    assert_eq!(case["requests"].as_array().unwrap().len(), 3);
    assert!(
        case["summary"].as_str().unwrap().contains("Machines of one bundle: 3; without a license code: 3")
    );

    let again = lines(&send(&portal, &bundle));
    let codes = |all: &[Value]| all[1..9].iter().map(|one| one["code"].clone()).collect::<Vec<_>>();
    assert_eq!(codes(&again), codes(&answers), "the codes are the same");
    assert_eq!(portal.get("/api/v1/cases").json()["cases"].as_array().unwrap().len(), 1);

    for (at, left) in [(2_u8, 2), (3, 1), (4, 0)] {
        let serial = format!("M80-D801820053{at}");
        let mended = [MACHINE[0], MACHINE[1], &serial];
        let request =
            desk.request_for(&format!("AA0555000000{at}"), mended, &format!("BR80G55500{at}"), at + 20);
        let asked = json!({ "request": request.text().unwrap() });
        assert_eq!(portal.post("/api/v1/answers", &asked).json()["decision"], "issued");
        let case = portal.get(&format!("/api/v1/cases/{}", cases[0])).json();
        assert_eq!((&case["unsolved"], &case["closed"].is_null()), (&json!(left), &(left > 0)), "{case}");
    }
    let case = portal.get(&format!("/api/v1/cases/{}", cases[0])).json();
    assert_eq!(case["outcome"], "solved");
    assert!(case["summary"].as_str().unwrap().contains("all 3 machines have their license codes"), "{case}");
    let mail = desk.succeed(&["cases", "mail", cases[0], "--mail-lang", "zh"]);
    assert!(mail.contains("涉及机器 3 台") && mail.contains("3 台机器均已取得授权码"), "{mail}");
    assert_eq!(desk.run(&["database", "check"]).exit, 0);
}

#[test]
fn a_truncated_invalid_or_oversized_bundle_is_reported() {
    let desk = Desk::new(&[]);
    let whole = bundle(&desk);
    let server = desk.serve(&[]);
    let portal = Program::new(&desk, &server, "portal", &ALL);
    let cut: String = whole.split_inclusive('\n').take(3).collect();
    let answers = lines(&send(&portal, &cut));
    assert_eq!((&answers[3]["end"], &answers[3]["counts"]["cut-off"]), (&json!(2), &json!(true)));
    for (body, code) in [
        ("", "BUNDLE-MALFORMED"),
        ("{\"host\":\"x\"}\n", "BUNDLE-MALFORMED"),
        ("{\"countersign\":\"answers\",\"version\":1}\n", "BUNDLE-OTHER"),
        ("{\"countersign\":\"requests\",\"version\":9}\n", "BUNDLE-NEWER"),
    ] {
        assert_eq!(problem(&send(&portal, body)), refusal(422, code));
    }
    let other = portal.send("POST", "/api/v1/bundles", &[("content-type", "application/json")], &whole);
    assert_eq!(problem(&other), refusal(415, "MEDIA-TYPE-OTHER"));
    let long = HEAD.to_owned() + &"x".repeat(17 * 1024 * 1024);
    assert_eq!(problem(&send(&portal, &long)), refusal(413, "REQUEST-TOO-LONG"));
    let reader = Program::new(&desk, &server, "reader", &["requests:read"]);
    assert_eq!(problem(&send(&reader, &whole)), refusal(403, "SCOPE-LACKS"));
}

#[test]
fn a_bundle_with_a_token_of_another_product_gets_only_refusals() {
    let desk = Desk::new(&[]);
    let bundle = bundle(&desk);
    let product =
        ["products", "add", "other-os", "--name", "Other OS", "--mask", "99999999", "--host", "desk.example"];
    desk.succeed(&product);
    let server = desk.serve(&[]);
    let token = make_token(&desk, "other", &ALL, &["--product", "other-os"]);
    let other = Program::with_token(&server, token["token"].as_str().unwrap());
    let answers = lines(&send(&other, &bundle));
    let reasons: Vec<_> = answers[1..7].iter().map(|one| one["reason"].as_str().unwrap()).collect();
    assert_eq!(reasons, ["PRODUCT-OTHER"; 6]);
    assert_eq!(desk.license("AA05550000000")["state"], "unused");
}

/// The desk takes the permit for a bundle before it receives the bundle, so that at most two bundles are in memory.
#[test]
fn a_third_bundle_waits_while_two_are_received() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let portal = Program::new(&desk, &server, "portal", &ALL);
    let head = format!(
        "POST /api/v1/bundles HTTP/1.1\r\nhost: desk.example\r\nauthorization: Bearer {}\r\n\
         content-type: application/x-ndjson\r\ncontent-length: 1000\r\nexpect: 100-continue\r\n\r\n",
        portal.token
    );
    let held: Vec<TcpStream> = (0..2)
        .map(|_| {
            let mut stream = TcpStream::connect(&server.address).unwrap();
            stream.write_all(head.as_bytes()).unwrap();
            // The desk asks for the bundle, so it has given the permit.
            let mut asked = [0; 25];
            stream.read_exact(&mut asked).unwrap();
            assert_eq!(&asked, b"HTTP/1.1 100 Continue\r\n\r\n");
            stream
        })
        .collect();
    let third = send(&portal, HEAD);
    assert_eq!(problem(&third), refusal(429, "TOO-OFTEN"));
    assert_eq!(third.header("retry-after"), Some("30"));
    drop(held);
    assert!((0..200).any(|_| send(&portal, HEAD).status == 200), "bundles are received again");
}

#[test]
fn the_office_offers_the_answers_as_a_file() {
    let desk = desk_with_operator(&[]);
    let bundle = bundle(&desk);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    let send = |csrf: &str, file: &str| {
        let part = |name: &str, more: &str, value: &str| {
            format!("--xx\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n{value}\r\n")
        };
        let body =
            part("csrf", "", csrf) + &part("file", "; filename=\"<fleet>.jsonl\"", file) + "--xx--\r\n";
        let headers = [("cookie", &*browser.cookie), ("content-type", "multipart/form-data; boundary=xx")];
        countersign_testing::http::send(&server.address, "POST", "/office/bundle", &headers, &body).unwrap()
    };
    assert!(browser.get("/office").body.contains("/office/bundle"));
    assert!(browser.get("/office/bundle").body.contains("data-bundle"));
    assert_eq!(send("0", &bundle).status, 403);
    let refused = send(&browser.csrf, "hello\n");
    assert!(refused.status == 422 && refused.body.contains("BUNDLE-MALFORMED"), "{}", refused.body);
    assert!(refused.body.contains("&lt;fleet&gt;.jsonl"), "{}", refused.body);
    let reply = send(&browser.csrf, &bundle);
    let answers = lines(&reply);
    let disposition = reply.header("content-disposition").unwrap();
    assert_eq!(disposition, "attachment; filename=\"countersign-answers.jsonl\"");
    assert_eq!(answers[9]["counts"]["issued"], 2);
    let case = browser.get(&format!("/office/cases/{}", answers[3]["case"].as_str().unwrap())).body;
    assert!(case.contains("3, 3 without a code"), "{case}");
    assert!(browser.get("/office/cases").body.contains("3, 3 without a code"));
    assert!(browser.get("/office/audit").body.contains("request answered"), "each answer is in the audit");
}
