-- attachment_content: one a file and shard; sha256 and bytes are of what is stored, before it is sealed.
CREATE TABLE attachment_content (
	shard BIGINT NOT NULL,
	content_id UUID NOT NULL,
	sha256 BYTEA NOT NULL CHECK (LENGTH(sha256) = 32),
	type TEXT COLLATE "C" NOT NULL CHECK (type IN ('image/jpeg', 'image/png', 'application/pdf')),
	bytes BIGINT NOT NULL CHECK (bytes > 0),
	key_epoch BIGINT NOT NULL,
	PRIMARY KEY (shard, content_id)
);
CREATE UNIQUE INDEX attachment_content_sha256 ON attachment_content (shard, sha256);

-- Pieces of ATTACHMENT_CHUNK_BYTES, sealed each bound to its content and number (people/keyring.h).
CREATE TABLE attachment_chunk (
	shard BIGINT NOT NULL,
	content_id UUID NOT NULL,
	chunk_no BIGINT NOT NULL CHECK (chunk_no >= 0),
	sealed BYTEA NOT NULL,
	PRIMARY KEY (shard, content_id, chunk_no)
);

-- What a content is attached to. consent: of the people who can be recognised.
CREATE TABLE attachment (
	shard BIGINT NOT NULL,
	attachment_id UUID NOT NULL,
	content_id UUID NOT NULL,
	org_no BIGINT NOT NULL,
	subject TEXT COLLATE "C" NOT NULL CHECK (subject IN ('document', 'portion', 'visit', 'honour')),
	subject_id UUID NOT NULL,
	consent TEXT COLLATE "C" NOT NULL CHECK (consent IN ('yes', 'no', 'not-needed')),
	caption TEXT COLLATE "C",
	added_by UUID,
	added_us BIGINT NOT NULL,
	PRIMARY KEY (shard, attachment_id)
);
CREATE INDEX attachment_by_id ON attachment (attachment_id);
CREATE INDEX attachment_by_subject ON attachment (shard, subject_id, attachment_id);
CREATE INDEX attachment_by_org ON attachment (org_no, attachment_id);
