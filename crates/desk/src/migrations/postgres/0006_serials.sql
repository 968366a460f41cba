-- Requests of machines with a whole serial. Parts of serials have an index of groups of three characters.
CREATE INDEX attempts_serial ON attempts (LOWER(serial), id) WHERE serial IS NOT NULL;
