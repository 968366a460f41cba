//! `operators`: who may sign in to the back office.

use std::fmt::Write as _;
use std::io::{BufRead as _, Read as _};

use clap::ArgMatches;
use serde_json::json;
use zeroize::Zeroizing;

use super::failure::Failure;
use super::paper::pad;
use super::{Call, Exit, Output, day};
use crate::desk_data::{open_profiles, open_store};
use crate::operators::password::{self, PasswordFault};
use crate::operators::{OperatorName, Roster as _};
use crate::sql::{Event, SqlStore};
use crate::text::AdminLine as A;
use countersign_core::machine::printable;
use countersign_core::text::Line as _;
use countersign_ledger::StoreError;

pub(super) fn run(with: &ArgMatches, call: &Call) -> Result<Output, Failure> {
    let open = || {
        open_profiles(&call.data)?;
        open_store(&call.data)
    };
    let store = open().map_err(|error| Failure::open(error, call.lang))?;
    match with.subcommand() {
        Some(("add", with)) => {
            let new = New::of(with, call)?;
            let text = new.add(&store, call)?;
            Ok(Output::done(text))
        }
        Some(("list", _)) => list(&store, call),
        Some(("remove", with)) => remove(&store, with, call),
        _ => Ok(Output { text: String::new(), exit: Exit::Usage }),
    }
}

/// An operator who is to be added.
pub(super) struct New {
    name: OperatorName,
    hash: String,
    /// A password that was made, to be shown once.
    made: Option<Zeroizing<String>>,
}

impl New {
    /// The operator of the arguments `operator` and `password-stdin`.
    pub(super) fn of(with: &ArgMatches, call: &Call) -> Result<Self, Failure> {
        let name = name(with, call)?;
        let (password, made) = if with.get_flag("password-stdin") {
            (typed(call)?, None)
        } else {
            let made = password::generate().map_err(|fault| refused(&fault, call))?;
            (made.clone(), Some(made))
        };
        let hash = password::hash(&password).map_err(|fault| refused(&fault, call))?;
        Ok(Self { name, hash, made })
    }

    /// Adds them; gives what is to be said.
    pub(super) fn add(&self, store: &SqlStore, call: &Call) -> Result<String, Failure> {
        let lang = call.lang;
        let with = [("name", self.name.as_str())];
        let added = store.add_operator(&self.name, &self.hash, &call.operator, call.now);
        if !added.map_err(|error| fault(&error, call))? {
            return Err(Failure::refused(
                "OPERATOR-THERE",
                (A::OperatorThere, A::OperatorThereDo),
                &with,
                lang,
            ));
        }
        record(store, "operator-added", &self.name, call)?;
        let mut text = A::OperatorAdded.fill(lang, &with) + "\n";
        if let Some(made) = &self.made {
            let _ = writeln!(text, "{}", A::OperatorPassword.fill(lang, &[("password", made)]));
        }
        Ok(text)
    }
}

fn list(store: &SqlStore, call: &Call) -> Result<Output, Failure> {
    let all = store.operators().map_err(|error| fault(&error, call))?;
    if call.json {
        let all: Vec<_> = all
            .iter()
            .map(|one| json!({ "name": one.name.as_str(), "added": one.added, "by": one.by }))
            .collect();
        return Ok(Output::done(format!("{}\n", json!({ "operators": all }))));
    }
    let lang = call.lang;
    if all.is_empty() {
        let text = format!("{}\n{}\n", A::OperatorsNone.say(lang), A::OperatorsNoneDo.say(lang));
        return Ok(Output::done(text));
    }
    let mut text = String::new();
    for one in &all {
        let with = [("at", &*day::moment(one.added)), ("by", &*printable(one.by.as_bytes()))];
        let _ = writeln!(text, "{}{}", pad(one.name.as_str(), 20), A::OperatorLine.fill(lang, &with));
    }
    Ok(Output::done(text))
}

fn remove(store: &SqlStore, with: &ArgMatches, call: &Call) -> Result<Output, Failure> {
    let name = name(with, call)?;
    let with = [("name", name.as_str())];
    if !store.remove_operator(&name).map_err(|error| fault(&error, call))? {
        let lines = (A::OperatorUnknown, A::OperatorUnknownDo);
        return Err(Failure::refused("OPERATOR-UNKNOWN", lines, &with, call.lang));
    }
    record(store, "operator-removed", &name, call)?;
    Ok(Output::done(A::OperatorRemoved.fill(call.lang, &with) + "\n"))
}

fn name(with: &ArgMatches, call: &Call) -> Result<OperatorName, Failure> {
    let typed = with.get_one::<String>("operator").map_or("", String::as_str);
    OperatorName::parse(typed).map_err(|_| {
        let with = [("name", &*printable(typed.as_bytes()))];
        Failure::new(Exit::Usage, "NAME-MALFORMED", (A::NameBad, A::NameBadDo), &with, call.lang)
    })
}

/// The first line of standard input, without its end.
fn typed(call: &Call) -> Result<Zeroizing<String>, Failure> {
    let mut line = Zeroizing::new(String::new());
    let read = std::io::stdin().lock().take(4_096).read_line(&mut line);
    read.map_err(|error| Failure::file(std::path::Path::new("-"), &error, call.lang))?;
    let password = Zeroizing::new(line.trim_end_matches(['\r', '\n']).to_owned());
    if password.is_empty() {
        let lines = (A::PasswordNone, A::PasswordNoneDo);
        return Err(Failure::refused("PASSWORD-NONE", lines, &[], call.lang));
    }
    Ok(password)
}

fn refused(fault: &PasswordFault, call: &Call) -> Failure {
    use crate::text::DeskLine as L;
    let count = password::SHORTEST.to_string();
    match fault {
        PasswordFault::Short => {
            let lines = (A::PasswordShort, A::PasswordShortDo);
            Failure::refused("PASSWORD-SHORT", lines, &[("count", &count)], call.lang)
        }
        PasswordFault::Long => {
            Failure::refused("PASSWORD-LONG", (A::PasswordLong, A::PasswordLongDo), &[], call.lang)
        }
        PasswordFault::System(detail) => {
            let lines = (L::SystemFault, L::SystemFaultDo);
            Failure::new(Exit::Fault, "SYSTEM-FAULT", lines, &[("detail", detail)], call.lang)
        }
    }
}

fn record(store: &SqlStore, event: &str, name: &OperatorName, call: &Call) -> Result<(), Failure> {
    let event = Event {
        at: call.now,
        operator: call.operator.clone(),
        event: event.to_owned(),
        subject: name.as_str().to_owned(),
    };
    store.record(&event).map_err(|error| fault(&error, call))
}

fn fault(error: &StoreError, call: &Call) -> Failure {
    Failure::store(error, call.lang)
}
