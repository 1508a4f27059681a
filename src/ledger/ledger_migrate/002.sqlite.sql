-- Without figures SQLite takes a shard for ten rows and reads all of it rather than use a longer index. These are what it
-- may expect of a county (sqlite.org/optoverview.html, manual control of query plans): rows, then rows for each of an
-- index's columns from the left. ANALYZE may put true ones in their place.
ANALYZE sqlite_schema;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('account', 'account', '1000000 10000 1'),
	('account', 'account_by_key', '1000000 10000 1'),
	('account', 'account_by_cycle', '1000000 50000'),
	('account', 'account_by_holder', '100000 1000 10'),
	('transfer', 'transfer', '10000000 100000 1'),
	('transfer', 'transfer_by_from', '10000000 100000 100'),
	('transfer', 'transfer_by_to', '10000000 100000 10'),
	('transfer', 'transfer_by_document', '1000000 10000 10'),
	('transfer', 'transfer_reversed_once', '10000 100 1');
