-- session: security keys and passkeys (WebAuthn). verified: it knew its user at its registration, so it always must.
-- transports: a bit each, session.h; sign_count: of its last signature, 0 where it counts none.
CREATE TABLE user_key (
	key_id BLOB NOT NULL PRIMARY KEY,
	user_id BLOB NOT NULL REFERENCES app_user (user_id),
	credential_id BLOB NOT NULL UNIQUE,
	rp_id TEXT NOT NULL,
	public_key BLOB NOT NULL,
	sign_count INTEGER NOT NULL CHECK (sign_count BETWEEN 0 AND 4294967295),
	verified INTEGER NOT NULL CHECK (verified IN (0, 1)),
	transports INTEGER NOT NULL CHECK (transports >= 0),
	name TEXT NOT NULL,
	added_at_us INTEGER NOT NULL,
	used_at_us INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX user_key_by_user ON user_key (user_id, added_at_us);

-- What a session has been asked to sign, once and for some minutes. purpose 1: a new key; 2: a second factor.
CREATE TABLE key_challenge (
	session_id BLOB NOT NULL,
	purpose INTEGER NOT NULL CHECK (purpose IN (1, 2)),
	challenge BLOB NOT NULL,
	expires_at_us INTEGER NOT NULL,
	PRIMARY KEY (session_id, purpose)
) STRICT, WITHOUT ROWID;
CREATE INDEX key_challenge_by_end ON key_challenge (expires_at_us);
