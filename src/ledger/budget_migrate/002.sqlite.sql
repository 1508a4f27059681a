-- A return goes back to several lines, of several unions: a row for each.
CREATE TABLE budget_use_by_each_line (
	shard INTEGER NOT NULL,
	document_id BLOB NOT NULL,
	org_no INTEGER NOT NULL,
	cycle_no INTEGER NOT NULL,
	code TEXT NOT NULL,
	amount_fen INTEGER NOT NULL CHECK (amount_fen <> 0),
	state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 2),
	PRIMARY KEY (shard, document_id, org_no, cycle_no, code)
) STRICT, WITHOUT ROWID;
INSERT INTO budget_use_by_each_line (shard, document_id, org_no, cycle_no, code, amount_fen, state)
SELECT shard, document_id, org_no, cycle_no, code, amount_fen, state FROM budget_use;
DROP TABLE budget_use;
ALTER TABLE budget_use_by_each_line RENAME TO budget_use;
CREATE INDEX budget_use_by_line ON budget_use (shard, org_no, cycle_no, code);
CREATE INDEX budget_use_by_document ON budget_use (document_id);
