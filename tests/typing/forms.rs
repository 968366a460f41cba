//! Ways to write a code: letter case, groups, order, text around it.

use super::*;

/// How a line is written.
type Way<'a> = &'a dyn Fn(&str) -> String;

#[test]
fn a_code_is_read_however_it_is_written() {
    let wide = |line: &str| -> String {
        line.chars().filter_map(|c| char::from_u32(u32::from(c) + 0xfee0)).collect::<String>() + "\u{3000}"
    };
    let alike = |line: &str| line.replace('0', "o").replace('1', "l").replace('V', "u");
    let groups = |line: &str| {
        line.as_bytes()
            .chunks(4)
            .map(|four| String::from_utf8_lossy(four).into_owned())
            .collect::<Vec<_>>()
            .join("-")
    };
    let ways: [(&str, Way<'_>); 5] = [
        ("lower case", &str::to_lowercase),
        ("look-alikes", &alike),
        ("groups of four with dashes", &groups),
        ("groups of five", &grouped),
        ("full width", &wide),
    ];
    for (nonce, (what, way)) in (10..).zip(ways) {
        let (mut session, code) = at_code(nonce);
        for (at, line) in code.lines().iter().enumerate() {
            session.write(&way(line));
            assert_eq!(step(&session).texts()[at], *line, "{what}");
        }
        assert_eq!(session.keys, code.lines().iter().map(|line| way(line).chars().count()).sum::<usize>());
        session.press(Key::Enter);
        took(&session, &code);
        assert!(session.state.draft.mended.is_empty(), "{what}");
    }
}

#[test]
fn lines_in_the_wrong_order_find_their_place() {
    let (mut session, code) = at_code(4);
    let lines = code.lines();
    for at in [1, 0, 2, 6, 4, 5, 3] {
        session.write(&lines[at]);
        assert_eq!(step(&session).texts()[at], lines[at]);
    }
    assert_eq!(step(&session).texts(), lines);
    session.press(Key::Enter);
    took(&session, &code);
}

#[test]
fn a_paste_is_read_with_the_text_of_a_mail_around_it() {
    let (begun, code) = at_code(5);
    let lines = code.lines();
    let listed = |before: &str, number: fn(usize) -> String| -> String {
        lines
            .iter()
            .enumerate()
            .map(|(at, line)| format!("{before}{}{}\n", number(at + 1), grouped(line)))
            .collect()
    };
    let pastes = [
        listed("", |_| String::new()),
        listed("", |at| format!("{at}: ")),
        listed("> ", |at| format!("{at}  ")),
        listed("> > ", |at| format!("第{at}行：")),
        format!(
            "Dear customer,\nhere is the code.\n\n{}\nThe desk",
            listed("| ", |at| format!("Line {at}: "))
        ),
        lines.concat().to_lowercase(),
    ];
    for text in pastes {
        let mut session = begun.clone();
        session.feed(Msg::Paste(text.clone()));
        assert_eq!(step(&session).texts(), lines, "{text}");
        assert!(session.kept.is_none(), "a paste submits nothing");
        session.press(Key::Enter);
        took(&session, &code);
    }
    // A line pasted by itself goes where it belongs, and leaves the others alone.
    let mut session = begun;
    for at in [0, 3, 1] {
        session.feed(Msg::Paste(lines[at].clone()));
    }
    let texts = step(&session).texts();
    assert_eq!([&texts[0], &texts[1], &texts[3]], [&lines[0], &lines[1], &lines[3]]);
    assert_eq!((texts[2].as_str(), step(&session).current), ("", 2));
}

/// A slow link delivers keys in one piece, and the terminal's input takes them for a paste.
#[test]
fn a_line_break_in_a_paste_ends_the_line() {
    let (state, code) = at_code(5);
    let lines = code.lines();
    let slip = |line: &str| format!("{}{}{}", &line[..7], other(line.chars().nth(7).unwrap()), &line[8..]);
    let typed = format!("{}\n{}\n\n{}", slip(&lines[0]), lines[1], slip(&lines[2]));
    let state = update(state.state.clone(), Msg::Paste(typed)).0;
    assert_eq!(code_of(&state).texts()[..3], [slip(&lines[0]), lines[1].clone(), slip(&lines[2])]);
    // The break may come with the next piece.
    let state = update(state, Msg::Paste(format!("\n{}", lines[3]))).0;
    assert_eq!(code_of(&state).texts()[3], lines[3]);
    assert_eq!(code_of(&state).texts()[2], slip(&lines[2]));
}
