-- What was said with a step of a document: the remark beside a signature, the reason with which a paper was sent back.
-- step: 0 checked, 1 approved, 2 paid, 3 accepted, 4 sent back (document_priv.h, enum document_event).
CREATE TABLE document_word (
	shard BIGINT NOT NULL,
	document_id UUID NOT NULL,
	step BIGINT NOT NULL CHECK (step BETWEEN 0 AND 4),
	words TEXT COLLATE "C" NOT NULL,
	user_id UUID NOT NULL,
	at_us BIGINT NOT NULL,
	PRIMARY KEY (shard, document_id, step)
);
-- Lists over unions, what waits for somebody, and what each has had in hand.
CREATE INDEX document_by_time ON document (made_us, document_id);
CREATE INDEX document_open ON document (made_us, document_id) WHERE state < 3;
CREATE INDEX document_by_maker ON document (maker_id, made_us);
CREATE INDEX document_by_checker ON document (checker_id) WHERE checker_id IS NOT NULL;
CREATE INDEX document_by_approver ON document (approver_id) WHERE approver_id IS NOT NULL;
CREATE INDEX document_by_treasurer ON document (treasurer_id) WHERE treasurer_id IS NOT NULL;
CREATE INDEX document_by_receiver ON document (receiver_id) WHERE receiver_id IS NOT NULL;
CREATE INDEX document_by_canceller ON document (cancelled_by_id) WHERE cancelled_by_id IS NOT NULL;
CREATE INDEX document_by_reverser ON document (reversed_by_id) WHERE reversed_by_id IS NOT NULL;
