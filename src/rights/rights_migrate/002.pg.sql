-- The administrators of security and of the audit trail, and who supervises from the union above.
ALTER TABLE user_grant DROP CONSTRAINT user_grant_role_check;
ALTER TABLE user_grant ADD CONSTRAINT user_grant_role_check CHECK (role IN ('admin', 'maker', 'checker', 'approver', 'accountant', 'cashier',
		'keeper', 'distributor', 'auditor', 'supervisor', 'security', 'auditadmin'));
CREATE INDEX user_grant_by_role ON user_grant (role, org_no) WHERE ended_at_us IS NULL;
