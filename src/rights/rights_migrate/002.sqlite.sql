-- The administrators of security and of the audit trail, and who supervises from the union above.
CREATE TABLE user_grant_of_more_roles (
	grant_id BLOB NOT NULL PRIMARY KEY,
	user_id BLOB NOT NULL REFERENCES app_user (user_id),
	role TEXT NOT NULL CHECK (role IN ('admin', 'maker', 'checker', 'approver', 'accountant', 'cashier',
		'keeper', 'distributor', 'auditor', 'supervisor', 'security', 'auditadmin')),
	org_no INTEGER NOT NULL,
	until_day INTEGER NOT NULL DEFAULT 0,
	granted_by BLOB,
	granted_at_us INTEGER NOT NULL,
	ended_by BLOB,
	ended_at_us INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO user_grant_of_more_roles (grant_id, user_id, role, org_no, until_day, granted_by, granted_at_us, ended_by, ended_at_us)
SELECT grant_id, user_id, role, org_no, until_day, granted_by, granted_at_us, ended_by, ended_at_us FROM user_grant;
DROP TABLE user_grant;
ALTER TABLE user_grant_of_more_roles RENAME TO user_grant;
CREATE UNIQUE INDEX user_grant_live ON user_grant (user_id, role, org_no) WHERE ended_at_us IS NULL;
CREATE INDEX user_grant_by_org ON user_grant (org_no);
CREATE UNIQUE INDEX user_grant_money ON user_grant (user_id, org_no)
	WHERE ended_at_us IS NULL AND role IN ('accountant', 'cashier');
CREATE INDEX user_grant_by_role ON user_grant (role, org_no) WHERE ended_at_us IS NULL;
