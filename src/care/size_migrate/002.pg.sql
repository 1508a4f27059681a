-- What was there before an import said a size (listed.h): by it the import is taken back, whole. change_no: the size_change
-- that it made; was_item_no 0: none before; was_size: on the roster, of the person's row there.
CREATE TABLE size_import (
	shard BIGINT NOT NULL,
	intake_id UUID NOT NULL,
	person_id UUID NOT NULL,
	cycle_no BIGINT NOT NULL,
	benefit TEXT COLLATE "C" NOT NULL,
	change_no BIGINT NOT NULL CHECK (change_no > 0),
	was_item_no BIGINT NOT NULL,
	was_order_item_no BIGINT NOT NULL,
	roster_shard BIGINT NOT NULL,
	roster_person_id UUID NOT NULL,
	was_size TEXT COLLATE "C",
	PRIMARY KEY (shard, intake_id, person_id)
);
CREATE INDEX size_import_by_intake ON size_import (intake_id, shard, person_id);
