//! The cursor among the lines, overwriting, and the visible part of the page.

use super::*;

/// Returns the line with three wrong characters that can't be corrected within the line.
fn spoilt(line: &str, number: u8) -> String {
    let spoilt = (0..17).find_map(|from| {
        let hit = [from, from + 1, from + 3];
        let typed = line.chars().enumerate().map(|(at, c)| if hit.contains(&at) { other(c) } else { c });
        let typed: String = typed.collect();
        (line::read(LineNumber::new(number)?, &typed) == LineReading::Wrong).then_some(typed)
    });
    spoilt.expect("three wrong characters make a line unreadable")
}

#[test]
fn the_cursor_leaves_a_line_that_is_valid_or_mended() {
    let (mut session, code) = at_code(1);
    let lines = code.lines();
    session.write(&lines[0]);
    assert_eq!(step(&session).current, 1, "the cursor leaves a valid line");
    assert_eq!(rows(&session)[0].mark, Some(Mark::Good));

    // One wrong character: reported at once, and the cursor goes on.
    let wrong = if lines[1].starts_with('7') { '8' } else { '7' };
    session.write(&format!("{wrong}{}", &lines[1][1..]));
    assert_eq!(step(&session).current, 2);
    assert_eq!(rows(&session)[1].mark, Some(Mark::Warn));
    let changed = format!("({}, not {wrong})", &lines[1][..1]);
    assert_eq!(rows(&session)[1].remark, format!("corrected: {} {changed}", line::grouped(&lines[1])));

    // An extra character runs over into the next line, and Enter removes it there.
    session.write(&format!("{}7{}", &lines[2][..4], &lines[2][4..]));
    assert_eq!((step(&session).current, step(&session).texts()[3].as_str()), (3, &lines[2][19..]));
    assert_eq!(rows(&session)[2].remark, "check this line again");
    session.press(Key::Enter);
    assert_eq!((step(&session).current, step(&session).texts()[3].as_str()), (3, ""));
    assert_eq!(rows(&session)[2].remark, "1 too many");
    // A missing character is reported when the cursor leaves the line.
    session.write(&lines[3][..19]);
    assert_eq!(rows(&session)[3].remark, "19/20");
    session.press(Key::Enter);
    assert_eq!((rows(&session)[3].mark, rows(&session)[3].remark.as_str()), (Some(Mark::Bad), "1 missing"));
    // Too many errors to correct within the line: the cursor waits.
    session.write(&spoilt(&lines[4], 5));
    assert_eq!(step(&session).current, 4);
    assert_eq!(
        (rows(&session)[4].mark, rows(&session)[4].remark.as_str()),
        (Some(Mark::Bad), "check this line again")
    );
    session.press(Key::Enter);
    session.write(&lines[5]);
    session.write(&lines[6]);
    assert_eq!(step(&session).current, 6, "the last line waits for Enter");
    session.press(Key::Enter);
    took(&session, &code);
    let mended: Vec<u8> = session.state.draft.mended.iter().map(|line| line.number).collect();
    assert_eq!(mended, [2, 3, 4, 5], "each mended line is listed");
}

/// A person who reads from paper presses no Enter and doesn't look at the screen.
#[test]
fn a_code_typed_without_looking_is_complete() {
    let (begun, code) = at_code(8);
    let lines = code.lines();
    let with = |at: usize, line: String| {
        let mut lines = lines.clone();
        lines[at] = line;
        lines.concat()
    };
    let wrong = |at: usize| format!("{}{}", other(lines[at].chars().next().unwrap()), &lines[at][1..]);
    let missing = |at: usize| format!("{}{}", &lines[at][..7], &lines[at][8..]);
    let added = |at: usize| format!("{}W{}", &lines[at][..7], &lines[at][7..]);
    let swapped = |at: usize| {
        let mut typed: Vec<char> = lines[at].chars().collect();
        let place = (0..19).find(|place| typed[*place] != typed[place + 1]).unwrap();
        typed.swap(place, place + 1);
        typed.into_iter().collect::<String>()
    };
    for at in 0..7 {
        for (what, line) in [
            ("wrong", wrong(at)),
            ("missing", missing(at)),
            ("added", added(at)),
            ("swapped", swapped(at)),
            ("spoilt", spoilt(&lines[at], at as u8 + 1)),
            ("two missing", missing(at)[1..].to_owned()),
            ("two added", format!("W{}", added(at))),
        ] {
            let mut session = begun.clone();
            session.write(&with(at, line));
            let texts = step(&session).texts();
            for other in (0..7).filter(|other| *other != at) {
                assert_eq!(texts[other], lines[other], "{what} in line {}", at + 1);
            }
            session.press(Key::Enter);
            took(&session, &code);
        }
    }
    // Typing errors in lines that follow each other, with no correct line between them.
    let typed = [missing(0), added(1), wrong(2), lines[3].clone(), added(4), added(5), missing(6)].concat();
    let mut session = begun;
    session.write(&typed);
    session.press(Key::Enter);
    took(&session, &code);
}

#[test]
fn a_number_typed_before_a_line_is_ignored() {
    let (begun, code) = at_code(8);
    for number in ["", "1", "1. ", "1) ", "Line 1: ", "第1行：", "> 1  ", "① ", "一、"] {
        let mut session = begun.clone();
        for (at, line) in code.lines().iter().enumerate() {
            let digit = (at + 1).to_string();
            let circled = char::from_u32(0x2460 + at as u32).unwrap().to_string();
            let number = number.replace('1', &digit).replace('①', &circled);
            let number = number.replace('一', ["一", "二", "三", "四", "五", "六", "七"][at]);
            session.write(&format!("{number}{}", grouped(line)));
        }
        assert_eq!(step(&session).texts(), code.lines(), "{number:?}");
        session.press(Key::Enter);
        took(&session, &code);
    }
}

#[test]
fn typing_overwrites_at_the_cursor() {
    let (mut session, code) = at_code(2);
    let lines = code.lines();
    // A wrong line: the user goes back and types over it.
    session.write("00000000000000000007");
    session.press(Key::Enter);
    session.press(Key::Up);
    session.write(&lines[0]);
    assert_eq!((step(&session).texts()[0].as_str(), step(&session).current), (lines[0].as_str(), 1));
    // A wrong character: the cursor returns to it.
    let spoilt = format!("{}{}{}", &lines[1][..7], other(lines[1].chars().nth(7).unwrap()), &lines[1][8..]);
    session.write(&spoilt);
    session.press(Key::Enter);
    session.press(Key::Up);
    assert_eq!(step(&session).inputs[1].cursor(), 7);
    session.write(&lines[1][7..8]);
    assert_eq!(rows(&session)[1].mark, Some(Mark::Good));
    session.press(Key::Enter);
    // An extra character: typing from the beginning replaces the line.
    session.write(&format!("9{}", lines[2]));
    session.press(Key::Up);
    session.press(Key::Down);
    session.write(&lines[2]);
    assert_eq!((step(&session).texts()[2].as_str(), step(&session).current), (lines[2].as_str(), 3));
    // A missing character is inserted.
    session.write(&format!("{}{}", &lines[3][..5], &lines[3][6..]));
    (0..14).for_each(|_| session.press(Key::Left));
    session.write(&lines[3][5..6]);
    assert_eq!(step(&session).texts()[3], lines[3]);
    session.press(Key::Enter);
    // Backspace leads back over the beginning of a line.
    session.press(Key::Backspace);
    assert_eq!((step(&session).current, step(&session).inputs[3].cursor()), (3, 20));
    session.press(Key::Backspace);
    session.write(&lines[3][19..]);
    assert_eq!(step(&session).current, 4);
    lines[4..].iter().for_each(|line| session.write(line));
    session.press(Key::Enter);
    took(&session, &code);
}

#[test]
fn a_line_that_is_shortened_after_the_cursor_left_it_stays() {
    let (mut session, code) = at_code(2);
    let line = &code.lines()[0];
    session.write(&format!("{}{}", other(line.chars().next().unwrap()), &line[1..]));
    assert_eq!(step(&session).current, 1);
    // The first one leads back to the line.
    for removed in 0..10 {
        session.press(Key::Backspace);
        let mut entered = session.clone();
        entered.press(Key::Enter);
        assert_eq!(step(&entered).texts()[0].len(), 20 - removed, "{:?}", step(&entered).texts());
    }
}

#[test]
fn the_count_of_lines_is_always_in_view() {
    for lang in [Lang::En, Lang::Zh] {
        let (mut session, code) = at_code(3);
        session.state.lang = lang;
        for (done, line) in code.lines().iter().enumerate() {
            for size in [DESIGN_SIZE, MIN_SIZE] {
                assert!(drawn(&session.state, size).contains(&format!("{done}/7")), "{lang:?} {size}");
            }
            // A wrong character in each line, so that each has a remark.
            session.write(&format!("{}{}", other(line.chars().next().unwrap()), &line[1..]));
            session.press(Key::Enter);
        }
        took(&session, &code);
    }
    // The count is shown with a refusal too.
    let (mut session, code) = at_code(3);
    code.lines().iter().take(6).for_each(|line| session.write(line));
    session.write("HELP");
    session.press(Key::Enter);
    assert_eq!(step(&session).fault(), Some(&CodeFault::UnreadableLines(vec![7])));
    assert!(drawn(&session.state, DESIGN_SIZE).contains("6/7"));
}

#[test]
fn paging_shows_all_of_a_small_page_and_typing_returns() {
    let (mut session, code) = at_code(9);
    code.lines().iter().take(6).for_each(|line| session.write(line));
    let size = MIN_SIZE;
    let shown = |session: &mut Session| {
        let mut terminal = Terminal::new(TestBackend::new(size.width, size.height)).unwrap();
        let (page, first) = (page(&session.state), session.state.scroll.first());
        let mut viewport = Viewport::default();
        terminal.draw(|frame| viewport = render(&page, &Theme::default(), first, frame).viewport).unwrap();
        session.feed(Msg::Drawn(viewport));
        let cells = terminal.backend().buffer().content();
        cells
            .chunks(size.width.into())
            .map(|row| row.iter().map(|cell| cell.symbol()).collect::<String>() + "\n")
            .collect::<String>()
    };
    assert!(!shown(&mut session).contains("A paste fills"), "the body is too long for the hint");
    let mut seen = String::new();
    for _ in 0..4 {
        session.press(Key::PageDown);
        seen = shown(&mut session);
    }
    assert!(
        seen.contains("A paste fills all") && seen.contains("\n lines."),
        "the last line can't be reached: {seen}"
    );
    for _ in 0..4 {
        session.press(Key::PageUp);
        seen = shown(&mut session);
    }
    assert!(seen.contains("Lines left"), "the first line can't be reached: {seen}");
    session.write(&code.lines()[6][..3]);
    let typed = shown(&mut session);
    assert!(typed.contains(&format!("7  {}", &code.lines()[6][..3])), "{typed}");
}
