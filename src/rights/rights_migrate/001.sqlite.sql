-- rights: users, what is granted to them, and how many hands money needs. Reference tables, as org is.
CREATE TABLE app_user (
	user_id BLOB NOT NULL PRIMARY KEY,
	login TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,
	org_no INTEGER REFERENCES org (org_no),
	added_by BLOB,
	added_at_us INTEGER NOT NULL,
	closed_by BLOB,
	closed_at_us INTEGER
) STRICT, WITHOUT ROWID;

-- org_no 0: everywhere. A grant that has ended stays as a row.
CREATE TABLE user_grant (
	grant_id BLOB NOT NULL PRIMARY KEY,
	user_id BLOB NOT NULL REFERENCES app_user (user_id),
	role TEXT NOT NULL CHECK (role IN ('admin', 'maker', 'checker', 'approver', 'accountant', 'cashier',
		'keeper', 'distributor', 'auditor')),
	org_no INTEGER NOT NULL,
	until_day INTEGER NOT NULL DEFAULT 0,
	granted_by BLOB,
	granted_at_us INTEGER NOT NULL,
	ended_by BLOB,
	ended_at_us INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX user_grant_live ON user_grant (user_id, role, org_no) WHERE ended_at_us IS NULL;
CREATE INDEX user_grant_by_org ON user_grant (org_no);
-- The floor: nobody is accountant and cashier of one union (product.md, Few hands).
CREATE UNIQUE INDEX user_grant_money ON user_grant (user_id, org_no)
	WHERE ended_at_us IS NULL AND role IN ('accountant', 'cashier');

-- How many hands from which amount on; org_no 0: everywhere. A change is a new row, the newest counts.
CREATE TABLE hands_policy (
	policy_id BLOB NOT NULL PRIMARY KEY,
	org_no INTEGER NOT NULL,
	from_amount_fen INTEGER NOT NULL CHECK (from_amount_fen >= 0),
	hands INTEGER NOT NULL CHECK (hands BETWEEN 2 AND 4),
	source TEXT NOT NULL,
	set_by BLOB,
	set_at_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX hands_policy_by_org ON hands_policy (org_no, from_amount_fen);
INSERT INTO hands_policy (policy_id, org_no, from_amount_fen, hands, source, set_at_us)
	VALUES (X'00000000000070008000000000000001', 0, 0, 3, 'product.md, Few hands: recommended default', 0);
INSERT INTO hands_policy (policy_id, org_no, from_amount_fen, hands, source, set_at_us)
	VALUES (X'00000000000070008000000000000002', 0, 100000, 4, 'product.md, Few hands: recommended default', 0);
