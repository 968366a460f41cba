//! `init`: creates a new desk.

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
use crate::atomic_file;
use crate::desk_data::connect;
use crate::key_and_profile_changes as changes;
use crate::keys::{KeyError, KeyRing};
use crate::postgres::{DatabaseAddress, PostgresAddress};
use crate::profiles;
use crate::sql::SqlStore;
use crate::text::{DeskLine as L, DeskSentence};
use countersign_core::profile::Profile;
use countersign_core::protocol::Mask;
use countersign_core::protocol::license::date_at;
use countersign_core::review::{DeclarePolicy, Policy, RULES_VERSION};
use countersign_core::text::{Line as _, listed, safe_path};

/// The default values of settings. `init` reports those that it used.
const DEFAULTS: [(&str, &str); 4] =
    [("product", "example"), ("name", ""), ("mask", "AA99999999999"), ("host", "localhost")];

pub(super) fn run(args: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    let lang = invocation.lang;
    let (first, assumed) = first_profile(args, None, invocation)?;
    // A bad name or password is reported before any file is written.
    let operator = args
        .contains_id("operator")
        .then(|| operators::NewOperator::from_arguments(args, invocation))
        .transpose()?;
    let mut created = CreatedFiles(Vec::new());
    let store = create_store(&mut created, invocation)?;
    let added = invocation.wait(changes::add_product(&store, invocation.author()?, &first));
    let profile = added.map_err(|error| Failure::change(error, lang))?;
    let sealed = if invocation.passphrase()?.is_some() { L::MadeKeysSealed } else { L::MadeKeysPlain };
    let mut text = report(&profile, &assumed, sealed, invocation);
    if let Some(operator) = operator {
        text.push_str(&format!("\n{}", operator.add(&store, invocation)?));
    }
    // The profile is written last, so that a failure before it leaves no files.
    let profiles = invocation.read_profiles(&store)?;
    profiles.write_newest(invocation.folder()).map_err(|error| Failure::profiles(error, lang))?;
    created.0.clear();
    Ok(Output::done(text))
}

/// Returns the first profile of a product, and the settings that got a default. The profile also takes the
/// host, the online address and the hotline of `beside`, a profile of the same desk.
pub(super) fn first_profile(
    args: &ArgMatches,
    beside: Option<&Profile>,
    invocation: &Invocation,
) -> Result<(Profile, Vec<String>), Failure> {
    let given = |name: &str| args.get_one::<String>(name).cloned();
    let mut assumed = Vec::new();
    let mut setting = |name: &str| {
        let of_desk = beside.filter(|_| name == "host").map(|beside| beside.desk.clone());
        given(name).or(of_desk).unwrap_or_else(|| {
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
        online: given("online")
            .map(|url| url.to_ascii_lowercase())
            .or_else(|| beside.and_then(|beside| beside.online.clone())),
        hotline: given("hotline").or_else(|| beside.and_then(|beside| beside.hotline.clone())),
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
        keys: Vec::new(),
    };
    // Devices make the same check, so the check must pass before any file is written.
    let keys = KeyRing::generate().map_err(|error| Failure::keys(error, invocation.lang))?;
    let keys = keys.pinned().into_iter().map(|(pinned, _)| pinned).collect();
    let with_keys = Profile { keys, ..profile.clone() };
    let text = with_keys.to_toml().map_err(|error| invalid(error.to_string()))?;
    Profile::parse(&text).map_err(|error| invalid(error.to_string()))?;
    Ok((profile, assumed))
}

/// Creates the folder and the database. On a server, the database is created first, so that no folder is left
/// if the server can't be used. The database file must be new, so that of two concurrent runs one stops here.
fn create_store(created: &mut CreatedFiles, invocation: &Invocation) -> Result<SqlStore, Failure> {
    let lang = invocation.lang;
    let folder = invocation.folder();
    let newest = folder.join(profiles::NEWEST_FILE);
    if newest.symlink_metadata().is_ok() {
        return Err(desk_exists(&newest, invocation));
    }
    let create_folder = || {
        let created = DirBuilder::new().recursive(true).mode(0o750).create(folder);
        created.map_err(|error| Failure::file(folder, &error, lang))
    };
    let file = match invocation.place.database() {
        DatabaseAddress::Sqlite(file) => file,
        DatabaseAddress::Postgres(address) => {
            let store = create_on_server(&address, invocation)?;
            create_folder()?;
            return Ok(store);
        }
    };
    create_folder()?;
    atomic_file::create(&file, atomic_file::PRIVATE, b"").map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => desk_exists(&file, invocation),
        _ => Failure::file(&file, &error, lang),
    })?;
    for ending in ["", "-wal", "-shm"] {
        let mut path = file.clone().into_os_string();
        path.push(ending);
        created.0.push(path.into());
    }
    SqlStore::open(&file).map_err(|error| Failure::store(&error, lang))
}

/// Creates the tables on a server. Its keys need a passphrase.
fn create_on_server(address: &PostgresAddress, invocation: &Invocation) -> Result<SqlStore, Failure> {
    let lang = invocation.lang;
    if invocation.passphrase()?.is_none() {
        return Err(Failure::keys(KeyError::Unsealed, lang));
    }
    let store = invocation.wait(connect(address)).map_err(|error| Failure::open(error, lang))?;
    let published = invocation.query(store.published())?;
    if !published.profiles.is_empty() {
        return Err(desk_exists(Path::new(&address.to_string()), invocation));
    }
    Ok(store)
}

/// Files that are deleted on drop, unless the list was cleared.
struct CreatedFiles(Vec<PathBuf>);

impl Drop for CreatedFiles {
    fn drop(&mut self) {
        for path in &self.0 {
            let _ = std::fs::remove_file(path);
        }
    }
}

fn desk_exists(path: &Path, invocation: &Invocation) -> Failure {
    let what = DeskSentence::DeskExists { path: &safe_path(path) }.say(invocation.lang);
    Failure::refused("DESK-EXISTS", what, L::DeskExistsDo.say(invocation.lang))
}

fn report(profile: &Profile, assumed: &[String], sealed: L, invocation: &Invocation) -> String {
    let lang = invocation.lang;
    let path = safe_path(invocation.folder());
    let toml = safe_path(&invocation.folder().join(profiles::NEWEST_FILE));
    let (options, example) = (&invocation.place_options, profile.mask.example());
    let mut out = wrap(&DeskSentence::Made { product: &profile.name, path: &path }.say(lang), 0, 0);
    out.push_str("\n\n");
    let mut item = |text: &str| {
        out.push_str("  - ");
        out.push_str(&wrap(text, 4, 4));
        out.push('\n');
    };
    if !assumed.is_empty() {
        let setting = &listed(lang, assumed);
        item(&match invocation.place.database() {
            DatabaseAddress::Sqlite(_) => DeskSentence::MadeAssumed { setting }.say(lang),
            DatabaseAddress::Postgres(_) => DeskSentence::MadeAssumedOnServer { setting }.say(lang),
        });
    }
    item(sealed.say(lang));
    item(&DeskSentence::MadeNextProfile { path: &toml }.say(lang));
    item(&DeskSentence::MadeNextNumbers { options, example: &example }.say(lang));
    item(&DeskSentence::MadeNextAnswer { options }.say(lang));
    item(L::MadeBackup.say(lang));
    out
}
