//! The input of a mail: the case, its customer, its product. This module cleans text that people typed.

use std::collections::BTreeSet;

use super::address::MailAddress;
use crate::profiles::Profiles;
use crate::sql::CustomerEntry;
use countersign_core::machine::printable;
use countersign_core::profile::Profile;
use countersign_core::reader::is_visible;
use countersign_ledger::{Attempt, CaseHistory, LicenseId, NoteAudience};

/// The facts of one mail.
#[derive(Debug, Clone, Copy)]
pub struct MailFacts<'a> {
    /// The case.
    pub history: &'a CaseHistory,
    /// The customer of the case.
    pub customer: &'a CustomerEntry,
    /// The license numbers of the case that belong to other customers.
    pub others: &'a BTreeSet<LicenseId>,
    /// The published profiles, for names, hotlines and policies.
    pub profiles: &'a Profiles,
    /// Whether the desk waits for the customer.
    pub waits: bool,
}

impl MailFacts<'_> {
    /// Returns the newest profile for the product of the case's newest license number.
    pub(super) fn profile(&self) -> &Profile {
        self.profiles.newest_for(self.history.product())
    }

    pub(super) fn product(&self) -> String {
        plain(&self.profile().name)
    }

    pub(super) fn hotline(&self) -> Option<String> {
        self.profile().hotline.as_deref().and_then(known)
    }

    pub(super) fn case(&self) -> String {
        self.history.case.number.to_string()
    }

    /// Returns the vendor's own ticket number.
    pub(super) fn ticket(&self) -> Option<String> {
        known(&self.customer.ticket)
    }

    /// Returns the number that the customer quotes: the vendor's own ticket number, or else the case number.
    pub(super) fn tag(&self) -> String {
        self.ticket().unwrap_or_else(|| self.case())
    }

    pub(super) fn contact(&self) -> Option<String> {
        known(&self.customer.customer.contact)
    }

    pub(super) fn organisation(&self) -> Option<String> {
        known(&self.customer.customer.organisation)
    }

    pub(super) fn addresses(&self) -> Vec<MailAddress> {
        MailAddress::list(&self.customer.customer.mail)
    }

    /// Returns a license number: whole for its own customer, shortened for another one.
    pub(super) fn number(&self, license: &LicenseId) -> String {
        let number = license.as_str();
        if self.others.contains(license) { shortened(number) } else { printable(number.as_bytes()) }
    }

    /// Returns the license number of a request, like [`MailFacts::number`]; `None` if it has none that fits.
    pub(super) fn number_of(&self, attempt: &Attempt) -> Option<String> {
        attempt.license.as_ref().map(|license| self.number(license))
    }

    /// Returns the license numbers of the case, each once.
    pub(super) fn numbers(&self) -> Vec<String> {
        let mut numbers = Vec::new();
        for number in self.history.attempts.iter().filter_map(|attempt| self.number_of(attempt)) {
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        numbers
    }

    /// Returns every time that the mail may show.
    pub(super) fn moments(&self) -> Vec<i64> {
        let CaseHistory { case, attempts, left_out: _, notes, actions } = self.history;
        let told = notes.iter().filter(|note| note.audience == NoteAudience::Customer);
        let mut moments: Vec<i64> = [case.opened].into_iter().collect();
        moments.extend(attempts.iter().map(|attempt| attempt.at));
        moments.extend(told.map(|note| note.at));
        moments.extend(actions.iter().map(|action| action.at));
        moments.extend(case.closed.iter().map(|closed| closed.at));
        moments.sort_unstable();
        moments
    }
}

/// Returns the first two and the last two characters of a number: `AA…12`.
fn shortened(number: &str) -> String {
    let shown: Vec<char> = printable(number.as_bytes()).chars().collect();
    let (first, last) = (shown.iter().take(2), shown.iter().skip(shown.len().saturating_sub(2)));
    first.chain(['…'].iter()).chain(last).collect()
}

/// Returns the text as one line of visible characters.
pub(super) fn plain(text: &str) -> String {
    let spaced = text.chars().map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c });
    let visible: String = spaced.filter(|c| is_visible(*c)).collect();
    visible.trim_end().to_owned()
}

fn known(text: &str) -> Option<String> {
    Some(plain(text).trim().to_owned()).filter(|text| !text.is_empty())
}
