//! Operators: their list, and a page for each with role, password, sessions and removal. Only for admins.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};

use super::components::fact;
use super::responses::Refused;
use super::session::{OfficeForm, OfficeSession};
use super::{passwords, provider_link, sessions};
use crate::access::{Access, Permission, Role};
use crate::dates::now;
use crate::operators::{
    EndSessions, NewOperator, Operator, OperatorName, OperatorStore as _, SecondFactorStore as _,
};
use crate::text::{
    AccessLine as A, AccessSentence, AdminLine, AdminSentence, OfficeLine as O, SignInLine, access,
};
use crate::web::error::WebError;
use crate::web::routes::Routes;
use countersign_core::machine::printable;
use countersign_core::protocol::license::moment_at;
use countersign_core::text::Line as _;

/// The address of the list.
const PATH: &str = "/office/operators";

pub(super) fn routes() -> Routes {
    let access = Access::Operator(Permission::ManageOperators);
    Routes::new()
        .get(PATH, access, list)
        .post(PATH, access, add)
        .get("/office/operators/{name}", access, show)
        .post("/office/operators/{name}/role", access, set_role)
        .post("/office/operators/{name}/password", access, set_password)
        .post("/office/operators/{name}/unlock", access, unlock)
        .post("/office/operators/{name}/end-sessions", access, end_sessions)
        .post("/office/operators/{name}/second-factor", access, remove_second_factor)
        .post("/office/operators/{name}/link", access, provider_link::link)
        .post("/office/operators/{name}/unlink", access, provider_link::unlink)
        .post("/office/operators/{name}/remove", access, remove)
}

async fn list(session: OfficeSession) -> Result<Response, Refused> {
    let lang = session.lang();
    let all = session.desk().store().operators().await?;
    let content = html! {
        h1 { (A::NavOperators.say(lang)) }
        p { (A::OperatorsLead.say(lang)) }
        table.rows {
            thead { tr { th { (O::Name.say(lang)) } th { (A::Role.say(lang)) } th { (A::AddedAt.say(lang)) } th { (A::AddedBy.say(lang)) } } }
            tbody { @for one in &all { tr {
                td data-label=(O::Name.say(lang)) { a.long href=(path_of(&one.name)) { bdi { (one.name) } } }
                td data-label=(A::Role.say(lang)) { (access::role(lang, one.role)) }
                td data-label=(A::AddedAt.say(lang)) { span.when { (moment_at(one.added)) } }
                td data-label=(A::AddedBy.say(lang)) { bdi { (printable(one.by.as_bytes())) } }
            } } }
        }
        h2 { (A::AddTitle.say(lang)) }
        form.stack method="post" action=(PATH) {
            (session.csrf_field())
            label { (O::Name.say(lang)) input name="operator" maxlength="80" autocapitalize="none" autocomplete="off" required; }
            (role_choice(&session, Role::Operator))
            (passwords::new_field(lang))
            button { (A::AddButton.say(lang)) }
        }
    };
    Ok(session.page(A::NavOperators.say(lang), &content))
}

fn role_choice(session: &OfficeSession, chosen: Role) -> Markup {
    let lang = session.lang();
    html! {
        label {
            (A::Role.say(lang))
            select name="role" {
                @for role in Role::ALL {
                    option value=(role.name()) selected[role == chosen] { (access::role(lang, role)) }
                }
            }
        }
    }
}

/// The address of an operator's page. A name has letters of any script, so it is escaped.
pub(super) fn path_of(name: &OperatorName) -> String {
    let name = percent_encoding::utf8_percent_encode(name.as_str(), percent_encoding::NON_ALPHANUMERIC);
    format!("{PATH}/{name}")
}

async fn add(form: OfficeForm) -> Result<Response, Refused> {
    let (session, lang) = (&form.session, form.session.lang());
    let Ok(name) = OperatorName::parse(form.field("operator")) else {
        let what = AdminSentence::NameBad { name: &printable(form.field("operator").as_bytes()) }.say(lang);
        return Ok(session.problem(
            StatusCode::CONFLICT,
            "NAME-MALFORMED",
            &what,
            AdminLine::NameBadDo.say(lang),
        ));
    };
    let role = Role::from_name(form.field("role")).unwrap_or(Role::Viewer);
    let new = passwords::posted(&form).await?;
    let by = session.operator.as_str();
    let operator = NewOperator { name: name.clone(), hash: new.hash, role, by: by.to_owned(), at: now() };
    if !session.desk().store().add_operator(&operator).await? {
        let what = AdminSentence::OperatorThere { name: &name }.say(lang);
        let next = A::OperatorThereDo.say(lang);
        return Ok(session.problem(StatusCode::CONFLICT, "OPERATOR-THERE", &what, next));
    }
    let said = AdminSentence::OperatorAdded { name: &name, role: &access::role(lang, role) }.say(lang);
    Ok(passwords::page_once(session, &said, new.generated.as_ref(), &path_of(&name)))
}

async fn show(session: OfficeSession, Path(typed): Path<String>) -> Result<Response, Refused> {
    let lang = session.lang();
    let Some(operator) = find(&session, &typed).await? else { return Ok(unknown(&session, &typed)) };
    let open = session.desk().store().sessions_of(&operator.name, now()).await?;
    let has_factor = session.desk().store().second_factor_of(&operator.name).await?.is_some();
    let factor = if has_factor { A::SecondFactorOn } else { A::SecondFactorOff };
    let provider = provider_link::section(&session, &operator.name).await?;
    let (base, own) = (path_of(&operator.name), operator.name == session.operator);
    let button = |act: &str, line: A| {
        html! {
            form.stack method="post" action={ (base) "/" (act) } { (session.csrf_field()) button { (line.say(lang)) } }
        }
    };
    let title = AccessSentence::OperatorTitle { name: &operator.name }.say(lang);
    let content = html! {
        h1 { (title) }
        dl.facts {
            (fact(A::Role.say(lang), access::role(lang, operator.role)))
            (fact(A::AddedAt.say(lang), &moment_at(operator.added)))
            (fact(SignInLine::FactorTitle.say(lang), factor.say(lang)))
        }
        @if own { p.notice { (A::OwnEntry.say(lang)) " " (A::OwnEntryDo.say(lang)) } }
        @else {
            form.stack method="post" action={ (base) "/role" } {
                (session.csrf_field())
                (role_choice(&session, operator.role))
                button { (A::SetRole.say(lang)) }
            }
            h2 { (A::ResetPassword.say(lang)) }
            form.stack method="post" action={ (base) "/password" } {
                (session.csrf_field())
                (passwords::username_field(operator.name.as_str()))
                (passwords::new_field(lang))
                button { (A::ResetPassword.say(lang)) }
            }
            (provider)
            h2 { (A::SessionsOfOther.say(lang)) }
            (sessions::table(lang, &open, None, &html! {}, ""))
            @if !open.is_empty() { (button("end-sessions", A::EndSessions)) }
            h2 { (O::Acts.say(lang)) }
            (button("unlock", A::Unlock))
            @if has_factor { (button("second-factor", A::ResetSecondFactor)) }
            (button("remove", A::Remove))
        }
    };
    Ok(session.page(&title, &content))
}

async fn find(session: &OfficeSession, typed: &str) -> Result<Option<Operator>, WebError> {
    let Ok(name) = OperatorName::parse(typed) else { return Ok(None) };
    let all = session.desk().store().operators().await?;
    Ok(all.into_iter().find(|operator| operator.name == name))
}

fn unknown(session: &OfficeSession, typed: &str) -> Response {
    let lang = session.lang();
    let what = AdminSentence::OperatorUnknown { name: &printable(typed.as_bytes()) }.say(lang);
    session.problem(StatusCode::NOT_FOUND, "OPERATOR-UNKNOWN", &what, A::OperatorUnknownDo.say(lang))
}

/// The operator of an address. Refuses an unknown name and the signed-in operator's own.
pub(super) async fn other(form: &OfficeForm, typed: &str) -> Result<Operator, Refused> {
    let (session, lang) = (&form.session, form.session.lang());
    match find(session, typed).await? {
        None => Err(unknown(session, typed).into()),
        Some(operator) if operator.name == session.operator => {
            let (what, next) = (A::OwnEntry.say(lang), A::OwnEntryDo.say(lang));
            Err(session.problem(StatusCode::CONFLICT, "OPERATOR-SELF", what, next).into())
        }
        Some(operator) => Ok(operator),
    }
}

async fn set_role(Path(typed): Path<String>, form: OfficeForm) -> Result<Response, Refused> {
    let session = &form.session;
    let operator = other(&form, &typed).await?;
    let Some(role) = Role::from_name(form.field("role")) else { return Ok(session.stale_form()) };
    session.desk().store().set_role(&operator.name, role, &session.actor()).await?;
    Ok(session.done(&path_of(&operator.name)))
}

async fn set_password(Path(typed): Path<String>, form: OfficeForm) -> Result<Response, Refused> {
    let (session, lang) = (&form.session, form.session.lang());
    let operator = other(&form, &typed).await?;
    let new = passwords::posted(&form).await?;
    let name = &operator.name;
    session.desk().store().set_password(name, &new.hash, &session.actor()).await?;
    let said = AdminSentence::OperatorPasswordSet { name }.say(lang);
    Ok(passwords::page_once(session, &said, new.generated.as_ref(), &path_of(name)))
}

async fn unlock(Path(typed): Path<String>, form: OfficeForm) -> Result<Response, Refused> {
    let session = &form.session;
    let operator = other(&form, &typed).await?;
    session.desk().store().unlock(&operator.name, &session.actor()).await?;
    Ok(session.done(&path_of(&operator.name)))
}

async fn end_sessions(Path(typed): Path<String>, form: OfficeForm) -> Result<Response, Refused> {
    let session = &form.session;
    let operator = other(&form, &typed).await?;
    session.desk().store().end_sessions_of(&operator.name, EndSessions::All, &session.actor()).await?;
    Ok(session.done(&path_of(&operator.name)))
}

async fn remove_second_factor(Path(typed): Path<String>, form: OfficeForm) -> Result<Response, Refused> {
    let session = &form.session;
    let operator = other(&form, &typed).await?;
    session.desk().store().remove_second_factor(&operator.name, "", &session.actor()).await?;
    Ok(session.done(&path_of(&operator.name)))
}

async fn remove(Path(typed): Path<String>, form: OfficeForm) -> Result<Response, Refused> {
    let session = &form.session;
    let operator = other(&form, &typed).await?;
    session.desk().store().remove_operator(&operator.name, &session.actor()).await?;
    Ok(session.done(PATH))
}
