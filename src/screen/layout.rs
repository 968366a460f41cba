//! Where each part of a page goes, by the size of the screen.
//!
//! From 80×24: header, rail, rule, body, rule, hints. From 40×12: header, body, hints. A QR goes to the left over the full
//! height if it fits, else above the rest, else a text says which size it needs; on request it has the whole screen. Below 40×12 the
//! screen says only that it is too small; at zero size it shows nothing. Each layout also gives the focus, where the cursor stands. Never
//! here: how a block looks.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::body::{BodyCursor, BodyLines, blank};
use super::fallback::replace_unsupported;
use super::focus::{Drawn, Focus};
use super::qr_place::{GUTTER, QrPlace, WithoutWords, qr_place};
use super::theme::Theme;
use super::viewport::{DESIGN_SIZE, MIN_SIZE, position};
use super::{bars, blocks, wrap};
use crate::page::{self, Block, Page, Tone};
use crate::wizard::Viewport;

/// The widest text that is still easy to read, in cells.
const READABLE_WIDTH: u16 = 100;
/// The rows that a notice leaves: the header, two of hints, one of the body.
const OTHER_ROWS: usize = 4;
/// The widest text of a position in a page. It reserves the room before the position is known.
const WIDEST_POSITION: &str = "88-88/88";

/// Draws the page with its body scrolled to that line, as far as possible; lines in focus stay in view.
///
/// Returns the lines in view, so that the wizard knows how far a page can be scrolled, and the focus, so that the terminal
/// puts its cursor there.
pub fn render(page: &Page, theme: &Theme, scroll: u16, frame: &mut Frame) -> Drawn {
    let drawn = draw(page, theme, scroll, frame);
    replace_unsupported(frame.buffer_mut(), theme.glyphs);
    drawn
}

fn draw(page: &Page, theme: &Theme, scroll: u16, frame: &mut Frame) -> Drawn {
    let area = frame.area();
    if area.is_empty() {
        return Drawn::default();
    }
    if area.width < MIN_SIZE.width || area.height < MIN_SIZE.height {
        return Drawn {
            viewport: Viewport::default(),
            focus: draw_too_small(page, *theme, area, frame.buffer_mut()),
        };
    }
    let mut canvas = Canvas { page, theme: *theme, scroll, area, frame, qr: true, focus: None };
    let roomy = area.width >= DESIGN_SIZE.width && area.height >= DESIGN_SIZE.height;
    let qr = page.blocks.iter().find_map(|block| match block {
        Block::Qr { url, look, lang, .. } => Some((url, *look, *lang)),
        _ => None,
    });
    let viewport = match qr.map(|(url, look, lang)| (qr_place(url, *theme, look, area), lang)) {
        None if roomy => canvas.full(vec![]),
        None => canvas.compact(vec![]),
        Some((QrPlace::Beside(symbol), _)) => canvas.beside(&symbol),
        Some((QrPlace::Above(symbol), _)) => canvas.above(symbol),
        Some((QrPlace::Alone(symbol, at), _)) => canvas.alone(&symbol, at),
        Some((QrPlace::TooSmall(need, alone), lang)) => {
            let width = usize::from(area.width.min(READABLE_WIDTH)).saturating_sub(4);
            let have = (usize::from(area.width), usize::from(area.height));
            let mut lines = wrap::words(&page::qr_too_small(lang, need, have), width);
            if alone == WithoutWords::Fits {
                lines.extend(wrap::words(&page::qr_fits_alone(lang), width));
            }
            let style = theme.tone(Tone::Warn);
            let lines = lines.into_iter().map(|line| Line::from(Span::styled(line, style))).collect();
            canvas.qr = false;
            if roomy { canvas.full(lines) } else { canvas.compact(lines) }
        }
    };
    Drawn { viewport, focus: canvas.focus.unwrap_or_default() }
}

/// Says that the screen is too small, its size and the size needed; where the words don't fit, only the size needed. The words have
/// the focus.
fn draw_too_small(page: &Page, theme: Theme, area: Rect, buffer: &mut Buffer) -> Focus {
    let width = usize::from(area.width);
    let pair = |columns: u16, rows: u16| (usize::from(columns), usize::from(rows));
    let (need, have) = (pair(MIN_SIZE.width, MIN_SIZE.height), pair(area.width, area.height));
    let words = wrap::words(&page::screen_too_small(page.lang, need, have), width);
    let rows = usize::from(area.height);
    let fits = words.len() <= rows && words.iter().all(|line| wrap::width(line) <= width);
    let words = if fits { words } else { vec![wrap::cut(&page::size(need), width)] };
    let title = (words.len() < rows).then(|| Span::styled(wrap::cut(&page.title, width), theme.key()));
    let first = area.y + u16::from(title.is_some());
    let words = words.into_iter().map(|line| Span::styled(line, theme.tone(Tone::Warn)));
    for (line, y) in title.into_iter().chain(words).zip(area.top()..area.bottom()) {
        buffer.set_line(area.x, y, &Line::from(line), area.width);
    }
    Focus::hidden(Position::new(area.x, first))
}

/// One page while it is drawn into one frame.
struct Canvas<'a, 'b> {
    page: &'a Page,
    theme: Theme,
    scroll: u16,
    area: Rect,
    frame: &'a mut Frame<'b>,
    /// Whether the QR is drawn, if the page has one.
    qr: bool,
    /// The focus, once it is drawn. The body sets it first; if the body has none in view, the foot sets it.
    focus: Option<Focus>,
}

impl Canvas<'_, '_> {
    /// Header, rail, rule, body, rule or notice, hints.
    fn full(&mut self, ahead: Vec<Line<'static>>) -> Viewport {
        let width = usize::from(self.area.width);
        self.put(0, bars::header(self.page, self.theme, width));
        self.put(1, bars::rail(&self.page.rail, self.theme, width));
        self.put(2, bars::rule(self.theme, width, None));
        let notice = bars::notice(self.page, self.theme, width, self.notice_rows());
        let foot = notice.len().max(1);
        let body = self.rows(3, foot + 1, 2, 2);
        let shown = self.body(ahead, body);
        let position = position(shown);
        let first = self.area.height.saturating_sub(1 + u16::try_from(foot).unwrap_or(1));
        if notice.is_empty() {
            self.put(first, bars::rule(self.theme, width, position.as_deref()));
            self.hints(None, 1);
        } else {
            self.notice(0, first, notice);
            self.hints(position.as_deref(), 1);
        }
        shown
    }

    /// Header, body, notice, hints.
    fn compact(&mut self, ahead: Vec<Line<'static>>) -> Viewport {
        let width = usize::from(self.area.width);
        self.put(0, bars::header(self.page, self.theme, width));
        let notice = bars::notice(self.page, self.theme, width, self.notice_rows());
        let bar = bars::hints(&self.page.hints, self.theme, width, Some(WIDEST_POSITION), 2, false).len();
        let foot = notice.len() + bar;
        let body = self.rows(1, foot, 1, 1);
        let shown = self.body(ahead, body);
        self.notice(0, self.area.height.saturating_sub(u16::try_from(foot).unwrap_or(1)), notice);
        self.hints(position(shown).as_deref(), bar);
        shown
    }

    /// The most rows of a notice: all but the header, the hints and some rows of the body.
    fn notice_rows(&self) -> usize {
        usize::from(self.area.height).saturating_sub(OTHER_ROWS).max(1)
    }

    /// The symbol, and below it the rest, which scrolls. A notice of one row replaces the hints, so that the symbol stays whole; a
    /// longer one covers the rows above them too, until the next key. It has the focus.
    fn above(&mut self, symbol: Vec<Line<'static>>) -> Viewport {
        let width = usize::from(self.area.width);
        self.put(0, bars::header(self.page, self.theme, width));
        let body = self.rows(1, 1, 1, 0);
        let shown = self.body(symbol, body);
        let notice = bars::notice(self.page, self.theme, width, self.notice_rows());
        if notice.is_empty() {
            self.hints(position(shown).as_deref(), 1);
            return shown;
        }
        let first = self.area.height.saturating_sub(u16::try_from(notice.len()).unwrap_or(1));
        for row in first..self.area.height {
            self.put(row, Line::from(blank(width)));
        }
        self.notice(0, first, notice);
        self.focus_at(1, first);
        shown
    }

    /// The symbol at the left, everything else at its right, hints below.
    fn beside(&mut self, symbol: &[Line<'static>]) -> Viewport {
        let taken = symbol.first().map_or(0, Line::width);
        for (line, y) in symbol.iter().zip(0..self.area.height.saturating_sub(1)) {
            self.put(y, line.clone());
        }
        let left = u16::try_from(taken).unwrap_or(self.area.width).saturating_add(GUTTER);
        let width = usize::from(self.area.width.saturating_sub(left));
        let mut top = 0;
        let title = Span::styled(wrap::cut(&self.page.title, width), self.theme.tone(Tone::Strong));
        self.put_at(left, top, &Line::from(title));
        if let Some(practice) = &self.page.practice {
            for text in wrap::words(practice, width.saturating_sub(2)).into_iter().take(2) {
                top += 1;
                self.put_at(left, top, &Line::from(Span::styled(format!(" {text} "), self.theme.banner())));
            }
        }
        top += 2;
        let notice = bars::notice(self.page, self.theme, width, self.notice_rows());
        let body = self.rows(top, notice.len() + 1, left, 1);
        let shown = self.body(vec![], body);
        let first = self.area.height.saturating_sub(1 + u16::try_from(notice.len()).unwrap_or(0));
        self.notice(left.saturating_sub(1), first, notice);
        self.hints(position(shown).as_deref(), 1);
        shown
    }

    /// The symbol alone from that column and row; below it the hints or a notice, where the symbol leaves a row.
    fn alone(&mut self, symbol: &[Line<'static>], (column, top): (u16, u16)) -> Viewport {
        for (line, row) in symbol.iter().zip(top..) {
            self.put_at(column, row, line);
        }
        let last = self.area.height.saturating_sub(1);
        if usize::from(top) + symbol.len() <= usize::from(last) {
            match bars::notice(self.page, self.theme, usize::from(self.area.width), 1).into_iter().next() {
                Some(line) => {
                    self.put(last, line);
                    self.focus_at(1, last);
                }
                None => self.hints(None, 1),
            }
        }
        Viewport::default()
    }

    /// The rows from `top` to `foot` rows above the end, between left and right margins.
    fn rows(&self, top: u16, foot: usize, left: u16, right: u16) -> Rect {
        let foot = u16::try_from(foot).unwrap_or(u16::MAX);
        Rect {
            x: self.area.x.saturating_add(left),
            y: self.area.y.saturating_add(top),
            width: self.area.width.saturating_sub(left.saturating_add(right)),
            height: self.area.height.saturating_sub(top.saturating_add(foot)),
        }
    }

    /// Draws the lines `ahead`, then the blocks, in that area.
    fn body(&mut self, ahead: Vec<Line<'static>>, area: Rect) -> Viewport {
        let width = usize::from(area.width.min(READABLE_WIDTH));
        let mut laid = blocks::lay_out(&self.page.blocks, self.theme, width, self.qr);
        if self.page.manual_scroll {
            laid.focus = None;
        }
        if !ahead.is_empty() {
            laid.lines.insert(0, Line::default());
            let by = ahead.len() + 1;
            laid.lines.splice(0..0, ahead);
            laid.focus = laid.focus.map(|range| range.start + by..range.end + by);
            laid.cursor = laid.cursor.map(|cursor| BodyCursor { line: cursor.line + by, ..cursor });
        }
        let first = first_line(&laid, usize::from(self.scroll), usize::from(area.height));
        for (line, y) in laid.lines.iter().skip(first).zip(area.top()..area.bottom()) {
            self.frame.buffer_mut().set_line(area.x, y, line, area.width);
        }
        self.focus = laid.cursor.and_then(|cursor| focus_in(cursor, first, area));
        let count = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        Viewport { first: count(first), rows: area.height, total: count(laid.lines.len()) }
    }

    /// Draws a line over the whole width.
    fn put(&mut self, row: u16, line: Line<'static>) {
        self.put_at(0, row, &line);
    }

    /// Draws a line from that column.
    fn put_at(&mut self, column: u16, row: u16, line: &Line<'static>) {
        if column < self.area.width && row < self.area.height {
            let (x, y) = (self.area.x + column, self.area.y + row);
            self.frame.buffer_mut().set_line(x, y, line, self.area.width - column);
        }
    }

    /// Draws the notice from that row.
    fn notice(&mut self, column: u16, first: u16, lines: Vec<Line<'static>>) {
        for (line, row) in lines.iter().zip(first..) {
            self.put_at(column, row, line);
        }
    }

    /// Draws the hints in the last rows. The first key, which does what the step is for, has the focus if nothing above has.
    fn hints(&mut self, end: Option<&str>, rows: usize) {
        let (width, focused) = (usize::from(self.area.width), self.focus.is_none());
        let lines = bars::hints(&self.page.hints, self.theme, width, end, rows, focused);
        let first = self.area.height.saturating_sub(u16::try_from(rows).unwrap_or(1));
        for (line, row) in lines.into_iter().zip(first..) {
            self.put(row, line);
        }
        self.focus_at(1, first.min(self.area.height.saturating_sub(1)));
    }

    /// Puts the focus there, if nothing has it.
    fn focus_at(&mut self, column: u16, row: u16) {
        let place = Position::new(self.area.x + column, self.area.y + row);
        self.focus.get_or_insert(Focus::hidden(place));
    }
}

/// The first line to draw: the wanted one, but not past the end, and with the focus in view.
fn first_line(laid: &BodyLines, wanted: usize, rows: usize) -> usize {
    let mut first = wanted.min(laid.lines.len().saturating_sub(rows));
    if let Some(focus) = &laid.focus {
        first = first.max(focus.end.saturating_sub(rows));
        first = first.min(focus.start);
    }
    if let (Some(cursor), Some(_)) = (laid.cursor, &laid.focus) {
        first = first.max((cursor.line + 1).saturating_sub(rows)).min(cursor.line);
    }
    first
}

/// The focus at a place of the body, if it is in view.
fn focus_in(cursor: BodyCursor, first: usize, area: Rect) -> Option<Focus> {
    let row = u16::try_from(cursor.line.checked_sub(first)?).ok()?;
    let column = u16::try_from(cursor.column).ok()?.min(area.width.checked_sub(1)?);
    let place = Position::new(area.x + column, area.y + row);
    (row < area.height).then_some(Focus { place, shown: cursor.shown })
}
