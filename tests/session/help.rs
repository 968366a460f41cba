//! Help by topic, names that are nearly right, a language that can't be shown, and tables in a pipe.

use countersign_core::machine::Field;
use countersign_testing::{CommandOutput, Desk, Device, Pty, bad_machine, good_machine};

/// Runs the program without a profile.
fn bare(device: &Device, args: &[&str]) -> CommandOutput {
    device.bare_command(args).output().unwrap().into()
}

const TOPICS: [&str; 8] = ["commands", "steps", "keys", "ways", "routes", "plain", "practice", "exit-codes"];

#[test]
fn every_topic_of_the_help_has_words_in_both_languages() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    for (topic, en, zh) in [
        ("commands", "Usage: countersign", "用法：countersign"),
        ("steps", "5 REQUEST", "5 "),
        ("keys", "Esc goes back", "Esc 返回"),
        ("ways", "--recover", "--recover"),
        ("routes", "phone camera", "手机扫码"),
        ("plain", "line by line", "逐行"),
        ("practice", "placeholder-serial", "placeholder-serial"),
        ("exit-codes", "4  the machine changed", "4  机器有变化"),
    ] {
        let [one, other] = ["en", "zh"].map(|lang| bare(&device, &["help", topic, "--lang", lang]));
        assert!(one.exit == 0 && one.out.contains(en) && one.err.is_empty(), "{topic}: {one:#?}");
        assert!(other.exit == 0 && other.out.contains(zh), "{topic}: {other:#?}");
    }
    // Without a topic it lists all topics; the name of a command is a topic, and a topic may be two words.
    let listed = bare(&device, &["help"]);
    assert!(TOPICS.iter().all(|topic| listed.out.contains(topic)), "{}", listed.out);
    assert!(bare(&device, &["help", "request"]).out.contains("--recover"));
    assert_eq!(bare(&device, &["help", "exit", "codes"]).out, bare(&device, &["help", "exit-codes"]).out);
}

#[test]
fn an_unknown_topic_is_refused_with_the_list_of_topics() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    for (lang, cure) in [("en", "Topics: commands, steps"), ("zh", "可用的主题：commands")] {
        bare(&device, &["help", "coffee", "--lang", lang]).assert_refused(2, "TOPIC-UNKNOWN", cure);
    }
}

#[test]
fn samples_are_listed_and_an_unknown_one_is_named_without_a_terminal() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    for name in ["practice", "practise"] {
        bare(&device, &[name, "foo"]).assert_refused(2, "SAMPLE-UNKNOWN", "placeholder-serial");
        bare(&device, &[name, "vm"]).assert_refused(2, "NO-TERMINAL", "--plain");
        let help = bare(&device, &[name, "--help"]);
        assert!(help.exit == 0 && help.out.contains("Sample machines: clean, "), "{}", help.out);
    }
}

#[test]
fn a_language_that_cannot_be_shown_is_reported() {
    let desk = Desk::new();
    let mut device = Device::new(&good_machine(), &desk);
    for (term, locale, why) in [
        ("linux", "zh_CN.UTF-8", "this terminal (TERM) has no Chinese characters"),
        ("xterm", "zh_CN.GBK", "the locale is not UTF-8"),
    ] {
        device.set_env("TERM", term);
        device.set_env("LANG", locale);
        let mut told = Pty::spawn(&device.command(&["status", "--lang", "zh"]), (80, 24));
        assert_eq!(told.end(), 3);
        let screen = told.screen().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(screen.contains("LANG-NOT-SHOWN") && screen.contains(why), "{screen}");
        assert!(told.bytes().is_ascii() && screen.contains("NOT-ACTIVATED"), "{screen}");
        let wizard = device.pty(&["--lang", "zh"]);
        wizard.wait_for("1 WELCOME");
        wizard.wait_for("LANG-NOT-SHOWN");
        // A file gets the language that was asked for.
        let ran = device.run(&["status", "--lang", "zh"]);
        assert!(ran.out.contains("本机尚未激活") && ran.err.is_empty(), "{ran:#?}");
    }
}

#[test]
fn nothing_is_cut_in_a_pipe() {
    let model = format!("Model {} End", "x".repeat(50));
    let machine = bad_machine().with_value(Field::Model, &model);
    let desk = Desk::new();
    let device = Device::new(&machine, &desk);
    for args in [&["inspect"][..], &["inspect", "--all"]] {
        let ran = device.run(args);
        assert!(ran.out.contains(&model) && !ran.out.contains("..."), "{args:?}: {}", ran.out);
    }
    // The names of recordings too.
    let long = device.path(&format!("{}.bin", "name".repeat(20)));
    std::fs::write(&long, "System Information\n\tManufacturer: ASRock\n\tProduct Name: B450M Pro4\n\tSerial Number: M80-D5016\n").unwrap();
    let ran = bare(&device, &["inspect", &long.display().to_string(), &long.display().to_string()]);
    assert!(ran.out.contains(&"name".repeat(20)) && !ran.out.contains("..."), "{ran:#?}");
    // On a terminal a value is cut, so that each field takes one row.
    let mut shown = Pty::spawn(&device.command(&["inspect"]), (80, 60));
    shown.end();
    assert!(shown.screen().contains("Model xxxx") && shown.screen().contains("..."), "{}", shown.screen());
}
