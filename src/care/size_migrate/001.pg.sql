-- Sizes 尺码. What a person wears, of one cycle and benefit, as it is now; what is made for him is order_item_no, which an
-- exchange (served from the stock) leaves as it was. changes: how many rows size_change has of it.
CREATE TABLE size_pick (
	shard BIGINT NOT NULL,
	cycle_no BIGINT NOT NULL,
	benefit TEXT COLLATE "C" NOT NULL,
	person_id UUID NOT NULL,
	item_no BIGINT NOT NULL CHECK (item_no > 0),
	order_item_no BIGINT NOT NULL CHECK (order_item_no > 0),
	changes BIGINT NOT NULL CHECK (changes > 0),
	PRIMARY KEY (shard, person_id, cycle_no, benefit)
);

-- Who said which size when, and why where it was after an order. how: size.h, SIZE_HOWS. was_item_no NULL: none before.
-- order_id: the order that was there already; NULL: in time.
CREATE TABLE size_change (
	shard BIGINT NOT NULL,
	cycle_no BIGINT NOT NULL,
	benefit TEXT COLLATE "C" NOT NULL,
	person_id UUID NOT NULL,
	change_no BIGINT NOT NULL CHECK (change_no > 0),
	org_no BIGINT NOT NULL,
	was_item_no BIGINT,
	item_no BIGINT NOT NULL CHECK (item_no > 0),
	how SMALLINT NOT NULL CHECK (how IN (0, 1)),
	order_id UUID,
	words TEXT COLLATE "C",
	by_id UUID,
	at_us BIGINT NOT NULL,
	PRIMARY KEY (shard, person_id, cycle_no, benefit, change_no),
	CHECK (order_id IS NULL OR words IS NOT NULL),
	CHECK ((change_no = 1) = (was_item_no IS NULL))
);
CREATE INDEX size_change_cycle ON size_change (cycle_no, at_us);

-- What the tailor was told, frozen. number: cycle/union/benefit/order_no. late 1: what changed since the orders before it,
-- plus and minus. reserve: as it was asked for.
CREATE TABLE size_order (
	shard BIGINT NOT NULL,
	order_id UUID NOT NULL,
	number TEXT COLLATE "C" NOT NULL,
	org_no BIGINT NOT NULL,
	cycle_no BIGINT NOT NULL,
	benefit TEXT COLLATE "C" NOT NULL,
	order_no BIGINT NOT NULL CHECK (order_no > 0),
	late SMALLINT NOT NULL CHECK (late IN (0, 1)),
	reserve TEXT COLLATE "C",
	people BIGINT NOT NULL CHECK (people >= 0),
	missing BIGINT NOT NULL CHECK (missing >= 0),
	words TEXT COLLATE "C",
	maker_id UUID,
	made_us BIGINT NOT NULL,
	checker_id UUID,
	checked_us BIGINT,
	cancelled_us BIGINT,
	cancelled_by UUID,
	cancelled_words TEXT COLLATE "C",
	PRIMARY KEY (shard, order_id),
	CHECK (checker_id <> maker_id),
	CHECK (checked_us IS NULL OR cancelled_us IS NULL),
	CHECK ((cancelled_us IS NULL) = (cancelled_words IS NULL)),
	CHECK (late = 0 OR reserve IS NULL)
);
CREATE UNIQUE INDEX size_order_number ON size_order (shard, org_no, cycle_no, benefit, order_no);
CREATE INDEX size_order_by_number ON size_order (number);
CREATE INDEX size_order_by_id ON size_order (order_id);
CREATE INDEX size_order_cycle ON size_order (cycle_no, benefit);

-- pieces: for people; reserve: beside them.
CREATE TABLE size_order_line (
	shard BIGINT NOT NULL,
	order_id UUID NOT NULL,
	item_no BIGINT NOT NULL CHECK (item_no > 0),
	pieces BIGINT NOT NULL,
	reserve BIGINT NOT NULL CHECK (reserve >= 0),
	PRIMARY KEY (shard, order_id, item_no)
);
