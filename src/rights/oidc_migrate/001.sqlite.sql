-- oidc: services by which people sign in, and which of their accounts is which user. Reference tables, as app_user is.
-- secret: sealed; NULL: a client without one. The settings of a provider do not change.
CREATE TABLE oidc_provider (
	provider_id BLOB NOT NULL PRIMARY KEY,
	code TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,
	issuer TEXT NOT NULL,
	client_id TEXT NOT NULL,
	secret BLOB,
	scope TEXT NOT NULL,
	claim TEXT NOT NULL,
	hosts TEXT,
	ca_pem TEXT,
	factor_acr TEXT,
	factor_amr TEXT,
	private_network INTEGER NOT NULL CHECK (private_network IN (0, 1)),
	added_at_us INTEGER NOT NULL,
	added_by BLOB,
	removed_at_us INTEGER,
	removed_by BLOB
) STRICT, WITHOUT ROWID;

-- subject_hash: the account under its provider, keyed; the account itself is not kept.
CREATE TABLE oidc_link (
	link_id BLOB NOT NULL PRIMARY KEY,
	provider_id BLOB NOT NULL REFERENCES oidc_provider (provider_id),
	user_id BLOB NOT NULL REFERENCES app_user (user_id),
	subject_hash BLOB NOT NULL,
	linked_at_us INTEGER NOT NULL,
	linked_by BLOB NOT NULL,
	used_at_us INTEGER,
	cut_at_us INTEGER,
	cut_by BLOB
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX oidc_link_subject ON oidc_link (subject_hash) WHERE cut_at_us IS NULL;
CREATE UNIQUE INDEX oidc_link_user ON oidc_link (user_id, provider_id) WHERE cut_at_us IS NULL;
CREATE INDEX oidc_link_by_provider ON oidc_link (provider_id);
