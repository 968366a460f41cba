//! `countersign report`: the support report. Personal identifiers are shortened unless `--full` is given.

use std::io::Write;

use serde_json::{Value, json};

use crate::page::{self, Identifiers};
use crate::terminal::Caps;
use crate::text::{self, CommandLine as L, CommandSentence, LogLine, StepSentence};
use countersign_core::lang::Lang;
use countersign_core::protocol::license::date_at;
use countersign_core::remedy;
use countersign_core::review;
use countersign_core::text::{FieldLine, Line, labelled, remedy as words};
use countersign_keep::{Audience, Keep, LogEntry, SessionLog};

use super::context::Context;
use super::exit::{CommandError, Exit};
use super::inspect::json::notes;
use super::overview::Overview;
use super::stdout;
use super::way;

/// The contents of a report.
struct Report {
    /// Name and title of the product, if a profile is installed.
    product: Option<(String, String)>,
    overview: Overview,
    attempts: Vec<Attempt>,
    log: SessionLog,
}

/// Something that was done on this machine before.
enum Attempt {
    /// A session is open.
    Session { step: u8, started: i64, number: String },
    /// The desk opened a case in the open session.
    Case(String),
    /// A value was declared in the open session.
    Declared { field: countersign_core::machine::Field, value: String },
    /// A request was made.
    Request { at: i64, name: String },
}

/// Runs the command.
///
/// # Errors
/// If `--hardware` names no machine, or standard output is closed.
pub fn run(context: &Context, as_json: bool, full: bool) -> anyhow::Result<Exit> {
    let report = gather(context)?;
    let identifiers = if full { Identifiers::Whole } else { Identifiers::Shortened };
    let mut out = stdout::output(context.lang, as_json);
    if as_json {
        writeln!(out, "{}", report.object(context.lang, identifiers))?;
    } else {
        for line in report.lines(context.lang, identifiers) {
            writeln!(out, "{line}")?;
        }
    }
    if let Some(product) = &report.overview.product
        && let Err(error) = context.require_trusted_state(&product.keep)
    {
        error.say(context.lang);
    }
    Ok(Exit::Done)
}

/// Collects the report. Without a profile it holds the machine alone.
fn gather(context: &Context) -> Result<Report, CommandError> {
    let overview = Overview::read(context)?;
    Ok(Report {
        product: context.profile.as_ref().map(|profile| (profile.product.clone(), profile.name.clone())),
        attempts: overview.product.as_ref().map(|product| attempts(&product.keep)).unwrap_or_default(),
        log: overview.product.as_ref().map(|product| log_of(&product.keep)).unwrap_or_default(),
        overview,
    })
}

/// The log of the open session.
fn log_of(keep: &Keep) -> SessionLog {
    keep.load_session().ok().flatten().map(|session| session.log).unwrap_or_default()
}

fn attempts(keep: &Keep) -> Vec<Attempt> {
    let mut attempts: Vec<Attempt> = keep
        .open_requests()
        .list
        .iter()
        .map(|open| {
            let name = open.request().map_or_else(|| "-".to_owned(), |request| request.name().to_string());
            Attempt::Request { at: open.at, name }
        })
        .collect();
    if let Ok(Some(session)) = keep.load_session() {
        let number = session.number.unwrap_or_else(|| "-".to_owned());
        attempts.push(Attempt::Session { step: session.step, started: session.started, number });
        attempts.extend(session.case.map(Attempt::Case));
        let declared =
            countersign_core::machine::Field::BINDING.into_iter().zip(session.way.declared_values());
        attempts
            .extend(declared.filter_map(|(field, value)| Some(Attempt::Declared { field, value: value? })));
    }
    attempts
}

impl Report {
    fn lines(&self, lang: Lang, identifiers: Identifiers) -> Vec<String> {
        let name = self.product.as_ref().map_or("-", |(_, name)| name);
        let Overview { machine, review, plan, product, .. } = &self.overview;
        let mut lines = vec![StepSentence::ReportTitle { product: &name }.say(lang)];
        lines.extend(page::machine_report(lang, machine, review, plan, self.overview.binding(), identifiers));
        if let Some(product) = product {
            let show = |identifier: &str| identifiers.show(identifier);
            lines.extend(countersign_keep::text::status_lines_showing(lang, &product.status, &show));
            lines.extend(product.problems.iter().map(|code| {
                labelled(lang, code.as_str(), &countersign_keep::text::keep_meaning(lang, *code))
            }));
        }
        lines.push(String::new());
        if self.attempts.is_empty() {
            lines.push(L::ReportNothingTried.say(lang).to_owned());
        }
        lines.extend(self.attempts.iter().map(|attempt| attempt.line(lang, identifiers)));
        if !self.log.is_empty() {
            lines.extend([String::new(), LogLine::Title.say(lang).to_owned()]);
            lines.extend(text::log_lines(lang, &self.log));
            lines.push(String::new());
        }
        lines.push(TerminalTraits::here().line(lang));
        lines
    }

    /// Whether the desk will accept what is bound; without a product, the firmware's own values. `None` if it can't be told.
    fn acceptable(&self) -> Option<bool> {
        self.overview
            .binding()
            .map_or_else(|| self.overview.review.acceptable(), |binding| binding.predicted().accepted())
    }

    fn object(&self, lang: Lang, identifiers: Identifiers) -> Value {
        let Overview { review, remedies, plan, product, .. } = &self.overview;
        let remedies = remedies.iter().map(|remedy| {
            let source = remedy.source.map(remedy::Source::name);
            json!({ "field": remedy.field.name(), "kind": remedy.kind.name(), "source": source })
        });
        let fields = review.findings.iter().map(|finding| {
            json!({
                "name": finding.field.name(),
                "value": page::reported_value(finding, identifiers),
                "verdict": finding.verdict.name(),
                "code": finding.code(),
            })
        });
        let problems: Vec<&str> =
            product.iter().flat_map(|product| &product.problems).map(|code| code.as_str()).collect();
        json!({
            "version": env!("CARGO_PKG_VERSION"),
            "rules": review::RULES_VERSION,
            "product": self.product.as_ref().map(|(product, _)| product),
            "acceptable": self.acceptable(),
            "fields": fields.collect::<Vec<_>>(),
            "notes": notes(lang, review, |serial| identifiers.show(serial)),
            "remedies": remedies.collect::<Vec<_>>(),
            "ways": plan.ways.iter().map(|way| words::way_without_values(lang, way)).collect::<Vec<_>>(),
            "status": product.as_ref().map(|product| product.status.json(Audience::Everyone)),
            "bound": self.overview.binding().map(|binding| way::fields(binding, |serial| identifiers.show(serial))),
            "problems": problems,
            "tried": self.attempts.iter().map(|attempt| attempt.object(identifiers)).collect::<Vec<_>>(),
            "log": self.log.entries().iter().map(log_object).collect::<Vec<_>>(),
            "terminal": TerminalTraits::here().object(),
        })
    }
}

fn log_object(entry: &LogEntry) -> Value {
    json!({ "at": entry.at, "what": entry.what.name(), "detail": printable(&entry.detail) })
}

impl Attempt {
    fn line(&self, lang: Lang, identifiers: Identifiers) -> String {
        match self {
            Self::Session { step, started, number } => CommandSentence::ReportSession {
                step,
                date: &date_at(*started),
                number: &identifiers.show(&printable(number)),
            }
            .say(lang),
            Self::Case(case) => StepSentence::CaseOpen { case: &printable(case) }.say(lang),
            Self::Declared { field, value } => {
                let name = FieldLine::from(*field).say(lang);
                CommandSentence::ReportDeclared { field: &name, value: &identifiers.show(&printable(value)) }
                    .say(lang)
            }
            Self::Request { at, name } => {
                CommandSentence::ReportRequest { date: &date_at(*at), name }.say(lang)
            }
        }
    }

    fn object(&self, identifiers: Identifiers) -> Value {
        match self {
            Self::Session { step, started, number } => {
                json!({ "what": "session", "step": step, "at": started, "number": identifiers.show(&printable(number)) })
            }
            Self::Case(case) => json!({ "what": "case", "case": printable(case) }),
            Self::Declared { field, value } => {
                json!({ "what": "declared", "field": field.name(), "value": identifiers.show(&printable(value)) })
            }
            Self::Request { at, name } => json!({ "what": "request", "at": at, "name": name }),
        }
    }
}

fn printable(text: &str) -> String {
    countersign_core::machine::printable(text.as_bytes())
}

/// What the environment tells about the terminal.
struct TerminalTraits {
    term: String,
    kind: String,
    colour: String,
    glyphs: String,
    lang: String,
}

impl TerminalTraits {
    fn here() -> Self {
        let caps = Caps::here();
        let term = std::env::var_os("TERM").unwrap_or_default();
        let lower_case = |value: &dyn std::fmt::Debug| format!("{value:?}").to_lowercase();
        Self {
            term: printable(&term.to_string_lossy()),
            kind: lower_case(&caps.kind),
            colour: lower_case(&caps.colour),
            glyphs: lower_case(&caps.glyphs),
            lang: lower_case(&caps.asked),
        }
    }

    fn line(&self, lang: Lang) -> String {
        let Self { term, kind, colour, glyphs, lang: asked } = self;
        CommandSentence::ReportTerminal { term, kind, colour, glyphs, lang: asked }.say(lang)
    }

    fn object(&self) -> Value {
        let Self { term, kind, colour, glyphs, lang } = self;
        json!({ "term": term, "kind": kind, "colour": colour, "glyphs": glyphs, "lang": lang })
    }
}
