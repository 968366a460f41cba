//! The questions of the conversation itself, in between: how to draw the QR, and whether to go on with the lines of the spoken request.

use super::answer::{self, Heard, Word};
use super::choices::{BACK, REPEAT, qr_address};
use super::conversation::{Conversation, not_understood};
use super::piece::Piece;
use super::qr::{self, Form};
use super::question::{ask, question};
use super::spell;
use crate::page::Tone;
use crate::text::{PlainLine as L, PlainSentence as S};
use crate::wizard::{Action, Msg, State};
use countersign_core::text::Line;

/// A question of the conversation itself, in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aside {
    /// How to draw the QR.
    Qr,
    /// Whether to go on with the lines of the spoken request; holds the index of the line that was said.
    Reading(usize),
}

impl Conversation {
    /// Asks how to draw the QR, in the forms for which there is room.
    pub(super) fn ask_form(&mut self, state: &State) {
        let forms = [L::QrBlocksOnDark, L::QrBlocksOnLight, L::QrSignsOnDark, L::QrSignsOnLight];
        let offered = forms.into_iter().zip(1..).filter(|(_, number)| self.drawing(state, *number).is_some());
        let offered = offered.map(|(line, number)| Piece::choice(number, line.say(state.lang)));
        self.asked_for = offered.collect();
        if self.asked_for.is_empty() {
            let (columns, rows) = self.least_size(state).unwrap_or_default();
            let (have_columns, have_rows) = self.size.unwrap_or_default();
            let (columns, rows) = (&columns, &rows);
            let (have_columns, have_rows) = (&have_columns, &have_rows);
            let told = S::QrNoRoom { columns, rows, have_columns, have_rows }.say(state.lang);
            self.asked_for = vec![Piece::words(told)];
        } else {
            self.aside = Some(Aside::Qr);
        }
    }

    /// The rows of the QR in the form of that number, if it is offered here. With the question below it, the whole QR is in view.
    fn drawing(&self, state: &State, number: u8) -> Option<Vec<String>> {
        let (address, form) = (qr_address(state)?, Form::of(number, self.blocks)?);
        let Some((columns, rows)) = self.size else { return qr::drawn(&address, form, qr::QUIET_ROWS[0]) };
        let rows = rows.saturating_sub(self.question_lines(question(state)).len());
        let drawings = qr::QUIET_ROWS.into_iter().filter_map(|quiet| qr::drawn(&address, form, quiet));
        drawings.into_iter().find(|drawn| qr::columns(drawn) <= columns && drawn.len() <= rows)
    }

    /// The fewest columns and rows of a terminal on which the QR is offered.
    fn least_size(&self, state: &State) -> Option<(usize, usize)> {
        let address = qr_address(state)?;
        let forms = (1..=4).filter_map(|number| Form::of(number, self.blocks));
        let sizes = forms.filter_map(|form| {
            let drawn = qr::drawn(&address, form, qr::QUIET_ROWS[2])?;
            Some((qr::columns(&drawn), drawn.len() + self.question_lines(question(state)).len()))
        });
        sizes.min()
    }

    /// Says the line of the spoken request with that index; after the last one, that there are no more.
    pub(super) fn read_out(&mut self, state: &State, at: usize) {
        let lines = spell::spoken_lines(state);
        (self.asked_for, self.aside) = match lines.get(at) {
            Some((number, text)) => {
                (vec![Piece::words(spell::line(state.lang, *number, text))], Some(Aside::Reading(at)))
            }
            None => (vec![Piece::words(L::AllRead.say(state.lang))], None),
        };
    }

    /// The question of the conversation itself, if it asks one.
    pub(super) fn aside_question(&self, state: &State) -> Option<String> {
        let lang = state.lang;
        match self.aside? {
            Aside::Qr => Some(ask(state, L::AskQr.say(lang), None)),
            Aside::Reading(at) => {
                let lines = spell::spoken_lines(state);
                let (number, _) = lines.get(at)?;
                let count = lines.len();
                let field = S::SpokenLine { line: number, at: &(at + 1), count: &count }.say(lang);
                let default = S::DefaultAction { action: &L::NextLine.say(lang) }.say(lang);
                Some(ask(state, &field, Some(&default)))
            }
        }
    }

    /// An answer to a question of the conversation itself. `None` if it is dealt with.
    pub(super) fn heard_aside(&mut self, state: &State, aside: Aside, answer: &str) -> Option<Heard> {
        let folded = answer::folded(answer);
        let number: Option<u8> = folded.trim_start_matches('/').parse().ok();
        let word = answer::word(&folded);
        match (aside, word, number) {
            (_, Some(Word::Quit), _) | (_, _, Some(0)) => return Some(Heard::Msg(Msg::Act(Action::Quit))),
            // Back to the question of the step.
            (_, Some(Word::Back), _) | (_, _, Some(BACK)) => {}
            (Aside::Qr, None, Some(number)) if self.drawing(state, number).is_some() => {
                let rows = self.drawing(state, number).unwrap_or_default();
                self.asked_for = vec![Piece::words(L::QrDrawn.say(state.lang))];
                self.asked_for.extend(rows.into_iter().map(Piece::Whole));
            }
            (Aside::Qr, Some(Word::Repeat(_)), _) | (Aside::Qr, _, Some(REPEAT)) => {
                self.ask_form(state);
            }
            (Aside::Reading(at), Some(Word::Repeat(_)), _) | (Aside::Reading(at), _, Some(REPEAT)) => {
                self.read_out(state, at)
            }
            (Aside::Reading(at), Some(Word::Spell(_)), _) => {
                self.aside = Some(aside);
                let lines = spell::spoken_lines(state);
                let spelt = lines.get(at).map(|(number, text)| spell::spelt_line(state.lang, *number, text));
                self.asked_for = spelt.into_iter().flatten().map(Piece::words).collect();
            }
            (Aside::Reading(at), None, Some(1)) => self.read_out(state, at + 1),
            (Aside::Reading(at), None, None) if folded.is_empty() => self.read_out(state, at + 1),
            (_, Some(Word::Help), _) | (_, _, Some(9)) => {
                self.aside = Some(aside);
                self.asked_for = vec![Piece::words(L::Greeting.say(state.lang))];
            }
            _ => {
                self.aside = Some(aside);
                self.asked_for = vec![match folded.is_empty() {
                    true => Piece::toned(Tone::Bad, L::NothingTyped.say(state.lang)),
                    false => not_understood(state.lang, answer),
                }];
            }
        }
        None
    }
}
