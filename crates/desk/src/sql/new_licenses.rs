//! Adds license numbers in pieces, one transaction for each piece, so that answers go on during a long list. The audit has an entry for
//! each piece, in the same transaction.

use std::collections::BTreeMap;

use super::customers::{Customer, CustomerEntry, customer_id, ticket_column};
use super::database::SqlStore;
use super::events::record;
use super::pace::giving_way;
use super::rows;
use super::stated::StatedLicense;
use super::transaction::Tx;
use super::value::{Value, damaged, placeholders};
use crate::operators::Actor;
use countersign_core::protocol::Number;
use countersign_ledger::{License, StoreError};

/// How many numbers are added in one transaction.
const PIECE: usize = 500;
/// How many numbers one statement adds: the first size that the rest of the piece fills. Each size has its own statement, which stays
/// prepared.
const SIZES: [usize; 4] = [PIECE, 50, 5, 1];

/// A license number to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNumber {
    /// The number.
    pub number: Number,
    /// What is stated about its license. A new number has the default for the rest; the rest of a known number is not compared.
    pub license: StatedLicense,
    /// Its customer and ticket; what isn't stated is empty.
    pub customer: CustomerEntry,
}

impl NewNumber {
    /// A number with a whole license and without a known customer.
    #[must_use]
    pub fn of(number: Number, license: License) -> Self {
        Self::stating(number, StatedLicense::whole(license))
    }

    /// A number with stated parts of a license and without a known customer.
    #[must_use]
    pub fn stating(number: Number, license: StatedLicense) -> Self {
        Self { number, license, customer: CustomerEntry::default() }
    }
}

/// The outcome of adding license numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AddedNumbers {
    /// How many are new.
    pub new: usize,
    /// How many were there already; they are unchanged.
    pub known: usize,
    /// The numbers that have another license than the stated one, with the license that they have.
    pub differing: Vec<(Number, License)>,
}

/// What happens to the other numbers if a number already has another license.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnDifference {
    /// The other numbers are added.
    AddOthers,
    /// No number is added.
    AddNone,
}

/// The audit's entry about the new numbers of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddedEntry {
    /// `numbers-added`, with the numbers.
    Added,
    /// `numbers-imported`, with their count.
    Imported,
}

impl AddedEntry {
    async fn record(
        self,
        tx: &mut Tx<'_>,
        by: &Actor,
        product: &str,
        numbers: Vec<String>,
    ) -> Result<(), StoreError> {
        match self {
            Self::Added => record(tx, by, "numbers-added", added_subject(product, numbers)).await,
            Self::Imported => record(tx, by, "numbers-imported", numbers.len().to_string()).await,
        }
    }
}

/// License numbers to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLicenses {
    /// The product.
    pub product: String,
    /// Each number once.
    pub numbers: Vec<NewNumber>,
    /// What happens if a number already has another license.
    pub on_difference: OnDifference,
    /// How the audit names them.
    pub entry: AddedEntry,
    /// Who adds them.
    pub by: String,
    /// When, in seconds since 1970-01-01 UTC.
    pub at: i64,
}

/// How many numbers an entry of the audit names one by one at most.
const MOST_NAMED: usize = 20;

/// The product and each number; for many numbers, the first, the last and the count.
fn added_subject(product: &str, mut numbers: Vec<String>) -> String {
    numbers.sort_unstable();
    match numbers.as_slice() {
        [first, .., last] if numbers.len() > MOST_NAMED => {
            format!("{product} {first} ... {last} ({})", numbers.len())
        }
        _ => format!("{product} {}", numbers.join(" ")),
    }
}

impl SqlStore {
    /// Adds license numbers. A number that exists already doesn't change. `progress` gets the number of processed numbers.
    ///
    /// Each piece of the list is a transaction, with its entry in the audit. If the program ends before the last one, the same list can be
    /// added again.
    ///
    /// # Errors
    /// The database can't be written. Whole pieces may have been added.
    pub async fn add_licenses(
        &self,
        mut new: NewLicenses,
        mut progress: impl FnMut(usize) + Send,
    ) -> Result<AddedNumbers, StoreError> {
        // Sorted, so that two lists with the same numbers don't deadlock.
        new.numbers.sort_by(|one, other| one.number.cmp(&other.number));
        let mut added = AddedNumbers::default();
        if new.on_difference == OnDifference::AddNone {
            for piece in new.numbers.chunks(PIECE) {
                added.differing.extend(self.differing(&new, piece).await?);
            }
            if !added.differing.is_empty() {
                return Ok(added);
            }
        }
        let mut done = 0;
        for piece in new.numbers.chunks(PIECE) {
            let of_piece = giving_way(self.add_piece(&new, piece)).await?;
            added.new += of_piece.new;
            added.known += of_piece.known;
            added.differing.extend(of_piece.differing);
            done += piece.len();
            progress(done);
        }
        Ok(added)
    }

    async fn differing(
        &self,
        new: &NewLicenses,
        piece: &[NewNumber],
    ) -> Result<Vec<(Number, License)>, StoreError> {
        let (product, piece) = (new.product.clone(), piece.to_vec());
        self.read(move |tx| Box::pin(async move { Ok(known(tx, &product, &piece).await?.1) })).await
    }

    async fn add_piece(&self, new: &NewLicenses, piece: &[NewNumber]) -> Result<AddedNumbers, StoreError> {
        let (product, entry, piece) = (new.product.clone(), new.entry, piece.to_vec());
        let by = Actor { name: new.by.clone(), at: new.at };
        self.write(move |tx| {
            Box::pin(async move {
                let (known, differing) = known(tx, &product, &piece).await?;
                let inserted = insert(tx, &product, &piece, &by).await?;
                let new = inserted.len();
                if new > 0 {
                    entry.record(tx, &by, &product, inserted).await?;
                }
                Ok(AddedNumbers { new, known, differing })
            })
        })
        .await
    }
}

/// A piece in the parts of its statements.
fn parts<T>(mut piece: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let size = SIZES.into_iter().find(|size| *size <= piece.len())?;
        let (part, rest) = piece.split_at(size);
        piece = rest;
        Some(part)
    })
}

/// How many of these numbers exist with a license that agrees with the stated parts, and which ones exist with another license.
async fn known(
    tx: &mut Tx<'_>,
    product: &str,
    piece: &[NewNumber],
) -> Result<(usize, Vec<(Number, License)>), StoreError> {
    let mut there = Vec::new();
    for part in parts(piece) {
        let statement = format!(
            "SELECT * FROM licenses WHERE product = $1 AND number IN ({})",
            placeholders(2, part.len())
        );
        let mut values = vec![Value::from(product)];
        values.extend(part.iter().map(|one| Value::from(one.number.as_str())));
        let of_part = tx.rows(&statement, &values, |row| {
            let number: String = row.get("number")?;
            Ok((Number::from_stored(&number).ok_or_else(|| damaged("number"))?, rows::license(row)?))
        });
        there.extend(of_part.await?);
    }
    let same = |(number, license): &(Number, License)| {
        piece
            .binary_search_by(|one| one.number.cmp(number))
            .is_ok_and(|at| piece[at].license.agrees_with(license))
    };
    let (same, differing): (Vec<_>, Vec<_>) = there.into_iter().partition(same);
    Ok((same.len(), differing))
}

/// Adds the numbers that don't exist yet. Returns them.
async fn insert(
    tx: &mut Tx<'_>,
    product: &str,
    piece: &[NewNumber],
    by: &Actor,
) -> Result<Vec<String>, StoreError> {
    // Sorted, so that two lists with the same customers don't deadlock.
    let mut customers: BTreeMap<&Customer, Option<i64>> =
        piece.iter().map(|one| (&one.customer.customer, None)).collect();
    for (customer, id) in &mut customers {
        *id = customer_id(tx, customer).await?;
    }
    let mut inserted = Vec::new();
    for part in parts(piece) {
        let row = |at: usize| format!("($1, 'active', 0, $2, $3, {})", placeholders(4 + 7 * at, 7));
        let rows: Vec<String> = (0..part.len()).map(row).collect();
        let statement = format!(
            "INSERT INTO licenses (product, state, version, added_at, added_by, number, edition, expiry, expiry_days, seats,
             customer, ticket)
             VALUES {} ON CONFLICT (number, product) DO NOTHING RETURNING number",
            rows.join(", ")
        );
        let mut values = vec![Value::from(product), Value::from(by.at), Value::from(&by.name)];
        for NewNumber { number, license, customer } in part {
            let license = license.for_new();
            let (expiry, days) = rows::expiry_columns(license.expiry);
            values.extend([
                number.as_str().into(),
                i64::from(license.edition.0).into(),
                expiry.into(),
                days.into(),
                license.seats.get().into(),
                customers.get(&customer.customer).copied().flatten().into(),
                ticket_column(customer).into(),
            ]);
        }
        inserted.extend(tx.rows(&statement, &values, |row| row.get("number")).await?);
    }
    Ok(inserted)
}
