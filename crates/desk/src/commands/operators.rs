//! `operators`: the commands for the operators of the office.

use std::fmt::Write as _;
use std::io::{BufRead as _, Read as _};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgMatches, Command};
use serde_json::json;
use zeroize::Zeroizing;

use super::argument_builder::ArgumentBuilder;
use super::exit::Exit;
use super::failure::Failure;
use super::invocation::Invocation;
use super::operator_links;
use super::output::Output;
use super::text_layout::pad;
use crate::access::Role;
use crate::operators::password::{self, PasswordError};
use crate::operators::{self, OperatorName, OperatorStore as _, SecondFactorStore as _};
use crate::sql::SqlStore;
use crate::text::{
    AccessLine as C, AccessSentence, AdminLine as A, AdminSentence, SignInLine, SignInSentence, access,
};
use countersign_core::machine::printable;
use countersign_core::protocol::license::moment_at;
use countersign_core::text::Line as _;

pub(super) fn command(t: ArgumentBuilder) -> Command {
    let name = || t.positional("operator", "NAME", A::ArgOperator).required(true);
    t.group("operators", A::Operators)
        .subcommand(t.command("add", A::OperatorsAdd).args([
            name(),
            t.option("role", "ROLE", C::OptRole).value_parser(role()),
            t.flag("password-stdin", A::OptPasswordStdin),
        ]))
        .subcommand(
            t.command("role", C::OperatorsRole)
                .args([name(), t.positional("role", "ROLE", C::ArgRole).required(true).value_parser(role())]),
        )
        .subcommand(t.command("list", A::OperatorsList).arg(t.json()))
        .subcommand(t.command("remove", A::OperatorsRemove).arg(name()))
        .subcommand(
            t.command("passwd", A::OperatorsPasswd)
                .args([name(), t.flag("password-stdin", A::OptPasswordStdin)]),
        )
        .subcommand(t.command("unlock", A::OperatorsUnlock).arg(name()))
        .subcommand(
            t.command("totp", SignInLine::OperatorsTotp)
                .args([name(), t.flag("remove", SignInLine::OptTotpRemove).required(true)]),
        )
        .subcommands(operator_links::commands(t))
}

fn role() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(Role::ALL.map(Role::name))
        .map(|name| Role::from_name(&name).unwrap_or(Role::Viewer))
}

pub(super) fn run(args: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    let store = invocation.open_store()?;
    match args.subcommand() {
        Some(("add", args)) => {
            let new = NewOperator::from_arguments(args, invocation)?;
            let text = new.add(&store, invocation)?;
            Ok(Output::done(text))
        }
        Some(("list", _)) => list(&store, invocation),
        Some(("remove", args)) => remove(&store, args, invocation),
        Some(("passwd", args)) => {
            let new = NewOperator::from_arguments(args, invocation)?;
            Ok(Output::done(new.replace_password(&store, invocation)?))
        }
        Some(("role", args)) => set_role(&store, args, invocation),
        Some(("unlock", args)) => unlock(&store, args, invocation),
        Some(("link", args)) => operator_links::link(&store, args, invocation),
        Some(("unlink", args)) => operator_links::unlink(&store, args, invocation),
        Some(("totp", args)) => remove_second_factor(&store, args, invocation),
        _ => Ok(Output::usage()),
    }
}

/// An operator to add.
pub(super) struct NewOperator {
    name: OperatorName,
    hash: String,
    /// The role in the arguments, if given.
    role: Option<Role>,
    /// The generated password, to show once.
    generated: Option<Zeroizing<String>>,
}

impl NewOperator {
    /// Reads the arguments `operator` and `password-stdin`.
    pub(super) fn from_arguments(args: &ArgMatches, invocation: &Invocation) -> Result<Self, Failure> {
        let name = name_argument(args, invocation)?;
        let (password, generated) = if args.get_flag("password-stdin") {
            (password_from_stdin(invocation)?, None)
        } else {
            let generated = password::generate().map_err(|fault| password_failure(&fault, invocation))?;
            (generated.clone(), Some(generated))
        };
        let hash = password::hash(&password).map_err(|fault| password_failure(&fault, invocation))?;
        let role = args.try_get_one::<Role>("role").ok().flatten().copied();
        Ok(Self { name, hash, role, generated })
    }

    /// Adds the operator. Returns the text to print.
    pub(super) fn add(&self, store: &SqlStore, invocation: &Invocation) -> Result<String, Failure> {
        let lang = invocation.lang;
        let name = &self.name;
        let first = invocation.query(store.operators())?.is_empty();
        let role = self.role.unwrap_or(if first { Role::Admin } else { Role::Operator });
        let new = operators::NewOperator {
            name: name.clone(),
            hash: self.hash.clone(),
            role,
            by: invocation.operator.clone(),
            at: invocation.now,
        };
        if !invocation.query(store.add_operator(&new))? {
            let what = AdminSentence::OperatorThere { name }.say(lang);
            return Err(Failure::refused("OPERATOR-THERE", what, A::OperatorThereDo.say(lang)));
        }
        Ok(AdminSentence::OperatorAdded { name, role: &access::role(lang, role) }.say(lang)
            + "\n"
            + &self.generated_line(invocation))
    }

    /// Replaces the password of the operator. Returns the text to print.
    fn replace_password(&self, store: &SqlStore, invocation: &Invocation) -> Result<String, Failure> {
        let (lang, name) = (invocation.lang, &self.name);
        let by = invocation.actor();
        if !invocation.query(store.set_password(name, &self.hash, &by))? {
            return Err(unknown(name, invocation));
        }
        Ok(AdminSentence::OperatorPasswordSet { name }.say(lang) + "\n" + &self.generated_line(invocation))
    }

    /// Returns the generated password, to show once; empty if the password was given.
    fn generated_line(&self, invocation: &Invocation) -> String {
        self.generated.as_ref().map_or_else(String::new, |password| {
            AdminSentence::OperatorPassword { password: &password.as_str() }.say(invocation.lang) + "\n"
        })
    }
}

fn list(store: &SqlStore, invocation: &Invocation) -> Result<Output, Failure> {
    let all = invocation.query(store.operators())?;
    if invocation.json {
        let all: Vec<_> = all
            .iter()
            .map(|one| json!({ "name": one.name.as_str(), "role": one.role.name(), "added": one.added, "by": one.by }))
            .collect();
        return Ok(Output::done(format!("{}\n", json!({ "operators": all }))));
    }
    let lang = invocation.lang;
    if all.is_empty() {
        let text = format!("{}\n{}\n", A::OperatorsNone.say(lang), A::OperatorsNoneDo.say(lang));
        return Ok(Output::done(text));
    }
    let mut text = String::new();
    for one in &all {
        let (at, by) = (moment_at(one.added), printable(one.by.as_bytes()));
        let line =
            AdminSentence::OperatorLine { role: &access::role(lang, one.role), at: &at, by: &by }.say(lang);
        let _ = writeln!(text, "{}{line}", pad(one.name.as_str(), 20));
    }
    Ok(Output::done(text))
}

fn remove(store: &SqlStore, args: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    let name = name_argument(args, invocation)?;
    let lang = invocation.lang;
    if !invocation.query(store.remove_operator(&name, &invocation.actor()))? {
        return Err(unknown(&name, invocation));
    }
    Ok(Output::done(AdminSentence::OperatorRemoved { name: &name }.say(lang) + "\n"))
}

fn set_role(store: &SqlStore, args: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    let name = name_argument(args, invocation)?;
    let lang = invocation.lang;
    let after = args.get_one::<Role>("role").copied().unwrap_or(Role::Viewer);
    let Some(before) = invocation.query(store.set_role(&name, after, &invocation.actor()))? else {
        return Err(unknown(&name, invocation));
    };
    let (before, after) = (access::role(lang, before), access::role(lang, after));
    Ok(Output::done(AccessSentence::RoleSet { name: &name, before: &before, after: &after }.say(lang) + "\n"))
}

/// Lets the operator sign in again at once, from any source address.
fn unlock(store: &SqlStore, args: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    let name = name_argument(args, invocation)?;
    let there = invocation.query(store.operators())?;
    if there.iter().all(|operator| operator.name != name) {
        return Err(unknown(&name, invocation));
    }
    let sentence = if invocation.query(store.unlock(&name, &invocation.actor()))? {
        AdminSentence::OperatorUnlocked { name: &name }
    } else {
        AdminSentence::OperatorNotLocked { name: &name }
    };
    Ok(Output::done(sentence.say(invocation.lang) + "\n"))
}

/// Removes a second factor, and ends the operator's sessions. The argument parser requires `--remove`.
fn remove_second_factor(
    store: &SqlStore,
    args: &ArgMatches,
    invocation: &Invocation,
) -> Result<Output, Failure> {
    let (name, lang) = (name_argument(args, invocation)?, invocation.lang);
    let there = invocation.query(store.operators())?;
    if there.iter().all(|operator| operator.name != name) {
        return Err(unknown(&name, invocation));
    }
    if !invocation.query(store.remove_second_factor(&name, "", &invocation.actor()))? {
        let what = SignInSentence::FactorNone { name: &name }.say(lang);
        return Err(Failure::refused("FACTOR-NONE", what, C::NotDone.say(lang)));
    }
    Ok(Output::done(SignInSentence::FactorRemoved { name: &name }.say(lang) + "\n"))
}

pub(super) fn unknown(name: &OperatorName, invocation: &Invocation) -> Failure {
    let what = AdminSentence::OperatorUnknown { name }.say(invocation.lang);
    Failure::refused("OPERATOR-UNKNOWN", what, A::OperatorUnknownDo.say(invocation.lang))
}

pub(super) fn name_argument(args: &ArgMatches, invocation: &Invocation) -> Result<OperatorName, Failure> {
    let typed = args.get_one::<String>("operator").map_or("", String::as_str);
    OperatorName::parse(typed).map_err(|_| {
        let what = AdminSentence::NameBad { name: &printable(typed.as_bytes()) }.say(invocation.lang);
        Failure::new(Exit::Usage, "NAME-MALFORMED", what, A::NameBadDo.say(invocation.lang))
    })
}

/// Reads the password: the first line of standard input.
fn password_from_stdin(invocation: &Invocation) -> Result<Zeroizing<String>, Failure> {
    let mut line = Zeroizing::new(String::new());
    let read = std::io::stdin().lock().take(4_096).read_line(&mut line);
    read.map_err(|error| Failure::file(std::path::Path::new("-"), &error, invocation.lang))?;
    let password = Zeroizing::new(line.trim_end_matches(['\r', '\n']).to_owned());
    if password.is_empty() {
        let (what, next) = (A::PasswordNone.say(invocation.lang), A::PasswordNoneDo.say(invocation.lang));
        return Err(Failure::refused("PASSWORD-NONE", what, next));
    }
    Ok(password)
}

fn password_failure(fault: &PasswordError, invocation: &Invocation) -> Failure {
    let lang = invocation.lang;
    match fault {
        PasswordError::Short => {
            let next = AdminSentence::PasswordShortDo { count: &password::MIN_CHARS }.say(lang);
            Failure::refused("PASSWORD-SHORT", A::PasswordShort.say(lang), next)
        }
        PasswordError::Long => {
            Failure::refused("PASSWORD-LONG", A::PasswordLong.say(lang), A::PasswordLongDo.say(lang))
        }
        PasswordError::System(detail) => Failure::system("SYSTEM-FAULT", detail, lang),
    }
}
