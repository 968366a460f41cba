//! The setting `second-factor`: the lowest role that needs a second factor.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::Deserialize;

use crate::access::Role;

/// The lowest role that needs a second factor; `None` if none does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct SecondFactorFrom(pub(super) Option<Role>);

/// The value for no role.
const NONE: &str = "none";

impl TryFrom<String> for SecondFactorFrom {
    type Error = &'static str;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        match Role::from_name(&name) {
            Some(role) => Ok(Self(Some(role))),
            None if name == NONE => Ok(Self(None)),
            None => Err("none, viewer, operator, lead or admin"),
        }
    }
}

/// Returns the parser of the option.
pub(super) fn parser() -> impl TypedValueParser<Value = SecondFactorFrom> {
    let names = std::iter::once(NONE).chain(Role::ALL.map(Role::name));
    PossibleValuesParser::new(names).map(|name| SecondFactorFrom(Role::from_name(&name)))
}
