-- The back office: notes on cases, operators with their sessions, what they did besides acts.

CREATE TABLE case_notes (
    id       BIGINT NOT NULL PRIMARY KEY,
    case_id  BIGINT NOT NULL REFERENCES cases (id),
    at       BIGINT NOT NULL,
    operator TEXT   NOT NULL,
    text     TEXT   NOT NULL
);

CREATE INDEX case_notes_case ON case_notes (case_id);

CREATE TABLE operators (
    name     TEXT   NOT NULL PRIMARY KEY,
    password TEXT   NOT NULL,
    added_at BIGINT NOT NULL,
    added_by TEXT   NOT NULL
);

-- Wrong passwords, by the digest of the name that was tried, whether there is such an operator or not.
CREATE TABLE guesses (
    name   TEXT    NOT NULL PRIMARY KEY,
    count  INTEGER NOT NULL,
    last   BIGINT  NOT NULL
);

-- Only the digest of a session's token is kept.
CREATE TABLE sessions (
    token    TEXT   NOT NULL PRIMARY KEY,
    operator TEXT   NOT NULL REFERENCES operators (name),
    opened   BIGINT NOT NULL,
    seen     BIGINT NOT NULL
);

CREATE INDEX sessions_operator ON sessions (operator);

-- What operators did besides acts on numbers: keys, profiles, imports, other operators, cases.
CREATE TABLE events (
    id       BIGINT NOT NULL PRIMARY KEY,
    at       BIGINT NOT NULL,
    operator TEXT   NOT NULL,
    event    TEXT   NOT NULL,
    subject  TEXT   NOT NULL
);
