//! The question before an act, at a terminal. Scripts, whose input is no terminal, aren't asked.

use std::io::{BufRead as _, IsTerminal as _, Read as _, Write as _};

use clap::ArgMatches;

use super::failure::Failure;
use super::invocation::Invocation;
use crate::act_question::ActQuestion;
use crate::text::{AccessLine as A, AccessSentence};
use countersign_core::text::Line as _;

/// The word that agrees.
const YES: &str = "yes";

/// Asks, unless `--yes` is given or nobody is at a terminal.
///
/// # Errors
/// `NOT-CONFIRMED` where the answer is another one.
pub(super) fn ask(question: &ActQuestion, args: &ArgMatches, invocation: &Invocation) -> Result<(), Failure> {
    let mut stderr = std::io::stderr();
    if args.get_flag("yes") || !std::io::stdin().is_terminal() || !stderr.is_terminal() {
        return Ok(());
    }
    let lang = invocation.lang;
    let mut answer = String::new();
    let prompt = AccessSentence::TypeYes { yes: &YES }.say(lang);
    let asked = write!(stderr, "{}\n{}\n{prompt}", question.question, question.effect)
        .and_then(|()| stderr.flush())
        .and_then(|()| std::io::stdin().lock().take(256).read_line(&mut answer));
    if asked.is_ok() && answer.trim().eq_ignore_ascii_case(YES) {
        return Ok(());
    }
    Err(Failure::refused("NOT-CONFIRMED", A::NotDone.say(lang), A::NotDoneDo.say(lang)))
}
