-- What SQLite may expect of a county, as in the ledger's second migration.
ANALYZE sqlite_schema;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('person', 'person', '1000000 10000 1'),
	('person', 'person_org', '1000000 10000 100 1'),
	('person', 'person_name', '1000000 10000 100 1'),
	('person', 'person_phone', '1000000 10000 2');
