-- What was there before an import said a size (listed.h): by it the import is taken back, whole. change_no: the size_change
-- that it made; was_item_no 0: none before; was_size: on the roster, of the person's row there.
CREATE TABLE size_import (
	shard INTEGER NOT NULL,
	intake_id BLOB NOT NULL,
	person_id BLOB NOT NULL,
	cycle_no INTEGER NOT NULL,
	benefit TEXT NOT NULL,
	change_no INTEGER NOT NULL CHECK (change_no > 0),
	was_item_no INTEGER NOT NULL,
	was_order_item_no INTEGER NOT NULL,
	roster_shard INTEGER NOT NULL,
	roster_person_id BLOB NOT NULL,
	was_size TEXT,
	PRIMARY KEY (shard, intake_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX size_import_by_intake ON size_import (intake_id, shard, person_id);
