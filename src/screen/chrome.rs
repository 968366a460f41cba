//! What stands around the body: header, rail, rules, notice, hints.
//!
//! Lives here: each of them as lines of a width. Never here: which of them a size has room for.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::blocks::blank;
use super::theme::Theme;
use super::wrap;
use crate::page::{Hint, Page, RailItem, Stage, Tone};

/// The program's name, as the header begins.
const NAME: &str = "Countersign";
/// The most lines a notice takes.
const NOTICE: usize = 3;

/// ` Countersign - PRODUCT  Practice: nothing is kept          2 INSPECT `
///
/// Title and practice banner go before names: where it is narrow, first the product is cut, then the program's
/// name left out, then the banner cut.
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

/// As much of `Countersign - PRODUCT` as has room and still says something.
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

/// ` + Welcome  * Inspect  o Fix`; where it is too wide, only the step that is on keeps its name.
pub(super) fn rail(items: &[RailItem], theme: Theme, width: usize) -> Line<'static> {
    let line = |every: bool| {
        let mut spans = vec![blank(1)];
        for (index, item) in items.iter().enumerate() {
            let (glyph, style) = theme.stage(item.stage);
            if index > 0 {
                spans.push(blank(if every { 2 } else { 1 }));
            }
            let name = wrap::one_line(&item.name);
            let text =
                if every || item.stage == Stage::Here { format!("{glyph} {name}") } else { glyph.to_owned() };
            spans.push(Span::styled(text, style));
        }
        Line::from(spans)
    };
    let every = line(true);
    if every.width() < width { every } else { line(false) }
}

/// A rule, with a text at its right end.
pub(super) fn rule(theme: Theme, width: usize, end: Option<&str>) -> Line<'static> {
    let (glyph, style) = theme.rule();
    let end = end.map(|text| wrap::cut(text, width)).unwrap_or_default();
    let right = if end.is_empty() { 0 } else { wrap::width(&end) + 2 };
    let mut line = vec![Span::styled(glyph.repeat(width.saturating_sub(right)), style)];
    if right > 0 {
        line.push(Span::styled(format!(" {end} "), theme.tone(Tone::Dim)));
    }
    Line::from(line)
}

/// The notice in at most three lines.
pub(super) fn notice(page: &Page, theme: Theme, width: usize) -> Vec<Line<'static>> {
    let Some((tone, text)) = &page.notice else { return vec![] };
    let mut lines = wrap::words(text, width.saturating_sub(2));
    if lines.len() > NOTICE {
        lines.truncate(NOTICE);
        if let Some(last) = lines.last_mut() {
            *last = wrap::cut(&format!("{last} ..."), width.saturating_sub(2));
        }
    }
    let style = theme.tone(*tone);
    lines.into_iter().map(|text| Line::from(vec![blank(1), Span::styled(text, style)])).collect()
}

/// `Enter fix   r read again   ? help   q quit`, and a text at the right end. Where not all have room: the first,
/// those that go before others, then as many of the rest as fit, all in their order.
pub(super) fn hints(hints: &[Hint], theme: Theme, width: usize, end: Option<&str>) -> Line<'static> {
    let end = end.map(|text| wrap::cut(text, width.saturating_sub(1))).unwrap_or_default();
    let room = width.saturating_sub(wrap::width(&end) + usize::from(!end.is_empty()) + 2);
    let sizes: Vec<usize> = hints.iter().map(size).collect();
    let total = |between: usize| sizes.iter().sum::<usize>() + between * sizes.len().saturating_sub(1);
    let between = if total(3) <= room { 3 } else { 2 };

    let mut used = 0;
    let mut shown = vec![false; hints.len()];
    let mut order: Vec<usize> = (0..hints.len()).collect();
    order.sort_by_key(|at| *at > 0 && !hints.get(*at).is_some_and(|hint| hint.first));
    for at in order {
        let cells = sizes.get(at).copied().unwrap_or(0) + if used == 0 { 0 } else { between };
        if used + cells > room {
            continue;
        }
        used += cells;
        if let Some(shown) = shown.get_mut(at) {
            *shown = true;
        }
    }

    let mut line = vec![blank(1)];
    for hint in hints.iter().zip(shown).filter_map(|(hint, shown)| shown.then_some(hint)) {
        let before = if line.len() == 1 { 0 } else { between };
        line.extend([blank(before), Span::styled(wrap::one_line(&hint.key).into_owned(), theme.key())]);
        if !hint.label.is_empty() {
            line.push(Span::styled(format!(" {}", wrap::one_line(&hint.label)), Style::new()));
        }
    }
    if !end.is_empty() {
        line.push(blank(width.saturating_sub(used + 1 + wrap::width(&end) + 1)));
        line.push(Span::styled(end, theme.tone(Tone::Dim)));
    }
    Line::from(line)
}

/// The cells of a hint.
fn size(hint: &Hint) -> usize {
    let label = wrap::width(&wrap::one_line(&hint.label));
    wrap::width(&wrap::one_line(&hint.key)) + label + usize::from(label > 0)
}
