//! Access: roles, permissions, operators and their sessions, and the questions before an act.

use crate::text::{AccessLine as L, AccessSentence as S};

/// The English words.
#[allow(clippy::too_many_lines, reason = "one line of text a line")]
pub fn access(line: L) -> &'static str {
    match line {
        L::Viewer => "viewer",
        L::Operator => "operator",
        L::Lead => "lead",
        L::Admin => "admin",
        L::See => "see numbers, requests, cases, statistics and the guide",
        L::OwnAccount => "change their own password and see their own sessions",
        L::AnswerRequests => "answer requests",
        L::WorkOnCases => "work on cases and set customers",
        L::MoveSeats => "release and move seats",
        L::HandOutProgram => "make and revoke links to the program",
        L::AddNumbers => "add and import numbers",
        L::ChangeLicenses => "renew, edit, suspend and resume numbers",
        L::RevokeNumbers => "revoke numbers",
        L::ExportLists => "export lists",
        L::ReadAudit => "read the audit",
        L::ManageKeys => "manage products, keys and profiles",
        L::ManageOperators => "manage operators",
        L::ManageTokens => "manage tokens",
        L::ManageDesk => "manage builds, the database and the service",
        L::NavOperators => "Operators",
        L::NavAccount => "Your account",
        L::OperatorsLead => {
            "Who may sign in, and what each operator may do. The table in docs/desk.md lists the permissions of each role."
        }
        L::AddedAt => "Added (UTC)",
        L::AddedBy => "Added by",
        L::SessionsOfOther => "Where they are signed in",
        L::Role => "Role",
        L::SetRole => "Set the role",
        L::OperatorUnknownDo => "The page Operators lists them.",
        L::OperatorThereDo => "Nothing was changed. A new password is set on the operator's own page.",
        L::AddTitle => "Add an operator",
        L::AddButton => "Add",
        L::NewPassword => "Password",
        L::NewPasswordHint => "If empty, the desk makes one and shows it once.",
        L::ResetPassword => "Set a new password",
        L::Unlock => "Unlock sign-in",
        L::Remove => "Remove the operator",
        L::EndSessions => "End all sessions",
        L::OwnEntry => "This is your own entry.",
        L::OwnEntryDo => "Ask another admin. Your password and sessions are under Your account.",
        L::PasswordOnce => "Give this password to the operator. It is shown once:",
        L::SecondFactorOn => "second factor",
        L::SecondFactorOff => "no second factor",
        L::ResetSecondFactor => "Remove the second factor",
        L::AccountLead => "Your password, and where you are signed in.",
        L::PasswordTitle => "Change the password",
        L::PasswordNow => "Current password",
        L::PasswordChange => "Change the password",
        L::PasswordChanged => "The password is changed. Your other sessions have ended.",
        L::PasswordWrong => "The current password is wrong.",
        L::PasswordWrongDo => "Nothing was changed. Type the password that you signed in with.",
        L::SessionsTitle => "Where you are signed in",
        L::ThisSession => "this one",
        L::EndSession => "End",
        L::EndOthers => "End all others",
        L::OpenedAt => "Opened (UTC)",
        L::LastSeen => "Last seen (UTC)",
        L::From => "From",
        L::Browser => "Browser",
        L::Way => "Signed in by",
        L::WayPassword => "password",
        L::WaySecondFactor => "password and second factor",
        L::WayRecoveryCode => "password and recovery code",
        L::WayProvider => "your organisation's sign-in",
        L::Sure => "Please confirm",
        L::Cancel => "No, go back",
        L::ReleaseYes => "Yes, release",
        L::MoveYes => "Yes, move",
        L::RevokeYes => "Yes, revoke permanently",
        L::RenewYes => "Yes, change the expiry",
        L::RevokeEffect => {
            "The number is revoked permanently. No request gets a code any more, and this can't be undone."
        }
        L::ReleaseEffect => {
            "Requests that were answered for this seat get no code any more. The next machine that asks gets the seat, whichever it is. The code on the machine stays valid until it expires."
        }
        L::MoveEffect => {
            "Requests that were answered for this seat get no code any more. The next machine that asks gets the seat, whichever it is. The previous machine gets no new code; the code that it has stays valid until it expires."
        }
        L::MoveToEffect => {
            "Requests that were answered for this seat get no code any more. The seat goes to this machine, and its code is shown at once. The former machine gets no new code; the code that it has stays valid until it expires."
        }
        L::RenewEffect => "The machine keeps its old expiry until it asks again and gets a new code.",
        L::NotDone => "Nothing was done.",
        L::NotDoneDo => "To do it, run the command again and answer the question, or add --yes.",
        L::OperatorsRole => "Give an operator another role",
        L::OptRole => {
            "The role: viewer, operator, lead or admin; default: admin for the first operator, operator for others"
        }
        L::ArgRole => "viewer, operator, lead or admin",
        L::OptYes => "Do it without a question",
        L::EventRole => "role changed",
        L::EventSessionsEnded => "sessions ended",
        L::EventSignedIn => "signed in",
        L::EventSignInFailed => "sign-in failed",
        L::EventSignInLocked => "sign-in locked",
        L::EventSignedOut => "signed out",
        L::EventRefused => "refused by role",
        L::EventOwnPassword => "own password changed",
        L::EventExported => "list exported",
        L::EventProgramRefused => "program refused",
        L::EventListRead => "list read by a program",
        L::EventLeftOut => "failures left out",
        L::EventAnswered => "request answered",
        L::EventCaseNoted => "note on a case",
        L::EventBackup => "backup written",
        L::EventRestored => "restored from a backup",
        L::EventCopied => "copy of the database",
        L::EventLinked => "operator linked with the provider",
        L::EventUnlinked => "link with the provider removed",
    }
}

/// The English words of sentences.
pub fn access_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::RoleLacks { role, what } => format!("Your role is {role}, which may not {what}."),
        S::RoleLacksDo { role } => {
            format!("Nothing was changed. This needs the role {role}; an admin sets roles.")
        }
        S::RoleSet { name, before, after } => format!("{name}: {before} -> {after}"),
        S::OperatorTitle { name } => format!("Operator {name}"),
        S::ReleaseQuestion { number, machine } => format!("Release {number} from {machine}?"),
        S::MoveQuestion { number, machine } => {
            format!("Move {number} from {machine} to the next machine that asks?")
        }
        S::MoveToQuestion { number, machine, other } => format!("Move {number} from {machine} to {other}?"),
        S::RevokeQuestion { number } => format!("Revoke {number} permanently?"),
        S::RenewQuestion { number, before, after } => {
            format!("Change the expiry of {number}: {before} -> {after}?")
        }
        S::OnMachines { machines } => format!("On: {machines}."),
        S::OfCustomer { customer } => format!("Customer: {customer}"),
        S::TypeYes { yes } => format!("Type {yes} to go on: "),
    }
}
