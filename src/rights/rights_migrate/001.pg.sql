-- rights: users, what is granted to them, and how many hands money needs. Reference tables, as org is.
CREATE TABLE app_user (
	user_id UUID NOT NULL PRIMARY KEY,
	login TEXT COLLATE "C" NOT NULL UNIQUE,
	name TEXT COLLATE "C" NOT NULL,
	org_no BIGINT REFERENCES org (org_no),
	added_by UUID,
	added_at_us BIGINT NOT NULL,
	closed_by UUID,
	closed_at_us BIGINT
);

-- org_no 0: everywhere. A grant that has ended stays as a row.
CREATE TABLE user_grant (
	grant_id UUID NOT NULL PRIMARY KEY,
	user_id UUID NOT NULL REFERENCES app_user (user_id),
	role TEXT COLLATE "C" NOT NULL CHECK (role IN ('admin', 'maker', 'checker', 'approver', 'accountant', 'cashier',
		'keeper', 'distributor', 'auditor')),
	org_no BIGINT NOT NULL,
	until_day INTEGER NOT NULL DEFAULT 0,
	granted_by UUID,
	granted_at_us BIGINT NOT NULL,
	ended_by UUID,
	ended_at_us BIGINT
);
CREATE UNIQUE INDEX user_grant_live ON user_grant (user_id, role, org_no) WHERE ended_at_us IS NULL;
CREATE INDEX user_grant_by_org ON user_grant (org_no);
-- The floor: nobody is accountant and cashier of one union (product.md, Few hands).
CREATE UNIQUE INDEX user_grant_money ON user_grant (user_id, org_no)
	WHERE ended_at_us IS NULL AND role IN ('accountant', 'cashier');

-- How many hands from which amount on; org_no 0: everywhere. A change is a new row, the newest counts.
CREATE TABLE hands_policy (
	policy_id UUID NOT NULL PRIMARY KEY,
	org_no BIGINT NOT NULL,
	from_amount_fen BIGINT NOT NULL CHECK (from_amount_fen >= 0),
	hands SMALLINT NOT NULL CHECK (hands BETWEEN 2 AND 4),
	source TEXT COLLATE "C" NOT NULL,
	set_by UUID,
	set_at_us BIGINT NOT NULL
);
CREATE INDEX hands_policy_by_org ON hands_policy (org_no, from_amount_fen);
INSERT INTO hands_policy (policy_id, org_no, from_amount_fen, hands, source, set_at_us)
	VALUES ('00000000-0000-7000-8000-000000000001', 0, 0, 3, 'product.md, Few hands: recommended default', 0);
INSERT INTO hands_policy (policy_id, org_no, from_amount_fen, hands, source, set_at_us)
	VALUES ('00000000-0000-7000-8000-000000000002', 0, 100000, 4, 'product.md, Few hands: recommended default', 0);
