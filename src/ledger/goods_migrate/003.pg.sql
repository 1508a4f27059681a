-- A document that was taken back whole (红字更正): its transfers have their opposites; its state stays DONE.
ALTER TABLE document ADD COLUMN reversal_id UUID;
ALTER TABLE document ADD COLUMN reversed_us BIGINT;
ALTER TABLE document ADD COLUMN reversed_by_id UUID;
ALTER TABLE document ADD COLUMN reversed_words TEXT COLLATE "C";
