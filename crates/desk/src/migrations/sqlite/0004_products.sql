-- Licenses of several products, rows with numbers of their own, bytes instead of hexadecimal text, profiles and keys in the
-- database, searches by a part of a value. Licenses and requests of before get their product when the desk is opened.

DROP VIEW listed_licenses;
DROP INDEX bindings_values;
DROP INDEX cases_packed;
DROP INDEX cases_marker2;
DROP INDEX cases_marker3;
DROP INDEX attempts_number;
DROP INDEX attempts_name;
DROP INDEX attempts_case;
DROP INDEX audit_number;
DROP INDEX case_notes_case;
ALTER TABLE licenses RENAME TO old_licenses;
ALTER TABLE bindings RENAME TO old_bindings;
ALTER TABLE nonces RENAME TO old_nonces;
ALTER TABLE cases RENAME TO old_cases;
ALTER TABLE attempts RENAME TO old_attempts;
ALTER TABLE audit RENAME TO old_audit;
ALTER TABLE case_notes RENAME TO old_case_notes;
ALTER TABLE events RENAME TO old_events;

-- One row. generation goes up with every change of profiles and keys.
CREATE TABLE desk (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    generation INTEGER NOT NULL
);
INSERT INTO desk VALUES (1, 0);

CREATE TABLE profiles (
    id           INTEGER PRIMARY KEY,
    product      TEXT    NOT NULL,
    version      INTEGER NOT NULL,
    text         TEXT    NOT NULL,
    published_at INTEGER NOT NULL,
    published_by TEXT    NOT NULL
);

-- The signing keys of a product, as the text of a key file, sealed with the passphrase if the desk has one.
CREATE TABLE key_rings (
    product TEXT NOT NULL PRIMARY KEY,
    text    TEXT NOT NULL
);

CREATE TABLE licenses (
    id           INTEGER PRIMARY KEY,
    product      TEXT    NOT NULL,
    number       TEXT    NOT NULL,
    edition      INTEGER NOT NULL,
    expiry       TEXT    NOT NULL CHECK (expiry IN ('never', 'on', 'after')),
    expiry_days  INTEGER NOT NULL,
    seats        INTEGER NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('active', 'suspended', 'revoked')),
    first_issued INTEGER,
    version      INTEGER NOT NULL,
    added_at     INTEGER NOT NULL,
    added_by     TEXT    NOT NULL,
    UNIQUE (number, product)
);

INSERT INTO licenses (product, number, edition, expiry, expiry_days, seats, state, first_issued, version, added_at, added_by)
    SELECT '', number, edition, expiry, expiry_days, seats, state, first_issued, version, added_at, added_by
    FROM old_licenses ORDER BY number;

-- The seats that are taken. values_marker is the plain scheme 3 marker of the values.
CREATE TABLE bindings (
    license       INTEGER NOT NULL REFERENCES licenses (id),
    seat          INTEGER NOT NULL,
    scheme        INTEGER NOT NULL CHECK (scheme IN (2, 3)),
    marker2       BLOB,
    marker3       BLOB,
    values_marker BLOB,
    manufacturer  TEXT,
    model         TEXT,
    serial        TEXT,
    origins       TEXT    NOT NULL,
    bound         INTEGER NOT NULL,
    changes       TEXT    NOT NULL,
    identities    TEXT    NOT NULL,
    answered      INTEGER NOT NULL,
    public_day    INTEGER NOT NULL,
    public_count  INTEGER NOT NULL,
    PRIMARY KEY (license, seat)
) WITHOUT ROWID;

INSERT INTO bindings
    SELECT licenses.id, seat, scheme, unhex(marker2), unhex(marker3), unhex(values_marker), manufacturer, model, serial,
        origins, bound, changes, identities, answered, public_day, public_count
    FROM old_bindings JOIN licenses USING (number);

CREATE INDEX bindings_values ON bindings (values_marker, marker2, license);

-- Numbers as lists show them: how many seats are taken, and the last day on which one was.
CREATE VIEW listed_licenses AS SELECT licenses.*,
    (SELECT COUNT(*) FROM bindings WHERE bindings.license = licenses.id) AS taken,
    (SELECT MAX(bound) FROM bindings WHERE bindings.license = licenses.id) AS bound
    FROM licenses;

-- Every nonce that was ever answered. A spent one has no code.
CREATE TABLE nonces (
    license INTEGER NOT NULL REFERENCES licenses (id),
    nonce   BLOB    NOT NULL,
    seat    INTEGER NOT NULL,
    name    TEXT    NOT NULL,
    scheme  INTEGER NOT NULL CHECK (scheme IN (2, 3)),
    marker2 BLOB,
    marker3 BLOB    NOT NULL,
    origins TEXT    NOT NULL,
    code    BLOB,
    PRIMARY KEY (license, nonce)
) WITHOUT ROWID;

INSERT INTO nonces
    SELECT licenses.id, unhex(nonce), seat, name, scheme, unhex(marker2), unhex(marker3), origins, unhex(code)
    FROM old_nonces JOIN licenses USING (number);

CREATE TABLE cases (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    packed  BLOB    NOT NULL,
    marker2 BLOB,
    marker3 BLOB,
    reason  TEXT    NOT NULL,
    opened  INTEGER NOT NULL,
    closed  INTEGER,
    -- The request that closed it, or the operator who did.
    closed_by       INTEGER,
    closed_operator TEXT,
    closed_reason   TEXT
);

INSERT INTO cases
    SELECT id, unhex(packed), unhex(marker2), unhex(marker3), reason, opened, closed, closed_by, closed_operator, closed_reason
    FROM old_cases;

CREATE INDEX cases_open_packed ON cases (packed) WHERE closed IS NULL;
CREATE INDEX cases_open_marker2 ON cases (marker2) WHERE closed IS NULL AND marker2 IS NOT NULL;
CREATE INDEX cases_open_marker3 ON cases (marker3) WHERE closed IS NULL AND marker3 IS NOT NULL;
CREATE INDEX cases_open ON cases (id) WHERE closed IS NULL;
CREATE INDEX cases_closed ON cases (id) WHERE closed IS NOT NULL;
CREATE INDEX cases_closed_by ON cases (closed_by) WHERE closed_by IS NOT NULL;

-- Every request, as it was decided. The ledger may not have its number.
CREATE TABLE attempts (
    id           INTEGER PRIMARY KEY,
    at           INTEGER NOT NULL,
    operator     TEXT,
    by_word      INTEGER NOT NULL,
    packed       BLOB    NOT NULL,
    product      TEXT,
    number       TEXT,
    name         TEXT    NOT NULL,
    profile      INTEGER NOT NULL,
    platform     INTEGER NOT NULL,
    manufacturer TEXT,
    model        TEXT,
    serial       TEXT,
    verdicts     TEXT    NOT NULL,
    origins      TEXT    NOT NULL,
    marker2      BLOB,
    marker3      BLOB    NOT NULL,
    outcome      TEXT    NOT NULL CHECK (outcome IN ('issued', 'refused')),
    detail       TEXT    NOT NULL,
    notes        TEXT    NOT NULL,
    case_id      INTEGER REFERENCES cases (id),
    scheme       INTEGER NOT NULL,
    differs      TEXT    NOT NULL,
    request      TEXT    NOT NULL
);

INSERT INTO attempts
    SELECT id, at, operator, by_word, unhex(packed), CASE WHEN number IS NULL THEN NULL ELSE '' END, number, name, profile,
        platform, manufacturer, model, serial, verdicts, origins, unhex(marker2), unhex(marker3), outcome, detail, notes,
        case_id, scheme, differs, request
    FROM old_attempts;

CREATE INDEX attempts_number ON attempts (number);
CREATE INDEX attempts_case ON attempts (case_id) WHERE case_id IS NOT NULL;

-- What operators did.
CREATE TABLE audit (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    at       INTEGER NOT NULL,
    operator TEXT    NOT NULL,
    license  INTEGER NOT NULL REFERENCES licenses (id),
    act      TEXT    NOT NULL,
    seat     INTEGER,
    detail   TEXT    NOT NULL,
    reason   TEXT    NOT NULL
);

INSERT INTO audit
    SELECT old_audit.id, at, operator, licenses.id, act, seat, detail, reason
    FROM old_audit JOIN licenses USING (number);

CREATE INDEX audit_license ON audit (license);

CREATE TABLE case_notes (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id  INTEGER NOT NULL REFERENCES cases (id),
    at       INTEGER NOT NULL,
    operator TEXT    NOT NULL,
    text     TEXT    NOT NULL
);

INSERT INTO case_notes SELECT * FROM old_case_notes;

CREATE INDEX case_notes_case ON case_notes (case_id);

-- What operators did besides acts: keys, profiles, imports, other operators, cases.
CREATE TABLE events (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    at       INTEGER NOT NULL,
    operator TEXT    NOT NULL,
    event    TEXT    NOT NULL,
    subject  TEXT    NOT NULL
);

INSERT INTO events SELECT * FROM old_events;

DROP TABLE old_events;
DROP TABLE old_case_notes;
DROP TABLE old_audit;
DROP TABLE old_attempts;
DROP TABLE old_nonces;
DROP TABLE old_bindings;
DROP TABLE old_cases;
DROP TABLE old_licenses;

-- Names of requests, values and parts of these, by groups of three characters. They are fed in batches beside the answers; what
-- isn't fed yet is searched row by row. indexed holds the last row that was fed.
CREATE VIRTUAL TABLE attempt_texts USING fts5 (
    name, manufacturer, model, serial, content = 'attempts', content_rowid = 'id', tokenize = 'trigram'
);
CREATE VIRTUAL TABLE license_texts USING fts5 (
    number, content = 'licenses', content_rowid = 'id', tokenize = 'trigram'
);
CREATE TABLE indexed (
    kind TEXT    NOT NULL PRIMARY KEY CHECK (kind IN ('attempts', 'licenses')),
    last INTEGER NOT NULL
);
INSERT INTO indexed VALUES ('attempts', 0), ('licenses', 0);
