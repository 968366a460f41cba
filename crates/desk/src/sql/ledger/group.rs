//! Bases and units of work on a server, of one request or of several that share a transaction. Statements that don't depend on each other
//! are sent at once, and each common one runs for all requests.

use std::collections::BTreeSet;

use futures_util::future::try_join_all;

use super::attempt::{INSERT_ATTEMPT, attempt_values};
use super::basis::{self, BINDINGS, LICENSE, NONCE, PREMISES, Parameters, Premises, premise};
use super::locks::{LOCK, Locks};
use super::unit::{
    ChangedLicense, UPDATE_LICENSE, WRITE_BINDING, WRITE_NONCE, license_values, nonce_values, taken_seats,
    write_attempt, write_ends, write_entries,
};
use crate::postgres::Statements;
use crate::sql::for_many::ForMany;
use crate::sql::rows;
use crate::sql::transaction::Tx;
use crate::sql::value::Row;
use countersign_ledger::{Basis, CaseChange, CaseNumber, Question, StoreError, UnitOfWork};

static LICENSES: ForMany = ForMany::new(LICENSE);
static PREMISES_OF_ALL: ForMany = ForMany::new(PREMISES);
static ALL_BINDINGS: ForMany = ForMany::new(BINDINGS);
static NONCES: ForMany = ForMany::new(NONCE);
static UPDATE_LICENSES: ForMany = ForMany::new(UPDATE_LICENSE);
static WRITE_BINDINGS: ForMany = ForMany::new(WRITE_BINDING);
static WRITE_NONCES: ForMany = ForMany::new(WRITE_NONCE);
static INSERT_ATTEMPTS: ForMany = ForMany::new(INSERT_ATTEMPT);

/// Prepares [`read_locked`]. This goes before the transaction, because only prepared statements are sent in the order of their first poll.
pub(crate) async fn prepare_locked(server: Statements<'_>, questions: usize) -> Result<(), StoreError> {
    server.prepare(&[LOCK]).await?;
    prepare_reads(server, questions).await
}

/// Takes the locks of the questions, and reads the bases of their decisions. Until the transaction ends, only operators change what the bases
/// rest on: a number, which gets another version, an open case, and the generation.
pub(crate) async fn read_locked(
    server: Statements<'_>,
    locks: &Locks,
    questions: &[&Question],
) -> Result<Vec<Basis>, StoreError> {
    // The server starts the other statements after the locks are held, so they see everything that is committed by then.
    let ((), bases) = tokio::try_join!(biased; locks.take(server), read_prepared(server, questions))?;
    Ok(bases)
}

async fn prepare_reads(server: Statements<'_>, questions: usize) -> Result<(), StoreError> {
    for statement in [&LICENSES, &PREMISES_OF_ALL, &ALL_BINDINGS, &NONCES] {
        statement.prepare(server, questions).await?;
    }
    Ok(())
}

/// Reads the bases of decisions. All statements are sent at once, and each has its own snapshot. If a number changes between two of
/// them, its basis has the older version, and a write detects the change.
pub(crate) async fn read_bases(
    server: Statements<'_>,
    questions: &[&Question],
) -> Result<Vec<Basis>, StoreError> {
    prepare_reads(server, questions.len()).await?;
    read_prepared(server, questions).await
}

async fn read_prepared(server: Statements<'_>, questions: &[&Question]) -> Result<Vec<Basis>, StoreError> {
    let all = || questions.iter().map(|question| Parameters::of(question));
    let by_number = || all().map(|parameters| parameters.license()).collect();
    // The statement with the version runs first.
    let (licenses, premises, bindings, nonces) = tokio::try_join!(
        biased;
        LICENSES.rows(server, by_number()),
        PREMISES_OF_ALL.rows(server, all().map(|parameters| parameters.premises()).collect()),
        ALL_BINDINGS.rows(server, by_number()),
        NONCES.rows(server, all().map(|parameters| parameters.nonce()).collect()),
    )?;
    let found = licenses.iter().zip(premises).zip(bindings).zip(nonces);
    try_join_all(questions.iter().zip(found).map(
        async |(question, (((license, premises), bindings), nonce))| {
            let premises: Result<Vec<_>, StoreError> =
                premises.iter().map(|row| premise(&Row::from(row))).collect();
            let premises = Premises::of_rows(premises?)?;
            let seats: Result<_, StoreError> =
                bindings.iter().map(|row| rows::binding(&Row::from(row))).collect();
            let answered = nonce.first().map(|row| rows::answered(&Row::from(row))).transpose()?;
            let record = match (&question.license, license.first()) {
                (Some(id), Some(row)) => Some(rows::record(id)(&Row::from(row))?),
                _ => None,
            };
            let open_cases = basis::open_cases(&mut Tx::Postgres(server), &premises.open_cases).await?;
            Ok(basis::basis(premises, record, seats?, answered, open_cases))
        },
    ))
    .await
}

/// The basis of a unit of work has changed since it was read. Nothing of the unit is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BasisChanged;

/// Writes units of work in the transaction that read or checked their bases. They have no lock in common. Returns the cases that the units
/// opened.
pub(crate) async fn write_group(
    server: Statements<'_>,
    units: &[&UnitOfWork],
) -> Result<Vec<Result<Option<CaseNumber>, BasisChanged>>, StoreError> {
    let open = lock_cases(server, units).await?;
    let licenses = write_licenses(server, units, &open).await?;
    let changed: Vec<ChangedLicense<'_>> = licenses.iter().flatten().flatten().copied().collect();
    // Freed seats may be taken again, and spent nonces answered.
    try_join_all(changed.iter().map(async |license| write_ends(&mut Tx::Postgres(server), *license).await))
        .await?;
    let written =
        || units.iter().zip(&licenses).filter(|(_, license)| license.is_ok()).map(|(unit, _)| *unit);
    let plain = written().filter(|unit| is_plain(unit)).filter_map(|unit| unit.attempt.as_ref());
    let with_cases = units.iter().zip(&licenses).map(async |(unit, license)| match license {
        Ok(_) if is_plain(unit) => Ok(Ok(None)),
        Ok(_) => write_attempt(&mut Tx::Postgres(server), unit).await.map(Ok),
        Err(changed) => Ok(Err(*changed)),
    });
    let ((), (), (), opened) = tokio::try_join!(
        WRITE_BINDINGS.execute(server, changed.iter().copied().flat_map(taken_seats).collect()),
        WRITE_NONCES.execute(server, changed.iter().copied().filter_map(nonce_values).collect()),
        INSERT_ATTEMPTS.execute(server, plain.map(|attempt| attempt_values(attempt, None)).collect()),
        try_join_all(with_cases),
    )?;
    // One after the other, because each entry follows the end of the chain.
    for unit in written() {
        write_entries(&mut Tx::Postgres(server), unit).await?;
    }
    Ok(opened)
}

/// Whether the request of the unit concerns no case.
fn is_plain(unit: &UnitOfWork) -> bool {
    unit.case == CaseChange::None
}

/// Locks the open cases that the units change against operators, before anything is written, and in the order of their numbers, so that
/// two groups don't wait for each other.
async fn lock_cases(server: Statements<'_>, units: &[&UnitOfWork]) -> Result<BTreeSet<i64>, StoreError> {
    let lock = "SELECT id FROM cases WHERE id = ANY(CAST($1 AS BIGINT[])) AND closed IS NULL ORDER BY id FOR NO KEY UPDATE";
    let cases: Vec<i64> =
        units.iter().flat_map(|unit| cases_of(unit)).map(|case| i64::from(case.0)).collect();
    if cases.is_empty() {
        return Ok(BTreeSet::new());
    }
    server.query(lock, &[&cases]).await?.iter().map(|row| Row::from(row).get("id")).collect()
}

/// The open cases that the request of the unit joins or solves.
fn cases_of(unit: &UnitOfWork) -> &[CaseNumber] {
    match &unit.case {
        CaseChange::Join(case) | CaseChange::Share(case, _) => std::slice::from_ref(case),
        CaseChange::Solve(cases, _) => cases,
        CaseChange::None | CaseChange::Open(..) => &[],
    }
}

/// Writes the licenses that the units change, and their next versions. A unit with a case that is not open any more is left out.
async fn write_licenses<'u>(
    server: Statements<'_>,
    units: &[&'u UnitOfWork],
    open: &BTreeSet<i64>,
) -> Result<Vec<Result<Option<ChangedLicense<'u>>, BasisChanged>>, StoreError> {
    let is_open = |case: &CaseNumber| open.contains(&i64::from(case.0));
    let stands = |unit: &UnitOfWork| cases_of(unit).iter().all(is_open);
    let standing = units.iter().filter(|unit| stands(unit));
    let changes: Result<Vec<_>, StoreError> =
        standing.filter_map(|unit| unit.change.as_ref()).map(license_values).collect();
    let mut updated = UPDATE_LICENSES.rows(server, changes?).await?.into_iter();
    let licenses = units.iter().map(|unit| {
        if !stands(unit) {
            return Ok(Err(BasisChanged));
        }
        let Some(change) = &unit.change else { return Ok(Ok(None)) };
        match updated.next().as_deref() {
            Some([row, ..]) => Ok(Ok(Some((change, Row::from(row).get::<i64>("id")?)))),
            _ => Ok(Err(BasisChanged)),
        }
    });
    licenses.collect()
}
