-- Who may what: roles, second factors, sessions that can be seen, tokens of programs, and the audit's chain.
-- Times are seconds since 1970-01-01 UTC.

-- Operators of before could do everything. password is empty for one who signs in by a provider alone. totp is the sealed secret of
-- the second factor, totp_step the last time step that was used.
ALTER TABLE operators ADD COLUMN role TEXT NOT NULL DEFAULT 'admin' CHECK (role IN ('viewer', 'operator', 'lead', 'admin'));
ALTER TABLE operators ADD COLUMN totp BLOB;
ALTER TABLE operators ADD COLUMN totp_step INTEGER NOT NULL DEFAULT 0;
-- Who the operator is to an OpenID provider.
ALTER TABLE operators ADD COLUMN issuer TEXT;
ALTER TABLE operators ADD COLUMN subject TEXT;
CREATE UNIQUE INDEX operators_subject ON operators (issuer, subject) WHERE subject IS NOT NULL;

-- Codes that stand in for a lost second factor, each good once. Only digests are kept.
CREATE TABLE recovery_codes (
    operator TEXT NOT NULL REFERENCES operators (name),
    digest   TEXT NOT NULL,
    PRIMARY KEY (operator, digest)
);

-- Only the digest of a session's token is kept. name tells sessions apart; source is the address block that it was opened from.
DROP TABLE sessions;
CREATE TABLE sessions (
    token    TEXT    NOT NULL PRIMARY KEY,
    name     TEXT    NOT NULL UNIQUE,
    operator TEXT    NOT NULL REFERENCES operators (name),
    way      TEXT    NOT NULL CHECK (way IN ('password', 'second-factor', 'recovery-code', 'provider')),
    source   TEXT    NOT NULL,
    agent    TEXT    NOT NULL,
    opened   INTEGER NOT NULL,
    seen     INTEGER NOT NULL
);
CREATE INDEX sessions_operator ON sessions (operator);

-- A sign-in under way, by the digest of its token: the password was right and the second factor is missing, or a provider was asked.
-- state is what only the desk may know of it.
CREATE TABLE sign_ins (
    token    TEXT    NOT NULL PRIMARY KEY,
    operator TEXT,
    began    INTEGER NOT NULL,
    state    TEXT    NOT NULL
);
CREATE INDEX sign_ins_began ON sign_ins (began);

-- Tokens of programs; only digests are kept. product is NULL for a token of every product.
CREATE TABLE tokens (
    id         INTEGER PRIMARY KEY,
    name       TEXT    NOT NULL,
    digest     TEXT    NOT NULL UNIQUE,
    scopes     TEXT    NOT NULL,
    product    TEXT,
    made_at    INTEGER NOT NULL,
    made_by    TEXT    NOT NULL,
    expires    INTEGER NOT NULL,
    revoked_at INTEGER,
    revoked_by TEXT,
    last_used  INTEGER
);

-- A name tells programs apart in the audit.
CREATE UNIQUE INDEX tokens_name ON tokens (name) WHERE revoked_at IS NULL;

-- Replies to requests that carried an idempotency key. request is a digest of what was asked; status is 0 until there is a reply.
CREATE TABLE replies (
    token   INTEGER NOT NULL REFERENCES tokens (id),
    key     TEXT    NOT NULL,
    request BLOB    NOT NULL,
    status  INTEGER NOT NULL,
    body    TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (token, key)
);
CREATE INDEX replies_at ON replies (at);

-- The desk's own secrets, one row: the key that signs the head of the audit, the key that seals second factors. Sealed with the passphrase.
CREATE TABLE secrets (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    text TEXT    NOT NULL
);

-- The chain over the entries of audit (acts) and events: hash covers the entry and the hash before it. Entries of before stand in none.
CREATE TABLE chain (
    position INTEGER PRIMARY KEY,
    list     TEXT    NOT NULL CHECK (list IN ('act', 'event')),
    entry    INTEGER NOT NULL,
    hash     BLOB    NOT NULL,
    UNIQUE (list, entry)
);

-- The newest position, one row: who appends holds it.
CREATE TABLE chain_end (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    position INTEGER NOT NULL,
    hash     BLOB    NOT NULL,
    -- The last entries that stand in no chain.
    acts     INTEGER NOT NULL,
    events   INTEGER NOT NULL
);
INSERT INTO chain_end SELECT 1, 0, zeroblob(32), (SELECT COALESCE(MAX(id), 0) FROM audit), (SELECT COALESCE(MAX(id), 0) FROM events);

-- Signed heads of the chain.
CREATE TABLE heads (
    position  INTEGER PRIMARY KEY,
    hash      BLOB    NOT NULL,
    at        INTEGER NOT NULL,
    key       BLOB    NOT NULL,
    signature BLOB    NOT NULL
);
