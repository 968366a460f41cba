//! What can be done in a state, each by a number that is the same on every page.
//!
//! 0, 7, 8 and 9 are quit, repeat, back and help. The entries of a list are 1 to 6; further entries have no number. Each number from 10
//! on belongs to one action. On a page without a list, 1 to 4 are the actions of that page alone.

use super::piece::Piece;
use crate::page::action_label;
use crate::text::PlainLine as L;
use crate::wizard::fix::FixView;
use crate::wizard::request::RequestView;
use crate::wizard::welcome::WelcomeStep;
use crate::wizard::{Action, State, Step, is_typing, key_bindings, openable, routes};
use countersign_core::protocol::binding::Predicted;
use countersign_core::protocol::qr;
use countersign_core::step::StepName;
use countersign_core::text::Line;

/// The number that says the page again.
pub(super) const REPEAT: u8 = 7;
/// The number that goes back.
pub(super) const BACK: u8 = 8;
/// How many entries of a list have a number; the numbers above mean the same on every page. A product beyond them is chosen by its
/// identifier.
pub(super) const NUMBERED_ENTRIES: usize = 6;
/// The number that draws the QR.
const DRAW_QR: u8 = 23;
/// The number that says long lines one at a time.
const READ_OUT: u8 = 24;

/// What a choice does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Does {
    /// An action of the wizard.
    Act(Action),
    /// Says the page again.
    Repeat,
    /// Asks how to draw the QR, and draws it.
    DrawQr,
    /// Says the lines of the spoken request one at a time.
    ReadOut,
}

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its number.
    pub number: u8,
    /// Its name.
    pub label: String,
    /// What it does.
    pub does: Does,
    /// Whether the page lists it; help lists all.
    pub listed: bool,
}

impl Choice {
    /// The choice as its page says it.
    pub(super) fn piece(&self, state: &State) -> Piece {
        if is_typing(state) {
            Piece::choice_beside_text(self.number, &self.label)
        } else {
            Piece::choice(self.number, &self.label)
        }
    }
}

/// The choices of a state apart from the entries of its list, in order.
#[must_use]
pub fn choices(state: &State) -> Vec<Choice> {
    let (typing, entries) = (is_typing(state), entry_count(state));
    let mut choices: Vec<Choice> = Vec::new();
    for action in key_bindings(state).into_iter().map(|binding| binding.action) {
        let Some(number) = number(action) else { continue };
        // A number of the list, or the text that is asked for, does what Next would do.
        let by_answer = action == Action::Next && (typing || entries > 0);
        if by_answer || choices.iter().any(|choice| choice.number == number) {
            continue;
        }
        let common = matches!(action, Action::Quit | Action::Back | Action::Help);
        let elsewhere = action == Action::Language && state.step.name() != StepName::Welcome;
        let (label, does) = (label(state, action), Does::Act(action));
        choices.push(Choice { number, label, does, listed: !common && !elsewhere });
    }
    let own = |number, line: L, does| Choice {
        number,
        label: line.say(state.lang).to_owned(),
        does,
        listed: does != Does::Repeat,
    };
    if qr_address(state).is_some() {
        choices.push(own(DRAW_QR, L::DoDrawQr, Does::DrawQr));
    }
    if shows_spoken(state) {
        choices.push(own(READ_OUT, L::DoReadOut, Does::ReadOut));
    }
    choices.push(own(REPEAT, L::DoRepeat, Does::Repeat));
    choices.sort_by_key(|choice| choice.number);
    choices
}

/// The number of an action; `None` where an action has no use line by line.
const fn number(action: Action) -> Option<u8> {
    use Action as A;
    Some(match action {
        A::Quit => 0,
        A::Next | A::Resume | A::Close | A::Declare | A::Run | A::PretendFixed => 1,
        A::NextMachine | A::CodeFile | A::Replace => 1,
        A::StartAgain | A::FillPracticeCode => 2,
        A::LineUp => 3,
        A::LineDown => 4,
        A::Back => BACK,
        A::Help => 9,
        A::Language => 10,
        A::ReadAgain => 11,
        A::Retry => 12,
        A::Details => 13,
        A::SaveReport => 14,
        A::Sudo => 15,
        A::Withdraw => 16,
        A::AskAnyway => 17,
        A::ShowQr => 20,
        A::ShowText => 21,
        A::ShowSpoken => 22,
        A::SaveText => 25,
        A::SavePicture => 26,
        A::NewRequest => 28,
        A::AskPracticeDesk => 29,
        A::NextOffer => 30,
        A::AskAgain => 31,
        A::OtherProduct => 32,
        // An answer replaces the typed text; a number chooses from a list; there is no clipboard and no screen.
        A::ClearLine | A::Choose(_) | A::CopyReport | A::CopyRequest => return None,
        // The QR is drawn on request, in the form that the person chooses.
        A::InvertQr | A::SwitchQrDrawing | A::SwitchQrRoom | A::BlocksAlign | A::BlocksDiffer => return None,
        // A path is typed whole, and `NextOffer` comes back to the first offer.
        A::CompletePath | A::PreviousOffer => return None,
        A::Up | A::Down | A::PageUp | A::PageDown | A::Suspend | A::LineByLine => return None,
    })
}

/// The name of an action: that of the hint bar, or a longer one if the short one says too little alone.
fn label(state: &State, action: Action) -> String {
    let line = match action {
        Action::NextMachine => L::DoNextMachine,
        Action::Details => L::DoDetails,
        Action::Sudo => L::DoSudo,
        Action::ShowQr => L::DoShowQr,
        Action::ShowText => L::DoShowText,
        Action::ShowSpoken => L::DoShowSpoken,
        Action::SaveText => L::DoSaveText,
        Action::SavePicture => L::DoSavePicture,
        Action::FillPracticeCode => L::DoFillPracticeCode,
        Action::CodeFile => L::DoCodeFile,
        Action::NextOffer => L::DoNextOffer,
        Action::Withdraw => L::DoWithdraw,
        Action::AskAnyway if state.binding().predicted() != Predicted::Accepted => L::DoAskAnyway,
        _ => return action_label(state, action),
    };
    line.say(state.lang).to_owned()
}

/// The number of entries in the page's list.
pub(super) fn entry_count(state: &State) -> usize {
    if state.overlay.is_some() {
        return 0;
    }
    match &state.step {
        Step::Fix(step) if matches!(step.view, FixView::List) => state.facts.plan.ways.len(),
        Step::Welcome(WelcomeStep::Product(_)) => openable(&state.products).count().min(NUMBERED_ENTRIES),
        Step::Route(_) => routes::choices(&state.settings, &state.facts).len(),
        _ => 0,
    }
}

/// The address of the request, if the page shows it and a QR can hold it.
pub(super) fn qr_address(state: &State) -> Option<String> {
    let shown = state.shows_qr() && state.overlay.is_none();
    let request = state.draft.request.as_ref().filter(|_| shown)?;
    request.url(&state.settings.profile.desk).ok().filter(|url| qr::qr(url).is_ok())
}

/// Whether the page shows the lines of the spoken request.
pub(super) fn shows_spoken(state: &State) -> bool {
    let shown = matches!(&state.step, Step::Request(step) if step.view == RequestView::Spoken && step.question.is_none());
    shown && state.overlay.is_none() && state.draft.request.is_some()
}
