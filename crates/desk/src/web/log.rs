//! The log: its format and its level. `observe` writes the line of a request. Never here: the text of a line.

use serde::Deserialize;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// The form of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// A line of text.
    #[default]
    Text,
    /// A JSON object on a line.
    Json,
}

/// The least important lines that are written. More important lines are written too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Faults of the desk.
    Error,
    /// Requests that failed because of a fault.
    Warn,
    /// Every request.
    #[default]
    Info,
    /// What is refused before it becomes a request, such as a connection.
    Debug,
}

/// The form and the level of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settings {
    /// The form.
    pub format: Format,
    /// The level.
    pub level: Level,
}

impl From<Level> for LevelFilter {
    fn from(level: Level) -> Self {
        match level {
            Level::Error => Self::ERROR,
            Level::Warn => Self::WARN,
            Level::Info => Self::INFO,
            Level::Debug => Self::DEBUG,
        }
    }
}

/// Starts the log on standard error, once in a process. It leaves out the lines of libraries, because they may contain paths,
/// and the message of a panic, because it may contain data.
pub fn start(settings: Settings) {
    let lines =
        tracing_subscriber::fmt::layer().with_ansi(false).with_target(false).with_writer(std::io::stderr);
    let lines = match settings.format {
        Format::Text => lines.boxed(),
        Format::Json => lines.json().flatten_event(true).with_span_list(false).boxed(),
    };
    let own_targets = Targets::new().with_target("countersign", LevelFilter::from(settings.level));
    let _ = tracing_subscriber::registry().with(lines.with_filter(own_targets)).try_init();
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "the program has a fault here");
    }));
}
