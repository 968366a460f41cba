//! Lines about access: roles, permissions, operators and their sessions, and the questions before an act.

use countersign_core::text::{Lang, Line as _};
use countersign_core::{lines, sentences};

use crate::access::{Permission, Role};
use crate::operators::SignInWay;

lines! {
    /// Names, labels and refusals. `…Do` is what to do about the line before it.
    pub enum AccessLine in access {
        // Roles
        Viewer, Operator, Lead, Admin,
        // Permissions
        See, OwnAccount, AnswerRequests, WorkOnCases, MoveSeats, HandOutProgram, AddNumbers, ChangeLicenses, RevokeNumbers, ExportLists,
        ReadAudit, ManageKeys, ManageOperators, ManageTokens, ManageDesk,
        // Operators
        NavOperators, NavAccount, OperatorsLead, AddedAt, AddedBy, SessionsOfOther, Role, SetRole, OperatorUnknownDo, OperatorThereDo, AddTitle, AddButton, NewPassword, NewPasswordHint, ResetPassword, Unlock, Remove,
        EndSessions, OwnEntry, OwnEntryDo, PasswordOnce, SecondFactorOn, SecondFactorOff, ResetSecondFactor,
        // An operator's own account
        AccountLead, PasswordTitle, PasswordNow, PasswordChange, PasswordChanged, PasswordWrong, PasswordWrongDo, SessionsTitle, ThisSession, EndSession, EndOthers,
        OpenedAt, LastSeen, From, Browser, Way, WayPassword, WaySecondFactor, WayRecoveryCode, WayProvider,
        // Questions before an act
        Sure, Cancel, ReleaseYes, MoveYes, RevokeYes, RenewYes, RevokeEffect, ReleaseEffect, MoveEffect, MoveToEffect, RenewEffect, NotDone, NotDoneDo,
        // Options of commands
        OperatorsRole, OptRole, ArgRole, OptYes,
        // Events
        EventRole, EventSessionsEnded, EventSignedIn, EventSignInFailed, EventSignInLocked, EventSignedOut, EventRefused, EventOwnPassword, EventExported,
        EventProgramRefused, EventListRead, EventLinked, EventUnlinked, EventLeftOut, EventAnswered, EventCaseNoted, EventBackup, EventRestored, EventCopied,
    }
}

sentences! {
    /// Refusals and questions that hold values. `…Do` is what to do about the line before it.
    pub enum AccessSentence in access_sentence {
        RoleLacks { role, what },
        RoleLacksDo { role },
        RoleSet { name, before, after },
        OperatorTitle { name },
        ReleaseQuestion { number, machine },
        MoveQuestion { number, machine },
        MoveToQuestion { number, machine, other },
        RevokeQuestion { number },
        RenewQuestion { number, before, after },
        OnMachines { machines },
        OfCustomer { customer },
        TypeYes { yes },
    }
}

/// A role's name.
#[must_use]
pub fn role(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Viewer => AccessLine::Viewer,
        Role::Operator => AccessLine::Operator,
        Role::Lead => AccessLine::Lead,
        Role::Admin => AccessLine::Admin,
    }
    .say(lang)
}

/// What a permission permits, in the form that follows "may not".
#[must_use]
pub fn permission(lang: Lang, permission: Permission) -> &'static str {
    match permission {
        Permission::See => AccessLine::See,
        Permission::OwnAccount => AccessLine::OwnAccount,
        Permission::AnswerRequests => AccessLine::AnswerRequests,
        Permission::WorkOnCases => AccessLine::WorkOnCases,
        Permission::MoveSeats => AccessLine::MoveSeats,
        Permission::HandOutProgram => AccessLine::HandOutProgram,
        Permission::AddNumbers => AccessLine::AddNumbers,
        Permission::ChangeLicenses => AccessLine::ChangeLicenses,
        Permission::RevokeNumbers => AccessLine::RevokeNumbers,
        Permission::ExportLists => AccessLine::ExportLists,
        Permission::ReadAudit => AccessLine::ReadAudit,
        Permission::ManageKeys => AccessLine::ManageKeys,
        Permission::ManageOperators => AccessLine::ManageOperators,
        Permission::ManageTokens => AccessLine::ManageTokens,
        Permission::ManageDesk => AccessLine::ManageDesk,
    }
    .say(lang)
}

/// How an operator signed in.
#[must_use]
pub fn sign_in_way(lang: Lang, way: SignInWay) -> &'static str {
    match way {
        SignInWay::Password => AccessLine::WayPassword,
        SignInWay::SecondFactor => AccessLine::WaySecondFactor,
        SignInWay::RecoveryCode => AccessLine::WayRecoveryCode,
        SignInWay::Provider => AccessLine::WayProvider,
    }
    .say(lang)
}
