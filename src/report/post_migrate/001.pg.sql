-- post: a post handed over by a signed list. Three people sign one paper; the list is what was in hand when it was drawn up.
CREATE TABLE post_paper (
	paper_id UUID NOT NULL PRIMARY KEY,
	org_no BIGINT NOT NULL,
	giver_id UUID NOT NULL REFERENCES app_user (user_id),
	receiver_id UUID NOT NULL REFERENCES app_user (user_id),
	witness_id UUID NOT NULL REFERENCES app_user (user_id),
	reason TEXT COLLATE "C",
	made_by UUID NOT NULL REFERENCES app_user (user_id),
	made_at_us BIGINT NOT NULL,
	giver_signed_us BIGINT,
	receiver_signed_us BIGINT,
	witness_signed_us BIGINT,
	done_at_us BIGINT,
	void_by UUID,
	void_at_us BIGINT,
	void_why TEXT COLLATE "C",
	CHECK (giver_id <> receiver_id AND giver_id <> witness_id AND receiver_id <> witness_id),
	-- Who draws it up for one who is gone signs in his place, and is a third person too.
	CHECK (made_by <> receiver_id AND made_by <> witness_id),
	CHECK ((made_by = giver_id) = (reason IS NULL)),
	CHECK (done_at_us IS NULL OR (giver_signed_us IS NOT NULL AND receiver_signed_us IS NOT NULL
		AND witness_signed_us IS NOT NULL AND void_at_us IS NULL))
);
CREATE UNIQUE INDEX post_paper_open ON post_paper (giver_id, org_no) WHERE done_at_us IS NULL AND void_at_us IS NULL;
CREATE INDEX post_paper_by_org ON post_paper (org_no, made_at_us);

CREATE TABLE post_role (
	paper_id UUID NOT NULL REFERENCES post_paper (paper_id),
	role TEXT COLLATE "C" NOT NULL,
	until_day INTEGER NOT NULL,
	PRIMARY KEY (paper_id, role)
);

-- quantity and value NULL: it is not a thing that is counted.
CREATE TABLE post_item (
	paper_id UUID NOT NULL REFERENCES post_paper (paper_id),
	line INTEGER NOT NULL,
	kind TEXT COLLATE "C" NOT NULL,
	object_id TEXT COLLATE "C" NOT NULL,
	words TEXT COLLATE "C" NOT NULL,
	quantity BIGINT,
	value_fen BIGINT,
	PRIMARY KEY (paper_id, line)
);
