-- What a customer sees of the last orders.
SELECT id, state, total_cents FROM orders WHERE account_id = $1 ORDER BY id DESC LIMIT 10;
