//! The parts a page is made of.

/// How a text is meant; a theme turns it into colour or weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Tone {
    /// Plain words.
    #[default]
    Plain,
    /// The sentence that matters.
    Strong,
    /// Good news.
    Good,
    /// A caution.
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
    /// Allowed, but to be looked at.
    Warn,
    /// Not known.
    Unknown,
}

/// One part of a page, from top to bottom.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Tone, String),
    /// An empty line.
    Gap,
    /// Fields with their values and verdicts.
    Fields(Vec<FieldRow>),
    /// A list to choose from.
    Choices {
        /// Its entries.
        items: Vec<Choice>,
        /// Which one the cursor is on.
        selected: usize,
    },
    /// Things to do, in order.
    Steps(Vec<String>),
    /// A command, whole: never shortened, wrapped without a change.
    Command(String),
    /// Lines to copy as they stand.
    Verbatim(Vec<String>),
    /// Lines to read out, group by group, with a word for each character.
    Spelled(Vec<SpelledGroup>),
    /// A text in focus.
    Input {
        /// What is asked.
        label: String,
        /// What is typed.
        value: String,
        /// Where the cursor is, in characters.
        cursor: usize,
    },
    /// The seven lines of a code.
    Code {
        /// The lines.
        rows: Vec<CodeRow>,
        /// The line the cursor is on, and where in it, in characters; none while something else is in focus.
        cursor: Option<(usize, usize)>,
    },
    /// A QR, with blocks that stand beside it where there is room and below it elsewhere.
    Qr {
        /// The address it carries.
        url: String,
        /// What to do with it, said where it is shown.
        lead: String,
        /// What to say where it can't be shown at this size: with `{need}` and `{have}`.
        too_small: String,
    },
}

/// One group of a line to read out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpelledGroup {
    /// The line's number, where the group is its line's first.
    pub line: Option<u8>,
    /// Its characters.
    pub group: String,
    /// A word for each.
    pub words: Vec<String>,
}

/// One field.
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
    /// What it is.
    pub title: String,
    /// A word more about it.
    pub detail: String,
}

/// One line of a code being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeRow {
    /// As typed, without blanks.
    pub typed: String,
    /// Its mark, once it is judged.
    pub mark: Option<Mark>,
    /// What there is to say about it.
    pub remark: String,
}
