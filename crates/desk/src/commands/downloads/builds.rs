//! `downloads add`, `list` and `remove`: manages the builds.

use std::fmt::Write as _;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use data_encoding::HEXLOWER;
use serde_json::{Value, json};

use crate::commands::failure::Failure;
use crate::commands::invocation::Invocation;
use crate::commands::output::Output;
use crate::commands::text_layout::wrap;
use crate::downloads::elf::{self, NotAProgram};
use crate::downloads::{
    Build, MAX_PROGRAM_BYTES, MAX_SIGNATURE_BYTES, Processor, Route, Signature, archive, is_version,
};
use crate::regular_file;
use crate::sql::{NewBuild, SqlStore};
use crate::text::downloads::size;
use crate::text::{AdminSentence, DownloadLine as L, DownloadSentence};
use countersign_core::machine::printable;
use countersign_core::text::{Lang, Line as _, safe_path};

pub(super) fn add(store: &SqlStore, args: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    let lang = invocation.lang;
    let version = args.get_one::<String>("version").map_or("", String::as_str);
    if !is_version(version) {
        let what = DownloadSentence::VersionBad { version: &printable(version.as_bytes()) }.say(lang);
        return Err(Failure::refused("VERSION-INVALID", what, L::VersionBadDo.say(lang)));
    }
    let product = product(store, args, invocation)?;
    let path = args.get_one::<PathBuf>("file").map_or_else(|| Path::new("-"), PathBuf::as_path);
    let bytes = read(path, MAX_PROGRAM_BYTES, lang)?.ok_or_else(|| {
        let most = &size(lang, MAX_PROGRAM_BYTES);
        let what = DownloadSentence::ProgramTooLong { path: &safe_path(path), most };
        Failure::refused("BUILD-TOO-LARGE", what.say(lang), L::TooLongDo.say(lang))
    })?;
    let processor = elf::processor(&bytes).map_err(|why| not_a_program(path, why, lang))?;
    let given = args.get_one::<String>("arch").map_or(processor.name(), String::as_str);
    if given != processor.name() {
        let (path, found) = (safe_path(path), processor.name());
        let what = DownloadSentence::ProcessorDiffers { path: &path, found: &found, given: &given }.say(lang);
        return Err(Failure::refused("BUILD-PROCESSOR", what, L::ProcessorDiffersDo.say(lang)));
    }
    let signature = args.get_one::<PathBuf>("signature").map(|path| signature(path, lang)).transpose()?;
    let new = NewBuild {
        product,
        processor,
        route: if args.get_flag("online") { Route::Online } else { Route::Offline },
        version: version.to_owned(),
        bytes,
        signature,
        by: invocation.operator.clone(),
        at: invocation.now,
    };
    let added = invocation.query(store.add_build(new))?;
    if invocation.json {
        return Ok(Output::done(format!("{}\n", build_to_json(&added))));
    }
    let (processor, size) = (added.processor.name(), size(lang, added.size));
    let said = DownloadSentence::BuildAdded {
        id: &added.id,
        processor: &processor,
        version: &added.version,
        size: &size,
    };
    let sum = DownloadSentence::BuildSum { sum: &HEXLOWER.encode(&added.sha256) }.say(lang);
    Ok(Output::done(format!("{}\n{sum}\n", said.say(lang))))
}

pub(super) fn list(store: &SqlStore, invocation: &Invocation) -> Result<Output, Failure> {
    let lang = invocation.lang;
    let all = invocation.query(store.builds())?;
    if invocation.json {
        let all: Vec<Value> = all.iter().map(build_to_json).collect();
        return Ok(Output::done(format!("{}\n", json!({ "builds": all }))));
    }
    if all.is_empty() {
        let text = format!("{}\n{}\n", L::NoBuilds.say(lang), L::NoBuildsDo.say(lang));
        return Ok(Output::done(text));
    }
    let mut text = String::new();
    for one in &all {
        let product = one.product.as_deref().unwrap_or_else(|| L::EveryProduct.say(lang));
        let signed = if one.signature.is_some() { L::Signed } else { L::Unsigned }.say(lang);
        let line = DownloadSentence::BuildLine {
            id: &one.id,
            processor: &one.processor.name(),
            version: &one.version,
            route: &L::of_route(one.route).say(lang),
            product: &product,
            size: &size(lang, one.size),
            signed: &signed,
        };
        let sum = DownloadSentence::BuildSum { sum: &HEXLOWER.encode(&one.sha256) }.say(lang);
        let _ = writeln!(text, "{}\n  {sum}", wrap(&line.say(lang), 0, 2));
    }
    Ok(Output::done(text))
}

pub(super) fn remove(
    store: &SqlStore,
    args: &ArgMatches,
    invocation: &Invocation,
) -> Result<Output, Failure> {
    let lang = invocation.lang;
    let id = args.get_one::<i64>("build").copied().unwrap_or_default();
    let removed = invocation.query(store.remove_build(id, &invocation.operator, invocation.now))?;
    let removed = removed.ok_or_else(|| {
        let what = DownloadSentence::BuildUnknown { id: &id }.say(lang);
        Failure::refused("BUILD-UNKNOWN", what, L::BuildUnknownDo.say(lang))
    })?;
    let processor = removed.processor.name();
    let said = DownloadSentence::BuildRemoved { id: &id, processor: &processor, version: &removed.version }
        .say(lang);
    Ok(Output::done(said + "\n"))
}

/// Returns the product that `--product` names.
fn product(store: &SqlStore, args: &ArgMatches, invocation: &Invocation) -> Result<Option<String>, Failure> {
    let Some(named) = invocation.product(args) else { return Ok(None) };
    let profiles = invocation.read_profiles(store)?;
    let profile = profiles.product(Some(&named)).map_err(|fault| Failure::product(fault, invocation.lang))?;
    Ok(Some(profile.product.clone()))
}

/// Returns the bytes of a regular file; `None` if there are more than `most`.
fn read(path: &Path, most: u64, lang: Lang) -> Result<Option<Vec<u8>>, Failure> {
    let read = || -> io::Result<Option<Vec<u8>>> {
        let Some(file) = regular_file::open(path)? else { return Ok(None) };
        let mut bytes = Vec::new();
        file.take(most + 1).read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    };
    let bytes = read().map_err(|error| Failure::file(path, &error, lang))?.ok_or_else(|| {
        let what = AdminSentence::ProfileNotRegular { path: &safe_path(path) }.say(lang);
        Failure::refused("FILE-NOT-REGULAR", what, L::NotRegularDo.say(lang))
    })?;
    Ok(Some(bytes).filter(|bytes| bytes.len() as u64 <= most))
}

/// Reads a signature file. In the archive its name is the program's, with the ending of this file.
fn signature(path: &Path, lang: Lang) -> Result<Signature, Failure> {
    let bytes =
        read(path, MAX_SIGNATURE_BYTES, lang)?.filter(|bytes| !bytes.is_empty()).ok_or_else(|| {
            let what =
                DownloadSentence::SignatureTooLong { path: &safe_path(path), most: &MAX_SIGNATURE_BYTES };
            Failure::refused("SIGNATURE-TOO-LARGE", what.say(lang), L::NotRegularDo.say(lang))
        })?;
    let ending = path.extension().and_then(|ending| ending.to_str()).filter(|ending| {
        (1..=8).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    Ok(Signature { name: format!("{}.{}", archive::PROGRAM, ending.unwrap_or("sig")), bytes })
}

fn not_a_program(path: &Path, why: NotAProgram, lang: Lang) -> Failure {
    let (code, why) = match why {
        NotAProgram::NotElf => ("BUILD-NO-PROGRAM", L::NotElf.say(lang).to_owned()),
        NotAProgram::NotExecutable => ("BUILD-NO-PROGRAM", L::NotExecutable.say(lang).to_owned()),
        NotAProgram::Machine(machine) => {
            ("BUILD-PROCESSOR", DownloadSentence::OtherMachine { machine: &machine }.say(lang))
        }
    };
    let what = DownloadSentence::NotProgram { path: &safe_path(path), why: &why }.say(lang);
    Failure::refused(code, what, L::NotProgramDo.say(lang))
}

fn build_to_json(build: &Build) -> Value {
    json!({
        "build": build.id,
        "product": build.product,
        "processor": Processor::name(build.processor),
        "route": build.route.name(),
        "version": build.version,
        "size": build.size,
        "sha256": HEXLOWER.encode(&build.sha256),
        "signature": build.signature.as_ref().map(|one| &one.name),
        "added": build.added_at,
        "by": build.added_by,
    })
}
