-- The ledger. Plain SQL that SQLite and PostgreSQL both take; digests, nonces and codes are hexadecimal text,
-- days count from 2020-01-01, times are seconds since 1970-01-01 UTC. Row numbers are given by the program.

CREATE TABLE licenses (
    number       TEXT     NOT NULL PRIMARY KEY,
    edition      INTEGER  NOT NULL,
    expiry       TEXT     NOT NULL CHECK (expiry IN ('never', 'on', 'after')),
    expiry_days  INTEGER  NOT NULL,
    seats        INTEGER  NOT NULL,
    state        TEXT     NOT NULL CHECK (state IN ('active', 'suspended', 'revoked')),
    first_issued INTEGER,
    version      BIGINT   NOT NULL,
    added_at     BIGINT   NOT NULL,
    added_by     TEXT     NOT NULL
);

-- The seats that are taken. values_marker is the plain scheme 3 marker of the values.
CREATE TABLE bindings (
    number        TEXT     NOT NULL REFERENCES licenses (number),
    seat          INTEGER  NOT NULL,
    scheme        INTEGER  NOT NULL CHECK (scheme IN (2, 3)),
    marker2       TEXT,
    marker3       TEXT,
    values_marker TEXT,
    manufacturer  TEXT,
    model         TEXT,
    serial        TEXT,
    origins       TEXT     NOT NULL,
    bound         INTEGER  NOT NULL,
    changes       TEXT     NOT NULL,
    identities    TEXT     NOT NULL,
    answered      BIGINT   NOT NULL,
    public_day    INTEGER  NOT NULL,
    public_count  BIGINT   NOT NULL,
    PRIMARY KEY (number, seat)
);

CREATE INDEX bindings_values ON bindings (values_marker);

-- Numbers as lists show them: how many seats are taken, and the last day on which one was.
CREATE VIEW listed_licenses AS SELECT licenses.*,
    (SELECT COUNT(*) FROM bindings WHERE bindings.number = licenses.number) AS taken,
    (SELECT MAX(bound) FROM bindings WHERE bindings.number = licenses.number) AS bound
    FROM licenses;

-- Every nonce that was ever answered. A spent one has no code.
CREATE TABLE nonces (
    number  TEXT    NOT NULL REFERENCES licenses (number),
    nonce   TEXT    NOT NULL,
    seat    INTEGER NOT NULL,
    name    TEXT    NOT NULL,
    scheme  INTEGER NOT NULL CHECK (scheme IN (2, 3)),
    marker2 TEXT,
    marker3 TEXT    NOT NULL,
    origins TEXT    NOT NULL,
    code    TEXT,
    PRIMARY KEY (number, nonce)
);

CREATE TABLE cases (
    id      BIGINT NOT NULL PRIMARY KEY,
    packed  TEXT   NOT NULL,
    marker2 TEXT,
    marker3 TEXT,
    reason  TEXT   NOT NULL,
    opened  BIGINT NOT NULL,
    closed  BIGINT,
    -- The request that closed it, or the operator who did.
    closed_by       BIGINT,
    closed_operator TEXT,
    closed_reason   TEXT
);

CREATE INDEX cases_packed ON cases (packed);
CREATE INDEX cases_marker2 ON cases (marker2);
CREATE INDEX cases_marker3 ON cases (marker3);

-- Every request, as it was decided.
CREATE TABLE attempts (
    id           BIGINT  NOT NULL PRIMARY KEY,
    at           BIGINT  NOT NULL,
    operator     TEXT,
    by_word      INTEGER NOT NULL,
    packed       TEXT    NOT NULL,
    number       TEXT,
    name         TEXT    NOT NULL,
    profile      INTEGER NOT NULL,
    platform     INTEGER NOT NULL,
    manufacturer TEXT,
    model        TEXT,
    serial       TEXT,
    verdicts     TEXT    NOT NULL,
    origins      TEXT    NOT NULL,
    marker2      TEXT,
    marker3      TEXT    NOT NULL,
    outcome      TEXT    NOT NULL CHECK (outcome IN ('issued', 'refused')),
    detail       TEXT    NOT NULL,
    notes        TEXT    NOT NULL,
    case_id      BIGINT  REFERENCES cases (id),
    scheme       INTEGER NOT NULL,
    differs      TEXT    NOT NULL,
    request      TEXT    NOT NULL
);

CREATE INDEX attempts_number ON attempts (number);
CREATE INDEX attempts_name ON attempts (name);
CREATE INDEX attempts_case ON attempts (case_id);

-- What operators did.
CREATE TABLE audit (
    id       BIGINT NOT NULL PRIMARY KEY,
    at       BIGINT NOT NULL,
    operator TEXT   NOT NULL,
    number   TEXT   NOT NULL REFERENCES licenses (number),
    act      TEXT   NOT NULL,
    seat     INTEGER,
    detail   TEXT   NOT NULL,
    reason   TEXT   NOT NULL
);

CREATE INDEX audit_number ON audit (number);
