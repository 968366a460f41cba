//! The markup of a spoken request: the form, and the parts of it that say how it was read.
//!
//! A part has an id. A field names its part (`data-part`), so that the script replaces only that part; parts that depend on
//! the whole form have `data-whole`.

use maud::{Markup, html};

use super::reading::{LineStatus, NumberStatus, ReadLine, Reading, RequestStatus};
use crate::text::{OfficeLine as O, OfficeSentence, StaffLine, line_list, office};
use crate::web::office::components::fact;
use crate::web::office::session::OfficeSession;
use countersign_core::machine::printable;
use countersign_core::protocol::number::NumberError;
use countersign_core::protocol::spoken::SpokenRequest;
use countersign_core::protocol::{LineNumber, line};
use countersign_core::review::Finding;
use countersign_core::text::{FieldLine, Lang, Line as _, listed, platform, review};
use countersign_ledger::IncomingRequest;

/// The page's content. `unconfirmed` means that an answer was asked for before the request's name was confirmed.
pub(super) fn form(session: &OfficeSession, reading: &Reading, unconfirmed: bool) -> Markup {
    let lang = session.lang();
    let done =
        |status: &LineStatus| matches!(status, LineStatus::Good | LineStatus::Mended | LineStatus::Guessed);
    let next = reading.lines.iter().position(|line| !done(&line.status));
    let numberless = reading.number.is_empty();
    html! {
        h1 { (O::SpokenTitle.say(lang)) }
        @if unconfirmed { p.notice.bad role="alert" { (StaffLine::NotConfirmed.say(lang)) " " code { "REQUEST-CONFIRM" } } }
        p { (O::SpokenLead.say(lang)) }
        p { a href="/office/guide?at=request-spoken" target="_blank" rel="noopener" { (O::SpokenGuide.say(lang)) } }
        form.stack.spoken-form data-check="/office/spoken/check" method="post" action="/office/spoken" {
            (session.csrf_field())
            div.spoken-line {
                label { (O::SpokenNumber.say(lang))
                    input.code name="number" data-part="part-number" value=(reading.number) maxlength="80" autocapitalize="characters"
                        autocomplete="off" spellcheck="false" aria-describedby="part-number" autofocus[numberless];
                }
                (number_part(session, reading))
            }
            @for (at, (number, line)) in LineNumber::spoken().into_iter().zip(&reading.lines).enumerate() {
                @let part = part_id(number);
                div.spoken-line {
                    label { (OfficeSentence::SpokenLine { line: &number.get() }.say(lang))
                        input.code name={ "line" (number.get()) } data-part=(part) value=(line.typed) maxlength="400" autocapitalize="characters"
                            autocomplete="off" spellcheck="false" aria-describedby=(part) autofocus[!numberless && next == Some(at)];
                    }
                    (line_part(lang, number, line))
                }
            }
            p.notice.bad data-offline hidden role="alert" { (O::SpokenOffline.say(lang)) }
            button name="do" value="check" { (O::SpokenCheck.say(lang)) }
            div role="status" { (status_part(lang, reading)) }
            (result_part(session, reading))
        }
        p { a href="/office/spoken" { (O::SpokenAgain.say(lang)) } }
    }
}

/// Only the parts, without the form around them.
pub(super) fn parts(session: &OfficeSession, reading: &Reading) -> Markup {
    html! {
        (number_part(session, reading))
        @for (number, line) in LineNumber::spoken().into_iter().zip(&reading.lines) {
            (line_part(session.lang(), number, line))
        }
        (status_part(session.lang(), reading))
        (result_part(session, reading))
    }
}

fn part_id(number: LineNumber) -> String {
    format!("part-{}", number.get())
}

/// How the number was read.
fn number_part(session: &OfficeSession, reading: &Reading) -> Markup {
    let lang = session.lang();
    let examples = || {
        let profiles = session.desk().data().published.profiles;
        let products = profiles.products();
        listed(lang, products.into_iter().map(|one| one.mask.example()))
    };
    html! {
        div.spoken-part id="part-number" {
            @match &reading.number_status {
                NumberStatus::Empty => {},
                NumberStatus::Fits(products) => p.good { "✓ " (listed(lang, products)) },
                NumberStatus::Unfit(NumberError::Short { missing }) => {
                    p.quiet { (OfficeSentence::SpokenNumberShort { count: missing }.say(lang)) }
                }
                NumberStatus::Unfit(NumberError::Long { extra }) => {
                    p.bad { "✗ " (OfficeSentence::SpokenNumberLong { count: extra }.say(lang)) }
                }
                NumberStatus::Unfit(NumberError::Character { position, .. }) => {
                    p.bad { "✗ " (OfficeSentence::SpokenNumberPlace { position, examples: &examples() }.say(lang)) }
                }
            }
        }
    }
}

/// How a line was read, and which of its places were ever corrected.
fn line_part(lang: Lang, number: LineNumber, line: &ReadLine) -> Markup {
    let places = |from: usize| line.mended.iter().map(|place| (place + from).to_string()).collect::<Vec<_>>();
    html! {
        div.spoken-part id=(part_id(number)) {
            input type="hidden" name={ "mended" (number.get()) } value=(places(0).join(" "));
            @match &line.status {
                LineStatus::Empty => {},
                LineStatus::Good if line.mended.is_empty() => p.good { "✓ " (O::LineGood.say(lang)) },
                LineStatus::Good | LineStatus::Mended => {
                    p.good { "✓ " (OfficeSentence::LineMended { places: &listed(lang, places(1)) }.say(lang)) }
                    (read_as(lang, line))
                }
                LineStatus::Guessed => {
                    p.good { "✓ " (O::LineGuessed.say(lang)) }
                    (read_as(lang, line))
                }
                LineStatus::Doubtful => {
                    p.bad { "✗ " (O::LineDoubtful.say(lang)) }
                    (read_as(lang, line))
                }
                LineStatus::Other(other) => p.bad { "✗ " (OfficeSentence::LineOther { line: other }.say(lang)) },
                LineStatus::Short(count) => p.bad { "✗ " (OfficeSentence::LineShort { count }.say(lang)) },
                LineStatus::Long(count) => p.bad { "✗ " (OfficeSentence::LineLong { count }.say(lang)) },
                LineStatus::Foreign => p.bad { "✗ " (O::LineForeign.say(lang)) },
                LineStatus::Wrong => p.bad { "✗ " (O::LineWrong.say(lang)) },
            }
        }
    }
}

/// A line as it was read, the corrected places marked, and a word for each character.
fn read_as(lang: Lang, line: &ReadLine) -> Markup {
    let characters: Vec<char> = line.read.chars().collect();
    let grouped = line::grouped(&line.read);
    let words: Vec<_> = grouped.split(' ').map(|group| office::spelled(lang, group)).collect();
    html! {
        p.read-as {
            @for (at, c) in characters.iter().enumerate() {
                @if at > 0 && at % 5 == 0 { " " }
                @if line.mended.contains(&at) { mark { (c) } } @else { (c) }
            }
        }
        p.quiet { (words.join(" · ")) }
    }
}

/// What the request says, and the button that answers.
fn result_part(session: &OfficeSession, reading: &Reading) -> Markup {
    let lang = session.lang();
    let corrected = reading.corrected();
    html! {
        div #part-result data-whole {
            @if let RequestStatus::Read(request) = &reading.status {
                (request_facts(session, request))
                @if !corrected.is_empty() {
                    @let name = request.name().to_string();
                    p { (StaffLine::ConfirmHint.say(lang)) }
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

/// How number and lines were read together.
fn status_part(lang: Lang, reading: &Reading) -> Markup {
    html! { div #part-status data-whole { (status_notice(lang, reading, &reading.corrected())) } }
}

fn status_notice(lang: Lang, reading: &Reading, corrected: &[u8]) -> Markup {
    let number = printable(reading.number.as_bytes());
    html! {
        @if reading.sorted { p.notice { (O::SpokenSorted.say(lang)) } }
        @match &reading.status {
            RequestStatus::Incomplete => {},
            RequestStatus::LineBad => p.notice.bad { (O::SpokenLineBad.say(lang)) },
            RequestStatus::LineUnsearched => p.notice.bad { (O::SpokenLineUnsearched.say(lang)) },
            RequestStatus::NumberBad => {
                p.notice.bad { (OfficeSentence::SpokenNumberBad { number: &number }.say(lang)) }
            }
            RequestStatus::NumberWrong => {
                p.notice.bad { (OfficeSentence::SpokenNumberWrong { number: &number }.say(lang)) }
            }
            RequestStatus::Disagree => p.notice.bad { (O::SpokenDisagree.say(lang)) },
            RequestStatus::Unknown => p.notice.bad { (O::SpokenUnknown.say(lang)) },
            RequestStatus::Read(_) if !corrected.is_empty() => {
                p.notice { (OfficeSentence::SpokenGuessed { lines: &line_list(lang, corrected) }.say(lang)) }
            }
            RequestStatus::Read(_) => p.notice.good { (O::SpokenRead.say(lang)) },
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
            @if let Some(name) = platform::platform(lang, spoken.head.platform) { (fact(O::Platform.say(lang), name)) }
            @for Finding { field, verdict, .. } in request.findings() {
                (fact(FieldLine::from(field).say(lang), review::verdict_word(lang, verdict)))
            }
        }
    }
}
