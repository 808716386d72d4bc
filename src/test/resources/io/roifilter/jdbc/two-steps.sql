-- Tables of a test.
-- version 1
CREATE TABLE IF NOT EXISTS thing (name TEXT PRIMARY KEY);

-- A trigger has semicolons within.
CREATE TRIGGER IF NOT EXISTS no_empty_name BEFORE INSERT ON thing WHEN NEW.name = ''
BEGIN
    SELECT RAISE(ABORT, 'a thing has a name');
END;

PRAGMA user_version = 1;
-- version 2
ALTER TABLE thing ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey';

PRAGMA user_version = 2;
