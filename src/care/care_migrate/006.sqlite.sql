-- The register is read by time, a page at a time, the newest first.
CREATE INDEX delivery_by_time ON delivery (shard, cycle_no, at_us, record_id);

-- What SQLite may expect of a county, as in the ledger's second migration.
ANALYZE sqlite_schema;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('delivery', 'delivery', '1000000 10000 2 1'),
	('delivery', 'delivery_record', '1000000 1 1'),
	('delivery', 'delivery_by_time', '1000000 10000 5000 2 1');
