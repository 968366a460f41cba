-- The back office: whole requests, how cases ended, operators with their sessions, what they did besides acts.

ALTER TABLE attempts ADD COLUMN scheme INTEGER NOT NULL DEFAULT 3;
ALTER TABLE attempts ADD COLUMN differs TEXT NOT NULL DEFAULT '';
ALTER TABLE attempts ADD COLUMN request TEXT NOT NULL DEFAULT '';

CREATE INDEX attempts_name ON attempts (name);

-- The request that closed a case, or the operator who did.
ALTER TABLE cases ADD COLUMN closed_by BIGINT;
ALTER TABLE cases ADD COLUMN closed_operator TEXT;
ALTER TABLE cases ADD COLUMN closed_reason TEXT;

UPDATE cases SET closed_by =
    (SELECT MAX(id) FROM attempts WHERE case_id = cases.id AND outcome = 'issued')
    WHERE closed IS NOT NULL;

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
