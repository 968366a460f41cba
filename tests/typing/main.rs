//! What a hand does at the code's screen, key by key through the wizard's own `update`, and what the page says to it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "helpers of tests, outside the test functions themselves"
)]

#[path = "../benches/typing/session.rs"]
mod session;

use countersign::lang::Lang;
use countersign::page::{Block, CodeRow, Mark, page};
use countersign::protocol::line::{self, grouped};
use countersign::protocol::{Code, LineNumber, LineReading};
use countersign::screen::{LEAST, ROOMY, Theme, render};
use countersign::wizard::code::CodeStep;
use countersign::wizard::{CodeFault, Effect, Key, Msg, State, Step, StepName, update};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;
use session::{Desk, NUMBER, Session};

/// A session at the code's first character, and the code it waits for.
fn at_code(nonce: u32) -> (Session, Code) {
    let desk = Desk::new();
    let session = Session::at_request(&desk).at_code(nonce.to_be_bytes(), 1);
    let code = desk.answer(&session.state, false);
    (session, code)
}

fn step(session: &Session) -> &CodeStep {
    match &session.state.step {
        Step::Code(step) => step,
        other => panic!("at {:?}", other.name()),
    }
}

fn rows(session: &Session) -> Vec<CodeRow> {
    let rows = page(&session.state).blocks.into_iter().find_map(|block| match block {
        Block::Code { rows, .. } => Some(rows),
        _ => None,
    });
    rows.expect("the lines of a code")
}

/// The session took exactly that code.
fn took(session: &Session, code: &Code) {
    assert_eq!(session.state.step.name(), StepName::Keep);
    assert_eq!(session.kept.as_ref().map(|kept| &kept.code), Some(code));
}

fn drawn(state: &State, size: Size) -> String {
    let mut terminal = Terminal::new(TestBackend::new(size.width, size.height)).unwrap();
    terminal
        .draw(|frame| {
            let _ = render(&page(state), &Theme::default(), 0, frame);
        })
        .unwrap();
    let buffer = terminal.backend().buffer();
    let lines = buffer.content().chunks(size.width.into());
    lines.map(|cells| cells.iter().map(|cell| cell.symbol()).collect::<String>() + "\n").collect()
}

#[test]
fn the_cursor_steps_on_only_from_a_line_that_checks() {
    let (mut session, code) = at_code(1);
    let lines = code.lines();
    session.write(&lines[0]);
    assert_eq!(step(&session).at, 1, "a line that checks");
    assert_eq!(rows(&session)[0].mark, Some(Mark::Good));

    // One wrong: said at once, and the cursor waits.
    let wrong = if lines[1].starts_with('7') { '8' } else { '7' };
    session.write(&format!("{wrong}{}", &lines[1][1..]));
    assert_eq!(step(&session).at, 1);
    assert_eq!(rows(&session)[1].mark, Some(Mark::Warn));
    assert_eq!(rows(&session)[1].word, format!("mended: no. 1 is {}", &lines[1][..1]));
    session.press(Key::Enter);
    assert_eq!(step(&session).at, 2);

    // One too many stays in its line, and one missing is said when the line is left.
    session.write(&format!("{}7{}", &lines[2][..4], &lines[2][4..]));
    assert_eq!((step(&session).at, rows(&session)[2].mark), (2, Some(Mark::Bad)));
    assert_eq!(rows(&session)[2].word, "1 too many");
    session.press(Key::Enter);
    session.write(&lines[3][..19]);
    assert_eq!(rows(&session)[3].word, "19/20");
    session.press(Key::Enter);
    assert_eq!((rows(&session)[3].mark, rows(&session)[3].word.as_str()), (Some(Mark::Bad), "1 missing"));
    // Beyond mending by itself.
    let spoilt = (0..17).find_map(|from| {
        let hit = [from, from + 1, from + 3];
        let typed = lines[4].chars().enumerate().map(|(at, c)| if hit.contains(&at) { other(c) } else { c });
        let typed: String = typed.collect();
        (line::read(LineNumber::new(5)?, &typed) == LineReading::Wrong).then_some(typed)
    });
    let spoilt = spoilt.expect("three wrong characters are seldom mended");
    session.write(&spoilt);
    assert_eq!(
        (rows(&session)[4].mark, rows(&session)[4].word.as_str()),
        (Some(Mark::Bad), "look again at this line")
    );
    session.press(Key::Enter);
    session.write(&lines[5]);
    session.write(&lines[6]);
    assert_eq!(step(&session).at, 6, "the last line waits for Enter");
    session.press(Key::Enter);
    took(&session, &code);
    assert_eq!(session.state.draft.mended, [2, 3, 4, 5], "what was mended is told");
}

/// Another character, that looks and sounds otherwise.
fn other(c: char) -> char {
    if c == 'W' { '4' } else { 'W' }
}

#[test]
fn a_line_is_typed_over_where_the_cursor_stands() {
    let (mut session, code) = at_code(2);
    let lines = code.lines();
    // Wholly another line: go back, and type it again over the old one.
    session.write("00000000000000000007");
    session.press(Key::Enter);
    session.press(Key::Up);
    session.write(&lines[0]);
    assert_eq!((step(&session).texts()[0].as_str(), step(&session).at), (lines[0].as_str(), 1));
    // A wrong character: the cursor comes back right onto it.
    let spoilt = format!("{}{}{}", &lines[1][..7], other(lines[1].chars().nth(7).unwrap()), &lines[1][8..]);
    session.write(&spoilt);
    session.press(Key::Enter);
    session.press(Key::Up);
    assert_eq!(step(&session).inputs[1].cursor(), 7);
    session.write(&lines[1][7..8]);
    assert_eq!(rows(&session)[1].mark, Some(Mark::Good));
    session.press(Key::Enter);
    // One too many: typed over from its beginning, the rest of the old line goes.
    session.write(&format!("9{}", lines[2]));
    session.press(Key::Up);
    session.press(Key::Down);
    session.write(&lines[2]);
    assert_eq!((step(&session).texts()[2].as_str(), step(&session).at), (lines[2].as_str(), 3));
    // One missing: put in where it is missing.
    session.write(&format!("{}{}", &lines[3][..5], &lines[3][6..]));
    (0..14).for_each(|_| session.press(Key::Left));
    session.write(&lines[3][5..6]);
    assert_eq!(step(&session).texts()[3], lines[3]);
    session.press(Key::Enter);
    // Backspace leads back over the beginning of a line.
    session.press(Key::Backspace);
    assert_eq!((step(&session).at, step(&session).inputs[3].cursor()), (3, 20));
    session.press(Key::Backspace);
    session.write(&lines[3][19..]);
    assert_eq!(step(&session).at, 4);
    lines[4..].iter().for_each(|line| session.write(line));
    session.press(Key::Enter);
    took(&session, &code);
}

#[test]
fn what_is_left_is_always_in_view() {
    for lang in [Lang::En, Lang::Zh] {
        let (mut session, code) = at_code(3);
        session.state.lang = lang;
        for (done, line) in code.lines().iter().enumerate() {
            for size in [ROOMY, LEAST] {
                assert!(drawn(&session.state, size).contains(&format!("{done}/7")), "{lang:?} {size}");
            }
            // Typed badly, all of them, so that each has a word beside or below it.
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
    assert_eq!(step(&session).fault, Some(CodeFault::Lines(vec![7])));
    assert!(drawn(&session.state, ROOMY).contains("6/7"));
}

#[test]
fn leafing_shows_all_of_a_small_page_and_typing_leads_back() {
    let (mut session, code) = at_code(9);
    code.lines().iter().take(6).for_each(|line| session.write(line));
    let size = LEAST;
    let shown = |session: &mut Session| {
        let mut terminal = Terminal::new(TestBackend::new(size.width, size.height)).unwrap();
        let (page, asked) = (page(&session.state), session.state.scroll.asked());
        let mut first = 0;
        terminal.draw(|frame| first = render(&page, &Theme::default(), asked, frame).first).unwrap();
        session.state.scroll = session.state.scroll.shown(first);
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

/// How a line is written.
type Way<'a> = &'a dyn Fn(&str) -> String;

#[test]
fn it_is_taken_however_it_is_written() {
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
        if matches!(session.state.step, Step::Code(_)) && at != 2 && at != 4 && at != 5 {
            assert!(rows(&session).iter().any(|row| row.word == format!("this is line {}", at + 1)));
            session.press(Key::Enter);
        }
    }
    took(&session, &code);
}

#[test]
fn a_paste_is_taken_with_what_mail_puts_around_it() {
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
    assert_eq!((texts[2].as_str(), step(&session).at), ("", 2));
}

/// One message alone, and what follows left undone.
fn one(state: &State, msg: Msg) -> (State, Vec<Effect>) {
    update(state.clone(), msg)
}

fn code_of(state: &State) -> &CodeStep {
    match &state.step {
        Step::Code(step) => step,
        other => panic!("at {:?}", other.name()),
    }
}

/// At the beginning of a search: line 5 has three wrong characters, and Enter was pressed.
fn searching(nonce: u32) -> (State, Code) {
    let (mut session, code) = at_code(nonce);
    let mut lines = code.lines();
    lines[4] = (0..17)
        .find_map(|from| {
            let hit = [from, from + 1, from + 3];
            let typed =
                lines[4].chars().enumerate().map(|(at, c)| if hit.contains(&at) { other(c) } else { c });
            let typed: String = typed.collect();
            (line::read(LineNumber::new(5)?, &typed) == LineReading::Wrong).then_some(typed)
        })
        .expect("three wrong characters are seldom mended");
    session.feed(Msg::Paste(lines.join("\n")));
    // The paste leads to the line that can't be read.
    assert_eq!(step(&session).at, 4);
    let (state, effects) = one(&session.state, Msg::Key(Key::Enter));
    assert!(matches!(effects.as_slice(), [Effect::LookOn]), "{effects:?}");
    assert!(code_of(&state).hunt.is_some());
    (state, code)
}

/// Feeds the search on to its end; what is kept in the end.
fn looked_on(mut state: State) -> (State, Option<Code>) {
    for _ in 0..10_000 {
        let (next, effects) = update(state, Msg::LookOn);
        state = next;
        if let Some(Effect::Keep(kept)) = effects.iter().find(|effect| matches!(effect, Effect::Keep(_))) {
            let code = kept.code.clone();
            return (state, Some(code));
        }
        if !effects.iter().any(|effect| matches!(effect, Effect::LookOn)) {
            return (state, None);
        }
    }
    panic!("a search without end");
}

#[test]
fn a_key_while_it_searches_is_neither_lost_nor_cancels_what_it_does_not_change() {
    let (state, code) = searching(6);
    // What changes nothing leaves the search alone: it still finds the code.
    let quiet = [Key::Left, Key::Home, Key::End, Key::Char(' '), Key::Enter, Key::Up, Key::Down, Key::F(1)];
    for key in quiet {
        let (after, effects) = one(&state, Msg::Key(key));
        assert!(
            !effects.iter().any(|effect| matches!(effect, Effect::LookOn)),
            "{key:?}: one search at a time"
        );
        let (after, found) = looked_on(after);
        assert_eq!(found.as_ref(), Some(&code), "{key:?}");
        assert_eq!(after.step.name(), StepName::Keep, "{key:?}");
    }
    // A character is taken, and the search for what no longer stands there ends.
    let (typed, effects) = one(&state, Msg::Key(Key::Char('7')));
    assert!(code_of(&typed).hunt.is_none() && effects.is_empty(), "{effects:?}");
    assert_ne!(code_of(&typed).texts()[4], code_of(&state).texts()[4]);
    let (typed, found) = looked_on(typed);
    assert!(found.is_none() && code_of(&typed).hunt.is_none() && code_of(&typed).fault.is_none());
    // The line typed anew while it searched, key by key, a slice between two: all of it counts.
    let mut anew = one(&state, Msg::Key(Key::Ctrl('u'))).0;
    for c in code.lines()[4].chars() {
        anew = one(&anew, Msg::LookOn).0;
        anew = one(&anew, Msg::Key(Key::Char(c))).0;
    }
    assert_eq!(code_of(&anew).texts(), code.lines());
    let (anew, effects) = one(&anew, Msg::Key(Key::Enter));
    assert!(
        matches!(effects.as_slice(), [.., Effect::Keep(kept)] | [Effect::Keep(kept), ..] if kept.code == code)
    );
    assert_eq!(anew.step.name(), StepName::Keep);
    // A paste takes the place of what was typed.
    let (pasted, _) = one(&state, Msg::Paste(code.lines().join("\n")));
    assert!(code_of(&pasted).hunt.is_none());
    assert_eq!(code_of(&pasted).texts(), code.lines());
}

#[test]
fn escape_gives_a_search_up_and_only_then_leaves_the_step() {
    let (state, _) = searching(7);
    let hints = |state: &State| page(state).hints.iter().map(|hint| hint.label.clone()).collect::<Vec<_>>();
    assert!(hints(&state).contains(&"stop looking".to_owned()), "{:?}", hints(&state));
    for size in [ROOMY, LEAST] {
        let shown = drawn(&state, size);
        assert!(shown.contains("6 CODE 0 %") && shown.contains("Esc stop looking"), "{shown}");
    }
    let (given_up, effects) = one(&state, Msg::Key(Key::Esc));
    assert!(effects.is_empty(), "{effects:?}");
    assert!(code_of(&given_up).hunt.is_none());
    assert_eq!(code_of(&given_up).fault, Some(CodeFault::Lines(vec![5])), "what is wrong is said");
    assert!(hints(&given_up).contains(&"back".to_owned()));
    let (given_up, found) = looked_on(given_up);
    assert!(found.is_none());
    assert_eq!(code_of(&given_up).texts(), code_of(&state).texts());
    let (left, _) = one(&given_up, Msg::Key(Key::Esc));
    assert_eq!(left.step.name(), StepName::Request);
}

/// No single update of a search is long, also with eight requests open: counted in slices, not by the clock.
#[test]
fn a_search_goes_in_many_slices() {
    let (mut state, code) = searching(8);
    let mut slices = 0;
    while state.step.name() == StepName::Code {
        state = one(&state, Msg::LookOn).0;
        slices += 1;
        assert!(slices < 1_000, "without end");
    }
    // Listing the line alone takes several; before, it was one.
    assert!(slices >= 4, "{slices}");
    assert_eq!(state.draft.activation.as_ref().map(|kept| &kept.code), Some(&code));
}

/// Issue: at most 10 keys besides the license number, and the code's own 140.
#[test]
fn few_keys_lead_to_an_activation() {
    let desk = Desk::new();
    let lead = |enter: &dyn Fn(&mut Session, &Code)| {
        let mut session = Session::new(&desk);
        session.write(NUMBER);
        while !matches!(session.state.step, Step::Code(_)) {
            session.press(Key::Enter);
        }
        let code = desk.answer(&session.state, false);
        enter(&mut session, &code);
        while session.state.step.name() != StepName::Done && session.keys < 300 {
            session.press(Key::Enter);
        }
        assert_eq!(session.state.step.name(), StepName::Done);
        took_by(&session, &code);
        session.keys - NUMBER.len()
    };
    let pasted = lead(&|session, code| {
        session.keys += 1;
        session.feed(Msg::Paste(code.lines().join("\n")));
    });
    let typed = lead(&|session, code| code.lines().iter().for_each(|line| session.write(line)));
    println!("besides the license number: {pasted} keys pasting the code, {typed} typing it");
    assert!(pasted <= 10, "{pasted}");
    assert!(typed <= 10 + 140, "{typed}");
}

fn took_by(session: &Session, code: &Code) {
    assert_eq!(session.kept.as_ref().map(|kept| &kept.code), Some(code));
}

#[test]
fn what_is_read_out_fits_the_screen() {
    let desk = Desk::new();
    for lang in [Lang::En, Lang::Zh] {
        let mut session = Session::at_request(&desk);
        session.state.lang = lang;
        session.press(Key::Char('v'));
        let shown = drawn(&session.state, ROOMY);
        let lines =
            countersign::protocol::spoken::SpokenRequest::of(session.state.draft.request.as_ref().unwrap())
                .lines();
        for (number, line) in (8..).zip(&lines) {
            for (at, group) in grouped(line).split(' ').enumerate() {
                let row = shown
                    .lines()
                    .find(|row| row.contains(group))
                    .unwrap_or_else(|| panic!("{group}\n{shown}"));
                assert_eq!(at == 0, row.trim_start().starts_with(&format!("{number} ")), "{row}");
                let last = countersign::text::spelling::spelled(lang, group.chars().last().unwrap()).unwrap();
                // A wide character fills two cells, the second of them empty.
                assert!(row.replace(' ', "").contains(&last.replace(' ', "")), "{row}: {last}");
            }
        }
        let name = session.state.draft.request.as_ref().unwrap().name().to_string();
        assert!(shown.contains(&name), "{shown}");
        // Small: all of it is there to scroll to, no row cut.
        let mut seen = String::new();
        for scroll in 0..60 {
            let mut terminal = Terminal::new(TestBackend::new(LEAST.width, LEAST.height)).unwrap();
            terminal
                .draw(|frame| {
                    let _ = render(&page(&session.state), &Theme::default(), scroll, frame);
                })
                .unwrap();
            seen.extend(terminal.backend().buffer().content().iter().map(|cell| cell.symbol().to_owned()));
        }
        let words = lines
            .iter()
            .flat_map(|line| line.chars())
            .filter_map(|c| countersign::text::spelling::spelled(lang, c));
        let bare: String = seen.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(words.into_iter().all(|word| bare.contains(word)), "{lang:?}");
    }
}
