//! `licenses import`: a file of numbers, with a report on every line that is wrong.

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;

use clap::ArgMatches;
use serde_json::json;

use super::failure::Failure;
use super::licenses::Numbers;
use super::paper::wrap;
use super::{Exit, Output};
use crate::import::{BadLine, Import};
use crate::sql::{Added, Event};
use crate::text::AdminLine as A;
use countersign_core::protocol::license::day_of;
use countersign_core::text::Line as _;

/// The longest file of numbers, in bytes.
const FILE: u64 = 64 * 1024 * 1024;
/// How many wrong lines are told one by one.
const TOLD: usize = 1_000;

impl Numbers<'_> {
    pub(super) fn import(&self, with: &ArgMatches) -> Result<Output, Failure> {
        let lang = self.lang();
        let file = with.get_one::<String>("file").map_or("-", String::as_str);
        let bytes = read(file).map_err(|error| Failure::file(Path::new(file), &error, lang))?;
        let import = Import::read(&bytes, &self.mask, self.license(with)?, day_of(self.call.now));
        let stopped = with.get_flag("strict") && !import.bad.is_empty();
        let added = if stopped { Added::default() } else { self.write(&import.numbers())? };
        if added.new > 0 {
            let event = Event {
                at: self.call.now,
                operator: self.call.operator.clone(),
                event: "numbers-imported".to_owned(),
                subject: added.new.to_string(),
            };
            self.store.record(&event).map_err(|error| self.fault(&error))?;
        }
        let exit = if import.bad.is_empty() { Exit::Done } else { Exit::Refused };
        let example = self.mask.example();
        let said = |bad: &BadLine| bad.said(example.as_str(), lang);
        if self.call.json {
            let bad: Vec<_> = import
                .bad
                .iter()
                .map(|bad| json!({ "line": bad.line, "code": bad.fault.code(), "text": bad.text, "what": said(bad) }))
                .collect();
            let object = json!({
                "new": added.new, "known": added.known, "again": import.again, "stopped": stopped, "bad": bad,
            });
            return Ok(Output { text: format!("{object}\n"), exit });
        }
        let mut text = String::new();
        for bad in import.bad.iter().take(TOLD) {
            let _ = writeln!(text, "{}", wrap(&said(bad), 0, 4));
        }
        let bad = import.bad.len().to_string();
        let (new, known, again) = (added.new.to_string(), added.known.to_string(), import.again.to_string());
        let with = [("path", file), ("new", &*new), ("known", &*known), ("again", &*again), ("bad", &*bad)];
        let mut say = |line: A| {
            let _ = writeln!(text, "{}", wrap(&line.fill(lang, &with), 0, 0));
        };
        match (stopped, import.bad.is_empty()) {
            (true, _) => {
                say(A::ImportStrict);
                say(A::ImportStrictDo);
            }
            (false, false) => {
                say(A::ImportedSome);
                say(A::ImportBadDo);
            }
            (false, true) => say(A::ImportedSome),
        }
        Ok(Output { text, exit })
    }
}

fn read(file: &str) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if file == "-" {
        std::io::stdin().take(FILE).read_to_end(&mut bytes)?;
    } else {
        std::fs::File::open(file)?.take(FILE).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}
