//! `countersign enter`: checks a license code, and keeps the activation.

use std::io::{IsTerminal, Read, Write};

use serde_json::json;

use crate::text::{CommandLine as L, CommandSentence, Fault, system_error};
use crate::wizard::{CheckContext, CheckResult, CodeFault, CodeTarget, check_code, lines_in};
use countersign_core::lang::Lang;
use countersign_core::reader;
use countersign_core::text::Line;
use countersign_keep::{KeepCode, StorageKind};

use super::atomic_file;
use super::cli::EnterOptions;
use super::context::{self, Context};
use super::exit::{CommandError, Exit};
use super::file_tasks::CODE_FILE_MAX;
use super::lock::lock;
use super::stderr;
use super::stdout;
use super::way;

/// Runs the command.
///
/// # Errors
/// [`CommandError`] if there is no code, it isn't for this machine, or it can't be kept.
pub fn run(context: &Context, options: &EnterOptions) -> anyhow::Result<Exit> {
    let profile = context.profile()?;
    // In a pipeline after `request`, both commands start at the same time. The code is read first: once it has come, `request` has
    // kept its request and freed the lock.
    let from_input = reads_standard_input(options);
    let typed = from_input && std::io::stdin().is_terminal();
    let given = if from_input && !typed { Some(code_text(options, context.lang)?) } else { None };
    let machine = context.machine()?;
    let keep = context.keep_to_write(&machine, profile)?;
    let _lock = lock(keep.folder(), context.lang)?;
    let (facts, problems) = context::facts(machine, &keep, profile);
    // These errors come before the person types: a code that can't be kept, or no open request.
    if let Err(error) = facts.rehearsal.file {
        return Err(CommandError::not_kept(
            KeepCode::of_storage_error(StorageKind::File, error),
            context.lang,
        )
        .into());
    }
    if facts.open_requests.is_empty() {
        if let Some(code) = problems.requests {
            return Err(CommandError::of_state(code, context.lang).into());
        }
        context::say_if_activated(context, &facts);
        return Err(CommandError::new(Fault::RequestNone, Exit::Refused).into());
    }
    if typed {
        stderr::line(L::EnterAsk.say(context.lang));
    }
    let given = given.map_or_else(|| code_text(options, context.lang), Ok)?;
    let lines = lines_in(&given, &profile.mask)
        .map_err(|fault| CommandError::new(Fault::of_code(context.lang, &fault), Exit::Refused))?;
    let way = way::last(&facts, &keep);
    match check_code(&lines, CheckContext::new(profile, &facts, &way)) {
        CheckResult::Refused(fault) => {
            let mut refusal = Fault::of_code(context.lang, &fault);
            if let (Fault::CodeLookAgain { mended, .. }, CodeFault::DoubtfulLines(numbers)) =
                (&mut refusal, &fault)
            {
                *mended = crate::page::doubtful_lines(context.lang, &lines, numbers).join(" ");
            }
            let unread = matches!(fault, CodeFault::ForOther { target: CodeTarget::UnreadMachine(_), .. });
            let exit = if unread { Exit::Fault } else { Exit::Refused };
            Err(CommandError::new(refusal, exit).into())
        }
        CheckResult::Accepted { activation, clock_behind, mended } => {
            let number = profile.mask.shown(activation.number_packed);
            let stored = keep
                .store(&activation)
                .map_err(|error| CommandError::not_kept(error.code(), context.lang))?;
            let _ = keep.end_session();
            context::remember_values(&keep, &activation);
            let mut out = stdout::output(context.lang, options.json);
            if options.json {
                let object = json!({
                    "state": "activated",
                    "number": number,
                    "kept": { "file": stored.file.is_there(), "efi": stored.efi.is_there() },
                    "clock-behind": clock_behind,
                    "mended": mended.iter().map(|line| line.number).collect::<Vec<_>>(),
                });
                writeln!(out, "{object}")?;
            } else {
                writeln!(out, "{}", CommandSentence::Entered { number: &number }.say(context.lang))?;
                for line in crate::page::kept_lines(context.lang, &stored) {
                    writeln!(out, "{line}")?;
                }
                for line in crate::page::mended_lines(context.lang, &lines, &mended) {
                    writeln!(out, "{line}")?;
                }
                if clock_behind {
                    writeln!(out, "{}", L::ClockBehind.say(context.lang))?;
                }
            }
            Ok(Exit::Done)
        }
    }
}

/// The text with the code: the arguments, standard input, or a file.
fn code_text(options: &EnterOptions, lang: Lang) -> Result<String, CommandError> {
    let unreadable =
        |path: &str, why| CommandError::new(Fault::FileRead { path: path.to_owned(), why }, Exit::Fault);
    let standard_input = || {
        let mut bytes = Vec::new();
        match std::io::stdin().take(CODE_FILE_MAX).read_to_end(&mut bytes) {
            Ok(_) => Ok(reader::text(&bytes).into_owned()),
            Err(error) => Err(unreadable("-", system_error(lang, &error))),
        }
    };
    match (&options.file, options.code.as_slice()) {
        _ if reads_standard_input(options) => standard_input(),
        (Some(path), _) => atomic_file::read_text(path, CODE_FILE_MAX)
            .map_err(|error| unreadable(&path.display().to_string(), error.why(lang))),
        (None, words) => Ok(words.join("\n")),
    }
}

fn reads_standard_input(options: &EnterOptions) -> bool {
    match (&options.file, options.code.as_slice()) {
        (Some(path), _) => path.as_os_str() == "-",
        (None, []) => true,
        (None, words) => words == ["-"],
    }
}
