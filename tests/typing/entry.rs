//! The cursor among the lines, overwriting, and what is in view.

use super::*;

#[test]
fn the_cursor_leaves_only_a_line_that_checks() {
    let (mut session, code) = at_code(1);
    let lines = code.lines();
    session.write(&lines[0]);
    assert_eq!(step(&session).current, 1, "a line that checks");
    assert_eq!(rows(&session)[0].mark, Some(Mark::Good));

    // One wrong character: reported at once, and the cursor waits.
    let wrong = if lines[1].starts_with('7') { '8' } else { '7' };
    session.write(&format!("{wrong}{}", &lines[1][1..]));
    assert_eq!(step(&session).current, 1);
    assert_eq!(rows(&session)[1].mark, Some(Mark::Warn));
    let changed = format!("({}, not {wrong})", &lines[1][..1]);
    assert_eq!(rows(&session)[1].remark, format!("mended: {} {changed}", line::grouped(&lines[1])));
    session.press(Key::Enter);
    assert_eq!(step(&session).current, 2);

    // A character too many stays in its line; a missing one is reported when the cursor leaves the line.
    session.write(&format!("{}7{}", &lines[2][..4], &lines[2][4..]));
    assert_eq!((step(&session).current, rows(&session)[2].mark), (2, Some(Mark::Bad)));
    assert_eq!(rows(&session)[2].remark, "1 too many");
    session.press(Key::Enter);
    session.write(&lines[3][..19]);
    assert_eq!(rows(&session)[3].remark, "19/20");
    session.press(Key::Enter);
    assert_eq!((rows(&session)[3].mark, rows(&session)[3].remark.as_str()), (Some(Mark::Bad), "1 missing"));
    // Too many errors to correct the line alone.
    let spoilt = (0..17).find_map(|from| {
        let hit = [from, from + 1, from + 3];
        let typed = lines[4].chars().enumerate().map(|(at, c)| if hit.contains(&at) { other(c) } else { c });
        let typed: String = typed.collect();
        (line::read(LineNumber::new(5)?, &typed) == LineReading::Wrong).then_some(typed)
    });
    let spoilt = spoilt.expect("three wrong characters are seldom mended");
    session.write(&spoilt);
    assert_eq!(
        (rows(&session)[4].mark, rows(&session)[4].remark.as_str()),
        (Some(Mark::Bad), "look again at this line")
    );
    session.press(Key::Enter);
    session.write(&lines[5]);
    session.write(&lines[6]);
    assert_eq!(step(&session).current, 6, "the last line waits for Enter");
    session.press(Key::Enter);
    took(&session, &code);
    let mended: Vec<u8> = session.state.draft.mended.iter().map(|line| line.number).collect();
    assert_eq!(mended, [2, 3, 4, 5], "what was mended is told");
}

#[test]
fn typing_overwrites_at_the_cursor() {
    let (mut session, code) = at_code(2);
    let lines = code.lines();
    // Another line: go back and type over it.
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
    // A character too many: typing from the beginning replaces the line.
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
    // Also beside a refusal.
    let (mut session, code) = at_code(3);
    code.lines().iter().take(6).for_each(|line| session.write(line));
    session.write("HELP");
    session.press(Key::Enter);
    assert_eq!(step(&session).fault, Some(CodeFault::UnreadableLines(vec![7])));
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
    assert!(!shown(&mut session).contains("A paste fills"), "it is too long");
    let mut seen = String::new();
    for _ in 0..4 {
        session.press(Key::PageDown);
        seen = shown(&mut session);
    }
    assert!(seen.contains("all lines."), "the last line is reached: {seen}");
    for _ in 0..4 {
        session.press(Key::PageUp);
        seen = shown(&mut session);
    }
    assert!(seen.contains("Lines left"), "and the first: {seen}");
    session.write(&code.lines()[6][..3]);
    let typed = shown(&mut session);
    assert!(typed.contains(&format!("7  {}", &code.lines()[6][..3])), "{typed}");
}
