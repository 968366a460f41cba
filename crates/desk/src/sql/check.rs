//! Checks a database: its schema, its integrity, and the rules of the ledger that no constraint of a table enforces.
//!
//! Nothing is changed. An older schema isn't migrated: then only the version and the integrity are checked.

use super::schema::SchemaVersion;
use super::tables::{REFERENCES, Reference, TABLES, Table};
use super::transaction::Tx;
use super::upkeep::Upkeep;
use super::value::Row;
use countersign_ledger::StoreError;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseCheck {
    /// The schema.
    pub schema: SchemaVersion,
    /// Each table with the number of its rows; empty if the schema isn't the newest.
    pub tables: Vec<(&'static str, u64)>,
    /// What is wrong.
    pub findings: Vec<CheckFinding>,
}

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckFinding {
    /// What is wrong.
    pub kind: CheckKind,
    /// How often it was found.
    pub found: u64,
    /// The first of them: a license number, a case, a table, or the message of the database.
    pub first: String,
}

/// What can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckKind {
    /// The schema is older than this program.
    SchemaOlder,
    /// The schema is newer than this program.
    SchemaNewer,
    /// The database is damaged.
    Damaged,
    /// A row refers to a row that doesn't exist.
    ReferenceBroken,
    /// Two rows have the same key.
    KeyTwice,
    /// A constraint or an index is missing or not valid.
    ConstraintMissing,
    /// A number has more machines than seats.
    SeatsExceeded,
    /// A seat is taken, but no request was answered for it.
    SeatUnanswered,
    /// A request has a code, but its seat is free or its number is revoked.
    CodeWithoutSeat,
    /// A number was never changed, but has a machine or an answered request.
    NumberUnchanged,
    /// A case is open without a request.
    CaseEmpty,
    /// A case counts its machines wrong, or is closed with unsolved machines, or is open without one.
    CaseMiscounted,
    /// A number belongs to a product that has no profile.
    ProductUnknown,
    /// A product has no keys.
    KeysMissing,
}

/// The rules, each as a statement that returns how many rows break it, and the first of them.
const RULES: [(CheckKind, &str); 8] = [
    (
        CheckKind::SeatsExceeded,
        "SELECT COUNT(*) AS found, MIN(number) AS first FROM licenses
         WHERE (SELECT COUNT(*) FROM bindings WHERE bindings.license = licenses.id) > seats",
    ),
    (
        CheckKind::SeatUnanswered,
        "SELECT COUNT(*) AS found, MIN(number) AS first FROM bindings JOIN licenses ON licenses.id = bindings.license
         WHERE NOT EXISTS (SELECT 1 FROM nonces
             WHERE nonces.license = bindings.license AND nonces.seat = bindings.seat)",
    ),
    (
        CheckKind::CodeWithoutSeat,
        "SELECT COUNT(*) AS found, MIN(number) AS first FROM nonces JOIN licenses ON licenses.id = nonces.license
         WHERE code IS NOT NULL AND (state = 'revoked' OR NOT EXISTS (SELECT 1 FROM bindings
             WHERE bindings.license = nonces.license AND bindings.seat = nonces.seat))",
    ),
    (
        CheckKind::NumberUnchanged,
        "SELECT COUNT(*) AS found, MIN(number) AS first FROM licenses
         WHERE version = 0 AND (EXISTS (SELECT 1 FROM bindings WHERE bindings.license = licenses.id)
             OR EXISTS (SELECT 1 FROM nonces WHERE nonces.license = licenses.id))",
    ),
    (
        CheckKind::CaseEmpty,
        "SELECT COUNT(*) AS found, CAST(MIN(id) AS TEXT) AS first FROM cases
         WHERE closed IS NULL AND NOT EXISTS (SELECT 1 FROM attempts WHERE attempts.case_id = cases.id)",
    ),
    (
        CheckKind::CaseMiscounted,
        "SELECT COUNT(*) AS found, CAST(MIN(id) AS TEXT) AS first FROM cases
         WHERE machines <> (SELECT COUNT(*) FROM case_machines WHERE case_id = cases.id)
             OR unsolved <> (SELECT COUNT(*) FROM case_machines WHERE case_id = cases.id AND ended IS NULL)
             OR (unsolved = 0) <> (closed IS NOT NULL)",
    ),
    (
        CheckKind::ProductUnknown,
        "SELECT COUNT(*) AS found, MIN(number) AS first FROM licenses
         WHERE NOT EXISTS (SELECT 1 FROM profiles WHERE profiles.product = licenses.product)",
    ),
    (
        CheckKind::KeysMissing,
        "SELECT COUNT(*) AS found, MIN(product) AS first FROM profiles
         WHERE NOT EXISTS (SELECT 1 FROM key_rings WHERE key_rings.product = profiles.product)",
    ),
];

impl CheckKind {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SchemaOlder => "SCHEMA-OLDER",
            Self::SchemaNewer => "SCHEMA-NEWER",
            Self::Damaged => "DATABASE-DAMAGED",
            Self::ReferenceBroken => "REFERENCE-BROKEN",
            Self::KeyTwice => "KEY-TWICE",
            Self::ConstraintMissing => "CONSTRAINT-MISSING",
            Self::SeatsExceeded => "SEATS-EXCEEDED",
            Self::SeatUnanswered => "SEAT-UNANSWERED",
            Self::CodeWithoutSeat => "CODE-WITHOUT-SEAT",
            Self::NumberUnchanged => "NUMBER-UNCHANGED",
            Self::CaseEmpty => "CASE-EMPTY",
            Self::CaseMiscounted => "CASE-MISCOUNTED",
            Self::ProductUnknown => "PRODUCT-UNKNOWN",
            Self::KeysMissing => "KEYS-MISSING",
        }
    }
}

impl Upkeep {
    /// Checks the database in one snapshot.
    ///
    /// # Errors
    /// The database can't be read. Damage that a statement meets is a finding.
    pub async fn check(&mut self) -> Result<DatabaseCheck, StoreError> {
        let schema = match self.schema().await {
            Err(StoreError::Damaged(detail)) => return Ok(DatabaseCheck::damaged(detail)),
            schema => schema?,
        };
        let checked = self.read(move |tx| Box::pin(check(tx, schema))).await;
        match checked {
            Err(StoreError::Damaged(detail)) => Ok(DatabaseCheck::damaged(detail)),
            checked => checked,
        }
    }
}

impl DatabaseCheck {
    fn new(schema: SchemaVersion) -> Self {
        Self { schema, tables: Vec::new(), findings: Vec::new() }
    }

    /// The check of a database that is so damaged that nothing else can be checked.
    fn damaged(detail: String) -> Self {
        let mut check = Self::new(SchemaVersion::default());
        check.add(CheckKind::Damaged, 1, detail);
        check
    }

    fn add(&mut self, kind: CheckKind, found: u64, first: impl Into<String>) {
        if found > 0 {
            self.findings.push(CheckFinding { kind, found, first: first.into() });
        }
    }
}

async fn check(tx: &mut Tx<'_>, schema: SchemaVersion) -> Result<DatabaseCheck, StoreError> {
    let mut check = DatabaseCheck::new(schema);
    if !tx.is_postgres() {
        sqlite_is_sound(tx, &mut check).await?;
    }
    let kind = match schema.found.cmp(&schema.newest) {
        std::cmp::Ordering::Less => CheckKind::SchemaOlder,
        std::cmp::Ordering::Greater => CheckKind::SchemaNewer,
        std::cmp::Ordering::Equal => {
            if tx.is_postgres() {
                constraints_are_valid(tx, &mut check).await?;
                keys_are_single(tx, &mut check).await?;
                references_hold(tx, &mut check).await?;
            }
            rules_hold(tx, &mut check).await?;
            for table in &TABLES {
                check.tables.push((table.name, table.count(tx).await?));
            }
            return Ok(check);
        }
    };
    check.add(kind, 1, schema.found.to_string());
    Ok(check)
}

/// Checks every page, index, constraint and reference of a SQLite file.
async fn sqlite_is_sound(tx: &mut Tx<'_>, check: &mut DatabaseCheck) -> Result<(), StoreError> {
    let said = tx.rows("PRAGMA integrity_check", [], |row| row.get::<String>("integrity_check")).await?;
    if said != ["ok"] {
        check.add(CheckKind::Damaged, said.len() as u64, said.into_iter().next().unwrap_or_default());
    }
    let broken = "SELECT COUNT(*) AS found, MIN(\"table\") AS first FROM pragma_foreign_key_check";
    count(tx, broken, CheckKind::ReferenceBroken, check).await
}

/// Checks the constraints and indexes of the tables on a server.
async fn constraints_are_valid(tx: &mut Tx<'_>, check: &mut DatabaseCheck) -> Result<(), StoreError> {
    let invalid = "SELECT COUNT(*) AS found, MIN(name) AS first FROM (
            SELECT conname::text AS name FROM pg_constraint
                WHERE connamespace = current_schema()::regnamespace AND NOT convalidated
            UNION ALL SELECT indexrelid::regclass::text FROM pg_index
                JOIN pg_class ON pg_class.oid = indrelid AND relnamespace = current_schema()::regnamespace
                WHERE NOT indisvalid
        ) AS invalid";
    count(tx, invalid, CheckKind::ConstraintMissing, check).await?;
    let keys = TABLES.iter().map(|table| (table.name.to_owned(), constraint("p", table.name, None)));
    let references = REFERENCES.iter().map(|one| {
        let Reference { table, column, to, .. } = one;
        (format!("{table}.{column}"), constraint("f", table, Some(to)))
    });
    for (name, statement) in keys.chain(references) {
        let there = tx.first(&statement, [], |_| Ok(())).await?;
        check.add(CheckKind::ConstraintMissing, u64::from(there.is_none()), name);
    }
    Ok(())
}

/// The statement that finds a constraint of a table. `kind` is PostgreSQL's `contype`.
fn constraint(kind: &str, table: &str, to: Option<&str>) -> String {
    let to = to.map(|to| format!("AND confrelid = '{to}'::regclass")).unwrap_or_default();
    format!("SELECT 1 FROM pg_constraint WHERE contype = '{kind}' AND conrelid = '{table}'::regclass {to}")
}

/// Checks that no key occurs twice. An index that was sorted with another version of the system's collation library accepts the same key
/// again.
async fn keys_are_single(tx: &mut Tx<'_>, check: &mut DatabaseCheck) -> Result<(), StoreError> {
    let keys = TABLES.iter().map(|Table { name, key, .. }| (*name, *key));
    for (table, key) in keys.chain([("licenses", &["number", "product"][..])]) {
        let key = key.join(", ");
        let statement = format!(
            "SELECT COUNT(*) AS found, '{table}' AS first
             FROM (SELECT 1 FROM {table} GROUP BY {key} HAVING COUNT(*) > 1) AS twice"
        );
        count(tx, &statement, CheckKind::KeyTwice, check).await?;
    }
    Ok(())
}

async fn references_hold(tx: &mut Tx<'_>, check: &mut DatabaseCheck) -> Result<(), StoreError> {
    for Reference { table, column, to, to_column } in &REFERENCES {
        let statement = format!(
            "SELECT COUNT(*) AS found, '{table}.{column}' AS first FROM {table} WHERE {column} IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM {to} WHERE {to}.{to_column} = {table}.{column})"
        );
        count(tx, &statement, CheckKind::ReferenceBroken, check).await?;
    }
    Ok(())
}

async fn rules_hold(tx: &mut Tx<'_>, check: &mut DatabaseCheck) -> Result<(), StoreError> {
    for (kind, statement) in RULES {
        count(tx, statement, kind, check).await?;
    }
    Ok(())
}

/// Adds what a statement counts.
async fn count(
    tx: &mut Tx<'_>,
    statement: &str,
    kind: CheckKind,
    check: &mut DatabaseCheck,
) -> Result<(), StoreError> {
    let counted = |row: &Row<'_>| Ok((row.integer("found")?, row.get::<Option<String>>("first")?));
    let (found, first) = tx.one(statement, [], counted).await?;
    check.add(kind, found, first.unwrap_or_default());
    Ok(())
}
