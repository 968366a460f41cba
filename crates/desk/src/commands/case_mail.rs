//! `cases mail`: a case as a mail for its customer.

use clap::{ArgMatches, Command};
use serde_json::json;

use super::argument_builder::ArgumentBuilder;
use super::invocation::Invocation;
use super::mail_settings::{mail_options, mail_settings};
use super::output::Output;
use crate::case_mail::{self, MailAddress, MailFacts, MailKind};
use crate::text::{AdminLine as A, AdminSentence};
use countersign_core::text::{Lang, Line as _};

/// Returns the command line.
pub(super) fn command(t: ArgumentBuilder) -> Command {
    t.command("mail", A::CasesMail)
        .args([
            t.positional("case", "N", A::ArgCase).required(true),
            t.option("kind", "KIND", A::OptMailKind).value_parser(MailKind::ALL.map(MailKind::name)),
            t.option("mail-lang", "zh|en", A::OptMailLang).value_parser(["zh", "en"]),
            t.flag("eml", A::OptEml).conflicts_with("json"),
            t.json(),
        ])
        .args(mail_options(t))
}

/// Returns the mail as text, as JSON or as a message.
pub(super) fn output(args: &ArgMatches, invocation: &Invocation, facts: &MailFacts<'_>) -> Output {
    let settings = mail_settings(args, &invocation.config);
    let chosen = |name: &str| args.get_one::<String>(name).map(String::as_str);
    let suggested = MailKind::suggested(facts.history);
    let kind = chosen("kind").and_then(MailKind::from_name).unwrap_or(suggested);
    let lang = chosen("mail-lang").and_then(Lang::from_tag).unwrap_or(invocation.lang);
    let mail = case_mail::write(lang, kind, facts, &settings, &invocation.operator);
    if args.get_flag("eml") {
        let message = mail.message(settings.from.as_ref(), invocation.now);
        return Output::done(String::from_utf8_lossy(&message).into_owned());
    }
    let to: Vec<&str> = mail.to.iter().map(MailAddress::as_str).collect();
    if invocation.json {
        let json = json!({
            "case": facts.history.case.number.to_string(),
            "kind": kind.name(),
            "suggested": suggested.name(),
            "lang": lang.tag(),
            "to": to,
            "subject": mail.subject,
            "text": mail.text(),
        });
        return Output::done(format!("{json}\n"));
    }
    let to = if to.is_empty() { A::MailNoAddress.say(invocation.lang).to_owned() } else { to.join(", ") };
    let head = AdminSentence::MailHead { to: &to, subject: &mail.subject }.say(invocation.lang);
    Output::done(format!("{head}\n\n{}", mail.text()))
}
