//! 5 REQUEST.

use super::online;
use super::route::predicted;
use crate::page::{Block, Tone};
use crate::protocol::line;
use crate::protocol::spoken::SpokenRequest;
use crate::text::{Lang, Line, StepLine as L};
use crate::wizard::State;
use crate::wizard::request::{RequestStep, RequestView};

/// What the step says.
#[must_use]
pub fn blocks(state: &State, step: &RequestStep, lang: Lang) -> Vec<Block> {
    let Some(request) = &state.draft.request else {
        return vec![Block::Para(Tone::Dim, L::RequestDrawing.say(lang).to_owned())];
    };
    let host = &state.setting.profile.desk;
    let name = request.name().to_string();
    let mut blocks = Vec::new();
    match step.view {
        RequestView::Qr => match request.url(host) {
            Ok(url) => {
                let (lead, too_small) = (L::QrLead.say(lang).to_owned(), L::QrTooSmall.say(lang).to_owned());
                blocks.push(Block::Qr { url, lead, too_small });
            }
            Err(_) => blocks.push(Block::Para(Tone::Warn, L::QrImpossible.say(lang).to_owned())),
        },
        RequestView::Online => {
            blocks.extend(step.talk.iter().flat_map(|talk| online::blocks(state, talk, lang)))
        }
        RequestView::Text => {
            blocks.push(Block::Para(Tone::Plain, L::TextLead.say(lang).to_owned()));
            if let Ok(text) = request.text() {
                blocks.push(Block::Verbatim(text.lines().map(str::to_owned).collect()));
            }
        }
        RequestView::Spoken => {
            let lead = match &state.setting.profile.hotline {
                Some(hotline) => L::SpokenLead.fill(lang, &[("hotline", hotline)]),
                None => L::SpokenLeadNoHotline.say(lang).to_owned(),
            };
            blocks.push(Block::Para(Tone::Plain, lead));
            let lines = SpokenRequest::of(request).lines();
            let numbered =
                lines.iter().enumerate().map(|(at, text)| format!("{:>2}  {}", at + 8, line::grouped(text)));
            blocks.push(Block::Verbatim(numbered.collect()));
        }
    }
    blocks.extend(practised(step, lang));
    blocks.push(Block::Para(Tone::Strong, L::RequestName.fill(lang, &[("name", &name)])));
    if step.view == RequestView::Qr {
        blocks.push(Block::Para(Tone::Plain, L::RequestDesk.fill(lang, &[("desk", host)])));
    }
    let number = state.draft.number.as_ref().map_or("", |number| number.as_str());
    blocks.push(Block::Para(Tone::Plain, L::RequestNumber.fill(lang, &[("number", number)])));
    if step.practised.is_none() && step.view != RequestView::Online {
        blocks.push(predicted(state, lang));
    }
    blocks
}

/// What the practice desk answered.
fn practised(step: &RequestStep, lang: Lang) -> Vec<Block> {
    match &step.practised {
        None => Vec::new(),
        Some(Ok(_)) => vec![Block::Para(Tone::Good, L::PractisedIssued.say(lang).to_owned())],
        Some(Err(codes)) => {
            vec![Block::Para(Tone::Bad, L::PractisedRefused.fill(lang, &[("codes", &codes.join(", "))]))]
        }
    }
}
