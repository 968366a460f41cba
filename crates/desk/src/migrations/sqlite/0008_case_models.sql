-- A digest of the manufacturer and model of a case's machine. It tells machines apart that have no markers to compare.
ALTER TABLE case_machines ADD COLUMN model BLOB;
