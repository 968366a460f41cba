//! `init`: creates the folder of a new desk.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::exit::Exit;
use super::failure::Failure;
use super::invocation::Invocation;
use super::operators;
use super::output::Output;
use super::text_layout::wrap;
use crate::desk_data::{DATABASE_FILE, KEYS_FILE, open_store};
use crate::keys::KeyRing;
use crate::profiles::{self, Profiles};
use crate::sql::SqlStore;
use crate::text::{DeskLine as L, DeskSentence};
use countersign_core::profile::Profile;
use countersign_core::protocol::Mask;
use countersign_core::protocol::license::date_at;
use countersign_core::review::{DeclarePolicy, Policy, RULES_VERSION};
use countersign_core::text::{Line as _, safe_path};

/// The defaults of settings; `init` reports those that it used.
const DEFAULTS: [(&str, &str); 4] =
    [("product", "example"), ("name", ""), ("mask", "AA99999999999"), ("host", "localhost")];

pub(super) fn run(args: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    let data = &invocation.data;
    let taken =
        [profiles::NEWEST_FILE, profiles::FOLDER, KEYS_FILE, DATABASE_FILE].map(|name| data.join(name));
    if let Some(existing) = taken.iter().find(|path| path.symlink_metadata().is_ok()) {
        return Err(desk_exists(existing, invocation));
    }
    let keys = KeyRing::generate().map_err(|error| Failure::keys(error, invocation.lang))?;
    let (profile, assumed) = first_profile(args, &keys, invocation)?;
    // A bad name or password must be reported before any file is written.
    let operator = args
        .contains_id("operator")
        .then(|| operators::NewOperator::from_arguments(args, invocation))
        .transpose()?;
    create_files(data, &keys, &profile, invocation)?;
    let mut text = report(&profile, &assumed, invocation);
    if let Some(operator) = operator {
        let store = open_store(data).map_err(|error| Failure::open(error, invocation.lang))?;
        text.push_str(&format!("\n{}", operator.add(&store, invocation)?));
    }
    Ok(Output::done(text))
}

/// The first profile, and the settings for which it took a default.
fn first_profile(
    args: &ArgMatches,
    keys: &KeyRing,
    invocation: &Invocation,
) -> Result<(Profile, Vec<String>), Failure> {
    let given = |name: &str| args.get_one::<String>(name).cloned();
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
        let what = DeskSentence::SettingInvalid { detail: &detail }.say(invocation.lang);
        Failure::new(Exit::Usage, "SETTING-INVALID", what, L::SettingInvalidDo.say(invocation.lang))
    };
    let profile = Profile {
        id: 1,
        published: Some(date_at(invocation.now)),
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
            assigned: args.get_flag("assigned"),
            older_binding: args.get_flag("older-binding"),
            spoken: args.get_flag("spoken"),
            ..Policy::default()
        },
        keys: keys.pinned().into_iter().map(|(pinned, _)| pinned).collect(),
    };
    // Devices make the same check, so it must pass before any file is written.
    let text = profile.to_toml().map_err(|error| invalid(error.to_string()))?;
    Profile::parse(&text).map_err(|error| invalid(error.to_string()))?;
    Ok((profile, assumed))
}

/// Creates every file. `profile.toml` comes last, because a folder without it is no desk. If a step fails, the files so far
/// are removed.
fn create_files(
    data: &Path,
    keys: &KeyRing,
    profile: &Profile,
    invocation: &Invocation,
) -> Result<(), Failure> {
    let lang = invocation.lang;
    let file = |path: &Path, error: &std::io::Error| Failure::file(path, error, lang);
    DirBuilder::new().recursive(true).mode(0o750).create(data).map_err(|error| file(data, &error))?;
    let mut created = CreatedFiles(Vec::new());
    // The key file comes first and must be new, so that of two concurrent runs one stops here.
    let path = data.join(KEYS_FILE);
    keys.save_new(&path, invocation.passphrase.as_deref()).map_err(|error| match error {
        crate::keys::KeyError::Io { error, .. } if error.kind() == std::io::ErrorKind::AlreadyExists => {
            desk_exists(&path, invocation)
        }
        other => Failure::keys(other, lang),
    })?;
    created.0.push(path);
    let path = data.join(DATABASE_FILE);
    let store = SqlStore::create(&path).map_err(|error| Failure::store(&error, lang));
    for name in [DATABASE_FILE.to_owned(), format!("{DATABASE_FILE}-wal"), format!("{DATABASE_FILE}-shm")] {
        created.0.push(data.join(name));
    }
    drop(store?);
    let path = data.join(profiles::FOLDER);
    DirBuilder::new().mode(0o755).create(&path).map_err(|error| file(&path, &error))?;
    created.0.push(path.join("1.toml"));
    created.0.push(path);
    Profiles::publish(data, profile).map_err(|error| Failure::profiles(error, lang))?;
    created.0.clear();
    Ok(())
}

/// Files that are removed when this is dropped, unless the list was cleared.
struct CreatedFiles(Vec<PathBuf>);

impl Drop for CreatedFiles {
    fn drop(&mut self) {
        for path in &self.0 {
            let _ = if path.is_dir() { std::fs::remove_dir(path) } else { std::fs::remove_file(path) };
        }
    }
}

fn desk_exists(path: &Path, invocation: &Invocation) -> Failure {
    let what = DeskSentence::DeskExists { path: &safe_path(path) }.say(invocation.lang);
    Failure::refused("DESK-EXISTS", what, L::DeskExistsDo.say(invocation.lang))
}

fn report(profile: &Profile, assumed: &[String], invocation: &Invocation) -> String {
    let lang = invocation.lang;
    let path = invocation.data.display().to_string();
    let toml = invocation.data.join(profiles::NEWEST_FILE).display().to_string();
    let example = profile.mask.example();
    let sealed = if invocation.passphrase.is_some() { L::MadeKeysSealed } else { L::MadeKeysPlain };
    let mut out = wrap(&DeskSentence::Made { product: &profile.name, path: &path }.say(lang), 0, 0);
    out.push_str("\n\n");
    let mut item = |text: &str| {
        out.push_str("  - ");
        out.push_str(&wrap(text, 4, 4));
        out.push('\n');
    };
    if !assumed.is_empty() {
        item(&DeskSentence::MadeAssumed { setting: &assumed.join(", ") }.say(lang));
    }
    item(sealed.say(lang));
    item(&DeskSentence::MadeNextProfile { path: &toml }.say(lang));
    item(&DeskSentence::MadeNextNumbers { data: &path, example: &example }.say(lang));
    item(&DeskSentence::MadeNextAnswer { data: &path }.say(lang));
    item(L::MadeBackup.say(lang));
    out
}
