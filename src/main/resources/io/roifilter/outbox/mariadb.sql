-- The shared outbox of roi-filter in MariaDB. It makes these tables by itself if its user may do so.
-- For MySQL, write utf8mb4_0900_bin instead of utf8mb4_nopad_bin.
-- version 1
CREATE TABLE IF NOT EXISTS roi_outbox (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    destination VARCHAR(32) NOT NULL,
    method VARCHAR(64) NOT NULL,
    duplicate_key VARCHAR(255) NOT NULL,
    order_id VARCHAR(255) NOT NULL,
    payload TEXT,
    state VARCHAR(16) NOT NULL,
    due BIGINT NOT NULL,
    attempts INT NOT NULL,
    claim VARCHAR(36),
    accepted_at BIGINT NOT NULL,
    settled_at BIGINT,
    last_code VARCHAR(500),
    last_text VARCHAR(500),
    amount VARCHAR(32),
    purchase_date VARCHAR(32),
    UNIQUE KEY roi_outbox_duplicate (destination, duplicate_key, method),
    KEY roi_outbox_due (destination, state, due, id),
    KEY roi_outbox_accepted (destination, state, accepted_at),
    KEY roi_outbox_settled (destination, state, settled_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS roi_outbox_destination (
    destination VARCHAR(32) NOT NULL PRIMARY KEY,
    endpoint TEXT NOT NULL,
    account VARCHAR(255) NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS roi_outbox_meta (
    name VARCHAR(64) NOT NULL PRIMARY KEY,
    value VARCHAR(255) NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS roi_outbox_count (
    destination VARCHAR(32) NOT NULL,
    hour BIGINT NOT NULL,
    name VARCHAR(64) NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (destination, hour, name)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

INSERT IGNORE INTO roi_outbox_meta (name, value) VALUES ('schema_version', '1');
