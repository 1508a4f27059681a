-- A document that was taken back whole (红字更正): its transfers have their opposites; its state stays DONE.
ALTER TABLE document ADD COLUMN reversal_id BLOB;
ALTER TABLE document ADD COLUMN reversed_us INTEGER;
ALTER TABLE document ADD COLUMN reversed_by_id BLOB;
ALTER TABLE document ADD COLUMN reversed_words TEXT;
