//! `audit`: verifies and signs the chain of the audit, and exports it.

use std::fmt::Write as _;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use clap::{ArgMatches, Command, value_parser};
use serde_json::json;

use super::argument_builder::ArgumentBuilder;
use super::exit::Exit;
use super::failure::Failure;
use super::invocation::Invocation;
use super::output::{self, Output};
use super::text_layout::{coded, wrap};
use crate::OpenError;
use crate::audit::{AuditCheck, AuditFinding, HeadError, SignedHead, sign_head};
use crate::list_export::{ExportFormat, Exporter};
use crate::regular_file;
use crate::secrets::SecretsError;
use crate::sql::{ActFilter, OfficeRecord};
use crate::text::{AuditLine as A, AuditSentence, audit_finding};
use countersign_core::protocol::license::moment_at;
use countersign_core::text::{Lang, Line as _, safe_path};

/// The number of entries that are read at once.
const PAGE: usize = 500;

pub(super) fn command(t: ArgumentBuilder) -> Command {
    let head = t.option("head", "FILE", A::OptHead).value_parser(value_parser!(PathBuf));
    t.group("audit", A::Audit)
        .subcommand(t.command("verify", A::Verify).args([head, t.json()]))
        .subcommand(t.command("head", A::Head))
        .subcommand(
            t.command("export", A::Export).args([t.flag("csv", A::OptCsv).conflicts_with("json"), t.json()]),
        )
}

pub(super) fn run(args: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    match args.subcommand() {
        Some(("verify", args)) => verify(args, invocation),
        Some(("head", _)) => head(invocation),
        Some(("export", args)) => export(args, invocation),
        _ => Ok(Output::usage()),
    }
}

fn verify(args: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    let lang = invocation.lang;
    let kept = args.get_one::<PathBuf>("head").map(|path| kept_head(path, lang)).transpose()?;
    let store = invocation.open_store()?;
    let check = invocation.query(store.verify_audit(kept))?;
    let exit = if check.findings.is_empty() { Exit::Done } else { Exit::Refused };
    let text = if invocation.json { to_json(&check, lang) } else { to_text(&check, lang) };
    Ok(Output { text, exit })
}

/// Reads a signed head that was saved to a file.
fn kept_head(path: &Path, lang: Lang) -> Result<SignedHead, Failure> {
    let limit = crate::audit::MAX_HEAD_BYTES;
    let text = regular_file::read(path, limit).map_err(|error| Failure::file(path, &error, lang))?;
    let text = text.unwrap_or_default();
    SignedHead::parse(&text).map_err(|error| {
        let path = safe_path(path);
        let (what, next) = match error {
            HeadError::Malformed => (AuditSentence::HeadMalformed { path: &path }, A::HeadMalformedDo),
            HeadError::Signature => (AuditSentence::HeadForged { path: &path }, A::HeadForgedDo),
        };
        Failure::refused(error.code(), what.say(lang), next.say(lang))
    })
}

fn to_json(check: &AuditCheck, lang: Lang) -> String {
    let finding = |one: &AuditFinding| {
        let (what, next) = audit_finding(lang, one);
        json!({ "code": one.kind.code(), "position": one.position, "what": what, "next": next })
    };
    let object = json!({
        "entries": check.links, "before": check.before, "heads": check.heads, "signed": check.signed_at,
        "findings": check.findings.iter().map(finding).collect::<Vec<_>>(),
    });
    format!("{object}\n")
}

fn to_text(check: &AuditCheck, lang: Lang) -> String {
    let mut text = AuditSentence::Checked { entries: &check.links, heads: &check.heads }.say(lang) + "\n";
    if check.before > 0 {
        text.push_str(&(AuditSentence::Before { count: &check.before }.say(lang) + "\n"));
    }
    match check.signed_at {
        Some(at) => text.push_str(&AuditSentence::SignedAt { at: &moment_at(at) }.say(lang)),
        None => text.push_str(A::NotSigned.say(lang)),
    }
    text.push('\n');
    for one in &check.findings {
        let (code, (what, next)) = (one.kind.code(), audit_finding(lang, one));
        let _ = writeln!(text, "{}\n  {}", coded(lang, code, &what, 2), wrap(next, 2, 2));
    }
    if check.findings.is_empty() {
        let _ = writeln!(text, "{}", A::Sound.say(lang));
    }
    text
}

/// Signs the end of the chain and prints the head, as `audit verify --head` reads it.
fn head(invocation: &Invocation) -> Result<Output, Failure> {
    let lang = invocation.lang;
    let store = invocation.open_store()?;
    let signed = invocation.wait(sign_head(&store, invocation.passphrase()?, invocation.now));
    let head = signed.map_err(|error| match error {
        SecretsError::Key(error) => Failure::open(OpenError::Keys(error), lang),
        SecretsError::Store(error) => Failure::store(&error, lang),
    })?;
    let Some(head) = head else {
        return Err(Failure::refused("AUDIT-EMPTY", A::Empty.say(lang), A::EmptyDo.say(lang)));
    };
    Ok(Output::done(head.to_text()))
}

fn export(args: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    let store = invocation.open_store()?;
    let format = if args.get_flag("csv") { ExportFormat::Csv } else { ExportFormat::Json };
    invocation.record(&store, "list-exported", "audit")?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let (mut exporter, begin) = Exporter::begin::<OfficeRecord>(format);
    let mut done = out.write_all(begin.as_bytes());
    let (all, mut after) = (ActFilter::default(), None);
    while done.is_ok() {
        let page = store.list_acts(&all, after.as_ref(), PAGE);
        let page = invocation.query(page)?;
        done = out.write_all(exporter.rows(&page.rows).as_bytes());
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let done = done.and_then(|()| out.write_all(exporter.end().as_bytes())).and_then(|()| out.flush());
    // A closed pipe is no fault: its reader has read enough.
    let exit = if output::is_written(done) { Exit::Done } else { Exit::Fault };
    Ok(Output { text: String::new(), exit })
}
