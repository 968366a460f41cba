//! No terminal, a second wizard, a locale without Chinese, a terminal that is too small.

use countersign_core::machine::Field;

use super::{Refusal, refuses};
use countersign_testing::{Desk, Device, NUMBER, OTHER_NUMBER, Pty, bad_machine, good_machine};

#[test]
fn a_missing_terminal_is_named_at_once() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let want =
        Refusal { args: &[], input: "", exit: 2, code: "NO-TERMINAL", cure: "inspect, request, enter" };
    let ran = refuses(&device, &want);
    assert_eq!(ran.out, "");
    assert!(!device.state().exists());
    refuses(&device, &Refusal { args: &["practice"], ..want });
}

#[test]
fn a_second_wizard_names_the_terminal_of_the_first() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let mut first = device.pty(&[]);
    first.wait_for("1 WELCOME");
    let name = first.name();
    for (lang, word) in [("en", "Continue there"), ("zh", "关闭")] {
        let mut second = device.pty(&["--lang", lang]);
        assert_eq!(second.end(), 1);
        let said = second.screen();
        assert!(said.contains("LOCK-HELD") && said.contains(&name) && said.contains(word), "{said}");
    }
    let want = Refusal { args: &["enter", "-"], input: "x", exit: 1, code: "LOCK-HELD", cure: "close it" };
    let ran = refuses(&device, &want);
    assert!(ran.err.contains(&name), "{ran:#?}");
    refuses(&device, &Refusal { args: &["release", "--yes"], ..want });
    refuses(&device, &Refusal { args: &["request", "--number", OTHER_NUMBER], ..want });
    assert_eq!(device.run(&["status"]).exit, 3, "status needs no lock");
    // The first continues, and its lock is free after it was killed.
    first.send(format!("{NUMBER}\r"));
    first.wait_for("2 INSPECT");
    drop(first);
    let next = device.pty(&[]);
    next.wait_for("A session for");
}

#[test]
fn a_locale_without_chinese_gets_ascii_english() {
    let desk = Desk::new();
    // A proper Chinese value: a locale without UTF-8 can't show it, but must not garble the rest.
    let machine = bad_machine().with_value(Field::BoardManufacturer, "联想");
    for locale in ["zh_CN.GBK", "zh_CN.GB18030", "zh_CN", "C"] {
        let mut device = Device::new(&machine, &desk);
        device.set_env("LANG", locale);
        let mut pty = device.pty(&[]);
        pty.wait_for("License number");
        pty.send(format!("{NUMBER}\r"));
        pty.wait_for("MODEL-BLANK");
        pty.send("d");
        pty.wait_for("Every field");
        pty.send("\x1b");
        pty.wait_for("The desk will refuse");
        pty.send("\r");
        pty.wait_for("3 FIX");
        pty.send("q");
        assert_eq!(pty.end(), 3);
        let bytes = pty.bytes();
        assert!(bytes.is_ascii(), "{locale}: {:?}", String::from_utf8_lossy(&bytes));
        for args in [&["inspect"][..], &["status"], &["report"], &["doctor"], &["--help"]] {
            let ran = device.run(args);
            assert!(ran.out.is_ascii() && ran.err.is_ascii(), "{locale} {args:?}: {ran:#?}");
        }
        let ran = device.run_with_input(&["--plain"], &format!("{NUMBER}\n\n\n"));
        assert!(ran.out.is_ascii() && ran.out.contains("3 FIX"), "{locale}: {}", ran.out);
        device.run(&["enter", "-"]).assert_refused(5, "REQUEST-NONE", "Make one first");
        // `--lang zh` gives Chinese in a file or a pipe.
        assert!(device.run(&["inspect", "--lang", "zh"]).out.contains("型号"));
    }
    let mut device = Device::new(&machine, &desk);
    device.set_env("LANG", "zh_CN.UTF-8");
    let ran = device.run(&["inspect"]);
    assert!(ran.out.contains("型号"), "{}", ran.out);
    let pty = device.pty(&[]);
    pty.wait_for("许可证");
    // The kernel's console has no Chinese glyphs.
    device.set_env("TERM", "linux");
    drop(pty);
    let pty = device.pty(&[]);
    pty.wait_for("License number");
    let ran = device.run(&["inspect"]);
    assert!(ran.out.contains("Manufacturer"), "{}", ran.out);
}

#[test]
fn a_too_small_terminal_shows_the_needed_size() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let mut pty = Pty::spawn(&device.command(&[]), (30, 8));
    pty.wait_for("40x12");
    pty.send("\x03");
    assert_eq!(pty.end(), 3);
}
