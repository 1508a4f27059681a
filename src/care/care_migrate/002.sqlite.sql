-- When its token was last told, for a letter; NULL: nobody knows it yet.
ALTER TABLE entitlement ADD COLUMN told_us INTEGER;
