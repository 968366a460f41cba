//! Which part of a page stands where, at which size.
//!
//! From 80×24 on: header, rail, rule, body, rule, hints. From 40×12 on: header, body, hints. A QR stands at the
//! left over the full height where it fits, else above the rest, else its text says what size it wants.
//! Below 40×12 only the sizes are shown, at zero size nothing. Never here: what a block looks like.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::text::{Line, Span};

use super::blocks::{self, BodyLines};
use super::fallback::replace_unsupported;
use super::qr::{self, LARGEST, LEAST_QUIET, Symbol};
use super::theme::Theme;
use super::{bars, wrap};
use crate::page::{Block, Page, Tone};

/// The size pages are designed for.
pub const DESIGN_SIZE: Size = Size::new(80, 24);
/// The least size at which a page is drawn.
pub const MIN_SIZE: Size = Size::new(40, 12);

/// The widest a text gets, for the eye's sake.
const READABLE: u16 = 100;
/// The least width of the words beside a QR.
const BESIDE: usize = 30;
/// As much room as the place in a page takes, before it is known.
const ANYWHERE: &str = "88-88/88";
/// Cells between a QR and the words beside it.
const GUTTER: u16 = 2;

/// What of the body is in view, in lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Viewport {
    /// The first line in view: the scroll that was really taken.
    pub first: u16,
    /// How many lines are in view.
    pub rows: u16,
    /// How many there are.
    pub total: u16,
}

impl Viewport {
    /// `1-18/40`, where not all is in view.
    fn position(self) -> Option<String> {
        let last = self.first.saturating_add(self.rows).min(self.total);
        (self.rows > 0 && self.total > self.rows)
            .then(|| format!("{}-{last}/{}", self.first.saturating_add(1), self.total))
    }
}

/// Where a QR stands.
enum Place {
    /// At the left, over the height.
    Beside(Vec<Line<'static>>),
    /// Above the other blocks.
    Above(Vec<Line<'static>>),
    /// Nowhere: it wants this size.
    TooSmall(usize, usize),
}

/// Draws the page, its body scrolled to that line as far as there is more to see; what is in focus stays in view.
///
/// Answers what came into view, so that the caller can bound its scroll.
pub fn render(page: &Page, theme: &Theme, scroll: u16, frame: &mut Frame) -> Viewport {
    let shown = draw(page, theme, scroll, frame);
    replace_unsupported(frame.buffer_mut(), theme.glyphs);
    shown
}

fn draw(page: &Page, theme: &Theme, scroll: u16, frame: &mut Frame) -> Viewport {
    let area = frame.area();
    if area.is_empty() {
        return Viewport::default();
    }
    if area.width < MIN_SIZE.width || area.height < MIN_SIZE.height {
        tiny(page, *theme, area, frame.buffer_mut());
        return Viewport::default();
    }
    let mut canvas = Canvas { page, theme: *theme, scroll, area, frame, qr: true };
    let roomy = area.width >= DESIGN_SIZE.width && area.height >= DESIGN_SIZE.height;
    let asked = page.blocks.iter().find_map(|block| match block {
        Block::Qr { url, too_small, .. } => Some((url, too_small)),
        _ => None,
    });
    match asked.map(|(url, too_small)| (place(url, *theme, area), too_small)) {
        None if roomy => canvas.full(vec![]),
        None => canvas.compact(vec![]),
        Some((Place::Beside(symbol), _)) => canvas.beside(&symbol),
        Some((Place::Above(symbol), _)) => canvas.above(symbol),
        Some((Place::TooSmall(columns, rows), text)) => {
            let width = usize::from(area.width.min(READABLE)).saturating_sub(4);
            let text = text
                .replace("{need}", &format!("{columns}x{rows}"))
                .replace("{have}", &format!("{}x{}", area.width, area.height));
            let lines = wrap::words(&text, width);
            let style = theme.tone(Tone::Warn);
            let lines = lines.into_iter().map(|line| Line::from(Span::styled(line, style))).collect();
            canvas.qr = false;
            if roomy { canvas.full(lines) } else { canvas.compact(lines) }
        }
    }
}

/// Where the symbol for that address stands, with the highest level and the widest quiet zone that fit.
fn place(url: &str, theme: Theme, area: Rect) -> Place {
    let (width, height) = (usize::from(area.width), usize::from(area.height));
    // A status line, as of tmux, takes a row: what counts is whether the symbol has its rows.
    let roomy = area.width >= DESIGN_SIZE.width;
    let fits = |(symbol, quiet): &(Symbol, usize), columns: usize, rows: usize| {
        let (wide, high) = qr::extent(symbol.side(), *quiet, theme.glyphs);
        wide + columns <= width && high + rows <= height
    };
    let words = usize::from(GUTTER) + BESIDE;
    let grades: Vec<_> = Symbol::grades(url).collect();
    if let Some((symbol, quiet)) = grades.iter().find(|grade| roomy && fits(grade, words, 1)) {
        return Place::Beside(symbol.lines(*quiet, theme));
    }
    if let Some((symbol, quiet)) = grades.iter().find(|grade| fits(grade, 1, 2)) {
        return Place::Above(symbol.lines(*quiet, theme));
    }
    // Two ways to have room: above the words, or beside them, which takes a row less.
    let side = Symbol::of(url).map_or(LARGEST, |symbol| symbol.side());
    let (wide, high) = qr::extent(side, LEAST_QUIET, theme.glyphs);
    let above = (wide + 1, high + 2);
    let beside = ((wide + words).max(usize::from(DESIGN_SIZE.width)), high + 1);
    let need = if width >= beside.0 && beside.1 < above.1 { beside } else { above };
    Place::TooSmall(need.0, need.1)
}

/// Only the sizes, there and needed: words would not fit.
fn tiny(page: &Page, theme: Theme, area: Rect, buffer: &mut Buffer) {
    let sizes = format!("{}x{} -> {}x{}", area.width, area.height, MIN_SIZE.width, MIN_SIZE.height);
    let sizes = Line::from(Span::styled(sizes, theme.tone(Tone::Warn)));
    let title = Line::from(Span::styled(wrap::cut(&page.title, usize::from(area.width)), theme.key()));
    let lines = if area.height > 1 { vec![title, sizes] } else { vec![sizes] };
    for (line, y) in lines.iter().zip(area.top()..area.bottom()) {
        buffer.set_line(area.x, y, line, area.width);
    }
}

/// One page on its way into one frame.
struct Canvas<'a, 'b> {
    page: &'a Page,
    theme: Theme,
    scroll: u16,
    area: Rect,
    frame: &'a mut Frame<'b>,
    /// The page's QR, if it has one, is shown.
    qr: bool,
}

impl Canvas<'_, '_> {
    /// Header, rail, rule, body, rule or notice, hints.
    fn full(&mut self, ahead: Vec<Line<'static>>) -> Viewport {
        let width = usize::from(self.area.width);
        self.put(0, bars::header(self.page, self.theme, width));
        self.put(1, bars::rail(&self.page.rail, self.theme, width));
        self.put(2, bars::rule(self.theme, width, None));
        let notice = bars::notice(self.page, self.theme, width);
        let foot = notice.len().max(1);
        let body = self.rows(3, foot + 1, 2, 2);
        let shown = self.body(ahead, body);
        let position = shown.position();
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
        let notice = bars::notice(self.page, self.theme, width);
        let bar = bars::hints(&self.page.hints, self.theme, width, Some(ANYWHERE), 2).len();
        let foot = notice.len() + bar;
        let body = self.rows(1, foot, 1, 1);
        let shown = self.body(ahead, body);
        self.notice(0, self.area.height.saturating_sub(u16::try_from(foot).unwrap_or(1)), notice);
        self.hints(shown.position().as_deref(), bar);
        shown
    }

    /// The symbol, and below it the rest to scroll to. A notice takes the place of the hints, so that the symbol
    /// stays whole.
    fn above(&mut self, symbol: Vec<Line<'static>>) -> Viewport {
        let width = usize::from(self.area.width);
        self.put(0, bars::header(self.page, self.theme, width));
        let body = self.rows(1, 1, 1, 0);
        let shown = self.body(symbol, body);
        match bars::notice(self.page, self.theme, width).into_iter().next() {
            Some(line) => self.put(self.area.height.saturating_sub(1), line),
            None => self.hints(shown.position().as_deref(), 1),
        }
        shown
    }

    /// The symbol at the left, all else at the right of it, hints below.
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
        let notice = bars::notice(self.page, self.theme, width);
        let body = self.rows(top, notice.len() + 1, left, 1);
        let shown = self.body(vec![], body);
        let first = self.area.height.saturating_sub(1 + u16::try_from(notice.len()).unwrap_or(0));
        self.notice(left.saturating_sub(1), first, notice);
        self.hints(shown.position().as_deref(), 1);
        shown
    }

    /// The rows from `top` to `foot` rows above the end, within margins.
    fn rows(&self, top: u16, foot: usize, left: u16, right: u16) -> Rect {
        let foot = u16::try_from(foot).unwrap_or(u16::MAX);
        Rect {
            x: self.area.x.saturating_add(left),
            y: self.area.y.saturating_add(top),
            width: self.area.width.saturating_sub(left.saturating_add(right)),
            height: self.area.height.saturating_sub(top.saturating_add(foot)),
        }
    }

    /// The blocks, after the lines ahead of them, in those rows.
    fn body(&mut self, ahead: Vec<Line<'static>>, area: Rect) -> Viewport {
        let width = usize::from(area.width.min(READABLE));
        let mut laid = blocks::lay(&self.page.blocks, self.theme, width, self.qr);
        if self.page.manual_scroll {
            laid.focus = None;
        }
        if !ahead.is_empty() {
            laid.lines.insert(0, Line::default());
            let by = ahead.len() + 1;
            laid.lines.splice(0..0, ahead);
            laid.focus = laid.focus.map(|range| range.start + by..range.end + by);
            laid.cursor = laid.cursor.map(|(column, line)| (column, line + by));
        }
        let first = first(&laid, usize::from(self.scroll), usize::from(area.height));
        for (line, y) in laid.lines.iter().skip(first).zip(area.top()..area.bottom()) {
            self.frame.buffer_mut().set_line(area.x, y, line, area.width);
        }
        if let Some(at) = laid.cursor.and_then(|at| within(at, first, area)) {
            self.frame.set_cursor_position(at);
        }
        let count = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        Viewport { first: count(first), rows: area.height, total: count(laid.lines.len()) }
    }

    /// One line over the whole width.
    fn put(&mut self, row: u16, line: Line<'static>) {
        self.put_at(0, row, &line);
    }

    /// One line from that column on.
    fn put_at(&mut self, column: u16, row: u16, line: &Line<'static>) {
        if column < self.area.width && row < self.area.height {
            let (x, y) = (self.area.x + column, self.area.y + row);
            self.frame.buffer_mut().set_line(x, y, line, self.area.width - column);
        }
    }

    /// The notice from that row on.
    fn notice(&mut self, column: u16, first: u16, lines: Vec<Line<'static>>) {
        for (line, row) in lines.iter().zip(first..) {
            self.put_at(column, row, line);
        }
    }

    /// The hints in the last row, or the last ones.
    fn hints(&mut self, end: Option<&str>, rows: usize) {
        let lines = bars::hints(&self.page.hints, self.theme, usize::from(self.area.width), end, rows);
        let first = self.area.height.saturating_sub(u16::try_from(rows).unwrap_or(1));
        for (line, row) in lines.into_iter().zip(first..) {
            self.put(row, line);
        }
    }
}

/// The first line to show: as asked, but not past the end, and so that the focus is in view.
fn first(laid: &BodyLines, asked: usize, rows: usize) -> usize {
    let mut first = asked.min(laid.lines.len().saturating_sub(rows));
    if let Some(focus) = &laid.focus {
        first = first.max(focus.end.saturating_sub(rows));
        first = first.min(focus.start);
    }
    if let (Some((_, line)), Some(_)) = (laid.cursor, &laid.focus) {
        first = first.max((line + 1).saturating_sub(rows)).min(line);
    }
    first
}

/// That column and line of the body as a place in the frame, if it is in view.
fn within((column, line): (usize, usize), first: usize, area: Rect) -> Option<Position> {
    let row = u16::try_from(line.checked_sub(first)?).ok()?;
    let column = u16::try_from(column).ok()?.min(area.width.checked_sub(1)?);
    (row < area.height).then(|| Position::new(area.x + column, area.y + row))
}
