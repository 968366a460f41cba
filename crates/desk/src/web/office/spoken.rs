//! A request by word: four lines that the operator types as the caller reads them out. Each is checked and mended
//! on the way; a line that can't be is asked for again. The answer is seven lines to read out.

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};

use super::auth::{Entry, Posted};
use super::components::fact;
use super::request::answered;
use crate::DeskData;
use crate::text::{OfficeLine as O, office};
use crate::web::ask::ask;
use crate::web::error::WebError;
use crate::web::state::Desk;
use countersign_core::protocol::spoken::{self, SpokenError, SpokenRequest};
use countersign_core::protocol::{LineNumber, LineReading, Scheme, line};
use countersign_core::review::Finding;
use countersign_core::text::{FieldLine, Lang, Line as _, platform, review};
use countersign_ledger::IncomingRequest;

pub(super) fn routes() -> Router<Desk> {
    Router::new().route("/office/spoken", get(empty).post(typed))
}

/// What the form shows: the lines as typed or as they were mended, and what is known of them.
struct Sheet {
    lines: [String; 4],
    said: [Said; 4],
    whole: Whole,
}

/// What is known of one line.
#[derive(Clone, PartialEq, Eq)]
enum Said {
    Nothing,
    Good,
    /// Put right at these places (0–19).
    Mended(Vec<usize>),
    /// Another line of the four.
    Other(u8),
    Wrong(O, usize),
}

/// What is known of all four.
enum Whole {
    Incomplete,
    /// They don't agree: the mended ones are to be read again.
    Disagree,
    /// They are another program's.
    Unknown,
    /// What they were meant to be, most likely; these lines (8–11) were typed otherwise and are to be read back.
    Guessed(Vec<u8>),
    Read(Box<SpokenRequest>),
}

async fn empty(entry: Entry) -> Response {
    let sheet =
        Sheet { lines: Default::default(), said: [const { Said::Nothing }; 4], whole: Whole::Incomplete };
    entry.page(O::SpokenTitle.say(entry.lang()), &form(&entry, &sheet))
}

async fn typed(posted: Posted) -> Result<Response, WebError> {
    let entry = &posted.entry;
    let lines = LineNumber::spoken().map(|number| posted.field(&format!("line{}", number.get())).to_owned());
    // All four may be pasted into the first.
    let pasted = lines
        .iter()
        .skip(1)
        .all(String::is_empty)
        .then(|| lines.first().and_then(|all| spoken::find_lines(all)));
    let lines = pasted.flatten().unwrap_or(lines);
    // Guessing tries some thousand readings.
    let sheet = entry.desk().with_office(move |office| look(lines, office)).await?;
    if let (Whole::Read(request), "answer") = (&sheet.whole, posted.field("do")) {
        let version = request.head.profile_version;
        let answer =
            ask(entry.desk(), IncomingRequest::Spoken((**request).clone()), entry.asker(), Scheme::Three)
                .await?;
        return Ok(answered(entry, &answer, version));
    }
    Ok(entry.page(O::SpokenTitle.say(entry.lang()), &form(entry, &sheet)))
}

fn look(typed: [String; 4], office: &DeskData) -> Sheet {
    let bounded = typed.map(|line| line.chars().take(80).collect::<String>());
    let mut lines = bounded.clone();
    let mut said = [const { Said::Nothing }; 4];
    for ((number, line), said) in LineNumber::spoken().into_iter().zip(&mut lines).zip(&mut said) {
        if line.trim().is_empty() {
            continue;
        }
        (*said, *line) = match line::read(number, line) {
            LineReading::Clean(data) => (Said::Good, line::encode(number, &data)),
            LineReading::Mended { line, at, .. } => (Said::Mended(at), line),
            LineReading::Other(other, _) => (Said::Other(other.get()), line.clone()),
            LineReading::Short { typed } => {
                (Said::Wrong(O::LineShort, 20_usize.saturating_sub(typed)), line.clone())
            }
            LineReading::Long { typed } => (Said::Wrong(O::LineLong, typed.saturating_sub(20)), line.clone()),
            LineReading::Foreign { .. } => (Said::Wrong(O::LineForeign, 0), line.clone()),
            LineReading::Wrong => (Said::Wrong(O::LineWrong, 0), line.clone()),
        };
        *line = line::grouped(line);
    }
    if bounded.iter().any(|line| line.trim().is_empty()) {
        return Sheet { lines, said, whole: Whole::Incomplete };
    }
    let texts = bounded.each_ref().map(String::as_str);
    let whole = match SpokenRequest::parse(&texts) {
        Ok(request) => Whole::Read(Box::new(request)),
        Err(SpokenError::Request(_)) => Whole::Unknown,
        Err(SpokenError::Line(_) | SpokenError::Check) => {
            match SpokenRequest::mend(&texts, |guess| office.knows(guess)) {
                Some((request, slipped)) => {
                    lines = request.lines().map(|line| line::grouped(&line));
                    Whole::Guessed(slipped)
                }
                None => Whole::Disagree,
            }
        }
    };
    if let Whole::Read(request) = &whole {
        lines = request.lines().map(|line| line::grouped(&line));
    }
    Sheet { lines, said, whole }
}

fn form(entry: &Entry, sheet: &Sheet) -> Markup {
    let lang = entry.lang();
    let next = sheet.said.iter().position(|said| !matches!(said, Said::Good | Said::Mended(_)));
    let read = if let Whole::Read(request) = &sheet.whole { Some(request) } else { None };
    html! {
        h1 { (O::SpokenTitle.say(lang)) }
        p { (O::SpokenLead.say(lang)) }
        (state(lang, sheet))
        form.stack data-mend method="post" action="/office/spoken" {
            (entry.mark())
            @for (at, number) in LineNumber::spoken().into_iter().enumerate() {
                div.spoken-line {
                    label { (O::SpokenLine.fill(lang, &[("line", &number.get().to_string())]))
                        input.code name={ "line" (number.get()) } value=(sheet.lines[at]) maxlength="200" autocapitalize="characters"
                            autocomplete="off" spellcheck="false" autofocus[next == Some(at)];
                    }
                    (line_said(lang, &sheet.said[at], &sheet.lines[at]))
                }
            }
            button name="do" value="check" { (O::SpokenCheck.say(lang)) }
            @if let Some(request) = read {
                (understood(entry, request))
                button.main name="do" value="answer" { (O::SpokenAnswer.say(lang)) }
                p.quiet { (O::SpokenByWord.say(lang)) }
            }
        }
    }
}

fn state(lang: Lang, sheet: &Sheet) -> Markup {
    html! {
        @match &sheet.whole {
            Whole::Incomplete => {},
            Whole::Disagree => p.notice.bad role="alert" { (O::SpokenDisagree.say(lang)) },
            Whole::Unknown => p.notice.bad role="alert" { (O::SpokenUnknown.say(lang)) },
            Whole::Guessed(slipped) => {
                @let lines = slipped.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
                p.notice role="alert" { (O::SpokenGuessed.fill(lang, &[("lines", &lines)])) }
            }
            Whole::Read(_) => p.notice.good { (O::SpokenRead.say(lang)) },
        }
    }
}

fn line_said(lang: Lang, said: &Said, line: &str) -> Markup {
    html! {
        @match said {
            Said::Nothing => {},
            Said::Good => p.good { "✓ " (O::LineGood.say(lang)) },
            Said::Mended(at) => {
                @let places = at.iter().map(|place| (place + 1).to_string()).collect::<Vec<_>>().join(", ");
                p.good { "✓ " (O::LineMended.fill(lang, &[("places", &places)])) }
                p.quiet { @for group in line.split(' ') { (office::spelled(lang, group)) " · " } }
            }
            Said::Other(other) => p.bad { "✗ " (O::LineOther.fill(lang, &[("line", &other.to_string())])) },
            Said::Wrong(line, count) => p.bad { "✗ " (line.fill(lang, &[("count", &count.to_string())])) },
        }
    }
}

/// What the desk understands of it, to be compared with what the caller says.
fn understood(entry: &Entry, request: &SpokenRequest) -> Markup {
    let lang = entry.lang();
    let profile = entry.desk().profile(request.head.profile_version).unwrap_or_else(|| entry.desk().newest());
    let asked = IncomingRequest::Spoken(request.clone());
    let number = profile
        .mask
        .unpack(request.head.number)
        .map_or_else(|| "–".to_owned(), |number| number.as_str().to_owned());
    html! {
        dl.facts {
            (fact(O::Number.say(lang), &number))
            (fact(O::Request.say(lang), &asked.name()))
            @if let Some(name) = platform::platform(request.head.platform) { (fact(O::Platform.say(lang), name)) }
            @for Finding { field, verdict, .. } in asked.findings() {
                (fact(FieldLine::from(field).say(lang), review::verdict_word(lang, verdict)))
            }
        }
    }
}
