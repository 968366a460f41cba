//! Operators whom an OpenID provider signs in.

use super::database::SqlStore;
use super::operators::{operator_name, role_of};
use super::transaction::Tx;
use super::value::values;
use crate::access::Role;
use crate::operators::OperatorName;
use countersign_ledger::StoreError;

/// Somebody whom a provider has named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderOperator {
    /// The provider.
    pub issuer: String,
    /// Who they are to the provider.
    pub subject: String,
    /// The name for a new operator; `None` if the desk makes none.
    pub new_name: Option<OperatorName>,
    /// The role from now on.
    pub role: Role,
    /// When, in seconds since 1970-01-01 UTC.
    pub at: i64,
}

/// The operator of somebody whom a provider has named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OperatorByProvider {
    /// Known, with the role of before.
    Known(OperatorName, Role),
    /// Made now.
    Made(OperatorName),
    /// Another operator has the name.
    NameTaken,
    /// Unknown, and none is made.
    Unknown,
}

impl SqlStore {
    /// Finds or makes the operator whom a provider has named, and sets the role.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn operator_by_provider(
        &self,
        named: &ProviderOperator,
    ) -> Result<OperatorByProvider, StoreError> {
        let named = named.clone();
        self.write(move |tx| Box::pin(async move { operator_by_provider(tx, &named).await })).await
    }
}

async fn operator_by_provider(
    tx: &mut Tx<'_>,
    named: &ProviderOperator,
) -> Result<OperatorByProvider, StoreError> {
    if let Some((name, before)) = find(tx, named).await? {
        let statement = "UPDATE operators SET role = $1 WHERE name = $2";
        tx.execute(statement, values![named.role.name(), name.as_str()]).await?;
        return Ok(OperatorByProvider::Known(name, before));
    }
    let Some(name) = &named.new_name else { return Ok(OperatorByProvider::Unknown) };
    let made = tx.execute(
        "INSERT INTO operators (name, password, role, added_at, added_by, issuer, subject)
         VALUES ($1, '', $2, $3, $1, $4, $5) ON CONFLICT DO NOTHING",
        values![name.as_str(), named.role.name(), named.at, &named.issuer, &named.subject],
    );
    if made.await? == 1 {
        return Ok(OperatorByProvider::Made(name.clone()));
    }
    // Two first sign-ins at the same time make one operator.
    Ok(match find(tx, named).await? {
        Some((name, before)) => OperatorByProvider::Known(name, before),
        None => OperatorByProvider::NameTaken,
    })
}

async fn find(tx: &mut Tx<'_>, named: &ProviderOperator) -> Result<Option<(OperatorName, Role)>, StoreError> {
    let statement = "SELECT name, role FROM operators WHERE issuer = $1 AND subject = $2";
    tx.first(statement, values![&named.issuer, &named.subject], |row| {
        Ok((operator_name(row, "name")?, role_of(row)?))
    })
    .await
}
