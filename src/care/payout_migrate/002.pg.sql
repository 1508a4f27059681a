-- The budget line of the paying union that the batch spends from; NULL: none.
ALTER TABLE payout_batch ADD COLUMN budget TEXT COLLATE "C";
