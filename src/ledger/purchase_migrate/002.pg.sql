-- What of a purchase a document sends back to the supplier, lot by lot; item_no 0: a credit note's money.
CREATE TABLE purchase_back (
	shard BIGINT NOT NULL,
	document_id UUID NOT NULL,
	line_no BIGINT NOT NULL CHECK (line_no > 0),
	purchase_id UUID NOT NULL,
	item_no BIGINT NOT NULL,
	source BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	value_fen BIGINT NOT NULL CHECK (value_fen >= 0),
	PRIMARY KEY (shard, purchase_id, document_id, line_no),
	CHECK ((item_no = 0) = (quantity = 0))
);
CREATE INDEX purchase_back_by_document ON purchase_back (shard, document_id, item_no, purchase_id, value_fen);
