-- Visits 慰问. sha256: of all that was entered with it, so that the same again is told from another. met NULL: not known.
CREATE TABLE visit (
	shard BIGINT NOT NULL,
	visit_id UUID NOT NULL,
	org_no BIGINT NOT NULL,
	cycle_no BIGINT,
	day INTEGER NOT NULL,
	leader TEXT COLLATE "C",
	post TEXT COLLATE "C",
	site TEXT COLLATE "C" NOT NULL,
	team TEXT COLLATE "C",
	met BIGINT CHECK (met > 0),
	met_is TEXT COLLATE "C" NOT NULL CHECK (met_is IN ('exact', 'more_than', 'about')),
	words TEXT COLLATE "C",
	sha256 BYTEA NOT NULL,
	actor_id UUID,
	at_us BIGINT NOT NULL,
	PRIMARY KEY (shard, visit_id)
);
CREATE INDEX visit_by_id ON visit (visit_id);
CREATE INDEX visit_by_org ON visit (org_no, day);

-- Who took part: a union or a partner, with a role.
CREATE TABLE visit_body (
	shard BIGINT NOT NULL,
	visit_id UUID NOT NULL,
	body_no BIGINT NOT NULL,
	org_no BIGINT,
	partner_no BIGINT,
	role TEXT COLLATE "C" NOT NULL CHECK (role IN ('lead', 'joint', 'host', 'co-builder', 'reporter')),
	PRIMARY KEY (shard, visit_id, body_no),
	CHECK ((org_no IS NULL) <> (partner_no IS NULL))
);

-- What was given there; it moved when it was entered.
CREATE TABLE visit_given (
	shard BIGINT NOT NULL,
	visit_id UUID NOT NULL,
	kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('portion', 'delivery', 'document')),
	given_id UUID NOT NULL,
	PRIMARY KEY (shard, visit_id, kind, given_id)
);

-- What people said they need. who NULL: anonymous. org_no: the union that owns it.
CREATE TABLE visit_need (
	shard BIGINT NOT NULL,
	need_id UUID NOT NULL,
	visit_id UUID NOT NULL,
	org_no BIGINT NOT NULL,
	who TEXT COLLATE "C",
	topic TEXT COLLATE "C" NOT NULL,
	words TEXT COLLATE "C" NOT NULL,
	actor_id UUID,
	at_us BIGINT NOT NULL,
	closed_day INTEGER,
	closed_by UUID,
	answer TEXT COLLATE "C",
	PRIMARY KEY (shard, need_id),
	CHECK ((closed_day IS NULL) = (answer IS NULL))
);
CREATE INDEX visit_need_by_id ON visit_need (need_id);
CREATE INDEX visit_need_by_visit ON visit_need (shard, visit_id, need_id);
CREATE INDEX visit_need_by_org ON visit_need (org_no, need_id);
