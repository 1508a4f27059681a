-- audit: who saw or did what, why and from where. Rows are only added; the first one follows sixteen zero bytes.
-- org_no, object_id: as they were then, so nothing refers to other tables: what is named may be erased, the row stays.
CREATE TABLE audit (
	audit_no BIGINT NOT NULL PRIMARY KEY CHECK (audit_no > 0),
	at_us BIGINT NOT NULL,
	act TEXT COLLATE "C" NOT NULL,
	outcome TEXT COLLATE "C" NOT NULL,
	user_id UUID,
	session_id UUID,
	org_no BIGINT,
	object_kind TEXT COLLATE "C",
	object_id TEXT COLLATE "C",
	purpose TEXT COLLATE "C" NOT NULL,
	reference TEXT COLLATE "C",
	address TEXT COLLATE "C",
	row_count BIGINT NOT NULL CHECK (row_count >= 0),
	digest BYTEA,
	check_value BYTEA NOT NULL
);
CREATE INDEX audit_by_time ON audit (at_us, audit_no);
CREATE INDEX audit_by_user ON audit (user_id, at_us, audit_no);
CREATE INDEX audit_by_object ON audit (object_kind, object_id, at_us, audit_no);
