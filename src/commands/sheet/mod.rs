//! `countersign report --sheet`: one sheet to take along, with the request, room for the code, the values, the plan and the log.
//!
//! Lives here: the contents of the sheet. `text_form` and `html_form` lay it out. Never here: a sentence, a rule.

mod html_form;
mod text_form;

use std::io::Write;

use countersign_core::lang::Lang;
use countersign_core::protocol::binding::Predicted;
use countersign_core::protocol::license::moment_at;
use countersign_core::protocol::qr;
use countersign_core::remedy::{CommandLocation, PlannedWay};
use countersign_core::text::{Line, remedy, review};

use super::cli::SheetForm;
use super::context::Context;
use super::exit::{CommandError, Exit};
use super::overview::Overview;
use super::report::log_of;
use super::stdout;
use crate::page::{self, FieldRow, Identifiers, OutputWidth};
use crate::screen::{self, Glyphs};
use crate::terminal::{Caps, Kind, painted};
use crate::text::{LogLine, SheetLine as L, SheetSentence, StepLine, log_lines};
use crate::wizard::QrLook;
use countersign_keep::KeepCode;
use countersign_keep::text::keep_message;

/// The quiet zone on paper, in modules. Paper is light around it too, so it is narrower than ISO/IEC 18004 asks for.
const QUIET: usize = 2;

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
            let symbol = sheet.request.as_ref().and_then(|request| symbol(&request.url));
            write!(out, "{}", text_form::text(&sheet, symbol.as_ref(), stdout::is_terminal()))?;
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
        let request = open.as_ref().and_then(countersign_keep::OpenRequest::request);
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
        let log = overview.product.as_ref().map(|product| log_of(&product.keep)).unwrap_or_default();
        let mut sections = vec![code(lang, request.is_some(), unread), machine(lang, &overview)];
        sections.extend(plan(lang, &overview));
        if !log.is_empty() {
            let items = log_lines(lang, &log).into_iter().map(Item::Text).collect();
            sections.push(Section { title: LogLine::Title.say(lang), items });
        }
        let title = match profile {
            Some(profile) => SheetSentence::Title { product: &profile.name }.say(lang),
            None => L::TitleAlone.say(lang).to_owned(),
        };
        Ok(Self { lang, title, facts, request, sections })
    }
}

/// A QR as rows of text.
struct DrawnQr {
    rows: Vec<String>,
    /// The columns of a row.
    columns: usize,
}

/// The QR for standard output: in the colours of a terminal, for a printer in half blocks of dark ink. `None` where these glyphs can't
/// be shown, or the terminal is too narrow.
fn symbol(url: &str) -> Option<DrawnQr> {
    let caps = Caps::here();
    if caps.glyphs == Glyphs::Ascii {
        return None;
    }
    if stdout::is_terminal() && caps.kind != Kind::Dumb {
        let lines = screen::qr_lines(url, caps.theme(), QrLook::default())?;
        let columns = lines.first().map_or(0, ratatui::text::Line::width);
        let fits = stdout::width() == OutputWidth::Unbounded || stdout::width().without(columns) > 0;
        return fits.then(|| DrawnQr { rows: lines.iter().map(painted).collect(), columns });
    }
    let symbol = qr::qr(url).ok()?;
    let side = symbol.size + 2 * QUIET;
    let dark = |x, y| symbol.is_dark(x, y, (QUIET, QUIET));
    let glyph = |x, y| match (dark(x, y), dark(x, y + 1)) {
        (false, false) => ' ',
        (true, false) => '▀',
        (false, true) => '▄',
        (true, true) => '█',
    };
    let rows = (0..side).step_by(2).map(|y| (0..side).map(|x| glyph(x, y)).collect());
    Some(DrawnQr { rows: rows.collect(), columns: side })
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

/// The values, what is bound in their place, and what the desk will answer.
fn machine(lang: Lang, overview: &Overview) -> Section {
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
    items.extend(overview.review.notes.iter().map(|note| {
        let text = review::note(lang, note, str::to_owned);
        Item::Text(countersign_core::text::labelled(lang, note.code(), &text))
    }));
    Section { title: L::Machine.say(lang), items }
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
