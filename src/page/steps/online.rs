//! 5 REQUEST, the view that asks the desk over the network: the progress, and what to do now.

use crate::page::{Block, Tone};
use crate::text::{self, StepLine as L, StepSentence};
use crate::wizard::State;
use crate::wizard::online::{DeskRefusal, OnlineProgress};
use crate::wizard::request::event_after;
use crate::wizard::routes::RouteKind;
use crate::wizard::transitions::Event;
use countersign_core::text::{Lang, Line, listed};
use countersign_ledger::text::{LedgerLine, ledger};
use countersign_ledger::{Difference, Reason};

/// The blocks of the view. A refusal has the words of the ledger, which the desk uses too.
#[must_use]
pub fn blocks(state: &State, progress: &OnlineProgress, lang: Lang) -> Vec<Block> {
    let desk = state.settings.profile.api_url();
    let mut blocks = match progress {
        OnlineProgress::Asking(asking) => {
            let seconds = &asking.seconds_left;
            vec![Block::Progress(StepSentence::OnlineAsking { desk: &desk, seconds }.say(lang))]
        }
        OnlineProgress::Refused(refusal) => refused(refusal, lang),
        OnlineProgress::Failed(error) => {
            vec![Block::Paragraph(Tone::Bad, text::online_error(lang, error, &desk))]
        }
        OnlineProgress::Unusable(fault) => vec![Block::Paragraph(Tone::Bad, text::code_fault(lang, fault))],
    };
    let older = state.draft.route == Some(RouteKind::Older);
    let next = match (progress, event_after(progress)) {
        (OnlineProgress::Asking(_), _) => None,
        (_, Some(Event::MachineRefused)) => Some(L::OnlineToFix),
        (_, Some(_)) => Some(L::OnlineToNumber),
        (OnlineProgress::Failed(_) | OnlineProgress::Unusable(_), None) if !older => Some(L::OnlineByPhone),
        (_, None) => Some(L::OnlineAgain),
    };
    blocks.extend(next.map(|line| Block::on_screen(Tone::Plain, line.say(lang))));
    blocks.push(Block::Gap);
    blocks
}

/// A refusal: the reason, the fields, and what to do.
fn refused(refusal: &DeskRefusal, lang: Lang) -> Vec<Block> {
    let (what, next) = match Reason::from_code(&refusal.reason).map(LedgerLine::of_reason) {
        Some((what, next)) => (what.say(lang), next.say(lang)),
        None => (L::OnlineOther.say(lang), ""),
    };
    let mut blocks =
        vec![Block::Paragraph(Tone::Bad, countersign_core::text::labelled(lang, &refusal.reason, what))];
    if !refusal.findings.is_empty() {
        blocks.push(Block::Paragraph(Tone::Bad, listed(lang, &refusal.findings)));
    }
    let differs: Vec<_> = refusal.differs.iter().filter_map(|name| Difference::from_name(name)).collect();
    if !differs.is_empty() {
        let fields = ledger::differences(lang, &differs);
        blocks.push(Block::Paragraph(Tone::Plain, StepSentence::OnlineDiffers { fields: &fields }.say(lang)));
    }
    if !next.is_empty() {
        blocks.push(Block::Paragraph(Tone::Plain, next.to_owned()));
    }
    if let Some(case) = &refusal.case {
        blocks.push(Block::Paragraph(Tone::Strong, StepSentence::OnlineCase { case }.say(lang)));
    }
    blocks
}
