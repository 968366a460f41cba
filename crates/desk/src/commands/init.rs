//! `init`: a new desk's folder.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::failure::Failure;
use super::paper::wrap;
use super::{Call, Exit, Output, operators};
use crate::desk_data::{DATABASE, KEYS, open_store};
use crate::keys::KeyRing;
use crate::profiles::Profiles;
use crate::sql::SqlStore;
use crate::text::DeskLine as L;
use countersign_core::profile::Profile;
use countersign_core::protocol::Mask;
use countersign_core::review::{DeclarePolicy, Policy, RULES_VERSION};
use countersign_core::text::Line as _;

/// What is taken where a setting isn't given; `init` says which.
const DEFAULTS: [(&str, &str); 4] =
    [("product", "example"), ("name", ""), ("mask", "AA99999999999"), ("host", "localhost")];

pub(super) fn run(with: &ArgMatches, call: &Call) -> Result<Output, Failure> {
    let data = &call.data;
    let taken = ["profile.toml", "profiles", KEYS, DATABASE].map(|name| data.join(name));
    if let Some(there) = taken.iter().find(|path| path.symlink_metadata().is_ok()) {
        return Err(exists(there, call));
    }
    let keys = KeyRing::generate().map_err(|error| Failure::keys(error, call.lang))?;
    let (profile, assumed) = profile(with, &keys, call)?;
    // What is wrong with a name or a password is said before anything is made.
    let operator = with.contains_id("operator").then(|| operators::New::of(with, call)).transpose()?;
    make(data, &keys, &profile, call)?;
    let mut text = report(&profile, &assumed, call);
    if let Some(operator) = operator {
        let store = open_store(data).map_err(|error| Failure::open(error, call.lang))?;
        text.push_str(&format!("\n{}", operator.add(&store, call)?));
    }
    Ok(Output::done(text))
}

/// The first profile, and the settings that weren't given.
fn profile(with: &ArgMatches, keys: &KeyRing, call: &Call) -> Result<(Profile, Vec<String>), Failure> {
    let given = |name: &str| with.get_one::<String>(name).cloned();
    let mut assumed = Vec::new();
    let mut setting = |name: &str| {
        given(name).unwrap_or_else(|| {
            let default = DEFAULTS.into_iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value);
            if !default.is_empty() {
                assumed.push(format!("--{name} {default}"));
            }
            default.to_owned()
        })
    };
    let (product, mask, desk) = (setting("product"), setting("mask"), setting("host"));
    let name = given("name").unwrap_or_else(|| product.clone());
    let invalid = |detail: String| {
        let lines = (L::SettingInvalid, L::SettingInvalidDo);
        Failure::new(Exit::Usage, "SETTING-INVALID", lines, &[("detail", &detail)], call.lang)
    };
    let profile = Profile {
        version: 1,
        product,
        name,
        mask: Mask::parse(&mask).map_err(|error| invalid(format!("--mask {mask}: {error}")))?,
        desk: desk.to_ascii_lowercase(),
        online: given("online").map(|url| url.to_ascii_lowercase()),
        hotline: given("hotline"),
        rules: RULES_VERSION,
        policy: Policy {
            declared: match given("declared").as_deref() {
                Some("serial") => DeclarePolicy::Serial,
                Some("any") => DeclarePolicy::Any,
                _ => DeclarePolicy::No,
            },
            older_binding: with.get_flag("older-binding"),
            spoken: with.get_flag("spoken"),
        },
        keys: keys.pinned().into_iter().map(|(pinned, _)| pinned).collect(),
    };
    // The very check that devices make, before anything is written.
    let text = profile.to_toml().map_err(|error| invalid(error.to_string()))?;
    Profile::parse(&text).map_err(|error| invalid(error.to_string()))?;
    Ok((profile, assumed))
}

/// Makes every file. `profile.toml` comes last: a folder without it is no desk. What was begun and can't
/// be finished is taken away again.
fn make(data: &Path, keys: &KeyRing, profile: &Profile, call: &Call) -> Result<(), Failure> {
    let lang = call.lang;
    let file = |path: &Path, error: &std::io::Error| Failure::file(path, error, lang);
    DirBuilder::new().recursive(true).mode(0o750).create(data).map_err(|error| file(data, &error))?;
    let mut begun = Begun(Vec::new());
    // The keys are made first, and only where there are none: of two that start at once, one stops here.
    let path = data.join(KEYS);
    keys.save_new(&path, call.passphrase.as_deref()).map_err(|error| match error {
        crate::keys::KeyError::Io { error, .. } if error.kind() == std::io::ErrorKind::AlreadyExists => {
            exists(&path, call)
        }
        other => Failure::keys(other, lang),
    })?;
    begun.0.push(path);
    let path = data.join(DATABASE);
    let store = SqlStore::create(&path).map_err(|error| Failure::store(&error, lang));
    for name in [DATABASE.to_owned(), format!("{DATABASE}-wal"), format!("{DATABASE}-shm")] {
        begun.0.push(data.join(name));
    }
    drop(store?);
    let path = data.join("profiles");
    DirBuilder::new().mode(0o755).create(&path).map_err(|error| file(&path, &error))?;
    begun.0.push(path.join("1.toml"));
    begun.0.push(path);
    Profiles::publish(data, profile).map_err(|error| Failure::profiles(error, lang))?;
    begun.0.clear();
    Ok(())
}

/// Files that are taken away again unless everything is made.
struct Begun(Vec<PathBuf>);

impl Drop for Begun {
    fn drop(&mut self) {
        for path in &self.0 {
            let _ = if path.is_dir() { std::fs::remove_dir(path) } else { std::fs::remove_file(path) };
        }
    }
}

fn exists(path: &Path, call: &Call) -> Failure {
    let with = [("path", &*path.display().to_string())];
    Failure::new(Exit::Refused, "DESK-EXISTS", (L::DeskExists, L::DeskExistsDo), &with, call.lang)
}

fn report(profile: &Profile, assumed: &[String], call: &Call) -> String {
    let lang = call.lang;
    let path = call.data.display().to_string();
    let toml = call.data.join("profile.toml").display().to_string();
    let example = profile.mask.example();
    let sealed = if call.passphrase.is_some() { L::MadeKeysSealed } else { L::MadeKeysPlain };
    let mut out = wrap(&L::Made.fill(lang, &[("product", &profile.name), ("path", &path)]), 0, 0);
    out.push_str("\n\n");
    let mut item = |text: &str| {
        out.push_str("  - ");
        out.push_str(&wrap(text, 4, 4));
        out.push('\n');
    };
    if !assumed.is_empty() {
        item(&L::MadeAssumed.fill(lang, &[("setting", &assumed.join(", "))]));
    }
    item(sealed.say(lang));
    item(&L::MadeNextProfile.fill(lang, &[("path", &toml)]));
    item(&L::MadeNextNumbers.fill(lang, &[("data", &path), ("example", example.as_str())]));
    item(&L::MadeNextAnswer.fill(lang, &[("data", &path)]));
    item(L::MadeBackup.say(lang));
    out
}
