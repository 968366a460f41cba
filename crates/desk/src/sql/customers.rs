//! Customers of license numbers and cases: who they are, how to reach them, and the vendor's own ticket.

use std::collections::BTreeSet;

use super::database::SqlStore;
use super::events::{OfficeEvent, insert_event};
use super::rows;
use super::transaction::Tx;
use super::value::{Row, values};
use countersign_ledger::{CaseNumber, LicenseId, StoreError, case};
use thiserror::Error;

/// A customer. What isn't known is empty.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Customer {
    /// The organisation.
    pub organisation: String,
    /// A person at the organisation.
    pub contact: String,
    /// A telephone number.
    pub telephone: String,
    /// A mail address.
    pub mail: String,
}

/// A customer of a number or of a case, with the vendor's own ticket.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CustomerEntry {
    /// The customer.
    pub customer: Customer,
    /// The vendor's own ticket number, such as an order's; empty if there is none.
    pub ticket: String,
}

/// A part of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CustomerPart {
    /// The organisation.
    Organisation,
    /// The person at the organisation.
    Contact,
    /// The telephone number.
    Telephone,
    /// The mail address.
    Mail,
    /// The vendor's own ticket.
    Ticket,
}

impl CustomerPart {
    /// Every part, in the order of [`CustomerEntry::of_typed`].
    pub const ALL: [Self; 5] = [Self::Organisation, Self::Contact, Self::Telephone, Self::Mail, Self::Ticket];
}

/// This part has more than [`case::LINE_LIMIT`] characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a part of the customer is too long")]
pub struct CustomerTooLong(pub CustomerPart);

impl CustomerTooLong {
    /// The stable code.
    pub const CODE: &'static str = "CUSTOMER-TOO-LONG";
}

impl CustomerEntry {
    /// The entry of typed texts: organisation, contact, telephone, mail, ticket. Each becomes one line without control characters.
    ///
    /// # Errors
    /// [`CustomerTooLong`] with the first part that [`case::clean_line`] refuses.
    pub fn of_typed(typed: [&str; 5]) -> Result<Self, CustomerTooLong> {
        let [organisation, contact, telephone, mail, ticket] = typed;
        let clean = |text, part| case::clean_line(text).map_err(|_| CustomerTooLong(part));
        Ok(Self {
            customer: Customer {
                organisation: clean(organisation, CustomerPart::Organisation)?,
                contact: clean(contact, CustomerPart::Contact)?,
                telephone: clean(telephone, CustomerPart::Telephone)?,
                mail: clean(mail, CustomerPart::Mail)?,
            },
            ticket: clean(ticket, CustomerPart::Ticket)?,
        })
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The entry with the texts of this one in place of those before it, except where this one is empty.
    #[must_use]
    pub fn over(&self, before: &Self) -> Self {
        let over = |text: &String, before: &String| if text.is_empty() { before } else { text }.clone();
        let (Customer { organisation, contact, telephone, mail }, there) = (&self.customer, &before.customer);
        Self {
            customer: Customer {
                organisation: over(organisation, &there.organisation),
                contact: over(contact, &there.contact),
                telephone: over(telephone, &there.telephone),
                mail: over(mail, &there.mail),
            },
            ticket: over(&self.ticket, &before.ticket),
        }
    }

    /// The texts in the order of [`CustomerEntry::of_typed`].
    #[must_use]
    pub fn texts(&self) -> [&str; 5] {
        let Customer { organisation, contact, telephone, mail } = &self.customer;
        [organisation, contact, telephone, mail, &self.ticket]
    }

    /// Reads the columns of a customer and `ticket`.
    pub(super) fn of_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let text = |column| Ok::<_, StoreError>(row.get::<Option<String>>(column)?.unwrap_or_default());
        let customer = Customer {
            organisation: text("organisation")?,
            contact: text("contact")?,
            telephone: text("telephone")?,
            mail: text("mail")?,
        };
        Ok(Self { customer, ticket: text("ticket")? })
    }
}

impl SqlStore {
    /// The customer of a license number. `None` if the ledger doesn't have the number.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn license_customer(&self, license: &LicenseId) -> Result<Option<CustomerEntry>, StoreError> {
        let license = license.clone();
        self.read(move |tx| {
            Box::pin(async move {
                let statement = "SELECT ticket, organisation, contact, telephone, mail
                    FROM licenses LEFT JOIN customers ON customers.id = licenses.customer
                    WHERE number = $1 AND product = $2";
                tx.first(statement, values![license.as_str(), &license.product], CustomerEntry::of_row).await
            })
        })
        .await
    }

    /// Sets the customer of a license number, and writes that to the log. Returns whether the ledger has the number.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn set_license_customer(
        &self,
        license: &LicenseId,
        entry: &CustomerEntry,
        by: &str,
        at: i64,
    ) -> Result<bool, StoreError> {
        let (license, entry) = (license.clone(), entry.clone());
        let event = OfficeEvent {
            at,
            operator: by.to_owned(),
            event: "number-customer".to_owned(),
            subject: license.as_str().to_owned(),
        };
        self.write(move |tx| {
            Box::pin(async move {
                let customer = customer_id(tx, &entry.customer).await?;
                let statement =
                    "UPDATE licenses SET customer = $1, ticket = $2 WHERE number = $3 AND product = $4";
                let values = values![customer, ticket_column(&entry), license.as_str(), &license.product];
                let found = tx.execute(statement, values).await? == 1;
                if found {
                    insert_event(tx, &event).await?;
                }
                Ok(found)
            })
        })
        .await
    }

    /// The customer of a case: its own, otherwise the customer of the license number in its newest request with a number. `None` if there
    /// is no such case.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn case_customer(&self, case: CaseNumber) -> Result<Option<CustomerEntry>, StoreError> {
        self.read(move |tx| {
            Box::pin(async move {
                let own = "SELECT ticket, organisation, contact, telephone, mail
                    FROM cases LEFT JOIN customers ON customers.id = cases.customer WHERE cases.id = $1";
                let Some(own) = tx.first(own, values![case.0], CustomerEntry::of_row).await? else {
                    return Ok(None);
                };
                if !own.is_empty() {
                    return Ok(Some(own));
                }
                let of_number = "SELECT ticket, organisation, contact, telephone, mail
                    FROM licenses LEFT JOIN customers ON customers.id = licenses.customer
                    WHERE (number, product) IN (SELECT number, product FROM attempts WHERE id =
                        (SELECT MAX(id) FROM attempts WHERE case_id = $1 AND number IS NOT NULL))";
                let of_number = tx.first(of_number, values![case.0], CustomerEntry::of_row).await?;
                Ok(Some(of_number.unwrap_or_default()))
            })
        })
        .await
    }

    /// The license numbers in the requests of a case that belong to customers of another organisation.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn numbers_of_others(
        &self,
        case: CaseNumber,
        organisation: &str,
    ) -> Result<BTreeSet<LicenseId>, StoreError> {
        let organisation = organisation.to_owned();
        self.read(move |tx| {
            Box::pin(async move {
                let statement = "SELECT number, product FROM licenses
                    JOIN customers ON customers.id = licenses.customer AND organisation <> $2
                    WHERE (number, product) IN (SELECT number, product FROM attempts WHERE case_id = $1
                        OR id IN (SELECT ended_by FROM case_machines WHERE case_id = $1 AND ended_by IS NOT NULL))";
                let values = values![case.0, organisation.as_str()];
                let found = tx.rows(statement, values, rows::license_id_of).await?;
                Ok(found.into_iter().collect())
            })
        })
        .await
    }
}

/// The row id of a customer, which is added if it is new; `None` for an empty customer.
pub(super) async fn customer_id(tx: &mut Tx<'_>, customer: &Customer) -> Result<Option<i64>, StoreError> {
    if *customer == Customer::default() {
        return Ok(None);
    }
    let Customer { organisation, contact, telephone, mail } = customer;
    let values = values![organisation, contact, telephone, mail];
    let insert = "INSERT INTO customers (organisation, contact, telephone, mail) VALUES ($1, $2, $3, $4)
        ON CONFLICT (organisation, contact, telephone, mail) DO NOTHING";
    tx.execute(insert, &values).await?;
    let select = "SELECT id FROM customers
        WHERE organisation = $1 AND contact = $2 AND telephone = $3 AND mail = $4";
    tx.one(select, &values, |row| row.get("id")).await.map(Some)
}

/// The value for the column `ticket`: `None` in place of an empty text.
pub(super) fn ticket_column(entry: &CustomerEntry) -> Option<&str> {
    Some(entry.ticket.as_str()).filter(|ticket| !ticket.is_empty())
}
