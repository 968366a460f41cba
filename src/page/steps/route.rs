//! 4 ROUTE: the routes, and the predicted answer of the desk.

use crate::page::{Block, Choice, Tone, bound_line};
use crate::text::{PlainLine, StepLine as L};
use crate::wizard::State;
use crate::wizard::route::RouteStep;
use crate::wizard::routes::{RouteKind, choices};
use countersign_core::protocol::binding::Predicted;
use countersign_core::text::{Lang, Line};

/// The blocks of the step.
#[must_use]
pub fn blocks(state: &State, step: RouteStep, lang: Lang) -> Vec<Block> {
    let items = choices(&state.settings, &state.facts)
        .into_iter()
        .map(|kind| {
            let title = L::of_route(kind);
            let detail = match kind {
                RouteKind::Phone => L::RoutePhoneMore,
                RouteKind::File => L::RouteFileMore,
                RouteKind::Telephone => L::RouteTelephoneMore,
                RouteKind::Online if state.facts.network => L::RouteOnlineMore,
                RouteKind::Online => L::RouteOnlineNone,
                RouteKind::Older => L::RouteOlderMore,
            };
            Choice { title: title.say(lang).to_owned(), detail: detail.say(lang).to_owned() }
        })
        .collect();
    let mut blocks = vec![
        Block::Paragraph(Tone::Strong, L::RouteAsk.say(lang).to_owned()),
        Block::Gap,
        Block::Choices { items, selected: step.selected },
        Block::Gap,
    ];
    blocks.extend(bound_line(lang, &state.binding()).map(|line| Block::Paragraph(Tone::Plain, line)));
    blocks.push(predicted(state, lang));
    blocks
}

/// The predicted answer of the desk.
#[must_use]
pub fn predicted(state: &State, lang: Lang) -> Block {
    match state.binding().predicted() {
        Predicted::Accepted if state.facts.changed_since(state.draft.number.as_ref()) => {
            Block::Paragraph(Tone::Warn, L::PredictedChanged.say(lang).to_owned())
        }
        Predicted::Accepted => Block::Paragraph(Tone::Good, L::PredictedAccepted.say(lang).to_owned()),
        Predicted::Refused => {
            let lines = PlainLine::PredictedRefused.say(lang).to_owned();
            Block::per_form(Tone::Bad, L::PredictedRefused.say(lang), Some(lines))
        }
        Predicted::Unknown => Block::Paragraph(Tone::Warn, L::PredictedUnknown.say(lang).to_owned()),
    }
}
