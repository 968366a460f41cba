//! `keys` and `profiles`: the commands for signing keys and profile versions.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{ArgMatches, Command, value_parser};
use serde_json::json;

use super::argument_builder::ArgumentBuilder;
use super::failure::Failure;
use super::invocation::Invocation;
use super::output::Output;
use super::text_layout::wrap;
use crate::key_and_profile_changes::{self as changes, ProfileChanges};
use crate::keys::{KeyState, ListedKey};
use crate::profiles::Profiles;
use crate::sql::SqlStore;
use crate::text::{AdminLine as A, AdminSentence, TokenSentence, office};
use crate::tokens::TokenPlace;
use countersign_core::profile::Profile;
use countersign_core::protocol::{KeyId, PinnedKey};
use countersign_core::review::DeclarePolicy;
use countersign_core::text::{self, Lang, Line as _, safe_path};

/// Returns the command line of `keys`.
pub(super) fn keys_command(t: ArgumentBuilder) -> Command {
    let id = t.positional("id", "ID", A::ArgKey).required(true).value_parser(value_parser!(u8));
    t.group("keys", A::Keys)
        .subcommand(t.command("list", A::KeysList).arg(t.json()))
        .subcommand(
            t.command("add", A::KeysAdd).args([
                t.option("pkcs11", "MODULE", A::OptPkcs11)
                    .value_parser(value_parser!(PathBuf))
                    .requires_all(["token", "label"]),
                t.option("token", "LABEL", A::OptToken).requires("pkcs11"),
                t.option("label", "LABEL", A::OptLabel).requires("pkcs11"),
            ]),
        )
        .subcommand(t.command("retire", A::KeysRetire).arg(id))
}

pub(super) fn keys(args: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    let lang = invocation.lang;
    let store = invocation.open_store()?;
    let profiles = invocation.read_profiles(&store)?;
    let named = invocation.product(args);
    let product = || {
        let product = profiles.product(named.as_deref());
        product.map(|one| one.product.as_str()).map_err(|fault| Failure::product(fault, lang))
    };
    let failed = |error| Failure::change(error, lang);
    let mut text = String::new();
    let mut say = |line: String| {
        let _ = writeln!(text, "{}", wrap(&line, 0, 0));
    };
    match args.subcommand() {
        Some(("list", _)) => {
            return list_keys(named.as_deref(), &profiles, invocation);
        }
        Some(("add", args)) if args.contains_id("pkcs11") => {
            let place = token_place(args, lang)?;
            let author = invocation.author()?;
            let tokens = invocation.tokens()?;
            // The product and the passphrase are checked before the token is used, because the token may generate a key.
            let product = product()?;
            invocation.open_desk()?;
            let adopted = invocation.wait(tokens.adopt(place.clone()));
            let adopted = adopted.map_err(|fault| Failure::token(&fault, &place, lang))?;
            let added = changes::add_token_key(&store, author, product, adopted.key, &place);
            let (id, profile) = invocation.wait(added).map_err(failed)?;
            let profiles = write_newest(&store, invocation)?;
            let path = &safe_path(&profiles.file_of(invocation.folder(), &profile.product));
            let (token, label) = (&place.token(), &place.label());
            say(if adopted.made {
                TokenSentence::MadeOnToken { token, label }.say(lang)
            } else {
                TokenSentence::FoundOnToken { token, label }.say(lang)
            });
            say(TokenSentence::KeyAdded { id: &id.0, profile: &profile.id }.say(lang));
            say(AdminSentence::KeyAddedDo { path }.say(lang));
        }
        Some(("add", _)) => {
            let added = changes::add_key(&store, invocation.author()?, product()?);
            let (id, profile) = invocation.wait(added).map_err(failed)?;
            let profiles = write_newest(&store, invocation)?;
            let path = &safe_path(&profiles.file_of(invocation.folder(), &profile.product));
            say(AdminSentence::KeyAdded { id: &id.0, profile: &profile.id }.say(lang));
            say(AdminSentence::KeyAddedDo { path }.say(lang));
        }
        Some(("retire", args)) => {
            let id = args.get_one::<u8>("id").copied().unwrap_or(u8::MAX);
            let retired = changes::retire_key(&store, invocation.author()?, product()?, KeyId(id));
            let unsigned = invocation.wait(retired).map_err(failed)?;
            say(AdminSentence::KeyRetiredNow { id: &id }.say(lang));
            if !unsigned.is_empty() {
                say(AdminSentence::KeyRetiredLeft { profiles: &text::listed(lang, unsigned) }.say(lang));
            }
        }
        _ => return Ok(Output::usage()),
    }
    Ok(Output::done(text))
}

/// Returns the place that the options name. A relative path of the module starts at the current folder.
fn token_place(args: &ArgMatches, lang: Lang) -> Result<TokenPlace, Failure> {
    let text = |name: &str| args.get_one::<String>(name).map_or("", String::as_str);
    let module = args.get_one::<PathBuf>("pkcs11").cloned().unwrap_or_default();
    let module = std::path::absolute(&module).map_err(|error| Failure::file(&module, &error, lang))?;
    TokenPlace::new(&module, text("token"), text("label")).map_err(|error| Failure::place(error, lang))
}

fn list_keys(named: Option<&str>, profiles: &Profiles, invocation: &Invocation) -> Result<Output, Failure> {
    let lang = invocation.lang;
    let desk = invocation.open_desk()?;
    let products = profiles.products();
    let listed = products.iter().filter(|one| named.is_none_or(|named| one.product == named));
    let pinned_by = |pinned: &PinnedKey| -> Vec<u16> {
        profiles.all().filter(|one| one.keys.contains(pinned)).map(|one| one.id).collect()
    };
    let (mut objects, mut text) = (Vec::new(), String::new());
    for product in listed.map(|one| one.product.as_str()) {
        if products.len() > 1 {
            let _ = writeln!(text, "{product}");
        }
        for ListedKey { pinned, state, place } in desk.published.listed_keys(product) {
            let active = state == KeyState::Active;
            objects.push(json!({
                "product": product,
                "id": pinned.id.0,
                "public": data_encoding::HEXLOWER.encode(&pinned.key),
                "state": if active { "active" } else { "retired" },
                "profiles": pinned_by(&pinned),
                "token": place.as_ref().map(|place| json!({
                    "module": place.module(),
                    "token": place.token(),
                    "label": place.label(),
                })),
            }));
            let state = if active { A::KeyActive } else { A::KeyRetiredWord };
            let profiles = pinned_by(&pinned);
            let pinned_by = if profiles.is_empty() {
                A::KeyUnpinned.say(lang).to_owned()
            } else {
                AdminSentence::KeyPinned { profiles: &text::listed(lang, profiles) }.say(lang)
            };
            let (id, state) = (pinned.id.0, state.say(lang));
            let line = AdminSentence::KeyLine { id: &id, state: &state, pinned: &pinned_by }.say(lang);
            let place = place.map(|place| {
                let (token, label) = (&place.token(), &place.label());
                TokenSentence::Place { token, label, path: &safe_path(place.module()) }.say(lang)
            });
            let line = [Some(line), place].into_iter().flatten().collect::<Vec<_>>();
            let _ = writeln!(text, "{}", wrap(&line.join(text::semicolon(lang)), 0, 2));
        }
    }
    if invocation.json {
        text = format!("{}\n", json!({ "keys": objects }));
    }
    Ok(Output::done(text))
}

pub(super) fn profiles(args: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    let lang = invocation.lang;
    let store = invocation.open_store()?;
    let profiles = invocation.read_profiles(&store)?;
    match args.subcommand() {
        Some(("list", _)) => Ok(list_profiles(&profiles, invocation)),
        Some(("show", args)) => {
            let id = args.get_one::<u16>("id").copied().unwrap_or(0);
            let shown = profiles.published(id).map(|published| published.text.clone());
            shown.map(Output::done).ok_or_else(|| {
                let what = AdminSentence::ProfileUnknown { id: &id }.say(lang);
                Failure::refused("PROFILE-UNKNOWN", what, A::ProfileUnknownDo.say(lang))
            })
        }
        Some(("publish", args)) => {
            let failed = |error| Failure::change(error, lang);
            let author = invocation.author()?;
            let file = args.get_one::<PathBuf>("file");
            let published = match file {
                Some(path) => invocation.wait(changes::publish_file(&store, author, path)),
                None => {
                    let product = profiles.product(invocation.product(args).as_deref());
                    let product = &product.map_err(|fault| Failure::product(fault, lang))?.product;
                    let changes = profile_changes(args);
                    invocation.wait(changes::publish_profile(&store, author, product, &changes))
                }
            };
            // A profile that could not be written back to its file is still published.
            let profiles = write_newest(&store, invocation)?;
            let next = published.map_err(failed)?;
            let mut lines =
                vec![AdminSentence::ProfilePublished { id: &next.id, version: &next.version }.say(lang)];
            lines.extend(file.map(|path| {
                AdminSentence::ProfileWritten { id: &next.id, path: &safe_path(path) }.say(lang)
            }));
            let path = &safe_path(&profiles.file_of(invocation.folder(), &next.product));
            lines.push(AdminSentence::ProfilePublishedDo { path }.say(lang));
            Ok(Output::done(lines.iter().map(|line| wrap(line, 0, 0) + "\n").collect()))
        }
        _ => Ok(Output::usage()),
    }
}

fn list_profiles(profiles: &Profiles, invocation: &Invocation) -> Output {
    if invocation.json {
        let all: Vec<_> = profiles
            .all()
            .map(|one| {
                json!({
                    "id": one.id,
                    "version": one.version,
                    "product": one.product,
                    "published": one.published,
                    "name": one.name,
                    "host": one.desk,
                    "online": one.online,
                    "hotline": one.hotline,
                    "keys": one.keys.iter().map(|key| key.id.0).collect::<Vec<_>>(),
                    "recovered": one.policy.recovered,
                    "assigned": one.policy.assigned,
                    "declared": declared_name(one.policy.declared),
                    "older_binding": one.policy.older_binding,
                    "spoken": one.policy.spoken,
                    "newest": profiles.newest_of(&one.product) == Some(one),
                })
            })
            .collect();
        return Output::done(format!("{}\n", json!({ "profiles": all })));
    }
    let mut text = String::new();
    for one in profiles.all() {
        let newest = profiles.newest_of(&one.product) == Some(one);
        let _ = writeln!(text, "{}", wrap(&profile_line(one, newest, invocation.lang), 0, 2));
    }
    Output::done(text)
}

fn profile_line(one: &Profile, newest: bool, lang: Lang) -> String {
    let line = AdminSentence::ProfileLine {
        id: &one.id,
        version: &one.version,
        name: &one.name,
        host: &one.desk,
        keys: &text::listed(lang, one.keys.iter().map(|key| key.id.0)),
        policy: &office::policy(lang, &one.policy),
    }
    .say(lang);
    if newest { format!("{line} {}", A::ProfileNewest.say(lang)) } else { line }
}

fn profile_changes(args: &ArgMatches) -> ProfileChanges {
    let text = |name: &str| args.get_one::<String>(name).cloned();
    let yes = |name: &str| text(name).map(|text| text == "yes");
    ProfileChanges {
        name: text("name"),
        host: text("host"),
        online: text("online"),
        hotline: text("hotline"),
        recovered: yes("recovered"),
        assigned: yes("assigned"),
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

/// Writes the newest profile of each product into the desk's folder, for the build of the product.
fn write_newest(store: &SqlStore, invocation: &Invocation) -> Result<Profiles, Failure> {
    let profiles = invocation.read_profiles(store)?;
    profiles.write_newest(invocation.folder()).map_err(|error| Failure::profiles(error, invocation.lang))?;
    Ok(profiles)
}
