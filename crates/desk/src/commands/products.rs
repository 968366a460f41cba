//! `products`: the products of the desk. Each has its own keys, profiles and license numbers.

use std::fmt::Write as _;

use clap::ArgMatches;
use serde_json::json;

use super::failure::Failure;
use super::init::first_profile;
use super::invocation::Invocation;
use super::output::Output;
use super::text_layout::wrap;
use crate::key_and_profile_changes as changes;
use crate::profiles::Profiles;
use crate::text::AdminSentence;
use countersign_core::profile::Profile;
use countersign_core::text::{listed, safe_path};

pub(super) fn run(args: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    let lang = invocation.lang;
    let store = invocation.open_store()?;
    let profiles = invocation.read_profiles(&store)?;
    match args.subcommand() {
        Some(("list", _)) => Ok(list(&profiles, invocation)),
        Some(("add", args)) => {
            // The keys of all products have the same passphrase. Opening the desk checks it before a key ring
            // is sealed with it.
            invocation.open_desk()?;
            let beside = profiles.newest();
            let (first, defaults) = first_profile(args, Some(beside), invocation)?;
            let added = invocation.wait(changes::add_product(&store, invocation.author()?, &first));
            let added = added.map_err(|error| Failure::change(error, lang))?;
            let profiles = invocation.read_profiles(&store)?;
            let written = profiles.write_newest(invocation.folder());
            written.map_err(|error| Failure::profiles(error, lang))?;
            let path = &safe_path(&profiles.file_of(invocation.folder(), &added.product));
            let mut lines =
                vec![AdminSentence::ProductAdded { product: &added.product, profile: &added.id }.say(lang)];
            let taken = taken_from(args, &added);
            if !taken.is_empty() {
                let (setting, product) = (&listed(lang, &taken), &beside.product);
                lines.push(AdminSentence::ProductTakes { setting, product }.say(lang));
            }
            if !defaults.is_empty() {
                lines.push(AdminSentence::ProductAssumed { setting: &listed(lang, &defaults) }.say(lang));
            }
            lines.push(AdminSentence::ProductAddedDo { path }.say(lang));
            Ok(Output::done(lines.iter().map(|line| wrap(line, 0, 0) + "\n").collect()))
        }
        _ => Ok(Output::usage()),
    }
}

/// Returns the settings that were not given and that a new product takes from another.
fn taken_from(args: &ArgMatches, added: &Profile) -> Vec<String> {
    let settings =
        [("host", Some(&added.desk)), ("online", added.online.as_ref()), ("hotline", added.hotline.as_ref())];
    settings
        .into_iter()
        .filter(|(name, _)| !args.contains_id(name))
        .filter_map(|(name, value)| Some(format!("--{name} {}", shlex::try_quote(value?).ok()?)))
        .collect()
}

fn list(profiles: &Profiles, invocation: &Invocation) -> Output {
    let ids = |product: &Profile| -> Vec<u16> {
        profiles.all().filter(|one| one.product == product.product).map(|one| one.id).collect()
    };
    if invocation.json {
        let all: Vec<_> = profiles
            .products()
            .into_iter()
            .map(|one| {
                json!({
                    "product": one.product, "name": one.name, "mask": one.mask.as_str(), "host": one.desk,
                    "profiles": ids(one),
                })
            })
            .collect();
        return Output::done(format!("{}\n", json!({ "products": all })));
    }
    let mut text = String::new();
    for one in profiles.products() {
        let line = AdminSentence::ProductLine {
            product: &one.product,
            name: &one.name,
            mask: &one.mask.as_str(),
            profiles: &listed(invocation.lang, ids(one)),
        };
        let _ = writeln!(text, "{}", wrap(&line.say(invocation.lang), 0, 2));
    }
    Output::done(text)
}
