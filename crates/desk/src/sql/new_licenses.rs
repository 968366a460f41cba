//! Adds license numbers: in pieces of a transaction each, so that answers go on beside a long list.

use super::database::SqlStore;
use super::pace::giving_way;
use super::rows;
use super::transaction::Tx;
use super::value::{Value, damaged, placeholders};
use countersign_core::protocol::Number;
use countersign_ledger::{License, StoreError};

/// How many numbers are added in one transaction: as many as there are, of the first size that fits. Each size has a statement of
/// its own, which stays prepared.
const PIECES: [usize; 4] = [500, 50, 5, 1];

/// The outcome of adding license numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AddedNumbers {
    /// How many are new.
    pub new: usize,
    /// How many were there already; they are unchanged.
    pub known: usize,
    /// Those that have another license: the number and what is there.
    pub differing: Vec<(Number, License)>,
}

/// What happens to the other numbers where one has another license already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnDifference {
    /// They are added.
    AddOthers,
    /// None is added.
    AddNone,
}

/// License numbers to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLicenses {
    /// The product.
    pub product: String,
    /// Each number once, with its license.
    pub numbers: Vec<(Number, License)>,
    /// What happens where one has another license already.
    pub on_difference: OnDifference,
    /// Who adds them.
    pub by: String,
    /// When, in seconds since 1970-01-01 UTC.
    pub at: i64,
}

impl SqlStore {
    /// Adds license numbers. A number that exists already doesn't change. `progress` gets the count of those that are done.
    ///
    /// Each piece of the list is a transaction. If the program ends before the last one, the same list can be added again.
    ///
    /// # Errors
    /// The database can't be written. Whole pieces may have been added.
    pub async fn add_licenses(
        &self,
        mut new: NewLicenses,
        mut progress: impl FnMut(usize) + Send,
    ) -> Result<AddedNumbers, StoreError> {
        // In one order, so that two lists with the same numbers don't wait for each other in a circle.
        new.numbers.sort_by(|(one, _), (other, _)| one.cmp(other));
        let mut added = AddedNumbers::default();
        if new.on_difference == OnDifference::AddNone {
            for piece in pieces(&new.numbers) {
                added.differing.extend(self.differing(&new, piece).await?);
            }
            if !added.differing.is_empty() {
                return Ok(added);
            }
        }
        let mut done = 0;
        for piece in pieces(&new.numbers) {
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
        piece: &[(Number, License)],
    ) -> Result<Vec<(Number, License)>, StoreError> {
        let (product, piece) = (new.product.clone(), piece.to_vec());
        self.read(move |tx| Box::pin(async move { Ok(known(tx, &product, &piece).await?.1) })).await
    }

    async fn add_piece(
        &self,
        new: &NewLicenses,
        piece: &[(Number, License)],
    ) -> Result<AddedNumbers, StoreError> {
        let (product, by, at, piece) = (new.product.clone(), new.by.clone(), new.at, piece.to_vec());
        self.write(move |tx| {
            Box::pin(async move {
                let (same, differing) = known(tx, &product, &piece).await?;
                let inserted = insert(tx, &product, &piece, &by, at).await?;
                Ok(AddedNumbers { new: inserted, known: same, differing })
            })
        })
        .await
    }
}

/// A list in pieces.
fn pieces<T>(mut list: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let size = PIECES.into_iter().find(|size| *size <= list.len())?;
        let (piece, rest) = list.split_at(size);
        list = rest;
        Some(piece)
    })
}

/// Of these numbers: how many are there with the same license, and those that are there with another one.
async fn known(
    tx: &mut Tx<'_>,
    product: &str,
    piece: &[(Number, License)],
) -> Result<(usize, Vec<(Number, License)>), StoreError> {
    let statement =
        format!("SELECT * FROM licenses WHERE product = $1 AND number IN ({})", placeholders(2, piece.len()));
    let mut values = vec![Value::from(product)];
    values.extend(piece.iter().map(|(number, _)| Value::from(number.as_str())));
    let there = tx.rows(&statement, &values, |row| {
        let number: String = row.get("number")?;
        Ok((Number::from_stored(&number).ok_or_else(|| damaged("number"))?, rows::license(row)?))
    });
    let there = there.await?;
    let same = |(number, license): &(Number, License)| {
        piece.binary_search_by(|(one, _)| one.cmp(number)).is_ok_and(|at| piece[at].1 == *license)
    };
    let (same, differing): (Vec<_>, Vec<_>) = there.into_iter().partition(same);
    Ok((same.len(), differing))
}

async fn insert(
    tx: &mut Tx<'_>,
    product: &str,
    piece: &[(Number, License)],
    by: &str,
    at: i64,
) -> Result<usize, StoreError> {
    let row = |at: usize| format!("($1, 'active', 0, $2, $3, {})", placeholders(4 + 5 * at, 5));
    let rows: Vec<String> = (0..piece.len()).map(row).collect();
    let statement = format!(
        "INSERT INTO licenses (product, state, version, added_at, added_by, number, edition, expiry, expiry_days, seats)
         VALUES {} ON CONFLICT (number, product) DO NOTHING",
        rows.join(", ")
    );
    let mut values = vec![Value::from(product), Value::from(at), Value::from(by)];
    for (number, license) in piece {
        let (expiry, days) = rows::expiry_columns(license.expiry);
        values.extend([
            number.as_str().into(),
            i64::from(license.edition.0).into(),
            expiry.into(),
            days.into(),
            license.seats.get().into(),
        ]);
    }
    let inserted = tx.execute(&statement, &values).await?;
    Ok(usize::try_from(inserted).unwrap_or(usize::MAX))
}
