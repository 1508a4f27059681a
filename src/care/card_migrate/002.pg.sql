-- Which card an import set (listed.h), and which one there was before (NULL: none): by it the import is taken back, whole.
CREATE TABLE card_import (
	shard BIGINT NOT NULL,
	intake_id UUID NOT NULL,
	person_id UUID NOT NULL,
	card_id UUID NOT NULL,
	was_card_id UUID,
	PRIMARY KEY (shard, intake_id, person_id)
);
CREATE INDEX card_import_by_intake ON card_import (intake_id, shard, person_id);
