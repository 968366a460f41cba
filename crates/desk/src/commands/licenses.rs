//! `licenses`: what operators do with numbers. What they look at is in `show`, files of numbers are in `import`.

use clap::ArgMatches;

use super::failure::Failure;
use super::input::Input;
use super::{Call, Exit, Output, words};
use crate::desk_data::{open_profiles, open_store};
use crate::sql::{Added, SqlStore};
use crate::text::{AdminLine as A, DeskLine as L};
use crate::{DeskData, json, requests};
use countersign_core::machine::printable;
use countersign_core::protocol::license::{Day, day_of};
use countersign_core::protocol::{Edition, Mask, Number, Scheme};
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::ActionKind;
use countersign_ledger::text::LedgerLine;
use countersign_ledger::{
    self as ledger, ActionRefusal, Expiry, License, LicenseRecord, LicenseState, OperatorAction,
    RequestContext, Requester, Store as _, StoreError, case,
};

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
        Some(("release", with)) => numbers.release(with),
        Some(("move", with)) => numbers.move_number(with),
        Some((act, with)) => match ActionKind::ALL.into_iter().find(|kind| kind.name() == act) {
            Some(kind) => numbers.act(kind, with),
            None => Ok(Output { text: String::new(), exit: Exit::Usage }),
        },
        None => Ok(Output { text: String::new(), exit: Exit::Usage }),
    }
}

impl Numbers<'_> {
    fn add(&self, with: &ArgMatches) -> Result<Output, Failure> {
        let license = self.license(with)?;
        let given: Vec<&String> = with.get_many("numbers").into_iter().flatten().collect();
        let numbers = given
            .into_iter()
            .map(|typed| self.number(typed).map(|number| (number, license)))
            .collect::<Result<Vec<_>, _>>()?;
        let added = self.write(&numbers)?;
        let with = [("new", &*added.new.to_string()), ("known", &*added.known.to_string())];
        Ok(Output::done(L::AddedLine.fill(self.lang(), &with) + "\n"))
    }

    /// What is sold with numbers, as the options say. A day that is over is a mistake.
    pub(super) fn license(&self, with: &ArgMatches) -> Result<License, Failure> {
        let last = with.get_one("expires").copied();
        if last.is_some_and(|last: Day| last < day_of(self.call.now)) {
            let lines = (L::ExpiryPast, L::ExpiryPastDo);
            return Err(Failure::new(Exit::Refused, "EXPIRY-PAST", lines, &[], self.lang()));
        }
        let days = with.get_one("days").copied().map(Expiry::After);
        Ok(License {
            edition: Edition(with.get_one("edition").copied().unwrap_or(0)),
            expiry: last.map(Expiry::On).or(days).unwrap_or(Expiry::Never),
        })
    }

    /// An act that needs nothing but a reason.
    fn act(&self, kind: ActionKind, with: &ArgMatches) -> Result<Output, Failure> {
        let number = self.asked_number(with)?;
        let typed = with.get_one::<String>("reason").map_or("", String::as_str);
        let reason = case::clean_reason(typed).unwrap_or_default();
        let state = self.perform(&number, |_| Ok(OperatorAction { kind, reason: reason.clone() }))?;
        let mut text = self.acted(&number, kind, &state);
        if kind == ActionKind::Move {
            text.push_str(&(A::MovedNext.fill(self.lang(), &[("number", number.as_str())]) + "\n"));
        }
        Ok(Output::done(text))
    }

    /// A release, by a reason or by the receipt that the device showed.
    fn release(&self, with: &ArgMatches) -> Result<Output, Failure> {
        let Some(line) = with.get_one::<String>("receipt") else {
            return self.act(ActionKind::Release, with);
        };
        let number = self.asked_number(with)?;
        let packed = self.mask.pack(&number).unwrap_or_default();
        let state =
            self.perform(&number, |standing| ledger::release_by_receipt(&standing.state, packed, line))?;
        Ok(Output::done(self.acted(&number, ActionKind::ReleaseByReceipt, &state)))
    }

    /// A move to the machine of the next request, or to that of a given one.
    fn move_number(&self, with: &ArgMatches) -> Result<Output, Failure> {
        let Some(to) = with.get_one::<String>("to") else { return self.act(ActionKind::Move, with) };
        let lang = self.lang();
        let number = self.asked_number(with)?;
        let text = match Input::of(to, lang)? {
            Input::One { text, .. } => text,
            Input::Folder(path) => {
                return Err(Failure::file(&path, &std::io::ErrorKind::IsADirectory.into(), lang));
            }
        };
        let asked = requests::parse(&text).map_err(|not| not.failure(lang))?;
        let other = self.mask.unpack(asked.head().number);
        if other.as_ref() != Some(&number) {
            let other = other.map_or_else(|| "?".to_owned(), |other| other.as_str().to_owned());
            let with = [("number", number.as_str()), ("other", &*other)];
            return Err(Failure::refused("NUMBER-OTHER", (A::MoveOther, A::MoveOtherDo), &with, lang));
        }
        let office = DeskData::open(&self.call.data, self.call.passphrase.as_deref())
            .map_err(|error| Failure::open(error, lang))?;
        let asker = Requester::Operator(self.call.operator.clone());
        let context = RequestContext { now: self.call.now, requester: asker, scheme: Scheme::Three };
        let reason = with.get_one::<String>("reason").map_or("", String::as_str);
        let reason = case::clean_reason(reason).unwrap_or_default();
        let answer = ledger::move_and_answer(&self.store, &office, &asked, &context, &reason)
            .map_err(|error| Failure::answer(&error, lang))?;
        let policy = &office.profiles.newest().policy;
        let exit = if answer.reason().is_none() { Exit::Done } else { Exit::Refused };
        if self.call.json {
            return Ok(Output { text: format!("{}\n", json::answer(&answer, policy, lang)), exit });
        }
        let mut text = String::new();
        if answer.reason().is_none() {
            let with = [("number", number.as_str()), ("name", &*answer.name)];
            text = A::MovedTo.fill(lang, &with) + "\n\n";
        }
        text.push_str(&words::answer(&answer, policy, lang));
        Ok(Output { text, exit })
    }

    fn perform(
        &self,
        number: &Number,
        act: impl Fn(&LicenseRecord) -> Result<OperatorAction, ActionRefusal>,
    ) -> Result<LicenseState, Failure> {
        ledger::perform_action(&self.store, number, &self.call.operator, self.call.now, act)
            .map_err(|error| Failure::act(&error, number, self.lang()))
    }

    fn acted(&self, number: &Number, kind: ActionKind, state: &LicenseState) -> String {
        let lang = self.lang();
        let now = LedgerLine::of_state(state.name()).map_or("", |line| line.say(lang));
        let with =
            [("number", number.as_str()), ("act", LedgerLine::of_action(kind).say(lang)), ("state", now)];
        L::Acted.fill(lang, &with) + "\n"
    }

    pub(super) fn asked_number(&self, with: &ArgMatches) -> Result<Number, Failure> {
        self.number(with.get_one::<String>("number").map_or("", String::as_str))
    }

    fn number(&self, typed: &str) -> Result<Number, Failure> {
        self.mask.parse_number(typed).map_err(|_| {
            let example = self.mask.example();
            let with = [("number", &*printable(typed.as_bytes())), ("example", example.as_str())];
            let lines = (L::NumberMalformed, L::NumberMalformedDo);
            Failure::new(Exit::Refused, "NUMBER-MALFORMED", lines, &with, self.lang())
        })
    }

    pub(super) fn standing(&self, number: &Number) -> Result<LicenseRecord, Failure> {
        self.store.load(number).map_err(|error| self.fault(&error))?.ok_or_else(|| {
            let lines = (L::NumberNotHere, L::NumberNotHereDo);
            let with = [("number", number.as_str())];
            Failure::new(Exit::Refused, "NUMBER-UNKNOWN", lines, &with, self.lang())
        })
    }

    pub(super) fn write(&self, numbers: &[(Number, License)]) -> Result<Added, Failure> {
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
