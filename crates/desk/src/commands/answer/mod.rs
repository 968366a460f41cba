//! `answer`: answers requests without the web server.

mod bundle;
mod bundle_summary;
mod folder;
mod outcome;

use std::path::PathBuf;

use clap::ArgMatches;
use serde_json::{Value, json};

use super::exit::Exit;
use super::failure::Failure;
use super::invocation::Invocation;
use super::output::Output;
use super::request_input::RequestInput;
use crate::text::BundleLine as L;
use bundle::BundleOrder;
use countersign_core::protocol::Scheme;
use countersign_core::text::Line as _;
use outcome::Answering;

pub(super) fn run(args: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    let arguments = args.get_many::<String>("requests").into_iter().flatten();
    let inputs: Vec<RequestInput> = arguments
        .map(|argument| RequestInput::from_argument(argument, invocation.lang))
        .collect::<Result<_, _>>()?;
    let out = args.get_one::<PathBuf>("out").map(PathBuf::as_path);
    if out.is_some() && !matches!(inputs.as_slice(), [RequestInput::Bundle(_)]) {
        let (what, next) = (L::OutAlone.say(invocation.lang), L::OutAloneDo.say(invocation.lang));
        return Err(Failure::new(Exit::Usage, "OUT-ONE-BUNDLE", what, next));
    }
    let data = invocation.open_desk()?;
    let scheme = if args.get_flag("older") { Scheme::Two } else { Scheme::Three };
    let confirmed = args.get_one::<String>("confirm").map(String::as_str);
    let requester = invocation.requester(args)?;
    let answering = Answering { data: &data, scheme, confirmed, requester, invocation };
    let (mut texts, mut objects, mut exit) = (Vec::new(), Vec::<Value>::new(), Exit::Done);
    let single = matches!(inputs.as_slice(), [RequestInput::Text { .. } | RequestInput::Bundle(_)]);
    for input in inputs {
        match input {
            RequestInput::Text { source, text } => {
                let outcome = answering.answer(source, &text)?;
                if let (true, Err(error)) = (single, &outcome.answer) {
                    return Err(error.failure(invocation.lang));
                }
                if !outcome.is_issued() {
                    exit = Exit::Refused;
                }
                texts.push(answering.to_text(&outcome));
                objects.push(answering.to_json(&outcome));
            }
            RequestInput::Bundle(requests) => {
                let summary = BundleOrder { requests: &requests, answers: out }.perform(&answering)?;
                if !summary.counts.is_all_issued() {
                    exit = Exit::Refused;
                }
                texts.push(summary.to_text(invocation.lang));
                objects.push(summary.to_json());
            }
            RequestInput::Folder(folder) => {
                let outcomes = folder::answer_files(&answering, &folder)?;
                if outcomes.iter().any(|outcome| outcome.answer.is_err()) {
                    exit = Exit::Refused;
                }
                texts.push(folder::write_report(&answering, &folder, &outcomes)?);
                objects.extend(outcomes.iter().map(|outcome| answering.to_json(outcome)));
            }
        }
    }
    if !invocation.json {
        return Ok(Output { text: texts.join("\n"), exit });
    }
    let object = match objects.as_slice() {
        [one] if single => one.clone(),
        _ => json!({ "answers": objects }),
    };
    Ok(Output { text: format!("{object}\n"), exit })
}
