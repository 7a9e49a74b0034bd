CREATE TABLE orders (
    id bigint PRIMARY KEY,
    account_id bigint NOT NULL,
    payment_id text,
    state smallint NOT NULL DEFAULT 0,
    total_cents bigint NOT NULL
);
