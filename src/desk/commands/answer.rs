//! `answer`: decides requests without the web.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use serde_json::{Value, json};

use super::failure::Failure;
use super::input::{self, Input};
use super::{Call, Exit, Output, failure, words};
use crate::desk::requests::{self, NotRequest};
use crate::desk::{Office, files, json};
use crate::ledger::{self, Answer, Asker, Context};
use crate::protocol::Scheme;
use crate::text::{DeskLine as L, Line as _};

/// The report's name in a folder of requests.
const REPORT: &str = "countersign-report.txt";
/// What is added to a request file's name for its license file.
const LICENSE: &str = ".license.txt";

/// One text, and what came of it.
struct Item {
    source: String,
    /// The lines (8–11) of a spoken request that were put right.
    mended: Vec<u8>,
    came: Result<Answer, NotRequest>,
}

pub(super) fn run(with: &ArgMatches, call: &Call) -> Result<Output, Failure> {
    let arguments: Vec<&String> = with.get_many("requests").into_iter().flatten().collect();
    let inputs: Vec<Input> =
        arguments.iter().map(|argument| Input::of(argument, call.lang)).collect::<Result<_, _>>()?;
    let office = Office::open(&call.data, call.passphrase.as_deref())
        .map_err(|error| Failure::open(error, call.lang))?;
    let scheme = if with.get_flag("older") { Scheme::Two } else { Scheme::Three };
    let (mut out, mut objects, mut exit) = (String::new(), Vec::new(), Exit::Done);
    let single = matches!(inputs.as_slice(), [Input::One { .. }]);
    for input in inputs {
        let items = match input {
            Input::One { source, text } => {
                let item = item(&office, source, &text, scheme, call)?;
                if let (true, Err(not)) = (single, &item.came) {
                    return Err(not.failure(call.lang));
                }
                if !matches!(&item.came, Ok(answer) if answer.reason().is_none()) {
                    exit = Exit::Refused;
                }
                text_of(next(&mut out), &office, &item, call);
                vec![item]
            }
            Input::Folder(folder) => {
                let items = folder_items(&office, &folder, scheme, call)?;
                if items.iter().any(|item| item.came.is_err()) {
                    exit = Exit::Refused;
                }
                next(&mut out).push_str(&finish_folder(&office, &folder, &items, call)?);
                items
            }
        };
        objects.extend(items.iter().map(|item| object(&office, item, call)));
    }
    if call.json {
        let whole = match objects.as_slice() {
            [one] if single => one.clone(),
            _ => json!({ "answers": objects }),
        };
        out = format!("{whole}\n");
    }
    Ok(Output { text: out, exit })
}

/// Where the next answer is written: with an empty line between two.
fn next(text: &mut String) -> &mut String {
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

fn text_of(out: &mut String, office: &Office, item: &Item, call: &Call) {
    match &item.came {
        Ok(answer) => {
            out.push_str(&words::answer(answer, &office.profiles.newest().policy, call.lang));
            if !item.mended.is_empty() {
                let lines = item.mended.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
                out.push_str(&format!("\n{}\n", L::RequestMended.fill(call.lang, &[("lines", &lines)])));
            }
        }
        Err(not) => out.push_str(&not.failure(call.lang).words()),
    }
}

fn object(office: &Office, item: &Item, call: &Call) -> Value {
    let mut object = match &item.came {
        Ok(answer) => json::answer(answer, &office.profiles.newest().policy, call.lang),
        Err(not) => failure::object(&not.failure(call.lang)),
    };
    if let Some(keys) = object.as_object_mut() {
        keys.insert("source".to_owned(), json!(item.source));
        if !item.mended.is_empty() {
            keys.insert("mended".to_owned(), json!(item.mended));
        }
    }
    object
}

/// Decides one text. A fault of the desk ends the command; a text that is no request doesn't.
fn item(office: &Office, source: String, text: &str, scheme: Scheme, call: &Call) -> Result<Item, Failure> {
    let (asked, mended) = match requests::heard(text, |guess| office.knows(guess)) {
        Ok(heard) => heard,
        Err(not) => return Ok(Item { source, mended: Vec::new(), came: Err(not) }),
    };
    let asker = Asker::Operator(call.operator.clone());
    let context = Context { now: call.now, asker, scheme };
    let answer = ledger::answer(&*office.store, office, &asked, &context)
        .map_err(|error| Failure::answer(&error, call.lang))?;
    Ok(Item { source, mended, came: Ok(answer) })
}

/// Decides every file of a folder, by name. Hidden files and what an earlier run wrote are passed over;
/// links are not followed.
fn folder_items(office: &Office, folder: &Path, scheme: Scheme, call: &Call) -> Result<Vec<Item>, Failure> {
    let fault = |path: &Path, error: &std::io::Error| Failure::file(path, error, call.lang);
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|error| fault(folder, &error))? {
        let entry = entry.map_err(|error| fault(folder, &error))?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let ours = name.starts_with('.') || name.ends_with(LICENSE) || name == REPORT;
        if !ours && entry.file_type().map_err(|error| fault(folder, &error))?.is_file() {
            paths.push(entry.path());
        }
    }
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let text = input::read_file(path).map_err(|error| fault(path, &error))?;
            let item = item(office, path.display().to_string(), &text, scheme, call)?;
            if let Ok(answer) = &item.came
                && let Some(lines) = words::lines(answer)
            {
                let mut name = path.as_os_str().to_owned();
                name.push(LICENSE);
                let to = PathBuf::from(name);
                files::replace(&to, files::PUBLIC, lines.as_bytes()).map_err(|error| fault(&to, &error))?;
            }
            Ok(item)
        })
        .collect()
}

/// Writes the report beside the requests, and gives the summary.
fn finish_folder(office: &Office, folder: &Path, items: &[Item], call: &Call) -> Result<String, Failure> {
    let lang = call.lang;
    let path = folder.display().to_string();
    if items.is_empty() {
        return Ok(format!("{}\n", L::FolderEmpty.fill(lang, &[("path", &path)])));
    }
    let mut report = format!("{}\n{}\n", L::ReportTitle.say(lang), super::day::moment(call.now));
    for item in items {
        report.push_str(&format!("\n== {}\n", item.source));
        text_of(&mut report, office, item, call);
    }
    let to = folder.join(REPORT);
    files::replace(&to, files::PRIVATE, report.as_bytes())
        .map_err(|error| Failure::file(&to, &error, lang))?;
    let count = |wanted: fn(&Item) -> bool| items.iter().filter(|item| wanted(item)).count().to_string();
    let summary = L::FolderSummary.fill(
        lang,
        &[
            ("path", &path),
            ("issued", &count(|item| matches!(&item.came, Ok(answer) if answer.reason().is_none()))),
            ("refused", &count(|item| matches!(&item.came, Ok(answer) if answer.reason().is_some()))),
            ("other", &count(|item| item.came.is_err())),
        ],
    );
    let wrote = L::FolderWrote.fill(lang, &[("report", &to.display().to_string())]);
    let mut out = format!("{summary}\n{wrote}\n\n");
    for item in items {
        let what = match &item.came {
            Ok(answer) => answer.reason().map_or(L::Issued.say(lang), ledger::Reason::code),
            Err(_) => L::FolderNotRequest.say(lang),
        };
        out.push_str(&format!("  {}: {what}\n", item.source));
    }
    Ok(out)
}
