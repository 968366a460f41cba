//! Who may what: the roles of operators, the scopes of tokens, and what each permits.
//!
//! Lives here: [`Role`], [`Permission`], [`Scope`] and [`Access`], as data. Never here: HTTP, SQL, or who somebody is.

mod permission;
mod role;
mod scope;

pub use permission::Permission;
pub use role::Role;
pub use scope::{Scope, Scopes};

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anyone: strangers, devices, whoever signs in.
    Anyone,
    /// Operators whose role permits it.
    Operator(Permission),
    /// Programs whose token has the scope.
    Token(Scope),
}
