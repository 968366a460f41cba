//! The pages of signing keys and profiles, and their forms.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};

use super::components::fact;
use super::session::{OfficeForm, OfficeSession};
use super::shown_state::ShownState;
use crate::access::{Access, Permission};
use crate::dates::now;
use crate::key_and_profile_changes::{self as changes, Author, ChangeError, ProfileChanges};
use crate::keys::{KeyState, ListedKey};
use crate::passphrase::Passphrase;
use crate::profiles::PublishedProfile;
use crate::text::{
    AdminLine as A, AdminSentence, OfficeLine as O, OfficeSentence, TokenSentence, office, profile_fault,
};
use crate::web::error::WebError;
use crate::web::routes::Routes;
use crate::web::state::DeskState;
use countersign_core::profile::Profile;
use countersign_core::protocol::{KeyId, PinnedKey};
use countersign_core::review::DeclarePolicy;
use countersign_core::text::{Line as _, labelled, listed};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/office/keys", Access::Operator(Permission::ManageKeys), list_keys)
        .post("/office/keys/add", Access::Operator(Permission::ManageKeys), add_key)
        .post("/office/keys/{id}/retire", Access::Operator(Permission::ManageKeys), retire_key)
        .get("/office/profiles", Access::Operator(Permission::See), list_profiles)
        .post("/office/profiles", Access::Operator(Permission::ManageKeys), publish_profile)
        .get("/office/profiles/{id}", Access::Operator(Permission::See), show_profile)
}

async fn list_keys(session: OfficeSession) -> Result<Response, WebError> {
    let lang = session.lang();
    let data = session.desk().data();
    let pinned_by = |pinned: &PinnedKey| -> Vec<String> {
        let all = data.published.profiles.all().filter(|one| one.keys.contains(pinned));
        all.map(|one| one.id.to_string()).collect()
    };
    let products = data.published.profiles.products();
    let content = html! {
        h1 { (O::NavKeys.say(lang)) }
        p { (O::KeysLead.say(lang)) }
        @for product in &products {
            @if products.len() > 1 { h2 { (product.name) } }
            table.rows {
                thead { tr { th { (O::Key.say(lang)) } th { (crate::text::DeskLine::ShowState.say(lang)) } th { (O::PinnedBy.say(lang)) } td {} } }
                tbody { @for ListedKey { pinned, state, place } in data.published.listed_keys(&product.product) { tr {
                    td data-label=(O::Key.say(lang)) { b { (pinned.id.0) } " " code.quiet.long { (data_encoding::HEXLOWER.encode(&pinned.key)) }
                        @if let Some(place) = &place { " " (TokenSentence::PlaceShort { token: &place.token(), label: &place.label() }.say(lang)) }
                    }
                    td data-label=(crate::text::DeskLine::ShowState.say(lang)) {
                        @if state == KeyState::Active { span.good { (A::KeyActive.say(lang)) } } @else { (A::KeyRetiredWord.say(lang)) }
                    }
                    td data-label=(O::PinnedBy.say(lang)) { (listed(lang, pinned_by(&pinned))) }
                    td { @if state == KeyState::Active {
                        form method="post" action={ "/office/keys/" (pinned.id.0) "/retire" } {
                            (session.csrf_field())
                            (product_field(product))
                            button.small { (O::RetireButton.say(lang)) }
                        }
                    } }
                } } }
            }
            form.stack method="post" action="/office/keys/add" {
                (session.csrf_field())
                (product_field(product))
                p.quiet { (O::AddKeyHint.say(lang)) }
                button { (O::AddKeyButton.say(lang)) }
            }
        }
    };
    Ok(session.page(O::NavKeys.say(lang), &content))
}

fn product_field(product: &Profile) -> Markup {
    html! { input type="hidden" name="product" value=(product.product); }
}

/// The product that a form names, otherwise the product of the newest profile.
fn product_of(form: &OfficeForm) -> String {
    let profiles = form.session.desk().data().published.profiles;
    let named = Some(form.field("product")).filter(|named| !named.is_empty());
    named.map_or_else(|| profiles.newest().product.clone(), str::to_owned)
}

async fn add_key(form: OfficeForm) -> Result<Response, WebError> {
    let session = &form.session;
    let product = product_of(&form);
    let work = move |desk: DeskState, by: Operator| async move {
        changes::add_key(desk.store(), by.author(), &product).await
    };
    match change(session, work).await? {
        Err(error) => refused(session, error),
        Ok(_) => Ok(session.done("/office/keys")),
    }
}

async fn retire_key(Path(id): Path<u8>, form: OfficeForm) -> Result<Response, WebError> {
    let session = &form.session;
    let lang = session.lang();
    let product = product_of(&form);
    let work = move |desk: DeskState, by: Operator| async move {
        changes::retire_key(desk.store(), by.author(), &product, KeyId(id)).await
    };
    match change(session, work).await? {
        Err(error) => refused(session, error),
        Ok(unsigned) => {
            let profiles = listed(lang, &unsigned);
            let content = html! {
                h1 { (O::NavKeys.say(lang)) }
                p.notice.good { (AdminSentence::KeyRetiredNow { id: &id }.say(lang)) }
                @if !unsigned.is_empty() { p.notice.bad { (AdminSentence::KeyRetiredLeft { profiles: &profiles }.say(lang)) } }
                p { a href="/office/keys" { (O::NavKeys.say(lang)) } }
            };
            Ok(session.page(O::NavKeys.say(lang), &content))
        }
    }
}

async fn list_profiles(session: OfficeSession) -> Result<Response, WebError> {
    let lang = session.lang();
    let profiles = session.desk().data().published.profiles;
    let products = profiles.products();
    let all: Vec<&Profile> = profiles.all().collect();
    let content = html! {
        h1 { (O::NavProfiles.say(lang)) }
        p { (O::ProfilesLead.say(lang)) }
        table.rows {
            thead { tr { th { (O::ProfileVersion.say(lang)) } th { (O::Host.say(lang)) } th { (O::NavKeys.say(lang)) } th { (O::Policy.say(lang)) } } }
            tbody { @for one in all.into_iter().rev() { tr {
                td data-label=(O::ProfileVersion.say(lang)) { a href={ "/office/profiles/" (one.id) } { (one.id) } @if profiles.newest_of(&one.product) == Some(one) { " " (A::ProfileNewest.say(lang)) } }
                td data-label=(O::Host.say(lang)) { (one.desk) }
                td data-label=(O::NavKeys.say(lang)) { (listed(lang, one.keys.iter().map(|key| key.id.0))) }
                td data-label=(O::Policy.say(lang)) { (office::policy(lang, &one.policy)) }
            } } }
        }
        @if session.may(Permission::ManageKeys) {
            @for newest in &products { (publish_section(&session, newest, products.len() > 1)) }
        }
    };
    Ok(session.page(O::NavProfiles.say(lang), &content))
}

async fn show_profile(session: OfficeSession, Path(id): Path<u16>) -> Result<Response, WebError> {
    let lang = session.lang();
    let found = session.desk().data().published.profiles.published(id).cloned();
    let Some(PublishedProfile { profile: one, text }) = found else {
        let what = AdminSentence::ProfileUnknown { id: &id }.say(lang);
        return Ok(session.problem(
            StatusCode::NOT_FOUND,
            "PROFILE-UNKNOWN",
            &what,
            O::SeeProfiles.say(lang),
        ));
    };
    let title = OfficeSentence::ProfileTitle { id: &id }.say(lang);
    let content = html! {
        h1 { (title) }
        dl.facts {
            (fact(O::Host.say(lang), &one.desk))
            (fact(O::Policy.say(lang), &office::policy(lang, &one.policy)))
            (fact(O::Online.say(lang), &one.api_url()))
            @if let Some(hotline) = &one.hotline { (fact(O::Hotline.say(lang), hotline)) }
        }
        p { (O::ProfileToml.say(lang)) }
        pre { (text) }
    };
    Ok(session.page(&title, &content))
}

const fn declared_line(declared: DeclarePolicy) -> A {
    match declared {
        DeclarePolicy::No => A::No,
        DeclarePolicy::Serial => A::Serial,
        DeclarePolicy::Any => A::Any,
    }
}

/// The form that publishes a new version, with its heading. `named` puts the product's name into the heading.
fn publish_section(session: &OfficeSession, newest: &Profile, named: bool) -> Markup {
    let lang = session.lang();
    let title = O::PublishTitle.say(lang);
    let yes_no = |name: &'static str, label: O, now: bool| {
        html! { label { (label.say(lang)) select name=(name) {
            option value="yes" selected[now] { (A::Yes.say(lang)) }
            option value="no" selected[!now] { (A::No.say(lang)) }
        } } }
    };
    html! {
        h2 { @if named { (labelled(lang, title, &newest.name)) } @else { (title) } }
        form.stack method="post" action="/office/profiles" {
            (session.csrf_field())
            (product_field(newest))
            (shown_profile(newest).field())
            label { (O::SetName.say(lang)) input name="name" value=(newest.name) required; }
            label { (O::SetHost.say(lang)) input name="host" value=(newest.desk) required; }
            label { (O::SetOnline.say(lang)) input name="online" value=(newest.online.as_deref().unwrap_or_default()) placeholder=(newest.api_url()); }
            label { (O::SetHotline.say(lang)) input name="hotline" value=(newest.hotline.as_deref().unwrap_or_default()); }
            (yes_no("recovered", O::SetRecovered, newest.policy.recovered))
            (yes_no("assigned", O::SetAssigned, newest.policy.assigned))
            label { (O::SetDeclared.say(lang)) select name="declared" {
                @for (name, one) in [("no", DeclarePolicy::No), ("serial", DeclarePolicy::Serial), ("any", DeclarePolicy::Any)] {
                    option value=(name) selected[one == newest.policy.declared] { (declared_line(one).say(lang)) }
                }
            } }
            (yes_no("older", O::SetOlder, newest.policy.older_binding))
            (yes_no("spoken", O::SetSpoken, newest.policy.spoken))
            button { (O::PublishButton.say(lang)) }
        }
    }
}

/// The profile whose settings the form shows.
fn shown_profile(newest: &Profile) -> ShownState {
    ShownState::of([newest.id.to_string()])
}

async fn publish_profile(form: OfficeForm) -> Result<Response, WebError> {
    let session = &form.session;
    let profile_changes = ProfileChanges {
        name: Some(form.field("name").to_owned()),
        host: Some(form.field("host").to_owned()),
        online: Some(form.field("online").to_owned()),
        hotline: Some(form.field("hotline").to_owned()),
        recovered: Some(form.field("recovered") == "yes"),
        assigned: Some(form.field("assigned") == "yes"),
        declared: Some(match form.field("declared") {
            "serial" => DeclarePolicy::Serial,
            "any" => DeclarePolicy::Any,
            _ => DeclarePolicy::No,
        }),
        older_binding: Some(form.field("older") == "yes"),
        spoken: Some(form.field("spoken") == "yes"),
    };
    let product = product_of(&form);
    session.desk().refresh().await;
    let newest = session.desk().data().published.profiles.newest_of(&product).cloned();
    if let Some(refusal) = newest.and_then(|newest| shown_profile(&newest).refuse_older(&form)) {
        return Ok(refusal);
    }
    let work = move |desk: DeskState, by: Operator| async move {
        changes::publish_profile(desk.store(), by.author(), &product, &profile_changes).await
    };
    match change(session, work).await? {
        Err(error) => refused(session, error),
        Ok(_) => Ok(session.done("/office/profiles")),
    }
}

fn refused(session: &OfficeSession, error: ChangeError) -> Result<Response, WebError> {
    let lang = session.lang();
    let conflict =
        |code: &str, what: &str, next: &str| session.problem(StatusCode::CONFLICT, code, what, next);
    let say = |line: A| line.say(lang);
    Ok(match error {
        ChangeError::KeyUnknown(id) => {
            let what = AdminSentence::KeyUnknown { id: &id }.say(lang);
            conflict("KEY-UNKNOWN", &what, say(A::KeyRetiredAlreadyDo))
        }
        ChangeError::AlreadyRetired(id) => {
            let what = AdminSentence::KeyRetiredAlready { id: &id }.say(lang);
            conflict("KEY-RETIRED", &what, say(A::KeyRetiredAlreadyDo))
        }
        ChangeError::LastKey(id) => {
            let what = AdminSentence::KeyLast { id: &id }.say(lang);
            conflict("KEY-LAST", &what, O::KeyLastDo.say(lang))
        }
        ChangeError::ProductUnknown(product) => {
            let what = AdminSentence::ProductUnknown { product: &product }.say(lang);
            conflict("PRODUCT-UNKNOWN", &what, O::SeeProfiles.say(lang))
        }
        // Only a file or a token has these faults, and the office takes none.
        ChangeError::KeyThere(_)
        | ChangeError::Published(_)
        | ChangeError::ProductThere(_)
        | ChangeError::VersionTooLow(_)
        | ChangeError::OtherNumbers { .. }
        | ChangeError::NoKeyPinned
        | ChangeError::IdLines
        | ChangeError::NotRegular(_)
        | ChangeError::NotWrittenBack { .. } => return Err(WebError::Fault),
        ChangeError::NoneLeft => conflict("KEYS-FULL", say(A::KeysFull), say(A::KeysFullDo)),
        ChangeError::NothingChanges => {
            conflict("PROFILE-SAME", say(A::ProfileSame), say(A::ProfileSettingDo))
        }
        ChangeError::Invalid(error) => {
            let what = AdminSentence::ProfileSetting { detail: &profile_fault(lang, &error) }.say(lang);
            session.problem(
                StatusCode::UNPROCESSABLE_ENTITY,
                "SETTING-INVALID",
                &what,
                say(A::ProfileSettingDo),
            )
        }
        ChangeError::Store(error) => return Err(error.into()),
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

/// The operator who makes a change, with what the change needs.
struct Operator {
    name: String,
    passphrase: Option<Passphrase>,
}

impl Operator {
    fn author(&self) -> Author<'_> {
        Author { operator: &self.name, now: now(), passphrase: self.passphrase.as_deref() }
    }
}

/// Makes a change, and writes the newest profile into the desk's folder.
async fn change<T, F>(
    session: &OfficeSession,
    work: impl FnOnce(DeskState, Operator) -> F + Send + 'static,
) -> Result<Result<T, ChangeError>, WebError>
where
    T: Send + 'static,
    F: Future<Output = Result<T, ChangeError>>,
{
    let desk = session.desk().clone();
    let name = session.operator.as_str().to_owned();
    let work = move |passphrase| work(desk, Operator { name, passphrase });
    let done = session.desk().with_passphrase(work).await?;
    if done.is_ok() {
        session.desk().refresh().await;
        session.desk().write_newest_profile();
    }
    Ok(done)
}
