//! Complaints about a command line, in two languages. Both programs use them, because clap itself has English messages only.
//!
//! Lives here: complaints about arguments. Never here: help, exit codes, the work of a command.

use std::fmt::Write as _;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use countersign_core::reader::printable_whole;
use countersign_core::text::Lang;

/// The complaint as lines for a person, each with a line break at its end. Typed text in it is escaped, so that it is safe to show.
///
/// ```
/// use clap::{Arg, Command};
/// use countersign_core::text::Lang;
///
/// let command = Command::new("desk").arg(Arg::new("days").long("days"));
/// let error = command.try_get_matches_from(["desk", "--dais"]).unwrap_err();
/// let complaint = countersign_usage::complaint(&error, Lang::Zh);
/// assert!(complaint.starts_with("错误：没有选项「--dais」。\n"), "{complaint}");
/// ```
#[must_use]
pub fn complaint(error: &Error, lang: Lang) -> String {
    let text = match lang {
        Lang::Zh => chinese(error).unwrap_or_else(|| error.render().to_string()),
        Lang::En => error.render().to_string(),
    };
    text.lines().map(|line| printable_whole(line) + "\n").collect()
}

/// The complaint in Chinese; `None` for a kind of error that isn't about an argument.
fn chinese(error: &Error) -> Option<String> {
    let part = |kind| error.get(kind).map(shown).filter(|text| !text.is_empty());
    let argument = || part(ContextKind::InvalidArg).unwrap_or_default();
    let value = part(ContextKind::InvalidValue);
    let what = match (error.kind(), value) {
        (ErrorKind::InvalidSubcommand, _) => {
            format!("没有命令{}", part(ContextKind::InvalidSubcommand).unwrap_or_default())
        }
        (ErrorKind::UnknownArgument, _) => format!("没有选项{}", argument()),
        (ErrorKind::InvalidValue, None) => format!("{}需要一个值", argument()),
        (ErrorKind::InvalidValue, Some(value)) => format!("{}不能是{value}", argument()),
        (ErrorKind::ValueValidation, value) => {
            let why = std::error::Error::source(error).map(|why| format!("：{why}")).unwrap_or_default();
            format!("{}的值{}不可用{why}", argument(), value.unwrap_or_default())
        }
        (ErrorKind::MissingRequiredArgument, _) => format!("缺少{}", argument()),
        (ErrorKind::MissingSubcommand, _) => "缺少命令".to_owned(),
        (ErrorKind::ArgumentConflict, _) => match part(ContextKind::PriorArg) {
            Some(other) => format!("{}不能与{other}同时使用", argument()),
            None => format!("{}不能与其他选项同时使用", argument()),
        },
        (ErrorKind::TooManyValues, value) => {
            format!("{}的值太多，多出{}", argument(), value.unwrap_or_default())
        }
        (ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues, _) => {
            format!("{}的值的个数不对", argument())
        }
        (ErrorKind::NoEquals, _) => format!("{}与它的值之间需要等号", argument()),
        (ErrorKind::InvalidUtf8, _) => "参数不是 UTF-8 文字".to_owned(),
        _ => return None,
    };
    let mut text = format!("错误：{what}。\n");
    if let Some(values) = part(ContextKind::ValidValue) {
        let _ = writeln!(text, "可用的值：{values}。");
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let usage = usage.to_string();
        let usage = usage.trim_start_matches("Usage:").trim();
        let _ = writeln!(text, "\n用法：{usage}");
    }
    text.push_str("\n加上 --help 可查看说明。\n");
    Some(text)
}

/// A part of the complaint, with each name or value in brackets.
fn shown(value: &ContextValue) -> String {
    let quoted = |text: &str| format!("「{text}」");
    match value {
        ContextValue::String(text) if text.is_empty() => String::new(),
        ContextValue::String(text) => quoted(text),
        ContextValue::Strings(all) => all.iter().map(|text| quoted(text)).collect::<Vec<_>>().join("、"),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(all) => all.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"),
        ContextValue::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use clap::{Arg, ArgAction, Command, value_parser};
    use proptest::prelude::*;

    use super::*;

    fn command() -> Command {
        let number = Arg::new("number").value_name("N").required(true);
        let seats = Arg::new("seats").long("seats").value_parser(value_parser!(u16)).value_name("N");
        let state = Arg::new("state").long("state").value_parser(["bound", "unused"]);
        let csv = Arg::new("csv").long("csv").action(ArgAction::SetTrue);
        let json = Arg::new("json").long("json").action(ArgAction::SetTrue).conflicts_with("csv");
        Command::new("desk")
            .subcommand_required(true)
            .subcommand(Command::new("show").args([number, seats, state, csv, json]))
    }

    fn complained(arguments: &[&str], lang: Lang) -> String {
        let words = std::iter::once("desk").chain(arguments.iter().copied());
        complaint(&command().try_get_matches_from(words).unwrap_err(), lang)
    }

    #[test]
    fn each_usage_error_is_reported_in_chinese() {
        for (arguments, expected) in [
            (&["shwo"][..], "错误：没有命令「shwo」。\n"),
            (&["show", "1", "--set"], "错误：没有选项「--set」。\n"),
            (
                &["show", "1", "--state", "x"],
                "错误：「--state <state>」不能是「x」。\n可用的值：「bound」、「unused」。\n",
            ),
            (&["show", "1", "--state"], "错误：「--state <state>」需要一个值。\n"),
            (&["show", "1", "--seats", "x"], "错误：「--seats <N>」的值「x」不可用："),
            (&["show"], "错误：缺少「<N>」。\n\n用法：desk show <N>\n"),
            (&["show", "1", "--json", "--csv"], "错误：「--json」不能与「--csv」同时使用。\n"),
            (&["show", "1", "2"], "错误：没有选项「2」。\n"),
        ] {
            let told = complained(arguments, Lang::Zh);
            assert!(told.starts_with(expected), "{arguments:?}: {told}");
            assert!(told.ends_with("\n加上 --help 可查看说明。\n"), "{told}");
            assert!(complained(arguments, Lang::En).starts_with("error: "));
        }
        assert!(complained(&[], Lang::Zh).starts_with("错误：缺少命令。"), "{}", complained(&[], Lang::Zh));
    }

    proptest! {
        #[test]
        fn typed_text_is_never_shown_raw(typed in "(--)?\\PC{0,8}[\\x00-\\x1f\u{202e}\u{200b}]{1,4}\\PC{0,8}") {
            for lang in [Lang::En, Lang::Zh] {
                for arguments in [&[typed.as_str()][..], &["show", "1", "--state", &typed]] {
                    let words = std::iter::once("desk").chain(arguments.iter().copied());
                    if let Err(error) = command().try_get_matches_from(words) {
                        let told = complaint(&error, lang);
                        prop_assert!(!told.contains(|c: char| (c.is_control() && c != '\n') || c == '\u{202e}' || c == '\u{200b}'), "{told:?}");
                    }
                }
            }
        }
    }
}
