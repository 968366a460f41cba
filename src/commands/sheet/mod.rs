//! `countersign report --sheet`: one sheet to take along, with the request, room for the code, the values, the plan and the log.
//!
//! Lives here: the contents of the sheet. `text_form` and `html_form` lay it out. Never here: a sentence, a rule.

mod html_form;
mod text_form;

use std::io::Write;

use countersign_core::lang::Lang;
use countersign_core::protocol::binding::Predicted;
use countersign_core::protocol::license::moment_at;
use countersign_core::remedy::{CommandLocation, PlannedWay};
use countersign_core::text::{Line, remedy, review};

use super::cli::SheetForm;
use super::context::Context;
use super::exit::{CommandError, Exit};
use super::overview::Overview;
use super::stderr;
use super::stdout;
use super::terminal_settings::qr_view;
use crate::page::{self, FieldRow, Identifiers};
use crate::screen::{self, Glyphs};
use crate::terminal::{Caps, Kind, painted};
use crate::text::{CommandLine, LogLine, SheetLine as L, SheetSentence, StepLine, log_lines};
use crate::wizard::{BlockWidth, QrLook};
use countersign_keep::text::keep_message;
use countersign_keep::{KeepCode, OpenRequest, SessionLog};
use text_form::Medium;

/// The entries of the log on the sheet.
const LOG_ENTRIES: usize = 4;
/// The command that shows every way.
const INSPECT: &str = "countersign inspect";
/// The command that shows the whole log.
const REPORT: &str = "countersign report";

/// The sheet.
struct Sheet {
    lang: Lang,
    /// The product, or the program where there is no profile.
    title: String,
    /// What it is for, in short lines: number, request, desk, hotline, case, time.
    facts: Vec<(&'static str, String)>,
    /// The address in the QR, and the text form; `None` where no request is open.
    request: Option<RequestForms>,
    sections: Vec<Section>,
    /// The width of half blocks on this terminal.
    blocks: BlockWidth,
}

/// The forms of the open request.
struct RequestForms {
    url: String,
    text: Vec<String>,
}

/// A part of the sheet with a title.
struct Section {
    title: &'static str,
    items: Vec<Item>,
}

/// A part of a section.
enum Item {
    /// A paragraph.
    Text(String),
    /// A title within the section.
    Heading(String),
    /// A caution that comes before the steps.
    Caution(String),
    /// A step, by its number.
    Step(usize, String),
    /// A command. The text form never breaks it.
    Command(String),
    /// A field, its value and its verdict.
    Field(FieldRow),
    /// Seven lines to write the code into.
    CodeRoom,
}

/// Runs the command.
///
/// # Errors
/// [`CommandError`] if `--hardware` names no machine, or standard output is closed.
pub fn run(context: &Context, form: SheetForm) -> anyhow::Result<Exit> {
    let sheet = Sheet::of(context)?;
    match form {
        SheetForm::Text => {
            let mut out = stdout::text_output(context.lang);
            let medium = if stdout::is_terminal() {
                Medium::Terminal { columns: stdout::columns() }
            } else {
                Medium::Paper
            };
            let request = sheet.request.as_ref();
            let symbol = request.and_then(|request| symbol(&request.url, medium, sheet.blocks));
            if symbol.is_some() && medium != Medium::Paper && sheet.blocks == BlockWidth::Unknown {
                stderr::line(CommandLine::QrIfTorn.say(context.lang));
            }
            write!(out, "{}", text_form::text(&sheet, symbol.as_ref(), medium))?;
        }
        SheetForm::Html => write!(stdout::raw_output(), "{}", html_form::html(&sheet))?,
    }
    Ok(Exit::Done)
}

impl Sheet {
    fn of(context: &Context) -> Result<Self, CommandError> {
        let lang = context.lang;
        let overview = Overview::read(context)?;
        let requests = overview.product.as_ref().map(|product| product.keep.open_requests());
        let (open, unread) = requests.map_or((None, None), |mut open| (open.list.pop(), open.problem));
        let session =
            overview.product.as_ref().and_then(|product| product.keep.load_session().ok().flatten());
        let request = open.as_ref().and_then(OpenRequest::request);
        let profile = context.profile.as_ref();
        let mut facts = Vec::new();
        if let (Some(profile), Some(open)) = (profile, &open) {
            facts.push((L::Number.say(lang), profile.mask.shown(open.number)));
        }
        if let Some(request) = &request {
            facts.push((L::Request.say(lang), request.name().to_string()));
        }
        if let Some(profile) = profile {
            facts.push((L::Desk.say(lang), profile.desk.clone()));
            facts.extend(profile.hotline.iter().map(|hotline| (L::Hotline.say(lang), hotline.clone())));
        }
        let case = session.as_ref().and_then(|session| session.case.as_deref());
        facts.extend(case.map(|case| (L::Case.say(lang), printable(case))));
        facts.push((L::Printed.say(lang), format!("{} UTC", moment_at(overview.machine.clock.now))));
        let request = request.zip(profile).and_then(|(request, profile)| {
            let text = request.text().ok()?.lines().map(str::to_owned).collect();
            Some(RequestForms { url: request.url(&profile.desk).ok()?, text })
        });
        let taken = open.as_ref().and_then(|open| taken_way(open, &overview));
        let mut sections = vec![code(lang, request.is_some(), unread), machine(lang, &overview, taken)];
        if taken.is_none() {
            sections.extend(plan(lang, &overview));
        }
        sections.extend(session.as_ref().and_then(|session| log(lang, &session.log)));
        let blocks = qr_view(session.as_ref(), &Caps::here(), lang).blocks;
        let title = match profile {
            Some(profile) => SheetSentence::Title { product: &profile.name }.say(lang),
            None => L::TitleAlone.say(lang).to_owned(),
        };
        Ok(Self { lang, title, facts, request, sections, blocks })
    }
}

/// A QR as rows of text.
struct DrawnQr {
    rows: Vec<String>,
    /// The columns of a row.
    columns: usize,
}

/// The QR: in the colours of a terminal, for paper in half blocks of dark ink. `None` where these glyphs can't be shown, or the terminal is
/// too narrow.
fn symbol(url: &str, medium: Medium, blocks: BlockWidth) -> Option<DrawnQr> {
    let caps = Caps::here();
    let torn = medium != Medium::Paper && blocks == BlockWidth::Two;
    if torn || caps.glyphs == Glyphs::Ascii {
        return None;
    }
    let rows = screen::qr_text(url, QrLook::default())?;
    let columns = rows.first().map_or(0, |row| row.chars().count());
    let in_colours = medium != Medium::Paper && caps.kind != Kind::Dumb;
    let rows: Vec<String> = match in_colours {
        true => screen::qr_lines(url, caps.theme(), QrLook::default())?.iter().map(painted).collect(),
        false => rows,
    };
    // A row less at both ends keeps the sheet on its page. Three modules of the quiet zone stay above, and two or three below.
    let inner = rows.len().saturating_sub(2);
    let rows: Vec<String> = rows.into_iter().skip(1).take(inner).collect();
    stdout::fits(columns).then_some(DrawnQr { rows, columns })
}

/// The way by which the open request was made, if that is the last way of this machine and the desk will accept its values.
fn taken_way<'a>(open: &OpenRequest, overview: &'a Overview) -> Option<&'a PlannedWay> {
    let product = overview.product.as_ref()?;
    let name = product.way.name();
    let accepted = product.binding.predicted() == Predicted::Accepted;
    let same = open.origins == product.binding.origins;
    overview.plan.ways.iter().find(|way| accepted && same && way.kind.name() == name)
}

/// The last entries of the log, and where the others are; `None` for an empty log.
fn log(lang: Lang, log: &SessionLog) -> Option<Section> {
    let lines = log_lines(lang, log);
    let earlier = lines.len().saturating_sub(LOG_ENTRIES);
    let more =
        (earlier > 0).then(|| SheetSentence::LogEarlier { count: &earlier, command: &REPORT }.say(lang));
    let items: Vec<Item> = more.into_iter().chain(lines.into_iter().skip(earlier)).map(Item::Text).collect();
    (!items.is_empty()).then_some(Section { title: LogLine::Title.say(lang), items })
}

/// Room for the code, and what to do with it. `unread` is the reason why an open request can't be read.
fn code(lang: Lang, asked: bool, unread: Option<KeepCode>) -> Section {
    let text = match (asked, unread) {
        (true, _) => L::CodeDo.say(lang).to_owned(),
        (false, Some(code)) => keep_message(lang, code),
        (false, None) => L::RequestNone.say(lang).to_owned(),
    };
    Section { title: L::Code.say(lang), items: vec![Item::Text(text), Item::CodeRoom] }
}

/// The values, what is bound in their place, what the desk will answer, and the way that was taken.
fn machine(lang: Lang, overview: &Overview, taken: Option<&PlannedWay>) -> Section {
    let fields = overview.review.binding().map(|finding| Item::Field(page::field_row(lang, finding)));
    let mut items: Vec<Item> = fields.collect();
    let binding = overview.binding();
    let bound = binding
        .map(|binding| page::bound_values_judged(lang, binding, Identifiers::Whole))
        .unwrap_or_default();
    let accepted = binding.is_some_and(|binding| binding.predicted() == Predicted::Accepted);
    if bound.is_empty() || !accepted {
        items.push(Item::Text(review::headline(lang, &overview.review)));
    }
    items.extend(bound.into_iter().map(Item::Text));
    items.extend(taken.into_iter().flat_map(|way| taken_items(lang, way, overview.plan.ways.len() > 1)));
    items.extend(overview.review.notes.iter().map(|note| {
        let text = review::note(lang, note, str::to_owned);
        Item::Text(countersign_core::text::labelled(lang, note.code(), &text))
    }));
    Section { title: L::Machine.say(lang), items }
}

/// The way that was taken, its cautions, and where the other ways are.
fn taken_items(lang: Lang, way: &PlannedWay, others: bool) -> Vec<Item> {
    let title = remedy::way_title(lang, way);
    let taken = if others {
        SheetSentence::WayTakenOthers { way: &title, others: &INSPECT }
    } else {
        SheetSentence::WayTaken { way: &title }
    };
    let cautions = way.cautions.iter().map(|caution| Item::Caution(remedy::step(lang, caution)));
    std::iter::once(Item::Text(taken.say(lang))).chain(cautions).collect()
}

/// The ways, with their values, cautions, steps and commands; `None` where nothing is to be done.
fn plan(lang: Lang, overview: &Overview) -> Option<Section> {
    let ways = &overview.plan.ways;
    if ways.is_empty() {
        return None;
    }
    let items = ways.iter().enumerate().flat_map(|(at, way)| way_items(lang, at + 1, way)).collect();
    Some(Section { title: StepLine::InspectWays.say(lang), items })
}

fn way_items(lang: Lang, number: usize, way: &PlannedWay) -> Vec<Item> {
    let mut items = vec![
        Item::Heading(format!("[{number}] {}", remedy::way_title(lang, way))),
        Item::Text(remedy::way_needs(lang, way)),
        Item::Text(remedy::way_explanation(lang, way).to_owned()),
    ];
    items.extend(remedy::way_values(lang, &way.values).into_iter().map(Item::Text));
    items.extend(way.cautions.iter().map(|caution| Item::Caution(remedy::step(lang, caution))));
    for (at, merged) in way.steps.iter().enumerate() {
        items.push(Item::Step(at + 1, remedy::merged_step(lang, merged)));
        let mut place: Option<CommandLocation> = None;
        for command in way.commands_at(at) {
            if place.replace(command.location) != Some(command.location) {
                items.push(Item::Text(remedy::location(lang, command.location).to_owned()));
            }
            items.push(Item::Command(command.shell()));
        }
    }
    items
}

fn printable(text: &str) -> String {
    countersign_core::machine::printable(text.as_bytes())
}

#[cfg(test)]
mod tests;
