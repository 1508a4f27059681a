-- One-time links for companies: the secret of the link and the code are known by their digests alone.
CREATE TABLE clerk_link (
	shard INTEGER NOT NULL,
	link_id BLOB NOT NULL,
	org_no INTEGER NOT NULL,
	employer TEXT NOT NULL,
	categories TEXT,
	secret_hash BLOB NOT NULL CHECK (LENGTH(secret_hash) = 32),
	code_hash BLOB NOT NULL CHECK (LENGTH(code_hash) = 32),
	tries INTEGER NOT NULL CHECK (tries BETWEEN 0 AND 5),
	maker_id BLOB,
	at_us INTEGER NOT NULL,
	expires_us INTEGER NOT NULL,
	used_us INTEGER,
	ended_us INTEGER,
	ended_by BLOB,
	PRIMARY KEY (shard, link_id)
) STRICT;
CREATE UNIQUE INDEX clerk_link_by_id ON clerk_link (link_id);
CREATE UNIQUE INDEX clerk_link_secret ON clerk_link (secret_hash);
CREATE INDEX clerk_link_by_org ON clerk_link (org_no, link_id);
