-- Bank cards. A row never changes but for its end and the bank's refusal. relation is the number of handover.h's list; who
-- holds a card in another name is sealed as the number is. content_hash: a keyed hash of all that was said, so that the
-- same again is seen.
CREATE TABLE bank_card (
	shard BIGINT NOT NULL,
	card_id UUID NOT NULL,
	person_id UUID NOT NULL,
	card_hash BYTEA NOT NULL CHECK (octet_length(card_hash) = 16),
	content_hash BYTEA NOT NULL CHECK (octet_length(content_hash) = 16),
	number_sealed BYTEA NOT NULL,
	last4 TEXT COLLATE "C" NOT NULL CHECK (length(last4) = 4),
	bank TEXT COLLATE "C",
	holder_sealed BYTEA,
	relation SMALLINT NOT NULL CHECK (relation BETWEEN 0 AND 8),
	at_us BIGINT NOT NULL,
	actor_id UUID,
	bad_us BIGINT,
	bad_words TEXT COLLATE "C",
	ended_us BIGINT,
	ended_by UUID,
	PRIMARY KEY (shard, card_id),
	CHECK ((holder_sealed IS NULL) = (relation = 0)),
	CHECK (bad_words IS NULL OR bad_us IS NOT NULL),
	CHECK (ended_by IS NULL OR ended_us IS NOT NULL)
);
CREATE UNIQUE INDEX bank_card_now ON bank_card (shard, person_id) WHERE ended_us IS NULL;
CREATE INDEX bank_card_by_hash ON bank_card (card_hash);
CREATE INDEX bank_card_of_person ON bank_card (shard, person_id);
