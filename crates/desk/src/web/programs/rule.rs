//! The rules for members of bodies and for parameters, and the fault of one that breaks its rule.

use crate::dates::MAX_DAYS;
use crate::text::ProgramSentence as S;
use countersign_core::text::Lang;

/// What a member or a parameter must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum Rule {
    /// A whole number from the first to the last.
    Between(usize, usize),
    /// A text with at least the first and at most the second number of characters.
    Characters(usize, usize),
    /// A list with at least the first and at most the second number of entries.
    Entries(usize, usize),
    /// `never`, a day, or a number of days.
    Expiry,
    /// From 1 to [`MAX_DAYS`] days.
    ExpiryDays,
    /// A day of the calendar.
    Day,
    /// Today or later.
    NotPast,
    /// Must not be given together with that parameter.
    Without(&'static str),
    /// The cursor of an earlier page.
    Cursor,
}

/// A member or a parameter that breaks a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) struct Broken {
    pub(in crate::web) name: &'static str,
    pub(in crate::web) rule: Rule,
}

impl Rule {
    /// The fault that the member of that name breaks this rule.
    pub(super) const fn broken(self, name: &'static str) -> Broken {
        Broken { name, rule: self }
    }
}

impl Broken {
    /// What the member must be, as a sentence.
    pub(super) fn say(&self, lang: Lang) -> String {
        let name = &self.name;
        match &self.rule {
            Rule::Between(least, most) => S::RuleBetween { name, least, most },
            Rule::Characters(least, most) => S::RuleCharacters { name, least, most },
            Rule::Entries(least, most) => S::RuleEntries { name, least, most },
            Rule::Expiry => S::RuleExpiry { name },
            Rule::ExpiryDays => S::RuleExpiryDays { name, most: &MAX_DAYS },
            Rule::Day => S::RuleDay { name },
            Rule::NotPast => S::RuleNotPast { name },
            Rule::Without(other) => S::RuleWithout { name, other },
            Rule::Cursor => S::RuleCursor { name },
        }
        .say(lang)
    }
}

/// The name of a member, whether the member obeys its rule, and the rule.
pub(super) type Checked = (&'static str, bool, Rule);

/// Checks that every member obeys its rule.
///
/// # Errors
/// The first member that doesn't.
pub(super) fn check(members: &[Checked]) -> Result<(), Broken> {
    members.iter().find(|(_, holds, _)| !holds).map_or(Ok(()), |(name, _, rule)| Err(rule.broken(name)))
}

/// A text of 1 to `most` characters.
pub(super) fn text(name: &'static str, text: &str, most: usize) -> Checked {
    (name, (1..=most).contains(&text.chars().count()), Rule::Characters(1, most))
}

/// A text that may be missing; otherwise it has 1 to `most` characters.
pub(super) fn optional_text(name: &'static str, given: Option<&String>, most: usize) -> Checked {
    given.map_or((name, true, Rule::Characters(1, most)), |given| text(name, given, most))
}

/// A whole number that may be missing.
pub(super) fn optional_number(
    name: &'static str,
    given: Option<impl Into<usize>>,
    least: usize,
    most: usize,
) -> Checked {
    (name, given.is_none_or(|given| (least..=most).contains(&given.into())), Rule::Between(least, most))
}
