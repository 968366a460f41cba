//! `answer`: decides requests without the web.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use serde_json::{Value, json};

use super::failure::Failure;
use super::input::{self, Input};
use super::{Call, Exit, Output, failure, words};
use crate::requests::{self, NotRequest};
use crate::text::DeskLine as L;
use crate::{DeskData, files, json};
use countersign_core::protocol::Scheme;
use countersign_core::text::Line as _;
use countersign_ledger::{self as ledger, Answer, RequestContext, Requester};

/// The report's name in a folder of requests.
const REPORT: &str = "countersign-report.txt";
/// How the names of license files end: `NUMBER-REQUEST.license.txt`.
const LICENSE: &str = ".license.txt";
/// How many license files may have one name but for a count; a number and a request have at most two codes.
const NAMESAKES: u32 = 100;

/// One text, and what came of it.
struct Item {
    source: String,
    /// The lines (8–11) of a spoken request that were put right.
    mended: Vec<u8>,
    /// The license file that was written.
    wrote: Option<PathBuf>,
    came: Result<Answer, NotRequest>,
}

pub(super) fn run(with: &ArgMatches, call: &Call) -> Result<Output, Failure> {
    let arguments: Vec<&String> = with.get_many("requests").into_iter().flatten().collect();
    let inputs: Vec<Input> =
        arguments.iter().map(|argument| Input::of(argument, call.lang)).collect::<Result<_, _>>()?;
    let office = DeskData::open(&call.data, call.passphrase.as_deref())
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

fn text_of(out: &mut String, office: &DeskData, item: &Item, call: &Call) {
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

fn object(office: &DeskData, item: &Item, call: &Call) -> Value {
    let mut object = match &item.came {
        Ok(answer) => json::answer(answer, &office.profiles.newest().policy, call.lang),
        Err(not) => failure::object(&not.failure(call.lang)),
    };
    if let Some(keys) = object.as_object_mut() {
        keys.insert("source".to_owned(), json!(item.source));
        if let Some(wrote) = &item.wrote {
            keys.insert("license-file".to_owned(), json!(wrote.display().to_string()));
        }
        if !item.mended.is_empty() {
            keys.insert("mended".to_owned(), json!(item.mended));
        }
    }
    object
}

/// Decides one text. A fault of the desk ends the command; a text that is no request doesn't.
fn item(office: &DeskData, source: String, text: &str, scheme: Scheme, call: &Call) -> Result<Item, Failure> {
    let (asked, mended) = match requests::heard(text, |guess| office.knows(guess)) {
        Ok(heard) => heard,
        Err(not) => return Ok(Item { source, mended: Vec::new(), wrote: None, came: Err(not) }),
    };
    let asker = Requester::Operator(call.operator.clone());
    let context = RequestContext { now: call.now, requester: asker, scheme };
    let answer = ledger::answer(&*office.store, office, &asked, &context)
        .map_err(|error| Failure::answer(&error, call.lang))?;
    Ok(Item { source, mended, wrote: None, came: Ok(answer) })
}

/// Decides every file of a folder, by name. Hidden files and what an earlier run wrote are passed over;
/// links are not followed.
fn folder_items(office: &DeskData, folder: &Path, scheme: Scheme, call: &Call) -> Result<Vec<Item>, Failure> {
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
                let to = license_file(folder, answer, &lines);
                files::replace(&to, files::PUBLIC, lines.as_bytes()).map_err(|error| fault(&to, &error))?;
                return Ok(Item { wrote: Some(to), ..item });
            }
            Ok(item)
        })
        .collect()
}

/// Where the license of that answer goes: named by license number and request, so that a stick full of them can be
/// told apart. What is there already and says something else stays.
fn license_file(folder: &Path, answer: &Answer, lines: &str) -> PathBuf {
    let number = answer.number.as_ref().map_or("-", |number| number.as_str());
    let name = format!("{number}-{}", answer.name);
    let counted = (2..NAMESAKES).map(|count| format!("{name}-{count}"));
    let free = |path: &PathBuf| match std::fs::read_to_string(path) {
        Ok(there) => there == lines,
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    };
    let plain = folder.join(format!("{name}{LICENSE}"));
    let mut names = std::iter::once(name.clone()).chain(counted);
    names.find_map(|name| Some(folder.join(format!("{name}{LICENSE}"))).filter(free)).unwrap_or(plain)
}

/// Writes the report beside the requests, and gives the summary.
fn finish_folder(office: &DeskData, folder: &Path, items: &[Item], call: &Call) -> Result<String, Failure> {
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
        let wrote = item.wrote.as_ref().and_then(|path| path.file_name());
        let wrote = wrote.map_or_else(String::new, |name| format!(" -> {}", name.to_string_lossy()));
        out.push_str(&format!("  {}: {what}{wrote}\n", item.source));
    }
    Ok(out)
}
