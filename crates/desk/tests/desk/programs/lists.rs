//! Lists: every row appears once, page by page, while rows are added.

use serde_json::Value;

use super::{ALL, Program};
use crate::harness::{BAD, Desk, MACHINE};

/// Every value of a member, page by page; `between` runs after each page.
fn collect(
    program: &Program<'_>,
    list: &str,
    path: &str,
    member: &str,
    mut between: impl FnMut(usize),
) -> Vec<Value> {
    let (mut all, mut cursor, mut pages) = (Vec::new(), String::new(), 0);
    loop {
        let page = program.get(&format!("{path}{cursor}"));
        assert_eq!(page.status, 200, "{}", page.body);
        let page = page.json();
        all.extend(page[list].as_array().unwrap().iter().map(|row| row[member].clone()));
        let Some(next) = page["next"].as_str() else { return all };
        cursor = format!("&cursor={next}");
        between(pages);
        pages += 1;
    }
}

#[test]
fn pages_list_every_number_once_while_numbers_are_added() {
    let desk = Desk::new(&[]);
    let numbers: Vec<String> = (0..25).map(|at| format!("AA1000000{at:04}")).collect();
    let add = |numbers: &[String]| {
        let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
        desk.succeed(&[&["licenses", "add"], &numbers[..]].concat());
    };
    add(&numbers);
    let server = desk.serve(&[]);
    let program = Program::new(&desk, &server, "shop", &ALL);
    for sort in ["number", "newest", "expiry"] {
        let path = format!("/api/v1/numbers?limit=4&sort={sort}");
        let all = collect(&program, "numbers", &path, "number", |page| {
            add(&[format!("AA2{}{page:07}000", sort.len() % 9)[..13].to_owned()]);
        });
        let mut unique: Vec<&str> = all.iter().map(|number| number.as_str().unwrap()).collect();
        let count = unique.len();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(count, unique.len(), "{sort}");
        assert!(numbers.iter().all(|number| unique.contains(&number.as_str())), "{sort}: {unique:?}");
    }
    assert_eq!(program.get("/api/v1/numbers?state=bound").json()["numbers"], Value::Array(Vec::new()));
    let expiring = program.get("/api/v1/numbers?expiring=30&state=bound");
    assert_eq!(expiring.status, 422);
}

#[test]
fn pages_list_every_request_and_case_once() {
    let desk = Desk::new(&[]);
    for at in 1..=6 {
        let board = format!("BR80G000000{at}");
        let machine = [MACHINE[0], MACHINE[1], &format!("M80-D801820051{at}")];
        desk.answer(&desk.request(machine, &board, at));
        let bad = ["ASRock", &format!("Model {at}"), BAD[2]];
        desk.answer(&desk.request(bad, &board, 10 + at));
    }
    let server = desk.serve(&[]);
    let program = Program::new(&desk, &server, "portal", &ALL);
    for sort in ["newest", "oldest"] {
        let path = format!("/api/v1/requests?limit=5&sort={sort}");
        let mut ids = collect(&program, "requests", &path, "id", |_| {});
        assert_eq!(ids.len(), 12);
        ids.dedup();
        assert_eq!(ids.len(), 12);
        let path = format!("/api/v1/cases?limit=2&state=all&sort={sort}");
        let mut cases = collect(&program, "cases", &path, "case", |_| {});
        let count = cases.len();
        cases.dedup();
        assert!(count > 2 && count == cases.len(), "{cases:?}");
    }
    let refused =
        program.get("/api/v1/requests?outcome=refused&reason=MACHINE-REFUSED&from=2020-01-02").json();
    assert!(!refused["requests"].as_array().unwrap().is_empty(), "{refused}");
    assert_eq!(program.get("/api/v1/requests?until=2020-01-02").json()["requests"], Value::Array(Vec::new()));
}
