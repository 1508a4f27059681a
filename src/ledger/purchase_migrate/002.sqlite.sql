-- What of a purchase a document sends back to the supplier, lot by lot; item_no 0: a credit note's money.
CREATE TABLE purchase_back (
	shard INTEGER NOT NULL,
	document_id BLOB NOT NULL,
	line_no INTEGER NOT NULL CHECK (line_no > 0),
	purchase_id BLOB NOT NULL,
	item_no INTEGER NOT NULL,
	source INTEGER NOT NULL,
	quantity INTEGER NOT NULL,
	value_fen INTEGER NOT NULL CHECK (value_fen >= 0),
	PRIMARY KEY (shard, purchase_id, document_id, line_no),
	CHECK ((item_no = 0) = (quantity = 0))
) STRICT, WITHOUT ROWID;
CREATE INDEX purchase_back_by_document ON purchase_back (shard, document_id, item_no, purchase_id, value_fen);
