//! The abilities of this terminal, read from the environment alone.
//!
//! Lives here: the reading of `TERM`, `NO_COLOR` and the locale. Never here: questions to the terminal.

use std::io::IsTerminal;

use super::clipboard::Route;
use crate::screen::{Colour, Glyphs, Theme};
use crate::wizard::BlockWidth;
use countersign_core::text::Lang;

/// The kind of dialogue that standard input and output allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Not at all: standard input or output is no terminal.
    None,
    /// Line by line: no cursor movement (`TERM=dumb`, or no `TERM`).
    Dumb,
    /// With pages.
    Full,
}

/// Why Chinese can't be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WithoutChinese {
    /// The terminal has no Chinese glyphs.
    Terminal,
    /// The locale's character set isn't UTF-8.
    Locale,
}

/// What the environment says about the width of characters that East Asian fonts draw two columns wide (UAX #11, "ambiguous").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AmbiguousWidth {
    /// One column.
    One,
    /// Two columns.
    Two,
    /// Unknown, with a locale of China, Japan or Korea, where terminals may use either width.
    EastAsian,
    /// Unknown, with another locale, where terminals use one column unless they are set up otherwise.
    Elsewhere,
}

/// What a terminal can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Caps {
    /// The kind of dialogue.
    pub kind: Kind,
    /// Its colours.
    pub colour: Colour,
    /// Its glyphs.
    pub glyphs: Glyphs,
    /// The width of ambiguous characters, half blocks among them.
    pub ambiguous: AmbiguousWidth,
    /// Whether Chinese can be shown.
    pub chinese: bool,
    /// The language the locale asks for, whether or not it can be shown.
    pub asked: Lang,
    /// How a text gets into its clipboard.
    pub copy: Route,
    /// Whether it is a terminal emulator. Earlier programs may have left an emulator in special modes.
    pub emulated: bool,
}

impl Caps {
    /// What the terminal of this process can do.
    #[must_use]
    pub fn here() -> Self {
        let env = |name: &str| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
        Self::from_env(env, std::io::stdin().is_terminal(), std::io::stdout().is_terminal())
    }

    /// Reads the environment through `env`; the two flags say whether standard input and output are terminals.
    pub fn from_env(env: impl Fn(&str) -> Option<String>, stdin_tty: bool, stdout_tty: bool) -> Self {
        let get = |name: &str| env(name).filter(|value| !value.is_empty());
        let term = get("TERM").unwrap_or_default();
        let family = Family::of(&term);
        let locale = first(&get, &["LC_ALL", "LC_CTYPE", "LANG"]);
        let charset = Charset::of(locale.as_deref());
        Self {
            kind: match family {
                _ if !(stdin_tty && stdout_tty) => Kind::None,
                Family::Dumb => Kind::Dumb,
                _ => Kind::Full,
            },
            colour: match family {
                Family::Dumb | Family::Vt => Colour::Mono,
                _ if term.ends_with("-m") || term.ends_with("-mono") => Colour::Mono,
                _ if get("NO_COLOR").is_some() => Colour::Unwanted,
                Family::Console | Family::Modern => Colour::Eight,
            },
            glyphs: match (family, charset) {
                // The kernel's console uses UTF-8 by default, so a locale without a character set means UTF-8 there.
                (Family::Console, Charset::Utf8 | Charset::Unsaid) => Glyphs::Console,
                (Family::Modern | Family::Dumb, Charset::Utf8) => Glyphs::Unicode,
                _ => Glyphs::Ascii,
            },
            ambiguous: ambiguous(&get, &term, locale.as_deref()),
            chinese: charset == Charset::Utf8 && matches!(family, Family::Modern | Family::Dumb),
            asked: asked(&get),
            copy: match family {
                Family::Modern if get("TMUX").is_some() => Route::Tmux,
                Family::Modern if get("STY").is_some() => Route::Screen,
                Family::Modern => Route::Plain,
                Family::Dumb | Family::Vt | Family::Console => Route::No,
            },
            emulated: family == Family::Modern,
        }
    }

    /// How pages look here.
    #[must_use]
    pub fn theme(&self) -> Theme {
        Theme { colour: self.colour, glyphs: self.glyphs }
    }

    /// Why Chinese can't be shown; `None` where it can.
    #[must_use]
    pub fn without_chinese(&self) -> Option<WithoutChinese> {
        let by_terminal = !self.emulated && self.kind != Kind::Dumb;
        (!self.chinese).then_some(if by_terminal { WithoutChinese::Terminal } else { WithoutChinese::Locale })
    }

    /// How wide half blocks are, in a session of that language.
    #[must_use]
    pub fn blocks(&self, lang: Lang) -> BlockWidth {
        match (self.glyphs, self.ambiguous) {
            (Glyphs::Ascii, _) => BlockWidth::Missing,
            (Glyphs::Console, _) | (_, AmbiguousWidth::One) => BlockWidth::One,
            (_, AmbiguousWidth::Two) => BlockWidth::Two,
            (_, AmbiguousWidth::EastAsian) => BlockWidth::Unknown,
            // A person who reads Chinese may have a Chinese terminal and be logged in to a system with another locale.
            (_, AmbiguousWidth::Elsewhere) if lang == Lang::Zh => BlockWidth::Unknown,
            (_, AmbiguousWidth::Elsewhere) => BlockWidth::One,
        }
    }

    /// The language to use: that of the locale, if it can be shown.
    #[must_use]
    pub fn lang(&self) -> Lang {
        if self.chinese { self.asked } else { Lang::En }
    }
}

/// Whether the person asks for lines in place of screens in every program: `ACCESSIBLE` is set, and not to a word for no.
#[must_use]
pub fn accessible(env: impl Fn(&str) -> Option<String>) -> bool {
    let no = ["", "0", "false", "no", "off"];
    env("ACCESSIBLE").is_some_and(|value| !no.iter().any(|no| value.trim().eq_ignore_ascii_case(no)))
}

/// The kinds of terminals that this program treats differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    /// No cursor movement.
    Dumb,
    /// DEC terminals, and programs that imitate them on serial lines.
    Vt,
    /// The Linux console.
    Console,
    /// Emulators.
    Modern,
}

impl Family {
    fn of(term: &str) -> Self {
        match term {
            "" | "dumb" | "unknown" => Self::Dumb,
            "linux" => Self::Console,
            "ansi" => Self::Vt,
            _ if term.starts_with("linux-") => Self::Console,
            _ if term
                .strip_prefix("vt")
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) =>
            {
                Self::Vt
            }
            _ => Self::Modern,
        }
    }
}

/// What the locale says about the character set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Charset {
    Utf8,
    /// No locale, or one without a character set (`C`, `en_US`).
    Unsaid,
    Other,
}

impl Charset {
    fn of(locale: Option<&str>) -> Self {
        let Some((_, charset)) = locale.and_then(|locale| locale.split_once('.')) else {
            return Self::Unsaid;
        };
        let charset = charset.split('@').next().unwrap_or_default();
        let plain: String = charset.chars().filter(|c| *c != '-').collect();
        if plain.eq_ignore_ascii_case("utf8") { Self::Utf8 } else { Self::Other }
    }
}

/// The width of ambiguous characters: by the locale's modifier, which mintty sets and reads, by terminals that have only one
/// width, or by the language of the locale.
fn ambiguous(get: &impl Fn(&str) -> Option<String>, term: &str, locale: Option<&str>) -> AmbiguousWidth {
    let modifier = locale.and_then(|locale| locale.split_once('@')).map(|(_, modifier)| modifier);
    match modifier {
        Some("cjkwide") => return AmbiguousWidth::Two,
        Some("cjknarrow" | "cjksingle") => return AmbiguousWidth::One,
        _ => {}
    }
    if NARROW_TERMINALS
        .iter()
        .any(|name| term.strip_prefix(name).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
    {
        return AmbiguousWidth::One;
    }
    let names = ["LC_ALL", "LC_CTYPE", "LC_MESSAGES", "LANG"];
    let eastern = |locale: String| ["zh", "ja", "ko"].iter().any(|tag| locale.starts_with(tag));
    if names.iter().filter_map(|name| get(name)).any(eastern) {
        AmbiguousWidth::EastAsian
    } else {
        AmbiguousWidth::Elsewhere
    }
}

/// Terminals that draw ambiguous characters one column wide and have no setting for it.
const NARROW_TERMINALS: [&str; 4] = ["xterm-kitty", "xterm-ghostty", "alacritty", "foot"];

/// The first of these variables that is set and not empty.
fn first(get: &impl Fn(&str) -> Option<String>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| get(name))
}

/// The language asked for: the first one of `LANGUAGE` that this program has, else that of the message locale. Without a locale,
/// `LANGUAGE` is ignored, as in gettext.
fn asked(get: &impl Fn(&str) -> Option<String>) -> Lang {
    let locale = first(get, &["LC_ALL", "LC_MESSAGES", "LANG"]).unwrap_or_default();
    let base = locale.split(['.', '@']).next().unwrap_or_default();
    if matches!(base, "" | "C" | "POSIX") {
        return Lang::En;
    }
    let wishes = get("LANGUAGE").unwrap_or_default();
    let spoken = |tag: &&str| tag.starts_with("zh") || tag.starts_with("en");
    Lang::from_locale(wishes.split(':').find(spoken).unwrap_or(base))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caps(pairs: &[(&str, &str)]) -> Caps {
        let get = |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, v)| (*v).to_owned());
        Caps::from_env(get, true, true)
    }

    #[test]
    fn each_environment_has_its_capabilities() {
        use Colour::{Eight, Mono, Unwanted};
        use Glyphs::{Ascii, Console, Unicode};
        use Kind::{Dumb, Full};
        use Lang::{En, Zh};
        type Want = (Kind, Colour, Glyphs, bool, Lang, Route);
        let table: &[(&[(&str, &str)], Want)] = &[
            (
                &[("TERM", "xterm-256color"), ("LANG", "en_US.UTF-8")],
                (Full, Eight, Unicode, true, En, Route::Plain),
            ),
            (&[("TERM", "xterm"), ("LANG", "zh_CN.UTF-8")], (Full, Eight, Unicode, true, Zh, Route::Plain)),
            (&[("TERM", "xterm"), ("LANG", "zh_CN.GBK")], (Full, Eight, Ascii, false, En, Route::Plain)),
            (&[("TERM", "xterm"), ("LANG", "C")], (Full, Eight, Ascii, false, En, Route::Plain)),
            (&[("TERM", "xterm"), ("LANG", "C.UTF-8")], (Full, Eight, Unicode, true, En, Route::Plain)),
            (&[("TERM", "xterm")], (Full, Eight, Ascii, false, En, Route::Plain)),
            (&[("TERM", "xterm-mono"), ("LANG", "C.utf8")], (Full, Mono, Unicode, true, En, Route::Plain)),
            (
                &[("TERM", "xterm"), ("LANG", "de_DE.UTF-8"), ("LC_ALL", "zh_CN.utf8")],
                (Full, Eight, Unicode, true, Zh, Route::Plain),
            ),
            (
                &[
                    ("TERM", "xterm"),
                    ("LANG", "zh_CN.UTF-8"),
                    ("LC_CTYPE", "C"),
                    ("LC_MESSAGES", "en_US.UTF-8"),
                ],
                (Full, Eight, Ascii, false, En, Route::Plain),
            ),
            (
                &[("TERM", "xterm"), ("LANG", "en_US.UTF-8"), ("LANGUAGE", "fr:zh_CN:en")],
                (Full, Eight, Unicode, true, Zh, Route::Plain),
            ),
            (
                &[("TERM", "xterm"), ("LANG", "C"), ("LANGUAGE", "zh")],
                (Full, Eight, Ascii, false, En, Route::Plain),
            ),
            (&[("TERM", "linux"), ("LANG", "zh_CN.UTF-8")], (Full, Eight, Console, false, En, Route::No)),
            (&[("TERM", "linux")], (Full, Eight, Console, false, En, Route::No)),
            (&[("TERM", "linux-16color"), ("LANG", "POSIX")], (Full, Eight, Console, false, En, Route::No)),
            (
                &[("TERM", "linux"), ("LC_ALL", "en_US.ISO-8859-1")],
                (Full, Eight, Ascii, false, En, Route::No),
            ),
            (&[("TERM", "vt100"), ("LANG", "en_US.UTF-8")], (Full, Mono, Ascii, false, En, Route::No)),
            (&[("TERM", "vt220"), ("LANG", "zh_CN.UTF-8")], (Full, Mono, Ascii, false, En, Route::No)),
            (
                &[("TERM", "vte-256color"), ("LANG", "C.UTF-8")],
                (Full, Eight, Unicode, true, En, Route::Plain),
            ),
            (
                &[("TERM", "tmux-256color"), ("LANG", "C.UTF-8"), ("TMUX", "/tmp/x,1,0")],
                (Full, Eight, Unicode, true, En, Route::Tmux),
            ),
            (
                &[("TERM", "screen"), ("LANG", "C.UTF-8"), ("STY", "1.pts")],
                (Full, Eight, Unicode, true, En, Route::Screen),
            ),
            (
                &[("TERM", "xterm"), ("LANG", "C.UTF-8"), ("NO_COLOR", "1")],
                (Full, Unwanted, Unicode, true, En, Route::Plain),
            ),
            (
                &[("TERM", "xterm"), ("LANG", "C.UTF-8"), ("NO_COLOR", "")],
                (Full, Eight, Unicode, true, En, Route::Plain),
            ),
            (&[("TERM", "linux-m"), ("NO_COLOR", "1")], (Full, Mono, Console, false, En, Route::No)),
            (&[("TERM", "linux"), ("NO_COLOR", "1")], (Full, Unwanted, Console, false, En, Route::No)),
            (&[("TERM", "dumb"), ("LANG", "zh_CN.UTF-8")], (Dumb, Mono, Unicode, true, Zh, Route::No)),
            (&[("LANG", "en_US.UTF-8")], (Dumb, Mono, Unicode, true, En, Route::No)),
            (&[], (Dumb, Mono, Ascii, false, En, Route::No)),
        ];
        for (env, want) in table {
            let caps = caps(env);
            let got = (caps.kind, caps.colour, caps.glyphs, caps.chinese, caps.lang(), caps.copy);
            assert_eq!(got, *want, "{env:?}");
        }
    }

    #[test]
    fn accessible_selects_plain_mode_unless_it_is_negative() {
        let asks = |value: Option<&str>| {
            accessible(|name| value.filter(|_| name == "ACCESSIBLE").map(str::to_owned))
        };
        assert!([Some("1"), Some("true"), Some("yes"), Some("screen-reader")].into_iter().all(asks));
        assert!(![None, Some(""), Some("0"), Some("False"), Some("no"), Some("OFF")].into_iter().any(asks));
    }

    #[test]
    fn the_person_is_asked_if_the_width_of_half_blocks_is_unknown() {
        use BlockWidth::{Missing, One, Two, Unknown};
        use Lang::{En, Zh};
        type Env = [(&'static str, &'static str)];
        let table: &[(&Env, Lang, BlockWidth)] = &[
            (&[("TERM", "xterm"), ("LANG", "en_US.UTF-8")], En, One),
            (&[("TERM", "xterm"), ("LANG", "en_US.UTF-8")], Zh, Unknown),
            (&[("TERM", "xterm"), ("LANG", "zh_CN.UTF-8")], Zh, Unknown),
            (&[("TERM", "xterm"), ("LANG", "zh_CN.UTF-8")], En, Unknown),
            (&[("TERM", "tmux-256color"), ("LANG", "ja_JP.UTF-8")], En, Unknown),
            (&[("TERM", "xterm"), ("LANG", "ko_KR.UTF-8"), ("LC_MESSAGES", "C")], En, Unknown),
            (&[("TERM", "xterm"), ("LANG", "zh_CN.UTF-8@cjknarrow")], Zh, One),
            (&[("TERM", "xterm"), ("LANG", "zh_CN.UTF-8@cjksingle")], Zh, One),
            (&[("TERM", "xterm"), ("LANG", "C.UTF-8@cjkwide")], En, Two),
            (&[("TERM", "xterm-kitty"), ("LANG", "zh_CN.UTF-8")], Zh, One),
            (&[("TERM", "foot-extra"), ("LANG", "zh_CN.UTF-8")], Zh, One),
            (&[("TERM", "footnote"), ("LANG", "zh_CN.UTF-8")], Zh, Unknown),
            (&[("TERM", "linux"), ("LANG", "zh_CN.UTF-8")], En, One),
            (&[("TERM", "vt100"), ("LANG", "zh_CN.UTF-8")], En, Missing),
            (&[("TERM", "xterm"), ("LANG", "zh_CN.GBK")], En, Missing),
        ];
        for (env, lang, want) in table {
            assert_eq!(caps(env).blocks(*lang), *want, "{env:?} {lang:?}");
        }
    }

    #[test]
    fn no_question_is_asked_without_a_terminal_on_both_sides() {
        let get = |name: &str| (name == "TERM").then(|| "xterm".to_owned());
        for (stdin, stdout, want) in [
            (true, true, Kind::Full),
            (false, true, Kind::None),
            (true, false, Kind::None),
            (false, false, Kind::None),
        ] {
            assert_eq!(Caps::from_env(get, stdin, stdout).kind, want);
        }
    }
}
