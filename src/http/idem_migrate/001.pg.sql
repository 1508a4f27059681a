-- idem: what a write answered the first time. The null actor stands for requests without a user, such as a set-up.
CREATE TABLE idempotency (
	actor_id UUID NOT NULL,
	idem_key TEXT COLLATE "C" NOT NULL,
	route TEXT COLLATE "C" NOT NULL,
	body_hash BYTEA NOT NULL,
	status BIGINT NOT NULL,
	reply TEXT COLLATE "C",
	at_us BIGINT NOT NULL,
	PRIMARY KEY (actor_id, idem_key)
);
CREATE INDEX idempotency_by_time ON idempotency (at_us);
