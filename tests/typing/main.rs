//! Typing a code key by key through the wizard's `update`, and what the page shows.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "helpers of tests, outside the test functions themselves"
)]

#[path = "../../benches/typing/session.rs"]
mod session;

mod entry;
mod forms;
mod search;

use countersign::page::{Block, CodeRow, Mark, page};
use countersign::screen::{DESIGN_SIZE, MIN_SIZE, Theme, render};
use countersign::wizard::code::CodeStep;
use countersign::wizard::{
    CheckResult, CodeFault, CodeSearch, Effect, InsteadOfCode, Job, JobId, JobNews, Key, Msg, State, Step,
    Viewport, update,
};
use countersign_core::lang::Lang;
use countersign_core::machine::Field;
use countersign_core::protocol::binding::Way;
use countersign_core::protocol::line::{self, grouped};
use countersign_core::protocol::{Code, LineNumber, LineReading};
use countersign_core::step::StepName;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;
use session::{Desk, NUMBER, Session};

/// A session at the code's first character, and the code it waits for.
fn at_code(nonce: u32) -> (Session, Code) {
    let desk = Desk::new();
    let session = Session::at_request(&desk).at_code(session::secret(nonce), 1);
    let code = desk.answer(&session.state, false);
    (session, code)
}

fn code_of(state: &State) -> &CodeStep {
    match &state.step {
        Step::Code(step) => step,
        other => panic!("the step is {:?}", other.name()),
    }
}

fn step(session: &Session) -> &CodeStep {
    code_of(&session.state)
}

fn rows(session: &Session) -> Vec<CodeRow> {
    let rows = page(&session.state).blocks.into_iter().find_map(|block| match block {
        Block::Code { rows, .. } => Some(rows),
        _ => None,
    });
    rows.expect("the page shows the lines of a code")
}

/// Asserts that the session kept exactly that code, and shows Keep.
fn took(session: &Session, code: &Code) {
    assert_eq!(session.state.step.name(), StepName::Keep);
    took_by(session, code);
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

/// Returns another character, which is not read as this one.
fn other(c: char) -> char {
    if c == 'W' { '4' } else { 'W' }
}

/// An activation takes at most 10 keys besides the license number and the 140 characters of the code.
#[test]
fn an_activation_needs_few_keys() {
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

/// A refused machine needs two keys more than a sound one: the digit of the first way, and Enter.
#[test]
fn eight_keys_activate_a_refused_machine_by_the_first_way() {
    let desk = Desk::new();
    let machine = countersign_probe::sample("blank-model").unwrap();
    let machine = machine
        .with_value(Field::Serial, "To Be Filled By O.E.M.")
        .with_value(Field::BoardSerial, "BR80G1234567");
    let mut session = Session::on(&desk, machine);
    session.write(NUMBER);
    session.press(Key::Enter);
    session.press(Key::Enter);
    assert_eq!(session.state.step.name(), StepName::Fix);
    session.press(Key::Char('1'));
    session.press(Key::Enter);
    assert_eq!(session.state.draft.way, Way::Recover);
    while !matches!(session.state.step, Step::Code(_)) && session.keys < 300 {
        session.press(Key::Enter);
    }
    let code = desk.answer(&session.state, false);
    session.feed(Msg::Paste(code.lines().join("\n")));
    while session.state.step.name() != StepName::Done && session.keys < 300 {
        session.press(Key::Enter);
    }
    took_by(&session, &code);
    let keys = session.keys - NUMBER.len();
    println!("besides number and code: {keys} keys for a refused machine");
    assert!(keys <= 8, "{keys}");
}

fn took_by(session: &Session, code: &Code) {
    assert_eq!(session.kept.as_ref().map(|kept| &kept.code), Some(code));
}

#[test]
fn the_spoken_request_fits_the_screen() {
    let desk = Desk::new();
    for lang in [Lang::En, Lang::Zh] {
        let mut session = Session::at_request(&desk);
        session.state.lang = lang;
        session.press(Key::Char('v'));
        let shown = drawn(&session.state, DESIGN_SIZE);
        let lines = countersign_core::protocol::spoken::SpokenRequest::of(
            session.state.draft.request.as_ref().unwrap(),
        )
        .lines();
        for (number, line) in (8..).zip(&lines) {
            for (at, group) in grouped(line).split(' ').enumerate() {
                let row = shown
                    .lines()
                    .find(|row| row.contains(group))
                    .unwrap_or_else(|| panic!("{group}\n{shown}"));
                assert_eq!(at == 0, row.trim_start().starts_with(&format!("{number} ")), "{row}");
                let last =
                    countersign_core::text::spelling::spelled(lang, group.chars().last().unwrap()).unwrap();
                // A wide character fills two cells, the second of them empty.
                assert!(row.replace(' ', "").contains(&last.replace(' ', "")), "{row}: {last}");
            }
        }
        let name = session.state.draft.request.as_ref().unwrap().name().to_string();
        assert!(shown.contains(&name), "{shown}");
        let license = session.state.draft.number.as_ref().unwrap();
        assert!(shown.contains(license.as_str()), "{shown}");
        assert!(shown.find(license.as_str()) < shown.find(" 8  "), "the number isn't first: {shown}");
        // On a small terminal, scrolling shows all words, and no row is cut.
        let mut seen = String::new();
        for scroll in 0..60 {
            let mut terminal = Terminal::new(TestBackend::new(MIN_SIZE.width, MIN_SIZE.height)).unwrap();
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
            .filter_map(|c| countersign_core::text::spelling::spelled(lang, c));
        let bare: String = seen.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(words.into_iter().all(|word| bare.contains(word)), "{lang:?}");
    }
}
