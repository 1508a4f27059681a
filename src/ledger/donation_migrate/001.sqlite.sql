-- donation: donors and receipts. The money and the goods stand in document and transfer.
CREATE TABLE donation (
	shard INTEGER NOT NULL,
	donation_id BLOB NOT NULL,                                     -- the RECEIVE document's id
	org_no INTEGER NOT NULL,
	cycle_no INTEGER NOT NULL,
	donor INTEGER NOT NULL CHECK (donor BETWEEN 0 AND 2),         -- enum donor_kind
	partner_no INTEGER REFERENCES partner (partner_no),
	donor_masked TEXT,
	donor_sealed BLOB,
	donor_key BLOB,                                               -- wrapped; destroying it erases the name
	donor_key_epoch INTEGER,
	goods INTEGER NOT NULL CHECK (goods IN (0, 1)),
	amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
	purpose TEXT NOT NULL,
	basis TEXT,
	actor_id BLOB NOT NULL,
	at_us INTEGER NOT NULL,
	PRIMARY KEY (shard, donation_id),
	CHECK ((donor = 0) = (partner_no IS NOT NULL)),
	CHECK ((donor = 1) = (donor_sealed IS NOT NULL)),
	CHECK ((donor = 1) = (donor_masked IS NOT NULL)),
	CHECK ((goods = 1) = (basis IS NOT NULL))
) STRICT;
CREATE INDEX donation_by_fund ON donation (shard, org_no, cycle_no);

CREATE TABLE donation_receipt (
	shard INTEGER NOT NULL,
	org_no INTEGER NOT NULL,
	receipt_year INTEGER NOT NULL CHECK (receipt_year BETWEEN 1900 AND 9999),
	receipt_no INTEGER NOT NULL CHECK (receipt_no > 0),
	donation_id BLOB NOT NULL,
	issued_id BLOB NOT NULL,
	issued_us INTEGER NOT NULL,
	voided_id BLOB,
	voided_us INTEGER NOT NULL DEFAULT 0,
	why TEXT,
	PRIMARY KEY (shard, org_no, receipt_year, receipt_no),
	CHECK ((voided_us = 0) = (why IS NULL))
) STRICT;
-- One in force.
CREATE UNIQUE INDEX donation_receipt_in_force ON donation_receipt (shard, donation_id) WHERE voided_us = 0;

CREATE TABLE donation_return (
	shard INTEGER NOT NULL,
	document_id BLOB NOT NULL,                                     -- the RETURN document's id
	donation_id BLOB NOT NULL,
	amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
	PRIMARY KEY (shard, document_id)
) STRICT;
CREATE INDEX donation_return_by_donation ON donation_return (shard, donation_id);
