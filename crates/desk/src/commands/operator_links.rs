//! `operators link` and `operators unlink`: links an operator to an identity at the provider.

use clap::{ArgMatches, Command};

use super::argument_builder::ArgumentBuilder;
use super::exit::Exit;
use super::failure::Failure;
use super::invocation::Invocation;
use super::operators::{name_argument, unknown};
use super::output::Output;
use crate::provider::{ProviderUrl, Subject};
use crate::sql::{LinkOutcome, ProviderIdentity, SqlStore};
use crate::text::{AccessLine, AdminLine, SignInLine as L, SignInSentence as S};
use countersign_core::text::Line as _;

pub(super) fn commands(t: ArgumentBuilder) -> [Command; 2] {
    let name = || t.positional("operator", "NAME", AdminLine::ArgOperator).required(true);
    [
        t.command("link", L::OperatorsLink).args([
            name(),
            t.positional("subject", "SUBJECT", L::ArgSubject).required(true),
            t.option("issuer", "URL", L::OptIssuer).required(true),
        ]),
        t.command("unlink", L::OperatorsUnlink).arg(name()),
    ]
}

pub(super) fn link(store: &SqlStore, args: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    let (name, lang) = (name_argument(args, invocation)?, invocation.lang);
    let given = |id| args.get_one::<String>(id).map_or("", String::as_str);
    let subject = Subject::parse(given("subject")).ok_or_else(|| {
        Failure::new(Exit::Usage, "SUBJECT-MALFORMED", L::SubjectBad.say(lang), L::SubjectBadDo.say(lang))
    })?;
    let issuer = ProviderUrl::parse(given("issuer")).map_err(|_| {
        Failure::new(Exit::Usage, "ISSUER-MALFORMED", L::IssuerBad.say(lang), L::IssuerBadDo.say(lang))
    })?;
    let identity = ProviderIdentity { issuer: issuer.as_str().to_owned(), subject };
    match invocation.query(store.link_operator(&name, &identity, &invocation.actor()))? {
        LinkOutcome::Linked => {}
        LinkOutcome::OfOther(other) => {
            let what = S::LinkTaken { subject: &identity.subject, name: &other }.say(lang);
            return Err(Failure::refused("SUBJECT-TAKEN", what, L::LinkTakenDo.say(lang)));
        }
        LinkOutcome::OperatorUnknown => return Err(unknown(&name, invocation)),
    }
    Ok(Output::done(S::OperatorLinked { name: &name, subject: &identity.subject }.say(lang) + "\n"))
}

pub(super) fn unlink(
    store: &SqlStore,
    args: &ArgMatches,
    invocation: &Invocation,
) -> Result<Output, Failure> {
    let (name, lang) = (name_argument(args, invocation)?, invocation.lang);
    if !invocation.query(store.unlink_operator(&name, &invocation.actor()))? {
        let what = S::LinkNone { name: &name }.say(lang);
        return Err(Failure::refused("LINK-NONE", what, AccessLine::NotDone.say(lang)));
    }
    Ok(Output::done(S::OperatorUnlinked { name: &name }.say(lang) + "\n"))
}
