-- Wrong passwords are counted by name and source, so that a stranger's guesses don't lock the owner of a name out.
DROP TABLE guesses;
CREATE TABLE guesses (
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    count INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (name, source)
);
-- Every attempt removes the old ones, which must not read all of them.
CREATE INDEX guesses_last ON guesses (last);
