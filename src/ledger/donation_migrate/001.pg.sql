-- donation: donors and receipts. The money and the goods stand in document and transfer.
CREATE TABLE donation (
	shard BIGINT NOT NULL,
	donation_id UUID NOT NULL,                                     -- the RECEIVE document's id
	org_no BIGINT NOT NULL,
	cycle_no BIGINT NOT NULL,
	donor SMALLINT NOT NULL CHECK (donor BETWEEN 0 AND 2),         -- enum donor_kind
	partner_no BIGINT REFERENCES partner (partner_no),
	donor_masked TEXT COLLATE "C",
	donor_sealed BYTEA,
	donor_key BYTEA,                                               -- wrapped; destroying it erases the name
	donor_key_epoch BIGINT,
	goods SMALLINT NOT NULL CHECK (goods IN (0, 1)),
	amount_fen BIGINT NOT NULL CHECK (amount_fen > 0),
	purpose TEXT COLLATE "C" NOT NULL,
	basis TEXT COLLATE "C",
	actor_id UUID NOT NULL,
	at_us BIGINT NOT NULL,
	PRIMARY KEY (shard, donation_id),
	CHECK ((donor = 0) = (partner_no IS NOT NULL)),
	CHECK ((donor = 1) = (donor_sealed IS NOT NULL)),
	CHECK ((donor = 1) = (donor_masked IS NOT NULL)),
	CHECK ((goods = 1) = (basis IS NOT NULL))
);
CREATE INDEX donation_by_fund ON donation (shard, org_no, cycle_no);

CREATE TABLE donation_receipt (
	shard BIGINT NOT NULL,
	org_no BIGINT NOT NULL,
	receipt_year INTEGER NOT NULL CHECK (receipt_year BETWEEN 1900 AND 9999),
	receipt_no BIGINT NOT NULL CHECK (receipt_no > 0),
	donation_id UUID NOT NULL,
	issued_id UUID NOT NULL,
	issued_us BIGINT NOT NULL,
	voided_id UUID,
	voided_us BIGINT NOT NULL DEFAULT 0,
	why TEXT COLLATE "C",
	PRIMARY KEY (shard, org_no, receipt_year, receipt_no),
	CHECK ((voided_us = 0) = (why IS NULL))
);
-- One in force.
CREATE UNIQUE INDEX donation_receipt_in_force ON donation_receipt (shard, donation_id) WHERE voided_us = 0;

CREATE TABLE donation_return (
	shard BIGINT NOT NULL,
	document_id UUID NOT NULL,                                     -- the RETURN document's id
	donation_id UUID NOT NULL,
	amount_fen BIGINT NOT NULL CHECK (amount_fen > 0),
	PRIMARY KEY (shard, document_id)
);
CREATE INDEX donation_return_by_donation ON donation_return (shard, donation_id);
