//! `database`: checks, migrates and copies the database.

use std::fmt::Write as _;

use clap::{ArgMatches, Command};
use data_encoding::HEXLOWER;
use serde_json::json;

use super::argument_builder::ArgumentBuilder;
use super::cli;
use super::exit::Exit;
use super::failure::Failure;
use super::invocation::Invocation;
use super::output::Output;
use super::progress_line::ProgressLine;
use super::text_layout::{coded, wrap};
use crate::OpenError;
use crate::postgres::DatabaseAddress;
use crate::sql::{self, CopiedTable, CopyFault, CopyProgress, DatabaseCheck, Upkeep};
use crate::text::{UpkeepLine as L, UpkeepSentence as S, check_finding};
use countersign_core::text::{Lang, Line as _, safe_path};

pub(super) fn command(t: ArgumentBuilder) -> Command {
    let to =
        t.option("to", "URL", L::OptCopyTo).value_parser(move |url: &str| cli::database_address(url, t.0));
    t.group("database", L::Database)
        .subcommand(t.command("check", L::DatabaseCheck).arg(t.json()))
        .subcommand(t.command("migrate", L::DatabaseMigrate).arg(t.json()))
        .subcommand(t.command("copy", L::DatabaseCopy).args([to.required(true), t.json()]))
}

pub(super) fn run(args: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    match args.subcommand() {
        Some(("check", _)) => check(invocation),
        Some(("migrate", _)) => migrate(invocation),
        Some(("copy", args)) => match args.get_one("to") {
            Some(to) => copy(to, invocation),
            None => Ok(Output::usage()),
        },
        _ => Ok(Output::usage()),
    }
}

/// Returns the address of the database: a server, or a file that exists.
fn place(invocation: &Invocation) -> Result<DatabaseAddress, Failure> {
    match invocation.place.database() {
        DatabaseAddress::Sqlite(file) if !file.exists() => {
            Err(Failure::open(OpenError::NoDesk(file), invocation.lang))
        }
        place => Ok(place),
    }
}

fn check(invocation: &Invocation) -> Result<Output, Failure> {
    let lang = invocation.lang;
    let mut upkeep = match place(invocation)? {
        DatabaseAddress::Sqlite(file) => Upkeep::open_file(&file).map_err(OpenError::Store),
        DatabaseAddress::Postgres(address) => {
            invocation.wait(Upkeep::connect(&address)).map_err(OpenError::Connect)
        }
    }
    .map_err(|error| Failure::open(error, lang))?;
    let check = invocation.query(upkeep.check())?;
    let exit = if check.findings.is_empty() { Exit::Done } else { Exit::Refused };
    let text = if invocation.json { check_json(&check, lang) } else { check_text(&check, lang) };
    Ok(Output { text, exit })
}

fn check_json(check: &DatabaseCheck, lang: Lang) -> String {
    let tables: serde_json::Map<_, _> =
        check.tables.iter().map(|(table, rows)| ((*table).to_owned(), json!(rows))).collect();
    let findings: Vec<_> = check
        .findings
        .iter()
        .map(|one| {
            let (what, next) = check_finding(lang, one);
            json!({ "code": one.kind.code(), "count": one.found, "first": one.first, "what": what, "next": next })
        })
        .collect();
    let schema = json!({ "found": check.schema.found, "newest": check.schema.newest });
    format!("{}\n", json!({ "schema": schema, "tables": tables, "findings": findings }))
}

fn check_text(check: &DatabaseCheck, lang: Lang) -> String {
    let mut text = String::new();
    let (found, newest) = (&check.schema.found, &check.schema.newest);
    let _ = writeln!(text, "{}", S::Schema { found, newest }.say(lang));
    for (table, rows) in &check.tables {
        let _ = writeln!(text, "  {}", S::TableRows { table, rows }.say(lang));
    }
    for one in &check.findings {
        let (code, (what, next)) = (one.kind.code(), check_finding(lang, one));
        let _ = writeln!(text, "{}\n  {}", coded(lang, code, &what, 2), wrap(next, 2, 2));
    }
    if check.findings.is_empty() {
        let _ = writeln!(text, "{}", L::Sound.say(lang));
    }
    text
}

fn migrate(invocation: &Invocation) -> Result<Output, Failure> {
    let lang = invocation.lang;
    let migrated = invocation.wait(sql::migrate(&place(invocation)?));
    let migrated = migrated.map_err(OpenError::Connect).and_then(|done| Ok(done?));
    let schema = migrated.map_err(|error| Failure::open(error, lang))?;
    // Opening the store also imports the files of an older desk.
    invocation.open_store()?;
    if invocation.json {
        return Ok(Output::done(format!("{}\n", json!({ "from": schema.found, "to": schema.newest }))));
    }
    let (from, to) = (&schema.found, &schema.newest);
    let said = if from == to { S::MigratedAlready { to } } else { S::Migrated { from, to } };
    Ok(Output::done(format!("{}\n", said.say(lang))))
}

fn copy(to: &DatabaseAddress, invocation: &Invocation) -> Result<Output, Failure> {
    let lang = invocation.lang;
    let source = invocation.open_store()?;
    let target = match to {
        DatabaseAddress::Sqlite(file) => safe_path(file),
        DatabaseAddress::Postgres(address) => address.to_string(),
    };
    // The event is recorded before the copy, so that the copy contains it.
    invocation.record(&source, "database-copy", &target)?;
    let line = ProgressLine::new();
    let mut progress = |progress| line.show(|| how_far(progress, lang));
    let copied = match to {
        DatabaseAddress::Sqlite(file) => invocation.wait(sql::copy_to_file(&source, file, &mut progress)),
        DatabaseAddress::Postgres(address) => {
            invocation.wait(sql::copy_to_server(&source, address, &mut progress))
        }
    };
    drop(line);
    let tables = copied.map_err(|fault| failure(fault, lang))?;
    Ok(Output::done(report(&target, &tables, invocation)))
}

/// Returns the progress as text.
fn how_far(progress: CopyProgress, lang: Lang) -> String {
    match progress {
        CopyProgress::Copying { table, done, of } => {
            S::Copying { table: &table, done: &done, of: &of }.say(lang)
        }
        CopyProgress::Verifying => L::CopyVerifying.say(lang).to_owned(),
    }
}

fn report(target: &str, tables: &[CopiedTable], invocation: &Invocation) -> String {
    let lang = invocation.lang;
    let digest = |one: &CopiedTable| HEXLOWER.encode(&one.digest.sha256);
    if invocation.json {
        let tables: Vec<_> = tables
            .iter()
            .map(|one| json!({ "table": one.table, "rows": one.digest.rows, "sha256": digest(one) }))
            .collect();
        return format!("{}\n", json!({ "to": target, "tables": tables }));
    }
    let mut text = String::new();
    for one in tables {
        let (table, rows, digest) = (&one.table, &one.digest.rows, &digest(one));
        let _ = writeln!(text, "{}", S::CopiedTable { table, rows, digest }.say(lang));
    }
    let what = S::Copied { to: &target }.say(lang);
    let _ = writeln!(text, "{}\n{}", wrap(&what, 0, 0), wrap(L::CopiedDo.say(lang), 0, 0));
    text
}

fn failure(fault: CopyFault, lang: Lang) -> Failure {
    let say = |line: L| line.say(lang);
    match fault {
        CopyFault::NotEmpty => {
            Failure::refused("DATABASE-NOT-EMPTY", say(L::CopyNotEmpty), say(L::CopyNotEmptyDo))
        }
        CopyFault::Changed(table) => {
            let what = S::CopyChanged { table: &table }.say(lang);
            Failure::fault("DATABASE-CHANGED", what, say(L::CopyChangedDo))
        }
        CopyFault::Differs(table) => {
            let what = S::CopyDiffers { table: &table }.say(lang);
            Failure::fault("DATABASE-COPY-DIFFERS", what, say(L::CopyDiffersDo))
        }
        CopyFault::Keys(error) => Failure::keys(error, lang),
        CopyFault::Connect(fault) => Failure::open(OpenError::Connect(fault), lang),
        CopyFault::Store(error) => Failure::store(&error, lang),
        CopyFault::Io { path, error } => Failure::file(&path, &error, lang),
    }
}
