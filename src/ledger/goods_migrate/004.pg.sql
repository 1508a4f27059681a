-- A kind more: back to the supplier.
ALTER TABLE document DROP CONSTRAINT document_kind_check;
ALTER TABLE document ADD CONSTRAINT document_kind_check CHECK (kind BETWEEN 0 AND 9);
