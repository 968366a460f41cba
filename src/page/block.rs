//! The parts of a page.

use crate::wizard::QrLook;
use countersign_core::text::Lang;

/// The role of a text; a theme gives it colour or weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Tone {
    /// Ordinary text.
    #[default]
    Plain,
    /// The most important sentence.
    Strong,
    /// Success.
    Good,
    /// A warning.
    Warn,
    /// A refusal.
    Bad,
    /// Secondary.
    Dim,
}

/// The mark before a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// Usable.
    Good,
    /// Refused.
    Bad,
    /// Allowed, but doubtful.
    Warn,
    /// Not known.
    Unknown,
}

/// One part of a page, from top to bottom.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Tone, String),
    /// A paragraph that names keys or other things that only a screen has, with other words for lines.
    PerForm {
        /// Its role.
        tone: Tone,
        /// Its words on a screen; none where something else stands in its place.
        screen: Option<String>,
        /// Its words line by line; none where the choices say the same.
        lines: Option<String>,
    },
    /// The progress of a job. While the job runs, this line has the focus.
    Progress(String),
    /// An empty line.
    Gap,
    /// Fields with their values and verdicts.
    Fields(Vec<FieldRow>),
    /// A list to choose from.
    Choices {
        /// Its entries.
        items: Vec<Choice>,
        /// The index of the selected entry.
        selected: usize,
    },
    /// Things to do, in order.
    Steps {
        /// The number of the first one.
        first: usize,
        /// Their sentences.
        steps: Vec<String>,
    },
    /// A command. It is never shortened, and wrapping changes no character.
    Command(String),
    /// Lines to copy as they stand.
    Verbatim(Vec<String>),
    /// Lines to read aloud, group by group, with a word for each character.
    Spelled(Vec<SpelledGroup>),
    /// A text that is being typed.
    Input {
        /// What to type.
        label: String,
        /// The typed text.
        value: String,
        /// The position of the cursor, in characters; none if something else is in focus.
        cursor: Option<usize>,
    },
    /// The seven lines of a code.
    Code {
        /// The lines.
        rows: Vec<CodeRow>,
        /// The line with the cursor, and the position in it in characters; none if something else is in focus.
        cursor: Option<(usize, usize)>,
    },
    /// A QR. The other blocks go beside it, or below it if there is no room.
    Qr {
        /// The address it carries.
        url: String,
        /// What to do with it, if it is shown.
        lead: String,
        /// The keys that change how it is drawn. Only a screen has them.
        keys: String,
        /// How it is drawn.
        look: QrLook,
        /// The language of the text if it doesn't fit: [`qr_too_small`](super::qr_too_small), [`qr_fits_alone`](super::qr_fits_alone).
        lang: Lang,
    },
}

impl Block {
    /// A paragraph with words for a screen, and others for lines.
    pub fn per_form(tone: Tone, screen: impl Into<String>, lines: Option<String>) -> Self {
        Self::PerForm { tone, screen: Some(screen.into()), lines }
    }

    /// A paragraph line by line alone: on a screen something else stands in its place.
    pub fn by_line(tone: Tone, lines: impl Into<String>) -> Self {
        Self::PerForm { tone, screen: None, lines: Some(lines.into()) }
    }

    /// A paragraph for a screen alone: line by line the question or its choices say the same.
    pub fn on_screen(tone: Tone, screen: impl Into<String>) -> Self {
        Self::per_form(tone, screen, None)
    }
}

/// One group of a line to read aloud.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpelledGroup {
    /// The line's number, if the group is the first of its line.
    pub line: Option<u8>,
    /// Its characters.
    pub group: String,
    /// A word for each character.
    pub words: Vec<String>,
}

/// A field of the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldRow {
    /// Its name.
    pub name: String,
    /// Its value, safe to show.
    pub value: String,
    /// Its mark.
    pub mark: Mark,
    /// Its verdict: a word or a stable code.
    pub verdict: String,
}

/// One entry of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The title.
    pub title: String,
    /// A detail, or nothing.
    pub detail: String,
}

/// One line of a code being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeRow {
    /// As typed, without blanks.
    pub typed: String,
    /// Its mark, if it is judged.
    pub mark: Option<Mark>,
    /// A remark about it, or nothing.
    pub remark: String,
}
