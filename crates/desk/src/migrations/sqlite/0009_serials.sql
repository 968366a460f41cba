-- Whole serials, each as one word: its bytes in hexadecimal, with small letters. They are fed like attempt_texts.
CREATE VIEW serial_words AS SELECT id, HEX(LOWER(serial)) AS word FROM attempts;
CREATE VIRTUAL TABLE serial_texts USING fts5 (
    word, content = 'serial_words', content_rowid = 'id', columnsize = 0, detail = none, tokenize = 'ascii'
);
INSERT INTO serial_texts (rowid, word)
    SELECT id, word FROM serial_words WHERE id <= (SELECT last FROM indexed WHERE kind = 'attempts');
