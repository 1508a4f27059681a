-- One-time links for companies: the secret of the link and the code are known by their digests alone.
CREATE TABLE clerk_link (
	shard BIGINT NOT NULL,
	link_id UUID NOT NULL,
	org_no BIGINT NOT NULL,
	employer TEXT COLLATE "C" NOT NULL,
	categories TEXT COLLATE "C",
	secret_hash BYTEA NOT NULL CHECK (LENGTH(secret_hash) = 32),
	code_hash BYTEA NOT NULL CHECK (LENGTH(code_hash) = 32),
	tries SMALLINT NOT NULL CHECK (tries BETWEEN 0 AND 5),
	maker_id UUID,
	at_us BIGINT NOT NULL,
	expires_us BIGINT NOT NULL,
	used_us BIGINT,
	ended_us BIGINT,
	ended_by UUID,
	PRIMARY KEY (shard, link_id)
);
CREATE UNIQUE INDEX clerk_link_by_id ON clerk_link (link_id);
CREATE UNIQUE INDEX clerk_link_secret ON clerk_link (secret_hash);
CREATE INDEX clerk_link_by_org ON clerk_link (org_no, link_id);
