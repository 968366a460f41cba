//! The bars around the body: header, rail, rules, notice, hint bar.
//!
//! Lives here: each bar as lines of a given width. Never here: which bars a size has room for.

use std::ops::Range;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::body::blank;
use super::theme::Theme;
use super::wrap;
use crate::page::{Hint, Page, RailItem, Stage, Tone};

/// The program's name in the header.
const NAME: &str = "Countersign";

/// ` Countersign - PRODUCT  Practice: nothing is kept          2 INSPECT `
///
/// Title and practice banner are more important than names: if it is narrow, the product is cut first, then the program's
/// name is left out, then the banner is cut.
pub(super) fn header(page: &Page, theme: Theme, width: usize) -> Line<'static> {
    let title = wrap::cut(&page.title, width.saturating_sub(2));
    let room = width.saturating_sub(wrap::width(&title) + 3);
    let banner = page.practice.as_deref().map(|text| format!(" {} ", wrap::one_line(text)));
    let banner = banner.map(|text| wrap::cut(&text, room));
    let taken = banner.as_deref().map_or(0, |text| wrap::width(text) + 2);
    let name = names(page, room.saturating_sub(taken));

    let mut line = vec![blank(1)];
    if !name.is_empty() {
        line.push(Span::raw(name));
        line.push(blank(2));
    }
    if let Some(banner) = banner {
        line.push(Span::styled(banner, theme.banner()));
    }
    let used: usize = line.iter().map(Span::width).sum();
    line.push(blank(width.saturating_sub(used + wrap::width(&title) + 1)));
    line.push(Span::styled(title, theme.tone(Tone::Strong)));
    Line::from(line)
}

/// As much of `Countersign - PRODUCT` as fits and still makes sense.
fn names(page: &Page, room: usize) -> String {
    let product = wrap::one_line(&page.product);
    let full = if product.is_empty() { NAME.to_owned() } else { format!("{NAME} - {product}") };
    if wrap::width(&full) <= room || room >= NAME.len() + 10 {
        wrap::cut(&full, room)
    } else if !product.is_empty() && wrap::width(&product) <= room {
        product.into_owned()
    } else if room >= NAME.len() {
        NAME.to_owned()
    } else {
        String::new()
    }
}

/// ` Before: Welcome.  Now: Inspect.  Next: Fix, Route.`; if that is too wide, only the current step.
pub(super) fn rail(items: &[RailItem], theme: Theme, width: usize) -> Line<'static> {
    let line = |shown: fn(Stage) -> bool| {
        let mut spans = vec![];
        for item in items.iter().filter(|item| shown(item.stage)) {
            spans.push(blank(if spans.is_empty() { 1 } else { 2 }));
            spans.push(Span::styled(wrap::one_line(&item.text).into_owned(), theme.stage(item.stage)));
        }
        Line::from(spans)
    };
    let every = line(|_| true);
    if every.width() < width { every } else { line(|stage| stage == Stage::Here) }
}

/// A horizontal rule of blanks, with a text at its right end.
pub(super) fn rule(theme: Theme, width: usize, end: Option<&str>) -> Line<'static> {
    let end = end.map(|text| wrap::cut(text, width)).unwrap_or_default();
    let right = if end.is_empty() { 0 } else { wrap::width(&end) + 2 };
    let mut line = vec![Span::styled(" ".repeat(width.saturating_sub(right)), theme.rule())];
    if right > 0 {
        line.push(Span::styled(format!(" {end} "), theme.tone(Tone::Dim)));
    }
    Line::from(line)
}

/// The notice in at most `rows` lines. It is cut only if it needs more, because its advice stands at its end.
pub(super) fn notice(page: &Page, theme: Theme, width: usize, rows: usize) -> Vec<Line<'static>> {
    let Some((tone, text)) = &page.notice else { return vec![] };
    let mut lines = wrap::words(text, width.saturating_sub(2));
    if lines.len() > rows {
        lines.truncate(rows);
        if let Some(last) = lines.last_mut() {
            *last = wrap::cut(&format!("{last} ..."), width.saturating_sub(2));
        }
    }
    let style = theme.tone(*tone);
    lines.into_iter().map(|text| Line::from(vec![blank(1), Span::styled(text, style)])).collect()
}

/// `Enter fix   r read again   ? help   q quit` in at most `rows` rows, and the text `end` at the right end of the last.
///
/// `focused`: the first key has the focus. No key is left out. If not all labels fit, the labels of the last keys go first, and those of
/// the first key, help and quit go last; `?` shows all labels.
pub(super) fn hints(
    hints: &[Hint],
    theme: Theme,
    width: usize,
    end: Option<&str>,
    rows: usize,
    focused: bool,
) -> Vec<Line<'static>> {
    let end = end.map(|text| wrap::cut(text, width.saturating_sub(1))).unwrap_or_default();
    let room = width.saturating_sub(2);
    let last = room.saturating_sub(wrap::width(&end) + 2 * usize::from(!end.is_empty()));
    let mut order: Vec<usize> = (0..hints.len()).collect();
    order.sort_by_key(|at| *at > 0 && !hints.get(*at).is_some_and(|hint| hint.priority));
    // First fewer blanks between the keys, then fewer labels.
    let closer = (0..=hints.len()).rev().map(|labels| (labels, 2));
    let mut tries = [(hints.len(), 3)].into_iter().chain(closer).chain([(0, 1)]);
    let fits = |(labels, between): (usize, usize)| {
        let named = order.get(..labels).unwrap_or_default();
        let sizes: Vec<usize> =
            hints.iter().enumerate().map(|(at, hint)| hint_width(hint, named.contains(&at))).collect();
        let broken = break_rows(&sizes, between, room);
        (broken.len() <= rows && broken.last().is_none_or(|(_, used)| *used <= last || broken.len() < rows))
            .then_some((labels, between, broken))
    };
    let Some((labels, between, broken)) = tries.find_map(fits) else { return vec![Line::default()] };
    let named = order.get(..labels).unwrap_or_default();
    let mut lines: Vec<Line<'static>> = Vec::new();
    for (range, _) in broken {
        let mut line = vec![blank(1)];
        for (at, hint) in hints.iter().enumerate().take(range.end).skip(range.start) {
            let before = if at == range.start { 0 } else { between };
            let (key, label) = match at {
                0 if focused => (theme.focused(), theme.focused()),
                _ => (theme.key(), Style::new()),
            };
            line.extend([blank(before), Span::styled(wrap::one_line(&hint.key).into_owned(), key)]);
            if named.contains(&at) && !hint.label.is_empty() {
                line.push(Span::styled(format!(" {}", wrap::one_line(&hint.label)), label));
            }
        }
        lines.push(Line::from(line));
    }
    if !end.is_empty() {
        // If the last row is full, another row was reserved.
        if lines.last().is_some_and(|line| line.width() > last + 1) && lines.len() < rows {
            lines.push(Line::default());
        }
        if let Some(line) = lines.last_mut() {
            let gap = width.saturating_sub(line.width() + wrap::width(&end) + 1);
            line.spans.extend([blank(gap), Span::styled(end, theme.tone(Tone::Dim))]);
        }
    }
    lines
}

/// The hints of each row, and the cells they take.
fn break_rows(sizes: &[usize], between: usize, room: usize) -> Vec<(Range<usize>, usize)> {
    let mut rows: Vec<(Range<usize>, usize)> = Vec::new();
    for (at, size) in sizes.iter().enumerate() {
        match rows.last_mut() {
            Some((range, used)) if *used + between + size <= room => {
                range.end = at + 1;
                *used += between + size;
            }
            _ => rows.push((at..at + 1, *size)),
        }
    }
    rows
}

/// The width of a hint, in cells.
fn hint_width(hint: &Hint, named: bool) -> usize {
    let label = if named { wrap::width(&wrap::one_line(&hint.label)) } else { 0 };
    wrap::width(&wrap::one_line(&hint.key)) + label + usize::from(label > 0)
}
