-- What a row says under a key of the keyring (bound.h); NULL: from before there were check values.
ALTER TABLE handover_attempt ADD COLUMN check_value BLOB;
ALTER TABLE handover_exchange ADD COLUMN check_value BLOB;
