-- Who said no to an entry, and why: an approver, or its maker who withdraws it. It counts for nothing ever after.
CREATE TABLE budget_refused (
	shard BIGINT NOT NULL,
	entry_id UUID NOT NULL,
	by_id UUID NOT NULL,
	words TEXT COLLATE "C" NOT NULL CHECK (length(words) > 0),
	at_us BIGINT NOT NULL,
	PRIMARY KEY (shard, entry_id)
);
CREATE INDEX budget_refused_by_user ON budget_refused (by_id);
CREATE INDEX budget_entry_by_maker ON budget_entry (maker_id);
CREATE INDEX budget_entry_by_approver ON budget_entry (approver_id);
