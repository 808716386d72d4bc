-- The shared outbox of roi-filter in PostgreSQL. It makes these tables by itself if its user may do so.
-- version 1
CREATE TABLE IF NOT EXISTS roi_outbox (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    destination TEXT COLLATE "C" NOT NULL,
    method TEXT COLLATE "C" NOT NULL,
    duplicate_key TEXT COLLATE "C" NOT NULL,
    order_id TEXT NOT NULL,
    payload TEXT,
    state TEXT COLLATE "C" NOT NULL,
    due BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    claim TEXT COLLATE "C",
    accepted_at BIGINT NOT NULL,
    settled_at BIGINT,
    last_code TEXT,
    last_text TEXT,
    amount TEXT,
    purchase_date TEXT,
    UNIQUE (destination, duplicate_key, method)
);

CREATE INDEX IF NOT EXISTS roi_outbox_due ON roi_outbox (destination, due, id) WHERE state = 'waiting';

CREATE INDEX IF NOT EXISTS roi_outbox_accepted ON roi_outbox (destination, accepted_at) WHERE state = 'waiting';

CREATE INDEX IF NOT EXISTS roi_outbox_delivered ON roi_outbox (destination, settled_at) WHERE state = 'delivered';

CREATE INDEX IF NOT EXISTS roi_outbox_rejected ON roi_outbox (destination, settled_at) WHERE state = 'rejected';

CREATE TABLE IF NOT EXISTS roi_outbox_destination (
    destination TEXT COLLATE "C" PRIMARY KEY,
    endpoint TEXT NOT NULL,
    account TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS roi_outbox_meta (
    name TEXT COLLATE "C" PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS roi_outbox_count (
    destination TEXT COLLATE "C" NOT NULL,
    hour BIGINT NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (destination, hour, name)
);

INSERT INTO roi_outbox_meta (name, value) VALUES ('schema_version', '1') ON CONFLICT DO NOTHING;
