//! A screen of the caller as markup: its lines, and the words by which an operator asks for it.

use maud::{Markup, html};

use crate::caller_screens::{CallNames, LineKind, Mark, ScreenLine};
use crate::text::{GuideRemark, OfficeLine as O, OfficeSentence as S};
use crate::web::layout::html_lang;
use countersign_core::text::{Lang, Line as _, colon};

/// The caller: the language and the names on the caller's screen.
pub(super) struct Caller {
    /// The language of the caller's screen.
    pub(super) lang: Lang,
    pub(super) names: CallNames,
}

/// A screen with what a request reports in place of the example's.
pub(super) struct OwnScreen {
    pub(super) lines: Vec<ScreenLine>,
    /// The index of the line by which a caller tells the screen from the others of its step.
    pub(super) told_by: usize,
    /// What the lines lack.
    pub(super) remark: Option<GuideRemark>,
}

/// What the caller sees, as an operator asks for it: `a list with "1  Use values from other places on this machine"`.
pub(super) fn told_by(lang: Lang, line: &ScreenLine) -> String {
    let text = &line.text;
    match line.kind {
        LineKind::Choice => S::GuideSeesList { text }.say(lang),
        LineKind::Field => S::GuideSeesTable { text }.say(lang),
        LineKind::Input => S::GuideSeesField { text }.say(lang),
        LineKind::Qr => O::GuideQr.say(lang).to_owned(),
        LineKind::Code => O::GuideCode.say(lang).to_owned(),
        LineKind::Text | LineKind::Step | LineKind::Command | LineKind::Verbatim | LineKind::Spelled => {
            S::GuideSeesText { text }.say(lang)
        }
    }
}

/// The lines of a screen in the caller's language.
pub(super) fn picture(lang: Lang, caller: Lang, lines: &[ScreenLine]) -> Markup {
    html! {
        figure.caller-screen lang=(html_lang(caller)) {
            @for line in lines { (self::line(lang, caller, line)) }
        }
    }
}

/// A line of the screen. `caller` is the language of the screen, `lang` that of the remarks on it.
fn line(lang: Lang, caller: Lang, line: &ScreenLine) -> Markup {
    let text = &line.text;
    html! {
        @match line.kind {
            LineKind::Text | LineKind::Step => p { (text) },
            LineKind::Field => p { (text) (colon(caller)) bdi { (line.more) } " " (mark(line)) },
            LineKind::Choice => {
                p.choice { @if line.here { b { "> " (text) } } @else { (text) } (cursor(lang, line)) }
                @if !line.more.is_empty() { p.more { (line.more) } }
            }
            LineKind::Command | LineKind::Verbatim => pre { (text) },
            LineKind::Spelled | LineKind::Code => p { (text) "  " (line.more) " " (mark(line)) },
            LineKind::Input => {
                p { (text) }
                p { "> " (line.more) @if line.here { "▏" } (cursor(lang, line)) }
            }
            LineKind::Qr => p { "▦ " span lang=(html_lang(lang)) { (O::GuideQr.say(lang)) } },
        }
    }
}

/// Says that the cursor stands here.
fn cursor(lang: Lang, line: &ScreenLine) -> Markup {
    html! { @if line.here { " " span.quiet lang=(html_lang(lang)) { "← " (O::GuideCursor.say(lang)) } } }
}

fn mark(line: &ScreenLine) -> Markup {
    let sign = match line.mark {
        Some(Mark::Good) => "✓",
        Some(Mark::Bad) => "✗",
        Some(Mark::Warn) => "!",
        Some(Mark::Unknown) => "?",
        None => "",
    };
    let class = match line.mark {
        Some(Mark::Good) => "good",
        Some(Mark::Bad) => "bad",
        Some(Mark::Warn | Mark::Unknown) | None => "quiet",
    };
    html! { span class=(class) { (sign) " " (line.verdict) } }
}
