-- The ledger. Plain SQL that SQLite and PostgreSQL both take; digests, nonces and codes are hexadecimal text,
-- days count from 2020-01-01, times are seconds since 1970-01-01 UTC. Row numbers are given by the program.

CREATE TABLE licenses (
    number       TEXT     NOT NULL PRIMARY KEY,
    edition      INTEGER  NOT NULL,
    expiry       TEXT     NOT NULL CHECK (expiry IN ('never', 'on', 'after')),
    expiry_days  INTEGER  NOT NULL,
    state        TEXT     NOT NULL CHECK (state IN ('unused', 'bound', 'suspended', 'revoked')),
    first_issued INTEGER,
    version      BIGINT   NOT NULL,
    added_at     BIGINT   NOT NULL,
    added_by     TEXT     NOT NULL
);

CREATE TABLE bindings (
    number       TEXT     NOT NULL PRIMARY KEY REFERENCES licenses (number),
    scheme       INTEGER  NOT NULL CHECK (scheme IN (2, 3)),
    marker2      TEXT,
    marker3      TEXT,
    manufacturer TEXT,
    model        TEXT,
    serial       TEXT,
    declared     INTEGER  NOT NULL,
    bound        INTEGER  NOT NULL,
    moves        TEXT     NOT NULL
);

CREATE INDEX bindings_marker3 ON bindings (marker3);

-- The codes of the binding that stands, oldest first.
CREATE TABLE codes (
    number   TEXT    NOT NULL REFERENCES licenses (number),
    position INTEGER NOT NULL,
    nonce    TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    marker2  TEXT,
    marker3  TEXT    NOT NULL,
    code     TEXT    NOT NULL,
    PRIMARY KEY (number, position)
);

CREATE TABLE cases (
    id      BIGINT NOT NULL PRIMARY KEY,
    packed  TEXT   NOT NULL,
    marker2 TEXT,
    marker3 TEXT,
    reason  TEXT   NOT NULL,
    opened  BIGINT NOT NULL,
    closed  BIGINT
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
    marker2      TEXT,
    marker3      TEXT    NOT NULL,
    outcome      TEXT    NOT NULL CHECK (outcome IN ('issued', 'refused')),
    detail       TEXT    NOT NULL,
    notes        TEXT    NOT NULL,
    case_id      BIGINT  REFERENCES cases (id)
);

CREATE INDEX attempts_number ON attempts (number);
CREATE INDEX attempts_case ON attempts (case_id);

-- What operators did.
CREATE TABLE audit (
    id       BIGINT NOT NULL PRIMARY KEY,
    at       BIGINT NOT NULL,
    operator TEXT   NOT NULL,
    number   TEXT   NOT NULL REFERENCES licenses (number),
    act      TEXT   NOT NULL,
    reason   TEXT   NOT NULL
);

CREATE INDEX audit_number ON audit (number);
