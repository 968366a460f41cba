//! `licenses add` and `licenses import`: adds license numbers, with a report on each bad line of a file.

use std::fmt::Write as _;
use std::path::Path;

use clap::ArgMatches;
use serde_json::json;

use super::context::LicenseContext;
use crate::commands::exit::Exit;
use crate::commands::failure::Failure;
use crate::commands::output::Output;
use crate::commands::progress_line::ProgressLine;
use crate::commands::text_layout::wrap;
use crate::import::{self, Import, ImportOrder, ImportOutcome, ImportWay, ReportPlace};
use crate::json_objects;
use crate::limited_read;
use crate::profiles::ProductFault;
use crate::sql::{AddedEntry, NewLicenses, NewNumber, OnDifference, StatedLicense};
use crate::text::{AdminLine as A, AdminSentence, DeskLine, DeskSentence};
use countersign_core::protocol::license::day_of;
use countersign_core::protocol::{Edition, Number};
use countersign_core::text::{Lang, Line as _, safe_path};
use countersign_ledger::text::LedgerLine;
use countersign_ledger::{ActionRefusal, case};

/// The maximum number of bytes of a file.
const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;
/// From more numbers than this, the progress is shown.
const MIN_SHOWN: usize = 10_000;
/// The maximum number of bad lines in the report.
const MAX_REPORTED: usize = 1_000;

pub(super) fn add(context: &LicenseContext<'_>, args: &ArgMatches) -> Result<Output, Failure> {
    let stated = stated(context, args)?;
    let given: Vec<&String> = args.get_many("numbers").into_iter().flatten().collect();
    let product = match context.product() {
        Ok(product) => product.product.clone(),
        // The product may follow from the first number.
        Err(failure) => {
            let first = given.first().ok_or(failure)?;
            context.parse_license(first)?.product
        }
    };
    let parse = |typed: &String| {
        let license_id = context.parse_license(typed)?;
        if license_id.product == product {
            return Ok(NewNumber::stating(license_id.number, stated));
        }
        let products = vec![product.clone(), license_id.product];
        Err(Failure::product(ProductFault::Missing(products), context.lang()))
    };
    let new = given.into_iter().map(parse).collect::<Result<Vec<_>, _>>()?;
    let numbers: Vec<Number> = new.iter().map(|one| one.number.clone()).collect();
    let (lang, all) = (context.lang(), new.len());
    let order = NewLicenses {
        product: product.clone(),
        numbers: new,
        on_difference: OnDifference::AddOthers,
        entry: AddedEntry::Added,
        by: context.invocation.operator.clone(),
        at: context.invocation.now,
    };
    let mut progress = progress(lang);
    let added = context.invocation.query(context.store.add_licenses(order, |done| progress(done, all)))?;
    let exit = if added.differing.is_empty() { Exit::Done } else { Exit::Refused };
    let differing: Vec<(&Number, String)> = added
        .differing
        .iter()
        .map(|(number, there)| {
            (number, import::differs(there, &stated.over(*there), ReportPlace::Command, lang))
        })
        .collect();
    if context.invocation.json {
        let mut object = json_objects::added_numbers(&product, &numbers, &added);
        let differing =
            differing.iter().map(|(number, what)| json!({ "number": number.as_str(), "what": what }));
        object["differing"] = differing.collect();
        return Ok(Output { text: format!("{object}\n"), exit });
    }
    let mut text = String::new();
    for (number, what) in differing {
        let line = DeskSentence::AddDiffers { number, what: &what }.say(lang);
        let _ = writeln!(text, "{}", wrap(&line, 0, 4));
    }
    text.push_str(&(DeskSentence::AddedLine { new: &added.new, known: &added.known }.say(lang) + "\n"));
    Ok(Output { text, exit })
}

pub(super) fn import(context: &LicenseContext<'_>, args: &ArgMatches) -> Result<Output, Failure> {
    let lang = context.lang();
    let file = args.get_one::<String>("file").map_or("-", String::as_str);
    let given = args.get_one::<String>("reason").map(|typed| case::clean_line(typed)).transpose();
    let given = given.map_err(|_| {
        let refusal = ActionRefusal::ReasonTooLong;
        let what = LedgerLine::of_action_refusal(refusal).say(lang);
        Failure::refused(refusal.code(), what, DeskLine::of_refused_action(refusal).say(lang))
    })?;
    let bytes = read(file).map_err(|error| Failure::file(Path::new(file), &error, lang))?;
    let invocation = context.invocation;
    let profile = context.product()?;
    let options = stated(context, args)?;
    let import = Import::parse(&bytes, &profile.mask, options, day_of(invocation.now));
    let way = match (args.get_flag("strict"), args.get_flag("update")) {
        (true, _) => ImportWay::Strict,
        (false, true) => ImportWay::Update,
        (false, false) => ImportWay::Others,
    };
    let reason =
        given.unwrap_or_else(|| AdminSentence::ImportReason { path: &safe_path(Path::new(file)) }.say(lang));
    let order = ImportOrder {
        product: &profile.product,
        mask: &profile.mask,
        options,
        way,
        reason: &reason,
        by: &invocation.operator,
        at: invocation.now,
    };
    let outcome = invocation.query(order.perform(&context.store, import, progress(lang)))?;
    let exit = if outcome.import.bad.is_empty() { Exit::Done } else { Exit::Refused };
    let example = profile.mask.example();
    if invocation.json {
        let object = json_objects::import_report(&outcome, &example, usize::MAX, ReportPlace::Command, lang);
        return Ok(Output { text: format!("{object}\n"), exit });
    }
    let ImportOutcome { import, new, known, updated, stopped } = outcome;
    let mut text = String::new();
    for bad in import.bad.iter().take(MAX_REPORTED) {
        let _ = writeln!(text, "{}", wrap(&bad.message(example.as_str(), ReportPlace::Command, lang), 0, 4));
    }
    for (line, typed, number) in import.mended.iter().take(MAX_REPORTED) {
        let line = AdminSentence::ImportMended { line, text: typed, number }.say(lang);
        let _ = writeln!(text, "{}", wrap(&line, 0, 4));
    }
    let bad = import.bad.len();
    let summary = if stopped {
        AdminSentence::ImportStrict { bad: &bad }.say(lang)
    } else {
        let (path, again) = (safe_path(Path::new(file)), &import.repeated);
        AdminSentence::ImportedSome { path: &path, new: &new, known: &known, again, bad: &bad }.say(lang)
    };
    let next = match (stopped, bad) {
        (true, _) => Some(A::ImportStrictDo),
        (false, 1..) => Some(A::ImportBadDo),
        (false, 0) => None,
    };
    if updated > 0 {
        let _ = writeln!(text, "{}", AdminSentence::ImportUpdated { count: &updated }.say(lang));
    }
    for line in [Some(&*summary), next.map(|line| line.say(lang))].into_iter().flatten() {
        let _ = writeln!(text, "{}", wrap(line, 0, 0));
    }
    Ok(Output { text, exit })
}

/// Returns what the options state about a license.
fn stated(context: &LicenseContext<'_>, args: &ArgMatches) -> Result<StatedLicense, Failure> {
    Ok(StatedLicense {
        edition: args.get_one("edition").copied().map(Edition),
        expiry: context.stated_expiry(args)?,
        seats: args.get_one("seats").copied(),
    })
}

/// Returns what shows how many of how many numbers were added.
fn progress(lang: Lang) -> impl FnMut(usize, usize) + Send {
    let mut shown = None;
    move |done, all| {
        if all > MIN_SHOWN {
            let line = shown.get_or_insert_with(ProgressLine::new);
            line.show(|| AdminSentence::ImportProgress { done: &done, all: &all }.say(lang));
        }
    }
}

/// Reads a file, or standard input for `-`.
fn read(file: &str) -> std::io::Result<Vec<u8>> {
    match file {
        "-" => limited_read::read_to_end(std::io::stdin(), MAX_FILE_BYTES),
        path => limited_read::read_to_end(std::fs::File::open(path)?, MAX_FILE_BYTES),
    }
}
