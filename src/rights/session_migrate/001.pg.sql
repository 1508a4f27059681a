-- session: passwords, sessions, second factors, one-time codes. Reference tables, as app_user is.
-- by_other: somebody else chose it, so its user must choose his own.
CREATE TABLE user_password (
	user_id UUID NOT NULL PRIMARY KEY REFERENCES app_user (user_id),
	hash TEXT COLLATE "C" NOT NULL,
	set_at_us BIGINT NOT NULL,
	set_by UUID,
	by_other SMALLINT NOT NULL CHECK (by_other IN (0, 1))
);

-- Failures in a row, by the keyed hash of the login that was typed (or of login and address, where the user has signed in
-- from there before). known: there is such a user; the others are swept when they become many.
CREATE TABLE sign_in_failure (
	login_hash BYTEA NOT NULL PRIMARY KEY,
	known SMALLINT NOT NULL CHECK (known IN (0, 1)),
	failures BIGINT NOT NULL CHECK (failures > 0),
	last_at_us BIGINT NOT NULL,
	locked_until_us BIGINT NOT NULL
);
CREATE INDEX sign_in_failure_by_time ON sign_in_failure (known, last_at_us);

-- complete_at_us: when nothing more was asked to sign in (the second factor, where there is one).
CREATE TABLE session (
	session_id UUID NOT NULL PRIMARY KEY,
	token_hash BYTEA NOT NULL UNIQUE,
	user_id UUID NOT NULL REFERENCES app_user (user_id),
	started_at_us BIGINT NOT NULL,
	used_at_us BIGINT NOT NULL,
	complete_at_us BIGINT,
	second_at_us BIGINT,
	stepped_at_us BIGINT,
	address TEXT COLLATE "C",
	agent TEXT COLLATE "C",
	ended_at_us BIGINT,
	ended_by UUID
);
CREATE INDEX session_by_user ON session (user_id, started_at_us);
CREATE INDEX session_by_address ON session (user_id, address, complete_at_us);

-- confirmed 0: the secret was told, and no code of it was given yet. last_step: no code of it or before is taken again.
CREATE TABLE user_totp (
	user_id UUID NOT NULL REFERENCES app_user (user_id),
	confirmed SMALLINT NOT NULL CHECK (confirmed IN (0, 1)),
	secret BYTEA NOT NULL,
	since_us BIGINT NOT NULL,
	last_step BIGINT NOT NULL,
	PRIMARY KEY (user_id, confirmed)
);

-- kind 1: of the paper list; 2: the set-up code; 3: a reset. A reset takes two people besides the user.
CREATE TABLE user_code (
	code_id UUID NOT NULL PRIMARY KEY,
	user_id UUID NOT NULL REFERENCES app_user (user_id),
	kind SMALLINT NOT NULL CHECK (kind BETWEEN 1 AND 3),
	code_hash BYTEA NOT NULL UNIQUE,
	made_by UUID,
	made_at_us BIGINT NOT NULL,
	expires_at_us BIGINT,
	factors_too SMALLINT NOT NULL CHECK (factors_too IN (0, 1)),
	confirmed_by UUID CHECK (confirmed_by <> made_by AND confirmed_by <> user_id),
	confirmed_at_us BIGINT,
	used_at_us BIGINT,
	void_at_us BIGINT,
	CHECK (kind <> 3 OR (made_by IS NOT NULL AND made_by <> user_id)),
	CHECK (kind <> 3 OR used_at_us IS NULL OR confirmed_by IS NOT NULL)
);
CREATE INDEX user_code_by_user ON user_code (user_id, kind);
CREATE INDEX user_code_by_kind ON user_code (kind, made_at_us);
