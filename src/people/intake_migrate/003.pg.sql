-- Lists of other kinds go the same way as rosters. kind, about, about_part, words: intake.h; empty_count, noted_count: list.h,
-- NULL before a check; done_count, step_us: how far one is that is on its way.
ALTER TABLE intake ADD COLUMN kind BIGINT NOT NULL DEFAULT 0;
ALTER TABLE intake ADD COLUMN about TEXT COLLATE "C";
ALTER TABLE intake ADD COLUMN about_part TEXT COLLATE "C";
ALTER TABLE intake ADD COLUMN words TEXT COLLATE "C";
ALTER TABLE intake ADD COLUMN empty_count BIGINT;
ALTER TABLE intake ADD COLUMN noted_count BIGINT;
ALTER TABLE intake ADD COLUMN done_count BIGINT;
ALTER TABLE intake ADD COLUMN step_us BIGINT;
