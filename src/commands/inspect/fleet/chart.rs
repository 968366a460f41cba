//! Bars as SVG, each below its label and with its value. The page has the same numbers as a table.
//!
//! Widths are shares of the available width, so that text keeps its size on every screen. The style sheet sets the colours.

use maud::{Markup, html};

/// The height of a bar with its label, in pixels.
const ROW: usize = 46;
/// The longest bar, in thousandths of the available width. The rest is room for the value beside it.
const LONGEST: u64 = 640;

/// The text of a chart for people who can't see it.
#[derive(Debug, Clone, Copy)]
pub(super) struct ChartWords<'a> {
    /// The name of the chart on its page.
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    pub(super) description: &'a str,
}

/// A bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bar {
    pub(super) label: String,
    /// The filled part.
    pub(super) filled: u64,
    /// The outlined part behind it.
    pub(super) outlined: u64,
    /// The numbers as they stand beside the bar.
    pub(super) value: String,
}

/// The bars, in order.
pub(super) fn bars(words: ChartWords<'_>, bars: &[Bar]) -> Markup {
    let [title, description] = ["title", "description"].map(|part| format!("{}-{part}", words.id));
    let most = bars.iter().map(|bar| bar.filled.saturating_add(bar.outlined)).max().unwrap_or(0);
    html! {
        svg role="img" aria-labelledby=(title) aria-describedby=(description) width="100%" height=(bars.len() * ROW) {
            title id=(title) { (words.title) }
            desc id=(description) { (words.description) }
            @for (at, bar) in bars.iter().enumerate() {
                @let (top, filled) = (at * ROW, share(bar.filled, most));
                @let end = share(bar.filled.saturating_add(bar.outlined), most);
                text x="0" y=(top + 15) { (bar.label) }
                @if end > filled {
                    rect class="rest" x=(percent(filled)) y=(top + 22) width=(percent(end - filled)) height="14" {}
                }
                @if filled > 0 {
                    rect class="part" x="0" y=(top + 22) width=(percent(filled)) height="14" {}
                }
                text x=(percent(end)) y=(top + 34) dx="8" { (bar.value) }
            }
        }
    }
}

/// The length of a part, in thousandths. Only the value 0 has length 0.
fn share(value: u64, most: u64) -> u64 {
    if value == 0 || most == 0 {
        return 0;
    }
    let length = u128::from(value) * u128::from(LONGEST) / u128::from(most);
    u64::try_from(length).unwrap_or(LONGEST).clamp(4, LONGEST)
}

fn percent(thousandths: u64) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_proportional_to_the_longest_one_and_never_empty() {
        let table = [(0, 9, 0), (9, 9, 640), (1, 1_000_000, 4), (5, 10, 320), (u64::MAX, u64::MAX, 640)];
        for (value, most, want) in table {
            assert_eq!(share(value, most), want, "{value} of {most}");
        }
        assert_eq!(percent(4), "0.4%");
    }
}
