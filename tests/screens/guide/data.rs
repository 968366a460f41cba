//! A page of the wizard as the guide keeps it: its lines in both languages, without what differs from call to call.

use countersign::page::{self, Block, Mark};
use countersign::wizard::{QrRoom, State};
use countersign_core::lang::Lang;
use countersign_core::screen_kind::ScreenKind;
use serde::Serialize;

/// The whole file.
#[derive(Debug, Serialize)]
pub struct Guide {
    pub screens: Vec<GuideScreen>,
}

/// Words in both languages.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Both<T> {
    pub en: T,
    pub zh: T,
}

/// A screen.
#[derive(Debug, Serialize)]
pub struct GuideScreen {
    pub id: ScreenKind,
    /// The number in the corner.
    pub step: u8,
    /// Whether it belongs to its step alone.
    pub place: Place,
    pub lines: Both<Vec<GuideLine>>,
    /// The lines if the profile names no hotline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without_hotline: Option<Both<Vec<GuideLine>>>,
    pub keys: Vec<GuideKey>,
    /// The screens that follow by themselves.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub later: Vec<ScreenKind>,
    /// The index of the line by which a caller tells it from the other screens of its step.
    pub told_by: usize,
}

/// Where a screen belongs.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    Step,
    /// It covers a step until a key closes it.
    Overlay,
}

/// A key.
#[derive(Debug, Serialize)]
pub struct GuideKey {
    pub key: String,
    pub does: Both<String>,
    /// The screens that it leads to; empty if the screen stays.
    pub leads: Vec<ScreenKind>,
    /// Whether it ends the session.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub ends: bool,
}

/// One line.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct GuideLine {
    pub kind: LineKind,
    pub text: String,
    /// A detail, a value, what is typed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub more: String,
    /// The mark of a value, and its verdict.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<&'static str>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub verdict: String,
    /// Whether the cursor stands here.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub here: bool,
}

/// What a line is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineKind {
    #[default]
    Text,
    Field,
    Choice,
    Step,
    Command,
    /// Characters as they stand.
    Verbatim,
    /// A line to read aloud.
    Spelled,
    Input,
    /// A line of the code.
    Code,
    Qr,
}

impl Place {
    pub const fn of(state: &State) -> Self {
        if state.overlay.is_some() { Self::Overlay } else { Self::Step }
    }
}

pub fn both<T>(words: impl Fn(Lang) -> T) -> Both<T> {
    Both { en: words(Lang::En), zh: words(Lang::Zh) }
}

/// The lines of a state's page.
pub fn lines(state: &State) -> Vec<GuideLine> {
    let blocks = page::page(state).blocks;
    let mut lines: Vec<GuideLine> = blocks.into_iter().flat_map(of_block).collect();
    if state.overlay.is_none() && state.shows_qr() && state.qr.look.room == QrRoom::WholeScreen {
        lines.retain(|line| line.kind == LineKind::Qr);
    }
    for line in &mut lines {
        line.text = general(state, &line.text);
        line.more = general(state, &line.more);
    }
    lines
}

fn line(kind: LineKind, text: impl Into<String>, more: impl Into<String>) -> GuideLine {
    GuideLine { kind, text: text.into(), more: more.into(), ..GuideLine::default() }
}

fn of_block(block: Block) -> Vec<GuideLine> {
    match block {
        Block::PerForm { screen: None, .. } => Vec::new(),
        Block::Paragraph(_, text) | Block::PerForm { screen: Some(text), .. } | Block::Progress(text) => {
            vec![line(LineKind::Text, text, "")]
        }
        Block::Gap => Vec::new(),
        Block::Fields(rows) => rows
            .into_iter()
            .map(|row| GuideLine {
                mark: Some(mark(row.mark)),
                verdict: row.verdict,
                ..line(LineKind::Field, row.name, row.value)
            })
            .collect(),
        Block::Choices { items, selected } => items
            .into_iter()
            .enumerate()
            .map(|(at, item)| GuideLine {
                here: at == selected,
                ..line(LineKind::Choice, format!("{}  {}", at + 1, item.title), item.detail)
            })
            .collect(),
        Block::Steps { first, steps } => (first..)
            .zip(steps)
            .map(|(number, step)| line(LineKind::Step, format!("{number}. {step}"), ""))
            .collect(),
        Block::Command(command) => vec![line(LineKind::Command, command, "")],
        Block::Verbatim(lines) => verbatim(lines),
        Block::Spelled(groups) => groups
            .into_iter()
            .filter_map(|group| group.line)
            .map(|number| line(LineKind::Spelled, number.to_string(), "{group}"))
            .collect(),
        Block::Input { label, value, cursor } => {
            vec![GuideLine { here: cursor.is_some(), ..line(LineKind::Input, label, value) }]
        }
        Block::Code { rows, cursor } => rows
            .into_iter()
            .enumerate()
            .map(|(at, row)| GuideLine {
                mark: row.mark.map(mark),
                here: cursor.is_some_and(|(here, _)| here == at),
                ..line(
                    LineKind::Code,
                    (at + 1).to_string(),
                    if row.typed.is_empty() { "" } else { "{group}" },
                )
            })
            .collect(),
        Block::Qr { lead, keys, .. } => {
            vec![line(LineKind::Qr, "", ""), line(LineKind::Text, lead, ""), line(LineKind::Text, keys, "")]
        }
    }
}

/// Lines as they stand. Of a request as text only the first line is kept; `{group}` stands for the others.
fn verbatim(lines: Vec<String>) -> Vec<GuideLine> {
    let is_request = lines.first().is_some_and(|first| first.starts_with("[COUNTERSIGN REQUEST"));
    let shown = if is_request { 1 } else { lines.len() };
    let mut kept: Vec<GuideLine> =
        lines.into_iter().take(shown).map(|text| line(LineKind::Verbatim, text, "")).collect();
    if is_request {
        kept.push(line(LineKind::Verbatim, "{group}", ""));
    }
    kept
}

const fn mark(mark: Mark) -> &'static str {
    match mark {
        Mark::Good => "good",
        Mark::Bad => "bad",
        Mark::Warn => "warn",
        Mark::Unknown => "unknown",
    }
}

/// A text with names in place of what differs from product to product and from call to call.
fn general(state: &State, text: &str) -> String {
    let profile = &state.settings.profile;
    let request = state.draft.request.as_ref().map(|request| request.name().to_string());
    let mut text = text.to_owned();
    let online = profile.api_url();
    let names = [
        ("{online}", Some(online.as_str())),
        ("{desk}", Some(profile.desk.as_str())),
        ("{product}", Some(profile.name.as_str())),
        ("{hotline}", profile.hotline.as_deref()),
        ("{number}", Some("AA03220123951")),
        ("{request}", request.as_deref()),
        ("{case}", Some("CAS-000012")),
        ("{folder}", Some("/media/usb")),
        ("{folder}", Some("/root")),
    ];
    for (name, value) in names {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            text = text.replace(value, name);
        }
    }
    text
}
