//! Small charts as SVG, each with a title and a description. The page of a chart also has the numbers as a table.
//!
//! The style sheet sets the colours, light and dark: each shape has a class and no colour of its own. Nothing depends on a font.

use maud::{Markup, PreEscaped, html};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::statistics::{DayCounts, Outcomes};
use countersign_core::protocol::license::date_of;

/// The width of a chart, in its own units. A page shows it about half as wide, in pixels.
const WIDTH: u32 = 720;
/// The height of a chart by day.
const DAYS_HEIGHT: u32 = 340;
/// The height of a bar with its label.
const ROW_HEIGHT: u32 = 72;
/// The size of text.
const TEXT: u32 = 31;
/// The room for the value beside a bar.
const VALUE_WIDTH: u32 = 170;

/// The width that the style sheet gives an outline.
const OUTLINE: i32 = 4;

/// The error of a drawing that failed.
type Fault = DrawingAreaErrorKind<std::io::Error>;

/// What a shape stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Good,
    Bad,
    /// `Bad` as an outline. It differs from the part beside it by more than the colour.
    BadLine,
    Main,
    Quiet,
    Grid,
    Label,
}

/// The texts of a chart, for readers who can't see it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'a> {
    /// The name of the chart on its page; the ids of its elements begin with it.
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    /// What it shows.
    pub(super) description: &'a str,
}

/// A bar with its label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bar {
    pub(super) label: String,
    /// Its parts, from left to right.
    pub(super) parts: Vec<(Ink, u64)>,
}

impl Ink {
    const ALL: [Self; 7] =
        [Self::Good, Self::Bad, Self::BadLine, Self::Main, Self::Quiet, Self::Grid, Self::Label];

    /// The class in the style sheet.
    const fn class(self) -> &'static str {
        match self {
            Self::Good => "ink-good",
            Self::Bad => "ink-bad",
            Self::BadLine => "ink-bad-line",
            Self::Main => "ink-main",
            Self::Quiet => "ink-quiet",
            Self::Grid => "ink-grid",
            Self::Label => "ink-label",
        }
    }

    /// The colour that marks the shape until it gets its class.
    const fn mark(self) -> RGBColor {
        RGBColor(1, 2, self as u8)
    }
}

/// A chart of days, the oldest first: codes above the line, refusals below it.
pub(super) fn by_day(words: Words<'_>, days: &[DayCounts]) -> Option<Markup> {
    drawn(words, DAYS_HEIGHT, |area| draw_days(area, days))
}

/// A chart of bars, each below its label and with its value.
pub(super) fn bars(words: Words<'_>, bars: &[Bar]) -> Option<Markup> {
    let rows = u32::try_from(bars.len()).ok().filter(|rows| *rows > 0)?;
    drawn(words, rows.saturating_mul(ROW_HEIGHT), |area| draw_bars(area, bars))
}

/// Draws a chart of that height. Returns `None` if this fails: the page has the numbers anyway.
fn drawn(
    words: Words<'_>,
    height: u32,
    draw: impl FnOnce(&DrawingArea<SVGBackend<'_>, plotters::coord::Shift>) -> Result<(), Fault>,
) -> Option<Markup> {
    let mut svg = String::new();
    let done = {
        let area = SVGBackend::with_string(&mut svg, (WIDTH, height)).into_drawing_area();
        draw(&area).and_then(|()| area.present())
    };
    match done {
        Ok(()) => Some(PreEscaped(with_words(words, &with_classes(&svg)))),
        Err(error) => {
            tracing::error!(%error, "a chart can't be drawn");
            None
        }
    }
}

/// The drawing with classes in place of colours and fonts, as wide as its place on the page.
fn with_classes(svg: &str) -> String {
    let mut svg = svg.replace(" font-family=\"sans-serif\"", "").replace(" opacity=\"1\"", "");
    for ink in Ink::ALL {
        let RGBColor(red, green, blue) = ink.mark();
        let class = format!("class=\"{}\"", ink.class());
        for attribute in ["fill", "stroke"] {
            svg = svg.replace(&format!("{attribute}=\"#{red:02X}{green:02X}{blue:02X}\""), &class);
        }
    }
    match (svg.find(" width="), svg.find(" viewBox=")) {
        (Some(from), Some(to)) if from < to => {
            svg.replace_range(from..to, "");
            svg
        }
        _ => svg,
    }
}

/// The drawing with its title and description, which assistive technology reads in place of the shapes.
fn with_words(Words { id, title, description }: Words<'_>, svg: &str) -> String {
    let Some((start, rest)) = svg.strip_prefix("<svg").and_then(|svg| svg.split_once('>')) else {
        return svg.to_owned();
    };
    let [title_id, description_id] = ["title", "description"].map(|part| format!("{id}-{part}"));
    let words = html! { title id=(title_id) { (title) } desc id=(description_id) { (description) } };
    let named = format!("role=\"img\" aria-labelledby=\"{title_id}\" aria-describedby=\"{description_id}\"");
    format!("<svg {named}{start}>{}{rest}", words.into_string())
}

fn text_style(at: HPos, height: VPos) -> TextStyle<'static> {
    ("sans-serif", TEXT).into_font().color(&Ink::Label.mark()).pos(Pos::new(at, height))
}

fn draw_days(
    area: &DrawingArea<SVGBackend<'_>, plotters::coord::Shift>,
    days: &[DayCounts],
) -> Result<(), Fault> {
    let most =
        |count: fn(Outcomes) -> u64| height(days.iter().map(|day| count(day.requests)).max().unwrap_or(0));
    let (above, below) = (most(|one| one.issued).max(1), most(|one| one.refused));
    let last = u32::try_from(days.len()).unwrap_or(u32::MAX);
    let mut chart = ChartBuilder::on(area)
        .margin_top(20)
        .margin_right(40)
        .set_label_area_size(LabelAreaPosition::Left, 96)
        .set_label_area_size(LabelAreaPosition::Bottom, 48)
        .build_cartesian_2d(-0.5..f64::from(last) - 0.5, -below..above)?;
    let grid = Ink::Grid.mark().stroke_width(2);
    let date = |at: &f64| {
        // A label stands below its day; between two days there is none.
        let day = days.get(at.round().max(0.0) as usize).filter(|_| at.fract().abs() < 0.01);
        day.map(|day| date_of(day.day).split_off(5)).unwrap_or_default()
    };
    chart
        .configure_mesh()
        .disable_x_mesh()
        // With 0 light lines there would be no scale.
        .max_light_lines(1)
        .light_line_style(TRANSPARENT)
        .bold_line_style(grid)
        .axis_style(grid)
        .x_labels(6)
        .x_label_formatter(&date)
        .y_labels(5)
        .y_label_formatter(&|count| count.unsigned_abs().to_string())
        .label_style(text_style(HPos::Center, VPos::Center))
        .draw()?;
    let bar = |at: usize, to: i64, ink: Ink| {
        let middle = f64::from(u32::try_from(at).unwrap_or(u32::MAX));
        Rectangle::new([(middle - 0.4, 0), (middle + 0.4, to)], ink.mark().filled())
    };
    let each = days.iter().enumerate().flat_map(|(at, DayCounts { requests, .. })| {
        let above = (requests.issued > 0).then(|| bar(at, height(requests.issued), Ink::Good));
        let below = (requests.refused > 0).then(|| bar(at, -height(requests.refused), Ink::Bad));
        [above, below].into_iter().flatten()
    });
    chart.draw_series(each)?;
    Ok(())
}

/// The height of a count. It is capped, because the scale of plotters can't hold the greatest numbers.
fn height(count: u64) -> i64 {
    const MOST: i64 = 1_000_000_000_000;
    i64::try_from(count).unwrap_or(MOST).min(MOST)
}

fn draw_bars(area: &DrawingArea<SVGBackend<'_>, plotters::coord::Shift>, bars: &[Bar]) -> Result<(), Fault> {
    let total = |bar: &Bar| bar.parts.iter().map(|(_, count)| count).sum::<u64>();
    let most = bars.iter().map(total).max().unwrap_or(0).max(1) as f64;
    let rows = bars.len() as f64;
    let chart = ChartBuilder::on(area).margin_right(VALUE_WIDTH).build_cartesian_2d(0.0..most, -rows..0.0)?;
    for (bar, row) in bars.iter().zip(0_u32..) {
        let top = -f64::from(row);
        let mut from = 0;
        for (ink, count) in bar.parts.iter().filter(|(_, count)| *count > 0) {
            let corners = [(from as f64, top - 0.55), ((from + count) as f64, top - 0.9)];
            let [start, end] = corners.map(|corner| chart.backend_coord(&corner));
            area.draw(&part(start, end, *ink))?;
            from += count;
        }
        let (left, label) = chart.backend_coord(&(0.0, top - 0.08));
        area.draw(&Text::new(bar.label.as_str(), (left, label), text_style(HPos::Left, VPos::Top)))?;
        let (right, middle) = chart.backend_coord(&(from as f64, top - 0.725));
        let value = bar.parts.iter().map(|(_, count)| count.to_string()).collect::<Vec<_>>().join(" · ");
        area.draw(&Text::new(value, (right + 12, middle), text_style(HPos::Left, VPos::Center)))?;
    }
    Ok(())
}

/// A part of a bar, in the drawing's own units: filled, or as an outline inside its corners.
fn part(start: (i32, i32), end: (i32, i32), ink: Ink) -> Rectangle<(i32, i32)> {
    match ink {
        Ink::BadLine => {
            let inner = (start.0 + OUTLINE / 2, start.1 + OUTLINE / 2);
            let outer = ((end.0 - OUTLINE / 2).max(inner.0), (end.1 - OUTLINE / 2).max(inner.1));
            Rectangle::new([inner, outer], ink.mark())
        }
        _ => Rectangle::new([start, end], ink.mark().filled()),
    }
}

#[cfg(test)]
mod tests;
