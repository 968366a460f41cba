//! Tables of lines of a tape: the commands they mean, and the errors they cause.

use super::parse::{Fault, TapeError, parse};

/// Each row is a line and the debug text of its command.
#[test]
fn each_line_is_parsed_as_vhs_does() {
    for (line, want) in [
        ("Output demo.gif", r#"Output("demo.gif")"#),
        ("Output frames/", r#"Output("frames/")"#),
        ("Require countersign", r#"Require("countersign")"#),
        ("Set Width 1200", "Set(Width(1200))"),
        ("Set TypingSpeed 0.1", "Set(TypingSpeed(100ms))"),
        ("Set TypingSpeed 60ms", "Set(TypingSpeed(60ms))"),
        ("Set WaitTimeout 1m", "Set(WaitTimeout(60s))"),
        ("Set WaitPattern /[$]$/", r#"Set(WaitPattern(Regex("[$]$")))"#),
        (r##"Set Theme { "background": "#000000" }"##, "Set(Looks)"),
        ("Set LoopOffset 60%", "Set(Looks)"),
        ("Set FontFamily 'DejaVu Sans Mono'", "Set(Looks)"),
        ("Env LANG \"C.UTF-8\"", r#"Env("LANG", "C.UTF-8")"#),
        ("Type \"it's `so`\"", r#"Type("it's `so`", None)"#),
        ("Type 'a \"b\" # c'", r#"Type("a \"b\" # c", None)"#),
        ("Type `\"'`", r#"Type("\"'", None)"#),
        ("Type@500ms \"a\" 'b'", r#"Type("a b", Some(500ms))"#),
        ("Type \"联想\"", r#"Type("联想", None)"#),
        ("Enter", "Press(Enter, 1, None)"),
        ("Down 3", "Press(Down, 3, None)"),
        ("Backspace@1.5s 18 # eighteen", "Press(Backspace, 18, Some(1.5s))"),
        ("Ctrl+F", "Press(Ctrl('F'), 1, None)"),
        ("Ctrl+[", "Press(Ctrl('['), 1, None)"),
        ("Alt+b", "Press(Alt('b'), 1, None)"),
        ("Shift+Tab", "Press(BackTab, 1, None)"),
        ("Sleep 2", "Sleep(2s)"),
        ("Sleep .5", "Sleep(500ms)"),
        ("Sleep 500ms", "Sleep(500ms)"),
        ("Wait", "Wait(Line, None, None)"),
        ("Wait /done/", r#"Wait(Line, None, Some(Regex("done")))"#),
        ("Wait+Line@10ms", "Wait(Line, Some(10ms), None)"),
        (r"Wait+Screen@5s /a # \d+/", r#"Wait(Screen, Some(5s), Some(Regex("a # \\d+")))"#),
        ("Hide", "Hide"),
        ("Show", "Show"),
        ("Screenshot pictures/done.png", r#"Screenshot("pictures/done.png")"#),
    ] {
        let steps = parse(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        let commands: Vec<_> = steps.iter().map(|step| format!("{:?}", step.command)).collect();
        assert_eq!(commands, [want], "{line}");
    }
}

#[test]
fn a_tape_is_parsed_into_commands_with_their_lines() {
    let tape = "# a comment\n\nOutput a.gif\r\n  Set Height 600\nType \"a\" Enter Sleep 1s\n\n\tWait # and no more\n";
    let steps = parse(tape).unwrap();
    let seen: Vec<_> = steps.iter().map(|step| (step.line, format!("{:?}", step.command))).collect();
    let seen: Vec<_> = seen.iter().map(|(line, text)| (*line, text.split('(').next().unwrap())).collect();
    assert_eq!(seen, [(3, "Output"), (4, "Set"), (5, "Type"), (5, "Press"), (5, "Sleep"), (7, "Wait")]);
}

/// Each row is a line and its error.
#[test]
fn errors_are_named() {
    for (line, want) in [
        ("Wiat", Fault::UnknownCommand("Wiat".into())),
        ("enter", Fault::UnknownCommand("enter".into())),
        ("F5", Fault::UnknownCommand("F5".into())),
        ("Source other.tape", Fault::UnknownCommand("Source".into())),
        ("Paste", Fault::UnknownCommand("Paste".into())),
        ("Enter many", Fault::UnknownCommand("many".into())),
        ("5", Fault::UnknownCommand("5".into())),
        ("Set Speed 5", Fault::UnknownSetting("Speed".into())),
        ("Set Width wide", Fault::Wanted("Set", "a whole number")),
        ("Set Width 1.5", Fault::Wanted("Set", "a whole number")),
        ("Set Theme", Fault::Wanted("Set", "a value")),
        ("Set WaitPattern x", Fault::Wanted("Set WaitPattern", "a /pattern/")),
        ("Output demo", Fault::Wanted("Output", "a .gif, .mp4 or .webm, or a folder/")),
        ("Require", Fault::Wanted("Require", "a program")),
        ("Env LANG", Fault::Wanted("Env", "a name and a text")),
        ("Type", Fault::Wanted("Type", "a text")),
        ("Type Enter", Fault::Wanted("Type", "a text")),
        ("Type \"open", Fault::Unclosed('"')),
        ("Type 'open\"", Fault::Unclosed('\'')),
        ("Set Theme { \"a\"", Fault::Unclosed('{')),
        ("Wait+Screen /open", Fault::Unclosed('/')),
        ("Wait+Screen /(/", Fault::BadPattern("(".into())),
        ("Wait+Row /a/", Fault::Wanted("Wait+", "Line or Screen")),
        ("Wait@0s /a/", Fault::Wanted("Wait@", "a time")),
        ("Wait@ /a/", Fault::Wanted("Wait@", "a time")),
        ("Sleep", Fault::Wanted("Sleep", "a time")),
        ("Sleep long", Fault::Wanted("Sleep", "a time")),
        ("Ctrl", Fault::Wanted("Ctrl", "+ and one letter")),
        ("Ctrl+Fn", Fault::Wanted("Ctrl", "+ and one letter")),
        ("Shift+a", Fault::Wanted("Shift", "+Tab")),
        ("Screenshot a.svg", Fault::Wanted("Screenshot", "a .png")),
        ("Type é", Fault::Foreign('é')),
    ] {
        let found = parse(&format!("# first\n{line}")).map(|steps| format!("{steps:?}"));
        assert_eq!(found, Err(TapeError { line: 2, fault: want }), "{line}");
    }
    // An argument has to stand on the same line: VHS would take the next command for the argument.
    assert_eq!(
        parse("Type\n\"a\"").map(|_| ()),
        Err(TapeError { line: 1, fault: Fault::Wanted("Type", "a text") })
    );
    // VHS ignores these settings and reports nothing.
    for first in ["Sleep 1s", "Env A 'b'", "Hide"] {
        let found = parse(&format!("{first}\nSet TypingSpeed 1s\nSet Width 100")).map(|_| ());
        assert_eq!(found, Err(TapeError { line: 3, fault: Fault::LateSetting("Width".into()) }), "{first}");
    }
    assert_eq!(
        TapeError { line: 3, fault: Fault::UnknownCommand("F5".into()) }.to_string(),
        "line 3: no such command: F5"
    );
}
