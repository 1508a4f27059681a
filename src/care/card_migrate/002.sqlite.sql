-- Which card an import set (listed.h), and which one there was before (NULL: none): by it the import is taken back, whole.
CREATE TABLE card_import (
	shard INTEGER NOT NULL,
	intake_id BLOB NOT NULL,
	person_id BLOB NOT NULL,
	card_id BLOB NOT NULL,
	was_card_id BLOB,
	PRIMARY KEY (shard, intake_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX card_import_by_intake ON card_import (intake_id, shard, person_id);
