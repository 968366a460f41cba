//! Fills the SQLite ledger of a desk with copies of its only bound license number, by SQL, because a million activations would
//! take many minutes. Each copy has its own number, machine, nonce and attempt; all have the original's code.

use std::ops::Range;

use countersign_testing::Desk;
use countersign_testing::invented::{NUMBER_STEP, NUMBERS};
use rusqlite::Connection;

/// Factors that derive serials and names of requests from the index.
const SERIAL_STEP: u64 = 38_196_601_121;
const NAME_STEP: u64 = 654_435_761;
/// A request's name consists of six of these symbols.
const SYMBOLS: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The serial of the copy with that index.
pub fn serial(index: u64) -> String {
    format!("M80-{:011}", index * SERIAL_STEP % NUMBERS)
}

/// The name of the request of the copy with that index.
pub fn name(index: u64) -> String {
    let bits = (index * NAME_STEP) & 0x3fff_ffff;
    let symbol = |place: u64| char::from(SYMBOLS.as_bytes()[(bits >> (25 - 5 * place) & 31) as usize]);
    let [first, second] = [0..3, 3..6].map(|places| places.map(symbol).collect::<String>());
    format!("{first}-{second}")
}

/// Binds the license numbers with these indexes. No server may run on the desk meanwhile.
pub fn bind(desk: &Desk, indexes: Range<u64>) {
    let mut database = Connection::open(desk.folder().join("ledger.db")).unwrap();
    database.pragma_update(None, "synchronous", "off").unwrap();
    database.pragma_update(None, "cache_size", -400_000).unwrap();
    let transaction = database.transaction().unwrap();
    let one = |sql: &str| transaction.query_row(sql, (), |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(one("SELECT COUNT(*) FROM attempts"), 1, "one number was activated");
    let original = one("SELECT license FROM bindings");
    let [license, attempt] =
        ["licenses", "attempts"].map(|table| one(&format!("SELECT MAX(id) FROM {table}")));
    let Range { start, end } = indexes;
    let fill = format!(
        "CREATE TEMP TABLE copies (nth INTEGER PRIMARY KEY);
         WITH RECURSIVE every (nth) AS (SELECT {start} UNION ALL SELECT nth + 1 FROM every WHERE nth + 1 < {end})
         INSERT INTO copies SELECT nth FROM every;"
    );
    transaction.execute_batch(&fill).unwrap();
    let id = |last: i64| format!("{last} + 1 + nth - {start}");
    let number = format!("'AA' || printf('%011d', nth * {NUMBER_STEP} % {NUMBERS})");
    let serial = format!("'M80-' || printf('%011d', nth * {SERIAL_STEP} % {NUMBERS})");
    let symbol = |place: u32| {
        let bits = 25 - 5 * place;
        format!("substr('{SYMBOLS}', 1 + ((nth * {NAME_STEP} & 0x3fffffff) >> {bits} & 31), 1)")
    };
    let half = |places: [u32; 3]| places.map(symbol).join(" || ");
    let name = format!("{} || '-' || {}", half([0, 1, 2]), half([3, 4, 5]));
    let marker = "randomblob(10)";
    let copy = |table: &str, of: &str, own: &[(&str, &str)]| {
        let copy = insert(&transaction, table, of, own);
        transaction.execute(&copy, ()).unwrap();
    };
    let [license, attempt] = [id(license), id(attempt)];
    copy("licenses", &format!("id = {original}"), &[("id", &license), ("number", &number)]);
    let own = [
        ("license", license.as_str()),
        ("serial", &serial),
        ("marker2", marker),
        ("marker3", marker),
        ("values_marker", marker),
    ];
    copy("bindings", "TRUE", &own);
    let own = [
        ("license", license.as_str()),
        ("nonce", "randomblob(8)"),
        ("name", &name),
        ("marker2", marker),
        ("marker3", marker),
    ];
    copy("nonces", "TRUE", &own);
    let own = [
        ("id", attempt.as_str()),
        ("packed", "randomblob(6)"),
        ("number", &number),
        ("name", &name),
        ("serial", &serial),
        ("marker2", marker),
        ("marker3", marker),
    ];
    copy("attempts", "TRUE", &own);
    let index = "INSERT INTO attempt_texts (attempt_texts) VALUES ('rebuild');
                 INSERT INTO serial_texts (serial_texts) VALUES ('rebuild');
                 INSERT INTO license_texts (license_texts) VALUES ('rebuild');
                 UPDATE indexed SET last = (SELECT MAX(id) FROM attempts) WHERE kind = 'attempts';
                 UPDATE indexed SET last = (SELECT MAX(id) FROM licenses) WHERE kind = 'licenses';";
    transaction.execute_batch(index).unwrap();
    transaction.commit().unwrap();
    let log = database.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(log, 0, "the log is in the database");
}

/// Returns the statement that copies one row of a table once for each row of `copies`. The columns in `own` get these values instead of
/// the original's.
fn insert(database: &Connection, table: &str, of: &str, own: &[(&str, &str)]) -> String {
    let mut columns = database.prepare(&format!("SELECT name FROM pragma_table_info('{table}')")).unwrap();
    let columns: Vec<String> =
        columns.query_map((), |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    for (column, _) in own {
        assert!(columns.iter().any(|one| one == column), "{table} has no {column}");
    }
    let value = |column: &String| {
        let own = own.iter().find(|(name, _)| name == column);
        own.map_or_else(|| format!("original.{column}"), |(_, value)| (*value).to_owned())
    };
    let values: Vec<String> = columns.iter().map(value).collect();
    let [columns, values] = [columns, values].map(|all| all.join(", "));
    // The only row is read before the first copy is written.
    format!(
        "WITH original AS MATERIALIZED (SELECT * FROM {table} WHERE {of})
         INSERT INTO {table} ({columns}) SELECT {values} FROM copies, original ORDER BY copies.nth"
    )
}
