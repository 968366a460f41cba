//! The command line, and the language of the answers. Its words are in `cli_help`; they are set once the language is known.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::terminal::{Caps, WithoutChinese};
use crate::text::CommandLine as L;
use countersign_core::lang::Lang;

/// The command line.
#[derive(Debug, Parser)]
#[command(name = "countersign", version, disable_help_subcommand = true)]
pub struct Cli {
    /// What to do; without it, the wizard.
    #[command(subcommand)]
    pub command: Option<Command>,
    #[arg(long, global = true, value_name = "PATH")]
    pub hardware: Vec<PathBuf>,
    #[arg(long, global = true, value_name = "FILE")]
    pub profile: Option<PathBuf>,
    #[arg(long, global = true, value_name = "DIR", conflicts_with = "profile")]
    pub profiles: Option<PathBuf>,
    #[arg(long, global = true, value_name = "NAME")]
    pub product: Option<String>,
    #[arg(long, global = true, value_name = "DIR")]
    pub state: Option<PathBuf>,
    #[arg(long, global = true, value_name = "LANG", value_parser = ["zh", "en"])]
    pub lang: Option<String>,
    #[arg(long, global = true)]
    pub plain: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    #[command(alias = "practise")]
    Practice {
        #[arg(value_name = "MACHINE")]
        sample: Option<String>,
    },
    Inspect(InspectOptions),
    Request(RequestOptions),
    Enter(EnterOptions),
    #[cfg(feature = "online")]
    Relay(RelayOptions),
    Status {
        #[arg(long)]
        json: bool,
        #[arg(long, conflicts_with = "json")]
        condition: bool,
        #[arg(long, value_name = "FILE", num_args = 0..=1)]
        #[allow(clippy::option_option, reason = "the option without a value is another case than no option")]
        write_run: Option<Option<PathBuf>>,
        #[arg(long, value_name = "FILE", num_args = 0..=1)]
        #[allow(clippy::option_option, reason = "the option without a value is another case than no option")]
        write_motd: Option<Option<PathBuf>>,
    },
    Release {
        #[arg(long)]
        json: bool,
        #[arg(long)]
        yes: bool,
    },
    Report {
        #[arg(long)]
        json: bool,
        #[arg(long)]
        full: bool,
        #[arg(long, value_name = "FORM", num_args = 0..=1, require_equals = true, default_missing_value = "text",
              conflicts_with_all = ["json", "full"])]
        sheet: Option<SheetForm>,
        #[arg(long, conflicts_with_all = ["json", "full"])]
        html: bool,
    },
    Doctor {
        #[arg(long)]
        json: bool,
    },
    Help {
        #[arg(value_name = "TOPIC")]
        topic: Vec<String>,
    },
}

/// A form of the sheet to take along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum SheetForm {
    /// Pages of text.
    Text,
    /// One HTML page.
    Html,
}

/// Options of `inspect`.
#[derive(Debug, Args)]
pub struct InspectOptions {
    /// Recordings, and folders of them.
    #[arg(value_name = "FILE")]
    pub paths: Vec<PathBuf>,
    #[arg(long)]
    pub all: bool,
    #[arg(long)]
    pub json: bool,
    #[arg(long, conflicts_with_all = ["all", "json"])]
    pub line: bool,
    #[arg(long, conflicts_with_all = ["all", "line"])]
    pub summary: bool,
    #[arg(long, value_name = "FILE", conflicts_with_all = ["all", "line"])]
    pub html: Option<PathBuf>,
}

/// Options of `request`.
#[derive(Debug, Args)]
pub struct RequestOptions {
    #[arg(long, value_name = "NUMBER")]
    pub number: Option<String>,
    #[arg(long)]
    pub text: bool,
    #[arg(long)]
    pub spoken: bool,
    #[arg(long, value_name = "FORM", num_args = 0.., require_equals = true, value_delimiter = ',')]
    pub qr: Option<Vec<QrForm>>,
    #[arg(long, value_name = "FILE")]
    pub png: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    #[arg(long, conflicts_with_all = ["assign", "declare"])]
    pub recover: bool,
    #[arg(long, conflicts_with = "declare")]
    pub assign: bool,
    #[arg(long, value_name = "FIELD=VALUE")]
    pub declare: Vec<String>,
    #[arg(long)]
    pub new: bool,
    #[arg(long)]
    pub json: bool,
}

/// How `request --qr` draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum QrForm {
    Blocks,
    Blanks,
    Inverted,
    Mono,
}

/// Options of `enter`.
#[derive(Debug, Args)]
pub struct EnterOptions {
    #[arg(value_name = "CODE", conflicts_with = "file")]
    pub code: Vec<String>,
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    #[arg(long)]
    pub json: bool,
}

/// Options of `relay`.
#[cfg(feature = "online")]
#[derive(Debug, Args)]
pub struct RelayOptions {
    #[arg(value_name = "REQUEST-FILE")]
    pub files: Vec<PathBuf>,
    #[arg(long, value_name = "URL")]
    pub desk: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    #[arg(long)]
    pub json: bool,
}

impl Cli {
    /// Whether the exit code alone is the answer.
    #[must_use]
    pub const fn is_condition(&self) -> bool {
        matches!(self.command, Some(Command::Status { condition: true, .. }))
    }

    /// Makes the files of `inspect FILE…` recorded machines, as if each had a `--hardware` of its own.
    pub fn take_recordings(&mut self) {
        if let Some(Command::Inspect(options)) = &mut self.command {
            self.hardware.append(&mut options.paths);
        }
    }

    /// Whether the answer is JSON.
    #[must_use]
    pub const fn json(&self) -> bool {
        match &self.command {
            Some(
                Command::Status { json, .. }
                | Command::Release { json, .. }
                | Command::Report { json, .. }
                | Command::Doctor { json },
            ) => *json,
            Some(Command::Inspect(options)) => options.json,
            Some(Command::Request(options)) => options.json,
            Some(Command::Enter(options)) => options.json,
            #[cfg(feature = "online")]
            Some(Command::Relay(options)) => options.json,
            Some(Command::Practice { .. } | Command::Help { .. }) | None => false,
        }
    }
}

/// The language of the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnswerLanguage {
    /// The language.
    pub lang: Lang,
    /// Why it isn't the one that `--lang` asks for.
    pub unshown: Option<L>,
}

/// The language, found before anything else is parsed: that of `--lang`, else that of the locale; English on a terminal that can't
/// show it. What goes to a file or a pipe has the language of `--lang`.
pub fn language(
    args: impl IntoIterator<Item = OsString>,
    env: impl Fn(&str) -> Option<String>,
    stdout_tty: bool,
) -> AnswerLanguage {
    let mut args = args.into_iter().map(|arg| arg.to_string_lossy().into_owned());
    let mut given = None;
    while let Some(arg) = args.next() {
        match arg.strip_prefix("--lang") {
            Some("") => given = args.next(),
            Some(value) if value.starts_with('=') => given = Some(value[1..].to_owned()),
            _ => {}
        }
    }
    // Whether a terminal is there doesn't change the language of the locale.
    let caps = Caps::from_env(env, true, true);
    let Some(tag) = given else { return AnswerLanguage { lang: caps.lang(), unshown: None } };
    match (Lang::from_locale(&tag), caps.without_chinese()) {
        (Lang::Zh, Some(why)) if stdout_tty => {
            let line = match why {
                WithoutChinese::Terminal => L::ChineseNoGlyphs,
                WithoutChinese::Locale => L::ChineseNoUtf8,
            };
            AnswerLanguage { lang: Lang::En, unshown: Some(line) }
        }
        (lang, _) => AnswerLanguage { lang, unshown: None },
    }
}
