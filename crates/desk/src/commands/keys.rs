//! `keys` and `profiles`: what signs, and what devices are told.

use std::fmt::Write as _;

use clap::ArgMatches;
use serde_json::json;

use super::failure::Failure;
use super::paper::wrap;
use super::{Call, Exit, Output};
use crate::change::{self, Changes};
use crate::desk_data::{KEYS, open_profiles, open_store};
use crate::keys::{KeyRing, KeyState};
use crate::profiles::Profiles;
use crate::sql::Event;
use crate::text::AdminLine as A;
use countersign_core::profile::Profile;
use countersign_core::protocol::KeyId;
use countersign_core::review::DeclarePolicy;
use countersign_core::text::{Lang, Line as _};

pub(super) fn keys(with: &ArgMatches, call: &Call) -> Result<Output, Failure> {
    let (passphrase, lang) = (call.passphrase.as_deref(), call.lang);
    let profiles = open_profiles(&call.data).map_err(|error| Failure::open(error, lang))?;
    let failed = |error| Failure::change(error, lang);
    let mut text = String::new();
    let mut say = |line: String| {
        let _ = writeln!(text, "{}", wrap(&line, 0, 0));
    };
    match with.subcommand() {
        Some(("list", _)) => {
            let keys = KeyRing::load(&call.data.join(KEYS), passphrase);
            return Ok(list(&keys.map_err(|error| Failure::keys(error, lang))?, &profiles, call));
        }
        Some(("add", _)) => {
            let (id, version) = change::add_key(&call.data, passphrase).map_err(failed)?;
            record("key-added", &id.0.to_string(), call)?;
            record("profile-published", &version.to_string(), call)?;
            say(A::KeyAdded.fill(lang, &[("id", &id.0.to_string()), ("version", &version.to_string())]));
            say(A::KeyAddedDo.say(lang).to_owned());
        }
        Some(("retire", with)) => {
            let id = with.get_one::<u8>("id").copied().unwrap_or(u8::MAX);
            let left = change::retire_key(&call.data, passphrase, KeyId(id)).map_err(failed)?;
            record("key-retired", &id.to_string(), call)?;
            say(A::KeyRetiredNow.fill(lang, &[("id", &id.to_string())]));
            if !left.is_empty() {
                say(A::KeyRetiredLeft.fill(lang, &[("versions", &numbers(left))]));
            }
        }
        _ => return Ok(Output { text, exit: Exit::Usage }),
    }
    Ok(Output::done(text))
}

fn list(keys: &KeyRing, profiles: &Profiles, call: &Call) -> Output {
    let lang = call.lang;
    let rows = keys.pinned().into_iter().map(|(pinned, state)| {
        let versions: Vec<u16> =
            profiles.all().filter(|one| one.keys.contains(&pinned)).map(|one| one.version).collect();
        (pinned, state, versions)
    });
    if call.json {
        let all: Vec<_> = rows
            .map(|(pinned, state, versions)| {
                json!({
                    "id": pinned.id.0,
                    "public": data_encoding::HEXLOWER.encode(&pinned.key),
                    "state": if state == KeyState::Active { "active" } else { "retired" },
                    "profiles": versions,
                })
            })
            .collect();
        return Output::done(format!("{}\n", json!({ "keys": all })));
    }
    let mut text = String::new();
    for (pinned, state, versions) in rows {
        let state = if state == KeyState::Active { A::KeyActive } else { A::KeyRetiredWord };
        let pinned_by = if versions.is_empty() {
            A::KeyUnpinned.say(lang).to_owned()
        } else {
            A::KeyPinned.fill(lang, &[("versions", &numbers(versions))])
        };
        let id = pinned.id.0.to_string();
        let with = [("id", &*id), ("state", state.say(lang)), ("pinned", &*pinned_by)];
        let _ = writeln!(text, "{}", wrap(&A::KeyLine.fill(lang, &with), 0, 2));
    }
    Output::done(text)
}

pub(super) fn profiles(with: &ArgMatches, call: &Call) -> Result<Output, Failure> {
    let lang = call.lang;
    let profiles = open_profiles(&call.data).map_err(|error| Failure::open(error, lang))?;
    match with.subcommand() {
        Some(("list", _)) => Ok(versions(&profiles, call)),
        Some(("show", with)) => {
            let version = with.get_one::<u16>("version").copied().unwrap_or(0);
            let shown = profiles.get(version).and_then(|profile| profile.to_toml().ok());
            shown.map(Output::done).ok_or_else(|| {
                let lines = (A::ProfileUnknown, A::ProfileUnknownDo);
                Failure::refused("PROFILE-UNKNOWN", lines, &[("version", &version.to_string())], lang)
            })
        }
        Some(("publish", with)) => {
            let next =
                change::publish(&call.data, &changes(with)).map_err(|error| Failure::change(error, lang))?;
            let version = next.version.to_string();
            record("profile-published", &version, call)?;
            let text = A::ProfilePublished.fill(lang, &[("version", &version)]);
            Ok(Output::done(format!(
                "{}\n{}\n",
                wrap(&text, 0, 0),
                wrap(A::ProfilePublishedDo.say(lang), 0, 0)
            )))
        }
        _ => Ok(Output { text: String::new(), exit: Exit::Usage }),
    }
}

fn versions(profiles: &Profiles, call: &Call) -> Output {
    if call.json {
        let all: Vec<_> = profiles
            .all()
            .map(|one| {
                json!({
                    "version": one.version,
                    "name": one.name,
                    "host": one.desk,
                    "online": one.online,
                    "hotline": one.hotline,
                    "keys": one.keys.iter().map(|key| key.id.0).collect::<Vec<_>>(),
                    "declared": declared_name(one.policy.declared),
                    "older_binding": one.policy.older_binding,
                    "spoken": one.policy.spoken,
                    "newest": one.version == profiles.newest().version,
                })
            })
            .collect();
        return Output::done(format!("{}\n", json!({ "profiles": all })));
    }
    let mut text = String::new();
    for one in profiles.all() {
        let newest = one.version == profiles.newest().version;
        let _ = writeln!(text, "{}", wrap(&version_line(one, newest, call.lang), 0, 2));
    }
    Output::done(text)
}

fn version_line(one: &Profile, newest: bool, lang: Lang) -> String {
    let yes = |yes: bool| if yes { A::Yes } else { A::No }.say(lang);
    let keys = numbers(one.keys.iter().map(|key| u16::from(key.id.0)));
    let version = one.version.to_string();
    let declared = match one.policy.declared {
        DeclarePolicy::No => A::No,
        DeclarePolicy::Serial => A::Serial,
        DeclarePolicy::Any => A::Any,
    };
    let with = [
        ("version", &*version),
        ("name", &*one.name),
        ("host", &*one.desk),
        ("keys", &*keys),
        ("declared", declared.say(lang)),
        ("older", yes(one.policy.older_binding)),
        ("spoken", yes(one.policy.spoken)),
    ];
    let line = A::ProfileLine.fill(lang, &with);
    if newest { format!("{line} {}", A::ProfileNewest.say(lang)) } else { line }
}

fn changes(with: &ArgMatches) -> Changes {
    let text = |name: &str| with.get_one::<String>(name).cloned();
    let yes = |name: &str| text(name).map(|text| text == "yes");
    Changes {
        name: text("name"),
        host: text("host"),
        online: text("online"),
        hotline: text("hotline"),
        declared: text("declared").map(|text| match text.as_str() {
            "serial" => DeclarePolicy::Serial,
            "any" => DeclarePolicy::Any,
            _ => DeclarePolicy::No,
        }),
        older_binding: yes("older-binding"),
        spoken: yes("spoken"),
    }
}

const fn declared_name(declared: DeclarePolicy) -> &'static str {
    match declared {
        DeclarePolicy::No => "no",
        DeclarePolicy::Serial => "serial",
        DeclarePolicy::Any => "any",
    }
}

fn numbers(all: impl IntoIterator<Item = u16>) -> String {
    all.into_iter().map(|one| one.to_string()).collect::<Vec<_>>().join(", ")
}

/// The files are changed already: what can't be recorded is said, and is no reason to say that nothing was done.
fn record(event: &str, subject: &str, call: &Call) -> Result<(), Failure> {
    let store = open_store(&call.data).map_err(|error| Failure::open(error, call.lang))?;
    let event = Event {
        at: call.now,
        operator: call.operator.clone(),
        event: event.to_owned(),
        subject: subject.to_owned(),
    };
    store.record(&event).map_err(|error| Failure::store(&error, call.lang))
}
