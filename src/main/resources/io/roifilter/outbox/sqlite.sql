-- The outbox of roi-filter in a SQLite file, which makes these tables by itself.
-- version 1
CREATE TABLE roi_outbox_meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE roi_outbox_entry (
    id INTEGER PRIMARY KEY,
    method TEXT NOT NULL,
    duplicate_key TEXT NOT NULL,
    order_id TEXT NOT NULL,
    payload INTEGER,
    state TEXT NOT NULL,
    due INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    claim TEXT,
    accepted_at INTEGER NOT NULL,
    settled_at INTEGER,
    last_code TEXT,
    last_text TEXT,
    amount TEXT,
    purchase_date TEXT,
    UNIQUE (duplicate_key, method)
);

CREATE INDEX roi_outbox_due ON roi_outbox_entry (due) WHERE state = 'waiting';

CREATE INDEX roi_outbox_accepted ON roi_outbox_entry (accepted_at) WHERE state = 'waiting';

CREATE INDEX roi_outbox_delivered ON roi_outbox_entry (settled_at) WHERE state = 'delivered';

CREATE INDEX roi_outbox_rejected ON roi_outbox_entry (settled_at) WHERE state = 'rejected';

-- Of an entry that waits or was rejected; nothing is left of it afterwards.
CREATE TABLE roi_outbox_payload (
    id INTEGER PRIMARY KEY,
    duplicate_key TEXT NOT NULL,
    order_id TEXT NOT NULL,
    payload TEXT NOT NULL,
    accepted_at INTEGER NOT NULL,
    rejected TEXT
);

-- What no entry has any more is overwritten where it is, by as many zeros. The length is that of the text in UTF-8; the
-- function that says so is too new for the command-line tool of many.
CREATE TRIGGER roi_outbox_payload_left AFTER UPDATE OF payload ON roi_outbox_entry
WHEN OLD.payload IS NOT NULL AND OLD.payload IS NOT NEW.payload
BEGIN
    UPDATE roi_outbox_payload SET
        duplicate_key = zeroblob(length(CAST(duplicate_key AS BLOB))),
        order_id = zeroblob(length(CAST(order_id AS BLOB))),
        payload = zeroblob(length(CAST(payload AS BLOB))),
        rejected = zeroblob(length(CAST(rejected AS BLOB)))
    WHERE id = OLD.payload;
END;

CREATE TRIGGER roi_outbox_payload_deleted AFTER DELETE ON roi_outbox_entry
WHEN OLD.payload IS NOT NULL
BEGIN
    UPDATE roi_outbox_payload SET
        duplicate_key = zeroblob(length(CAST(duplicate_key AS BLOB))),
        order_id = zeroblob(length(CAST(order_id AS BLOB))),
        payload = zeroblob(length(CAST(payload AS BLOB))),
        rejected = zeroblob(length(CAST(rejected AS BLOB)))
    WHERE id = OLD.payload;
END;

-- To read, and for whoever looks into the file or changes something in it.
CREATE VIEW roi_outbox AS SELECT
    id,
    method,
    duplicate_key,
    order_id,
    (SELECT p.payload FROM roi_outbox_payload AS p WHERE p.id = roi_outbox_entry.payload) AS payload,
    state,
    due,
    attempts,
    claim,
    accepted_at,
    settled_at,
    last_code,
    last_text,
    amount,
    purchase_date
FROM roi_outbox_entry;

CREATE TRIGGER roi_outbox_updated INSTEAD OF UPDATE ON roi_outbox
BEGIN
    INSERT INTO roi_outbox_payload (duplicate_key, order_id, payload, accepted_at, rejected)
        SELECT NEW.duplicate_key, NEW.order_id, NEW.payload, NEW.accepted_at,
            CASE NEW.state WHEN 'rejected' THEN coalesce(NEW.last_text, '') END
        WHERE NEW.payload IS NOT NULL;
    UPDATE roi_outbox_entry SET
        method = NEW.method,
        duplicate_key = NEW.duplicate_key,
        order_id = NEW.order_id,
        payload = CASE WHEN NEW.payload IS NOT NULL THEN (SELECT max(id) FROM roi_outbox_payload) END,
        state = NEW.state,
        due = NEW.due,
        attempts = NEW.attempts,
        claim = NEW.claim,
        accepted_at = NEW.accepted_at,
        settled_at = NEW.settled_at,
        last_code = NEW.last_code,
        last_text = NEW.last_text,
        amount = NEW.amount,
        purchase_date = NEW.purchase_date
    WHERE id = OLD.id;
END;

CREATE TRIGGER roi_outbox_deleted INSTEAD OF DELETE ON roi_outbox
BEGIN
    DELETE FROM roi_outbox_entry WHERE id = OLD.id;
END;

CREATE TABLE roi_outbox_count (
    hour INTEGER NOT NULL,
    name TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (hour, name)
) WITHOUT ROWID;

INSERT INTO roi_outbox_meta (name, value) VALUES ('schema_version', '1');
