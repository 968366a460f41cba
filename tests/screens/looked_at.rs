//! What a screen reader must find at the cursor: the words of the page's focus are compared with the cursor's place in an emulator.
//!
//! Never here: how pages are laid out. Whatever the layout does, the words at the cursor must be those of the focus.

use countersign::page::{self, Block, Page};
use countersign::screen::{Colour, Glyphs, MIN_SIZE, Theme};
use countersign::wizard::{QrRoom, State};
use vt100::Screen;

use super::emulator::{rows, size};

/// What has the focus, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Focused {
    /// A text being typed: the part before the cursor.
    Typed(String),
    /// A line of a code: its number, and the part before the cursor.
    CodeLine(usize, String),
    /// An entry of a list: its number and title.
    Entry(usize, String),
    /// The progress of a job.
    Progress(String),
    /// The first key of the hint bar.
    Key(String),
}

/// What has the focus on this page.
pub fn focused(page: &Page) -> Focused {
    let start = |text: &str, count: usize| text.chars().take(count).collect::<String>();
    let found = page.blocks.iter().find_map(|block| match block {
        Block::Input { value, cursor: Some(at), .. } => Some(Focused::Typed(start(value, *at))),
        Block::Code { rows, cursor: Some((line, at)) } => {
            Some(Focused::CodeLine(line + 1, start(&rows[*line].typed, *at)))
        }
        Block::Choices { items, selected } => {
            Some(Focused::Entry(selected + 1, items.get(*selected)?.title.clone()))
        }
        Block::Progress(text) => Some(Focused::Progress(text.clone())),
        _ => None,
    });
    found
        .unwrap_or_else(|| Focused::Key(page.hints.first().map_or_else(String::new, |hint| hint.key.clone())))
}

/// The text without blanks, with `?` in place of characters that only some terminals have.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).map(|c| if c.is_ascii() { c } else { '?' }).collect()
}

/// Whether a row begins with the words, as far as it has room for them.
fn begins(row: &str, words: &str) -> bool {
    let (row, words) = (bare(row), bare(words));
    let length = row.chars().count().min(words.chars().count()).min(8);
    row.chars().take(length).eq(words.chars().take(length)) && (length > 0 || words.is_empty())
}

/// Checks that the cursor stands on what has the focus, hidden or shown as it must be.
pub fn check(screen: &Screen, state: &State) -> Result<(), String> {
    let page = page::page(state);
    let (height, width) = size(screen);
    let (y, x) = screen.cursor_position();
    let shown = !screen.hide_cursor();
    let row: String = screen.rows(0, width).nth(y.into()).unwrap_or_default();
    let left: String = screen.rows(0, x).nth(y.into()).unwrap_or_default();
    let right: String = screen.rows(x, width - x).nth(y.into()).unwrap_or_default();
    let focused = focused(&page);
    let told = |why: &str| {
        Err(format!("{why}: {focused:?} at {x}, {y}, shown {shown}:\n{}", rows(screen).join("\n")))
    };
    if width < MIN_SIZE.width || height < MIN_SIZE.height {
        // The words, or the size alone, below the title if there is room for both.
        let there = x == 0 && y <= 1 && !shown && !row.trim().is_empty();
        return if there { Ok(()) } else { told("the words about the size have the focus") };
    }
    let there = match &focused {
        Focused::Typed(text) if text.is_ascii() => {
            // A long text is scrolled under the cursor.
            let seen = left.trim_start().strip_prefix('>').map(str::trim).unwrap_or("?");
            shown && text.trim().ends_with(seen)
        }
        Focused::Typed(_) => shown && row.trim_start().starts_with('>'),
        Focused::CodeLine(number, text) => {
            let text: String = text.chars().take(22).collect();
            let want = format!("{number}{}", bare(&text));
            shown && (!text.is_ascii() || bare(&left) == want)
        }
        Focused::Entry(number, title) => {
            let entry = left.trim() == ">" && right.trim_start().starts_with(&number.to_string());
            !shown && entry && begins(&right, &format!("{number}{title}"))
        }
        Focused::Progress(text) => !shown && begins(&right, text),
        Focused::Key(_) => false,
    };
    if there {
        return Ok(());
    }
    if qr_may_take_all(&page) && !shown && (x, y) == (0, 0) {
        return Ok(());
    }
    // The hint bar has the focus if nothing else has, or if the focus needn't be in view and isn't.
    let in_view = || rows(screen).iter().any(|row| row.trim_start().starts_with("> "));
    let scrolled_away = match focused {
        Focused::Key(_) => true,
        Focused::Typed(_) | Focused::Entry(..) => page.manual_scroll && !in_view(),
        Focused::CodeLine(..) | Focused::Progress(_) => page.manual_scroll,
    };
    if !scrolled_away || shown || x != 1 {
        return told("the cursor stands elsewhere");
    }
    // Below a QR there is room for a notice or for hints, not for both.
    let qr = page.blocks.iter().any(|block| matches!(block, Block::Qr { .. }));
    let notice = page.notice.as_ref().filter(|_| qr);
    let key = page.hints.first().is_some_and(|hint| begins(&right, &hint.key));
    if key || notice.is_some_and(|(_, text)| begins(&right, text)) { Ok(()) } else { told("no hint") }
}

/// Whether the page has a QR on the whole screen, which may leave no row for the hints.
fn qr_may_take_all(page: &Page) -> bool {
    let whole = |block: &Block| matches!(block, Block::Qr { look, .. } if look.room == QrRoom::WholeScreen);
    page.blocks.iter().any(whole)
}

/// Checks that at most one thing is highlighted, and that it is under the cursor if the cursor is hidden.
pub fn one_highlight(screen: &Screen, state: &State, theme: Theme) -> Result<(), String> {
    let page = page::page(state);
    let (height, width) = size(screen);
    if qr_may_take_all(&page) && screen.cursor_position() == (0, 0) {
        return Ok(());
    }
    let qr = page.blocks.iter().any(|block| matches!(block, Block::Qr { .. }));
    // Without colours a QR is drawn by reversal.
    if width < MIN_SIZE.width || height < MIN_SIZE.height || (qr && theme.colour == Colour::Mono) {
        return Ok(());
    }
    let (y, x) = screen.cursor_position();
    let reversed = |y, x| {
        let cell = screen.cell(y, x);
        cell.is_some_and(|cell| cell.inverse() && cell.bgcolor() == vt100::Color::Default)
    };
    let lit: Vec<u16> = (0..height).filter(|y| (0..width).any(|x| reversed(*y, x))).collect();
    let told = |why: &str| Err(format!("{why}, rows {lit:?}, cursor {x}, {y}:\n{}", rows(screen).join("\n")));
    if lit.windows(2).any(|two| two[1] != two[0] + 1) {
        return told("two highlights");
    }
    let notice = qr && page.notice.is_some();
    match (screen.hide_cursor(), lit.is_empty()) {
        (false, false) => told("a highlight beside the cursor of a text"),
        (true, true) if !notice => told("no highlight"),
        (true, false) if !reversed(y, x) => told("a highlight elsewhere"),
        _ => Ok(()),
    }
}

/// Whether rows of text have what a screen reader reads out as noise: rules, boxes, braille dots.
pub fn noise(rows: &[String], glyphs: Glyphs) -> Option<String> {
    let drawn = |c: char| matches!(c, '\u{2500}'..='\u{257f}' | '\u{2800}'..='\u{28ff}');
    let rule = |row: &str| {
        let row = row.trim();
        let first = row.chars().next();
        row.len() > 2
            && first.is_some_and(|c| c.is_ascii_punctuation() && row.chars().all(|other| other == c))
    };
    // Chinese on a terminal without its glyphs is a row of `?`.
    let garbled = |row: &str| glyphs != Glyphs::Unicode && row.contains('?');
    rows.iter().find(|row| row.contains(drawn) || (rule(row) && !garbled(row))).cloned()
}
