-- Bank cards. A row never changes but for its end and the bank's refusal. relation is the number of handover.h's list; who
-- holds a card in another name is sealed as the number is. content_hash: a keyed hash of all that was said, so that the
-- same again is seen.
CREATE TABLE bank_card (
	shard INTEGER NOT NULL,
	card_id BLOB NOT NULL CHECK (length(card_id) = 16),
	person_id BLOB NOT NULL CHECK (length(person_id) = 16),
	card_hash BLOB NOT NULL CHECK (length(card_hash) = 16),
	content_hash BLOB NOT NULL CHECK (length(content_hash) = 16),
	number_sealed BLOB NOT NULL,
	last4 TEXT NOT NULL CHECK (length(last4) = 4),
	bank TEXT,
	holder_sealed BLOB,
	relation INTEGER NOT NULL CHECK (relation BETWEEN 0 AND 8),
	at_us INTEGER NOT NULL,
	actor_id BLOB,
	bad_us INTEGER,
	bad_words TEXT,
	ended_us INTEGER,
	ended_by BLOB,
	PRIMARY KEY (shard, card_id),
	CHECK ((holder_sealed IS NULL) = (relation = 0)),
	CHECK (bad_words IS NULL OR bad_us IS NOT NULL),
	CHECK (ended_by IS NULL OR ended_us IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX bank_card_now ON bank_card (shard, person_id) WHERE ended_us IS NULL;
CREATE INDEX bank_card_by_hash ON bank_card (card_hash);
CREATE INDEX bank_card_of_person ON bank_card (shard, person_id);
