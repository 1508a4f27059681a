-- Sizes 尺码. What a person wears, of one cycle and benefit, as it is now; what is made for him is order_item_no, which an
-- exchange (served from the stock) leaves as it was. changes: how many rows size_change has of it.
CREATE TABLE size_pick (
	shard INTEGER NOT NULL,
	cycle_no INTEGER NOT NULL,
	benefit TEXT NOT NULL,
	person_id BLOB NOT NULL,
	item_no INTEGER NOT NULL CHECK (item_no > 0),
	order_item_no INTEGER NOT NULL CHECK (order_item_no > 0),
	changes INTEGER NOT NULL CHECK (changes > 0),
	PRIMARY KEY (shard, person_id, cycle_no, benefit)
) STRICT, WITHOUT ROWID;

-- Who said which size when, and why where it was after an order. how: size.h, SIZE_HOWS. was_item_no NULL: none before.
-- order_id: the order that was there already; NULL: in time.
CREATE TABLE size_change (
	shard INTEGER NOT NULL,
	cycle_no INTEGER NOT NULL,
	benefit TEXT NOT NULL,
	person_id BLOB NOT NULL,
	change_no INTEGER NOT NULL CHECK (change_no > 0),
	org_no INTEGER NOT NULL,
	was_item_no INTEGER,
	item_no INTEGER NOT NULL CHECK (item_no > 0),
	how INTEGER NOT NULL CHECK (how IN (0, 1)),
	order_id BLOB,
	words TEXT,
	by_id BLOB,
	at_us INTEGER NOT NULL,
	PRIMARY KEY (shard, person_id, cycle_no, benefit, change_no),
	CHECK (order_id IS NULL OR words IS NOT NULL),
	CHECK ((change_no = 1) = (was_item_no IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX size_change_cycle ON size_change (cycle_no, at_us);

-- What the tailor was told, frozen. number: cycle/union/benefit/order_no. late 1: what changed since the orders before it,
-- plus and minus. reserve: as it was asked for.
CREATE TABLE size_order (
	shard INTEGER NOT NULL,
	order_id BLOB NOT NULL,
	number TEXT NOT NULL,
	org_no INTEGER NOT NULL,
	cycle_no INTEGER NOT NULL,
	benefit TEXT NOT NULL,
	order_no INTEGER NOT NULL CHECK (order_no > 0),
	late INTEGER NOT NULL CHECK (late IN (0, 1)),
	reserve TEXT,
	people INTEGER NOT NULL CHECK (people >= 0),
	missing INTEGER NOT NULL CHECK (missing >= 0),
	words TEXT,
	maker_id BLOB,
	made_us INTEGER NOT NULL,
	checker_id BLOB,
	checked_us INTEGER,
	cancelled_us INTEGER,
	cancelled_by BLOB,
	cancelled_words TEXT,
	PRIMARY KEY (shard, order_id),
	CHECK (checker_id <> maker_id),
	CHECK (checked_us IS NULL OR cancelled_us IS NULL),
	CHECK ((cancelled_us IS NULL) = (cancelled_words IS NULL)),
	CHECK (late = 0 OR reserve IS NULL)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX size_order_number ON size_order (shard, org_no, cycle_no, benefit, order_no);
CREATE INDEX size_order_by_number ON size_order (number);
CREATE INDEX size_order_by_id ON size_order (order_id);
CREATE INDEX size_order_cycle ON size_order (cycle_no, benefit);

-- pieces: for people; reserve: beside them.
CREATE TABLE size_order_line (
	shard INTEGER NOT NULL,
	order_id BLOB NOT NULL,
	item_no INTEGER NOT NULL CHECK (item_no > 0),
	pieces INTEGER NOT NULL,
	reserve INTEGER NOT NULL CHECK (reserve >= 0),
	PRIMARY KEY (shard, order_id, item_no)
) STRICT, WITHOUT ROWID;
