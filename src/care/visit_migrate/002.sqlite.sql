-- What a row says under a key of the keyring (bound.h); NULL: from before there were check values.
ALTER TABLE visit ADD COLUMN check_value BLOB;
ALTER TABLE visit_need ADD COLUMN check_value BLOB;
