-- session: security keys and passkeys (WebAuthn). verified: it knew its user at its registration, so it always must.
-- transports: a bit each, session.h; sign_count: of its last signature, 0 where it counts none.
CREATE TABLE user_key (
	key_id UUID NOT NULL PRIMARY KEY,
	user_id UUID NOT NULL REFERENCES app_user (user_id),
	credential_id BYTEA NOT NULL UNIQUE,
	rp_id TEXT COLLATE "C" NOT NULL,
	public_key BYTEA NOT NULL,
	sign_count BIGINT NOT NULL CHECK (sign_count BETWEEN 0 AND 4294967295),
	verified SMALLINT NOT NULL CHECK (verified IN (0, 1)),
	transports BIGINT NOT NULL CHECK (transports >= 0),
	name TEXT COLLATE "C" NOT NULL,
	added_at_us BIGINT NOT NULL,
	used_at_us BIGINT
);
CREATE INDEX user_key_by_user ON user_key (user_id, added_at_us);

-- What a session has been asked to sign, once and for some minutes. purpose 1: a new key; 2: a second factor.
CREATE TABLE key_challenge (
	session_id UUID NOT NULL,
	purpose SMALLINT NOT NULL CHECK (purpose IN (1, 2)),
	challenge BYTEA NOT NULL,
	expires_at_us BIGINT NOT NULL,
	PRIMARY KEY (session_id, purpose)
);
CREATE INDEX key_challenge_by_end ON key_challenge (expires_at_us);
