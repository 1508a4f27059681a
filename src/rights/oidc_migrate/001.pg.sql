-- oidc: services by which people sign in, and which of their accounts is which user. Reference tables, as app_user is.
-- secret: sealed; NULL: a client without one. The settings of a provider do not change.
CREATE TABLE oidc_provider (
	provider_id UUID NOT NULL PRIMARY KEY,
	code TEXT COLLATE "C" NOT NULL UNIQUE,
	name TEXT COLLATE "C" NOT NULL,
	issuer TEXT COLLATE "C" NOT NULL,
	client_id TEXT COLLATE "C" NOT NULL,
	secret BYTEA,
	scope TEXT COLLATE "C" NOT NULL,
	claim TEXT COLLATE "C" NOT NULL,
	hosts TEXT COLLATE "C",
	ca_pem TEXT COLLATE "C",
	factor_acr TEXT COLLATE "C",
	factor_amr TEXT COLLATE "C",
	private_network SMALLINT NOT NULL CHECK (private_network IN (0, 1)),
	added_at_us BIGINT NOT NULL,
	added_by UUID,
	removed_at_us BIGINT,
	removed_by UUID
);

-- subject_hash: the account under its provider, keyed; the account itself is not kept.
CREATE TABLE oidc_link (
	link_id UUID NOT NULL PRIMARY KEY,
	provider_id UUID NOT NULL REFERENCES oidc_provider (provider_id),
	user_id UUID NOT NULL REFERENCES app_user (user_id),
	subject_hash BYTEA NOT NULL,
	linked_at_us BIGINT NOT NULL,
	linked_by UUID NOT NULL,
	used_at_us BIGINT,
	cut_at_us BIGINT,
	cut_by UUID
);
CREATE UNIQUE INDEX oidc_link_subject ON oidc_link (subject_hash) WHERE cut_at_us IS NULL;
CREATE UNIQUE INDEX oidc_link_user ON oidc_link (user_id, provider_id) WHERE cut_at_us IS NULL;
CREATE INDEX oidc_link_by_provider ON oidc_link (provider_id);
