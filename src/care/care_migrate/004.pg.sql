-- How many tokens were told for it: each has a leaf by its number, so that an earlier one cannot be put back unseen.
ALTER TABLE entitlement ADD COLUMN told_count BIGINT NOT NULL DEFAULT 0;
