-- Customers of numbers and cases, what happens to a case meanwhile, who may read a note, and
-- the device program that the desk hands out.

CREATE TABLE customers (
    id           INTEGER PRIMARY KEY,
    organisation TEXT NOT NULL,
    contact      TEXT NOT NULL,
    telephone    TEXT NOT NULL,
    mail         TEXT NOT NULL,
    UNIQUE (organisation, contact, telephone, mail)
);

-- ticket is the vendor's own number of the matter.
ALTER TABLE licenses ADD COLUMN customer INTEGER REFERENCES customers (id);
ALTER TABLE licenses ADD COLUMN ticket TEXT;
CREATE INDEX licenses_customer ON licenses (customer) WHERE customer IS NOT NULL;
CREATE INDEX licenses_ticket ON licenses (ticket) WHERE ticket IS NOT NULL;

ALTER TABLE cases ADD COLUMN customer INTEGER REFERENCES customers (id);
ALTER TABLE cases ADD COLUMN ticket TEXT;
ALTER TABLE cases ADD COLUMN assignee TEXT;
-- Since when it waits for the customer.
ALTER TABLE cases ADD COLUMN waiting INTEGER;
-- Goes up by one with every change by an operator.
ALTER TABLE cases ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
CREATE INDEX cases_customer ON cases (customer) WHERE customer IS NOT NULL;
CREATE INDEX cases_ticket ON cases (ticket) WHERE ticket IS NOT NULL;
CREATE INDEX cases_assignee ON cases (assignee) WHERE assignee IS NOT NULL AND closed IS NULL;

-- Statistics read a span of time from it alone; lists of requests are in its order.
CREATE INDEX attempts_at ON attempts (at, product, outcome, detail, platform);
CREATE INDEX cases_opened ON cases (opened);
-- The last day as listed_licenses has it.
CREATE INDEX licenses_last_day ON licenses (
    (CASE expiry WHEN 'on' THEN expiry_days WHEN 'after' THEN first_issued + expiry_days END), product)
    WHERE state = 'active' AND expiry <> 'never';

-- Notes of before are internal: nobody wrote them for a customer.
ALTER TABLE case_notes ADD COLUMN audience TEXT NOT NULL DEFAULT 'internal' CHECK (audience IN ('internal', 'customer'));

-- Numbers as lists show them: how many seats are taken, the last day on which one was, the last day of the license (NULL if it has
-- none yet), the customer.
DROP VIEW listed_licenses;
CREATE VIEW listed_licenses AS SELECT licenses.*,
    (SELECT COUNT(*) FROM bindings WHERE bindings.license = licenses.id) AS taken,
    (SELECT MAX(bound) FROM bindings WHERE bindings.license = licenses.id) AS bound,
    CASE expiry WHEN 'on' THEN expiry_days WHEN 'after' THEN first_issued + expiry_days END AS last_day,
    customers.organisation, customers.contact, customers.telephone, customers.mail
    FROM licenses LEFT JOIN customers ON customers.id = licenses.customer;

-- The device program for one kind of processor, as the administrator added it; for every product where product is NULL.
CREATE TABLE builds (
    id             INTEGER PRIMARY KEY,
    product        TEXT,
    processor      TEXT NOT NULL CHECK (processor IN ('x86_64', 'aarch64')),
    route          TEXT NOT NULL CHECK (route IN ('offline', 'online')),
    version        TEXT NOT NULL,
    size           INTEGER NOT NULL,
    sha256         BLOB NOT NULL,
    signature_name TEXT,
    signature      BLOB,
    added_at       INTEGER NOT NULL,
    added_by       TEXT NOT NULL
);

-- Its bytes, in pieces of equal size; the last one may be shorter.
CREATE TABLE build_pieces (
    build INTEGER NOT NULL REFERENCES builds (id),
    piece INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (build, piece)
);

-- Links to the program of a product that operators made. expires, made_at, revoked_at and last_at are seconds since 1970-01-01 UTC.
CREATE TABLE download_links (
    id         INTEGER PRIMARY KEY,
    code       TEXT NOT NULL UNIQUE,
    product    TEXT NOT NULL,
    case_id    INTEGER REFERENCES cases (id),
    made_at    INTEGER NOT NULL,
    made_by    TEXT NOT NULL,
    expires    INTEGER NOT NULL,
    revoked_at INTEGER,
    revoked_by TEXT,
    downloads  INTEGER NOT NULL DEFAULT 0,
    last_at    INTEGER
);
CREATE INDEX download_links_case ON download_links (case_id) WHERE case_id IS NOT NULL;

-- What was downloaded by them.
CREATE TABLE downloads (
    id        INTEGER PRIMARY KEY,
    link      INTEGER NOT NULL REFERENCES download_links (id),
    at        INTEGER NOT NULL,
    processor TEXT NOT NULL,
    version   TEXT NOT NULL
);
CREATE INDEX downloads_link ON downloads (link);

-- The steps of a case are found by its name.
CREATE INDEX events_subject ON events (subject);
