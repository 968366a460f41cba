//! The ways from a refused machine to an accepted one, as the phone page and the office show them.

use maud::{Markup, html};

use crate::presentation::{WayStep, way_steps};
use crate::text::DeskLine;
use countersign_core::remedy::PlannedWay;
use countersign_core::text::{Lang, Line as _, remedy as remedy_text};

/// The ways, best first; nothing if there are none. The first way is open; the others show only their title and what they need.
pub(super) fn ways(lang: Lang, ways: &[PlannedWay]) -> Markup {
    html! {
        @if !ways.is_empty() {
            h2 { (DeskLine::WaysHeading.say(lang)) }
            ol.ways { @for (at, way) in ways.iter().enumerate() { li { (one_way(lang, way, at == 0)) } } }
        }
    }
}

fn one_way(lang: Lang, way: &PlannedWay, open: bool) -> Markup {
    let steps = way_steps(lang, way);
    html! {
        details.way open[open] {
            summary {
                b { (remedy_text::way_title(lang, way)) }
                span.quiet { (remedy_text::way_needs(lang, way)) }
            }
            p { (remedy_text::way_explanation(lang, way)) }
            @if !way.values.is_empty() {
                ul.plain { @for value in remedy_text::way_values(lang, &way.values) { li { bdi { (value) } } } }
            }
            @if !way.cautions.is_empty() {
                div.cautions {
                    p { (DeskLine::WayCautions.say(lang)) }
                    ul { @for caution in &way.cautions { li { (remedy_text::step(lang, caution)) } } }
                }
            }
            @if let [only] = steps.as_slice() {
                p { (only.text) }
                (commands(lang, only))
            } @else if !steps.is_empty() {
                ol.steps { @for step in &steps { li { (step.text) (commands(lang, step)) } } }
            }
        }
    }
}

fn commands(lang: Lang, step: &WayStep<'_>) -> Markup {
    html! {
        @for command in &step.commands {
            p.quiet { (remedy_text::location(lang, command.location)) }
            pre { (command.shell()) }
        }
    }
}
