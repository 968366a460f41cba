//! Access control: the roles of operators, the scopes of tokens, and what each permits.
//!
//! This module has [`Role`], [`Permission`], [`Scope`] and [`Access`], as data. It never has HTTP, SQL, or
//! the identity of a user.

mod permission;
mod role;
mod scope;

pub use permission::Permission;
pub use role::Role;
pub use scope::{Scope, Scopes};

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everyone: strangers, devices, and users that sign in.
    Anyone,
    /// Operators with a role that has the permission.
    Operator(Permission),
    /// Programs with a token that has the scope.
    Token(Scope),
}
