-- What SQLite may expect of a county, as in the ledger's second migration.
ANALYZE sqlite_schema;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('document', 'document', '1000000 10000 1'),
	('document', 'document_by_id', '1000000 1'),
	('document', 'document_by_org', '1000000 10000 100 1'),
	('document_line', 'document_line', '5000000 50000 5 1'),
	('document_line', 'document_line_by_fund', '1000000 1000 100 50'),
	('document_line', 'document_line_by_origin', '1000000 10000 1000 100 50');
