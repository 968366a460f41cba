//! The conversation: remembers what was said, so that it says only what is new. The question comes last.
//!
//! A page is said whole when the session comes to its step, or when the person asks for it. Later only its new pieces are said, then
//! the notice or the refusal, then the question.

use super::answer::{self, Heard};
use super::aside::Aside;
use super::choices::choices;
use super::code_lines;
use super::help::help;
use super::lines::pieces;
use super::piece::Piece;
use super::question::{path_question, question};
use super::{fault, spell};
use crate::page::{self, Page, Tone};
use crate::text::{PlainLine as L, PlainSentence as S};
use crate::wizard::code;
use crate::wizard::{CodeFault, Msg, Notice, Overlay, State, Step};
use countersign_core::lang::Lang;
use countersign_core::machine::printable;
use countersign_core::step::StepName;
use countersign_core::text::{Line, labelled};

/// The most columns of a line of words.
pub(super) const WIDEST: usize = 78;
/// The fewest columns of a line of words: a narrower terminal wraps by itself.
const NARROWEST: usize = 30;

/// What is to be said, and the question below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The lines, without controls.
    pub lines: Vec<String>,
    /// The question. It has several lines only where the terminal is too narrow.
    pub question: String,
}

/// An answer at Code.
#[derive(Debug, Clone)]
struct CodeAnswer {
    /// The line (0–6) that the question asked for.
    asked: usize,
    /// The characters of the answer, as a line holds them.
    text: String,
}

/// A session line by line.
#[derive(Debug, Clone, Default)]
pub struct Conversation {
    /// Whether half blocks can be shown.
    pub(super) blocks: bool,
    /// The columns at which words are wrapped.
    columns: usize,
    /// The columns and rows of the terminal; `None` for a pipe or a file, which takes lines of any length.
    pub(super) size: Option<(usize, usize)>,
    greeted: bool,
    /// The page that was said, and its pieces.
    page: Option<(StepName, Lang, String)>,
    pieces: Vec<Piece>,
    /// The pieces of the question for a path that is asked in between.
    path_pieces: Vec<Piece>,
    /// The lines of the code as they were told.
    code: Option<[String; 7]>,
    /// The last answer at Code, if it may be a line.
    code_answer: Option<CodeAnswer>,
    pub(super) aside: Option<Aside>,
    /// What the last answer asked for.
    pub(super) asked_for: Vec<Piece>,
    /// Whether the wizard got a message, so that its notice and its refusal are new.
    news: bool,
    /// The words in which the person was told that the session can't be saved.
    unsaved: Option<Piece>,
}

impl Conversation {
    /// A conversation on a terminal of that many columns and rows, if it is one; `blocks` if half blocks can be shown.
    #[must_use]
    pub fn new(blocks: bool, size: Option<(usize, usize)>) -> Self {
        let columns = size.map_or(WIDEST, |(columns, _)| columns.saturating_sub(1).clamp(NARROWEST, WIDEST));
        Self { blocks, columns, size, news: true, ..Self::default() }
    }

    /// What is new in this state, and the question.
    pub fn tell(&mut self, state: &State) -> Told {
        let mut out = Vec::new();
        if !std::mem::replace(&mut self.greeted, true) {
            out.push(Piece::words(L::Greeting.say(state.lang)));
        }
        out.append(&mut self.asked_for);
        if let Some(question) = self.aside_question(state) {
            return self.told(&out, question);
        }
        let page = page::page(state);
        self.tell_page(state, &page, &mut out);
        if std::mem::take(&mut self.news) {
            out.extend(self.notice(state, &page));
            out.extend(fault::fault(state).iter().map(|text| Piece::toned(Tone::Bad, text)));
        }
        self.told(&out, question(state))
    }

    /// The message of an answer. `None` if the wizard gets none: then [`Conversation::tell`] says what the answer asked for.
    pub fn hear(&mut self, state: &State, answer: &str) -> Option<Msg> {
        let heard = match self.aside.take() {
            Some(aside) => self.heard_aside(state, aside, answer)?,
            None => answer::heard(state, answer),
        };
        let lang = state.lang;
        match heard {
            Heard::Msg(msg) => {
                self.news = true;
                self.code_answer = match (&state.step, &msg) {
                    (Step::Code(step), Msg::Answer(text)) if step.question().is_none() => {
                        Some(CodeAnswer { asked: step.current, text: code::line_of(text) })
                    }
                    _ => None,
                };
                return Some(msg);
            }
            Heard::Help => self.asked_for = help(state),
            Heard::Details => {
                let details = State { overlay: Some(Overlay::Details), ..state.clone() };
                self.asked_for = pieces(&details, &Page { practice: None, ..page::page(&details) });
            }
            Heard::Repeat => (self.page, self.code) = (None, None),
            Heard::Line(number) => self.asked_for = code_line(state, number),
            Heard::Spell(line) => {
                let spelt = spell::spelling(state, line);
                let nothing = || vec![L::NothingToSpell.say(lang).to_owned()];
                let spelt = if spelt.is_empty() { nothing() } else { spelt };
                self.asked_for = spelt.into_iter().map(Piece::words).collect();
            }
            Heard::DrawQr => self.ask_form(state),
            Heard::ReadOut => self.read_out(state, 0),
            Heard::NothingBefore => self.asked_for = vec![Piece::words(L::NothingBefore.say(lang))],
            Heard::Nothing => self.asked_for = vec![Piece::toned(Tone::Bad, L::NothingTyped.say(lang))],
            Heard::NotUnderstood => self.asked_for = vec![not_understood(lang, answer)],
        }
        None
    }

    /// The pieces as lines. Two gaps in a row become one.
    fn told(&self, pieces: &[Piece], question: String) -> Told {
        let mut lines: Vec<String> = pieces.iter().flat_map(|piece| piece.lines(self.columns)).collect();
        lines.dedup_by(|one, before| one.is_empty() && before.is_empty());
        Told { lines, question: self.question_lines(question).join("\n") }
    }

    /// The lines of a question: one, unless the terminal is too narrow for it.
    pub(super) fn question_lines(&self, question: String) -> Vec<String> {
        match self.size {
            Some((columns, _)) => Piece::words(question).lines(columns.saturating_sub(1).max(NARROWEST)),
            None => vec![question],
        }
    }

    /// Says the page if the session came to its step, else only its new pieces.
    fn tell_page(&mut self, state: &State, page: &Page, out: &mut Vec<Piece>) {
        let here = (state.step.name(), state.lang, page.product.clone());
        let asks_path = path_question(state).is_some();
        let (body, choices) = (pieces(state, page), choice_pieces(state));
        let entered = self.page.as_ref() != Some(&here);
        self.page = Some(here);
        if entered {
            out.extend(self.code_replies(state));
            let title = page::step_title(state.lang, state.step.name());
            let title = match page.product.as_str() {
                "" => title,
                product => labelled(state.lang, product, &title),
            };
            let title = match &state.draft.case {
                Some(case) => format!("{title} {case}"),
                None => title,
            };
            out.extend([Piece::Gap, Piece::words(title)]);
            out.extend(body.iter().cloned());
            // Tells the lines of a code that were typed before.
            self.code = code_texts(state).map(|_| <[String; 7]>::default());
            out.extend(self.code_replies(state));
            out.extend(choices.iter().cloned());
        } else {
            out.extend(self.code_replies(state));
            let said = if asks_path { &self.path_pieces } else { &self.pieces };
            let new = |piece: &&Piece| **piece != Piece::Gap && !said.contains(piece);
            out.extend(body.iter().chain(&choices).filter(new).cloned());
        }
        // After the question for a path, the page of the step goes on from what was said of it.
        if asks_path {
            self.path_pieces = [body, choices].concat();
        } else {
            self.pieces = [body, choices].concat();
            self.path_pieces.clear();
        }
    }

    /// A line for each line of the code that was typed or filled in since the last time.
    fn code_replies(&mut self, state: &State) -> Vec<Piece> {
        let now = code_texts(state);
        let answer = self.code_answer.take();
        let (asked, not_taken) = match &state.step {
            Step::Code(step) => (Some(step.current), step.fault().is_some_and(CodeFault::takes_no_line)),
            _ => (None, false),
        };
        // What is not a line of a code says nothing of a line.
        let answer = answer.filter(|_| !not_taken);
        let Some(before) = std::mem::replace(&mut self.code, now.clone()) else { return Vec::new() };
        let left_step = now.is_none();
        let now = now.unwrap_or_else(|| state.draft.lines.clone());
        let changed = |at: usize| before[at] != now[at] && !now[at].is_empty();
        let others = (0..now.len()).filter(|at| changed(*at)).count();
        let mut replies = Vec::new();
        for (at, text) in now.iter().enumerate() {
            let unread = !code::read(at, text).is_usable();
            // After the step, a search may have read a line that can't be read alone.
            let again = answer.as_ref().is_some_and(|answer| !text.is_empty() && answer.text == *text);
            let was_asked = answer.as_ref().is_some_and(|answer| answer.asked == at);
            if changed(at) && !(left_step && unread) || again && !unread && !left_step {
                replies.push((unread, code_lines::told(state.lang, at, text)));
            } else if was_asked && unread && !text.is_empty() && !left_step {
                let told = match others {
                    0 => Some((true, code_lines::told(state.lang, at, text))),
                    // The question asks for it again.
                    _ if asked == Some(at) => None,
                    _ => Some((false, S::LineLeft { line: &(at + 1) }.say(state.lang))),
                };
                replies.extend(told);
            }
        }
        // What was refused stands last, above the question.
        replies.sort_by_key(|(refused, _)| *refused);
        replies.into_iter().map(|(_, reply)| Piece::words(reply)).collect()
    }

    /// The notice, if it is new. That the session can't be saved is said once.
    fn notice(&mut self, state: &State, page: &Page) -> Option<Piece> {
        let (tone, text) = page.notice.as_ref()?;
        let text = Piece::toned(*tone, text);
        let unsaved = matches!(state.notice, Some(Notice::SessionNotSaved(_)));
        let again = unsaved && self.unsaved.replace(text.clone()).as_ref() == Some(&text);
        (!again).then_some(text)
    }
}

/// The choices that a page lists.
fn choice_pieces(state: &State) -> Vec<Piece> {
    let listed = choices(state).into_iter().filter(|choice| choice.listed);
    listed.map(|choice| choice.piece(state)).collect()
}

pub(super) fn not_understood(lang: Lang, answer: &str) -> Piece {
    let answer = printable(answer.trim().as_bytes());
    Piece::toned(Tone::Bad, &S::NotUnderstood { answer: &answer }.say(lang))
}

/// The lines of the code as typed, at Code.
fn code_texts(state: &State) -> Option<[String; 7]> {
    match &state.step {
        Step::Code(step) => Some(step.texts()),
        _ => None,
    }
}

/// A typed line of the code once more.
fn code_line(state: &State, number: u8) -> Vec<Piece> {
    let at = usize::from(number).checked_sub(1);
    let texts = code_texts(state);
    let text = at.and_then(|at| texts.as_ref()?.get(at)).filter(|text| !text.is_empty());
    vec![Piece::words(match text {
        Some(text) => S::LineTyped { line: &number, typed: &code_lines::shown(text) }.say(state.lang),
        None => L::NothingToSpell.say(state.lang).to_owned(),
    })]
}
