//! The page of a spoken request: the license number and four lines that the operator types while the caller reads them
//! out. Each line is checked and corrected; a line that can't be corrected has to be read again. Where one was corrected,
//! the caller confirms the name of the request. The answer is seven lines to read out.

use std::collections::BTreeSet;

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};

use super::components::fact;
use super::responses::answer_page;
use super::session::{OfficeForm, OfficeSession};
use crate::DeskData;
use crate::text::{OfficeLine as O, OfficeSentence, line_list, office};
use crate::web::error::WebError;
use crate::web::state::DeskState;
use countersign_core::machine::printable;
use countersign_core::protocol::spoken::{self, SpokenError, SpokenRequest};
use countersign_core::protocol::{LineNumber, LineReading, Scheme, line};
use countersign_core::review::Finding;
use countersign_core::text::{FieldLine, Lang, Line as _, platform, review};
use countersign_ledger::IncomingRequest;

pub(super) fn routes() -> Router<DeskState> {
    Router::new().route("/office/spoken", get(show_empty_form).post(check_or_answer))
}

/// The contents of the form: the number and the lines as typed or as corrected, and their status.
struct SpokenForm {
    number: String,
    lines: [String; 4],
    line_status: [LineStatus; 4],
    /// The lines (8–11) that were corrected, also in earlier posts of the form.
    corrected: BTreeSet<u8>,
    /// The lines were typed in each other's place, and are sorted now.
    sorted: bool,
    status: RequestStatus,
}

/// The status of one line.
#[derive(Clone, PartialEq, Eq)]
enum LineStatus {
    Empty,
    Good,
    /// Corrected at these places (0–19).
    Mended(Vec<usize>),
    /// Corrected together with number and other lines, as it was most likely meant.
    Guessed,
    /// Corrected, but number and lines don't agree.
    Doubtful,
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

/// The status of number and lines together.
enum RequestStatus {
    /// The number or a line is missing.
    Incomplete,
    /// A line can't be read; its own notice says why.
    LineBad,
    /// The number is none of the product that line 8 names.
    NumberBad,
    /// Every line is good by itself, but they don't belong to the number.
    NumberWrong,
    /// Number and lines don't agree; the caller reads the corrected ones again.
    Disagree,
    /// The lines are of a newer program.
    Unknown,
    /// They are a valid request.
    Read(Box<SpokenRequest>),
}

async fn show_empty_form(session: OfficeSession) -> Response {
    let spoken = SpokenForm {
        number: String::new(),
        corrected: BTreeSet::new(),
        lines: Default::default(),
        line_status: [const { LineStatus::Empty }; 4],
        sorted: false,
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
    let number: String = form.field("number").trim().chars().take(80).collect();
    let corrected: BTreeSet<u8> =
        form.field("corrected").split(' ').filter_map(|line| line.parse().ok()).collect();
    // Guessing tries some thousand readings, so it must not block the server.
    let data = session.desk().data();
    let reading = tokio::task::spawn_blocking(move || read_lines(number, lines, corrected, &data));
    let spoken = reading.await.map_err(|_| WebError::Fault)?;
    if let (RequestStatus::Read(request), "answer") = (&spoken.status, form.field("do")) {
        let request = IncomingRequest::Spoken((**request).clone());
        // A wrong reading passes the check once in 200,000, so the caller's screen decides.
        if spoken.corrected.is_empty() || form.field("confirmed") == request.name() {
            let profile = request.head().profile_id;
            let answer = session.desk().answer(request, session.requester(), Scheme::Three).await?;
            return Ok(answer_page(session, &answer, profile));
        }
    }
    Ok(session.page(O::SpokenTitle.say(session.lang()), &form_markup(session, &spoken)))
}

/// Reads the form: each line on its own, then number and lines together.
fn read_lines(
    number: String,
    typed: [String; 4],
    mut corrected: BTreeSet<u8>,
    data: &DeskData,
) -> SpokenForm {
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
    for (number, status) in LineNumber::spoken().into_iter().zip(&line_status) {
        if matches!(status, LineStatus::Mended(_)) {
            corrected.insert(number.get());
        }
    }
    if number.is_empty() || bounded.iter().any(|line| line.trim().is_empty()) {
        let status = RequestStatus::Incomplete;
        return SpokenForm { number, lines, line_status, corrected, sorted: false, status };
    }
    let mut sorted = false;
    let texts = bounded.each_ref().map(String::as_str);
    let status = match SpokenRequest::read(&texts, |profile| data.published.pack(profile, &number)) {
        Ok((request, slipped)) => {
            lines = request.lines().map(|line| line::grouped(&line));
            for (number, status) in LineNumber::spoken().into_iter().zip(&mut line_status) {
                *status = match std::mem::replace(status, LineStatus::Good) {
                    LineStatus::Mended(at) => LineStatus::Mended(at),
                    LineStatus::Other(_) => {
                        sorted = true;
                        LineStatus::Good
                    }
                    _ if slipped.contains(&number.get()) => LineStatus::Guessed,
                    _ => LineStatus::Good,
                };
            }
            corrected.extend(slipped);
            RequestStatus::Read(Box::new(request))
        }
        Err(SpokenError::Request(_)) => RequestStatus::Unknown,
        Err(SpokenError::Line(_)) => RequestStatus::LineBad,
        Err(SpokenError::Number(_)) => RequestStatus::NumberBad,
        Err(SpokenError::Check) => {
            // A line that was corrected may be the wrong one; lines that are good by themselves are not.
            let mended = line_status.iter_mut().filter(|status| matches!(status, LineStatus::Mended(_)));
            let doubtful = mended.map(|status| *status = LineStatus::Doubtful).count();
            if doubtful == 0 { RequestStatus::NumberWrong } else { RequestStatus::Disagree }
        }
    };
    if !matches!(status, RequestStatus::Read(_)) {
        sorted = sort(&mut lines, &mut line_status);
    }
    SpokenForm { number, lines, line_status, corrected, sorted, status }
}

/// Puts lines that were typed in each other's place into their own, where each is good. Whether it did.
fn sort(lines: &mut [String; 4], line_status: &mut [LineStatus; 4]) -> bool {
    let is_good = |(number, status): (LineNumber, &LineStatus)| match status {
        LineStatus::Good => Some(number.get()),
        LineStatus::Other(other) => Some(*other),
        _ => None,
    };
    let found: Vec<Option<u8>> =
        LineNumber::spoken().into_iter().zip(line_status.iter()).map(is_good).collect();
    let places = LineNumber::spoken().map(|number| found.iter().position(|one| *one == Some(number.get())));
    let [Some(a), Some(b), Some(c), Some(d)] = places else { return false };
    if [a, b, c, d] == [0, 1, 2, 3] {
        return false;
    }
    *lines = [a, b, c, d].map(|at| lines[at].clone());
    *line_status = [const { LineStatus::Good }; 4];
    true
}

fn form_markup(session: &OfficeSession, spoken: &SpokenForm) -> Markup {
    let lang = session.lang();
    let next = spoken
        .line_status
        .iter()
        .position(|status| !matches!(status, LineStatus::Good | LineStatus::Mended(_) | LineStatus::Guessed));
    let read = if let RequestStatus::Read(request) = &spoken.status { Some(request) } else { None };
    html! {
        h1 { (O::SpokenTitle.say(lang)) }
        p { (O::SpokenLead.say(lang)) }
        (status_notice(lang, spoken))
        form.stack data-mend method="post" action="/office/spoken" {
            (session.csrf_field())
            input type="hidden" name="corrected" value=(spoken.corrected.iter().map(u8::to_string).collect::<Vec<_>>().join(" "));
            label { (O::SpokenNumber.say(lang))
                input.code name="number" value=(spoken.number) maxlength="80" autocapitalize="characters" autocomplete="off"
                    spellcheck="false" autofocus[spoken.number.is_empty()];
            }
            @for (at, number) in LineNumber::spoken().into_iter().enumerate() {
                div.spoken-line {
                    label { (OfficeSentence::SpokenLine { line: &number.get() }.say(lang))
                        input.code name={ "line" (number.get()) } value=(spoken.lines[at]) maxlength="200" autocapitalize="characters"
                            autocomplete="off" spellcheck="false" autofocus[!spoken.number.is_empty() && next == Some(at)];
                    }
                    (line_notice(lang, &spoken.line_status[at], &spoken.lines[at]))
                }
            }
            button name="do" value="check" { (O::SpokenCheck.say(lang)) }
            @if let Some(request) = read {
                (request_facts(session, request))
                @if !spoken.corrected.is_empty() {
                    @let name = request.name().to_string();
                    label.choice {
                        input type="checkbox" name="confirmed" value=(name);
                        span { (OfficeSentence::SpokenConfirm { name: &name }.say(lang)) }
                    }
                }
                button.main name="do" value="answer" { (O::SpokenAnswer.say(lang)) }
                p.quiet { (O::SpokenByWord.say(lang)) }
            }
        }
    }
}

fn status_notice(lang: Lang, spoken: &SpokenForm) -> Markup {
    let corrected: Vec<u8> = spoken.corrected.iter().copied().collect();
    let number = printable(spoken.number.as_bytes());
    html! {
        @if spoken.sorted { p.notice { (O::SpokenSorted.say(lang)) } }
        @match &spoken.status {
            RequestStatus::Incomplete => {},
            RequestStatus::LineBad => p.notice.bad role="alert" { (O::SpokenLineBad.say(lang)) },
            RequestStatus::NumberBad => {
                p.notice.bad role="alert" { (OfficeSentence::SpokenNumberBad { number: &number }.say(lang)) }
            }
            RequestStatus::NumberWrong => {
                p.notice.bad role="alert" { (OfficeSentence::SpokenNumberWrong { number: &number }.say(lang)) }
            }
            RequestStatus::Disagree => p.notice.bad role="alert" { (O::SpokenDisagree.say(lang)) },
            RequestStatus::Unknown => p.notice.bad role="alert" { (O::SpokenUnknown.say(lang)) },
            RequestStatus::Read(_) if !corrected.is_empty() => {
                p.notice role="alert" { (OfficeSentence::SpokenGuessed { lines: &line_list(lang, &corrected) }.say(lang)) }
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
            LineStatus::Guessed => p.good { "✓ " (O::LineGuessed.say(lang)) },
            LineStatus::Doubtful => p.bad { "✗ " (O::LineDoubtful.say(lang)) },
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
    let profile = session.desk().profile_or_newest(spoken.head.profile_id);
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
