//! The basis of a decision: the statements that read it, and the statement that reads again what may have changed.

use crate::sql::rows;
use crate::sql::transaction::Tx;
use crate::sql::value::{Row, Value, damaged, values};
use countersign_core::protocol::Marker;
use countersign_ledger::{
    AnsweredNonce, Basis, Case, CaseNumber, LicenseRecord, Question, Reason, SEEN_AT_MOST, Seats, StoreError,
};

/// The record of a number, without its seats.
pub(super) const LICENSE: &str = "SELECT * FROM licenses WHERE number = $1 AND product = $2";

/// The seats of a number.
pub(super) const BINDINGS: &str = "SELECT * FROM bindings
    WHERE license = (SELECT id FROM licenses WHERE number = $1 AND product = $2)";

/// An answered nonce of a number.
pub(super) const NONCE: &str = "SELECT * FROM nonces
    WHERE license = (SELECT id FROM licenses WHERE number = $1 AND product = $2) AND nonce = $3";

/// What else a decision rests on: the generation of profiles and keys, the version of the record, the machines with the same
/// values under other numbers, the open cases of the machine, those of the bundle. One row each; `kind` tells them apart.
pub(super) const PREMISES: &str =
    "SELECT CAST(0 AS BIGINT) AS kind, generation AS id, CAST(NULL AS BYTEA) AS marker2, CAST(NULL AS TEXT) AS reason FROM desk
    UNION ALL SELECT 1, version, NULL, NULL FROM licenses WHERE number = $1 AND product = $2
    UNION ALL SELECT 2, 0, marker2, NULL FROM (SELECT DISTINCT marker2 FROM bindings
        WHERE values_marker = $3 AND marker2 IS NOT NULL
            AND license <> COALESCE((SELECT id FROM licenses WHERE number = $1 AND product = $2), 0)
        ORDER BY marker2 LIMIT 16) AS seen
    UNION ALL SELECT 3, case_id, NULL, NULL FROM case_machines
        WHERE ended IS NULL AND marker2 IS NOT NULL AND marker2 = $5
    UNION ALL SELECT 3, case_id, NULL, NULL FROM case_machines
        WHERE ended IS NULL AND marker3 IS NOT NULL AND marker3 = $6
            AND (packed = $4 OR marker2 IS NULL OR CAST($5 AS BYTEA) IS NULL)
    UNION ALL SELECT 3, case_id, NULL, NULL FROM case_machines WHERE ended IS NULL AND packed = $4
        AND (marker2 IS NULL OR CAST($5 AS BYTEA) IS NULL) AND (marker3 IS NULL OR CAST($6 AS BYTEA) IS NULL)
        AND (model IS NULL OR CAST($8 AS BYTEA) IS NULL OR model = $8)
    UNION ALL SELECT 4, id, NULL, reason FROM cases
        WHERE closed IS NULL AND bundle IS NOT NULL AND bundle = $7";

const _: () = assert!(SEEN_AT_MOST == 16, "the limit in the premises");

/// The rows of [`PREMISES`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Premises {
    generation: u64,
    version: Option<u64>,
    seen_elsewhere: Vec<Marker>,
    pub open_cases: Vec<CaseNumber>,
    bundle_cases: Vec<(CaseNumber, Reason)>,
}

impl Premises {
    /// Reads the premises.
    pub async fn read(tx: &mut Tx<'_>, question: &Question) -> Result<Self, StoreError> {
        Self::of_rows(tx.rows(PREMISES, &Parameters::of(question).premises(), premise).await?)
    }

    /// Whether a basis is still valid.
    pub fn agree_with(&self, basis: &Basis) -> bool {
        self.generation == basis.generation
            && self.version == basis.record.as_ref().map(|record| record.version)
            && self.seen_elsewhere == basis.seen_elsewhere
            && self.open_cases.iter().eq(basis.open_cases.iter().map(|case| &case.number))
            && self.bundle_cases == basis.bundle_cases
    }

    pub fn of_rows(rows: Vec<Premise>) -> Result<Self, StoreError> {
        let mut premises = Self::default();
        for row in rows {
            match row {
                Premise::Generation(generation) => premises.generation = generation,
                Premise::Version(version) => premises.version = Some(version),
                Premise::Seen(marker) => premises.seen_elsewhere.push(marker),
                Premise::Open(case) => premises.open_cases.push(case),
                Premise::OfBundle(case, reason) => premises.bundle_cases.push((case, reason)),
            }
        }
        // A case may be found by both markers.
        premises.open_cases.sort_unstable();
        premises.open_cases.dedup();
        premises.bundle_cases.sort_unstable_by_key(|(case, _)| *case);
        premises.seen_elsewhere.sort_unstable_by_key(|marker| marker.0);
        Ok(premises)
    }
}

pub(super) enum Premise {
    Generation(u64),
    Version(u64),
    Seen(Marker),
    Open(CaseNumber),
    OfBundle(CaseNumber, Reason),
}

/// Reads a row of [`PREMISES`].
pub(super) fn premise(row: &Row<'_>) -> Result<Premise, StoreError> {
    Ok(match row.get::<i64>("kind")? {
        0 => Premise::Generation(row.integer("id")?),
        1 => Premise::Version(row.integer("id")?),
        2 => Premise::Seen(rows::marker(row, "marker2")?.ok_or_else(|| damaged("marker2"))?),
        3 => Premise::Open(CaseNumber(row.integer("id")?)),
        _ => Premise::OfBundle(CaseNumber(row.integer("id")?), rows::reason(row)?),
    })
}

/// The parameters of the statements of one question.
pub(super) struct Parameters<'q> {
    number: Option<&'q str>,
    product: Option<&'q str>,
    question: &'q Question,
}

impl<'q> Parameters<'q> {
    pub fn of(question: &'q Question) -> Self {
        let license = question.license.as_ref();
        Self {
            number: license.map(|license| license.as_str()),
            product: license.map(|license| license.product.as_str()),
            question,
        }
    }

    pub fn license(&self) -> [Value<'q>; 2] {
        [self.number.into(), self.product.into()]
    }

    pub fn nonce(&self) -> [Value<'q>; 3] {
        [self.number.into(), self.product.into(), self.question.nonce.as_ref().into()]
    }

    pub fn premises(&self) -> [Value<'q>; 8] {
        let case = self.question.case.as_ref();
        [
            self.number.into(),
            self.product.into(),
            self.question.values.into(),
            case.map(|key| &key.number).into(),
            case.and_then(|key| key.marker2).into(),
            case.and_then(|key| key.marker3).into(),
            self.question.bundle.as_ref().map(|bundle| &bundle.0).into(),
            case.and_then(|key| key.model).into(),
        ]
    }
}

/// Reads the basis of a decision in a snapshot.
pub(crate) async fn read_basis(tx: &mut Tx<'_>, question: &Question) -> Result<Basis, StoreError> {
    let parameters = Parameters::of(question);
    let premises = Premises::read(tx, question).await?;
    let (mut seats, mut answered) = (Seats::new(), None);
    // A number that never changed has no seats and no nonces.
    if premises.version.is_some_and(|version| version > 0) {
        seats = tx.rows(BINDINGS, &parameters.license(), rows::binding).await?.into_iter().collect();
        if question.nonce.is_some() {
            answered = tx.first(NONCE, &parameters.nonce(), rows::answered).await?;
        }
    }
    let record = match (&question.license, premises.version) {
        (Some(id), Some(_)) => tx.first(LICENSE, &parameters.license(), rows::record(id)).await?,
        _ => None,
    };
    let open_cases = open_cases(tx, &premises.open_cases).await?;
    Ok(basis(premises, record, seats, answered, open_cases))
}

pub(super) async fn open_cases(tx: &mut Tx<'_>, numbers: &[CaseNumber]) -> Result<Vec<Case>, StoreError> {
    let mut cases = Vec::with_capacity(numbers.len());
    for number in numbers {
        let case = tx.first("SELECT * FROM cases WHERE id = $1", values![number.0], rows::case).await?;
        cases.extend(case);
    }
    Ok(cases)
}

pub(super) fn basis(
    premises: Premises,
    record: Option<LicenseRecord>,
    seats: Seats,
    answered: Option<AnsweredNonce>,
    open_cases: Vec<Case>,
) -> Basis {
    Basis {
        generation: premises.generation,
        record: record.map(|record| LicenseRecord { seats, ..record }),
        answered,
        seen_elsewhere: premises.seen_elsewhere,
        open_cases,
        bundle_cases: premises.bundle_cases,
    }
}
