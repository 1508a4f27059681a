-- A return goes back to several lines, of several unions: a row for each.
ALTER TABLE budget_use DROP CONSTRAINT budget_use_pkey;
ALTER TABLE budget_use ADD PRIMARY KEY (shard, document_id, org_no, cycle_no, code);
CREATE INDEX budget_use_by_document ON budget_use (document_id);
