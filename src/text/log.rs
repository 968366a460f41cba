//! The log of a session in words.

use countersign_core::lang::Lang;
use countersign_core::protocol::license::moment_at;
use countersign_core::step::StepName;
use countersign_core::text::{Line, StepNameLine, WayLine};
use countersign_core::{lines, sentences};
use countersign_keep::{LogEntry, LogKind, SessionLog};

use super::StepLine;
use crate::wizard::routes::RouteKind;

lines! {
    /// What was done in a session.
    pub enum LogLine in log {
        Title,
        ReadGood,
        Withdrawn,
        Issued,
        ToolGood,
        CodeAccepted,
        Kept,
    }
}

sentences! {
    /// What was done in a session, with its name or code.
    pub enum LogSentence in log_sentence {
        Step { step },
        Read { codes },
        Way { title },
        Route { title },
        Request { name },
        Refused { codes },
        NotAnswered { code },
        Saved { path },
        FileFailed { path },
        Tool { end },
        CodeRefused { code },
        NotKept { code },
    }
}

/// The log as lines, oldest first, each with its time in UTC.
#[must_use]
pub fn log_lines(lang: Lang, log: &SessionLog) -> Vec<String> {
    let line = |entry: &LogEntry| format!("{} UTC  {}", moment_at(entry.at), done(lang, entry));
    log.entries().iter().map(line).collect()
}

/// What an entry says.
fn done(lang: Lang, entry: &LogEntry) -> String {
    // The log comes from a file, which may hold anything.
    let detail = &countersign_core::machine::printable(entry.detail.as_bytes());
    match entry.what {
        LogKind::Step => {
            let step = detail.parse().ok().and_then(StepName::from_number);
            let name = step.map_or_else(String::new, |step| {
                format!("{} {}", step as u8, StepNameLine::from(step).say(lang).to_uppercase())
            });
            LogSentence::Step { step: &name }.say(lang)
        }
        LogKind::Read if detail.is_empty() => LogLine::ReadGood.say(lang).to_owned(),
        LogKind::Read => LogSentence::Read { codes: detail }.say(lang),
        LogKind::Way => match way_title(detail) {
            Some(title) => LogSentence::Way { title: &title.say(lang) }.say(lang),
            None => LogLine::Withdrawn.say(lang).to_owned(),
        },
        LogKind::Route => {
            let title = RouteKind::from_name(detail).map_or("", |route| StepLine::of_route(route).say(lang));
            LogSentence::Route { title: &title }.say(lang)
        }
        LogKind::Request => LogSentence::Request { name: detail }.say(lang),
        LogKind::Issued => LogLine::Issued.say(lang).to_owned(),
        LogKind::Refused => LogSentence::Refused { codes: detail }.say(lang),
        LogKind::NotAnswered => LogSentence::NotAnswered { code: detail }.say(lang),
        LogKind::Saved => LogSentence::Saved { path: detail }.say(lang),
        LogKind::FileFailed => LogSentence::FileFailed { path: detail }.say(lang),
        LogKind::Tool if detail == "OK" => LogLine::ToolGood.say(lang).to_owned(),
        LogKind::Tool => LogSentence::Tool { end: detail }.say(lang),
        LogKind::CodeAccepted => LogLine::CodeAccepted.say(lang).to_owned(),
        LogKind::CodeRefused => LogSentence::CodeRefused { code: detail }.say(lang),
        LogKind::Kept => LogLine::Kept.say(lang).to_owned(),
        LogKind::NotKept => LogSentence::NotKept { code: detail }.say(lang),
    }
}

/// The title of a way by its name; `None` for the firmware's own values.
fn way_title(name: &str) -> Option<WayLine> {
    Some(match name {
        "recover" => WayLine::TitleRecover,
        "assign" => WayLine::TitleAssign,
        "declare" => WayLine::TitleDeclare,
        _ => return None,
    })
}
