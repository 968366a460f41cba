//! `tokens`: the commands for the tokens of programs.

use std::fmt::Write as _;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgAction, ArgMatches, Command, value_parser};
use serde_json::{Value, json};

use super::argument_builder::ArgumentBuilder;
use super::exit::Exit;
use super::failure::Failure;
use super::invocation::Invocation;
use super::output::Output;
use super::text_layout::wrap;
use crate::access::{Scope, Scopes};
use crate::operators::OperatorName;
use crate::program_tokens::{self, ApiToken, DEFAULT_DAYS, MAX_DAYS, NewToken, StoredToken};
use crate::sql::{SqlStore, TokenRevocation};
use crate::text::programs::token_state;
use crate::text::{AdminSentence, ProgramLine as L, ProgramSentence as S};
use countersign_core::machine::printable;
use countersign_core::protocol::license::moment_at;
use countersign_core::text::Line as _;

/// Returns the command line of the group.
pub(super) fn command(t: ArgumentBuilder) -> Command {
    let scopes = PossibleValuesParser::new(Scope::ALL.map(Scope::name))
        .map(|name| Scope::from_name(&name).unwrap_or(Scope::NumbersRead));
    let days = value_parser!(u16).range(1..=i64::from(MAX_DAYS));
    t.group("tokens", L::Tokens)
        .subcommand(
            t.command("add", L::TokensAdd).args([
                t.positional("name", "NAME", L::ArgName).required(true),
                t.option("scope", "SCOPE", L::OptScope)
                    .value_parser(scopes)
                    .action(ArgAction::Append)
                    .required(true),
                t.option("product", "ID", L::OptProduct),
                t.option("days", "N", L::OptDays).value_parser(days),
                t.json(),
            ]),
        )
        .subcommand(t.command("list", L::TokensList).arg(t.json()))
        .subcommand(
            t.command("revoke", L::TokensRevoke)
                .arg(t.positional("id", "ID", L::ArgId).required(true).value_parser(value_parser!(i64))),
        )
}

pub(super) fn run(args: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    let store = invocation.open_store()?;
    match args.subcommand() {
        Some(("add", args)) => add(&store, args, invocation),
        Some(("list", _)) => list(&store, invocation),
        Some(("revoke", args)) => revoke(&store, args, invocation),
        _ => Ok(Output::usage()),
    }
}

fn add(store: &SqlStore, args: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    let lang = invocation.lang;
    let typed = args.get_one::<String>("name").map_or("", String::as_str);
    let name = OperatorName::parse(typed).map_err(|_| {
        let what = AdminSentence::NameBad { name: &printable(typed.as_bytes()) }.say(lang);
        Failure::new(Exit::Usage, "NAME-MALFORMED", what, L::NameBadDo.say(lang))
    })?;
    let product = invocation.product(args);
    if product.is_some() {
        let profiles = invocation.read_profiles(store)?;
        profiles.product(product.as_deref()).map_err(|fault| Failure::product(fault, lang))?;
    }
    let scopes: Scopes = args.get_many::<Scope>("scope").into_iter().flatten().copied().collect();
    let token = ApiToken::new().map_err(|error| Failure::system("SYSTEM-FAULT", &error, lang))?;
    let days = args.get_one("days").copied().unwrap_or(DEFAULT_DAYS);
    let new = NewToken {
        name,
        digest: token.digest(),
        scopes,
        product,
        by: invocation.operator.clone(),
        at: invocation.now,
        expires: program_tokens::end_of(invocation.now, days),
    };
    let id = invocation.query(store.add_token(&new))?.ok_or_else(|| {
        let (what, next) = (S::TokenThere { name: &new.name }, S::TokenThereDo { name: &new.name });
        Failure::refused("TOKEN-THERE", what.say(lang), next.say(lang))
    })?;
    let text = token.text();
    if invocation.json {
        let object = json!({
            "id": id, "name": new.name.as_str(), "token": text.as_str(), "expires": new.expires, "product": new.product,
            "scopes": new.scopes.to_string(),
        });
        return Ok(Output::done(format!("{object}\n")));
    }
    let made = S::TokenMade { name: &new.name, until: &moment_at(new.expires) }.say(lang);
    Ok(Output::done(format!("{made}\n{}\n", S::TokenText { text: &text.as_str() }.say(lang))))
}

fn list(store: &SqlStore, invocation: &Invocation) -> Result<Output, Failure> {
    let (lang, now) = (invocation.lang, invocation.now);
    let all = invocation.query(store.tokens())?;
    if invocation.json {
        let all: Vec<Value> = all.iter().map(|one| to_json(one, now)).collect();
        return Ok(Output::done(format!("{}\n", json!({ "tokens": all }))));
    }
    if all.is_empty() {
        return Ok(Output::done(format!("{}\n{}\n", L::NoTokens.say(lang), L::NoTokensDo.say(lang))));
    }
    let mut text = String::new();
    for one in &all {
        let line = S::TokenLine {
            id: &one.id,
            name: &printable(one.name.as_bytes()),
            state: &token_state(lang, one.state(now)),
            until: &moment_at(one.expires),
            used: &one.last_used.map_or_else(|| L::Never.say(lang).to_owned(), moment_at),
            scopes: &one.scopes,
            product: &one.product.as_deref().unwrap_or(L::EveryProduct.say(lang)),
        };
        let _ = writeln!(text, "{}", wrap(&line.say(lang), 0, 2));
    }
    Ok(Output::done(text))
}

fn to_json(one: &StoredToken, now: i64) -> Value {
    json!({
        "id": one.id,
        "name": one.name,
        "state": one.state(now).name(),
        "scopes": one.scopes.to_string(),
        "product": one.product,
        "made": one.made_at,
        "by": one.made_by,
        "expires": one.expires,
        "revoked": one.revoked.as_ref().map(|(at, _)| at),
        "last": one.last_used,
    })
}

fn revoke(store: &SqlStore, args: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    let lang = invocation.lang;
    let id = args.get_one::<i64>("id").copied().unwrap_or_default();
    match invocation.query(store.revoke_token(id, &invocation.operator, invocation.now))? {
        TokenRevocation::Done(name) => {
            Ok(Output::done(S::TokenRevokedNow { id: &id, name: &name }.say(lang) + "\n"))
        }
        TokenRevocation::Before => {
            let what = S::TokenBefore { id: &id }.say(lang);
            Err(Failure::refused("TOKEN-REVOKED", what, L::TokenBeforeDo.say(lang)))
        }
        TokenRevocation::Unknown => {
            Err(Failure::refused("TOKEN-UNKNOWN", L::TokenUnknown.say(lang), L::TokenUnknownDo.say(lang)))
        }
    }
}
