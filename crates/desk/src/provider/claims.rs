//! Finds an operator's identity in the claims of a verified token. Pure.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::refusal::ProviderRefusal;
use super::subject::Subject;
use crate::access::Role;
use crate::operators::OperatorName;

/// The settings for claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimSettings {
    /// The claim with roles or groups: a name, or a path with dots (`realm_access.roles`).
    pub role: String,
    /// The role for each value of that claim. If empty, the values are the desk's own names of roles.
    pub roles: BTreeMap<String, Role>,
    /// The claim with the name for a new operator.
    pub name: String,
}

/// The identity of a person who signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The person's subject at the provider.
    pub subject: Subject,
    /// The name for a new operator; `None` if the claims have no valid operator's name.
    pub name: Option<OperatorName>,
    /// The role that the operator gets.
    pub role: Role,
}

impl ClaimSettings {
    /// Reads the identity from the claims of a subject.
    ///
    /// # Errors
    /// [`ProviderRefusal::Token`] if the subject is not valid, [`ProviderRefusal::NoRole`] if the claims give
    /// no role.
    pub fn identity(&self, subject: &str, claims: &Map<String, Value>) -> Result<Identity, ProviderRefusal> {
        let subject = Subject::parse(subject).ok_or(ProviderRefusal::Token)?;
        let name = find(claims, &self.name).and_then(Value::as_str);
        let name = name.and_then(|name| OperatorName::parse(name).ok());
        let role = self.role_of(claims).ok_or(ProviderRefusal::NoRole)?;
        Ok(Identity { subject, name, role })
    }

    /// Whether the claims contain the role claim.
    #[must_use]
    pub fn has_role_claim(&self, claims: &Map<String, Value>) -> bool {
        find(claims, &self.role).is_some()
    }

    /// Returns the highest role among the claim's values.
    fn role_of(&self, claims: &Map<String, Value>) -> Option<Role> {
        let role = |value: &Value| {
            let value = value.as_str()?;
            if self.roles.is_empty() { Role::from_name(value) } else { self.roles.get(value).copied() }
        };
        match find(claims, &self.role)? {
            Value::Array(values) => values.iter().filter_map(role).max(),
            value => role(value),
        }
    }
}

/// Returns the claim with the given name, or else with the given path.
fn find<'a>(claims: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    claims.get(name).or_else(|| {
        let (first, rest) = name.split_once('.')?;
        find(claims.get(first)?.as_object()?, rest)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn settings(role: &str, roles: &[(&str, Role)]) -> ClaimSettings {
        let roles = roles.iter().map(|(value, role)| ((*value).to_owned(), *role)).collect();
        ClaimSettings { role: role.to_owned(), roles, name: "preferred_username".to_owned() }
    }

    fn role(settings: &ClaimSettings, claims: &Value) -> Option<Role> {
        settings.identity("s-1", claims.as_object().unwrap()).map(|identity| identity.role).ok()
    }

    #[test]
    fn roles_come_from_a_claim_by_name_or_by_a_table() {
        let own = settings("countersign_role", &[]);
        let groups = settings("groups", &[("staff", Role::Operator), ("heads", Role::Lead)]);
        let nested = settings("realm_access.roles", &[]);
        let address = settings("https://x.example/roles", &[]);
        for (settings, claims, expected) in [
            (&own, json!({ "countersign_role": "lead" }), Some(Role::Lead)),
            (&own, json!({ "countersign_role": ["viewer", "admin", "x"] }), Some(Role::Admin)),
            (&own, json!({ "countersign_role": "Lead" }), None),
            (&own, json!({ "countersign_role": [] }), None),
            (&own, json!({ "countersign_role": 3 }), None),
            (&own, json!({ "countersign_role": { "admin": true } }), None),
            (&own, json!({ "groups": ["admin"] }), None),
            (&groups, json!({ "groups": ["all", "staff"] }), Some(Role::Operator)),
            (&groups, json!({ "groups": ["staff", "heads"] }), Some(Role::Lead)),
            (&groups, json!({ "groups": ["admin"] }), None),
            (&nested, json!({ "realm_access": { "roles": ["viewer"] } }), Some(Role::Viewer)),
            (&nested, json!({ "realm_access": ["viewer"] }), None),
            (&address, json!({ "https://x.example/roles": ["viewer"] }), Some(Role::Viewer)),
        ] {
            assert_eq!(role(settings, &claims), expected, "{claims}");
        }
    }

    #[test]
    fn a_name_and_a_subject_are_checked() {
        let settings = settings("countersign_role", &[]);
        let identity = |subject: &str, name: Value| {
            let claims = json!({ "countersign_role": "viewer", "preferred_username": name });
            settings.identity(subject, claims.as_object().unwrap())
        };
        assert_eq!(identity("s", json!("Li")).unwrap().name, OperatorName::parse("li").ok());
        for name in [json!("<li>"), json!(""), json!(7), Value::Null, json!("x".repeat(41))] {
            assert_eq!(identity("s", name.clone()).unwrap().name, None, "{name}");
        }
        for subject in ["", "a b", "ü", &"x".repeat(256)] {
            assert_eq!(identity(subject, json!("li")), Err(ProviderRefusal::Token), "{subject}");
        }
    }
}
