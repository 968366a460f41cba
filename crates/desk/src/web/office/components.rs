//! Components that several pages of the office show.

use maud::{Markup, html};

use super::filters::Filter;
use super::list_query::ListQuery;
use super::session::OfficeSession;
use crate::access::Permission;
use crate::operators::OperatorStore as _;
use crate::presentation::{origin_mark, shown_value};
use crate::program_tokens::StoredToken;
use crate::sql::{CustomerEntry, ListedCase, ListedLicense, StoredAttempt};
use crate::text::{
    CaseLine, DeskLine, DeskSentence, OfficeLine as O, OfficeSentence, case, license_change, office,
};
use countersign_core::machine::printable;
use countersign_core::profile::Profile;
use countersign_core::protocol::license::{date_of, moment_at};
use countersign_core::protocol::line;
use countersign_core::reader::printable_whole;
use countersign_core::review::{Finding, Verdict};
use countersign_core::text::{FieldLine, Lang, Line as _, colon, in_brackets, review};
use countersign_ledger::text::LedgerLine;
use countersign_ledger::{
    Attempt, AttemptOutcome, AuditEntry, Case, Expiry, LicenseId, Reason, ShownState, StoreError,
};

/// An error: what is wrong, what to do, its code.
pub(super) fn problem(code: &str, what: &str, next: &str) -> Markup {
    html! {
        h1 { (what) }
        p { (next) }
        p.quiet { code { (code) } }
    }
}

/// A name and its value in a list of facts.
pub(super) fn fact(name: &str, value: &str) -> Markup {
    html! { div { dt { (name) } dd { bdi { (value) } } } }
}

/// The codes of a request's findings.
fn finding_codes(attempt: &Attempt) -> Vec<String> {
    attempt.findings().iter().filter_map(Finding::code).collect()
}

/// The outcome of a request in a few words.
pub(super) fn outcome(lang: Lang, attempt: &Attempt) -> Markup {
    html! {
        @match attempt.outcome {
            AttemptOutcome::Issued(how) => {
                span.good { "✓ " (DeskLine::Issued.say(lang)) }
                (in_brackets(lang, case::scheme(lang, attempt.scheme))) " "
                span.quiet { (LedgerLine::of_grant(how).say(lang)) }
            }
            AttemptOutcome::Refused(reason) => {
                span.bad { "✗ " (DeskLine::Refused.say(lang)) } " " code { (Reason::code(reason)) }
                @for code in finding_codes(attempt) { " " code.quiet { (code) } }
            }
        }
        @if attempt.spoken { " " span.tag { (O::Spoken.say(lang)) } }
    }
}

/// Requests as a table, newest first.
pub(super) fn requests(lang: Lang, all: &[StoredAttempt], with_number: bool) -> Markup {
    html! {
        @if all.is_empty() { p.quiet { (O::NoRequests.say(lang)) } }
        @else {
            table.rows {
                thead { tr {
                    th { (O::When.say(lang)) } th { (O::Request.say(lang)) }
                    @if with_number { th { (O::Number.say(lang)) } }
                    th { (O::Machine.say(lang)) } th { (O::Outcome.say(lang)) } th { (O::Case.say(lang)) }
                } }
                tbody { @for one in all { tr {
                    td data-label=(O::When.say(lang)) { span.when { (moment_at(one.attempt.at)) } }
                    td data-label=(O::Request.say(lang)) { a href={ "/office/requests/" (one.id) } { (one.attempt.name) } }
                    @if with_number { td data-label=(O::Number.say(lang)) { (number_of(&one.attempt)) } }
                    td data-label=(O::Machine.say(lang)) { (machine(lang, &one.attempt)) }
                    td data-label=(O::Outcome.say(lang)) { (outcome(lang, &one.attempt)) }
                    td data-label=(O::Case.say(lang)) { @if let Some(case) = one.case { a.case href={ "/office/cases/" (case) } { (case) } } @else { "–" } }
                } } }
            }
        }
    }
}

/// Model and serial of a request's machine.
fn machine(lang: Lang, attempt: &Attempt) -> Markup {
    html! {
        @match &attempt.values {
            Some([_, model, serial]) => { bdi { (or_empty(lang, model)) } " / " bdi { (or_empty(lang, serial)) } },
            None => "–",
        }
    }
}

fn or_empty(lang: Lang, value: &str) -> String {
    if value.is_empty() { CaseLine::Empty.say(lang).to_owned() } else { printable(value.as_bytes()) }
}

/// A license number, with a link to its page.
pub(super) fn number_link(license: &LicenseId) -> Markup {
    html! { a.number href=(number_path(license.as_str(), &license.product)) { (license) } }
}

/// The number of a request, if the desk has it.
pub(super) fn number_of(attempt: &Attempt) -> Markup {
    html! { @if let Some(license) = &attempt.license { (number_link(license)) } @else { "–" } }
}

/// The address of a number's page. Numbers and products contain no characters with a special meaning in a URL.
pub(super) fn number_path(number: &str, product: &str) -> String {
    format!("/office/numbers/{number}?product={product}")
}

/// License numbers as a table.
pub(super) fn numbers(lang: Lang, all: &[ListedLicense]) -> Markup {
    let head = [O::Number, O::State, O::Expires, O::Seats, O::BoundOn, O::Customer];
    html! {
        table.rows {
            thead { tr { @for line in head { th { (line.say(lang)) } } } }
            tbody { @for one in all { tr {
                td data-label=(O::Number.say(lang)) { a.number href=(number_path(&one.number, &one.product)) { (one.number) } }
                td data-label=(O::State.say(lang)) { (state_tag(lang, one.state)) }
                td data-label=(O::Expires.say(lang)) { (expires(lang, one)) }
                td data-label=(O::Seats.say(lang)) { (one.taken) " / " (one.license.seats) }
                td data-label=(O::BoundOn.say(lang)) { (one.bound.map_or_else(|| "–".to_owned(), date_of)) }
                td data-label=(O::Customer.say(lang)) { (customer_name(&one.customer)) }
            } } }
        }
    }
}

/// The last day of a license, or when its days begin to count.
fn expires(lang: Lang, one: &ListedLicense) -> String {
    match (one.last_day, one.license.expiry) {
        (Some(last), _) => date_of(last),
        (None, Expiry::After(days)) => DeskSentence::AfterDays { days: &days }.say(lang),
        (None, _) => DeskLine::Never.say(lang).to_owned(),
    }
}

/// The organisation, or the contact if there is none, and the ticket.
fn customer_name(entry: &CustomerEntry) -> Markup {
    let customer = &entry.customer;
    let name = if customer.organisation.is_empty() { &customer.contact } else { &customer.organisation };
    html! {
        @if name.is_empty() && entry.ticket.is_empty() { "–" }
        @if !name.is_empty() { bdi { (printable_whole(name)) } }
        @if !entry.ticket.is_empty() { " " code.ticket { (printable_whole(&entry.ticket)) } }
    }
}

/// How many machines a case has, and how many of them have no license code yet.
pub(super) fn machines(lang: Lang, case: &Case) -> String {
    OfficeSentence::Unsolved { machines: &case.machines, unsolved: &case.unsolved }.say(lang)
}

/// Cases as a table.
pub(super) fn cases(lang: Lang, all: &[ListedCase]) -> Markup {
    let head =
        [O::Case, O::State, O::Reason, O::Number, O::Customer, O::Machine, O::LastRequest, O::Assignee];
    html! {
        table.rows {
            thead { tr { @for line in head { th { (line.say(lang)) } } } }
            tbody { @for one in all { tr {
                td data-label=(O::Case.say(lang)) { a.case href={ "/office/cases/" (one.case.number) } { (one.case.number) } }
                td data-label=(O::State.say(lang)) { (case_state(lang, one.case.closed.is_some(), one.waits)) }
                td data-label=(O::Reason.say(lang)) { code { (one.case.reason.code()) } }
                td data-label=(O::Number.say(lang)) {
                    @if let Some(license) = &one.license { (number_link(license)) } @else { "–" }
                }
                td data-label=(O::Customer.say(lang)) {
                    @if one.customer.is_empty() && one.ticket.is_empty() { "–" }
                    bdi { (printable_whole(&one.customer)) } @if !one.ticket.is_empty() { " " code.ticket { (printable_whole(&one.ticket)) } }
                }
                td data-label=(O::Machine.say(lang)) {
                    @if one.case.machines > 1 {
                        (machines(lang, &one.case)) (colon(lang))
                    }
                    @if let Some((model, serial)) = &one.machine { bdi { (or_empty(lang, model)) } " / " bdi { (or_empty(lang, serial)) } } @else { "–" }
                }
                td data-label=(O::LastRequest.say(lang)) { span.when { (moment_at(one.last)) (in_brackets(lang, &one.requests.to_string())) } }
                td data-label=(O::Assignee.say(lang)) { @match &one.assignee { Some(name) => bdi { (printable_whole(name)) }, None => "–" } }
            } } }
        }
    }
}

/// The filter of a list by product.
pub(super) fn product_filter(session: &OfficeSession) -> Filter<'static> {
    let profiles = session.desk().data().published.profiles;
    let choice = |product: &Profile| (product.product.clone(), product.name.clone());
    let choices = profiles.products().into_iter().map(choice).collect();
    Filter::Choice("product", O::Product, choices)
}

/// The filter of cases by the operator who works on them.
pub(super) async fn assignee_filter(
    session: &OfficeSession,
    query: &ListQuery,
) -> Result<Filter<'static>, StoreError> {
    Ok(name_filter(query, "assignee", O::Assignee, operator_names(session).await?))
}

/// The filter of a list by the operator or the program that acted.
pub(super) async fn operator_filter(
    session: &OfficeSession,
    query: &ListQuery,
) -> Result<Filter<'static>, StoreError> {
    let mut names = operator_names(session).await?;
    let mut programs: Vec<String> =
        session.desk().store().tokens().await?.iter().map(StoredToken::actor).collect();
    programs.dedup();
    names.extend(programs);
    Ok(name_filter(query, "operator", O::Operator, names))
}

/// A choice of names. The name that the address asks for is among them: it may be of a removed operator, or of a user of commands.
fn name_filter(query: &ListQuery, field: &'static str, label: O, mut names: Vec<String>) -> Filter<'static> {
    if let Some(asked) = query.get(field).filter(|asked| names.iter().all(|name| name != asked)) {
        names.push(asked.to_owned());
    }
    Filter::Choice(
        field,
        label,
        names.into_iter().map(|name| (name.clone(), printable(name.as_bytes()))).collect(),
    )
}

/// The names of all operators.
pub(super) async fn operator_names(session: &OfficeSession) -> Result<Vec<String>, StoreError> {
    let operators = session.desk().store().operators().await?;
    Ok(operators.into_iter().map(|one| one.name.as_str().to_owned()).collect())
}

/// The names of the operators whose role works on cases.
pub(super) async fn case_workers(session: &OfficeSession) -> Result<Vec<String>, StoreError> {
    let operators = session.desk().store().operators().await?;
    let workers = operators.into_iter().filter(|one| one.role.may(Permission::WorkOnCases));
    Ok(workers.map(|one| one.name.as_str().to_owned()).collect())
}

/// Every reason of a refusal, for a filter.
pub(super) fn reasons() -> Vec<(String, String)> {
    Reason::ALL.iter().map(|reason| (reason.code().to_owned(), reason.code().to_owned())).collect()
}

/// Acts on license numbers as a table.
pub(super) fn audit_table(lang: Lang, all: &[AuditEntry], with_number: bool) -> Markup {
    html! {
        table.rows {
            thead { tr {
                th { (O::When.say(lang)) } th { (O::Operator.say(lang)) }
                @if with_number { th { (O::Number.say(lang)) } }
                th { (O::Act.say(lang)) } th { (O::Reason.say(lang)) }
            } }
            tbody { @for one in all { tr {
                td data-label=(O::When.say(lang)) { span.when { (moment_at(one.at)) } }
                td data-label=(O::Operator.say(lang)) { bdi { (printable(one.operator.as_bytes())) } }
                @if with_number { td data-label=(O::Number.say(lang)) { (number_link(&one.license)) } }
                td data-label=(O::Act.say(lang)) { (act(lang, one)) }
                td data-label=(O::Reason.say(lang)) { bdi { (printable_whole(&one.reason)) } }
            } } }
        }
    }
}

/// An act on a license number in a few words.
pub(super) fn act(lang: Lang, one: &AuditEntry) -> Markup {
    html! {
        (LedgerLine::of_action(one.kind).say(lang))
        @if let Some(seat) = one.seat { (in_brackets(lang, &DeskSentence::SeatNumber { seat: &seat }.say(lang))) }
        @if !one.detail.is_empty() { " " span { (license_change(lang, &one.detail)) } }
    }
}

/// The choice of a seat, if several are taken. `required` is `false` if only some of the acts need a seat.
pub(super) fn seat_choice(lang: Lang, seats: &[u16], required: bool) -> Markup {
    html! {
        @if seats.len() > 1 {
            label { (O::SeatLabel.say(lang)) select name="seat" required[required] {
                option value="" { "–" }
                @for seat in seats { option value=(seat) { (seat) } }
            } }
        }
    }
}

/// The state of a case: open, waiting for the customer, or closed.
pub(super) fn case_state(lang: Lang, closed: bool, waits: bool) -> Markup {
    html! {
        @if closed { span.tag { (DeskLine::CaseClosed.say(lang)) } }
        @else if waits { span.tag.warn { (O::TabWaiting.say(lang)) } }
        @else { span.tag.bad { (DeskLine::CaseOpen.say(lang)) } }
    }
}

/// The word for a license number's state.
pub(super) fn state(lang: Lang, state: ShownState) -> &'static str {
    LedgerLine::of_state(state).say(lang)
}

/// The word for a license number's state, as a tag.
pub(super) fn state_tag(lang: Lang, shown: ShownState) -> Markup {
    let word = state(lang, shown);
    html! {
        @match shown {
            ShownState::Unused => span.tag { (word) },
            ShownState::Bound => span.tag.good { (word) },
            ShownState::Expired | ShownState::Suspended => span.tag.warn { (word) },
            ShownState::Revoked => span.tag.bad { (word) },
        }
    }
}

/// One field: its name, its value, its origin, the desk's verdict, and the device's verdict if that differs.
pub(super) fn field(lang: Lang, finding: &Finding, device_verdict: Option<Verdict>) -> Markup {
    html! {
        li.field {
            p.name {
                (FieldLine::from(finding.field).say(lang))
                (origin_mark(lang, finding.origin))
            }
            p.value {
                bdi { (shown_value(lang, finding)) }
            }
            @if let Some(code) = finding.code() {
                p.verdict.bad { "✗ " code { (code) } }
                p { (review::why(lang, finding)) }
            } @else {
                p.verdict.good { "✓ " (DeskLine::FieldOk.say(lang)) }
            }
            @if let Some(verdict) = device_verdict.filter(|verdict| *verdict != finding.verdict) {
                p.quiet { (OfficeSentence::DeviceSaid { verdict: &review::verdict_word(lang, verdict) }.say(lang)) }
            }
        }
    }
}

/// Lines to read out. Each has its number, its groups, and a word for each character.
pub(super) fn read_out(lang: Lang, first: u8, lines: &[String]) -> Markup {
    html! {
        p.quiet { (O::ReadOut.say(lang)) }
        ol.lines {
            @for (at, one) in (first..).zip(lines) {
                li value=(at) {
                    p.groups { @for group in line::grouped(&one.replace(' ', "")).split(' ') { b { (group) } " " } }
                    p.quiet.spelling { @for group in line::grouped(&one.replace(' ', "")).split(' ') { span { (office::spelled(lang, group)) } " " } }
                }
            }
        }
    }
}
