-- Who closed it: bound by its leaf, with when and why.
ALTER TABLE care_case ADD COLUMN closed_by BLOB;
