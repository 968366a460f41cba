//! The command line: bad usage, texts without a request, help in both languages.

use crate::harness::{CommandResult, Desk, MACHINE};

#[test]
fn a_text_without_a_request_is_refused_and_bad_usage_exits_with_2() {
    let desk = Desk::new(&[]);
    let text = desk.request(MACHINE, "BR80G1234567", 1).text().unwrap();
    let cut = &text[..text.len() / 2];
    for wrong in ["hello", cut, "HTTPS://DESK.EXAMPLE/R/AAAA", ""] {
        let ran = desk.run(&["answer", wrong, "--json"]);
        assert_eq!((ran.exit, ran.json()["reason"].as_str()), (5, Some("REQUEST-INVALID")), "{wrong}");
    }
    let long = "A".repeat(70_000);
    assert_eq!(desk.run(&["answer", &long, "--json"]).json()["reason"], "REQUEST-TOO-LONG");
    for wrong in [&[][..], &["answer"], &["serves"], &["licenses"], &["--lang", "fr", "answer", "x"]] {
        assert_eq!(desk.run(wrong).exit, 2, "{wrong:?}");
    }
    let empty = Desk::empty();
    let ran = empty.run(&["answer", &text]);
    assert_eq!(ran.exit, 1);
    assert!(ran.err.starts_with("DESK-NONE: "), "{}", ran.err);
}

#[test]
fn help_is_in_the_language_of_the_caller() {
    let desk = Desk::empty();
    let zh = desk.run(&["--help", "--lang", "zh"]);
    assert!(zh.exit == 0 && zh.out.contains("许可证号") && !zh.out.contains("Options"), "{}", zh.out);
    let en = desk.run(&["licenses", "add", "--help"]);
    assert!(en.exit == 0 && en.out.contains("Add license numbers"), "{}", en.out);
    let mut by_locale = desk.command(&["answer", "--help"]);
    let ran = CommandResult::from(by_locale.env("LANG", "zh_CN.UTF-8").output().unwrap());
    assert!(ran.out.contains("答复请求"), "{}", ran.out);
}
