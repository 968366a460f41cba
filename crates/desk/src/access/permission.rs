//! The permissions of operators, and the lowest role that has each.

use super::Role;
use countersign_ledger::ActionKind;

/// An action that an operator may be permitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// See numbers, requests, cases, statistics and the guide.
    See,
    /// Change their own password and second factor; list and end their own sessions.
    OwnAccount,
    /// Answer requests, including spoken ones.
    AnswerRequests,
    /// Assign, note, mail and close cases; set customers.
    WorkOnCases,
    /// Release seats and move them to another machine.
    MoveSeats,
    /// Create and revoke links to the device program.
    HandOutProgram,
    /// Add and import numbers.
    AddNumbers,
    /// Renew, edit, suspend and resume numbers.
    ChangeLicenses,
    /// Revoke numbers permanently.
    RevokeNumbers,
    /// Export lists as files.
    ExportLists,
    /// Read and verify the audit.
    ReadAudit,
    /// Manage products, keys and profiles.
    ManageKeys,
    /// Manage operators, their roles and their sessions.
    ManageOperators,
    /// Manage the tokens of programs.
    ManageTokens,
    /// Manage builds of the device program, the database, backups and the service.
    ManageDesk,
}

impl Permission {
    /// All permissions, those of the lowest role first.
    pub const ALL: [Self; 15] = [
        Self::See,
        Self::OwnAccount,
        Self::AnswerRequests,
        Self::WorkOnCases,
        Self::MoveSeats,
        Self::HandOutProgram,
        Self::AddNumbers,
        Self::ChangeLicenses,
        Self::RevokeNumbers,
        Self::ExportLists,
        Self::ReadAudit,
        Self::ManageKeys,
        Self::ManageOperators,
        Self::ManageTokens,
        Self::ManageDesk,
    ];

    /// Returns the lowest role that has the permission.
    #[must_use]
    pub const fn lowest_role(self) -> Role {
        match self {
            Self::See | Self::OwnAccount => Role::Viewer,
            Self::AnswerRequests | Self::WorkOnCases | Self::MoveSeats | Self::HandOutProgram => {
                Role::Operator
            }
            Self::AddNumbers
            | Self::ChangeLicenses
            | Self::RevokeNumbers
            | Self::ExportLists
            | Self::ReadAudit => Role::Lead,
            Self::ManageKeys | Self::ManageOperators | Self::ManageTokens | Self::ManageDesk => Role::Admin,
        }
    }

    /// Returns the permission that an act on a license number needs.
    #[must_use]
    pub const fn of_act(kind: ActionKind) -> Self {
        match kind {
            ActionKind::Release | ActionKind::ReleaseByReceipt | ActionKind::Move => Self::MoveSeats,
            ActionKind::Suspend | ActionKind::Resume | ActionKind::Renew | ActionKind::Edit => {
                Self::ChangeLicenses
            }
            ActionKind::Revoke => Self::RevokeNumbers,
            ActionKind::Verify => Self::AnswerRequests,
        }
    }
}

impl Role {
    /// Whether the role has the permission.
    #[must_use]
    pub fn may(self, permission: Permission) -> bool {
        self >= permission.lowest_role()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permissions_are_ordered_by_role() {
        assert!(Permission::ALL.is_sorted_by_key(|permission| permission.lowest_role()));
        assert!(Permission::ALL.is_sorted());
        for permission in Permission::ALL {
            assert!(Role::Admin.may(permission));
        }
    }

    #[test]
    fn each_role_has_more_permissions_than_the_role_below() {
        let count = |role: Role| Permission::ALL.into_iter().filter(|one| role.may(*one)).count();
        assert_eq!(Role::ALL.map(count), [2, 6, 11, 15]);
        for (role, next) in Role::ALL.into_iter().zip(Role::ALL.into_iter().skip(1)) {
            assert!(Permission::ALL.into_iter().all(|one| next.may(one) || !role.may(one)), "{next:?}");
        }
    }
}
