-- What of a lot is still in some stock of the shard: a donation in kind asks. 5 is STOCK.
CREATE INDEX account_by_lot ON account (shard, lot_no) WHERE class = 5;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('account', 'account_by_lot', '10000 100 2');
