//! The section `[oidc]` of the settings file: sign-in by a provider.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use zeroize::Zeroizing;

use super::failure::Failure;
use crate::access::Role;
use crate::passphrase::{Passphrase, Reader};
use crate::provider::{ClaimSettings, Provider, ProviderSettings, ProviderUrl};
use crate::text::{SignInLine as L, SignInSentence as S};
use countersign_core::text::{Lang, Line as _, safe_path};

/// The name of the client's secret among the credentials of a systemd unit.
const CREDENTIAL: &str = "countersign-oidc-secret";

/// The section.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct OidcSection {
    issuer: ProviderUrl,
    desk: ProviderUrl,
    client_id: String,
    client_secret_file: Option<PathBuf>,
    #[serde(default = "default_scopes")]
    scopes: Vec<String>,
    ca: Option<PathBuf>,
    #[serde(default = "default_role_claim")]
    role_claim: String,
    #[serde(default)]
    roles: BTreeMap<String, RoleName>,
    #[serde(default = "default_name_claim")]
    name_claim: String,
    #[serde(default)]
    create: bool,
    label: Option<String>,
    #[serde(default = "default_local_sign_in")]
    local_sign_in: bool,
}

/// A role by its stable name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
struct RoleName(Role);

impl TryFrom<String> for RoleName {
    type Error = &'static str;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        Role::from_name(&name).map(Self).ok_or("viewer, operator, lead or admin")
    }
}

fn default_scopes() -> Vec<String> {
    vec!["profile".to_owned()]
}

fn default_role_claim() -> String {
    "countersign_role".to_owned()
}

fn default_name_claim() -> String {
    "preferred_username".to_owned()
}

const fn default_local_sign_in() -> bool {
    true
}

impl OidcSection {
    /// Returns the paths of the section, which start at the folder of the file.
    pub(super) fn paths(&mut self) -> [&mut Option<PathBuf>; 2] {
        [&mut self.client_secret_file, &mut self.ca]
    }

    /// Whether operators may also sign in by password.
    pub(super) const fn local_sign_in(&self) -> bool {
        self.local_sign_in
    }

    /// Returns the provider. The client's secret is in the file that the section names, or among the unit's
    /// credentials (systemd.exec(5)). Without both, the desk is a public client.
    ///
    /// # Errors
    /// `OIDC-FILE` if a file can't be used.
    pub(super) fn provider(&self, lang: Lang) -> Result<Provider, Failure> {
        let unusable = |path: &Path, detail: &dyn std::fmt::Display| {
            let what = S::OidcFile { path: &safe_path(path), detail }.say(lang);
            Failure::fault("OIDC-FILE", what, L::OidcFileDo.say(lang))
        };
        let credential =
            std::env::var_os("CREDENTIALS_DIRECTORY").map(|folder| PathBuf::from(folder).join(CREDENTIAL));
        let credential = credential.filter(|path| path.symlink_metadata().is_ok());
        let secret = match (&self.client_secret_file, credential) {
            (Some(path), _) => Some((path.clone(), Reader::Owner)),
            (None, Some(path)) => Some((path, Reader::Unit)),
            (None, None) => None,
        };
        let secret = secret.map(|(path, reader)| {
            let read = Passphrase::read(&path, reader).map_err(|error| unusable(&path, &error));
            read.map(|secret| Zeroizing::new(secret.to_string()))
        });
        let roles = self.roles.iter().map(|(value, role)| (value.clone(), role.0)).collect();
        let settings = ProviderSettings {
            issuer: self.issuer.clone(),
            desk: self.desk.clone(),
            client_id: self.client_id.clone(),
            client_secret: secret.transpose()?,
            scopes: self.scopes.clone(),
            authority: self.ca.clone(),
            claims: ClaimSettings { role: self.role_claim.clone(), roles, name: self.name_claim.clone() },
            creates: self.create,
            label: self.label.clone(),
        };
        let authority = self.ca.as_deref().unwrap_or(Path::new("-"));
        Provider::new(settings).map_err(|error| unusable(authority, &error))
    }
}
