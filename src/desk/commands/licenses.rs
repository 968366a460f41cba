//! `licenses`: what operators do with numbers. What they look at is in `show`.

use std::path::Path;

use clap::ArgMatches;

use super::failure::Failure;
use super::paper::wrap;
use super::{Call, Exit, Output, day};
use crate::desk::office::{open_profiles, open_store};
use crate::desk::sql::SqlStore;
use crate::ledger::act::ActKind;
use crate::ledger::{Act, Audit, Change, Entry, Expiry, License, Standing, Store as _, StoreError};
use crate::machine::shown;
use crate::protocol::{Edition, Mask, Number};
use crate::text::{DeskLine as L, Lang, LedgerLine, Line as _};

/// The longest reason that is kept, in characters.
const REASON: usize = 200;
/// The longest file of numbers, in bytes.
const FILE: u64 = 64 * 1024 * 1024;
/// How often an act is done anew because the number changed meanwhile.
const TRIES: usize = 8;

/// A desk's numbers: no key is needed for them, and so no passphrase.
pub(super) struct Numbers<'a> {
    pub(super) store: SqlStore,
    pub(super) mask: Mask,
    pub(super) call: &'a Call,
}

pub(super) fn run(with: &ArgMatches, call: &Call) -> Result<Output, Failure> {
    let open = || {
        let mask = open_profiles(&call.data)?.newest().mask.clone();
        Ok((open_store(&call.data)?, mask))
    };
    let (store, mask) = open().map_err(|error| Failure::open(error, call.lang))?;
    let numbers = Numbers { store, mask, call };
    match with.subcommand() {
        Some(("add", with)) => numbers.add(with),
        Some(("import", with)) => numbers.import(with),
        Some(("list", with)) => numbers.list(with),
        Some(("show", with)) => numbers.show(with),
        Some((act, with)) => match ActKind::ALL.into_iter().find(|kind| kind.name() == act) {
            Some(kind) => numbers.act(kind, with),
            None => Ok(Output { text: String::new(), exit: Exit::Usage }),
        },
        None => Ok(Output { text: String::new(), exit: Exit::Usage }),
    }
}

impl Numbers<'_> {
    fn add(&self, with: &ArgMatches) -> Result<Output, Failure> {
        let license = license(with);
        let given: Vec<&String> = with.get_many("numbers").into_iter().flatten().collect();
        let numbers = given
            .into_iter()
            .map(|typed| self.number(typed).map(|number| (number, license)))
            .collect::<Result<Vec<_>, _>>()?;
        let added = self.write(&numbers)?;
        let with = [("new", &*added.new.to_string()), ("known", &*added.known.to_string())];
        Ok(Output::done(L::AddedLine.fill(self.lang(), &with) + "\n"))
    }

    fn import(&self, with: &ArgMatches) -> Result<Output, Failure> {
        let file = with.get_one::<String>("file").map_or("-", String::as_str);
        let text = read(file).map_err(|error| Failure::file(Path::new(file), &error, self.lang()))?;
        let mut numbers = Vec::new();
        for (at, line) in (1_usize..).zip(text.trim_start_matches('\u{feff}').lines()) {
            let line = line.split('#').next().unwrap_or_default().trim();
            if line.is_empty() {
                continue;
            }
            numbers.push(self.import_line(line, license(with)).ok_or_else(|| {
                let with = [("line", &*at.to_string()), ("text", &*shown(line.as_bytes()))];
                let lines = (L::ImportLine, L::ImportLineDo);
                Failure::new(Exit::Refused, "IMPORT-LINE", lines, &with, self.lang())
            })?);
        }
        let added = self.write(&numbers)?;
        let (new, known) = (added.new.to_string(), added.known.to_string());
        let with = [("path", file), ("new", &*new), ("known", &*known)];
        Ok(Output::done(wrap(&L::Imported.fill(self.lang(), &with), 0, 0) + "\n"))
    }

    /// `NUMBER[,EDITION[,YYYY-MM-DD|DAYS]]`.
    fn import_line(&self, line: &str, default: License) -> Option<(Number, License)> {
        let mut parts = line.split([',', ';', '\t']).map(str::trim);
        let number = self.mask.number(parts.next()?).ok()?;
        let edition = match parts.next() {
            None | Some("") => default.edition,
            Some(edition) => Edition(edition.parse().ok().filter(|edition| *edition < 16)?),
        };
        let expiry = match parts.next() {
            None | Some("") => default.expiry,
            Some(date) if date.contains('-') => Expiry::On(day::parse(date).ok()?),
            Some(days) => Expiry::After(days.parse().ok()?),
        };
        parts.next().is_none().then_some((number, License { edition, expiry }))
    }

    fn act(&self, kind: ActKind, with: &ArgMatches) -> Result<Output, Failure> {
        let lang = self.lang();
        let number = self.asked_number(with)?;
        let reason = with.get_one::<String>("reason").map_or("", String::as_str);
        let reason: String = reason.trim().chars().filter(|c| !c.is_control()).take(REASON).collect();
        let act = Act { kind, reason };
        for _ in 0..TRIES {
            let standing = self.standing(&number)?;
            let state = act.apply(&standing.state).map_err(|refusal| {
                let what = LedgerLine::of_act_refusal(refusal).say(lang);
                let what = format!("{}: {what}", number.as_str());
                Failure { exit: Exit::Refused, code: refusal.code(), what, next: L::ActRefusedDo.say(lang) }
            })?;
            let now = LedgerLine::of_state(state.name()).map_or("", |line| line.say(lang));
            let change = Change {
                number: number.clone(),
                expected: standing.version,
                state,
                first_issued: standing.first_issued,
            };
            let audit = Audit {
                at: self.call.now,
                operator: self.call.operator.clone(),
                number: number.clone(),
                act: act.clone(),
            };
            let entry = Entry { change: Some(change), audit: Some(audit), ..Entry::default() };
            match self.store.commit(&entry) {
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(self.fault(&error)),
                Ok(_) => {
                    let done = LedgerLine::of_act(kind.name()).map_or("", |line| line.say(lang));
                    let with = [("number", number.as_str()), ("act", done), ("state", now)];
                    return Ok(Output::done(L::Acted.fill(lang, &with) + "\n"));
                }
            }
        }
        Err(self.fault(&StoreError::Conflict))
    }

    pub(super) fn asked_number(&self, with: &ArgMatches) -> Result<Number, Failure> {
        self.number(with.get_one::<String>("number").map_or("", String::as_str))
    }

    fn number(&self, typed: &str) -> Result<Number, Failure> {
        self.mask.number(typed).map_err(|_| {
            let example = self.mask.example();
            let with = [("number", &*shown(typed.as_bytes())), ("example", example.as_str())];
            let lines = (L::NumberMalformed, L::NumberMalformedDo);
            Failure::new(Exit::Refused, "NUMBER-MALFORMED", lines, &with, self.lang())
        })
    }

    pub(super) fn standing(&self, number: &Number) -> Result<Standing, Failure> {
        self.store.load(number).map_err(|error| self.fault(&error))?.ok_or_else(|| {
            let lines = (L::NumberNotHere, L::NumberNotHereDo);
            let with = [("number", number.as_str())];
            Failure::new(Exit::Refused, "NUMBER-UNKNOWN", lines, &with, self.lang())
        })
    }

    fn write(&self, numbers: &[(Number, License)]) -> Result<crate::desk::sql::Added, Failure> {
        let call = self.call;
        self.store.add(numbers, &call.operator, call.now).map_err(|error| self.fault(&error))
    }

    pub(super) fn fault(&self, error: &StoreError) -> Failure {
        Failure::store(error, self.lang())
    }

    pub(super) const fn lang(&self) -> Lang {
        self.call.lang
    }
}

/// What is sold with numbers, as the options say.
fn license(with: &ArgMatches) -> License {
    let day = with.get_one("expires").copied().map(Expiry::On);
    let days = with.get_one("days").copied().map(Expiry::After);
    License {
        edition: Edition(with.get_one("edition").copied().unwrap_or(0)),
        expiry: day.or(days).unwrap_or(Expiry::Never),
    }
}

fn read(file: &str) -> std::io::Result<String> {
    use std::io::Read as _;
    let mut text = String::new();
    if file == "-" {
        std::io::stdin().take(FILE).read_to_string(&mut text)?;
    } else {
        std::fs::File::open(file)?.take(FILE).read_to_string(&mut text)?;
    }
    Ok(text)
}
