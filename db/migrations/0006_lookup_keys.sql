-- SPDX-License-Identifier: EUPL-1.2
-- Finding a record by its document number (文号), and subjects by type alone; items whose codes are longer than the first ones.
SET system_versioning_alter_history = KEEP;
ALTER TABLE record
  MODIFY item VARCHAR(40) CHARACTER SET ascii NOT NULL,
  ADD KEY record_document (document_no);
ALTER TABLE subject ADD KEY subject_type (type, division);
