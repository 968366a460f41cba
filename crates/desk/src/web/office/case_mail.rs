//! The mail of a case: its text to copy, and as a file for a mail program.

use axum::extract::{Path, Query};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::case;
use super::session::OfficeSession;
use crate::access::{Access, Permission};
use crate::case_mail::{self, Mail, MailAddress, MailFacts, MailKind};
use crate::dates::now;
use crate::text::{OfficeLine as O, PhoneLine, StaffLine};
use crate::web::error::WebError;
use crate::web::layout::html_lang;
use crate::web::routes::Routes;
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::{CaseNumber, CaseRefusal, CaseStore as _};

pub(super) fn routes() -> Routes {
    Routes::new().get("/office/cases/{case}/mail", Access::Operator(Permission::WorkOnCases), show_mail).get(
        "/office/cases/{case}/mail.eml",
        Access::Operator(Permission::WorkOnCases),
        download,
    )
}

/// A mail, and how it was chosen.
struct ChosenMail {
    case: CaseNumber,
    suggested: MailKind,
    kind: MailKind,
    lang: Lang,
    mail: Mail,
    /// What the kind of mail says that isn't true of the case.
    misfit: Option<StaffLine>,
    /// Whether it shortens numbers of other customers.
    has_others: bool,
}

impl ChosenMail {
    /// The mail that a query asks for by `kind` and `language`. A missing kind follows from the case, a missing language from the
    /// office's page.
    async fn read(
        session: &OfficeSession,
        typed: &str,
        query: &[(String, String)],
    ) -> Result<Option<Self>, WebError> {
        let Ok(case) = typed.parse::<CaseNumber>() else { return Ok(None) };
        let desk = session.desk();
        let Some(history) = desk.store().case_history(case).await? else { return Ok(None) };
        let customer = desk.store().case_customer(case).await?.unwrap_or_default();
        let waits = desk.store().case_work(case).await?.is_some_and(|work| work.waiting.is_some());
        let data = desk.data();
        let others = desk.store().numbers_of_others(case, &customer.customer.organisation).await?;
        let facts = MailFacts {
            history: &history,
            customer: &customer,
            others: &others,
            profiles: &data.published.profiles,
            waits,
        };
        let chosen = |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let suggested = MailKind::suggested(&history);
        let kind = chosen("kind").and_then(MailKind::from_name).unwrap_or(suggested);
        let lang = chosen("language").and_then(Lang::from_tag).unwrap_or(session.lang());
        let mail = case_mail::write(lang, kind, &facts, &desk.settings().mail, session.operator.as_str());
        let misfit = match (kind, &history.case.closed) {
            (MailKind::Closing, None) => Some(StaffLine::NotClosedYet),
            (MailKind::Progress, Some(_)) => Some(StaffLine::ClosedAlready),
            _ => None,
        };
        let has_others = !others.is_empty();
        Ok(Some(Self { case, suggested, kind, lang, mail, misfit, has_others }))
    }

    /// The address of the page, or of the file, with another kind or language.
    fn address(&self, page: &str, kind: MailKind, lang: Lang) -> String {
        format!("/office/cases/{}/{page}?kind={}&language={}", self.case, kind.name(), lang.tag())
    }
}

async fn show_mail(
    session: OfficeSession,
    Path(typed): Path<String>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    Ok(match ChosenMail::read(&session, &typed, &query).await? {
        Some(chosen) => session.page(&chosen.mail.subject, &page(&session, &chosen)),
        None => case::refused(&session, CaseRefusal::Unknown, &typed),
    })
}

async fn download(
    session: OfficeSession,
    Path(typed): Path<String>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let Some(ChosenMail { mail, .. }) = ChosenMail::read(&session, &typed, &query).await? else {
        return Ok(case::refused(&session, CaseRefusal::Unknown, &typed));
    };
    let message = mail.message(session.desk().settings().mail.from.as_ref(), now());
    let headers = [
        (CONTENT_TYPE, "message/rfc822".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{}.eml\"", mail.name)),
    ];
    Ok((headers, message).into_response())
}

fn page(session: &OfficeSession, chosen: &ChosenMail) -> Markup {
    let lang = session.lang();
    let mail = &chosen.mail;
    let text = mail.text();
    let to: Vec<&str> = mail.to.iter().map(MailAddress::as_str).collect();
    html! {
        h1 { (O::MailTitle.say(lang)) " " (chosen.case) }
        p.quiet { (O::MailLead.say(lang)) }
        @if let Some(misfit) = chosen.misfit { p.notice.bad role="alert" { (misfit.say(lang)) } }
        @if chosen.has_others { p.notice role="status" { (StaffLine::NumbersOfOthers.say(lang)) } }
        p.tabs role="group" aria-label=(O::MailKind.say(lang)) {
            @for kind in MailKind::ALL {
                a href=(chosen.address("mail", kind, chosen.lang)) aria-current=[(kind == chosen.kind).then_some("true")] {
                    (kind_name(kind).say(lang))
                    @if kind == chosen.suggested { " " (O::MailSuggested.say(lang)) }
                }
            }
        }
        p.tabs role="group" aria-label=(O::MailLanguage.say(lang)) {
            @for (of_mail, name) in [(Lang::Zh, PhoneLine::Chinese), (Lang::En, PhoneLine::English)] {
                a href=(chosen.address("mail", chosen.kind, of_mail)) lang=(html_lang(of_mail)) aria-current=[(of_mail == chosen.lang).then_some("true")] {
                    (name.say(of_mail))
                }
            }
        }
        div.stack.mail {
            label { (O::MailTo.say(lang))
                @if to.is_empty() { span.quiet { (O::MailNoAddress.say(lang)) } }
                @else { input readonly value=(to.join(", ")); }
            }
            label { (O::MailSubject.say(lang))
                input #mail-subject readonly lang=(html_lang(chosen.lang)) value=(mail.subject);
            }
            p.buttons { (copy_button(lang, "mail-subject", O::CopySubject)) }
            label { (O::MailText.say(lang))
                // HTML drops the first line break of a text area.
                textarea #mail-text.summary readonly lang=(html_lang(chosen.lang)) rows=(text.lines().count().clamp(16, 48)) { "\n" (text) }
            }
            p.buttons {
                (copy_button(lang, "mail-text", O::CopyText))
                a.button href=(chosen.address("mail.eml", chosen.kind, chosen.lang)) download { (O::MailDownload.say(lang)) }
                a.button href={ "/office/cases/" (chosen.case) } { (O::MailBack.say(lang)) }
            }
        }
    }
}

/// A button that copies what a field holds. It is hidden until the script runs.
fn copy_button(lang: Lang, source: &str, name: O) -> Markup {
    html! {
        button type="button" hidden data-copy=(source) data-done=(O::CopyDone.say(lang)) data-failed=(O::CopyFailed.say(lang)) aria-live="polite" {
            (name.say(lang))
        }
    }
}

const fn kind_name(kind: MailKind) -> O {
    match kind {
        MailKind::First => O::MailFirst,
        MailKind::Progress => O::MailProgress,
        MailKind::Closing => O::MailClosing,
    }
}
