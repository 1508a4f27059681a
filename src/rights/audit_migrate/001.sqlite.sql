-- audit: who saw or did what, why and from where. Rows are only added; the first one follows sixteen zero bytes.
-- org_no, object_id: as they were then, so nothing refers to other tables: what is named may be erased, the row stays.
CREATE TABLE audit (
	audit_no INTEGER NOT NULL PRIMARY KEY CHECK (audit_no > 0),
	at_us INTEGER NOT NULL,
	act TEXT NOT NULL,
	outcome TEXT NOT NULL,
	user_id BLOB,
	session_id BLOB,
	org_no INTEGER,
	object_kind TEXT,
	object_id TEXT,
	purpose TEXT NOT NULL,
	reference TEXT,
	address TEXT,
	row_count INTEGER NOT NULL CHECK (row_count >= 0),
	digest BLOB,
	check_value BLOB NOT NULL
) STRICT;
CREATE INDEX audit_by_time ON audit (at_us, audit_no);
CREATE INDEX audit_by_user ON audit (user_id, at_us, audit_no);
CREATE INDEX audit_by_object ON audit (object_kind, object_id, at_us, audit_no);
