-- Figures of a partner (a company's own giving) and of joint activities, beside those of the union itself.
ALTER TABLE reported ADD COLUMN partner_no INTEGER NOT NULL DEFAULT 0 CHECK (partner_no >= 0);           -- 0: the union's own
ALTER TABLE reported ADD COLUMN by_partner INTEGER NOT NULL DEFAULT 0 CHECK (by_partner IN (0, 1));    -- 1: it said so itself
ALTER TABLE reported ADD COLUMN joint_no INTEGER NOT NULL DEFAULT 0 CHECK (joint_no >= 0);               -- union that leads; 0: not joint
