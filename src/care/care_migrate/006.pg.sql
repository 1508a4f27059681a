-- The register is read by time, a page at a time, the newest first.
CREATE INDEX delivery_by_time ON delivery (shard, cycle_no, at_us, record_id);
