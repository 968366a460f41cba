//! The command line: bad usage, texts without a request, help in both languages.

use std::process::Command;

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

#[test]
fn a_system_that_gives_too_few_descriptors_is_told() {
    let desk = Desk::new(&[]);
    for most in [6, 8, 12, 16, 24] {
        let command = desk.command(&["licenses", "list", "--lang", "en"]);
        let mut limited = Command::new("sh");
        limited.args(["-c", "ulimit -n \"$0\"; exec \"$@\"", &most.to_string()]).arg(command.get_program());
        limited
            .args(command.get_args())
            .env_clear()
            .envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let ran = CommandResult::from(limited.output().unwrap());
        let told = ran.exit == 1 && ran.err.starts_with("SYSTEM-FAULT: ");
        assert!(told || ran.exit == 0, "{most} descriptors: {} {}", ran.exit, ran.err);
    }
}

#[test]
fn names_of_folders_and_files_reach_the_terminal_as_harmless_text() {
    let desk = Desk::new(&[]);
    let odd = desk.dir.path().join("\u{1b}]0;owned\u{7}\u{202e}");
    let mut init =
        desk.command(&["init", "--product", "x", "--name", "X", "--mask", "AA99", "--host", "a.example"]);
    init.arg("--data").arg(&odd);
    let file = odd.join("numbers.csv\u{1b}[2J");
    let mut import = desk.command(&["licenses", "import"]);
    import.arg(&file);
    for command in [&mut init, &mut import] {
        let ran = CommandResult::from(command.output().unwrap());
        assert!(ran.exit == 0, "{}", ran.err);
        assert!(!ran.out.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{:?}", ran.out);
        std::fs::write(&file, "AA05550000001\n").unwrap();
    }
}
