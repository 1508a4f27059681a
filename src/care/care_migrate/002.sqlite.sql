-- The token that was told for a letter, and when; NULL: nobody knows one. token_hash, which the list's leaf binds, stays.
ALTER TABLE entitlement ADD COLUMN told_us INTEGER;
ALTER TABLE entitlement ADD COLUMN told_hash BLOB;
