-- Visits 慰问. sha256: of all that was entered with it, so that the same again is told from another. met NULL: not known.
CREATE TABLE visit (
	shard INTEGER NOT NULL,
	visit_id BLOB NOT NULL,
	org_no INTEGER NOT NULL,
	cycle_no INTEGER,
	day INTEGER NOT NULL,
	leader TEXT,
	post TEXT,
	site TEXT NOT NULL,
	team TEXT,
	met INTEGER CHECK (met > 0),
	met_is TEXT NOT NULL CHECK (met_is IN ('exact', 'more_than', 'about')),
	words TEXT,
	sha256 BLOB NOT NULL,
	actor_id BLOB,
	at_us INTEGER NOT NULL,
	PRIMARY KEY (shard, visit_id)
) STRICT;
CREATE INDEX visit_by_id ON visit (visit_id);
CREATE INDEX visit_by_org ON visit (org_no, day);

-- Who took part: a union or a partner, with a role.
CREATE TABLE visit_body (
	shard INTEGER NOT NULL,
	visit_id BLOB NOT NULL,
	body_no INTEGER NOT NULL,
	org_no INTEGER,
	partner_no INTEGER,
	role TEXT NOT NULL CHECK (role IN ('lead', 'joint', 'host', 'co-builder', 'reporter')),
	PRIMARY KEY (shard, visit_id, body_no),
	CHECK ((org_no IS NULL) <> (partner_no IS NULL))
) STRICT;

-- What was given there; it moved when it was entered.
CREATE TABLE visit_given (
	shard INTEGER NOT NULL,
	visit_id BLOB NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('portion', 'delivery', 'document')),
	given_id BLOB NOT NULL,
	PRIMARY KEY (shard, visit_id, kind, given_id)
) STRICT;

-- What people said they need. who NULL: anonymous. org_no: the union that owns it.
CREATE TABLE visit_need (
	shard INTEGER NOT NULL,
	need_id BLOB NOT NULL,
	visit_id BLOB NOT NULL,
	org_no INTEGER NOT NULL,
	who TEXT,
	topic TEXT NOT NULL,
	words TEXT NOT NULL,
	actor_id BLOB,
	at_us INTEGER NOT NULL,
	closed_day INTEGER,
	closed_by BLOB,
	answer TEXT,
	PRIMARY KEY (shard, need_id),
	CHECK ((closed_day IS NULL) = (answer IS NULL))
) STRICT;
CREATE INDEX visit_need_by_id ON visit_need (need_id);
CREATE INDEX visit_need_by_visit ON visit_need (shard, visit_id, need_id);
CREATE INDEX visit_need_by_org ON visit_need (org_no, need_id);
