//! Demands for people who hear or feel the screen. The numbers are those of the list of these demands:
//! 1 the cursor on the focus, 2 also after redraws, 3 one highlight, 4 states in words, 5 no rules, 6 only what changed.
//! Every view goes through the output layer into an emulator; `random` does the same with random sessions.

use countersign::page::{self, Block, Stage};
use countersign::screen::{Colour, Drawn, Glyphs, Theme};
use countersign::wizard::{Key, Msg, Notice, QrRoom, State, Viewport, key_bindings, update};
use countersign_core::lang::Lang;
use countersign_core::text::{Line, StepNameLine};
use std::sync::LazyLock;
use vt100::{Cell, Screen};

use super::emulator::{Emulator, written};
use super::looked_at::{Focused, check, focused, noise, one_highlight};
use super::machines;
use super::picture::LOOKS;
use super::rig::Rig;
use super::script::play;
use super::views::VIEWS;

/// The design size, the least, one between, some that are too small, and a large one.
const SIZES: [(u16, u16); 9] =
    [(80, 24), (40, 12), (52, 18), (39, 11), (80, 24), (20, 5), (1, 1), (132, 43), (40, 12)];

/// The states of all views, in both languages, with their names.
static STATES: LazyLock<Vec<(String, State)>> = LazyLock::new(|| {
    let both = |name: String, state: State| {
        [Lang::En, Lang::Zh].map(|lang| (format!("{name} {lang:?}"), State { lang, ..state.clone() }))
    };
    VIEWS.iter().flat_map(|view| both(format!("{}/{}", view.step, view.name), view.rig().state)).collect()
});

/// The state after a key. Its effects are dropped.
fn after(state: &State, key: Key) -> State {
    update(state.clone(), Msg::Key(key)).0
}

#[track_caller]
fn holds(found: Result<(), String>, name: &str) {
    if let Err(why) = found {
        panic!("{name}: {why}");
    }
}

#[test]
fn reader_demand_1_the_cursor_is_on_the_focus_in_every_view() {
    for (_, theme) in LOOKS {
        for size in [(80, 24), (40, 12), (52, 18)] {
            let mut emulator = Emulator::new(size);
            for (name, state) in &*STATES {
                emulator.show(state, theme);
                holds(check(emulator.screen(), state), &format!("{name} {size:?}"));
                holds(one_highlight(emulator.screen(), state, theme), name);
            }
        }
    }
}

#[test]
fn reader_demand_2_the_cursor_stays_on_the_focus_after_resizes_redraws_notices_and_scrolling() {
    let theme = Theme::default();
    for (name, state) in STATES.iter().filter(|(_, state)| state.lang == Lang::En) {
        let mut emulator = Emulator::new((80, 24));
        for size in SIZES {
            emulator.resize(size);
            emulator.show(state, theme);
            holds(check(emulator.screen(), state), &format!("{name} {size:?}"));
            // Another program had the terminal.
            emulator.repaint();
            emulator.show(state, theme);
            holds(check(emulator.screen(), state), &format!("{name} {size:?} again"));
            let noticed = State { notice: Some(Notice::ReadAgainSame), ..state.clone() };
            emulator.show(&noticed, theme);
            holds(check(emulator.screen(), &noticed), &format!("{name} {size:?} with a notice"));
            let mut scrolled = state.clone();
            for key in [Key::PageDown, Key::PageDown, Key::PageUp] {
                let (Drawn { viewport, .. }, _) = emulator.show(&scrolled, theme);
                scrolled = after(&update(scrolled, Msg::Drawn(viewport)).0, key);
                emulator.show(&scrolled, theme);
                holds(check(emulator.screen(), &scrolled), &format!("{name} {size:?} scrolled"));
            }
        }
    }
}

#[test]
fn characters_of_ambiguous_width_do_not_move_the_cursor() {
    let request = VIEWS.iter().find(|view| (view.step, view.name) == ("5-request", "qr")).unwrap();
    // Lam and alef take one cell if a terminal joins them, else two. The emulator draws no U+FFFD.
    for why in [
        "\u{fffd}".to_owned(),
        "\u{644}\u{627}".repeat(40),
        "\u{2602}\u{fe0f} ".repeat(30),
        "e\u{301}\u{300}".repeat(50),
    ] {
        // The notice stands in the last row.
        let mut emulator = Emulator::new((46, 26));
        let state = request.rig().state;
        emulator.show(&state, Theme::default());
        let noticed = State { notice: Some(Notice::SudoFailed(why)), ..state };
        emulator.show(&noticed, Theme::default());
        holds(check(emulator.screen(), &noticed), "a notice");
    }
}

#[test]
fn with_the_focus_out_of_view_the_cursor_is_on_the_first_key() {
    let theme = Theme::default();
    let mut state = play(Rig::real(machines::refused()), "AA03220123951<enter><enter>").state;
    assert!(matches!(focused(&page::page(&state)), Focused::Entry(1, _)));
    let mut emulator = Emulator::new((40, 12));
    for _ in 0..3 {
        let (Drawn { viewport, .. }, _) = emulator.show(&state, theme);
        state = after(&update(state, Msg::Drawn(viewport)).0, Key::PageDown);
    }
    let (drawn, _) = emulator.show(&state, theme);
    assert!(drawn.viewport.first > 0, "{:?}", drawn.viewport);
    let at = |emulator: &Emulator| {
        let (y, x) = emulator.screen().cursor_position();
        let row: String = emulator.rows()[usize::from(y)].chars().skip(x.into()).collect();
        (row, emulator.screen().hide_cursor())
    };
    let (row, hidden) = at(&emulator);
    assert!(row.starts_with("Enter open") && hidden, "{row}");
    // The next move of the selection brings it back.
    state = after(&state, Key::Down);
    emulator.show(&state, theme);
    assert!(at(&emulator).0.starts_with("2  "), "{}", at(&emulator).0);
}

#[test]
fn reader_demand_3_there_is_one_highlight_and_its_row_is_rewritten_when_it_moves() {
    let mut moves = 0;
    for (name, state) in &*STATES {
        let Focused::Entry(from, _) = focused(&page::page(state)) else { continue };
        for (_, theme) in LOOKS.into_iter().filter(|(look, _)| *look == "colour" || name.ends_with("En")) {
            for key in [Key::Down, Key::Up] {
                let mut emulator = Emulator::new((80, 24));
                emulator.show(state, theme);
                let moved = after(state, key);
                let Focused::Entry(to, title) = focused(&page::page(&moved)) else { panic!("{name}") };
                let (_, bytes) = emulator.show(&moved, theme);
                holds(check(emulator.screen(), &moved), name);
                holds(one_highlight(emulator.screen(), &moved, theme), name);
                if from == to {
                    assert!(bytes.is_empty(), "{name}: the page is rewritten although nothing moved");
                    continue;
                }
                moves += 1;
                // The whole entry is written, so that a screen reader that speaks what is written says it.
                let (y, x) = emulator.screen().cursor_position();
                let written = written(&bytes, emulator.screen());
                let row = &emulator.rows()[usize::from(y)];
                let end =
                    unicode_width::UnicodeWidthStr::width(row.as_str()).min(usize::from(x) + 3 + title.len());
                let lit = |at: &usize| {
                    emulator.screen().cell(y, u16::try_from(*at).unwrap()).is_some_and(Cell::inverse)
                };
                let silent = (x.into()..end).filter(lit).find(|at| !written[usize::from(y)][*at]);
                assert_eq!(silent, None, "{name}: {row}");
            }
        }
    }
    assert!(moves > 20, "{moves}");
}

#[test]
fn reader_demand_4_states_are_shown_in_words() {
    for (name, state) in &*STATES {
        let page = page::page(state);
        // Marks are beside words.
        for block in &page.blocks {
            let told = match block {
                Block::Fields(rows) => rows.iter().all(|row| row.verdict.chars().any(char::is_alphabetic)),
                Block::Code { rows, .. } => {
                    let words = |remark: &str| remark.chars().any(char::is_alphabetic);
                    rows.iter().all(|row| row.mark.is_none() || words(&row.remark))
                }
                _ => true,
            };
            assert!(told, "{name}: {block:?}");
        }
        // The rail says which steps are before, now and next; nothing of it is cut.
        let words = |stage: Stage| match (stage, state.lang) {
            (Stage::Past, Lang::En) => "Before: ",
            (Stage::Here, Lang::En) => "Now: ",
            (Stage::Ahead, Lang::En) => "Next: ",
            (Stage::Past, Lang::Zh) => "之前：",
            (Stage::Here, Lang::Zh) => "当前：",
            (Stage::Ahead, Lang::Zh) => "接下来：",
        };
        assert!(page.rail.iter().all(|item| item.text.starts_with(words(item.stage))), "{:?}", page.rail);
        let here = page.rail.iter().find(|item| item.stage == Stage::Here).unwrap();
        assert!(here.text.contains(StepNameLine::from(state.step.name()).say(state.lang)), "{here:?}");
        let all: String = page.rail.iter().map(|item| item.text.as_str()).collect::<Vec<_>>().join("  ");
        let mut colour = Emulator::new((80, 24));
        colour.show(state, Theme::default());
        let (beside_qr, rows) =
            (page.blocks.iter().any(|one| matches!(one, Block::Qr { .. })), colour.rows());
        assert!(beside_qr || rows[1].trim() == all, "{name}: {}", rows[1]);
        // Without colours the words are the same. A QR is drawn differently then.
        let mut mono = Emulator::new((80, 24));
        mono.show(state, Theme { colour: Colour::Mono, glyphs: Glyphs::Unicode });
        assert!(beside_qr || mono.rows() == rows, "{name}");
    }
}

#[test]
fn reader_demand_5_no_rules_boxes_braille_dots_or_spinners() {
    let console = Theme { colour: Colour::Eight, glyphs: Glyphs::Console };
    for theme in LOOKS.map(|(_, theme)| theme).into_iter().chain([console]) {
        for size in [(80, 24), (40, 12)] {
            let mut emulator = Emulator::new(size);
            for (name, state) in &*STATES {
                emulator.show(state, theme);
                assert_eq!(noise(&emulator.rows(), theme.glyphs), None, "{name} {theme:?}");
            }
        }
    }
}

/// A search for typing errors that has begun, with its news still to come.
fn searching() -> Rig {
    let code = "AA03220123951<enter><enter><enter><enter><paste><up><up><up><up><c-u><wrong 3>";
    let mut rig = play(Rig::real(machines::sound()), code);
    rig.news_waits = true;
    rig.key(Key::Enter);
    assert!(rig.state.jobs.current().is_some(), "a search is running");
    rig
}

#[test]
fn reader_demand_5_progress_is_a_line_of_text_with_the_cursor() {
    let mut rig = searching();
    let mut emulator = Emulator::new((80, 24));
    emulator.show(&rig.state, Theme::default());
    let mut lines = Vec::new();
    while rig.state.jobs.current().is_some() {
        holds(check(emulator.screen(), &rig.state), "a search");
        let (y, _) = emulator.screen().cursor_position();
        let line = emulator.rows()[usize::from(y)].trim().to_owned();
        assert!(line.starts_with("Looking for the intended code: ") && line.ends_with('%'), "{line}");
        lines.push(line);
        rig.take_news();
        let (_, bytes) = emulator.show(&rig.state, Theme::default());
        let cells = written(&bytes, emulator.screen()).concat().into_iter().filter(|one| *one).count();
        // The digits here, and the end of the title.
        let most = if rig.state.jobs.current().is_some() { 16 } else { usize::MAX };
        assert!(cells <= most, "the percentage changes {cells} cells");
    }
    lines.dedup();
    assert!(lines.len() > 1, "{lines:?}");
    // Then the result, and the key that goes on.
    holds(check(emulator.screen(), &rig.state), "after the search");
}

/// Whether the look of a cell changed.
fn changed(before: Option<&Cell>, after: Option<&Cell>) -> bool {
    let look = |cell: &Cell| {
        let blank = cell.contents().trim().is_empty();
        let ink = (!blank).then(|| (cell.contents().to_owned(), cell.fgcolor(), cell.bold(), cell.dim()));
        (ink, cell.bgcolor(), cell.inverse(), cell.underline())
    };
    before.map(look) != after.map(look)
}

/// The cells that were written although they are as before. Blanks between words don't count, because they move the cursor.
fn rewritten(bytes: &[u8], before: &Screen, after: &Screen) -> Vec<(usize, usize)> {
    let same = |y: usize, x: usize| {
        let at = |screen: &Screen| screen.cell(u16::try_from(y).unwrap(), u16::try_from(x).unwrap()).cloned();
        let blank = at(after).is_some_and(|cell| cell.contents().trim().is_empty());
        !changed(at(before).as_ref(), at(after).as_ref()) && !blank
    };
    let rows = written(bytes, after);
    let cells =
        rows.iter().enumerate().flat_map(|(y, row)| row.iter().enumerate().map(move |(x, w)| (y, x, *w)));
    cells.filter(|(y, x, written)| *written && same(*y, *x)).map(|(y, x, _)| (y, x)).collect()
}

#[test]
fn reader_demand_6_a_key_rewrites_only_what_changed_and_nothing_else_is_written() {
    let theme = Theme::default();
    for view in VIEWS {
        let (name, state) = (format!("{}/{}", view.step, view.name), view.rig().state);
        let mut emulator = Emulator::new((80, 24));
        let (Drawn { viewport, .. }, _) = emulator.show(&state, theme);
        let state = update(state, Msg::Drawn(viewport)).0;
        // Nothing is written if nothing happened, nor after a key that does nothing.
        assert_eq!(emulator.show(&state, theme).1, b"", "{name}");
        let without = State { notice: None, ..state.clone() };
        emulator.show(&without, theme);
        assert_eq!(emulator.show(&after(&without, Key::F(12)), theme).1, b"", "{name}");
        emulator.show(&state, theme);
        for key in key_bindings(&state).into_iter().map(|binding| binding.key).chain([Key::Char('7')]) {
            let next = after(&state, key);
            for state in [&next, &state] {
                let before = emulator.screen().clone();
                let (_, bytes) = emulator.show(state, theme);
                let rewritten = rewritten(&bytes, &before, emulator.screen());
                assert!(rewritten.is_empty(), "{name} {key:?}: {rewritten:?}");
            }
        }
        // A QR on the whole screen has no lines that scroll.
        let whole_screen = state.shows_qr() && state.qr.look.room == QrRoom::WholeScreen;
        assert!(whole_screen || viewport != Viewport::default());
    }
}
