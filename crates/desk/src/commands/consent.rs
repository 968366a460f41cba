//! Asks for confirmation before an act, at a terminal. Scripts are not asked, because their input is not a
//! terminal.

use std::io::{BufRead as _, IsTerminal as _, Read as _, Write as _};

use clap::ArgMatches;

use super::failure::Failure;
use super::invocation::Invocation;
use super::text_layout::wrap;
use crate::act_question::ActQuestion;
use crate::sql::SqlStore;
use crate::text::{AccessLine as A, AccessSentence};
use countersign_core::text::Line as _;
use countersign_ledger::{IncomingRequest, LicenseId, OperatorAction};

/// The word that confirms.
const YES: &str = "yes";

/// Asks before an act that has a question, unless `--yes` is given or standard input or standard error is not
/// a terminal. `to` is the request of the machine that a seat is moved to.
///
/// # Errors
/// `NOT-CONFIRMED` for any other answer; the store's failure if the database can't be read.
pub(super) fn ask_before(
    store: &SqlStore,
    license: &LicenseId,
    action: &OperatorAction,
    to: Option<&IncomingRequest>,
    args: &ArgMatches,
    invocation: &Invocation,
) -> Result<(), Failure> {
    let (lang, mut stderr) = (invocation.lang, std::io::stderr());
    // The command of an act without a question has no such option.
    let agreed = args.try_get_one::<bool>("yes").ok().flatten().copied().unwrap_or(false);
    if agreed || !std::io::stdin().is_terminal() || !stderr.is_terminal() {
        return Ok(());
    }
    let record = invocation.query(store.license_record(license))?;
    let question = record.and_then(|record| ActQuestion::before(lang, &record, action, to));
    let Some(question) = question else { return Ok(()) };
    let mut answer = String::new();
    let prompt = AccessSentence::TypeYes { yes: &YES }.say(lang);
    let asked =
        write!(stderr, "{}\n{}\n{prompt}", wrap(&question.question, 0, 0), wrap(question.effect, 0, 0))
            .and_then(|()| stderr.flush())
            .and_then(|()| std::io::stdin().lock().take(256).read_line(&mut answer));
    if asked.is_ok() && answer.trim().eq_ignore_ascii_case(YES) {
        return Ok(());
    }
    Err(Failure::refused("NOT-CONFIRMED", A::NotDone.say(lang), A::NotDoneDo.say(lang)))
}
