//! The roles of operators, in ascending order.

use std::fmt;

/// The role of an operator. A higher role may do everything that a lower role may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Reads only.
    Viewer,
    /// Answers requests and works on cases.
    Operator,
    /// Changes the licenses that were sold.
    Lead,
    /// Manages keys, profiles, operators and tokens.
    Admin,
}

impl Role {
    /// All roles, the lowest first.
    pub const ALL: [Self; 4] = [Self::Viewer, Self::Operator, Self::Lead, Self::Admin];

    /// Returns the stable name: `viewer`, `operator`, `lead` or `admin`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Operator => "operator",
            Self::Lead => "lead",
            Self::Admin => "admin",
        }
    }

    /// Returns the role with the given name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
