-- Lists of other kinds go the same way as rosters. kind, about, about_part, words: intake.h; empty_count, noted_count: list.h,
-- NULL before a check; done_count, step_us: how far one is that is on its way.
ALTER TABLE intake ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;
ALTER TABLE intake ADD COLUMN about TEXT;
ALTER TABLE intake ADD COLUMN about_part TEXT;
ALTER TABLE intake ADD COLUMN words TEXT;
ALTER TABLE intake ADD COLUMN empty_count INTEGER;
ALTER TABLE intake ADD COLUMN noted_count INTEGER;
ALTER TABLE intake ADD COLUMN done_count INTEGER;
ALTER TABLE intake ADD COLUMN step_us INTEGER;
