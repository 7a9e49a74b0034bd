-- to_pack: paid orders that nobody has packed yet
SELECT id, account_id FROM orders WHERE state = 1 ORDER BY id;
