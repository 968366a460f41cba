//! The page of a spoken request: four lines that the operator types while the caller reads them out. Each line is checked
//! and corrected; a line that can't be corrected has to be read again. The answer is seven lines to read out.

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};

use super::components::fact;
use super::responses::answer_page;
use super::session::{OfficeForm, OfficeSession};
use crate::DeskData;
use crate::text::{OfficeLine as O, OfficeSentence, office};
use crate::web::error::WebError;
use crate::web::state::DeskState;
use countersign_core::protocol::spoken::{self, SpokenError, SpokenRequest};
use countersign_core::protocol::{LineNumber, LineReading, Scheme, line};
use countersign_core::review::Finding;
use countersign_core::text::{FieldLine, Lang, Line as _, platform, review};
use countersign_ledger::IncomingRequest;

pub(super) fn routes() -> Router<DeskState> {
    Router::new().route("/office/spoken", get(show_empty_form).post(check_or_answer))
}

/// The contents of the form: the lines as typed or as corrected, and their status.
struct SpokenForm {
    lines: [String; 4],
    line_status: [LineStatus; 4],
    status: RequestStatus,
}

/// The status of one line.
#[derive(Clone, PartialEq, Eq)]
enum LineStatus {
    Empty,
    Good,
    /// Corrected at these places (0–19).
    Mended(Vec<usize>),
    /// It is this other line of the four.
    Other(u8),
    /// So many characters are missing.
    Short(usize),
    /// It has so many characters too many.
    Long(usize),
    /// It has a character that lines never have.
    Foreign,
    /// It has more slips than can be corrected.
    Wrong,
}

/// The status of all four lines together.
enum RequestStatus {
    /// A line is missing.
    Incomplete,
    /// The lines don't agree; the caller reads the corrected ones again.
    Disagree,
    /// The lines are of a newer program.
    Unknown,
    /// The form shows the most likely reading. It differs from what was typed in these lines (8–11), which the operator
    /// reads back to the caller.
    Guessed(Vec<u8>),
    /// The lines are a valid request.
    Read(Box<SpokenRequest>),
}

async fn show_empty_form(session: OfficeSession) -> Response {
    let spoken = SpokenForm {
        lines: Default::default(),
        line_status: [const { LineStatus::Empty }; 4],
        status: RequestStatus::Incomplete,
    };
    session.page(O::SpokenTitle.say(session.lang()), &form_markup(&session, &spoken))
}

async fn check_or_answer(form: OfficeForm) -> Result<Response, WebError> {
    let session = &form.session;
    let lines = LineNumber::spoken().map(|number| form.field(&format!("line{}", number.get())).to_owned());
    // All four lines may be pasted into the first field.
    let pasted = lines
        .iter()
        .skip(1)
        .all(String::is_empty)
        .then(|| lines.first().and_then(|all| spoken::find_lines(all)));
    let lines = pasted.flatten().unwrap_or(lines);
    // Guessing tries some thousand readings, so it must not block the server.
    let spoken = session.desk().with_data(move |data| read_lines(lines, data)).await?;
    if let (RequestStatus::Read(request), "answer") = (&spoken.status, form.field("do")) {
        let version = request.head.profile_version;
        let answer = session
            .desk()
            .answer(IncomingRequest::Spoken((**request).clone()), session.requester(), Scheme::Three)
            .await?;
        return Ok(answer_page(session, &answer, version));
    }
    Ok(session.page(O::SpokenTitle.say(session.lang()), &form_markup(session, &spoken)))
}

/// Reads the four lines: each on its own, then all together.
fn read_lines(typed: [String; 4], data: &DeskData) -> SpokenForm {
    let bounded = typed.map(|line| line.chars().take(80).collect::<String>());
    let mut lines = bounded.clone();
    let mut line_status = [const { LineStatus::Empty }; 4];
    for ((number, line), status) in LineNumber::spoken().into_iter().zip(&mut lines).zip(&mut line_status) {
        if line.trim().is_empty() {
            continue;
        }
        (*status, *line) = match line::read(number, line) {
            LineReading::Clean(data) => (LineStatus::Good, line::encode(number, &data)),
            LineReading::Mended { line, at, .. } => (LineStatus::Mended(at), line),
            LineReading::Other(other, _) => (LineStatus::Other(other.get()), line.clone()),
            LineReading::Short { typed } => (LineStatus::Short(20_usize.saturating_sub(typed)), line.clone()),
            LineReading::Long { typed } => (LineStatus::Long(typed.saturating_sub(20)), line.clone()),
            LineReading::Foreign { .. } => (LineStatus::Foreign, line.clone()),
            LineReading::Wrong => (LineStatus::Wrong, line.clone()),
        };
        *line = line::grouped(line);
    }
    if bounded.iter().any(|line| line.trim().is_empty()) {
        return SpokenForm { lines, line_status, status: RequestStatus::Incomplete };
    }
    let texts = bounded.each_ref().map(String::as_str);
    let status = match SpokenRequest::parse(&texts) {
        Ok(request) => RequestStatus::Read(Box::new(request)),
        Err(SpokenError::Request(_)) => RequestStatus::Unknown,
        Err(SpokenError::Line(_) | SpokenError::Check) => {
            match SpokenRequest::mend(&texts, |guess| data.knows_number(guess)) {
                Some((request, corrected)) => {
                    lines = request.lines().map(|line| line::grouped(&line));
                    RequestStatus::Guessed(corrected)
                }
                None => RequestStatus::Disagree,
            }
        }
    };
    if let RequestStatus::Read(request) = &status {
        lines = request.lines().map(|line| line::grouped(&line));
    }
    SpokenForm { lines, line_status, status }
}

fn form_markup(session: &OfficeSession, spoken: &SpokenForm) -> Markup {
    let lang = session.lang();
    let next = spoken
        .line_status
        .iter()
        .position(|status| !matches!(status, LineStatus::Good | LineStatus::Mended(_)));
    let read = if let RequestStatus::Read(request) = &spoken.status { Some(request) } else { None };
    html! {
        h1 { (O::SpokenTitle.say(lang)) }
        p { (O::SpokenLead.say(lang)) }
        (status_notice(lang, &spoken.status))
        form.stack data-mend method="post" action="/office/spoken" {
            (session.csrf_field())
            @for (at, number) in LineNumber::spoken().into_iter().enumerate() {
                div.spoken-line {
                    label { (OfficeSentence::SpokenLine { line: &number.get() }.say(lang))
                        input.code name={ "line" (number.get()) } value=(spoken.lines[at]) maxlength="200" autocapitalize="characters"
                            autocomplete="off" spellcheck="false" autofocus[next == Some(at)];
                    }
                    (line_notice(lang, &spoken.line_status[at], &spoken.lines[at]))
                }
            }
            button name="do" value="check" { (O::SpokenCheck.say(lang)) }
            @if let Some(request) = read {
                (request_facts(session, request))
                button.main name="do" value="answer" { (O::SpokenAnswer.say(lang)) }
                p.quiet { (O::SpokenByWord.say(lang)) }
            }
        }
    }
}

fn status_notice(lang: Lang, status: &RequestStatus) -> Markup {
    html! {
        @match status {
            RequestStatus::Incomplete => {},
            RequestStatus::Disagree => p.notice.bad role="alert" { (O::SpokenDisagree.say(lang)) },
            RequestStatus::Unknown => p.notice.bad role="alert" { (O::SpokenUnknown.say(lang)) },
            RequestStatus::Guessed(corrected) => {
                @let lines = corrected.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
                p.notice role="alert" { (OfficeSentence::SpokenGuessed { lines: &lines }.say(lang)) }
            }
            RequestStatus::Read(_) => p.notice.good { (O::SpokenRead.say(lang)) },
        }
    }
}

fn line_notice(lang: Lang, status: &LineStatus, line: &str) -> Markup {
    html! {
        @match status {
            LineStatus::Empty => {},
            LineStatus::Good => p.good { "✓ " (O::LineGood.say(lang)) },
            LineStatus::Mended(at) => {
                @let places = at.iter().map(|place| (place + 1).to_string()).collect::<Vec<_>>().join(", ");
                p.good { "✓ " (OfficeSentence::LineMended { places: &places }.say(lang)) }
                p.quiet { @for group in line.split(' ') { (office::spelled(lang, group)) " · " } }
            }
            LineStatus::Other(other) => p.bad { "✗ " (OfficeSentence::LineOther { line: &other }.say(lang)) },
            LineStatus::Short(count) => p.bad { "✗ " (OfficeSentence::LineShort { count }.say(lang)) },
            LineStatus::Long(count) => p.bad { "✗ " (OfficeSentence::LineLong { count }.say(lang)) },
            LineStatus::Foreign => p.bad { "✗ " (O::LineForeign.say(lang)) },
            LineStatus::Wrong => p.bad { "✗ " (O::LineWrong.say(lang)) },
        }
    }
}

/// What the request says, to compare with what the caller says.
fn request_facts(session: &OfficeSession, spoken: &SpokenRequest) -> Markup {
    let lang = session.lang();
    let profile = session.desk().profile_or_newest(spoken.head.profile_version);
    let request = IncomingRequest::Spoken(spoken.clone());
    let number = profile
        .mask
        .unpack(spoken.head.number)
        .map_or_else(|| "–".to_owned(), |number| number.as_str().to_owned());
    html! {
        dl.facts {
            (fact(O::Number.say(lang), &number))
            (fact(O::Request.say(lang), &request.name()))
            @if let Some(name) = platform::platform(spoken.head.platform) { (fact(O::Platform.say(lang), name)) }
            @for Finding { field, verdict, .. } in request.findings() {
                (fact(FieldLine::from(field).say(lang), review::verdict_word(lang, verdict)))
            }
        }
    }
}
