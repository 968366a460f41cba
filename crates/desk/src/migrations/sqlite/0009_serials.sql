-- Requests of machines with a whole serial. Parts of serials are in attempt_texts.
CREATE INDEX attempts_serial ON attempts (serial COLLATE NOCASE) WHERE serial IS NOT NULL;
