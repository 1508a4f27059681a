-- attachment_content: one a file and shard; sha256 and bytes are of what is stored, before it is sealed.
CREATE TABLE attachment_content (
	shard INTEGER NOT NULL,
	content_id BLOB NOT NULL,
	sha256 BLOB NOT NULL CHECK (LENGTH(sha256) = 32),
	type TEXT NOT NULL CHECK (type IN ('image/jpeg', 'image/png', 'application/pdf')),
	bytes INTEGER NOT NULL CHECK (bytes > 0),
	key_epoch INTEGER NOT NULL,
	PRIMARY KEY (shard, content_id)
) STRICT;
CREATE UNIQUE INDEX attachment_content_sha256 ON attachment_content (shard, sha256);

-- Pieces of ATTACHMENT_CHUNK_BYTES, sealed each bound to its content and number (people/keyring.h).
CREATE TABLE attachment_chunk (
	shard INTEGER NOT NULL,
	content_id BLOB NOT NULL,
	chunk_no INTEGER NOT NULL CHECK (chunk_no >= 0),
	sealed BLOB NOT NULL,
	PRIMARY KEY (shard, content_id, chunk_no)
) STRICT;

-- What a content is attached to. consent: of the people who can be recognised.
CREATE TABLE attachment (
	shard INTEGER NOT NULL,
	attachment_id BLOB NOT NULL,
	content_id BLOB NOT NULL,
	org_no INTEGER NOT NULL,
	subject TEXT NOT NULL CHECK (subject IN ('document', 'portion', 'visit', 'honour')),
	subject_id BLOB NOT NULL,
	consent TEXT NOT NULL CHECK (consent IN ('yes', 'no', 'not-needed')),
	caption TEXT,
	added_by BLOB,
	added_us INTEGER NOT NULL,
	PRIMARY KEY (shard, attachment_id)
) STRICT;
CREATE INDEX attachment_by_id ON attachment (attachment_id);
CREATE INDEX attachment_by_subject ON attachment (shard, subject_id, attachment_id);
CREATE INDEX attachment_by_org ON attachment (org_no, attachment_id);
