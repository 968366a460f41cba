//! Keys and profile versions: what signs, what devices are told, and changes of both.

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use maud::{Markup, html};

use super::auth::{Entry, Posted};
use super::components::fact;
use crate::change::{self, ChangeError, Changes};
use crate::keys::KeyState;
use crate::sql::Event;
use crate::text::{AdminLine as A, OfficeLine as O};
use crate::web::error::WebError;
use crate::web::state::{Desk, now};
use countersign_core::profile::Profile;
use countersign_core::protocol::{KeyId, PinnedKey};
use countersign_core::review::DeclarePolicy;
use countersign_core::text::{Lang, Line as _};

pub(super) fn routes() -> Router<Desk> {
    Router::new()
        .route("/office/keys", get(keys))
        .route("/office/keys/add", post(add))
        .route("/office/keys/{id}/retire", post(retire))
        .route("/office/profiles", get(profiles).post(publish))
        .route("/office/profiles/{version}", get(profile))
}

async fn keys(entry: Entry) -> Result<Response, WebError> {
    let lang = entry.lang();
    let rows = entry
        .desk()
        .with_office(|office| {
            let versions = |pinned: &PinnedKey| -> Vec<String> {
                let all = office.profiles.all().filter(|one| one.keys.contains(pinned));
                all.map(|one| one.version.to_string()).collect()
            };
            let row = |(pinned, state): (PinnedKey, KeyState)| {
                let versions = versions(&pinned).join(", ");
                (pinned, state, versions)
            };
            office.keys.pinned().into_iter().map(row).collect::<Vec<_>>()
        })
        .await?;
    let content = html! {
        h1 { (O::NavKeys.say(lang)) }
        p { (O::KeysLead.say(lang)) }
        table.rows {
            thead { tr { th { (O::Key.say(lang)) } th { (crate::text::DeskLine::ShowState.say(lang)) } th { (O::PinnedBy.say(lang)) } th {} } }
            tbody { @for (pinned, state, versions) in &rows { tr {
                td data-label=(O::Key.say(lang)) { b { (pinned.id.0) } " " code.quiet.long { (data_encoding::HEXLOWER.encode(&pinned.key)) } }
                td data-label=(crate::text::DeskLine::ShowState.say(lang)) {
                    @if *state == KeyState::Active { span.good { (A::KeyActive.say(lang)) } } @else { (A::KeyRetiredWord.say(lang)) }
                }
                td data-label=(O::PinnedBy.say(lang)) { (versions) }
                td { @if *state == KeyState::Active {
                    form method="post" action={ "/office/keys/" (pinned.id.0) "/retire" } { (entry.mark()) button.small { (O::RetireButton.say(lang)) } }
                } }
            } } }
        }
        form.stack method="post" action="/office/keys/add" {
            (entry.mark())
            p.quiet { (O::AddKeyHint.say(lang)) }
            button { (O::AddKeyButton.say(lang)) }
        }
    };
    Ok(entry.page(O::NavKeys.say(lang), &content))
}

async fn add(posted: Posted) -> Result<Response, WebError> {
    let entry = &posted.entry;
    let home = entry.desk().clone();
    let made = entry.desk().with_office(move |_| home.with_home(change::add_key)).await?;
    match made {
        Err(error) => refused(entry, error),
        Ok((id, version)) => {
            record(entry, "key-added", &id.0.to_string()).await?;
            record(entry, "profile-published", &version.to_string()).await?;
            Ok(Redirect::to("/office/keys").into_response())
        }
    }
}

async fn retire(Path(id): Path<u8>, posted: Posted) -> Result<Response, WebError> {
    let entry = &posted.entry;
    let lang = entry.lang();
    let home = entry.desk().clone();
    let done = entry
        .desk()
        .with_office(move |_| {
            home.with_home(|data, passphrase| change::retire_key(data, passphrase, KeyId(id)))
        })
        .await?;
    match done {
        Err(error) => refused(entry, error),
        Ok(left) => {
            record(entry, "key-retired", &id.to_string()).await?;
            let versions = left.iter().map(u16::to_string).collect::<Vec<_>>().join(", ");
            let content = html! {
                h1 { (O::NavKeys.say(lang)) }
                p.notice.good { (A::KeyRetiredNow.fill(lang, &[("id", &id.to_string())])) }
                @if !left.is_empty() { p.notice.bad { (A::KeyRetiredLeft.fill(lang, &[("versions", &versions)])) } }
                p { a href="/office/keys" { (O::NavKeys.say(lang)) } }
            };
            Ok(entry.page(O::NavKeys.say(lang), &content))
        }
    }
}

async fn profiles(entry: Entry) -> Result<Response, WebError> {
    let lang = entry.lang();
    let all = entry.desk().with_office(|office| office.profiles.all().cloned().collect::<Vec<_>>()).await?;
    let content = html! {
        h1 { (O::NavProfiles.say(lang)) }
        p { (O::ProfilesLead.say(lang)) }
        table.rows {
            thead { tr { th { (O::ProfileVersion.say(lang)) } th { (O::Host.say(lang)) } th { (O::NavKeys.say(lang)) } th { (O::Policy.say(lang)) } } }
            tbody { @for one in all.iter().rev() { tr {
                td data-label=(O::ProfileVersion.say(lang)) { a href={ "/office/profiles/" (one.version) } { (one.version) } @if all.last() == Some(one) { " " (A::ProfileNewest.say(lang)) } }
                td data-label=(O::Host.say(lang)) { (one.desk) }
                td data-label=(O::NavKeys.say(lang)) { (one.keys.iter().map(|key| key.id.0.to_string()).collect::<Vec<_>>().join(", ")) }
                td data-label=(O::Policy.say(lang)) { (policy(lang, one)) }
            } } }
        }
        @if let Some(newest) = all.last() { (change_form(&entry, newest)) }
    };
    Ok(entry.page(O::NavProfiles.say(lang), &content))
}

async fn profile(entry: Entry, Path(version): Path<u16>) -> Result<Response, WebError> {
    let lang = entry.lang();
    let version_text = version.to_string();
    let found = entry.desk().with_office(move |office| office.profiles.get(version).cloned()).await?;
    let Some(one) = found else {
        let what = A::ProfileUnknown.fill(lang, &[("version", &version_text)]);
        return Ok(entry.problem(StatusCode::NOT_FOUND, "PROFILE-UNKNOWN", &what, O::SeeProfiles.say(lang)));
    };
    let toml = one.to_toml().unwrap_or_default();
    let title = O::ProfileTitle.fill(lang, &[("version", &version_text)]);
    let content = html! {
        h1 { (title) }
        dl.facts {
            (fact(O::Host.say(lang), &one.desk))
            (fact(O::Policy.say(lang), &policy(lang, &one)))
            (fact(O::Online.say(lang), &one.api_url()))
            @if let Some(hotline) = &one.hotline { (fact(O::Hotline.say(lang), hotline)) }
        }
        p { (O::ProfileToml.say(lang)) }
        pre { (toml) }
    };
    Ok(entry.page(&title, &content))
}

fn policy(lang: Lang, one: &Profile) -> String {
    let yes = |yes: bool| if yes { A::Yes } else { A::No }.say(lang);
    let declared = declared(one.policy.declared).say(lang);
    O::PolicyLine.fill(
        lang,
        &[
            ("declared", declared),
            ("older", yes(one.policy.older_binding)),
            ("spoken", yes(one.policy.spoken)),
        ],
    )
}

const fn declared(declared: DeclarePolicy) -> A {
    match declared {
        DeclarePolicy::No => A::No,
        DeclarePolicy::Serial => A::Serial,
        DeclarePolicy::Any => A::Any,
    }
}

fn change_form(entry: &Entry, newest: &Profile) -> Markup {
    let lang = entry.lang();
    let yes_no = |name: &'static str, label: O, now: bool| {
        html! { label { (label.say(lang)) select name=(name) {
            option value="yes" selected[now] { (A::Yes.say(lang)) }
            option value="no" selected[!now] { (A::No.say(lang)) }
        } } }
    };
    html! {
        h2 { (O::PublishTitle.say(lang)) }
        form.stack method="post" action="/office/profiles" {
            (entry.mark())
            label { (O::SetName.say(lang)) input name="name" value=(newest.name) maxlength="80" required; }
            label { (O::SetHost.say(lang)) input name="host" value=(newest.desk) maxlength="40" required; }
            label { (O::SetOnline.say(lang)) input name="online" value=(newest.online.as_deref().unwrap_or_default()) placeholder=(newest.api_url()) maxlength="80"; }
            label { (O::SetHotline.say(lang)) input name="hotline" value=(newest.hotline.as_deref().unwrap_or_default()) maxlength="80"; }
            label { (O::SetDeclared.say(lang)) select name="declared" {
                @for (name, one) in [("no", DeclarePolicy::No), ("serial", DeclarePolicy::Serial), ("any", DeclarePolicy::Any)] {
                    option value=(name) selected[one == newest.policy.declared] { (declared(one).say(lang)) }
                }
            } }
            (yes_no("older", O::SetOlder, newest.policy.older_binding))
            (yes_no("spoken", O::SetSpoken, newest.policy.spoken))
            button { (O::PublishButton.say(lang)) }
        }
    }
}

async fn publish(posted: Posted) -> Result<Response, WebError> {
    let entry = &posted.entry;
    let changes = Changes {
        name: Some(posted.field("name").to_owned()),
        host: Some(posted.field("host").to_owned()),
        online: Some(posted.field("online").to_owned()),
        hotline: Some(posted.field("hotline").to_owned()),
        declared: Some(match posted.field("declared") {
            "serial" => DeclarePolicy::Serial,
            "any" => DeclarePolicy::Any,
            _ => DeclarePolicy::No,
        }),
        older_binding: Some(posted.field("older") == "yes"),
        spoken: Some(posted.field("spoken") == "yes"),
    };
    let home = entry.desk().clone();
    let done =
        entry.desk().with_office(move |_| home.with_home(|data, _| change::publish(data, &changes))).await?;
    match done {
        Err(error) => refused(entry, error),
        Ok(next) => {
            record(entry, "profile-published", &next.version.to_string()).await?;
            Ok(Redirect::to("/office/profiles").into_response())
        }
    }
}

fn refused(entry: &Entry, error: ChangeError) -> Result<Response, WebError> {
    let lang = entry.lang();
    let say = |code: &str, what: A, next: A, with: &[(&str, &str)]| {
        entry.problem(StatusCode::CONFLICT, code, &what.fill(lang, with), &next.fill(lang, with))
    };
    Ok(match error {
        ChangeError::NoKey(id) => {
            say("KEY-UNKNOWN", A::KeyUnknown, A::KeyRetiredAlreadyDo, &[("id", &id.to_string())])
        }
        ChangeError::Retired(id) => {
            say("KEY-RETIRED", A::KeyRetiredAlready, A::KeyRetiredAlreadyDo, &[("id", &id.to_string())])
        }
        ChangeError::Last(id) => {
            let what = A::KeyLast.fill(lang, &[("id", &id.to_string())]);
            entry.problem(StatusCode::CONFLICT, "KEY-LAST", &what, O::KeyLastDo.say(lang))
        }
        ChangeError::Full => say("KEYS-FULL", A::KeysFull, A::KeysFullDo, &[]),
        ChangeError::Same => say("PROFILE-SAME", A::ProfileSame, A::ProfileSettingDo, &[]),
        ChangeError::Setting(detail) => {
            say("SETTING-INVALID", A::ProfileSetting, A::ProfileSettingDo, &[("detail", &detail)])
        }
        ChangeError::Keys(error) => {
            tracing::error!(%error, "keys can't be changed");
            return Err(WebError::Fault);
        }
        ChangeError::Profiles(error) => {
            tracing::error!(%error, "profiles can't be changed");
            return Err(WebError::Fault);
        }
    })
}

async fn record(entry: &Entry, event: &str, subject: &str) -> Result<(), WebError> {
    let operator = entry.operator.as_str().to_owned();
    let event = Event { at: now(), operator, event: event.to_owned(), subject: subject.to_owned() };
    Ok(entry.desk().with_office(move |office| office.store.record(&event)).await??)
}
