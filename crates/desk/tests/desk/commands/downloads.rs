//! `downloads`: builds of the device program, and links to them.

use std::os::unix::fs::symlink;

use serde_json::json;

use crate::harness::{BAD, Desk};

#[test]
fn a_build_is_added_listed_and_removed() {
    let desk = Desk::new(&[]);
    let program = desk.program("countersign", 62, 300_000);
    let none = desk.run(&["downloads", "list"]);
    assert!(none.out.contains("no builds") && none.out.contains("downloads add"), "{}", none.out);
    let signature = desk.dir.path().join("countersign.asc");
    std::fs::write(&signature, "signed").unwrap();
    let signature = signature.display().to_string();
    let added = desk.run(&[
        "downloads",
        "add",
        &program,
        "--version",
        "1.2.0",
        "--signature",
        &signature,
        "--online",
        "--json",
    ]);
    let added = added.json();
    let sum = added["sha256"].as_str().unwrap().to_owned();
    assert_eq!(
        (&added["processor"], &added["route"], &added["size"], &added["signature"], &added["product"]),
        (&json!("x86_64"), &json!("online"), &json!(300_000), &json!("countersign.asc"), &json!(null))
    );
    let said = desk.succeed(&["downloads", "add", &desk.program("arm", 183, 100), "--version", "1.2.0"]);
    assert!(
        said.starts_with("Build 2 added: aarch64, version 1.2.0, 0.0 MB (100 bytes).\nSHA-256 "),
        "{said}"
    );
    let listed = desk.succeed(&["downloads", "list"]);
    assert!(listed.contains(&sum) && listed.contains("no signature"), "{listed}");
    let zh = desk.succeed(&["--lang", "zh", "downloads", "list"]);
    assert!(zh.contains("可联网") && zh.contains("有签名") && zh.contains("所有产品"), "{zh}");
    let of_product = desk.program("own", 62, 100);
    desk.succeed(&["downloads", "add", &of_product, "--version", "1", "--product", "example-os"]);
    let all = desk.run(&["downloads", "list", "--json"]).json();
    assert_eq!(all["builds"][0]["product"], "example-os");
    desk.succeed(&["downloads", "remove", "2"]);
    assert_eq!(desk.refusal(&["downloads", "remove", "2"]), "BUILD-UNKNOWN");
    assert_eq!(desk.run(&["downloads", "list", "--json"]).json()["builds"].as_array().unwrap().len(), 2);
}

#[test]
fn a_file_that_is_not_a_program_is_refused_with_a_reason() {
    let desk = Desk::new(&[]);
    let path = |name: &str| desk.dir.path().join(name).display().to_string();
    std::fs::write(path("script"), "#!/bin/sh\nexec true\n").unwrap();
    let program = desk.program("program", 62, 100);
    symlink(&program, path("link")).unwrap();
    countersign_testing::make_pipe(&desk.dir.path().join("pipe"));
    // A sparse file takes no room on the disk.
    let large = desk.program("large", 62, 100);
    std::fs::File::options().write(true).open(&large).unwrap().set_len(32 * 1024 * 1024 + 1).unwrap();
    std::fs::write(path("signature"), vec![b'x'; 64 * 1024 + 1]).unwrap();
    std::fs::write(path("empty"), "").unwrap();
    let add = |file: &str, more: &[&str]| {
        desk.refusal(&[&["downloads", "add", file, "--version", "1"], more].concat())
    };
    for name in ["script", "empty"] {
        assert_eq!(add(&path(name), &[]), "BUILD-NO-PROGRAM", "{name}");
    }
    for name in ["link", "pipe", "."] {
        assert_eq!(add(&path(name), &[]), "FILE-NOT-REGULAR", "{name}");
    }
    assert_eq!(add(&large, &[]), "BUILD-TOO-LARGE");
    assert_eq!(add(&desk.program("riscv", 243, 100), &[]), "BUILD-PROCESSOR");
    assert_eq!(add(&program, &["--arch", "aarch64"]), "BUILD-PROCESSOR");
    assert_eq!(add(&program, &["--product", "other-os"]), "PRODUCT-UNKNOWN");
    for name in ["signature", "empty"] {
        assert_eq!(add(&program, &["--signature", &path(name)]), "SIGNATURE-TOO-LARGE", "{name}");
    }
    assert_eq!(desk.refusal(&["downloads", "add", &program, "--version", "1/2"]), "VERSION-INVALID");
    let missing = desk.run(&["downloads", "add", &path("missing"), "--version", "1"]);
    assert!(missing.exit == 1 && missing.err.starts_with("FILE-UNREADABLE: "), "{}", missing.err);
    assert_eq!(desk.run(&["downloads", "add", &program]).exit, 2, "the version is missing");
    assert_eq!(desk.run(&["downloads", "add", &program, "--version", "1", "--arch", "i686"]).exit, 2);
    assert_eq!(desk.run(&["downloads", "list", "--json"]).json()["builds"], json!([]));
}

#[test]
fn a_link_is_made_for_a_case_listed_and_revoked() {
    let desk = Desk::new(&[]);
    desk.answer(&desk.request(BAD, "BR80G1234567", 1));
    assert_eq!(desk.refusal(&["downloads", "link"]), "BUILD-NONE");
    desk.succeed(&["downloads", "add", &desk.program("program", 62, 100), "--version", "1"]);
    for unknown in ["CAS-000009", "x"] {
        assert_eq!(desk.refusal(&["downloads", "link", "--case", unknown]), "CASE-UNKNOWN", "{unknown}");
    }
    for days in ["0", "91", "x"] {
        assert_eq!(desk.run(&["downloads", "link", "--days", days]).exit, 2, "{days}");
    }
    let made = desk.run(&["downloads", "link", "--case", "CAS-000001", "--days", "3", "--json"]).json();
    let (link, code) = (made["link"].as_str().unwrap(), made["code"].as_str().unwrap());
    assert_eq!(link, format!("desk.example/d/{code}"));
    assert_eq!(link.len() - "desk.example".len(), 12, "{link}");
    assert_eq!(made["expires"].as_i64().unwrap() - made["made"].as_i64().unwrap(), 3 * 86_400);
    let said = desk.succeed(&["downloads", "link"]);
    assert!(said.starts_with("desk.example/d/") && said.contains("Valid until"), "{said}");
    let listed = desk.succeed(&["downloads", "links"]);
    assert!(listed.contains(link) && listed.contains("for CAS-000001"), "{listed}");
    let shown = desk.run(&["cases", "show", "CAS-000001", "--json"]).json();
    assert_eq!((&shown["links"][0]["code"], &shown["links"][1]), (&json!(code), &json!(null)));
    // The command also reads the whole address, as people copy it.
    desk.succeed(&["downloads", "revoke", &format!("https://{}", link.to_uppercase())]);
    assert_eq!(desk.refusal(&["downloads", "revoke", "000000000"]), "LINK-UNKNOWN");
    assert_eq!(desk.refusal(&["downloads", "revoke", "nothing"]), "LINK-UNKNOWN");
    let states: Vec<_> = desk.run(&["downloads", "links", "--json"]).json()["links"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["state"].clone())
        .collect();
    assert_eq!(states, ["valid", "revoked"]);
    // With several products, the command must name one.
    desk.succeed(&["products", "add", "other-os", "--name", "Other OS", "--mask", "A99"]);
    assert_eq!(desk.run(&["downloads", "link"]).exit, 2, "PRODUCT-MISSING");
    assert_eq!(
        desk.run(&["downloads", "link", "--product", "other-os", "--json"]).json()["product"],
        "other-os"
    );
    // A link for a case gets the product of the case, and no other product is allowed.
    desk.run(&["answer", &desk.request(BAD, "BR80G1234567", 1).text().unwrap()]);
    let of_case = |more: &[&str]| desk.run(&[&["downloads", "link", "--case", "1", "--json"], more].concat());
    assert_eq!(of_case(&[]).json()["product"], "example-os");
    let other = of_case(&["--product", "other-os"]);
    assert!(other.exit == 5 && other.err.contains("PRODUCT-OTHER"), "{}", other.err);
    let summary = desk.succeed(&["cases", "show", "1", "--summary"]);
    assert!(summary.starts_with("Case CAS-000001, Example OS"), "{summary}");
}
