//! The screens of the device's wizard, for operators who guide a caller: `assets/caller-screens.generated.json`.
//!
//! Tests of the device program write the file from the wizard's own states and pages, and fail if the file is
//! stale. This module parses the file, and fills the names of a call into its words. It never has markup, or
//! words for an operator to say.

mod call_names;

pub use call_names::{CallName, CallNames};

use std::sync::LazyLock;

use serde::Deserialize;

use countersign_core::review::{Finding, Verdict};
use countersign_core::screen_kind::ScreenKind;
use countersign_core::step::StepName;
use countersign_core::text::Lang;

use call_names::{EXAMPLES, NUMBER, REQUEST};

static GUIDE: LazyLock<TelephoneGuide> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../assets/caller-screens.generated.json")).unwrap_or_default()
});

/// All screens, in the order of a session.
#[derive(Debug, Default, Deserialize)]
pub struct TelephoneGuide {
    screens: Vec<Screen>,
}

/// Words in both languages.
#[derive(Debug, Deserialize)]
pub struct Both<T> {
    en: T,
    zh: T,
}

/// A screen that a caller may see.
#[derive(Debug, Deserialize)]
pub struct Screen {
    /// The screen; its name is a part of addresses.
    pub id: ScreenKind,
    /// The step number in the corner of the screen.
    pub step: u8,
    /// Whether the screen belongs to a step or covers any step.
    pub place: Place,
    lines: Both<Vec<ScreenLine>>,
    without_hotline: Option<Both<Vec<ScreenLine>>>,
    /// The keys of the screen, the most useful first.
    pub keys: Vec<ScreenKey>,
    /// The screens that follow without a key.
    #[serde(default)]
    pub later: Vec<ScreenKind>,
    told_by: usize,
}

/// The place of a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// The screen belongs to a step.
    Step,
    /// The screen covers any step, and a key closes it.
    Overlay,
}

/// A key of a screen.
#[derive(Debug, Deserialize)]
pub struct ScreenKey {
    /// The label of the key, as on the screen.
    pub key: String,
    does: Both<String>,
    /// The screens that the key leads to; empty if the screen stays.
    pub leads: Vec<ScreenKind>,
    /// Whether the key ends the session.
    #[serde(default)]
    pub ends: bool,
}

/// A line of a screen.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ScreenLine {
    /// The kind of the line.
    pub kind: LineKind,
    /// The words of the line.
    pub text: String,
    /// Additional text: a detail, a value, typed text.
    #[serde(default)]
    pub more: String,
    /// The mark of a value.
    pub mark: Option<Mark>,
    /// The verdict on a value.
    #[serde(default)]
    pub verdict: String,
    /// Whether the cursor is on this line.
    #[serde(default)]
    pub here: bool,
}

/// The kind of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineKind {
    /// A sentence.
    Text,
    /// A value of a table.
    Field,
    /// An entry of a list.
    Choice,
    /// A thing to do.
    Step,
    /// A command.
    Command,
    /// Text that is shown unchanged.
    Verbatim,
    /// A line to read aloud.
    Spelled,
    /// Typed text.
    Input,
    /// A line of the code.
    Code,
    /// A QR code.
    Qr,
}

/// The mark of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// Usable.
    Good,
    /// Refused.
    Bad,
    /// Doubtful.
    Warn,
    /// Unknown.
    Unknown,
}

/// Returns the guide.
#[must_use]
pub fn telephone_guide() -> &'static TelephoneGuide {
    &GUIDE
}

impl TelephoneGuide {
    /// Returns all screens.
    #[must_use]
    pub fn screens(&self) -> &[Screen] {
        &self.screens
    }

    /// Returns the given screen.
    #[must_use]
    pub fn screen(&self, id: ScreenKind) -> Option<&Screen> {
        self.screens.iter().find(|screen| screen.id == id)
    }

    /// Returns the screens of a step.
    pub fn of_step(&self, step: u8) -> impl Iterator<Item = &Screen> {
        self.screens.iter().filter(move |screen| screen.step == step && screen.place == Place::Step)
    }

    /// Returns the screens that cover any step.
    pub fn overlays(&self) -> impl Iterator<Item = &Screen> {
        self.screens.iter().filter(|screen| screen.place == Place::Overlay)
    }
}

impl<T> Both<T> {
    const fn of(&self, lang: Lang) -> &T {
        match lang {
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
        }
    }
}

impl Screen {
    /// Returns the lines in the given language.
    #[must_use]
    pub fn lines(&self, lang: Lang, names: &CallNames) -> Vec<ScreenLine> {
        self.words(lang, names).iter().map(|line| line.with(names)).collect()
    }

    /// Whether the screen shows something of the machine or the session that the file was written from, such
    /// as values, ways or typed text, or an example's name. Another caller sees something else there.
    #[must_use]
    pub fn has_example(&self, names: &CallNames) -> bool {
        let step = StepName::from_number(self.step).filter(|_| self.place == Place::Step);
        let is_example =
            |(name, value): (&str, &CallName)| matches!(value, CallName::Example(_)) && self.has_name(name);
        matches!(step, Some(StepName::Fix | StepName::Done))
            || self.lines.of(Lang::En).iter().any(ScreenLine::is_example)
            || [(NUMBER, &names.number), (REQUEST, &names.request)].into_iter().any(is_example)
    }

    /// Whether the screen shows the name of the request, which isn't known.
    #[must_use]
    pub fn has_blank(&self, names: &CallNames) -> bool {
        names.request == CallName::Blank && self.has_name(REQUEST)
    }

    fn has_name(&self, name: &str) -> bool {
        let lines = self.lines.of(Lang::En).iter();
        lines.flat_map(|line| [&line.text, &line.more]).any(|text| text.contains(name))
    }

    /// Returns the line that distinguishes the screen from the other screens of its step.
    #[must_use]
    pub fn told_by(&self, lang: Lang, names: &CallNames) -> Option<ScreenLine> {
        self.words(lang, names).get(self.told_by).map(|line| line.with(names))
    }

    fn words(&self, lang: Lang, names: &CallNames) -> &[ScreenLine] {
        let without = self.without_hotline.as_ref().filter(|_| names.hotline.is_none());
        without.unwrap_or(&self.lines).of(lang)
    }
}

impl Mark {
    /// Returns the mark of a finding.
    #[must_use]
    pub fn of(finding: &Finding) -> Self {
        match finding.verdict {
            Verdict::Ok => Self::Good,
            Verdict::Unreadable => Self::Unknown,
            _ if finding.refuses() => Self::Bad,
            _ => Self::Warn,
        }
    }
}

impl ScreenKey {
    /// Whether the key is the number of an entry.
    #[must_use]
    pub fn is_number(&self) -> bool {
        self.key.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Returns what the key does, in the given language.
    #[must_use]
    pub fn does(&self, lang: Lang) -> &str {
        self.does.of(lang)
    }
}

impl ScreenLine {
    /// A line without anything but words.
    #[must_use]
    pub fn new(kind: LineKind, text: impl Into<String>) -> Self {
        let (text, more, verdict) = (text.into(), String::new(), String::new());
        Self { kind, text, more, mark: None, verdict, here: false }
    }

    fn is_example(&self) -> bool {
        match self.kind {
            LineKind::Field | LineKind::Spelled | LineKind::Code | LineKind::Command => true,
            LineKind::Input => !self.more.is_empty(),
            LineKind::Text | LineKind::Choice | LineKind::Step | LineKind::Verbatim | LineKind::Qr => {
                [&self.text, &self.more].iter().any(|text| {
                    EXAMPLES.iter().any(|(name, _)| text.contains(name)) || text.split(' ').any(is_code)
                })
            }
        }
    }

    fn with(&self, names: &CallNames) -> Self {
        Self { text: names.fill(&self.text), more: names.fill(&self.more), ..self.clone() }
    }
}

/// Whether the word is the stable code of a finding or refusal, such as `MODEL-BLANK:`.
fn is_code(word: &str) -> bool {
    let mut parts = word.trim_end_matches([':', ',', '.']).split('-');
    let is_part = |part: &str| part.len() > 2 && part.bytes().all(|byte| byte.is_ascii_uppercase());
    word.contains('-') && parts.all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::guide_words;

    fn call_names() -> CallNames {
        CallNames {
            product: "Example DB".to_owned(),
            number: CallName::Own("BB1234567".to_owned()),
            desk: "desk.example.net".to_owned(),
            online: "https://desk.example.net".to_owned(),
            hotline: Some("400 123 4567".to_owned()),
            request: CallName::Own("K7Q-F2M".to_owned()),
        }
    }

    #[test]
    fn every_screen_can_be_shown_and_has_words_for_the_operator() {
        let names = call_names();
        let guide = telephone_guide();
        assert!(StepName::ALL.iter().all(|step| guide.of_step(*step as u8).next().is_some()));
        let ids: Vec<ScreenKind> = guide.screens().iter().map(|screen| screen.id).collect();
        assert_eq!(ids, ScreenKind::ALL);
        for screen in guide.screens() {
            for lang in [Lang::En, Lang::Zh] {
                assert!(!guide_words(lang, screen.id).is_empty(), "{:?}", screen.id);
                assert!(screen.told_by(lang, &names).is_some(), "{:?}", screen.id);
                for names in [names.clone(), CallNames { hotline: None, ..names.clone() }] {
                    let said = format!("{:?}", screen.lines(lang, &names));
                    let sample = ["{number}", "{product}", "desk.example.org", "AA03220123951", "+1 555"];
                    assert!(!sample.iter().any(|text| said.contains(text)), "{:?}: {said}", screen.id);
                    assert!(!said.contains("hotline"), "{:?}: {said}", screen.id);
                }
            }
            let leads = screen.keys.iter().flat_map(|key| &key.leads).chain(&screen.later);
            leads.for_each(|id| assert!(guide.screen(*id).is_some(), "{:?}: {id:?}", screen.id));
        }
    }

    #[test]
    fn a_screen_without_an_example_is_the_same_on_every_machine() {
        let names = call_names();
        let screens = telephone_guide().screens().iter().filter(|screen| !screen.has_example(&names));
        let ids: Vec<&str> = screens.map(|screen| screen.id.name()).collect();
        let expected = [
            "welcome-resume",
            "route-accepted",
            "route-refused",
            "request-qr",
            "request-qr-alone",
            "request-width",
            "request-older",
            "request-asking",
            "keep-working",
            "help",
        ];
        assert_eq!(ids, expected);
    }

    #[test]
    fn a_name_is_the_callers_or_an_example_or_blank() {
        let own = call_names();
        let example = CallName::Example("K7Q-F2M".to_owned());
        for (names, has_example, has_blank, shown) in [
            (own.clone(), false, false, "BB1234567 K7Q-F2M"),
            (CallNames { request: example, ..own.clone() }, true, false, "BB1234567 K7Q-F2M"),
            (
                CallNames { number: CallName::Example("CC1".to_owned()), ..own.clone() },
                true,
                false,
                "CC1 K7Q-F2M",
            ),
            (CallNames { request: CallName::Blank, ..own.clone() }, false, true, "BB1234567 ___-___"),
        ] {
            let screen = telephone_guide().screen(ScreenKind::RequestQr).unwrap();
            assert_eq!((screen.has_example(&names), screen.has_blank(&names)), (has_example, has_blank));
            for lang in [Lang::En, Lang::Zh] {
                let said = format!("{:?}", screen.lines(lang, &names));
                assert!(shown.split(' ').all(|name| said.contains(name)), "{shown}: {said}");
            }
            // This screen has neither.
            let screen = telephone_guide().screen(ScreenKind::RequestQrAlone).unwrap();
            assert_eq!((screen.has_example(&names), screen.has_blank(&names)), (false, false));
        }
    }
}
