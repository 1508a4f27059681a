-- Who said no to an entry, and why: an approver, or its maker who withdraws it. It counts for nothing ever after.
CREATE TABLE budget_refused (
	shard INTEGER NOT NULL,
	entry_id BLOB NOT NULL,
	by_id BLOB NOT NULL,
	words TEXT NOT NULL CHECK (length(words) > 0),
	at_us INTEGER NOT NULL,
	PRIMARY KEY (shard, entry_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX budget_refused_by_user ON budget_refused (by_id);
CREATE INDEX budget_entry_by_maker ON budget_entry (maker_id);
CREATE INDEX budget_entry_by_approver ON budget_entry (approver_id);
