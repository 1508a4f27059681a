-- How many whole numbers a user has seen of late is asked before each of them.
CREATE INDEX audit_unmasked ON audit (user_id, at_us) WHERE act IN ('unmask', 'unmask-phone', 'unmask-card') AND outcome = 'ok';
