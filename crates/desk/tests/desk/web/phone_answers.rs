//! The address of an answer: the person who asked can load it again, and it reveals nothing to anyone else.

use countersign_core::protocol::Request;

use super::phone_pages::assert_security_headers;
use crate::harness::{BAD, Desk, MACHINE, NUMBER, Server, path};

/// Presses the button. Returns the address of the answer.
fn press(server: &Server, request: &Request, query: &str) -> String {
    let asked = server.post(&format!("{}{query}", path(request)));
    assert_eq!((asked.status, asked.body.as_str()), (303, ""));
    assert_security_headers(&asked);
    asked.header("location").unwrap().to_owned()
}

/// Checks that an address shows the request and its button, and no answer.
fn assert_no_answer(server: &Server, address: &str) {
    let page = server.get(address);
    assert_eq!(page.status, 200, "{address}: {}", page.body);
    assert!(page.body.contains("method=\"post\"") && page.lines().is_empty(), "{address}: {}", page.body);
    for never in ["CAS-", "No license code yet"] {
        assert!(!page.body.contains(never), "{address}: {never}: {}", page.body);
    }
}

#[test]
fn an_answer_can_be_loaded_again_and_writes_nothing() {
    let desk = Desk::new(&[]);
    let servers = [desk.serve(&[]), desk.serve(&[])];
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let address = press(&servers[0], &request, "");
    let first = servers[0].get(&address);
    assert_security_headers(&first);
    desk.verify(&first.lines(), &request);
    let before = desk.license(NUMBER);
    assert_eq!(before["requests"].as_array().unwrap().len(), 1);
    // Another desk on the same database shows it too, in the other language as well.
    assert_eq!(servers[0].get(&address).body, first.body);
    assert_eq!(servers[1].get(&address).body, first.body);
    let zh = servers[1].get(&format!("{address}?lang=zh"));
    assert!(zh.lines() == first.lines() && zh.body.contains("授权码"), "{}", zh.body);
    assert!(
        first.body.contains("First use"),
        "the page doesn't show how the code was granted: {}",
        first.body
    );
    assert_eq!(desk.license(NUMBER), before);
    for part in ["Example OS", "M80-D8018200512", "value=\"AA03220123951\"", "data-share", "data-print"] {
        assert!(first.body.contains(part), "{part}: {}", first.body);
    }
    let heading = first.body.split("data-heading=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(heading, format!("Example OS: license code for request {}", request.name()));
    let chosen = press(&servers[0], &request, "?lang=zh");
    assert!(chosen.ends_with("?lang=zh"), "{chosen}");
}

#[test]
fn only_the_address_that_the_desk_made_shows_an_answer() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let address = press(&server, &request, "");
    let (own, token) = address.rsplit_once('/').unwrap();
    let other = if token.starts_with(['a', 'A']) { 'b' } else { 'a' };
    let altered = format!("{own}/{other}{}", &token[1..]);
    for address in
        [own, &altered, &format!("{own}/"), &format!("{own}/{token}a"), &format!("{own}/x/{token}")]
    {
        assert_no_answer(&server, address);
    }
    let other = desk.request(MACHINE, "BR80G1234567", 2);
    assert_no_answer(&server, &format!("{}/{token}", path(&other)));
    // A desk with other keys doesn't accept the address.
    let elsewhere = Desk::new(&[]);
    assert_no_answer(&elsewhere.serve(&[]), &address);
    assert!(server.get(&altered).body.contains("no longer shows the answer"));
    assert!(!server.get(own).body.contains("no longer shows the answer"));
    // The button of that page posts to the request's own address.
    let action = format!("action=\"{}?lang=en\"", path(&request));
    assert!(server.get(&altered).body.contains(&action), "{action}");
}

#[test]
fn an_answer_address_reflects_later_changes() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    desk.succeed(&["licenses", "suspend", NUMBER, "--reason", "payment is open"]);
    let address = press(&server, &request, "");
    let refused = server.get(&address).body;
    assert!(refused.contains("NUMBER-SUSPENDED") && refused.contains("CAS-000001"), "{refused}");
    desk.succeed(&["licenses", "resume", NUMBER, "--reason", "paid"]);
    assert_no_answer(&server, &address);
    assert_eq!(desk.license(NUMBER)["state"], "unused", "viewing an answer issues no code");
    let address = press(&server, &request, "");
    assert_eq!(server.get(&address).lines().len(), 7);
    desk.succeed(&["licenses", "suspend", NUMBER, "--reason", "payment is open"]);
    let page = server.get(&address);
    assert!(page.body.contains("NUMBER-SUSPENDED") && page.lines().is_empty(), "{}", page.body);
}

#[test]
fn a_repeated_refusal_is_one_line_of_its_case() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let request = desk.request(BAD, "BR80G1234567", 1);
    let addresses: Vec<String> = (0..3).map(|_| press(&server, &request, "")).collect();
    for address in &addresses {
        assert!(server.get(address).body.contains("CAS-000001"));
    }
    let license = desk.license(NUMBER);
    let count = |list: &str| license[list].as_array().unwrap().len();
    assert_eq!((count("requests"), count("cases")), (1, 1), "{license}");
    // The command `answer` reads the request from the address of an answer.
    let asked = format!("https://desk.example{}", addresses[0]);
    assert_eq!(desk.run(&["answer", "--json", &asked]).json()["request"], request.name().to_string());
}

#[test]
fn views_of_an_answer_are_counted_like_answers() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&["--per-number", "3"]);
    let address = press(&server, &desk.request(MACHINE, "BR80G1234567", 1), "");
    assert_eq!([1, 2, 3].map(|_| server.get(&address).status), [200, 200, 429]);
    // A made-up token isn't counted and shows nothing.
    let made_up = format!("{}/{}", address.rsplit_once('/').unwrap().0, "a".repeat(40));
    assert_eq!([1, 2, 3, 4].map(|_| server.get(&made_up).status), [200; 4]);
}
