-- idem: what a write answered the first time. The null actor stands for requests without a user, such as a set-up.
CREATE TABLE idempotency (
	actor_id BLOB NOT NULL,
	idem_key TEXT NOT NULL,
	route TEXT NOT NULL,
	body_hash BLOB NOT NULL,
	status INTEGER NOT NULL,
	reply TEXT,
	at_us INTEGER NOT NULL,
	PRIMARY KEY (actor_id, idem_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_by_time ON idempotency (at_us);
