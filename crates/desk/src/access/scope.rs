//! The scopes of the tokens with which programs use the interface.

use std::collections::BTreeSet;
use std::fmt;

/// What a program's token permits. No scope includes another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// List and show numbers.
    NumbersRead,
    /// Create, import, renew, edit, suspend and resume numbers; set their customers.
    NumbersWrite,
    /// Release and move seats.
    NumbersMove,
    /// Answer requests.
    RequestsAnswer,
    /// List and show requests.
    RequestsRead,
    /// List and show cases.
    CasesRead,
    /// Note, assign and close cases.
    CasesWrite,
    /// Read statistics.
    StatisticsRead,
}

impl Scope {
    /// All scopes.
    pub const ALL: [Self; 8] = [
        Self::NumbersRead,
        Self::NumbersWrite,
        Self::NumbersMove,
        Self::RequestsAnswer,
        Self::RequestsRead,
        Self::CasesRead,
        Self::CasesWrite,
        Self::StatisticsRead,
    ];

    /// Returns the stable name, such as `numbers:read`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NumbersRead => "numbers:read",
            Self::NumbersWrite => "numbers:write",
            Self::NumbersMove => "numbers:move",
            Self::RequestsAnswer => "requests:answer",
            Self::RequestsRead => "requests:read",
            Self::CasesRead => "cases:read",
            Self::CasesWrite => "cases:write",
            Self::StatisticsRead => "statistics:read",
        }
    }

    /// Returns the scope with the given name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The scopes of one token.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scopes(BTreeSet<Scope>);

impl Scopes {
    /// Parses names separated by blanks; `None` if a name is unknown or there is none.
    ///
    /// ```
    /// use countersign_desk::access::{Scope, Scopes};
    ///
    /// let scopes = Scopes::parse("numbers:write numbers:read").ok_or("a scope is unknown")?;
    /// assert!(scopes.contains(Scope::NumbersRead));
    /// assert_eq!(scopes.to_string(), "numbers:read numbers:write");
    /// # Ok::<(), &str>(())
    /// ```
    #[must_use]
    pub fn parse(names: &str) -> Option<Self> {
        let scopes: Option<BTreeSet<Scope>> = names.split_whitespace().map(Scope::from_name).collect();
        scopes.filter(|scopes| !scopes.is_empty()).map(Self)
    }

    /// Whether the token has the scope.
    #[must_use]
    pub fn contains(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().collect())
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.0.iter().map(|scope| scope.name()).collect();
        f.write_str(&names.join(" "))
    }
}
