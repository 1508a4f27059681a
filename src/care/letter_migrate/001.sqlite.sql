-- Letters 慰问信. A row is one version of a text in one language; nothing in it changes but that a second person checks it.
-- version counts by cycle, code and language. uses: which placeholders stand in it (letter.h, bit by bit).
CREATE TABLE letter (
	shard INTEGER NOT NULL,
	letter_id BLOB NOT NULL,
	org_no INTEGER NOT NULL,
	cycle_no INTEGER NOT NULL,
	code TEXT NOT NULL,
	lang TEXT NOT NULL CHECK (lang IN ('zh', 'mn', 'en')),
	version INTEGER NOT NULL CHECK (version > 0),
	sender_org_no INTEGER,
	sender_partner_no INTEGER,
	day INTEGER,
	title TEXT,
	body TEXT NOT NULL,
	uses INTEGER NOT NULL,
	maker_id BLOB,
	made_us INTEGER NOT NULL,
	checker_id BLOB,
	checked_us INTEGER,
	PRIMARY KEY (shard, letter_id),
	CHECK ((sender_org_no IS NULL) <> (sender_partner_no IS NULL)),
	CHECK ((checker_id IS NULL) = (checked_us IS NULL)),
	CHECK (checker_id <> maker_id)
) STRICT;
CREATE UNIQUE INDEX letter_version ON letter (cycle_no, code, lang, version);

-- One printing: which text, for whose people, one a person or one a team; letters and again are the pages that were new
-- and those that had been printed before.
CREATE TABLE letter_run (
	shard INTEGER NOT NULL,
	run_id BLOB NOT NULL,
	letter_shard INTEGER NOT NULL,
	letter_id BLOB NOT NULL,
	cycle_no INTEGER NOT NULL,
	org_no INTEGER NOT NULL,
	way TEXT NOT NULL CHECK (way IN ('name', 'team')),
	letters INTEGER NOT NULL,
	again INTEGER NOT NULL,
	at_us INTEGER NOT NULL,
	by_id BLOB,
	PRIMARY KEY (shard, run_id),
	CHECK (letters >= 0 AND again >= 0 AND letters + again > 0)
) STRICT;

-- One letter (封): a page for one entitlement (subject_id is its id) or for one team (the team's). again 1: its subject
-- has one of this code and language already; it is counted as a reprint. reached: to how many entitlements it is the first.
CREATE TABLE letter_page (
	shard INTEGER NOT NULL,
	run_id BLOB NOT NULL,
	page_no INTEGER NOT NULL,
	org_no INTEGER NOT NULL,
	cycle_no INTEGER NOT NULL,
	code TEXT NOT NULL,
	lang TEXT NOT NULL,
	benefit TEXT NOT NULL,
	subject_id BLOB NOT NULL,
	team_id BLOB,
	again INTEGER NOT NULL CHECK (again IN (0, 1)),
	reached INTEGER NOT NULL CHECK (reached >= 0),
	PRIMARY KEY (shard, run_id, page_no)
) STRICT;
CREATE UNIQUE INDEX letter_page_once ON letter_page (shard, subject_id, cycle_no, benefit, code, lang) WHERE again = 0;
CREATE INDEX letter_page_run ON letter_page (run_id, page_no);
CREATE INDEX letter_page_org ON letter_page (cycle_no, org_no);

-- Which entitlements a letter went with. again 1: it had one of this code and language before.
CREATE TABLE letter_given (
	shard INTEGER NOT NULL,
	entitlement_id BLOB NOT NULL,
	run_id BLOB NOT NULL,
	page_no INTEGER NOT NULL,
	again INTEGER NOT NULL CHECK (again IN (0, 1)),
	PRIMARY KEY (shard, entitlement_id, run_id, page_no)
) STRICT;
CREATE INDEX letter_given_page ON letter_given (shard, run_id, page_no);
