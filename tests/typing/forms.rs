//! Ways to write a code: letter case, groups, order, text around it.

use countersign::wizard::{FileNews, JobNews};

use super::*;

/// A function that writes a line in another form.
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
fn lines_in_the_wrong_order_are_stored_in_their_places() {
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

/// The request of this session, a receipt and the license number, given instead of the code.
#[test]
fn a_text_given_instead_of_a_code_is_reported_and_typed_lines_are_kept() {
    let (mut begun, code) = at_code(6);
    let request = begun.state.draft.request.clone().unwrap();
    let lines = code.lines();
    begun.write(&lines[0]);
    begun.write(&lines[1][..11]);
    let typed = step(&begun).texts();
    let name = request.name().to_string();
    let text = request.text().unwrap();
    let receipt = grouped(&countersign_core::protocol::Secret::new([7; 10]).receipt());
    let cases = [
        (text.clone(), InsteadOfCode::Request(Some(name.clone()))),
        (format!("> {}", text.replace('\n', "\n> ")), InsteadOfCode::Request(Some(name.clone()))),
        (request.url("desk.example").unwrap(), InsteadOfCode::Request(Some(name.clone()))),
        (text.lines().next().unwrap().to_owned(), InsteadOfCode::Request(None)),
        (format!("Receipt: {receipt}"), InsteadOfCode::Receipt),
        (format!("12  {receipt}"), InsteadOfCode::Receipt),
        (format!("Refused: MACHINE-REFUSED (CAS-1)\n> {text}"), InsteadOfCode::Refusal("MACHINE-REFUSED")),
        (NUMBER.to_owned(), InsteadOfCode::Number),
        (format!("许可证号：{NUMBER}"), InsteadOfCode::Number),
    ];
    for (text, what) in cases {
        let read = JobNews::File(Box::new(FileNews::Read(text.clone())));
        for (by_file, msg) in [
            (false, Msg::Paste(text.clone())),
            (false, Msg::Answer(text.clone())),
            (true, Msg::Paste(text.clone())),
        ] {
            let mut session = begun.clone();
            if by_file {
                session.press(Key::F(2));
                let id = session.state.jobs.current().unwrap();
                session.feed(Msg::Job(id, read.clone()));
            } else {
                session.feed(msg.clone());
            }
            assert_eq!(step(&session).fault(), Some(&CodeFault::Instead(what.clone())), "{msg:?}");
            assert_eq!(step(&session).texts(), typed, "{msg:?}");
            let stable = match what {
                InsteadOfCode::Refusal(_) => "CODE-IS-REFUSAL",
                InsteadOfCode::Request(_) => "CODE-IS-REQUEST",
                InsteadOfCode::Receipt => "CODE-IS-RECEIPT",
                InsteadOfCode::Number => "CODE-IS-NUMBER",
            };
            for lang in [Lang::En, Lang::Zh] {
                session.state.lang = lang;
                for size in [DESIGN_SIZE, MIN_SIZE] {
                    assert!(drawn(&session.state, size).contains(stable), "{lang:?} {size}");
                }
            }
            // The user continues to type at the same place.
            session.write(&lines[1][11..]);
            lines[2..].iter().for_each(|line| session.write(line));
            session.press(Key::Enter);
            took(&session, &code);
        }
    }
}

/// In a session by lines, the other rows of such a text, given one by one, change nothing either.
#[test]
fn an_answer_that_is_not_a_line_changes_nothing() {
    let (mut session, code) = at_code(6);
    session.feed(Msg::Answer(code.lines()[0].clone()));
    let typed = step(&session).texts();
    let text = session.state.draft.request.as_ref().unwrap().text().unwrap();
    for row in text.lines().filter(|row| row.len() > 30) {
        session.feed(Msg::Answer(row.to_owned()));
        assert_eq!(step(&session).texts(), typed, "{row}");
        assert!(step(&session).fault().is_some(), "{row}");
    }
    code.lines()[1..].iter().for_each(|line| session.feed(Msg::Answer(line.clone())));
    took(&session, &code);
}

/// A terminal without bracketed paste delivers a paste in pieces of any length, and a slow line delivers it key by key.
#[test]
fn a_mail_pasted_in_pieces_or_typed_moves_no_line() {
    let (begun, code) = at_code(5);
    let lines = code.lines();
    let list: String =
        lines.iter().enumerate().map(|(at, line)| format!("> {}  {}\n", at + 1, grouped(line))).collect();
    let mail = format!("Dear customer,\n\nhere is your license code.\n{list}\nKind regards\nThe desk\n");
    for size in [7, 31, 64, 100, 1000] {
        let mut session = begun.clone();
        let characters: Vec<char> = mail.chars().collect();
        for piece in characters.chunks(size) {
            session.feed(Msg::Paste(piece.iter().collect()));
        }
        assert_eq!(step(&session).texts(), lines, "pasted in pieces of {size}");
        session.press(Key::Enter);
        took(&session, &code);
    }
    let mut session = begun;
    for c in mail.split("\nKind").next().unwrap().trim_end().chars() {
        session.press(if c == '\n' { Key::Enter } else { Key::Char(c) });
    }
    assert_eq!(step(&session).texts(), lines);
    session.press(Key::Enter);
    took(&session, &code);
}

/// Combining marks, private use, tags, variation selectors, blank braille, marks of direction.
#[test]
fn invisible_characters_never_reach_the_terminal() {
    let (begun, code) = at_code(5);
    let unseen = [
        '\u{301}',
        '\u{e000}',
        '\u{e0041}',
        '\u{fe0f}',
        '\u{2800}',
        '\u{202e}',
        '\u{200b}',
        '\u{ad}',
        '\u{3164}',
        '\u{f0000}',
    ];
    for unseen in unseen {
        let spoilt = code.lines().map(|line| format!("{}{unseen}{}", &line[..3], &line[3..]));
        let (mut typed, mut pasted, mut answered) = (begun.clone(), begun.clone(), begun.clone());
        spoilt.iter().for_each(|line| typed.write(line));
        pasted.feed(Msg::Paste(format!("{unseen}{unseen}\n{}", spoilt.join("\n"))));
        for session in [&typed, &pasted] {
            assert_eq!(step(session).texts(), code.lines(), "U+{:04X}", u32::from(unseen));
            for size in [DESIGN_SIZE, MIN_SIZE] {
                assert!(!drawn(&session.state, size).contains(unseen), "U+{:04X}", u32::from(unseen));
            }
        }
        spoilt.iter().for_each(|line| answered.feed(Msg::Answer(line.clone())));
        took(&answered, &code);
    }
}

/// Each line comes in one piece, as over a slow link, and one of them can't be read.
#[test]
fn lines_pasted_one_by_one_go_on_behind_a_line_that_cannot_be_read() {
    let (session, code) = at_code(21);
    let spoil = |line: &str, places: &[usize], mark: Option<char>| -> String {
        let spoilt = |(at, c)| if places.contains(&at) { mark.unwrap_or_else(|| other(c)) } else { c };
        line.chars().enumerate().map(spoilt).collect()
    };
    let mut lines = code.lines();
    lines[3] = spoil(&lines[3], &[0, 5, 9], None);
    lines[5] = spoil(&lines[5], &[2, 6, 11, 17], Some('?'));
    let mut state = session.state;
    for line in &lines {
        state = update(state, Msg::Paste(line.clone())).0;
    }
    assert_eq!(code_of(&state).texts(), lines);
}

#[test]
fn another_code_replaces_one_that_was_refused() {
    let (session, code) = at_code(22);
    let (_, refused) = at_code(23);
    let slip = |line: &str| format!("{}{}{}", &line[..7], other(line.chars().nth(7).unwrap()), &line[8..]);
    let mut lines = code.lines();
    lines[2] = slip(&lines[2]);
    let after_refusal = || {
        let mut session = Session { state: session.state.clone(), ..session.clone() };
        refused.lines().iter().for_each(|line| session.write(line));
        session.press(Key::Enter);
        let fault = code_of(&session.state).fault().map(CodeFault::code);
        assert_eq!(fault, Some("CODE-NOT-THIS"));
        session
    };
    let mut typed = after_refusal();
    lines.iter().for_each(|line| typed.write(line));
    typed.press(Key::Enter);
    took(&typed, &code);

    let mut left_before = after_refusal();
    left_before.press(Key::Esc);
    left_before.press(Key::Enter);
    lines.iter().for_each(|line| left_before.write(line));
    left_before.press(Key::Enter);
    took(&left_before, &code);

    let mut pasted = after_refusal();
    for line in &lines {
        pasted.state = update(pasted.state, Msg::Paste(line.clone())).0;
    }
    assert_eq!(code_of(&pasted.state).texts(), lines);

    // A line that the person changed belongs to the code in sight, so typing goes on in it.
    let mut changed = after_refusal();
    changed.press(Key::Ctrl('u'));
    changed.write(&lines[6]);
    assert_eq!(code_of(&changed.state).texts()[..6], refused.lines()[..6]);
    assert_eq!(code_of(&changed.state).texts()[6], lines[6]);
}
