-- The machines of cases: the refusals of a bundle share a case for each reason.

-- ended is when the machine succeeded, by which request, or when its case was closed.
CREATE TABLE case_machines (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id  INTEGER NOT NULL REFERENCES cases (id),
    packed   BLOB    NOT NULL,
    marker2  BLOB,
    marker3  BLOB,
    ended    INTEGER,
    ended_by INTEGER
);
INSERT INTO case_machines (case_id, packed, marker2, marker3, ended, ended_by)
    SELECT id, packed, marker2, marker3, closed, closed_by FROM cases ORDER BY id;
CREATE INDEX case_machines_case ON case_machines (case_id);
CREATE INDEX case_machines_packed ON case_machines (packed) WHERE ended IS NULL;
CREATE INDEX case_machines_marker2 ON case_machines (marker2) WHERE ended IS NULL AND marker2 IS NOT NULL;
CREATE INDEX case_machines_marker3 ON case_machines (marker3) WHERE ended IS NULL AND marker3 IS NOT NULL;

DROP INDEX cases_open_packed;
DROP INDEX cases_open_marker2;
DROP INDEX cases_open_marker3;
ALTER TABLE cases DROP COLUMN packed;
ALTER TABLE cases DROP COLUMN marker2;
ALTER TABLE cases DROP COLUMN marker3;

-- The SHA-256 of the bundle; how many machines the case has, and how many of them have neither succeeded nor been closed with it.
ALTER TABLE cases ADD COLUMN bundle BLOB;
ALTER TABLE cases ADD COLUMN machines INTEGER NOT NULL DEFAULT 1;
ALTER TABLE cases ADD COLUMN unsolved INTEGER NOT NULL DEFAULT 1;
UPDATE cases SET unsolved = 0 WHERE closed IS NOT NULL;
CREATE INDEX cases_bundle ON cases (bundle) WHERE bundle IS NOT NULL AND closed IS NULL;

-- A case may have thousands of requests; one is looked for by its name.
DROP INDEX attempts_case;
CREATE INDEX attempts_case ON attempts (case_id, name) WHERE case_id IS NOT NULL;
