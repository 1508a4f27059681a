-- A printing by its id (its file), and those of a cycle below a union.
CREATE INDEX letter_run_by_id ON letter_run (run_id);
CREATE INDEX letter_run_by_cycle ON letter_run (cycle_no, org_no);
