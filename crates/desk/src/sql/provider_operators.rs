//! Operators whom an OpenID provider signs in.

use super::database::SqlStore;
use super::events::record;
use super::operators::{operator_name, role_of, set_role};
use super::transaction::Tx;
use super::value::{Row, damaged, values};
use crate::access::Role;
use crate::operators::{Actor, OperatorName};
use crate::provider::Subject;
use countersign_ledger::StoreError;

/// A person's identity at a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderIdentity {
    /// The provider.
    pub issuer: String,
    /// The person.
    pub subject: Subject,
}

/// The outcome of linking an operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkOutcome {
    /// The operator is linked, and the sessions have ended.
    Linked,
    /// There is no such operator.
    OperatorUnknown,
    /// Another operator has that identity.
    OfOther(OperatorName),
}

/// A person whom a provider has named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderOperator {
    /// The person's identity at the provider.
    pub identity: ProviderIdentity,
    /// The name for a new operator; `None` if the desk makes none.
    pub new_name: Option<OperatorName>,
    /// The role from now on.
    pub role: Role,
    /// When, in seconds since 1970-01-01 UTC.
    pub at: i64,
}

/// The operator of a person whom a provider has named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OperatorByProvider {
    /// Known, with the previous role.
    Known(OperatorName, Role),
    /// Just created.
    Made(OperatorName),
    /// Another operator has the name.
    NameTaken,
    /// Unknown, and not created.
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

    /// An operator's identity at a provider.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn provider_identity(
        &self,
        name: &OperatorName,
    ) -> Result<Option<ProviderIdentity>, StoreError> {
        let name = name.clone();
        self.read(move |tx| {
            Box::pin(async move {
                let statement =
                    "SELECT issuer, subject FROM operators WHERE name = $1 AND subject IS NOT NULL";
                tx.first(statement, values![name.as_str()], identity_of).await
            })
        })
        .await
    }

    /// Links an operator with an identity, in place of the previous one, and ends the operator's sessions.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn link_operator(
        &self,
        name: &OperatorName,
        identity: &ProviderIdentity,
        by: &Actor,
    ) -> Result<LinkOutcome, StoreError> {
        let (name, identity, by) = (name.clone(), identity.clone(), by.clone());
        self.write(move |tx| Box::pin(async move { link_operator(tx, &name, &identity, &by).await })).await
    }

    /// Removes an operator's link, and ends the operator's sessions. Returns whether there was a link.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn unlink_operator(&self, name: &OperatorName, by: &Actor) -> Result<bool, StoreError> {
        let (name, by) = (name.clone(), by.clone());
        self.write(move |tx| {
            Box::pin(async move {
                let statement =
                    "UPDATE operators SET issuer = NULL, subject = NULL WHERE name = $1 AND subject IS NOT NULL";
                let removed = tx.execute(statement, values![name.as_str()]).await? == 1;
                if removed {
                    tx.execute("DELETE FROM sessions WHERE operator = $1", values![name.as_str()]).await?;
                    record(tx, &by, "operator-unlinked", name.as_str()).await?;
                }
                Ok(removed)
            })
        })
        .await
    }
}

async fn operator_by_provider(
    tx: &mut Tx<'_>,
    named: &ProviderOperator,
) -> Result<OperatorByProvider, StoreError> {
    if let Some((name, before)) = find(tx, &named.identity).await? {
        if before != named.role {
            set_role(tx, &name, before, named.role, &name.actor(named.at)).await?;
        }
        return Ok(OperatorByProvider::Known(name, before));
    }
    let Some(name) = &named.new_name else { return Ok(OperatorByProvider::Unknown) };
    let made = tx.execute(
        "INSERT INTO operators (name, password, role, added_at, added_by, issuer, subject)
         VALUES ($1, '', $2, $3, $1, $4, $5) ON CONFLICT DO NOTHING",
        values![
            name.as_str(),
            named.role.name(),
            named.at,
            &named.identity.issuer,
            named.identity.subject.as_str()
        ],
    );
    if made.await? == 1 {
        record(tx, &name.actor(named.at), "operator-added", format!("{name} {}", named.role)).await?;
        return Ok(OperatorByProvider::Made(name.clone()));
    }
    // Two simultaneous first sign-ins create one operator.
    Ok(match find(tx, &named.identity).await? {
        Some((name, before)) => OperatorByProvider::Known(name, before),
        None => OperatorByProvider::NameTaken,
    })
}

async fn link_operator(
    tx: &mut Tx<'_>,
    name: &OperatorName,
    identity: &ProviderIdentity,
    by: &Actor,
) -> Result<LinkOutcome, StoreError> {
    if let Some((other, _)) = find(tx, identity).await?
        && other != *name
    {
        return Ok(LinkOutcome::OfOther(other));
    }
    let statement = "UPDATE operators SET issuer = $1, subject = $2 WHERE name = $3";
    let values = values![&identity.issuer, identity.subject.as_str(), name.as_str()];
    if tx.execute(statement, values).await? == 0 {
        return Ok(LinkOutcome::OperatorUnknown);
    }
    tx.execute("DELETE FROM sessions WHERE operator = $1", values![name.as_str()]).await?;
    record(tx, by, "operator-linked", format!("{name} {}", identity.subject)).await?;
    Ok(LinkOutcome::Linked)
}

fn identity_of(row: &Row<'_>) -> Result<ProviderIdentity, StoreError> {
    let subject: String = row.get("subject")?;
    let subject = Subject::parse(&subject).ok_or_else(|| damaged("subject"))?;
    Ok(ProviderIdentity { issuer: row.get("issuer")?, subject })
}

async fn find(
    tx: &mut Tx<'_>,
    identity: &ProviderIdentity,
) -> Result<Option<(OperatorName, Role)>, StoreError> {
    let statement = "SELECT name, role FROM operators WHERE issuer = $1 AND subject = $2";
    tx.first(statement, values![&identity.issuer, identity.subject.as_str()], |row| {
        Ok((operator_name(row, "name")?, role_of(row)?))
    })
    .await
}
