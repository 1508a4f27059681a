-- What a use is of: 0 a document, 1 a bank batch or what was done with one (enum budget_paper in budget.h).
ALTER TABLE budget_use ADD COLUMN paper BIGINT NOT NULL DEFAULT 0 CHECK (paper IN (0, 1));
