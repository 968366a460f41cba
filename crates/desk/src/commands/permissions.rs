//! The permissions of commands.
//!
//! A command runs with the rights of a user who can read the database. If an operator has the user's name,
//! the operator's role applies here too, so that a command doesn't do what the office refuses. A user who is
//! not an operator has all permissions.

use clap::ArgMatches;

use super::failure::Failure;
use super::invocation::Invocation;
use crate::access::{Permission, Role};
use crate::operators::{OperatorName, OperatorStore as _};
use crate::sql::SqlStore;
use crate::text::{AccessSentence, access};

/// Every command that has an effect, with the permission that it needs.
pub(super) const ALL: &[(&str, Permission)] = &[
    ("licenses list", Permission::See),
    ("licenses show", Permission::See),
    ("cases list", Permission::See),
    ("cases show", Permission::See),
    ("statistics", Permission::See),
    ("downloads list", Permission::See),
    ("downloads links", Permission::See),
    ("products list", Permission::See),
    ("profiles list", Permission::See),
    ("profiles show", Permission::See),
    ("answer", Permission::AnswerRequests),
    ("cases mail", Permission::WorkOnCases),
    ("cases note", Permission::WorkOnCases),
    ("cases assign", Permission::WorkOnCases),
    ("cases wait", Permission::WorkOnCases),
    ("cases go-on", Permission::WorkOnCases),
    ("cases customer", Permission::WorkOnCases),
    ("cases reopen", Permission::WorkOnCases),
    ("cases close", Permission::WorkOnCases),
    ("licenses customer", Permission::WorkOnCases),
    ("licenses release", Permission::MoveSeats),
    ("licenses move", Permission::MoveSeats),
    ("downloads link", Permission::HandOutProgram),
    ("downloads revoke", Permission::HandOutProgram),
    ("licenses add", Permission::AddNumbers),
    ("licenses import", Permission::AddNumbers),
    ("licenses renew", Permission::ChangeLicenses),
    ("licenses edit", Permission::ChangeLicenses),
    ("licenses suspend", Permission::ChangeLicenses),
    ("licenses resume", Permission::ChangeLicenses),
    ("licenses revoke", Permission::RevokeNumbers),
    ("audit verify", Permission::ReadAudit),
    ("audit head", Permission::ReadAudit),
    ("audit export", Permission::ReadAudit),
    ("keys list", Permission::ManageKeys),
    ("keys add", Permission::ManageKeys),
    ("keys retire", Permission::ManageKeys),
    ("profiles publish", Permission::ManageKeys),
    ("products add", Permission::ManageKeys),
    ("operators add", Permission::ManageOperators),
    ("operators list", Permission::ManageOperators),
    ("operators remove", Permission::ManageOperators),
    ("operators passwd", Permission::ManageOperators),
    ("operators role", Permission::ManageOperators),
    ("operators unlock", Permission::ManageOperators),
    ("tokens add", Permission::ManageTokens),
    ("tokens list", Permission::ManageTokens),
    ("tokens revoke", Permission::ManageTokens),
    ("operators totp", Permission::ManageOperators),
    ("operators link", Permission::ManageOperators),
    ("operators unlink", Permission::ManageOperators),
    ("downloads add", Permission::ManageDesk),
    ("downloads remove", Permission::ManageDesk),
    ("init", Permission::ManageDesk),
    ("serve", Permission::ManageDesk),
    ("backup", Permission::ManageDesk),
    ("restore", Permission::ManageDesk),
    ("prune", Permission::ManageDesk),
    ("database check", Permission::ManageDesk),
    ("database migrate", Permission::ManageDesk),
    ("database copy", Permission::ManageDesk),
];

/// Returns the permission that a command needs, by its words; `None` for a command that is not in [`ALL`].
pub(super) fn permission_of(command: &[&str]) -> Option<Permission> {
    let command = command.join(" ");
    ALL.iter().find(|(words, _)| *words == command).map(|(_, permission)| *permission)
}

/// Returns the words of the given command.
pub(super) fn words(matches: &ArgMatches) -> Vec<&str> {
    let (mut words, mut at) = (Vec::new(), matches);
    while let Some((name, inner)) = at.subcommand() {
        words.push(name);
        at = inner;
    }
    words
}

/// Checks that the user may run the command. A command that is not in [`ALL`] needs
/// [`Permission::ManageDesk`].
///
/// # Errors
/// `ROLE-LACKS` if the user may not; the store's failure if the database can't be read or written.
pub(super) fn check(store: &SqlStore, invocation: &Invocation) -> Result<(), Failure> {
    require(store, invocation, invocation.permission)
}

/// Checks that the user has a permission. A refusal is recorded in the audit.
///
/// # Errors
/// `ROLE-LACKS` if the user doesn't have it; the store's failure if the database can't be read or written.
pub(super) fn require(
    store: &SqlStore,
    invocation: &Invocation,
    permission: Permission,
) -> Result<(), Failure> {
    let lang = invocation.lang;
    let Some(role) = role_of_user(store, invocation)? else { return Ok(()) };
    if role.may(permission) {
        return Ok(());
    }
    let (role, lowest) = (access::role(lang, role), access::role(lang, permission.lowest_role()));
    let what =
        AccessSentence::RoleLacks { role: &role, what: &access::permission(lang, permission) }.say(lang);
    invocation.record(store, "refused", &invocation.words)?;
    Err(Failure::refused("ROLE-LACKS", what, AccessSentence::RoleLacksDo { role: &lowest }.say(lang)))
}

/// Returns the role of the user, if an operator has that name.
fn role_of_user(store: &SqlStore, invocation: &Invocation) -> Result<Option<Role>, Failure> {
    let Ok(name) = OperatorName::parse(&invocation.operator) else { return Ok(None) };
    let operators = invocation.query(store.operators())?;
    Ok(operators.into_iter().find(|operator| operator.name == name).map(|operator| operator.role))
}

#[cfg(test)]
mod tests {
    use super::*;
    use countersign_core::text::Lang;

    /// Collects the words of each command that has an effect.
    fn leaves(command: &clap::Command, words: &[&str], all: &mut Vec<Vec<String>>) {
        let inner: Vec<_> = command.get_subcommands().collect();
        if inner.is_empty() {
            all.push(words.iter().map(|word| (*word).to_owned()).collect());
        }
        for one in inner {
            leaves(one, &[words, &[one.get_name()]].concat(), all);
        }
    }

    #[test]
    fn every_command_has_a_permission() {
        let mut all = Vec::new();
        leaves(&super::super::command_line(Lang::En), &[], &mut all);
        assert!(all.len() > 40, "{}", all.len());
        for words in all {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            assert!(permission_of(&words).is_some(), "{words:?}");
        }
    }
}
