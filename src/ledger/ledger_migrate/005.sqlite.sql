-- A shard's transfers in the order of their days: the ledger as a list, a page after the other.
CREATE INDEX transfer_by_day ON transfer (shard, day, transfer_id);
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('transfer', 'transfer_by_day', '10000000 100000 1000 1');
