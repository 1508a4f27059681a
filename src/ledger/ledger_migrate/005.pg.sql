-- A shard's transfers in the order of their days: the ledger as a list, a page after the other.
CREATE INDEX transfer_by_day ON transfer (shard, day, transfer_id);
